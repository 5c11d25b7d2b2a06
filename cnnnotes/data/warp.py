"""Turn and scale small pictures, by bilinear interpolation."""

import numpy as np


def rotate(images, degrees):
    """Turn each image anticlockwise around its middle. Multiples of 90 degrees are exact for square images.

    Parameters
    ----------
    images : array_like, shape (N, H, W)
        Values are taken as 0 outside the image.
    degrees : float
        Angle.

    Returns
    -------
    numpy.ndarray, shape (N, H, W)
        float32 stays float32, everything else becomes float64.

    Raises
    ------
    ValueError
        If `images` has not three axes, or `degrees` is not finite.

    Examples
    --------
    >>> rotate([[[1, 2], [3, 4]]], 90)[0]
    array([[2., 4.],
           [1., 3.]])
    """
    if not np.isfinite(degrees):
        raise ValueError(f"degrees must be finite, got {degrees}")
    quarter = degrees % 360 / 90
    cos, sin = [(1, 0), (0, 1), (-1, 0), (0, -1)][int(quarter)] if quarter == int(quarter) else _cos_sin(degrees)
    return _resample(images, np.array([[cos, sin], [-sin, cos]]))


def scale(images, factor):
    """Make what each image shows larger or smaller around its middle; the image keeps its size.

    Nothing is smoothed first: below a factor of 0.5 fine details fall between the new pixels.

    Parameters
    ----------
    images : array_like, shape (N, H, W)
        Values are taken as 0 outside the image.
    factor : float
        2 is twice as large, 0.5 half as large; above 0.

    Returns
    -------
    numpy.ndarray, shape (N, H, W)
        float32 stays float32, everything else becomes float64.

    Raises
    ------
    ValueError
        If `images` has not three axes, or `factor` is not above 0.

    Examples
    --------
    >>> scale([[[0, 0, 0, 0], [0, 4, 4, 0], [0, 4, 4, 0], [0, 0, 0, 0]]], 0.5)[0, 1]
    array([0., 1., 1., 0.])
    >>> scale([[[0, 0, 0, 0], [4, 4, 4, 4], [4, 4, 4, 4], [0, 0, 0, 0]]], 2)[0, :, 1]
    array([3., 4., 4., 3.])
    """
    if not 0 < factor < np.inf:
        raise ValueError(f"factor must be above 0 and finite, got {factor}")
    return _resample(images, np.eye(2) / factor)


def _cos_sin(degrees):
    return np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))


def _resample(images, matrix):
    """Each output pixel looks at the place `matrix` sends it to, measured from the middle, and takes what it sees there."""
    images = np.asarray(images)
    if images.ndim != 3:
        raise ValueError(f"images must have shape (N, H, W), got {images.shape}")
    images = images.astype(np.result_type(images, np.float32) if images.dtype.kind == "f" else np.float64)
    height, width = images.shape[1:]
    middle = np.array([height - 1, width - 1]) / 2
    places = np.moveaxis(np.indices((height, width)), 0, -1) - middle
    row, col = np.moveaxis(places @ matrix.T + middle, -1, 0)
    top, left = np.floor(row).astype(int), np.floor(col).astype(int)
    out = np.zeros_like(images)
    for corner_row, row_share in ((top, 1 - (row - top)), (top + 1, row - top)):
        for corner_col, col_share in ((left, 1 - (col - left)), (left + 1, col - left)):
            inside = (0 <= corner_row) & (corner_row < height) & (0 <= corner_col) & (corner_col < width)
            seen = images[:, corner_row.clip(0, height - 1), corner_col.clip(0, width - 1)]
            out += seen * (inside * row_share * col_share).astype(images.dtype)
    return out
