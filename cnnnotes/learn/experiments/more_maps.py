"""Digits for networks of 1 to 32 filters in each of two layers: what more feature maps buy."""

from cnnnotes import data
from cnnnotes.learn.cache import cached
from cnnnotes.learn.models import cnn_pooled
from cnnnotes.learn.train import Adam, accuracy, fit

FILTERS = (1, 2, 4, 8, 16, 32)
SEEDS = (0, 1, 2)
RUNS = [("accuracy_of_width", (filters, seed)) for filters in FILTERS for seed in SEEDS]


@cached
def accuracy_of_width(filters, seed=0):
    """Train two 3 x 3 convolutions with so many filters each, global max pooling and a classifier on 8 x 8 digits.

    Parameters
    ----------
    filters : int
        Feature maps of each layer, 1 or more.
    seed : int, default: 0
        Draws split, weights and order of training.

    Returns
    -------
    dict of numpy.ndarray
        ``train`` and ``test``: accuracies, 0 to 1.
    """
    train, labels, test, answers = data.digits_split(seed)
    model = cnn_pooled((filters, filters), (3, 3), seed=seed)
    fit(model, train, labels, epochs=40, optimiser=Adam(0.01), batch=32, seed=seed, title=f"{filters} filters")
    return {"train": accuracy(model, train, labels), "test": accuracy(model, test, answers)}
