"""The figures of the first lab draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes.figures import learned_filter as figures
from cnnnotes.figures import style
from tests.helpers import number, points, shown


def test_examples_shows_the_photograph_and_a_map_whose_middle_colour_is_zero(rng):
    photo, edges = rng.random((6, 6)), rng.normal(size=(4, 4))
    left, right = figures.examples(photo, edges).axes
    np.testing.assert_array_equal(shown(left), photo)
    np.testing.assert_array_equal(shown(right), edges)
    low, high = right.images[0].get_clim()
    assert low == -high == -np.abs(edges).max()


def test_descent_shows_each_filter_with_its_numbers_step_and_loss_and_frames_the_target(rng):
    filters, target = rng.normal(size=(7, 3, 3)), np.arange(9.0).reshape(3, 3)
    steps, losses = [0, 1, 2, 30, 400, 5000, 60000], [12, 1.25, 0.5, 0.031, 0.004, 0.00046, 1e-20]
    axes = figures.descent(filters, steps, losses, target).axes
    assert len(axes) == 8
    for ax, weights in zip(axes, [*filters, target], strict=True):
        np.testing.assert_array_equal(shown(ax), weights)
        written = [number(text) for text in ax.texts]
        np.testing.assert_allclose(written, weights.ravel(), atol=0.05 + 1e-9)
    assert [ax.get_title(loc="left") for ax in axes[:7]] == [f"step {step:,}" for step in steps]
    assert [ax.get_xlabel().removeprefix("loss ") for ax in axes[:7]] == [
        "12", "1.2", "0.50", "0.031", "0.0040", "0.00046", "0"
    ]  # fmt: skip
    assert [len(ax.patches) for ax in axes] == [0] * 7 + [1]
    assert to_hex(axes[-1].patches[0].get_edgecolor()) == style.GREEN


def test_valley_draws_lines_of_equal_loss_the_way_and_the_target():
    sums, slopes = np.linspace(-1, 1, 21), np.linspace(-1, 2, 31)
    bowl = (slopes - 1) ** 2 + sums[:, None] ** 2
    paths = [np.array([[0.5, 0.0], [0.0, 0.5], [0.0, 0.9]]), np.zeros((4, 2))]
    axes = figures.valley(["photograph", "minus its mean"], sums, slopes, [bowl, 4 * bowl], paths).axes
    for ax, path, factor in zip(axes, paths, (1, 4), strict=True):
        (lines,) = ax.collections
        for level, line in zip(lines.levels, lines.get_paths(), strict=True):
            for x, y in line.vertices:
                assert factor * ((x - 1) ** 2 + y**2) == pytest.approx(level, rel=0.5, abs=0.01 * factor)
        np.testing.assert_array_equal(points(ax.lines[0]), path[:, ::-1].T)
        np.testing.assert_array_equal(points(ax.lines[2]).ravel(), [1, 0])


def test_speed_draws_errors_against_steps_and_leaves_out_what_rounding_decides():
    runs = {
        "photograph": 2 * 0.99 ** np.arange(200),
        "minus its mean": 0.5 ** np.arange(9),
        "noise": 0.01 ** np.arange(9),
    }
    (ax,) = figures.speed(runs).axes
    for line, errors in zip(ax.lines, runs.values(), strict=True):
        x, y = points(line)
        np.testing.assert_array_equal(y, errors[x.astype(int)])
        assert x[0] == 1
        assert y.min() > 1e-6
    assert len({line.get_linestyle() for line in ax.lines}) == 3
    assert [text.get_color() for text in ax.texts] == [line.get_color() for line in ax.lines]


def test_too_little_shows_filters_losses_and_maps_in_one_scale_and_frames_the_part_shown(rng):
    filters, maps = rng.normal(size=(3, 3, 3)), rng.normal(size=(3, 8, 8))
    axes = figures.too_little((2, 5), 4, filters, [0, 1e-31, 0.25], maps).axes
    for column in range(3):
        np.testing.assert_array_equal(shown(axes[column]), filters[column])
        np.testing.assert_array_equal(shown(axes[3 + column]), maps[column])
        assert axes[3 + column].images[0].get_clim() == axes[3].images[0].get_clim()
        (frame,) = axes[3 + column].patches
        # Windows of 3 pixels that begin at pixels 2 and 3 of 4 give rows 2 and 3 of the map.
        assert (frame.get_y() + 0.5, frame.get_x() + 0.5, frame.get_height()) == (2, 5, 2)
    assert [ax.get_xlabel() for ax in axes[:3]] == ["loss 0", "loss 0", "loss 0.25"]


def test_noise_draws_what_was_measured_over_the_formula():
    counts, errors, predicted = [10, 40, 160], [0.2, 0.11, 0.05], [0.21, 0.1, 0.052]
    (ax,) = figures.noise(counts, errors, predicted).axes
    np.testing.assert_array_equal(points(ax.lines[0]), [counts, predicted])
    np.testing.assert_array_equal(points(ax.lines[1]), [counts, errors])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_border_shows_the_residual_and_the_errors(rng):
    residual = rng.normal(size=(5, 5))
    left, right = figures.border(residual, [8, 16, 32], [2.0, 0.7, 0.1]).axes
    np.testing.assert_array_equal(shown(left), residual)
    np.testing.assert_array_equal(points(right.lines[0]), [[8, 16, 32], [2.0, 0.7, 0.1]])
