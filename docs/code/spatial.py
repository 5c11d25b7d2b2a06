"""The page "Spatial structure": what neighbouring pixels share, where they go in a vector, and who knows about it."""

# [start:last-axis]
import numpy as np

from cnnnotes import ops
from cnnnotes.figures import spatial as figures
from cnnnotes.site import show

rng = np.random.default_rng(0)
dog = figures.dog(24)  # height, width, channels
mix = rng.normal(size=(3, 4))  # what a dense layer on the last axis learns: 3 channels in, 4 out
everything = rng.normal(size=(dog.size, 24 * 24))  # what a dense layer on the flat vector learns
window = rng.normal(size=(4, 3, 3, 3))


def last_axis(picture):
    return picture @ mix


def convolution(picture, filters, padding=0):
    return ops.conv2d(picture.transpose(2, 0, 1)[None], filters, padding=padding)[0].transpose(1, 2, 0)


def flat(picture):
    return ops.dense(picture.reshape(1, -1), everything).reshape(24, 24, 1)


one_by_one = mix.T[:, :, None, None]
print("dense on the last axis:", dog.shape, "->", last_axis(dog).shape, "with", mix.size, "weights")
print("dense on the flat vector:", dog.reshape(1, -1).shape, "-> (1, 576) with", f"{everything.size:,}", "weights")
print("the same as a 1 x 1 convolution:", np.allclose(last_axis(dog), convolution(dog, one_by_one), rtol=0, atol=1e-12))

place = (10, 8)
touched = dog.copy()
touched[place] += 0.1
layers = (last_axis, lambda picture: convolution(picture, window, padding=1), flat)
changes = [np.abs(layer(touched) - layer(dog)).max(axis=-1) for layer in layers]
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

correlations = {name: neighbour_correlation(picture, distances) for name, picture in photographs.items()}
for name, values in correlations.items():
    print(f"{name:9}", *(f"{value:6.2f}" for value in values.round(2) + 0.0))
for name, distance in [("cat", 1), ("cat", 16), ("grass", 4), ("brick", 8), ("brick", 32)]:
    fact(f"{name}-{distance}", f"{correlations[name][distances.index(distance)]:.2f}")

clouds = []
for name, distance in [("cat", 1), ("cat", 4), ("cat", 16), ("shuffled", 1)]:
    pairs = np.array(neighbour_pairs(photographs[name], distance))
    clouds.append((name, distance, *rng.choice(pairs, 260, axis=1, replace=False)))

curves = [("cat", distances, correlations["cat"])]
curves += [("other photographs", distances, [correlations[name] for name in ("astronaut", "camera", "coffee")])]
curves += [(label, distances, correlations[label.split()[0]]) for label in ("brick wall", "grass", "shuffled")]
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

names = {"cat": "chelsea", "astronaut": "astronaut", "coffee": "coffee", "grass": "grass"}
pictures = {name: photograph(file, gray=True) for name, file in names.items()}
coffee = pictures["coffee"]
pictures["shuffled"] = np.random.default_rng(0).permutation(coffee.ravel()).reshape(coffee.shape)

rings = [ring_offsets(distance) for distance in range(1, 7)]
squares = [square_offsets(radius) for radius in range(1, 5)]
by_ring = {name: np.array([prediction_r2(picture, used) for used in rings]) for name, picture in pictures.items()}
by_square = {name: np.array([prediction_r2(picture, used) for used in squares]) for name, picture in pictures.items()}

for name in pictures:
    near, far, wide = np.round([by_ring[name][0], by_ring[name][-1], by_square[name][-1]], 2) + 0.0
    print(f"{name:9}  eight around {near:.2f}   eight 6 away {far:.2f}   all 80 up to 4 away {wide:.2f}")
    fact(f"{name}-near", f"{near:.2f}")
    fact(f"{name}-far", f"{far:.2f}")
lines = ([(name, used, values[name]) for name in pictures] for used, values in [(rings, by_ring), (squares, by_square)])
show(figures.surroundings(*lines))
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
    """How far two neighbours stand apart in the vector; a step is rows, columns and channels away."""
    return np.ravel_multi_index(step, shape) - np.ravel_multi_index((0, 0, 0), shape)


for height, width in [(24, 24), (480, 640)]:
    right, below = (places_apart((height, width, 3), step) for step in [(0, 1, 0), (1, 0, 0)])
    print(f"{width} x {height} in colour: right neighbour {right}, lower neighbour {below:,} places further")
show(figures.flatten(dog, nose=(13, 10, 4, 4), eyes=[(9, 7, 3, 3), (9, 14, 3, 3)]))
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
show(figures.lags(lags, autocorrelation(vector, lags), autocorrelation(mixed, lags), width))
# [end:lags]


# [start:permutation]
import numpy as np

from cnnnotes.figures import spatial as figures
from cnnnotes.learn.experiments import permutation
from cnnnotes.site import fact, show

seeds = (0, 1, 2)
images = permutation.scenes(0)[0][:8]
order = permutation.pixel_order(images[0].size, 0)
same_start = permutation.mirrored_mlp(0)
moved = [permutation.moved_digits(seed) for seed in seeds]
centred = np.array([permutation.centred_digits(seed)["cnn_accuracy"] for seed in seeds])
dense = np.array([run["mlp_accuracy"] for run in moved])
cnn = np.array([run["cnn_accuracy"] for run in moved])

in_order, shuffled = same_start["losses"]
print("fully connected, same losses at every step:", np.allclose(in_order, shuffled, rtol=0, atol=1e-9))
print("fully connected, random places:", dense.round(3).tolist())
print("CNN, random places:            ", cnn.round(3).tolist())
print("CNN, centred digits:           ", centred.round(3).tolist())
for name, accuracy in [("dense", dense), ("cnn", cnn), ("centred", centred)]:
    fact(f"{name}-in-order", f"{accuracy[:, 0].mean():.2f}")
    fact(f"{name}-shuffled", f"{accuracy[:, 1].mean():.2f}")

losses = [("fully connected", "step", in_order, shuffled), ("CNN", "epoch", *moved[0]["cnn_losses"])]
lines = [("fully connected", *dense.T), ("CNN", *cnn.T), ("CNN, centred digits", *centred.T)]
show(figures.permutation(images, permutation.permute(images, order), losses, lines))
# [end:permutation]


# [start:blocks]
import numpy as np

from cnnnotes.analysis.locality import neighbour_correlation
from cnnnotes.data import photograph

cat = photograph("chelsea", gray=True)[:, :450]
pieces = cat.reshape(30, 10, 45, 10).swapaxes(1, 2).reshape(-1, 10, 10)
mixed = np.random.default_rng(0).permutation(pieces)
mosaic = mixed.reshape(30, 45, 10, 10).swapaxes(1, 2).reshape(cat.shape)
for distance in (1, 16):
    before, after = (neighbour_correlation(picture, [distance])[0] for picture in (cat, mosaic))
    print(f"distance {distance:2}: before {before:.2f}, after {abs(after):.2f}")
# [end:blocks]
