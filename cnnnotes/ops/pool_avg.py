"""Average pooling: the mean of each window."""

from functools import reduce

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.pool import counts_in_windows, extend, geometry_of_windows, slices


def avg_pool2d(
    x,
    size,
    *,
    stride=None,
    padding=0,
    dilation=1,
    ceil_mode=False,
    count_include_pad=False,
):
    """Mean of each window.

    Parameters
    ----------
    x, size, stride, padding, dilation, ceil_mode
        As for `max_pool2d`.
    count_include_pad : bool, default False
        Whether elements of the border count as zeros. What hangs over the end never counts.

    Returns
    -------
    array (N, C, OH, OW)

    Raises
    ------
    ValueError, TypeError
        As for `max_pool2d`.

    References
    ----------
    ONNX operator AveragePool.

    Examples
    --------
    >>> x = np.array([[[[1.0, 5.0, 2.0, 0.0], [3.0, 3.0, 8.0, 6.0]]]])
    >>> print(avg_pool2d(x, 2))
    [[[[3. 4.]]]]
    """
    x = _check.real("x", x, "N, C, H, W")
    size, stride, pads, dilation, out = geometry_of_windows(x, size, stride, padding, dilation, ceil_mode)
    counts = counts_in_windows(x.shape[2:], size, stride, pads, dilation, out, count_include_pad)
    padded = extend(x, size, stride, pads, dilation, out, 0)
    rows = reduce(np.add, slices(padded, 2, size, stride, dilation, out))
    sums = reduce(np.add, slices(rows, 3, size, stride, dilation, out))
    return sums / counts.astype(x.dtype)


def avg_pool2d_backward(
    dy,
    x,
    size,
    *,
    stride=None,
    padding=0,
    dilation=1,
    ceil_mode=False,
    count_include_pad=False,
):
    """Gradient of `avg_pool2d`: each window hands an equal share to its elements.

    Parameters
    ----------
    dy : array (N, C, OH, OW)
        Gradient of the output.
    x, size, stride, padding, dilation, ceil_mode, count_include_pad
        As given to `avg_pool2d`; only the shape of ``x`` matters.

    Returns
    -------
    array (N, C, H, W)

    Raises
    ------
    ValueError, TypeError
        As for `avg_pool2d`, and if ``dy`` has not the shape of the output.

    Examples
    --------
    >>> print(avg_pool2d_backward(np.ones((1, 1, 1, 1)), np.zeros((1, 1, 2, 2)), 2))
    [[[[0.25 0.25]
       [0.25 0.25]]]]
    """
    x, dy = _check.real("x", x, "N, C, H, W"), _check.real("dy", dy, "N, C, OH, OW")
    size, stride, pads, dilation, out = geometry_of_windows(x, size, stride, padding, dilation, ceil_mode)
    _check.shape("dy", dy, x.shape[:2] + out, "the output of avg_pool2d")
    shares = dy / counts_in_windows(x.shape[2:], size, stride, pads, dilation, out, count_include_pad).astype(dy.dtype)
    reach = [(o - 1) * s + d * (k - 1) + 1 for o, s, d, k in zip(out, stride, dilation, size, strict=True)]
    rows = np.zeros((*x.shape[:2], reach[0], out[1]), dy.dtype)
    for part in slices(rows, 2, size, stride, dilation, out):
        part += shares
    padded = np.zeros(
        x.shape[:2] + tuple(np.maximum(reach, np.add(x.shape[2:], np.sum(pads, 1)))),
        dy.dtype,
    )
    for part in slices(padded[:, :, : reach[0]], 3, size, stride, dilation, out):
        part += rows
    return padded[:, :, pads[0][0] :, pads[1][0] :][:, :, : x.shape[2], : x.shape[3]].copy()
