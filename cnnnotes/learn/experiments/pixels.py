"""What moves and turns do to distances between pictures, pixel by pixel."""

import numpy as np

from cnnnotes import data
from cnnnotes.analysis.neighbours import distances, nearest_label

CANVAS = (16, 16)
SHIFTS = (0, 1, 2, 3, 4)


def neighbour_accuracy(seed=0):
    """Label moved test digits by the nearest training digit; training digits stay in the middle of a 16 x 16 canvas.

    Parameters
    ----------
    seed : int, default: 0
        Draws the split.

    Returns
    -------
    dict of numpy.ndarray
        ``shifts`` (5,), pixels to the right; ``accuracy`` (5,).

    Examples
    --------
    >>> bool(neighbour_accuracy()["accuracy"][0] > 0.95)
    True
    """
    train, labels, test, test_labels = data.digits_split(seed)
    known = data.centre(train, CANVAS)
    found = [np.mean(nearest_label(known, labels, _moved(test, shift)) == test_labels) for shift in SHIFTS]
    return {"shifts": np.array(SHIFTS), "accuracy": np.array(found)}


def shift_distances(seed=0, count=200):
    """Compare how far a digit is from itself, moved, and from the nearest digit of another class, not moved.

    Parameters
    ----------
    seed : int, default: 0
        Draws the digits.
    count : int, default: 200
        How many digits, 1 to 1258; each is compared with all 1258 training digits.

    Returns
    -------
    dict of numpy.ndarray
        ``shifts`` (5,), pixels to the right; ``own`` (5, count), Euclidean distances to the moved copy; ``other`` (count,), to the
        nearest digit of another class.

    Raises
    ------
    ValueError
        If `count` is not from 1 to 1258.

    Examples
    --------
    >>> result = shift_distances(count=50)
    >>> bool(np.all(result["own"][1] > result["other"]))
    True
    """
    train, labels = data.digits_split(seed)[:2]
    if not 1 <= count <= len(train):
        raise ValueError(f"count must be from 1 to {len(train)}, got {count}")
    chosen, known = data.centre(train[:count], CANVAS), data.centre(train, CANVAS)
    own = [np.sqrt(((chosen - _moved(train[:count], shift)) ** 2).sum((1, 2))) for shift in SHIFTS]
    apart = np.where(labels[:count, None] != labels, distances(chosen, known), np.inf)
    return {"shifts": np.array(SHIFTS), "own": np.array(own), "other": apart.min(axis=1)}


def turned_digits(digit, seed=0):
    """Turn the test images of one digit upside down and label them by the nearest upright training digit.

    Parameters
    ----------
    digit : int
        0 to 9.
    seed : int, default: 0
        Draws the split.

    Returns
    -------
    dict of numpy.ndarray
        ``images`` (N, 8, 8), turned by 180 degrees; ``labels`` (N,), what they are taken for.

    Raises
    ------
    ValueError
        If `digit` is not from 0 to 9.

    Examples
    --------
    >>> bool(np.mean(turned_digits(6)["labels"] == 9) > 0.5)
    True
    """
    if digit not in range(10):
        raise ValueError(f"digit must be from 0 to 9, got {digit}")
    train, labels, test, test_labels = data.digits_split(seed)
    turned = data.rotate(test[test_labels == digit], 180)
    return {"images": turned, "labels": nearest_label(train, labels, turned)}


def _moved(images, shift):
    row, col = (np.array(CANVAS) - images.shape[1:]) // 2
    return data.paste(images, CANVAS, row, col + shift)
