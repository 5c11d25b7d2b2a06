"""The page "What was the problem?": the history put right, and the three problems in one look."""

# [start:timeline]
import re
from pathlib import Path

import cnnnotes
from cnnnotes.figures import problem as figures
from cnnnotes.site import show

works = "HubelWiesel1962 Fukushima1980 Rumelhart1986 LeCun1989 LeCun1998 Lowe2004 DalalTriggs2005 Krizhevsky2012"
bibliography = Path(cnnnotes.__file__).parents[1] / "docs" / "references.bib"
entries = bibliography.read_text(encoding="utf-8").split("\n@")
years = {}
for entry in entries:
    key = re.match(r"@?\w+\{([^,]+),", entry)
    if key and key[1] in works.split():
        years[key[1]] = int(re.search(r"\byear\s*=\s*\{(\d{4})\}", entry)[1])

for work, year in sorted(years.items(), key=lambda item: item[1]):
    print(year, work)
show(figures.timeline(years))
# [end:timeline]


# [start:weights]
from cnnnotes.figures import problem as figures
from cnnnotes.site import fact, show

width, height, channels, nodes, side = 640, 480, 3, 128, 3
inputs = width * height * channels
dense = inputs * nodes
conv = side * side * channels * nodes

print(f"{width} x {height} x {channels} = {inputs:,} input values")
print(f"{dense:,} weights from each of them to each of {nodes} nodes")
print(f"{conv:,} weights in {nodes} filters of {side} x {side} x {channels}")
print(f"{dense / conv:,.0f} times as many")
fact("times", f"{dense / conv:,.0f}")
show(figures.to_scale(dense, inputs, conv))
# [end:weights]


# [start:neighbours]
import numpy as np

from cnnnotes.figures import problem as figures
from cnnnotes.figures.spatial import dog as draw_dog
from cnnnotes.ops import dense
from cnnnotes.site import show

dog = draw_dog(20)  # height, width, channels
pixels = dog.reshape(-1, 3)  # a pixel in each row

rng = np.random.default_rng(1)
weights = rng.normal(size=(*pixels.shape, 8))  # one for each value and node
order = rng.permutation(len(pixels))


def answers(pixels, weights):
    return dense(pixels.reshape(1, -1), weights.reshape(-1, 8))[0]


outputs = answers(pixels, weights)
outputs_mixed = answers(pixels[order], weights[order])

print("same answers:", np.allclose(outputs, outputs_mixed, rtol=0, atol=1e-12))
show(figures.shuffled(dog, pixels[order].reshape(dog.shape), outputs, outputs_mixed))
# [end:neighbours]


# [start:moved]
import numpy as np

from cnnnotes.figures import problem as figures
from cnnnotes.ops import conv2d, dense
from cnnnotes.site import fact, show

left = "80000 88000 86888 88888 80188 80088 88883 08888 08850 00888"
half = np.array([[int(grey) for grey in row] for row in left.split()]) / 9
cat = np.hstack([half, half[:, ::-1]])


def place(drawing, row, column):
    canvas = np.zeros((22, 22))
    canvas[row : row + len(drawing), column : column + len(drawing)] = drawing
    return canvas


twice = np.kron(cat, np.ones((2, 2)))
moved = [place(cat, 6, 6), place(cat, 6, 7), place(cat, 11, 1)]
pictures = np.array([*moved, place(np.rot90(cat), 6, 6), place(twice, 1, 1)])

weights = cat - cat.mean()
weights /= (weights * cat).sum()
fixed = dense(pictures.reshape(5, -1), place(weights, 6, 6).reshape(-1, 1))[:, 0]
sliding = conv2d(pictures[:, None], weights[None, None]).max(axis=(1, 2, 3))

for name, one, other in zip(["original", "1 pixel", "far", "90 degrees", "2 x size"], fixed, sliding, strict=True):
    print(f"{name:<12}fixed {one:5.2f}   sliding {other:4.2f}")
fact("one-pixel", f"{fixed[1]:.2f}")
fact("turned", f"{sliding[3]:.2f}")
fact("twice", f"{sliding[4]:.2f}")
show(figures.moved(pictures, fixed, sliding))
# [end:moved]
