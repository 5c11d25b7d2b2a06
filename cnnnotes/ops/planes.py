"""Depthwise convolution of small images: one matrix product per channel."""

from functools import lru_cache

import numpy as np

from cnnnotes.ops.blocks import are_finite
from cnnnotes.ops.windows import im2col

PLANE = 128  # pixels of a channel up to which a product with all of them is fastest


def are_small(w, groups, x, *arrays):
    """Whether each filter sees one channel, with fewer pixels than there are images, all of them finite."""
    small = groups > 1 and w.shape[1] == 1 and x.shape[2] * x.shape[3] <= min(len(x), PLANE)
    return small and are_finite(w, x, *arrays)  # a matrix has 0 * inf


def conv_planes(x, w, b, out, **options):
    """Product of each channel (N, H * W) with the matrix of its filters (H * W, per * OH * OW)."""
    matrices = _matrices(w, x.shape[1], _taps(x.shape[2:], w.shape[2:], w.dtype, **options))
    y = np.empty((len(x), len(w), *out), np.result_type(x, w))
    np.matmul(_channels_first(x), matrices, out=_channels_first(y, x.shape[1]))
    if b is not None:
        images = y.reshape(len(x), -1)
        images += np.repeat(b, out[0] * out[1])
    return y


def conv_planes_backward(dy, x, w, **options):
    """(dx, dw) of `conv_planes`: through the product, and for dw on through the matrices."""
    seen = _taps(x.shape[2:], w.shape[2:], w.dtype, **options)
    dproducts, dx = _channels_first(dy, x.shape[1]), np.empty(x.shape, dy.dtype)
    np.matmul(dproducts, _matrices(w, x.shape[1], seen).swapaxes(1, 2), out=_channels_first(dx))
    dmatrices = (_channels_first(x).swapaxes(1, 2) @ dproducts).swapaxes(0, 1)
    dmatrices = dmatrices.reshape(len(seen), len(w), seen.shape[2])
    return dx, (dmatrices @ seen.swapaxes(1, 2)).sum(0).reshape(w.shape)


@lru_cache(maxsize=4)  # the next batch asks again
def _taps(size, kernel, dtype, **options):
    """Which pixel each tap of each window sees, as ones and zeros (H * W, KH * KW, OH * OW)."""
    pixels = size[0] * size[1]
    seen = im2col(np.eye(pixels, dtype=dtype).reshape(pixels, 1, *size), kernel, **options)
    seen.flags.writeable = False
    return seen


def _matrices(w, channels, seen):
    """The matrix of each channel's filters (C, H * W, per * OH * OW)."""
    return (w.reshape(len(w), -1) @ seen).reshape(len(seen), channels, -1).swapaxes(0, 1)


def _channels_first(x, channels=None):
    """Images as one matrix per channel (C, N, pixels)."""
    return x.reshape(len(x), channels or x.shape[1], -1).swapaxes(0, 1)
