"""The claims of page 3.2, one test each."""

import numpy as np
import pytest
from scipy import signal

from cnnnotes import data, ops
from cnnnotes.analysis import cost
from cnnnotes.learn import layers, models


def layer(x, w, b=None):
    """One channel in, one out."""
    return ops.conv2d(x[None, None], w[None, None], b)[0, 0]


@pytest.mark.claim("C3.5")
def test_c3_5_minus_is_convolution_plus_is_cross_correlation_and_they_differ_by_a_turn_of_180_degrees(rng):
    f, w = rng.standard_normal((8, 9)), rng.standard_normal((3, 3))
    minus, plus = np.zeros((6, 7)), np.zeros((6, 7))
    for x, y in np.ndindex(6, 7):
        for s, t in np.ndindex(3, 3):
            minus[x, y] += w[s, t] * f[x + 1 - (s - 1), y + 1 - (t - 1)]
            plus[x, y] += w[s, t] * f[x + 1 + (s - 1), y + 1 + (t - 1)]
    assert abs(minus - signal.convolve2d(f, w, "valid")).max() < 1e-12
    assert abs(plus - signal.correlate2d(f, w, "valid")).max() < 1e-12
    assert abs(minus - ops.convolve(f, w, extent="valid")).max() < 1e-12
    assert abs(plus - layer(f, w)).max() < 1e-12
    assert abs(minus - layer(f, w[::-1, ::-1])).max() < 1e-12
    assert abs(minus - plus).max() > 0.5

    point = np.zeros((5, 5))
    point[2, 2] = 1
    stamped = ops.convolve(point, w, extent="same")[1:4, 1:4], layer(point, w)
    assert np.array_equal(stamped[0], w) and np.array_equal(
        stamped[1], w[::-1, ::-1]
    )  # so they agree only if w = w turned
    symmetric = w + w[::-1, ::-1]
    assert abs(ops.convolve(f, symmetric, extent="valid") - layer(f, symmetric)).max() < 1e-12


@pytest.mark.claim("C3.13")
def test_c3_13_a_layer_sums_products_over_rows_columns_and_channels_adds_a_bias_and_is_cut_by_relu(rng):
    for channels, filters, size in ((1, 1, 3), (3, 4, 3), (2, 5, 2)):
        x, w = rng.standard_normal((1, channels, 6, 7)), rng.standard_normal((filters, channels, size, size))
        b = rng.standard_normal(filters)
        y = np.empty((filters, 7 - size, 8 - size))
        for o, i, j in np.ndindex(y.shape):
            y[o, i, j] = b[o] + sum(
                w[o, c, u, v] * x[0, c, i + u, j + v] for c, u, v in np.ndindex(channels, size, size)
            )
        assert abs(ops.conv2d(x, w, b)[0] - y).max() < 1e-12
        assert abs(ops.relu(ops.conv2d(x, w, b))[0] - np.maximum(y, 0)).max() < 1e-12
        assert y.min() < 0


@pytest.mark.claim("C3.14")
def test_c3_14_layers_cross_correlate_which_is_a_label_for_what_is_learned_but_breaks_two_laws(rng):
    x = rng.standard_normal((2, 3, 9, 9)).astype(np.float32)
    made = layers.Conv2d(3, 4, 3, rng)
    w, b = (np.asarray(value, dtype=float) for value in made.parameters)
    own = made.forward(x)
    for n, o in np.ndindex(2, 4):
        plain = sum(signal.correlate2d(x[n, c], w[o, c], "valid") for c in range(3)) + b[o]
        turned = sum(signal.convolve2d(x[n, c], w[o, c, ::-1, ::-1], "valid") for c in range(3)) + b[o]
        assert abs(own[n, o] - plain).max() < 1e-5 and abs(own[n, o] - turned).max() < 1e-5

    one, two, three = rng.standard_normal((3, 4, 4))

    def correlate(a, b):
        return ops.convolve(a, b[::-1, ::-1])

    for times, holds in ((ops.convolve, True), (correlate, False)):
        swapped = abs(times(one, two) - times(two, one)).max()
        grouped = abs(times(times(one, two), three) - times(one, times(two, three))).max()
        assert (swapped < 1e-12) == holds and (grouped < 1e-12) == holds
        assert holds or (swapped > 0.1 and grouped > 0.1)
    assert abs(correlate(one, two) - correlate(two, one)[::-1, ::-1]).max() < 1e-12

    image, kernel = rng.standard_normal((1, 1, 7, 7)), rng.standard_normal((1, 1, 3, 3))
    dy = rng.standard_normal((1, 1, 5, 5))
    gradient = ops.conv2d_backward(dy, image, kernel)[0][0, 0]
    assert abs(gradient - signal.convolve2d(dy[0, 0], kernel[0, 0])).max() < 1e-12


@pytest.mark.claim("C3.16")
def test_c3_16_two_linear_layers_are_one_with_the_convolved_kernel_and_with_relu_between_them_no_layer_is_the_same(rng):
    x = data.photograph("camera", gray=True)[60:300:3, 150:390:3]
    edge, other = rng.standard_normal((2, 3, 3))
    for a, b in ((edge - edge.mean(), other), (ops.sobel_filter("columns") / 8, ops.binomial_filter(3))):
        merged = ops.convolve(a, b)
        assert merged.shape == (5, 5)
        assert abs(layer(layer(x, a), b) - layer(x, merged)).max() < 1e-10
        biased = layer(layer(x, a, np.array([0.3])), b, np.array([-0.2]))
        assert abs(biased - layer(x, merged, np.array([0.3 * b.sum() - 0.2]))).max() < 1e-10

        target = layer(ops.relu(layer(x, a)), b).ravel()
        windows = ops.im2col(x[None, None], (5, 5))[0].T
        windows = np.column_stack([windows, np.ones(len(windows))])
        best = windows @ np.linalg.lstsq(windows, target, rcond=None)[0]
        assert np.linalg.norm(best - target) > 0.1 * np.linalg.norm(target)

    def same(x, w):
        return ops.conv2d(x[None, None], w[None, None], padding=w.shape[0] // 2)[0, 0]

    gap = abs(same(same(x, a), b) - same(x, ops.convolve(a, b)))
    assert gap[1:-1, 1:-1].max() < 1e-10 and gap.max() > 0.01  # the borders
    ones = np.ones((3, 3))
    assert np.array_equal(ops.convolve(ones, ones), np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1]))


@pytest.mark.claim("C3.17")
def test_c3_17_a_filter_adds_up_the_maps_of_its_channels_and_there_is_one_map_for_each_filter(rng):
    x, w = rng.standard_normal((1, 3, 8, 8)), rng.standard_normal((5, 3, 3, 3))
    y = ops.conv2d(x, w)
    assert y.shape == (1, 5, 6, 6)
    for o in range(5):
        assert abs(y[0, o] - sum(layer(x[0, c], w[o, c]) for c in range(3))).max() < 1e-12
    assert models.count(layers.Conv2d(3, 5, 3, rng)) == 3 * 3 * 3 * 5 + 5 == cost.conv2d_parameters(3, 5, 3)
    assert 9 * 3 * 2 + 2 == 56 == cost.conv2d_parameters(3, 2, 3)
