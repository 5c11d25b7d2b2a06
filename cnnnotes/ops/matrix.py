"""A convolution written out as the matrix it is."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.conv import conv2d


def conv_matrix(w, size, *, stride=1, padding=0, dilation=1, groups=1, mode="zeros"):
    """The matrix of `conv2d`: ``conv_matrix(w, (H, W)) @ x.ravel()`` is ``conv2d(x, w).ravel()``.

    Parameters
    ----------
    w : array (O, C / groups, KH, KW)
        Filters.
    size : (int, int)
        Rows and columns of the images.
    stride, padding, dilation, groups, mode
        As for `conv2d`.

    Returns
    -------
    array (O * OH * OW, C * H * W)
        Doubly block Toeplitz with stride 1; doubly block circulant with stride 1,
        ``padding="same"`` and ``mode="circular"``.

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`.

    References
    ----------
    I. Goodfellow, Y. Bengio and A. Courville (2016), Deep Learning, section 9.1.

    Examples
    --------
    >>> print(conv_matrix(np.array([[[[1.0, 2.0]]]]), (1, 4)))
    [[1. 2. 0. 0.]
     [0. 1. 2. 0.]
     [0. 0. 1. 2.]]
    """
    w, (rows, columns) = (
        _check.real("w", w, "O, C / groups, KH, KW"),
        _check.pair("size", size, 1),
    )
    channels = w.shape[1] * _check.whole("groups", groups, 1)
    length = channels * rows * columns
    basis = np.eye(length, dtype=w.dtype).reshape(length, channels, rows, columns)
    images = conv2d(
        basis,
        w,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
        mode=mode,
    )
    return np.ascontiguousarray(images.reshape(length, -1).T)
