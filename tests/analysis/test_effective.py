"""The effective receptive field: Gaussian, and growing with the root of depth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cnnnotes import ops
from cnnnotes.analysis import Layer, connection_map, effective_receptive_field, gaussian_gap, gradient_map, spread


def stack(depth, kernel, **options):
    return [Layer("conv", 1, kernel=kernel, **options)] * depth


@settings(deadline=None)
@given(depth=st.integers(1, 12), rows=st.integers(1, 5), cols=st.integers(2, 5))
def test_equal_weights_spread_by_the_formula(depth, rows, cols):
    size = depth * (rows - 1) + 1, depth * (cols - 1) + 1
    measured = spread(connection_map(stack(depth, (rows, cols)), size))
    assert measured == pytest.approx([np.sqrt(depth * (k * k - 1) / 12) for k in (rows, cols)], abs=1e-9)


@pytest.mark.parametrize("depth", [5, 10, 40])
def test_equal_weights_tend_to_a_gaussian(depth):
    profiles = [connection_map(stack(n, (1, 3)), (1, 2 * n + 1))[0] for n in (1, depth)]
    assert gaussian_gap(profiles[1]) < 0.01 < gaussian_gap(profiles[0])


def test_the_gap_is_kolmogorovs_distance():
    profile = np.random.default_rng(0).random(30)
    places, total = np.arange(30), profile.sum()
    mean = places @ profile / total
    normal = stats.norm(mean, np.sqrt((places - mean) ** 2 @ profile / total))
    assert gaussian_gap(profile) == pytest.approx(
        abs(profile.cumsum() / total - normal.cdf(places + 0.5)).max(), abs=1e-12
    )


@pytest.mark.parametrize("between", [[], [Layer("relu")]], ids=["linear", "relu"])
def test_random_weights_see_as_wide_as_the_root_of_depth(between):
    depths, widths = (2, 4, 8, 16), []
    for depth in depths:
        layers = [layer for _ in range(depth) for layer in [Layer("conv", 12, kernel=3), *between]]
        widths.append(np.mean(spread(effective_receptive_field(layers, (1, *(2 * depth + 1,) * 2), trials=16))))
    assert 0.4 < np.polyfit(np.log(depths), np.log(widths), 1)[0] < 0.6


def test_the_expected_share_of_a_pixel_is_its_share_of_the_ways():
    layers = [
        Layer("conv", 6, kernel=(1, 3), stride=(1, 2)),
        Layer("conv", 6, kernel=(1, 2)),
        Layer("conv", 6, kernel=(1, 2)),
    ]
    ways = connection_map(layers, (1, 9))
    share = effective_receptive_field(layers, (2, 1, 9), trials=2000)
    assert share == pytest.approx(ways / ways.sum(), abs=0.01)


def test_every_kind_of_layer_passes_its_gradient_back():
    layers = [
        Layer("conv", 4, kernel=3, padding=1, groups=2, name="first"),
        Layer("max_pool", kernel=3, stride=1, padding=1),
        Layer("norm"),
        Layer("avg_pool", kernel=1),
        Layer("relu", name="a"),
        Layer("conv", 4, kernel=1, name="b", inputs="first"),
        Layer("add", inputs=("a", "b"), name="sum"),
        Layer("avg_pool", kernel=2, stride=1, padding=((0, 1), (0, 1)), name="mean"),
        Layer("concat", inputs=("sum", "mean", "first")),
    ]
    share = effective_receptive_field(layers, (2, 9, 10), trials=4)
    assert share.sum() == pytest.approx(1, abs=1e-12) and share.shape == (9, 10)
    assert (share[connection_map(layers, (9, 10)) == 0] == 0).all()
    assert share[4, 5] > 0


def test_the_gradient_is_that_of_the_network_with_those_weights():
    layers = [
        Layer("conv", 2, kernel=3, padding=1, name="a"),
        Layer("add", inputs=("a", "input"), name="sum"),
        Layer("conv", 3, kernel=(1, 2), padding=((0, 0), (0, 1)), name="b"),
        Layer("concat", inputs=("b", "sum", "a")),
        Layer("relu"),
        Layer("conv", 1, kernel=1),
    ]
    # the same draws, put together by hand
    rng = np.random.default_rng(7)
    wide, narrow, last = (
        rng.standard_normal(shape) * np.sqrt(2 / np.prod(shape[1:]))
        for shape in ((2, 2, 3, 3), (3, 2, 1, 2), (1, 7, 1, 1))
    )

    def network(x):
        a = ops.conv2d(x, wide, padding=1)
        both = np.concatenate([ops.conv2d(a + x, narrow, padding=((0, 0), (0, 1))), a + x, a], axis=1)
        return ops.conv2d(np.maximum(both, 0), last)

    share = effective_receptive_field(layers, (2, 5, 5), trials=1, rng=np.random.default_rng(7))
    squares = gradient_map(network, rng.standard_normal((1, 2, 5, 5))[0]) ** 2
    assert share == pytest.approx(squares / squares.sum(), abs=1e-7)


def test_another_draw_gives_another_field_and_the_same_draw_the_same():
    first, again, other = (
        effective_receptive_field(stack(2, 3), (1, 7, 7), trials=2, rng=np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again) and not np.allclose(first, other)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: effective_receptive_field([Layer("dense", 3)], (1, 4, 4)), "dense1: layers must keep .*got 'dense'"),
        (lambda: effective_receptive_field(stack(1, 3), (1, 4, 4), trials=0), "trials must be at least 1, got 0"),
        (lambda: spread(np.zeros((2, 2))), "values must be 0 or more, finite, and not 0 everywhere"),
        (lambda: spread([[1, -1]]), "values must be 0 or more"),
        (lambda: spread([1, 2]), r"values must have 2 axes, got shape \(2,\)"),
        (lambda: gaussian_gap([0, 3, 0]), "profile must have weight at two places or more"),
        (lambda: gaussian_gap([1, np.nan]), "values must be 0 or more, finite"),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
