"""The claims about weight sharing, section 5.2 of the notes, by id. What is trained holds for three seeds, with a margin."""

import numpy as np
import pytest

from cnnnotes import data, ops
from cnnnotes.analysis import Layer, layer_cost
from cnnnotes.learn.experiments import learning_curves, transformations
from tests.helpers import run_section

SEEDS = (0, 1, 2)
SHAPES = [
    (channels, side, outputs, kernel)
    for channels in (1, 3)
    for side in (7, 12)
    for outputs in (2, 5)
    for kernel in (1, 3, 5)
]


def last(setting, kinds=learning_curves.KINDS):
    """Accuracies after 1000 digits, (seeds, kinds)."""
    return learning_curves.curves(setting, kinds, (1000,), SEEDS)[1][..., 0]


def blocks(matrix, outputs, inputs):
    """(outputs, inputs, rows, columns)"""
    rows, columns = matrix.shape[0] // outputs, matrix.shape[1] // inputs
    return matrix.reshape(outputs, rows, inputs, columns).swapaxes(1, 2)


@pytest.mark.claim("C5.2.1")
def test_c5_2_1_each_pair_of_channels_and_each_layer_has_weights_of_its_own():
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(3, 2, 1, 3)), rng.normal(size=(2, 3, 1, 3))
    matrices = ops.conv_matrix(first, (1, 10)), ops.conv_matrix(second, (1, 8))
    seen = set()
    for matrix, (inputs, outputs) in zip(matrices, [(2, 3), (3, 2)], strict=True):
        for block in blocks(matrix, outputs, inputs).reshape(6, matrix.shape[0] // outputs, -1):
            weights = set(block[block != 0])
            assert len(weights) == 3 and not weights & seen
            seen |= weights
    assert len(seen) == first.size + second.size == 36


@pytest.mark.claim("C5.2.2")
def test_c5_2_2_weights_repeat_along_the_diagonals_and_324_connections_have_nine():
    rng = np.random.default_rng(0)
    row = ops.conv_matrix(rng.normal(size=(1, 1, 1, 3)), (1, 10))
    assert np.array_equal(row[1:, 1:], row[:-1, :-1])
    picture = ops.conv_matrix(rng.normal(size=(1, 1, 3, 3)), (8, 8))
    assert np.count_nonzero(picture) == 324 and len(np.unique(picture[picture != 0])) == 9
    four = picture.reshape(6, 6, 8, 8)
    assert np.array_equal(four[1:, :, 1:], four[:-1, :, :-1]) and np.array_equal(
        four[:, 1:, :, 1:], four[:, :-1, :, :-1]
    )


@pytest.mark.claim("C5.2.3")
def test_c5_2_3_sharing_loses_nothing_when_justified_and_does_harm_when_not():
    kinds = ("dense", "shared", "pooled")
    moved, shuffled = last("moved", kinds), last("shuffled", kinds)
    assert np.all(moved[:, 1] > moved[:, 0] + 0.15) and np.all(moved[:, 2] > moved[:, 0] + 0.4)
    assert np.all(shuffled[:, 1] < shuffled[:, 0] - 0.04) and np.all(shuffled[:, 2] < shuffled[:, 0] - 0.1)
    assert abs(moved[:, 0] - shuffled[:, 0]).max() < 0.04


@pytest.mark.claim("C5.2.3")
def test_c5_2_3_where_something_else_is_asked_sharing_loses_even_with_stationary_inputs():
    x = np.random.default_rng(0).normal(size=(5_000, 64))
    for asked, lost in ((np.ones(64), 0), (np.arange(64) >= 32, 0.5)):  # the signal everywhere, or in one half
        y = asked * x
        shared, each = (x * y).sum() / (x**2).sum(), (x * y).sum(axis=0) / (x**2).sum(axis=0)
        assert np.mean((y - each * x) ** 2) < 1e-20
        assert np.mean((y - shared * x) ** 2) / np.mean(y**2) == pytest.approx(lost, abs=0.01)


@pytest.mark.claim("C5.2.4")
def test_c5_2_4_one_filter_gives_the_same_number_in_both_places_and_filters_of_their_own_do_not():
    rng = np.random.default_rng(0)
    patch, scene = rng.random((5, 5)), np.zeros((1, 1, 20, 20))
    scene[0, 0, 1:6, 2:7] = scene[0, 0, 12:17, 9:14] = patch
    shared = ops.conv2d(scene, rng.normal(size=(1, 1, 5, 5)))[0, 0]
    own = ops.locally_connected2d(scene, rng.normal(size=(16, 16, 1, 1, 5, 5)))[0, 0]
    assert abs(shared[1, 2] - shared[12, 9]) < 1e-12
    assert abs(own[1, 2] - own[12, 9]) > 0.1


@pytest.mark.claim("C5.2.5")
def test_c5_2_5_sharing_is_worth_much_for_digits_anywhere_and_little_for_digits_in_the_middle():
    moved, centred = last("moved"), last("centred")
    assert np.all(moved[:, 2] > moved[:, 1] + 0.15)
    assert abs(centred[:, 2] - centred[:, 1]).max() < 0.03
    assert centred.min() > 0.9 and np.ptp(centred, axis=1).max() < 0.06


@pytest.mark.claim("C5.2.6")
def test_c5_2_6_filters_for_each_place_multiply_the_parameters_by_the_places():
    local, conv = (layer_cost(Layer(kind, 16, kernel=3), (3, 32, 32)) for kind in ("local", "conv"))
    assert (local.parameters, conv.parameters) == (403_200, 448) and local.parameters == 900 * conv.parameters
    for channels, side, outputs, kernel in SHAPES:
        local, conv = (
            layer_cost(Layer(kind, outputs, kernel=kernel), (channels, side, side)) for kind in ("local", "conv")
        )
        assert local.parameters == (side - kernel + 1) ** 2 * conv.parameters


@pytest.mark.claim("C5.2.7")
@pytest.mark.parametrize(("channels", "side", "outputs", "kernel"), SHAPES)
def test_c5_2_7_sharing_leaves_the_values_that_are_put_out_as_they_are(channels, side, outputs, kernel):
    local, conv = (
        layer_cost(Layer(kind, outputs, kernel=kernel), (channels, side, side)) for kind in ("local", "conv")
    )
    assert local.activations == conv.activations == outputs * (side - kernel + 1) ** 2
    assert local.parameters > conv.parameters


@pytest.mark.claim("C5.2.8")
@pytest.mark.parametrize(("channels", "side", "outputs", "kernel"), SHAPES)
def test_c5_2_8_sharing_saves_no_multiplication_and_sparse_connections_do(channels, side, outputs, kernel):
    local, conv = (
        layer_cost(Layer(kind, outputs, kernel=kernel), (channels, side, side)) for kind in ("local", "conv")
    )
    dense = layer_cost(Layer("dense", conv.activations), (channels, side, side))
    assert local.macs == conv.macs < dense.macs
    matrix = ops.conv_matrix(np.ones((outputs, channels, kernel, kernel)), (side, side))
    assert np.count_nonzero(matrix) == conv.macs and matrix.size == dense.macs


@pytest.mark.claim("C5.2.8")
def test_c5_2_8_the_numbers_of_the_example():
    macs = [
        layer_cost(Layer(kind, outputs, **options), (3, 32, 32)).macs
        for kind, outputs, options in (("conv", 16, {"kernel": 3}), ("local", 16, {"kernel": 3}), ("dense", 14_400, {}))
    ]
    assert macs == [388_800, 388_800, 44_236_800]


@pytest.mark.claim("C5.2.9")
def test_c5_2_9_the_error_is_three_over_samples_minus_four_with_and_without_sharing():
    names = run_section("weight_sharing", "effective")
    shared, each = names.found["inputs", 0]
    for error, places in zip(shared, names.counts, strict=True):
        assert error == pytest.approx(3 / (names.images * places - 4), rel=0.2)
    assert each[1:] == pytest.approx(3 / (names.images - 4), rel=0.1)
    gain = each / shared
    assert gain[1:] == pytest.approx(names.counts[1:], rel=0.15)


@pytest.mark.claim("C5.2.10")
def test_c5_2_10_smooth_inputs_or_smooth_noise_do_no_harm_but_both_together_do():
    names = run_section("weight_sharing", "effective")
    gains = {key: each[-1] / shared[-1] for key, (shared, each) in names.found.items()}
    for rho in names.smoothness:
        assert gains["inputs", rho] == pytest.approx(64, rel=0.15)
        assert gains["noise", rho] == pytest.approx(64, rel=0.15)
    both = [gains["both", rho] for rho in names.smoothness]
    assert np.all(np.diff(both) < 0) and 15 < gains["both", 0.9] < 27 and gains["both", 0.97] < 12


@pytest.mark.claim("C5.2.11")
def test_c5_2_11_digits_anywhere_are_learned_from_fewer_examples_with_sharing_and_fewer_still_with_global_pooling():
    train, test = learning_curves.curves("moved", seeds=SEEDS)
    dense, local, shared, pooled = test.transpose(1, 0, 2)
    assert train.min() > 0.95
    assert np.all(shared[:, 2:] > np.maximum(dense, local)[:, 2:] + 0.1)
    assert np.all(pooled > shared + 0.25)
    assert np.all(pooled[:, 0] > shared[:, -1] + 0.05) and np.all(pooled[:, 0] > dense[:, -1] + 0.3)
    assert abs(local - dense).max() < 0.08


@pytest.mark.claim("C5.2.11")
def test_c5_2_11_an_equal_start_is_not_what_helps():
    local, untied, shared = last("moved", ("local", "untied", "shared")).T
    assert np.all(shared > untied + 0.15) and abs(untied - local).max() < 0.05


@pytest.mark.claim("C5.2.11")
def test_c5_2_11_many_more_pictures_come_near_it_without_sharing():
    often = [learning_curves.many_places(seed)["test"] for seed in SEEDS]
    dense, pooled = last("moved", ("dense", "pooled")).T
    assert np.all(often > dense + 0.35) and np.all(often < pooled)


@pytest.mark.claim("C5.2.12")
def test_c5_2_12_cnns_keep_their_accuracy_when_digits_move_and_not_when_they_are_turned_or_scaled():
    runs = [transformations.accuracy_curves(seed) for seed in SEEDS]
    for run in runs:
        near, pooled = np.abs(run["shifts"]) <= 3, run["shift"][2]
        assert np.ptp(pooled[near]) < 0.02
        assert run["angle"][:, run["angles"] == 90].max() < 0.25
        assert run["scale"][:, run["scales"] == 2].max() < 0.4


@pytest.mark.claim("C5.2.13")
def test_c5_2_13_the_gradient_of_a_shared_filter_is_the_sum_of_those_of_all_places():
    rng = np.random.default_rng(0)
    x = data.digits()[0][:4, None]
    w, dy = rng.normal(size=(2, 1, 3, 3)), rng.normal(size=(4, 2, 6, 6))
    each = ops.locally_connected2d_backward(dy, x, np.broadcast_to(w, (6, 6, *w.shape)))
    together = ops.conv2d_backward(dy, x, w)
    assert abs(each[1].sum((0, 1)) - together[1]).max() < 1e-12
    assert abs(each[2].sum((1, 2)) - together[2]).max() < 1e-12
    assert abs(each[1][0, 0] - each[1][3, 3]).max() > 0.1
