"""The claims about sparse connectivity, sections 5 and 5.1 of the notes, by id."""

import numpy as np
import pytest

from cnnnotes.analysis import Layer, connection_map, equivariance_error, extent, layer_cost, matrix_of, shift
from cnnnotes.ops import conv2d, conv_matrix, global_max_pool2d


@pytest.mark.claim("C5.0")
def test_c5_0_each_property_comes_with_one_step_and_not_before():
    for seed in range(3):
        rng = np.random.default_rng(seed)
        shared = conv_matrix(rng.normal(size=(1, 1, 3, 3)), (8, 8), padding="same", mode="circular")
        full = rng.normal(size=(64, 64))
        local = np.where(shared != 0, full, 0)
        links = [np.count_nonzero(matrix) for matrix in (full, local, shared)]
        weights = [np.unique(matrix[matrix != 0]).size for matrix in (full, local, shared)]
        assert links == [4096, 576, 576] and weights == [4096, 576, 9]
        x, errors, changes = rng.random((1, 1, 8, 8)), [], []
        for matrix in (full, local, shared):

            def answer(x, matrix=matrix):
                return (matrix @ x.ravel()).reshape(x.shape)

            def moved(x):
                return shift(x, (2, 3))

            errors.append(equivariance_error(answer, moved, x))
            pooled = [global_max_pool2d(answer(one)).item() for one in (x, moved(x))]
            changes.append(abs(pooled[0] - pooled[1]))
        assert min(errors[:2]) > 0.5 and errors[2] < 1e-12
        assert min(changes[:2]) > 1e-3 and changes[2] < 1e-12


@pytest.mark.claim("C5.1.1")
def test_c5_1_1_of_614656_places_6724_are_connected_at_most_nine_for_each_output_and_each_input():
    linked = conv_matrix(np.ones((1, 1, 3, 3)), (28, 28), padding="same") != 0
    assert linked.size == 614_656 and linked.sum() == (3 * 28 - 2) ** 2 == 6_724
    assert round(100 * linked.mean(), 2) == 1.09
    assert linked.sum(0).max() == linked.sum(1).max() == 9
    assert np.count_nonzero(conv_matrix(np.ones((1, 1, 3, 3)), (28, 28))) == 676 * 9 == 6_084
    channels = matrix_of(lambda x: conv2d(x[None], np.ones((1, 5, 3, 3))), (5, 8, 8))
    assert np.all((channels != 0).sum(1) == 9 * 5)
    conv, local, dense = (
        layer_cost(Layer(kind, outputs, **options), (3, 32, 32)).macs
        for kind, outputs, options in (("conv", 16, {"kernel": 3}), ("local", 16, {"kernel": 3}), ("dense", 14_400, {}))
    )
    assert conv == local == 388_800 and dense == 44_236_800


@pytest.mark.claim("C5.1.2")
def test_c5_1_2_edges_of_a_320_by_280_picture_take_a_sixty_thousandth_of_the_operations():
    edges = conv2d(np.zeros((1, 1, 280, 320)), np.array([[[[-1.0, 1.0]]]]))
    assert edges.shape == (1, 1, 280, 319)
    dense, sparse = 320 * 280 * edges.size, 2 * edges.size
    assert dense == 8_003_072_000 and 2 * dense == 16_006_144_000 and 3 * edges.size == 267_960
    assert round(2 * dense / (3 * edges.size)) == 59_733
    assert dense // sparse == 44_800 and sparse // 2 == 89_320 and dense // 2 == 44_800 * 89_320 == 4_001_536_000
    small = conv_matrix(np.array([[[[-1.0, 1.0]]]]), (7, 9))
    assert np.count_nonzero(small) == 2 * len(small) and len(np.unique(small[small != 0])) == 2


@pytest.mark.claim("C5.1.3")
@pytest.mark.parametrize("kernel", [3, 5])
def test_c5_1_3_stacked_layers_connect_more_and_more_and_the_middle_in_the_most_ways(kernel):
    n, half = 41, kernel // 2
    band = (abs(np.subtract.outer(np.arange(n), np.arange(n))) <= half).astype(float)
    for layers in range(1, 6):
        ways = np.linalg.matrix_power(band, layers)
        wanted = 1 + layers * (kernel - 1)
        rows = np.count_nonzero(ways, axis=1)
        assert np.all(rows[layers * half : n - layers * half] == wanted) and rows.max() == wanted
        counted = connection_map([Layer("conv", 1, kernel=(1, kernel), padding="same")] * layers, (1, n))
        assert np.array_equal(counted[0], ways[n // 2])
        first, last = extent(counted)[1]
        assert last - first + 1 == wanted
        if layers > 1:
            assert counted[0].argmax() == n // 2 and counted[0, first] == 1 < counted[0, n // 2]
