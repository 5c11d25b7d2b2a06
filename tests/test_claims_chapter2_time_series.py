"""The claims of page 2.1, one test each: generated processes over many paths, and the nine series of the page."""

import numpy as np
import pytest
from scipy import stats

from cnnnotes.analysis.series import KPSS_LIMIT, autoregress, kpss, season_share
from cnnnotes.data import nine_series, series

TURN = 2 * np.pi / 12


def generator():
    return np.random.default_rng(7)


def switching(paths=4000, length=240):
    """Standard normal at every time; the weight of the value before turns from 0.9 to -0.9 half-way."""
    rng = generator()
    noise = rng.normal(size=(paths, length)) * np.sqrt(1 - 0.81)
    noise[:, 0] = rng.normal(size=paths)
    return autoregress(noise, [np.where(np.arange(length) < length // 2, 0.9, -0.9)])


def verdict(values):
    changes = np.diff(values)
    found = {
        "level": kpss(values) > KPSS_LIMIT,
        "season": season_share(values, range(2, 25))[0] > 0.25,
        "spread": kpss(np.abs(changes - changes.mean())) > KPSS_LIMIT,
    }
    return {name for name, against in found.items() if against}


@pytest.mark.claim("C2.1.1")
def test_c2_1_1_a_field_can_be_stationary_as_a_series_can():
    rng = generator()
    steps = np.fft.fftfreq(32) * 32
    bump = np.exp(-(steps**2 + steps[:, None] ** 2) / 10)
    bump /= np.linalg.norm(bump)
    shape = 2000, 32, 32
    fields = np.fft.irfft2(np.fft.rfft2(rng.normal(size=shape)) * np.fft.rfft2(bump), s=shape[1:])
    for row, column in [(0, 2), (3, 0), (2, 4)]:
        here = fields[:, 4, 5] * fields[:, 4 + row, 5 + column]
        there = fields[:, 20, 17] * fields[:, 20 + row, 17 + column]
        error = np.sqrt((here.var() + there.var()) / len(here))
        assert abs(here.mean() - there.mean()) < 5 * error
        assert abs(here.mean() - np.exp(-(row**2 + column**2) / 20)) < 5 * error


@pytest.mark.claim("C2.1.2")
def test_c2_1_2_equal_marginals_are_not_weak_and_weak_is_not_strict():
    x = switching()
    for t in (40, 90, 150, 200):
        assert stats.kstest(x[:, t], "norm").pvalue > 1e-3
    assert np.corrcoef(x[:, 40], x[:, 41])[0, 1] > 0.85
    assert np.corrcoef(x[:, 200], x[:, 201])[0, 1] < -0.85

    rng = generator()
    bell, flat = rng.normal(size=100_000), rng.uniform(-np.sqrt(3), np.sqrt(3), size=100_000)
    assert abs(bell.mean() - flat.mean()) < 0.02 and abs(bell.var() - flat.var()) < 0.03
    assert abs(np.mean(bell * flat)) < 0.02
    assert np.mean(bell**4) - np.mean(flat**4) == pytest.approx(3 - 9 / 5, abs=0.1)


@pytest.mark.claim("C2.1.3")
def test_c2_1_3_only_the_joint_distribution_of_the_switching_series_changes():
    x = switching()
    singles = [stats.ks_2samp(x[:, t], x[:, t + 100]).pvalue for t in (20, 60, 100)]
    assert min(singles) > 1e-3
    pairs = [stats.ks_2samp(x[:, t] * x[:, t + 1], x[:, t + 100] * x[:, t + 101]).pvalue for t in (40, 60, 100)]
    assert max(pairs) < 1e-100


@pytest.mark.claim("C2.1.4")
def test_c2_1_4_mean_and_variance_stay_while_what_a_filter_sees_changes():
    x = switching()
    assert np.abs(x.mean(axis=0)).max() < 0.1 and np.abs(x.var(axis=0) - 1).max() < 0.12
    differences = np.diff(x).var(axis=0)
    assert differences[:119] == pytest.approx(0.2, abs=0.03)
    assert differences[120:] == pytest.approx(3.8, abs=0.4)


@pytest.mark.claim("C2.1.5")
def test_c2_1_5_a_periodic_path_is_stationary_if_its_phase_is_random():
    times = np.arange(24)
    scattered = np.cos(TURN * times + generator().uniform(0, 2 * np.pi, size=(20_000, 1)))
    assert np.abs(scattered.mean(axis=0)).max() < 0.03
    assert np.abs(scattered.var(axis=0) - 0.5).max() < 0.02
    for lag in (1, 3, 7):
        products = (scattered[:, :-lag] * scattered[:, lag:]).mean(axis=0)
        assert products == pytest.approx(0.5 * np.cos(TURN * lag), abs=0.03)
    fixed = np.cos(TURN * times)
    assert np.ptp(fixed) == pytest.approx(2)


@pytest.mark.claim("C2.1.6")
def test_c2_1_6_bursts_with_a_constant_variance_across_paths():
    rng = generator()
    x, variance = np.zeros((6000, 500)), np.ones(6000)
    for t in range(500):
        x[:, t] = np.sqrt(variance) * rng.normal(size=6000)
        variance = 0.05 + 0.15 * x[:, t] ** 2 + 0.8 * variance
    assert x[:, [200, 350, 499]].var(axis=0) == pytest.approx(1, abs=0.15)
    late, sizes = x[:, 200:], np.abs(x[:, 200:])
    assert np.corrcoef(sizes[:, :-1].ravel(), sizes[:, 1:].ravel())[0, 1] > 0.1
    assert abs(np.corrcoef(late[:, :-1].ravel(), late[:, 1:].ravel())[0, 1]) < 0.02


@pytest.mark.claim("C2.1.7")
def test_c2_1_7_trend_and_season_move_the_mean():
    times, noise = np.arange(48), generator().normal(size=(2000, 48))
    error = 1 / np.sqrt(2000)
    moved = [np.ptp((noise + added).mean(axis=0)) for added in (0, 0.05 * times, np.cos(TURN * times))]
    assert moved[0] < 7 * error
    assert min(moved[1:]) > 30 * error


@pytest.mark.claim("C2.1.8")
def test_c2_1_8_the_variance_of_a_random_walk_is_time_and_that_of_its_steps_is_constant():
    walk = generator().normal(size=(5000, 400)).cumsum(axis=1)
    assert np.abs(walk.mean(axis=0) / np.sqrt(np.arange(1, 401))).max() < 5 / np.sqrt(5000)
    for t in (100, 400):
        assert walk[:, t - 1].var() / t == pytest.approx(1, abs=0.1)
    assert np.diff(walk).var(axis=0) == pytest.approx(1, abs=0.1)


@pytest.mark.claim("C2.1.9")
def test_c2_1_9_nothing_is_found_against_b_and_g_and_something_against_all_others():
    verdicts = {letter: verdict(values) for letter, values in nine_series().items()}
    assert "".join(verdicts) == "ABCDEFGHI"
    assert {letter for letter, found in verdicts.items() if not found} == {"B", "G"}


@pytest.mark.claim("C2.1.10")
def test_c2_1_10_large_jumps_are_common_in_stationary_series_with_heavy_tails():
    draws = generator().standard_t(3, size=(2000, 250))
    beyond = np.abs(draws).max(axis=1) > 6 * draws.std(axis=1)
    assert 0.3 < beyond.mean() < 0.6
    when = np.abs(draws[beyond]).argmax(axis=1)
    assert stats.kstest(when / 250, "uniform").pvalue > 1e-3  # at any time alike
    changes = nine_series()["B"]
    assert np.abs(changes).max() > 6 * changes.std() and not verdict(changes)


@pytest.mark.claim("C2.1.11")
def test_c2_1_11_a_cycle_forgets_its_phase_and_a_season_does_not():
    noise = generator().normal(size=(4000, 160))
    noise[:, :2] = [6, -5]
    cycle = autoregress(noise, [2 * 0.95 * np.cos(TURN), -(0.95**2)])
    error = cycle[:, 100:].std() / np.sqrt(4000)
    assert np.ptp(cycle[:, :24].mean(axis=0)) > 50 * error
    assert np.abs(cycle[:, 120:].mean(axis=0)).max() < 5 * error
    assert season_share(nine_series()["G"], range(2, 25))[0] < 0.25
    assert season_share(nine_series()["D"], range(2, 25)) == (pytest.approx(0.76, abs=0.02), 12)


@pytest.mark.claim("C2.1.12")
def test_c2_1_12_the_nile_is_a_step_rather_than_a_line_and_a_walk_has_no_line():
    years, nile = series("nile")
    line = np.polyval(np.polyfit(years - 1920, nile, 1), years - 1920)
    breaks = np.arange(5, 95)
    steps = [nile[:k].var() * k + nile[k:].var() * (100 - k) for k in breaks]
    assert years[breaks[np.argmin(steps)] - 1] == 1898
    assert min(steps) < 0.8 * np.sum((nile - line) ** 2)
    for part in (nile[years <= 1898], nile[years > 1898]):
        assert kpss(part) < KPSS_LIMIT
    price = nine_series()["A"]
    assert "level" in verdict(price) and not verdict(np.diff(price))
    assert all("level" in verdict(nine_series()[letter]) for letter in "ACEF")


@pytest.mark.claim("C2.1.13")
def test_c2_1_13_d_and_h_have_a_season_and_nothing_else():
    for letter, period in (("D", 12), ("H", 4)):
        values = nine_series()[letter]
        assert verdict(values) == {"season"}
        seasons = [values[phase::period] for phase in range(period)]
        assert stats.f_oneway(*seasons).pvalue < 1e-6


@pytest.mark.claim("C2.1.14")
def test_c2_1_14_level_season_and_spread_of_carbon_dioxide_all_change():
    carbon = nine_series()["I"]
    assert verdict(carbon) == {"level", "season", "spread"}
    first, _middle, last = np.array_split(np.diff(carbon), 3)
    assert 1.05 < last.std() / first.std() < 1.3


@pytest.mark.claim("C2.1.15")
def test_c2_1_15_a_level_that_each_path_keeps_is_stationary_and_not_ergodic():
    rng = generator()
    noise = rng.normal(size=(4000, 300))
    stuck = np.sqrt(0.8) * rng.normal(size=(4000, 1)) + np.sqrt(0.2) * rng.normal(size=(4000, 300))
    for x in (noise, stuck):
        assert x.var(axis=0) == pytest.approx(1, abs=0.12)
        assert abs(x.mean()) < 0.06
    assert noise.mean(axis=1).var() < 0.005
    assert stuck.mean(axis=1).var() == pytest.approx(0.8, abs=0.06)
    x = switching()
    assert stats.ks_2samp(x[:, 40], x[:, 200]).pvalue > 1e-3  # the same at two times, and not stationary
    assert np.mean(x[:, 40] * x[:, 41]) * np.mean(x[:, 200] * x[:, 201]) < 0
