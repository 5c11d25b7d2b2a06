"""Page 3.3: filters made by hand, what was done with them, and filters that are learned."""

# [start:gallery]
import numpy as np

from cnnnotes import ops
from cnnnotes.data import photograph
from cnnnotes.figures import filters as figures
from cnnnotes.site import show

wave = ops.gabor_filter(9, wavelength=5.0, angle=np.pi / 4, sigma=2.0, phase=np.pi / 2)
filters = {
    "vertical edges": ops.sobel_filter("columns"),
    "horizontal edges": ops.sobel_filter("rows"),
    "Laplacian": ops.laplacian_filter(),
    "Gabor": wave / np.abs(wave).sum(),
    "blur": ops.gaussian_filter(9, 2.0),
    "sharpen": ops.sharpen_filter(),
    "emboss": ops.emboss_filter(),
}
photographs = {
    "cat": photograph("chelsea", gray=True)[20:276, 90:346].reshape(64, 4, 64, 4).mean(axis=(1, 3)),
    "camera": photograph("camera", gray=True)[60:380, 70:390].reshape(64, 5, 64, 5).mean(axis=(1, 3)),
    "wall": photograph("brick", gray=True)[:128, :128].reshape(64, 2, 64, 2).mean(axis=(1, 3)),
}


def filtered(picture, kernel):
    return ops.conv2d(picture[None, None], kernel[None, None], padding="same", mode="reflect")[0, 0]


for name, kernel in filters.items():
    flat = filtered(np.full((20, 20), 0.5), kernel)
    print(f"{name:17} sum {abs(kernel.sum()):.0f}, answer to a flat 0.5: {abs(flat).max():.1f}")
answers = {
    place: {name: filtered(picture, kernel) for name, kernel in filters.items()}
    for place, picture in photographs.items()
}
show(figures.gallery(photographs, filters, answers))
# [end:gallery]


# [start:edges]
import numpy as np

from cnnnotes import ops
from cnnnotes.data import photograph
from cnnnotes.figures import filters as figures
from cnnnotes.site import fact, show

row, column = np.mgrid[:80, :80]
disc = (row - 26) ** 2 + (column - 24) ** 2 < 16**2
card = (row >= 54) & (row < 72) & (column >= 10) & (column < 40)
grass = column >= 54
scene = np.where(disc | card, 0.75, 0.3)
scene[:, 54:] = photograph("grass", gray=True)[:80, 100:126]
noisy = scene + np.random.default_rng(0).normal(0, 0.2, scene.shape)
blurred = ops.conv2d(noisy[None, None], ops.gaussian_filter(13, 1.5)[None, None], padding="same", mode="reflect")[0, 0]

pair = np.stack([ops.sobel_filter("columns"), ops.sobel_filter("rows")])[:, None]


def strength(pictures):
    return np.hypot(*np.moveaxis(ops.conv2d(pictures[:, None], pair, padding=1, mode="replicate"), 1, 0))


outline = strength((disc + 2.0 * card + 4.0 * grass)[None])[0] > 0
near = ops.max_pool2d(outline[None, None] * 1.0, 5, stride=1, padding=2)[0, 0] > 0  # within two pixels
pictures = np.stack([scene, noisy, blurred])
answers = strength(pictures)
shares = []
for name, answer in zip(["clean", "noisy", "noisy, blurred"], answers, strict=True):
    strongest = np.argsort(answer, axis=None)[::-1][: outline.sum()]
    where = [part.ravel()[strongest].mean() for part in (near, grass & ~near, ~grass & ~near)]
    print(f"{name:14} strongest on outlines {where[0]:.2f}, in the grass {where[1]:.2f}, elsewhere {where[2]:.2f}")
    shares.append(where)
step = np.repeat([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]], 5, axis=0)
print("beside a step of 1:", ops.conv2d(step[None, None], pair[:1])[0, 0, 0])
for name, where in zip(["clean", "noisy", "blurred"], shares, strict=True):
    fact(name, f"{100 * where[0]:.0f}")
fact("clean-grass", f"{100 * shares[0][1]:.0f}")
fact("noisy-elsewhere", f"{100 * shares[1][2]:.0f}")
show(figures.edges(pictures, answers, [where[0] for where in shares]))
# [end:edges]


# [start:pipelines]
import numpy as np

from cnnnotes.figures import filters as figures
from cnnnotes.learn.experiments.filters import BINS, CELLS, features_compared
from cnnnotes.learn.experiments.permutation import scenes
from cnnnotes.ops import conv2d, relu
from cnnnotes.site import fact, show

runs = [features_compared(seed) for seed in (0, 1, 2)]
pixels, histograms, hand_first, learned = (
    np.stack([run[kind] for run in runs]) for kind in ("pixels", "histograms", "hand_first", "learned")
)
settings = histograms.mean(axis=0)


def random_features(pictures, count, seed):
    """How strongly each of many random filters responds, averaged over the picture: nothing is learned, no place is kept."""
    filters = np.random.default_rng(seed).normal(size=(count, 1, 3, 3))
    means = relu(conv2d(pictures[:, None], filters)).mean(axis=(2, 3))
    return np.column_stack([means, np.ones(len(means))])


counts, random = (24, 200), np.zeros((3, 2))
for seed in range(3):
    train, known, test, asked = scenes(seed)
    for column, count in enumerate(counts):
        described, new = (random_features(part, count, seed) for part in (train, test))
        weights = np.linalg.lstsq(described, np.eye(10)[known], rcond=None)[0]
        random[seed, column] = np.mean((new @ weights).argmax(axis=1) == asked)
print("histograms of directions, rows: cells of", *CELLS, "pixels; columns:", *BINS, "directions")
print(settings.round(2))
print(f"pixels {pixels.mean():.2f}, hand-made first filters {hand_first.mean():.2f}, learned {learned.mean():.2f}")
fact("pixels", f"{100 * pixels.mean():.0f}")
fact("histograms-worst", f"{100 * settings.min():.0f}")
fact("histograms-best", f"{100 * settings.max():.0f}")
fact("hand-first", f"{100 * hand_first.mean():.0f}")
fact("learned", f"{100 * learned.mean():.0f}")
for count, share in zip(counts, random.mean(axis=0), strict=True):
    print(f"{count} random filters, averaged over the picture, and a linear classifier: {share:.2f}")
    fact(f"random-{count}", f"{100 * share:.0f}")
images, labels, *_ = scenes(0)
show(figures.pipelines(images[labels == 3][:6], pixels, histograms, hand_first, learned))
# [end:pipelines]


# [start:learning]
import numpy as np

from cnnnotes import ops
from cnnnotes.data import photograph
from cnnnotes.figures import filters as figures
from cnnnotes.site import fact, show

sobel = ops.sobel_filter("columns")
cat = photograph("chelsea", gray=True)[70:134, 110:174]
inputs = [cat, cat - cat.mean(), np.random.default_rng(0).standard_normal((64, 64))]


def learn(picture, edge_map, steps):
    """Nine weights, from 0: each step goes against the gradient of half the mean squared error."""
    windows = ops.im2col(picture[None, None], 3)[0].reshape(9, -1)
    curvature = windows @ windows.T / windows.shape[1]
    target = windows @ edge_map.ravel() / windows.shape[1]
    rate = 1 / np.linalg.eigvalsh(curvature)[-1]
    weights = [np.zeros(9)]
    for _ in range(steps):
        weights.append(weights[-1] - rate * (curvature @ weights[-1] - target))
    return np.reshape(weights, (-1, 3, 3)), np.linalg.cond(curvature)


paths, conditions = [], []
for name, picture in zip(["photograph", "without its mean", "random pixels"], inputs, strict=True):
    weights, condition = learn(picture, ops.conv2d(picture[None, None], sobel[None, None]), steps=3000)
    error = np.abs(weights - sobel).max(axis=(1, 2))
    print(
        f"{name:17} error after 10, 300, 3000 steps: {error[10]:.4f} {error[300]:.4f} {error[3000]:.4f}; condition {condition:.0f}"
    )
    paths.append(weights)
    conditions.append(condition)

flipped = ops.conv2d(cat[None, None], sobel[::-1, ::-1][None, None])  # convolved as in mathematics
print("learned from a true convolution:", (learn(cat - cat.mean(), flipped, 3000)[0][-1].round(2) + 0.0).tolist())
for name, kind, step in [("photo-300", 0, 300), ("photo-3000", 0, 3000), ("centred-300", 1, 300)]:
    fact(name, f"{np.abs(paths[kind][step] - sobel).max():.2f}")
fact("photo-condition", f"{conditions[0]:,.0f}")
fact("centred-condition", f"{conditions[1]:,.0f}")
fact("random-condition", f"{conditions[2]:.1f}")
edge_map = ops.conv2d(cat[None, None], sobel[None, None])[0, 0]
show(figures.learning(cat, edge_map, np.stack(paths), sobel))
# [end:learning]


# [start:banks]
import numpy as np

from cnnnotes import ops
from cnnnotes.figures import filters as figures
from cnnnotes.learn.experiments.filters import gabor_fit, rare_answers
from cnnnotes.learn.experiments.transformations import trained
from cnnnotes.site import fact, show

designed = ops.gabor_bank(12, wavelengths=(5, 8), angles=4, phase=np.pi / 2)[:, 0]
learned = rare_answers(0)
digits = trained("cnn_pooled").parameters[0][:, 0]
best = np.argsort(learned["fit_after"])[::-1][::3][:8]  # every third, so that poor fits are seen too

rows = {
    "designed": designed,
    "first": learned["before"][:8],
    "photographs": learned["after"][best],
    "digits": digits,
}
fits = {
    "first": np.median(learned["fit_before"]),
    "photographs": np.median(learned["fit_after"]),
    "digits": np.median(gabor_fit(digits)),
}
for name, fit in fits.items():
    print(f"{name:12} a Gabor filter explains {fit:.2f} of the middle one")
fact("fit-first", f"{100 * fits['first']:.0f}")
fact("fit-photographs", f"{100 * fits['photographs']:.0f}")
fact("fit-digits", f"{100 * fits['digits']:.0f}")
fact("fit-noise", f"{100 * np.median(gabor_fit(np.random.default_rng(0).standard_normal((40, 5, 5)))):.0f}")
show(figures.banks(rows, fits))
# [end:banks]


# [start:series]
import numpy as np

from cnnnotes import ops
from cnnnotes.figures import filters as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(0)
pulse = ops.gabor_filter((1, 31), wavelength=9.0, sigma=5.0, phase=np.pi / 3)[0]


def recordings(count):
    """Series of noise, each with one pulse at a random time."""
    times = rng.integers(0, 130, count)
    x = rng.normal(0, 0.5, (count, 1, 160))
    x[np.arange(count)[:, None], 0, times[:, None] + np.arange(31)] += pulse
    return x, times


def answers(x, w):
    return ops.conv1d(x, w)[:, 0]


train, times = recordings(300)
test, asked = recordings(300)
w = np.zeros((1, 1, 31))
for _ in range(30):  # cross-entropy of the right time among 130
    gradient = ops.cross_entropy_backward(1.0, answers(train, w), times)
    w -= ops.conv1d_backward(gradient[:, None], train, w)[1]

near = abs(answers(test, w).argmax(axis=1) - asked) <= 1
loudest = abs(abs(test[:, 0]).argmax(axis=1) - 15 - asked) <= 1
alike = np.corrcoef(w.ravel(), pulse)[0, 1]
print(
    f"found within one step: {near.mean():.2f}; by the loudest moment: {loudest.mean():.2f}; filter and pulse correlate {alike:.3f}"
)
fact("found", f"{100 * near.mean():.0f}")
fact("loudest", f"{100 * loudest.mean():.0f}")
fact("alike", f"{alike:.2f}")
example = np.flatnonzero(near & ~loudest)[0]
show(figures.series(test[example, 0], int(asked[example]), answers(test, w)[example], w.ravel(), pulse))
# [end:series]


# [start:count]
from cnnnotes.learn.models import cnn_pooled, count

model = cnn_pooled(kernels=(3, 3))
for values, name in zip(
    model.parameters, ["filters", "biases", "filters", "biases", "classifier", "biases"], strict=True
):
    print(f"{name:10} {'×'.join(map(str, values.shape)):12} {values.size:5}")
print("in all", count(model))
# [end:count]


# [start:separable]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.ops import conv2d, sobel_filter

cat = photograph("chelsea", gray=True)[None, None]
sobel = sobel_filter("columns")
smooth, slope = np.array([[1.0], [2.0], [1.0]]), np.array([[-1.0, 0.0, 1.0]])
print("rank:", np.linalg.matrix_rank(sobel))
two = conv2d(conv2d(cat, smooth[None, None]), slope[None, None])
print("same result in two steps:", np.allclose(two, conv2d(cat, sobel[None, None])))
print("multiplications a pixel:", sobel.size, "or", smooth.size + slope.size)
# [end:separable]


# [start:hidden]
import numpy as np

from cnnnotes.ops import conv2d

rng = np.random.default_rng(0)
kernel = np.array([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])
for side in (4, 5, 8):
    picture = rng.random((side, side))
    answers = conv2d(picture[None, None], kernel[None, None]).ravel()
    windows = np.lib.stride_tricks.sliding_window_view(picture, (3, 3)).reshape(-1, 9)
    guess = np.linalg.lstsq(windows, answers, rcond=None)[0]
    print(
        f"{side}×{side}: {answers.size:2} equations, rank {np.linalg.matrix_rank(windows)}, found: {np.allclose(guess, kernel.ravel())}"
    )
# [end:hidden]
