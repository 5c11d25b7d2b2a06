"""Page 5.1: what is connected to what, what that saves, and how depth brings the far ends together."""

# [start:ladder]
import numpy as np

from cnnnotes.analysis.equivariance import equivariance_error, shift
from cnnnotes.ops import conv_matrix
from cnnnotes.site import fact

rng = np.random.default_rng(0)
size = (8, 8)
convolution = conv_matrix(rng.normal(size=(1, 1, 3, 3)), size, padding="same", mode="circular")  # borders joined
connected = convolution != 0
full = rng.normal(size=(64, 64))
layers = {"full": full, "local": np.where(connected, full, 0), "shared": convolution}

picture = rng.random(size)
print("layer   connections  different weights  shifted along?  same maximum?  (0: yes)")
for name, matrix in layers.items():

    def answer(x, matrix=matrix):
        return (matrix @ x.ravel()).reshape(size)

    def moved(x):
        return shift(x, (2, 3))

    links, weights = np.count_nonzero(matrix), np.unique(matrix[matrix != 0]).size
    along = equivariance_error(answer, moved, picture)
    maximum = abs(answer(moved(picture)).max() / answer(picture).max() - 1)
    along, maximum = (0 if error < 1e-12 else error for error in (along, maximum))  # rounding
    print(f"{name:8}{links:10,}{weights:16,}{along:18.2g}{maximum:15.2g}")
    fact(f"{name}-links", f"{links:,}")
    fact(f"{name}-weights", f"{weights:,}")
    fact(f"{name}-along", f"{along:.1f}" if along else "0")
    fact(f"{name}-maximum", f"{maximum:.2f}" if maximum else "0")
# [end:ladder]


# [start:windows]
import numpy as np

from cnnnotes.analysis import matrix_of
from cnnnotes.figures import sparse_connectivity as figures
from cnnnotes.ops import conv2d
from cnnnotes.site import show


def connections(size, kernel):
    """Which output (row) is connected to which pixel (column)?"""
    height, width = min(kernel, 2 * size[0] - 1), kernel
    window = np.ones((1, 1, height, width))
    padding = (height // 2, width // 2)
    return matrix_of(lambda x: conv2d(x[None, None], window, padding=padding)[0, 0], size) > 0


kernels = range(3, 24, 2)
rows = [connections((1, 12), kernel) for kernel in kernels]
images = [connections((28, 28), 3), connections((28, 28), 5)]
print(
    f"28 x 28, 3 x 3, {len(images[0])} outputs: {images[0].sum():,} of {images[0].size:,} connections, {images[0].mean():.2%}"
)
print(
    f"an output has at most {images[0].sum(axis=1).max()} inputs, an input at most {images[0].sum(axis=0).max()} outputs"
)
valid = matrix_of(lambda x: conv2d(x[None, None], np.ones((1, 1, 3, 3)))[0, 0], (28, 28)) > 0
print(f"without padding {len(valid)} outputs, {valid.sum():,} connections")
print(f"5 x 5: {images[1].sum():,} connections")
show(figures.windows(rows, list(kernels), output=5, pixel=8))
# [end:windows]


# [start:edges]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import sparse_connectivity as figures
from cnnnotes.ops import conv2d
from cnnnotes.site import show

cat = photograph("chelsea", gray=True)[10:290, 70:390]  # 280 rows, 320 columns
edges = conv2d(cat[None, None], np.array([[[[-1.0, 1.0]]]]))[0, 0]  # each pixel minus the one to its left

inputs, outputs = cat.size, edges.size
kept = {"dense matrix": inputs * outputs, "sparse matrix": 2 * outputs, "convolution": 2}
steps = {"dense matrix": 2 * inputs * outputs, "sparse matrix": 3 * outputs, "convolution": 3 * outputs}
print(f"{cat.shape} -> {edges.shape}")
for name in kept:
    print(f"{name:14} {kept[name]:13,} numbers kept, {steps[name]:14,} operations")
print(f"operations: {steps['dense matrix'] / steps['convolution']:,.0f} times fewer, by sparsity alone")
by_sparsity, by_sharing = kept["dense matrix"] // kept["sparse matrix"], kept["sparse matrix"] // kept["convolution"]
print(f"numbers: {by_sparsity:,} times fewer by sparsity, then {by_sharing:,} times by sharing")
print(f"together {by_sparsity * by_sharing:,} times; the dense matrix takes {4 * inputs * outputs / 2**30:.1f} GiB")
show(figures.edges(cat[::2, ::2], edges[::2, ::2], list(kept.values()), list(steps.values())))
# [end:edges]


# [start:depth]
import numpy as np

from cnnnotes.analysis import matrix_of
from cnnnotes.figures import sparse_connectivity as figures
from cnnnotes.ops import conv2d
from cnnnotes.site import show

nodes, depth = 17, 8
M = matrix_of(lambda x: conv2d(x[None, None], np.ones((1, 1, 1, 3)), padding="same")[0, 0], (1, nodes))
ways = [np.linalg.matrix_power(M, layers) for layers in range(1, depth + 1)]  # in how many ways?
for layers, counted in enumerate(ways, 1):
    middle = counted[nodes // 2]
    reached, most = np.count_nonzero(middle), int(middle.max())
    print(f"{layers} layers: the middle output reaches {reached:2} inputs, the nearest in {most:,} ways, the ends in 1")
show(figures.depth(ways))
# [end:depth]


# [start:density]
import numpy as np

from cnnnotes.analysis import Layer, connection_map
from cnnnotes.figures import sparse_connectivity as figures
from cnnnotes.site import fact, show

side = 32
small, large = (Layer("conv", 1, kernel=(1, kernel), padding="same") for kernel in (3, 5))
halve = Layer("max_pool", kernel=(1, 2))


def reach(layer, length):
    """Which pixels of a row each output of a layer is connected to: a row of yes and no for each output."""
    outputs = range(length // 2 if layer is halve else length)
    return np.array([connection_map([layer], (1, length), (0, place))[0] > 0 for place in outputs])


def curve(layer, between=None):
    """The share of connected pairs after 1, 2, 3 ... layers. Rows and columns are alike, so that of a row is squared."""
    connected = reach(layer, side)
    shares = [np.mean(connected) ** 2]
    while shares[-1] < 1:
        for following in (between, layer) if between else (layer,):
            connected = reach(following, len(connected)) @ connected  # connected through any of those in between
        shares.append(np.mean(connected) ** 2)
    return shares


curves = {"3 x 3": curve(small), "5 x 5": curve(large), "3 x 3, halved in between": curve(small, halve)}
for name, shares in curves.items():
    print(f"{name:25}", *(f"{one:4.0%}" for one in shares[:5]), f"... everything after {len(shares)} layers")
depth = len(curves["3 x 3"])
print(f"weights: {depth * 9} in {depth} layers of 3 x 3, {side**4:,} in a fully connected layer")
fact("plain-four", f"{100 * curves['3 x 3'][3]:.0f}")
fact("halved-four", f"{100 * curves['3 x 3, halved in between'][3]:.0f}")
show(figures.density(list(curves.values())))
# [end:density]


# [start:band]
import numpy as np

from cnnnotes.analysis import matrix_of
from cnnnotes.ops import conv2d

for kernel in (3, 5, 7):
    window = np.ones((1, 1, kernel, kernel))
    links = matrix_of(lambda x, w=window: conv2d(x[None, None], w, padding="same")[0, 0], (28, 28)) > 0
    in_a_row = kernel * 28 - (kernel**2 - 1) // 4
    print(f"{kernel} x {kernel}: {in_a_row} squared is {in_a_row**2:,}; counted {links.sum():,}")
# [end:band]


# [start:channels]
from cnnnotes.analysis import Layer, layer_cost

for kernel, groups in [(3, 1), (3, 64), (1, 1)]:
    layer = Layer("conv", 64, kernel=kernel, padding="same", groups=groups, bias=False)
    cost = layer_cost(layer, (64, 28, 28))
    print(
        f"{kernel} x {kernel}, groups {groups:2}: {cost.macs // cost.activations:3} inputs for each output, {cost.macs:,} multiplications"
    )
# [end:channels]


# [start:merged]
import numpy as np

from cnnnotes.ops import conv2d, relu

rng = np.random.default_rng(0)
x = rng.normal(size=(1, 1, 12, 12))
first, second = rng.normal(size=(2, 1, 1, 3, 3))
merged = conv2d(np.pad(second, ((0, 0), (0, 0), (2, 2), (2, 2))), first[:, :, ::-1, ::-1])  # one filter of 5 x 5

two = conv2d(conv2d(x, first), second)
print("one layer of 5 x 5 does the same:", np.allclose(two, conv2d(x, merged)), f"; {2 * 9} weights or {5 * 5}")
print("with ReLU in between:            ", np.allclose(conv2d(relu(conv2d(x, first)), second), conv2d(x, merged)))
# [end:merged]
