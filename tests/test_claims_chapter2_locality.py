"""The claims about locality, section 2.3 of the notes, by id."""

import numpy as np
import pytest

from cnnnotes import data, ops
from cnnnotes.analysis import locality
from tests.helpers import run_section

PHOTOGRAPHS = ("camera", "coffee", "astronaut", "chelsea")


@pytest.mark.claim("C2.3.1")
def test_c2_3_1_correlation_reaches_far():
    for name in ("camera", "coffee", "astronaut"):
        assert locality.neighbour_correlation(data.photograph(name, gray=True), [32]) > 0.35
    names = run_section("locality", "spectrum")
    slopes = names.slopes
    assert all(-3.6 < slopes[name] < -1.5 for name in ("cat", "astronaut", "camera", "coffee", "grass"))
    assert abs(slopes["pixels shuffled"]) < 0.2
    assert names.gap < 1e-9


@pytest.mark.claim("C2.3.1")
def test_c2_3_1_given_the_pixels_around_far_pixels_add_next_to_nothing():
    names = run_section("locality", "conditional")
    assert names.distances[2:] == [8, 16, 32, 64]
    assert abs(names.curves[:, 2:, 1]).max() < 0.04
    assert names.curves[:, 2, 0].min() > 0.6
    assert names.plain[names.ring].min() > 0.8
    assert abs(names.partial[names.ring]).max() < 0.06
    for name in PHOTOGRAPHS:
        picture = data.photograph(name, gray=True)[:256, :256]
        near, far = (locality.prediction_r2(picture, locality.square_offsets(radius)) for radius in (2, 5))
        assert far - near < 0.005


@pytest.mark.claim("C2.3.1")
def test_the_partial_correlation_of_the_page_is_that_of_what_regression_leaves():
    picture = data.photograph("coffee", gray=True)
    plain, given = run_section("locality", "conditional").plain_and_given(picture, 8)
    windows = np.lib.stride_tricks.sliding_window_view(picture, (5, 11))[::4, ::2].reshape(-1, 5, 11)
    pixel, other = windows[:, 2, 2], windows[:, 2, 10]
    around = np.column_stack([np.delete(windows[:, :, :5].reshape(-1, 25), 12, axis=1), np.ones(len(windows))])
    left = [one - around @ np.linalg.lstsq(around, one, rcond=None)[0] for one in (pixel, other)]
    assert plain == pytest.approx(np.corrcoef(pixel, other)[0, 1])
    assert given == pytest.approx(np.corrcoef(*left)[0, 1], abs=1e-9)


@pytest.mark.claim("C2.3.2")
@pytest.mark.parametrize(("kernel", "layers"), [(3, 1), (3, 4), (5, 3), (2, 6)])
def test_c2_3_2_an_output_sees_1_plus_layers_times_kernel_minus_1_pixels(kernel, layers):
    x, w = np.random.default_rng(0).random((1, 1, 24, 24)), np.ones((1, 1, kernel, kernel))
    shapes = []
    for _layer in range(layers):
        shapes.append(x)
        x = ops.conv2d(x, w)
    gradient = np.zeros_like(x)
    gradient[0, 0, 3, 2] = 1
    for entered in reversed(shapes):
        gradient = ops.conv2d_backward(gradient, entered, w)[0]
    side = 1 + layers * (kernel - 1)
    assert np.argwhere(gradient[0, 0]).min(axis=0).tolist() == [3, 2]
    assert np.count_nonzero(gradient[0, 0].any(axis=0)) == np.count_nonzero(gradient[0, 0].any(axis=1)) == side


@pytest.mark.claim("C2.3.3")
def test_c2_3_3_far_boxes_are_correlated_in_some_photographs_and_not_in_others():
    correlations = {name: r for name, _red, _blue, r in run_section("locality", "far-boxes").clouds}
    assert min(correlations[name] for name in ("camera", "coffee", "brick")) > 0.35
    assert correlations["astronaut"] > 0.1
    assert max(abs(correlations[name]) for name in ("chelsea", "grass")) < 0.1


@pytest.mark.claim("C2.3.3")
def test_c2_3_3_one_layer_does_not_connect_the_boxes_and_a_stack_does():
    names = run_section("locality", "layers")
    top, left, height, width = names.red_box
    reached = {layers: np.any(reach[top : top + height, left : left + width]) for layers, reach in names.reaches}
    assert reached == {1: False, 4: False, 8: False, 16: True}


@pytest.mark.claim("C2.3.4")
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_c2_3_4_small_windows_tell_digits_and_not_arrangements(seed):
    names = run_section("locality", "bag")
    split = data.digits_split(seed)
    one, three, eight = (names.accuracy(*split, window, padding=window - 1, seed=seed) for window in (1, 3, 8))
    assert one < 0.4 and three > 0.94 and abs(three - eight) < 0.06
    known, asked = names.faces(160, 10 + seed), names.faces(160, 20 + seed)
    four, five = (names.accuracy(*known, *asked, window, window - 1, seed) for window in (4, 5))
    assert four < 0.65 and five > 0.98


@pytest.mark.claim("C2.3.4")
def test_c2_3_4_bags_of_windows_that_hold_one_part_only_are_the_same_for_both_arrangements():
    rng = np.random.default_rng(0)
    eyes, nose = np.array([[1, 0, 1]] * 2), np.array([[0, 1, 0], [1, 1, 1]])
    gap = np.zeros((3, 3))
    upright, reversed_one = (np.pad(np.vstack([*order]), 1) for order in ([eyes, gap, nose], [nose, gap, eyes]))
    gaps = {}
    for window in (4, 5):
        filters, thresholds = rng.normal(size=(50, 1, window, window)), rng.random(50)
        bags = run_section("locality", "bag").bag(np.stack([upright, reversed_one]), filters, thresholds, window - 1)
        gaps[window] = abs(bags[0] - bags[1]).max()
    assert gaps[4] < 1e-12 < 1e-4 < gaps[5]
