"""Train on centred digits with subsampling between two convolutions; ask for the same digits a few pixels to the side."""

import numpy as np

from cnnnotes import data, ops
from cnnnotes.learn import train
from cnnnotes.learn.cache import cached
from cnnnotes.learn.experiments import transformations
from cnnnotes.learn.layers import Conv2d, Dense, GlobalMaxPool, MaxPool2d, Relu
from cnnnotes.learn.models import Sequential

KINDS = ("max", "blur", "polyphase")
RUNS = [("answers_when_moved", (kind, count, seed)) for kind in KINDS for count in (1, 2) for seed in range(3)]
_BORDER = ((0, 1), (0, 1))


class Halving:
    """The largest of each 2 x 2 window at stride 1 on a torus, and then half of the rows and columns of that.

    Parameters
    ----------
    kind : {"blur", "polyphase"}
        Blur first and keep every second element, or keep the phase with the largest elements.

    Examples
    --------
    >>> Halving("polyphase").forward(np.eye(4)[None, None])[0, 0].tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """

    parameters = gradients = ()

    def __init__(self, kind):
        if kind == "blur":
            self.keep, self.keep_backward, self.options = (
                ops.blur_pool2d,
                ops.blur_pool2d_backward,
                {"mode": "circular"},
            )
        else:
            self.keep, self.keep_backward, self.options = (
                ops.adaptive_polyphase2d,
                ops.adaptive_polyphase2d_backward,
                {},
            )

    def forward(self, x):
        """Map (N, C, H, W) to (N, C, H / 2, W / 2)."""
        self.x, self.padded = x, ops.pad2d(x, _BORDER, mode="circular")
        self.largest = ops.max_pool2d(self.padded, 2, stride=1)
        return self.keep(self.largest, **self.options)

    def backward(self, dy):
        """Map the gradient of the output to that of the input."""
        largest = self.keep_backward(dy, self.largest, **self.options)
        padded = ops.max_pool2d_backward(largest, self.padded, 2, stride=1)
        return ops.pad2d_backward(padded, self.x, _BORDER, mode="circular")


@cached
def answers_when_moved(kind, count, seed=0):
    """Train on digits in the middle of a torus of 20 x 20, and name test digits that are moved to the side.

    Parameters
    ----------
    kind : str
        One of `KINDS`: 2 x 2 max pooling; max pooling at stride 1, blurred, every second row and column; max pooling at stride 1, the
        largest polyphase.
    count : int
        How often rows and columns are halved between the two convolutions, which have the sizes of `cnn_pooled`.
    seed : int, default: 0
        Draws split, weights and order of training.

    Returns
    -------
    dict of numpy.ndarray
        ``answers`` (13, 539), the digits named at each of `transformations.SHIFTS`, and ``labels`` (539,), what they are.
    """
    rng, torus = np.random.default_rng(seed), {"padding": "same", "mode": "circular"}
    halved = [MaxPool2d(2) if kind == "max" else Halving(kind) for _ in range(count)]
    first, second = Conv2d(1, 8, 5, rng, **torus), Conv2d(8, 24, 3, rng, **torus)
    model = Sequential(first, Relu(), *halved, second, Relu(), GlobalMaxPool(), Dense(24, 10, rng))
    images, digits, test, labels = data.digits_split(seed)
    centred, title = data.centre(images, transformations.CANVAS), f"{count} x {kind}"
    train.fit(model, centred, digits, epochs=6, optimiser=train.Adam(0.008), seed=seed, title=title)
    row, column = (np.array(transformations.CANVAS) - test.shape[1:]) // 2
    moved = [data.paste(test, transformations.CANVAS, row, column + shift) for shift in transformations.SHIFTS]
    return {"answers": np.array([train.predict(model, images) for images in moved], np.uint8), "labels": labels}
