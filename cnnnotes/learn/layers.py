"""Layers: an operation of `cnnnotes.ops` together with its parameters and what its gradient needs.

Every layer has `forward(x)`, `backward(dy)`, and two lists in the same order: `parameters`, the arrays that are learned, and `gradients`,
set by `backward`. `backward` belongs to the last `forward`.
"""

import numpy as np

from cnnnotes import ops


class Dense:
    """Every input reaches every output: y = x w + b.

    Parameters
    ----------
    inputs, outputs : int
        Values per example that come in and go out.
    rng : numpy.random.Generator
        Draws the weights: normal, of variance 2 / inputs. Biases start at 0.
    dtype : data type, default: "float32"
        Of the parameters.

    References
    ----------
    K. He, X. Zhang, S. Ren and J. Sun, Delving deep into rectifiers, 2015.

    Examples
    --------
    >>> layer = Dense(64, 10, np.random.default_rng(0))
    >>> [p.shape for p in layer.parameters]
    [(64, 10), (10,)]
    """

    def __init__(self, inputs, outputs, rng, dtype="float32"):
        w = rng.standard_normal((inputs, outputs)) * np.sqrt(2 / inputs)
        self.parameters = [w.astype(dtype), np.zeros(outputs, dtype)]
        self.gradients = []

    def forward(self, x):
        """Map (N, inputs) to (N, outputs)."""
        self.x = x
        return ops.dense(x, *self.parameters)

    def backward(self, dy):
        """Map the gradient of the output to that of the input."""
        dx, *self.gradients = ops.dense_backward(dy, self.x, self.parameters[0])
        return dx


class Conv2d:
    """The same small filters at every place.

    Parameters
    ----------
    channels, filters : int
        Channels that come in and go out.
    kernel : int
        Rows and columns of each filter.
    rng : numpy.random.Generator
        Draws the weights: normal, of variance 2 / (channels * kernel^2). Biases start at 0.
    dtype : data type, default: "float32"
        Of the parameters.
    **options
        `stride`, `padding`, `dilation`, `groups`, `mode` of `cnnnotes.ops.conv2d`.

    Examples
    --------
    >>> layer = Conv2d(1, 8, 3, np.random.default_rng(0))
    >>> layer.forward(np.zeros((2, 1, 12, 12), np.float32)).shape
    (2, 8, 10, 10)
    """

    def __init__(self, channels, filters, kernel, rng, dtype="float32", **options):
        inputs = channels // options.get("groups", 1) * kernel**2
        w = rng.standard_normal((filters, inputs // kernel**2, kernel, kernel)) * np.sqrt(2 / inputs)
        self.parameters = [w.astype(dtype), np.zeros(filters, dtype)]
        self.gradients = []
        self.options = options

    def forward(self, x):
        """Map (N, channels, H, W) to (N, filters, H', W')."""
        self.x = x
        return ops.conv2d(x, *self.parameters, **self.options)

    def backward(self, dy):
        """Map the gradient of the output to that of the input."""
        dx, *self.gradients = ops.conv2d_backward(dy, self.x, self.parameters[0], **self.options)
        return dx


class LocallyConnected2d:
    """Small filters like those of `Conv2d`, with filters of its own at every place: local, but nothing is shared.

    Parameters
    ----------
    channels, filters : int
        Channels that come in and go out.
    kernel : int
        Rows and columns of each filter. No padding, step of 1.
    size : tuple of int (H, W)
        Size of what comes in; at least `kernel`.
    rng : numpy.random.Generator
        Draws the weights: normal, of variance 2 / (channels * kernel^2). Biases start at 0, one for each output.
    dtype : data type, default: "float32"
        Of the parameters.

    Examples
    --------
    >>> layer = LocallyConnected2d(1, 8, 3, (12, 12), np.random.default_rng(0))
    >>> [p.shape for p in layer.parameters]
    [(10, 10, 8, 1, 3, 3), (8, 10, 10)]
    """

    def __init__(self, channels, filters, kernel, size, rng, dtype="float32"):
        rows, cols = (length - kernel + 1 for length in size)
        w = rng.standard_normal((rows, cols, filters, channels, kernel, kernel)) * np.sqrt(2 / (channels * kernel**2))
        self.parameters = [w.astype(dtype), np.zeros((filters, rows, cols), dtype)]
        self.gradients = []

    def forward(self, x):
        """Map (N, channels, H, W) to (N, filters, H - kernel + 1, W - kernel + 1)."""
        self.x = x
        return ops.locally_connected2d(x, *self.parameters)

    def backward(self, dy):
        """Map the gradient of the output to that of the input."""
        dx, *self.gradients = ops.locally_connected2d_backward(dy, self.x, self.parameters[0])
        return dx


class Relu:
    """Negative values become 0.

    Examples
    --------
    >>> Relu().forward(np.array([-1.0, 2.0])).tolist()
    [0.0, 2.0]
    """

    parameters = gradients = ()

    def forward(self, x):
        """Map any shape to the same shape."""
        self.x = x
        return ops.relu(x)

    def backward(self, dy):
        """Map the gradient of the output to that of the input."""
        return ops.relu_backward(dy, self.x)


class MaxPool2d:
    """The largest value of each window.

    Parameters
    ----------
    size : int
        Rows and columns of a window, and the step between windows.

    Examples
    --------
    >>> MaxPool2d(2).forward(np.arange(16.0).reshape(1, 1, 4, 4)).tolist()
    [[[[5.0, 7.0], [13.0, 15.0]]]]
    """

    parameters = gradients = ()

    def __init__(self, size):
        self.size = size

    def forward(self, x):
        """Map (N, C, H, W) to (N, C, H // size, W // size)."""
        self.x = x
        return ops.max_pool2d(x, self.size)

    def backward(self, dy):
        """Map the gradient of the output to that of the input."""
        return ops.max_pool2d_backward(dy, self.x, self.size)


class GlobalMaxPool:
    """The largest value of each channel, wherever it is.

    Examples
    --------
    >>> GlobalMaxPool().forward(np.arange(8.0).reshape(1, 2, 2, 2)).tolist()
    [[3.0, 7.0]]
    """

    parameters = gradients = ()

    def forward(self, x):
        """Map (N, C, H, W) to (N, C)."""
        self.x = x
        return ops.global_max_pool2d(x)

    def backward(self, dy):
        """Map the gradient of the output to that of the input."""
        return ops.global_max_pool2d_backward(dy, self.x)


class Flatten:
    """All values of an example in one row.

    Examples
    --------
    >>> Flatten().forward(np.zeros((5, 3, 4, 4))).shape
    (5, 48)
    """

    parameters = gradients = ()

    def forward(self, x):
        """Map (N, ...) to (N, D)."""
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dy):
        """Map the gradient of the output to that of the input."""
        return dy.reshape(self.shape)
