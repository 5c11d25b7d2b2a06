"""Convolution by matrix products of windows: which windows, copied how, and added up again."""

import numpy as np

from cnnnotes.ops.windows import taps

BLOCK = 3 * 2**19  # bytes: about the level-2 cache, and less than what the allocator gives back at once


def column_blocks(x, kernel, stride, dilation, out, depth, *, scratch=False):
    """Windows of padded images as matrices small enough for the cache.

    Yields (images, rows, columns): the slices of the output that the block stands for, and their
    windows (n, C, KW, KH, R, OW), which the next block overwrites. They are gathered in two steps,
    first along the columns of the image, then along its rows, because the second copies long runs.
    ``depth`` is the number of outputs per window; ``scratch`` says that columns are written to, and
    so must not be x itself.
    """
    x = np.ascontiguousarray(x)
    (image, channel, row, column), c, (kh, kw), ow = x.strides, x.shape[1], kernel, out[1]
    count, height = _block_shape(len(x), out[0], (c * kh * kw + depth) * ow * x.itemsize)
    reach = dilation[0] * (kh - 1) + 1  # rows that one row of windows sees
    along = np.empty((count, c, kw, (height - 1) * stride[0] + reach, ow), x.dtype)
    columns = np.empty((count, c, kw, kh, height, ow), x.dtype)
    *outer, down, across = along.strides
    windows = np.ndarray(columns.shape, x.dtype, along, 0, (*outer, dilation[0] * down, stride[0] * down, across))
    for first in range(0, len(x), count):
        for top in range(0, out[0], height):
            n, r = min(count, len(x) - first), min(height, out[0] - top)
            if not scratch and kernel == stride == (1, 1):
                yield slice(first, first + n), slice(top, top + r), x[first : first + n, :, None, None, top : top + r]
                continue
            shape = n, c, kw, (r - 1) * stride[0] + reach, ow
            steps = image, channel, dilation[1] * column, row, stride[1] * column
            seen = np.ndarray(shape, x.dtype, x, first * image + top * stride[0] * row, steps)
            np.copyto(along[:n, :, :, : shape[3]], seen)
            np.copyto(columns[:n, ..., :r, :], windows[:n, ..., :r, :])
            yield slice(first, first + n), slice(top, top + r), columns[:n, ..., :r, :]


def add_columns(dx, dcolumns, rows, stride, dilation):
    """Adjoint of one block of `column_blocks`: add its windows up in the padded images, in place."""
    n, c, kw, kh, height, ow = dcolumns.shape
    first, last = rows.start * stride[0], (rows.stop - 1) * stride[0]
    along = np.zeros((n, c, kw, last - first + dilation[0] * (kh - 1) + 1, ow), dx.dtype)
    for i in range(kh):
        seen = along[:, :, :, taps(i, height, stride[0], dilation[0])]
        seen += dcolumns[:, :, :, i]
    part = dx[:, :, first : first + along.shape[3]]
    for j in range(kw):
        seen = part[..., taps(j, ow, stride[1], dilation[1])]
        seen += along[:, :, j]


def _block_shape(images, rows, row_bytes):
    """Images and rows of a block that takes about BLOCK bytes: many images, or a part of one."""
    height = min(max(BLOCK // row_bytes, 1), rows)
    height = -(-rows // -(-rows // height))  # parts of even height
    return min(max(BLOCK // (row_bytes * rows), 1), max(images, 1)), height
