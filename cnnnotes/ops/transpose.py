"""Transposed convolution: the way back through a convolution's shapes."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.conv import conv2d, conv2d_backward
from cnnnotes.ops.padding import pad
from cnnnotes.ops.shapes import four_sides
from cnnnotes.ops.windows import add_windows


def conv_transpose2d(x, w, b=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """Lay down a filter for every input element and add up: the transpose (adjoint) of `conv2d`.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images.
    w : array (C, O / groups, KH, KW)
        Filters, one per input channel: what `conv2d` takes to go from O to C channels.
    b : array (O,), optional
        Added to each output channel.
    stride : int or (rows, columns), default 1
        Steps between neighbouring filters in the output.
    padding : int, (rows, columns) or ((top, bottom), (left, right)), default 0
        Elements cut off the output.
    output_padding : int or (rows, columns), default 0
        Elements added at the bottom and right, less than the larger of stride and dilation. It says
        which of the sizes that `conv2d` maps to H, W is meant.
    dilation : int or (rows, columns), default 1
        Steps between neighbouring taps of a filter.
    groups : int, default 1
        Parts into which the channels are cut, as for `conv2d`.

    Returns
    -------
    array (N, O, OH, OW)
        ``OH = (H - 1) * stride + dilation * (KH - 1) + 1 + output_padding - top - bottom``.

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`, and if nothing is left or ``output_padding`` is too large.

    References
    ----------
    ONNX operator ConvTranspose; V. Dumoulin and F. Visin (2016), chapter 4.

    Examples
    --------
    >>> x, w = np.array([[[[1.0, 2.0]]]]), np.array([[[[1.0, 1.0, 1.0]]]])
    >>> print(conv_transpose2d(x, w, stride=(1, 2)))
    [[[[1. 1. 3. 2. 2.]]]]
    """
    x, w = _check_arrays(x, w, groups)
    stride, pads, dilation, reach, out = _geometry(x, w, stride, padding, output_padding, dilation)
    filters = w.reshape(groups, len(w) // groups, -1).swapaxes(1, 2)
    y = np.zeros((len(x), w.shape[1] * groups, *out), np.result_type(x, w))
    (top, _), (left, _) = pads
    for image, result in zip(x, y, strict=True):
        values = filters @ image.reshape(groups, len(w) // groups, -1)
        values = values.reshape(1, len(result), *w.shape[2:], *x.shape[2:])
        laid = add_windows(values, reach, stride, ((0, 0), (0, 0)), dilation, "zeros")[0, :, top:, left:]
        laid = laid[:, : out[0], : out[1]]
        result[:, : laid.shape[1], : laid.shape[2]] = laid
    if b is None:
        return y
    b = _check.real("b", b)
    _check.shape("b", b, y.shape[1:2], "one per output channel")
    return y + b[:, None, None]


def conv_transpose2d_backward(dy, x, w, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """Gradients of `conv_transpose2d`; the one of the images is a `conv2d`.

    Parameters
    ----------
    dy : array (N, O, OH, OW)
        Gradient of the output.
    x, w, stride, padding, output_padding, dilation, groups
        As given to `conv_transpose2d`.

    Returns
    -------
    dx : array (N, C, H, W)
    dw : array (C, O / groups, KH, KW)
    db : array (O,)

    Raises
    ------
    ValueError, TypeError
        As for `conv_transpose2d`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> x, w = np.array([[[[1.0, 2.0]]]]), np.array([[[[1.0, 1.0, 1.0]]]])
    >>> dx, dw, db = conv_transpose2d_backward(np.ones((1, 1, 1, 5)), x, w, stride=(1, 2))
    >>> print(dx, dw, db)
    [[[[3. 3.]]]] [[[[3. 3. 3.]]]] [5.]
    """
    x, w = _check_arrays(x, w, groups)
    stride, pads, dilation, reach, out = _geometry(x, w, stride, padding, output_padding, dilation)
    dy = _check.real("dy", dy, "N, O, OH, OW")
    _check.shape("dy", dy, (len(x), w.shape[1] * groups, *out), "the output of conv_transpose2d")
    seen = pad(dy, pads, "zeros")[:, :, : reach[0], : reach[1]]
    options = {"stride": stride, "dilation": dilation, "groups": groups}
    return conv2d(seen, w, **options), conv2d_backward(x, seen, w, **options)[1], dy.sum((0, 2, 3))


def _check_arrays(x, w, groups):
    x, w = _check.real("x", x, "N, C, H, W"), _check.real("w", w, "C, O / groups, KH, KW")
    groups = _check.whole("groups", groups, 1)
    if len(w) % groups:
        raise ValueError(f"groups must divide the channels of x, got {groups} for {len(w)}")
    if x.shape[1] != len(w):
        raise ValueError(f"w must have {x.shape[1]} filters for x of shape {x.shape}, got shape {w.shape}")
    return _check.filled("x", x, but=(0,)), _check.filled("w", w)


def _geometry(x, w, stride, padding, output_padding, dilation):
    """Checked (stride, pads, dilation, reach of all filters, output size)."""
    stride, dilation = _check.pair("stride", stride, 1), _check.pair("dilation", dilation, 1)
    pads, extra = four_sides(padding), _check.pair("output_padding", output_padding, 0)
    reach = tuple(
        (size - 1) * step + apart * (taps - 1) + 1
        for size, step, apart, taps in zip(x.shape[2:], stride, dilation, w.shape[2:], strict=True)
    )
    out = tuple(length + more - sum(sides) for length, more, sides in zip(reach, extra, pads, strict=True))
    for more, step, apart in zip(extra, stride, dilation, strict=True):
        if more >= max(step, apart):
            raise ValueError(f"output_padding must be less than {max(step, apart)}, got {more}")
    if min(out) < 1:
        raise ValueError(f"padding must leave an output, got {pads} for filters that reach over {reach}")
    return stride, pads, dilation, reach, out
