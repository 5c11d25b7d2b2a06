"""The figures of page 3.3 draw the numbers they are given."""

import numpy as np
import pytest

from cnnnotes.figures import filters as figures
from tests.helpers import number, shown


def test_gallery_shows_each_photograph_with_each_filter_and_its_answer(rng):
    photographs = {"cat": rng.random((9, 9)), "wall": rng.random((9, 9))}
    filters = {
        "vertical edges": np.array([[-1.0, 0, 1]] * 3),
        "blur": np.full((5, 5), 1 / 25),
        "emboss": np.diag([-1.0, 1, 1]),
    }
    answers = {place: {name: rng.normal(size=(9, 9)) for name in filters} for place in photographs}
    seen = []
    for frame in figures.gallery(photographs, filters, answers):
        left, middle, right = frame.figure.axes
        place, name = frame.at["photograph"], frame.at["filter"]
        np.testing.assert_array_equal(shown(left), photographs[place])
        np.testing.assert_allclose(
            shown(middle) / np.abs(shown(middle)).max(), filters[name] / np.abs(filters[name]).max()
        )
        np.testing.assert_array_equal(shown(right), answers[place][name])
        texts = [text.get_text() for text in middle.texts]
        whole = filters[name].shape == (3, 3)
        assert texts == [f"{value:.0f}".replace("-", "−") if whole else "" for value in np.resize(filters[name], 9)]
        assert middle.get_xlabel() == f"sum {filters[name].sum():.0f}"
        low, high = right.images[0].get_clim()
        assert (low == -high) == (name == "vertical edges") and (low == 0) == (name != "vertical edges")
        seen.append((place, name))
    assert seen == [(place, name) for place in photographs for name in filters]


def test_edges_shows_scenes_strengths_and_shares(rng):
    pictures, strength = rng.random((2, 3, 8, 8))
    axes = figures.edges(pictures, strength, [0.813, 0.5, 0.92]).axes
    for column in range(3):
        np.testing.assert_array_equal(shown(axes[column]), pictures[column])
        np.testing.assert_array_equal(shown(axes[3 + column]), strength[column])
    assert [ax.get_xlabel() for ax in axes[3:]] == ["on outlines 81%", "on outlines 50%", "on outlines 92%"]


def test_pipelines_draws_seeds_and_the_means_of_settings(rng):
    examples, histograms = rng.random((4, 5, 5)), rng.random((3, 2, 3))
    pixels, hand, learned = rng.random((3, 3))
    *pictures, ax = figures.pipelines(examples, pixels, histograms, hand, learned).axes
    for inset, example in zip(pictures, examples, strict=True):
        np.testing.assert_array_equal(shown(inset), example)
    for line, values in zip(ax.lines[1::2], [pixels, histograms.mean(axis=0).ravel(), hand, learned], strict=False):
        np.testing.assert_allclose(line.get_xdata(), 100 * values)
    assert len({line.get_marker() for line in ax.lines[1::2]}) == 4


def test_learning_shows_the_weights_at_three_steps_and_all_errors(rng):
    paths, wanted = rng.normal(size=(3, 401, 3, 3)), rng.normal(size=(3, 3))
    axes = figures.learning(rng.random((6, 6)), rng.random((4, 4)), paths, wanted).axes
    for ax, step in zip(axes[2:5], [1, 10, 300], strict=True):
        np.testing.assert_array_equal(shown(ax), paths[1][step])
        assert number(ax.texts[4]) == pytest.approx(paths[1][step][1, 1], abs=0.051)
    for line, path in zip(axes[5].lines, paths, strict=True):
        steps = line.get_xdata().astype(int)
        np.testing.assert_array_equal(line.get_ydata(), np.abs(path[steps] - wanted).max(axis=(1, 2)))
        assert steps[0] == 1 and steps[-1] == 400


def test_banks_shows_each_filter_in_its_own_scale(rng):
    rows = {"designed": rng.normal(size=(3, 6, 6)), "photographs": rng.normal(size=(2, 6, 6))}
    axes = figures.banks(rows, {"photographs": 0.768}).axes
    for ax, taps in zip([*axes[:3], *axes[3:5]], [*rows["designed"], *rows["photographs"]], strict=True):
        np.testing.assert_array_equal(shown(ax), taps)
        assert ax.images[0].get_clim() == (-np.abs(taps).max(), np.abs(taps).max())
    assert not axes[5].axison
    assert axes[3].texts[0].get_text() == "learned from photographs (77%)"


def test_series_marks_the_pulse_and_the_peak(rng):
    recording, answer, pulse = rng.normal(size=60), rng.normal(size=50), rng.normal(size=11)
    top, middle, bottom = figures.series(recording, 7, answer, -3 * pulse, pulse).axes
    np.testing.assert_array_equal(top.lines[0].get_ydata(), pulse)
    np.testing.assert_allclose(top.lines[1].get_ydata(), -pulse)
    np.testing.assert_array_equal(middle.lines[1].get_data(), [np.arange(7, 18), recording[7:18]])
    np.testing.assert_array_equal(bottom.lines[0].get_ydata(), answer)
    assert bottom.lines[1].get_xydata().tolist() == [[answer.argmax(), answer.max()]]
    assert bottom.lines[2].get_xdata() == [7, 7]
