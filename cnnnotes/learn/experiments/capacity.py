"""Many parameters, few examples: what can be fitted, and what follows from it."""

from itertools import product

import numpy as np

from cnnnotes import data
from cnnnotes.learn.cache import cached
from cnnnotes.learn.models import mlp
from cnnnotes.learn.train import Adam, accuracy, fit

WIDTHS = (2, 4, 8, 16, 32, 64, 128)
FEATURES = (10, 20, 50, 80, 110, 130, 150, 170, 200, 300, 500, 1000, 2000, 5000)


@cached
def random_labels(seed=0):
    """Train networks of growing width on 200 digits, with the true labels and with the labels shuffled.

    Parameters
    ----------
    seed : int, default: 0
        Draws digits, shuffling, weights and order of training.

    Returns
    -------
    dict of numpy.ndarray
        ``widths`` (7,), units of the one hidden layer, and four accuracies of shape (7,): ``train_true``, ``test_true``,
        ``train_shuffled`` and ``test_shuffled``; the tests are always against true labels.
    """
    train, labels, test, test_labels = data.digits_split(seed)
    train, labels = train[:200], labels[:200]
    targets = {"true": labels, "shuffled": np.random.default_rng(seed).permutation(labels)}
    result = {"widths": WIDTHS}
    for name, target in targets.items():
        models = [mlp((8, 8), (width,), seed=seed) for width in WIDTHS]
        for model in models:
            fit(model, train, target, epochs=400, optimiser=Adam(0.01), batch=200, seed=seed, title="random labels")
        result[f"train_{name}"] = [accuracy(model, train, target) for model in models]
        result[f"test_{name}"] = [accuracy(model, test, test_labels) for model in models]
    return result


@cached
def double_descent(seed=0, noise=0.1):
    """Fit 150 digits with more and more random features, always by the smallest weights that fit best.

    A feature is the ReLU of a random weighted sum of the pixels, less their mean; only the last layer is fitted, by least squares on one-hot labels.

    Parameters
    ----------
    seed : int, default: 0
        Draws digits, wrong labels and features.
    noise : float, default: 0.1
        Share of the training labels that are replaced by random ones.

    Returns
    -------
    dict of numpy.ndarray
        ``features`` (14,), how many; ``train`` and ``test`` (14,), accuracies, the first against the labels fitted; ``error`` (14,), mean
        squared error of the ten outputs on test digits; ``norm`` (14,), the size of the weights.

    References
    ----------
    M. Belkin, D. Hsu, S. Ma and S. Mandal, Reconciling modern machine-learning practice and the bias-variance trade-off, 2019.
    """
    train, labels, test, test_labels = data.digits_split(seed)
    rng = np.random.default_rng(seed)
    train, test, labels = train[:150].reshape(150, -1), test.reshape(len(test), -1), labels[:150].copy()
    train, test = train - train.mean(axis=0), test - train.mean(axis=0)
    wrong = rng.permutation(150)[: round(150 * noise)]
    labels[wrong] = rng.integers(0, 10, len(wrong))
    directions = rng.standard_normal((64, max(FEATURES))) / 8
    known, unknown = np.maximum(train @ directions, 0), np.maximum(test @ directions, 0)
    rows = [_least_norm(known[:, :count], labels, unknown[:, :count], test_labels) for count in FEATURES]
    return {"features": FEATURES, **dict(zip(("train", "test", "error", "norm"), np.transpose(rows), strict=True))}


def four_images(size=256):
    """Fit every way to label four photographs with -1 and 1 by one linear unit, exactly.

    Parameters
    ----------
    size : int, default: 256
        Rows and columns cut out of the middle of each photograph, 8 to 256. There are 3 size^2 weights.

    Returns
    -------
    dict of numpy.ndarray
        ``images`` (4, size, size, 3); ``rank``, of the 4 x D matrix of pixels; ``labellings`` (16, 4); ``errors`` (16,), the largest miss of
        the smallest weights that fit; ``weights`` (2, D), two solutions for the labelling (-1, -1, 1, 1), the second with a part added
        that the four images do not see; ``outputs`` (2, 4) of both; ``fifth`` (2,), what they say about a fifth picture, bricks.

    Raises
    ------
    ValueError
        If `size` is not from 8 to 256.

    Examples
    --------
    >>> bool(four_images(16)["errors"].max() < 1e-8)
    True
    """
    if not 8 <= size <= 256:
        raise ValueError(f"size must be from 8 to 256, got {size}")
    images = np.stack([_middle(name, size) for name in ("chelsea", "astronaut", "coffee", "camera")])
    x, fifth = images.reshape(4, -1), _middle("brick", size).ravel()
    solve = np.linalg.inv(x @ x.T)
    labellings = np.array(list(product((-1, 1), repeat=4)))
    errors = [abs(x @ (x.T @ (solve @ labels)) - labels).max() for labels in labellings]
    smallest = x.T @ (solve @ [-1, -1, 1, 1])
    unseen = fifth - x.T @ (solve @ (x @ fifth))
    weights = np.stack([smallest, smallest + 3 * unseen / (unseen @ fifth)])
    outputs = {"outputs": weights @ x.T, "fifth": weights @ fifth}
    return {"images": images, "rank": np.linalg.matrix_rank(x), "labellings": labellings, "errors": np.array(errors), "weights": weights, **outputs}


def _least_norm(known, labels, unknown, answers):
    """Accuracy on both sets, error on the second, and norm, of the smallest least-squares weights."""
    weights = np.linalg.pinv(known) @ np.eye(10)[labels]
    guess = unknown @ weights
    error = np.mean((guess - np.eye(10)[answers]) ** 2)
    right = [np.mean((known @ weights).argmax(1) == labels), np.mean(guess.argmax(1) == answers)]
    return [*right, error, np.linalg.norm(weights)]


def _middle(name, size):
    picture = data.photograph(name)
    top, left = (picture.shape[0] - size) // 2, (picture.shape[1] - size) // 2
    return picture[top : top + size, left : left + size]
