"""Filters that average: arrays (rows, columns) in float64 that add up to 1."""

import numpy as np

from cnnnotes.ops import _check


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
    bell = np.exp(-(row**2 + column**2) / (2 * _check.positive("sigma", sigma) ** 2))
    return bell / bell.sum()


def grid(size):
    """Rows and columns counted from the middle."""
    rows, columns = _check.pair("size", size, 1)
    return np.ogrid[(1 - rows) / 2 : (rows + 1) / 2, (1 - columns) / 2 : (columns + 1) / 2]
