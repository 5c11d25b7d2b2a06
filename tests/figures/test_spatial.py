"""The figures of page 1.2 draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import ConnectionPatch, Rectangle

from cnnnotes.figures import spatial as figures
from cnnnotes.figures import style
from tests.helpers import points, shown


def frames(ax):
    """Boxes (left, bottom, width, height) by colour."""
    found = {}
    for patch in ax.patches:
        if isinstance(patch, Rectangle) and not patch.get_fill():
            found.setdefault(to_hex(patch.get_edgecolor()), []).append(patch.get_bbox().bounds)
    return found


@pytest.mark.parametrize("size", [16, 24, 32])
def test_dog_is_a_picture_in_range_and_symmetric_but_for_rounding(size):
    dog = figures.dog(size)
    assert dog.shape == (size, size, 3)
    assert dog.min() >= 0
    assert dog.max() <= 1
    np.testing.assert_allclose(dog, dog[:, ::-1], atol=0.15)


def test_dog_paints_eye_and_nose_in_one_colour():
    dog = figures.dog(32)
    np.testing.assert_array_equal(dog[14, 10], dog[19, 15])


def test_one_pixel_shows_the_maps_and_counts_what_changes(rng):
    picture, maps = rng.random((5, 4, 3)), [np.zeros((5, 4)), np.zeros((5, 4)), rng.random((5, 4)) + 0.1]
    maps[0][2, 1] = 3.0
    maps[1][1:4, 0:3] = 0.5
    axes = figures.one_pixel(picture, (2, 1), *maps).axes
    for ax, expected in zip(axes, [picture, *maps], strict=True):
        np.testing.assert_array_equal(shown(ax), expected)
        (left, bottom, width, height) = frames(ax)[style.ORANGE][0]
        assert (left + width / 2, bottom + height / 2) == pytest.approx((1, 2))
    assert [ax.get_xlabel() for ax in axes[1:]] == ["changes: 1", "changes: 9", "changes: 20"]


def test_one_pixel_uses_the_whole_range_of_grey_for_each_map():
    maps = [np.eye(3), 5 * np.eye(3), 0.1 * np.eye(3)]
    axes = figures.one_pixel(np.zeros((3, 3, 3)), (1, 1), *maps).axes
    assert [ax.images[0].get_clim() for ax in axes[1:]] == [(0, 1), (0, 5), (0, 0.1)]


@pytest.fixture
def neighbours(rng):
    clouds = [("cat", distance, *rng.random((2, 7))) for distance in (1, 16)] + [("shuffled", 1, *rng.random((2, 7)))]
    distances = [1, 2, 4]
    curves = [("cat", distances, rng.random(3)), ("other photographs", distances, rng.random((3, 3)))]
    curves += [(name, distances, rng.random(3)) for name in ("brick wall", "grass", "shuffled")]
    return clouds, curves


def test_neighbours_scatters_the_pairs(neighbours):
    clouds, curves = neighbours
    axes = figures.neighbours(clouds, curves).axes
    for ax, (_name, _distance, first, second) in zip(axes[:3], clouds, strict=True):
        np.testing.assert_array_equal(points(ax.lines[0]), [first, second])
    assert [ax.get_title(loc="left") for ax in axes[:3]] == ["distance 1", "distance 16", "shuffled"]
    assert [ax.lines[0].get_color() for ax in axes[:3]] == [style.BLUE, style.BLUE, style.RED]


def test_neighbours_draws_one_line_per_picture_and_names_each_kind_once(neighbours):
    clouds, curves = neighbours
    fig = figures.neighbours(clouds, curves)
    expected = [row for _name, _distances, values in curves for row in np.atleast_2d(values)]
    drawn = [points(line) for line in fig.axes[-1].lines]
    np.testing.assert_array_equal(drawn, [[[1, 2, 4], row] for row in expected])
    assert [text.get_text() for text in fig.legends[0].get_texts()] == [name for name, *_rest in curves]
    assert [label.get_text() for label in fig.axes[-1].get_xticklabels()] == ["1", "2", "4"]
    assert fig.axes[-1].lines[-1].get_color() == style.RED


def test_windows_cuts_the_windows_and_marks_their_centre(rng):
    picture = rng.random((20, 20, 3))
    axes = np.reshape(figures.windows(picture, [("eye", 8, 5), ("nose", 12, 9)], [1, 3, 7]).axes, (2, 4))
    for line, (row, column) in zip(axes, [(8, 5), (12, 9)], strict=True):
        for ax, half in zip(line, [0, 1, 3], strict=False):
            np.testing.assert_array_equal(
                shown(ax), picture[row - half : row + half + 1, column - half : column + half + 1]
            )
        np.testing.assert_array_equal(shown(line[3]), picture)
        for ax, centre in zip(line[1:], [(1, 1), (3, 3), (column, row)], strict=True):
            left, bottom, width, height = frames(ax)[style.ORANGE][0]
            assert (left + width / 2, bottom + height / 2) == pytest.approx(centre)
        assert not frames(line[0])
    assert [ax.get_title(loc="left") for ax in axes[0]] == ["1 × 1", "3 × 3", "7 × 7", "whole"]
    assert [line[0].get_ylabel() for line in axes] == ["eye", "nose"]


@pytest.fixture
def surroundings(rng):
    rings = [np.array([[0, 1], [2, 0]]) * distance for distance in (1, 2, 3)]
    squares = [np.array([[1, 1]]), np.array([[1, 1], [-2, 2]])]
    return [
        [(name, offsets, rng.random(len(offsets))) for name in ("cat", "grass", "shuffled")]
        for offsets in (rings, squares)
    ]


def test_surroundings_draws_the_explained_shares(surroundings):
    fig = figures.surroundings(*surroundings)
    for ax, lines in zip(fig.axes[:2], surroundings, strict=True):
        for drawn, (_name, offsets, explained) in zip(ax.lines, lines, strict=True):
            np.testing.assert_array_equal(points(drawn), [range(1, len(offsets) + 1), explained])
    assert [text.get_text() for text in fig.axes[1].get_legend().get_texts()] == ["cat", "grass", "shuffled"]


def test_surroundings_draws_which_pixels_are_used_around_each_place(surroundings):
    fig = figures.surroundings(*surroundings)
    for ax, lines in zip(fig.axes[2:], surroundings, strict=True):
        for place, used in enumerate(lines[0][1], 1):
            around, middle = ax.lines[2 * place - 2 : 2 * place]
            columns, rows = points(around)
            np.testing.assert_array_equal(rows, used[:, 0])
            steps = (columns - place)[used[:, 1] != 0] / used[:, 1][used[:, 1] != 0]
            np.testing.assert_allclose(steps, steps[0])
            assert points(middle).ravel().tolist() == [place, 0]
            assert middle.get_color() == style.ORANGE


@pytest.fixture
def flattened(rng):
    picture = rng.random((6, 5, 3))
    return picture, figures.flatten(picture, nose=(2, 1, 3, 2), eyes=[(0, 0, 1, 1), (0, 3, 1, 1)])


def test_flatten_shows_the_picture_and_its_vector_in_order(flattened):
    picture, fig = flattened
    np.testing.assert_array_equal(shown(fig.axes[0]), picture)
    np.testing.assert_array_equal(shown(fig.axes[1])[0], picture.reshape(-1, 3))
    assert fig.axes[1].images[0].get_extent() == [0, picture.size, 0, 1]


def test_flatten_marks_where_each_row_of_the_nose_and_eyes_lies(flattened):
    picture, fig = flattened
    place = np.arange(picture.size).reshape(picture.shape)
    found = {style.ORANGE: [], style.BLUE: []}
    for patch in fig.axes[1].patches:
        found[to_hex(patch.get_facecolor())].append((patch.get_x(), patch.get_width()))
    assert found[style.ORANGE] == [(place[row, 1, 0], 6) for row in (2, 3, 4)]
    assert found[style.BLUE] == [(place[0, 0, 0], 3), (place[0, 3, 0], 3)]
    assert frames(fig.axes[0])[style.ORANGE] == [pytest.approx((0.5, 1.5, 2, 3))]


def test_flatten_leads_from_each_row_of_the_nose_to_its_piece(flattened):
    _picture, fig = flattened
    leads = [artist for artist in fig.artists if isinstance(artist, ConnectionPatch)]
    assert [lead.xy1 for lead in leads] == [(0.5, 2), (0.5, 3), (0.5, 4)]
    assert [lead.xy2 for lead in leads] == [(33 + 3, 1), (48 + 3, 1), (63 + 3, 1)]
    assert "nose: every 15" in [text.get_text() for text in fig.axes[1].texts]


def test_lags_draws_both_lines_and_marks_the_multiples_of_the_width(rng):
    lags, in_order, shuffled = np.arange(1, 12), rng.random(11), rng.random(11)
    ax = figures.lags(lags, in_order, shuffled, 5).axes[0]
    np.testing.assert_array_equal(points(ax.lines[0]), [lags, in_order])
    np.testing.assert_array_equal(points(ax.lines[1]), [lags, shuffled])
    np.testing.assert_array_equal(points(ax.lines[2]), [[5, 10], in_order[[4, 9]]])
    assert [text.get_text() for text in ax.texts] == ["1 row down", "2 rows down", "in order", "shuffled"]


@pytest.fixture
def permutation(rng):
    losses = [("fully connected", "step", *rng.random((2, 9))), ("CNN", "epoch", *rng.random((2, 4)))]
    accuracies = [
        ("fully connected", np.array([0.8, 0.81]), np.array([0.8, 0.82])),
        ("CNN", np.array([0.9, 0.95]), np.array([0.4, 0.45])),
        ("CNN, centred digits", np.array([0.97, 0.96]), np.array([0.94, 0.93])),
    ]
    return rng.random((3, 5, 5)), rng.random((3, 5, 5)), losses, accuracies


def test_permutation_shows_the_digits_and_the_losses(permutation):
    digits, permuted, losses, _accuracies = permutation
    axes = figures.permutation(*permutation).axes
    np.testing.assert_array_equal([shown(ax) for ax in axes[:6]], [*digits, *permuted])
    for ax, (name, unit, in_order, shuffled) in zip(axes[6:8], losses, strict=True):
        np.testing.assert_array_equal([line.get_ydata() for line in ax.lines], [in_order, shuffled])
        assert (ax.get_title(loc="left"), ax.get_xlabel()) == (name, unit)


def test_permutation_draws_one_mark_per_seed_and_names_the_widest_gap(permutation):
    accuracies = permutation[3]
    ax = figures.permutation(*permutation).axes[8]
    for place, (_name, *pair) in enumerate(accuracies):
        bridge, circles, crosses = ax.lines[3 * place : 3 * place + 3]
        np.testing.assert_allclose(points(bridge), [[pair[0].mean(), pair[1].mean()], [place, place]])
        np.testing.assert_array_equal(points(circles), [pair[0], [place, place]])
        np.testing.assert_array_equal(points(crosses), [pair[1], [place, place]])
        assert (circles.get_marker(), crosses.get_marker()) == ("o", "x")
    assert [label.get_text() for label in ax.get_yticklabels()] == [name for name, *_rest in accuracies]
    assert [(text.get_text(), text.xy[1]) for text in ax.texts] == [("in order", 1), ("shuffled", 1)]
