"""Which matrices are convolutions: those that commute with shifts."""

import math

import numpy as np

from cnnnotes.ops import _check


def commutator(matrix, transform):
    """Measure how far a matrix is from commuting with a transformation.

    Parameters
    ----------
    matrix, transform : array_like, shape (n, n)
        `transform` as a matrix: `shift_matrix` for a shift.

    Returns
    -------
    float
        ``|matrix @ transform - transform @ matrix| / |matrix|``, Frobenius norms. 0 for a `circulant_projection` and shifts; about the
        root of 2 for independent random entries and any permutation without fixed points.

    Raises
    ------
    ValueError
        If the two are not square and of one size, or `matrix` is zero everywhere.

    References
    ----------
    T. Cohen, M. Geiger and M. Weiler, A general theory of equivariant CNNs on homogeneous spaces, 2019.

    Examples
    --------
    >>> turn = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    >>> commutator([[1, 5, 2], [2, 1, 5], [5, 2, 1]], turn), round(commutator(np.diag([1, 0, 0]), turn), 3)
    (0.0, 1.414)
    """
    matrix, transform = _square("matrix", matrix), _square("transform", transform)
    if matrix.shape != transform.shape:
        raise ValueError(f"matrix and transform must have one size, got {matrix.shape} and {transform.shape}")
    return float(np.linalg.norm(matrix @ transform - transform @ matrix) / _norm(matrix))


def commutant_dimension(transforms):
    """Count the free numbers of a matrix that commutes with all transformations given.

    Parameters
    ----------
    transforms : sequence of array_like, shape (n, n)
        One matrix or more; n up to about 12, as a system of n^2 unknowns is solved.

    Returns
    -------
    int
        1 to n^2: n for the cyclic shift of n places, 2 for all permutations.

    Raises
    ------
    ValueError
        If there are none, or they are not square and of one size.

    References ---------- M. Zaheer et al., Deep sets, 2017, lemma 3, for permutations; R. Gray, Toeplitz and circulant matrices, 2006,
    section 3.1, for the shift.

    Examples
    --------
    >>> commutant_dimension([np.roll(np.eye(8), 1, 0)])
    8
    """
    matrices = [_square("transforms", transform) for transform in transforms]
    if len({matrix.shape for matrix in matrices}) != 1:
        raise ValueError(f"transforms must be one or more of one size, got {[matrix.shape for matrix in matrices]}")
    unit = np.eye(len(matrices[0]))
    # row-major: vec(W T - T W) = (I x T' - T x I) vec(W)
    conditions = np.concatenate([np.kron(unit, matrix.T) - np.kron(matrix, unit) for matrix in matrices])
    return int(unit.size - np.linalg.matrix_rank(conditions))


def circulant_projection(matrix, size=None):
    """Find the nearest matrix that commutes with all circular shifts: the average of the matrix over them.

    Parameters
    ----------
    matrix : array_like, shape (n, n)
        From an image to an image, both read row by row.
    size : (H, W), optional
        Of the image, with ``H W = n``; (1, n) if not given.

    Returns
    -------
    numpy.ndarray, shape (n, n)
        Circulant, and for an image of several rows doubly block circulant: a circular convolution. Its first column is the response to
        the first pixel. The rest of the matrix is orthogonal to it.

    Raises
    ------
    ValueError
        If `matrix` is not square or `size` does not fit.

    References
    ----------
    T. Chan, An optimal circulant preconditioner for Toeplitz systems, 1988.

    Examples
    --------
    >>> circulant_projection([[3, 0, 0], [0, 0, 0], [0, 6, 0]])
    array([[1., 0., 2.],
           [2., 1., 0.],
           [0., 2., 1.]])
    """
    matrix = _square("matrix", matrix)
    size = (1, len(matrix)) if size is None else _check.pair("size", size, 1)
    if math.prod(size) != len(matrix):
        raise ValueError(f"size must have {len(matrix)} pixels for matrix of shape {matrix.shape}, got {size}")
    rows, cols = (np.subtract.outer(place, place) % n for place, n in zip(_places(size), size, strict=True))
    step = rows * size[1] + cols  # for each entry, the shift from the pixel it reads to the pixel it writes
    means = np.bincount(step.ravel(), matrix.ravel(), minlength=len(matrix)) / len(matrix)
    return means[step]


def circulant_distance(matrix, size=None):
    """Measure how far a matrix is from the nearest circular convolution.

    Parameters
    ----------
    matrix, size
        As for `circulant_projection`.

    Returns
    -------
    float
        ``|matrix - projection| / |matrix|``, Frobenius norms: 0 for a circular convolution, 1 where nothing of one is left; for n^2
        independent random entries about ``sqrt(1 - 1 / n)``.

    Raises
    ------
    ValueError
        As `circulant_projection`, and if `matrix` is zero everywhere.

    Examples
    --------
    >>> round(circulant_distance([[1, 0], [0, 0]]), 3)
    0.707
    """
    matrix = _square("matrix", matrix)
    return float(np.linalg.norm(matrix - circulant_projection(matrix, size)) / _norm(matrix))


def _places(size):
    """Row and column of each pixel, read row by row."""
    return np.indices(size).reshape(2, -1)


def _square(name, matrix):
    matrix = np.asarray(matrix, float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise ValueError(f"{name} must have shape (n, n), got {matrix.shape}")
    return matrix


def _norm(matrix):
    size = np.linalg.norm(matrix)
    if size == 0:
        raise ValueError("matrix must not be zero everywhere for a measure relative to its size, got zeros only")
    return size
