"""Functions of one element, and from scores to a loss."""

import numpy as np
import pytest
from scipy import special

from cnnnotes import ops

ORACLES = {
    "relu": lambda x: np.where(x > 0, x, 0),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.01 * x),
    "sigmoid": special.expit,
    "tanh": np.tanh,
    "softmax": lambda x: special.softmax(x, -1),
    "log_softmax": lambda x: special.log_softmax(x, -1),
}


@pytest.fixture
def scores(rng):
    x = rng.normal(size=(3, 4, 5)) * 3
    return x + np.sign(x) * 0.01  # away from the kink


@pytest.mark.parametrize("name", ORACLES)
class TestEach:
    def test_equals_its_oracle(self, name, scores):
        for x in (scores, scores * 300):
            np.testing.assert_allclose(getattr(ops, name)(x), ORACLES[name](x), rtol=1e-12, atol=1e-300)

    def test_gradient(self, name, scores, check_gradient):
        check_gradient(getattr(ops, name), getattr(ops, f"{name}_backward"), scores)

    def test_keeps_float32(self, name, scores):
        x = scores.astype(np.float32)
        y = getattr(ops, name)(x)
        assert y.dtype == getattr(ops, f"{name}_backward")(y, x).dtype == np.float32


def test_gradients_at_the_kink_are_those_of_the_left():
    dy, x = np.array([5.0]), np.array([0.0])
    assert ops.relu_backward(dy, x) == 0
    assert ops.leaky_relu_backward(dy, x, slope=0.1) == 0.5


def test_relu_blocks_an_infinite_gradient_where_it_is_off():
    assert ops.relu_backward(np.array([np.inf, 1.0]), np.array([-1.0, 1.0])).tolist() == [0, 1]


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_softmax_adds_up_to_one_along_its_axis(axis, scores, check_gradient):
    np.testing.assert_allclose(ops.softmax(scores, axis=axis).sum(axis), 1, atol=1e-12)
    for name in ("softmax", "log_softmax"):
        forward, backward = getattr(ops, name), getattr(ops, f"{name}_backward")
        check_gradient(lambda x, f=forward: f(x, axis=axis), lambda dy, x, b=backward: b(dy, x, axis=axis), scores)


def test_softmax_does_not_overflow():
    assert ops.softmax(np.array([1e300, 0.0, -1e300])).tolist() == [1, 0, 0]


def test_cross_entropy_equals_its_definition(rng):
    x, labels = rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    expected = -np.mean([np.log(np.exp(row[label]) / np.exp(row).sum()) for row, label in zip(x, labels, strict=True)])
    assert abs(ops.cross_entropy(x, labels) - expected) < 1e-12


def test_cross_entropy_gradient(rng, check_gradient):
    x, labels = rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    check_gradient(lambda x: ops.cross_entropy(x, labels), lambda dy, x: ops.cross_entropy_backward(dy, x, labels), x)


def test_cross_entropy_keeps_float32(rng):
    x, labels = rng.normal(size=(6, 4)).astype(np.float32), rng.integers(0, 4, 6)
    assert ops.cross_entropy(x, labels).dtype == ops.cross_entropy_backward(1.0, x, labels).dtype == np.float32


def test_cross_entropy_of_even_scores_is_the_logarithm_of_the_classes():
    assert abs(ops.cross_entropy(np.zeros((3, 10)), np.array([0, 5, 9])) - np.log(10)) < 1e-12
