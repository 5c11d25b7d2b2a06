"""The figures of page 1.3 draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes.figures import style
from cnnnotes.figures import transformations as figures
from tests.helpers import shown


def test_turned_shows_each_picture_and_its_name(rng):
    cats, sixes = rng.random((3, 9, 9)), rng.random((3, 8, 8))
    axes = figures.turned(cats, sixes).axes
    for column in range(3):
        np.testing.assert_array_equal(shown(axes[column]), cats[column])
        np.testing.assert_array_equal(shown(axes[3 + column]), sixes[column])
    assert [ax.get_xlabel() for ax in axes] == ["cat", "cat", "cat", "6", "no digit", "9"]


def test_turned_colours_the_names_that_changed():
    axes = figures.turned(np.zeros((3, 9, 9)), np.zeros((3, 8, 8))).axes
    assert [ax.xaxis.label.get_color() == style.ORANGE for ax in axes] == [False] * 4 + [True] * 2


def test_half_turn_draws_discs_whose_areas_are_the_shares(rng):
    pictures, shares = rng.random((10, 8, 8)), rng.dirichlet(np.ones(10), 10)
    shares[2] = np.eye(10)[5]
    ax = figures.half_turn(pictures, shares).axes[0]
    drawn = np.zeros((10, 10))
    for disc in ax.patches:
        label, digit = disc.center
        drawn[digit, label] = (2 * disc.radius) ** 2
        assert to_hex(disc.get_facecolor()) == (style.BLUE if label == digit else style.ORANGE)
    np.testing.assert_allclose(drawn, shares, atol=1e-12)
    for image, picture in zip(ax.images, pictures, strict=True):
        np.testing.assert_array_equal(image.get_array(), picture)


def test_half_turn_writes_only_large_shares():
    shares = np.full((10, 10), 0.05)
    shares[range(10), range(10)] = 0.55
    assert [text.get_text() for text in figures.half_turn(np.zeros((10, 8, 8)), shares).axes[0].texts] == ["55"] * 10


@pytest.fixture
def shift(rng):
    before = rng.random((4, 5))
    order = np.roll(np.arange(20).reshape(4, 5), (1, 2), axis=(0, 1)).ravel()
    return before, np.roll(before, (1, 2), axis=(0, 1)), np.eye(20)[order], rng.normal(size=20)


def test_permutation_shows_pictures_vectors_and_matrix(shift):
    before, after, matrix, weights = shift
    axes = figures.permutation(before, after, matrix, weights, (1, 2)).axes
    np.testing.assert_array_equal(shown(axes[0]), before)
    np.testing.assert_array_equal(shown(axes[1]), after)
    for ax, values in zip(axes[3:], [before, weights, after], strict=True):
        np.testing.assert_array_equal(shown(ax).ravel(), values.ravel())
    column, row = axes[2].lines[0].get_data()
    drawn = np.zeros((20, 20))
    drawn[row, column] = 1
    np.testing.assert_array_equal(drawn, matrix)


def test_permutation_follows_the_marked_pixel(shift):
    before, after, matrix, weights = shift
    axes = figures.permutation(before, after, matrix, weights, (1, 2)).axes
    row, column = axes[0].patches[0].get_y() + 0.5, axes[0].patches[0].get_x() + 0.5
    assert (row, column) == (1, 2)
    row, column = axes[1].patches[0].get_y() + 0.5, axes[1].patches[0].get_x() + 0.5
    assert (row, column) == (2, 4)
    places = [[patch.get_x() + 0.5 for patch in ax.patches] for ax in axes[3:]]
    assert places == [[7], [7, 14], [14]]


def test_permutation_writes_both_sums(shift):
    before, after, matrix, weights = shift
    label = figures.permutation(before, after, matrix, weights, (1, 2)).axes[-1].get_xlabel()
    assert f"{weights @ before.ravel():.2f}" in label and f"{weights @ after.ravel():.2f}" in label


def test_tied_shows_the_difference(rng):
    weights, shifted = rng.normal(size=(2, 2, 6, 6))
    shifted[1] = weights[1]
    axes = figures.tied(weights, shifted).axes
    for row in range(2):
        np.testing.assert_array_equal(shown(axes[3 * row]), weights[row])
        np.testing.assert_array_equal(shown(axes[3 * row + 1]), shifted[row])
        np.testing.assert_array_equal(shown(axes[3 * row + 2]), shifted[row] - weights[row])
    assert not shown(axes[5]).any()


def test_pixel_distance_draws_pictures_dots_and_accuracy(rng):
    pictures, own, others, accuracy = rng.random((3, 9, 9)), rng.random(7) + 2, rng.random(7) + 1, rng.random(5)
    axes = figures.pixel_distance(pictures, [3.146, 1.851], own, others, accuracy).axes
    for ax, picture in zip(axes[:3], pictures, strict=True):
        np.testing.assert_array_equal(shown(ax), picture)
    assert [ax.get_xlabel() for ax in axes[:3]] == ["", "distance 3.15", "distance 1.85"]
    np.testing.assert_array_equal(axes[3].lines[1].get_data(), [own, others])
    np.testing.assert_array_equal(axes[4].lines[0].get_ydata(), 100 * accuracy)
    assert [text.get_text() for text in axes[4].texts] == [f"{100 * share:.0f}" for share in accuracy]


def test_pixel_distance_has_one_scale_for_both_distances():
    ax = figures.pixel_distance(np.zeros((3, 9, 9)), [2, 1], [2.0, 3.0], [1.0, 4.0], [1, 0]).axes[3]
    assert ax.get_xlim() == ax.get_ylim()
    assert ax.get_ylim()[1] > 4


@pytest.fixture
def curves(rng):
    amounts = [[-2, 0, 2], [0, 90], [0.5, 1, 2]]
    values = [rng.random((3, 3, len(amount))) for amount in amounts]
    return amounts, values, [rng.random((len(amount[::2]), 6, 6)) for amount in amounts]


def test_accuracy_draws_means_and_bands_over_seeds(curves):
    amounts, values, pictures = curves
    axes = figures.accuracy(amounts, values, pictures).axes
    for ax, value in zip(axes, values, strict=True):
        for model in range(3):
            np.testing.assert_allclose(ax.lines[model].get_ydata(), 100 * value[:, model].mean(axis=0))
            band = ax.collections[model].get_paths()[0].vertices[:, 1]
            assert band.min() == pytest.approx(100 * value[:, model].min())
            assert band.max() == pytest.approx(100 * value[:, model].max())


def test_accuracy_shows_the_example_above_every_other_amount(curves):
    amounts, values, pictures = curves
    axes = figures.accuracy(amounts, values, pictures).axes
    for ax, examples in zip(axes, pictures, strict=True):
        for inset, example in zip(ax.child_axes, examples, strict=True):
            np.testing.assert_array_equal(shown(inset), example)
    assert [label.get_text() for label in axes[0].get_xticklabels()] == ["−2", "2"]


def test_accuracy_needs_no_band_for_one_seed(curves):
    amounts, values, pictures = curves
    axes = figures.accuracy(amounts, [value[:1] for value in values], pictures).axes
    assert not any(ax.collections for ax in axes)


def test_accuracy_tells_models_apart_without_colour(curves):
    lines = figures.accuracy(*curves).axes[0].lines
    assert len({(line.get_marker(), line.get_linestyle()) for line in lines}) == 3


def test_rotation_shows_maps_and_their_difference(rng):
    kernels, first, last = rng.normal(size=(2, 3, 3)), rng.normal(size=(2, 9, 9)), rng.normal(size=(2, 9, 9))
    first[1] = last[1]
    axes = figures.rotation(kernels, first, last).axes
    for row in range(2):
        for ax, values in zip(
            axes[4 * row :], [kernels[row], first[row], last[row], first[row] - last[row]], strict=False
        ):
            np.testing.assert_array_equal(shown(ax), values)
    assert not shown(axes[7]).any()


def test_rotation_draws_all_maps_of_a_kernel_in_one_scale(rng):
    axes = figures.rotation(rng.normal(size=(2, 3, 3)), rng.normal(size=(2, 9, 9)), rng.normal(size=(2, 9, 9))).axes
    for row in range(2):
        assert len({ax.images[0].get_clim() for ax in axes[4 * row + 1 : 4 * row + 4]}) == 1
