"""Training: step down the gradient of the cross-entropy, batch by batch, the same way for the same seed."""

import os
import sys
import time

import numpy as np

from cnnnotes import ops

PATIENCE = 3.0  # seconds before a run shows that it is going on


class SGD:
    """Plain gradient descent.

    Parameters
    ----------
    rate : float
        Step length: how much of the gradient is subtracted.

    Examples
    --------
    >>> w = np.array([1.0])
    >>> SGD(0.1).step([w], [np.array([2.0])])
    >>> w
    array([0.8])
    """

    def __init__(self, rate):
        self.rate = rate

    def step(self, parameters, gradients):
        """Change the parameters in place."""
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter -= self.rate * gradient


class Adam:
    """Gradient descent with a step length of its own for every parameter.

    Parameters
    ----------
    rate : float, default: 0.001
        About how far a parameter moves in one step.
    decay : tuple of float, default: (0.9, 0.999)
        How long gradients and their squares are remembered.
    floor : float, default: 1e-8
        Keeps the division safe.

    References
    ----------
    D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015, algorithm 1.

    Examples
    --------
    >>> w = np.array([1.0])
    >>> Adam(0.1).step([w], [np.array([2.0])])
    >>> w.round(6)
    array([0.9])
    """

    def __init__(self, rate=0.001, decay=(0.9, 0.999), floor=1e-8):
        self.rate, self.decay, self.floor = rate, decay, floor
        self.steps, self.means, self.squares = 0, [], []

    def step(self, parameters, gradients):
        """Change the parameters in place."""
        if not self.means:
            self.means = [np.zeros_like(p) for p in parameters]
            self.squares = [np.zeros_like(p) for p in parameters]
        self.steps += 1
        first, second = self.decay
        rate = self.rate * np.sqrt(1 - second**self.steps) / (1 - first**self.steps)
        floor = self.floor * np.sqrt(1 - second**self.steps)
        for parameter, gradient, mean, square in zip(parameters, gradients, self.means, self.squares, strict=True):
            mean += (1 - first) * (gradient - mean)
            square += (1 - second) * (gradient**2 - square)
            parameter -= (rate * mean / (np.sqrt(square) + floor)).astype(parameter.dtype)


def fit(model, images, labels, *, epochs, optimiser, batch=64, seed=0, title="training"):
    """Train a model on images and labels.

    Parameters
    ----------
    model : Sequential
        Its parameters are changed in place.
    images : numpy.ndarray, shape (N, H, W) or (N, C, H, W)
        Cast to the dtype of the model.
    labels : array_like of int, shape (N,)
        Classes, from 0.
    epochs : int
        How often every image is seen.
    optimiser : SGD or Adam
        A new one for every run.
    batch : int, default: 64
        Images per step; the last batch of an epoch may be smaller.
    seed : int, default: 0
        Draws the order of the images in each epoch.
    title : str, default: "training"
        What the line of progress says.

    Returns
    -------
    numpy.ndarray, shape (steps,), float64
        Mean cross-entropy of each batch before its step, in nats.

    Raises
    ------
    ValueError
        If there is not one label per image.

    Examples
    --------
    >>> from cnnnotes.learn.models import mlp
    >>> images, labels = np.eye(4).reshape(4, 2, 2), [0, 1, 2, 3]
    >>> losses = fit(mlp((2, 2), classes=4), images, labels, epochs=50, optimiser=Adam(0.01))
    >>> bool(losses[-1] < 0.1 < losses[0])
    True
    """
    x, labels = as_input(model, images), np.asarray(labels)
    if labels.shape != (len(x),):
        raise ValueError(f"labels must be one per image, {len(x)}, got shape {labels.shape}")
    rng, losses = np.random.default_rng(seed), []
    for _ in _shown(range(epochs), title):
        losses += [_step(model, *some, optimiser) for some in batches(x, labels, batch, rng)]
    return np.array(losses)


def batches(images, labels, size, rng):
    """Hand out all images once, in random order, a batch at a time.

    Parameters
    ----------
    images : numpy.ndarray, shape (N, ...)
    labels : numpy.ndarray, shape (N,)
    size : int
        Images per batch, 1 or more; the last batch may be smaller.
    rng : numpy.random.Generator
        Draws the order, anew at every call.

    Yields
    ------
    images, labels : numpy.ndarray
        The first axis is at most `size`.

    Raises
    ------
    ValueError
        If `size` is below 1.

    Examples
    --------
    >>> images, labels = np.arange(5.0), np.arange(5)
    >>> [some.tolist() for some, _ in batches(images, labels, 2, np.random.default_rng(0))]
    [[2.0, 4.0], [3.0, 0.0], [1.0]]
    """
    if size < 1:
        raise ValueError(f"size must be 1 or more, got {size}")
    order = rng.permutation(len(images))
    for start in range(0, len(images), size):
        chosen = order[start : start + size]
        yield images[chosen], labels[chosen]


def predict(model, images, batch=256):
    """Give the class with the highest score for each image.

    Parameters
    ----------
    model : Sequential
    images : numpy.ndarray, shape (N, H, W) or (N, C, H, W)
    batch : int, default: 256
        Images at a time; changes memory, not the result.

    Returns
    -------
    numpy.ndarray, shape (N,), int

    Examples
    --------
    >>> from cnnnotes.learn.models import mlp
    >>> predict(mlp((2, 2), classes=4), np.zeros((3, 2, 2))).shape
    (3,)
    """
    x = as_input(model, images)
    scores = [model.forward(x[start : start + batch]) for start in range(0, len(x), batch)]
    return np.concatenate(scores).argmax(axis=1)


def accuracy(model, images, labels):
    """Give the share of images whose class is predicted.

    Parameters
    ----------
    model : Sequential
    images : numpy.ndarray, shape (N, H, W) or (N, C, H, W)
    labels : array_like of int, shape (N,)

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> from cnnnotes.learn.models import mlp
    >>> accuracy(mlp((2, 2), classes=1), np.zeros((3, 2, 2)), [0, 0, 0])
    1.0
    """
    return float(np.mean(predict(model, images) == np.asarray(labels)))


def as_input(model, images):
    """Give images as a model takes them: shape (N, C, H, W) and the dtype of its parameters.

    Parameters
    ----------
    model : Sequential
    images : numpy.ndarray, shape (N, H, W) or (N, C, H, W)

    Returns
    -------
    numpy.ndarray, shape (N, C, H, W)

    Raises
    ------
    ValueError
        If `images` has other axes.

    Examples
    --------
    >>> from cnnnotes.learn.models import mlp
    >>> as_input(mlp((2, 2)), np.zeros((3, 2, 2))).shape
    (3, 1, 2, 2)
    """
    images = np.asarray(images)
    if images.ndim not in (3, 4):
        raise ValueError(f"images must have shape (N, H, W) or (N, C, H, W), got {images.shape}")
    x = images[:, None] if images.ndim == 3 else images
    return x.astype(model.parameters[0].dtype, copy=False)


def _step(model, x, labels, optimiser):
    scores = model.forward(x)
    loss = ops.cross_entropy(scores, labels)
    model.backward(ops.cross_entropy_backward(1.0, scores, labels))
    optimiser.step(model.parameters, model.gradients)
    return float(loss)


def _shown(items, title, stream=None):
    """Hand out the items; in a long run keep a line on stderr, where someone looks at it."""
    stream = stream or sys.stderr
    asked = os.environ.get("CNNNOTES_PROGRESS")
    wanted = asked == "1" or (asked != "0" and stream.isatty())
    start, shown = time.monotonic(), False
    for done, item in enumerate(items):
        seconds = time.monotonic() - start
        if wanted and seconds > PATIENCE:
            shown = True
            print(f"\r{title}: {done}/{len(items)}, {seconds:.0f} s", end="", file=stream, flush=True)
        yield item
    if shown:
        print(f"\r{title}: {len(items)}/{len(items)}, {time.monotonic() - start:.0f} s", file=stream)
