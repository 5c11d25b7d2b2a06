"""The figures of page 5.3.1 draw the numbers they are given."""

import numpy as np

from cnnnotes.figures import equivariance as figures
from cnnnotes.figures import style
from tests.helpers import shown


def test_square_shows_pictures_and_maps_and_writes_their_largest_values(rng):
    pictures, maps = rng.random((2, 7, 7)), rng.normal(size=(2, 2, 7, 7))
    axes = figures.square(pictures, maps).axes
    for row in range(2):
        np.testing.assert_array_equal(shown(axes[3 * row]), pictures[row])
        for column in range(2):
            ax = axes[3 * row + 1 + column]
            np.testing.assert_array_equal(shown(ax), maps[row, column])
            assert ax.get_xlabel() == f"largest {maps[row, column].max():.2f}"


def test_square_draws_maps_of_one_depth_in_one_scale(rng):
    axes = figures.square(rng.random((2, 7, 7)), rng.normal(size=(2, 2, 7, 7))).axes
    assert axes[1].images[0].get_clim() == axes[4].images[0].get_clim()
    assert axes[2].images[0].get_clim() == axes[5].images[0].get_clim()


def test_changes_draws_outputs_and_what_was_slid_back(rng):
    outputs, slid = rng.normal(size=(2, 2, 9)), rng.normal(size=(2, 9))
    axes = figures.changes(outputs, slid).axes
    for row in range(2):
        for ax, second in ((axes[2 * row], outputs[row, 1]), (axes[2 * row + 1], slid[row])):
            np.testing.assert_array_equal(ax.lines[0].get_ydata(), outputs[row, 0])
            np.testing.assert_array_equal(ax.lines[1].get_ydata(), second)
            assert ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()


def test_average_shows_each_matrix(rng):
    averages = {1: rng.normal(size=(5, 5)), 3: rng.normal(size=(5, 5))}
    axes = figures.average(averages).axes
    for ax, matrix in zip(axes, averages.values(), strict=True):
        np.testing.assert_array_equal(shown(ax), matrix)
        low, high = ax.images[0].get_clim()
        assert low == -high == -abs(matrix).max()


def test_where_shows_the_moved_picture_both_outputs_and_the_difference(rng):
    picture = rng.random((6, 6))
    cases = [("circular", 1, amount, *rng.normal(size=(2, 6, 6))) for amount in (1, 2)]
    cases += [("zeros", 1, amount, *[rng.normal(size=(6, 6))] * 2) for amount in (1, 2)]
    count = 0
    for frame, (mode, stride, amount, first, last) in zip(figures.where(picture, cases), cases, strict=True):
        axes = frame.figure.axes
        np.testing.assert_array_equal(shown(axes[0]), np.roll(picture, amount, axis=1))
        np.testing.assert_array_equal(shown(axes[1]), first)
        np.testing.assert_array_equal(shown(axes[2]), last)
        np.testing.assert_array_equal(shown(axes[3]), first - last)
        assert frame.at == {"padding": mode, "stride": str(stride), "shift": str(amount)}
        assert frame.words.startswith("0 of 6" if mode == "zeros" else "6 of 6")
        count += 1
    assert count == 4


def test_halo_marks_wrong_pixels_and_draws_both_errors(rng):
    pictures = [(rng.random((16, 16)), np.zeros((16, 16))) for _ in range(2)]
    pictures[1][1][3, 14] = 0.5
    errors = rng.random((2, 5))
    axes = figures.halo([0, 3], pictures, 6, (4, 4), errors).axes
    for ax, (picture, gap) in zip(axes[:2], pictures, strict=True):
        np.testing.assert_array_equal(shown(ax), picture)
        columns, rows = ax.lines[0].get_data()
        np.testing.assert_array_equal(np.argwhere(gap), np.stack([rows, columns], axis=1))
    for line, values in zip(axes[2].lines, errors, strict=True):
        np.testing.assert_array_equal(line.get_ydata(), values)


def test_halo_frames_what_three_layers_reach():
    ax = figures.halo([2], [(np.zeros((16, 16)), np.zeros((16, 16)))], 6, (4, 4), np.zeros((2, 3))).axes[0]
    reach, inside = ax.patches
    assert (reach.get_x(), reach.get_y()) == (6 + 2 - 3.5, 6 - 3.5)
    assert (reach.get_width(), reach.get_height()) == (10, 10)
    assert (inside.get_x(), inside.get_width()) == (1.5, 12)


def test_share_draws_a_line_for_each_place_and_says_where_all_are_one(rng):
    answers = rng.normal(size=(2, 2, 5, 10))
    answers[0, 0] = answers[0, 0, :1]
    axes = figures.share(answers).axes
    for index, ax in enumerate(axes):
        drawn = np.array([line.get_ydata() for line in ax.lines])
        np.testing.assert_array_equal(drawn, answers[divmod(index, 2)])
        assert ax.texts[0].get_text() == ("all different" if index else "all the same")
        assert {line.get_color() for line in ax.lines} == {style.ORANGE if index else style.BLUE}
