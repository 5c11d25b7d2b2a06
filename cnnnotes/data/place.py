"""Put small pictures on a larger, empty one."""

import numpy as np


def paste(images, canvas, rows, cols):
    """Put each image on an empty canvas of its own.

    Parameters
    ----------
    images : array_like, shape (N, h, w)
        What is put down.
    canvas : tuple of int (H, W)
        Size of the canvas, in pixels; at least h x w.
    rows, cols : int, or array_like of int, shape (N,)
        Where the top left pixel of each image goes: 0 to H - h and 0 to W - w.

    Returns
    -------
    numpy.ndarray, shape (N, H, W)
        Zero wherever there is no image; the images' dtype.

    Raises
    ------
    ValueError
        If `images` has not three axes, or a position would leave part of an image outside.

    Examples
    --------
    >>> paste(np.ones((1, 2, 2), int), (3, 4), rows=1, cols=0)[0]
    array([[0, 0, 0, 0],
           [1, 1, 0, 0],
           [1, 1, 0, 0]])
    """
    images = np.asarray(images)
    if images.ndim != 3:
        raise ValueError(f"images must have shape (N, h, w), got {images.shape}")
    rows = _positions("rows", rows, len(images), canvas[0] - images.shape[1])
    cols = _positions("cols", cols, len(images), canvas[1] - images.shape[2])
    out = np.zeros((len(images), *canvas), images.dtype)
    row = rows[:, None, None] + np.arange(images.shape[1])[:, None]
    col = cols[:, None, None] + np.arange(images.shape[2])
    out[np.arange(len(images))[:, None, None], row, col] = images
    return out


def centre(images, canvas):
    """Put each image in the middle of an empty canvas; where it cannot be the exact middle, half a pixel up or left.

    Parameters
    ----------
    images : array_like, shape (N, h, w)
        What is put down.
    canvas : tuple of int (H, W)
        Size of the canvas, in pixels; at least h x w.

    Returns
    -------
    numpy.ndarray, shape (N, H, W)
        Zero wherever there is no image.

    Raises
    ------
    ValueError
        As `paste`.

    Examples
    --------
    >>> centre(np.ones((1, 1, 2), int), (3, 4))[0].tolist()
    [[0, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]]
    """
    height, width = np.shape(images)[-2:]
    return paste(images, canvas, (canvas[0] - height) // 2, (canvas[1] - width) // 2)


def _positions(name, values, count, last):
    positions = np.asarray(values)
    if positions.dtype.kind not in "iu" or positions.shape not in ((), (count,)):
        raise ValueError(
            f"{name} must be one integer or {count}, got dtype {positions.dtype} and shape {positions.shape}"
        )
    if last < 0 or (positions.size and not (positions.min() >= 0 and positions.max() <= last)):
        raise ValueError(f"{name} must be from 0 to {last} for the images to fit on the canvas, got {values}")
    return np.broadcast_to(positions, (count,))
