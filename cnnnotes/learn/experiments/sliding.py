"""A network for windows of 12 x 12 that says which digit is in the middle, or that none is: made to be slid over larger pictures."""

import numpy as np

from cnnnotes import data
from cnnnotes.learn import train
from cnnnotes.learn.cache import cached
from cnnnotes.learn.layers import Conv2d, Dense, Flatten, MaxPool2d, Relu
from cnnnotes.learn.models import Sequential

SIDE, STEP, NOTHING = 12, 2, 10
MARGIN = 2  # rows above and columns left of a digit in the middle of a window
RUNS = [("window_accuracy", (0,))]
_FILTERS, _HIDDEN = (8, 24), 48


def scatter(images, rng, cells=3, fill=0.8):
    """Put digits on an empty canvas, one to a cell of 12 x 12, each at a random place of its cell; some cells stay empty.

    Parameters
    ----------
    images : array_like, shape (cells * cells, 8, 8)
        Row by row. The middle one is always put down.
    rng : numpy.random.Generator
        Draws the places, and which cells stay empty.
    cells : int, default: 3
        Rows and columns of cells.
    fill : float, default: 0.8
        Share of cells that are filled, the middle one aside.

    Returns
    -------
    canvas : numpy.ndarray, shape (12 * cells, 12 * cells)
    places : numpy.ndarray of int, shape (D, 2)
        Top row and left column of each digit that was put down, row by row.
    kept : numpy.ndarray of int, shape (D,)
        Which of the images these are.

    Examples
    --------
    >>> canvas, places, kept = scatter(np.ones((9, 8, 8)), np.random.default_rng(0))
    >>> canvas.shape, places.shape, kept.shape, int(canvas.sum()) // 64
    ((36, 36), (5, 2), (5,), 5)
    """
    images = np.asarray(images)
    corners = SIDE * np.stack(np.divmod(np.arange(cells**2), cells), axis=1)
    places = corners + rng.integers(0, SIDE - images.shape[1] + 1, (cells**2, 2))
    there = rng.random(cells**2) < fill
    there[cells**2 // 2] = True
    kept = np.flatnonzero(there)
    size = (SIDE * cells, SIDE * cells)
    return data.paste(images[kept], size, *places[kept].T).sum(axis=0), places[kept], kept


def cut_windows(images, labels, rng):
    """Cut three windows for each digit: with the digit in the middle, with the digit beside the middle, and anywhere between the digits.

    In the first kind the digit may be off the middle by one pixel up, down, left or right; in the second it is off by two or three; in the
    third every digit is off by two or more. Digits nearby reach into all of them.

    Parameters
    ----------
    images : array_like, shape (N, 8, 8)
    labels : array_like of int, shape (N,)
    rng : numpy.random.Generator
        Draws neighbours, places and windows.

    Returns
    -------
    windows : numpy.ndarray, shape (3 N, 12, 12)
    answers : numpy.ndarray of int, shape (3 N,)
        The digits, and then 2 N times `NOTHING`.

    Examples
    --------
    >>> windows, answers = cut_windows(np.ones((9, 8, 8)), np.arange(9), np.random.default_rng(0))
    >>> windows.shape, answers[:10].tolist()
    ((27, 12, 12), [0, 1, 2, 3, 4, 5, 6, 7, 8, 10])
    """
    images, labels = np.asarray(images), np.asarray(labels)
    steps = np.stack(np.meshgrid(np.arange(-3, 4), np.arange(-3, 4)), axis=-1).reshape(-1, 2)
    misses = steps[abs(steps).max(axis=1) > 1]
    kinds = [], [], []
    for image in images:
        around = images[rng.integers(0, len(images), 9)]
        around[4] = image
        canvas, places, kept = scatter(around, rng)
        middles = places - MARGIN  # where a window has the digit in its middle
        (own,) = middles[kept == 4]
        free = np.ones([length - SIDE + 1 for length in canvas.shape], bool)
        for row, column in middles:
            free[max(row - 1, 0) : max(row + 2, 0), max(column - 1, 0) : max(column + 2, 0)] = False
        corners = own + rng.integers(-1, 2, 2), own + rng.choice(misses), rng.choice(np.argwhere(free))
        for found, corner in zip(kinds, corners, strict=True):
            found.append(_window(canvas, corner))
    return np.concatenate(kinds), np.concatenate([labels, np.full(2 * len(labels), NOTHING)])


def trained_sliding(seed=0):
    """Give the trained network: two convolutions, 2 x 2 max pooling, flattening, two fully connected layers.

    Parameters
    ----------
    seed : int, default: 0
        Draws split, windows, weights and order of training.

    Returns
    -------
    Sequential
        For windows (N, 1, 12, 12); 11 scores, the last one for `NOTHING`.

    Examples
    --------
    >>> from cnnnotes.learn.models import count
    >>> count(trained_sliding())
    20851
    """
    weights = _weights(seed)
    return _new(seed).load(weights[f"p{index}"] for index in range(len(weights)))


@cached
def window_accuracy(seed=0):
    """Measure the network on windows around test digits, and on windows between them.

    Parameters
    ----------
    seed : int, default: 0
        As for `trained_sliding`.

    Returns
    -------
    dict of numpy.ndarray
        ``digits`` () and ``nothing`` (): shares of right answers, 0 to 1.
    """
    model = trained_sliding(seed)
    windows, answers = cut_windows(*data.digits_split(seed)[2:], np.random.default_rng([seed, 1]))
    there = answers != NOTHING
    return {
        "digits": train.accuracy(model, windows[there], answers[there]),
        "nothing": train.accuracy(model, windows[~there], answers[~there]),
    }


@cached
def _weights(seed):
    rng, model = np.random.default_rng(seed), _new(seed)
    images, labels = data.digits_split(seed)[:2]
    windows, answers = cut_windows(np.tile(images, (5, 1, 1)), np.tile(labels, 5), rng)
    train.fit(model, windows, answers, epochs=5, optimiser=train.Adam(0.003), seed=seed, title="sliding")
    return {f"p{index}": parameter for index, parameter in enumerate(model.parameters)}


def _new(seed):
    rng = np.random.default_rng(seed)
    first, second = _FILTERS
    return Sequential(
        *(Conv2d(1, first, 3, rng), Relu(), Conv2d(first, second, 3, rng), Relu(), MaxPool2d(2)),
        *(Flatten(), Dense(16 * second, _HIDDEN, rng), Relu(), Dense(_HIDDEN, NOTHING + 1, rng)),
    )


def _window(canvas, corner):
    """Cut a window, black where it hangs over."""
    padded, (row, column) = np.pad(canvas, SIDE), np.asarray(corner) + SIDE
    return padded[row : row + SIDE, column : column + SIDE]
