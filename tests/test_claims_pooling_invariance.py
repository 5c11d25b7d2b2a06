"""The claims of page 5.3.2, one test each."""

from itertools import pairwise

import numpy as np
import pytest

from cnnnotes import data, ops
from cnnnotes.analysis import equivariance_error, shift
from cnnnotes.learn.experiments.pooling import KINDS, Halving, answers_when_moved

SEEDS = (0, 1, 2)
TORUS = {"padding": "same", "mode": "circular"}


def stride_1(x):
    """2 x 2 max pooling at every place of a torus."""
    return ops.max_pool2d(ops.pad2d(x, ((0, 1), (0, 1)), mode="circular"), 2, stride=1)


def right(kind, count):
    """Accuracy of three networks at shifts -6 to 6."""
    kept = [answers_when_moved(kind, count, seed) for seed in SEEDS]
    return np.array([(run["answers"] == run["labels"]).mean(axis=1) for run in kept])


@pytest.mark.claim("C5.3.7")
def test_c5_3_7_the_example_holds_for_one_window_and_for_no_other_reading():
    one, moved = np.array([0.0, 1, 0, 0]), np.array([0.0, 0, 1, 0])

    def read(x, shape, size, stride):
        return ops.max_pool2d(x.reshape(1, 1, *shape), size, stride=stride).ravel().tolist()

    assert [read(x, (2, 2), 2, 1) for x in (one, moved)] == [[1], [1]]
    places = [np.argwhere(x.reshape(2, 2))[0] for x in (one, moved)]
    assert (places[1] - places[0]).tolist() == [1, -1]  # along the diagonal
    assert [read(x, (1, 4), (1, 2), (1, 2)) for x in (one, moved)] == [[1, 0], [0, 1]]
    assert [read(x, (1, 4), (1, 2), (1, 1)) for x in (one, moved)] == [[1, 1, 0], [0, 1, 1]]


@pytest.mark.claim("C5.3.8")
def test_c5_3_8_the_order_inside_a_window_does_not_matter_and_a_shift_is_something_else(rng):
    windows = rng.normal(size=(1000, 1, 3, 3))
    shuffled = rng.permuted(windows.reshape(1000, 9), axis=1).reshape(windows.shape)
    assert (shuffled != windows).any(axis=(1, 2, 3)).all()
    assert (ops.max_pool2d(shuffled, 3) == ops.max_pool2d(windows, 3)).all()
    assert (ops.max_pool2d(-shuffled, 3) == ops.max_pool2d(-windows, 3)).all()  # the minimum
    assert abs(ops.avg_pool2d(shuffled, 3) - ops.avg_pool2d(windows, 3)).max() < 1e-12
    x = rng.normal(size=(1, 1, 12, 12))
    for pool in (ops.max_pool2d, ops.avg_pool2d):
        assert (pool(shift(x, (0, 1)), 3) != pool(x, 3)).mean() > 0.3


@pytest.mark.claim("C5.3.9")
@pytest.mark.parametrize("size", [2, 3, 4, 8])
def test_c5_3_9_a_pooled_value_survives_a_shift_with_the_probability_of_its_law(rng, size):
    for d in range(1, size):
        stays = 0
        for place in range(size):  # a lone peak at each place of the second of four windows
            x = np.zeros((1, 1, 1, 4 * size))
            x[..., size + place] = 1
            stays += np.array_equal(ops.max_pool2d(x, (1, size)), ops.max_pool2d(shift(x, (0, d)), (1, size)))
        assert stays == size - d
        for values in (rng.normal(size=(100_000, size + d)), rng.exponential(size=(100_000, size + d))):
            same = np.mean(values[:, :size].max(axis=1) == values[:, d:].max(axis=1))
            assert abs(same - (size - d) / (size + d)) < 0.007  # four standard errors and more
    squares = rng.random((50_000, 1, size, size + 1))  # a K x K window, moved to the side
    same = ops.max_pool2d(squares[..., :-1], size) == ops.max_pool2d(squares[..., 1:], size)
    assert abs(same.mean() - (size - 1) / (size + 1)) < 0.012


@pytest.mark.claim("C5.3.9")
def test_c5_3_9_only_multiples_of_the_stride_are_exact_and_the_window_is_not_to_blame(rng):
    x = rng.normal(size=(1, 2, 24, 24))
    for amount in np.ndindex(5, 5):
        assert equivariance_error(stride_1, lambda v: shift(v, amount), x) == 0  # noqa: B023
    for stride in (2, 3, 4):
        for d in range(1, 9):
            error = equivariance_error(
                lambda v: ops.max_pool2d(v, stride),  # noqa: B023
                lambda v: shift(v, (0, d)),  # noqa: B023
                x,
                after=lambda v: shift(v, (0, d // stride)),  # noqa: B023
            )
            assert error == 0 if d % stride == 0 else error > 0.15


@pytest.mark.claim("C5.3.9")
def test_c5_3_9_pooling_breaks_the_invariance_of_a_network_with_the_period_of_all_strides():
    for count in (1, 2):
        for seed in SEEDS:
            answers = answers_when_moved("max", count, seed)["answers"]
            np.testing.assert_array_equal(answers[2**count :], answers[: -(2**count)])
    once, twice = right("max", 1), right("max", 2)
    assert (once[:, 6] - once[:, 7] > 0.1).all()
    assert (twice[:, 6] - twice[:, [5, 7, 8]].T > 0.15).all()
    assert (twice[:, 6] - twice[:, 8] > 0.35).all()


@pytest.mark.claim("C5.3.9")
def test_c5_3_9_without_pooling_the_features_do_not_change_at_all(rng):
    first, second = rng.normal(size=(4, 1, 5, 5)), rng.normal(size=(6, 4, 3, 3))
    picture = np.pad(data.digits()[0][0], 6)[None, None].astype(float)

    def features(x):
        return ops.global_max_pool2d(ops.relu(ops.conv2d(ops.relu(ops.conv2d(x, first, **TORUS)), second, **TORUS)))

    for amount in ((0, 1), (1, 0), (3, 5), (-6, 6)):
        np.testing.assert_allclose(features(shift(picture, amount)), features(picture), atol=1e-9)


@pytest.mark.claim("C5.3.10")
@pytest.mark.parametrize("size", [2, 3, 4, 8])
def test_c5_3_10_a_mean_has_a_law_of_its_own(rng, size):
    for d in range(1, size):
        x = rng.normal(size=(100_000, size + d))
        before, after = x[:, :size].mean(axis=1), x[:, d:].mean(axis=1)
        assert abs(np.linalg.norm(after - before) / np.linalg.norm(before) - np.sqrt(2 * d / size)) < 0.01
        assert not (after == before).any()


@pytest.mark.claim("C5.3.10")
def test_c5_3_10_the_wave_changes_by_kind():
    wave = np.array([0.0, 0, 1, 1, 0, 0, 1, 1])[None, None, None]
    two, half = (1, 2), {"stride": (1, 2)}

    def pooled(x):
        largest = ops.max_pool2d(ops.pad2d(x, ((0, 0), (0, 1)), mode="circular"), two, stride=1)
        made = [ops.max_pool2d(x, two), ops.avg_pool2d(x, two)]
        made += [ops.blur_pool2d(largest, 3, mode="circular", **half), ops.adaptive_polyphase2d(largest, **half)]
        return [y.ravel().tolist() for y in made]

    assert pooled(wave) == [[0, 1, 0, 1], [0, 1, 0, 1], [0.5, 1, 0.5, 1], [1, 1, 1, 1]]
    assert pooled(np.roll(wave, 1, axis=-1)) == [[1] * 4, [0.5] * 4, [0.75] * 4, [1] * 4]


@pytest.mark.claim("C5.3.10")
def test_c5_3_10_blurring_made_the_gap_smaller_in_all_networks_and_polyphase_closes_it():
    for count in (1, 2):
        gaps = {kind: np.ptp(right(kind, count), axis=1) for kind in KINDS}
        assert (gaps["max"] - gaps["blur"] > 0.05).all()
        assert (gaps["blur"] > 0.02).all()
        for seed in SEEDS:
            answers = answers_when_moved("polyphase", count, seed)["answers"]
            assert (answers == answers[0]).all()
    assert right("blur", 2).max(axis=1).mean() < right("max", 2).max(axis=1).mean()


@pytest.mark.claim("C5.3.10")
def test_c5_3_10_polyphase_is_exact_with_random_weights_and_for_all_shifts(rng):
    first, second = rng.normal(size=(4, 1, 5, 5)), rng.normal(size=(6, 4, 3, 3))
    picture = np.pad(data.digits()[0][0], 6)[None, None].astype(float)

    def features(x, halve):
        hidden = halve(ops.relu(ops.conv2d(x, first, **TORUS)))
        return ops.global_max_pool2d(ops.relu(ops.conv2d(hidden, second, **TORUS)))

    change = {
        halve.__name__: max(
            abs(features(shift(picture, amount), halve) - features(picture, halve)).max()
            for amount in np.ndindex(20, 20)
        )
        for halve in (max_pool_by_2, ops.adaptive_polyphase2d)
    }
    assert change["adaptive_polyphase2d"] < 1e-9 < 0.1 < change["max_pool_by_2"]


def max_pool_by_2(x):
    return ops.max_pool2d(x, 2)


@pytest.mark.claim("C5.3.21")
def test_c5_3_21_small_shifts_change_pooled_values_but_less_often_the_larger_the_window(rng):
    x = rng.normal(size=(1, 1, 480, 480))
    stay = [np.mean(ops.max_pool2d(shift(x, (0, 1)), size) == ops.max_pool2d(x, size)) for size in (1, 2, 3, 4, 8)]
    assert stay[0] == 0
    assert all(more - less > 0.05 for less, more in pairwise(stay))
    assert stay[-1] < 0.85  # a shift by one, far smaller than the window, is still no invariance
    answers = [answers_when_moved("max", 1, seed)["answers"] for seed in SEEDS]
    assert min(np.mean(run[7] != run[6]) for run in answers) > 0.15  # 2 x 2 pooling, moved by one


@pytest.mark.parametrize("kind", ["blur", "polyphase"])
def test_halving_has_the_gradient_that_differences_give(rng, kind):
    layer, x, dy = Halving(kind), rng.normal(size=(2, 3, 6, 4)), rng.normal(size=(2, 3, 3, 2))
    direction, step = rng.normal(size=x.shape), 1e-6
    rise = [(layer.forward(x + sign * step * direction) * dy).sum() for sign in (1, -1)]
    layer.forward(x)
    assert (layer.backward(dy) * direction).sum() == pytest.approx((rise[0] - rise[1]) / (2 * step), rel=1e-6)
