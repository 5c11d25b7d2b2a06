"""Filters made by hand and filters that were learned: what each is worth for telling digits, and what they look like."""

import numpy as np

from cnnnotes import data, ops
from cnnnotes.learn.cache import cached
from cnnnotes.learn.experiments.permutation import moved_digits, scenes
from cnnnotes.learn.layers import Dense, Flatten
from cnnnotes.learn.models import Sequential, cnn_pooled
from cnnnotes.learn.train import Adam, accuracy, fit

CELLS = (2, 3, 4, 6, 12)
BINS = (2, 4, 8)
SIZE, KEPT = 12, 36


def gradient_histograms(images, cell, bins):
    """Describe pictures by how much edge of each direction there is in each cell, as hand-designed features do.

    Sobel filters give the slope at each pixel; its strength is added to the bin of its direction, in each cell on its own.

    Parameters
    ----------
    images : numpy.ndarray, shape (N, H, W)
    cell : int
        Rows and columns of a cell; cells that would hang over the end are left out.
    bins : int
        Directions, evenly spread over half a turn.

    Returns
    -------
    numpy.ndarray, shape (N, bins * cells)
        Each row has length 1, or 0 where there is no edge.

    References
    ----------
    N. Dalal and B. Triggs, Histograms of oriented gradients for human detection, 2005 (without overlapping blocks).

    Examples
    --------
    >>> picture = np.zeros((1, 4, 4))
    >>> picture[:, :, 2:] = 1
    >>> gradient_histograms(picture, 4, 2).round(2).tolist()
    [[1.0, 0.0]]
    """
    pair = np.stack([ops.sobel_filter("columns"), ops.sobel_filter("rows")])[:, None]
    across, down = np.moveaxis(ops.conv2d(np.asarray(images)[:, None], pair, padding=1, mode="replicate"), 1, 0)
    strength, direction = np.hypot(across, down), np.arctan2(down, across) % np.pi
    number = np.floor(direction / np.pi * bins).astype(int) % bins
    maps = strength[:, None] * (number[:, None] == np.arange(bins)[:, None, None])
    described = ops.avg_pool2d(maps, cell).reshape(len(maps), -1)
    length = np.linalg.norm(described, axis=1, keepdims=True)
    return described / np.where(length > 0, length, 1)


def edge_filters(count=8):
    """Give Sobel filters turned to several directions, ready for `cnnnotes.ops.conv2d`.

    Parameters
    ----------
    count : int, default: 8
        Directions, evenly spread over a full turn.

    Returns
    -------
    numpy.ndarray, shape (count, 1, 3, 3)
        A quarter of the usual size, so that answers to pictures from 0 to 1 lie within -1 and 1.

    Examples
    --------
    >>> edge_filters(4)[0, 0].tolist()
    [[-0.25, 0.0, 0.25], [-0.5, 0.0, 0.5], [-0.25, 0.0, 0.25]]
    """
    angles = 2 * np.pi * np.arange(count)[:, None, None] / count
    turned = np.cos(angles) * ops.sobel_filter("columns") + np.sin(angles) * ops.sobel_filter("rows")
    return turned[:, None] / 4


@cached
def features_compared(seed=0):
    """Tell digits at random places: pixels or hand-made features with a linear classifier, and convolutional networks.

    Parameters
    ----------
    seed : int, default: 0
        Draws split, places, weights and order of training.

    Returns
    -------
    dict of numpy.ndarray
        Accuracies on test digits: ``pixels`` (); ``histograms`` (5, 3), one for each of `CELLS` and `BINS`; ``hand_first`` (), a
        network whose first filters are `edge_filters` and stay so; ``learned`` (), the same network, all of it learned.
    """
    train, labels, test, answers = scenes(seed)

    def linear(known, asked):
        middle, size = known.mean(axis=0), known.std()
        known, asked = ((part - middle)[:, None, None] / size for part in (known, asked))
        model = Sequential(Flatten(), Dense(known[0].size, 10, np.random.default_rng(seed)))
        fit(model, known, labels, epochs=60, optimiser=Adam(0.02), seed=seed, title="linear classifier")
        return accuracy(model, asked, answers)

    described = [[[gradient_histograms(part, cell, bins) for part in (train, test)] for bins in BINS] for cell in CELLS]
    model = cnn_pooled(kernels=(3, 3), seed=seed)
    rest = Sequential(*model.layers[1:])
    known, asked = (_first_maps(part) for part in (train, test))
    fit(rest, known, labels, epochs=15, optimiser=Adam(0.008), seed=seed, title="first filters made by hand")
    return {
        "pixels": linear(train.reshape(len(train), -1), test.reshape(len(test), -1)),
        "histograms": [[linear(*pair) for pair in row] for row in described],
        "hand_first": accuracy(rest, asked, answers),
        "learned": moved_digits(seed)["cnn_accuracy"][0],
    }


@cached
def rare_answers(seed=0):
    """Learn filters from photographs without any labels: each should rarely answer, and then strongly.

    Patches of four photographs are whitened; gradient descent lowers the mean of log cosh of the answers, and after each step the filters
    are made orthogonal again. What comes out is known as independent component analysis.

    Parameters
    ----------
    seed : int, default: 0
        Draws patches and first filters.

    Returns
    -------
    dict of numpy.ndarray
        ``before`` and ``after`` (36, 12, 12), filters at the first and after the last step; ``fit_before`` and ``fit_after`` (36,), the
        share of each that one Gabor filter explains (`gabor_fit`).

    References
    ----------
    A. Bell and T. Sejnowski, The "independent components" of natural scenes are edge filters, 1997.
    """
    rng = np.random.default_rng(seed)
    patches = np.concatenate([_patches(name, 4000, rng) for name in ("chelsea", "astronaut", "camera", "coffee")])
    patches -= patches.mean(axis=1, keepdims=True)
    variances, directions = np.linalg.eigh(patches.T @ patches / len(patches))
    whiten = directions[:, -KEPT:] / np.sqrt(variances[-KEPT:])
    answers_of = patches @ whiten
    first = np.linalg.qr(rng.standard_normal((KEPT, KEPT)))[0]
    weights = first
    for _ in range(150):
        slope = np.tanh(answers_of @ weights.T).T @ answers_of / len(answers_of)
        left, _, right = np.linalg.svd(weights - slope, full_matrices=False)
        weights = left @ right
    before, after = ((turned @ whiten.T).reshape(KEPT, SIZE, SIZE) for turned in (first, weights))
    return {"before": before, "after": after, "fit_before": gabor_fit(before), "fit_after": gabor_fit(after)}


def gabor_fit(filters):
    """Measure how much of each filter the best of many Gabor filters explains.

    Wavelength, width, length, direction and place are tried on a grid; size and phase are fitted.

    Parameters
    ----------
    filters : array_like, shape (N, size, size)

    Returns
    -------
    numpy.ndarray, shape (N,)
        Share of the sum of squares about the mean, 0 to 1.

    Examples
    --------
    >>> wave = ops.gabor_filter(8, wavelength=4.0, sigma=2.2, phase=1.0)
    >>> noise = np.random.default_rng(0).standard_normal((8, 8))
    >>> (gabor_fit([wave, noise]) > 0.9).tolist()
    [True, False]
    """
    filters = np.asarray(filters, dtype=float)
    size = filters.shape[-1]
    wanted = _about_mean(filters.reshape(len(filters), -1))
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    best = np.zeros(len(filters))
    grid = [
        (length, spread, aspect, angle)
        for length in (2.5, 3.0, 4.0, 5.0, 6.5, 8.0, 11.0, 15.0)
        for spread in (0.9, 1.2, 1.6, 2.2, 3.0)
        for aspect in (0.5, 0.75, 1.0)
        for angle in np.pi * np.arange(12) / 12
    ]
    for length, spread, aspect, angle in grid:
        shape = {"wavelength": length, "sigma": spread, "aspect": aspect, "angle": angle}
        even, odd = (
            _everywhere(ops.gabor_filter(2 * size - 1, phase=phase, **shape), size) for phase in (0, np.pi / 2)
        )
        odd -= even * ((even * odd).sum(axis=1) / (even**2).sum(axis=1))[:, None]
        shares = [(wanted @ wave.T) ** 2 / np.maximum((wave**2).sum(axis=1), 1e-12) for wave in (even, odd)]
        best = np.maximum(best, np.add(*shares).max(axis=1))
    return best


def _first_maps(images):
    return ops.relu(ops.conv2d(images[:, None].astype(np.float32), edge_filters().astype(np.float32)))


def _patches(name, count, rng):
    picture = data.photograph(name, gray=True)
    rows, columns = (rng.integers(0, side - SIZE + 1, count) for side in picture.shape)
    windows = np.lib.stride_tricks.sliding_window_view(picture, (SIZE, SIZE))
    return windows[rows, columns].reshape(count, -1)


def _everywhere(wave, size):
    """A wave on a canvas of almost twice the size, seen through every window: (places, size * size)."""
    return _about_mean(np.lib.stride_tricks.sliding_window_view(wave, (size, size)).reshape(-1, size * size))


def _about_mean(rows):
    return rows - rows.mean(axis=1, keepdims=True)
