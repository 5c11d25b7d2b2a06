"""Loaders of the bundled files: arrays of float64 in [0, 1], new ones at every call."""

from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
PHOTOGRAPHS = ("chelsea", "astronaut", "camera", "coffee", "grass", "brick")
"""The names that `photograph` knows."""
SERIES = {  # first time, values a year, steps of one unit
    "nile": (1871, 1, 1),
    "sunspots": (1700, 1, 10),
    "elnino": (1950, 12, 100),
    "gdp": (1959, 4, 1000),
    "co2": (1959, 12, 100),
}
"""The names that `series` knows; to each its first year, its values a year, and into how many steps its unit is cut."""
LUMA = (0.2126, 0.7152, 0.0722)  # ITU-R BT.709: how much red, green and blue add to brightness


def digits():
    """Load the handwritten digits.

    Returns
    -------
    images : numpy.ndarray, shape (1797, 8, 8), float64
        Ink from 0 (none) to 1, in steps of 1/16. Row 0 is the top.
    labels : numpy.ndarray, shape (1797,), int64
        The digit written, 0 to 9.

    References
    ----------
    E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998.

    Examples
    --------
    >>> images, labels = digits()
    >>> images.shape, labels[:5].tolist()
    ((1797, 8, 8), [0, 1, 2, 3, 4])
    """
    images, labels = _digits()
    return images / 16, labels.astype(np.int64)


def digits_split(seed=0):
    """Split the digits into 70 % for training and 30 % for testing, the same share of every digit.

    Parameters
    ----------
    seed : int, default: 0
        Which random split.

    Returns
    -------
    train, train_labels, test, test_labels : numpy.ndarray
        Shapes (1258, 8, 8), (1258,), (539, 8, 8) and (539,), as in `digits`, in random order.

    Examples
    --------
    >>> train, train_labels, test, test_labels = digits_split()
    >>> train.shape, test.shape
    ((1258, 8, 8), (539, 8, 8))
    """
    images, labels = digits()
    order = np.random.default_rng(seed).permutation(len(labels))
    in_test = np.zeros(len(labels), bool)
    for digit in range(10):
        members = order[labels[order] == digit]
        in_test[members[: round(0.3 * len(members))]] = True
    train, test = order[~in_test[order]], order[in_test[order]]
    return images[train], labels[train], images[test], labels[test]


def photograph(name, gray=False):
    """Load a photograph by name.

    Parameters
    ----------
    name : str
        One of `PHOTOGRAPHS`: ``chelsea`` (a cat, 300 x 451), ``astronaut``, ``camera`` (512 x 512), ``coffee``, and the textures
        ``grass`` and ``brick``; all others are 256 x 256. ``camera``, ``grass`` and ``brick`` have no colour.
    gray : bool, default: False
        Brightness (BT.709) instead of colour.

    Returns
    -------
    numpy.ndarray, shape (H, W, 3), or (H, W) if `gray`; float64
        Values from 0 (black) to 1. A picture without colour has three equal channels.

    Raises
    ------
    ValueError
        If there is no photograph of this name.

    Examples
    --------
    >>> photograph("chelsea").shape, photograph("chelsea", gray=True).shape
    ((300, 451, 3), (300, 451))
    """
    if name not in PHOTOGRAPHS:
        raise ValueError(f"name must be one of {', '.join(PHOTOGRAPHS)}, got {name!r}")
    pixels = _pixels(name)
    if gray:
        return pixels / 255 if pixels.ndim == 2 else pixels @ np.array(LUMA) / 255
    return (np.stack([pixels] * 3, axis=-1) if pixels.ndim == 2 else pixels) / 255


def series(name):
    """Load a time series by name.

    Parameters
    ----------
    name : str
        One of `SERIES`: ``nile`` (the river's flow at Aswan, 10^8 cubic metres a year), ``sunspots`` (their number, yearly mean),
        ``elnino`` (temperature of the sea off Peru and Ecuador, °C, monthly), ``gdp`` (of the United States, 10^9 dollars of 2005,
        quarterly) or ``co2`` (in the air at Mauna Loa, parts per million, monthly).

    Returns
    -------
    times : numpy.ndarray, shape (T,), float64
        Years; a month or quarter is counted from its beginning.
    values : numpy.ndarray, shape (T,), float64

    Raises
    ------
    ValueError
        If there is no series of this name.

    Examples
    --------
    >>> times, values = series("nile")
    >>> times[[0, -1]].tolist(), values[:3].tolist()
    ([1871.0, 1970.0], [1120.0, 1160.0, 963.0])
    """
    if name not in SERIES:
        raise ValueError(f"name must be one of {', '.join(SERIES)}, got {name!r}")
    first, yearly, steps = SERIES[name]
    values = _series()[name] / steps
    return first + np.arange(len(values)) / yearly, values


@cache
def _series():
    with np.load(FOLDER / "series.npz") as file:
        return {name: file[name] for name in SERIES}


@cache
def _digits():
    with np.load(FOLDER / "digits.npz") as file:
        return file["images"], file["labels"]


@cache
def _pixels(name):
    from PIL import Image

    with Image.open(FOLDER / "photographs" / f"{name}.png") as image:
        return np.asarray(image)
