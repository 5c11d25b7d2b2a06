"""Sizes, padding and windows: where each output of a sliding operation looks."""

import numpy as np

from cnnnotes.ops import _check

PADDINGS = ("valid", "same", "same_upper", "same_lower")
MODES = {
    "zeros": "constant",
    "circular": "wrap",
    "reflect": "reflect",
    "replicate": "edge",
}


def output_size(size, kernel, *, stride=1, padding=0, dilation=1, ceil_mode=False):
    """Number of outputs of a sliding window along one axis.

    Parameters
    ----------
    size : int
        Length of the input axis, at least 1.
    kernel : int
        Taps of the window, at least 1.
    stride : int, default 1
        Steps between neighbouring windows, at least 1.
    padding : int, (before, after) or str, default 0
        Elements added on both sides, or on each side, or ``"valid"`` (none), ``"same"`` (so that
        there are ``ceil(size / stride)`` outputs; an odd element goes after) or ``"same_lower"``
        (an odd element goes before).
    dilation : int, default 1
        Steps between neighbouring taps; 1 is dense.
    ceil_mode : bool, default False
        Also count a last window that hangs over the end, if it starts inside the input or the
        padding before it.

    Returns
    -------
    int
        ``floor((size + before + after - dilation * (kernel - 1) - 1) / stride) + 1``.

    Raises
    ------
    ValueError
        If the window is longer than the padded input, or a number is too small.

    References
    ----------
    V. Dumoulin and F. Visin (2016), A guide to convolution arithmetic for deep learning,
    relationship 6; with dilation, relationship 15.

    Examples
    --------
    >>> output_size(224, 7, stride=2, padding=3)
    112
    """
    size, kernel = _check.whole("size", size, 1), _check.whole("kernel", kernel, 1)
    stride, dilation = (
        _check.whole("stride", stride, 1),
        _check.whole("dilation", dilation, 1),
    )
    before, after = _side(padding, size, kernel, stride, dilation)
    span = dilation * (kernel - 1) + 1
    room = size + before + after - span
    if room < 0:
        raise ValueError(f"kernel must fit into the padded input: it spans {span}, got {size} + {before} + {after}")
    outputs = room // stride + 1
    hangs_over = ceil_mode and room % stride and outputs * stride < size + before
    return outputs + 1 if hangs_over else outputs


def same_padding(size, kernel, *, stride=1, dilation=1, lower=False):
    """Padding that gives ``ceil(size / stride)`` outputs along one axis.

    Parameters
    ----------
    size, kernel, stride, dilation : int
        As for `output_size`.
    lower : bool, default False
        Where an odd element goes: False puts it after (ONNX's SAME_UPPER), True before (SAME_LOWER).

    Returns
    -------
    (int, int)
        Elements before and after.

    Raises
    ------
    ValueError
        If a number is less than 1.

    References
    ----------
    ONNX operator Conv, attribute auto_pad.

    Examples
    --------
    >>> same_padding(28, 5)
    (2, 2)
    >>> same_padding(28, 4, lower=True)
    (2, 1)
    """
    size, kernel = _check.whole("size", size, 1), _check.whole("kernel", kernel, 1)
    stride, dilation = (
        _check.whole("stride", stride, 1),
        _check.whole("dilation", dilation, 1),
    )
    outputs = -(-size // stride)
    total = max((outputs - 1) * stride + dilation * (kernel - 1) + 1 - size, 0)
    return (total - total // 2, total // 2) if lower else (total // 2, total - total // 2)


def pad2d(x, padding, *, mode="zeros"):
    """Pad rows and columns of images.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images.
    padding : int, (rows, columns) or ((top, bottom), (left, right))
        Elements added, each at least 0.
    mode : {"zeros", "circular", "reflect", "replicate"}, default "zeros"
        What the added elements hold: nothing, the picture again as on a torus, its mirror image
        (the edge not repeated), or the nearest edge.

    Returns
    -------
    array (N, C, top + H + bottom, left + W + right)

    Raises
    ------
    ValueError
        If ``circular`` needs more than the whole axis, ``reflect`` the whole axis or more.

    Examples
    --------
    >>> print(pad2d(np.array([[[[1.0, 2.0, 3.0]]]]), (0, 2), mode="reflect"))
    [[[[3. 2. 1. 2. 3. 2. 1.]]]]
    """
    x = _check.real("x", x, "N, C, H, W")
    pads = _four_sides(padding)
    _check.one_of("mode", mode, MODES)
    _fits(pads, x.shape[2:], mode)
    return np.pad(x, ((0, 0), (0, 0), *pads), MODES[mode]) if any(map(any, pads)) else x


def pad2d_backward(dy, x, padding, *, mode="zeros"):
    """Gradient of `pad2d`: what was put into the border comes back to where it was taken from.

    Parameters
    ----------
    dy : array (N, C, top + H + bottom, left + W + right)
        Gradient of the padded images.
    x : array (N, C, H, W)
        The images; only their shape matters.
    padding, mode
        As for `pad2d`.

    Returns
    -------
    array (N, C, H, W)

    Raises
    ------
    ValueError
        As for `pad2d`, and if ``dy`` has not the padded shape.

    Examples
    --------
    >>> x = np.zeros((1, 1, 1, 3))
    >>> print(pad2d_backward(np.ones((1, 1, 1, 7)), x, (0, 2), mode="reflect"))
    [[[[2. 3. 2.]]]]
    """
    dy, x = _check.real("dy", dy, "N, C, H, W"), _check.real("x", x, "N, C, H, W")
    pads = _four_sides(padding)
    _check.one_of("mode", mode, MODES)
    _fits(pads, x.shape[2:], mode)
    padded = tuple(size + sum(sides) for size, sides in zip(x.shape[2:], pads, strict=True))
    _check.shape("dy", dy, x.shape[:2] + padded, "the padded shape of x")
    return fold_back(dy, pads, mode)


def fold_back(dy, pads, mode):
    """Adjoint of padding, axis by axis: crop, then add each border element to its source."""
    for axis, (before, after) in zip((2, 3), pads, strict=True):
        if not before + after:
            continue
        dy = np.moveaxis(dy, axis, 0)
        size = len(dy) - before - after
        inner = dy[before : before + size]
        if mode != "zeros":
            inner = inner.copy()
            source = np.pad(np.arange(size), (before, after), MODES[mode])
            for border in (*range(before), *range(before + size, len(dy))):
                inner[source[border]] += dy[border]
        dy = np.moveaxis(inner, 0, axis)
    return dy


def resolve_padding(padding, size, kernel, stride, dilation):
    """Any form of padding, as ((top, bottom), (left, right))."""
    if isinstance(padding, str):
        return tuple(map(_side, (padding, padding), size, kernel, stride, dilation))
    return _four_sides(padding)


def _four_sides(padding):
    rows, columns = padding if _is_pair(padding) else (padding, padding)
    return _side(rows), _side(columns)


def _side(padding, *axis):
    """One axis' padding as (before, after)."""
    if isinstance(padding, str) and axis:
        _check.one_of("padding", padding, PADDINGS)
        size, kernel, stride, dilation = axis
        if padding == "valid":
            return 0, 0
        lower = padding == "same_lower"
        return same_padding(size, kernel, stride=stride, dilation=dilation, lower=lower)
    if _is_pair(padding):
        return _check.whole("padding", padding[0], 0), _check.whole("padding", padding[1], 0)
    if isinstance(padding, (tuple, list)):
        raise ValueError(
            "padding must be a number, (rows, columns) or ((top, bottom), (left, right)), "
            f"got a sequence of {len(padding)}"
        )
    number = _check.whole("padding", padding, 0)
    return number, number


def _is_pair(padding):
    return isinstance(padding, (tuple, list)) and len(padding) == 2


def _fits(pads, size, mode):
    """Nothing if the mode can fill such a border from such an image."""
    for sides, length in zip(pads, size, strict=True):
        largest = {"circular": length, "reflect": length - 1}.get(mode, max(sides))
        if max(sides) > largest:
            raise ValueError(
                f"padding must be at most {largest} for mode {mode!r} on {length} elements, got {max(sides)}"
            )
