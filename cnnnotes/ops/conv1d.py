"""One-dimensional convolution for signals, and the textbook's convolution, which flips."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.conv import conv2d, conv2d_backward

EXTENTS = ("full", "same", "valid")


def conv1d(x, w, b=None, *, stride=1, padding=0, dilation=1, groups=1, mode="zeros"):
    """Cross-correlate signals with filters: `conv2d` of images with one row.

    Parameters
    ----------
    x : array (N, C, L)
        Signals.
    w : array (O, C / groups, K)
        Filters, one per output channel.
    b : array (O,), optional
        Added to each output channel.
    stride, dilation, groups : int, default 1
        As for `conv2d`.
    padding : int, (before, after) or str, default 0
        As for `output_size`.
    mode : {"zeros", "circular", "reflect", "replicate"}, default "zeros"
        As for `conv2d`.

    Returns
    -------
    array (N, O, OL)

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`.

    References
    ----------
    ONNX operator Conv, with one spatial axis.

    Examples
    --------
    >>> print(conv1d(np.array([[[1.0, 4.0, 9.0, 16.0]]]), np.array([[[-1.0, 1.0]]])))
    [[[3. 5. 7.]]]
    """
    x, w = _as_rows(x, w)
    return conv2d(x, w, b, **_options(stride, padding, dilation, groups, mode))[:, :, 0]


def conv1d_backward(dy, x, w, *, stride=1, padding=0, dilation=1, groups=1, mode="zeros"):
    """Gradients of `conv1d` with respect to signals, filters and bias.

    Parameters
    ----------
    dy : array (N, O, OL)
        Gradient of the output.
    x, w, stride, padding, dilation, groups, mode
        As given to `conv1d`.

    Returns
    -------
    dx : array (N, C, L)
    dw : array (O, C / groups, K)
    db : array (O,)

    Raises
    ------
    ValueError, TypeError
        As for `conv1d`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> x, w = np.array([[[1.0, 4.0, 9.0]]]), np.array([[[-1.0, 1.0]]])
    >>> dx, dw, db = conv1d_backward(np.ones((1, 1, 2)), x, w)
    >>> print(dx, dw, db)
    [[[-1.  0.  1.]]] [[[ 5. 13.]]] [2.]
    """
    x, w = _as_rows(x, w)
    dy = _check.real("dy", dy, "N, O, OL")[:, :, None]
    dx, dw, db = conv2d_backward(dy, x, w, **_options(stride, padding, dilation, groups, mode))
    return dx[:, :, 0], dw[:, :, 0], db


def convolve(x, w, *, extent="full"):
    """Convolve as in mathematics: the filter is flipped, ``y[n] = sum over k of w[k] x[n - k]``.

    Parameters
    ----------
    x : array (L,) or (H, W)
        A signal or an image.
    w : array (K,) or (KH, KW)
        A filter with as many axes.
    extent : {"full", "same", "valid"}, default "full"
        Every place where they meet; as many as ``x`` has, from the middle; only where the filter
        lies inside ``x``.

    Returns
    -------
    array with as many axes as ``x``

    Raises
    ------
    ValueError, TypeError
        If the axes differ, or an axis of the filter is empty or, with "valid", longer than that of ``x``.

    References
    ----------
    I. Goodfellow, Y. Bengio and A. Courville (2016), Deep Learning, equations 9.3 and 9.4.

    Examples
    --------
    >>> print(convolve(np.array([1.0, 2.0, 3.0]), np.array([1.0, 10.0])))
    [ 1. 12. 23. 30.]
    >>> print(convolve(np.array([1.0, 2.0, 3.0]), np.array([1.0, 10.0]), extent="valid"))
    [12. 23.]
    """
    image, flipped, padding = _flip(x, w, extent)
    y = conv2d(image, flipped, padding=padding)
    return y.reshape(y.shape[4 - x.ndim :])


def convolve_backward(dy, x, w, *, extent="full"):
    """Gradients of `convolve`.

    Parameters
    ----------
    dy : array, shaped as the output
        Gradient of the output.
    x, w, extent
        As given to `convolve`.

    Returns
    -------
    dx : array, shaped as ``x``
    dw : array, shaped as ``w``

    Raises
    ------
    ValueError, TypeError
        As for `convolve`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> dx, dw = convolve_backward(np.ones(4), np.array([1.0, 2.0, 3.0]), np.array([1.0, 10.0]))
    >>> print(dx, dw)
    [11. 11. 11.] [6. 6.]
    """
    image, flipped, padding = _flip(x, w, extent)
    dy = _check.real("dy", dy, "L" if x.ndim == 1 else "H, W")
    dy = dy.reshape((1,) * (4 - x.ndim) + dy.shape)
    dx, dw, _ = conv2d_backward(dy, image, flipped, padding=padding)
    return dx.reshape(x.shape), np.flip(dw, (2, 3)).reshape(w.shape)


def _as_rows(x, w):
    x, w = _check.real("x", x, "N, C, L"), _check.real("w", w, "O, C / groups, K")
    return x[:, :, None], w[:, :, None]


def _options(stride, padding, dilation, groups, mode):
    """Options of `conv2d` for images with one row."""
    if isinstance(padding, (tuple, list)):
        padding = 0, padding
    elif not isinstance(padding, str):
        padding = 0, _check.whole("padding", padding, 0)
    stride, dilation = _check.whole("stride", stride, 1), _check.whole("dilation", dilation, 1)
    sizes = {"stride": (1, stride), "padding": padding, "dilation": (1, dilation)}
    return {**sizes, "groups": groups, "mode": mode}


def _flip(x, w, extent):
    """Images and filters for `conv2d`, and the padding that gives the extent."""
    x = _check.real("x", x)
    if x.ndim not in (1, 2):
        raise ValueError(f"x must have axes (L) or (H, W), got shape {x.shape}")
    w = _check.real("w", w, "K" if x.ndim == 1 else "KH, KW")
    image, kernel = (a.reshape((1,) * (4 - a.ndim) + a.shape) for a in (x, w))
    last = [k - 1 for k in kernel.shape[2:]]
    sides = {
        "full": tuple((k, k) for k in last),
        "same": tuple((k - k // 2, k // 2) for k in last),
        "valid": ((0, 0), (0, 0)),
    }
    return image, np.flip(kernel, (2, 3)), sides[_check.one_of("extent", extent, EXTENTS)]
