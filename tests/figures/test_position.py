"""The figures of page 5.4 draw the numbers they are given."""

import numpy as np
from matplotlib.colors import to_hex

from cnnnotes.figures import position as figures
from cnnnotes.figures import style


def test_where_draws_each_answer_over_the_true_column(rng):
    true = np.tile(np.arange(4), 3)
    answers = {name: rng.random(12) for name in ("global pooling", "with coordinates", "largest place of the map")}
    axes = figures.where(true, answers).axes
    for ax, answer in zip(axes, answers.values(), strict=True):
        np.testing.assert_array_equal(ax.lines[0].get_xdata(), ax.lines[0].get_ydata())
        np.testing.assert_array_equal(ax.lines[1].get_xdata(), true)
        np.testing.assert_array_equal(ax.lines[1].get_ydata(), answer)


def test_detectors_shows_picture_and_scores_of_each_setting(rng):
    moves, names = (0, 5), ("face", "exchanged", "scattered")
    images = {name: rng.integers(0, 2, (2, 6, 6)) for name in names}
    answers = {name: rng.random((2, 2)) for name in names}
    settings = [(name, index) for name in names for index in range(2)]
    for frame, (name, index) in zip(figures.detectors(moves, images, answers), settings, strict=True):
        left, right = frame.figure.axes
        np.testing.assert_array_equal(left.images[0].get_array(), images[name][index])
        np.testing.assert_allclose([bar.get_width() for bar in right.patches], np.maximum(answers[name][index], 0.008))
        assert [text.get_text() for text in right.texts[2:]] == [f"{score:.2f}" for score in answers[name][index]]
        assert list(frame.at.values()) == [name, str(moves[index])]


def test_quarters_draws_means_under_the_pictures(rng):
    pictures, shares = rng.random((3, 5, 5)), rng.random((4, 3))
    axes = figures.quarters(pictures, shares).axes
    for ax, picture in zip(axes[:3], pictures, strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), picture)
    np.testing.assert_allclose([bar.get_height() for bar in axes[3].patches], shares.mean(axis=0))
    assert axes[3].lines[0].get_ydata() == [0.1, 0.1]


def test_own_weights_draws_a_line_for_each_layer(rng):
    pictures, shared, own = rng.random((2, 5, 5)), np.full(5, 2.0), rng.random(5)
    axes = figures.own_weights(pictures, shared, own).axes
    for ax, picture in zip(axes[:2], pictures, strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), picture)
    for line, values, colour in zip(axes[2].lines, (shared, own), (style.BLUE, style.ORANGE), strict=True):
        np.testing.assert_array_equal(line.get_ydata(), values)
        assert to_hex(line.get_color()) == colour


def test_strangers_draws_before_against_after(rng):
    shared, own = rng.random((2, 7)), rng.random((2, 7))
    for ax, values in zip(figures.strangers(shared, own).axes, (shared, own), strict=True):
        np.testing.assert_array_equal(ax.lines[1].get_data(), values)
