"""Shifts, and errors of equivariance and invariance under them and under turns, mirrors and scales."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnnotes import data, ops
from cnnnotes.analysis import best_shift_error, equivariance_curve, equivariance_error, invariance_curve, shift

RNG = np.random.default_rng(0)
IMAGE, FILTER = RNG.standard_normal((1, 2, 12, 14)), RNG.standard_normal((3, 2, 3, 3))
SHIFTS = [(0, 0), (1, 0), (0, -1), (3, 5), (-4, 2)]


def circular(x):
    return ops.conv2d(x, FILTER, padding=1, mode="circular")


@given(amount=st.tuples(st.integers(-9, 9), st.integers(-9, 9)))
def test_a_shift_with_zeros_loses_what_leaves(amount):
    x = RNG.random((2, 4, 6)) + 1
    expected = np.zeros_like(x)
    for row, col in np.ndindex(4, 6):
        if 0 <= row + amount[0] < 4 and 0 <= col + amount[1] < 6:
            expected[:, row + amount[0], col + amount[1]] = x[:, row, col]
    assert np.array_equal(shift(x, amount, mode="zeros"), expected)
    assert np.array_equal(shift(x, amount), np.roll(x, amount, (1, 2)))


def test_shifting_leaves_the_input_alone():
    x = np.ones((3, 3))
    shift(x, (1, 1), mode="zeros")
    assert x.all()


def test_circular_convolution_has_no_error_for_any_shift_and_any_image():
    ramp = np.linspace(0.5, 2, 14) * IMAGE
    for x in (IMAGE, ramp):
        assert equivariance_curve(circular, shift, SHIFTS, x).max() < 1e-12


def test_the_error_of_zero_padding_is_at_the_border_alone():
    def padded(x):
        return ops.conv2d(x, FILTER, padding=1)

    errors = [equivariance_error(padded, lambda v: shift(v, (0, 1)), IMAGE, crop=crop) for crop in (0, 1, 2)]
    assert errors[0] > errors[1] > 0.01 and errors[2] < 1e-12


def test_a_stride_is_equivariant_to_its_multiples_with_the_shift_divided():
    def halved(x):
        return ops.conv2d(x, FILTER, stride=2, padding=((0, 1), (0, 1)), mode="circular")

    errors = equivariance_curve(
        halved, shift, [(0, 2), (4, -6), (1, 0)], IMAGE, after=lambda y, by: shift(y, (by[0] // 2, by[1] // 2))
    )
    assert errors[:2].max() < 1e-12 and errors[2] > 0.5
    assert best_shift_error(halved, lambda v: shift(v, (1, 0)), IMAGE)[0] > 0.5


def test_turns_mirrors_and_scales_are_errors_too():
    symmetric = np.array([[[[1.0, 2, 1], [2, 3, 2], [1, 2, 1]]]])
    image = RNG.standard_normal((1, 1, 9, 9))
    for w, low, high in ((symmetric, 0, 1e-12), (FILTER[:1, :1], 0.1, 3)):
        for transform in (lambda v: np.rot90(v, axes=(2, 3)), lambda v: np.flip(v, 3)):
            error = equivariance_error(lambda v, w=w: ops.conv2d(v, w), transform, image)
            assert low <= error < high
    digit = data.digits()[0][:1].astype(float)
    blurred = equivariance_curve(lambda v: ops.conv2d(v[None], symmetric, padding=1)[0], data.scale, [1, 0.6], digit)
    turned = equivariance_curve(lambda v: ops.conv2d(v[None], symmetric, padding=1)[0], data.rotate, [0, 90, 30], digit)
    assert blurred[0] < 1e-12 < 0.05 < blurred[1]
    assert turned[:2].max() < 1e-12 < 0.01 < turned[2]


def test_a_global_maximum_does_not_change_and_a_flattened_map_does():
    weights = RNG.standard_normal((3 * 12 * 14, 5))
    pooled = invariance_curve(lambda x: ops.global_max_pool2d(circular(x)), shift, SHIFTS, IMAGE)
    flat = invariance_curve(lambda x: circular(x).reshape(1, -1) @ weights, shift, SHIFTS, IMAGE)
    assert pooled.max() == 0
    assert flat[0] == 0 and flat[1:].min() > 0.3


def test_invariance_is_the_relative_change():
    assert invariance_curve(lambda v: v[..., 0], shift, [(0, 1)], [[4.0, 3.0, 7.0]]) == pytest.approx([3 / 4])


@given(
    amount=st.tuples(st.integers(-5, 5), st.integers(-5, 5)), place=st.tuples(st.integers(-5, 5), st.integers(-5, 5))
)
def test_the_best_shift_is_found(amount, place):
    error, best = best_shift_error(lambda x: shift(circular(x), place), lambda x: shift(x, amount), IMAGE)
    assert error < 1e-12
    assert best == (amount[0] % 12, amount[1] % 14)


def test_a_dense_layer_changes_with_the_shift_and_is_no_shift_of_what_it_was():
    bump = np.exp(-((np.arange(64) - 20.0) ** 2) / 8)[None]
    errors = []
    for seed in range(20):
        w = np.random.default_rng(seed).standard_normal((64, 64))
        errors.append(best_shift_error(lambda x, w=w: x @ w, lambda x: shift(x, (0, 5)), bump)[0])
    assert min(errors) > 0.5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: shift(np.ones(3), (0, 1)), r"x must have shape \(..., H, W\), got \(3,\)"),
        (lambda: shift(np.ones((3, 3)), (1,)), r"amount must be \(rows, columns\), got \(1,\)"),
        (lambda: shift(np.ones((3, 3)), 1), r"amount must be \(rows, columns\), got 1"),
        (lambda: shift(np.ones((3, 3)), (1, 1), mode="same"), "mode must be one of 'circular', 'zeros', got 'same'"),
        (
            lambda: equivariance_error(np.tanh, np.flip, np.ones((4, 4)), crop=2),
            r"crop must leave .* got 2 for shape \(4, 4\)",
        ),
        (lambda: equivariance_error(np.tanh, np.flip, np.ones((4, 4)), crop=-1), "crop must be at least 0, got -1"),
        (
            lambda: equivariance_error(np.tanh, np.flip, np.ones(4), crop=1),
            r"crop must leave .* got 1 for shape \(4,\)",
        ),
        (lambda: invariance_curve(np.zeros_like, shift, [(0, 0)], np.ones((2, 2))), "got zeros only"),
        (
            lambda: best_shift_error(np.sum, np.flip, np.ones((2, 2))),
            r"operation must give \(..., H, W\).* got \(\) and \(\)",
        ),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_half_a_pixel_is_no_shift():
    with pytest.raises(TypeError, match=r"amount must be a whole number, got 0\.5"):
        shift(np.ones((3, 3)), (0, 0.5))
