"""One-dimensional convolution, and the one that flips."""

import itertools

import numpy as np
import pytest
from scipy.signal import convolve as scipy_convolve

from cnnnotes import ops

EXTENTS = ["full", "same", "valid"]


@pytest.mark.parametrize("padding", [0, 2, (1, 3), "same"])
@pytest.mark.parametrize("mode", ["zeros", "circular"])
def test_conv1d_is_conv2d_of_one_row(padding, mode, rng):
    x, w, b = rng.normal(size=(2, 4, 9)), rng.normal(size=(6, 2, 3)), rng.normal(size=6)
    y = ops.conv1d(x, w, b, stride=2, dilation=2, padding=padding, groups=2, mode=mode)
    border = (
        padding if isinstance(padding, str) else ((0, 0), padding if isinstance(padding, tuple) else (padding,) * 2)
    )
    options = {"stride": (1, 2), "dilation": (1, 2), "padding": border, "groups": 2, "mode": mode}
    expected = ops.conv2d_loops(x[:, :, None], w[:, :, None], b, **options)
    np.testing.assert_allclose(y, expected[:, :, 0], atol=1e-12)


def test_conv1d_gradient(rng, check_gradient, check_adjoint):
    x, w, b = rng.normal(size=(2, 4, 9)), rng.normal(size=(6, 2, 3)), rng.normal(size=6)
    options = {"stride": 2, "padding": (1, 3), "groups": 2, "mode": "reflect"}
    check_gradient(
        lambda x, w, b: ops.conv1d(x, w, b, **options),
        lambda dy, x, w, b: ops.conv1d_backward(dy, x, w, **options),
        *(x, w, b),
    )
    check_adjoint(lambda x: ops.conv1d(x, w, **options), lambda y: ops.conv1d_backward(y, x, w, **options)[0], x.shape)


@pytest.mark.parametrize("extent", EXTENTS)
def test_convolve_equals_scipy(extent, rng):
    for length, taps in itertools.product([5, 6, 9], [1, 2, 3, 4, 5]):
        x, w = rng.normal(size=length), rng.normal(size=taps)
        expected = scipy_convolve(x, w, extent, method="direct")
        np.testing.assert_allclose(ops.convolve(x, w, extent=extent), expected, atol=1e-12)
    for size, kernel in itertools.product([(5, 6), (7, 4)], [(1, 1), (2, 3), (4, 4), (3, 1)]):
        x, w = rng.normal(size=size), rng.normal(size=kernel)
        expected = scipy_convolve(x, w, extent, method="direct")
        np.testing.assert_allclose(ops.convolve(x, w, extent=extent), expected, atol=1e-12)


@pytest.mark.parametrize("extent", EXTENTS)
@pytest.mark.parametrize("size", [((7,), (4,)), ((6, 5), (3, 2))], ids=str)
def test_convolve_gradient(extent, size, rng, check_gradient, check_adjoint):
    x, w = rng.normal(size=size[0]), rng.normal(size=size[1])
    check_gradient(
        lambda x, w: ops.convolve(x, w, extent=extent),
        lambda dy, x, w: ops.convolve_backward(dy, x, w, extent=extent),
        *(x, w),
    )
    check_adjoint(
        lambda x: ops.convolve(x, w, extent=extent),
        lambda y: ops.convolve_backward(y, x, w, extent=extent)[0],
        x.shape,
    )


def test_convolve_with_an_impulse_gives_the_filter_unflipped():
    assert ops.convolve(np.array([0.0, 1.0, 0.0]), np.array([1.0, 2.0, 3.0]), extent="same").tolist() == [1, 2, 3]


def test_conv1d_with_an_impulse_gives_the_filter_flipped():
    impulse, w = np.array([[[0.0, 1.0, 0.0]]]), np.array([[[1.0, 2.0, 3.0]]])
    assert ops.conv1d(impulse, w, padding="same").ravel().tolist() == [3, 2, 1]


def test_convolve_commutes(rng):
    x, w = rng.normal(size=7), rng.normal(size=4)
    np.testing.assert_allclose(ops.convolve(x, w), ops.convolve(w, x), atol=1e-12)
