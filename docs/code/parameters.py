"""The number of parameters: what is counted, how it grows, and what many parameters do and do not mean."""

# [start:connections]
import numpy as np

from cnnnotes.figures import parameters as figures
from cnnnotes.ops import conv2d, dense, locally_connected2d
from cnnnotes.site import show

rng = np.random.default_rng(0)


def weights(*shape):
    # away from 0, so that no weight is drawn like a missing one
    return rng.uniform(0.3, 1, shape) * rng.choice([-1, 1], shape)


# one image per pixel, with only that pixel on: the outputs are then the columns of the matrix
pixels = np.eye(64)
images = pixels.reshape(64, 1, 8, 8)
full = dense(pixels, weights(64, 36)).T
local = locally_connected2d(images, weights(6, 6, 1, 1, 3, 3)).reshape(64, 36).T
shared = conv2d(images, weights(1, 1, 3, 3)).reshape(64, 36).T

for name, matrix in [("fully connected", full), ("locally connected", local), ("convolution", shared)]:
    linked = matrix[matrix != 0]
    print(f"{name:18}{matrix.size:,} pairs, {linked.size:5,} connected, {np.unique(linked).size:5,} different weights")
show(figures.connectivity(full, local, shared, outputs=(7, 28), size=(8, 8)))
# [end:connections]

# [start:count]
import numpy as np

from cnnnotes.figures import parameters as figures
from cnnnotes.site import show

image = np.zeros((480, 640, 3), np.float32)  # rows, columns, channels
inputs = image.size
dense_weights, dense_biases = inputs * 128, 128
conv_weights, conv_biases = 3 * 3 * 3 * 128, 128  # rows, columns, channels, filters
dense, convolution = dense_weights + dense_biases, conv_weights + conv_biases

print(f"photograph        {image.shape[1]} x {image.shape[0]} x {image.shape[2]}")
print(f"input             {inputs:11,} values, 0 parameters")
print(f"fully connected   {dense_weights:11,} weights + {dense_biases} biases = {dense:11,} parameters")
print(f"convolution       {conv_weights:11,} weights + {conv_biases} biases = {convolution:11,} parameters")
print(f"dense weights in memory: {dense_weights * 4 / 2**20:.0f} MiB, {dense // convolution:,} times the convolution")
print(f"multiplications: {dense_weights:,} and, with padding, {480 * 640 * conv_weights:,}")
show(figures.count(inputs, dense, convolution))
# [end:count]

# [start:growth]
import numpy as np

from cnnnotes.figures import parameters as figures
from cnnnotes.site import show

sides = 2.0 ** np.arange(4, 11)  # 16 to 1,024 pixels, three channels
inputs = 3 * sides**2
fixed = inputs * 128
wide = inputs * sides**2  # as many outputs as pixels
convolution = np.full(len(sides), 3 * 3 * 3 * 128)

for name, weights in [("an output per pixel", wide), ("128 outputs", fixed), ("convolution", convolution)]:
    slope = np.polyfit(np.log(sides), np.log(weights), 1)[0]
    print(f"{name:20} slope {abs(slope):.0f}, {weights[-1]:20,.0f} weights at a side of {sides[-1]:,.0f}")

maps = 640 * 480 * 128  # what 128 filters put out for the photograph of the notes, with padding
print(f"10 outputs behind the flattened convolution: {maps * 10:,} weights; behind a mean per map: {128 * 10:,}")
show(figures.growth(sides, wide, fixed, convolution, step=3))
# [end:growth]

# [start:flatten]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import parameters as figures
from cnnnotes.site import show

face = photograph("chelsea")[6:294, 78:366]
image = face.reshape(24, 12, 24, 12, 3).mean(axis=(1, 3))  # the mean of each 12 x 12 pixels

vector = image.reshape(-1)
restored = vector.reshape(image.shape)

print(f"{image.size:,} values before, {vector.size:,} in the line, {restored.size:,} after")
print("every value the same:", np.array_equal(image, restored))
show(figures.flatten(image, vector, restored, rows=(6, 12, 18)))
# [end:flatten]

# [start:photographs]
import itertools

import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import parameters as figures
from cnnnotes.site import show

pictures = [photograph("chelsea")[22:278, 96:352], photograph("astronaut"), photograph("coffee"), photograph("brick")]
X = np.array([picture.ravel() for picture in pictures])  # a row per photograph
gram = X @ X.T


def smallest_weights(labels):
    return X.T @ np.linalg.solve(gram, labels)


labellings = np.array(list(itertools.product([1.0, -1.0], repeat=4)))
errors = [np.abs(X @ smallest_weights(labels) - labels).max() for labels in labellings]
print(f"each 256 x 256 x 3: {X.shape[1]:,} weights, {len(X)} equations, rank {np.linalg.matrix_rank(gram)}")
print(f"{len(labellings)} labellings, all met to one part in a billion: {max(errors) < 1e-9}")
for outputs in (1, 128):
    unknowns = 1024 * 1024 * 3 * outputs
    print(f"1024 x 1024 x 3 and {outputs:3} outputs: {unknowns:11,} weights, {unknowns // 4:11,} per photograph")

# any picture, less its shadow on the four, changes no answer
hidden = photograph("camera")[30:286, 130:386].ravel()
hidden = hidden - X.T @ np.linalg.solve(gram, X @ hidden)

cat, two = np.array([1.0, -1.0, -1.0, -1.0]), np.array([-1.0, 1.0, 1.0, -1.0])
solutions = np.array([smallest_weights(cat), smallest_weights(cat) + 1e-3 * hidden, smallest_weights(two)])
new = photograph("grass")
answers = solutions @ np.array([*X, new.ravel()]).T
print("answers to the four:", np.round(answers[:2, :4], 9).tolist())
drawn = solutions.reshape(-1, 32, 8, 32, 8, 3).mean(axis=(2, 4, 5))
thumbnails = [picture.reshape(32, 8, 32, 8, 3).mean(axis=(1, 3)) for picture in [*pictures, new]]
show(figures.photographs(np.array(thumbnails[:4]), thumbnails[4], drawn, answers))
# [end:photographs]

# [start:random-labels]
import numpy as np

from cnnnotes.figures import parameters as figures
from cnnnotes.learn.experiments import capacity
from cnnnotes.site import fact, show

runs = [capacity.random_labels(seed) for seed in (0, 1, 2)]
widths = runs[0]["widths"]
train_true, test_true, train_shuffled, test_shuffled = (
    np.array([run[name] for run in runs]) for name in ("train_true", "test_true", "train_shuffled", "test_shuffled")
)

parameters = 64 * widths + widths + 10 * widths + 10
memorised = widths[(train_shuffled == 1).all(axis=0)][0]
print(
    f"200 digits; {widths[-1]} hidden units have {parameters[-1]:,} parameters; from {memorised} on, shuffled labels are memorised"
)
fact("memorised", f"{memorised}")
fact("parameters", f"{parameters[-1]:,}")
fact("test-true", f"{100 * test_true[:, -1].mean():.0f}")
fact("test-shuffled", f"{100 * test_shuffled[:, -1].mean():.0f}")
show(figures.random_labels(widths, train_true, test_true, train_shuffled, test_shuffled))
# [end:random-labels]

# [start:linear]
import numpy as np

rng = np.random.default_rng(0)
layers = [rng.normal(size=size) for size in [(64, 256), (256, 256), (256, 10)]]
x = rng.normal(size=(5, 64))

deep = x
for weights in layers:
    deep = deep @ weights
one = layers[0] @ layers[1] @ layers[2]

count = sum(weights.size for weights in layers)
print(f"three layers: {count:,} weights")
print(f"one layer: {one.size} weights")
print("same answers:", np.allclose(deep, x @ one))
# [end:linear]

# [start:double-descent]
import numpy as np

from cnnnotes.data import digits_split
from cnnnotes.figures import parameters as figures
from cnnnotes.ops import relu
from cnnnotes.site import fact, show

examples, runs = 150, 5
counts = np.array([10, 20, 35, 50, 75, 100, 125, 140, 150, 160, 175, 200, 250, 350, 500, 1000, 2000, 5000])
smallest, regularised, length = np.zeros((3, runs, len(counts)))

for run in range(runs):
    rng = np.random.default_rng(run)
    train, labels, test, test_labels = digits_split(run)
    x, labels = train[:examples].reshape(examples, 64), labels[:examples]
    liars = rng.choice(examples, examples // 10, replace=False)
    labels[liars] = (labels[liars] + rng.integers(1, 10, len(liars))) % 10  # one label in ten is wrong
    targets = np.eye(10)[labels]
    for i, count in enumerate(counts):
        random = rng.normal(size=(64, count))  # drawn once, never learned
        features = relu((x - x.mean(axis=0)) @ random)
        tested = relu((test.reshape(-1, 64) - x.mean(axis=0)) @ random)

        weights = np.linalg.lstsq(features, targets, rcond=None)[0]  # the smallest of those that fit best
        smallest[run, i] = np.mean((tested @ weights).argmax(axis=1) != test_labels)
        length[run, i] = np.linalg.norm(weights)

        gram = features @ features.T
        penalty = 0.1 * np.trace(gram) / examples * np.eye(examples)
        weights = features.T @ np.linalg.solve(gram + penalty, targets)  # smaller weights, at the price of some misfit
        regularised[run, i] = np.mean((tested @ weights).argmax(axis=1) != test_labels)

smallest, regularised, length = 100 * smallest.mean(axis=0), 100 * regularised.mean(axis=0), np.median(length, axis=0)
for name, count in [("few", 50), ("equal", examples), ("many", 5000)]:
    i = counts.tolist().index(count)
    print(f"{count:5,} features: {smallest[i]:.0f} % wrong, regularised {regularised[i]:.0f} %, length {length[i]:.2g}")
    fact(f"wrong-{name}", f"{smallest[i]:.0f}")
    fact(f"regularised-{name}", f"{regularised[i]:.0f}")
show(figures.double_descent(counts, smallest, regularised, length, examples))
# [end:double-descent]

# [start:solution-count]
inputs = 224 * 224 * 3
print(f"224 x 224 x 3 = {inputs:,} inputs")
print(f"fully connected: {inputs:,} x 4,096 + 4,096 = {inputs * 4096 + 4096:,}")
print(f"convolution: {3 * 3 * 3} x 64 + 64 = {3 * 3 * 3 * 64 + 64:,}")
# [end:solution-count]

# [start:solution-kernel]
import numpy as np

from cnnnotes.ops import conv_matrix

kernel = np.arange(1.0, 26.0).reshape(1, 1, 5, 5)
matrix = conv_matrix(kernel, (8, 8))
linked = matrix[matrix != 0]
print(f"{matrix.shape[0]} outputs, {linked.size} connections, {np.unique(linked).size} different weights")
# [end:solution-kernel]

# [start:solution-twins]
import itertools

import numpy as np

rng = np.random.default_rng(0)
X = rng.normal(size=(4, 1000))
X[3] = X[0]  # the same photograph twice

fitted = 0
for labels in itertools.product([1, -1], repeat=4):
    weights = np.linalg.lstsq(X, labels, rcond=None)[0]
    fitted += np.allclose(X @ weights, labels)
print(f"rank {np.linalg.matrix_rank(X)}, {fitted} of 16 labellings fitted")
# [end:solution-twins]
