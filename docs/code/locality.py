"""Page 2.3: how far apart pixels still know of each other, and how little of that is left once the neighbours are known."""

# [start:far-boxes]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import locality as figures
from cnnnotes.site import fact, show

names = ["camera", "coffee", "brick", "astronaut", "chelsea", "grass"]
clouds = []
for name in names:
    picture = photograph(name, gray=True)
    rows, cols = picture.shape[0] // 8, picture.shape[1] // 8
    boxes = picture[: rows * 8, : cols * 8].reshape(rows, 8, cols, 8).mean(axis=(1, 3))
    red, blue = boxes[:, :-8].ravel(), boxes[:, 8:].ravel()  # 8 boxes of 8 pixels to the right
    correlation = np.corrcoef(red, blue)[0, 1]
    print(f"{name:9} {len(red):5,} pairs of boxes, 64 pixels apart: r = {correlation:.2f}")
    fact(f"{name}-boxes", f"{correlation:.2f}".replace("-", "−"))
    some = np.random.default_rng(0).choice(len(red), 180, replace=False)
    clouds.append((name, red[some], blue[some], correlation))

small = photograph("camera", gray=True).reshape(128, 4, 128, 4).mean(axis=(1, 3))
show(figures.far_boxes(small, clouds, places=[(24, 60, 76), (84, 12, 28)], side=2))
# [end:far-boxes]


# [start:spectrum]
import numpy as np

from cnnnotes.data import photograph
from cnnnotes.figures import locality as figures
from cnnnotes.site import fact, show


def spectrum(picture):
    """Mean power at 1, 2, 3 ... 127 waves across the picture, in whatever direction."""
    hann = np.hanning(256)  # fades the borders out: left and right would not meet
    faded = (picture - picture.mean()) * np.outer(hann, hann)
    power = np.abs(np.fft.fft2(faded)) ** 2
    frequency = np.fft.fftfreq(256, 1 / 256)
    ring = np.rint(np.hypot(*np.meshgrid(frequency, frequency))).astype(int)
    return (np.bincount(ring.ravel(), power.ravel()) / np.bincount(ring.ravel()))[1:128]


rng = np.random.default_rng(0)
cat = photograph("chelsea", gray=True)[:256, 90:346]
shuffled = rng.permutation(cat.ravel()).reshape(cat.shape)

noise = np.fft.fft2(rng.normal(size=cat.shape))
noise[0, 0] = 1  # the mean brightness stays
scrambled = np.fft.ifft2(np.fft.fft2(cat) * noise / np.abs(noise)).real  # same strengths, random phases

pictures = {"cat": cat, "phases scrambled": scrambled, "pixels shuffled": shuffled}
for name in ("astronaut", "camera", "coffee", "grass"):
    pictures[name] = photograph(name, gray=True)[:256, :256]
waves = np.arange(1, 128)
spectra, slopes = {}, {}
for name, picture in pictures.items():
    spectra[name] = spectrum(picture)
    fitted = waves >= 2
    slopes[name] = np.polyfit(np.log(waves[fitted]), np.log(spectra[name][fitted]), 1)[0]
    print(f"{name:17} power ~ 1/f^{-slopes[name]:.2f}")


def circular_correlation(picture):
    return np.fft.ifft2(np.abs(np.fft.fft2(picture - picture.mean())) ** 2).real / picture.size / picture.var()


gap = np.abs(circular_correlation(cat) - circular_correlation(scrambled)).max()
print("correlations of cat and scrambled cat agree at every distance:", gap < 1e-9)
photographs = [-slopes[name] for name in ("cat", "astronaut", "camera", "coffee")]
fact("slope-least", f"{min(photographs):.1f}")
fact("slope-most", f"{max(photographs):.1f}")
fact("slope-grass", f"{-slopes['grass']:.1f}")
thinned = [picture[1::3, 1::3] for picture in (cat, scrambled, shuffled)]  # a lighter page
show(figures.spectrum(thinned, waves, spectra))
# [end:spectrum]


# [start:conditional]
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnnotes.analysis.locality import prediction_r2, square_offsets
from cnnnotes.data import photograph
from cnnnotes.figures import locality as figures
from cnnnotes.site import fact, show


def middle_with_all(picture, size=15):
    """Correlation of the middle of a window with each pixel of it: plain, and given all the others."""
    windows = sliding_window_view(picture, (size, size))[::3, ::4].reshape(-1, size**2)  # some windows will do
    covariance = np.cov(windows.T)
    middle = size**2 // 2
    maps = []
    for matrix, sign in [(covariance, 1), (np.linalg.inv(covariance), -1)]:
        scale = np.sqrt(np.diag(matrix))
        maps.append((sign * matrix[middle] / scale[middle] / scale).reshape(size, size))
    return maps


def plain_and_given(picture, distance, radius=2):
    """Correlation of two pixels of a row: plain, and given the 24 pixels around the first."""
    windows = sliding_window_view(picture, (2 * radius + 1, radius + distance + 1))[::4, ::2]
    pixel, other = windows[:, :, radius, radius].ravel(), windows[:, :, radius, -1].ravel()
    around = windows[..., : 2 * radius + 1].reshape(len(pixel), -1)
    around = np.delete(around, around.shape[1] // 2, axis=1)
    matrix = np.corrcoef(np.column_stack([pixel, other, around]).T)
    inverse = np.linalg.inv(matrix)
    return matrix[0, 1], -inverse[0, 1] / np.sqrt(inverse[0, 0] * inverse[1, 1])


distances = [3, 4, 8, 16, 32, 64]
names = ["camera", "coffee", "astronaut", "chelsea"]
curves = np.array([[plain_and_given(photograph(name, gray=True), d) for d in distances] for name in names])
for name, (plain, given) in zip(names, curves.round(2).transpose(0, 2, 1) + 0.0, strict=True):
    print(f"{name:9} plain", *(f"{r:5.2f}" for r in plain), "  given 24", *(f"{r:5.2f}" for r in given))
for name in names:
    picture = photograph(name, gray=True)[:256, :256]
    near, far = (prediction_r2(picture, square_offsets(radius)) for radius in (2, 5))
    print(f"{name:9} explained by 24 pixels {near:.3f}, by 120 pixels {far:.3f}")
    fact(f"{name}-explained", f"{near:.2f}")

maps = np.array([middle_with_all(photograph(name, gray=True)) for name in names])
plain, partial = maps[0]
ring = np.maximum(*np.abs(np.indices((15, 15)) - 7)) >= 3
print("camera, 3 pixels away or more: smallest plain", plain[ring].min().round(2))
print("                               largest given the rest", np.abs(partial[ring]).max().round(2))
fact("plain-least", f"{plain[ring].min():.2f}")
fact("partial-most", f"{np.abs(partial[ring]).max():.2f}")
fact("camera-far", f"{curves[0, -1, 0]:.2f}")
fact("far-given", f"{np.abs(curves[:, 2:, 1]).max():.2f}")
fact("given-most", f"{np.abs(curves[:, :, 1]).max():.2f}")
show(figures.conditional(maps, distances, names, curves))
# [end:conditional]


# [start:layers]
import numpy as np

from cnnnotes.figures import locality as figures
from cnnnotes.figures.spatial import dog
from cnnnotes.ops import conv2d_backward
from cnnnotes.site import show

picture = dog(48)
nose, red_box = (29, 24), (15, 4, 8, 8)  # row, column; top, left, height, width
mean_filter = np.full((1, 1, 3, 3), 1 / 9)

reaches = []
for layers in (1, 4, 8, 16):
    gradient = np.zeros((1, 1, 48, 48))
    gradient[0, 0, nose[0], nose[1]] = 1  # one output of the last layer
    for _layer in range(layers):
        gradient, _dw, _db = conv2d_backward(gradient, np.zeros_like(gradient), mean_filter, padding=1)
    reach = gradient[0, 0]
    top, left, height, width = red_box
    inside = np.count_nonzero(reach[top : top + height, left : left + width])
    seen = np.count_nonzero(reach.any(axis=0))
    print(f"{layers:2} layers: sees {seen} x {seen} pixels, {inside} of the {height * width} in the red box")
    reaches.append((layers, reach))
show(figures.layers(picture, reaches, red_box))
# [end:layers]


# [start:bag]
import numpy as np

from cnnnotes import ops
from cnnnotes.data import digits_split, paste
from cnnnotes.figures import locality as figures
from cnnnotes.site import fact, show


def bag(pictures, filters, thresholds, padding):
    """What each filter finds in all windows together: the mean over the places, so that places are lost."""
    return ops.relu(ops.conv2d(pictures[:, None], filters, -thresholds, padding=padding)).mean(axis=(2, 3))


def accuracy(train, labels, test, answers, window, padding, seed=0):
    """Random filters look at each window; only a weighted sum of their bags is fitted, by least squares."""
    rng = np.random.default_rng(seed)
    filters = rng.normal(size=(200, 1, window, window)).astype(np.float32) / window
    thresholds = rng.uniform(0, 1, 200).astype(np.float32)
    bags = [bag(pictures.astype(np.float32), filters, thresholds, padding) for pictures in (train, test)]
    mean, spread = bags[0].mean(axis=0), bags[0].std(axis=0) + 1e-6
    known, asked = (np.column_stack([(one - mean) / spread, np.ones(len(one))]) for one in bags)
    wanted = np.eye(labels.max() + 1)[labels]
    weights = np.linalg.solve(known.T @ known + 0.1 * np.eye(201), known.T @ wanted)
    return np.mean((asked @ weights).argmax(axis=1) == answers)


def faces(count, seed):
    """Eyes above a nose (label 0) or the same parts the other way up (label 1), somewhere on a small canvas."""
    rng = np.random.default_rng(seed)
    eyes, nose = np.array([[[1, 0, 1]] * 2, [[0, 1, 0], [1, 1, 1]]])
    labels = rng.integers(2, size=count)
    pictures = np.zeros((count, 7, 3))
    pictures[:, :2], pictures[:, 5:] = eyes, nose
    pictures[labels == 1, :2], pictures[labels == 1, 5:] = nose, eyes
    pictures[:, :2] *= rng.uniform(0.6, 1, (count, 1, 1))  # each part has a brightness of its own
    pictures[:, 5:] *= rng.uniform(0.6, 1, (count, 1, 1))
    return paste(pictures, (9, 5), rng.integers(0, 3, count), rng.integers(0, 3, count)), labels


windows = np.arange(1, 9)
train, labels, test, answers = digits_split()
digit_curve = [accuracy(train, labels, test, answers, window, padding=int(window) - 1) for window in windows]
known, asked = faces(160, seed=0), faces(160, seed=1)
face_curve = [accuracy(*known, *asked, window, padding=int(window) - 1) for window in windows]
print("window       ", *(f"{window}x{window:<4}" for window in windows))
print("which digit  ", *(f"{share:.3f} " for share in digit_curve))
print("which way up ", *(f"{share:.3f} " for share in face_curve))

for window in (1, 3):
    fact(f"digit-{window}", f"{100 * digit_curve[window - 1]:.0f}")
for window in (4, 5):
    fact(f"face-{window}", f"{100 * face_curve[window - 1]:.0f}")
six, three = (test[answers == digit][0] for digit in (6, 3))
upright, reversed_one = (asked[0][asked[1] == way][1] for way in (0, 1))
show(figures.bag(windows, [digit_curve, face_curve], [six, three], [upright, reversed_one]))
# [end:bag]


# [start:chain]
import numpy as np

r = 0.9
steps = np.arange(6)
chain = r ** np.abs(np.subtract.outer(steps, steps))  # correlation of pixels that only hand on to the next
inverse = np.linalg.inv(chain)
given = -inverse / np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
print("plain, 1 to 5 steps apart:    ", *(f"{one:5.2f}" for one in chain[0, 1:]))
print("given the rest, 1 to 5 apart: ", *(f"{one:5.2f}" for one in given[0, 1:].round(6) + 0.0))
# [end:chain]


# [start:sizes]
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnnotes.data import photograph
from cnnnotes.site import fact

cat = photograph("chelsea", gray=True)
windows = sliding_window_view(cat, (5, 5)).reshape(-1, 25)
around = np.column_stack([np.delete(windows, 12, axis=1), np.ones(len(windows))])
weights = np.linalg.lstsq(around.T @ around, around.T @ windows[:, 12], rcond=None)[0]
surprise = (windows[:, 12] - around @ weights).reshape(296, 447)

for name, values in [("surprises", surprise), ("their sizes", np.abs(surprise))]:
    r = [np.corrcoef(values[:, :-d].ravel(), values[:, d:].ravel())[0, 1] for d in (4, 8, 16)]
    shown = [f"{one:.2f}" for one in np.round(r, 2) + 0.0]
    print(f"{name:11} 4, 8, 16 pixels apart:", *shown)
    fact("misses" if name == "surprises" else "miss-sizes", ", ".join(shown).replace("-", "−"))
# [end:sizes]


# [start:count-layers]
layers = 0
while 1 + 2 * layers < 224:
    layers += 1
print(f"{layers} layers see {1 + 2 * layers} of 224 pixels in a row")
# [end:count-layers]
