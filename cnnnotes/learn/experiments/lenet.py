"""LeNet-5 in its own sizes, trained on the small digits, to look at what each layer holds."""

import numpy as np

from cnnnotes import data, ops
from cnnnotes.learn import train
from cnnnotes.learn.cache import cached
from cnnnotes.learn.layers import Conv2d, Dense, Flatten, Relu
from cnnnotes.learn.models import Sequential

CANVAS = (32, 32)
STAGES = ("C1", "S2", "C3", "S4", "C5", "F6", "output")
RUNS = [("share_right", (0,))]
_ENDS = (2, 3, 5, 6, 9, 11, 12)  # layers of the model up to the end of each stage


class AvgPool2d:
    """The mean of each window.

    Parameters
    ----------
    size : int
        Rows and columns of a window, and the step between windows.

    Examples
    --------
    >>> AvgPool2d(2).forward(np.arange(16.0).reshape(1, 1, 4, 4)).tolist()
    [[[[2.5, 4.5], [10.5, 12.5]]]]
    """

    parameters = gradients = ()

    def __init__(self, size):
        self.size = size

    def forward(self, x):
        """Map (N, C, H, W) to (N, C, H // size, W // size)."""
        self.x = x
        return ops.avg_pool2d(x, self.size)

    def backward(self, dy):
        """Map the gradient of the output to that of the input."""
        return ops.avg_pool2d_backward(dy, self.x, self.size)


def enlarge(images):
    """Put 8 x 8 digits on a 32 x 32 canvas, three times their size.

    Parameters
    ----------
    images : array_like, shape (N, 8, 8)

    Returns
    -------
    numpy.ndarray, shape (N, 32, 32)

    Examples
    --------
    >>> enlarge(np.ones((1, 8, 8))).shape
    (1, 32, 32)
    """
    return data.scale(data.centre(images, CANVAS), 3)


def trained_lenet(seed=0):
    """Give a trained LeNet-5: the sizes of 1998, with ReLU, plain average pooling, C3 connected to all, and a learned output.

    Parameters
    ----------
    seed : int, default: 0
        Draws split, weights and order of training.

    Returns
    -------
    Sequential
        For images (N, 1, 32, 32).

    Examples
    --------
    >>> from cnnnotes.learn.models import count
    >>> count(trained_lenet())
    61706
    """
    weights = _weights(seed)
    return _new(seed).load(weights[f"p{index}"] for index in range(len(weights)))


def stages(model, image):
    """Give what each stage of LeNet-5 hands on for one image.

    Parameters
    ----------
    model : Sequential
        As `trained_lenet` gives it.
    image : array_like, shape (32, 32)

    Returns
    -------
    dict of numpy.ndarray
        For each of `STAGES`, after its activation: maps (C, H, W), or values (D,).

    Examples
    --------
    >>> {name: values.shape for name, values in stages(trained_lenet(), np.zeros((32, 32))).items()}["S4"]
    (16, 5, 5)
    """
    x, found = train.as_input(model, np.asarray(image)[None]), {}
    for index, layer in enumerate(model.layers, 1):
        x = layer.forward(x)
        if index in _ENDS:
            found[STAGES[_ENDS.index(index)]] = x[0]
    return found


@cached
def share_right(seed=0):
    """Measure how many test digits are right.

    Parameters
    ----------
    seed : int, default: 0
        As for `trained_lenet`.

    Returns
    -------
    dict of numpy.ndarray
        ``accuracy`` (), 0 to 1.
    """
    test, labels = data.digits_split(seed)[2:]
    return {"accuracy": train.accuracy(trained_lenet(seed), enlarge(test), labels)}


@cached
def _weights(seed):
    model = _new(seed)
    images, labels = data.digits_split(seed)[:2]
    train.fit(model, enlarge(images), labels, epochs=10, optimiser=train.Adam(0.003), seed=seed, title="lenet")
    return {f"p{index}": parameter for index, parameter in enumerate(model.parameters)}


def _new(seed):
    rng = np.random.default_rng(seed)
    return Sequential(
        *(Conv2d(1, 6, 5, rng), Relu(), AvgPool2d(2)),
        *(Conv2d(6, 16, 5, rng), Relu(), AvgPool2d(2)),
        *(Conv2d(16, 120, 5, rng), Relu(), Flatten()),
        *(Dense(120, 84, rng), Relu(), Dense(84, 10, rng)),
    )
