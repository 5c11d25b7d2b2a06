"""Measures of locality against definitions, known pictures and bad input."""

import numpy as np
import pytest
from scipy import stats

from cnnnotes.analysis import locality

NOISE = np.random.default_rng(0).random((40, 60))
WALK = np.cumsum(np.random.default_rng(1).standard_normal((40, 60)), axis=1)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("distance", [1, 2, 7])
@pytest.mark.parametrize("shape", [(8, 9), (9, 8, 3)])
def test_pairs_are_that_far_apart(axis, distance, shape):
    places = np.moveaxis(np.indices(shape), 0, -1)
    numbers = np.arange(np.prod(shape)).reshape(shape)
    first, second = locality.neighbour_pairs(numbers, distance, axis)
    step = places.reshape(-1, len(shape))[second] - places.reshape(-1, len(shape))[first]
    expected = np.zeros(len(shape), int)
    expected[axis] = distance
    assert np.array_equal(step, np.broadcast_to(expected, step.shape))
    assert len(first) == numbers.size // shape[axis] * (shape[axis] - distance)


def test_correlation_agrees_with_scipy():
    for distance in (1, 3):
        expected = stats.pearsonr(WALK[:, :-distance].ravel(), WALK[:, distance:].ravel()).statistic
        assert locality.neighbour_correlation(WALK, [distance])[0] == pytest.approx(expected, abs=1e-12)


def test_correlation_of_a_walk_falls_and_of_noise_is_none():
    walk = locality.neighbour_correlation(WALK, [1, 4, 16])
    assert walk[0] > walk[1] > walk[2] > 0.5
    assert abs(locality.neighbour_correlation(NOISE, [1, 4, 16])).max() < 0.1


def test_columns_are_the_rows_of_the_turned_picture():
    assert np.array_equal(
        locality.neighbour_correlation(WALK, [1, 2], axis=0), locality.neighbour_correlation(WALK.T, [1, 2], axis=1)
    )


def test_autocorrelation_of_a_flat_picture_sees_the_row_above():
    rows = np.tile(np.random.default_rng(2).random(50), 20)
    found = locality.autocorrelation(rows, [25, 50])
    assert abs(found[0]) < 0.3 and found[1] == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("radius", [1, 2, 5])
def test_offsets(radius):
    offsets = locality.square_offsets(radius).tolist()
    assert len(offsets) == (2 * radius + 1) ** 2 - 1 and [0, 0] not in offsets
    assert all([-row, -col] in offsets for row, col in offsets)
    ring = locality.ring_offsets(radius)
    assert ring.shape == (8, 2) and np.array_equal(abs(ring).max(axis=1), np.full(8, radius))


def test_r2_is_one_for_a_plane_zero_for_noise_and_between_for_a_mixture():
    row, col = np.indices((40, 60))
    plane = 3 * row + 2 * col.astype(float)
    neighbours = locality.square_offsets(1)
    assert locality.prediction_r2(plane, neighbours) == pytest.approx(1, abs=1e-9)
    assert abs(locality.prediction_r2(NOISE, neighbours)) < 0.05
    assert 0.5 < locality.prediction_r2(WALK, neighbours) < 1


def test_r2_is_judged_on_pixels_it_was_not_fitted_on():
    picture = np.hstack([WALK[:, :30], NOISE[:, 30:]])
    assert locality.prediction_r2(picture, locality.square_offsets(1)) < 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: locality.neighbour_pairs(NOISE, 0), "distance must be from 1 to 59, got 0"),
        (lambda: locality.neighbour_pairs(NOISE, 60), "distance must be from 1 to 59, got 60"),
        (lambda: locality.neighbour_pairs(NOISE, 1, axis=2), "axis must be 0 or 1, got 2"),
        (lambda: locality.neighbour_pairs(NOISE[0], 1), r"image must have shape .*, got \(60,\)"),
        (lambda: locality.neighbour_correlation(np.ones((3, 3)), [1]), "pixels must differ"),
        (lambda: locality.autocorrelation(NOISE, [1]), r"series must have shape \(n,\), got \(40, 60\)"),
        (lambda: locality.autocorrelation(NOISE[0], [59]), "lags must be from 1 to 58, got 59"),
        (lambda: locality.square_offsets(0), "radius must be 1 or more, got 0"),
        (lambda: locality.ring_offsets(0), "distance must be 1 or more, got 0"),
        (lambda: locality.prediction_r2(NOISE, [1, 2]), r"shapes \(H, W\) and \(n, 2\), got \(40, 60\) and \(2,\)"),
        (
            lambda: locality.prediction_r2(NOISE, locality.ring_offsets(20)),
            "image must be larger for offsets that reach 20 pixels",
        ),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
