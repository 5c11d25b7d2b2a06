"""The figures on the number of parameters draw what they are given."""

import re

import numpy as np
import pytest

from cnnnotes.figures import parameters as figures


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_connectivity_shows_each_matrix_and_its_two_rows_folded():
    rng = np.random.default_rng(0)
    full, local = rng.uniform(0.3, 1, (6, 12)), np.zeros((6, 12))
    local[:, :3] = rng.uniform(0.3, 1, (6, 3))
    shared = np.where(local > 0, 0.5, 0)
    axes = figures.connectivity(full, local, shared, (1, 4), (3, 4)).axes
    for row, matrix in enumerate((full, local, shared)):
        drawn = [axes[3 * row + column].images[0].get_array() for column in range(3)]
        for image, expected in zip(drawn, (matrix, matrix[1].reshape(3, 4), matrix[4].reshape(3, 4)), strict=True):
            np.testing.assert_array_equal(image.filled(0), expected)
    assert [re.search(r"\d+", axes[3 * row].get_title("left"))[0] for row in range(3)] == ["72", "18", "1"]


def test_connectivity_leaves_missing_connections_blank():
    matrix = np.eye(4)
    drawn = figures.connectivity(matrix, matrix, matrix, (0, 1), (2, 2)).axes[0].images[0].get_array()
    np.testing.assert_array_equal(drawn.mask, matrix == 0)


def test_count_puts_each_dot_at_its_number_and_says_what_it_takes():
    ax = figures.count(921_600, 117_964_928, 3_584).axes[0]
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in dots] == [921_600, 117_964_928, 3_584]
    assert [number for number in texts(ax) if "·" in number] == [
        "921,600 · 3.52 MiB",
        "117,964,928 · 450 MiB",
        "3,584 · 14 KiB",
    ]
    assert "×128" in texts(ax)


def test_count_draws_what_is_not_learned_hollow():
    dots = [line for line in figures.count(10, 100, 5).axes[0].lines if line.get_marker() == "o"]
    assert [line.get_markerfacecolor() == line.get_color() for line in dots] == [False, True, True]


def test_growth_draws_three_lines_and_the_factor_of_doubling():
    sides = np.array([2.0, 4.0, 8.0])
    curves = sides**4, sides**2, np.ones(3)
    ax = figures.growth(sides, *curves, step=1).axes[0]
    solid = [line for line in ax.lines if line.get_marker() != "None"]
    for line, numbers in zip(solid, curves, strict=True):
        np.testing.assert_array_equal(line.get_xdata(), sides)
        np.testing.assert_array_equal(line.get_ydata(), numbers)
    assert [text for text in texts(ax) if re.fullmatch(r"×\d+", text)] == ["×16", "×4", "×1"]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_flatten_shows_the_three_arrays_and_frames_the_same_rows():
    image = np.random.default_rng(0).uniform(size=(4, 5, 3))
    before, after, line = figures.flatten(image, image.ravel(), image[::-1], [0, 3]).axes
    np.testing.assert_array_equal(before.images[0].get_array(), image)
    np.testing.assert_array_equal(after.images[0].get_array(), image[::-1])
    np.testing.assert_array_equal(line.images[0].get_array(), image.reshape(1, 20, 3))
    for row, frame, mark in zip((0, 3), before.patches, line.patches, strict=True):
        assert frame.get_xy() == (-0.5, row - 0.5)
        assert mark.get_xy() == (row * 5 - 0.5, -0.5)
        assert frame.get_edgecolor() == mark.get_edgecolor()


def test_photographs_write_every_answer_and_show_every_picture():
    rng = np.random.default_rng(0)
    known, new, weights = rng.uniform(size=(2, 4, 4, 3)), rng.uniform(size=(4, 4, 3)), rng.normal(size=(3, 4, 4))
    answers = np.array([[1, -1, 0.25], [1, -1, -0.5], [-1, -1, 0.125]])
    axes = figures.photographs(known, new, weights, answers).axes
    top, rows = axes[1:4], [axes[4 * row : 4 * row + 4] for row in (1, 2, 3)]
    for ax, picture in zip(top, [*known, new], strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), picture)
    for row, image, values in zip(rows, weights, answers, strict=True):
        np.testing.assert_array_equal(row[0].images[0].get_array(), image)
        assert [texts(ax) for ax in row[1:]] == [[f"{value:+.2f}".replace("-", "−")] for value in values]


@pytest.mark.parametrize("panel", [0, 1])
def test_random_labels_draw_the_mean_of_the_runs_in_per_cent(panel):
    rng = np.random.default_rng(0)
    runs = rng.uniform(size=(4, 3, 5))
    ax = figures.random_labels(2 ** np.arange(5), *runs).axes[panel]
    for line, accuracy in zip(ax.lines, runs[2 * panel : 2 * panel + 2], strict=False):
        np.testing.assert_allclose(line.get_ydata(), 100 * accuracy.mean(axis=0))


def test_double_descent_draws_both_errors_the_length_and_the_threshold():
    features = np.array([1, 2, 4])
    error, regularised, norm = np.array([50, 90, 20]), np.array([50, 40, 30]), np.array([1.0, 9.0, 2.0])
    top, bottom = figures.double_descent(features, error, regularised, norm, 2).axes
    assert top.lines[0].get_xdata()[0] == bottom.lines[0].get_xdata()[0] == 2
    for line, numbers in zip([*top.lines[1:], bottom.lines[1]], (error, regularised, norm), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), features)
        np.testing.assert_array_equal(line.get_ydata(), numbers)
