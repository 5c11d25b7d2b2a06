"""Convolution by matrix products of windows: which windows, copied how, and back."""

import numpy as np

from cnnnotes.ops.windows import taps

BLOCK = 2**21  # bytes: longer rows for the product are worth more than a block that fits the level-2 cache

BUFFER = 256  # elements: NumPy copies sums of strided arrays through a larger buffer, at twice the time


def column_blocks(x, kernel, stride, dilation, out, filters):
    """Windows of padded images as matrices small enough for the cache.

    Yields (images, windows, columns): the slices of the output that the block stands for, and its
    windows (n, groups, C / groups * KW * KH, R * OW), which the next block overwrites. They are
    gathered in two steps, first along the columns of the image, then along its rows, because the
    second copies long runs. ``filters`` is the shape (groups, O / groups, C / groups * KW * KH) of
    what they will be multiplied by; if its last number is one larger, the last row holds ones.
    """
    x = np.ascontiguousarray(x)
    (image, channel, row, column), (groups, depth, length) = x.strides, filters
    (kh, kw), (oh, ow), c = kernel, out, x.shape[1] // groups
    count, height = _block_shape(len(x), oh, groups * (length + depth) * ow * x.itemsize)
    reach = dilation[0] * (kh - 1) + 1  # rows that one row of windows sees
    along = np.empty((count, groups, c, kw, (height - 1) * stride[0] + reach, ow), x.dtype)
    columns = np.empty((count, groups, length, height * ow), x.dtype)
    columns[:, :, c * kw * kh :] = 1
    *outer, down, across = along.strides
    for first, top in _corners(len(x), count, oh, height):
        n, r = min(count, len(x) - first), min(height, oh - top)
        shape = n, groups, c, kw, (r - 1) * stride[0] + reach, ow
        steps = image, c * channel, channel, dilation[1] * column, row, stride[1] * column
        seen = np.ndarray(shape, x.dtype, x, first * image + top * stride[0] * row, steps)
        np.copyto(along[:n, :, :, :, : shape[4]], seen)
        shape, steps = (n, groups, c, kw, kh, r, ow), (*outer, dilation[0] * down, stride[0] * down, across)
        block = columns[:n, :, :, : r * ow]
        block[:, :, : c * kw * kh].reshape(shape)[...] = np.ndarray(shape, x.dtype, along, 0, steps)
        yield slice(first, first + n), slice(top * ow, (top + r) * ow), block


@np.errstate()  # keeps the buffer size to this function
def gradients(dy, x, w, stride, dilation, groups):
    """(dx, dw) of the convolution of padded images: two matrix products per block.

    With stride 1 only the rows of each window are gathered from x; its columns are left to dy, which
    is spread: once per tap of a row, moved to where that tap looks, zeros beside it. All windows of x
    would be more to gather, and much more to add up again.
    """
    np.setbufsize(BUFFER)
    x = np.ascontiguousarray(x)
    (o, c, kh, kw), (oh, ow) = w.shape, dy.shape[2:]
    if (kh, kw) == stride == (1, 1):
        return _gradients_of_pixels(dy, x, w, groups)
    gathered, spread, width = (1, kw, x.shape[3]) if _spreads(dy, x, w, stride) else (kw, 1, ow)
    kernel, size = (kh, gathered), c * kh * gathered
    filters = w.reshape(groups, -1, c, *kernel, spread).transpose(0, 2, 3, 4, 1, 5).reshape(groups, size, -1)
    count, height = _block_shape(len(x), oh, groups * sum(filters.shape[1:]) * width * dy.itemsize)
    dx, dfilters = np.zeros(x.shape, dy.dtype), np.zeros((count, *filters.shape), dy.dtype)
    columns = np.empty((count, groups, size, height * width), dy.dtype)
    moved = np.empty((count, o, spread, height * width), dy.dtype)
    for first, top in _corners(len(x), count, oh, height):
        n, r = min(count, len(x) - first), min(height, oh - top)
        given = _spread(dy[first : first + n, :, top : top + r], moved[:n, ..., : r * width], width, dilation[1])
        given, seen = given.reshape(n, groups, -1, r * width), columns[:n, ..., : r * width]
        windows = slice(first, first + n), slice(None), slice(top * stride[0], None)
        at = seen.reshape(n, groups * c, kh * gathered, r, width)
        _gather(x, first, top, at.reshape(n, groups * c, *kernel, r, width), stride, dilation)
        dfilters[:n] += seen @ given.swapaxes(2, 3)
        np.matmul(filters, given, out=seen)  # the windows are no longer needed
        for tap, pixels in enumerate(_pixels(dx[windows], kernel, (r, width), stride, dilation)):
            pixels += at[:, :, tap]
    dw = dfilters.sum(0).reshape(groups, c, *kernel, -1, spread).transpose(0, 4, 1, 2, 3, 5)
    return dx, dw.reshape(w.shape)


def _gradients_of_pixels(dy, x, w, groups):
    """(dx, dw) where each window is one pixel: there is nothing to gather."""
    given, seen = (array.reshape(len(x), groups, array.shape[1] // groups, -1) for array in (dy, x))
    filters = w.reshape(groups, -1, w.shape[1])
    back = filters.swapaxes(1, 2).copy()
    dx, dfilters = np.empty(seen.shape, dy.dtype), np.zeros(filters.shape, dy.dtype)
    count = max(BLOCK * len(x) // max(dy.nbytes + x.nbytes, 1), 1)  # images that the cache holds
    for first in range(0, len(x), count):
        images = slice(first, first + count)
        np.matmul(back, given[images], out=dx[images])
        dfilters += (given[images] @ seen[images].swapaxes(2, 3)).sum(0)
    return dx.reshape(x.shape), dfilters.reshape(w.shape)


def _spreads(dy, x, w, stride):
    """Whether to spread dy: if that is less than to gather x, and zeros times anything are zeros."""
    (o, _, kh, kw), c = w.shape, x.shape[1]
    less = stride[1] == 1 < kw and x.shape[3] <= 2 * dy.shape[3] and o <= 2 * c * kh
    return less and are_finite(w, x)


def are_finite(*arrays):
    """Whether each element is a number, and small enough for the sum of squares."""
    return all(np.isfinite(np.vdot(array, array)) for array in arrays)


def _spread(dy, moved, width, dilation):
    """Gradients as each tap of a row meets them: copied into (n, O, taps, R * width).

    The rows of each channel become one line with zeros between them, so that one long run is moved.
    """
    n, o, taps_of_row, length = moved.shape
    if taps_of_row == 1:
        return dy
    lead = width - dy.shape[3]
    line = np.zeros((n, o, lead + length), dy.dtype)
    line[..., lead:].reshape(n, o, -1, width)[..., : dy.shape[3]] = dy
    *outer, step = line.strides
    moved[...] = np.ndarray(moved.shape, dy.dtype, line, lead * step, (*outer, -dilation * step, step))
    return moved


def _pixels(x, kernel, out, stride, dilation):
    """For each tap of the window, the pixels of images it meets: views (n, C, R, width)."""
    for i in range(kernel[0]):
        rows = taps(i, out[0], stride[0], dilation[0])
        for j in range(kernel[1]):
            yield x[:, :, rows, taps(j, out[1], stride[1], dilation[1])]


def _gather(x, first, top, taken, stride, dilation):
    """Copy the pixel under each tap of each window, from window row ``top`` of image ``first``, into (n, C, KH, KW, R, width)."""
    image, channel, row, column = x.strides
    corner = first * image + top * stride[0] * row
    steps = image, channel, dilation[0] * row, dilation[1] * column, stride[0] * row, stride[1] * column
    taken[...] = np.ndarray(taken.shape, x.dtype, x, corner, steps)


def _corners(images, count, rows, height):
    """First image and first row of each block."""
    return ((first, top) for first in range(0, images, count) for top in range(0, rows, height))


def _block_shape(images, rows, row_bytes):
    """Images and rows of a block that takes about BLOCK bytes: many images, or a part of one."""
    height = min(max(BLOCK // row_bytes, 1), rows)
    height = -(-rows // -(-rows // height))  # parts of even height
    return min(max(BLOCK // (row_bytes * rows), 1), max(images, 1)), height
