"""Windows of an image as columns of a matrix, and back."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cnnnotes.ops import _check
from cnnnotes.ops.shapes import MODES, _fits, fold_back, output_size, resolve_padding

BLOCK = 3 * 2**19  # bytes: about the level-2 cache, and less than what the allocator gives back at once


def geometry(size, kernel, stride, padding, dilation, mode="zeros"):
    """Checked (stride, pads, dilation, output size), each for rows and columns."""
    stride, dilation = (
        _check.pair("stride", stride, 1),
        _check.pair("dilation", dilation, 1),
    )
    pads = resolve_padding(padding, size, kernel, stride, dilation)
    _check.one_of("mode", mode, MODES)
    _fits(pads, size, mode)
    out = tuple(
        output_size(size[a], kernel[a], stride=stride[a], padding=pads[a], dilation=dilation[a]) for a in (0, 1)
    )
    return stride, pads, dilation, out


def pad(x, pads, mode="zeros"):
    """Images with a border; the images themselves where there is none."""
    return np.pad(x, ((0, 0), (0, 0), *pads), MODES[mode]) if any(map(any, pads)) else x


def windows(x, kernel, stride, dilation, out):
    """View (N, C, KH, KW, OH, OW) of padded images: the element under each tap of each window."""
    n, c, row, column = x.strides
    steps = (
        dilation[0] * row,
        dilation[1] * column,
        stride[0] * row,
        stride[1] * column,
    )
    return as_strided(x, x.shape[:2] + kernel + out, (n, c, *steps), writeable=False)


def column_blocks(x, kernel, stride, dilation, out, depth):
    """Windows of padded images as matrices small enough for the cache.

    Yields (images, rows, columns): the slices of the output that the block stands for, and their
    windows (n, C * KW * KH, R * OW). They are gathered in two steps, first along the columns of the
    image, then along its rows, because the second step copies long runs. ``depth`` is the number
    of outputs per window.
    """
    x = np.ascontiguousarray(x)
    (image, channel, row, column), c, (kh, kw), ow = x.strides, x.shape[1], kernel, out[1]
    count, height = _block_shape(len(x), out[0], (c * kh * kw + depth) * ow * x.itemsize)
    span = dilation[0] * (kh - 1) + 1  # rows that one row of windows sees
    along = np.empty((count, c, kw, (height - 1) * stride[0] + span, ow), x.dtype)
    down = along.strides[:3] + (dilation[0] * along.strides[3], stride[0] * along.strides[3], x.itemsize)
    windows = np.ndarray((count, c, kw, kh, height, ow), x.dtype, along, 0, down)
    columns = np.empty(windows.shape, x.dtype)
    for n, r in np.ndindex(-(-len(x) // count), -(-out[0] // height)):
        images = slice(n * count, min((n + 1) * count, len(x)))
        rows = slice(r * height, min((r + 1) * height, out[0]))
        n, r = images.stop - images.start, rows.stop - rows.start
        shape = n, c, kw, (r - 1) * stride[0] + span, ow
        first = images.start * image + rows.start * stride[0] * row
        steps = image, channel, dilation[1] * column, row, stride[1] * column
        np.copyto(along[:n, :, :, : shape[3]], np.ndarray(shape, x.dtype, x, first, steps))
        np.copyto(columns[:n, ..., :r, :], windows[:n, ..., :r, :])
        yield images, rows, columns[:n, ..., :r, :].reshape(n, c * kw * kh, r * ow)


def add_columns(dx, dcolumns, rows, stride, dilation):
    """Adjoint of one block of `column_blocks`: add its windows up in the padded images, in place."""
    n, c, kw, kh, height, ow = dcolumns.shape
    first, last = rows.start * stride[0], (rows.stop - 1) * stride[0]
    along = np.zeros((n, c, kw, last - first + dilation[0] * (kh - 1) + 1, ow), dx.dtype)
    for i in range(kh):
        along[:, :, :, _taps(i, height, stride[0], dilation[0])] += dcolumns[:, :, :, i]
    part = dx[:, :, first : first + along.shape[3]]
    for j in range(kw):
        part[..., _taps(j, ow, stride[1], dilation[1])] += along[:, :, j]


def _taps(tap, outputs, stride, dilation):
    """Where one tap of a window falls, for each output."""
    return slice(tap * dilation, tap * dilation + (outputs - 1) * stride + 1, stride)


def _block_shape(images, rows, row_bytes):
    """Images and rows of a block that takes about BLOCK bytes: many images, or a part of one."""
    height = min(max(BLOCK // row_bytes, 1), rows)
    height = -(-rows // -(-rows // height))  # parts of even height
    return min(max(BLOCK // (row_bytes * rows), 1), max(images, 1)), height


def im2col(x, kernel, *, stride=1, padding=0, dilation=1, mode="zeros"):
    """Each window of each image as one column.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images.
    kernel : int or (rows, columns)
        Taps of the window.
    stride, padding, dilation, mode
        As for `conv2d`.

    Returns
    -------
    array (N, C * KH * KW, OH * OW)
        A convolution is one matrix product with it: ``w.reshape(O, -1) @ im2col(x, (KH, KW))``.

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`.

    References
    ----------
    K. Chellapilla, S. Puri and P. Simard (2006), High performance convolutional neural networks
    for document processing.

    Examples
    --------
    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> print(im2col(x, 2))
    [[[0. 1. 3. 4.]
      [1. 2. 4. 5.]
      [3. 4. 6. 7.]
      [4. 5. 7. 8.]]]
    """
    x, kernel = _check.real("x", x, "N, C, H, W"), _check.pair("kernel", kernel, 1)
    stride, pads, dilation, out = geometry(x.shape[2:], kernel, stride, padding, dilation, mode)
    view = windows(pad(x, pads, mode), kernel, stride, dilation, out)
    n, c = x.shape[:2]
    return view.reshape(n, c * kernel[0] * kernel[1], out[0] * out[1])


def col2im(columns, size, kernel, *, stride=1, padding=0, dilation=1, mode="zeros"):
    """Add each column back to the window it came from: the adjoint (transpose) of `im2col`.

    Parameters
    ----------
    columns : array (N, C * KH * KW, OH * OW)
        One column per window.
    size : (int, int)
        Rows and columns of the images.
    kernel, stride, padding, dilation, mode
        As for `im2col`.

    Returns
    -------
    array (N, C, H, W)
        Where windows overlap, their elements add up.

    Raises
    ------
    ValueError, TypeError
        As for `im2col`, and if ``columns`` has not the shape above.

    Examples
    --------
    >>> print(col2im(np.ones((1, 4, 4)), (3, 3), 2))
    [[[[1. 2. 1.]
       [2. 4. 2.]
       [1. 2. 1.]]]]
    """
    columns = _check.real("columns", columns, "N, C * KH * KW, OH * OW")
    size, kernel = _check.pair("size", size, 1), _check.pair("kernel", kernel, 1)
    stride, pads, dilation, out = geometry(size, kernel, stride, padding, dilation, mode)
    n, c = columns.shape[0], columns.shape[1] // (kernel[0] * kernel[1])
    needed = (n, c * kernel[0] * kernel[1], out[0] * out[1])
    _check.shape("columns", columns, needed, "a column per window")
    return add_windows(columns.reshape((n, c, *kernel, *out)), size, stride, pads, dilation, mode)


def add_windows(values, size, stride, pads, dilation, mode="zeros"):
    """Adjoint of padding and `windows`: values (N, C, KH, KW, OH, OW) added up in (N, C, H, W)."""
    n, c, kh, kw, oh, ow = values.shape
    padded = [length + sum(sides) for length, sides in zip(size, pads, strict=True)]
    dx = np.zeros((n, c, *padded), values.dtype)
    for i in range(kh):
        rows = slice(i * dilation[0], i * dilation[0] + (oh - 1) * stride[0] + 1, stride[0])
        for j in range(kw):
            left = j * dilation[1]
            dx[:, :, rows, left : left + (ow - 1) * stride[1] + 1 : stride[1]] += values[:, :, i, j]
    return fold_back(dx, pads, mode)
