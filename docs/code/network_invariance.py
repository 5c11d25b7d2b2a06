"""Page 5.3.3: whether a whole network is invariant, and what a fully connected layer has to do with it."""

# [start:commutator]
import numpy as np

from cnnnotes.analysis import circulant_projection, commutator, shift_matrix
from cnnnotes.figures import network_invariance as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(0)
one_step = shift_matrix((1, 64), (0, 1))
many = [commutator(rng.normal(size=(64, 64)), one_step) for _ in range(200)]
print(f"200 random matrices, n = 64: {np.mean(many):.4f} ± {np.std(many):.4f}, root of 2: {np.sqrt(2):.4f}")
fact("root", f"{np.sqrt(2):.4f}")
print("the largest of them:", f"{max(many):.3f}", "the smallest:", f"{min(many):.3f}")
fact("random-mean", f"{np.mean(many):.4f}")
fact("random-spread", f"{np.std(many):.4f}")


def mixed(W, share):
    """On the way from W to its circulant part: the average over all shifts."""
    return (1 - share) * W + share * circulant_projection(W)


W = rng.normal(size=(64, 64))
for share in (0, 0.4, 0.8, 0.9, 1):
    print(f"share {share:3}: {commutator(mixed(W, share), one_step):.3f}")
fact("at-nine-tenths", f"{commutator(mixed(W, 0.9), one_step):.2f}")

n, shifts, shares = 16, (1, 2, 5), (0, 0.2, 0.4, 0.6, 0.8, 0.9, 1)
small = rng.normal(size=(n, n))
products, sizes = [], []
for amount in shifts:
    T = shift_matrix((1, n), (0, amount))
    steps = [mixed(small, share) for share in shares]
    products.append([(step @ T, T @ step) for step in steps])
    sizes.append([commutator(step, T) for step in steps])
show(figures.commuting(shares, shifts, products, sizes))
# [end:commutator]


# [start:left-over]
from itertools import pairwise

import numpy as np

from cnnnotes.analysis import circulant_projection, commutant_dimension, shift_matrix
from cnnnotes.figures import network_invariance as figures
from cnnnotes.site import show

n = 8
T = shift_matrix((1, n), (0, 1))
exchanges = []  # of neighbours: all orders can be made of them
for first, second in pairwise(range(n)):
    exchanges.append(np.eye(n))
    exchanges[-1][[first, second]] = exchanges[-1][[second, first]]

rng = np.random.default_rng(2)
any_layer = rng.normal(size=(n, n))
by_shifts = circulant_projection(any_layer)
a, b = 1.0, -0.35
by_orders = a * np.eye(n) + b * np.ones((n, n))
unmoved = np.repeat(rng.normal(size=(n, 1)), n, axis=1)  # each row: one number, n times

conditions = np.kron(np.eye(n), T.T - np.eye(n))  # W T = W, for the n² entries of W
counts = [n * n, commutant_dimension([T]), commutant_dimension(exchanges), n * n - np.linalg.matrix_rank(conditions)]
print("numbers to choose:", *counts)
print("W T = T W:", np.allclose(by_shifts @ T, T @ by_shifts))
print("W P = P W for all exchanges:", all(np.allclose(by_orders @ P, P @ by_orders) for P in exchanges))
print("W T = W:", np.allclose(unmoved @ T, unmoved))
show(figures.left_over([any_layer, by_shifts, by_orders, unmoved], counts))
# [end:left-over]


# [start:no-gain]
import numpy as np

from cnnnotes.data import centre, digits
from cnnnotes.figures import network_invariance as figures
from cnnnotes.ops import conv2d, global_avg_pool2d, max_pool2d, relu
from cnnnotes.site import fact, show

images = centre(digits()[0][:200], (20, 20))[:, None]
moved = np.roll(images, 1, axis=3)
width, depth, seeds = 256, 6, 8


def change(before, after):
    """Mean distance from one to the other, relative to the first."""
    return np.mean(np.linalg.norm(after - before, axis=1) / np.linalg.norm(before, axis=1))


lines = {name: np.zeros((seeds, depth + 1)) for name in ("moved", "other", "pooled")}
for seed in range(seeds):
    rng = np.random.default_rng(seed)
    filters = rng.normal(size=(8, 1, 3, 3)) * np.sqrt(2 / 9)
    maps = [relu(conv2d(x, filters, padding="same", mode="circular")) for x in (images, moved)]
    here, there = (max_pool2d(x, 2).reshape(len(x), -1) for x in maps)
    pooled_here, pooled_there = map(global_avg_pool2d, maps)
    for layer in range(depth + 1):
        if layer:
            w = rng.normal(size=(here.shape[1], width)) * np.sqrt(2 / here.shape[1])
            v = rng.normal(size=(pooled_here.shape[1], width)) * np.sqrt(2 / pooled_here.shape[1])
            here, there, pooled_here, pooled_there = (
                relu(x) for x in (here @ w, there @ w, pooled_here @ v, pooled_there @ v)
            )
        lines["moved"][seed, layer] = change(here, there)
        lines["other"][seed, layer] = change(here, np.roll(here, 1, axis=0))
        lines["pooled"][seed, layer] = change(pooled_here, pooled_there)
for name, values in lines.items():
    print(f"{name:7}", *(f"{value:.2f}" for value in values.mean(axis=0)), f"  largest {values.max():.0e}")
ratio = lines["moved"] / lines["other"]
print("moved / other:", *(f"{value:.2f}" for value in ratio.mean(axis=0)))
fact("moved-first", f"{lines['moved'][:, 0].mean():.2f}")
fact("moved-last", f"{lines['moved'][:, -1].mean():.2f}")
fact("other-last", f"{lines['other'][:, -1].mean():.2f}")
show(figures.no_gain(lines["moved"], lines["other"], lines["pooled"]))
# [end:no-gain]


# [start:shift-answers]
import numpy as np

from cnnnotes.data import digits_split, paste
from cnnnotes.figures import network_invariance as figures
from cnnnotes.learn.experiments import transformations
from cnnnotes.ops import softmax
from cnnnotes.site import fact, show

shifts, seeds, kinds = range(-3, 4), (0, 1, 2), ("cnn_flatten", "cnn_pooled")
answers, largest = {}, {}
for kind in kinds:
    for seed in seeds:
        test = digits_split(seed)[2]
        network = transformations.trained(kind, seed)
        images = [paste(test, (20, 20), 6, 6 + shift)[:, None].astype("float32") for shift in shifts]
        sure = np.array([softmax(network.forward(x)) for x in images])
        answers[kind, seed] = sure.argmax(axis=2)
        largest[kind, seed] = abs(sure - sure[3]).max(axis=(1, 2))
        if seed == 0:
            answers[kind] = sure

changed = {key: (values != values[3]).mean(axis=1) for key, values in answers.items() if len(key) == 2}
for kind in kinds:
    for steps in (1, 2, 3):
        shares = [100 * changed[kind, seed][3 + sign * steps] for seed in seeds for sign in (-1, 1)]
        print(f"{kind:11} {steps} px: answers changed {min(shares):.1f} to {max(shares):.1f} %")
        if kind == "cnn_flatten":
            fact(f"low-{steps}", f"{min(shares):.0f}")
            fact(f"high-{steps}", f"{max(shares):.0f}")
fact("pooled-most", f"{max(shares):.1f}")
sudden = max(largest["cnn_flatten", seed][[2, 4]].max() for seed in seeds)
print(f"largest change of a probability at 1 px, flattened: {sudden:.6f}")
fact("sudden", f"{np.floor(1000 * sudden) / 1000:.3f}")

weights = [transformations.trained("cnn_flatten", seed).parameters[-2].reshape(16, 7, 7, 10) for seed in seeds]
uneven = [np.linalg.norm(w - w.mean(axis=(1, 2), keepdims=True)) / np.linalg.norm(w) for w in weights]
print("part of the trained weights that differs between places:", *(f"{share:.3f}" for share in uneven))
fact("uneven", f"{100 * min(uneven):.0f}")

chosen = 34
label = digits_split(0)[3][chosen]
pictures = paste(digits_split(0)[2][[chosen] * 7], (20, 20), 6, np.array([6 + shift for shift in shifts]))
probabilities = [answers[kind][:, chosen] for kind in kinds]
same = [1 - np.mean([changed[kind, seed] for seed in seeds], axis=0) for kind in kinds]
show(figures.shift_answers(list(shifts), pictures, label, probabilities, same))
# [end:shift-answers]


# [start:canvas]
import numpy as np

from cnnnotes.data import digits_split, paste
from cnnnotes.learn.experiments import transformations
from cnnnotes.learn.models import cnn_pooled
from cnnnotes.site import fact

for side in (20, 32):
    worst = np.zeros(4)
    for seed in (0, 1, 2):
        network = cnn_pooled(dtype="float64").load(transformations.trained("cnn_pooled", seed).parameters)
        middle = (side - 8) // 2
        scores = [
            network.forward(paste(digits_split(seed)[2], (side, side), middle, middle + shift)[:, None].astype(float))
            for shift in range(4)
        ]
        worst = np.maximum(worst, [abs(moved - scores[0]).max() for moved in scores])
    print(
        f"{side} × {side} pixels: logits change by up to", *(f"{value:.2g}" if value > 1e-9 else "0" for value in worst)
    )
    fact(f"logits-{side}", f"{worst[2]:.2f}")
# [end:canvas]


# [start:softmax]
import numpy as np

from cnnnotes.data import digits_split, paste
from cnnnotes.figures import network_invariance as figures
from cnnnotes.learn.experiments import transformations
from cnnnotes.ops import softmax
from cnnnotes.site import fact, show

network, test = transformations.trained("cnn_flatten", 0), digits_split(0)[2]
scores = [network.forward(paste(test, (20, 20), 6, 6 + shift)[:, None].astype("float32")) for shift in (0, 1)]
logits = [z.astype(float) - z.mean(axis=1, keepdims=True, dtype=float) for z in scores]
before, after = (softmax(z) for z in logits)

back = np.log(before) - np.log(before).mean(axis=1, keepdims=True)
print(f"logits from probabilities, error: {abs(back - logits[0]).max():.0e}")
print(f"100 added to all logits, change of the probabilities: {abs(softmax(logits[0] + 100) - before).max():.0e}")
order = np.random.default_rng(0).permutation(10)
print("classes in another order:", np.allclose(softmax(logits[0][:, order]), before[:, order]))
by_logits = logits[0].argmax(axis=1) != logits[1].argmax(axis=1)
by_probabilities = before.argmax(axis=1) != after.argmax(axis=1)
print("answers changed by one pixel, before and after softmax:", by_logits.sum(), by_probabilities.sum())
print("the same digits:", np.array_equal(by_logits, by_probabilities))

step = np.linalg.norm(logits[1] - logits[0], axis=1) / np.linalg.norm(logits[0], axis=1)
change = abs(after - before).max(axis=1)
alike = abs(step - 0.6) < 0.05
print(f"{alike.sum()} digits whose logits change by 0.55 to 0.65:", end=" ")
print(f"probabilities by {change[alike].min():.4f} to {change[alike].max():.4f}")
fact("alike", str(alike.sum()))
fact("least", f"{change[alike].min():.4f}")
fact("most", f"{change[alike].max():.2f}")
fact("both", str(by_logits.sum()))
show(figures.hide_or_magnify(step, change, by_logits))
# [end:softmax]


# [start:face]
import numpy as np

from cnnnotes.figures import network_invariance as figures
from cnnnotes.learn.experiments.faces import face_heads, find_faces, find_parts, with_face
from cnnnotes.ops import softmax
from cnnnotes.site import fact, show

drag = [
    (24 - 2 * step, 7 + 2 * step) for step in range(9)
]  # the middle of the face, from the bottom left to the top right
states = [(*middle, 0) for middle in drag] + [(*drag[-1], -nose) for nose in range(1, 7)]
pictures = np.array([with_face(*state) for state in states])
pooled, faces = find_faces(find_parts(pictures))
best = faces.max(axis=(1, 2, 3))  # global max pooling
heads = [face_heads("bottom left", seed) for seed in range(3)]  # a fully connected layer, taught at the bottom left
dense = softmax(faces.reshape(len(faces), -1) @ heads[0]["w"] + heads[0]["b"])[:, 1]

for middle, face, top, sure in zip(drag, faces[:, 0], best, dense, strict=False):
    peak = np.argwhere(face > 0.5).mean(axis=0)
    print(
        f"face at {middle}, found at ({peak[0]:.0f}, {peak[1]:.0f}); global max {top:.2f}, fully connected {sure:.2f}"
    )
print("nose out of place by 1 to 6:", *(f"{value:.0f}" for value in best[9:]))
strict = [find_faces(find_parts([with_face(9, 22, -nose)]), reach=0)[1].max() for nose in (0, 1)]
print("without pooling, in place and out of place by 1:", *(f"{value:.0f}" for value in strict))
taught = [head["probability"][15:, :5].min() for head in heads]
elsewhere = [head["probability"][:10, 10:].max() for head in heads]
print("least sure where it was taught:", *(f"{value:.4f}" for value in taught))
print("most sure at the top right:", *(f"{value:.3f}" for value in elsewhere))
wide = [face_heads("everywhere", seed)["probability"].min() for seed in range(3)]
print("taught everywhere, least sure anywhere:", *(f"{value:.3f}" for value in wide))
fact("taught", f"{np.floor(1000 * min(taught)) / 1000:.3f}")
fact("elsewhere", f"{np.ceil(100 * max(elsewhere)) / 100:.2f}")
fact("wide", f"{np.floor(100 * min(wide)) / 100:.2f}")
said = ["face"] + ["moved"] * 8 + ["nose"] * 6
show(figures.toy_face(pictures, pooled, faces[:, 0], np.stack([best, dense], axis=1), said))
# [end:face]


# [start:budget]
import numpy as np

from cnnnotes.analysis import shift
from cnnnotes.data import photograph
from cnnnotes.figures import network_invariance as figures
from cnnnotes.ops import conv2d, global_max_pool2d, max_pool2d, pad2d, relu
from cnnnotes.site import fact, show

cat = photograph("chelsea", gray=True)[40:296, 100:356].reshape(32, 8, 32, 8).mean(axis=(1, 3))


def layers(seed, stride, mode):
    """Two convolutions with ReLU, each with a 2 × 2 max pooling, and two endings; random weights."""
    rng = np.random.default_rng(seed)

    def convolution(inputs, outputs):
        w, b = rng.normal(size=(outputs, inputs, 3, 3)) * np.sqrt(2 / (9 * inputs)), rng.normal(size=outputs) / 10
        return lambda x: relu(conv2d(x, w, b, padding="same", mode=mode))

    def pooling(x):
        return max_pool2d(pad2d(x, ((0, 1), (0, 1)), mode=mode), 2, stride=stride)

    side = 32 // stride**2
    best, flat = rng.normal(size=(16, 10)), rng.normal(size=(16 * side**2, 10))
    body = [convolution(1, 8), pooling, convolution(8, 16), pooling]
    return body, [lambda x: global_max_pool2d(x) @ best, lambda x: x.reshape(1, -1) @ flat]


def relative(a, b):
    return np.linalg.norm(b - a) / np.linalg.norm(a)


def errors(seed, stride, mode, amount):
    """After each layer: what is left if the result is slid to fit best. After the endings: how much they change."""
    body, endings = layers(seed, stride, mode)
    x = (cat - cat.mean())[None, None]
    moved, found = shift(x, (0, amount)), []
    for layer in body:
        x, moved = layer(x), layer(moved)
        found.append(min(relative(shift(x, (0, k)), moved) for k in range(amount + 1)))
    return found + [relative(ending(x), ending(moved)) for ending in endings]


settings = [(stride, mode, amount) for stride in (1, 2) for mode in ("circular", "zeros") for amount in (1, 2, 3, 4)]
table = np.array([np.mean([errors(seed, *setting) for seed in range(6)], axis=0) for setting in settings])
print("stride  padding   shift   conv  pool  conv  pool   global max  flattened")
for (stride, mode, amount), row in zip(settings, table, strict=True):
    print(f"{stride:6}  {mode:9} {amount:5}  ", *(f"{value:.2f} " if value > 1e-9 else "0    " for value in row))
by_setting = dict(zip(settings, table, strict=True))
fact("off-grid", f"{by_setting[2, 'circular', 1][4]:.2f}")
fact("flattened", f"{by_setting[1, 'circular', 4][5]:.2f}")
fact("first-pooling", f"{by_setting[2, 'circular', 1][1]:.2f}")
show(figures.budget({amount: shift(cat, (0, amount)) for amount in (1, 2, 3, 4)}, settings, table))
# [end:budget]


# [start:by-hand]
import numpy as np

T = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
for name, W in (("A", [[1, 2, 0], [0, 1, 2], [2, 0, 1]]), ("B", [[1, 2, 0], [2, 1, 0], [0, 0, 1]])):
    difference = W @ T - T @ W
    print(name, difference.tolist(), "squares add up to", (difference**2).sum())
# [end:by-hand]


# [start:in-disguise]
import numpy as np

from cnnnotes.ops import global_avg_pool2d

rng = np.random.default_rng(0)
maps = rng.normal(size=(5, 16, 7, 7))
small = rng.normal(size=(16, 10))
large = np.repeat(small / 49, 49, axis=0)  # for each channel the same weight at all 49 places
print("weights:", large.size, "different ones:", small.size)
print("the same answers:", np.allclose(maps.reshape(5, -1) @ large, global_avg_pool2d(maps) @ small))
# [end:in-disguise]


# [start:any-shift]
import numpy as np

from cnnnotes.analysis import shift_matrix

W = np.random.default_rng(0).normal(size=(8, 8))
T = shift_matrix((1, 8), (0, 1))
T_out = W @ T @ np.linalg.inv(W)
print("W T = T' W:", np.allclose(W @ T, T_out @ W))
print("entries of T' other than 0 and 1:", int(np.sum(np.minimum(abs(T_out), abs(T_out - 1)) > 1e-9)), "of", T_out.size)
# [end:any-shift]
