"""Page 5.3.2: what pooling keeps when its input moves, what it changes, and how often."""

# [start:readings]
import numpy as np

from cnnnotes.figures import pooling_invariance as figures
from cnnnotes.ops import max_pool2d
from cnnnotes.site import show

inputs = np.array([[0.0, 1, 0, 0], [0.0, 0, 1, 0]])
pooled = {
    name: [max_pool2d(x.reshape(1, 1, *shape), size, stride=stride)[0, 0] for x in inputs]
    for name, shape, size, stride in (
        ("one 2x2 window", (2, 2), (2, 2), (1, 1)),
        ("width 2, stride 2", (1, 4), (1, 2), (1, 2)),
        ("width 2, stride 1", (1, 4), (1, 2), (1, 1)),
    )
}
for name, (before, after) in pooled.items():
    print(f"{name:17} {before.ravel().astype(int).tolist()} {after.ravel().astype(int).tolist()}")
show(figures.readings(inputs, pooled))
# [end:readings]


# [start:order]
import numpy as np

from cnnnotes.ops import avg_pool2d, max_pool2d

rng = np.random.default_rng(0)
windows = rng.normal(size=(1000, 1, 3, 3))
orders = rng.permuted(windows.reshape(1000, 9), axis=1)  # another for each window
shuffled = orders.reshape(windows.shape)
for name, pool in (
    ("max", lambda x: max_pool2d(x, 3)),
    ("min", lambda x: -max_pool2d(-x, 3)),
    ("mean", lambda x: avg_pool2d(x, 3)),
):
    change = abs(pool(shuffled) - pool(windows)).max()
    print(f"{name:4} of 1000 shuffled windows: largest change {change:.0e}")
# [end:order]


# [start:pool-grid]
import numpy as np

from cnnnotes.analysis import shift
from cnnnotes.figures import pooling_invariance as figures
from cnnnotes.ops import adaptive_polyphase2d, avg_pool2d, blur_pool2d, max_pool2d, pad2d
from cnnnotes.site import show

picture = np.zeros((6, 10))
picture[2:4, 2:4] = [[4, 8], [2, 4]]

cases = []
for amount in range(6):
    x = shift(picture, (0, amount))[None, None]
    largest = max_pool2d(pad2d(x, ((0, 1), (0, 1)), mode="circular"), 2, stride=1)  # at every place
    chosen, phases = adaptive_polyphase2d(largest, return_phases=True)
    cases += [
        ("max", amount, (0, 0), x, max_pool2d(x, 2)),
        ("mean", amount, (0, 0), x, avg_pool2d(x, 2)),
        ("max, blurred", amount, (0, 0), x, blur_pool2d(largest, 3, mode="circular")),
        ("max, polyphase", amount, tuple(phases[0].tolist()), x, chosen),
    ]
cases = [(kind, amount, phase, x[0, 0], y[0, 0]) for kind, amount, phase, x, y in cases]
for kind, amount, phase, _, y in cases:
    if amount < 2:
        print(f"{kind:14} moved by {amount}, windows from {phase}:", *(f"{value:.3g}" for value in y[y > 0]))
show(figures.pool_grid(cases))
# [end:pool-grid]


# [start:laws]
import numpy as np

from cnnnotes.figures import pooling_invariance as figures
from cnnnotes.site import show

rng, seen = np.random.default_rng(0), []
for K in (2, 3, 4, 8):
    for d in range(1, K):
        peak = np.mean([place // K == (place + d) // K for place in range(K)])  # all places in a window
        x = rng.normal(size=(30_000, K + d))
        before, after = x[:, :K], x[:, d:]
        same = np.mean(before.max(axis=1) == after.max(axis=1))
        gap = np.linalg.norm(after.mean(axis=1) - before.mean(axis=1)) / np.linalg.norm(before.mean(axis=1))
        seen.append((K, d, peak, same, gap))
        if d == 1:
            laws = (K - d) / K, (K - d) / (K + d), np.sqrt(2 * d / K)
            print(
                f"K = {K}, d = {d}",
                *(f"{m:.3f} = {law:.3f}" for m, law in zip((peak, same, gap), laws, strict=True)),
                sep="  ",
            )
show(figures.laws(np.array(seen)))
# [end:laws]


# [start:photograph]
import numpy as np

from cnnnotes.analysis import shift
from cnnnotes.data import photograph
from cnnnotes.ops import avg_pool2d, max_pool2d
from cnnnotes.site import fact

cat = photograph("chelsea", gray=True).astype(float)[:300, :450]
pictures = {
    "noise": np.random.default_rng(0).normal(size=cat.shape),
    "photograph": cat,
    "edges": cat - shift(cat, (0, 1)),
}
for name, picture in pictures.items():
    x = (picture - picture.mean())[None, None]
    same = np.mean(max_pool2d(shift(x, (0, 1)), 2) == max_pool2d(x, 2))
    print(f"{name:10} same maximum {same:.2f}", end="")
    for kind, pool in (("maximum", max_pool2d), ("mean", avg_pool2d)):
        y, z = pool(x, 2), pool(shift(x, (0, 1)), 2)
        gap = np.linalg.norm(z - y) / np.linalg.norm(y - y.mean())
        print(f", {kind} changes by {gap:.2f}", end="")
        fact(f"{name}-{kind}", f"{gap:.2f}")
    print()
    fact(f"{name}-same", f"{100 * same:.0f}")
# [end:photograph]


# [start:commute]
import numpy as np

from cnnnotes.analysis import equivariance_curve, shift
from cnnnotes.ops import max_pool2d, pad2d

x = np.random.default_rng(0).normal(size=(1, 1, 24, 24))
amounts = [(0, amount) for amount in range(5)]


def stride_1(v):
    return max_pool2d(pad2d(v, ((0, 1), (0, 1)), mode="circular"), 2, stride=1)


def stride_2(v):
    return max_pool2d(v, 2)


for pool, after in ((stride_1, shift), (stride_2, lambda v, amount: shift(v, (0, amount[1] // 2)))):
    errors = equivariance_curve(pool, shift, amounts, x, after=after)
    print(f"{pool.__name__}: relative error for 0 to 4 pixels", *(f"{error:.2f}" for error in errors))
# [end:commute]


# [start:sawtooth]
import numpy as np

from cnnnotes.data import digits_split, paste
from cnnnotes.figures import pooling_invariance as figures
from cnnnotes.learn.experiments.pooling import KINDS, answers_when_moved
from cnnnotes.learn.experiments.transformations import CANVAS, SHIFTS, trained
from cnnnotes.ops import conv2d, dense, global_max_pool2d, relu
from cnnnotes.site import fact, show

SEEDS, TORUS = (0, 1, 2), {"padding": "same", "mode": "circular"}
kept = {
    (kind, count, seed): answers_when_moved(kind, count, seed) for kind in KINDS for count in (1, 2) for seed in SEEDS
}
curves = {
    (kind, count): np.array(
        [(kept[kind, count, s]["answers"] == kept[kind, count, s]["labels"]).mean(axis=1) for s in SEEDS]
    )
    for kind in KINDS
    for count in (1, 2)
}


def moved(images, shift):
    return paste(images, CANVAS, 6, 6 + shift)


def unpooled(images, seed):
    """The answers of the network of chapter 1 that pools nothing but globally, on a torus."""
    x, (first, b1, second, b2, last, b3) = images[:, None].astype("float32"), trained("cnn_pooled", seed).parameters
    maps = relu(conv2d(relu(conv2d(x, first, b1, **TORUS)), second, b2, **TORUS))
    return dense(global_max_pool2d(maps), last, b3).argmax(axis=1)


tests = [digits_split(seed)[2:] for seed in SEEDS]
flat = np.array(
    [[np.mean(unpooled(moved(test, shift), s) == labels) for shift in SHIFTS] for s, (test, labels) in enumerate(tests)]
)

print("moved by      ", *(f"{shift:4d}" for shift in SHIFTS[6:]))
for name, rows in (("not pooled", flat), ("pooled once", curves["max", 1]), ("pooled twice", curves["max", 2])):
    for seed, row in enumerate(rows):
        print(f"{name:12} {seed}", *(f"{share:.2f}" for share in row[6:]))
answers = [kept["max", 1, s]["answers"] for s in SEEDS]
fact("flat", f"{100 * flat.min():.0f}")
fact("once-even", f"{100 * curves['max', 1][:, 6].mean():.0f}")
fact("once-odd", f"{100 * curves['max', 1][:, 7].mean():.0f}")
fact("twice-centred", f"{100 * curves['max', 2][:, 6].mean():.0f}")
fact("twice-between", f"{100 * curves['max', 2][:, 8].mean():.0f}")
fact("changed", f"{100 * np.mean([a[7] != a[6] for a in answers]):.0f}")

chosen, labels = range(6), tests[0][1]
comb = {1: [True, False, True, False, True, False], 2: [True, False, False, False, True, False]}
fits = [(kept["max", count, 0]["answers"][6:12].T == labels[:, None]) == seen for count, seen in comb.items()]
example = int(np.flatnonzero(np.all(fits, axis=(0, 2)))[0])  # a digit that follows both combs
pictures = {shift: moved(tests[0][0][example : example + 1], shift)[0] for shift in chosen}
named = {
    (kind, count, shift): int(kept[kind, count, 0]["answers"][6 + shift, example])
    for kind, count in curves
    for shift in chosen
}
show(figures.sawtooth(SHIFTS, flat, curves, pictures, int(labels[example]), named))
# [end:sawtooth]


# [start:wave]
import numpy as np

from cnnnotes.ops import adaptive_polyphase2d, avg_pool2d, blur_pool2d, max_pool2d, pad2d

wave = np.array([0.0, 0, 1, 1, 0, 0, 1, 1])[None, None, None]
two, half = (1, 2), {"stride": (1, 2)}
for amount in (0, 1):
    x = np.roll(wave, amount, axis=-1)
    largest = max_pool2d(pad2d(x, ((0, 0), (0, 1)), mode="circular"), two, stride=1)
    for name, y in (
        ("max", max_pool2d(x, two)),
        ("mean", avg_pool2d(x, two)),
        ("max, blurred", blur_pool2d(largest, 3, mode="circular", **half)),
        ("max, polyphase", adaptive_polyphase2d(largest, **half)),
    ):
        print(f"moved by {amount}, {name:14}", y.ravel().round(3).tolist())
# [end:wave]


# [start:drop]
import numpy as np

from cnnnotes.figures import pooling_invariance as figures
from cnnnotes.learn.experiments.pooling import KINDS, answers_when_moved
from cnnnotes.site import fact, show

curves, changed = {}, {}
for kind in KINDS:
    for count in (1, 2):
        kept = [answers_when_moved(kind, count, seed) for seed in (0, 1, 2)]
        curves[kind, count] = np.array([(k["answers"] == k["labels"]).mean(axis=1) for k in kept])
        drops = 100 * np.ptp(curves[kind, count], axis=1)
        print(f"{kind:9} {count} x, best shift minus worst:", *(f"{d:4.1f}" for d in drops), "points")
        fact(f"{kind}-{count}", f"{drops.min():.0f}\u2060–\u2060{drops.max():.0f}")
        fact(f"{kind}-{count}-best", f"{100 * curves[kind, count].max(axis=1).mean():.0f}")
show(figures.drop(curves))
# [end:drop]


# [start:polyphase]
import numpy as np

from cnnnotes.analysis import shift
from cnnnotes.data import digits
from cnnnotes.ops import adaptive_polyphase2d, conv2d, global_max_pool2d, max_pool2d, relu

rng, TORUS = np.random.default_rng(0), {"padding": "same", "mode": "circular"}
first, second = rng.normal(size=(8, 1, 5, 5)), rng.normal(size=(16, 8, 3, 3))
picture = np.pad(digits()[0][0], 6)[None, None].astype(float)

for name, halve in (("max pooling", lambda x: max_pool2d(x, 2)), ("polyphase", adaptive_polyphase2d)):
    before, *after = (
        global_max_pool2d(relu(conv2d(halve(relu(conv2d(shift(picture, by), first, **TORUS))), second, **TORUS)))
        for by in np.ndindex(20, 20)
    )
    change = max(np.linalg.norm(answer - before) / np.linalg.norm(before) for answer in after)
    print(f"{name:11}: largest change for {len(after)} shifts {change:.0e}")
# [end:polyphase]


# [start:diagonal]
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(40_000, 3, 3))
before, after = x[:, :2, :2].max(axis=(1, 2)), x[:, 1:, 1:].max(axis=(1, 2))
peak = np.mean([row // 2 == (row + 1) // 2 and column // 2 == (column + 1) // 2 for row in (0, 1) for column in (0, 1)])
print(
    f"moved by one down and one to the right: peak {peak:.3f}, maximum {np.mean(before == after):.3f}, 1/7 = {1 / 7:.3f}"
)
# [end:diagonal]


# [start:three]
import numpy as np

from cnnnotes.ops import max_pool2d

x = np.array([0.0, 0, 0, 5, 0, 0, 0, 0, 0])
for amount in range(4):
    print(f"moved by {amount}:", max_pool2d(np.roll(x, amount)[None, None, None], (1, 3)).ravel().astype(int).tolist())
# [end:three]
