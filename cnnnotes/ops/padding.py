"""Borders around images, and what comes back from them."""

from typing import Any

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.shapes import four_sides

MODES: dict[str, Any] = {"zeros": "constant", "circular": "wrap", "reflect": "reflect", "replicate": "edge"}


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
    return pad(x, four_sides(padding), mode)


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
    pads = four_sides(padding)
    check_mode(mode, pads, x.shape[2:])
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


def pad(x, pads, mode):
    """Images with a border ((top, bottom), (left, right)); the images themselves where there is none."""
    check_mode(mode, pads, x.shape[2:])
    if pads == ((0, 0), (0, 0)):
        return x
    if mode != "zeros":
        return np.pad(x, ((0, 0), (0, 0), *pads), MODES[mode])
    (top, bottom), (left, right) = pads
    n, c, h, w = x.shape
    padded = np.zeros((n, c, top + h + bottom, left + w + right), x.dtype)
    padded[:, :, top : top + h, left : left + w] = x
    return padded


def check_mode(mode, pads, size):
    """Nothing if the mode can fill such a border from such an image."""
    if _check.one_of("mode", mode, MODES) in ("zeros", "replicate"):
        return
    for sides, length in zip(pads, size, strict=True):
        largest = length - (mode == "reflect")
        if max(sides) > largest:
            raise ValueError(
                f"padding must be at most {largest} for mode {mode!r} on {length} elements, got {max(sides)}"
            )
