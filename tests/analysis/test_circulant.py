"""Matrices that commute with shifts are circular convolutions, and no others."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg

from cnnnotes import ops
from cnnnotes.analysis import circulant_distance, circulant_projection, commutant_dimension, commutator, shift_matrix

sizes = st.tuples(st.integers(1, 4), st.integers(2, 5))
seeds = st.integers(0, 2**32 - 1)


def random_matrix(size, seed):
    return np.random.default_rng(seed).standard_normal((np.prod(size),) * 2)


@settings(deadline=None)
@given(size=sizes, seed=seeds)
def test_projecting_twice_is_projecting_once_and_what_is_taken_away_is_orthogonal(size, seed):
    matrix = random_matrix(size, seed)
    projection = circulant_projection(matrix, size)
    assert circulant_projection(projection, size) == pytest.approx(projection, abs=1e-12)
    other = circulant_projection(random_matrix(size, seed + 1), size)
    assert np.vdot(matrix - projection, other) == pytest.approx(0, abs=1e-10)


@settings(deadline=None)
@given(size=sizes, seed=seeds)
def test_the_projection_is_the_average_over_all_shifts(size, seed):
    matrix = random_matrix(size, seed)
    shifts = [shift_matrix(size, amount) for amount in np.ndindex(size)]
    average = sum(t.T @ matrix @ t for t in shifts) / len(shifts)
    assert circulant_projection(matrix, size) == pytest.approx(average, abs=1e-12)


@settings(deadline=None)
@given(size=sizes, seed=seeds)
def test_the_commutator_is_zero_exactly_for_circulant_matrices(size, seed):
    matrix = random_matrix(size, seed)
    steps = [shift_matrix(size, (0, 1))] + [shift_matrix(size, (1, 0))] * (size[0] > 1)
    assert all(commutator(circulant_projection(matrix, size), step) < 1e-12 for step in steps)
    assert circulant_distance(circulant_projection(matrix, size), size) < 1e-12
    assert circulant_distance(matrix, size) > 1e-6 and max(commutator(matrix, step) for step in steps) > 1e-6


def test_a_projection_of_one_row_is_circulant_and_multiplies_as_a_circular_convolution():
    matrix = random_matrix((1, 16), 0)
    projection = circulant_projection(matrix)
    assert np.allclose(projection, linalg.circulant(projection[:, 0]), atol=1e-14)
    x = np.random.default_rng(1).standard_normal(16)
    assert projection @ x == pytest.approx(np.fft.ifft(np.fft.fft(projection[:, 0]) * np.fft.fft(x)).real, abs=1e-12)


def test_the_matrix_of_a_circular_convolution_is_its_own_projection_and_of_a_zero_padded_one_not():
    w, size = np.random.default_rng(2).standard_normal((1, 1, 3, 3)), (5, 6)
    circular, zeros = (ops.conv_matrix(w, size, padding=1, mode=mode) for mode in ("circular", "zeros"))
    assert circulant_distance(circular, size) < 1e-15
    assert circulant_distance(circular) > 0.1  # in rows that follow each other it is not plainly circulant
    assert circulant_distance(zeros, size) > 0.1
    first = circulant_projection(circular, size)[:, 0].reshape(size)
    assert first == pytest.approx(ops.conv2d(np.eye(1, 30).reshape(1, 1, 5, 6), w, padding=1, mode="circular")[0, 0])


def test_a_dense_matrix_keeps_one_part_in_n_and_its_commutator_is_the_root_of_two():
    rng, shift = np.random.default_rng(3), shift_matrix((1, 64), (0, 1))
    matrices = rng.standard_normal((200, 64, 64))
    assert np.mean([commutator(w, shift) for w in matrices]) == pytest.approx(np.sqrt(2), abs=0.01)
    kept = [1 - circulant_distance(w) ** 2 for w in matrices]
    assert np.mean(kept) == pytest.approx(1 / 64, abs=0.001)


def test_the_commutator_falls_on_the_way_to_the_projection():
    matrix, shift = random_matrix((1, 32), 4), shift_matrix((1, 32), (0, 1))
    target = circulant_projection(matrix)
    errors = [commutator((1 - a) * matrix + a * target, shift) for a in np.linspace(0, 1, 11)]
    assert (np.diff(errors) < 0).all() and errors[-1] < 1e-12


def test_free_numbers_of_matrices_that_commute():
    assert commutant_dimension([np.eye(4)]) == 16
    assert commutant_dimension([shift_matrix((1, 8), (0, 1))]) == 8
    assert commutant_dimension([shift_matrix((2, 3), (0, 1)), shift_matrix((2, 3), (1, 0))]) == 6
    assert commutant_dimension([shift_matrix((2, 3), (0, 1))]) == 12
    assert commutant_dimension([np.eye(5)[list(order)] for order in itertools.permutations(range(5))]) == 2
    turn = np.rot90(np.arange(9).reshape(3, 3)).ravel()
    assert (
        commutant_dimension([np.eye(9)[turn]]) == 21
    )  # of 81 pairs of pixels one stays, four each of the others are tied


def test_the_best_estimate_of_a_stationary_signal_is_a_convolution():
    places = np.arange(32)
    apart = abs(np.subtract.outer(places, places))
    covariance = 0.9 ** np.minimum(apart, 32 - apart)
    scale = np.linspace(0.5, 2, 32)
    for signal, low, high in ((covariance, 0, 1e-10), (np.outer(scale, scale) * covariance, 0.25, 0.35)):
        wiener = signal @ np.linalg.inv(signal + 0.5 * np.eye(32))
        assert low <= circulant_distance(wiener) < high


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: commutator(np.ones((2, 3)), np.eye(2)), r"matrix must have shape \(n, n\), got \(2, 3\)"),
        (lambda: commutator(np.eye(2), np.eye(3)), r"one size, got \(2, 2\) and \(3, 3\)"),
        (lambda: commutator(np.zeros((2, 2)), np.eye(2)), "matrix must not be zero everywhere"),
        (lambda: commutant_dimension([]), r"transforms must be one or more of one size, got \[\]"),
        (lambda: commutant_dimension([np.eye(2), np.eye(3)]), "transforms must be one or more of one size"),
        (lambda: circulant_projection(np.ones(4)), r"matrix must have shape \(n, n\), got \(4,\)"),
        (lambda: circulant_projection(np.eye(6), (2, 2)), r"size must have 6 pixels .* got \(2, 2\)"),
        (lambda: circulant_distance(np.zeros((2, 2))), "matrix must not be zero everywhere"),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
