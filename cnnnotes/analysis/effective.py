"""The effective receptive field: how unevenly an output listens to what it sees."""

import math

import numpy as np

from cnnnotes import ops
from cnnnotes.analysis.connections import middle
from cnnnotes.analysis.layers import trace, window
from cnnnotes.ops import _check


def effective_receptive_field(layers, shape, *, trials=20, rng=None):
    """Average the squared gradient of the middle output over random weights and images.

    Weights are normal, of variance 2 / inputs, images normal, biases 0.

    Parameters
    ----------
    layers : sequence of Layer
        Of conv, max_pool, avg_pool, relu, norm, add and concat; branches included.
    shape : (C, H, W)
        Of the images.
    trials : int, default 20
        Networks, each with an image of its own.
    rng : numpy.random.Generator, optional
        Draws both; ``default_rng(0)`` if not given.

    Returns
    -------
    numpy.ndarray, shape (H, W), float64
        The share of each pixel; they add up to 1. For stride 1 convolutions without anything between, its expectation is the
        `connection_map`, divided by its sum.

    Raises
    ------
    ValueError, TypeError
        If a layer is of another kind or does not fit, or no gradient reached the image in any trial.

    References
    ----------
    W. Luo, Y. Li, R. Urtasun and R. Zemel, Understanding the effective receptive field in deep convolutional neural networks,
    2016, section 2.

    Examples
    --------
    >>> from cnnnotes.analysis import Layer, spread
    >>> share = effective_receptive_field([Layer("conv", 8, kernel=3)] * 6, (1, 13, 13))
    >>> print(share.shape, abs(np.array(spread(share)) - 2).max() < 0.3)
    (13, 13) True
    """
    rng, steps = np.random.default_rng(0) if rng is None else rng, trace(layers, shape)
    for step in steps:
        if step.layer.kind not in ("conv", "max_pool", "avg_pool", "relu", "norm", "add", "concat"):
            raise ValueError(
                f"{step.name}: layers must keep rows and columns and share weights, got {step.layer.kind!r}"
            )
    squares = np.zeros(tuple(shape)[1:])
    for _ in range(_check.whole("trials", trials, 1)):
        weights = [_random_weights(step, rng) for step in steps]
        gradient = _input_gradient(steps, weights, rng.standard_normal((1, *shape)))
        squares += (gradient[0] ** 2).sum(0)
    if not squares.any():
        raise ValueError("layers must let a gradient through to the image, got none in any trial")
    return squares / squares.sum()


def spread(values):
    """Measure how wide a map is: the standard deviation of the places, each weighted by its value.

    Parameters
    ----------
    values : array_like, shape (H, W)
        0 or more, not 0 everywhere.

    Returns
    -------
    (float, float)
        Along rows (vertically) and along columns (horizontally), in pixels. For n convolutions with equal weights and k taps
        ``sqrt(n (k^2 - 1) / 12)``.

    Raises
    ------
    ValueError
        If `values` is not as above.

    References
    ----------
    W. Luo et al., 2016, section 2.

    Examples
    --------
    >>> spread([[0, 0, 0], [1, 1, 1]])[1] ** 2 * 3
    2.0
    """
    values = _check_weights(values, 2)
    return tuple(_mean_and_deviation(values.sum(1 - a))[1] for a in (0, 1))


def gaussian_gap(profile):
    """Measure how far a profile is from the Gaussian of the same mean and width.

    Parameters
    ----------
    profile : array_like, shape (n,)
        Weights of places 0 to n - 1; 0 or more, at two places at least.

    Returns
    -------
    float
        The largest difference of the cumulative sums, taken half-way between places; 0 to 1.

    Raises
    ------
    ValueError
        If `profile` is not as above.

    References
    ----------
    A. Kolmogorov's distance of distributions, 1933; that the profile tends to a Gaussian: W. Luo et al., 2016, section 2.

    Examples
    --------
    >>> round(gaussian_gap([1, 2, 3, 2, 1]), 3), round(gaussian_gap([1, 1, 1, 1, 1]), 3)
    (0.015, 0.056)
    """
    profile = _check_weights(profile, 1)
    mean, deviation = _mean_and_deviation(profile)
    if deviation == 0:
        raise ValueError("profile must have weight at two places or more, got one")
    scaled = (np.arange(len(profile)) + 0.5 - mean) / (deviation * math.sqrt(2))
    gaussian = np.array([0.5 * (1 + math.erf(value)) for value in scaled])
    return float(abs(profile.cumsum() / profile.sum() - gaussian).max())


def _check_weights(values, axes):
    values = np.asarray(values, float)
    if values.ndim != axes:
        raise ValueError(f"values must have {axes} axes, got shape {values.shape}")
    if not (values >= 0).all() or not 0 < values.sum() < np.inf:
        raise ValueError("values must be 0 or more, finite, and not 0 everywhere")
    return values


def _mean_and_deviation(profile):
    places, total = np.arange(len(profile)), profile.sum()
    mean = (places * profile).sum() / total
    return float(mean), float(np.sqrt((((places - mean) ** 2) * profile).sum() / total))


def _random_weights(step, rng):
    if step.layer.kind != "conv":
        return None
    layer, channels = step.layer, step.inputs[0][0]
    shape = layer.outputs, channels // layer.groups, *_check.pair("kernel", layer.kernel, 1)
    return rng.standard_normal(shape) * np.sqrt(2 / math.prod(shape[1:]))


def _input_gradient(steps, weights, x):
    """Gradient (1, C, H, W) of the middle of the last layer, its channels added up, with respect to the image."""
    values = {-1: x}
    for row, (step, w) in enumerate(zip(steps, weights, strict=True)):
        values[row] = _forward(step, [values[source] for source in step.sources], w)
    gradients = {row: np.zeros_like(value) for row, value in values.items()}
    gradients[len(steps) - 1][0, :, *middle(steps[-1].shape[1:])] = 1
    for row in reversed(range(len(steps))):
        read = [values[source] for source in steps[row].sources]
        back = _backward(steps[row], gradients[row], read, weights[row])
        for source, gradient in zip(steps[row].sources, back, strict=True):
            gradients[source] += gradient
    return gradients[-1]


def _forward(step, read, w):
    kind, x = step.layer.kind, read[0]
    if kind == "conv":
        return ops.conv2d(x, w, groups=step.layer.groups, **_options(step))
    if kind in POOLS:
        return POOLS[kind][0](
            x, _check.pair("kernel", step.layer.kernel, 1), ceil_mode=step.layer.ceil_mode, **_options(step)
        )
    if kind == "relu":
        return ops.relu(x)
    return np.concatenate(read, axis=1) if kind == "concat" else sum(read)


def _backward(step, dy, read, w):
    kind, x = step.layer.kind, read[0]
    if kind == "conv":
        return [ops.conv2d_backward(dy, x, w, groups=step.layer.groups, **_options(step))[0]]
    if kind in POOLS:
        return [
            POOLS[kind][1](
                dy, x, _check.pair("kernel", step.layer.kernel, 1), ceil_mode=step.layer.ceil_mode, **_options(step)
            )
        ]
    if kind == "relu":
        return [ops.relu_backward(dy, x)]
    if kind == "concat":
        return np.split(dy, np.cumsum([part.shape[1] for part in read])[:-1], axis=1)
    return [dy] * len(read)


POOLS = {
    "max_pool": (ops.max_pool2d, ops.max_pool2d_backward),
    "avg_pool": (ops.avg_pool2d, ops.avg_pool2d_backward),
}


def _options(step):
    _, stride, pads, dilation, _ = window(step.layer, step.inputs[0][1:])
    return {"stride": stride, "padding": pads, "dilation": dilation}
