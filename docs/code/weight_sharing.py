"""Page 5.2: what is shared with whom, what that saves, and how many examples it is worth."""

# [start:who-shares]
import numpy as np

from cnnnotes.figures import weight_sharing as figures
from cnnnotes.ops import conv_matrix
from cnnnotes.site import show

rng = np.random.default_rng(0)


def filters(*shape):
    return rng.uniform(0.3, 1, shape) * rng.choice([-1, 1], shape)  # away from 0, which means no connection


first = conv_matrix(filters(3, 2, 1, 3), (1, 10))  # 2 channels in, 3 out; a row of 10 places becomes one of 8
second = conv_matrix(filters(2, 3, 1, 3), (1, 8))
for name, matrix in [("first layer", first), ("second layer", second)]:
    print(f"{name:12} {np.count_nonzero(matrix)} connections, {np.unique(matrix[matrix != 0]).size} different weights")
common = np.intersect1d(first[first != 0], second[second != 0])
print(f"weights that both layers use: {common.size}")
picture = conv_matrix(filters(1, 1, 3, 3), (8, 8))
print(f"8 x 8 pixels, 3 x 3: {np.count_nonzero(picture)} connections, {np.unique(picture[picture != 0]).size} weights")
show(figures.who_shares([first, second], [(2, 3), (3, 2)]))
# [end:who-shares]


# [start:two-places]
import numpy as np

from cnnnotes.figures.spatial import dog
from cnnnotes.ops import conv2d, locally_connected2d

rng = np.random.default_rng(0)
nose = dog(32).mean(axis=2)[15:25, 11:21]
scene = np.zeros((1, 1, 24, 24))
scene[0, 0, 1:11, 1:11] = scene[0, 0, 12:22, 13:23] = nose  # the same nose, front right and back left

shared = conv2d(scene, rng.normal(size=(1, 1, 10, 10)))[0, 0]
own = locally_connected2d(scene, rng.normal(size=(15, 15, 1, 1, 10, 10)))[0, 0]
for name, answers in [("one filter for all places", shared), ("a filter for each place", own)]:
    print(f"{name:26} here {answers[1, 1]:7.3f}   there {answers[12, 13]:7.3f}")
# [end:two-places]


# [start:costs]
from cnnnotes.analysis import Layer, layer_cost

image = (3, 32, 32)
layers = {
    "fully connected": Layer("dense", 16 * 30 * 30),
    "locally connected": Layer("local", 16, kernel=3),
    "convolution": Layer("conv", 16, kernel=3),
}
costs = {name: layer_cost(layer, image) for name, layer in layers.items()}
print(f"{'':17}{'parameters':>12}{'multiplications':>17}")
for name, cost in costs.items():
    print(f"{name:17}{cost.parameters:12,}{cost.macs:17,}")
local, conv = costs["locally connected"], costs["convolution"]
print(f"{local.parameters // conv.parameters} = 30 x 30 times the parameters")
print(f"{local.macs // conv.macs} times the multiplications; each puts out {conv.activations:,} values")
batch = 64
print(f"training on {batch} images: {4 * batch * conv.activations / 2**20:.1f} MiB of values in both")
print(f"weights: {4 * local.parameters / 2**20:.1f} MiB and {4 * conv.parameters / 2**10:.1f} KiB")
# [end:costs]


# [start:gradient]
import numpy as np

from cnnnotes.data import digits
from cnnnotes.figures import weight_sharing as figures
from cnnnotes.ops import conv2d, conv2d_backward, locally_connected2d_backward, sobel_filter
from cnnnotes.site import show

x = digits()[0][3][None, None]
w = np.random.default_rng(0).normal(size=(1, 1, 3, 3)) / 3
wanted = conv2d(x, sobel_filter("columns")[None, None])
dy = conv2d(x, w) - wanted  # the gradient of half the squared error

one_bank_each = np.broadcast_to(w, (6, 6, *w.shape))
each = locally_connected2d_backward(dy, x, one_bank_each)[1][:, :, 0, 0]
together = conv2d_backward(dy, x, w)[1][0, 0]
print(
    f"{each.shape[0] * each.shape[1]} places; largest difference of the sum from the gradient of the convolution:",
    end=" ",
)
print(f"{abs(each.sum(axis=(0, 1)) - together).max():.0e}")
show(figures.gradient(x[0, 0], -each))  # weights change against the gradient
# [end:gradient]


# [start:effective]
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnnotes.figures import weight_sharing as figures
from cnnnotes.site import fact, show

images, trials, taps = 50, 400, np.array([1.0, -0.5, 0.25])
counts, smoothness = (1, 4, 16, 64), (0, 0.5, 0.9, 0.97)


def smooth(rng, shape, rho):
    """Rows whose neighbours have correlation rho; variance 1 everywhere."""
    rows = rng.normal(size=shape)
    for place in range(1, shape[-1]):
        rows[..., place] = rho * rows[..., place - 1] + np.sqrt(1 - rho**2) * rows[..., place]
    return rows


def errors(places, rho, rho_noise):
    """Mean squared error of the answers to new rows: one filter for all places, and a filter for each."""
    rng = np.random.default_rng(0)
    x = sliding_window_view(smooth(rng, (trials, images, places + 2), rho), 3, axis=-1)
    y = x @ taps + smooth(rng, (trials, images, places), rho_noise)
    squares = np.einsum("tnpi,tnpj->tpij", x, x, optimize=True)
    products = np.einsum("tnpi,tnp->tpi", x, y, optimize=True)[..., None]
    wrong = np.linalg.solve(squares.sum(axis=1), products.sum(axis=1))[..., 0] - taps
    wrong_each = np.linalg.solve(squares, products)[..., 0] - taps
    alike = rho ** np.abs(np.subtract.outer(range(3), range(3)))  # covariance of neighbours
    return [np.mean(np.einsum("...i,ij,...j->...", one, alike, one)) for one in (wrong, wrong_each)]


found = {}
print("sharing divides the error by, for places:", *counts)
for smooth_one, share in {"inputs": (1, 0), "noise": (0, 1), "both": (1, 1)}.items():
    for rho in smoothness:
        found[smooth_one, rho] = np.array([errors(places, share[0] * rho, share[1] * rho) for places in counts]).T
        shared, each = found[smooth_one, rho]
        print(f"smooth: {smooth_one:6} {rho:4}:", *(f"{one:5.1f}" for one in each / shared))
shared, each = found["inputs", 0]
predicted = [3 / (images * places - 4) for places in counts]
print("by the formula:", *(f"{one:.4f}" for one in predicted))
print("measured:      ", *(f"{one:.4f}" for one in shared))
fact("gain-white", f"{each[-1] / shared[-1]:.0f}")
for smooth_one in ("inputs", "noise", "both"):
    shared, each = found[smooth_one, 0.9]
    fact(f"gain-{smooth_one}", f"{each[-1] / shared[-1]:.0f}")
rows = {rho: smooth(np.random.default_rng(3), (2, 66), rho) for rho in smoothness}
show(figures.effective(counts, found, rows, predicted))
# [end:effective]


# [start:curves]
import numpy as np

from cnnnotes.figures import weight_sharing as figures
from cnnnotes.learn.experiments.learning_curves import COUNTS, KINDS, SEEDS, curves, placed_digits
from cnnnotes.site import fact, show


def kernel_answers(train, labels, test, answers):
    """Least squares on similarities to all examples: knows nothing about places."""
    train, test = train.reshape(len(train), -1), test.reshape(len(test), -1)

    def similarity(a, b):
        return np.exp(((2 * a @ b.T - (a**2).sum(axis=1)[:, None]) - (b**2).sum(axis=1)) / 12)

    alike = similarity(train, train)
    weights = np.linalg.solve(alike + 0.01 * np.eye(len(train)), np.eye(10)[labels] - 0.1)
    return np.mean((similarity(test, train) @ weights).argmax(axis=1) == answers)


settings = {setting: curves(setting) for setting in ("moved", "centred")}
for setting, (train, test) in settings.items():
    print(f"{setting:8} digits", *(f"{count:6,}" for count in COUNTS), f"  least right in training {train.min():.2f}")
    for row, kind in enumerate(KINDS):
        print(f"{kind:15}", *(f"{100 * share:5.1f}%" for share in test[:, row].mean(axis=0)))
kernel = [np.mean([kernel_answers(*placed_digits("centred", count, seed)) for seed in SEEDS]) for count in COUNTS]
print(f"{'similarities':15}", *(f"{100 * share:5.1f}%" for share in kernel))

moved, centred = (100 * settings[setting][1].mean(axis=0) for setting in ("moved", "centred"))
for row, kind in enumerate(KINDS):
    fact(f"{kind}-all", f"{moved[row, -1]:.0f}")
    fact(f"{kind}-few", f"{moved[row, 0]:.0f}")
fact("centred-least", f"{centred[:, -1].min():.0f}")
fact("centred-most", f"{centred[:, -1].max():.0f}")
fact("kernel", f"{100 * kernel[-1]:.1f}")
fact("cnn-centred", f"{centred[2, -1]:.1f}")
examples = {setting: placed_digits(setting, 6)[0][3:6] for setting in settings}
show(figures.learning_curves(COUNTS, {name: test for name, (_train, test) in settings.items()}, examples))
# [end:curves]


# [start:shuffled]
import numpy as np

from cnnnotes.figures import weight_sharing as figures
from cnnnotes.learn.experiments.learning_curves import COUNTS, KINDS, curves, placed_digits
from cnnnotes.site import fact, show

runs = {setting: curves(setting, counts=COUNTS[-1:]) for setting in ("moved", "shuffled")}
print("right (%), pixels as they are and shuffled; in training when shuffled")
for row, kind in enumerate(KINDS):
    plain, shuffled = (100 * runs[setting][1][:, row].mean() for setting in runs)
    learned = 100 * runs["shuffled"][0][:, row].mean()
    print(f"{kind:7}{plain:6.1f} {shuffled:6.1f} {learned:6.1f}")
    fact(f"{kind}-shuffled", f"{shuffled:.0f}")
    fact(f"{kind}-learned", f"{learned:.0f}")
pictures = [placed_digits(setting, 4)[0][3] for setting in runs]
show(figures.shuffled(pictures, [runs[setting][1][..., 0] for setting in runs]))
# [end:shuffled]


# [start:partial]
from cnnnotes.analysis import Layer, layer_cost

shared = layer_cost(Layer("conv", 16, kernel=3), (3, 32, 32)).parameters
own = layer_cost(Layer("local", 16, kernel=3), (3, 32, 32)).parameters
print(f"one set for all {shared:,}")
print(f"one for each of 30 rows {30 * shared:,}")
print(f"one for each place {own:,}")
# [end:partial]


# [start:many-places]
import numpy as np

from cnnnotes.learn.experiments.learning_curves import COPIES, SEEDS, curves, many_places
from cnnnotes.site import fact

once = curves("moved", ("dense", "pooled"), (1000,))[1].mean(axis=0)[:, 0]
often = np.mean([many_places(seed)["test"] for seed in SEEDS])
print("1,000 digits")
print(f"fully connected, at one place:  {once[0]:.2f}; at {COPIES}: {often:.2f}")
print(f"global max pool, at one place:  {once[1]:.2f}")
for name, share in {"dense-once": once[0], "dense-often": often, "pooled-once": once[1]}.items():
    fact(name, f"{100 * share:.0f}")
# [end:many-places]


# [start:untied]
from cnnnotes.learn.experiments.learning_curves import curves
from cnnnotes.site import fact

train, test = (part.mean(axis=0)[:, 0] for part in curves("moved", ("local", "untied", "shared"), (1000,)))
for name, known, asked in zip(
    ("own filters from the start", "equal at the start, then free", "equal always"), train, test, strict=True
):
    print(f"{name:30} training {known:.2f}, test {asked:.2f}")
for name, share in zip(("own-filters", "untied", "tied"), test, strict=True):
    fact(name, f"{100 * share:.0f}")
# [end:untied]
