"""Page 3.2: convolution and cross-correlation of images, several channels, and what a nonlinearity is for."""

# [start:window]
from cnnnotes.data import digits
from cnnnotes.figures import cross_correlation as figures
from cnnnotes.ops import conv2d, sobel_filter
from cnnnotes.site import show

image = 16 * digits()[0][1][1:7, 1:7]  # the middle of a handwritten 1, ink from 0 to 16
kernel = sobel_filter("columns")
output = conv2d(image[None, None], kernel[None, None])[0, 0]

print(kernel.astype(int))
print("outputs:", output.shape, "from", int(output.min()), "to", int(output.max()))
show(figures.window(image, kernel, output))
# [end:window]


# [start:flip]
import numpy as np

from cnnnotes.figures import cross_correlation as figures
from cnnnotes.ops import convolve, sobel_filter
from cnnnotes.site import show

letter = np.array([[0, 1, 1, 1, 0], [0, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 1, 0, 0, 0], [0, 1, 0, 0, 0]], float)
step = np.zeros((5, 5))
step[2, 4] = 1  # two columns right of the middle
kernels = [letter, np.pad(np.ones((3, 3)) / 9, 1), np.pad(sobel_filter("columns"), 1), step]

points, letters = np.zeros((2, 21, 21))
points[[4, 10, 15], [5, 15, 6]] = 1
letters[2:7, 2:7] = letter
letters[13:18, 13:18] = letter[::-1, ::-1]
inputs = np.stack([points, letters])


def correlate(x, w):  # what `conv2d` does, too
    return convolve(x, w[::-1, ::-1], extent="same")


convolved = np.array([[convolve(x, w, extent="same") for x in inputs] for w in kernels])
correlated = np.array([[correlate(x, w) for x in inputs] for w in kernels])
for name, one, other in zip(("letter F", "box", "edge", "one step"), convolved, correlated, strict=True):
    print(f"{name:9} largest difference {np.abs(one - other).max():.1f}, opposite: {np.allclose(one, -other)}")
best = [np.unravel_index(results[0, 1].argmax(), letters.shape) for results in (convolved, correlated)]
print("middle of what convolution finds:      row", best[0][0], "column", best[0][1])
print("middle of what cross-correlation finds: row", best[1][0], "column", best[1][1])
show(figures.flip(kernels, inputs, convolved, correlated))
# [end:flip]


# [start:algebra]
import numpy as np

from cnnnotes.ops import convolve
from cnnnotes.site import fact


def correlate(a, b):
    return convolve(a, b[::-1, ::-1])


rng = np.random.default_rng(0)
a, b, c = rng.normal(size=(3, 4, 4))
for name, times in [("convolution", convolve), ("cross-correlation", correlate)]:
    swapped = np.abs(times(a, b) - times(b, a)).max()
    grouped = np.abs(times(times(a, b), c) - times(a, times(b, c))).max()
    print(f"{name:17} a.b against b.a {swapped:.1f}   (a.b).c against a.(b.c) {grouped:.1f}")
    fact(f"{name}-swapped", f"{swapped:.1f}")
    fact(f"{name}-grouped", f"{grouped:.1f}")
turned = np.abs(correlate(a, b) - correlate(b, a)[::-1, ::-1]).max()
print(f"cross-correlation b.a turned by 180 degrees is a.b: {turned:.1f}")
# [end:algebra]


# [start:channels]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import cross_correlation as figures
from cnnnotes.ops import box_filter, conv2d, relu, sobel_filter
from cnnnotes.site import fact, show

photo = photograph("chelsea")[:, 60:360].reshape(60, 5, 60, 5, 3).mean(axis=(1, 3))
x = np.moveaxis(photo, -1, 0)[None]  # channels first

reddish = np.array([1, 0, -1])[:, None, None] * box_filter(3)  # much red, little blue
edges = np.array([1, 1, 1])[:, None, None] * sobel_filter("columns") / 8
filters, bias = np.stack([reddish, edges]), np.array([-0.4, -0.1])

maps = np.array([[conv2d(x[:, c : c + 1], w[c][None, None])[0, 0] for c in range(3)] for w in filters])
sums = maps.sum(axis=1)
answers = relu(conv2d(x, filters, bias))[0]
print("the layer adds up the channels:", np.allclose(answers, relu(sums + bias[:, None, None])))
print("filters:", filters.shape, " parameters:", filters.size + bias.size)
print("answer above zero:", " ".join(f"{100 * np.mean(answer > 0):.0f}%" for answer in answers))
fact("reddish-share", f"{100 * np.mean(answers[0] > 0):.0f}")
show(figures.channels(x[0], filters, maps, sums, answers))
# [end:channels]


# [start:collapse]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import cross_correlation as figures
from cnnnotes.ops import binomial_filter, conv2d, convolve, im2col, relu, sobel_filter
from cnnnotes.site import fact, show

x = photograph("camera", gray=True)[60:300, 150:390].reshape(80, 3, 80, 3).mean(axis=(1, 3))[None, None]
first, second = sobel_filter("columns") / 8, binomial_filter(3)


def layer(x, w):
    return conv2d(x, w[None, None])


two = layer(layer(x, first), second), layer(relu(layer(x, first)), second)

windows = im2col(x, (5, 5))[0].T  # one row for each place of a 5 x 5 window
windows = np.column_stack([windows, np.ones(len(windows))])  # and a bias
best = np.linalg.lstsq(windows, two[1].ravel(), rcond=None)[0]
one = layer(x, convolve(first, second)), (windows @ best).reshape(two[1].shape)

for name, left, right in zip(("without ReLU", "with ReLU"), two, one, strict=True):
    gap = np.linalg.norm(left - right) / np.linalg.norm(left)
    print(f"{name:12} relative difference {gap:.2g}")
fact("relu-gap", f"{100 * gap:.0f}")
show(figures.collapse([y[0, 0] for y in two], [one[0][0, 0], one[1][0, 0]]))
# [end:collapse]


# [start:by-hand]
import numpy as np

from cnnnotes.ops import convolve

x, w = np.array([1.0, 2, 3]), np.array([1.0, 10])
print("convolution:      ", convolve(x, w, extent="valid"))
print("cross-correlation:", convolve(x, w[::-1], extent="valid"))
# [end:by-hand]


# [start:merged]
import numpy as np

from cnnnotes.ops import binomial_filter, convolve, sobel_filter

box, edge = np.ones((3, 3)), sobel_filter("columns")
print(convolve(box, box).astype(int))
print("numbers to choose:", 2 * 9, "in two layers,", 25, "in one")
# [end:merged]
