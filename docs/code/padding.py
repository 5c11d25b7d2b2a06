"""Page 4.2: how padding sets the size, what it puts there, and what zeros give away."""

# [start:grow]
import numpy as np

from cnnnotes.figures import padding as figures
from cnnnotes.ops import output_size
from cnnnotes.site import show

size, kernel = 4, 3
for name, padding in [("valid", 0), ("same", 1), ("full", kernel - 1)]:
    print(
        f"{name:5}  padding {padding}: {output_size(size, kernel, padding=padding)}×{output_size(size, kernel, padding=padding)}"
    )
show(figures.grow(size, kernel))
# [end:grow]


# [start:leak]
import numpy as np

from cnnnotes.figures import padding as figures
from cnnnotes.ops import conv2d, relu
from cnnnotes.site import show

side, depths, channels = 33, (1, 2, 4, 8, 12, 16), 8
maps = {}
for mode in ("zeros", "circular", "reflect", "replicate"):
    rng = np.random.default_rng(0)
    x = np.full((1, 1, side, side), 0.5)
    for depth in range(1, max(depths) + 1):
        w = rng.normal(size=(channels, x.shape[1], 3, 3)) * np.sqrt(2 / (9 * x.shape[1]))
        x = relu(conv2d(x, w, rng.normal(size=channels) / 10, padding=1, mode=mode))
        if depth in depths:
            middle = x[:, :, side // 2, side // 2, None, None]
            maps[mode, depth] = abs(x - middle).max(axis=1)[0] / abs(middle).max()
    print(f"{mode:9}", *(f"{(maps[mode, depth] > 1e-9).mean():.4f}" for depth in depths))
print("formula  ", *(f"{1 - (max(side - 2 * depth, 0) / side) ** 2:.4f}" for depth in depths))
show(figures.leak(dict(sorted(maps.items(), key=lambda item: item[0][1]))))  # depth by depth
# [end:leak]


# [start:dots]
from cnnnotes.figures import padding as figures
from cnnnotes.learn.experiments import dots
from cnnnotes.site import fact, show

labels = dots.pictures()[1].reshape(dots.SIDE, dots.SIDE)
print(labels.size, "places of the dot; right answers of three seeds:")
found = {mode: [dots.scores(mode, seed)["scores"] for seed in range(3)] for mode in dots.MODES}
shares = {mode: [((score > 0) == labels).mean() for score in scores] for mode, scores in found.items()}
for mode, share in shares.items():
    print(f"{mode:9}", *(f"{value:.3f}" for value in share))
    fact(mode, f"{100 * min(share):.0f}")
show(figures.dots({mode: scores[0] for mode, scores in found.items()}, shares))
# [end:dots]


# [start:upper-lower]
from cnnnotes.ops import output_size, same_padding

for size, kernel, stride in [(28, 5, 1), (28, 4, 1), (224, 3, 2)]:
    upper = same_padding(size, kernel, stride=stride)
    lower = same_padding(size, kernel, stride=stride, lower=True)
    print(f"size {size}, kernel {kernel}, stride {stride}: upper {upper}, lower {lower}")
both = output_size(224, 3, stride=2, padding=1)
print("224, kernel 3, stride 2, padding 1 on both sides:", both)
# [end:upper-lower]


# [start:modes]
import numpy as np

from cnnnotes.ops import pad2d

row = np.array([[[[1.0, 2, 3, 4]]]])
for mode in ("zeros", "circular", "reflect", "replicate"):
    print(f"{mode:9}", *(f"{value:.0f}" for value in pad2d(row, (0, 2), mode=mode).ravel()))
# [end:modes]


# [start:around]
from cnnnotes.data import photograph
from cnnnotes.figures import padding as figures
from cnnnotes.ops import pad2d
from cnnnotes.site import show

photo = photograph("chelsea", gray=True)[20:260, 90:330].reshape(80, 3, 80, 3).mean(axis=(1, 3))
width = 26
modes = ("zeros", "circular", "reflect", "replicate")
padded = {mode: pad2d(photo[None, None], width, mode=mode)[0, 0] for mode in modes}
show(figures.around(padded, width))
# [end:around]


# [start:shrink]
size, layers = 32, 0
while size > 2:
    size, layers = size - 2, layers + 1
print(f"after {layers} layers of 3×3 without padding: {size}×{size}")
# [end:shrink]


# [start:corner]
import numpy as np

from cnnnotes.ops import box_filter, conv2d

mean = conv2d(np.ones((1, 1, 6, 6)), box_filter(3)[None, None], padding=1)[0, 0]
print(f"middle {mean[2, 2]:.3f}, edge {mean[0, 2]:.3f}, corner {mean[0, 0]:.3f}")
# [end:corner]
