"""Receptive fields: the closed form against what is measured, by counting ways and by differences."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnnnotes import ops
from cnnnotes.analysis import (
    Layer,
    ReceptiveField,
    connection_map,
    extent,
    gradient_map,
    network,
    network_cost,
    receptive_field,
)

numbers = st.tuples(st.integers(1, 3), st.integers(1, 3))
sides = st.tuples(st.integers(0, 2), st.integers(0, 2))
windows = st.builds(
    lambda kind, kernel, stride, dilation, padding: Layer(
        kind, 2 if kind == "conv" else None, kernel=kernel, stride=stride, dilation=dilation, padding=padding
    ),
    st.sampled_from(["conv", "avg_pool", "max_pool"]),
    numbers,
    st.tuples(st.integers(1, 2), st.integers(1, 2)),
    numbers,
    st.tuples(sides, sides),
)


@st.composite
def branches(draw):
    """Paths of odd windows that keep the size, one stride, and a concatenation or sum of them."""
    stride, start = draw(st.integers(1, 2)), draw(st.integers(0, 10**6))
    layers = [Layer("relu", name=f"in{start}")]
    for i in range(draw(st.integers(2, 3))):
        half, dilation = draw(st.integers(0, 2)), draw(st.integers(1, 2))
        shape = {"kernel": 2 * half + 1, "padding": half * dilation, "dilation": dilation, "stride": stride}
        layers.append(Layer("conv", 2, **shape, name=f"path{start}_{i}", inputs=f"in{start}"))
    ends = tuple(layer.name for layer in layers[1:])
    return [*layers, Layer(draw(st.sampled_from(["add", "concat"])), name=f"out{start}", inputs=ends)]


networks = st.lists(st.one_of(windows.map(lambda layer: [layer]), branches()), min_size=1, max_size=4)


def compare_inside(layers, room):
    """Closed form and measurement for an output whose field lies inside the image, where no border cuts it."""
    field = receptive_field(layers)[-1]
    place = tuple(-(-before // stride) for (before, _), stride in zip(field.padding, field.stride, strict=True))
    lengths = zip(field.size, field.stride, field.padding, room, strict=True)
    size = tuple(length + stride + sum(sides) + more for length, stride, sides, more in lengths)
    assert extent(connection_map(layers, size, place)) == field.window(place) == field.window(place, size)


@settings(deadline=None, max_examples=150)
@given(parts=networks, room=sides)
def test_the_closed_form_is_what_ways_from_the_image_reach(parts, room):
    layers = [layer for part in parts for layer in part]
    names = [layer.name for layer in layers if layer.name]
    assume(len(set(names)) == len(names))
    compare_inside(layers, room)


@settings(deadline=None)
@given(layers=st.lists(windows, min_size=1, max_size=5))
def test_the_closed_form_is_the_formula(layers):
    size, jump, padding = [1, 1], [1, 1], [0, 0]
    for layer, field in zip(layers, receptive_field(layers), strict=True):
        for a in (0, 1):
            size[a] += layer.dilation[a] * (layer.kernel[a] - 1) * jump[a]
            padding[a] += layer.padding[a][0] * jump[a]
            jump[a] *= layer.stride[a]
        assert (list(field.size), list(field.stride)) == (size, jump)
        assert [-first for first in field.start] == padding


@pytest.mark.parametrize("seed", range(8))
def test_the_same_field_is_measured_by_differences_of_real_operations(seed):
    rng = np.random.default_rng(seed)
    layers, channels = [], 2
    for _ in range(3):
        kernel, stride, dilation = (tuple(rng.integers(1, high, 2).tolist()) for high in (4, 3, 3))
        layers.append(
            Layer("conv", 4, kernel=kernel, stride=stride, dilation=dilation, padding=1, groups=int(rng.integers(1, 3)))
        )
    weights = []
    for layer in layers:
        weights.append(rng.uniform(0.5, 1, (4, channels // layer.groups, *layer.kernel)))
        channels = 4

    def run(x):
        for layer, w in zip(layers, weights, strict=True):
            options = {
                "stride": layer.stride,
                "padding": layer.padding,
                "dilation": layer.dilation,
                "groups": layer.groups,
            }
            x = np.tanh(0.1 * ops.conv2d(x, w, **options))
        return x

    field, size = receptive_field(layers)[-1], (27, 30)
    x = 0.1 * rng.standard_normal((2, *size))
    gradient, ways = gradient_map(run, x), connection_map(layers, size)
    assert np.array_equal(gradient > 1e-9, ways > 0)
    first = [
        place * stride
        for place, stride in zip((run(x[None]).shape[2] // 2, run(x[None]).shape[3] // 2), field.stride, strict=True)
    ]
    assert [low for low, _ in extent(gradient > 1e-9)] == [
        max(0, a + b) for a, b in zip(first, field.start, strict=True)
    ]


def test_the_gradient_map_of_a_known_operation():
    w = np.array([[[[1.0, -2.0, 3.0]]], [[[0.0, 4.0, 0.0]]]])
    measured = gradient_map(lambda x: ops.conv2d(x, w), np.zeros((1, 1, 7)), (0, 1))
    assert measured == pytest.approx(np.array([[0, 1, np.hypot(2, 4), 3, 0, 0, 0]]), abs=1e-9)


def test_dilated_filters_leave_holes_that_the_size_does_not_tell():
    layers = [Layer("conv", 1, kernel=(1, 3), dilation=2)] * 2
    assert receptive_field(layers)[-1].size == (1, 9)
    assert connection_map(layers, (1, 9)).tolist() == [[1, 0, 2, 0, 3, 0, 2, 0, 1]]


def test_ways_through_everything_are_counted():
    layers = [Layer("attention"), Layer("conv", 1, kernel=(1, 3)), Layer("conv", 1, kernel=(1, 2))]
    assert connection_map(layers, (1, 5)).tolist() == [[6] * 5]


def test_numbers_by_hand():
    dilated = [Layer("conv", 1, kernel=3, dilation=dilation) for dilation in (1, 2, 4, 8)]
    assert [field.size[0] for field in receptive_field(dilated)] == [3, 7, 15, 31]
    stack = receptive_field([Layer("conv", 1, kernel=3)] * 6)
    assert [field.size for field in stack] == [(1 + 2 * depth,) * 2 for depth in range(1, 7)]
    (field,) = receptive_field([Layer("conv", 1, kernel=(3, 5), stride=(2, 1), padding=((1, 0), (2, 2)))])
    assert field == ("conv1", (3, 5), (2, 1), ((1, 0), (2, 2)))
    assert field.start == (-1, -2) and field.centre == (0, 0)
    assert field.window((3, 0)) == ((5, 7), (-2, 2)) and field.window((3, 0), (7, 7)) == ((5, 6), (0, 2))


@pytest.mark.parametrize(
    ("name", "layer", "size", "stride"),
    [
        ("lenet5", "avg_pool2", 16, 4),
        ("alexnet", "pool5", 195, 32),
        ("vgg16", "conv5_3", 196, 16),
        ("vgg16", "pool5", 212, 32),
        ("resnet50", "block5_3", 483, 32),
        ("mobilenet_v1", "conv14_1x1", 315, 32),
    ],
)
def test_networks_see_as_far_as_published(name, layer, size, stride):
    layers, shape = network(name)
    fields = {field.name: field for field in receptive_field(layers, shape[1:])}
    assert fields[layer].size == (size, size) and fields[layer].stride == (stride, stride)


@pytest.mark.parametrize(
    "name", ["alexnet", "vgg16", "googlenet", "resnet18", "resnet50", "resnet50_3x3", "mobilenet_v1"]
)
def test_networks_see_as_far_as_is_measured(name):
    layers, (channels, _, _) = network(name)
    end = next(i for i, layer in enumerate(layers) if layer.kind in ("global_pool", "dense"))
    layers, size = layers[:end], (800, 833)
    place = tuple(length // 2 for length in network_cost(layers, (channels, *size))[-1].shape[1:])
    assert extent(connection_map(layers, size, place)) == receptive_field(layers)[-1].window(place)


@pytest.mark.parametrize("kind", ["global_pool", "dense", "attention"])
def test_what_reads_everything_sees_all_that_is_seen(kind):
    layers = [Layer("conv", 4, kernel=3, stride=2), Layer(kind, 1 if kind == "dense" else None)]
    field = receptive_field(layers, (8, 9))[-1]
    assert field.size == (7, 9) and field.stride == (0, 0)  # the last row is read by no window
    assert extent(connection_map(layers, (8, 9))) == field.window((0, 0)) == ((0, 6), (0, 8))


def test_a_way_around_attention_adds_nothing_to_see():
    layers = [
        Layer("conv", 4, kernel=2, stride=2, padding=((1, 0), (0, 0)), name="patches"),
        Layer("attention", name="mix"),
        Layer("add", inputs=("mix", "patches")),
    ]
    field = receptive_field(layers, (7, 8))[-1]
    assert (field.size, field.stride, field.start) == ((8, 8), (0, 0), (-1, 0))


def test_a_wider_way_around_attention_adds_what_it_sees_anywhere():
    layers = [
        Layer("attention", name="mix", inputs="input"),
        Layer("conv", 1, kernel=3, padding=1, name="wide", inputs="input"),
        Layer("add", inputs=("mix", "wide")),
    ]
    field = receptive_field(layers, (7, 8))[-1]
    assert (field.size, field.stride, field.padding) == ((9, 10), (0, 0), ((1, 1), (1, 1)))


def test_on_coarser_places_a_wider_way_around_attention_adds_as_much_more():
    layers = [
        Layer("conv", 1, kernel=2, stride=2, name="patches"),
        Layer("attention", name="mix"),
        Layer("conv", 1, kernel=3, padding=1, name="wide", inputs="patches"),
        Layer("add", inputs=("mix", "wide")),
    ]
    field = receptive_field(layers, (8, 10))[-1]
    assert (field.size, field.stride, field.padding) == ((12, 14), (0, 0), ((2, 2), (2, 2)))


def test_branches_with_windows_see_the_same_whether_the_size_is_given_or_not():
    layers = [Layer("conv", 1, kernel=3, padding=1, name="wide"), Layer("add", inputs=("wide", "input"))]
    field = receptive_field(layers, (7, 8))[-1]
    assert field == receptive_field(layers)[-1]
    assert (field.size, field.stride) == ((3, 3), (1, 1))


def test_padding_by_name_needs_the_size_and_is_then_resolved():
    layers = [Layer("conv", 1, kernel=3, stride=2, padding="same")] * 2
    field = receptive_field(layers, (8, 9))[-1]
    assert field.size == (7, 7) and field.padding == ((0, 3), (3, 3))
    with pytest.raises(ValueError, match="conv1: size must be given for padding 'same', got None"):
        receptive_field(layers)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: receptive_field([Layer("global_pool")]), "global_pool1: size must be given for kind 'global_pool', got None"),
        (
            lambda: receptive_field([Layer("conv", 1, kernel=2, stride=2), Layer("add", inputs=("conv1", "input"))]),
            "add1: inputs must have one effective stride, got 1, 2",
        ),
        (lambda: receptive_field([Layer("tokens")], (4, 4)), "tokens1: layers must keep rows and columns, got kind 'tokens'"),
        (lambda: connection_map([Layer("tokens")], (4, 4)), "tokens1: layers must keep rows and columns, got kind 'tokens'"),
        (lambda: receptive_field([Layer("conv", 1, kernel=0)]), "kernel must be at least 1, got 0"),
        (lambda: connection_map([Layer("relu")], (4, 5), (4, 0)), r"position must lie in the output of size \(4, 5\), got \(4, 0\)"),
        (lambda: gradient_map(np.sin, np.ones((4, 4))), r"x must have shape \(C, H, W\), got \(4, 4\)"),
        (lambda: gradient_map(np.sum, np.ones((1, 4, 4))), r"operation must give maps of shape \(N, O, OH, OW\), got \(\)"),
        (lambda: gradient_map(np.sin, np.ones((1, 4, 4)), step=0), "step must be above 0 and finite, got 0"),
        (lambda: extent(np.zeros((3, 3))), r"values must have shape \(H, W\) and not be 0 everywhere"),
        (lambda: ReceptiveField("a", (1, 1), (1, 1), ((0, 0), (0, 0))).window((-1, 0)), "position must be at least 0, got -1"),
    ],
)  # fmt: skip
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_layers_are_rows_and_sizes_are_whole():
    with pytest.raises(TypeError, match="layers must be Layer rows, got int"):
        receptive_field([3])
    with pytest.raises(TypeError, match=r"size must be a whole number, got 8\.5"):
        connection_map([Layer("relu")], (8, 8.5))
    with pytest.raises(ValueError, match="size must be at least 1, got 0"):
        receptive_field([Layer("global_pool")], (0, 3))
