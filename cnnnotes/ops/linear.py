"""Linear maps without weight sharing: dense, and locally connected."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.padding import pad
from cnnnotes.ops.shapes import geometry
from cnnnotes.ops.windows import add_windows, windows


def dense(x, w, b=None):
    """Connect every input with every output: ``x @ w + b``.

    Parameters
    ----------
    x : array (N, D)
        One example per row.
    w : array (D, M)
        Weight from each input to each output.
    b : array (M,), optional
        Added to each output.

    Returns
    -------
    array (N, M)

    Raises
    ------
    ValueError, TypeError
        If an argument is no such array, or sizes do not match.

    References
    ----------
    ONNX operator Gemm.

    Examples
    --------
    >>> print(dense(np.array([[1.0, 2.0]]), np.array([[1.0], [10.0]]), np.array([0.5])))
    [[21.5]]
    """
    x, w = _check_dense(x, w)
    y = x @ w
    if b is not None:
        b = _check.real("b", b)
        _check.shape("b", b, w.shape[1:], "one per output")
        y = y + b
    return y


def dense_backward(dy, x, w):
    """Gradients of `dense`.

    Parameters
    ----------
    dy : array (N, M)
        Gradient of the output.
    x, w
        As given to `dense`.

    Returns
    -------
    dx : array (N, D)
    dw : array (D, M)
    db : array (M,)

    Raises
    ------
    ValueError, TypeError
        As for `dense`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> dx, dw, db = dense_backward(np.array([[2.0]]), np.array([[1.0, 3.0]]), np.array([[5.0], [7.0]]))
    >>> print(dx, dw.tolist(), db)
    [[10. 14.]] [[2.0], [6.0]] [2.]
    """
    x, w = _check_dense(x, w)
    dy = _check.real("dy", dy, "N, M")
    _check.shape("dy", dy, (len(x), w.shape[1]), "the output of dense")
    return dy @ w.T, x.T @ dy, dy.sum(0)


def locally_connected2d(x, w, b=None, *, stride=1, padding=0, dilation=1, mode="zeros"):
    """Like `conv2d`, with filters of its own at every place: local, but nothing is shared.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images.
    w : array (OH, OW, O, C, KH, KW)
        For every output place the filters used there: ``w[row, column]`` is what `conv2d` takes.
    b : array (O, OH, OW), optional
        Added to each output.
    stride, padding, dilation, mode
        As for `conv2d`.

    Returns
    -------
    array (N, O, OH, OW)

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`, and if ``w`` has not one bank per place.

    References
    ----------
    Y. LeCun (1989), Generalization and network design strategies, section 5.3.

    Examples
    --------
    >>> x, w = np.ones((1, 1, 1, 3)), np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1, 1, 1, 1)
    >>> print(locally_connected2d(x, w))
    [[[[1. 2. 3.]]]]
    """
    x, w, (stride, pads, dilation, out) = _check_local(x, w, stride, padding, dilation, mode)
    columns = _places_first(windows(pad(x, pads, mode), w.shape[4:], stride, dilation, out))
    y = columns @ w.reshape(*out, w.shape[2], -1).swapaxes(2, 3)
    y = np.ascontiguousarray(y.transpose(2, 3, 0, 1))
    if b is not None:
        b = _check.real("b", b)
        _check.shape("b", b, y.shape[1:], "one per output")
        y = y + b
    return y


def locally_connected2d_backward(dy, x, w, *, stride=1, padding=0, dilation=1, mode="zeros"):
    """Gradients of `locally_connected2d`.

    Parameters
    ----------
    dy : array (N, O, OH, OW)
        Gradient of the output.
    x, w, stride, padding, dilation, mode
        As given to `locally_connected2d`.

    Returns
    -------
    dx : array (N, C, H, W)
    dw : array (OH, OW, O, C, KH, KW)
    db : array (O, OH, OW)

    Raises
    ------
    ValueError, TypeError
        As for `locally_connected2d`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> x, w = np.ones((1, 1, 1, 2)), np.array([3.0, 5.0]).reshape(1, 2, 1, 1, 1, 1)
    >>> dx, dw, db = locally_connected2d_backward(np.array([[[[1.0, 2.0]]]]), x, w)
    >>> print(dx, dw.ravel(), db)
    [[[[ 3. 10.]]]] [1. 2.] [[[1. 2.]]]
    """
    x, w, (stride, pads, dilation, out) = _check_local(x, w, stride, padding, dilation, mode)
    dy = _check.real("dy", dy, "N, O, OH, OW")
    _check.shape("dy", dy, (len(x), w.shape[2], *out), "the output of locally_connected2d")
    columns = _places_first(windows(pad(x, pads, mode), w.shape[4:], stride, dilation, out))
    places = dy.transpose(2, 3, 1, 0)
    dw = (places @ columns).reshape(w.shape)
    dcolumns = places.swapaxes(2, 3) @ w.reshape(*out, w.shape[2], -1)
    values = dcolumns.reshape(*out, len(x), *w.shape[3:]).transpose(2, 3, 4, 5, 0, 1)
    return add_windows(values, x.shape[2:], stride, pads, dilation, mode), dw, dy.sum(0)


def _check_dense(x, w):
    x, w = _check.real("x", x, "N, D"), _check.real("w", w, "D, M")
    if x.shape[1] != len(w):
        raise ValueError(f"w must have {x.shape[1]} rows for x of shape {x.shape}, got shape {w.shape}")
    return x, w


def _check_local(x, w, stride, padding, dilation, mode):
    x, w = _check.real("x", x, "N, C, H, W"), _check.real("w", w, "OH, OW, O, C, KH, KW")
    x, w = _check.filled("x", x, but=(0,)), _check.filled("w", w)
    places = geometry(x.shape[2:], w.shape[4:], stride, padding, dilation)
    needed = (*places[3], w.shape[2], x.shape[1], *w.shape[4:])
    _check.shape("w", w, needed, f"a bank per output place for x of shape {x.shape}")
    return x, w, places


def _places_first(view):
    """Windows (N, C, KH, KW, OH, OW) as (OH, OW, N, C * KH * KW)."""
    n, c, kh, kw, oh, ow = view.shape
    return view.transpose(4, 5, 0, 1, 2, 3).reshape(oh, ow, n, c * kh * kw)
