"""Pooling: one number per window, from that window alone."""

from functools import reduce

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.shapes import geometry


def max_pool2d(
    x,
    size,
    *,
    stride=None,
    padding=0,
    dilation=1,
    ceil_mode=False,
    return_indices=False,
):
    """Largest element of each window.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images.
    size : int or (rows, columns)
        Taps of the window.
    stride : int or (rows, columns), optional
        Steps between windows; ``size`` if not given, so that windows do not overlap.
    padding, dilation
        As for `conv2d`; the border never wins, so each window needs an element of ``x``.
    ceil_mode : bool, default False
        Also take windows that hang over the end, see `output_size`.
    return_indices : bool, default False
        Also return where each maximum was found.

    Returns
    -------
    y : array (N, C, OH, OW)
    indices : array of int (N, C, OH, OW), if asked for
        ``row * W + column`` of the maximum in its plane, the first in reading order among equals.

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`, and if a window could lie in the border alone.

    References
    ----------
    ONNX operator MaxPool (whose indices also count the planes before).

    Examples
    --------
    >>> x = np.array([[[[1.0, 5.0, 2.0, 0.0], [3.0, 4.0, 8.0, 6.0]]]])
    >>> y, indices = max_pool2d(x, 2, return_indices=True)
    >>> print(y, indices)
    [[[[5. 8.]]]] [[[[1 6]]]]
    """
    x = _check.real("x", x, "N, C, H, W")
    size, stride, pads, dilation, out = geometry_of_windows(x, size, stride, padding, dilation, ceil_mode)
    padded = extend(x, size, stride, pads, dilation, out, -np.inf)
    if return_indices:
        return _argmax(padded, x.shape, size, stride, pads, dilation, out)
    rows = reduce(np.maximum, slices(padded, 2, size, stride, dilation, out))
    return reduce(np.maximum, slices(rows, 3, size, stride, dilation, out)).copy()


def max_pool2d_backward(dy, x, size, *, stride=None, padding=0, dilation=1, ceil_mode=False):
    """Gradient of `max_pool2d`: it goes to the winner of each window, the first among equals.

    Parameters
    ----------
    dy : array (N, C, OH, OW)
        Gradient of the output.
    x, size, stride, padding, dilation, ceil_mode
        As given to `max_pool2d`.

    Returns
    -------
    array (N, C, H, W)

    Raises
    ------
    ValueError, TypeError
        As for `max_pool2d`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> x = np.array([[[[1.0, 5.0], [3.0, 5.0]]]])
    >>> print(max_pool2d_backward(np.ones((1, 1, 1, 1)), x, 2))
    [[[[0. 1.]
       [0. 0.]]]]
    """
    options = {"stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode}
    y, indices = max_pool2d(x, size, return_indices=True, **options)
    dy = _check.real("dy", dy, "N, C, OH, OW")
    _check.shape("dy", dy, y.shape, "the output of max_pool2d")
    planes = np.arange(x.shape[0] * x.shape[1]).reshape(*x.shape[:2], 1, 1)
    dx = np.zeros(x.size, dy.dtype)
    np.add.at(dx, (planes * (x.shape[2] * x.shape[3]) + indices).ravel(), dy.ravel())
    return dx.reshape(x.shape)


def geometry_of_windows(x, size, stride, padding, dilation, ceil_mode):
    """Checked (size, stride, pads, dilation, output size), each for rows and columns."""
    size = _check.pair("size", size, 1)
    stride = size if stride is None else stride
    stride, pads, dilation, out = geometry(x.shape[2:], size, stride, padding, dilation, ceil_mode)
    if not counts_in_windows(x.shape[2:], size, stride, pads, dilation, out, False).all():
        raise ValueError(
            f"padding must leave each window an element of x, got {pads} for windows of {size} on shape {x.shape}"
        )
    return size, stride, pads, dilation, out


def extend(x, size, stride, pads, dilation, out, fill):
    """Images with their border and with what the last windows hang over."""
    sides = [(0, 0), (0, 0)]
    for a in (0, 1):
        reach = (out[a] - 1) * stride[a] + dilation[a] * (size[a] - 1) + 1
        sides.append((pads[a][0], max(pads[a][1], reach - pads[a][0] - x.shape[2 + a])))
    return np.pad(x, sides, constant_values=fill) if any(map(any, sides)) else x


def slices(x, axis, size, stride, dilation, out):
    """For each tap along an axis, the elements it meets: views that share one shape."""
    a = axis - 2
    for tap in range(0, dilation[a] * size[a], dilation[a]):
        taken = slice(tap, tap + (out[a] - 1) * stride[a] + 1, stride[a])
        yield x[:, :, taken] if axis == 2 else x[:, :, :, taken]


def _argmax(padded, shape, size, stride, pads, dilation, out):
    """Maxima and their places: the first tap along each row of the window, then the first of its rows."""
    across = list(slices(padded, 3, size, stride, dilation, out))
    tops = reduce(np.maximum, across)
    down = list(slices(tops, 2, size, stride, dilation, out))
    best = reduce(np.maximum, down)
    row = _first_equal(down, best)
    columns = slices(_first_equal(across, tops), 2, size, stride, dilation, out)
    column = sum(part * (row == tap) for tap, part in enumerate(columns))
    places = []
    for a, tap in ((0, row), (1, column)):
        start = (np.arange(out[a]) * stride[a] - pads[a][0]).reshape(-1, *(1,) * (1 - a))
        places.append(np.clip(start + tap.astype(np.intp) * dilation[a], 0, shape[2 + a] - 1))  # not in the border  # pyright: ignore[reportAttributeAccessIssue]
    return best, places[0] * shape[3] + places[1]


def _first_equal(parts, best):
    """Number of the first part that is the best, element by element."""
    number, before = np.zeros(best.shape, np.min_scalar_type(len(parts))), np.ones(best.shape, bool)
    for part in parts:
        before &= part < best
        number += before
    return number


def counts_in_windows(length, size, stride, pads, dilation, out, count_include_pad):
    """Elements that count in each window (OH, OW): rows times columns."""
    counts = []
    for a in (0, 1):
        taps = np.arange(out[a])[:, None] * stride[a] + np.arange(size[a]) * dilation[a]
        first, end = pads[a][0], pads[a][0] + length[a]
        if count_include_pad:
            first, end = 0, end + pads[a][1]
        counts.append(((taps >= first) & (taps < end)).sum(1))
    return np.outer(*counts)
