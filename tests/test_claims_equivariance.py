"""The claims of page 5.3.1, one test each."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from cnnnotes import data, ops
from cnnnotes.analysis import (
    best_shift_error,
    circulant_projection,
    commutant_dimension,
    equivariance_error,
    shift,
    shift_matrix,
)
from cnnnotes.learn.experiments.faces import REGIONS, face_heads
from cnnnotes.learn.experiments.permutation import moved_digits

DOCS = Path(__file__).parents[1] / "docs"


def circular(x, w, b=None):
    return ops.conv2d(x, w, b, padding="same", mode="circular")


def by(amount):
    return lambda x: shift(x, amount)


@pytest.mark.claim("C5.3.1")
def test_c5_3_1_the_word_is_equivariance_and_not_variability():
    terms = {term["en"]: term for term in yaml.safe_load((DOCS / "glossary.yml").read_text(encoding="utf-8"))["terms"]}
    assert terms["equivariance"]["ko"] == "등변성"
    assert "가변성" in terms["equivariance"]["reject_ko"]
    page = (DOCS / "ko/equivariance.md").read_text(encoding="utf-8")
    assert "등변성(equivariance)" in page
    assert "가변성" not in re.sub(r"`[^`]*`", "", page)


@pytest.mark.claim("C5.3.2")
def test_c5_3_2_the_largest_value_of_a_circular_convolution_is_invariant_under_all_shifts(rng):
    x, w = rng.normal(size=(1, 1, 6, 7)), rng.normal(size=(2, 1, 3, 3))
    answer = ops.global_max_pool2d(circular(x, w))
    for rows in range(6):
        for columns in range(7):
            np.testing.assert_allclose(
                ops.global_max_pool2d(circular(shift(x, (rows, columns)), w)), answer, atol=1e-12
            )


def one_dimensional_layers(rng):
    kernel, weights = rng.normal(size=(1, 1, 5)), rng.normal(size=(64, 64)) / 8
    bump = np.exp(-(((np.arange(64) - 20) / 3) ** 2))[None]
    return (lambda x: ops.conv1d(x[None], kernel, padding="same", mode="circular")[0]), (lambda x: x @ weights.T), bump


@pytest.mark.claim("C5.3.3")
@pytest.mark.parametrize("seed", range(5))
def test_c5_3_3_both_outputs_change_and_only_that_of_the_convolution_can_be_slid_back(seed):
    convolution, dense, bump = one_dimensional_layers(np.random.default_rng(seed))
    for layer in (convolution, dense):
        assert np.linalg.norm(layer(shift(bump, (0, 9))) - layer(bump)) > 0.5 * np.linalg.norm(layer(bump))
    error, amount = best_shift_error(convolution, by((0, 9)), bump)
    assert error < 1e-12 and amount == (0, 9)
    assert best_shift_error(dense, by((0, 9)), bump)[0] > 0.5


@pytest.mark.claim("C5.3.4")
def test_c5_3_4_the_label_stays_when_the_cat_moves_and_the_answer_to_where_moves_along():
    cat = data.photograph("chelsea", gray=True)[100:120, 150:170]
    brick = data.photograph("brick", gray=True)[100:120, 150:170]
    filters = np.stack([patch - patch.mean() for patch in (cat, brick)])[:, None]
    scenes = [data.paste(cat[None], (64, 64), *place)[0] for place in ((2, 3), (40, 41))]
    maps = [ops.conv2d(scene[None, None], filters) for scene in scenes]
    scores = [ops.global_max_pool2d(each)[0] for each in maps]
    assert scores[0].argmax() == scores[1].argmax() == 0 and abs(scores[0][0] - scores[1][0]) < 1e-9 * scores[0][0]
    places = [np.unravel_index(each[0, 0].argmax(), each.shape[2:]) for each in maps]
    assert np.subtract(*places[::-1]).tolist() == [38, 38]


@pytest.mark.claim("C5.3.5")
def test_c5_3_5_moved_results_are_the_same_away_from_the_border_and_for_stride_one_only(rng):
    x, w = rng.normal(size=(1, 1, 32, 32)), rng.normal(size=(1, 1, 3, 3))
    for amount in ((0, 1), (3, 0), (7, 12)):
        assert equivariance_error(lambda v: circular(v, w), by(amount), x) < 1e-12

    def zero(v, stride=1):
        return ops.conv2d(v, w, padding=1, stride=stride)

    wrong = abs(zero(shift(x, (0, 1))) - shift(zero(x), (0, 1))).max(axis=(0, 1, 2))
    assert np.flatnonzero(wrong > 1e-12).tolist() == [0, 1, 31]
    clear = np.zeros_like(x)
    clear[..., 4:-4, 4:-4] = x[..., 4:-4, 4:-4]
    assert equivariance_error(zero, by((0, 2)), clear) == 0

    def strided(v):
        return ops.conv2d(v, w, padding="same", mode="circular", stride=2)

    assert equivariance_error(strided, by((0, 2)), x, after=by((0, 1))) < 1e-12
    assert best_shift_error(strided, by((0, 1)), x)[0] > 0.5
    step = (np.arange(8) >= 4).astype(float)
    half = (step + np.roll(step, 1)) / 2  # a step between two pixels falls on one of them, half
    assert not set(half) <= set(step)


@pytest.mark.claim("C5.3.5b")
def test_c5_3_5b_pictures_that_are_not_stationary_do_as_well(rng):
    noise = rng.normal(size=(48, 48))
    ramp = noise * np.linspace(0.5, 2, 48)
    cat = data.photograph("chelsea", gray=True)[:48, :48]
    assert ramp[:, 24:].std() > 1.5 * ramp[:, :24].std()
    w = rng.normal(size=(3, 1, 3, 3))
    for picture in (noise, ramp, cat, np.tile(np.arange(48.0), (48, 1))):
        assert equivariance_error(lambda v: circular(v, w), by((5, 11)), picture[None, None]) < 1e-12
    own = rng.normal(size=(46, 46, 1, 1, 3, 3))  # other weights at each place: a stationary picture is no help
    assert equivariance_error(lambda v: ops.locally_connected2d(v, own), by((5, 11)), noise[None, None]) > 0.5


@pytest.mark.claim("C5.3.6")
def test_c5_3_6_convolution_is_equivariant_and_no_other_linear_layer_is(rng):
    w = rng.normal(size=(1, 1, 3, 3))
    convolution = ops.conv_matrix(w, (4, 5), padding="same", mode="circular")
    shifts = [shift_matrix((4, 5), amount) for amount in ((1, 0), (0, 1))]
    for T in shifts:
        assert abs(convolution @ T - T @ convolution).max() < 1e-12
    assert commutant_dimension([np.roll(np.eye(8), 1, 0)]) == 8
    assert commutant_dimension([shift_matrix((2, 4), amount) for amount in ((1, 0), (0, 1))]) == 8
    W = rng.normal(size=(12, 12))
    T = shift_matrix((1, 12), (0, 1))
    powers = [np.linalg.matrix_power(T, k) for k in range(12)]
    average = np.mean([P @ W @ P.T for P in powers], axis=0)
    assert abs(average - circulant_projection(W)).max() < 1e-12
    x = rng.normal(size=12)
    by_hand = [sum(average[i, 0] * x[(j - i) % 12] for i in range(12)) for j in range(12)]
    np.testing.assert_allclose(average @ x, by_hand, atol=1e-12)


def outputs(rng):
    """Relative change under shifts of 1 to 4, by (weights, ending)."""
    pattern = np.zeros((16, 16))
    pattern[3:7, 3:7] = rng.random((4, 4))
    moved = np.stack([shift(pattern, (0, amount)) for amount in range(5)])[:, None]
    features = {
        "shared": ops.conv2d(moved, rng.normal(size=(8, 1, 3, 3))),
        "own": ops.locally_connected2d(moved, rng.normal(size=(14, 14, 8, 1, 3, 3))),
    }
    pooled, flat = rng.normal(size=(8, 10)), rng.normal(size=(8 * 14 * 14, 10))
    change = {}
    for name, maps in features.items():
        maps = ops.relu(maps)
        for ending, y in (("global", ops.global_max_pool2d(maps) @ pooled), ("flat", maps.reshape(5, -1) @ flat)):
            change[name, ending] = np.linalg.norm(y[1:] - y[0], axis=1) / np.linalg.norm(y[0])
    return change


@pytest.mark.claim("C5.3.11")
@pytest.mark.parametrize("seed", range(5))
def test_c5_3_11_only_sharing_together_with_global_pooling_is_invariant(seed):
    change = outputs(np.random.default_rng(seed))
    assert change["shared", "global"].max() < 1e-12
    for other in (("shared", "flat"), ("own", "global"), ("own", "flat")):
        assert change[other].min() > 0.05


@pytest.mark.claim("C5.3.12")
def test_c5_3_12_without_sharing_the_guarantee_is_lost_but_some_invariance_is_learned():
    assert outputs(np.random.default_rng(0))["own", "global"].min() > 0.05
    for seed in (0, 1, 2):
        learned = moved_digits(seed)["mlp_accuracy"][0]
        assert 0.6 < learned < 0.95  # chance is 0.1; far from what it knows of digits that stay in place


@pytest.mark.claim("C5.3.12")
@pytest.mark.parametrize("seed", range(3))
def test_c5_3_12_what_is_learned_without_sharing_holds_for_the_range_that_was_shown(seed):
    corner, everywhere = (face_heads(region, seed)["probability"] for region in REGIONS)
    assert corner[15:, :5].min() > 0.9 > 0.2 > corner[:10, 10:].max()
    assert everywhere.min() > 0.9


@pytest.mark.claim("C5.3.13")
def test_c5_3_13_a_classifier_whose_answer_changes_with_the_place_is_neither():
    def scores(x):
        """Left half against right half: "cat" on the left, "dog" on the right."""
        return np.array([[x[:, :4].sum(), x[:, 4:].sum()]])

    cat = np.zeros((8, 8))
    cat[2:4, 0:2] = 1
    before, after = scores(cat), scores(shift(cat, (0, 5)))
    assert before.argmax() != after.argmax()
    places = [scores(shift(cat, (0, amount))) for amount in range(8)]
    slides = [[np.array_equal(here, np.roll(before, k)) for k in range(2)] for here in places]
    assert not all(any(row) for row in slides)  # at some places the scores are no shifted copy of the first


@pytest.mark.claim("C5.3.14")
@pytest.mark.parametrize("seed", range(5))
def test_c5_3_14_with_sharing_the_result_is_invariant_only_without_the_flattening(seed):
    change = outputs(np.random.default_rng(seed))
    assert change["shared", "global"].max() < 1e-12
    assert change["shared", "flat"].min() > 0.1


@pytest.mark.claim("C5.3.15")
def test_c5_3_15_a_stack_of_equivariant_layers_is_equivariant(rng):
    def stack(x):
        for channels, filters in ((1, 4), (4, 4), (4, 2)):
            weights = np.random.default_rng(channels + filters)
            w, b = weights.normal(size=(filters, channels, 3, 3)), weights.normal(size=filters)
            x = ops.relu(circular(x, w, b))
        return x

    x = np.pad(data.digits()[0][0], 4)[None, None]
    for amount in ((1, 0), (0, 7), (-5, 3)):
        assert equivariance_error(stack, by(amount), x) < 1e-12


@pytest.mark.claim("C5.3.18")
def test_c5_3_18_the_error_is_zero_until_the_halo_of_the_object_meets_that_of_the_padding(rng):
    margin = 7
    canvas = np.pad(rng.uniform(0.5, 1, size=(8, 6)), margin)[None, None]
    kernels = [rng.normal(size=(o, i, 3, 3)) / 3 for i, o in ((1, 6), (6, 6), (6, 6))]
    biases = rng.uniform(0.1, 0.5, size=(3, 6))

    def added(x, with_bias):
        x = np.concatenate([x, np.zeros_like(x)])
        for w, b in zip(kernels, biases, strict=True):
            x = ops.relu(ops.conv2d(x, w, b * with_bias, padding="same"))
        return x[:1] - x[1:]

    def error(amount, with_bias):
        moved = added(shift(canvas, (0, amount), mode="zeros"), with_bias)
        return abs(moved - shift(added(canvas, with_bias), (0, amount), mode="zeros")).max()

    assert [error(amount, 1) > 1e-9 for amount in range(7)] == [False] * 3 + [True] * 4
    assert [error(amount, 0) > 1e-9 for amount in range(7)] == [False] * 6 + [True]
    assert max(error(amount, 1) for amount in range(3)) < 1e-12
