"""The page "Spatial structure": what neighbouring pixels share, where they go in a vector, and who knows about it."""

# [start:last-axis]
import numpy as np

from cnnnotes import ops
from cnnnotes.figures import spatial as figures
from cnnnotes.site import show

rng = np.random.default_rng(0)
dog = figures.dog(24)  # height, width, channels
mix = rng.normal(size=(3, 4))  # from 3 channels to 4
everything = rng.normal(size=(dog.size, 24 * 24))  # from all numbers to all places
window = rng.normal(size=(4, 3, 3, 3))


def last_axis(picture):
    return picture @ mix


def convolution(picture, filters, padding=0):
    channels_first = picture.transpose(2, 0, 1)[None]
    return ops.conv2d(channels_first, filters, padding=padding)[0].transpose(1, 2, 0)


def three_by_three(picture):
    return convolution(picture, window, padding=1)


def flat(picture):
    return ops.dense(picture.reshape(1, -1), everything).reshape(24, 24, 1)


one_by_one = convolution(dog, mix.T[:, :, None, None])
same = np.allclose(last_axis(dog), one_by_one, rtol=0, atol=1e-12)
print("last axis:  ", dog.shape, "->", last_axis(dog).shape, f"with {mix.size} weights")
print(f"flat vector: {dog.size:,} numbers -> {24 * 24} with {everything.size:,} weights")
print("on the last axis the same as a 1 x 1 convolution:", same)

place = (10, 8)
touched = dog.copy()
touched[place] += 0.1
changes = []
for layer in (last_axis, three_by_three, flat):
    changes.append(np.abs(layer(touched) - layer(dog)).max(axis=-1))
show(figures.one_pixel(dog, place, *changes))
# [end:last-axis]


# [start:neighbours]
import numpy as np

from cnnnotes.analysis.locality import neighbour_correlation, neighbour_pairs
from cnnnotes.data import photograph
from cnnnotes.figures import spatial as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(0)
distances = [1, 2, 4, 8, 16, 32, 64]
cat = photograph("chelsea", gray=True)
photographs = {"cat": cat}
for name in ("astronaut", "camera", "coffee", "brick", "grass"):
    photographs[name] = photograph(name, gray=True)
photographs["shuffled"] = rng.permutation(cat.ravel()).reshape(cat.shape)

correlations = {}
for name, picture in photographs.items():
    correlations[name] = neighbour_correlation(picture, distances)
    print(f"{name:9}", *(f"{value:6.2f}" for value in correlations[name].round(2) + 0.0))
for name, distance in [("cat", 1), ("cat", 16), ("grass", 4), ("brick", 8), ("brick", 32)]:
    value = correlations[name][distances.index(distance)]
    fact(f"{name}-{distance}", f"{value:.2f}")

clouds = []
for name, distance in [("cat", 1), ("cat", 4), ("cat", 16), ("shuffled", 1)]:
    pairs = np.array(neighbour_pairs(photographs[name], distance))
    some = rng.choice(pairs, 260, axis=1, replace=False)
    clouds.append((name, distance, *some))

others = [correlations[name] for name in ("astronaut", "camera", "coffee")]
curves = [
    ("cat", distances, correlations["cat"]),
    ("other photographs", distances, others),
    ("brick wall", distances, correlations["brick"]),
    ("grass", distances, correlations["grass"]),
    ("shuffled", distances, correlations["shuffled"]),
]
show(figures.neighbours(clouds, curves))
# [end:neighbours]


# [start:windows]
import numpy as np

from cnnnotes.figures import spatial as figures
from cnnnotes.site import show

dog = figures.dog(32)
eye, nose = (14, 10), (19, 15)  # row, column
print("the pixel of the eye: ", np.round(dog[eye], 2))
print("the pixel of the nose:", np.round(dog[nose], 2))
show(figures.windows(dog, [("eye", *eye), ("nose", *nose)], [1, 3, 7, 15]))
# [end:windows]


# [start:surroundings]
import numpy as np

from cnnnotes.analysis.locality import prediction_r2, ring_offsets, square_offsets
from cnnnotes.data import photograph
from cnnnotes.figures import spatial as figures
from cnnnotes.site import fact, show

coffee = photograph("coffee", gray=True)
shuffled = np.random.default_rng(0).permutation(coffee.ravel()).reshape(coffee.shape)
pictures = {
    "cat": photograph("chelsea", gray=True),
    "astronaut": photograph("astronaut", gray=True),
    "coffee": coffee,
    "grass": photograph("grass", gray=True),
    "shuffled": shuffled,
}
rings = [ring_offsets(distance) for distance in range(1, 7)]
squares = [square_offsets(radius) for radius in range(1, 5)]

by_ring, by_square = [], []
for name, picture in pictures.items():
    ring = np.array([prediction_r2(picture, used) for used in rings])
    square = np.array([prediction_r2(picture, used) for used in squares])
    by_ring.append((name, rings, ring))
    by_square.append((name, squares, square))

    near, far, wide = np.round([ring[0], ring[-1], square[-1]], 2) + 0.0
    print(f"{name:9}  eight around {near:.2f}   eight 6 away {far:.2f}   80 around {wide:.2f}")
    fact(f"{name}-near", f"{near:.2f}")
    fact(f"{name}-far", f"{far:.2f}")
show(figures.surroundings(by_ring, by_square))
# [end:surroundings]


# [start:flatten]
import numpy as np

from cnnnotes.figures import spatial as figures
from cnnnotes.site import show

dog = figures.dog(24)
vector = dog.reshape(-1)
print(f"the vector: {vector.size:,} numbers")
print("the same picture again:", np.array_equal(vector.reshape(dog.shape), dog))


def places_apart(shape, step):
    """How far along the vector a step of rows, columns and channels leads."""
    return np.ravel_multi_index(step, shape) - np.ravel_multi_index((0, 0, 0), shape)


for height, width in [(24, 24), (480, 640)]:
    right = places_apart((height, width, 3), (0, 1, 0))
    below = places_apart((height, width, 3), (1, 0, 0))
    print(f"{width} x {height}: right neighbour {right}, lower neighbour {below:,} places on")
nose, eyes = (13, 10, 4, 4), [(9, 7, 3, 3), (9, 14, 3, 3)]  # top, left, height, width
show(figures.flatten(dog, nose, eyes))
# [end:flatten]


# [start:lags]
import numpy as np

from cnnnotes.analysis.locality import autocorrelation
from cnnnotes.data import photograph
from cnnnotes.figures import spatial as figures
from cnnnotes.site import show

cat = photograph("chelsea", gray=True)
width = cat.shape[1]
vector = cat.ravel()
mixed = np.random.default_rng(0).permutation(vector)

for lag in (1, width // 2, width, 2 * width, 3 * width):
    print(f"{lag:5,} places apart: {autocorrelation(vector, [lag])[0]:.3f}")
lags = np.unique([*range(1, 3 * width + 260, 5), width, 2 * width, 3 * width])
in_order, shuffled = autocorrelation(vector, lags), autocorrelation(mixed, lags)
show(figures.lags(lags, in_order, shuffled, width))
# [end:lags]


# [start:permutation]
import numpy as np

from cnnnotes.figures import spatial as figures
from cnnnotes.learn.experiments import permutation
from cnnnotes.site import fact, show

images = permutation.scenes(0)[0][:8]
order = permutation.pixel_order(images[0].size, 0)

in_order, shuffled = permutation.mirrored_mlp(0)["losses"]
same = np.allclose(in_order, shuffled, rtol=0, atol=1e-9)
print("fully connected, same loss at every step:", same)

seeds = (0, 1, 2)
moved = [permutation.moved_digits(seed) for seed in seeds]
centred = [permutation.centred_digits(seed) for seed in seeds]
accuracies = {
    "fully connected": np.array([run["mlp_accuracy"] for run in moved]),
    "CNN": np.array([run["cnn_accuracy"] for run in moved]),
    "CNN, centred digits": np.array([run["cnn_accuracy"] for run in centred]),
}
for name, fact_name in zip(accuracies, ("dense", "cnn", "centred"), strict=True):
    print(f"{name:19}", accuracies[name].round(3).tolist())
    before, after = accuracies[name].mean(axis=0)
    fact(f"{fact_name}-in-order", f"{before:.2f}")
    fact(f"{fact_name}-shuffled", f"{after:.2f}")

losses = [
    ("fully connected", "step", in_order, shuffled),
    ("CNN", "epoch", *moved[0]["cnn_losses"]),
]
lines = [(name, *pairs.T) for name, pairs in accuracies.items()]
mixed = permutation.permute(images, order)
show(figures.permutation(images, mixed, losses, lines))
# [end:permutation]


# [start:blocks]
import numpy as np

from cnnnotes.analysis.locality import neighbour_correlation
from cnnnotes.data import photograph

cat = photograph("chelsea", gray=True)[:, :450]
pieces = cat.reshape(30, 10, 45, 10).swapaxes(1, 2).reshape(-1, 10, 10)
mixed = np.random.default_rng(0).permutation(pieces)
mosaic = mixed.reshape(30, 45, 10, 10).swapaxes(1, 2).reshape(cat.shape)
for name, picture in [("whole", cat), ("in pieces", mosaic)]:
    near, far = neighbour_correlation(picture, [1, 16]).round(2) + 0.0
    print(f"{name:9}  distance 1: {near:.2f}   distance 16: {far:.2f}")
# [end:blocks]
