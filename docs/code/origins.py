"""Page 2.0: the two assumptions behind a convolution, where their names come from, and what they saved in 1989."""

# [start:four-layers]
from itertools import product

import numpy as np

from cnnnotes.analysis.equivariance import shift_matrix
from cnnnotes.figures import origins as figures
from cnnnotes.site import show

rng = np.random.default_rng(0)
size = (6, 6)
pixels = 36


def weights(*shape):
    # away from 0, so that no weight is drawn like a missing one
    return rng.uniform(0.3, 1, shape) * rng.choice([-1, 1], shape)


# P[s] moves the picture by s, so W = sum of w[s] P[s] does the same thing at every place
P = {step: shift_matrix(size, step) for step in product(range(6), repeat=2)}
near = [step for step in P if all(side in (0, 1, 5) for side in step)]  # 5 is one step back

neither = weights(pixels, pixels)
local = weights(pixels, pixels) * sum(P[step] for step in near)
stationary = sum(weights() * P[step] for step in P)
both = sum(weights() * P[step] for step in near)

matrices = np.array([[neither, stationary], [local, both]])
counts = [[np.unique(matrix[matrix != 0]).size for matrix in row] for row in matrices]
print("different weights   own at each place   the same everywhere")
for name, row in zip(["sees everything", "sees neighbours"], counts, strict=True):
    print(f"{name:20}{row[0]:17,}{row[1]:22,}")
show(figures.four_layers(matrices, counts))
# [end:four-layers]


# [start:roots]
import re
from pathlib import Path

import cnnnotes
from cnnnotes.figures import origins as figures
from cnnnotes.site import fact, show

works = "HubelWiesel1962 Fukushima1980 LeCun1989 LeCun1998 Krizhevsky2012"
works += " Field1987 RudermanBialek1994 OlshausenField1996 Simoncelli2001"
bibliography = Path(cnnnotes.__file__).parents[1] / "docs" / "references.bib"
entries = bibliography.read_text(encoding="utf-8").split("\n@")
years = {}
for entry in entries:
    key = re.match(r"@?\w+\{([^,]+),", entry)
    if key and key[1] in works.split():
        years[key[1]] = int(re.search(r"\byear\s*=\s*\{(\d{4})\}", entry)[1])

for work, year in sorted(years.items(), key=lambda item: item[1]):
    print(year, work)
fact("gap", str(years["Krizhevsky2012"] - years["LeCun1989"]))
show(figures.roots(years))
# [end:roots]


# [start:saved]
import numpy as np

from cnnnotes.figures import origins as figures
from cnnnotes.site import fact, show

# The network of LeCun et al. (1989), which read pictures of 16 x 16. Each unit also has a bias of its own.
names = ["first hidden", "second hidden", "third hidden", "output"]
units = np.array([12 * 8 * 8, 12 * 4 * 4, 30, 10])
before = np.array([16 * 16, 12 * 8 * 8, 12 * 4 * 4, 30])  # values in the layer below
window = np.array([5 * 5, 8 * 5 * 5, 12 * 4 * 4, 30])  # values that one unit looks at
filters = np.array([12, 12, 30, 10])  # sets of weights

dense = units * before + units
local = units * window + units
shared = filters * window + units

for name, *row in zip([*names, "sum"], *([*c, c.sum()] for c in (dense, local, shared)), strict=True):
    print(f"{name:14} fully connected {row[0]:7,}   local {row[1]:6,}   local and shared {row[2]:5,}")
fact("by-locality", f"{dense.sum() / local.sum():.1f}")
fact("by-sharing", f"{local.sum() / shared.sum():.1f}")
fact("in-third", f"{100 * shared[2] / shared.sum():.0f}")
show(figures.saved(dense, local, shared))
# [end:saved]


# [start:sizes]
for side, window in [(6, 3), (28, 5)]:
    n, k = side**2, window**2
    print(f"{side} x {side}: neither {n * n:,}, local {k * n:,}, stationary {n:,}, both {k}")
# [end:sizes]


# [start:commute]
import numpy as np

from cnnnotes.analysis.equivariance import shift_matrix
from cnnnotes.ops import conv_matrix

rng = np.random.default_rng(0)
both = conv_matrix(rng.normal(size=(1, 1, 3, 3)), (6, 6), padding="same", mode="circular")
local = rng.normal(size=(36, 36)) * (both != 0)
P = shift_matrix((6, 6), (1, 2))
order = np.eye(36)[rng.permutation(36)]  # the same shuffle of the pixels, in and out

for name, W in [("local", local), ("both", both), ("both, shuffled", order @ both @ order.T)]:
    print(f"{name:14} moves along with the input: {np.allclose(P @ W, W @ P)}, weights not 0: {np.sum(W != 0)}")
# [end:commute]
