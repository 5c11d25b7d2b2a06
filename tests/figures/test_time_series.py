"""The figures of page 2.1 draw the numbers they are given."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes.data import nine_series
from cnnnotes.figures import style
from cnnnotes.figures import time_series as figures
from tests.helpers import run_section


def test_marginal_draws_the_values_of_each_time_alone_and_with_the_next(rng):
    paths, now, following = rng.normal(size=(2, 30)), rng.normal(size=(80, 3)), rng.normal(size=(80, 3))
    edges, count = np.linspace(-3.5, 3.5, 22), 0
    for number, frame in enumerate(figures.marginal(paths, [3, 9, 15, 21], [4, 8, 22], now, following)):
        hill, cloud, top = frame.figure.axes
        heights, _edges = np.histogram(now[:, number], edges, density=True)
        np.testing.assert_allclose(hill.patches[0].get_data().values, heights)
        np.testing.assert_array_equal(cloud.lines[0].get_data(), [now[:, number], following[:, number]])
        np.testing.assert_array_equal([line.get_ydata() for line in top.lines[:2]], paths)
        assert [line.get_xdata()[0] for line in top.lines[2:]] == [3, 9, 15, 21, [4, 8, 22][number]]
        r = np.corrcoef(now[:, number], following[:, number])[0, 1]
        written = cloud.texts[0].get_text().replace("−", "-")
        assert written == f"$r$ = {r:.2f}"
        assert to_hex(cloud.lines[0].get_color()) == (style.BLUE if r > 0 else style.ORANGE)
        assert frame.words.replace("−", "-").endswith(f"correlation with the next value {r:.2f}")
        assert frame.at == {"time": f"{[4, 8, 22][number]}"}
        count += 1
    assert count == 3


def test_on_the_page_the_hill_stays_and_the_cloud_turns():
    shown = run_section("time_series", "marginal")
    x, times, signs = shown.x, shown.times, []
    for frame in figures.marginal(x[:2], shown.moments, times, x[:, times], x[:, times + 1]):
        said = re.findall(r"(?:mean|variance|value) (-?[\d.]+)", frame.words.replace("−", "-"))
        mean, variance, r = map(float, said)
        assert abs(mean) < 0.05 and abs(variance - 1) < 0.05 and abs(abs(r) - 0.9) < 0.02
        signs.append((frame.at["time"], np.sign(r)))
    early, late = ("40", "65", "90"), ("130", "150", "175", "200")
    assert signs == [*((time, 1) for time in early), *((time, -1) for time in late)]


def test_fields_draws_the_windows_and_both_curves(rng):
    series, field, curves = rng.normal(size=50), rng.normal(size=(20, 20)), rng.normal(size=(2, 2, 4))
    left, top, below, bottom = figures.fields(
        series, (5, 30), 10, field, ((1, 2), (9, 11)), 6, np.arange(4), curves
    ).axes
    np.testing.assert_array_equal(left.lines[0].get_ydata(), series)
    assert [(span.get_x(), span.get_width()) for span in left.patches] == [(5, 10), (30, 10)]
    np.testing.assert_array_equal(below.images[0].get_array(), field)
    assert [(box.get_y() + 0.5, box.get_x() + 0.5, box.get_width()) for box in below.patches] == [(1, 2, 6), (9, 11, 6)]
    for ax, pair in zip((top, bottom), curves, strict=True):
        np.testing.assert_array_equal([line.get_ydata() for line in ax.lines[:2]], pair)


def test_phase_draws_paths_thin_and_their_mean_thick(rng):
    paths, means = rng.normal(size=(3, 4, 20)), rng.normal(size=(3, 20))
    for ax, several, mean in zip(figures.phase(np.arange(20), paths, means).axes, paths, means, strict=True):
        np.testing.assert_array_equal([line.get_ydata() for line in ax.lines[:-1]], several)
        np.testing.assert_array_equal(ax.lines[-1].get_ydata(), mean)
        assert ax.lines[-1].get_linewidth() > 3 * ax.lines[0].get_linewidth()


def test_spread_draws_bands_and_marks_the_one_that_opens(rng):
    paths, bands = [rng.normal(size=(2, 9)) for _ in range(4)], rng.normal(size=(4, 2, 9))
    axes = figures.spread(np.arange(9), paths, bands).axes
    for ax, several, band in zip(axes, paths, bands, strict=True):
        np.testing.assert_array_equal([line.get_ydata() for line in ax.lines[:2]], band)
        np.testing.assert_array_equal([line.get_ydata() for line in ax.lines[2:]], several)
    assert [ax.get_title(loc="right")[0] for ax in axes] == ["○", "○", "✗", "○"]


def test_nine_draws_mean_and_deviation_of_each_third(rng):
    panels = {letter: rng.normal(size=30) for letter in "ABCDEFGHI"}
    for step, frame in enumerate(figures.nine(panels)):
        for ax, (letter, values) in zip(frame.figure.axes, panels.items(), strict=True):
            np.testing.assert_array_equal(ax.lines[0].get_ydata(), values)
            thirds = values.reshape(3, 10)
            np.testing.assert_allclose([line.get_ydata()[0] for line in ax.lines[1:]], thirds.mean(axis=1))
            np.testing.assert_allclose([box.get_height() for box in ax.patches], 2 * thirds.std(axis=1))
            assert {part.get_visible() for part in [*ax.lines[1:], *ax.patches]} == {step > 0}
            assert ax.get_title() == "" and ax.get_title(loc="left") == f"({letter})"
    assert step == 2


def test_nine_names_the_reasons_that_the_tests_find():
    scope = run_section("time_series", "verdicts")
    results, limits = scope.results, scope.limits
    found = {
        letter: [
            name
            for name, against in zip(["level", "season", "spread"], np.greater(values, limits), strict=True)
            if against
        ]
        for letter, values in results.items()
    }
    assert found == figures._reasons()
    for step, frame in enumerate(figures.nine(nine_series())):
        axes = frame.figure.axes
        framed = [
            ax.get_title(loc="left")
            for ax in axes
            if ax.spines["top"].get_visible() and to_hex(ax.spines["left"].get_edgecolor()) == style.BLUE
        ]
        assert framed == (["(B)", "(G)"] if step == 2 else [])
        assert {ax.xaxis.label.get_visible() for ax in axes} == {step == 2}
        assert [ax.get_xlabel() for ax in axes][-3:] == ["stationary", "season", "level, season, spread"]
    assert frame.words == "Stationary: (B), (G)"


def test_verdicts_draws_circles_and_crosses_on_their_sides():
    results = np.array([[0.1, -0.5, 0.2], [1.5, 0.6, 0.1], [0.2, 0.1, 2.0]])
    axes = figures.verdicts("XYZ", results, [0.46, 0.25, 0.46]).axes
    for ax, values, limit in zip(axes, results.T, [0.46, 0.25, 0.46], strict=True):
        edge, circles, crosses = ax.lines
        assert edge.get_xdata()[0] == limit
        np.testing.assert_array_equal(circles.get_xdata(), values[values <= limit])
        np.testing.assert_array_equal(circles.get_ydata(), np.flatnonzero(values <= limit))
        np.testing.assert_array_equal(crosses.get_xdata(), values[values > limit])
        np.testing.assert_array_equal(crosses.get_ydata(), np.flatnonzero(values > limit))
        assert (circles.get_marker(), crosses.get_marker()) == ("o", "X")
        low, high = ax.get_xlim()
        assert low < values.min() and values.max() < high
        assert [row.get_y() + row.get_height() / 2 for row in ax.patches] == [0]


def test_causes_draws_series_fit_and_rest_to_one_scale(rng):
    series, fits = rng.normal(size=(3, 20)) * [[1], [5], [20]], [rng.normal(size=20), rng.normal(size=20), None]
    cured = [rng.normal(size=20), rng.normal(size=20), rng.normal(size=19)]
    axes = np.reshape(figures.causes(series, fits, cured).axes, (3, 2))
    for (left, right), values, fit, rest in zip(axes, series, fits, cured, strict=True):
        np.testing.assert_array_equal(left.lines[0].get_ydata(), values)
        if fit is not None:
            np.testing.assert_array_equal(left.lines[1].get_ydata(), fit)
        np.testing.assert_array_equal(right.lines[0].get_ydata(), rest)
        assert right.lines[1].get_ydata()[0] == pytest.approx(rest.mean())
        assert np.ptp(left.get_ylim()) == pytest.approx(np.ptp(right.get_ylim()))


def test_slices_draws_the_distributions_across_and_along(rng):
    processes = rng.normal(size=(2, 200, 40))
    axes = np.reshape(figures.slices(processes, [4, 14, 24, 34]).axes, (2, 2))
    edges = np.linspace(-3.6, 3.6, 25)
    for (left, right), paths in zip(axes, processes, strict=True):
        red = next(line for line in left.lines if line.get_color() == style.RED).get_ydata()
        assert any(np.array_equal(red, path) for path in paths)
        across, along = (patch.get_data().values for patch in right.patches)
        np.testing.assert_allclose(across, np.histogram(paths[:, [4, 14, 24, 34]], edges, density=True)[0])
        np.testing.assert_allclose(along, np.histogram(red, edges, density=True)[0])
        assert [text.get_text() for text in left.texts] == figures.MOMENTS


def test_the_page_says_what_its_sections_find():
    facts = run_section("time_series", "marginal").record.facts
    assert (facts["next-t1"], facts["next-t4"]) == ("0.9", "−0.9")
    assert [float(facts[f"change-{name}"]) for name in ("t1", "t4")] == pytest.approx([0.2, 3.8], abs=0.15)
    scope = run_section("time_series", "causes")
    assert scope.record.facts["last-high"] == "1898"
    left = [scope.kpss(values - scope.straight(values)) for values in (scope.line, scope.nile, scope.walk)]
    assert left[0] < 0.146 < min(left[1:]) and max(left) < 0.463
    facts = run_section("time_series", "verdicts").record.facts
    assert 10 < int(facts["missed"]) < 40 and 2 < int(facts["alarms"]) < 10
    assert "level: 0.456, limit 0.463" in run_section("time_series", "sunspots").printed
    assert re.search(r"and once more\s+level 0\.02", run_section("time_series", "carbon").printed)


def test_the_paths_shown_are_restless_in_one_stretch_and_hold_a_jump():
    bursts, jumps, *_others = run_section("time_series", "spread").shown
    stretches = np.lib.stride_tricks.sliding_window_view(bursts[0], 40).std(axis=1)
    assert stretches.max() > 3 * stretches.min()
    assert np.abs(jumps).max() > 6 * jumps.std()
