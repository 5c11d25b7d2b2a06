"""Depthwise convolution of small images: one matrix product per channel."""

import numpy as np

from cnnnotes.ops.windows import im2col

PLANE = 128  # pixels of a channel up to which a product with all of them is fastest


def are_small(w, groups, x, *arrays):
    """Whether each filter sees one channel, with fewer pixels than there are images, all of them finite."""
    small = groups > 1 and w.shape[1] == 1 and x.shape[2] * x.shape[3] <= min(len(x), PLANE)
    return small and all(np.isfinite(array).all() for array in (w, x, *arrays))  # a matrix has 0 * inf


def conv_planes(x, w, out, **options):
    """Product of each channel (N, H * W) with the matrix of its filters (H * W, per * OH * OW)."""
    matrices = _matrices(w, x.shape[1], _taps(x, w, options))
    y = np.empty((len(x), len(w), *out), matrices.dtype)
    np.matmul(_channels_first(x), matrices, out=_channels_first(y, x.shape[1]))
    return y


def conv_planes_backward(dy, x, w, **options):
    """(dx, dw) of `conv_planes`: through the product, and for dw on through the matrices."""
    seen = _taps(x, w, options)
    dproducts, dx = _channels_first(dy, x.shape[1]), np.empty(x.shape, dy.dtype)
    np.matmul(dproducts, _matrices(w, x.shape[1], seen).swapaxes(1, 2), out=_channels_first(dx))
    dmatrices = (_channels_first(x).swapaxes(1, 2) @ dproducts).swapaxes(0, 1)
    dmatrices = dmatrices.reshape(len(seen), len(w), seen.shape[2])
    return dx, (dmatrices @ seen.swapaxes(1, 2)).sum(0).reshape(w.shape)


def _taps(x, w, options):
    """Which pixel each tap of each window sees, as ones and zeros (H * W, KH * KW, OH * OW)."""
    pixels = x.shape[2] * x.shape[3]
    basis = np.eye(pixels, dtype=w.dtype).reshape(pixels, 1, *x.shape[2:])
    return im2col(basis, w.shape[2:], **options)


def _matrices(w, channels, seen):
    """The matrix of each channel's filters (C, H * W, per * OH * OW)."""
    return (w.reshape(len(w), -1) @ seen).reshape(len(seen), channels, -1).swapaxes(0, 1)


def _channels_first(x, channels=None):
    """Images as one matrix per channel (C, N, pixels)."""
    return x.reshape(len(x), channels or x.shape[1], -1).swapaxes(0, 1)
