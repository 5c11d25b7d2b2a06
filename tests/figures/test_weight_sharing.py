"""The figures of page 5.2 draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes.figures import style
from cnnnotes.figures import weight_sharing as figures


def test_who_shares_shows_weights_leaves_gaps_blank_and_rules_off_channels(rng):
    matrices = [np.where(rng.random((6, 4)) < 0.5, rng.normal(size=(6, 4)), 0), np.eye(4)]
    axes = figures.who_shares(matrices, [(2, 3), (1, 2)]).axes
    for ax, matrix in zip(axes, matrices, strict=True):
        drawn = ax.images[0].get_array()
        np.testing.assert_array_equal(drawn.mask, matrix == 0)
        np.testing.assert_array_equal(drawn.filled(0), matrix)
    assert [len(ax.lines) for ax in axes] == [1 + 2, 1]
    assert axes[1].get_title() == "layer 2: 1 weights"


def test_gradient_moves_the_window_and_adds_up(rng):
    picture, each = rng.random((6, 5)), rng.normal(size=(4, 3, 3, 3))
    total = np.zeros((3, 3))
    for (row, column), frame in zip(np.ndindex(4, 3), figures.gradient(picture, each), strict=True):
        total += each[row, column]
        shown, here, so_far = frame.figure.axes
        np.testing.assert_array_equal(shown.images[0].get_array(), picture)
        assert shown.patches[0].get_xy() == (column - 0.5, row - 0.5)
        np.testing.assert_array_equal(here.images[0].get_array(), each[row, column])
        np.testing.assert_allclose(so_far.images[0].get_array(), total, atol=1e-12)
    assert here.get_xlabel() == "12 / 12" and frame.words.endswith("12 of 12 gradients added")


def test_effective_draws_both_errors_the_formula_and_the_gain(rng):
    counts, predicted = (1, 4, 16), (0.5, 0.1, 0.03)
    found = {(kind, rho): rng.random((2, 3)) + 0.1 for kind in ("inputs", "noise", "both") for rho in (0, 0.9)}
    rows = {rho: rng.normal(size=(2, 7)) for rho in (0, 0.9)}
    frames = figures.effective(counts, found, rows, predicted)
    for ((kind, rho), (shared, each)), frame in zip(found.items(), frames, strict=True):
        left, right = frame.figure.axes
        np.testing.assert_array_equal(right.lines[0].get_ydata(), each)
        np.testing.assert_array_equal(right.lines[1].get_ydata(), predicted)
        np.testing.assert_array_equal(right.lines[2].get_ydata(), shared)
        assert right.texts[2].get_text() == f"÷ {each[-1] / shared[-1]:.0f}"
        np.testing.assert_array_equal(left.lines[0].get_ydata(), rows[0 if kind == "noise" else rho][0])
        noise = rows[0 if kind == "inputs" else rho][1]
        np.testing.assert_allclose(left.lines[1].get_ydata(), 0.9 * noise - 6.8)
        smooth = "both" if kind == "both" else f"the {kind}"
        assert frame.at == {"what is smooth": smooth, "smoothness": f"{rho:g}"}


def test_learning_curves_draws_means_bands_and_examples(rng):
    scores = {name: rng.random((3, 4, 2)) for name in ("moved", "centred")}
    examples = {name: rng.random((3, 5, 5)) for name in scores}
    axes = figures.learning_curves((10, 20), scores, examples).axes
    for ax, (name, score) in zip(axes, scores.items(), strict=True):
        for row in range(4):
            np.testing.assert_allclose(ax.lines[row].get_ydata(), 100 * score[:, row].mean(axis=0))
            band = ax.collections[row].get_paths()[0].vertices[:, 1]
            assert band.min() == pytest.approx(100 * score[:, row].min())
            assert band.max() == pytest.approx(100 * score[:, row].max())
        for inset, example in zip(ax.child_axes, examples[name], strict=True):
            np.testing.assert_array_equal(inset.images[0].get_array(), example)
    assert len({(line.get_marker(), line.get_linestyle()) for line in axes[0].lines}) == 4


def test_shuffled_joins_the_two_means_and_shows_every_seed(rng):
    pictures, scores = rng.random((2, 5, 5)), rng.random((2, 3, 4))
    first, second, ax = figures.shuffled(pictures, scores).axes
    np.testing.assert_array_equal(first.images[0].get_array(), pictures[0])
    np.testing.assert_array_equal(second.images[0].get_array(), pictures[1])
    means = 100 * scores.mean(axis=1)
    for row in range(4):
        line, plain, dots, hollow, more = ax.lines[5 * row : 5 * row + 5]
        np.testing.assert_allclose(line.get_xdata(), means[:, row])
        np.testing.assert_allclose([plain.get_xdata()[0], hollow.get_xdata()[0]], means[:, row])
        np.testing.assert_allclose([dots.get_xdata(), more.get_xdata()], 100 * scores[:, :, row])
        assert to_hex(hollow.get_markerfacecolor()) == style.PAPER != to_hex(plain.get_markerfacecolor())
