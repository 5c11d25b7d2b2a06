"""The figures of "What was the problem?" draw what they are given, and the dates of C1.1 come from the bibliography."""

import re
from pathlib import Path

import numpy as np
import pytest

from cnnnotes.figures import problem as figures
from tests.helpers import number, run_section

DOCS = Path(__file__).parents[2] / "docs"
YEARS = {
    "HubelWiesel1962": 1962,
    "Fukushima1980": 1980,
    "Rumelhart1986": 1986,
    "LeCun1989": 1989,
    "LeCun1998": 1998,
    "Lowe2004": 2004,
    "DalalTriggs2005": 2005,
    "Krizhevsky2012": 2012,
}


def marks(figure):
    return {line.get_gid(): line.get_ydata()[0] for line in figure.axes[0].lines if line.get_gid()}


def test_timeline_marks_every_work_at_its_year_and_writes_the_year():
    years = {key: year + 100 for key, year in YEARS.items()}
    figure = figures.timeline(years)
    assert marks(figure) == years
    written = [int(text.get_text()[:4]) for text in figure.axes[0].texts if re.match(r"\d{4} ", text.get_text())]
    written += [int(text.get_text()[-4:]) for text in figure.axes[0].texts if re.search(r" \d{4}$", text.get_text())]
    assert sorted(written) == sorted(years.values())


def test_timeline_writes_the_years_between_neocognitron_and_backpropagation():
    texts = [text.get_text() for text in figures.timeline(YEARS | {"Rumelhart1986": 1988}).axes[0].texts]
    assert "8 years later" in texts


def test_timeline_labels_of_one_side_keep_a_line_apart():
    ax = figures.timeline(YEARS).axes[0]
    for align in ("left", "right"):
        heights = np.sort([text.get_position()[1] for text in ax.texts if text.get_ha() == align and text.get_text()])
        assert np.diff(heights).min() >= 0.75 * figures.LINE


@pytest.mark.claim("C1.1")
def test_the_structure_of_convolution_is_older_than_backpropagation_and_hand_designed_features_came_before_alexnet():
    scope = run_section("problem", "timeline")
    text = (DOCS / "references.bib").read_text(encoding="utf-8")
    for key in YEARS:
        entry = text[text.index(f"{{{key},") :]
        assert scope.years[key] == int(re.search(r"year = \{(\d+)\}", entry)[1])
    assert marks(scope.record.figures[0]) == scope.years == YEARS
    assert list(YEARS.values()) == sorted(set(YEARS.values()))


def test_to_scale_draws_areas_in_proportion():
    counts = np.array([5000, 700, 3])
    ax = figures.to_scale(*counts).axes[0]
    areas = np.array([square.get_width() * square.get_height() for square in ax.patches])
    np.testing.assert_allclose(areas / areas[0], counts / counts[0])
    assert ax.get_aspect() == 1
    assert [f"{count:,}" in text.get_text() for count, text in zip(counts, ax.texts, strict=True)] == [True] * 3


def test_weights_of_the_page_are_those_of_the_notes():
    scope = run_section("problem", "weights")
    assert (scope.inputs, scope.dense, scope.conv) == (921_600, 117_964_800, 3_456)


def test_shuffled_draws_both_pictures_and_both_answers():
    rng = np.random.default_rng(0)
    picture, mixed, outputs, others = rng.random((4, 5)), rng.random((4, 5)), rng.normal(size=3), rng.normal(size=3)
    left, right, below = figures.shuffled(picture, mixed, outputs, others).axes
    np.testing.assert_array_equal(left.images[0].get_array(), picture)
    np.testing.assert_array_equal(right.images[0].get_array(), mixed)
    dots, rings = below.lines[-2:]
    np.testing.assert_array_equal(dots.get_ydata(), outputs)
    np.testing.assert_array_equal(rings.get_ydata(), others)


def test_reordered_weights_answer_alike_and_kept_weights_do_not():
    scope = run_section("problem", "neighbours")
    np.testing.assert_allclose(scope.outputs, scope.outputs_mixed, rtol=0, atol=1e-12)
    mixed = scope.pixels[scope.order]
    kept = scope.answers(mixed, scope.weights)
    assert np.abs(kept - scope.outputs).min() > 0.1
    assert not np.array_equal(mixed, scope.pixels)
    assert sorted(mixed.tolist()) == sorted(scope.pixels.tolist())


def test_moved_draws_pictures_and_bars():
    rng = np.random.default_rng(0)
    pictures, fixed, sliding = rng.random((5, 6, 6)), rng.normal(size=5), rng.random(5)
    *above, below = figures.moved(pictures, fixed, sliding).axes
    for ax, picture in zip(above, pictures, strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), picture)
    for bars, heights in zip(below.containers, (fixed, sliding), strict=True):
        np.testing.assert_array_equal([bar.get_height() for bar in bars], heights)
    written = [number(text) for text in below.texts]
    np.testing.assert_allclose(written, np.concatenate([fixed, sliding]), atol=0.005)


def test_sliding_weights_mend_moves_but_neither_turn_nor_size():
    scope = run_section("problem", "moved")
    fixed, sliding = scope.fixed, scope.sliding
    np.testing.assert_allclose(sliding[:3], 1, rtol=0, atol=1e-12)
    assert sliding[3:].max() < 0.5
    assert np.isclose(fixed[0], 1)
    assert fixed[1:].max() < 0.5


def test_solutions_of_the_exercises():
    scope = run_section("problem", "moved")
    flipped = scope.place(np.fliplr(scope.cat), 6, 6)
    np.testing.assert_array_equal(flipped, scope.pictures[0])
    scope = run_section("problem", "weights")
    places = scope.width * scope.height
    assert places * scope.conv == 9 * scope.dense


def test_the_fixed_node_answers_most_to_the_middle():
    scope = run_section("problem", "moved")
    node = scope.place(scope.weights, 6, 6)
    answers = {
        (row, column): np.sum(node * scope.place(scope.cat, row, column)) for row in range(13) for column in range(13)
    }
    assert max(answers, key=answers.get) == (6, 6)
