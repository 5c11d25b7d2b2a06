"""Many parameters, few examples: what can be learned by heart, and what is learned nevertheless."""

import numpy as np

from cnnnotes import data
from cnnnotes.learn.cache import cached
from cnnnotes.learn.models import mlp
from cnnnotes.learn.train import Adam, accuracy, fit

WIDTHS = (2, 4, 8, 16, 32, 64, 128)


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
    found = {}
    for name, target in targets.items():
        models = [mlp((8, 8), (width,), seed=seed) for width in WIDTHS]
        for model in models:
            fit(model, train, target, epochs=200, optimiser=Adam(0.02), batch=200, seed=seed, title="random labels")
        found[f"train_{name}"] = [accuracy(model, train, target) for model in models]
        found[f"test_{name}"] = [accuracy(model, test, test_labels) for model in models]
    return {"widths": WIDTHS, **found}
