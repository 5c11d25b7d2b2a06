"""The figures of page 4.1 draw the numbers they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from cnnnotes.figures import layer as figures
from cnnnotes.figures import style
from tests.helpers import shown

SHAPES = {"C1": (6, 28, 28), "S2": (6, 14, 14), "C3": (16, 10, 10), "S4": (16, 5, 5), "C5": (120, 1, 1)}
SHAPES = {**SHAPES, "F6": (84, 1, 1), "output": (10, 1, 1)}


def test_one_value_writes_every_number_and_the_sums(rng):
    window, filters = rng.integers(0, 9, (3, 3, 3)), rng.integers(-3, 4, (3, 3, 3))
    sums = (window * filters).sum((1, 2))
    texts = [text.get_text() for text in figures.one_value(window, filters, sums, -5, 7).axes[0].texts]
    numbers = [text for text in texts if text.lstrip("−").isdigit()]
    expected = []
    for seen, kernel, total in zip(window, filters, sums, strict=True):
        expected += [*map(style.number, seen.ravel()), *map(style.number, kernel.ravel()), style.number(total)]
    assert numbers == [*expected, style.number(sums.sum()), "−5", "7"]


def test_threshold_draws_the_function_the_map_and_its_share(rng):
    biases, maps = [0, -0.1, -0.3], rng.random((3, 6, 7)) * (rng.random((3, 6, 7)) > 0.5)
    axes = figures.threshold(biases, maps).axes
    for top, below, bias, values in zip(axes[:3], axes[3:], biases, maps, strict=True):
        x, y = top.lines[0].get_data()
        np.testing.assert_allclose(y, np.maximum(x + bias, 0))
        np.testing.assert_array_equal(shown(below), values)
        assert below.get_xlabel() == f"{100 * np.mean(values > 0):.0f}%"
    assert len({ax.images[0].get_clim() for ax in axes[3:]}) == 1


def test_activation_shows_maps_and_sums_in_one_scale(rng):
    linear, active = rng.normal(size=(2, 3, 5, 5))
    axes = figures.activation(linear, active).axes
    for ax, values in zip(axes, [*linear, *active], strict=True):
        np.testing.assert_array_equal(shown(ax), values)
    assert len({ax.images[0].get_clim() for ax in axes}) == 1
    assert [ax.get_title("center") for ax in axes] == ["filter", "its opposite", "sum", "", "", ""]


def test_shared_bias_shows_the_difference(rng):
    first, last = rng.normal(size=(2, 2, 6, 6))
    last[0] = first[0]
    axes = figures.shared_bias(first, last).axes
    for row in range(2):
        for ax, values in zip(axes[3 * row :], [first[row], last[row], first[row] - last[row]], strict=False):
            np.testing.assert_array_equal(shown(ax), values)
    assert not shown(axes[2]).any()


def test_a_montage_keeps_every_map_and_nothing_else(rng):
    maps = rng.random((5, 3, 4))
    sheet = figures.montage(maps, 2, 6)
    assert sheet.shape == (15, 12)
    for index, values in enumerate(maps):
        top, left = 6 * (index // 2), 6 * (index % 2)
        np.testing.assert_array_equal(sheet[top : top + 3, left : left + 4], values)
    assert np.isfinite(sheet).sum() == maps.size


@pytest.fixture
def walk(rng):
    held = []
    for _ in range(10):
        held.append({name: rng.random(shape if shape[1] > 1 else shape[0]) for name, shape in SHAPES.items()})
        held[-1]["output"] = rng.normal(size=10)
    return rng.random((10, 32, 32)), held


def test_lenet_shows_what_each_stage_holds_for_each_digit(walk):
    images, held = walk
    names = ["C1", "S2", "C3", "S4", "C5", "F6"]
    for digit, frame in enumerate(figures.lenet(images, held, SHAPES, dict.fromkeys(SHAPES, 1234))):
        ax = frame.figure.axes[0]
        np.testing.assert_array_equal(ax.images[0].get_array(), images[digit])
        for drawn, name in zip(ax.images[1:], names, strict=True):
            values = np.array([stage[name] for stage in held])
            top = values.max(axis=(0, 2, 3))[:, None, None] if values.ndim == 4 else values.max()
            sheet = np.ma.masked_invalid(drawn.get_array()).compressed()
            np.testing.assert_allclose(np.sort(sheet), np.sort((held[digit][name] / top).ravel()))
        scores = held[digit]["output"]
        heights = -np.array([bar.get_height() for bar in ax.patches])
        np.testing.assert_allclose(heights / heights[0], scores / scores[0])
        chosen = [to_hex(bar.get_facecolor()) == style.ORANGE for bar in ax.patches]
        assert chosen.index(True) == scores.argmax() and sum(chosen) == 1
        assert frame.at == {"digit": str(digit)} and str(scores.argmax()) in frame.words
    assert digit == 9


def test_lenet_writes_shapes_and_what_was_learned(walk):
    frame = next(iter(figures.lenet(*walk, SHAPES, {**dict.fromkeys(SHAPES, 0), "C3": 2416})))
    texts = [text.get_text() for text in frame.figure.axes[0].texts]
    assert "16×10×10" in texts and "2,416" in texts and "0" in texts  # the label of the bar, not a count
    assert texts.count("0") == 1
