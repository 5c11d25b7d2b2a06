"""The figures of page 4.5 draw the numbers they are given."""

import numpy as np
from matplotlib.colors import to_hex

from cnnnotes.figures import feature_maps as figures
from cnnnotes.figures import style
from tests.helpers import shown


def boxes(ax):
    return [(*box.get_xy(), box.get_width(), box.get_height()) for box in ax.patches]


def test_strongest_outlines_the_same_places_in_photograph_and_maps(rng):
    photograph, filters, maps = rng.random((20, 24)), rng.normal(size=(3, 5, 5)), rng.normal(size=(3, 16, 20))
    places, patches = [(1, 2), (3, 11), (9, 0)], rng.random((3, 5, 5))
    fig = figures.strongest(photograph, filters, maps, places, patches)
    np.testing.assert_array_equal(shown(fig.axes[0]), photograph)
    assert boxes(fig.axes[0]) == [(column - 0.5, row - 0.5, 5, 5) for row, column in places]
    assert [text.get_text() for text in fig.axes[0].texts] == ["A", "B", "C"]
    for index, (row, column) in enumerate(places):
        kernel, patch, map_ = fig.axes[1 + 3 * index : 4 + 3 * index]
        for ax, values in ((kernel, filters), (patch, patches), (map_, maps)):
            np.testing.assert_array_equal(shown(ax), values[index])
        assert kernel.get_ylabel() == map_.get_xlabel()[-1] == "ABC"[index]
        assert [part.tolist() for part in map_.lines[0].get_data()] == [[column], [row]]


def test_bigger_activation_draws_each_patch_its_scores_and_who_wins(rng):
    settings = [(0.2, level, angle) for level in (0.0, 0.4) for angle in (0, 30, 90)]
    patches = {setting: rng.random((5, 5)) for setting in settings}
    scores = {setting: tuple(rng.normal(size=3)) for setting in settings}
    first = scores[settings[0]]
    for setting, frame in zip(settings, figures.bigger_activation(np.eye(5), patches, scores), strict=True):
        faint, played, *rows = frame.figure.axes
        np.testing.assert_array_equal(shown(faint), patches[settings[0]])
        np.testing.assert_array_equal(shown(played), patches[setting])
        for ax, score, right in zip(rows, scores[setting], first, strict=True):
            assert ax.patches[0].get_width() == score
            assert set(ax.lines[0].get_xdata()) == {right}
            assert ax.texts[0].get_text() == f"{score:.2f}".replace("-", "−")
        won = ["yes" if score > right else "no" for score, right in zip(scores[setting], first, strict=True)]
        assert frame.words.endswith(f"filter as it is {won[0]}, sum 0 {won[1]}, cosine {won[2]}")
        assert list(frame.at.values()) == [str(part) for part in setting]


def test_nose_shows_what_each_map_points_to_and_which_is_right(rng):
    scene, maps = rng.random((12, 14)), [rng.random((10, 10)), *rng.normal(size=(2, 10, 10))]
    places, true = [(0, 1), (4, 5), (8, 2)], (8, 2)
    axes = figures.nose(scene, np.ones((3, 5)), maps, places, true).axes
    np.testing.assert_array_equal(shown(axes[0]), scene)
    assert boxes(axes[0]) == [(column - 0.5, row - 0.5, 5, 3) for row, column in places]
    colours = [to_hex(box.get_edgecolor()) for box in axes[0].patches]
    assert colours == [style.ORANGE, style.ORANGE, style.GREEN]
    for ax, values, (row, column) in zip(axes[1:], maps, places, strict=True):
        np.testing.assert_array_equal(shown(ax), values)
        assert [part.tolist() for part in ax.lines[0].get_data()] == [[column], [row]]


def test_more_maps_draws_every_training_the_means_and_the_work(rng):
    right, one, both = rng.random((3, 4)), [10, 20, 40, 80], [5, 20, 80, 320]
    left, work = figures.more_maps([1, 2, 4, 8], right, one, both).axes
    *dots, mean = left.lines
    for line, values in zip(dots, right, strict=True):
        np.testing.assert_allclose(line.get_ydata(), 100 * values)
    np.testing.assert_allclose(mean.get_ydata(), 100 * right.mean(axis=0))
    assert [list(line.get_ydata()) for line in work.lines] == [both, one]


def test_larger_maps_draws_scene_maps_answers_and_shares(rng):
    scene, maps = rng.random((16, 16)), [rng.normal(size=(side, side)) for side in (13, 7, 4)]
    answers, true, errors = [(3, 4), (4, 4), (12, 0)], (3, 4), [[0, 0, 1], [0, 1.4, 2], [0, 5, 20]]
    fig = figures.larger_maps(scene, maps, (1, 2, 4), (1690, 490, 160), true, answers, errors, 4)
    first, *panels, low = fig.axes
    np.testing.assert_array_equal(shown(first), scene)
    assert boxes(first) == [(-0.5, 11.5, 4, 4), (3.5, 2.5, 4, 4)]
    for ax, values, stride, (row, column), work in zip(
        panels, maps, (1, 2, 4), answers, ("1,690", "490", "160"), strict=True
    ):
        np.testing.assert_array_equal(shown(ax), values)
        assert [part.tolist() for part in ax.lines[0].get_data()] == [[column / stride], [row / stride]]
        assert ax.get_xlabel() == f"{work}\nmultiplications" and ax.get_title("center") == f"stride {stride}"
    for line, error in zip(low.lines, errors, strict=True):
        np.testing.assert_allclose(line.get_ydata(), [100 * np.mean(np.array(error) <= most) for most in range(9)])
