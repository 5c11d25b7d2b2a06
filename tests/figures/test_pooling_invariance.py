"""The figures of page 5.3.2 draw the numbers they are given."""

import numpy as np
import pytest

from cnnnotes.figures import pooling_invariance as figures
from cnnnotes.figures import style


def test_readings_writes_all_numbers_and_says_what_is_the_same():
    inputs = np.array([[0, 1, 0, 0], [0, 0, 1, 0]])
    pooled = {
        "one 2x2 window": [np.array([[7]]), np.array([[7]])],
        "width 2, stride 2": [np.array([[3, 0]]), np.array([[0, 3]])],
    }
    texts = [text.get_text() for text in figures.readings(inputs, pooled).axes[0].texts]
    one, two = texts.index("one 2×2 window"), texts.index("width 2, stride 2")
    assert texts[one + 1 : two] == ["0", "1", "0", "0", "7", "0", "0", "1", "0", "7", "the same"]
    assert texts[two + 1 : two + 14] == [*"0100", "3", "0", *"0010", "0", "3", "not the same"]


def frames_of(window):
    green = {2: [], 1: []}
    for patch in window.patches:
        if patch.get_edgecolor()[:3] == pytest.approx([0x0B / 255, 0x7A / 255, 0x5C / 255]):
            green[int(patch.get_height() + 0.5)].append(round(patch.get_x() - 0.06, 2))
    return green


def test_readings_draws_the_windows_of_each_reading():
    one, row = [np.ones((1, 1))] * 2, [np.ones((1, 2))] * 2
    overlapping = [np.ones((1, 3))] * 2
    ax = figures.readings(
        np.eye(2, 4), {"one 2x2 window": one, "width 2, stride 2": row, "width 2, stride 1": overlapping}
    ).axes[0]
    green = frames_of(ax)
    assert green[2] == [1, 1]
    assert green[1] == [5.6, 7.6] * 2 + [11.2, 12.2, 13.2] * 2


def test_pool_grid_shows_input_windows_and_pooled_numbers(rng):
    cases = []
    for amount in range(3):
        x = np.zeros((4, 8))
        x[1:3, amount : amount + 2] = [[1, 2], [3, 4]]
        still = np.array([[0, 5, 0, 0], [0, 2.5, 0, 0]])
        cases += [
            ("max", amount, (0, 0), x, rng.integers(1, 9, (2, 4))),
            ("max, polyphase", amount, (1, amount % 2), x, np.roll(still, amount, 1)),
        ]
    for frame, (kind, amount, phase, x, y) in zip(figures.pool_grid(cases), cases, strict=True):
        left, right = frame.figure.axes
        for text in left.texts:
            column, row = (int(place) for place in text.get_position())
            assert float(text.get_text()) == x[row, column] > 0
        assert [text.get_text() for text in right.texts] == [f"{value:.2g}" for value in y.ravel()]
        green = [line for line in left.lines if line.get_color() == style.GREEN]
        across = sorted(
            {line.get_ydata()[0] for line in green if line.get_xdata()[0] == 0 and line.get_xdata()[1] == 1}
        )
        assert {phase[0], phase[0] + 2} <= set(across)
        assert [line.get_xdata()[0] for line in green if line.get_ydata()[1] == 1 and line.get_ydata()[0] == 0] == [
            phase[1] + 2 * number for number in range(4)
        ]
        first = next(case for case in cases if case[0] == kind)[4]
        same = sorted(y[y > 0].tolist()) == sorted(first[first > 0].tolist())
        assert right.get_xlabel() == ("the same values as before" if same else "other values than before")
        assert same or kind == "max"
        assert frame.at == {"pooling": kind.replace("max, ", ""), "shift": str(amount)}


def test_laws_draws_the_laws_and_all_that_was_seen(rng):
    seen = np.array([(size, shift, *rng.random(3)) for size in (2, 3, 4, 8) for shift in range(1, size)])
    left, right = figures.laws(seen).axes
    always, peak, largest, *points = left.lines
    assert set(always.get_ydata()) == {1}
    ratio = peak.get_xdata()
    np.testing.assert_allclose(peak.get_ydata(), 1 - ratio)
    np.testing.assert_allclose(largest.get_ydata(), (1 - ratio) / (1 + ratio))
    np.testing.assert_allclose(right.lines[0].get_ydata(), np.sqrt(2 * right.lines[0].get_xdata()))
    for lines, column, colour in (
        (points[::2], 2, style.BLUE),
        (points[1::2], 3, style.ORANGE),
        (right.lines[1:5], 4, style.PURPLE),
    ):
        assert {line.get_color() for line in lines} == {colour}
        drawn = np.concatenate([line.get_xydata() for line in lines])
        np.testing.assert_allclose(drawn, np.stack([seen[:, 1] / seen[:, 0], seen[:, column]], axis=1))
    assert len({line.get_marker() for line in points}) == 4


def test_sawtooth_draws_the_curves_and_marks_the_chosen_shift(rng):
    shifts, flat = range(-3, 4), np.full((3, 7), 0.97)
    curves = {(kind, count): rng.random((3, 7)) for kind in ("max", "polyphase") for count in (1, 2)}
    pictures = {amount: rng.random((6, 6)) for amount in (0, 1, 2)}
    answers = {(*case, amount): int(rng.integers(3, 5)) for case in curves for amount in pictures}
    at = [(amount, case) for amount in pictures for case in curves]
    for frame, (amount, case) in zip(figures.sawtooth(shifts, flat, curves, pictures, 3, answers), at, strict=True):
        left, right = frame.figure.axes
        np.testing.assert_array_equal(left.images[0].get_array(), pictures[amount])
        answer = answers[*case, amount]
        assert left.get_xlabel() == f"answer {answer}"
        assert left.xaxis.label.get_color() == (style.BLUE if answer == 3 else style.ORANGE)
        reference, *seeds, mean, here = right.lines
        np.testing.assert_allclose(reference.get_ydata(), 97)
        np.testing.assert_allclose([line.get_ydata() for line in seeds], 100 * curves[case])
        np.testing.assert_allclose(mean.get_ydata(), 100 * curves[case].mean(axis=0))
        assert here.get_xydata().tolist() == [[amount, 100 * curves[case].mean(axis=0)[amount + 3]]]
        assert frame.at == {"pooling": case[0], "how often": ["once", "twice"][case[1] - 1], "shift": str(amount)}


def test_drop_draws_each_network_from_its_worst_shift_to_its_best(rng):
    curves = {(kind, count): rng.uniform(0.4, 1, (3, 5)) for kind in ("max", "blur") for count in (1, 2)}
    axes = figures.drop(curves).axes
    for count, ax in enumerate(axes, 1):
        bars = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2]
        rows = np.concatenate([curves[kind, count] for kind in ("max", "blur")])
        np.testing.assert_allclose(bars, 100 * np.stack([rows.min(axis=1), rows.max(axis=1)], axis=1))
        hollow = [line.get_xdata()[0] for line in ax.lines if line.get_markerfacecolor() == style.PAPER]
        np.testing.assert_allclose(hollow, 100 * rows.min(axis=1))
