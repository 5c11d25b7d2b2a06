"""The page "Reproducing": what is needed, and what a seed does to a number."""

# [start:needs]
import tomllib
from pathlib import Path

import cnnnotes

settings = Path(cnnnotes.__file__).parents[1] / "pyproject.toml"
project = tomllib.loads(settings.read_text(encoding="utf-8"))["project"]

print("Python " + project["requires-python"])
for package in project["dependencies"]:
    print(package)
# [end:needs]


# [start:seeds]
import numpy as np

from cnnnotes.data import digits_split
from cnnnotes.figures import reproduce as figures
from cnnnotes.site import fact, show


def accuracy(seed):
    train, train_labels, test, test_labels = digits_split(seed)
    means = np.array([train[train_labels == digit].mean(axis=0) for digit in range(10)])
    distances = ((test[:, None] - means) ** 2).sum(axis=(2, 3))
    return np.mean(distances.argmin(axis=1) == test_labels)


seeds = np.arange(10)
first = np.array([accuracy(seed) for seed in seeds])
second = np.array([accuracy(seed) for seed in seeds])

print("both runs the same:", np.array_equal(first, second))
fact("lowest", f"{first.min():.3f}")
fact("highest", f"{first.max():.3f}")
show(figures.runs(seeds, first, second))
# [end:seeds]
