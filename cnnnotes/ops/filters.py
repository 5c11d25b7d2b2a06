"""Filters that find edges: arrays (rows, columns) in float64, for cross-correlation as `conv2d` does it."""

import numpy as np

from cnnnotes.ops import _check

DIRECTIONS = ("columns", "rows")


def sobel_filter(direction):
    """Slope along one axis, smoothed by ``[1, 2, 1]`` along the other.

    Parameters
    ----------
    direction : {"columns", "rows"}
        Along which the slope is taken: "columns" answers to vertical edges, "rows" to horizontal ones.

    Returns
    -------
    array (3, 3)
        On a ramp of 1 per pixel it gives 8.

    Raises
    ------
    ValueError
        If ``direction`` is neither.

    References
    ----------
    I. Sobel and G. Feldman (1968), A 3x3 isotropic gradient operator for image processing.

    Examples
    --------
    >>> print(sobel_filter("columns"))
    [[-1.  0.  1.]
     [-2.  0.  2.]
     [-1.  0.  1.]]
    """
    return _slope([1.0, 2.0, 1.0], direction)


def prewitt_filter(direction):
    """Slope along one axis, smoothed by ``[1, 1, 1]`` along the other.

    Parameters
    ----------
    direction : {"columns", "rows"}
        As for `sobel_filter`.

    Returns
    -------
    array (3, 3)
        On a ramp of 1 per pixel it gives 6.

    Raises
    ------
    ValueError
        If ``direction`` is neither.

    References
    ----------
    J. Prewitt (1970), Object enhancement and extraction.

    Examples
    --------
    >>> print(prewitt_filter("rows"))
    [[-1. -1. -1.]
     [ 0.  0.  0.]
     [ 1.  1.  1.]]
    """
    return _slope([1.0, 1.0, 1.0], direction)


def laplacian_filter(*, diagonals=False):
    """Neighbours minus the pixel itself: the second derivative in all directions.

    Parameters
    ----------
    diagonals : bool, default False
        Whether the four diagonal neighbours count too.

    Returns
    -------
    array (3, 3)
        Adds up to 0.

    References
    ----------
    R. Gonzalez and R. Woods (2018), Digital Image Processing, section 3.6.

    Examples
    --------
    >>> print(laplacian_filter())
    [[ 0.  1.  0.]
     [ 1. -4.  1.]
     [ 0.  1.  0.]]
    """
    corner = float(bool(diagonals))
    edge = [corner, 1.0, corner]
    return np.array([edge, [1.0, -4.0 - 4.0 * corner, 1.0], edge])


def sharpen_filter():
    """The picture minus its Laplacian: edges are exaggerated, flat areas stay.

    Returns
    -------
    array (3, 3)
        Adds up to 1.

    References
    ----------
    R. Gonzalez and R. Woods (2018), Digital Image Processing, section 3.6.

    Examples
    --------
    >>> print(sharpen_filter())
    [[ 0. -1.  0.]
     [-1.  5. -1.]
     [ 0. -1.  0.]]
    """
    identity = np.zeros((3, 3))
    identity[1, 1] = 1
    return identity - laplacian_filter()


def emboss_filter():
    """Slope along the diagonal added to the picture: a relief lit from the top left.

    Returns
    -------
    array (3, 3)
        Adds up to 1.

    References
    ----------
    GIMP documentation, Convolution Matrix, example "Emboss".

    Examples
    --------
    >>> print(emboss_filter())
    [[-2. -1.  0.]
     [-1.  1.  1.]
     [ 0.  1.  2.]]
    """
    return np.array([[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]])


def _slope(smooth, direction):
    slope = np.outer(smooth, [-1.0, 0.0, 1.0])
    return slope if _check.one_of("direction", direction, DIRECTIONS) == "columns" else slope.T.copy()
