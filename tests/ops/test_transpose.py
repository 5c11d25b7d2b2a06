"""Transposed convolution against ONNX's definition, and as the adjoint of conv2d."""

import itertools

import numpy as np
import pytest

from cnnnotes import ops


def conv_transpose2d_loops(x, w, b, stride, pads, output_padding, dilation, groups):
    """ONNX's ConvTranspose: every input element lays down its filter; the border is cut off."""
    n, channels, h, width = x.shape
    size = [(h, width)[a] * stride[a] - stride[a] + dilation[a] * (w.shape[2 + a] - 1) + 1 for a in (0, 1)]
    each = channels // groups
    y = np.zeros((n, w.shape[1] * groups, size[0] + output_padding[0], size[1] + output_padding[1]))
    for image, c, row, column in np.ndindex(x.shape):
        for o, i, j in np.ndindex(w.shape[1:]):
            at = row * stride[0] + i * dilation[0], column * stride[1] + j * dilation[1]
            y[image, c // each * w.shape[1] + o, *at] += x[image, c, row, column] * w[c, o, i, j]
    (top, bottom), (left, right) = pads
    return y[:, :, top : y.shape[2] - bottom, left : y.shape[3] - right] + b[:, None, None]


CASES = list(
    itertools.product(
        [(1, 1), (2, 3), (3, 1)],
        [((0, 0), (0, 0)), ((1, 0), (0, 2)), ((0, 2), (1, 1))],
        [(0, 0), (1, 0), (0, 2)],
        [(1, 1), (2, 1), (1, 3)],
        [1, 2],
    )
)


def test_equals_the_definition(rng):
    x, b = rng.normal(size=(2, 4, 3, 4)), rng.normal(size=6)
    checked = 0
    for stride, pads, extra, dilation, groups in CASES:
        w = rng.normal(size=(4, 6 // groups, 3, 2))
        options = {"stride": stride, "padding": pads, "output_padding": extra, "dilation": dilation, "groups": groups}
        if any(e >= max(s, d) for e, s, d in zip(extra, stride, dilation, strict=True)):
            with pytest.raises(ValueError, match="output_padding"):
                ops.conv_transpose2d(x, w, b, **options)
            continue
        expected = conv_transpose2d_loops(x, w, b, *options.values())
        np.testing.assert_allclose(ops.conv_transpose2d(x, w, b, **options), expected, atol=1e-12, err_msg=str(options))
        checked += 1
    assert checked >= 60


OPTIONS = [
    {},
    {"stride": (2, 3), "padding": ((1, 0), (0, 2)), "output_padding": (1, 2)},
    {"dilation": (2, 3), "output_padding": (1, 2), "padding": 1, "groups": 2},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_gradient(options, rng, check_gradient, check_adjoint):
    x, w, b = (
        rng.normal(size=(2, 4, 3, 4)),
        rng.normal(size=(4, 6 // options.get("groups", 1), 3, 2)),
        rng.normal(size=6),
    )
    check_gradient(
        lambda x, w, b: ops.conv_transpose2d(x, w, b, **options),
        lambda dy, x, w, b: ops.conv_transpose2d_backward(dy, x, w, **options),
        *(x, w, b),
    )
    check_adjoint(
        lambda x: ops.conv_transpose2d(x, w, **options),
        lambda y: ops.conv_transpose2d_backward(y, x, w, **options)[0],
        x.shape,
    )


def test_is_the_adjoint_of_conv2d(rng, check_adjoint):
    w = rng.normal(size=(4, 3, 3, 2))
    options = {"stride": (2, 3), "padding": ((1, 0), (0, 1))}
    check_adjoint(
        lambda x: ops.conv2d(x, w, **options),
        lambda y: ops.conv_transpose2d(y, w, output_padding=(1, 2), **options),
        (2, 3, 7, 9),
    )


def test_float32_is_kept():
    x, w = np.ones((1, 1, 2, 2), np.float32), np.ones((1, 1, 2, 2), np.float32)
    assert ops.conv_transpose2d(x, w).dtype == np.float32
