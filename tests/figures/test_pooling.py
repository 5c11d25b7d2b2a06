"""The figures of page 4.4 draw the numbers they are given, frame by frame."""

import re

import numpy as np
from matplotlib.patches import Circle

from cnnnotes import ops
from cnnnotes.figures import pooling as figures
from tests.helpers import shown


def written(texts):
    return [float(text.get_text()) for text in texts if re.fullmatch(r"[\d.]+", text.get_text()) and text.get_visible()]


def test_windows_are_pooled_one_by_one_as_the_operations_pool_them():
    image = np.random.default_rng(0).integers(0, 17, (6, 6)).astype(float)
    largest, mean = ops.max_pool2d(image[None, None], 2)[0, 0], ops.avg_pool2d(image[None, None], 2)[0, 0]
    for place, frame in enumerate(figures.pool_windows(image, largest, mean)):
        ax = frame.figure.axes[0]
        row, column = divmod(place, 3)
        window, *ends = [patch for patch in ax.patches if patch.get_linewidth() == 2.8]
        cells = [patch for patch in ax.patches if patch.get_linewidth() == 0.8]
        top = cells[0].get_y()
        assert (window.get_x(), window.get_y() - top) == (2 * column, 2 * row)
        under = image[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        winner = next(patch for patch in ax.patches if isinstance(patch, Circle))
        x, y = winner.center
        assert image[int(y - top), int(x)] == largest[row, column] == under.max()
        assert 2 * column < x < 2 * column + 2 and 2 * row < y - top < 2 * row + 2
        numbers = written(ax.texts)
        done = place + 1
        assert numbers[:36] == image.ravel().tolist()
        assert numbers[36:] == [*largest.ravel()[:done], *mean.ravel()[:done]]
        for end, first in zip(ends, (cells[36], cells[45]), strict=True):
            assert np.allclose((end.get_x() - first.get_x(), end.get_y() - first.get_y()), (1.3 * column, row))
        said = re.fullmatch(r"Window (\d) of 9, values (.+): largest (\S+), mean (\S+)", frame.words)
        values = [float(value) for value in said[2].split(", ")]
        assert int(said[1]) == done and values == under.ravel().tolist()
        assert float(said[3]) == max(values) and float(said[4]) == np.mean(values)
    assert place == 8


def test_methods_show_every_output_whole_with_its_size_and_what_is_left():
    rng = np.random.default_rng(0)
    inputs = rng.random((2, 12, 12))
    names = {"subsampling": "subsampling", "max": "max", "average": "average", "blur": "blur pooling"}
    keys = [(method, size) for size in (2, 3) for method in names]
    outputs = {key: rng.random((2, 12 // key[1], 12 // key[1])) for key in keys}
    left = {key: rng.random() for key in keys}
    frames = figures.pool_methods(inputs, outputs, left)
    for key, frame in zip(keys, frames, strict=True):
        method, size = key
        assert frame.at == {"method": names[method], "window": str(size)}
        axes = frame.figure.axes
        for ax, picture in zip(axes, [*inputs, *outputs[key]], strict=True):
            np.testing.assert_array_equal(shown(ax), picture)
        for ax in axes[2:]:
            side = 12 // size
            assert ax.get_xlabel() == f"{side}×{side}"
            assert ax.images[0].get_extent() == [-0.5, side - 0.5, side - 0.5, -0.5]
            assert ax.get_xlim() == (-0.5, side - 0.5) and ax.get_ylim() == (side - 0.5, -0.5)
        assert f"off grey by {100 * left[key]:.0f}%" in frame.words


def test_shuffled_shows_both_rows_and_measures_their_difference():
    rng = np.random.default_rng(0)
    states = {}
    for size in (2, 4):
        both, largest = rng.integers(0, 255, (2, 8, 8)), rng.integers(0, 255, (2, 8 // size, 8 // size))
        states[size] = both, largest, np.stack([largest[0]] * 2)
    for (size, state), frame in zip(states.items(), figures.pool_shuffled(states), strict=True):
        axes = np.reshape(frame.figure.axes, (2, 3))
        for row in range(2):
            for column in range(3):
                np.testing.assert_array_equal(shown(axes[row, column]), state[column][row])
        gap = abs(state[1][0] - state[1][1]).max()
        assert gap > 0
        assert [ax.get_xlabel() for ax in axes[1, 1:]] == [f"difference {gap}", "difference 0"]
        assert frame.at == {"window": str(size)}
        assert f"difference is {gap} after max pooling, 0 after average" in frame.words


def test_gradient_shows_what_each_cell_gets_and_frames_the_windows():
    image = np.random.default_rng(0).permutation(49).reshape(7, 7).astype(float)
    x, dy = image[None, None], np.ones((1, 1, 3, 3))
    gradients = [
        ops.max_pool2d_backward(dy, x, 2)[0, 0],
        ops.avg_pool2d_backward(dy, x, 2)[0, 0],
        ops.max_pool2d_backward(dy, x, 3, stride=2)[0, 0],
    ]
    axes = figures.pool_gradient(image, gradients).axes
    for ax, values in zip(axes, [image, *gradients], strict=True):
        drawn = np.zeros((7, 7))
        for text in ax.texts:
            across, down = text.get_position()
            drawn[int(down), int(across)] = float(text.get_text())
        np.testing.assert_array_equal(drawn, values)
    for ax, size in zip(axes[1:], (2, 2, 3), strict=True):
        windows = [patch for patch in ax.patches if patch.get_linewidth() == 1.3]
        places = [(np.floor(patch.get_y()), np.floor(patch.get_x()), np.ceil(patch.get_width())) for patch in windows]
        assert places == [(row, column, size) for row in (0, 2, 4) for column in (0, 2, 4)]
