"""Filters with a name do what the name says."""

import numpy as np
import pytest
from scipy import ndimage

from cnnnotes import ops

RAMP = np.add.outer(3.0 * np.arange(7), 2.0 * np.arange(8))


def apply(kernel, image):
    return ops.conv2d(image[None, None], kernel[None, None])[0, 0]


@pytest.mark.parametrize(
    "kernel",
    [ops.box_filter((3, 4)), ops.binomial_filter(4), ops.gaussian_filter((5, 4), 1.3), ops.sharpen_filter()],
    ids=["box", "binomial", "gaussian", "sharpen"],
)
def test_leaves_a_flat_picture_alone(kernel):
    np.testing.assert_allclose(apply(kernel, np.full((7, 8), 5.0)), 5, atol=1e-12)


@pytest.mark.parametrize(("name", "gain"), [("sobel", 8), ("prewitt", 6)])
def test_slope_filters_measure_the_slope_of_a_ramp(name, gain):
    make = getattr(ops, f"{name}_filter")
    np.testing.assert_allclose(apply(make("columns"), RAMP), 2 * gain)
    np.testing.assert_allclose(apply(make("rows"), RAMP), 3 * gain)


@pytest.mark.parametrize("name", ["sobel", "prewitt"])
@pytest.mark.parametrize(("axis", "direction"), [(0, "rows"), (1, "columns")])
def test_slope_filters_equal_scipys(name, axis, direction, rng):
    image = rng.normal(size=(7, 8))
    expected = getattr(ndimage, name)(image, axis)[1:-1, 1:-1]
    np.testing.assert_allclose(apply(getattr(ops, f"{name}_filter")(direction), image), expected, atol=1e-12)


def test_laplacian_equals_scipys(rng):
    image = rng.normal(size=(7, 8))
    np.testing.assert_allclose(apply(ops.laplacian_filter(), image), ndimage.laplace(image)[1:-1, 1:-1], atol=1e-12)


@pytest.mark.parametrize("diagonals", [False, True])
def test_laplacian_is_zero_on_a_ramp(diagonals):
    assert not apply(ops.laplacian_filter(diagonals=diagonals), RAMP).any()
    assert np.count_nonzero(ops.laplacian_filter(diagonals=diagonals)) == (9 if diagonals else 5)


def test_gaussian_equals_scipys(rng):
    image = rng.normal(size=(20, 20))
    expected = ndimage.gaussian_filter(image, 1.3, radius=4)[4:-4, 4:-4]
    np.testing.assert_allclose(apply(ops.gaussian_filter(9, 1.3), image), expected, atol=1e-12)


def test_emboss_keeps_brightness_and_lights_from_the_top_left():
    assert ops.emboss_filter().sum() == 1
    step = np.zeros((5, 5))
    step[2:, 2:] = 1
    assert apply(ops.emboss_filter(), step).max() > 1


def test_gabor_answers_most_to_waves_of_its_own_direction_and_length():
    bank = ops.gabor_bank(21, wavelengths=(5, 10), angles=4)
    rows, columns = np.mgrid[-10:11, -10:11]
    for own, (length, turn) in enumerate([(length, turn) for length in (5, 10) for turn in range(4)]):
        angle = np.pi * turn / 4
        wave = np.cos(2 * np.pi * (columns * np.cos(angle) + rows * np.sin(angle)) / length)
        kernels = bank[:, 0] / np.linalg.norm(bank[:, 0], axis=(1, 2), keepdims=True)
        assert np.abs((kernels * wave).sum((1, 2))).argmax() == own


def test_gabor_aspect_below_one_makes_it_longer():
    long = ops.gabor_filter(21, wavelength=5.0, sigma=2.0, aspect=0.5)
    short = ops.gabor_filter(21, wavelength=5.0, sigma=2.0)
    assert abs(long[2, 10]) > abs(short[2, 10])
    np.testing.assert_allclose(long[10], short[10])


def test_gabor_phase_turns_even_into_odd():
    odd = ops.gabor_filter(9, wavelength=5.0, sigma=2.0, phase=np.pi / 2)
    np.testing.assert_allclose(odd, -odd[:, ::-1], atol=1e-12)
