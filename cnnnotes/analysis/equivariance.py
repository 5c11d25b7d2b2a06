"""Does an operation commute with a transformation of its input?"""

import numpy as np


def equivariance_error(operation, transform, x):
    """Compare transforming before an operation with transforming after it.

    Parameters
    ----------
    operation, transform : callable
        Each takes an array and gives an array; `transform` must fit both the input and the output of `operation`.
    x : array_like
        The input.

    Returns
    -------
    float
        ``|operation(transform(x)) - transform(operation(x))| / |transform(operation(x))|`` with the root of the sum of squares:
        0 where the two are the same, about 1.4 where they have nothing to do with each other.

    Raises
    ------
    ValueError
        If the two results differ in shape, or the result to compare with is zero everywhere.

    References
    ----------
    T. Cohen and M. Welling, Group equivariant convolutional networks, 2016, equation 9.

    Examples
    --------
    >>> equivariance_error(np.square, np.flip, [1.0, 2.0, 3.0])
    0.0
    """
    x = np.asarray(x)
    before, after = np.asarray(operation(transform(x))), np.asarray(transform(operation(x)))
    if before.shape != after.shape:
        raise ValueError(
            f"transform must keep or map shapes alike before and after the operation, got {before.shape} and {after.shape}"
        )
    size = np.linalg.norm(after)
    if size == 0:
        raise ValueError("operation must not give zeros only for an error relative to its size, got zeros only")
    return float(np.linalg.norm(before - after) / size)


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
