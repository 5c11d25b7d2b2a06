"""Matrices read off operations, nearest pictures, and counts of parameters."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from cnnnotes import ops
from cnnnotes.analysis import cost, linear, neighbours


def test_the_matrix_of_a_convolution_is_the_one_built_directly():
    w = np.random.default_rng(0).standard_normal((1, 1, 3, 2))
    matrix = linear.matrix_of(lambda x: ops.conv2d(x[None, None], w), (5, 6))
    x = np.random.default_rng(1).standard_normal((5, 6))
    assert matrix.shape == (3 * 5, 30)
    assert abs(matrix @ x.ravel() - ops.conv2d(x[None, None], w).ravel()).max() < 1e-12


def test_a_bias_is_left_out_and_other_operations_are_refused():
    w, b = np.random.default_rng(2).standard_normal((4, 3)), np.arange(3.0)
    assert abs(linear.matrix_of(lambda x: ops.dense(x[None], w, b), (4,)) - w.T).max() < 1e-12
    with pytest.raises(ValueError, match="linear plus a constant"):
        linear.matrix_of(np.square, (3,))


def test_distances_agree_with_scipy():
    first, second = np.random.default_rng(3).random((5, 4, 4)), np.random.default_rng(4).random((7, 4, 4))
    expected = cdist(first.reshape(5, -1), second.reshape(7, -1))
    assert abs(neighbours.distances(first, second) - expected).max() < 1e-12
    assert neighbours.distances(first, first).diagonal().max() < 1e-7


def test_nearest_label_takes_the_nearest_and_of_equals_the_first():
    assert neighbours.nearest_label([[0.0], [2.0], [9.0]], ["a", "b", "c"], [[1.0], [1.1], [8.0]]).tolist() == [
        "a",
        "b",
        "c",
    ]


def test_neighbours_refuse_what_does_not_match():
    with pytest.raises(ValueError, match=r"one size, got \(2,\) and \(3,\)"):
        neighbours.distances(np.ones((1, 2)), np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"one per picture, 2, got shape \(3,\)"):
        neighbours.nearest_label(np.ones((2, 2)), [1, 2, 3], np.ones((1, 2)))


@pytest.mark.parametrize(("inputs", "outputs"), [(1, 1), (7, 3), (64, 10)])
def test_dense_count_is_the_size_of_the_arrays(inputs, outputs):
    w, b = np.zeros((inputs, outputs)), np.zeros(outputs)
    ops.dense(np.zeros((1, inputs)), w, b)
    assert cost.dense_parameters(inputs, outputs) == w.size + b.size
    assert cost.dense_parameters(inputs, outputs, bias=False) == w.size


@pytest.mark.parametrize(("channels", "filters", "kernel"), [(1, 1, (1, 1)), (3, 128, (3, 3)), (2, 5, (3, 4))])
def test_convolution_count_is_the_size_of_the_arrays(channels, filters, kernel):
    w, b = np.zeros((filters, channels, *kernel)), np.zeros(filters)
    ops.conv2d(np.zeros((1, channels, 8, 8)), w, b)
    assert cost.conv2d_parameters(channels, filters, kernel) == w.size + b.size
    assert cost.conv2d_parameters(channels, filters, kernel, bias=False) == w.size


def test_counts_refuse_what_is_not_there():
    with pytest.raises(ValueError, match="inputs must be 1 or more, got 0"):
        cost.dense_parameters(0, 3)
    with pytest.raises(ValueError, match="cols must be 1 or more, got -1"):
        cost.conv2d_parameters(1, 1, (3, -1))
