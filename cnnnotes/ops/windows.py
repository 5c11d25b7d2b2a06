"""Windows of an image as columns of a matrix, and back."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cnnnotes.ops import _check
from cnnnotes.ops.padding import check_mode, fold_back, pad
from cnnnotes.ops.shapes import geometry


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
    _check.filled("x", x, but=(0,))
    stride, pads, dilation, out = geometry(x.shape[2:], kernel, stride, padding, dilation)
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
    stride, pads, dilation, out = geometry(size, kernel, stride, padding, dilation)
    check_mode(mode, pads, size)
    n, c = columns.shape[0], columns.shape[1] // (kernel[0] * kernel[1])
    needed = (n, c * kernel[0] * kernel[1], out[0] * out[1])
    _check.shape("columns", columns, needed, "a column per window")
    return add_windows(columns.reshape((n, c, *kernel, *out)), size, stride, pads, dilation, mode)


def add_windows(values, size, stride, pads, dilation, mode):
    """Adjoint of padding and `windows`: values (N, C, KH, KW, OH, OW) added up in (N, C, H, W)."""
    n, c, kh, kw, oh, ow = values.shape
    padded = [length + sum(sides) for length, sides in zip(size, pads, strict=True)]
    dx = np.zeros((n, c, *padded), values.dtype)
    for i in range(kh):
        rows = taps(i, oh, stride[0], dilation[0])
        for j in range(kw):
            seen = dx[:, :, rows, taps(j, ow, stride[1], dilation[1])]
            seen += values[:, :, i, j]
    return fold_back(dx, pads, mode)


def windows(x, kernel, stride, dilation, out):
    """View (N, C, KH, KW, OH, OW) of padded images: the element under each tap of each window."""
    n, c, row, column = x.strides
    steps = dilation[0] * row, dilation[1] * column, stride[0] * row, stride[1] * column
    return as_strided(x, x.shape[:2] + kernel + out, (n, c, *steps), writeable=False)


def taps(tap, outputs, stride, dilation):
    """Where one tap of a window falls along an axis, for each output."""
    return slice(tap * dilation, tap * dilation + (outputs - 1) * stride + 1, stride)
