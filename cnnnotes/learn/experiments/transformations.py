"""Train on centred digits; test on digits that are moved, turned or scaled."""

import numpy as np

from cnnnotes import data
from cnnnotes.learn.cache import cached
from cnnnotes.learn.models import cnn_flatten, cnn_pooled, mlp
from cnnnotes.learn.train import Adam, accuracy, fit

CANVAS = (20, 20)
MODELS = ("mlp", "cnn_flatten", "cnn_pooled")
SHIFTS = tuple(range(-6, 7))
ANGLES = tuple(range(0, 181, 15))
SCALES = (0.5, 0.625, 0.75, 0.875, 1.0, 1.25, 1.5, 1.75, 2.0)
_RUNS = {"mlp": (30, 0.003), "cnn_flatten": (6, 0.005), "cnn_pooled": (10, 0.008)}  # epochs, rate


def trained(kind, seed=0):
    """Give a network that was trained on digits in the middle of a 20 x 20 canvas.

    Parameters
    ----------
    kind : str
        One of `MODELS`: fully connected, convolutional with flattening, convolutional with global max pooling.
    seed : int, default: 0
        Draws split, weights and order of training.

    Returns
    -------
    Sequential

    Raises
    ------
    ValueError
        If `kind` is not one of `MODELS`.

    Examples
    --------
    >>> from cnnnotes.learn.models import count
    >>> count(trained("mlp"))
    52618
    """
    weights = _weights(kind, seed)
    return _new(kind, seed).load(weights[f"p{index}"] for index in range(len(weights)))


@cached
def accuracy_curves(seed=0):
    """Measure how accuracy changes as test digits are moved, turned and scaled.

    Parameters
    ----------
    seed : int, default: 0
        As for `trained`.

    Returns
    -------
    dict of numpy.ndarray
        ``shifts`` (13,), pixels to the right; ``angles`` (13,), degrees anticlockwise; ``scales`` (9,), 1 is the size of training;
        and the accuracies ``shift`` (3, 13), ``angle`` (3, 13) and ``scale`` (3, 9), one row for each of `MODELS`.
    """
    test, labels = data.digits_split(seed)[2:]
    upright = data.centre(test, CANVAS)
    row, col = (np.array(CANVAS) - test.shape[1:]) // 2
    series = {
        "shift": [data.paste(test, CANVAS, row, col + shift) for shift in SHIFTS],
        "angle": [data.rotate(upright, angle) for angle in ANGLES],
        "scale": [data.scale(upright, factor) for factor in SCALES],
    }
    models = [trained(kind, seed) for kind in MODELS]
    curves = {
        name: [[accuracy(model, images, labels) for images in sets] for model in models]
        for name, sets in series.items()
    }
    return {"shifts": SHIFTS, "angles": ANGLES, "scales": SCALES, **curves}


@cached
def _weights(kind, seed):
    model = _new(kind, seed)
    train, labels = data.digits_split(seed)[:2]
    epochs, rate = _RUNS[kind]
    fit(model, data.centre(train, CANVAS), labels, epochs=epochs, optimiser=Adam(rate), seed=seed, title=kind)
    return {f"p{index}": parameter for index, parameter in enumerate(model.parameters)}


def _new(kind, seed):
    if kind not in MODELS:
        raise ValueError(f"kind must be one of {', '.join(MODELS)}, got {kind!r}")
    if kind == "mlp":
        return mlp(CANVAS, (128,), seed=seed)
    return cnn_flatten(CANVAS, seed=seed) if kind == "cnn_flatten" else cnn_pooled(seed=seed)
