"""Summaries of series and ensembles against definitions, known processes and bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import signal, stats

from cnnnotes import data
from cnnnotes.analysis import (
    acf,
    ensemble_summary,
    eta_squared,
    rolling_summary,
    shift,
    split_half,
)

series = arrays(float, st.integers(3, 30), elements=st.integers(-50, 50).map(float)).filter(lambda x: np.ptp(x) > 0)


def rng():
    return np.random.default_rng(0)


def autoregression(coefficients, paths, length, generator, burn=300):
    """Paths x_t = a x_{t-1} + b x_{t-2} + noise, after they have forgotten their start."""
    noise = generator.standard_normal((paths, length + burn))
    return signal.lfilter([1], [1, *(-np.array(coefficients))], noise)[:, burn:]


@given(x=series)
def test_the_acf_is_the_definition(x):
    rest = x - x.mean()
    expected = [sum(rest[t] * rest[t + lag] for t in range(len(x) - lag)) / sum(rest**2) for lag in range(len(x))]
    found = acf(x, range(len(x)))
    assert found == pytest.approx(expected, abs=1e-9)
    assert found[0] == pytest.approx(1) and found[1:].sum() == pytest.approx(-0.5, abs=1e-9)


def test_the_acf_of_an_autoregression_is_a_power():
    (path,) = autoregression([0.8], 1, 200_000, rng())
    assert acf(path, [1, 2, 5]) == pytest.approx([0.8, 0.64, 0.8**5], abs=0.02)


@given(x=series, window=st.integers(3, 10), step=st.integers(1, 4))
def test_rolling_summaries_are_those_of_each_window(x, window, step):
    window = min(window, len(x))
    parts = [x[start : start + window] for start in range(0, len(x) - window + 1, step)]
    found = rolling_summary(x, window, step=step)
    assert found.mean == pytest.approx([part.mean() for part in parts], abs=1e-9)
    assert found.variance == pytest.approx([part.var() for part in parts], abs=1e-9)
    correlations = [acf(part, [1])[0] if np.ptp(part) else np.nan for part in parts]
    assert found.correlation == pytest.approx(correlations, abs=1e-9, nan_ok=True)


def test_equal_means_and_variances_do_not_make_a_series_stationary():
    generator, x = rng(), np.empty(4000)
    x[0] = 0
    for t in range(1, 4000):
        sign = 1 if t < 2000 else -1
        x[t] = sign * 0.9 * x[t - 1] + np.sqrt(1 - 0.81) * generator.standard_normal()
    change = split_half(x)
    assert abs(change.mean) < 0.5 and 0.5 < change.variance < 2
    assert change.correlation < -1.5


def test_halves_of_a_trend_of_a_burst_and_of_noise_differ_in_what_they_should():
    noise = rng().standard_normal(2000)
    still, trend, louder = (
        split_half(noise),
        split_half(noise + np.arange(2000) / 500),
        split_half(noise * np.repeat([1, 3], 1000)),
    )
    assert abs(still.mean) < 0.15 and 0.8 < still.variance < 1.25 and abs(still.correlation) < 0.15
    assert trend.mean > 1 and 7 < louder.variance < 11


def test_the_middle_of_an_odd_series_is_left_out():
    x = np.array([1.0, 2, 1, 1000, 4, 6, 4])
    assert split_half(x).mean == pytest.approx((14 / 3 - 4 / 3) / np.sqrt((2 / 9 + 8 / 9) / 2))
    assert split_half(x).variance == pytest.approx(4)


@pytest.mark.parametrize("lag", [1, 3])
def test_ensemble_summaries_agree_with_scipy_place_by_place(lag):
    paths = rng().random((40, 3, 7)).cumsum(2)
    found = ensemble_summary(paths, lag=lag)
    assert found.mean.shape == found.variance.shape == (3, 7) and found.correlation.shape == (3, 7 - lag)
    for row, col in np.ndindex(3, 7 - lag):
        expected = stats.pearsonr(paths[:, row, col], paths[:, row, col + lag]).statistic
        assert found.correlation[row, col] == pytest.approx(expected, abs=1e-12)
        assert found.mean[row, col] == pytest.approx(paths[:, row, col].mean())
        assert found.variance[row, col] == pytest.approx(paths[:, row, col].var())


def test_a_random_walk_spreads_with_time_and_its_steps_do_not():
    walk = rng().standard_normal((5000, 400)).cumsum(1)
    variance = ensemble_summary(walk).variance
    assert variance[[99, 399]] / [100, 400] == pytest.approx([1, 1], abs=0.1)
    assert ensemble_summary(np.diff(walk)).variance == pytest.approx(np.ones(399), abs=0.12)


def test_a_cycle_of_random_phase_is_stationary_and_one_of_fixed_phase_is_not():
    times = 2 * np.pi * np.arange(48) / 12
    free = ensemble_summary(np.cos(times + rng().uniform(0, 2 * np.pi, (20_000, 1))))
    fixed = ensemble_summary(np.cos(times) + rng().standard_normal((2000, 48)))
    assert abs(free.mean).max() < 0.03 and free.variance == pytest.approx(np.full(48, 0.5), abs=0.02)
    assert np.ptp(fixed.mean) > 1.5


def test_a_cyclic_autoregression_has_one_variance_at_all_times():
    variance = ensemble_summary(autoregression([1.7, -0.9], 3000, 400, rng())).variance[[100, 200, 399]]
    assert np.ptp(variance) < 0.15 * variance.mean()


def test_values_that_do_not_vary_have_no_correlation():
    found = ensemble_summary([[0.1, 2.0, 3.0], [0.1, 4.0, 1.0], [0.1, 0.0, 0.0]])
    assert found.variance[0] == 0 and np.isnan(found.correlation[0]) and np.isfinite(found.correlation[1])
    assert np.isnan(rolling_summary([0.1, 0.1, 0.1, 0.2], 3).correlation[0])


def test_eta_squared_is_the_share_between_groups():
    x = rng().random((6, 5))
    between = 6 * ((x.mean(0) - x.mean()) ** 2).sum()
    assert eta_squared(x) == pytest.approx(between / ((x - x.mean()) ** 2).sum())
    assert eta_squared(x.T, 1) == pytest.approx(eta_squared(x)) and eta_squared(x[None], (0, 1)) == pytest.approx(
        eta_squared(x)
    )
    assert eta_squared(rng().standard_normal((500, 8, 8))) == pytest.approx(1 / 500, rel=0.5)


def test_where_explains_half_of_centred_digits_and_nothing_of_rolled_ones():
    digits, generator = data.digits()[0], rng()
    rolled = np.array([shift(digit, generator.integers(0, 8, 2)) for digit in digits])
    assert eta_squared(digits) == pytest.approx(0.481, abs=0.001)
    assert eta_squared(rolled) < 0.002


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: acf([1, 1, 1], [1]), "series must vary, got 1.0 only"),
        (lambda: acf([1, 2, 1], [3]), "lags must be below the length of the series, 3, got 3"),
        (lambda: acf([1, 2, 1], [-1]), "lags must be at least 0, got -1"),
        (lambda: acf([[1, 2]], [0]), r"series must have shape \(T,\) .* got \(1, 2\)"),
        (lambda: acf([1, np.nan], [0]), "series must be finite numbers, got nan"),
        (lambda: rolling_summary([1, 2, 3], 4), "window must be at most the length of the series, 3, got 4"),
        (lambda: rolling_summary([1, 2, 3], 2), "window must be at least 3, got 2"),
        (lambda: rolling_summary([1, 2, 3], 3, step=0), "step must be at least 1, got 0"),
        (lambda: split_half([1, 2, 3, 4, 5]), "series must have six values or more, got 5"),
        (lambda: split_half([1, 1, 1, 4, 5, 6]), "series must vary in both halves"),
        (lambda: ensemble_summary([[1, 2, 3]]), r"paths must have shape .* got \(1, 3\)"),
        (lambda: ensemble_summary(np.eye(3), lag=3), "lag must be from 1 to 2, got 3"),
        (lambda: ensemble_summary([[1, np.inf], [1, 2]]), "paths must be finite numbers, got inf"),
        (lambda: eta_squared([[2, 2], [2, 2]]), r"values must differ, got shape \(2, 2\)"),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
