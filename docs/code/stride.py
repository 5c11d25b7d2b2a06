"""Page 4.3: what stride keeps, what dilation skips, and how many outputs there are."""

# [start:keep]
import numpy as np

from cnnnotes.figures import stride as figures
from cnnnotes.ops import conv2d
from cnnnotes.site import show

image = np.random.default_rng(7).integers(0, 4, (7, 7))
ones = np.ones((1, 1, 3, 3))
output = conv2d(image[None, None], ones)[0, 0].astype(int)
strided = conv2d(image[None, None], ones, stride=2)[0, 0].astype(int)

print(strided)
print("every second row and column of stride 1:", np.array_equal(strided, output[::2, ::2]))
print(f"kept: {strided.size} of {output.size}")
show(figures.keep_every(image, output, 2))
# [end:keep]


# [start:law]
import numpy as np

from cnnnotes.ops import conv2d

rng = np.random.default_rng(0)
w = rng.normal(size=(4, 3, 3, 3))
for size in (11, 12):
    x = rng.normal(size=(2, 3, size, size))
    for padding in (1, "same"):
        for stride in (2, 3):
            every = conv2d(x, w, padding=padding)[:, :, ::stride, ::stride]
            gap = np.abs(conv2d(x, w, stride=stride, padding=padding) - every).max()
            said = "equal" if gap < 1e-12 else "different"
            print(f"size {size}, stride {stride}, padding {padding}: {said}")
# [end:law]


# [start:same]
import numpy as np

from cnnnotes.figures import stride as figures
from cnnnotes.ops import conv1d, same_padding
from cnnnotes.site import show

size, kernel, stride = 8, 3, 2
x, w = np.random.default_rng(0).normal(size=(2, 1, 1, size))
w = w[:, :, :kernel]
dense = conv1d(x, w, padding=1)[0, 0]
for padding in (1, "same"):
    strided = conv1d(x, w, stride=stride, padding=padding)[0, 0]
    kept = [int(np.abs(dense - value).argmin()) for value in strided]
    print(f"padding {padding!s:4} keeps", kept)
show(figures.same_offset(size, kernel, stride, [(1, 1), same_padding(size, kernel, stride=stride)]))
# [end:same]


# [start:shifts]
from functools import partial

import numpy as np

from cnnnotes.analysis import best_shift_error, shift
from cnnnotes.data import photograph
from cnnnotes.figures import stride as figures
from cnnnotes.ops import binomial_filter, conv2d, convolve, sobel_filter
from cnnnotes.site import fact, show

photo = photograph("camera", gray=True)
sobel = sobel_filter("columns")
strides, shifts = (1, 2, 4), range(9)


def errors(w, s):
    def layer(x):
        return conv2d(x[None, None], w[None, None], stride=s, padding=len(w) // 2, mode="circular")[0, 0]

    return [best_shift_error(layer, partial(shift, amount=(0, by)), photo)[0] for by in shifts]


plain, blurred = (np.array([errors(w, s) for s in strides]) for w in (sobel, convolve(sobel, binomial_filter(5))))
print("rows: stride 1, 2, 4; columns: shift by 0 to 8 pixels")
for values in plain:
    print(*(f"{value:.2f}" for value in values))
print("blurred first")
for values in blurred:
    print(*(f"{value:.2f}" for value in values))
fact("odd-shift", f"{plain[1, 1]:.2f}")
fact("odd-shift-blurred", f"{blurred[1, 1]:.2f}")
fact("half-way", f"{plain[2, 2]:.2f}")
show(figures.shift_cost(strides, plain, blurred))
# [end:shifts]


# [start:taps]
import numpy as np

from cnnnotes.figures import stride as figures
from cnnnotes.ops import conv2d
from cnnnotes.site import show

size, kernel, dilation = 9, 3, 2
x, w = np.random.default_rng(0).normal(size=(2, 1, 1, size, size))
w = w[:, :, :kernel, :kernel]
holes = np.zeros((1, 1, 5, 5))
holes[:, :, ::dilation, ::dilation] = w  # the same kernel, with zeros between its taps

dilated = conv2d(x, w, dilation=dilation)
print("output:", dilated.shape[2:], "weights:", w.size, "of", holes.size)
print("as a kernel with zeros:", np.allclose(dilated, conv2d(x, holes)))
for a, b in np.ndindex(dilation, dilation):
    family = conv2d(x[:, :, a::dilation, b::dilation], w)
    print(f"family {'ABCD'[2 * a + b]} on its own:", np.allclose(family, dilated[:, :, a::dilation, b::dilation]))
show(figures.spaced_taps(size, kernel, dilation))
# [end:taps]


# [start:unseen]
import numpy as np

from cnnnotes.analysis import Layer, connection_map
from cnnnotes.figures import stride as figures
from cnnnotes.site import show

stacks = [(1, 1, 1), (2, 2, 2), (1, 2, 4)]
ways = []
for dilations in stacks:
    side = 1 + 2 * sum(dilations)
    ways.append(connection_map([Layer("conv", 1, kernel=3, dilation=d) for d in dilations], (side, side)))
    seen = np.count_nonzero(ways[-1])
    print(f"dilations {dilations}: {side}×{side}, {seen} of {side**2} cells seen, {3 * 9} weights")
show(figures.unseen_cells(stacks, ways))
# [end:unseen]


# [start:ruler]
from cnnnotes.figures import stride as figures
from cnnnotes.ops import output_size
from cnnnotes.site import show

for kernel, stride, padding, dilation in [(3, 1, 0, 1), (3, 2, 1, 1), (5, 3, 1, 1), (5, 1, 0, 2)]:
    try:
        count = output_size(7, kernel, stride=stride, padding=padding, dilation=dilation)
    except ValueError as error:
        count = error
    print(f"kernel {kernel}, stride {stride}, padding {padding}, dilation {dilation}: {count}")
show(figures.window_ruler(7, (2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2)))
# [end:ruler]


# [start:count]
from itertools import product

from cnnnotes.ops import output_size

sizes, kernels, strides = range(1, 33), range(1, 8), range(1, 5)
paddings, dilations = range(4), range(1, 4)
valid = invalid = wrong = 0
for n, k, s, p, d in product(sizes, kernels, strides, paddings, dilations):
    last = n + 2 * p - 1  # cell of the padded input
    starts = range(0, last + 1, s)
    windows = [start for start in starts if start + d * (k - 1) <= last]
    try:
        wrong += output_size(n, k, stride=s, padding=p, dilation=d) != len(windows)
        valid += 1
    except ValueError:
        wrong += bool(windows)
        invalid += 1
print(f"{valid + invalid:,} settings: {valid:,} have outputs, {invalid:,} have none")
print(f"{wrong} disagree with the count")
# [end:count]


# [start:known]
from cnnnotes.ops import output_size

rows = [
    ("AlexNet conv1, as written", 224, 11, 4, 0, False),
    ("AlexNet conv1, input 227", 227, 11, 4, 0, False),
    ("AlexNet conv1, padding 2", 224, 11, 4, 2, False),
    ("AlexNet pool1", 55, 3, 2, 0, False),
    ("GoogLeNet conv1", 224, 7, 2, 3, False),
    ("GoogLeNet pool1", 112, 3, 2, 0, False),
    ("GoogLeNet pool1, ceil", 112, 3, 2, 0, True),
    ("GoogLeNet pool2, ceil", 56, 3, 2, 0, True),
    ("ResNet conv1", 224, 7, 2, 3, False),
    ("ResNet pool1", 112, 3, 2, 1, False),
    ("VGG conv", 224, 3, 1, 1, False),
]
print(f"{'':26}  in  k  s  p   exact  out")
for name, n, k, s, p, up in rows:
    exact = (n + 2 * p - k) / s + 1
    out = output_size(n, k, stride=s, padding=p, ceil_mode=up)
    print(f"{name:26} {n:3} {k:2} {s:2} {p:2}  {exact:6.2f}  {out:3}")
print(f"neurons of AlexNet conv1: 55 × 55 × 96 = {55 * 55 * 96:,}")
print(f"printed in the paper: 253,440; 55 × 48 × 96 = {55 * 48 * 96:,}")
# [end:known]


# [start:stripes]
import numpy as np

stripes = np.arange(12) % 2
print("stripes:            ", *stripes)
print("every second:       ", *stripes[::2])
print("moved by 1, then so:", *np.roll(stripes, 1)[::2])
# [end:stripes]


# [start:keep-size]
from cnnnotes.ops import output_size

for d in (1, 2, 3, 4):
    print(f"dilation {d}, padding {d}: {output_size(32, 3, padding=d, dilation=d)}")
# [end:keep-size]


# [start:halve]
from cnnnotes.ops import output_size

for n in (224, 225):
    for k in (2, 3, 4):
        p = (k - 1) // 2
        out, left = output_size(n, k, stride=2, padding=p), (n + 2 * p - k) % 2
        print(f"{n}, kernel {k}, stride 2, padding {p}: {out}, left over {left}")
# [end:halve]


# [start:two-five]
steps = (-1, 0, 1)
seen = {2 * a + 5 * b for a in steps for b in steps}
print("seen:  ", *sorted(seen))
print("unseen:", *sorted(set(range(-7, 8)) - seen))
# [end:two-five]
