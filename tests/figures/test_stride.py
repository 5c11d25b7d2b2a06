"""The figures of page 4.3 draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes import ops
from cnnnotes.figures import stride as figures
from cnnnotes.figures import style


@pytest.mark.parametrize("stride", [2, 3])
def test_keep_every_copies_what_a_strided_convolution_gives(rng, stride):
    image = rng.integers(0, 4, (6, 7))
    ones = np.ones((1, 1, 3, 3))
    output, kept = (ops.conv2d(image[None, None], ones, stride=s)[0, 0].astype(int) for s in (1, stride))
    places = list(np.ndindex(output.shape))
    for count, frame in enumerate(figures.keep_every(image, output, stride), 1):
        ax = frame.figure.axes[0]
        seen = [text for text in ax.texts if text.get_visible()]
        texts = [int(text.get_text()) for text in seen if text.get_text().isdigit()]
        row, column = places[count - 1]
        assert texts[: image.size] == image.ravel().tolist()
        assert ax.patches[-1].get_xy() == (column, row)
        assert image[row : row + 3, column : column + 3].sum() == output[row, column]
        assert texts[image.size : image.size + count] == output.ravel()[:count].tolist()
        copied = texts[image.size + count :]
        assert copied == kept.ravel()[: len(copied)].tolist()
        blue = sum(to_hex(patch.get_facecolor()) == style.BLUE and patch.get_fill() for patch in ax.patches)
        assert blue == 2 * len(copied)
        assert f"({len(copied)} kept of {count})" in frame.words
    assert count == output.size
    assert len(copied) == kept.size


@pytest.mark.parametrize(("size", "stride"), [(8, 2), (9, 3)])
def test_same_offset_fills_the_outputs_whose_windows_it_draws(size, stride):
    paddings = [(1, 1), ops.same_padding(size, 3, stride=stride)]
    x, w = np.random.default_rng(0).normal(size=(2, 1, 1, size))
    dense = ops.conv1d(x, w[:, :, :3], padding=1)[0, 0]
    for ax, padding in zip(figures.same_offset(size, 3, stride, paddings).axes, paddings, strict=True):
        filled = [i for i, square in enumerate(ax.patches[-size:]) if to_hex(square.get_facecolor()) != style.PAPER]
        strided = ops.conv1d(x, w[:, :, :3], stride=stride, padding=padding)[0, 0]
        np.testing.assert_allclose(dense[filled], strided)
        middles = [np.mean(line.get_xdata()) - 0.5 for line in ax.lines[::2]]
        assert middles == pytest.approx(filled)
        assert len(ax.patches) == 2 * size + sum(padding)


def test_shift_cost_draws_bars_where_there_is_a_difference_and_dots_where_there_is_none(rng):
    plain, blurred = rng.random((2, 3, 5)) + 0.1
    plain[:, ::2] = blurred[:, ::4] = 0
    axes = np.reshape(figures.shift_cost([1, 2, 4], plain, blurred).axes, (3, 2))
    for column, errors in enumerate((plain, blurred)):
        for ax, values in zip(axes[:, column], errors, strict=True):
            bars = {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in ax.patches}
            assert bars == {place: value for place, value in enumerate(values) if value}
            assert ax.lines[0].get_xdata().tolist() == np.flatnonzero(values == 0).tolist()
    assert [ax.get_ylabel() for ax in axes[:, 0]] == ["stride 1", "stride 2", "stride 4"]


@pytest.mark.parametrize("dilation", [2, 3])
def test_spaced_taps_reads_what_a_dilated_convolution_reads(dilation):
    size, kernel = 8, 3
    ones = np.ones((1, 1, kernel, kernel))
    x = np.zeros((1, 1, size, size))
    out = ops.conv2d(x, ones, dilation=dilation).shape[2:]
    for place, frame in zip(np.ndindex(out), figures.spaced_taps(size, kernel, dilation), strict=True):
        ax = frame.figure.axes[0]
        *taps, window = ax.patches[-(kernel**2) - 1 :]
        dy = np.zeros((1, 1, *out))
        dy[0, 0, *place] = 1
        read = np.argwhere(ops.conv2d_backward(dy, x, ones, dilation=dilation)[0][0, 0])
        assert [tap.get_xy()[::-1] for tap in taps] == [tuple(cell) for cell in read.tolist()]
        assert window.get_width() == dilation * (kernel - 1) + 1
        letters = np.reshape([text.get_text() for text in ax.texts[: size**2]], (size, size))
        shown = np.reshape([text.get_text() for text in ax.texts[size**2 :][: out[0] * out[1]]], out)
        assert {letters[tuple(cell)] for cell in read} == {shown[place]}
        assert f"family {shown[place]}," in frame.words


def test_unseen_cells_draws_squares_where_ways_lead_and_crosses_elsewhere():
    ways = [np.array([[1.0, 4, 1], [0, 16, 0], [1, 4, 1]]), np.ones((5, 5))]
    axes = figures.unseen_cells([(1, 2), (2,)], ways).axes
    for ax, counts in zip(axes, ways, strict=True):
        areas = np.zeros(counts.shape)
        *squares, _frame = ax.patches
        for square in squares:
            middle = np.add(square.get_xy(), square.get_width() / 2) + len(counts) / 2 - 0.5
            column, row = np.rint(middle).astype(int)
            areas[row, column] = square.get_width() ** 2
        np.testing.assert_allclose(areas, 0.98**2 * np.sqrt(counts / counts.max()))
        crosses = np.column_stack(ax.lines[0].get_data()) + len(counts) / 2 - 0.5
        assert crosses.tolist() == np.argwhere(counts == 0)[:, ::-1].tolist()
    assert [ax.get_xlabel() for ax in axes] == ["7 of 9", "25 of 25"]
    assert axes[0].get_title() == "1, 2"


def test_window_ruler_draws_each_window_what_is_left_and_what_does_not_fit():
    values = (2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2)
    frames = 0
    for frame in figures.window_ruler(7, *values):
        kernel, stride, padding, dilation = map(int, frame.at.values())
        ax = frame.figure.axes[0]
        _spans, taps, outputs, beyond = ax.lines
        padded, span = 7 + 2 * padding, dilation * (kernel - 1) + 1
        orange = sum(to_hex(patch.get_facecolor()) == style.ORANGE for patch in ax.patches if patch.get_visible())
        *cells, missing = ax.patches
        assert sum(patch.get_visible() for patch in cells) == padded
        assert missing.get_visible() == (span > padded)
        if span > padded:
            with pytest.raises(ValueError, match="must fit"):
                ops.output_size(7, kernel, stride=stride, padding=padding, dilation=dilation)
            assert frame.words == f"The kernel spans {span} cells, but there are only {padded}: it has no place."
            assert not outputs.get_visible()
            assert len(taps.get_xdata()) + len(beyond.get_xdata()) == kernel
            assert orange == 0
            assert missing.get_bbox().bounds == (7 + padding, 0, span - padded, 1)
        else:
            count = ops.output_size(7, kernel, stride=stride, padding=padding, dilation=dilation)
            assert len(outputs.get_xdata()) == count
            assert not beyond.get_visible()
            read = np.reshape(np.subtract(taps.get_xdata(), 0.5), (count, kernel))
            steps = stride * np.arange(count)[:, None] + dilation * np.arange(kernel)
            np.testing.assert_array_equal(read, steps - padding)
            assert orange == (padded - span) % stride
            steps = f"Steps of {stride}: {count - 1}. Left over: {orange}. Outputs: {count}."
            assert frame.words.startswith(f"Padded {padded}, span {span}. {steps}")
            blue = sum(to_hex(patch.get_facecolor()) == style.BLUE for patch in ax.patches if patch.get_visible())
            assert blue == len(np.unique(read))
            unread = padded - orange - blue
            assert (f"Never read in between: {unread}." in frame.words) == (unread > 0)
        frames += 1
    assert frames == 54
