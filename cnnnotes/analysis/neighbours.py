"""Which pictures are near each other, pixel by pixel."""

import numpy as np


def distances(first, second):
    """Measure how far each picture of one set is from each of another.

    Parameters
    ----------
    first, second : array_like, shapes (N, ...) and (M, ...)
        Pictures of one size.

    Returns
    -------
    numpy.ndarray, shape (N, M), float64
        Euclidean distances: the root of the sum of squared pixel differences.

    Raises
    ------
    ValueError
        If the pictures differ in size.

    Examples
    --------
    >>> distances([[0, 0]], [[3, 4], [0, 1]])
    array([[5., 1.]])
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    if first.shape[1:] != second.shape[1:]:
        raise ValueError(
            f"first and second must hold pictures of one size, got {first.shape[1:]} and {second.shape[1:]}"
        )
    first, second = first.reshape(len(first), -1), second.reshape(len(second), -1)
    squares = (first**2).sum(1)[:, None] + (second**2).sum(1) - 2 * first @ second.T
    return np.sqrt(squares.clip(0))


def nearest_label(images, labels, queries):
    """Give each query the label of the picture nearest to it.

    Parameters
    ----------
    images : array_like, shape (N, ...)
        Pictures with known labels.
    labels : array_like, shape (N,)
        Their labels.
    queries : array_like, shape (M, ...)
        Pictures to be labelled.

    Returns
    -------
    numpy.ndarray, shape (M,)
        Labels; of equally near pictures the first counts.

    Raises
    ------
    ValueError
        If there is not one label per picture, or the pictures differ in size.

    Examples
    --------
    >>> nearest_label([[0, 0], [9, 9]], [3, 7], [[1, 0], [8, 8]]).tolist()
    [3, 7]
    """
    labels = np.asarray(labels)
    if labels.shape != (len(images),):
        raise ValueError(f"labels must be one per picture, {len(images)}, got shape {labels.shape}")
    return labels[distances(queries, images).argmin(axis=1)]
