"""Page 2.2: stationarity is assumed of a collection of images; what it does for a filter, and what a filter does not do for it."""

# [start:ensembles]
import numpy as np

from cnnnotes.data import PHOTOGRAPHS, digits, photograph
from cnnnotes.figures import image_stationarity as figures
from cnnnotes.figures.spatial import dog
from cnnnotes.site import fact, show

rng = np.random.default_rng(0)


def random_crops(count, size, names):
    """Windows cut out of the photographs, anywhere."""
    pictures = [photograph(name, gray=True) for name in names]
    crops = []
    for choice in rng.integers(0, len(names), count):
        picture = pictures[choice]
        row, column = (rng.integers(0, length - size + 1) for length in picture.shape)
        crops.append(picture[row : row + size, column : column + size])
    return np.stack(crops)


def rolled(images):
    """Each picture moved by another distance; what leaves at one side comes back at the other."""
    moves = rng.integers(0, images.shape[1], (len(images), 2))
    return np.stack([np.roll(image, move, axis=(0, 1)) for image, move in zip(images, moves, strict=True)])


def explained_by_position(images):
    """Share of the variance of all pixels that lies between the means of the positions."""
    return images.mean(axis=0).var() / images.var()


face = dog(16).mean(axis=2)
faces = face * rng.uniform(0.5, 1, (1500, 1, 1)) + rng.normal(0, 0.04, (1500, 16, 16))
sets = {
    "digits": digits()[0],
    "faces": faces,
    "digits, moved": rolled(digits()[0]),
    "faces, moved": rolled(faces),
    "crops of photographs": random_crops(4000, 16, PHOTOGRAPHS[:4]),
}
shares = {name: explained_by_position(images) for name, images in sets.items()}
for name, images in sets.items():
    print(f"{name:21} {len(images):,} pictures: position explains {shares[name]:.4f}")
camera = photograph("camera", gray=True)
print(f"rows of one photograph, the camera: {camera.mean(axis=1).var() / camera.var():.2f}")
fact("digits", f"{shares['digits']:.2f}")
fact("faces", f"{shares['faces']:.2f}")
fact("most-moved", f"{max(shares[name] for name in list(sets)[2:]):.4f}")
fact("camera-rows", f"{100 * camera.mean(axis=1).var() / camera.var():.0f}")
show(figures.ensembles({name: (images[5:8], images.mean(axis=0), shares[name]) for name, images in sets.items()}))
# [end:ensembles]


# [start:two-positions]
import numpy as np

from cnnnotes.data import PHOTOGRAPHS, digits, photograph
from cnnnotes.figures import image_stationarity as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(0)
pictures = [photograph(name, gray=True) for name in PHOTOGRAPHS[:4]]
crops = []
for choice in rng.integers(0, 4, 4000):
    picture = pictures[choice]
    row, column = (rng.integers(0, length - 23) for length in picture.shape)
    crops.append(picture[row : row + 24, column : column + 24])
crops = np.stack(crops)
images = digits()[0]


def largest_gap(first, second):
    """Kolmogorov-Smirnov: by how much the shares of values below a threshold differ at most."""
    thresholds = np.concatenate([first, second])
    below = [np.searchsorted(np.sort(one), thresholds, side="right") / len(one) for one in (first, second)]
    return np.abs(below[0] - below[1]).max()


places = {"crops": [(5, 5), (18, 16)], "digits": [(3, 4), (3, 0)]}
pairs = {"crops": [crops[:, *place] for place in places["crops"]], "digits": [images[:, *p] for p in places["digits"]]}
alike = np.corrcoef(*pairs["crops"])[0, 1]
gaps = {name: largest_gap(*pair) for name, pair in pairs.items()}
for name, gap in gaps.items():
    print(f"{name:7} largest gap between the two distributions {gap:.3f}")
different = np.median(np.abs(pairs["crops"][0] - pairs["crops"][1]))
print(f"crops:  median difference of the two pixels {different:.2f}, correlation {alike:.2f}")
fact("gap-crops", f"{gaps['crops']:.3f}")
fact("gap-digits", f"{gaps['digits']:.2f}")
fact("difference", f"{different:.2f}")
levels = np.linspace(0.01, 0.99, 50)
quantiles = {name: np.stack([np.quantile(one, levels) for one in pair]) for name, pair in pairs.items()}
examples = {"crops": crops[[0, 2, 4, 6]], "digits": images[[0, 1, 2, 3]]}
show(figures.two_positions(examples, places, quantiles))
# [end:two-positions]


# [start:recurrence]
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnnotes.data import photograph
from cnnnotes.figures import image_stationarity as figures
from cnnnotes.site import fact, show


def best_matches(picture, count=150, size=7, seed=0):
    """Some textured patches, the best match of each more than 14 pixels away, and a random one; their means removed."""
    rng = np.random.default_rng(seed)
    windows = sliding_window_view(picture, (size, size))
    patches = windows.reshape(-1, size**2).astype(np.float32)
    patches -= patches.mean(axis=1, keepdims=True)
    energy = (patches**2).sum(axis=1)
    textured = np.flatnonzero(energy > np.median(energy))
    chosen = rng.choice(textured, count, replace=False)
    squared = energy[chosen, None] + energy - 2 * patches[chosen] @ patches.T
    rows, cols = np.divmod(np.arange(len(patches)), windows.shape[1])
    near = (abs(rows - rows[chosen, None]) <= 14) & (abs(cols - cols[chosen, None]) <= 14)
    squared[near] = np.inf
    return np.stack([patches[chosen], patches[squared.argmin(axis=1)], patches[rng.choice(textured, count)]], axis=1)


pictures = {"chelsea": photograph("chelsea", gray=True)[40:260, 90:330]}
for name in ("camera", "coffee", "brick"):
    pictures[name] = photograph(name, gray=True)[:240, :240]
cat = pictures["chelsea"]
pictures["shuffled"] = np.random.default_rng(1).permutation(cat.ravel()).reshape(cat.shape)


def ratio(triples):
    """Distances to the best matches, as multiples of that to a random patch."""
    to_match, to_anyone = (np.linalg.norm(triples[:, 0] - triples[:, other], axis=1) for other in (1, 2))
    return to_match / np.median(to_anyone)


def without_patterns(picture):
    """Waves as strong as in the picture, put in random places: the same correlations, and no pattern (see 2.3)."""
    noise = np.fft.fft2(np.random.default_rng(0).normal(size=picture.shape))
    return np.fft.ifft2(np.fft.fft2(picture) * noise / np.abs(noise)).real


triples = {name: best_matches(picture) for name, picture in pictures.items()}
ratios = {name: ratio(found) for name, found in triples.items()}
names = [name for name in pictures if name != "shuffled"]
controls = {name: np.median(ratio(best_matches(without_patterns(pictures[name])))) for name in names}
print("distance to the best match elsewhere, of that to a random patch")
for name, values in ratios.items():
    print(f"{name:9}{np.median(values):5.2f}", f"  phases scrambled {controls[name]:.2f}" if name in controls else "")
photographs = [np.median(ratios[name]) for name in names]
fact("match-best", f"{min(photographs):.2f}")
fact("match-worst", f"{max(photographs):.2f}")
fact("match-shuffled", f"{np.median(ratios['shuffled']):.2f}")
fact("match-cat", f"{np.median(ratios['chelsea']):.2f}")
fact("scrambled-cat", f"{controls['chelsea']:.2f}")
for name in names[1:]:
    fact(f"match-{name}", f"{np.median(ratios[name]):.2f}")
    fact(f"scrambled-{name}", f"{controls[name]:.2f}")
order = np.argsort(np.abs(ratios["chelsea"] - np.median(ratios["chelsea"])))[:4]  # ordinary ones, not the best
show(figures.recurrence(triples["chelsea"][order].reshape(4, 3, 7, 7), ratios, controls))
# [end:recurrence]


# [start:two-noses]
import numpy as np

from cnnnotes import ops
from cnnnotes.data import rotate, scale
from cnnnotes.figures import image_stationarity as figures
from cnnnotes.figures.spatial import dog
from cnnnotes.site import fact, show

face = dog(32).transpose(2, 0, 1)  # channels first
sky = face[:, :1, :1]


def similarity(scene, pattern):
    """How alike the pattern and each window are, from -1 to 1, whatever the brightness and contrast."""
    pattern = pattern - pattern.mean()
    ones = np.ones_like(pattern)[None]
    sums, squares = (ops.conv2d(values[None], ones)[0, 0] for values in (scene, scene**2))
    spread = np.sqrt((squares - sums**2 / pattern.size).clip(1e-9))
    return ops.conv2d(scene[None], pattern[None])[0, 0] / spread / np.linalg.norm(pattern)


def turned(degrees):
    return rotate(face - sky, degrees) + sky


def resized(factor):
    return scale(face - sky, factor) + sky


nose = face[:, 15:25, 11:21]
scene = np.broadcast_to(sky, (3, 80, 80)).copy()
for picture, row, column in [(face, 4, 3), (face, 7, 45), (turned(45), 45, 4), (resized(0.6), 44, 44)]:
    scene[:, row : row + 32, column : column + 32] = picture
answers = similarity(scene, nose)

places = [(4 + 15, 3 + 11), (7 + 15, 45 + 11)]
peaks = [answers[place] for place in places]
for row, column in [(45, 4), (44, 44)]:
    part = answers[row : row + 23, column : column + 23]
    place = np.unravel_index(part.argmax(), part.shape)
    places.append((row + place[0], column + place[1]))
    peaks.append(part.max())
labels = ("here", "there", "turned by 45 degrees", "0.6 times the size")
print("answers to the nose", *(f"{label}: {peak:.2f}," for label, peak in zip(labels, peaks, strict=True)))
print("the first two are equal to 12 digits:", abs(peaks[0] - peaks[1]) < 1e-12)

angles, factors = np.arange(0, 181, 15), np.array([0.5, 0.6, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2])
by_angle = np.array([similarity(turned(angle), nose).max() for angle in angles])
by_factor = np.array([similarity(resized(factor), nose).max() for factor in factors])
fact("turned", f"{peaks[2]:.2f}")
fact("smaller", f"{peaks[3]:.2f}")
show(figures.two_noses(scene, nose, answers, places, peaks, (angles, by_angle), (factors, by_factor)))
# [end:two-noses]


# [start:channels]
import numpy as np

from cnnnotes import ops
from cnnnotes.figures import image_stationarity as figures
from cnnnotes.figures.spatial import dog
from cnnnotes.site import show

image = dog(32).transpose(2, 0, 1)[None]  # N, C, H, W
filters = image[:, :, 15:25, 11:21] - image[:, :, 15:25, 11:21].mean()  # one filter: 3 kernels of 10 x 10

maps = [ops.conv2d(image[:, [c]], filters[:, [c]])[0, 0] for c in range(3)]
together = ops.conv2d(image, filters)[0, 0]
print("filter", filters.shape[1:], "-> one feature map", together.shape)
print("the three maps add up to it:", np.allclose(sum(maps), together, rtol=0, atol=1e-12))
show(figures.channels(image[0], filters[0], maps, together))
# [end:channels]


# [start:filtered]
import numpy as np

from cnnnotes import ops
from cnnnotes.figures import image_stationarity as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(0)
steady = rng.normal(size=(20_000, 1, 40))
growing = steady * np.linspace(0.5, 1.5, 40)
h = np.array([[[0.25, 0.5, 0.25]]])
own = h * np.linspace(1, 2, 38)[:, None, None]  # another multiple of h at each of the 38 places


def shared(x):
    return ops.conv1d(x, h)[:, 0]


def of_its_own(x):
    windows = np.stack([x[:, 0, place : place + 3] for place in range(38)], axis=1)
    return (windows * own[:, 0]).sum(axis=2)


cases = {
    "steady, shared": shared(steady),
    "steady, own": of_its_own(steady),
    "growing, shared": shared(growing),
}
print(f"{len(steady):,} rows of noise; sum of squares of the filter {np.sum(h**2):.3f}")
variances = {name: values.var(axis=0) for name, values in cases.items()}
for name, variance in variances.items():
    print(f"{name:16} variance from {variance.min():.3f} to {variance.max():.3f}")
fact("steady-low", f"{variances['steady, shared'].min():.2f}")
fact("steady-high", f"{variances['steady, shared'].max():.2f}")
inputs = {"steady": steady.var(axis=0)[0], "growing": growing.var(axis=0)[0]}
show(figures.filtered(inputs, variances))
# [end:filtered]


# [start:wiener]
import numpy as np

from cnnnotes.figures import image_stationarity as figures
from cnnnotes.site import fact, show

n, noise = 32, 0.5
around = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
steady = 0.9 ** np.minimum(around, n - around)  # covariance of a signal on a ring: depends on distance only
loud = np.linspace(0.2, 1.8, n)
covariances = {"stationary": steady, "not stationary": steady * np.outer(loud, loud)}
optimal = {name: np.linalg.solve(c + noise * np.eye(n), c) for name, c in covariances.items()}


def nearest_circulant(matrix):
    """The mean of each diagonal that goes round the ring, put back on it."""
    diagonals = [np.mean([matrix[(i + d) % n, i] for i in range(n)]) for d in range(n)]
    return np.array([[diagonals[(i - j) % n] for j in range(n)] for i in range(n)])


def error(matrix, covariance):
    """Mean squared error of the estimate `matrix @ (signal + noise)`, exactly."""
    miss = matrix - np.eye(n)
    return np.trace(miss @ covariance @ miss.T + noise * matrix @ matrix.T) / n


def learned(covariance, samples, seed):
    """Estimators by least squares: all n^2 numbers free, and n numbers shared by all places."""
    rng = np.random.default_rng(seed)
    signal = rng.multivariate_normal(np.zeros(n), covariance, samples, method="cholesky")
    seen = signal + rng.normal(0, np.sqrt(noise), signal.shape)
    free = np.linalg.lstsq(seen, signal, rcond=None)[0].T
    heard, wanted = np.fft.fft(seen), np.fft.fft(signal)
    response = (heard.conj() * wanted).sum(axis=0) / (np.abs(heard) ** 2).sum(axis=0)
    h = np.fft.ifft(response).real
    return free, h[np.subtract.outer(np.arange(n), np.arange(n)) % n]


samples = np.array([50, 100, 200, 400, 1000, 4000])
curves = {}
print(f"{n * n:,} free weights or {n} shared ones; samples:", *(f"{count:,}" for count in samples))
for name, c in covariances.items():
    gap = np.linalg.norm(optimal[name] - nearest_circulant(optimal[name])) / np.linalg.norm(optimal[name])
    runs = [[[error(w, c) for w in learned(c, count, seed)] for count in samples] for seed in range(3)]
    curves[name] = np.mean(runs, axis=0).T, error(optimal[name], c)
    print(f"{name:14}: distance of the best estimator from a convolution {abs(gap):.2f}")
    print("   free  ", *(f"{one:.3f}" for one in curves[name][0][0]))
    print("   shared", *(f"{one:.3f}" for one in curves[name][0][1]), f" best possible {curves[name][1]:.3f}")
    fact(f"gap-{name.replace(' ', '-')}", f"{abs(gap):.2f}")
for name, key in [("stationary", "steady"), ("not stationary", "uneven")]:
    free, shared = curves[name][0]
    fact(f"{key}-free-few", f"{free[0]:.2f}")
    fact(f"{key}-shared-few", f"{shared[0]:.2f}")
    fact(f"{key}-free-many", f"{free[-1]:.3f}")
    fact(f"{key}-shared-many", f"{shared[-1]:.3f}")
show(figures.wiener(optimal, samples, curves))
# [end:wiener]


# [start:count]
from cnnnotes.analysis.cost import conv2d_parameters

print(f"kernels of 3 x 3: {3 * 64}")
print(f"weights: {conv2d_parameters(3, 64, 3, bias=False):,}, biases: 64")
# [end:count]


# [start:sky]
import numpy as np

from cnnnotes.data import photograph

rng = np.random.default_rng(0)
camera = photograph("camera", gray=True).reshape(128, 4, 128, 4).mean(axis=(1, 3))
upright = np.stack([np.roll(camera, rng.integers(128), axis=1) for _picture in range(2000)])

mean, variance = upright.mean(axis=0), upright.var()
print(f"{len(upright):,} pictures: position explains {mean.var() / variance:.3f}")
print(f"                the row alone     {mean.mean(axis=1).var() / variance:.3f}")
print(f"                the column alone  {mean.mean(axis=0).var() / variance:.3f}")
# [end:sky]
