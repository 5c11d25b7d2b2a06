"""Filters with a name: arrays (rows, columns) in float64, for cross-correlation as `conv2d` does it."""

import numpy as np

from cnnnotes.ops import _check

DIRECTIONS = ("columns", "rows")


def box_filter(size):
    """Mean of a neighbourhood.

    Parameters
    ----------
    size : int or (rows, columns)

    Returns
    -------
    array (rows, columns)
        Adds up to 1.

    Raises
    ------
    ValueError, TypeError
        If a size is not a whole number of at least 1.

    References
    ----------
    R. Gonzalez and R. Woods (2018), Digital Image Processing, section 3.5.

    Examples
    --------
    >>> print(box_filter((1, 4)))
    [[0.25 0.25 0.25 0.25]]
    """
    size = _check.pair("size", size, 1)
    return np.full(size, 1 / (size[0] * size[1]))


def binomial_filter(size):
    """Blur whose taps are binomial coefficients: nearly a Gaussian, in small numbers.

    Parameters
    ----------
    size : int
        Taps along each axis.

    Returns
    -------
    array (size, size)
        Adds up to 1; its standard deviation is ``sqrt(size - 1) / 2`` pixels.

    Raises
    ------
    ValueError, TypeError
        If ``size`` is not a whole number of at least 1.

    References
    ----------
    R. Zhang (2019), Making convolutional networks shift-invariant again, section 4.

    Examples
    --------
    >>> print(binomial_filter(3) * 16)
    [[1. 2. 1.]
     [2. 4. 2.]
     [1. 2. 1.]]
    """
    taps = np.ones(1)
    for _ in range(_check.whole("size", size, 1) - 1):
        taps = np.convolve(taps, [0.5, 0.5])
    return np.outer(taps, taps)


def gaussian_filter(size, sigma):
    """Blur that weighs by distance, ``exp(-distance² / (2 sigma²))``.

    Parameters
    ----------
    size : int or (rows, columns)
        Taps; about ``6 * sigma`` holds nearly all of the bell.
    sigma : float
        Standard deviation in pixels, above 0.

    Returns
    -------
    array (rows, columns)
        Adds up to 1.

    Raises
    ------
    ValueError, TypeError
        If a size is not a whole number of at least 1, or ``sigma`` not above 0.

    References
    ----------
    R. Gonzalez and R. Woods (2018), Digital Image Processing, section 3.5.

    Examples
    --------
    >>> print(gaussian_filter((1, 3), 1.0).round(3))
    [[0.274 0.452 0.274]]
    """
    row, column = grid(size)
    bell = np.exp(-(row**2 + column**2) / (2 * positive("sigma", sigma) ** 2))
    return bell / bell.sum()


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


def grid(size):
    """Rows and columns counted from the middle."""
    rows, columns = _check.pair("size", size, 1)
    return np.ogrid[(1 - rows) / 2 : (rows + 1) / 2, (1 - columns) / 2 : (columns + 1) / 2]


def _slope(smooth, direction):
    slope = np.outer(smooth, [-1.0, 0.0, 1.0])
    return slope if _check.one_of("direction", direction, DIRECTIONS) == "columns" else slope.T.copy()


def positive(name, value):
    """The value, if it is above 0."""
    if not value > 0:
        raise ValueError(f"{name} must be above 0, got {value!r}")
    return value
