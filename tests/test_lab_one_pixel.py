"""What the second lab says is so: its own code is run, and what it computed is looked at."""

from pathlib import Path

import numpy as np
import pytest

from cnnnotes.analysis import layer_cost, shift
from cnnnotes.analysis.layers import Layer
from cnnnotes.learn.models import count
from cnnnotes.ops import blur_pool2d, max_pool2d, pad2d
from cnnnotes.site.labs import Lab
from tests.helpers import perform

LAB = Path(__file__).parents[1] / "docs/labs/one_pixel.ipynb"
LEFT, MIDDLE = 5, 6  # where in the row of shifts
REPAIRED = ["shifted in training", "global pooling", "and blurred", "and adaptive"]


@pytest.fixture(scope="module")
def lab():
    """All that the cells left behind, what they handed over, and what they printed."""
    return perform(Lab(LAB, ["ko", "en"]).sections.values())


@pytest.fixture(scope="module")
def x(lab):
    tests = lab.exams[0][0][:20]
    return lab.paste(tests, (20, 20), 6, 6)[:, None].astype("float32")


def means(lab, name):
    return lab.accuracy(name).mean(axis=0)


def test_digits_stay_whole_for_six_pixels_in_any_direction(lab):
    digits = lab.exams[0][0]
    for move in (0, 12):
        assert lab.paste(digits, lab.CANVAS, move, move).sum() == pytest.approx(digits.sum())
    with pytest.raises(ValueError, match="rows"):
        lab.paste(digits, lab.CANVAS, 13, 6)


def test_in_the_middle_all_three_do_well_and_one_pixel_away_they_do_not(lab):
    found = lab.accuracy("flattened")
    assert (found[:, MIDDLE] > 0.94).all()
    for place in (LEFT, MIDDLE + 1):
        assert (found[:, MIDDLE] - found[:, place] > 0.1).all()
        assert 0.2 < means(lab, "flattened")[MIDDLE] - means(lab, "flattened")[place] < 0.45  # about a third
    assert (lab.changed("flattened") > 0.2).all()


def test_at_four_pixels_and_more_it_might_as_well_guess(lab):
    assert (np.abs(np.delete(means(lab, "flattened"), range(3, 10)) - 0.1) < 0.08).all()


def test_the_digit_that_slides_is_right_only_around_the_middle(lab):
    digit = int(lab.record.facts["digit"])
    right = lab.answers["flattened"][0, :, lab.chosen] == digit
    assert right[MIDDLE]
    assert not right[LEFT]
    assert not np.delete(right, range(4, 9)).any()
    assert lab.chances[MIDDLE] > 0.99
    assert (np.delete(lab.chances, range(4, 9)) < 0.05).all()
    assert str(lab.answers["flattened"][0, LEFT, lab.chosen]) == lab.record.facts["says"]


def test_max_pooling_is_the_largest_at_every_place_and_then_every_second(lab, x):
    np.testing.assert_array_equal(lab.Largest().forward(x)[:, :, ::2, ::2], max_pool2d(x, 2))


def test_the_largest_at_every_place_is_equivariant(lab, x):
    layer = lab.Largest()
    np.testing.assert_array_equal(layer.forward(shift(x, (0, -1))), shift(layer.forward(x), (0, -1)))


def test_blurred_layers_are_those_of_the_operations(lab, x):
    np.testing.assert_allclose(lab.Blurred().forward(x), blur_pool2d(x, mode="circular"), atol=1e-6)
    padded = pad2d(x, ((0, 1), (0, 1)), mode="circular")
    np.testing.assert_array_equal(lab.Largest().forward(x), max_pool2d(padded, 2, stride=1))


@pytest.mark.parametrize("name", ["Largest", "Blurred", "Adaptive"])
def test_the_gradients_of_the_layers_of_the_lab_are_right(lab, name):
    rng = np.random.default_rng(0)
    x, way = rng.random((2, 3, 6, 8)), rng.normal(size=(2, 3, 6, 8))
    layer = getattr(lab, name)()
    dy = rng.normal(size=layer.forward(x).shape)
    ends = [(layer.forward(x + step * way) * dy).sum() for step in (1e-6, -1e-6)]
    layer.forward(x)
    assert (layer.backward(dy) * way).sum() == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-6)


def test_what_is_kept_of_a_blurred_line_always_has_the_same_sum(lab):
    for values in np.random.default_rng(0).random((20, 10)):
        blurred = lab.blur_line(values)
        assert blurred[::2].sum() == pytest.approx(values.sum() / 2)
        assert blurred[1::2].sum() == pytest.approx(values.sum() / 2)


def test_the_larger_half_keeps_the_same_values_in_another_place(lab):
    for values in np.random.default_rng(0).random((20, 10)):
        here, there = (found[lab.larger_half(found) :: 2] for found in (values, np.roll(values, -1)))
        assert any(np.array_equal(np.roll(here, move), there) for move in range(5))
    (before, after), (first, second) = lab.rows["the larger half"], lab.firsts["the larger half"]
    assert (before[first::2].tolist(), after[second::2].tolist()) == ([0, 4, 4, 0], [4, 4, 0, 0])
    assert [values[::2].sum() for values in lab.rows["every second"]] == [8, 4]


def test_augmentation_mends_the_range_that_was_shown_and_not_exactly(lab):
    found = lab.accuracy("shifted in training")
    assert np.ptp(means(lab, "shifted in training")[3:10]) < 0.06
    assert (found[:, [0, -1]].max(axis=1) < found[:, 3:10].min(axis=1) - 0.2).all()
    assert (lab.changed("shifted in training") > 0.01).all()
    assert lab.changed("shifted in training").max() < lab.changed("flattened").min()


def test_global_pooling_repeats_every_two_pixels_and_answers_otherwise_at_odd_ones(lab):
    found = lab.answers["global pooling"]
    for place in range(0, 13, 2):
        np.testing.assert_array_equal(found[:, place], found[:, MIDDLE])
    assert (lab.changed("global pooling") > 0.1).all()
    assert count(lab.models["flattened"][0]) / count(lab.models["global pooling"][0]) == pytest.approx(4, rel=0.06)


def test_the_second_pooling_before_a_global_maximum_makes_no_difference(lab):
    assert "the same before the second pooling and after it: True" in lab.printed


def test_blur_pooling_changes_fewer_answers_but_some_and_repeats_every_four(lab):
    found = lab.answers["and blurred"]
    assert (lab.changed("and blurred") > 0.01).all()
    assert lab.changed("and blurred").max() < lab.changed("global pooling").min()
    for place in range(9):
        assert (found[:, place] != found[:, place + 4]).mean() < 0.002  # rounding may decide a tie
    assert (found[:, MIDDLE] != found[:, MIDDLE + 2]).any()


def test_adaptive_sampling_changes_no_answer_in_any_run_at_any_place(lab):
    found = lab.answers["and adaptive"]
    assert (found == found[:, :1]).all()


def test_adaptive_sampling_is_invariant_before_training_too(lab, x):
    model = lab.network(7, pool=lambda: [lab.Largest(), lab.Adaptive()], last=lab.pooled)
    there = model.forward(shift(x, (-3, 5)))
    np.testing.assert_allclose(model.forward(x), there, atol=1e-5)


def test_the_first_row_is_best_in_the_middle_and_the_others_away_from_it(lab):
    away = {name: np.delete(means(lab, name), MIDDLE).mean() for name in lab.names}
    for name in REPAIRED:
        assert means(lab, name)[MIDDLE] < means(lab, "flattened")[MIDDLE]
        assert away[name] > away["flattened"] + 0.3


def test_products_are_those_of_the_layers(lab):
    first = layer_cost(Layer("conv", 6, kernel=5, padding=2), (1, 20, 20))
    second = layer_cost(Layer("conv", 16, kernel=3, padding=1), (6, 10, 10))
    blurs = [
        layer_cost(Layer("conv", width, kernel=3, padding=1, stride=2, groups=width), (width, side, side)).macs
        for width, side in ((6, 20), (16, 10))
    ]
    base = first.macs + second.macs
    assert lab.macs == {
        "flattened": base + 4000,
        "shifted in training": base + 4000,
        "global pooling": base + 160,
        "and blurred": base + sum(blurs) + 160,
        "and adaptive": base + 6 * 20 * 20 + 16 * 10 * 10 + 160,
    }
    for name in ("and blurred", "and adaptive"):
        assert 1 < lab.macs[name] / lab.macs["global pooling"] < 1.1


def test_only_augmentation_trains_longer_twice_as_long(lab):
    passes = {
        key.removesuffix("-passes"): int(value) for key, value in lab.record.facts.items() if key.endswith("-passes")
    }
    usual = passes.pop("flattened")
    assert passes == {"training": 2 * usual, "pooling": usual, "blurred": usual, "adaptive": usual}


def test_the_exact_repair_stops_at_zeros_at_the_border_and_at_halves(lab):
    around, zeros, cut = (np.array(values) for values in (lab.around, lab.zeros, lab.cut))
    assert (around == 0).all()
    assert (zeros[:, :4].mean(axis=0) < 0.02).all()
    assert (zeros[:, 6] > zeros[:, 3]).all()
    assert zeros[:, 6].mean() > 0.05
    assert (cut[:, :8] == 0).all()  # the first column of these digits is empty
    assert (cut[:, 10] > 0.5).all()
    assert min(lab.halfway) > 0.03


def test_two_shifted_pictures_together_mend_global_pooling_exactly(lab):
    lines = [line for line in lab.printed.splitlines() if line.startswith("right:")]
    assert len(lines) == 3
    assert all(line.endswith("changed: 0%") for line in lines)


def test_after_adaptive_sampling_the_maps_have_moved(lab):
    assert "the same where they stand: 0 of 100" in lab.printed
    assert "the same once moved back:  100 of 100" in lab.printed
