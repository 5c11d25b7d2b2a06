"""Does an operation commute with a transformation of its input?"""

import numpy as np

from cnnnotes.ops import _check


def shift(x, amount, *, mode="circular"):
    """Move what images show down and to the right.

    Parameters
    ----------
    x : array_like, shape (..., H, W)
        Images.
    amount : (int, int)
        Rows down and columns to the right; negative the other way.
    mode : {"circular", "zeros"}, default "circular"
        What comes in at the other side: what went out, or zeros.

    Returns
    -------
    numpy.ndarray, shape (..., H, W)

    Raises
    ------
    ValueError, TypeError
        If `x` has less than two axes, `amount` is not two whole numbers, or there is no such mode.

    Examples
    --------
    >>> shift([[1, 2, 3]], (0, 1)), shift([[1, 2, 3]], (0, -1), mode="zeros")
    (array([[3, 1, 2]]), array([[2, 3, 0]]))
    """
    x = np.asarray(x)
    if x.ndim < 2:
        raise ValueError(f"x must have shape (..., H, W), got {x.shape}")
    if np.shape(amount) != (2,):
        raise ValueError(f"amount must be (rows, columns), got {amount!r}")
    amount = [_check.whole("amount", places, -np.inf) for places in amount]
    moved = np.roll(x, amount, (-2, -1))
    if _check.one_of("mode", mode, ("circular", "zeros")) == "zeros":
        for axis, places in zip((-2, -1), amount, strict=True):
            # as far as the image goes: beyond that all of it has left
            gone = min(abs(places), x.shape[axis])
            new = slice(0, gone) if places > 0 else slice(x.shape[axis] - gone, None)
            np.moveaxis(moved, axis, 0)[new] = 0
    return moved


def equivariance_error(operation, transform, x, *, after=None, crop=0):
    """Compare transforming before an operation with transforming after it.

    Parameters
    ----------
    operation, transform : callable
        Each takes an array and gives an array: `shift`, ``np.rot90``, ``np.flip``, or a rotation or scaling of your own.
    x : array_like
        The input.
    after : callable, optional
        What transforms the output, if not `transform`: with stride 2, half of the shift.
    crop : int, default 0
        Rows and columns (of the last two axes) that are left out at each side of both results, as the border may differ.

    Returns
    -------
    float
        ``|operation(transform(x)) - after(operation(x))| / |after(operation(x))|`` with the root of the sum of squares:
        0 where the two are the same, about 1.4 where they have nothing to do with each other.

    Raises
    ------
    ValueError
        If the two results differ in shape, the one to compare with is zero everywhere, or `crop` leaves nothing.

    References
    ----------
    T. Cohen and M. Welling, Group equivariant convolutional networks, 2016, equation 9.

    Examples
    --------
    >>> equivariance_error(np.square, np.flip, [1.0, 2.0, 3.0])
    0.0
    """
    x = np.asarray(x)
    before, after = np.asarray(operation(transform(x))), np.asarray((after or transform)(operation(x)))
    return relative_change(_inside(before, crop), _inside(after, crop))


def symmetrise(w):
    """Average filters over their four rotations by 90 degrees.

    Parameters
    ----------
    w : array_like, shape (..., K, K)
        Square filters.

    Returns
    -------
    numpy.ndarray, shape (..., K, K)
        Filters that a quarter turn leaves as they are, up to rounding.

    Raises
    ------
    ValueError
        If the filters are not square.

    Examples
    --------
    >>> symmetrise([[0, 4, 0], [0, 8, 0], [0, 0, 0]])
    array([[0., 1., 0.],
           [1., 8., 1.],
           [0., 1., 0.]])
    """
    w = np.asarray(w)
    if w.ndim < 2 or w.shape[-1] != w.shape[-2]:
        raise ValueError(f"w must have shape (..., K, K), got {w.shape}")
    return sum(np.rot90(w, turns, axes=(-2, -1)) for turns in range(4)) / 4


def shift_matrix(size, shift):
    """Write a shift that comes back in at the other side as a permutation matrix.

    Parameters
    ----------
    size : tuple of int (H, W)
        Size of the image.
    shift : tuple of int (rows, cols)
        How far down and to the right.

    Returns
    -------
    numpy.ndarray, shape (H W, H W)
        The matrix P with ``P @ x.ravel() == np.roll(x, shift, (0, 1)).ravel()`` for every image x.

    Raises
    ------
    ValueError
        If `size` or `shift` is not two numbers, or a size is below 1.

    Examples
    --------
    >>> shift_matrix((1, 3), (0, 1))
    array([[0., 0., 1.],
           [1., 0., 0.],
           [0., 1., 0.]])
    """
    if len(size) != 2 or min(size) < 1:
        raise ValueError(f"size must be two numbers of 1 or more, got {size}")
    if len(shift) != 2:
        raise ValueError(f"shift must be two numbers, got {shift}")
    source = np.roll(np.arange(size[0] * size[1]).reshape(size), shift, (0, 1)).ravel()
    return np.eye(len(source))[source]


def _inside(y, crop):
    if _check.whole("crop", crop, 0) == 0:
        return y
    if y.ndim < 2 or 2 * crop >= min(y.shape[-2:]):
        raise ValueError(f"crop must leave rows and columns of the results, got {crop} for shape {y.shape}")
    return y[..., crop:-crop, crop:-crop]


def relative_change(result, expected):
    """|result - expected| / |expected|, with the root of the sum of squares."""
    if result.shape != expected.shape:
        raise ValueError(
            f"transform must keep or map shapes alike before and after the operation, got {result.shape} and {expected.shape}"
        )
    size = np.linalg.norm(expected)
    if size == 0:
        raise ValueError("operation must not give zeros only for an error relative to its size, got zeros only")
    return float(np.linalg.norm(result - expected) / size)
