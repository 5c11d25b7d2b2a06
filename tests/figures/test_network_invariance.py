"""The figures of page 5.3.3 draw the numbers they are given."""

import numpy as np
from matplotlib.colors import to_hex

from cnnnotes.figures import network_invariance as figures
from cnnnotes.figures import style
from tests.helpers import shown


def test_commuting_shows_products_and_marks_their_distance_on_the_curve(rng):
    mixes, shifts = (0, 0.5, 1), (1, 2)
    products, sizes = rng.normal(size=(2, 3, 2, 5, 5)), rng.random((2, 3))
    sizes[:, 2] = 0
    settings = [(row, column) for row in range(2) for column in range(3)]
    for frame, (row, column) in zip(figures.commuting(mixes, shifts, products, sizes), settings, strict=True):
        after, before = products[row, column]
        scale = np.sqrt((after**2).mean())
        axes = frame.figure.axes
        for ax, matrix in zip(axes[:3], (after, before, after - before), strict=True):
            np.testing.assert_allclose(shown(ax), matrix / scale)
        line, dot = axes[3].lines[:2]
        np.testing.assert_array_equal(line.get_ydata(), sizes[row])
        assert [*dot.get_xdata(), *dot.get_ydata()] == [mixes[column], sizes[row, column]]
        assert to_hex(dot.get_color()) == (style.BLUE if column == 2 else style.ORANGE)
        assert axes[3].texts[0].get_text() == f"{sizes[row, column]:.3f}"
        assert frame.at == {"shift": str(shifts[row]), "mix": f"{mixes[column]:g}"}


def test_left_over_shows_matrices_with_their_counts(rng):
    matrices = rng.normal(size=(4, 6, 6))
    axes = figures.left_over(matrices, [36, 6, 2, 6]).axes
    for ax, matrix, count in zip(axes, matrices, (36, 6, 2, 6), strict=True):
        np.testing.assert_array_equal(shown(ax), matrix)
        low, high = ax.images[0].get_clim()
        assert low == -high == -abs(matrix).max()
        assert ax.get_title(loc="center") == f"{count} numbers"


def test_no_gain_draws_means_over_seeds(rng):
    moved, other, pooled = rng.random((3, 4, 5))
    ax = figures.no_gain(moved, other, pooled).axes[0]
    for line, values in zip(ax.lines, (other, moved, pooled), strict=True):
        np.testing.assert_allclose(line.get_ydata(), values.mean(axis=0))
        assert line.get_xdata().tolist() == [0, 1, 2, 3, 4]


def test_shift_answers_shows_picture_bars_and_share_of_each_setting(rng):
    shifts, pictures = (-1, 0, 1), rng.random((3, 6, 6))
    probabilities, same = rng.random((2, 3, 10)), rng.random((2, 3))
    settings = [(network, index) for network in range(2) for index in range(3)]
    made = figures.shift_answers(shifts, pictures, 6, probabilities, same)
    for frame, (network, index) in zip(made, settings, strict=True):
        picture, bars, curve = frame.figure.axes
        np.testing.assert_array_equal(shown(picture), pictures[index])
        np.testing.assert_array_equal([bar.get_height() for bar in bars.patches], probabilities[network, index])
        assert [to_hex(bar.get_facecolor()) == style.BLUE for bar in bars.patches] == [d == 6 for d in range(10)]
        for line, values in zip(curve.lines[:2], same, strict=True):
            np.testing.assert_array_equal(line.get_ydata(), values)
        dot = curve.lines[2]
        assert [*dot.get_xdata(), *dot.get_ydata()] == [shifts[index], same[network, index]]
        answer = probabilities[network, index].argmax()
        assert frame.words.startswith(f"Answer {answer}, probability {probabilities[network, index, answer]:.2f}")
        assert list(frame.at.values()) == [("flattened", "global max pooling")[network], str(shifts[index])]


def test_hide_or_magnify_draws_each_digit_once(rng):
    logits, probabilities = rng.random((2, 9))
    changed = np.arange(9) < 4
    ax = figures.hide_or_magnify(logits, probabilities, changed).axes[0]
    for line, which in zip(ax.lines, (~changed, changed), strict=True):
        np.testing.assert_allclose(line.get_xdata(), logits[which], atol=5e-4)
        np.testing.assert_allclose(line.get_ydata(), probabilities[which], atol=5e-4)
        assert f"({which.sum()} digits)" in line.get_label()


def boxes(patches):
    """Rows and columns that rectangles of some size cover."""
    return [(p.get_y() + 0.5, p.get_x() + 0.5, p.get_height(), p.get_width()) for p in patches if p.get_width() > 0]


def test_toy_face_frames_what_was_found_and_writes_both_answers():
    pictures = np.zeros((2, 12, 12))
    pictures[1, 3, 4] = 1
    parts, faces = np.zeros((2, 2, 12, 12)), np.zeros((2, 12, 12))
    parts[:, 0, 1:4, 1:3] = parts[:, 0, 1:4, 6:8] = parts[:, 1, 7:9, 4:6] = 1
    faces[0, 5, 3:5] = 1
    heads = np.array([[1, 0.25], [0, 0.5]])
    for index, frame in enumerate(figures.toy_face(pictures, parts, faces, heads, ["face", "nose"])):
        picture, found, whole, bars = frame.figure.axes
        np.testing.assert_array_equal(shown(picture), pictures[index])
        assert boxes(found.patches) == [(1, 1, 3, 2), (1, 6, 3, 2), (7, 4, 2, 2)]
        assert boxes(whole.patches) == ([(5, 3, 1, 2)] if index == 0 else [])
        np.testing.assert_allclose([bar.get_width() for bar in bars.patches], np.maximum(heads[index], 0.006))
        assert [text.get_text() for text in bars.texts] == [f"{value:.2f}" for value in heads[index]]
    assert frame.words == "Nose out of place: global max 0.00, fully connected 0.50"


def test_budget_draws_errors_and_says_where_there_is_none(rng):
    pictures = {amount: rng.random((5, 5)) for amount in (1, 2)}
    settings = [(stride, mode, amount) for stride in (1, 2) for mode in ("circular", "zeros") for amount in (1, 2)]
    errors = 0.1 + rng.random((8, 6))
    errors[:, 0] = 0
    for frame, setting, values in zip(figures.budget(pictures, settings, errors), settings, errors, strict=True):
        left, right = frame.figure.axes
        np.testing.assert_array_equal(shown(left), pictures[setting[2]])
        widths = np.array([bar.get_width() for bar in right.patches])
        np.testing.assert_allclose(widths[1:], values[1:])
        assert widths[0] < 0.01
        assert [text.get_text() for text in right.texts] == ["0", *(f"{value:.2f}" for value in values[1:])]
        colours = [to_hex(bar.get_facecolor()) for bar in right.patches]
        assert colours == [style.BLUE] + [style.ORANGE] * 5
        stride, mode, amount = setting
        padding = {"circular": "circular padding", "zeros": "zero padding"}[mode]
        assert frame.at == {"stride of the pooling": str(stride), "padding": padding, "shift": str(amount)}
