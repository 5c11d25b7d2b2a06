"""The figures of the second lab draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes.figures import one_pixel as figures
from cnnnotes.figures import style
from tests.helpers import points


def numbers(ax):
    return [float(text.get_text()) for text in ax.texts]


def test_sliding_shows_each_picture_with_its_answer_and_marks_where_it_is_right(rng):
    pictures, shifts = rng.random((3, 5, 5)), [-1, 0, 2]
    chances, answers = [0.25, 0.9, 0.4], [4, 7, 1]
    for at, frame in enumerate(figures.sliding(pictures, shifts, chances, answers, 7)):
        left, right = frame.figure.axes
        np.testing.assert_array_equal(left.images[0].get_array(), pictures[at])
        assert left.get_title() == f"answer: {answers[at]}"
        whole, way, now = (points(line) for line in right.lines[1:])
        np.testing.assert_array_equal(whole, [shifts, chances])
        np.testing.assert_array_equal(way, [shifts[: at + 1], chances[: at + 1]])
        np.testing.assert_array_equal(now.ravel(), [shifts[at], chances[at]])
        assert to_hex(right.lines[3].get_color()) == (style.BLUE if answers[at] == 7 else style.ORANGE)
        assert f"answer {answers[at]}; {100 * chances[at]:.0f}% for 7" in frame.words
    assert at == 2


def test_curve_draws_every_run_their_mean_and_two_of_its_numbers(rng):
    shifts, shares = [-2, -1, 0, 1], rng.random((3, 4))
    (ax,) = figures.curve(shifts, shares).axes
    for line, run in zip(ax.lines[1:4], shares, strict=True):
        np.testing.assert_array_equal(points(line), [shifts, run])
    np.testing.assert_array_equal(points(ax.lines[4]), [shifts, shares.mean(axis=0)])
    assert [text.get_text() for text in ax.texts[:2]] == [
        f"{100 * shares[:, 2].mean():.0f}%",
        f"{100 * shares[:, 1].mean():.0f}%",
    ]


def test_kept_fills_and_numbers_the_values_that_are_kept():
    rows = {"every second": ([5, 1, 2, 0], [1, 2, 0, 5]), "the larger half": ([5, 1, 2, 0], [1, 2, 0, 5])}
    firsts = {"every second": (0, 0), "the larger half": (0, 1)}
    axes = figures.kept(rows, firsts).axes
    for number, (way, pair) in enumerate(rows.items()):
        for ax, values, first in zip(axes[2 * number : 2 * number + 2], pair, firsts[way], strict=True):
            grey = [bar for bar in ax.patches if to_hex(bar.get_facecolor()) == style.GRID]
            filled = [bar for bar in ax.patches if to_hex(bar.get_facecolor()) != style.GRID]
            assert [bar.get_height() for bar in filled] == values[first::2] == numbers(ax)
            assert [bar.get_height() for bar in grey] == values[1 - first :: 2]


def test_compare_draws_runs_means_and_bars_in_a_row_for_each_network(rng):
    names = ["flattened", "shifted in training", "global pooling", "and blurred", "and adaptive"]
    shifts, shares, changed = [-1, 0, 1], rng.random((5, 3, 3)), rng.random((5, 3)) / 2
    axes = figures.compare(names, shifts, shares, changed).axes
    for row in range(5):
        left, right = axes[2 * row : 2 * row + 2]
        for line, run in zip(left.lines[:3], shares[row], strict=True):
            np.testing.assert_array_equal(points(line), [shifts, run])
        np.testing.assert_array_equal(points(left.lines[3]), [shifts, shares[row].mean(axis=0)])
        assert right.patches[0].get_width() == pytest.approx(changed[row].mean())
        np.testing.assert_array_equal(points(right.lines[0])[0], changed[row])
        assert right.texts[0].get_text() == f"{100 * changed[row].mean():.0f}%"
    assert len({left.lines[3].get_marker() for left in axes[::2]}) == 5


def test_limits_draws_the_means_of_three_kinds_of_shift(rng):
    around, zeros, cut = np.zeros((3, 5)), rng.random((3, 3)), rng.random((3, 5))
    (ax,) = figures.limits(range(5), around, zeros, cut).axes
    for line, runs in zip(ax.lines, (around, zeros, cut), strict=True):
        np.testing.assert_array_equal(points(line), [range(runs.shape[1]), runs.mean(axis=0)])
    assert [text.get_color() for text in ax.texts] == [line.get_color() for line in ax.lines]
    assert len({line.get_linestyle() for line in ax.lines}) == 3
