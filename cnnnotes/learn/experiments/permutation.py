"""Reorder the pixels of all pictures in one fixed way: who notices?"""

import numpy as np

from cnnnotes import data
from cnnnotes.learn.cache import cached
from cnnnotes.learn.models import cnn_pooled, mlp
from cnnnotes.learn.train import SGD, Adam, accuracy, fit

CANVAS = (12, 12)


def scenes(seed=0):
    """Put each digit at a random place of a 12 x 12 canvas.

    Parameters
    ----------
    seed : int, default: 0
        Draws the split and the places.

    Returns
    -------
    train, train_labels, test, test_labels : numpy.ndarray
        Shapes (1258, 12, 12), (1258,), (539, 12, 12) and (539,); ink from 0 to 1.

    Examples
    --------
    >>> scenes()[0].shape
    (1258, 12, 12)
    """
    train, train_labels, test, test_labels = data.digits_split(seed)
    rng = np.random.default_rng(seed)
    train, test = (data.paste(part, CANVAS, *rng.integers(0, 5, (2, len(part)))) for part in (train, test))
    return train, train_labels, test, test_labels


def pixel_order(count, seed=0):
    """Draw the fixed order into which all pictures are put.

    Parameters
    ----------
    count : int
        Pixels per picture.
    seed : int, default: 0
        Which order.

    Returns
    -------
    numpy.ndarray, shape (count,), int
        A permutation of 0 to count - 1.

    Examples
    --------
    >>> sorted(pixel_order(4).tolist())
    [0, 1, 2, 3]
    """
    return np.random.default_rng([count, seed]).permutation(count)


def permute(images, order):
    """Put the pixels of each picture into another order: new pixel i is old pixel ``order[i]``, counted row by row.

    Parameters
    ----------
    images : array_like, shape (N, H, W)
    order : array_like of int, shape (H W,)

    Returns
    -------
    numpy.ndarray, shape (N, H, W)

    Raises
    ------
    ValueError
        If `order` is not a permutation of the pixels.

    Examples
    --------
    >>> permute([[[10, 11], [12, 13]]], [3, 2, 1, 0]).tolist()
    [[[13, 12], [11, 10]]]
    """
    images, order = np.asarray(images), np.asarray(order)
    pixels = int(np.prod(images.shape[1:]))
    if not np.array_equal(np.sort(order), np.arange(pixels)):
        raise ValueError(f"order must hold 0 to {pixels - 1} once each, got shape {order.shape}")
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)


@cached
def mirrored_mlp(seed=0):
    """Train a fully connected network twice: as usual, and with pixels and first weights in another order.

    Digits of 8 x 8, one hidden layer of 64, gradient descent with rate 0.2, 5 epochs, double precision.

    Parameters
    ----------
    seed : int, default: 0
        Draws split, weights, order of pixels and order of training.

    Returns
    -------
    dict of numpy.ndarray
        ``losses`` (2, steps), the loss of every step, in nats; ``accuracy`` (2,) on test digits; ``order`` (64,), the order of pixels.
        The two rows differ by rounding only.
    """
    train, labels, test, test_labels = data.digits_split(seed)
    order = pixel_order(64, seed)
    usual, mirrored = (mlp((8, 8), seed=seed, dtype="float64") for _ in range(2))
    mirrored.parameters[0][...] = usual.parameters[0][order]
    losses, scores = [], []
    for model, images, tests in ((usual, train, test), (mirrored, permute(train, order), permute(test, order))):
        losses.append(fit(model, images, labels, epochs=5, optimiser=SGD(0.2), seed=seed))
        scores.append(accuracy(model, tests, test_labels))
    return {"losses": losses, "accuracy": scores, "order": order}


@cached
def moved_digits(seed=0):
    """Train both kinds of networks on digits at random places, with the pixels as they are and in another order.

    Parameters
    ----------
    seed : int, default: 0
        Draws split, places, weights, order of pixels and order of training.

    Returns
    -------
    dict of numpy.ndarray
        ``cnn_losses`` and ``mlp_losses`` (2, epochs), the mean training loss of each epoch, in nats; ``cnn_accuracy`` and
        ``mlp_accuracy`` (2,) on test digits. Row 0: pixels as they are, row 1: in another order.
    """
    train, labels, test, test_labels = scenes(seed)
    order = pixel_order(train[0].size, seed)
    result = {}
    for name, epochs, rate in (("cnn", 15, 0.008), ("mlp", 25, 0.005)):
        runs = []
        for images, tests in ((train, test), (permute(train, order), permute(test, order))):
            model = cnn_pooled(kernels=(3, 3), seed=seed) if name == "cnn" else mlp(CANVAS, (128,), seed=seed)
            losses = fit(
                model, images, labels, epochs=epochs, optimiser=Adam(rate), seed=seed, title=f"{name}, moved digits"
            )
            runs.append((losses.reshape(epochs, -1).mean(axis=1), accuracy(model, tests, test_labels)))
        result[f"{name}_losses"], result[f"{name}_accuracy"] = zip(*runs, strict=True)
    return result


@cached
def centred_digits(seed=0):
    """Train the convolutional network of `moved_digits` on digits that all fill their picture: the easy case.

    Parameters
    ----------
    seed : int, default: 0
        As for `moved_digits`.

    Returns
    -------
    dict of numpy.ndarray
        ``cnn_accuracy`` (2,) on test digits: pixels as they are, and in another order.
    """
    train, labels, test, test_labels = data.digits_split(seed)
    order, scores = pixel_order(64, seed), []
    for images, tests in ((train, test), (permute(train, order), permute(test, order))):
        model = cnn_pooled(kernels=(3, 3), seed=seed)
        fit(model, images, labels, epochs=15, optimiser=Adam(0.008), seed=seed, title="cnn, centred digits")
        scores.append(accuracy(model, tests, test_labels))
    return {"cnn_accuracy": scores}
