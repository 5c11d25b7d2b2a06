"""Page 4.4: what the kinds of pooling compute, what they forget, and where the gradient goes back."""

# [start:windows]
from cnnnotes.data import digits
from cnnnotes.figures import pooling as figures
from cnnnotes.ops import avg_pool2d, max_pool2d
from cnnnotes.site import show

image = 16 * digits()[0][0][1:7, 1:7]  # the middle of a handwritten 0, ink from 0 to 16
largest, mean = max_pool2d(image[None, None], 2)[0, 0], avg_pool2d(image[None, None], 2)[0, 0]

print(largest.astype(int))
print(mean)
show(figures.pool_windows(image, largest, mean))
# [end:windows]


# [start:methods]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import pooling as figures
from cnnnotes.ops import avg_pool2d, blur_pool2d, max_pool2d
from cnnnotes.site import fact, show

side = 120
away = np.arange(side) - (side - 1) / 2  # from the middle
rings = (
    1 + np.cos(np.pi * (away[:, None] ** 2 + away**2) / side)
) / 2  # narrower outwards, at the border 2 pixels wide
cat = photograph("chelsea", gray=True)
inputs = [rings, cat[92:260, 96:264] / cat.max()]

methods = {
    "subsampling": lambda x, k: x[:, :, ::k, ::k],
    "max": max_pool2d,
    "average": avg_pool2d,
    "blur": lambda x, k: blur_pool2d(x, k * k // 2 * 2 + 1, stride=k),  # sigma grows with the window: about k / 2
}
outputs, left = {}, {}
for k in (2, 3, 4):
    place = abs(away.reshape(-1, k).mean(axis=1))
    fine = np.maximum(place[:, None], place) > side / (2 * k)  # rings too narrow for the smaller map
    for name, pool in methods.items():
        outputs[name, k] = [pool(x[None, None], k)[0, 0] for x in inputs]
        small = outputs[name, k][0]
        left[name, k] = np.sqrt(np.mean((small[fine] - 0.5) ** 2)) / np.std(rings)
        brightness = f"mean {small.mean():.2f}"
        print(
            f"{name:12} window {k}: {small.shape[0]}×{small.shape[1]}, {100 * left[name, k]:3.0f}% off grey, {brightness}"
        )
for name in methods:
    fact(f"{name}-left", f"{100 * left[name, 3]:.0f}")
fact("max-mean", f"{outputs['max', 3][0].mean():.2f}")
show(figures.pool_methods(inputs, outputs, left))
# [end:methods]


# [start:shuffled]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import pooling as figures
from cnnnotes.ops import avg_pool2d, blur_pool2d, max_pool2d
from cnnnotes.site import fact, show

cat = photograph("chelsea", gray=True)[6:294, 80:368].reshape(96, 3, 96, 3).mean(axis=(1, 3))
cat = np.round(255 * cat / cat.max())  # whole numbers, so that sums do not depend on their order
rng = np.random.default_rng(0)


def shuffle(picture, k):  # the pixels of each window of k x k change places among themselves
    windows = picture.reshape(96 // k, k, 96 // k, k).swapaxes(1, 2)
    mixed = rng.permuted(windows.reshape(-1, k * k), axis=1)
    return mixed.reshape(windows.shape).swapaxes(1, 2).reshape(picture.shape)


states = {}
for k in (4, 8, 16):
    both = np.stack([cat, shuffle(cat, k)])[:, None]
    moved = 100 * np.mean(both[0] != both[1])
    pooled = [pool(both, k)[:, 0] for pool in (max_pool2d, avg_pool2d)]
    blurred = blur_pool2d(both, 2 * k + 1, stride=k)[:, 0]
    same = [np.array_equal(*maps) for maps in (*pooled, blurred, both[:, 0, ::k, ::k])]
    print(f"window {k:2}: {moved:.0f}% of the pixels differ; the same map from")
    print(f"  max {same[0]}, average {same[1]}, blur {same[2]}, subsampling {same[3]}")
    states[k] = both[:, 0], *pooled
show(figures.pool_shuffled(states))
# [end:shuffled]


# [start:laws]
import numpy as np

from cnnnotes.ops import avg_pool2d, box_filter, conv2d, max_pool2d, relu

x = np.random.default_rng(0).normal(size=(1, 1, 12, 12))

box = conv2d(x, box_filter(3)[None, None], stride=3)
same = np.allclose(avg_pool2d(x, 3), box, rtol=0, atol=1e-12)
print("average pooling is a strided convolution:", same)

a, b = np.array([[[[[1.0, 0]]]], [[[[0, 1.0]]]]])
one, other, both = (max_pool2d(values, (1, 2)).item() for values in (a, b, a + b))
print(f"max of (1, 0) + max of (0, 1) = {one + other:.0f}, max of (1, 1) = {both:.0f}")

dense = max_pool2d(x, 3, stride=1)
same = np.array_equal(max_pool2d(x, 3), dense[:, :, ::3, ::3])
print("max pooling is a dense max, subsampled:", same)

for name, f in [("ReLU", relu), ("exp", np.exp), ("minus", np.negative)]:
    same = [np.allclose(pool(f(x), 3), f(pool(x, 3))) for pool in (max_pool2d, avg_pool2d)]
    print(f"{name:5} may change places: max {same[0]}, average {same[1]}")
# [end:laws]


# [start:sizes]
import numpy as np

from cnnnotes.ops import max_pool2d, output_size

for size in (55, 27, 13):
    print(f"AlexNet, window 3, stride 2: {size} -> {output_size(size, 3, stride=2)}")
row = np.array([1.0, 2, 3, 9]).reshape(1, 1, 1, 4)
for ceil in (False, True):
    pooled = max_pool2d(row, (1, 3), stride=(1, 2), ceil_mode=ceil).ravel()
    side = output_size(112, 3, stride=2, ceil_mode=ceil)
    print(f"ceil_mode={ceil}: 112 -> {side} and 1 2 3 9 ->", *pooled.astype(int))
# [end:sizes]


# [start:everywhere]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.ops import conv2d, global_avg_pool2d, relu, sobel_filter

edges = sobel_filter("rows"), sobel_filter("columns")
filters = np.stack([*edges, *np.negative(edges)])[:, None]

cat = photograph("chelsea", gray=True)
for picture in (cat, cat[:120, :90], cat[100:164, 100:164]):
    maps = relu(conv2d(picture[None, None], filters))
    means = global_avg_pool2d(maps)
    print(maps.shape, "->", means.shape, np.round(means[0], 3))
print("a mean per channel:", np.allclose(means[0], [channel.mean() for channel in maps[0]]))
# [end:everywhere]


# [start:gradient]
import numpy as np

from cnnnotes.data import digits
from cnnnotes.figures import pooling as figures
from cnnnotes.ops import avg_pool2d_backward, max_pool2d_backward
from cnnnotes.site import show

image = 16 * digits()[0][0][:7, 1:]
x, dy = image[None, None], np.ones((1, 1, 3, 3))  # each output asks to be larger, by 1
gradients = [
    max_pool2d_backward(dy, x, 2)[0, 0],
    avg_pool2d_backward(dy, x, 2)[0, 0],
    max_pool2d_backward(dy, x, 3, stride=2)[0, 0],
]
for name, gradient in zip(("max", "average", "max, overlapping"), gradients, strict=True):
    print(f"{name:16} sum {gradient.sum():.0f}, cells that get some {np.sum(gradient > 0)}, most {gradient.max()}")
show(figures.pool_gradient(image, gradients))
# [end:gradient]


# [start:ties]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.ops import conv2d, max_pool2d_backward, relu, sobel_filter
from cnnnotes.site import fact

print(max_pool2d_backward(np.ones((1, 1, 1, 1)), np.array([[[[3.0, 7], [7, 1]]]]), 2)[0, 0])

cat = photograph("chelsea", gray=True)[:, :450]
edges = relu(conv2d(cat[None, None], sobel_filter("columns")[None, None], padding=1))[0, 0]
windows = edges.reshape(150, 2, 225, 2).swapaxes(1, 2).reshape(-1, 4)
ties = np.sum(windows == windows.max(axis=1, keepdims=True), axis=1) > 1
zeros = windows.max(axis=1) == 0
print(f"windows with a tie: {100 * ties.mean():.0f}%, of these all zero: {100 * np.mean(zeros[ties]):.1f}%")
fact("tied", f"{100 * ties.mean():.0f}")
fact("tied-zero", f"{100 * np.mean(zeros[ties]):.1f}")
# [end:ties]


# [start:by-hand]
import numpy as np

from cnnnotes.ops import avg_pool2d, max_pool2d

x = np.array([[[[1.0, 3, 2, 0], [5, 3, 4, 4]]]])
print("2 / 2:", *max_pool2d(x, 2).ravel(), "and", *avg_pool2d(x, 2).ravel())
print("2 / 1:", *max_pool2d(x, 2, stride=1).ravel())
# [end:by-hand]


# [start:lone]
import numpy as np

from cnnnotes.ops import avg_pool2d, max_pool2d

alone, crowd = np.zeros((2, 1, 1, 8, 8))
alone[0, 0, 3, 4] = 1
crowd[:] = 1 / 64
for name, x in [("one 1 in 64", alone), ("64 times 1/64", crowd)]:
    print(f"{name:13}  max {max_pool2d(x, 8).item():.4f}  average {avg_pool2d(x, 8).item():.4f}")
# [end:lone]


# [start:reach]
from cnnnotes.analysis import Layer, receptive_field

conv, pool = Layer("conv", 1, kernel=3), Layer("max_pool", kernel=2)
for name, layers in [("3×3, 3×3", [conv, conv]), ("3×3, pool, 3×3", [conv, pool, conv])]:
    print(f"{name:15} sees {receptive_field(layers)[-1].size}")
# [end:reach]


# [start:twice]
import numpy as np

from cnnnotes.ops import avg_pool2d, max_pool2d

x = np.random.default_rng(0).normal(size=(1, 1, 19, 19))
for name, pool in [("max", max_pool2d), ("average", avg_pool2d)]:
    apart = np.allclose(pool(pool(x, 2), 2), pool(x, 4))
    overlapping = np.allclose(pool(pool(x, 3, stride=2), 3, stride=2), pool(x, 7, stride=4))
    print(f"{name:8} 2/2 twice is 4/4: {apart}, 3/2 twice is 7/4: {overlapping}")
# [end:twice]
