"""Subsampling that respects shifts: blur first, or choose the grid by what is in the picture."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.blurs import binomial_filter
from cnnnotes.ops.conv import conv2d, conv2d_backward


def blur_pool2d(x, size=3, *, stride=2, mode="reflect"):
    """Blur with a binomial filter, then keep every ``stride``-th element.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images.
    size : int, default 3
        Taps of the filter along each axis: 3 is ``[1, 2, 1] / 4``.
    stride : int or (rows, columns), default 2
        Steps between the elements that are kept.
    mode : {"zeros", "circular", "reflect", "replicate"}, default "reflect"
        What the border holds; it is as wide as "same" needs at stride 1.

    Returns
    -------
    array (N, C, ceil(H / stride), ceil(W / stride))

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`.

    References
    ----------
    R. Zhang (2019), Making convolutional networks shift-invariant again.

    Examples
    --------
    >>> print(blur_pool2d(np.array([[[[0.0, 4.0, 0.0, 4.0]]]]), stride=(1, 2), mode="circular"))
    [[[[2. 2.]]]]
    """
    x, w, options = _blur(x, size, stride, mode)
    return conv2d(x, w, **options)


def blur_pool2d_backward(dy, x, size=3, *, stride=2, mode="reflect"):
    """Gradient of `blur_pool2d`.

    Parameters
    ----------
    dy : array (N, C, ceil(H / stride), ceil(W / stride))
        Gradient of the output.
    x, size, stride, mode
        As given to `blur_pool2d`.

    Returns
    -------
    array (N, C, H, W)

    Raises
    ------
    ValueError, TypeError
        As for `blur_pool2d`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> x = np.zeros((1, 1, 1, 4))
    >>> print(blur_pool2d_backward(np.ones((1, 1, 1, 2)), x, stride=(1, 2), mode="circular"))
    [[[[0.5 0.5 0.5 0.5]]]]
    """
    x, w, options = _blur(x, size, stride, mode)
    return conv2d_backward(dy, x, w, **options)[0]


def adaptive_polyphase2d(x, *, stride=2, return_phases=False):
    """Keep every ``stride``-th element, from the start whose elements are largest together.

    A picture that is shifted (on a torus) gives the same result, shifted.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images; ``stride`` divides H and W.
    stride : int or (rows, columns), default 2
        Steps between the elements that are kept.
    return_phases : bool, default False
        Also return the starts.

    Returns
    -------
    y : array (N, C, H / stride, W / stride)
    phases : array of int (N, 2), if asked for
        First row and column kept of each image: those with the largest sum of squares over all
        channels, the first among equals.

    Raises
    ------
    ValueError, TypeError
        If ``x`` is no such array, or ``stride`` does not divide its size.

    References
    ----------
    A. Chaman and I. Dokmanic (2021), Truly shift-invariant convolutional neural networks.

    Examples
    --------
    >>> y, phases = adaptive_polyphase2d(np.array([[[[1.0, 5.0, 2.0, 6.0]]]]), stride=(1, 2), return_phases=True)
    >>> print(y, phases)
    [[[[5. 6.]]]] [[0 1]]
    """
    x, (rows, columns) = _check_divides(x, stride)
    phases = _largest_phases(x, rows, columns)
    y = [image[:, row::rows, column::columns] for image, (row, column) in zip(x, phases, strict=True)]
    y = np.stack(y) if y else x[:, :, ::rows, ::columns]
    return (y, phases) if return_phases else y


def adaptive_polyphase2d_backward(dy, x, *, stride=2):
    """Gradient of `adaptive_polyphase2d`: it goes to the elements that were kept.

    Parameters
    ----------
    dy : array (N, C, H / stride, W / stride)
        Gradient of the output.
    x, stride
        As given to `adaptive_polyphase2d`.

    Returns
    -------
    array (N, C, H, W)

    Raises
    ------
    ValueError, TypeError
        As for `adaptive_polyphase2d`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> x = np.array([[[[1.0, 5.0, 2.0, 6.0]]]])
    >>> print(adaptive_polyphase2d_backward(np.ones((1, 1, 1, 2)), x, stride=(1, 2)))
    [[[[0. 1. 0. 1.]]]]
    """
    x, (rows, columns) = _check_divides(x, stride)
    dy = _check.real("dy", dy, "N, C, OH, OW")
    needed = (*x.shape[:2], x.shape[2] // rows, x.shape[3] // columns)
    _check.shape("dy", dy, needed, "the output of adaptive_polyphase2d")
    dx = np.zeros(x.shape, dy.dtype)
    for image, kept, (row, column) in zip(dx, dy, _largest_phases(x, rows, columns), strict=True):
        image[:, row::rows, column::columns] = kept  # pyright: ignore[reportIndexIssue]
    return dx


def _blur(x, size, stride, mode):
    """Images, the filter of each channel, and the options of `conv2d`."""
    x, size = _check.real("x", x, "N, C, H, W"), _check.whole("size", size, 1)
    taps = np.broadcast_to(binomial_filter(size).astype(x.dtype), (x.shape[1], 1, size, size))
    sides = size // 2, (size - 1) // 2
    return x, taps, {"stride": stride, "padding": (sides, sides), "groups": x.shape[1], "mode": mode}


def _largest_phases(x, rows, columns):
    """Row and column (N, 2) from which the kept elements have the largest sum of squares."""
    n, _, h, w = x.shape
    energy = np.square(x).sum(1).reshape(n, h // rows, rows * w).sum(1)
    energy = energy.reshape(n, rows, w // columns, columns).sum(2)
    return np.stack(np.divmod(energy.reshape(n, rows * columns).argmax(1), columns), 1)


def _check_divides(x, stride):
    x, stride = _check.real("x", x, "N, C, H, W"), _check.pair("stride", stride, 1)
    if x.shape[2] % stride[0] or x.shape[3] % stride[1] or 0 in x.shape[1:]:
        raise ValueError(f"stride must divide the rows and columns of x, got {stride} for shape {x.shape}")
    return x, stride
