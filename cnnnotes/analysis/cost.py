"""What a layer and a network cost: numbers to learn, multiplications, memory."""

import math
from typing import NamedTuple

from cnnnotes.analysis.layers import trace
from cnnnotes.ops import _check


def dense_parameters(inputs, outputs, bias=True):
    """Count the parameters of a fully connected layer.

    Parameters
    ----------
    inputs, outputs : int
        Values that come in and go out; 1 or more.
    bias : bool, default: True
        Whether each output has a bias.

    Returns
    -------
    int
        ``inputs * outputs``, and ``outputs`` more with biases.

    Raises
    ------
    ValueError
        If a count is below 1.

    Examples
    --------
    >>> dense_parameters(640 * 480 * 3, 128, bias=False)
    117964800
    """
    _at_least_one(inputs=inputs, outputs=outputs)
    return (inputs + bool(bias)) * outputs


def conv2d_parameters(channels, filters, kernel, bias=True):
    """Count the parameters of a convolution; the size of the image does not matter.

    Parameters
    ----------
    channels, filters : int
        Channels that come in and go out; 1 or more.
    kernel : int, or tuple of int (rows, cols)
        Size of each filter.
    bias : bool, default: True
        Whether each filter has a bias.

    Returns
    -------
    int
        ``filters * channels * rows * cols``, and ``filters`` more with biases.

    Raises
    ------
    ValueError
        If a count is below 1.

    Examples
    --------
    >>> conv2d_parameters(3, 128, 3)
    3584
    """
    rows, cols = (kernel, kernel) if isinstance(kernel, int) else kernel
    _at_least_one(channels=channels, filters=filters, rows=rows, cols=cols)
    return (channels * rows * cols + bool(bias)) * filters


class Cost(NamedTuple):
    """What a layer, or a whole network, costs for one image.

    Attributes
    ----------
    name, kind : str
        Of the layer.
    shape : (C, H, W)
        What comes out.
    parameters : int
        Numbers to be learned.
    macs : int
        Multiplications with an addition (multiply-accumulate operations), those with padded zeros included. Biases, pools, norms,
        softmax and sums count none.
    activations : int
        Values that come out; for attention also queries, keys, values, weights of attention and what they mix. Times the bytes of one value
        this is the memory that training keeps per image.

    Examples
    --------
    >>> from cnnnotes.analysis import Layer
    >>> layer_cost(Layer("dense", 10), (1, 8, 8)).macs
    640
    """

    name: str
    kind: str
    shape: tuple[int, int, int]
    parameters: int
    macs: int
    activations: int


def layer_cost(layer, shape):
    """Count what one layer costs for one image.

    Parameters
    ----------
    layer : Layer
        One row.
    shape : (C, H, W)
        What comes in.

    Returns
    -------
    Cost

    Raises
    ------
    ValueError, TypeError
        If the layer does not fit the shape, or a number is not whole or too small.

    References
    ----------
    V. Sze, Y.-H. Chen, T.-J. Yang and J. Emer, Efficient processing of deep neural networks, 2017, section II.

    Examples
    --------
    >>> from cnnnotes.analysis import Layer
    >>> shared, own = (layer_cost(Layer(kind, 16, kernel=3), (3, 32, 32)) for kind in ("conv", "local"))
    >>> shared.parameters, own.parameters, shared.macs, own.macs
    (448, 403200, 388800, 388800)
    """
    return network_cost([layer], shape)[0]


def network_cost(layers, shape):
    """Count what each layer of a network costs for one image.

    Parameters
    ----------
    layers : sequence of Layer
        The table, branches included.
    shape : (C, H, W)
        Of the image.

    Returns
    -------
    list of Cost
        One per layer, in order.

    Raises
    ------
    ValueError, TypeError
        If a layer does not fit what comes in; the message begins with its name.

    Examples
    --------
    >>> from cnnnotes.analysis import Layer
    >>> layers = [Layer("conv", 6, kernel=5), Layer("max_pool", kernel=2), Layer("dense", 10)]
    >>> for cost in network_cost(layers, (1, 28, 28)):
    ...     print(cost.name, cost.shape, cost.parameters, cost.macs, cost.activations)
    conv1 (6, 24, 24) 156 86400 3456
    max_pool1 (6, 12, 12) 0 0 864
    dense1 (10, 1, 1) 8650 8640 10
    """
    return [Cost(step.name, step.layer.kind, step.shape, *_count(step)) for step in trace(layers, shape)]


def total_cost(costs):
    """Add up the costs of layers.

    Parameters
    ----------
    costs : sequence of Cost
        As `network_cost` gives them; not empty.

    Returns
    -------
    Cost
        Named ``"total"``, with the shape of the last layer.

    Raises
    ------
    ValueError
        If there are no costs.

    Examples
    --------
    >>> from cnnnotes.analysis import Layer
    >>> total_cost(network_cost([Layer("conv", 8, kernel=3), Layer("conv", 8, kernel=3)], (1, 8, 8))).parameters
    664
    """
    costs = list(costs)
    if not costs:
        raise ValueError("costs must have one entry or more, got none")
    sums = (sum(getattr(cost, field) for cost in costs) for field in ("parameters", "macs", "activations"))
    return Cost("total", "network", costs[-1].shape, *sums)


def _count(step):
    """(parameters, MACs, activations) of one layer."""
    layer, (channels, rows, cols), out = step.layer, step.inputs[0], math.prod(step.shape)
    places, biases = rows * cols, bool(layer.bias)
    if layer.kind in ("conv", "local"):
        planes = layer.links or channels // layer.groups * layer.outputs
        weights, area = planes * math.prod(_check.pair("kernel", layer.kernel, 1)), math.prod(step.shape[1:])
        copies = area if layer.kind == "local" else 1
        return (weights + biases * layer.outputs) * copies, weights * area, out
    if layer.kind == "dense":
        return dense_parameters(channels * places, layer.outputs, biases), channels * places * layer.outputs, out
    if layer.kind == "attention":
        parameters, projections = 4 * (channels + biases) * channels, 4 * places * channels**2
        return parameters, projections + 2 * places**2 * channels, 5 * out + layer.heads * places**2
    extra = {"norm": 2 * channels, "tokens": channels * (places + 2)}
    return extra.get(layer.kind, 0), 0, out


def _at_least_one(**counts):
    for name, count in counts.items():
        if count < 1:
            raise ValueError(f"{name} must be 1 or more, got {count}")
