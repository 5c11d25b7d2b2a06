"""The claim of page 4.4, part by part."""

import numpy as np
import pytest

from cnnnotes import ops

POOLS = {"max": ops.max_pool2d, "average": ops.avg_pool2d}


@pytest.fixture
def x():
    return np.random.default_rng(0).normal(size=(2, 3, 12, 12))


@pytest.mark.claim("C4.3")
@pytest.mark.parametrize(("pool", "one"), [("max", np.max), ("average", np.mean)])
@pytest.mark.parametrize("k", [2, 3, 4])
def test_c4_3_pooling_makes_one_value_of_each_window_channel_by_channel(x, pool, one, k):
    y = POOLS[pool](x, k)
    assert y.shape == (2, 3, 12 // k, 12 // k)
    for n, c, row, column in np.ndindex(y.shape):
        window = x[n, c, k * row : k * row + k, k * column : k * column + k]
        assert y[n, c, row, column] == pytest.approx(one(window), abs=1e-12)


@pytest.mark.claim("C4.3")
@pytest.mark.parametrize("k", [2, 3, 4])
def test_c4_3_average_pooling_is_a_convolution_of_stride_k_with_equal_weights(x, k):
    w = np.full((3, 1, k, k), 1 / k**2)
    np.testing.assert_allclose(ops.avg_pool2d(x, k), ops.conv2d(x, w, stride=k, groups=3), rtol=0, atol=1e-12)


@pytest.mark.claim("C4.3")
def test_c4_3_max_pooling_is_not_linear_and_average_pooling_is(x):
    a, b = x
    a, b = a[None], b[None]
    gap = {name: pool(a, 2) + pool(b, 2) - pool(a + b, 2) for name, pool in POOLS.items()}
    assert abs(gap["average"]).max() < 1e-12
    assert gap["max"].min() > -1e-12  # never less than the maximum of the sum
    assert gap["max"].max() > 0.5


@pytest.mark.claim("C4.3")
@pytest.mark.parametrize("pool", POOLS)
def test_c4_3_the_order_in_a_window_is_forgotten_unless_windows_overlap(pool):
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (12, 12)).astype(float)
    windows = image.reshape(4, 3, 4, 3).swapaxes(1, 2).reshape(16, 9)
    shuffled = rng.permuted(windows, axis=1).reshape(4, 4, 3, 3).swapaxes(1, 2).reshape(12, 12)
    both = np.stack([image, shuffled])[:, None]
    assert np.mean(image != shuffled) > 0.5
    assert np.array_equal(*POOLS[pool](both, 3))
    assert not np.array_equal(*POOLS[pool](both, 3, stride=2))


@pytest.mark.claim("C4.3")
@pytest.mark.parametrize("tied", [False, True])
def test_c4_3_the_gradient_of_max_goes_to_one_winner_of_each_window(x, tied):
    if tied:
        x = ops.relu(np.round(x))
    dx = ops.max_pool2d_backward(np.ones((2, 3, 4, 4)), x, 3)
    windows = dx.reshape(2, 3, 4, 3, 4, 3).swapaxes(3, 4).reshape(-1, 9)
    values = x.reshape(2, 3, 4, 3, 4, 3).swapaxes(3, 4).reshape(-1, 9)
    assert ((windows == 1).sum(axis=1) == 1).all() and ((windows == 0).sum(axis=1) == 8).all()
    assert (values[windows == 1] == values.max(axis=1)).all()
    assert tied == (((values == values.max(axis=1, keepdims=True)).sum(axis=1) > 1).any())


@pytest.mark.claim("C4.3")
def test_c4_3_the_gradient_of_the_mean_goes_to_all_in_equal_shares(x):
    np.testing.assert_allclose(ops.avg_pool2d_backward(np.ones((2, 3, 4, 4)), x, 3), 1 / 9, rtol=0, atol=1e-15)


@pytest.mark.claim("C4.3")
def test_c4_3_with_overlap_one_winner_collects_from_several_windows_and_nothing_is_lost():
    x = np.zeros((1, 1, 7, 7))
    x[0, 0, 2, 2] = 1  # in the corner of four windows
    dx = ops.max_pool2d_backward(np.ones((1, 1, 3, 3)), x, 3, stride=2)
    assert dx[0, 0, 2, 2] == 4 and dx.sum() == 9
