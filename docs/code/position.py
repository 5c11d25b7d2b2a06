"""Page 5.4: when position matters, what invariance throws away, and what it does not."""

# [start:where]
import numpy as np

from cnnnotes import ops
from cnnnotes.figures import position as figures
from cnnnotes.site import fact, show

size = 16
true_column = np.tile(np.arange(size), size)
points = np.eye(size * size).reshape(-1, 1, size, size)  # one bright pixel in each place
columns = np.broadcast_to(np.linspace(-1, 1, size), points.shape)  # a channel that says how far to the right
rows = columns.swapaxes(2, 3)
rng = np.random.default_rng(0)


def pooled_features(images):
    """A network with two convolutions and global average pooling; its weights are random."""
    for channels, filters in ((images.shape[1], 16), (16, 16)):
        weights = rng.normal(0, (9 * channels) ** -0.5, (filters, channels, 3, 3))
        images = ops.relu(ops.conv2d(images, weights, rng.normal(0, 0.3, filters), padding=1, mode="circular"))
    return ops.global_avg_pool2d(images)


def best_linear_answer(features):
    """The best guess of the column that is a weighted sum of the features."""
    features = np.column_stack([features, np.ones(len(features))])
    return features @ np.linalg.lstsq(features, true_column, rcond=1e-10)[0]


def r2(answer):
    return 1 - ((true_column - answer) ** 2).mean() / true_column.var()


smooth = ops.conv2d(points, ops.binomial_filter(3)[None, None], padding=1, mode="circular")
answers = {
    "global pooling": best_linear_answer(pooled_features(points)),
    "with coordinates": best_linear_answer(pooled_features(np.concatenate([points, columns, rows], axis=1))),
    "largest place of the map": smooth.reshape(len(points), -1).argmax(axis=1) % size,
}
for name, answer in answers.items():
    print(f"{name:25} R² = {r2(answer):.3f}")
fact("with-coordinates", f"{r2(answers['with coordinates']):.2f}")
show(figures.where(true_column, answers))
# [end:where]


# [start:detectors]
import numpy as np

from cnnnotes import ops
from cnnnotes.figures import position as figures
from cnnnotes.site import show

eye = np.array([[0, 1, 1, 1, 0], [1, 0, 0, 0, 1], [1, 0, 1, 0, 1], [1, 0, 0, 0, 1], [0, 1, 1, 1, 0]])
nose = np.array([[0, 0, 1, 0, 0], [0, 0, 1, 0, 0], [0, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 1, 0, 1, 0]])
mouth = np.array([[0, 0, 0, 0, 0], [1, 0, 0, 0, 1], [1, 1, 1, 1, 1], [0, 1, 1, 1, 0], [0, 0, 0, 0, 0]])
parts = [eye, eye, nose, mouth]
in_place = [(4, 4), (4, 14), (10, 9), (16, 9)]  # top left corners
arrangements = {
    "face": in_place,
    "exchanged": [(16, 9), (4, 14), (4, 4), (10, 9)],
    "scattered": [(15, 2), (9, 15), (3, 12), (2, 3)],
}


def picture(places, right):
    """Parts on an empty canvas whose opposite borders are joined."""
    canvas = np.zeros((24, 24))
    for part, (row, column) in zip(parts, places, strict=True):
        canvas[row : row + 5, column : column + 5] = part
    return np.roll(canvas, right, axis=1)


# First layer: a filter for each part, which answers 1 where the part is, and 0 where it is not.
filters = np.stack([part - part.mean() for part in (eye, nose, mouth)])
filters /= (filters**2).sum(axis=(1, 2), keepdims=True)
# Second layer of the second detector: each part where it is in a face.
layout = np.zeros((3, 17, 15))
for kind, (row, column) in zip((0, 0, 1, 2), in_place, strict=True):
    layout[kind, row - 4 + 2, column - 4 + 2] = 1


def scores(image):
    """How sure of a face the two detectors are, 0 to 1."""
    found = ops.relu(ops.conv2d(image[None, None], filters[:, None], padding="same", mode="circular") - 0.9) * 10
    bag = found.max(axis=(2, 3)).mean()  # is each part somewhere?
    together = ops.conv2d(found, layout[None], padding="same", mode="circular")
    return bag, ops.relu(together - 3).max()  # are all four where they belong?


moves = (0, 4, 8, 12)
images = {name: [picture(places, right) for right in moves] for name, places in arrangements.items()}
answers = {name: [scores(image) for image in moved] for name, moved in images.items()}
for name, pairs in answers.items():
    bag, arranged = np.array(pairs).T
    print(f"{name:10} parts somewhere {bag.round(3)}   parts in place {arranged.round(3)}")
show(figures.detectors(moves, images, answers))
# [end:detectors]


# [start:quarters]
import numpy as np

from cnnnotes.data import centre, digits_split, paste
from cnnnotes.figures import position as figures
from cnnnotes.learn.experiments import transformations
from cnnnotes.site import fact, show

seeds = (0, 1, 2)


def exchanged(images):
    """Quarters exchanged crosswise: top left with bottom right, top right with bottom left."""
    return np.roll(images, (4, 4), axis=(1, 2))


def right_answers(network, images, labels):
    return (network.forward(images[:, None].astype(np.float32)).argmax(axis=1) == labels).mean()


shares = []
for seed in seeds:
    test, labels = digits_split(seed)[2:]
    network = transformations.trained("cnn_pooled", seed)
    sets = [centre(test, (20, 20)), paste(test, (20, 20), 6, 9), centre(exchanged(test), (20, 20))]
    shares.append([right_answers(network, images, labels) for images in sets])
whole, moved, scrambled = np.mean(shares, axis=0)
for name, share in (("in the middle", whole), ("moved by 3", moved), ("quarters exchanged", scrambled)):
    print(f"{name:19} {share:.3f}")
fact("whole", f"{100 * whole:.0f}")
fact("moved", f"{100 * moved:.0f}")
fact("scrambled", f"{100 * scrambled:.0f}")
three = np.flatnonzero(labels == 3)[0]
show(figures.quarters([images[three] for images in sets], np.array(shares)))
# [end:quarters]


# [start:own-weights]
import numpy as np

from cnnnotes import ops
from cnnnotes.figures import position as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(1)
size, pattern = 16, np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
filters = np.abs(rng.normal(size=(size, size, 1, 1, 3, 3)))  # one for each place
images = np.zeros((size, 1, size, size))
for column in range(size):
    images[column, 0, 7:10, :3] = pattern
    images[column] = np.roll(images[column], column, axis=2)
around = ops.pad2d(images, 1, mode="circular")
own = ops.locally_connected2d(around, filters).max(axis=(1, 2, 3))
shared = ops.conv2d(around, filters[8, 8]).max(axis=(1, 2, 3))
print(f"shared weights: {shared.min():.2f} to {shared.max():.2f}")
print(f"own weights:    {own.min():.2f} to {own.max():.2f}")
fact("own-lowest", f"{own.min():.1f}")
fact("own-highest", f"{own.max():.1f}")
fact("shared", f"{shared.max():.1f}")
show(figures.own_weights(images[[2, 11], 0], shared, own))
# [end:own-weights]


# [start:strangers]
import numpy as np

from cnnnotes import ops
from cnnnotes.analysis import shift
from cnnnotes.data import centre
from cnnnotes.data import digits as load_digits
from cnnnotes.figures import position as figures
from cnnnotes.site import fact, show

images = np.zeros((2, 1, 4, 4))
images[0, 0, 0, 0] = images[1, 0, 0, 1] = 1  # a point, and the same point one step to the right, in one window of 2×2
shared, own = [], []
for seed in range(200):
    filters = np.abs(np.random.default_rng(seed).normal(size=(4, 4, 1, 1, 1, 1)))
    own.append(ops.max_pool2d(ops.locally_connected2d(images, filters), 2)[:, 0, 0, 0])
    shared.append(ops.max_pool2d(ops.conv2d(images, filters[0, 0]), 2)[:, 0, 0, 0])
shared, own = np.array(shared).T, np.array(own).T
differ = np.abs(own[0] - own[1]) > 0.01
print(f"layers of 200 with another value: own {differ.sum()}, shared {(shared[0] != shared[1]).sum()}")
fact("differ", f"{100 * differ.mean():.0f}")

digits = centre(load_digits()[0][:100], (20, 20))[:, None]
sizes = (1, 3, 9)
change, far = np.zeros((2, 20, len(sizes))), np.zeros((2, 20, len(sizes)))  # [own or shared, layer, window]
for seed in range(20):
    filters = np.random.default_rng(seed).normal(size=(18, 18, 1, 1, 3, 3))
    for row, layer in enumerate([lambda x, w: ops.locally_connected2d(x, w), lambda x, w: ops.conv2d(x, w[0, 0])]):
        before, after = (ops.relu(layer(x, filters)) for x in (digits, shift(digits, (0, 1))))
        for column, size in enumerate(sizes):
            here, moved = (ops.max_pool2d(x, size).reshape(len(x), -1) for x in (before, after))
            lengths = [np.linalg.norm(x, axis=1).sum() for x in (here, moved - here, np.roll(here, 1, axis=0) - here)]
            change[row, seed, column], far[row, seed, column] = lengths[1] / lengths[0], lengths[1] / lengths[2]
for name, one, two in zip(("own", "shared"), change.mean(axis=1), far.mean(axis=1), strict=True):
    print(f"{name:6} pooled by", *sizes, " a moved digit changes by", *(f"{value:.2f}" for value in one))
    print(f"{name:6} of the distance to another digit:     ", *(f"{value:.2f}" for value in two))
for row, name in enumerate(("own", "shared")):
    fact(f"{name}-plain", f"{100 * change[row, :, 0].mean():.0f}")
    fact(f"{name}-wide", f"{100 * change[row, :, -1].mean():.0f}")
    fact(f"{name}-far", f"{100 * far[row, :, -1].mean():.0f}")
show(figures.strangers(shared, own))
# [end:strangers]


# [start:centre-of-mass]
import numpy as np

from cnnnotes import ops

image = np.zeros((1, 1, 16, 16))
image[0, 0, 3:6, 8:11] = 1
weights = ops.softmax(20 * ops.conv2d(image, np.ones((1, 1, 3, 3)) / 9, padding=1).ravel()[None])[0]
row, column = (weights * np.indices((16, 16)).reshape(2, -1)).sum(axis=1)
print(f"row {row:.2f}, column {column:.2f}")
# [end:centre-of-mass]
