"""How much the pixels of a picture know about each other."""

import numpy as np


def neighbour_pairs(image, distance, axis=1):
    """Take all pairs of pixels that lie a distance apart in one direction.

    Parameters
    ----------
    image : array_like, shape (H, W) or (H, W, C)
        A picture; colours are paired with themselves.
    distance : int
        How many pixels apart, 1 or more and less than the size along `axis`.
    axis : {0, 1}, default: 1
        1 pairs pixels of the same row, 0 of the same column.

    Returns
    -------
    first, second : numpy.ndarray, shape (n,)
        Values of the two pixels of each pair.

    Raises
    ------
    ValueError
        If `axis` or `distance` is not as above.

    Examples
    --------
    >>> first, second = neighbour_pairs([[1, 2, 3], [4, 5, 6]], 1)
    >>> first.tolist(), second.tolist()
    ([1, 2, 4, 5], [2, 3, 5, 6])
    """
    image = np.asarray(image)
    if image.ndim not in (2, 3):
        raise ValueError(f"image must have shape (H, W) or (H, W, C), got {image.shape}")
    if axis not in (0, 1):
        raise ValueError(f"axis must be 0 or 1, got {axis}")
    if not 1 <= distance < image.shape[axis]:
        raise ValueError(f"distance must be from 1 to {image.shape[axis] - 1}, got {distance}")
    image = np.moveaxis(image, axis, 1)
    return image[:, :-distance].ravel(), image[:, distance:].ravel()


def neighbour_correlation(image, distances, axis=1):
    """Correlate pixels with the pixels some distance away in the same row or column.

    Parameters
    ----------
    image : array_like, shape (H, W) or (H, W, C)
        A picture that is not of one colour all over.
    distances : sequence of int
        How many pixels apart.
    axis : {0, 1}, default: 1
        1 along rows, 0 along columns.

    Returns
    -------
    numpy.ndarray, shape (len(distances),)
        Pearson's correlation for each distance, -1 to 1.

    Raises
    ------
    ValueError
        As `neighbour_pairs`, and if all pixels are equal.

    References
    ----------
    D. J. Field, Relations between the statistics of natural images and the response properties of cortical cells, 1987.

    Examples
    --------
    >>> stripes = np.tile([0, 1], (4, 4))
    >>> neighbour_correlation(stripes, [1, 2]).round(6).tolist()
    [-1.0, 1.0]
    """
    return np.array([_correlation(*neighbour_pairs(image, distance, axis)) for distance in distances])


def autocorrelation(series, lags):
    """Correlate a series with itself some steps later.

    Parameters
    ----------
    series : array_like, shape (n,)
        Values in order.
    lags : sequence of int
        Steps, 1 or more and less than n - 1.

    Returns
    -------
    numpy.ndarray, shape (len(lags),)
        Pearson's correlation of ``series[:-lag]`` and ``series[lag:]``, -1 to 1.

    Raises
    ------
    ValueError
        If `series` has not one axis, does not vary, or a lag is not as above.

    Examples
    --------
    >>> autocorrelation([0, 1, 2, 0, 1, 2, 0, 1, 2], [3]).round(6).tolist()
    [1.0]
    """
    series = np.asarray(series)
    if series.ndim != 1:
        raise ValueError(f"series must have shape (n,), got {series.shape}")
    for lag in lags:
        if not 1 <= lag < len(series) - 1:
            raise ValueError(f"lags must be from 1 to {len(series) - 2}, got {lag}")
    return np.array([_correlation(series[:-lag], series[lag:]) for lag in lags])


def square_offsets(radius):
    """List the places of all pixels around a pixel, up to a distance in rows and columns.

    Parameters
    ----------
    radius : int
        1 for the eight neighbours; 1 or more.

    Returns
    -------
    numpy.ndarray, shape ((2 radius + 1)^2 - 1, 2), int
        Rows and columns away; (0, 0) is left out.

    Raises
    ------
    ValueError
        If `radius` is below 1.

    Examples
    --------
    >>> square_offsets(1).tolist()
    [[-1, -1], [-1, 0], [-1, 1], [0, -1], [0, 1], [1, -1], [1, 0], [1, 1]]
    """
    if radius < 1:
        raise ValueError(f"radius must be 1 or more, got {radius}")
    offsets = np.argwhere(np.ones((2 * radius + 1, 2 * radius + 1))) - radius
    return offsets[offsets.any(axis=1)]


def ring_offsets(distance):
    """List the places of the eight pixels that lie a distance away along rows, columns and diagonals.

    Parameters
    ----------
    distance : int
        Rows or columns away, 1 or more.

    Returns
    -------
    numpy.ndarray, shape (8, 2), int
        Rows and columns away.

    Raises
    ------
    ValueError
        If `distance` is below 1.

    Examples
    --------
    >>> ring_offsets(6)[:3].tolist()
    [[-6, -6], [-6, 0], [-6, 6]]
    """
    if distance < 1:
        raise ValueError(f"distance must be 1 or more, got {distance}")
    return distance * square_offsets(1)


def prediction_r2(image, offsets, *, reach=None):
    """Predict each pixel from others around it, linearly, and say how much of its variance that explains.

    The weights are fitted by least squares on the left half of the picture and judged on the right half.

    Parameters
    ----------
    image : array_like, shape (H, W)
        A picture in grey.
    offsets : array_like of int, shape (n, 2)
        Rows and columns from the pixel to those that predict it.
    reach : int, optional
        Pixels nearer to the edge than this are not predicted; as far as the offsets reach if not given. Needed to judge two
        sets of offsets on the same pixels.

    Returns
    -------
    float
        1 is perfect, 0 no better than the mean of the right half; it can be below 0.

    Raises
    ------
    ValueError
        If shapes are not as above, or the picture is too small for the offsets.

    References
    ----------
    E. P. Simoncelli and B. A. Olshausen, Natural image statistics and neural representation, 2001.

    Examples
    --------
    >>> slope = np.add.outer(np.arange(9.0), np.arange(20.0) ** 2 % 7)
    >>> round(prediction_r2(slope, [(-1, 0), (1, 0)]), 6)
    1.0
    """
    image, offsets = np.asarray(image, float), np.asarray(offsets)
    if image.ndim != 2 or offsets.ndim != 2 or offsets.shape[1] != 2:
        raise ValueError(f"image and offsets must have shapes (H, W) and (n, 2), got {image.shape} and {offsets.shape}")
    farthest = int(abs(offsets).max())
    reach = farthest if reach is None else reach
    if reach < farthest:
        raise ValueError(f"reach must be at least {farthest}, as far as the offsets go, got {reach}")
    rows, cols = image.shape[0] - 2 * reach, (image.shape[1] - 4 * reach) // 2
    if rows < 1 or cols < 2:
        raise ValueError(f"image must be larger for offsets that reach {reach} pixels, got shape {image.shape}")
    fit, judge = image[:, : cols + 2 * reach], image[:, -(cols + 2 * reach) :]
    inputs, target = _surroundings(fit, offsets, reach)
    # the normal equations: there are few unknowns and many pixels
    weights, *_ = np.linalg.lstsq(inputs.T @ inputs, inputs.T @ target, rcond=None)
    inputs, target = _surroundings(judge, offsets, reach)
    return float(1 - np.mean((target - inputs @ weights) ** 2) / np.var(target))


def _correlation(first, second):
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        raise ValueError(f"pixels must differ for a correlation, got only {first[0]} on one side")
    return float(np.corrcoef(first, second)[0, 1])


def _surroundings(image, offsets, reach):
    """One row per pixel: the pixels at the offsets and a 1; and the pixels themselves."""
    rows, cols = np.array(image.shape) - 2 * reach
    views = [image[reach + row : reach + row + rows, reach + col : reach + col + cols].ravel() for row, col in offsets]
    inputs = np.stack([*views, np.ones(rows * cols)], axis=1)
    return inputs, image[reach : reach + rows, reach : reach + cols].ravel()
