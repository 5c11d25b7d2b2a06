"""Checks that every operation's tests share."""

import numpy as np
import pytest


@pytest.fixture
def rng():
    return np.random.default_rng(20240607)


@pytest.fixture
def check_gradient(rng):
    """Compare a backward with central differences along random directions."""

    def check(forward, backward, *inputs, step=1e-5, limit=1e-6):
        dy = rng.normal(size=np.shape(forward(*inputs)))[()]
        gradients = backward(dy, *inputs)
        gradients = gradients if isinstance(gradients, tuple) else (gradients,)
        for position, (value, gradient) in enumerate(zip(inputs, gradients, strict=False)):
            assert gradient.shape == value.shape
            for _ in range(3):
                direction = rng.normal(size=value.shape)
                ends = [
                    forward(*inputs[:position], value + sign * step * direction, *inputs[position + 1 :])
                    for sign in (1, -1)
                ]
                measured = np.vdot(dy, ends[0] - ends[1]) / (2 * step)
                told = np.vdot(gradient, direction)
                scale = max(abs(measured), np.linalg.norm(gradient), 1e-3)
                assert abs(measured - told) <= limit * scale, f"input {position}: {measured} against {told}"

    return check


@pytest.fixture
def check_adjoint(rng):
    """Compare <A x, y> with <x, A' y> for a linear map and its backward."""

    def check(forward, backward, shape):
        x = rng.normal(size=shape)
        image = forward(x)
        y = rng.normal(size=image.shape)
        back = backward(y)
        assert back.shape == shape
        assert abs(np.vdot(image, y) - np.vdot(x, back)) <= 1e-10 * np.linalg.norm(image) * np.linalg.norm(y)

    return check
