"""One dot on an empty picture, left or right of the middle: which paddings let a network with global pooling find out?"""

import numpy as np

from cnnnotes.learn import train
from cnnnotes.learn.cache import cached
from cnnnotes.learn.layers import Conv2d, Dense, GlobalMaxPool, Relu
from cnnnotes.learn.models import Sequential

SIDE, LAYERS, KERNEL, FILTERS = 16, 3, 5, 6
MODES = ("zeros", "reflect", "replicate", "circular")
RUNS = [("scores", (mode, seed)) for mode in MODES for seed in range(3)]


def pictures():
    """Give a picture for each place a dot can have, and whether it is in the right half.

    Returns
    -------
    images : numpy.ndarray, shape (256, 16, 16)
    labels : numpy.ndarray of int, shape (256,)

    Examples
    --------
    >>> images, labels = pictures()
    >>> images.shape, int(labels.sum())
    ((256, 16, 16), 128)
    """
    count = SIDE**2
    return np.eye(count).reshape(count, SIDE, SIDE), (np.arange(count) % SIDE >= SIDE // 2).astype(int)


@cached
def scores(mode, seed=0):
    """Train on all places, and give the score for "right" minus the score for "left" at each.

    Parameters
    ----------
    mode : str
        One of `MODES`, of all convolutions.
    seed : int, default: 0
        Draws weights and order of training.

    Returns
    -------
    dict of numpy.ndarray
        ``scores`` (16, 16), above 0 where the network says "right".
    """
    rng, channels, steps = np.random.default_rng(seed), 1, []
    for _ in range(LAYERS):
        steps += [Conv2d(channels, FILTERS, KERNEL, rng, padding="same", mode=mode), Relu()]
        channels = FILTERS
    model = Sequential(*steps, GlobalMaxPool(), Dense(FILTERS, 2, rng))
    images, labels = pictures()
    train.fit(model, images, labels, epochs=30, optimiser=train.Adam(0.01), seed=seed, title=f"dots, {mode}")
    left, right = model.forward(train.as_input(model, images)).T
    return {"scores": (right - left).reshape(SIDE, SIDE)}
