"""Page 4.7: four variants of the convolutional layer, what each saves, and where it goes wrong."""

# [start:mixing]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import variants as figures
from cnnnotes.ops import conv2d, dense, im2col
from cnnnotes.site import show

photo = photograph("astronaut")[16:, :240].reshape(80, 3, 80, 3, 3).mean(axis=(1, 3))
x = photo.transpose(2, 0, 1)[None]  # images, channels, rows, columns
w = np.array([[1 / 3, 1 / 3, 1 / 3], [1, 0, -1], [-1 / 2, 1, -1 / 2]])
mixed = conv2d(x, w[:, :, None, None])
pixels = dense(photo.reshape(-1, 3), w.T)  # each pixel on its own: 3 values in, 3 values out
pixels = pixels.T.reshape(mixed.shape)
print("as a dense layer at each pixel, difference", abs(mixed - pixels).max())
order = np.random.default_rng(0).permutation(80 * 80)
shuffled = conv2d(x.reshape(1, 3, -1)[:, :, order].reshape(x.shape), w[:, :, None, None])
after = mixed.reshape(1, 3, -1)[:, :, order].reshape(x.shape)
print("pixels shuffled before or after, difference", abs(shuffled - after).max())
back = conv2d(mixed, np.linalg.inv(w)[:, :, None, None])
print("mixed back, difference below 1e-15:", bool(abs(back - x).max() < 1e-15))
w3 = np.random.default_rng(0).normal(size=(8, 3, 3, 3))
windows = im2col(x, 3).reshape(1, 27, 78, 78)  # 27 values of a window, now 27 channels of a pixel
rewritten = conv2d(windows, w3.reshape(8, 27, 1, 1))
same = np.allclose(rewritten, conv2d(x, w3), atol=1e-12)
print("3×3 as im2col and 1×1, same to 1e-12:", same)
recipes = ["$(R + G + B)/3$", "$R - B$", "$G - (R + B)/2$"]
show(figures.mixing(x[0], mixed[0], back[0], recipes))
# [end:mixing]


# [start:five-by-five]
from cnnnotes.analysis import Layer, network_cost, total_cost

wide = {"kernel": 5, "padding": 2}
ways = {
    "5×5 directly": [Layer("conv", 32, **wide)],
    "1×1, then 5×5": [Layer("conv", 16), Layer("conv", 32, **wide)],
}
for name, layers in ways.items():
    cost = total_cost(network_cost(layers, (192, 28, 28)))
    print(f"{name:14}{cost.parameters:9,} parameters{cost.macs:13,} MACs")
# [end:five-by-five]


# [start:savings]
from cnnnotes.analysis import Layer, network, network_cost, total_cost
from cnnnotes.figures import variants as figures
from cnnnotes.site import fact, show

layers, shape = network("googlenet")
straight = []  # without the 1×1 layers that go before 3×3 and 5×5
for before, layer in zip([None, *layers], layers, strict=False):
    if layer.name and layer.name.endswith("_reduce"):
        continue
    reduced = before is not None and before.name and before.name.endswith("_reduce")
    straight.append(layer._replace(inputs=before.inputs) if reduced else layer)
wide = 4096
heavy = [*layers[:-2], Layer("dense", wide), Layer("dense", wide), layers[-1]]  # VGG-16's end
vgg, vgg_shape = network("vgg16")
light = [*(layer for layer in vgg if layer.kind != "dense"), Layer("global_pool"), vgg[-1]]
tables = {
    "GoogLeNet": (layers, shape),
    "no bottlenecks": (straight, shape),
    "dense end": (heavy, shape),
    "AlexNet": network("alexnet"),
    "VGG-16": (vgg, vgg_shape),
}
totals = [total_cost(network_cost(*table)) for table in tables.values()]
print(f"the dense end has two layers of {wide:,}")
for name, total in zip(tables, totals, strict=True):
    print(f"{name:14}{total.parameters:12,} parameters ({total.parameters / 1e6:.1f}M)", end=" ")
    print(f"{total.macs:15,} MACs ({total.macs / 1e9:.1f}G)")
fact("bottleneck-parameters", f"{totals[1].parameters / totals[0].parameters:.1f}")
fact("bottleneck-macs", f"{totals[1].macs / totals[0].macs:.1f}")
fact("end-parameters", f"{totals[2].parameters / totals[0].parameters:.0f}")
fact("vgg-light", f"{total_cost(network_cost(light, vgg_shape)).parameters:,}")
show(figures.savings([total.parameters for total in totals], [total.macs for total in totals]))
# [end:savings]


# [start:fields]
import numpy as np

from cnnnotes.analysis import Layer, connection_map, network_cost, receptive_field, total_cost
from cnnnotes.figures import variants as figures
from cnnnotes.ops import conv2d_backward
from cnnnotes.site import show

width, reached, maps = 33, [], []
stacks = [(1, 1, 1, 1), (2, 2, 2, 2), (1, 2, 4, 8)]
for stack in stacks:
    line = [Layer("conv", 8, kernel=(1, 3), padding=(0, step), dilation=step) for step in stack]
    levels = [connection_map(line[level:], (1, width))[0] > 0 for level in range(len(line))]
    reached.append([*levels, np.arange(width) == width // 2])

    rng = np.random.default_rng(0)
    image, gradient = np.zeros((64, 1, width, width)), np.zeros((64, 1, width, width))
    gradient[:, :, width // 2, width // 2] = 1  # of the middle output, 64 times
    for step in reversed(stack):  # backpropagation, with new random weights each time
        once = [
            conv2d_backward(dy[None], image[:1], rng.normal(size=(1, 1, 3, 3)), padding=step, dilation=step)[0]
            for dy in gradient
        ]
        gradient = np.concatenate(once)
    maps.append(np.sqrt(np.mean(gradient**2, axis=(0, 1))))

    layers = [Layer("conv", 8, kernel=3, padding=step, dilation=step) for step in stack]
    side = receptive_field(layers)[-1].size[0]
    parameters = total_cost(network_cost(layers, (8, width, width))).parameters
    counted = connection_map(layers, (width, width)) > 0
    print(f"{stack}: {side}×{side}, {side**2} pixels, felt {np.count_nonzero(maps[-1])};", end=" ")
    print(f"{parameters:,} parameters; as counted: {np.array_equal(maps[-1] > 0, counted)}")
show(figures.fields(stacks, reached, maps))
# [end:fields]


# [start:lay]
import numpy as np

from cnnnotes.figures import variants as figures
from cnnnotes.ops import conv_transpose2d
from cnnnotes.site import show

image = np.array([[1, 2, 0], [3, 1, 2], [0, 2, 1]])
kernel = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
output = conv_transpose2d(image[None, None], kernel[None, None], stride=2)[0, 0]
print(output.astype(int))
show(figures.lay(image, kernel, 2, output))
# [end:lay]


# [start:adjoint]
import numpy as np

from cnnnotes.ops import conv2d, conv2d_backward, conv_matrix, conv_transpose2d
from cnnnotes.site import fact

rng = np.random.default_rng(0)
w, x, y = (rng.normal(size=(1, 1, side, side)) for side in (3, 7, 3))
forth, back = conv2d(x, w, stride=2), conv_transpose2d(y, w, stride=2)
matrix = conv_matrix(w, (7, 7), stride=2)
print("matrix", matrix.shape, "of rank", np.linalg.matrix_rank(matrix))
same = np.allclose(matrix.T @ y.ravel(), back.ravel(), atol=1e-12)
print("its transpose gives the same to 1e-12:", same)
print(f"<Ax, y> = {np.sum(forth * y):.6f}, <x, A'y> = {np.sum(x * back):.6f}")
gradient = conv2d_backward(y, x, w, stride=2)[0]
same = np.allclose(gradient, back, atol=1e-12)
print("gradient of the convolution, same to 1e-12:", same)
again = conv_transpose2d(forth, w, stride=2)
best = again * np.sum(again * x) / np.sum(again**2)  # scaled as well as can be
fact("lost", f"{100 * np.linalg.norm(best - x) / np.linalg.norm(x):.0f}")
# [end:adjoint]


# [start:sizes]
import numpy as np

from cnnnotes.ops import conv_transpose2d, output_size

for size in (7, 8):
    print(f"{size} → {output_size(size, 3, stride=2, padding=1)}")
small, w = np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3))
for extra in (0, 1):
    large = conv_transpose2d(small, w, stride=2, padding=1, output_padding=extra)
    print(f"4 → {large.shape[2]} with output_padding {extra}")
# [end:sizes]


# [start:checkerboard]
import numpy as np

from cnnnotes.figures import variants as figures
from cnnnotes.ops import conv2d, conv_transpose2d
from cnnnotes.site import show


def enlarged(w3, w4):
    """A constant map of 10×10 doubled in three ways, without its border, divided by the mean."""
    flat = np.ones((1, 1, 10, 10))
    ways = [
        conv_transpose2d(flat, w3, stride=2, padding=1, output_padding=1),
        conv_transpose2d(flat, w4, stride=2, padding=1),
        conv2d(flat.repeat(2, axis=2).repeat(2, axis=3), w3, padding=1),
    ]
    return np.array([way[0, 0, 4:-4, 4:-4] / way[0, 0, 4:-4, 4:-4].mean() for way in ways])


rng = np.random.default_rng(3)
equal = [np.ones((1, 1, size, size)) for size in (3, 4)]
unequal = [1 + 0.3 * rng.normal(size=w.shape) for w in equal]
results = np.array([enlarged(*equal), enlarged(*unequal)])
print("equal weights, values:", [np.unique(way.round(9)).size for way in results[0]])
flat = [[np.ptp(way) < 1e-9 for way in enlarged(*(rng.random(w.shape) for w in equal))] for _ in range(1000)]
print("flat for how many of 1000 random kernels:", np.sum(flat, axis=0))
tent = np.outer([0.5, 1, 0.5], [0.5, 1, 0.5])[None, None]
print("kernel 3 with taps 0.5, 1, 0.5, flat:", np.ptp(enlarged(tent, equal[1])[0]) < 1e-12)
show(figures.checkerboard(results))
# [end:checkerboard]


# [start:sought]
import numpy as np

from cnnnotes.analysis import Layer, network_cost, total_cost
from cnnnotes.data import digits_split, paste
from cnnnotes.figures import variants as figures
from cnnnotes.learn.experiments import sliding
from cnnnotes.ops import conv2d, dense, max_pool2d, relu, softmax
from cnnnotes.site import fact, show

w1, b1, w2, b2, w3, b3, w4, b4 = (array.astype(float) for array in sliding.trained_sliding().parameters)


def features(x):
    return max_pool2d(relu(conv2d(relu(conv2d(x, w1, b1)), w2, b2)), 2)


def as_trained(x):  # windows of 12×12: flatten, then two fully connected layers
    return dense(relu(dense(features(x).reshape(len(x), -1), w3, b3)), w4, b4)


def as_convolutions(x):  # any size: the same weights as filters of 4×4 and of 1×1
    hidden = relu(conv2d(features(x), w3.T.reshape(-1, 24, 4, 4), b3))
    return conv2d(hidden, w4.T[:, :, None, None], b4)


test, labels = digits_split(0)[2:]
rng = np.random.default_rng(17)
chosen = rng.choice(len(test), 20, replace=False)
corners = 2 + 12 * np.stack(np.divmod(np.arange(20), 5), axis=1) + rng.integers(0, 5, (20, 2))
there = rng.random(20) < 0.75
canvas = paste(test[chosen[there]], (52, 64), *corners[there].T).sum(axis=0)

scores = as_convolutions(canvas[None, None])
_, classes, rows, columns = scores.shape
windows = [canvas[2 * i : 2 * i + 12, 2 * j : 2 * j + 12] for i in range(rows) for j in range(columns)]
one_by_one = as_trained(np.array(windows)[:, None]).T.reshape(scores.shape)
print(f"one pass: {classes} maps of {rows}×{columns}; {len(windows)} windows one by one")
print("the same to 1e-12:", np.allclose(scores, one_by_one, rtol=0, atol=1e-12))
layers = [Layer("conv", 8, kernel=3), Layer("conv", 24, kernel=3), Layer("max_pool", kernel=2)]
layers += [Layer("conv", 48, kernel=4), Layer("conv", 11)]
once = total_cost(network_cost(layers, (1, *canvas.shape))).macs
each = total_cost(network_cost(layers, (1, 12, 12))).macs * len(windows)
print(f"MACs: {once:,} in one pass, {each:,} window by window, {each / once:.1f} times as many")
fact("times", f"{each / once:.1f}")
right = sliding.window_accuracy(0)
fact("digits-right", f"{100 * right['digits']:.0f}")
fact("nothing-right", f"{100 * right['nothing']:.0f}")
answers = softmax(scores, axis=1)[0, :10]
show(figures.sought(canvas, answers, corners[there], labels[chosen[there]], 8, 2, 6))
# [end:sought]


# [start:padded]
import numpy as np

from cnnnotes.ops import conv2d, relu
from cnnnotes.site import fact

rng = np.random.default_rng(0)
first, second, image = rng.normal(size=(4, 1, 3, 3)), rng.normal(size=(4, 4, 3, 3)), rng.normal(size=(1, 1, 32, 32))
for padding in (0, 1):
    whole, window = (
        conv2d(relu(conv2d(x, first, padding=padding)), second, padding=padding)
        for x in (image, image[..., 8:20, 8:20])
    )
    same = whole[..., 8 : 8 + window.shape[2], 8 : 8 + window.shape[3]]
    wrong = np.mean(abs(same - window).max(axis=1) > 1e-9)
    print(f"padding {padding}: {100 * wrong:.0f}% of the places differ between window and whole")
fact("padded", f"{100 * wrong:.0f}")
# [end:padded]


# [start:compare]
from cnnnotes.analysis import Layer, network_cost, receptive_field, total_cost

same = {"kernel": 3, "padding": 1}
kinds = {
    "3×3": [Layer("conv", 64, **same)],
    "1×1": [Layer("conv", 64)],
    "depthwise 3×3, then 1×1": [Layer("conv", 64, groups=64, **same), Layer("conv", 64)],
    "3×3, dilation 2": [Layer("conv", 64, kernel=3, padding=2, dilation=2)],
    "3×3, stride 2": [Layer("conv", 64, stride=2, **same)],
}
rows = [("64 channels in and out", "parameters", "MACs", "sees", "output")]
for name, layers in kinds.items():
    costs = network_cost(layers, (64, 32, 32))
    total, side = total_cost(costs), receptive_field(layers)[-1].size[0]
    out = costs[-1].shape[1]
    rows.append((name, f"{total.parameters:,}", f"{total.macs:,}", f"{side}×{side}", f"{out}×{out}"))
taps = 64 * 64 * 4 * 4  # every value that comes in meets each of its channel's taps once
side, out = 4 // 2, (32 - 1) * 2 + 4 - 2 * 1  # windows that overlap along one axis; padding 1
rows.append(("transposed 4×4, stride 2", f"{taps + 64:,}", f"{taps * 32 * 32:,}", f"{side}×{side}", f"{out}×{out}"))
for name, *values in rows:
    print(f"{name:25}", *(f"{value:>{width}}" for value, width in zip(values, (10, 11, 5, 6), strict=True)))
# [end:compare]


# [start:one-way]
from cnnnotes.analysis import Layer, connection_map

ways = connection_map([Layer("conv", 1, kernel=3, dilation=step) for step in (1, 3, 9)], (29, 29))
print("ways to each pixel of the field:", set(ways[1:-1, 1:-1].ravel().astype(int).tolist()))
print("and outside:", int(ways.sum() - ways[1:-1, 1:-1].sum()))
# [end:one-way]


# [start:c5]
from cnnnotes.analysis import Layer, layer_cost, network, network_cost

layers, shape = network("lenet5_full")
c5 = next(cost for cost in network_cost(layers, shape) if cost.name == "C5")
print(c5.shape, f"{c5.parameters} parameters; dense {layer_cost(Layer('dense', 120), (16, 5, 5)).parameters}")
larger = next(cost for cost in network_cost(layers[:5], (1, 64, 64)) if cost.name == "C5")
print("for 64×64:", larger.shape, larger.parameters)
# [end:c5]
