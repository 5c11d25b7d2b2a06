"""The figures of page 2.2 draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes.figures import image_stationarity as figures
from cnnnotes.figures import style
from tests.helpers import points, shown


def centres(ax):
    """Colour and middle of each frame."""
    return [
        (to_hex(patch.get_edgecolor()), patch.get_x() + patch.get_width() / 2, patch.get_y() + patch.get_height() / 2)
        for patch in ax.patches
    ]


def near(expected):
    return [(color, pytest.approx(x), pytest.approx(y)) for color, x, y in expected]


def test_ensembles_shows_examples_means_and_shares(rng):
    sets = {
        name: (rng.random((2, 5, 5)), rng.random((5, 5)), share)
        for name, share in [("digits", 0.481), ("crops of photographs", 0.00044)]
    }
    axes = np.reshape(figures.ensembles(sets).axes, (3, 2))
    for column, (examples, mean, _share) in zip(axes.T, sets.values(), strict=True):
        np.testing.assert_array_equal([shown(ax) for ax in column], [*examples, mean])
    assert [ax.get_xlabel() for ax in axes[2]] == ["0.48", "0.0004"]
    assert [ax.get_title(loc="left") for ax in axes[0]] == ["digits", "crops of\nphotos"]


def test_two_positions_marks_both_and_pairs_their_quantiles(rng):
    examples = {"crops": rng.random((2, 24, 24)), "digits": rng.random((2, 8, 8))}
    places = {"crops": [(5, 4), (18, 16)], "digits": [(3, 4), (3, 0)]}
    quantiles = {name: np.sort(rng.random((2, 9))) for name in examples}
    axes = np.reshape(figures.two_positions(examples, places, quantiles).axes, (2, 3))
    for (*pictures, ax), name in zip(axes, examples, strict=True):
        (blue_row, blue_column), (orange_row, orange_column) = places[name]
        for picture, image in zip(pictures, examples[name], strict=True):
            np.testing.assert_array_equal(shown(picture), image)
            expected = [(style.BLUE, blue_column, blue_row), (style.ORANGE, orange_column, orange_row)]
            assert centres(picture) == near(expected)
        np.testing.assert_array_equal(points(ax.lines[1]), quantiles[name])
        assert to_hex(ax.spines["bottom"].get_edgecolor()) == style.BLUE
        assert to_hex(ax.spines["left"].get_edgecolor()) == style.ORANGE


def test_recurrence_shows_the_triples_and_the_quartiles(rng):
    triples, ratios = rng.normal(size=(2, 3, 4, 4)), {"chelsea": rng.random(11), "shuffled": rng.random(11)}
    axes = figures.recurrence(triples, ratios, {"chelsea": 0.3}).axes
    np.testing.assert_array_equal([shown(ax) for ax in axes[:6]], triples.reshape(6, 4, 4))
    assert axes[4].images[0].get_clim() == pytest.approx((-abs(triples[1, 0]).max(), abs(triples[1, 0]).max()))
    for place, values in enumerate(ratios.values()):
        band, middle = axes[6].lines[2 * place : 2 * place + 2]
        np.testing.assert_allclose(points(band), [np.quantile(values, [0.25, 0.75]), [place, place]])
        np.testing.assert_allclose(points(middle).ravel(), [np.median(values), place])
    assert [label.get_text() for label in axes[6].get_yticklabels()] == ["cat", "shuffled"]
    assert axes[6].lines[3].get_color() == style.RED
    np.testing.assert_allclose(points(axes[6].lines[4]).ravel(), [0.3, 0])


def test_two_noses_frames_the_windows_and_writes_the_answers(rng):
    scene, pattern, answers = rng.random((3, 20, 20)), rng.random((3, 5, 4)), rng.uniform(-1, 1, (16, 17))
    by_angle, by_factor = rng.random((2, 3)), rng.random((2, 4))
    places, peaks = [(2, 3), (9, 1), (11, 12)], [1.0, 0.999, 0.25]
    left, middle, right, first, second = figures.two_noses(
        scene, pattern, answers, places, peaks, by_angle, by_factor
    ).axes
    np.testing.assert_array_equal(shown(left), scene.transpose(1, 2, 0))
    np.testing.assert_array_equal(shown(middle), pattern.transpose(1, 2, 0))
    np.testing.assert_array_equal(shown(right), answers)
    colors = [style.RED, style.BLUE, style.MUTED]
    windows = [(color, column + 1.5, row + 2) for (row, column), color in zip(places, colors, strict=True)]
    assert centres(left) == near(windows)
    assert centres(right) == near([(color, column, row) for (row, column), color in zip(places, colors, strict=True)])
    assert [text.get_text() for text in right.texts] == ["1.00", "1.00", "0.25"]
    np.testing.assert_array_equal(points(first.lines[0]), by_angle)
    np.testing.assert_array_equal(points(second.lines[0]), by_factor)


def test_channels_shows_three_products_and_their_sum_on_one_scale(rng):
    image, kernels, maps = rng.random((3, 6, 6)), rng.normal(size=(3, 2, 2)), rng.normal(size=(3, 5, 5))
    axes = figures.channels(image, kernels, list(maps), maps.sum(axis=0)).axes
    rows = np.reshape(axes[:9], (3, 3))
    for row, channel, kernel, one in zip(rows, image, kernels, maps, strict=True):
        for ax, expected in zip(row, (channel, kernel, one), strict=True):
            np.testing.assert_array_equal(shown(ax), expected)
    np.testing.assert_array_equal(shown(axes[9]), maps.sum(axis=0))
    assert rows[0, 2].images[0].get_clim() == axes[9].images[0].get_clim()
    assert [row[0].get_ylabel() for row in rows] == ["red", "green", "blue"]


def test_filtered_draws_inputs_and_outputs_each_at_its_place(rng):
    inputs = {"steady": rng.random(8), "growing": rng.random(8)}
    variances = {name: rng.random(6) for name in ("steady, shared", "steady, own", "growing, shared")}
    axes = figures.filtered(inputs, variances).axes
    for ax, (name, variance) in zip(axes, variances.items(), strict=True):
        np.testing.assert_array_equal(ax.lines[0].get_ydata(), inputs[name.split(",")[0]])
        np.testing.assert_array_equal(points(ax.lines[1]), [np.arange(1, 7), variance])
    assert [ax.lines[1].get_color() for ax in axes] == [style.BLUE, style.ORANGE, style.ORANGE]
    assert axes[2].get_title(loc="left") == "growing noise,\nshared filter"


def test_wiener_shows_both_matrices_and_the_errors(rng):
    optimal = {name: rng.random((4, 4)) for name in ("stationary", "not stationary")}
    curves = {name: (rng.random((2, 3)), rng.random()) for name in optimal}
    fig = figures.wiener(optimal, [50, 200, 1000], curves)
    for above, below, name in zip(fig.axes[:2], fig.axes[2:], optimal, strict=True):
        np.testing.assert_array_equal(shown(above), optimal[name])
        (free, shared), best = curves[name]
        np.testing.assert_array_equal(points(below.lines[0]), [[50, 200, 1000], free])
        np.testing.assert_array_equal(points(below.lines[1]), [[50, 200, 1000], shared])
        assert set(below.lines[2].get_ydata()) == {best}
    labels = [text.get_text() for text in fig.legends[0].get_texts()]
    assert labels == ["own weights", "shared weights", "least possible"]
