"""Page 5.3.1: what equivariance and invariance mean, and how far a convolution has them."""

# [start:square]
import numpy as np

from cnnnotes.analysis import equivariance_error, shift
from cnnnotes.data import photograph
from cnnnotes.figures import equivariance as figures
from cnnnotes.ops import conv2d, relu
from cnnnotes.site import fact, show

face = photograph("chelsea", gray=True)[10:250, 140:380].reshape(40, 6, 40, 6).mean(axis=(1, 3))
row, column = np.indices(face.shape) - 19.5
face = face / face.max() * np.clip(2.2 - np.hypot(row, column) / 10, 0, 1)  # fades out towards the rim
eleven = np.zeros((84, 84))
eleven[2:42, 4:44] = face
moved = (38, 34)  # from 11 o'clock to 5 o'clock
five = shift(eleven, moved)

rng = np.random.default_rng(3)
first = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])[None, None] / 4  # upright edges
second, third = rng.normal(1, 1, size=(6, 1, 3, 3)) / 9, rng.normal(size=(1, 6, 3, 3)) / 3


def filtered(picture):
    return conv2d(picture[None, None], first, padding="same", mode="circular")


def three_layers(picture):
    hidden = relu(conv2d(relu(filtered(picture)), second, padding="same", mode="circular"))
    return conv2d(hidden, third, padding="same", mode="circular")


for name, network in (("one convolution", filtered), ("three layers", three_layers)):
    error = equivariance_error(network, lambda picture: shift(picture, moved), eleven)
    largest = [network(picture).max() for picture in (eleven, five)]
    print(f"{name:16}error {error:.0e}, largest {largest[0]:.4f}, {largest[1]:.4f}")
fact("largest", f"{largest[0]:.2f}")
maps = [[network(picture)[0, 0] for network in (filtered, three_layers)] for picture in (eleven, five)]
show(figures.square([eleven, five], maps))
# [end:square]


# [start:changes]
import numpy as np

from cnnnotes.analysis import best_shift_error, shift
from cnnnotes.figures import equivariance as figures
from cnnnotes.ops import conv1d
from cnnnotes.site import fact, show

places = np.arange(32)
x = np.exp(-(((places - 8) / 2.5) ** 2))[None]  # a bump at place 8
rng = np.random.default_rng(1)
kernel, weights = rng.normal(size=(1, 1, 5)), rng.normal(size=(32, 32)) / 4


def moved(x):
    return shift(x, (0, 12))


def convolution(x):
    return conv1d(x[None], kernel, padding="same", mode="circular")[0]


def fully_connected(x):
    return x @ weights.T


outputs, slid = [], []
for layer in (convolution, fully_connected):
    error, (_, best) = best_shift_error(layer, moved, x)
    print(f"{layer.__name__}: best slide {best}, relative error {error:.2g}")
    outputs.append([layer(x)[0], layer(moved(x))[0]])
    slid.append(shift(layer(moved(x)), (0, -best))[0])
fact("misfit", f"{error:.1f}")
show(figures.changes(np.array(outputs), np.array(slid)))
# [end:changes]


# [start:any-picture]
import numpy as np

from cnnnotes.analysis import equivariance_error, shift
from cnnnotes.data import digits, photograph
from cnnnotes.ops import conv2d

rng = np.random.default_rng(0)
kernel = rng.normal(size=(1, 1, 3, 3))
pictures = {
    "a photograph": photograph("chelsea", gray=True),
    "white noise": rng.normal(size=(64, 64)),
    "noise, stronger to the right": rng.normal(size=(64, 64)) * np.linspace(0.5, 2, 64),
    "a brightness ramp": np.tile(np.linspace(0, 1, 64), (64, 1)),
    "a digit": digits()[0][0],
}
for name, picture in pictures.items():
    error = equivariance_error(
        lambda v: conv2d(v, kernel, padding="same", mode="circular"), lambda v: shift(v, (3, 5)), picture[None, None]
    )
    print(f"{name:30} relative error {error:.0e}")
# [end:any-picture]


# [start:average]
import numpy as np

from cnnnotes.analysis import circulant_projection, commutant_dimension, shift_matrix
from cnnnotes.figures import equivariance as figures
from cnnnotes.site import fact, show

n = 24
W = np.random.default_rng(0).normal(size=(n, n))
T = shift_matrix((1, n), (0, 1))
moved = [np.linalg.matrix_power(T, k) @ W @ np.linalg.matrix_power(T.T, k) for k in range(n)]
averages = {count: np.mean(moved[:count], axis=0) for count in (1, 6, n)}

print(
    f"numbers to choose for 8 values: any matrix {8 * 8}, commuting with shifts {commutant_dimension([np.roll(np.eye(8), 1, 0)])}"
)
print(
    f"average over all {n} shifts against the nearest circulant matrix: {abs(averages[n] - circulant_projection(W)).max():.0e}"
)
print(f"shifted once more: {abs(T @ averages[n] @ T.T - averages[n]).max():.0e}")
show(figures.average(averages))
# [end:average]


# [start:where]
import numpy as np

from cnnnotes.analysis import shift
from cnnnotes.data import photograph
from cnnnotes.figures import equivariance as figures
from cnnnotes.ops import conv2d
from cnnnotes.site import show

cat = photograph("chelsea", gray=True)[0:288, 116:404].reshape(32, 9, 32, 9).mean(axis=(1, 3))
cat = (cat - cat.min()) / np.ptp(cat)
kernel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])[None, None] / 4


def convolve(picture, mode, stride):
    return conv2d(picture[None, None], kernel, padding=1, mode=mode, stride=stride)[0, 0]


cases = []
for mode in ("circular", "reflect", "zeros"):
    for stride in (1, 2):
        for amount in range(1, 5):
            first = convolve(shift(cat, (0, amount)), mode, stride)
            last = shift(convolve(cat, mode, stride), (0, amount // stride))
            cases.append((mode, stride, amount, first, last))

wrong = [np.flatnonzero(abs(first - last).max(axis=0) > 1e-12) for *_, first, last in cases]
for (mode, stride, amount, first, last), columns in zip(cases, wrong, strict=True):
    if amount in (1, 2):
        size = np.linalg.norm(first - last) / np.linalg.norm(last)
        print(
            f"{mode:9}stride {stride}, by {amount}: error {size:.2f}, wrong {len(columns):2}",
            f"({', '.join(map(str, columns))})" if 0 < len(columns) < 5 else "",
        )
show(figures.where(cat, cases))
# [end:where]


# [start:halo]
import numpy as np

from cnnnotes.analysis import shift
from cnnnotes.data import digits
from cnnnotes.figures import equivariance as figures
from cnnnotes.ops import conv2d, relu
from cnnnotes.site import fact, show

digit = digits()[0][0]
digit = digit[:, digit.any(axis=0)]  # only the columns with ink
margin = 7
canvas = np.zeros((8 + 2 * margin, digit.shape[1] + 2 * margin))
canvas[margin:-margin, margin:-margin] = digit

rng = np.random.default_rng(0)
kernels = [rng.normal(size=(o, i, 3, 3)) * np.sqrt(2 / (9 * i)) for i, o in ((1, 6), (6, 6), (6, 6))]
biases = rng.uniform(0.1, 0.5, size=(3, 6))


def layers(picture, with_bias):
    x = picture[None, None]
    for kernel, bias in zip(kernels, biases, strict=True):
        x = relu(conv2d(x, kernel, bias * with_bias, padding="same"))
    return x[0]


def added(picture, with_bias):
    return layers(picture, with_bias) - layers(np.zeros_like(picture), with_bias)


amounts = range(margin + 1)
errors, pictures = np.zeros((2, len(amounts))), []
for with_bias in (0, 1):
    here = added(canvas, with_bias)
    for amount in amounts:
        moved = shift(canvas, (0, amount), mode="zeros")
        gap = added(moved, with_bias) - shift(here, (0, amount), mode="zeros")
        errors[with_bias, amount] = np.linalg.norm(gap) / np.linalg.norm(here)
        if with_bias and amount in (0, 2, 4, margin):
            pictures.append((moved, abs(gap).max(axis=0)))
for with_bias, name in enumerate(("without biases", "with biases")):
    print(name, " ".join(f"{error:.0e}" if error else "0" for error in errors[with_bias]))
show(figures.halo(np.array([0, 2, 4, margin]), pictures, margin, digit.shape, errors))
# [end:halo]


# [start:share]
import numpy as np

from cnnnotes.analysis import shift
from cnnnotes.figures import equivariance as figures
from cnnnotes.learn.experiments.permutation import moved_digits
from cnnnotes.ops import conv2d, locally_connected2d, relu
from cnnnotes.site import fact, show

rng = np.random.default_rng(0)
pattern = np.zeros((16, 16))
pattern[3:7, 3:7] = rng.random((4, 4))
moved = np.stack([shift(pattern, (0, amount)) for amount in range(5)])[:, None]

shared = rng.normal(size=(8, 1, 3, 3)) / 3
unshared = rng.normal(size=(14, 14, 8, 1, 3, 3)) / 3
read_all = rng.normal(size=(8 * 14 * 14, 10)) / np.sqrt(8 * 14 * 14 / 20)
read_best = rng.normal(size=(8, 10)) / np.sqrt(8)

answers = []
for features in (relu(conv2d(moved, shared)), relu(locally_connected2d(moved, unshared))):
    answers.append([features.max(axis=(2, 3)) @ read_best, features.reshape(5, -1) @ read_all])
answers = np.array(answers)  # shared or not, global max or flattened, shift, output
change = np.linalg.norm(answers[..., 1:, :] - answers[..., :1, :], axis=-1) / np.linalg.norm(
    answers[..., :1, :], axis=-1
)

for row, sharing in enumerate(("shared", "unshared")):
    for column, ending in enumerate(("global max", "flatten")):
        print(
            f"{sharing:8} + {ending:10}  moved by 1 to 4:",
            " ".join(f"{c:.2f}" for c in change[row, column]),
        )
learned = [moved_digits(seed)["mlp_accuracy"][0] for seed in (0, 1, 2)]
fact("learned", f"{100 * np.mean(learned):.0f}")
show(figures.share(answers))
# [end:share]


# [start:rows-and-columns]
import numpy as np

from cnnnotes.analysis import commutant_dimension, shift_matrix

right, down = shift_matrix((3, 4), (0, 1)), shift_matrix((3, 4), (1, 0))
print("a layer for 3 x 4 pixels:", 12 * 12)
print("commuting with shifts to the right:", commutant_dimension([right]))
print("commuting with shifts to the right and down:", commutant_dimension([right, down]))
# [end:rows-and-columns]


# [start:which]
import numpy as np

from cnnnotes.analysis import equivariance_error, shift

x = np.random.default_rng(0).random((16, 16))
operations = {
    "subtract the mean": lambda v: v - v.mean(),
    "square each value": np.square,
    "subtract the value in the corner": lambda v: v - v[0, 0],
    "darken towards the right": lambda v: v * np.linspace(1, 0.5, 16),
    "sort each row": lambda v: np.sort(v, axis=1),
}
for name, operation in operations.items():
    print(f"{name:33} {equivariance_error(operation, lambda v: shift(v, (2, 3)), x):.2f}")
# [end:which]
