"""Spectra of known pictures, and what far pixels add to near ones."""

import numpy as np
import pytest

from cnnnotes import data
from cnnnotes.analysis import partial_r2, prediction_r2, radial_spectrum, spectrum_slope, square_offsets

PHOTOGRAPHS = ("astronaut", "camera", "chelsea", "coffee")


def rng():
    return np.random.default_rng(0)


def power_law(exponent, size):
    """Noise whose amplitudes are exactly frequency ** (-exponent / 2)."""
    frequency = np.hypot(*np.meshgrid(*map(np.fft.fftfreq, size), indexing="ij"))
    frequency[0, 0] = np.inf
    phases = np.fft.fft2(rng().standard_normal(size))
    return np.fft.ifft2(phases / abs(phases) * frequency ** (-exponent / 2)).real


@pytest.mark.parametrize("exponent", [0, 1, 2, 3])
@pytest.mark.parametrize("size", [(64, 64), (60, 97)])
def test_the_slope_of_a_power_law_is_its_exponent(exponent, size):
    picture = power_law(exponent, size)
    assert spectrum_slope(picture, taper=False) == pytest.approx(exponent, abs=0.08)
    assert spectrum_slope(picture, low=0.05) == pytest.approx(exponent, abs=0.25)


@pytest.mark.parametrize("taper", [False, True])
def test_rings_hold_all_frequencies_up_to_half_a_cycle_once(taper):
    picture = rng().random((12, 15)) + np.eye(12, 15)
    frequency, power = radial_spectrum(picture, taper=taper)
    weight = np.outer(np.hanning(12), np.hanning(15)) if taper else np.ones((12, 15))
    rest = weight * (picture - np.average(picture, weights=weight))
    assert rest.sum() == pytest.approx(0, abs=1e-12)
    all_frequencies = np.hypot(*np.meshgrid(np.fft.fftfreq(12), np.fft.fftfreq(15), indexing="ij")).ravel()
    all_power = abs(np.fft.fft2(rest)).ravel() ** 2 / (weight**2).sum()
    for ring, (mean_frequency, mean_power) in enumerate(zip(frequency, power, strict=True), 1):
        inside = (np.rint(all_frequencies * 12) == ring) & (all_frequencies <= 0.5)
        assert mean_frequency == pytest.approx(all_frequencies[inside].mean(), abs=1e-12)
        assert mean_power == pytest.approx(all_power[inside].mean(), rel=1e-9)


@pytest.mark.parametrize("taper", [False, True])
def test_white_noise_has_its_variance_at_every_frequency(taper):
    _, power = radial_spectrum(3 * rng().standard_normal((200, 210)), taper=taper)
    assert power[20:] == pytest.approx(np.full(len(power) - 20, 9), rel=0.35)
    assert power.mean() == pytest.approx(9, rel=0.03)


def test_brightness_does_not_matter_and_contrast_scales_the_power():
    picture = rng().random((20, 30))
    frequency, power = radial_spectrum(picture)
    again, brighter = radial_spectrum(100 + 2 * picture)
    assert np.array_equal(frequency, again) and brighter == pytest.approx(4 * power, rel=1e-9)


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_photographs_fall_steeply_and_shuffled_ones_not_at_all(name):
    picture = data.photograph(name, gray=True).astype(float)
    shuffled = rng().permutation(picture.ravel()).reshape(picture.shape)
    assert 1.5 < spectrum_slope(picture) < 3.5 and abs(spectrum_slope(shuffled)) < 0.2


@pytest.mark.parametrize("name", ["astronaut", "coffee"])
def test_far_pixels_add_nothing_to_near_ones_in_photographs(name):
    picture, near = data.photograph(name, gray=True), square_offsets(2)
    far = np.array([offset for offset in square_offsets(6).tolist() if max(map(abs, offset)) > 2])
    assert partial_r2(picture, near, far) < 0.05
    assert prediction_r2(picture, square_offsets(6)) - prediction_r2(picture, near, reach=6) < 0.005


def test_a_far_pixel_that_matters_is_noticed():
    noise = rng().standard_normal((40, 300))
    echo = noise + np.roll(noise, 5, 1)
    share = partial_r2(echo, [(0, -1), (0, 1)], [(0, -5), (0, 5)])
    # two that know nothing of each other, each with a correlation of 1 / 2
    assert share == pytest.approx(1 / 2, abs=0.02)
    assert partial_r2(echo, [(0, -5), (0, 5)], [(0, -1), (0, 1)]) == pytest.approx(0, abs=0.02)


def test_reach_makes_r2_comparable():
    picture = rng().standard_normal((30, 60)).cumsum(1)
    near, all_around = square_offsets(1), square_offsets(4)
    known, more = prediction_r2(picture, near, reach=4), prediction_r2(picture, np.concatenate([near, all_around]))
    assert partial_r2(picture, near, all_around) == pytest.approx((more - known) / (1 - known), abs=1e-9)
    assert prediction_r2(picture, near, reach=1) == prediction_r2(picture, near) != known


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: radial_spectrum(np.ones((8, 8))), "image must hold finite values that differ"),
        (lambda: radial_spectrum(np.full((8, 8), np.nan)), "image must hold finite values that differ"),
        (lambda: radial_spectrum(np.ones((8, 8, 3))), r"image must have shape \(H, W\) .* got \(8, 8, 3\)"),
        (lambda: radial_spectrum(np.ones((3, 8))), r"image must have shape \(H, W\) of 4 .* got \(3, 8\)"),
        (lambda: spectrum_slope(np.eye(8), low=0.4, high=0.3), "low and high must leave two rings .* got 0.4 and 0.3"),
        (lambda: partial_r2(np.eye(30), [1, 2], [(0, 3)]), r"near and far must have shapes .* got \(2,\) and \(1, 2\)"),
        (
            lambda: partial_r2(np.add.outer(np.arange(9.0), np.arange(30)), [(0, 1)], [(0, 2)]),
            "near must leave something open",
        ),
        (lambda: prediction_r2(np.eye(30), [(0, 3)], reach=2), "reach must be at least 3, .* got 2"),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
