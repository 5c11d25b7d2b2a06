"""The claims of page 4.3."""

from itertools import product

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.analysis import best_shift_error, equivariance_error, shift
from cnnnotes.data import photograph


@pytest.fixture
def rng():
    return np.random.default_rng(4)


@pytest.mark.claim("C4.4")
@pytest.mark.parametrize("stride", [2, 3, 4])
@pytest.mark.parametrize("size", [11, 12, 13])
@pytest.mark.parametrize("padding", [0, 1, (2, 0)])
@pytest.mark.parametrize("mode", ["zeros", "circular"])
def test_c4_4_a_stride_keeps_every_sth_output(rng, stride, size, padding, mode):
    x, w, b = rng.normal(size=(2, 3, size, size + 3)), rng.normal(size=(4, 3, 3, 3)), rng.normal(size=4)
    padding = (padding, padding)
    every = ops.conv2d(x, w, b, padding=padding, mode=mode)[:, :, ::stride, ::stride]
    np.testing.assert_allclose(ops.conv2d(x, w, b, stride=stride, padding=padding, mode=mode), every, atol=1e-12)


@pytest.mark.claim("C4.4")
@pytest.mark.parametrize(
    ("size", "stride", "first"), [(12, 2, 1), (8, 2, 1), (11, 2, 0), (12, 3, 1), (13, 3, 0), (11, 3, 1)]
)
def test_c4_4_same_may_keep_others(rng, size, stride, first):
    x, w = rng.normal(size=(1, 2, size, size)), rng.normal(size=(3, 2, 3, 3))
    dense, strided = (ops.conv2d(x, w, stride=s, padding="same") for s in (1, stride))
    np.testing.assert_allclose(strided, dense[:, :, first::stride, first::stride], atol=1e-12)
    every = dense[:, :, ::stride, ::stride]
    assert every.shape == strided.shape
    assert (abs(every - strided).max() > 1) == (first > 0)


@pytest.mark.claim("C4.4")
@pytest.mark.parametrize("stride", [1, 2, 4])
@pytest.mark.parametrize("steps", [(1, 0), (0, -2), (3, 5)])
def test_c4_4_shifts_by_multiples_of_the_stride_are_exact(rng, stride, steps):
    w = rng.normal(size=(2, 1, 3, 3))

    def layer(x):
        return ops.conv2d(x, w, stride=stride, padding=1, mode="circular")

    amount = tuple(stride * step for step in steps)
    x = rng.normal(size=(1, 1, 16, 16))
    error = equivariance_error(layer, lambda v: shift(v, amount), x, after=lambda v: shift(v, steps))
    assert error < 1e-12


@pytest.mark.claim("C4.4")
@pytest.mark.parametrize(("stride", "by"), [(2, 1), (2, 3), (4, 1), (4, 2), (4, 3), (4, 6)])
def test_c4_4_other_shifts_fit_no_shift_of_the_output(stride, by):
    photo, sobel = photograph("camera", gray=True), ops.sobel_filter("columns")

    def layer(x):
        return ops.conv2d(x[None, None], sobel[None, None], stride=stride, padding=1, mode="circular")[0, 0]

    error, _ = best_shift_error(layer, lambda x: shift(x, (0, by)), photo)
    assert error > 0.85
    if (stride, by) == (2, 1):
        assert error == pytest.approx(0.95, abs=0.005)


@pytest.mark.claim("C4.4")
def test_c4_4_with_zeros_a_multiple_of_the_stride_is_exact_away_from_the_border_only(rng):
    x, w = rng.normal(size=(1, 1, 16, 16)), rng.normal(size=(1, 1, 3, 3))

    def error(crop):
        def layer(v):
            return ops.conv2d(v, w, stride=2, padding=1)

        return equivariance_error(layer, lambda v: shift(v, (0, 2)), x, after=lambda v: shift(v, (0, 1)), crop=crop)

    assert error(0) > 0.01
    assert error(2) < 1e-12


@pytest.mark.claim("C4.9")
def test_c4_9_the_formula_counts_the_windows_for_10752_settings():
    counted = without = 0
    for n, k, s, p, d in product(range(1, 33), range(1, 8), range(1, 5), range(4), range(1, 4)):
        cells = set(range(n + 2 * p))
        windows = sum(start + d * (k - 1) in cells for start in range(0, n + 2 * p, s))
        room = n + 2 * p - d * (k - 1) - 1
        counted += 1
        if windows:
            assert windows == ops.output_size(n, k, stride=s, padding=p, dilation=d) == room // s + 1
        else:
            assert room < 0
            with pytest.raises(ValueError, match="must fit"):
                ops.output_size(n, k, stride=s, padding=p, dilation=d)
            without += 1
    assert (counted, without) == (10752, 1288)


@pytest.mark.claim("C4.9")
@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "up", "out"),
    [
        (224, 11, 4, 0, False, 54),
        (227, 11, 4, 0, False, 55),
        (224, 11, 4, 2, False, 55),
        (224, 7, 2, 3, False, 112),
        (112, 3, 2, 0, False, 55),
        (112, 3, 2, 0, True, 56),
        (56, 3, 2, 0, True, 28),
    ],
)
def test_c4_9_sizes_of_known_networks(size, kernel, stride, padding, up, out):
    assert ops.output_size(size, kernel, stride=stride, padding=padding, ceil_mode=up) == out
    x = np.zeros((1, 1, 1, size))
    if not up:
        assert ops.conv2d(x, np.ones((1, 1, 1, kernel)), stride=(1, stride), padding=(0, padding)).shape[3] == out
