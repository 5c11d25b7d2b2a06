"""A face of two eyes and a nose: filters that find it wherever it is, and what a fully connected layer learns on top of them."""

import numpy as np

from cnnnotes import ops
from cnnnotes.learn import train
from cnnnotes.learn.cache import cached
from cnnnotes.learn.layers import Dense, Flatten
from cnnnotes.learn.models import Sequential

SIDE, REACH = 32, 2  # of the picture; how far pooling reaches to each side
EYE = np.array([[0, 1, 1, 1, 0], [1, 0, 0, 0, 1], [1, 0, 1, 0, 1], [1, 0, 0, 0, 1], [0, 1, 1, 1, 0]])
NOSE = np.array([[0, 0, 1, 0, 0], [0, 0, 1, 0, 0], [0, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 1, 0, 1, 0]])
IN_PLACE = ((-4, -4), (-4, 4), (4, 0))  # from the middle of a face to the middle of each eye and of the nose
REGIONS = {"bottom left": ((21, 25), (6, 10)), "everywhere": ((6, 25), (6, 25))}  # rows and columns of the middle


def with_parts(*centres):
    """Draw two eyes and a nose.

    Parameters
    ----------
    *centres : three of (int, int)
        Row and column of the middle of each eye and of the nose, 2 to 29.

    Returns
    -------
    numpy.ndarray, shape (32, 32)
        0 and 1.

    Examples
    --------
    >>> bool(with_parts((8, 8), (8, 16), (16, 12)).sum() == 2 * EYE.sum() + NOSE.sum())
    True
    """
    picture = np.zeros((SIDE, SIDE))
    for part, (row, column) in zip((EYE, EYE, NOSE), centres, strict=True):
        view = picture[row - 2 : row + 3, column - 2 : column + 3]
        np.maximum(view, part, out=view)
    return picture


def with_face(row, column, nose=0):
    """Draw a face.

    Parameters
    ----------
    row, column : int
        Its middle, 6 to 25.
    nose : int, default: 0
        How far to the right of its place the nose is.

    Returns
    -------
    numpy.ndarray, shape (32, 32)

    Examples
    --------
    >>> bool((with_face(9, 10) == with_parts((5, 6), (5, 14), (13, 10))).all())
    True
    """
    first, second, (down, right) = IN_PLACE
    return with_parts(*((row + y, column + x) for y, x in (first, second, (down, right + nose))))


def find_parts(pictures):
    """Convolve with a filter for eyes and one for noses, and keep strong answers.

    Parameters
    ----------
    pictures : array_like, shape (N, 32, 32)

    Returns
    -------
    numpy.ndarray, shape (N, 2, 32, 32)
        1 in the middle of each part, and 0 elsewhere.

    Examples
    --------
    >>> eyes, noses = find_parts([with_face(9, 10)])[0]
    >>> np.argwhere(eyes > 0.5).tolist(), np.argwhere(noses > 0.5).tolist()
    ([[5, 6], [5, 14]], [[13, 10]])
    """
    filters = np.stack([part - part.mean() for part in (EYE, NOSE)])
    filters /= (filters**2).sum(axis=(1, 2), keepdims=True)
    found = ops.conv2d(np.asarray(pictures, float)[:, None], filters[:, None], padding="same")
    return 10 * ops.relu(found - 0.9)


def find_faces(parts, reach=REACH):
    """Pool the maps of parts, and convolve over both: two eyes and a nose where they are in a face.

    Parameters
    ----------
    parts : array_like, shape (N, 2, 32, 32)
        From `find_parts`.
    reach : int, default: 2
        Pooling takes the largest value of 2 reach + 1 by 2 reach + 1 places, at every place (stride 1).

    Returns
    -------
    pooled : numpy.ndarray, shape (N, 2, 32, 32)
    faces : numpy.ndarray, shape (N, 1, 32, 32)
        Up to 1, where all three parts are in their places, up to what pooling forgives; 0 where one is missing.

    Examples
    --------
    >>> found = find_faces(find_parts([with_face(9, 10), with_parts((5, 6), (13, 10), (5, 14))]))[1]
    >>> found.max(axis=(1, 2, 3)).round(6).tolist()
    [1.0, 0.0]
    """
    pooled = ops.max_pool2d(ops.pad2d(parts, reach), 2 * reach + 1, stride=1)
    layout = np.zeros((1, 2, 9, 9))
    for kind, (row, column) in zip((0, 0, 1), IN_PLACE, strict=True):
        layout[0, kind, 4 + row, 4 + column] = 1
    return pooled, ops.relu(ops.conv2d(pooled, layout, padding="same") - 2)


@cached
def face_heads(region, seed=0):
    """Train a fully connected layer on the map of faces, with faces and scrambled ones in one region, and test it everywhere.

    Parameters
    ----------
    region : str
        One of `REGIONS`: where the middles of the faces of the training pictures are.
    seed : int, default: 0
        Draws pictures, weights and order of training.

    Returns
    -------
    dict of numpy.ndarray
        ``probability`` (20, 20) that there is a face, for a face in each place from row and column 6 to 25;
        ``scrambled``, the mean of that for 200 scrambled faces all over the picture; ``w`` (1024, 2) and ``b`` (2,), the layer.

    Raises
    ------
    ValueError
        If `region` is not one of `REGIONS`.
    """
    if region not in REGIONS:
        raise ValueError(f"region must be one of {', '.join(REGIONS)}, got {region!r}")
    rng = np.random.default_rng(seed)
    (top, bottom), (left, right) = REGIONS[region]
    middles = np.stack([rng.integers(top, bottom + 1, 200), rng.integers(left, right + 1, 200)], axis=1)
    pictures = [with_face(*middle) for middle in middles] + [_scrambled(middle, rng) for middle in middles]
    model = Sequential(Flatten(), Dense(SIDE**2, 2, rng))
    model.layers[1].parameters[0] *= 0.1  # what is never seen stays near 0
    labels = np.repeat([1, 0], 200)
    train.fit(model, _maps(pictures), labels, epochs=40, optimiser=train.Adam(0.01), seed=seed, title="faces")

    def probability(tests):
        return ops.softmax(model.forward(_maps(tests)))[:, 1]

    places = range(6, SIDE - 6)
    everywhere = probability([with_face(row, column) for row in places for column in places])
    others = probability([_scrambled(rng.integers(6, 26, 2), rng) for _ in range(200)])
    w, b = model.parameters
    return {"probability": everywhere.reshape(len(places), -1), "scrambled": others.mean(), "w": w, "b": b}


RUNS = [("face_heads", (region, seed)) for region in REGIONS for seed in range(3)]


def _scrambled(middle, rng):
    """The same parts around the same middle, in each other's places or turned."""
    orders = (((4, 0), (-4, -4), (-4, 4)), ((4, -4), (4, 4), (-4, 0)), ((-4, 4), (4, 0), (-4, -4)))
    row, column = middle
    return with_parts(*((row + y, column + x) for y, x in orders[rng.integers(len(orders))]))


def _maps(pictures):
    return find_faces(find_parts(pictures))[1].astype("float32")
