"""Equivariance, symmetrised filters and shifts as matrices."""

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.analysis import equivariance


def quarter(x):
    return np.rot90(x, axes=(-2, -1))


def test_error_is_zero_for_what_commutes_and_known_for_what_does_not():
    x = np.array([3.0, 4.0])
    assert equivariance.equivariance_error(np.tanh, np.flip, x) == 0
    assert equivariance.equivariance_error(lambda v: v * [1, 2], np.flip, x) == pytest.approx(
        np.hypot(4, 3) / np.hypot(8, 3)
    )


def test_circular_convolution_commutes_with_circular_shifts_and_zero_padding_does_not():
    rng = np.random.default_rng(0)
    x, w = rng.standard_normal((1, 2, 9, 7)), rng.standard_normal((3, 2, 3, 3))

    def shift(v):
        return np.roll(v, (2, -3), (2, 3))

    error = equivariance.equivariance_error(lambda v: ops.conv2d(v, w, padding=1, mode="circular"), shift, x)
    assert error < 1e-12
    assert equivariance.equivariance_error(lambda v: ops.conv2d(v, w, padding=1), shift, x) > 0.1


def test_symmetrised_filters_do_not_notice_a_quarter_turn():
    w = np.random.default_rng(1).standard_normal((2, 3, 5, 5))
    symmetric = equivariance.symmetrise(w)
    assert abs(quarter(symmetric) - symmetric).max() < 1e-15
    assert symmetric.sum() == pytest.approx(w.sum(), abs=1e-12)
    assert abs(equivariance.symmetrise(symmetric) - symmetric).max() < 1e-15


@pytest.mark.parametrize("shift", [(0, 0), (1, 0), (0, 1), (-2, 3), (5, -9)])
def test_shift_matrix_is_a_permutation_that_shifts(shift):
    x = np.random.default_rng(2).random((4, 7))
    matrix = equivariance.shift_matrix(x.shape, shift)
    assert np.array_equal(matrix @ x.ravel(), np.roll(x, shift, (0, 1)).ravel())
    assert np.array_equal(matrix.sum(0), np.ones(28)) and np.array_equal(matrix @ matrix.T, np.eye(28))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: equivariance.equivariance_error(lambda v: v[:-1], lambda v: v[:2], np.ones(4)), "shapes alike"),
        (lambda: equivariance.equivariance_error(np.zeros_like, np.flip, np.ones(3)), "got zeros only"),
        (lambda: equivariance.symmetrise(np.ones((3, 4))), r"\(..., K, K\), got \(3, 4\)"),
        (lambda: equivariance.shift_matrix((0, 3), (0, 1)), r"size must be two numbers of 1 or more, got \(0, 3\)"),
        (lambda: equivariance.shift_matrix((3, 3), (1,)), r"shift must be two numbers, got \(1,\)"),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
