"""Receptive fields as they are measured: which inputs an output answers to, and how much."""

import numpy as np

from cnnnotes.analysis.layers import WINDOWS, trace, window
from cnnnotes.analysis.receptive import thin
from cnnnotes.ops import _check, conv2d_backward


def connection_map(layers, size, position=None):
    """Count the ways that lead from each pixel of the image to one output of the last layer.

    This is the gradient of that output when every weight is 1, every pool takes the sum and there is one channel. Where it is not 0 is the
    receptive field.

    Parameters
    ----------
    layers : sequence of Layer
        The table, branches included; no tokens.
    size : (H, W)
        Of the image.
    position : (row, column), optional
        Of the output; the middle one if not given.

    Returns
    -------
    numpy.ndarray, shape (H, W), float64
        Whole numbers, exact up to 2^53.

    Raises
    ------
    ValueError, TypeError
        If a layer does not fit what comes in, or there is no such output.

    Examples
    --------
    >>> from cnnnotes.analysis import Layer
    >>> connection_map([Layer("conv", 8, kernel=(1, 3))] * 2, (1, 7))
    array([[0., 1., 2., 3., 2., 1., 0.]])
    """
    size = _check.pair("size", size, 1)
    steps = trace([thin(layer) for layer in layers], (1, *size))
    row, col = _position(position, steps[-1].shape[1:])
    counts = {step: np.zeros((1, 1, *shape.shape[1:])) for step, shape in enumerate(steps)} | {
        -1: np.zeros((1, 1, *size))
    }
    counts[len(steps) - 1][0, 0, row, col] = 1
    for place in reversed(range(len(steps))):
        for source in steps[place].sources:
            counts[source] += _ways(steps[place], counts[place], counts[source].shape)
    return counts[-1][0, 0]


def gradient_map(operation, x, position=None, *, step=1e-4):
    """Measure how much one place of an operation's output answers to each pixel, by central differences.

    Parameters
    ----------
    operation : callable
        Takes images (N, C, H, W) and gives maps (N, O, OH, OW), each image on its own.
    x : array_like, shape (C, H, W)
        Where the gradient is taken.
    position : (row, column), optional
        Of the output, all channels of it; the middle one if not given.
    step : float, default 1e-4
        By which a pixel is raised and lowered.

    Returns
    -------
    numpy.ndarray, shape (H, W), float64
        For each pixel the root of the sum of squared derivatives, over channels in and out; 0 where nothing was felt.

    Raises
    ------
    ValueError
        If `x` has not three axes, the output not four, there is no such output, or `step` is not above 0.

    Examples
    --------
    >>> gradient_map(lambda x: x[..., :-2] - 2 * x[..., 2:], np.ones((1, 1, 5))).round(6)
    array([[0., 1., 0., 2., 0.]])
    """
    x = np.asarray(x, float)
    if x.ndim != 3:
        raise ValueError(f"x must have shape (C, H, W), got {x.shape}")
    if not 0 < step < np.inf:
        raise ValueError(f"step must be above 0 and finite, got {step}")
    y = np.asarray(operation(x[None]))
    if y.ndim != 4:
        raise ValueError(f"operation must give maps of shape (N, O, OH, OW), got {y.shape}")
    row, col = _position(position, y.shape[2:])
    squares = np.empty(x.size)
    for first in range(0, x.size, 128):
        some = range(first, min(first + 128, x.size))
        change = np.zeros((len(some), x.size))
        change[np.arange(len(some)), some] = step
        up, down = (np.asarray(operation(x + sign * change.reshape(-1, *x.shape)))[:, :, row, col] for sign in (1, -1))
        squares[first : first + len(some)] = (((up - down) / (2 * step)) ** 2).sum(1)
    return np.sqrt(squares.reshape(x.shape).sum(0))


def extent(values):
    """Find the first and last row and column where a map is not 0.

    Parameters
    ----------
    values : array_like, shape (H, W)
        As `connection_map` and `gradient_map` give.

    Returns
    -------
    ((int, int), (int, int))
        First and last row, first and last column, as `ReceptiveField.window` says them.

    Raises
    ------
    ValueError
        If the map has not two axes, or is 0 everywhere.

    Examples
    --------
    >>> extent([[0, 0, 0, 0], [0, 3, 0, 1]])
    ((1, 1), (1, 3))
    """
    values = np.asarray(values)
    if values.ndim != 2 or not values.any():
        raise ValueError(f"values must have shape (H, W) and not be 0 everywhere, got shape {values.shape}")
    places = np.nonzero(values)
    return tuple((int(along.min()), int(along.max())) for along in places)


def middle(size):
    """The middle row and column; of an even number the later one."""
    return size[0] // 2, size[1] // 2


def _position(position, size):
    row, col = middle(size) if position is None else _check.pair("position", position, 0)
    if row >= size[0] or col >= size[1]:
        raise ValueError(f"position must lie in the output of size {tuple(size)}, got {(row, col)}")
    return row, col


def _ways(step, counts, shape):
    """Ways that reach a layer's inputs, from those that reach its outputs."""
    if step.layer.kind in WINDOWS:
        return _spread_window(step, counts, shape)
    if step.layer.kind in ("dense", "global_pool", "attention"):
        return np.full(shape, counts.sum())
    if step.layer.kind in ("tokens", "first_token"):
        raise ValueError(f"{step.name}: layers must keep rows and columns, got kind {step.layer.kind!r}")
    return counts


def _spread_window(step, counts, shape):
    kernel, stride, pads, dilation, out = window(step.layer, shape[2:])
    ends = []
    for a in (0, 1):  # with ceil_mode the last window may hang over
        reach = (out[a] - 1) * stride[a] + dilation[a] * (kernel[a] - 1) + 1
        ends.append((pads[a][0], max(pads[a][1], reach - pads[a][0] - shape[2 + a])))
    ones = np.ones((1, 1, *kernel))
    return conv2d_backward(counts, np.zeros(shape), ones, stride=stride, padding=tuple(ends), dilation=dilation)[0]
