"""Receptive fields from the numbers of the layers, in closed form."""

from typing import NamedTuple

from cnnnotes.analysis.layers import WINDOWS, Layer, connect, trace, window, window_anywhere
from cnnnotes.ops import _check

EVERYTHING = ("global_pool", "dense", "attention")


class ReceptiveField(NamedTuple):
    """What one output of a layer can see of the image; each entry for rows and columns.

    Attributes
    ----------
    name : str
        Of the layer.
    size : (int, int)
        Pixels from the first to the last that is seen, both included, padding too; with dilation or strides some between may be missed.
    stride : (int, int)
        Pixels between the fields of neighbouring outputs (effective stride, jump); 0 if every output sees the same.
    padding : ((top, bottom), (left, right))
        Pixels that the fields of the first and last output may lie outside the image (effective padding).

    Examples
    --------
    >>> field = ReceptiveField("pool2", (16, 16), (4, 4), ((0, 0), (2, 2)))
    >>> field.start, field.centre, field.window((1, 0)), field.window((1, 0), (28, 28))
    ((0, -2), (7.5, 5.5), ((4, 19), (-2, 13)), ((4, 19), (0, 13)))
    """

    name: str
    size: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[tuple[int, int], tuple[int, int]]

    @property
    def start(self):
        """First row and column that output (0, 0) sees; negative in the padding."""
        return tuple(-sides[0] for sides in self.padding)

    @property
    def centre(self):
        """Middle of what output (0, 0) sees, in rows and columns; 0 is the middle of the first pixel."""
        return tuple(start + (size - 1) / 2 for start, size in zip(self.start, self.size, strict=True))

    def window(self, position, size=None):
        """First and last row, and first and last column, that an output sees; cut to an image of `size` if given."""
        ends = []
        for a, place in enumerate(_check.pair("position", position, 0)):
            first = self.start[a] + place * self.stride[a]
            last = first + self.size[a] - 1
            ends.append((first, last) if size is None else (max(first, 0), min(last, size[a] - 1)))
        return tuple(ends)


def receptive_field(layers, size=None):
    """Say what each layer of a network sees of the image.

    Along one axis, with kernels k, strides s, dilations d and padding p: ``size = 1 + sum_l d_l (k_l - 1) j_l`` and
    ``padding = sum_l p_l j_l``, where ``j_l``, the product of the strides before layer l, is the effective stride of what it reads.
    Where branches meet, the field reaches from the first to the last pixel that any of them sees.

    Parameters
    ----------
    layers : sequence of Layer
        The table, branches included; of any channels.
    size : (H, W), optional
        Of the image. Needed for padding by name ("same"), and for layers that see everything: global_pool, dense, attention.

    Returns
    -------
    list of ReceptiveField
        One per layer, in order.

    Raises
    ------
    ValueError
        If branches meet whose effective strides differ, if `size` is needed, or for tokens, which have no rows and columns.

    References
    ----------
    A. Araujo, W. Norris and J. Sim, Computing receptive fields of convolutional neural networks, 2019: the sections on
    single paths and on graphs.

    Examples
    --------
    >>> from cnnnotes.analysis import Layer
    >>> layers = [Layer("conv", 6, kernel=5), Layer("max_pool", kernel=2)] * 2
    >>> [(field.name, field.size[0], field.stride[0]) for field in receptive_field(layers)]
    [('conv1', 5, 1), ('max_pool1', 6, 2), ('conv2', 14, 2), ('max_pool2', 16, 4)]
    """
    plain = [thin(layer) for layer in layers]
    size = None if size is None else _check.pair("size", size, 1)
    fields = {-1: ReceptiveField("input", (1, 1), (1, 1), ((0, 0), (0, 0)))}
    for row, step in enumerate(connect(plain) if size is None else trace(plain, (1, *size))):
        _check_kind(step, size)
        axes = [_axis(step, [_along(fields[source], a) for source in step.sources], a) for a in (0, 1)]
        fields[row] = ReceptiveField(step.name, *(tuple(values) for values in zip(*axes, strict=True)))
    return [fields[row] for row in range(len(plain))]


def thin(layer):
    """The same layer on one channel: what is connected in space does not depend on channels."""
    if not isinstance(layer, Layer):
        raise TypeError(f"layers must be Layer rows, got {type(layer).__name__}")
    outputs = None if layer.outputs is None else 1
    kind = "add" if layer.kind == "concat" else layer.kind
    return layer._replace(kind=kind, outputs=outputs, groups=1, links=None, heads=1)


def _along(field, a):
    return field.size[a], field.stride[a], field.padding[a]


def _axis(step, read, a):
    """(size, stride, padding) of a layer along one axis, from those of what it reads."""
    lengths = [shape[1 + a] for shape in step.inputs] or [1] * len(read)
    size, jump, (before, after) = read[0]
    if step.layer.kind in WINDOWS:
        known = window(step.layer, step.inputs[0][1:]) if step.inputs else window_anywhere(step.layer)
        kernel, stride, pads, dilation = known[:4]
        sides = before + pads[a][0] * jump, after + pads[a][1] * jump
        return size + dilation[a] * (kernel[a] - 1) * jump, jump * stride[a], sides
    if step.layer.kind in EVERYTHING:
        return size + (lengths[0] - 1) * jump, 0, (before, after)
    return _union(step.name, read, lengths)


def _union(name, read, lengths):
    """From the first to the last pixel that any branch sees."""
    jumps = {jump for _, jump, _ in read}
    if len(jumps) > 1 and 0 not in jumps:
        raise ValueError(f"{name}: inputs must have one effective stride, got {', '.join(map(str, sorted(jumps)))}")
    if 0 in jumps:  # one branch sees the same from everywhere: then every output sees all that the others see anywhere
        read = [(size + (n - 1) * jump, 0, sides) for (size, jump, sides), n in zip(read, lengths, strict=True)]
    before, after = (max(sides[end] for _, _, sides in read) for end in (0, 1))
    return before + max(size - sides[0] for size, _, sides in read), min(jumps), (before, after)


def _check_kind(step, size):
    layer = step.layer
    if layer.kind in ("tokens", "first_token"):
        raise ValueError(f"{step.name}: layers must keep rows and columns, got kind {layer.kind!r}")
    if size is None and (layer.kind in EVERYTHING or isinstance(layer.padding, str)):
        what = f"padding {layer.padding!r}" if isinstance(layer.padding, str) else f"kind {layer.kind!r}"
        raise ValueError(f"{step.name}: size must be given for {what}, got None")
