"""Two-dimensional convolution as deep learning means it: the definition, the fast version, the gradient."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.blocks import column_blocks, gradients
from cnnnotes.ops.padding import fold_back, pad
from cnnnotes.ops.planes import are_small, conv_planes, conv_planes_backward
from cnnnotes.ops.shapes import geometry


def conv2d_loops(x, w, b=None, *, stride=1, padding=0, dilation=1, groups=1, mode="zeros"):
    """The definition of `conv2d` as plain loops; same parameters, same result, slow.

    Parameters
    ----------
    x, w, b, stride, padding, dilation, groups, mode
        As for `conv2d`.

    Returns
    -------
    array (N, O, OH, OW)

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`.

    References
    ----------
    I. Goodfellow, Y. Bengio and A. Courville (2016), Deep Learning, equation 9.6.

    Examples
    --------
    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> print(conv2d_loops(x, np.ones((1, 1, 2, 2))))
    [[[[ 8. 12.]
       [20. 24.]]]]
    """
    x, w, b = _check_arrays(x, w, b, groups)
    stride, pads, dilation, out = geometry(x.shape[2:], w.shape[2:], stride, padding, dilation)
    padded = pad(x, pads, mode)
    y = np.zeros((len(x), len(w), *out), np.result_type(x, w))
    for n, o, row, column in np.ndindex(y.shape):
        first = o // (len(w) // groups) * w.shape[1]  # first channel this filter sees
        for c, i, j in np.ndindex(w.shape[1:]):
            seen = (
                row * stride[0] + i * dilation[0],
                column * stride[1] + j * dilation[1],
            )
            y[n, o, row, column] += w[o, c, i, j] * padded[n, first + c, *seen]
    return y if b is None else y + b[:, None, None]


def conv2d(x, w, b=None, *, stride=1, padding=0, dilation=1, groups=1, mode="zeros"):
    """Cross-correlate images with filters: slide, multiply, add. The filters are not flipped.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images. float32 and float64 are kept; integers and other real types are computed in float64.
    w : array (O, C / groups, KH, KW)
        Filters, one per output channel.
    b : array (O,), optional
        Added to each output channel.
    stride : int or (rows, columns), default 1
        Steps between neighbouring windows, at least 1.
    padding : int, (rows, columns), ((top, bottom), (left, right)) or str, default 0
        Elements around the image; ``"valid"`` is none, ``"same"`` (or ``"same_upper"``) and
        ``"same_lower"`` give ``ceil(size / stride)`` outputs, see `same_padding`.
    dilation : int or (rows, columns), default 1
        Steps between neighbouring taps of a filter; 1 is dense.
    groups : int, default 1
        Parts into which input and output channels are cut; each filter sees one part. As many as
        channels is called depthwise.
    mode : {"zeros", "circular", "reflect", "replicate"}, default "zeros"
        What the border holds, see `pad2d`.

    Returns
    -------
    array (N, O, OH, OW)
        With sizes as `output_size` says.

    Raises
    ------
    TypeError
        If an array is not a NumPy array of real numbers, or a number is not whole.
    ValueError
        If shapes, channels or groups do not match, or a filter is larger than the padded image.

    References
    ----------
    I. Goodfellow, Y. Bengio and A. Courville (2016), Deep Learning, equation 9.6;
    ONNX operator Conv.

    Examples
    --------
    >>> x = np.arange(16.0).reshape(1, 1, 4, 4)
    >>> edge = np.array([[[[-1.0, 1.0]]]])
    >>> print(conv2d(x, edge, stride=(2, 1)))
    [[[[1. 1. 1.]
       [1. 1. 1.]]]]
    """
    x, w, b = _check_arrays(x, w, b, groups)
    stride, pads, dilation, out = geometry(x.shape[2:], w.shape[2:], stride, padding, dilation)
    if are_small(w, groups, x):
        return conv_planes(x, w, b, out, stride=stride, padding=pads, dilation=dilation, mode=mode)
    y = np.empty((len(x), groups, len(w) // groups, out[0] * out[1]), np.result_type(x, w))
    filters = w.swapaxes(2, 3).reshape(*y.shape[1:3], -1)
    if b is not None:  # the weight of one more row of columns, which holds ones
        filters = np.concatenate((filters, b.reshape(groups, -1, 1)), axis=2, dtype=y.dtype)
    blocks = column_blocks(pad(x, pads, mode), w.shape[2:], stride, dilation, out, filters.shape)
    for images, windows, columns in blocks:
        np.matmul(filters, columns, out=y[images, :, :, windows])
    return y.reshape(len(x), len(w), *out)


def conv2d_backward(dy, x, w, *, stride=1, padding=0, dilation=1, groups=1, mode="zeros"):
    """Gradients of `conv2d` with respect to images, filters and bias.

    Parameters
    ----------
    dy : array (N, O, OH, OW)
        Gradient of the output.
    x, w, stride, padding, dilation, groups, mode
        As given to `conv2d`.

    Returns
    -------
    dx : array (N, C, H, W)
    dw : array (O, C / groups, KH, KW)
    db : array (O,)

    Raises
    ------
    ValueError, TypeError
        As for `conv2d`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> x, w = np.arange(4.0).reshape(1, 1, 2, 2), np.array([[[[1.0, -1.0]]]])
    >>> dx, dw, db = conv2d_backward(np.ones((1, 1, 2, 1)), x, w)
    >>> print(dx.tolist(), dw.tolist(), db)
    [[[[1.0, -1.0], [1.0, -1.0]]]] [[[[2.0, 4.0]]]] [2.]
    """
    x, w, _ = _check_arrays(x, w, None, groups)
    dy = _check.real("dy", dy, "N, O, OH, OW")
    stride, pads, dilation, out = geometry(x.shape[2:], w.shape[2:], stride, padding, dilation)
    _check.shape("dy", dy, (len(x), len(w), *out), "the output of conv2d")
    dtype = np.result_type(dy, x, w)
    dy, x, w = (array.astype(dtype, copy=False) for array in (dy, x, w))
    if are_small(w, groups, x, dy):
        options = {"stride": stride, "padding": pads, "dilation": dilation, "mode": mode}
        return *conv_planes_backward(dy, x, w, **options), dy.sum((0, 2, 3))
    dpadded, dw = gradients(dy, pad(x, pads, mode), w, stride, dilation, groups)
    return fold_back(dpadded, pads, mode), dw, dy.sum((0, 2, 3))


def _check_arrays(x, w, b, groups):
    x, w = _check.real("x", x, "N, C, H, W"), _check.real("w", w, "O, C / groups, KH, KW")
    x, w = _check.filled("x", x, but=(0,)), _check.filled("w", w)
    groups = _check.whole("groups", groups, 1)
    if x.shape[1] % groups or len(w) % groups:
        raise ValueError(
            f"groups must divide the channels of x and the filters of w, got {groups} for {x.shape[1]} and {len(w)}"
        )
    if w.shape[1] != x.shape[1] // groups:
        raise ValueError(
            f"w must have C / groups = {x.shape[1]} / {groups} channels for x of shape {x.shape}, got shape {w.shape}"
        )
    if b is not None:
        b = _check.real("b", b)
        _check.shape("b", b, (len(w),), "one per filter")
    return x, w, b
