"""Networks as tables: one row per layer, and the sizes that follow from them."""

from collections import Counter
from typing import NamedTuple

from cnnnotes.ops import _check
from cnnnotes.ops.shapes import four_sides, geometry

WINDOWS = ("conv", "local", "max_pool", "avg_pool")
KINDS = (*WINDOWS, "dense", "global_pool", "norm", "relu", "attention", "tokens", "first_token", "add", "concat")


class Layer(NamedTuple):
    """One row of a network's table. Layers follow each other; `inputs` says where that is not so.

    Attributes
    ----------
    kind : str
        ``"conv"``, ``"local"`` (a convolution that shares nothing), ``"max_pool"``, ``"avg_pool"``, ``"global_pool"``,
        ``"dense"`` (reads all values), ``"norm"`` (a scale and a shift per channel), ``"relu"``, ``"attention"`` (every place
        asks every place), ``"tokens"`` (all places in one column, a class token before them, position embeddings added),
        ``"first_token"``, ``"add"`` or ``"concat"`` (along the channels).
    outputs : int, optional
        Channels that come out; for conv, local and dense.
    kernel : int or (rows, columns), default 1
        Taps of a window; for conv, local and pools.
    stride : int or (rows, columns), optional
        Steps between windows; 1 if not given, and the kernel for pools.
    padding, dilation, groups, ceil_mode
        As for `cnnnotes.ops.conv2d` and `cnnnotes.ops.max_pool2d`.
    bias : bool, default True
        Whether conv, local, dense and attention have biases.
    links : int, optional
        Pairs of an input and an output channel that a conv connects, if not all of its groups (LeNet-5).
    heads : int, default 1
        Of attention.
    name : str, optional
        The kind and a running number if not given.
    inputs : str or tuple of str, optional
        Names of the layers that are read, ``"input"`` for the image; the layer before if not given.
        Kinds ``"add"`` and ``"concat"`` need two or more.

    Examples
    --------
    >>> Layer("conv", 64, kernel=7, stride=2, padding=3).outputs
    64
    >>> shortcut = [Layer("conv", 8, kernel=3, padding=1), Layer("add", inputs=("conv1", "input"))]
    >>> [layer.kind for layer in shortcut]
    ['conv', 'add']
    """

    kind: str
    outputs: int | None = None
    kernel: int | tuple[int, int] = 1
    stride: int | tuple[int, int] | None = None
    padding: int | tuple | str = 0
    dilation: int | tuple[int, int] = 1
    groups: int = 1
    bias: bool = True
    links: int | None = None
    heads: int = 1
    ceil_mode: bool = False
    name: str | None = None
    inputs: str | tuple[str, ...] | None = None


class Step(NamedTuple):
    """A layer in its place: its name, the rows it reads (-1 is the image), and, once known, what comes in and out (C, H, W)."""

    layer: Layer
    name: str
    sources: tuple[int, ...]
    inputs: tuple[tuple[int, int, int], ...] = ()
    shape: tuple[int, int, int] = (0, 0, 0)


def connect(layers):
    """Give each layer its name and find the rows it reads: one `Step` per layer, without shapes."""
    rows, steps, kinds = {"input": -1}, [], Counter()
    for layer in layers:
        if not isinstance(layer, Layer):
            raise TypeError(f"layers must be Layer rows, got {type(layer).__name__}")
        _check.one_of("kind", layer.kind, KINDS)
        kinds[layer.kind] += 1
        name = layer.name or f"{layer.kind}{kinds[layer.kind]}"
        steps.append(Step(layer, name, _sources(layer, name, rows)))
        rows[name] = len(steps) - 1
    if not steps:
        raise ValueError("layers must have one row or more, got none")
    return steps


def trace(layers, shape):
    """Follow an image of `shape` (C, H, W) through a table: one `Step` per layer. Errors name the layer."""
    image, steps = _check_shape(shape), []
    for step in connect(layers):
        inputs = tuple(image if row < 0 else steps[row].shape for row in step.sources)
        try:
            steps.append(step._replace(inputs=inputs, shape=_output_shape(step.layer, inputs)))
        except (TypeError, ValueError) as error:
            raise type(error)(f"{step.name}: {error}") from None
    return steps


def window(layer, size):
    """Checked (kernel, stride, pads, dilation, output size) of a layer with windows, each for rows and columns."""
    kernel, stride = _kernel_and_stride(layer)
    return kernel, *geometry(size, kernel, stride, layer.padding, layer.dilation, layer.ceil_mode)


def window_anywhere(layer):
    """Checked (kernel, stride, pads, dilation), where the size of the image is not known and padding is given in numbers."""
    return *_kernel_and_stride(layer), four_sides(layer.padding), _check.pair("dilation", layer.dilation, 1)


def _kernel_and_stride(layer):
    kernel = _check.pair("kernel", layer.kernel, 1)
    one = kernel if layer.kind.endswith("pool") else 1
    return kernel, _check.pair("stride", one if layer.stride is None else layer.stride, 1)


def _sources(layer, name, rows):
    if name in rows:
        raise ValueError(f"name must be used once, got {name!r} twice")
    names = list(rows)[-1] if layer.inputs is None else layer.inputs
    names = (names,) if isinstance(names, str) else names
    for source in names:
        if source not in rows:
            raise ValueError(f"{name}: inputs must name layers above, got {source!r}")
    joins = layer.kind in ("add", "concat")
    if len(names) < 2 if joins else len(names) != 1:
        needed = "two layers or more" if joins else "one layer"
        raise ValueError(f"{name}: inputs must be {needed} for kind {layer.kind!r}, got {len(names)}")
    return tuple(rows[source] for source in names)


def _output_shape(layer, inputs):
    channels, *size = inputs[0]
    if layer.kind in ("conv", "local", "dense"):
        outputs = _check.whole("outputs", layer.outputs, 1)
        _check_groups(layer, channels, outputs)
        return (outputs, 1, 1) if layer.kind == "dense" else (outputs, *window(layer, size)[-1])
    if layer.kind in WINDOWS:
        return channels, *window(layer, size)[-1]
    if layer.kind in ("global_pool", "first_token"):
        return channels, 1, 1
    if layer.kind == "tokens":
        return channels, size[0] * size[1] + 1, 1
    if layer.kind == "attention" and channels % _check.whole("heads", layer.heads, 1):
        raise ValueError(f"heads must divide the channels, got {layer.heads} for {channels}")
    if layer.kind == "concat":
        _check_alike(layer, [shape[1:] for shape in inputs])
        return sum(shape[0] for shape in inputs), *size
    _check_alike(layer, inputs)
    return inputs[0]


def _check_groups(layer, channels, outputs):
    groups = _check.whole("groups", layer.groups, 1)
    if groups > 1 and layer.kind != "conv":
        raise ValueError(f"groups must be 1 for kind {layer.kind!r}, got {groups}")
    if channels % groups or outputs % groups:
        raise ValueError(f"groups must divide the channels in and out, got {groups} for {channels} and {outputs}")
    if layer.links is not None and not 1 <= layer.links <= channels // groups * outputs:
        raise ValueError(f"links must be from 1 to {channels // groups * outputs}, got {layer.links}")


def _check_alike(layer, shapes):
    if len(set(shapes)) > 1:
        raise ValueError(f"inputs of {layer.kind} must have one shape, got {', '.join(map(str, shapes))}")


def _check_shape(shape):
    if not isinstance(shape, (tuple, list)) or len(shape) != 3:
        raise ValueError(f"shape must be (channels, rows, columns), got {shape!r}")
    return tuple(_check.whole("shape", length, 1) for length in shape)
