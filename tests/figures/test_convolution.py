"""The figures of page 3.1 draw the numbers they are given, frame by frame."""

import re

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.figures import convolution as figures
from cnnnotes.figures import style

FLOOR = np.array([0.0, 12, 0, 6, 0, 0])
TRAIL = np.array([1 / 2, 1 / 3, 1 / 6])


@pytest.fixture
def table():
    rows = np.array([ops.convolve(stain, TRAIL)[:6] for stain in np.diag(FLOOR)])
    return rows


def seen(texts):
    """What the texts that can be seen say, by their rounded places."""
    return {tuple(np.round(text.get_position()).astype(int)): text.get_text() for text in texts if text.get_visible()}


def bars(ax):
    """Start, and length, of each bar that can be seen."""
    return {round(bar.get_x() + bar.get_width() / 2): bar.get_height() for bar in ax.patches if bar.get_visible()}


def test_trails_writes_a_row_for_each_stain_and_adds_up_a_column_for_each_place(table):
    after = ops.convolve(FLOOR, TRAIL)[:6]
    written, places = np.zeros((6, 6)), iter(np.flatnonzero(after))
    stages = iter(["floor", 1, 3])
    for frame in figures.trails(FLOOR, TRAIL, table, after):
        axes = frame.figure.axes
        above, main, right, below = axes[1], axes[4], axes[5], axes[7]
        stage = next(stages, "columns")
        numbers = {place: float(text) for place, text in seen(main.texts).items()}
        if stage not in ("floor", "columns"):
            written[stage] = table[stage]
            assert bars(above) == pytest.approx({stage + step: share for step, share in enumerate(TRAIL)})
            assert f"{FLOOR[stage]:g}" in frame.words and f"place {stage} leaves" in frame.words
        assert numbers == pytest.approx(
            {(t, tau): written[tau, t] for tau, t in zip(*np.nonzero(written), strict=True)}
        )
        if stage != "columns":
            assert bars(below) == {}
            continue
        place = next(places, None)
        if place is None:
            assert bars(below) == pytest.approx(dict(enumerate(after)))
            assert f"{after.sum():g}" in frame.words
            continue
        assert bars(below) == pytest.approx(dict(enumerate(after[: place + 1])))
        from_there = {
            round(bar.get_y() + bar.get_height() / 2): bar.get_width() for bar in right.patches if bar.get_visible()
        }
        assert from_there == pytest.approx({place - step: share for step, share in enumerate(TRAIL) if place >= step})
        parts = re.search(r"gathers ([\d +]+)", frame.words)[1].split("+")
        assert sum(map(float, parts)) == pytest.approx(after[place])
        assert [float(part) for part in parts] == pytest.approx(table[:, place][table[:, place] > 0])
    assert next(places, None) is None


def test_trails_writes_the_shares_of_the_trail_as_fractions(table):
    frame = list(figures.trails(FLOOR, TRAIL, table, ops.convolve(FLOOR, TRAIL)[:6]))[-1]
    assert [text.get_text().strip() for text in frame.figure.axes[5].texts] == ["1/2", "1/3", "1/6"]


@pytest.fixture
def box():
    step = 0.1
    areas = np.concatenate([[0], ops.convolve(np.ones(10), np.ones(10)) * step, [0]])
    return step * np.arange(len(areas)), areas


def test_boxes_turns_the_box_over_before_it_moves(box):
    widths = []
    for frame in figures.boxes(*[box[0], 1, box[1]]):
        moving = frame.figure.axes[0].lines[1].get_xdata()
        widths.append((moving[0], moving[2] - moving[0]))
        if len(widths) == 7:
            break
    assert widths[0] == (0, 1) and widths[-1] == (0, -1)
    assert np.all(np.diff([width for _, width in widths]) < 0)


def test_boxes_shades_and_traces_the_area_that_convolution_gives(box):
    times, areas = box
    made = 0
    for frame in figures.boxes(times, 1, areas):
        made += 1
        if made <= 7:
            continue
        now, (top, bottom) = made - 8, frame.figure.axes
        moving = top.lines[1].get_xdata()
        assert (moving[0], moving[2]) == pytest.approx((times[now], times[now] - 1))
        assert top.patches[0].get_width() * top.patches[0].get_height() == pytest.approx(areas[now])
        np.testing.assert_array_equal(bottom.lines[0].get_data(), [times[: now + 1], areas[: now + 1]])
        said = re.fullmatch(r"t = (\S+): shaded area (\S+)", frame.words)
        assert float(said[1]) == pytest.approx(times[now], abs=0.005)
        assert float(said[2]) == pytest.approx(areas[now], abs=0.005)
        written = [text.get_text() for text in top.texts if re.fullmatch(r"[\d.]+", text.get_text())]
        assert written in ([], [said[2]])
    assert made == 7 + len(times)


def test_bells_draws_each_curve_over_its_bell():
    rng = np.random.default_rng(0)
    times, curves, gaussians = np.sort(rng.random((4, 9))), rng.random((4, 9)), rng.random((4, 9))
    for ax, time, curve, gaussian in zip(
        figures.bells(times, curves, gaussians).axes, times, curves, gaussians, strict=True
    ):
        np.testing.assert_array_equal(ax.lines[0].get_data(), [time, gaussian])
        np.testing.assert_array_equal(ax.lines[1].get_data(), [time, curve])


def test_machines_draws_responses_results_and_what_was_foretold():
    rng = np.random.default_rng(0)
    responses, floors, foretold = rng.random((3, 3, 12))
    foretold[0] = floors[0]
    axes = figures.machines(responses, floors, foretold).axes
    for row in range(3):
        left, right = axes[2 * row : 2 * row + 2]
        assert [bar.get_height() for bar in left.patches] == responses[row].tolist()
        assert [bar.get_height() for bar in right.patches] == floors[row].tolist()
        np.testing.assert_array_equal(right.lines[0].get_ydata(), foretold[row])
        gap = float(right.get_title(loc="right").split()[-1])
        assert gap == pytest.approx(np.abs(floors[row] - foretold[row]).max(), rel=0.05)
        exact = right.lines[0].get_marker() == "o" and right.lines[0].get_color() == style.BLUE
        assert exact == (row == 0)
