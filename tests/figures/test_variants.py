"""The figures of page 4.7 draw the numbers they are given."""

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.analysis import Layer, connection_map
from cnnnotes.figures import variants as figures


def test_mixing_shows_channels_as_they_are_and_mixed_ones_from_least_to_most():
    rng = np.random.default_rng(0)
    photograph, mixed = rng.random((3, 5, 6)), rng.normal(size=(3, 5, 6))
    axes = figures.mixing(photograph, mixed, photograph, ["a", "b", "c"]).axes
    for ax, channel in zip(axes[1:4], photograph, strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), channel)
        assert ax.images[0].get_clim() == (0, 1)
    for ax, channel, name in zip(axes[5:], mixed, "abc", strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), channel)
        assert ax.images[0].get_clim() == (channel.min(), channel.max()) and ax.get_title() == name
    for ax in (axes[0], axes[4]):
        assert abs(ax.images[0].get_array() - photograph.transpose(1, 2, 0)).max() <= 1 / 30


def test_savings_draws_millions_and_thousands_of_millions():
    parameters, macs = [7e6, 25.3e6, 232e6, 61e6, 138.4e6], [1.6e9, 4.4e9, 1.8e9, 0.7e9, 15.5e9]
    fig = figures.savings(parameters, macs)
    for ax, values, unit in zip(fig.axes, (parameters, macs), (1e6, 1e9), strict=True):
        np.testing.assert_allclose([bar.get_width() for bar in ax.patches], np.divide(values, unit))
        assert [float(text.get_text()[:-1]) for text in ax.texts] == [round(value / unit, 1) for value in values]


@pytest.mark.parametrize("steps", [(1, 1), (2, 2), (1, 3)])
def test_fields_joins_each_place_in_reach_to_its_three_taps(steps):
    line = [Layer("conv", 1, kernel=(1, 3), padding=(0, step), dilation=step) for step in steps]
    levels = [connection_map(line[level:], (1, 11))[0] > 0 for level in range(2)] + [np.arange(11) == 5]
    maps = np.outer(levels[0], levels[0]) * 2.0
    tree, field = figures.fields([steps], [levels], [maps]).axes
    across, up = (np.array(values).reshape(-1, 3)[:, :2] for values in tree.lines[0].get_data())
    for level, step in enumerate(steps):
        pairs = {tuple(pair) for pair, height in zip(across, up, strict=True) if height[1] == level}
        tops = np.flatnonzero(levels[level + 1])
        assert pairs == {(top, top + tap) for top in tops for tap in (-step, 0, step)}
        assert {bottom for _, bottom in pairs} == set(np.flatnonzero(levels[level]))
    np.testing.assert_array_equal(field.images[0].get_array(), maps / 2)
    assert field.get_title() == f"{np.count_nonzero(maps)} pixels"
    assert tree.get_xlabel().startswith(f"{levels[0].sum()} of {1 + 2 * sum(steps)} ")


@pytest.mark.parametrize("stride", [1, 2])
def test_lay_adds_one_kernel_a_frame_and_ends_with_the_transposed_convolution(stride):
    rng = np.random.default_rng(0)
    image, kernel = rng.integers(0, 4, (2, 3)), rng.integers(1, 4, (3, 3))
    output = ops.conv_transpose2d(image[None, None], kernel[None, None], stride=stride)[0, 0]
    for last, frame in enumerate(figures.lay(image, kernel, stride, output)):
        part = np.where(np.arange(6).reshape(2, 3) <= last, image, 0)
        expected = ops.conv_transpose2d(part[None, None], kernel[None, None], stride=stride)[0, 0]
        texts = [text.get_text() for text in frame.figure.axes[0].texts[15 : 15 + output.size]]
        drawn = np.array([float(text or 0) for text in texts]).reshape(output.shape)
        np.testing.assert_array_equal(drawn, expected)
        assert frame.figure.axes[0].texts[-1].get_text() == f"× {image.ravel()[last]}"
    np.testing.assert_array_equal(drawn, output)
    assert last == 5


def test_checkerboard_draws_six_maps_and_how_much_they_vary():
    results = np.random.default_rng(0).random((2, 3, 4, 4)) + 0.5
    axes = figures.checkerboard(results).axes
    for ax, values in zip(axes, results.reshape(6, 4, 4), strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), values)
        assert ax.get_xlabel() == f"±{100 * values.std():.0f}%"


def test_sought_frames_the_digits_of_a_kind_and_puts_answers_where_their_windows_are():
    rng = np.random.default_rng(0)
    maps, places, labels = rng.random((10, 3, 5)), np.array([[2, 3], [9, 1], [4, 12]]), np.array([3, 3, 8])
    for digit, frame in enumerate(figures.sought(rng.random((16, 20)), maps, places, labels, 8, 2, 6)):
        left, right = frame.figure.axes
        np.testing.assert_array_equal(right.images[0].get_array(), maps[digit])
        shown = [box for box in left.patches if box.get_visible()]
        assert [[box.get_y() + 1, box.get_x() + 1] for box in shown] == places[labels == digit].tolist()
        first, last, bottom, top = right.images[0].get_extent()
        assert ((first + 1, last - first), (top + 1, bottom - top)) == ((6 - 0.5, 10), (6 - 0.5, 6))
        assert f"{maps[digit].max():.2f}" in frame.words
    assert digit == 9
