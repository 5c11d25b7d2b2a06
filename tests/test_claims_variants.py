"""The claims of page 4.7, one test each, and what the page says on the way."""

import numpy as np
import pytest

from cnnnotes import data, ops
from cnnnotes.analysis import Layer, connection_map, layer_cost, network, network_cost, receptive_field, total_cost
from cnnnotes.learn.experiments import sliding

RNG = np.random.default_rng


def model():
    """The trained network in double precision: its features, its end as trained, its end as convolutions."""
    w1, b1, w2, b2, w3, b3, w4, b4 = (array.astype(float) for array in sliding.trained_sliding().parameters)

    def features(x):
        return ops.max_pool2d(ops.relu(ops.conv2d(ops.relu(ops.conv2d(x, w1, b1)), w2, b2)), 2)

    def flat(x):
        return ops.dense(ops.relu(ops.dense(features(x).reshape(len(x), -1), w3, b3)), w4, b4)

    def convolutional(x):
        hidden = ops.relu(ops.conv2d(features(x), w3.T.reshape(-1, 24, 4, 4), b3))
        return ops.conv2d(hidden, w4.T[:, :, None, None], b4)

    return flat, convolutional


@pytest.mark.claim("C4.12")
def test_c4_12_what_the_variants_compute():
    x, w, b = RNG(0).normal(size=(2, 5, 7, 6)), RNG(1).normal(size=(4, 5, 1, 1)), RNG(2).normal(size=4)
    each = [[ops.dense(x[:, :, i, j], w[:, :, 0, 0].T, b) for j in range(6)] for i in range(7)]
    np.testing.assert_allclose(ops.conv2d(x, w, b), np.array(each).transpose(2, 3, 0, 1), rtol=0, atol=1e-12)
    wide = RNG(3).normal(size=(4, 5, 3, 3))
    windows = ops.im2col(x, 3).reshape(2, 45, 5, 4)
    np.testing.assert_allclose(ops.conv2d(windows, wide.reshape(4, 45, 1, 1)), ops.conv2d(x, wide), atol=1e-12)

    sides = [field.size for field in receptive_field([Layer("conv", 1, kernel=3, dilation=d) for d in (1, 2, 4, 8)])]
    assert sides == [(3, 3), (7, 7), (15, 15), (31, 31)]

    w = RNG(4).normal(size=(1, 1, 3, 3))
    matrix = ops.conv_matrix(w, (7, 7), stride=2)
    back = np.stack([ops.conv_transpose2d(y.reshape(1, 1, 3, 3), w, stride=2).ravel() for y in np.eye(9)], axis=1)
    np.testing.assert_allclose(back, matrix.T, rtol=0, atol=1e-12)
    assert np.linalg.matrix_rank(matrix) == 9 and abs(back @ matrix - np.eye(49)).max() > 0.5

    flat, convolutional = model()
    picture = RNG(5).random((40, 30))
    whole = convolutional(picture[None, None])[0]
    cut = [picture[2 * i : 2 * i + 12, 2 * j : 2 * j + 12] for i in range(15) for j in range(10)]
    np.testing.assert_allclose(flat(np.array(cut)[:, None]).T, whole.reshape(11, -1), rtol=0, atol=1e-12)


@pytest.mark.claim("L4")
def test_l4_bottlenecks_save_both_and_global_pooling_far_more_parameters_but_hardly_any_multiplications():
    wide = Layer("conv", 32, kernel=5, padding=2)
    assert layer_cost(wide, (192, 28, 28)).macs == 120_422_400
    assert total_cost(network_cost([Layer("conv", 16), wide], (192, 28, 28))).macs == 12_443_648

    layers, shape = network("googlenet")
    straight = []
    for before, layer in zip([None, *layers], layers, strict=False):
        if not (layer.name or "").endswith("_reduce"):
            reduced = before is not None and (before.name or "").endswith("_reduce")
            straight.append(layer._replace(inputs=before.inputs) if reduced else layer)
    assert len(layers) - len(straight) == 19
    heavy = [*layers[:-2], Layer("dense", 4096), Layer("dense", 4096), layers[-1]]
    usual, wider, dense = (total_cost(network_cost(table, shape)) for table in (layers, straight, heavy))
    assert 3.55 < wider.parameters / usual.parameters < 3.65 and 2.75 < wider.macs / usual.macs < 2.85
    assert 32.5 < dense.parameters / usual.parameters < 33.5 and dense.macs / usual.macs < 1.2
    for name in ("alexnet", "vgg16"):
        costs = network_cost(*network(name))
        ends = sum(cost.parameters for cost in costs if cost.kind == "dense")
        assert ends > 0.85 * total_cost(costs).parameters
        assert wider.parameters < total_cost(costs).parameters


@pytest.mark.parametrize(
    ("dilations", "gaps"), [((1, 1, 1), 0), ((2, 2), 56), ((1, 2, 4), 0), ((1, 3, 9), 0), ((1, 4), 40)]
)
def test_there_are_gaps_only_where_a_dilation_is_larger_than_the_field_so_far(dilations, gaps):
    layers = [Layer("conv", 1, kernel=3, dilation=d) for d in dilations]
    side = receptive_field(layers)[-1].size[0]
    assert np.count_nonzero(connection_map(layers, (side, side)) == 0) == gaps
    before = [1, *(field.size[0] for field in receptive_field(layers))]
    assert (gaps == 0) == all(d <= field for d, field in zip(dilations, before, strict=False))


@pytest.mark.parametrize(("size", "stride"), [(3, 2), (4, 2), (4, 3), (5, 2)])
def test_a_constant_map_stays_flat_when_each_kind_of_cell_meets_the_same_sum(size, stride):
    flat, w = np.ones((1, 1, 12, 12)), RNG(0).random((1, 1, size, size))
    inner = slice(stride + size, 9 * stride)
    sums = [[w[..., i::stride, j::stride].sum() for j in range(stride)] for i in range(stride)]
    result = ops.conv_transpose2d(flat, w, stride=stride)[0, 0, inner, inner]
    assert set(result.round(9).ravel()) <= {round(value, 9) for row in sums for value in row}
    assert np.ptp(result) > 1e-3
    for i, j in np.ndindex(stride, stride):
        w[..., i::stride, j::stride] /= sums[i][j]
    assert np.ptp(ops.conv_transpose2d(flat, w, stride=stride)[0, 0, inner, inner]) < 1e-12


def test_the_sliding_network_knows_digits_and_the_space_between_them():
    right = sliding.window_accuracy(0)
    assert right["digits"] > 0.9 and right["nothing"] > 0.97


def test_windows_show_the_digit_in_the_middle_beside_it_or_nowhere():
    images, labels = data.digits_split(0)[:2]
    windows, answers = sliding.cut_windows(np.ones((20, 8, 8)), labels[:20], RNG(0))
    assert windows.shape == (60, 12, 12) and np.array_equal(answers[:20], labels[:20])
    assert np.all(answers[20:] == sliding.NOTHING)
    whole = [np.all(window[3:9, 3:9] == 1) for window in windows]
    assert all(whole[:20])
    canvas, places, kept = sliding.scatter(images[:9], RNG(0))
    for (row, column), which in zip(places, kept, strict=True):
        np.testing.assert_array_equal(canvas[row : row + 8, column : column + 8], images[which])
