"""How many examples does it take? Four networks that differ in one step each, trained on few digits and on many."""

from itertools import product

import numpy as np

from cnnnotes import data
from cnnnotes.learn.cache import cached
from cnnnotes.learn.experiments.permutation import permute, pixel_order
from cnnnotes.learn.models import cnn_flatten, cnn_pooled, local_flatten, mlp
from cnnnotes.learn.train import Adam, accuracy, fit

KINDS = ("dense", "local", "shared", "pooled")
COUNTS = (125, 250, 500, 1000)
SEEDS = (0, 1, 2)
SIZES = {"moved": (20, 20), "shuffled": (20, 20), "centred": (12, 12)}
COPIES = 16
#: What the notes train here: functions with their arguments.
RUNS = [
    *(("score", (*what, seed)) for what in product(KINDS, ("moved", "centred"), COUNTS) for seed in SEEDS),
    *(("score", (kind, "shuffled", COUNTS[-1], seed)) for kind in KINDS for seed in SEEDS),
    *(("score", ("untied", "moved", COUNTS[-1], seed)) for seed in SEEDS),
]
_TRAINING = {
    "dense": (1000, 0.003),
    "local": (300, 0.005),
    "shared": (400, 0.006),
    "pooled": (400, 0.006),
}  # steps, rate
_BATCH = 32


def build(kind, size, seed=0):
    """Give one of the networks that are compared, untrained.

    Parameters
    ----------
    kind : str
        ``"dense"``, fully connected, one hidden layer of 128; ``"local"``, two locally connected layers, 2 x 2 max pooling, a fully
        connected layer; ``"shared"``, the same with shared weights, a convolutional network; ``"pooled"``, the same convolutions with
        global max pooling. And ``"untied"``: ``"local"`` with the first weights of ``"shared"``, the same ones at every place.
    size : tuple of int (H, W)
        Size of the images.
    seed : int, default: 0
        Draws the weights.

    Returns
    -------
    Sequential

    Raises
    ------
    ValueError
        If there is no such kind.

    Examples
    --------
    >>> from cnnnotes.learn.models import count
    >>> [count(build(kind, (20, 20))) for kind in KINDS]
    [52618, 290026, 9226, 1546]
    """
    if kind == "dense":
        return mlp(size, (128,), seed=seed)
    if kind == "local":
        return local_flatten(size, seed=seed)
    if kind == "shared":
        return cnn_flatten(size, seed=seed)
    if kind == "pooled":
        return cnn_pooled((8, 16), seed=seed)
    if kind == "untied":
        model = local_flatten(size, seed=seed)
        for own, common in zip(model.parameters, cnn_flatten(size, seed=seed).parameters, strict=True):
            own[...] = common[:, None, None] if own.ndim == 3 else common
        return model
    raise ValueError(f"kind must be one of {', '.join(KINDS)}, untied, got {kind!r}")


def placed_digits(setting, count, seed=0, copies=1):
    """Give digits to learn from, and digits to be tested with.

    Parameters
    ----------
    setting : str
        ``"moved"``: each digit at a random place of a 20 x 20 canvas; ``"shuffled"``: then all pixels in one fixed other order;
        ``"centred"``: all in the middle of a 12 x 12 canvas.
    count : int
        Digits to learn from, at most 1258. Fewer are the first ones of more.
    seed : int, default: 0
        Draws split, places and order of pixels.
    copies : int, default: 1
        How often each digit is shown, each time at a place of its own.

    Returns
    -------
    train, train_labels, test, test_labels : numpy.ndarray
        Shapes (count * copies, H, W), (count * copies,), (539 * 4, H, W) and (539 * 4,): each test digit at four places, or once (539)
        where all are centred.

    Raises
    ------
    ValueError
        If there is no such setting, or not so many digits.

    Examples
    --------
    >>> [part.shape for part in placed_digits("moved", 125)]
    [(125, 20, 20), (125,), (2156, 20, 20), (2156,)]
    """
    if setting not in SIZES:
        raise ValueError(f"setting must be one of {', '.join(SIZES)}, got {setting!r}")
    train, labels, test, answers = data.digits_split(seed)
    if not 1 <= count <= len(train):
        raise ValueError(f"count must be 1 to {len(train)}, got {count}")
    train, labels, size = train[:count], labels[:count], SIZES[setting]
    if setting == "centred":
        return data.centre(train, size), labels, data.centre(test, size), answers
    train, labels = _somewhere(train, labels, copies, np.random.default_rng([seed, 0]))
    test, answers = _somewhere(test, answers, 4, np.random.default_rng([seed, 1]))
    if setting == "shuffled":
        order = pixel_order(size[0] * size[1], seed)
        train, test = permute(train, order), permute(test, order)
    return train, labels, test, answers


@cached
def score(kind, setting, count, seed=0):
    """Train one network on so many digits, and count its right answers.

    Parameters
    ----------
    kind : str
        As for `build`.
    setting, count
        As for `placed_digits`.
    seed : int, default: 0
        Draws digits, places, weights and order of training.

    Returns
    -------
    dict of numpy.ndarray
        ``train`` and ``test``: accuracies, 0 to 1.
    """
    train, labels, test, answers = placed_digits(setting, count, seed)
    steps, rate = _TRAINING["local" if kind == "untied" else kind]
    model = build(kind, SIZES[setting], seed)
    _fit(model, train, labels, steps, rate, seed, f"{kind}, {count} {setting} digits")
    return {"train": accuracy(model, train, labels), "test": accuracy(model, test, answers)}


@cached
def many_places(seed=0):
    """Show each of 1000 digits at 16 places to the fully connected network: the data say what the network does not know.

    Parameters
    ----------
    seed : int, default: 0
        As for `score`.

    Returns
    -------
    dict of numpy.ndarray
        ``train`` and ``test``: accuracies, 0 to 1.
    """
    train, labels, test, answers = placed_digits("moved", 1000, seed, COPIES)
    model = build("dense", SIZES["moved"], seed)
    _fit(model, train, labels, 3000, 0.002, seed, f"dense, each digit at {COPIES} places")
    return {"train": accuracy(model, train, labels), "test": accuracy(model, test, answers)}


def curves(setting, kinds=KINDS, counts=COUNTS, seeds=SEEDS):
    """Gather the right answers of several networks.

    Parameters
    ----------
    setting : str
        As for `placed_digits`.
    kinds, counts, seeds : sequence
        What `score` is asked for.

    Returns
    -------
    train, test : numpy.ndarray, shape (seeds, kinds, counts)
        Accuracies, 0 to 1.
    """
    found = [[[score(kind, setting, count, seed) for count in counts] for kind in kinds] for seed in seeds]
    return tuple(np.array([[[one[part] for one in row] for row in run] for run in found]) for part in ("train", "test"))


def _somewhere(images, labels, copies, rng):
    """Each image `copies` times, at random places of the canvas."""
    images, labels = np.tile(images, (copies, 1, 1)), np.tile(labels, copies)
    free = SIZES["moved"][0] - images.shape[1] + 1
    return data.paste(images, SIZES["moved"], *rng.integers(0, free, (2, len(images)))), labels


def _fit(model, images, labels, steps, rate, seed, title):
    epochs = round(steps * _BATCH / len(images))
    fit(model, images, labels, epochs=epochs, optimiser=Adam(rate), batch=_BATCH, seed=seed, title=title)
