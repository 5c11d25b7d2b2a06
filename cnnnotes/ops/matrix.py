"""A convolution written out as the matrix it is."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.conv import conv2d
from cnnnotes.ops.shapes import geometry


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
    options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups, "mode": mode}
    images = conv2d(basis, w, **options)
    return np.ascontiguousarray(images.reshape(length, -1).T)


def dft_diagonal(w, size, *, padding="same", dilation=1):
    """What `conv2d` on a torus multiplies each frequency by: the circulant matrix in its own axes.

    With stride 1, ``mode="circular"`` and a padding that keeps the size,
    ``fft2(conv2d(x, w))`` is ``(dft_diagonal(w, size) * fft2(x)[:, None]).sum(2)``.

    Parameters
    ----------
    w : array (O, C, KH, KW)
        Filters.
    size : (int, int)
        Rows and columns of the images.
    padding, dilation
        As for `conv2d`; the padding decides where the middle of the filter is.

    Returns
    -------
    array of complex (O, C, H, W)
        For one channel in and out, the eigenvalues of `conv_matrix`.

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`, and if the padding does not keep the size.

    References
    ----------
    R. Gray (2006), Toeplitz and circulant matrices: a review, theorem 3.1.

    Examples
    --------
    >>> print(dft_diagonal(np.array([[[[1.0, 0.0, 1.0]]]]), (1, 4)).real.round(12) + 0.0)
    [[[[ 2.  0. -2.  0.]]]]
    """
    w, size = _check.real("w", w, "O, C, KH, KW"), _check.pair("size", size, 1)
    _, pads, dilation, out = geometry(size, w.shape[2:], 1, padding, dilation)
    if out != size:
        raise ValueError(f"padding must keep the size, got {pads}, which takes {size} to {out}")
    waves = []
    for a in (0, 1):
        taps = np.arange(w.shape[2 + a]) * dilation[a] - pads[a][0]
        waves.append(np.exp(2j * np.pi * np.outer(np.arange(size[a]), taps) / size[a]))
    return np.einsum("ui,vj,ocij->ocuv", *waves, w, optimize=True)
