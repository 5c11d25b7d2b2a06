"""Sizes: how many outputs a sliding operation has, and which border gives how many."""

from cnnnotes.ops import _check

PADDINGS = ("valid", "same", "same_upper", "same_lower")
FORMS = "a number, (rows, columns) or ((top, bottom), (left, right))"


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
        Round up: also count a last window that hangs over the end. A window that starts beyond the
        input and the padding before it never counts then.

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
    stride, dilation = _check.whole("stride", stride, 1), _check.whole("dilation", dilation, 1)
    return _count(size, kernel, stride, _side(padding, size, kernel, stride, dilation), dilation, ceil_mode)


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
    stride, dilation = _check.whole("stride", stride, 1), _check.whole("dilation", dilation, 1)
    outputs = -(-size // stride)
    total = max((outputs - 1) * stride + dilation * (kernel - 1) + 1 - size, 0)
    return (total - total // 2, total // 2) if lower else (total // 2, total - total // 2)


def geometry(size, kernel, stride, padding, dilation, ceil_mode=False):
    """Checked (stride, pads, dilation, output size), each for rows and columns."""
    stride, dilation = _check.pair("stride", stride, 1), _check.pair("dilation", dilation, 1)
    pads = four_sides(padding, size, kernel, stride, dilation)
    rows, columns = zip(size, kernel, stride, pads, dilation, strict=True)
    return stride, pads, dilation, (_count(*rows, ceil_mode), _count(*columns, ceil_mode))


def four_sides(padding, *axes):
    """Any form of padding as ((top, bottom), (left, right)); ``axes`` only where a str is allowed."""
    if isinstance(padding, str):
        return tuple(map(_side, (padding, padding), *axes))
    rows, columns = padding if _is_pair(padding) else (padding, padding)
    return _side(rows), _side(columns)


def _count(size, kernel, stride, sides, dilation, ceil_mode):
    span = dilation * (kernel - 1) + 1
    room = size + sum(sides) - span
    if room < 0 or size < 1:
        raise ValueError(
            f"kernel must fit into the padded input: it spans {span}, got {size} + {sides[0]} + {sides[1]}"
        )
    outputs = (-(-room // stride) if ceil_mode else room // stride) + 1
    starts_outside = ceil_mode and (outputs - 1) * stride >= size + sides[0]
    return outputs - 1 if starts_outside else outputs


def _side(padding, *axis):
    """One axis' padding as (before, after)."""
    if isinstance(padding, str) and axis:
        if _check.one_of("padding", padding, PADDINGS) == "valid":
            return 0, 0
        size, kernel, stride, dilation = axis
        return same_padding(size, kernel, stride=stride, dilation=dilation, lower=padding == "same_lower")
    if _is_pair(padding):
        return _check.whole("padding", padding[0], 0), _check.whole("padding", padding[1], 0)
    if isinstance(padding, (tuple, list)):
        raise ValueError(f"padding must be {FORMS}, got a sequence of {len(padding)}")
    number = _check.whole("padding", padding, 0)
    return number, number


def _is_pair(padding):
    return isinstance(padding, (tuple, list)) and len(padding) == 2
