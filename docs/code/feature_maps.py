"""Page 4.5: what a feature map is, and what a larger number in it, more of them and larger ones are good for."""

# [start:strongest]
import numpy as np

from cnnnotes import ops
from cnnnotes.data import photograph
from cnnnotes.figures import feature_maps as figures
from cnnnotes.site import fact, show

cat = photograph("chelsea", gray=True)[:, 50:410].reshape(100, 3, 120, 3).mean(axis=(1, 3))
size = 11
filters = np.stack(
    [
        ops.gabor_filter(size, wavelength=5.0, sigma=2.5, phase=np.pi / 2),
        ops.gabor_filter(size, wavelength=5.0, angle=np.pi / 2, sigma=2.5, phase=np.pi),
        ops.gaussian_filter(size, 5.0) - ops.gaussian_filter(size, 2.5),
    ]
)
filters -= filters.mean(axis=(1, 2), keepdims=True)
filters /= np.linalg.norm(filters, axis=(1, 2), keepdims=True)

maps = ops.conv2d(cat[None, None], filters[:, None])[0]
print("photograph", cat.shape, "filters", filters.shape, "maps", maps.shape)
places, patches = [], []
for name, filter_, map_ in zip("ABC", filters, maps, strict=True):
    row, column = (int(place) for place in np.unravel_index(map_.argmax(), map_.shape))
    patch = cat[row : row + size, column : column + size]
    product = np.sum(filter_ * patch)
    print(f"{name}: largest value {map_[row, column]:.2f} at row {row}, column {column}; filter · patch {product:.2f}")
    places.append((row, column))
    patches.append(patch)
show(figures.strongest(cat, filters, maps, places, patches))
# [end:strongest]


# [start:bigger-activation]
import numpy as np

from cnnnotes.figures import feature_maps as figures
from cnnnotes.site import fact, show

row, column = np.mgrid[-5:6, -5:6]
disc = row**2 + column**2 < 30


def stripe(degrees):
    across = column * np.cos(np.deg2rad(degrees)) + row * np.sin(np.deg2rad(degrees))
    return np.exp(-(across**2) / 2) * disc


def scores(patch):
    level = patch - patch.mean()
    return (
        patch.ravel() @ plain.ravel(),
        patch.ravel() @ zero.ravel(),
        level.ravel() @ zero.ravel() / np.linalg.norm(level),
    )


plain = stripe(0)
zero = plain - plain.mean()
plain, zero = plain / np.linalg.norm(plain), zero / np.linalg.norm(zero)

angles, levels, contrasts = range(0, 91, 15), (0.0, 0.4), (0.2, 0.4, 0.6)
patches = {
    (contrast, level, angle): level + contrast * stripe(angle)
    for contrast in contrasts
    for level in levels
    for angle in angles
}
found = {setting: scores(patch) for setting, patch in patches.items()}
print("contrast, brightness, angle: filter as it is, sum 0, cosine")
for setting in [(0.2, 0.0, 0), (0.4, 0.0, 0), (0.2, 0.4, 0), (0.2, 0.4, 90), (0.6, 0.0, 30), (0.6, 0.4, 90)]:
    print(*setting, ":", " ".join(f"{score:.2f}".rjust(5) for score in found[setting]))
faint = found[0.2, 0.0, 0]
fact("faint", f"{faint[0]:.2f}")
fact("bright-wrong", f"{found[0.2, 0.4, 90][0]:.2f}")
fact("bright-flat", f"{0.4 * plain.sum():.2f}")
fact("faint-zero", f"{faint[1]:.2f}")
fact("strong-tilted", f"{found[0.6, 0.0, 30][1]:.2f}")
fact("tilted-cosine", f"{found[0.6, 0.0, 30][2]:.2f}")
show(figures.bigger_activation(plain, patches, found))
# [end:bigger-activation]


# [start:laws]
import numpy as np

rng = np.random.default_rng(0)
f, p = rng.normal(size=(2, 25))
a, b = 3.0, 0.5  # contrast and brightness
q, zero = a * p + b, f - f.mean()
print("filter as it is:", np.isclose(f @ q, a * (f @ p) + b * f.sum()))
print("sum 0:          ", np.isclose(zero @ q, a * (zero @ p)))
print("cosine:         ", np.isclose(np.corrcoef(f, q)[0, 1], np.corrcoef(f, p)[0, 1]))

others = rng.normal(size=(20_000, 25))
others *= np.linalg.norm(f) / np.linalg.norm(others, axis=1, keepdims=True)
print(f"response to itself:               {f @ f:.1f}")
print(f"best of 20,000 others as long:    {(others @ f).max():.1f}")
# [end:laws]


# [start:nose]
import numpy as np

from cnnnotes import ops
from cnnnotes.data import photograph
from cnnnotes.figures import feature_maps as figures
from cnnnotes.site import fact, show

cat = photograph("chelsea", gray=True)[:, 50:410].reshape(100, 3, 120, 3).mean(axis=(1, 3))
top, left, height, width = 74, 58, 17, 25
nose = cat[top : top + height, left : left + width]
row, column = np.mgrid[:100, :120]
shade = 1 - 0.7 / (1 + np.exp(-(row - 65) / 3))  # 1 above, 0.3 below
dim = cat * shade


def filtered(picture, kernel):
    return ops.conv2d(picture[None, None], kernel[None, None])[0, 0]


one = np.ones_like(nose) / nose.size
zero = nose - nose.mean()
spread = np.sqrt(filtered(dim**2, one) - filtered(dim, one) ** 2)
maps = {
    "as it is": filtered(dim, nose),
    "sum 0": filtered(dim, zero),
    "cosine": filtered(dim, zero) / (spread * np.sqrt(nose.size) * np.linalg.norm(zero)),
}
places = {}
for name, values in maps.items():
    places[name] = tuple(int(place) for place in np.unravel_index(values.argmax(), values.shape))
    print(f"{name:9} largest {values.max():6.2f} at {places[name]}, on the nose {values[top, left]:6.2f}")
fact("nose-cosine", f"{maps['cosine'][top, left]:.2f}")
show(figures.nose(dim, nose, list(maps.values()), list(places.values()), (top, left)))
# [end:nose]


# [start:scale]
import numpy as np

from cnnnotes import ops

rng = np.random.default_rng(0)
x = rng.random((1, 1, 8, 8))
first, second = rng.normal(size=(4, 1, 3, 3)), rng.normal(size=(2, 4, 3, 3))
maps = ops.relu(ops.conv2d(x, first))
larger = ops.relu(ops.conv2d(x, 8 * first))
print("larger by a factor of", np.unique(larger[maps > 0] / maps[maps > 0]))
output, same = ops.conv2d(maps, second), ops.conv2d(larger, second / 8)
print("outputs differ by at most", abs(output - same).max())
# [end:scale]


# [start:more-maps]
import numpy as np

from cnnnotes.analysis import Layer, network_cost
from cnnnotes.figures import feature_maps as figures
from cnnnotes.learn.experiments.more_maps import FILTERS, SEEDS, accuracy_of_width
from cnnnotes.site import fact, show

runs = [[accuracy_of_width(filters, seed) for filters in FILTERS] for seed in SEEDS]
train, test = (np.array([[run[part] for run in row] for row in runs]) for part in ("train", "test"))


def second_layer(before, filters):
    layers = [Layer("conv", before, kernel=3), Layer("relu"), Layer("conv", filters, kernel=3)]
    return network_cost(layers, (1, 8, 8))[-1]


one_side = [second_layer(8, filters).macs for filters in FILTERS]
both_sides = [second_layer(filters, filters).macs for filters in FILTERS]
print("filters  right, training  right, test  MACs if 8 come in  if as many come in")
for index, filters in enumerate(FILTERS):
    shares = f"{100 * train.mean(0)[index]:13.1f}% {100 * test.mean(0)[index]:12.1f}%"
    print(f"{filters:7} {shares} {one_side[index]:18,} {both_sides[index]:20,}")
for index, filters in enumerate(FILTERS):
    fact(f"right-{filters}", f"{100 * test.mean(0)[index]:.0f}")
    fact(f"known-{filters}", f"{100 * train.mean(0)[index]:.0f}")
fact("dead", f"{100 * test.min():.0f}")
show(figures.more_maps(FILTERS, test, one_side, both_sides))
# [end:more-maps]


# [start:larger-maps]
import numpy as np

from cnnnotes import ops
from cnnnotes.analysis import Layer, layer_cost
from cnnnotes.data import digits, paste
from cnnnotes.figures import feature_maps as figures
from cnnnotes.site import fact, show

images, labels = digits()
three = images[labels == 3][0]
rng = np.random.default_rng(0)
rows, columns = rng.integers(0, 57, (2, 400))
scenes = paste(np.repeat(three[None], 400, axis=0), (64, 64), rows, columns)
scenes += rng.normal(0, 0.2, scenes.shape)
detector = (three - three.mean())[None, None] / np.linalg.norm(three - three.mean())

strides, maps, answers, errors, macs = (1, 2, 4), [], [], [], []
for stride in strides:
    found = ops.conv2d(scenes[:, None], detector, stride=stride)[:, 0]
    row, column = np.unravel_index(found.reshape(400, -1).argmax(axis=1), found.shape[1:])
    error = np.hypot(row * stride - rows, column * stride - columns)
    cost = layer_cost(Layer("conv", 1, kernel=8, stride=stride), (1, 64, 64))
    print(f"stride {stride}: map {found.shape[1]}×{found.shape[2]}, {cost.parameters} parameters, {cost.macs:,} MACs")
    print(f"  mean error {error.mean():.2f} pixels, at most 2 pixels in {100 * np.mean(error <= 2):.0f}% of 400 scenes")
    fact(f"error-{stride}", f"{error.mean():.2f}")
    fact(f"within-{stride}", f"{100 * np.mean(error <= 2):.0f}")
    maps.append(found)
    answers.append(np.stack([row * stride, column * stride], axis=1))
    errors.append(error)
    macs.append(cost.macs)

example = int(np.argmax(errors[2] > 10))  # the first scene in which stride 4 points elsewhere
shown = [found[example] for found in maps]
show(
    figures.larger_maps(
        scenes[example],
        shown,
        strides,
        macs,
        (rows[example], columns[example]),
        [answer[example] for answer in answers],
        errors,
        8,
    )
)
# [end:larger-maps]


# [start:between]
import numpy as np

from cnnnotes import ops
from cnnnotes.data import paste

blob = ops.gaussian_filter(9, 1.8) / ops.gaussian_filter(9, 1.8).max()
rng = np.random.default_rng(0)
rows, columns = rng.integers(8, 47, (2, 400))
scenes = paste(np.repeat(blob[None], 400, axis=0), (64, 64), rows, columns) + rng.normal(0, 0.2, (400, 64, 64))
detector = (blob - blob.mean())[None, None]
for stride in (1, 2):
    found = ops.conv2d(scenes[:, None], detector, stride=stride)[:, 0]
    every, (row, column) = np.arange(400), np.unravel_index(found.reshape(400, -1).argmax(axis=1), found.shape[1:])
    exact = []
    for down, right in ((1, 0), (0, 1)):  # the top of the parabola through three neighbours
        before, here, after = (found[every, row + side * down, column + side * right] for side in (-1, 0, 1))
        exact.append(0.5 * (before - after) / (before - 2 * here + after))
    cell = np.hypot(row * stride - rows, column * stride - columns)
    between = np.hypot((row + exact[0]) * stride - rows, (column + exact[1]) * stride - columns)
    print(f"stride {stride}: mean error {cell.mean():.2f} pixels, between the cells {between.mean():.2f}")
# [end:between]


# [start:dim-plus]
import numpy as np

plus = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
times = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
zero = plus - plus.mean()
for name, patch in [("plus", plus), ("0.3 plus", 0.3 * plus), ("white", np.ones((3, 3))), ("times", times)]:
    print(f"{name:8} {np.sum(plus * patch):.1f} {np.round(np.sum(zero * patch), 2) + 0.0:.2f}")
# [end:dim-plus]


# [start:widths]
from cnnnotes.analysis import Layer, layer_cost

for before, after in [(64, 64), (64, 128), (128, 128)]:
    cost = layer_cost(Layer("conv", after, kernel=3, padding=1), (before, 28, 28))
    print(f"{before:3} to {after:3}: {cost.parameters:,} parameters, {cost.macs:,} MACs")
# [end:widths]
