"""Costs against arrays of that size, against counted multiplications, and against what papers publish."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnnotes import ops
from cnnnotes.analysis import Layer, layer_cost, network, network_cost, network_names, total_cost

CASES = [
    (Layer("conv", 16, kernel=3), (3, 32, 32)),
    (Layer("conv", 6, kernel=(2, 5), stride=(3, 1), padding=((0, 1), (2, 3)), bias=False), (4, 9, 11)),
    (Layer("conv", 8, kernel=3, dilation=(1, 2), groups=4, padding=1), (4, 7, 9)),
    (Layer("conv", 6, kernel=3, groups=6, padding="same", stride=2), (6, 8, 7)),
    (Layer("conv", 5, kernel=1), (7, 4, 3)),
    (Layer("local", 4, kernel=3, padding=1, stride=2), (2, 7, 6)),
    (Layer("local", 3, kernel=(1, 2), bias=False), (5, 3, 4)),
]

# published counts: the papers named in `network`; millions of multiplications as the libraries print them
PARAMETERS = {
    "lenet5": 60_000,
    "lenet5_full": 61_706,
    "alexnet": 60_965_224,
    "alexnet_one_tower": 61_100_840,
    "vgg16": 138_357_544,
    "googlenet": 6_998_552,
    "googlenet_aux": 13_378_280,
    "googlenet_norm": 6_624_904,
    "googlenet_norm_aux": 13_004_888,
    "resnet18": 11_689_512,
    "resnet50": 25_557_032,
    "resnet50_3x3": 25_557_032,
    "mobilenet_v1": 4_231_976,
    "vit_b16": 86_567_656,
}
GIGA_MACS = {
    "alexnet": 0.724,  # Sze et al. 2017, table 2
    "alexnet_one_tower": 0.714,
    "vgg16": 15.47,
    "googlenet": 1.583,
    "googlenet_norm": 1.498,
    "resnet18": 1.814,
    "resnet50": 3.858,  # He et al. 2015, table 1: 3.8
    "resnet50_3x3": 4.089,
    "mobilenet_v1": 0.569,  # Howard et al. 2017, table 8
    "vit_b16": 17.564,
}


def arrays(layer, shape):
    """Weights, biases and output of the operation itself."""
    rows, cols = (layer.kernel,) * 2 if isinstance(layer.kernel, int) else layer.kernel
    options = {"stride": layer.stride or 1, "padding": layer.padding, "dilation": layer.dilation}
    w = np.ones((layer.outputs, shape[0] // layer.groups, rows, cols))
    y = ops.conv2d(np.ones((1, *shape)), w, groups=layer.groups, **options)
    if layer.kind == "local":
        w = np.ones((*y.shape[2:], *w.shape))
        b = np.ones(y.shape[1:])
        return w, b, ops.locally_connected2d(np.ones((1, *shape)), w, b, **options)
    return w, np.ones(layer.outputs), y


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_parameters_and_activations_are_the_sizes_of_the_arrays(layer, shape):
    w, b, y = arrays(layer, shape)
    cost = layer_cost(layer, shape)
    assert cost.parameters == w.size + layer.bias * b.size
    assert cost.shape == y.shape[1:] and cost.activations == y.size


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_macs_are_the_multiplications_that_the_definition_makes(layer, shape):
    # ones everywhere, the border too: each output is then the number of products that it adds up
    (top, bottom), (left, right) = ops.shapes.geometry(
        shape[1:],
        *[(v,) * 2 if isinstance(v, int) else v for v in (layer.kernel, layer.stride or 1)],
        layer.padding,
        layer.dilation,
    )[1]
    bordered = Layer("conv", *layer[1:4], 0, *layer[5:])
    _, _, products = arrays(bordered, (shape[0], shape[1] + top + bottom, shape[2] + left + right))
    assert layer_cost(layer, shape).macs == products.sum()


def test_the_example_of_three_layers_from_32x32x3_to_30x30x16():
    conv, local = (layer_cost(Layer(kind, 16, kernel=3), (3, 32, 32)) for kind in ("conv", "local"))
    dense = layer_cost(Layer("dense", 30 * 30 * 16), (3, 32, 32))
    assert [cost.parameters for cost in (conv, local, dense)] == [448, 403_200, 44_251_200]
    assert [cost.macs for cost in (conv, local, dense)] == [388_800, 388_800, 44_236_800]
    assert conv.activations == local.activations == dense.activations


@settings(deadline=None)
@given(
    channels=st.integers(1, 8), filters=st.integers(1, 8), kernel=st.integers(1, 5), stride=st.integers(1, 3),
    rows=st.integers(5, 12), cols=st.integers(5, 12),
)  # fmt: skip
def test_sharing_saves_parameters_by_the_number_of_places_and_no_multiplication(
    channels, filters, kernel, stride, rows, cols
):
    shared, own = (
        layer_cost(Layer(kind, filters, kernel=kernel, stride=stride), (channels, rows, cols))
        for kind in ("conv", "local")
    )
    assert own.parameters == shared.parameters * math.prod(shared.shape[1:])
    assert own.macs == shared.macs and own.activations == shared.activations


def test_stride_divides_multiplications_and_keeps_parameters():
    one, two = (layer_cost(Layer("conv", 8, kernel=3, stride=stride, padding=1), (3, 32, 32)) for stride in (1, 2))
    assert one.macs == 4 * two.macs and one.parameters == two.parameters


def test_attention_has_four_matrices_and_two_products_of_places_with_places():
    layer, (channels, places) = Layer("attention", heads=3), (12, 5 * 4)
    w = np.ones((channels, channels))
    assert ops.self_attention(np.ones((1, places, channels)), w, w, w, w, heads=3).shape == (1, places, channels)
    cost = layer_cost(layer, (channels, 5, 4))
    assert cost.parameters == 4 * w.size + 4 * channels and cost.shape == (12, 5, 4)
    assert layer_cost(layer._replace(bias=False), (channels, 5, 4)).parameters == 4 * w.size
    assert cost.macs == 4 * places * w.size + 2 * places * places * channels
    assert cost.activations == 5 * places * channels + 3 * places * places


@pytest.mark.parametrize(
    ("layer", "shape", "parameters"),
    [
        (Layer("max_pool", kernel=3, stride=2, ceil_mode=True), (4, 3, 4), 0),
        (Layer("avg_pool", kernel=2), (4, 3, 4), 0),
        (Layer("global_pool"), (4, 1, 1), 0),
        (Layer("norm"), (4, 6, 8), 8),
        (Layer("relu"), (4, 6, 8), 0),
        (Layer("tokens"), (4, 49, 1), 4 * (1 + 49)),
        (Layer("first_token"), (4, 1, 1), 0),
    ],
)
def test_what_does_not_multiply_costs_only_what_it_stores(layer, shape, parameters):
    cost = layer_cost(layer, (4, 6, 8))
    assert (cost.shape, cost.parameters, cost.macs, cost.activations) == (shape, parameters, 0, math.prod(shape))


def test_branches_add_up_or_stand_one_behind_the_other():
    layers = [
        Layer("conv", 4, kernel=3, padding=1, name="a"),
        Layer("conv", 4, kernel=1, name="b", inputs="input"),
        Layer("add", inputs=("a", "b"), name="sum"),
        Layer("concat", inputs=("sum", "a", "input")),
    ]
    costs = network_cost(layers, (2, 5, 6))
    assert [cost.shape[0] for cost in costs] == [4, 4, 4, 10]
    assert total_cost(costs).parameters == (2 * 9 + 1) * 4 + (2 + 1) * 4
    assert total_cost(costs).macs == (2 * 9 + 2) * 4 * 30 and total_cost(costs).activations == 22 * 30


@pytest.mark.parametrize("name", network_names())
def test_networks_have_the_published_number_of_parameters(name):
    total = total_cost(network_cost(*network(name)))
    assert total.parameters == PARAMETERS[name]
    assert total.shape == ((84 if name == "lenet5" else 10 if name == "lenet5_full" else 1000), 1, 1)


@pytest.mark.parametrize("name", GIGA_MACS)
def test_networks_multiply_as_often_as_published(name):
    assert round(total_cost(network_cost(*network(name))).macs / 1e9, 3) == GIGA_MACS[name]


def test_lenet5_has_the_parameters_and_connections_that_its_paper_lists_layer_by_layer():
    costs = network_cost(*network("lenet5"))
    c1, s2, scale2, c3, s4, scale4, c5, f6 = costs
    assert [cost.shape for cost in (c1, s2, c3, s4, c5, f6)] == [
        (6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120, 1, 1), (84, 1, 1),
    ]  # fmt: skip
    assert [cost.parameters for cost in (c1, scale2, c3, scale4, c5, f6)] == [156, 12, 1_516, 32, 48_120, 10_164]
    # a connection is a product or a bias; a pool has four inputs and a bias
    connections = [cost.macs + cost.activations for cost in (c1, c3, c5, f6)] + [5 * s.activations for s in (s2, s4)]
    assert sorted(connections) == sorted([122_304, 151_600, 48_120, 10_164, 5_880, 2_000])
    assert sum(connections) + 84 * 10 == 340_908  # with the fixed connections of the ten outputs


def test_one_link_is_one_filter_of_one_channel():
    (cost,) = network_cost([Layer("conv", 3, kernel=5, links=1)], (4, 9, 9))
    assert cost.parameters == 25 + 3


def test_the_known_inner_sizes_of_networks():
    sizes = {name: {c.name: c.shape for c in network_cost(*network(name))} for name in network_names()}
    assert network("alexnet")[1] == (3, 227, 227)
    assert {"C1", "C3", "C5", "F6"} <= sizes["lenet5"].keys()
    assert sizes["alexnet"]["pool5"] == (256, 6, 6) and sizes["alexnet"]["conv1"] == (96, 55, 55)
    assert sizes["vgg16"]["pool5"] == (512, 7, 7)
    assert sizes["googlenet"]["3a"] == (256, 28, 28) and sizes["googlenet"]["5b"] == (1024, 7, 7)
    assert sizes["googlenet_norm"]["5b"] == (1024, 7, 7)
    assert sizes["resnet18"]["block5_2"] == (512, 7, 7) and sizes["resnet50"]["block5_3"] == (2048, 7, 7)
    assert sizes["mobilenet_v1"]["conv14_1x1"] == (1024, 7, 7)
    assert sizes["vit_b16"]["tokens1"] == (768, 197, 1)


@pytest.mark.parametrize(
    ("layers", "shape", "message"),
    [
        ([Layer("convolution", 3)], (1, 5, 5), r"kind must be one of 'conv'.*got 'convolution'"),
        ([Layer("conv", 3, kernel=6)], (1, 5, 5), r"conv1: kernel must fit into the padded input: it spans 6, got 5"),
        ([Layer("conv", 0)], (1, 5, 5), "conv1: outputs must be at least 1, got 0"),
        ([Layer("conv", 3, stride=0)], (1, 5, 5), "conv1: stride must be at least 1, got 0"),
        ([Layer("conv", 3, groups=2)], (4, 5, 5), "conv1: groups must divide the channels in and out, got 2 for 4 and 3"),
        ([Layer("local", 4, groups=2)], (4, 5, 5), "local1: groups must be 1 for kind 'local', got 2"),
        ([Layer("conv", 3, links=0)], (4, 5, 5), "conv1: links must be from 1 to 12, got 0"),
        ([Layer("conv", 3, links=13)], (4, 5, 5), "conv1: links must be from 1 to 12, got 13"),
        ([Layer("conv", 4, groups=2, links=9)], (4, 5, 5), "conv1: links must be from 1 to 8, got 9"),
        ([Layer("relu"), Layer("relu", name="relu1")], (4, 5, 5), "name must be used once, got 'relu1' twice"),
        ([Layer("relu", inputs="later")], (4, 5, 5), "relu1: inputs must name layers above, got 'later'"),
        ([Layer("relu", inputs=("input", "input"))], (4, 5, 5), "relu1: inputs must be one layer for kind 'relu', got 2"),
        ([Layer("relu", inputs=())], (4, 5, 5), "relu1: inputs must be one layer for kind 'relu', got 0"),
        ([Layer("add", inputs=())], (4, 5, 5), "add1: inputs must be two layers or more for kind 'add', got 0"),
        ([Layer("relu"), Layer("add")], (4, 5, 5), "add1: inputs must be two layers or more for kind 'add', got 1"),
        ([Layer("concat", inputs="input")], (4, 5, 5), "concat1: inputs must be two layers or more for kind 'concat', got 1"),
        ([Layer("conv", 3), Layer("add", inputs=("conv1", "input"))], (4, 5, 5), r"add1: inputs of add .*\(3, 5, 5\), \(4, 5"),
        ([Layer("global_pool"), Layer("concat", inputs=("global_pool1", "input"))], (4, 5, 5), "concat1: inputs of concat"),
        ([Layer("attention", heads=3)], (4, 5, 5), "attention1: heads must divide the channels, got 3 for 4"),
        ([], (4, 5, 5), "layers must have one row or more, got none"),
        ([Layer("relu")], (5, 5), r"shape must be \(channels, rows, columns\), got \(5, 5\)"),
        ([Layer("relu")], (1, 0, 5), "shape must be at least 1, got 0"),
    ],
)  # fmt: skip
def test_errors_name_the_layer_and_what_is_wrong(layers, shape, message):
    with pytest.raises(ValueError, match=message):
        network_cost(layers, shape)


def test_other_things_than_layers_and_whole_numbers_are_type_errors():
    with pytest.raises(TypeError, match="layers must be Layer rows, got str"):
        network_cost(["conv"], (1, 5, 5))
    with pytest.raises(TypeError, match="conv1: outputs must be a whole number, got None"):
        network_cost([Layer("conv")], (1, 5, 5))
    with pytest.raises(ValueError, match="costs must have one entry or more"):
        total_cost([])
    with pytest.raises(ValueError, match=r"name must be one of .*'vgg16'.*, got 'vgg'"):
        network("vgg")
