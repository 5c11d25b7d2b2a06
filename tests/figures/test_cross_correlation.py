"""The figures of page 3.2 draw the numbers they are given, frame by frame."""

import re

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.figures import cross_correlation as figures
from tests.helpers import number, shown


def numbers(ax, left, top, shape):
    """The numbers that can be seen in the squares of a table whose corner is at a place."""
    table = np.full(shape, np.nan)
    for text in ax.texts:
        x, y = text.get_position()
        row, column = int(np.floor(y - top)), int(np.floor(x - left))
        inside = 0 <= row < shape[0] and 0 <= column < shape[1] and abs(x - left - column - 0.5) < 0.01
        if inside and text.get_visible() and re.fullmatch(r"−?\d+", text.get_text()):
            table[row, column] = number(text)
    return table


def test_window_multiplies_adds_and_fills_the_output_as_conv2d_does():
    rng = np.random.default_rng(0)
    image, kernel = rng.integers(0, 17, (6, 6)), rng.integers(-2, 3, (3, 3))
    output = ops.conv2d(image[None, None], kernel[None, None])[0, 0]
    for place, frame in enumerate(figures.window(image, kernel, output)):
        ax = frame.figure.axes[0]
        row, column = divmod(place, 4)
        here, there = [patch for patch in ax.patches if patch.get_linewidth() == 2.8][:2]
        assert here.get_xy() == (column, row)
        corner = there.get_x() - column, there.get_y() - row
        under = image[row : row + 3, column : column + 3]
        low = [patch for patch in ax.patches if patch.get_linewidth() == 2.8][2].get_y()
        np.testing.assert_array_equal(numbers(ax, 0, 0, (6, 6)), image)
        np.testing.assert_array_equal(numbers(ax, 0, low, (3, 3)), under)
        np.testing.assert_array_equal(numbers(ax, 3.9, low, (3, 3)), kernel)
        np.testing.assert_array_equal(numbers(ax, 7.8, low, (3, 3)), under * kernel)
        made = numbers(ax, *corner, (4, 4)).ravel()
        np.testing.assert_array_equal(made[: place + 1], output.ravel()[: place + 1])
        assert np.isnan(made[place + 1 :]).all()
        said = re.fullmatch(rf"Row {row}, column {column}: (.+) = (\S+)", frame.words.replace("−", "-"))
        parts = [float(part.strip("()")) for part in said[1].split(" + ")]
        assert parts == (under * kernel).ravel().tolist()
        assert sum(parts) == float(said[2]) == output[row, column]
    assert place == 15


@pytest.fixture
def operations():
    rng = np.random.default_rng(0)
    kernels, inputs = rng.normal(size=(4, 3, 3)), rng.random((2, 9, 9))
    kernels[1] = 1
    convolved, correlated = (
        np.array([[ops.convolve(x, w[::turn, ::turn], extent="same") for x in inputs] for w in kernels])
        for turn in (1, -1)
    )
    return kernels, inputs, convolved, correlated


def test_flip_shows_every_kernel_with_both_operations(operations):
    kernels, inputs, convolved, correlated = operations
    for place, frame in enumerate(figures.flip(*operations)):
        which, kind = divmod(place, 2)
        written, points, pasted, laid, letters, found = frame.figure.axes
        results = [convolved, correlated][kind][which]
        assert frame.at["operation"] == ["convolution", "cross-correlation"][kind]
        np.testing.assert_array_equal(shown(written), kernels[which])
        np.testing.assert_array_equal(shown(laid), kernels[which] if kind else kernels[which][::-1, ::-1])
        for ax, values in zip((points, letters, pasted, found), (*inputs, *results), strict=True):
            np.testing.assert_array_equal(shown(ax), values)
        row, column = np.unravel_index(results[1].argmax(), (9, 9))
        ring = found.lines[0].get_data()
        assert (ring[0][0], ring[1][0]) == (column, row)
        gap = abs(convolved[which] - correlated[which]).max()
        if gap > 1e-9:
            assert float(frame.words.split()[-1]) == pytest.approx(gap, rel=0.05)
        else:
            assert which == 1 and frame.words.endswith("gives the same")
    assert place == 7


def test_flip_rings_no_place_where_several_are_largest(operations):
    results = np.zeros((4, 2, 9, 9))
    for frame in figures.flip(*operations[:2], results, results):
        assert len(frame.figure.axes[5].lines[0].get_xdata()) == 0


def test_channels_shows_maps_kernels_sums_and_answers():
    rng = np.random.default_rng(0)
    photograph, kernels, maps = rng.random((3, 9, 9)), rng.normal(size=(2, 3, 3, 3)), rng.normal(size=(2, 3, 7, 7))
    sums, answers = maps.sum(axis=1), rng.random((2, 7, 7))
    axes = np.reshape(figures.channels(photograph, kernels, maps, sums, answers).axes[:15], (3, 5))
    for channel in range(3):
        np.testing.assert_array_equal(shown(axes[0, channel]), photograph[channel])
    for row in range(2):
        for channel in range(3):
            ax = axes[row + 1, channel]
            np.testing.assert_array_equal(shown(ax), maps[row, channel])
            np.testing.assert_array_equal(shown(ax.child_axes[0]), kernels[row, channel])
            assert ax.images[0].get_clim() == axes[row + 1, 3].images[0].get_clim()
        np.testing.assert_array_equal(shown(axes[row + 1, 3]), sums[row])
        np.testing.assert_array_equal(shown(axes[row + 1, 4]), answers[row])


def test_collapse_shows_the_difference_and_its_share():
    rng = np.random.default_rng(0)
    two, one = rng.normal(size=(2, 9, 9)), rng.normal(size=(2, 9, 9))
    one[0] = two[0]
    axes = figures.collapse(two, one).axes
    for row in range(2):
        panels = two[row], one[row], two[row] - one[row]
        for ax, values in zip(axes[3 * row : 3 * row + 3], panels, strict=True):
            np.testing.assert_array_equal(shown(ax), values)
        share = 100 * np.linalg.norm(panels[2]) / np.linalg.norm(panels[0])
        assert axes[3 * row + 2].get_xlabel() == f"{share:.0f}%"
