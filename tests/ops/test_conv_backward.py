"""Gradients of the linear operations: differences, and adjointness."""

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.ops import blocks

OPTIONS = [
    {},
    {"stride": (2, 1), "padding": ((2, 0), (1, 3))},
    {"padding": "same", "dilation": (1, 2)},
    {"padding": (1, 2), "mode": "circular"},
    {"padding": (2, 1), "mode": "reflect", "stride": 2},
    {"padding": 3, "mode": "replicate", "dilation": 2},
]
# x shape, filters, groups
SHAPES = [((2, 2, 6, 7), 3, 1), ((2, 4, 6, 7), 6, 2), ((50, 3, 6, 7), 6, 3), ((1, 3, 6, 7), 3, 3)]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
class TestConv2d:
    def test_gradient(self, shape, options, rng, check_gradient):
        size, filters, groups = shape
        x, w = rng.normal(size=size), rng.normal(size=(filters, size[1] // groups, 3, 2))
        check_gradient(
            lambda x, w, b: ops.conv2d(x, w, b, groups=groups, **options),
            lambda dy, x, w, b: ops.conv2d_backward(dy, x, w, groups=groups, **options),
            *(x, w, rng.normal(size=filters)),
        )

    def test_adjoint(self, shape, options, rng, check_adjoint):
        size, filters, groups = shape
        x, w = rng.normal(size=size), rng.normal(size=(filters, size[1] // groups, 3, 2))
        forward = {"groups": groups, **options}
        check_adjoint(lambda x: ops.conv2d(x, w, **forward), lambda y: ops.conv2d_backward(y, x, w, **forward)[0], size)
        check_adjoint(
            lambda w: ops.conv2d(x, w, **forward), lambda y: ops.conv2d_backward(y, x, w, **forward)[1], w.shape
        )


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (2, 20)], ids=["rows", "parts of an image", "two of three images"])
def test_gradient_in_many_blocks_is_the_gradient_in_one(stride, shape, rng, monkeypatch):
    x, w = rng.normal(size=(3, 4, 9, 8)), rng.normal(size=(6, 2, 3, 3))
    options = {"stride": stride, "padding": 2, "groups": 2}
    dy = rng.normal(size=ops.conv2d(x, w, **options).shape)
    whole = ops.conv2d_backward(dy, x, w, **options)
    monkeypatch.setattr(blocks, "_block_shape", lambda _, rows, __: (shape[0], min(shape[1], rows)))
    for one, other in zip(whole, ops.conv2d_backward(dy, x, w, **options), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)


@pytest.mark.parametrize("block", [1, 2**21], ids=["row by row", "whole"])
@pytest.mark.parametrize("kernel", [(3, 3), (2, 3), (1, 1), (3, 1)], ids=str)
def test_spread_gradients_are_those_of_gathered_windows(kernel, block, rng, monkeypatch):
    x, w = rng.normal(size=(3, 4, 9, 8)), rng.normal(size=(6, 2, *kernel))
    options = {"padding": 1, "groups": 2, "dilation": (1, 2)}
    dy = rng.normal(size=ops.conv2d(x, w, **options).shape)
    monkeypatch.setattr(blocks, "BLOCK", block)
    spread = ops.conv2d_backward(dy, x, w, **options)
    assert blocks._spreads(dy, x, w, (1, 1)) == (kernel[1] > 1)
    monkeypatch.setattr(blocks, "_spreads", lambda *_: False)
    for one, other in zip(spread, ops.conv2d_backward(dy, x, w, **options), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)


@pytest.mark.parametrize("value", [np.inf, np.nan])
def test_what_is_not_finite_reaches_only_the_gradients_that_see_it(value):
    x, w, dy = np.ones((1, 2, 4, 4)), np.ones((2, 2, 3, 3)), np.ones((1, 2, 2, 2))
    x[0, 0, 0, 0] = value  # met by the first tap alone
    dx, dw, _ = ops.conv2d_backward(dy, x, w)
    assert np.isfinite(dx).all() and np.argwhere(~np.isfinite(dw)).tolist() == [[0, 0, 0, 0], [1, 0, 0, 0]]
    x[0, 0, 0, 0], w[0, 0, 0, 0] = 1, value  # meets the first 2 x 2 pixels
    dx, dw, _ = ops.conv2d_backward(dy, x, w)
    assert np.isfinite(dw).all()
    assert np.argwhere(~np.isfinite(dx)).tolist() == [[0, 0, i, j] for i in (0, 1) for j in (0, 1)]


def test_buffer_size_of_numpy_is_left_alone():
    before = np.getbufsize()
    ops.conv2d_backward(np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)))
    assert np.getbufsize() == before


def test_empty_batch_has_zero_filter_gradient():
    x, w = np.zeros((0, 2, 5, 5)), np.ones((3, 2, 2, 2))
    dx, dw, db = ops.conv2d_backward(np.zeros((0, 3, 4, 4)), x, w)
    assert dx.shape == x.shape and not dw.any() and not db.any()


def test_empty_batch_has_no_columns():
    assert ops.im2col(np.zeros((0, 2, 5, 5)), 2).shape == (0, 8, 16)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_col2im_is_the_adjoint_of_im2col(options, check_adjoint):
    check_adjoint(
        lambda x: ops.im2col(x, (3, 2), **options),
        lambda y: ops.col2im(y, (6, 7), (3, 2), **options),
        (2, 3, 6, 7),
    )


def test_a_product_with_columns_is_conv2d(rng):
    x, w = rng.normal(size=(2, 3, 6, 7)), rng.normal(size=(4, 3, 3, 2))
    product = w.reshape(4, -1) @ ops.im2col(x, (3, 2), stride=2, padding=1)
    np.testing.assert_allclose(product, ops.conv2d(x, w, stride=2, padding=1).reshape(2, 4, -1), atol=1e-12)


@pytest.mark.parametrize("mode", ["zeros", "circular", "reflect", "replicate"])
def test_pad2d_backward_is_the_adjoint_of_pad2d(mode, rng, check_adjoint):
    padding, x = ((2, 1), (0, 3)), rng.normal(size=(2, 3, 4, 5))
    check_adjoint(
        lambda x: ops.pad2d(x, padding, mode=mode), lambda y: ops.pad2d_backward(y, x, padding, mode=mode), x.shape
    )


LOCAL = [{}, {"stride": (2, 1)}, {"padding": ((1, 0), (2, 1)), "mode": "circular"}, {"dilation": (1, 2)}]


def local_arrays(options, rng):
    x = rng.normal(size=(2, 3, 5, 6))
    out = ops.conv2d(x, np.zeros((4, 3, 2, 3)), **options).shape
    return x, rng.normal(size=(*out[2:], 4, 3, 2, 3)), rng.normal(size=out[1:])


@pytest.mark.parametrize("options", LOCAL, ids=str)
class TestLocallyConnected2d:
    def test_uses_at_each_place_the_filters_of_that_place(self, options, rng):
        x, w, b = local_arrays(options, rng)
        y = ops.locally_connected2d(x, w, b, **options)
        for row, column in np.ndindex(w.shape[:2]):
            everywhere = ops.conv2d_loops(x[:1], w[row, column], **options)
            expected = everywhere[0, :, row, column] + b[:, row, column]
            np.testing.assert_allclose(y[0, :, row, column], expected, atol=1e-12)

    def test_gradient(self, options, rng, check_gradient):
        check_gradient(
            lambda x, w, b: ops.locally_connected2d(x, w, b, **options),
            lambda dy, x, w, b: ops.locally_connected2d_backward(dy, x, w, **options),
            *local_arrays(options, rng),
        )

    def test_adjoint(self, options, rng, check_adjoint):
        x, w, _ = local_arrays(options, rng)
        check_adjoint(
            lambda x: ops.locally_connected2d(x, w, **options),
            lambda y: ops.locally_connected2d_backward(y, x, w, **options)[0],
            x.shape,
        )


def test_locally_connected_with_one_bank_everywhere_is_conv2d(rng):
    x, w = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, 2, 3))
    everywhere = np.broadcast_to(w, (4, 4, *w.shape))
    np.testing.assert_allclose(ops.locally_connected2d(x, everywhere), ops.conv2d(x, w), atol=1e-12)


def test_dense_is_a_product_and_a_sum_by_hand():
    y = ops.dense(np.array([[1.0, 2.0]]), np.array([[3.0, 5.0], [4.0, 6.0]]), np.array([10.0, 20.0]))
    assert y.tolist() == [[1 * 3 + 2 * 4 + 10, 1 * 5 + 2 * 6 + 20]]


def test_dense_gradient(rng, check_gradient, check_adjoint):
    x, w, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 5)), rng.normal(size=5)
    check_gradient(ops.dense, lambda dy, x, w, b: ops.dense_backward(dy, x, w), x, w, b)
    check_adjoint(lambda x: ops.dense(x, w), lambda y: ops.dense_backward(y, x, w)[0], x.shape)
