"""The claim of page 4.1."""

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.analysis import equivariance_error, shift

ACTIVATIONS = [ops.relu, ops.tanh, ops.sigmoid, ops.leaky_relu]


@pytest.mark.claim("C4.11")
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda function: function.__name__)
@pytest.mark.parametrize("amount", [(1, 0), (3, 4), (-2, 5)])
def test_c4_11_one_bias_per_channel_keeps_equivariance_and_one_per_place_breaks_it(activation, amount):
    rng = np.random.default_rng(0)
    x, w = rng.standard_normal((2, 3, 12, 14)), rng.standard_normal((4, 3, 3, 3))
    errors = []
    for bias in (rng.standard_normal((4, 1, 1)), rng.standard_normal((4, 12, 14))):

        def layer(images, bias=bias):
            return activation(ops.conv2d(images, w, padding=1, mode="circular") + bias)

        errors.append(equivariance_error(layer, lambda images: shift(images, amount), x))
    assert errors[0] < 1e-12
    assert errors[1] > 0.1


@pytest.mark.claim("C4.11")
def test_c4_11_without_an_activation_two_convolutions_are_one_and_relu_between_prevents_it():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((1, 1, 16, 16))
    first, second = rng.standard_normal((2, 1, 1, 3, 3))

    def both(images, between):
        return ops.conv2d(between(ops.conv2d(images, first)), second)

    kernel = ops.conv2d(np.pad(first, ((0, 0), (0, 0), (2, 2), (2, 2))), second[:, :, ::-1, ::-1])
    np.testing.assert_allclose(both(x, np.asarray), ops.conv2d(x, kernel), atol=1e-12)
    assert np.linalg.norm(both(-x, ops.relu) + both(x, ops.relu)) > 0.1  # a convolution, of any kernel, would give 0


@pytest.mark.claim("C4.11")
def test_c4_11_a_bias_before_relu_keeps_what_exceeds_its_negative():
    responses = np.random.default_rng(0).standard_normal((5, 20))
    for bias in (-0.5, 0.0, 0.7):
        assert np.array_equal(ops.relu(responses + bias) > 0, responses > -bias)
