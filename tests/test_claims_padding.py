"""The claims of page 4.2."""

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.learn.experiments import dots

MODES = ("zeros", "circular", "reflect", "replicate")


@pytest.mark.claim("C4.1")
@pytest.mark.parametrize("n", [5, 7, 12])
@pytest.mark.parametrize("k", [1, 3, 5])
def test_c4_1_valid_shrinks_same_keeps_and_full_grows(n, k):
    x, w = np.ones((1, 1, n, n)), np.ones((1, 1, k, k))
    for padding, size in [(0, n - k + 1), ((k - 1) // 2, n), ("same", n), (k - 1, n + k - 1)]:
        assert ops.conv2d(x, w, padding=padding).shape[2:] == (size, size)


@pytest.mark.claim("C4.1")
def test_c4_1_a_corner_is_seen_once_without_padding_and_as_often_as_all_in_full():
    x, ones = np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3))
    seen = [ops.conv2d_backward(np.ones_like(ops.conv2d(x, ones, padding=p)), x, ones, padding=p)[0] for p in (0, 1, 2)]
    assert [(values[0, 0, 0, 0], values[0, 0, 1, 1]) for values in seen] == [(1, 4), (4, 9), (9, 9)]


@pytest.mark.claim("C4.1")
@pytest.mark.parametrize("mode", MODES)
def test_c4_1_zeros_darken_the_border_of_a_constant_picture_and_the_other_three_do_not(mode):
    mean = ops.conv2d(np.ones((1, 1, 6, 6)), np.full((1, 1, 3, 3), 1 / 9), padding=1, mode=mode)[0, 0]
    edge, corner = (6 / 9, 4 / 9) if mode == "zeros" else (1, 1)
    assert (mean[2, 2], mean[0, 2], mean[0, 0]) == pytest.approx((1, edge, corner), abs=1e-12)


def differing_places(side, depth, mode, channels=8, seed=1):
    """Where a random network's answer to an even picture is not that in the middle, and the rim where it can be."""
    rng = np.random.default_rng(seed)
    x = np.full((1, 1, side, side), 0.5)
    for _ in range(depth):
        w = rng.standard_normal((channels, x.shape[1], 3, 3)) * np.sqrt(2 / (9 * x.shape[1]))
        x = ops.relu(ops.conv2d(x, w, rng.standard_normal(channels) / 10, padding=1, mode=mode))
    middle = slice(side // 2, side // 2 + 1)
    rim = np.ones((side, side), bool)
    rim[depth : side - depth, depth : side - depth] = False
    return (abs(x - x[:, :, middle, middle]) > 1e-9).any(axis=(0, 1)), rim


@pytest.mark.claim("C4.2")
@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
@pytest.mark.parametrize("mode", MODES)
def test_c4_2_zeros_change_a_rim_of_one_cell_per_layer_of_a_constant_picture_and_no_other_mode_anything(mode, depth):
    side = 33
    differs, expected = differing_places(side, depth, mode)
    assert np.array_equal(differs, expected if mode == "zeros" else np.zeros_like(expected))
    if mode == "zeros":
        assert differs.mean() == pytest.approx(1 - ((side - 2 * depth) / side) ** 2, abs=1e-12)


@pytest.mark.claim("C4.2")
@pytest.mark.parametrize(("channels", "least", "most"), [(1, 0, 0.5), (8, 0.9, 1)])
def test_c4_2_no_more_than_the_rim_changes_and_with_enough_channels_as_a_rule_all_of_it(channels, least, most):
    pairs = [differing_places(17, depth, "zeros", channels, seed) for depth in range(1, 5) for seed in range(20)]
    assert all(not (differs & ~rim).any() for differs, rim in pairs)
    assert least <= np.mean([np.array_equal(*pair) for pair in pairs]) <= most


@pytest.mark.claim("C4.2")
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_c4_2_a_network_with_global_pooling_finds_the_side_of_a_dot_unless_padding_is_circular(seed):
    right = dots.pictures()[1].reshape(dots.SIDE, dots.SIDE)
    share = {mode: np.mean((dots.scores(mode, seed)["scores"] > 0) == right) for mode in dots.MODES}
    assert share["zeros"] > 0.95
    assert share["circular"] == 0.5
    assert min(share["reflect"], share["replicate"]) > 0.7
