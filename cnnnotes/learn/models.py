"""Models: layers one after another, and the four that the notes compare."""

from itertools import pairwise

import numpy as np

from cnnnotes.learn.layers import Conv2d, Dense, Flatten, GlobalMaxPool, LocallyConnected2d, MaxPool2d, Relu


class Sequential:
    """Layers one after another.

    Parameters
    ----------
    *layers : layers of `cnnnotes.learn.layers`, or anything like them
        The first one gets the images.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> model = Sequential(Flatten(), Dense(64, 10, rng))
    >>> model.forward(np.zeros((5, 1, 8, 8), np.float32)).shape
    (5, 10)
    """

    def __init__(self, *layers):
        self.layers = layers

    @property
    def parameters(self):
        """All arrays that are learned, first layer first."""
        return [array for layer in self.layers for array in layer.parameters]

    @property
    def gradients(self):
        """The gradients of `parameters`, in the same order, as the last `backward` left them."""
        return [array for layer in self.layers for array in layer.gradients]

    def forward(self, x):
        """Give one score per class: (N, C, H, W) to (N, classes)."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        """Set `gradients` from the gradient of the scores, and give that of the images."""
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    def load(self, arrays):
        """Take over parameters, and give the model itself.

        Raises
        ------
        ValueError
            If there are not as many arrays as parameters, or shapes differ.
        """
        arrays = list(arrays)
        shapes, given = [p.shape for p in self.parameters], [np.shape(array) for array in arrays]
        if shapes != given:
            raise ValueError(f"arrays must have the shapes of the parameters, {shapes}, got {given}")
        for parameter, array in zip(self.parameters, arrays, strict=True):
            parameter[...] = array
        return self


def mlp(size, hidden=(64,), classes=10, seed=0, dtype="float32"):
    """Build a fully connected network: flatten, then hidden layers with ReLU, then one score per class.

    Parameters
    ----------
    size : tuple of int (H, W)
        Size of the images, of one channel.
    hidden : tuple of int, default: (64,)
        Units of each hidden layer.
    classes : int, default: 10
        Scores.
    seed : int, default: 0
        Draws the weights.
    dtype : data type, default: "float32"
        Of the parameters.

    Returns
    -------
    Sequential

    Examples
    --------
    >>> count(mlp((8, 8), hidden=(32,)))
    2410
    """
    rng = np.random.default_rng(seed)
    widths = [size[0] * size[1], *hidden, classes]
    layers = [Dense(inputs, outputs, rng, dtype) for inputs, outputs in pairwise(widths)]
    hidden_layers = [step for layer in layers[:-1] for step in (layer, Relu())]
    return Sequential(Flatten(), *hidden_layers, layers[-1])


def cnn_pooled(filters=(8, 24), kernels=(5, 3), classes=10, seed=0, dtype="float32"):
    """Build a convolutional network that asks what is there, and not where: the largest value of each channel goes on.

    Parameters
    ----------
    filters, kernels : tuple of int, default: (8, 24) and (5, 3)
        Channels and filter size of each convolution. No padding; ReLU after each.
    classes, seed, dtype
        As for `mlp`.

    Returns
    -------
    Sequential
        For images of any size of at least ``sum(kernels) - len(kernels) + 1``, of one channel.

    Examples
    --------
    >>> model = cnn_pooled()
    >>> [model.forward(np.zeros((1, 1, side, side), np.float32)).shape for side in (12, 20)]
    [(1, 10), (1, 10)]
    """
    rng = np.random.default_rng(seed)
    return Sequential(
        *_convolutions(filters, kernels, rng, dtype), GlobalMaxPool(), Dense(filters[-1], classes, rng, dtype)
    )


def cnn_flatten(size, filters=(8, 16), kernels=(5, 3), classes=10, seed=0, dtype="float32"):
    """Build a convolutional network whose last layer still sees every place on its own.

    Parameters
    ----------
    size : tuple of int (H, W)
        Size of the images, of one channel.
    filters, kernels : tuple of int, default: (8, 16) and (5, 3)
        As for `cnn_pooled`; a 2 x 2 max pooling follows the convolutions.
    classes, seed, dtype
        As for `mlp`.

    Returns
    -------
    Sequential

    Examples
    --------
    >>> cnn_flatten((20, 20)).forward(np.zeros((1, 1, 20, 20), np.float32)).shape
    (1, 10)
    """
    rng = np.random.default_rng(seed)
    loss = sum(kernels) - len(kernels)
    inputs = filters[-1] * ((size[0] - loss) // 2) * ((size[1] - loss) // 2)
    convolutions = _convolutions(filters, kernels, rng, dtype)
    return Sequential(*convolutions, MaxPool2d(2), Flatten(), Dense(inputs, classes, rng, dtype))


def local_flatten(size, filters=(8, 16), kernels=(5, 3), classes=10, seed=0, dtype="float32"):
    """Build the network of `cnn_flatten` without weight sharing: the same connections, filters of its own at every place.

    Parameters
    ----------
    size : tuple of int (H, W)
        Size of the images, of one channel.
    filters, kernels, classes, seed, dtype
        As for `cnn_flatten`.

    Returns
    -------
    Sequential

    Examples
    --------
    >>> count(local_flatten((20, 20))), count(cnn_flatten((20, 20)))
    (290026, 9226)
    """
    rng, layers = np.random.default_rng(seed), []
    for channels, number, kernel in zip((1, *filters), filters, kernels, strict=False):
        layers += [LocallyConnected2d(channels, number, kernel, size, rng, dtype), Relu()]
        size = tuple(length - kernel + 1 for length in size)
    inputs = filters[-1] * (size[0] // 2) * (size[1] // 2)
    return Sequential(*layers, MaxPool2d(2), Flatten(), Dense(inputs, classes, rng, dtype))


def count(model):
    """Count the parameters of a model or a layer, from its arrays.

    Parameters
    ----------
    model : Sequential or layer

    Returns
    -------
    int

    Examples
    --------
    >>> count(Flatten()), count(Conv2d(3, 128, 3, np.random.default_rng(0)))
    (0, 3584)
    """
    return sum(array.size for array in model.parameters)


def _convolutions(filters, kernels, rng, dtype):
    layers = []
    for channels, number, kernel in zip((1, *filters), filters, kernels, strict=False):
        layers += [Conv2d(channels, number, kernel, rng, dtype), Relu()]
    return layers
