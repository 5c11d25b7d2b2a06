"""Page 1.3: what a shift, a rotation or a change of scale does to a picture, its vector and its networks."""

# [start:turned]
import numpy as np

from cnnnotes.data import digits, photograph
from cnnnotes.figures import transformations as figures
from cnnnotes.site import show

cat = photograph("chelsea", gray=True)[:, 75:375]
cat = cat.reshape(100, 3, 100, 3).mean(axis=(1, 3)) / cat.max()  # 3 x 3 pixels become one

images, labels = digits()
six = np.pad(images[labels == 6][3], 1)

show(figures.turned([np.rot90(cat, turns) for turns in range(3)], [np.rot90(six, turns) for turns in range(3)]))
# [end:turned]


# [start:half-turn]
import numpy as np

from cnnnotes.analysis.neighbours import nearest_label
from cnnnotes.data import digits_split
from cnnnotes.figures import transformations as figures
from cnnnotes.site import fact, show

train, train_labels, test, test_labels = digits_split()
half_turned = np.rot90(test, 2, axes=(1, 2))
answers = nearest_label(train, train_labels, half_turned)

shares = np.zeros((10, 10))
np.add.at(shares, (test_labels, answers), 1)
shares /= shares.sum(axis=1, keepdims=True)

for digit in (0, 8, 6, 9):
    likely = shares[digit].argmax()
    print(f"{digit} half-turned: {100 * shares[digit, likely]:.0f}% look most like {likely}")
fact("six-as-nine", f"{100 * shares[6, 9]:.0f}")
fact("nine-as-six", f"{100 * shares[9, 6]:.0f}")
fact("zero-as-zero", f"{100 * shares[0, 0]:.0f}")

examples = [half_turned[test_labels == digit][0] for digit in range(10)]
show(figures.half_turn(examples, shares))
# [end:half-turn]


# [start:permutation]
import numpy as np

from cnnnotes.analysis.equivariance import shift_matrix
from cnnnotes.data import digits
from cnnnotes.figures import transformations as figures
from cnnnotes.site import fact, show

picture = np.pad(digits()[0][3], (1, 2))
moved = np.roll(picture, (2, 1), axis=(0, 1))  # 2 rows down, 1 column to the right
x, moved_x = picture.ravel(), moved.ravel()

P = shift_matrix(picture.shape, (2, 1))
weights = np.random.default_rng(0).normal(size=x.size)

slide = 2 * picture.shape[1] + 1
print("the vector slides by places: ", slide, np.array_equal(np.roll(x, slide), moved_x))
print("P x is the moved picture:   ", np.array_equal(P @ x, moved_x))
print("one 1 in each row, column:  ", np.all(P.sum(axis=0) == 1) and np.all(P.sum(axis=1) == 1))
print("the same values, if sorted: ", np.array_equal(np.sort(x), np.sort(moved_x)))
print(f"one unit, before and after:  {weights @ x:.2f}, {weights @ moved_x:.2f}")
fact("unit-before", f"{weights @ x:.2f}".replace("-", "−"))
fact("unit-after", f"{weights @ moved_x:.2f}".replace("-", "−"))
show(figures.permutation(picture, moved, P, weights, marked=(4, 5)))
# [end:permutation]


# [start:tied]
import numpy as np

from cnnnotes.analysis.equivariance import shift_matrix
from cnnnotes.figures import transformations as figures
from cnnnotes.ops import conv_matrix
from cnnnotes.site import show

rng = np.random.default_rng(0)
own = rng.normal(size=(25, 25))  # a picture of 5 x 5 in, 25 units out
tied = conv_matrix(rng.normal(size=(1, 1, 3, 3)), (5, 5), padding="same", mode="circular")
P = shift_matrix((5, 5), (1, 2))

for name, W in [("fully connected", own), ("convolution", tied)]:
    print(f"{name}: {np.unique(W[W != 0]).size} different weights; P W P' == W: {np.allclose(P @ W @ P.T, W)}")
show(figures.tied([own, tied], [P @ own @ P.T, P @ tied @ P.T]))
# [end:tied]


# [start:pixel-distance]
import numpy as np

from cnnnotes.analysis.neighbours import distances, nearest_label
from cnnnotes.data import digits_split, paste
from cnnnotes.figures import transformations as figures
from cnnnotes.site import fact, show

train, train_labels, test, test_labels = digits_split()


def on_canvas(images, shift=0):
    return paste(images, (16, 16), rows=4, cols=4 + shift)


known, asked, moved = on_canvas(train), on_canvas(test), on_canvas(test, shift=1)
to_itself = np.linalg.norm((moved - asked).reshape(len(test), -1), axis=1)
to_others = distances(asked, known)
to_others[test_labels[:, None] == train_labels] = np.inf
nearest = to_others.argmin(axis=1)
to_nearest = to_others.min(axis=1)

accuracy = [np.mean(nearest_label(known, train_labels, on_canvas(test, shift)) == test_labels) for shift in range(5)]
print(f"farther from itself, moved by one pixel: {np.sum(to_itself > to_nearest)} of {len(test)}")
print("right answers of the nearest neighbour, moved by 0 to 4:", " ".join(f"{share:.3f}" for share in accuracy))

example = 0
fact("to-itself", f"{to_itself[example]:.2f}")
fact("to-nearest", f"{to_nearest[example]:.2f}")
for shift in range(3):
    fact(f"right-{shift}", f"{100 * accuracy[shift]:.0f}")
pictures = np.stack([asked[example], moved[example], known[nearest[example]]])[:, 3:13, 3:13]
show(figures.pixel_distance(pictures, [to_itself[example], to_nearest[example]], to_itself, to_nearest, accuracy))
# [end:pixel-distance]


# [start:accuracy]
import numpy as np

from cnnnotes.data import centre, digits_split, rotate, scale
from cnnnotes.figures import transformations as figures
from cnnnotes.learn.experiments.transformations import MODELS, accuracy_curves
from cnnnotes.site import fact, show

runs = [accuracy_curves(seed) for seed in (0, 1, 2)]
amounts = [runs[0][kind] for kind in ("shifts", "angles", "scales")]
curves = [np.stack([run[kind] for run in runs]) for kind in ("shift", "angle", "scale")]


def percent(kind, amount):
    return 100 * curves[kind][..., amounts[kind] == amount].mean(axis=(0, 2))


still, moved, turned, half, double = percent(0, 0), percent(0, 2), percent(1, 90), percent(2, 0.5), percent(2, 2)
print("right answers (%)  centred  2 pixels  90 degrees  x 0.5  x 2")
for row, model in enumerate(MODELS):
    print(f"{model:18} {still[row]:7.1f} {moved[row]:9.1f} {turned[row]:11.1f} {half[row]:6.1f} {double[row]:4.1f}")

near = np.abs(amounts[0]) <= 3
fact("centred", f"{still.min():.1f}")
fact("dense-moved", f"{moved[0]:.0f}")
fact("flatten-moved", f"{moved[1]:.0f}")
fact("pooled-near", f"{100 * curves[0].mean(axis=0)[2, near].min():.1f}")
fact("pooled-border", f"{percent(0, 6)[2]:.0f}")
fact("tilted-worst", f"{percent(1, 15).min():.0f}")
fact("turned-best", f"{turned.max():.0f}")
fact("half-best", f"{half.max():.0f}")
fact("double-best", f"{double.max():.0f}")

digit = centre(digits_split()[2][:1], (20, 20))
pictures = [
    [np.roll(digit[0], amount, axis=1) for amount in amounts[0][::2]],
    [rotate(digit, amount)[0] for amount in amounts[1][::2]],
    [scale(digit, amount)[0] for amount in amounts[2][::2]],
]
show(figures.accuracy(amounts, curves, pictures))
# [end:accuracy]


# [start:rotation]
import numpy as np

from cnnnotes.analysis.equivariance import symmetrise
from cnnnotes.data import photograph
from cnnnotes.figures import transformations as figures
from cnnnotes.ops import conv2d
from cnnnotes.site import fact, show

cat = photograph("chelsea", gray=True)[:, 75:375].reshape(60, 5, 60, 5).mean(axis=(1, 3))
upright = np.array([[-1, 2, -1]] * 3) / 6  # answers to upright stripes
kernels = np.stack([upright, symmetrise(upright)])[:, None]


def convolved(picture):  # one channel out for each kernel
    return conv2d(picture[None, None], kernels)[0]


def turned(pictures):
    return np.rot90(pictures, axes=(-2, -1))


turn_first, turn_last = convolved(turned(cat)), turned(convolved(cat))
sizes = np.linalg.norm(turn_last, axis=(1, 2))
errors = np.linalg.norm(turn_first - turn_last, axis=(1, 2)) / sizes
print(f"upright kernel:   relative difference {errors[0]:.2g}")
print(f"symmetric kernel: relative difference {errors[1]:.2g}")
fact("difference", f"{errors[0]:.1f}")
show(figures.rotation(kernels[:, 0], turn_first, turn_last))
# [end:rotation]


# [start:augmented]
import numpy as np

from cnnnotes.analysis.neighbours import nearest_label
from cnnnotes.data import digits_split, paste

train, train_labels, test, test_labels = digits_split()


def on_canvas(images, shift):
    return paste(images, (16, 16), rows=4, cols=4 + shift)


known = np.concatenate([on_canvas(train, shift) for shift in (-2, -1, 0, 1, 2)])
known_labels = np.tile(train_labels, 5)
for shift in range(5):
    answers = nearest_label(known, known_labels, on_canvas(test, shift))
    print(f"moved by {shift}: {np.mean(answers == test_labels):.3f}")
# [end:augmented]


# [start:four-kernels]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.ops import conv2d, global_max_pool2d

cat = photograph("chelsea", gray=True)[:, 75:375].reshape(60, 5, 60, 5).mean(axis=(1, 3))
kernel = np.random.default_rng(0).normal(size=(3, 3))
kernel -= kernel.mean()
four = np.stack([np.rot90(kernel, turns) for turns in range(4)])[:, None]

for turns in range(4):
    picture = np.rot90(cat, turns)[None, None]
    answers = global_max_pool2d(conv2d(picture, four)).ravel()
    print(f"{90 * turns:3} degrees:", np.round(answers, 3), f"largest {answers.max():.3f}")
# [end:four-kernels]
