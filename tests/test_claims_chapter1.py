"""The claims of chapter 1, one test each. Exact ones to rounding; what is trained over three seeds, with a margin."""

import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from cnnnotes import data, ops
from cnnnotes.analysis import cost, equivariance, linear, locality, neighbours
from cnnnotes.learn import layers, models
from cnnnotes.learn.experiments import capacity, permutation, transformations

SEEDS = (0, 1, 2)
PHOTOGRAPHS = ("chelsea", "astronaut", "camera", "coffee")
BIBLIOGRAPHY = Path(__file__).parents[1] / "docs" / "references.bib"


def curves(kind):
    """Accuracies (seeds, models, amounts), and the amounts."""
    runs = [transformations.accuracy_curves(seed) for seed in SEEDS]
    return np.array([run[kind] for run in runs]), runs[0][f"{kind}s"].tolist()


@pytest.mark.claim("C1.1")
def test_c1_1_the_neocognitron_is_older_than_backpropagation_and_hand_made_features_lie_between_lenet_and_alexnet():
    text = BIBLIOGRAPHY.read_text(encoding="utf-8")
    order = "HubelWiesel1962 Fukushima1980 Rumelhart1986 LeCun1989 LeCun1998 Lowe2004 DalalTriggs2005 Krizhevsky2012"
    years = [int(re.search(rf"@\w+{{{key},.*?\byear\s*=\s*{{(\d{{4}})}}", text, re.DOTALL)[1]) for key in order.split()]
    assert years == sorted(set(years))
    assert years == [int(key[-4:]) for key in order.split()]


@pytest.mark.claim("C1.2")
def test_c1_2_a_dense_layer_connects_every_input_with_every_output_and_all_weights_are_free(rng):
    w, kernel = rng.standard_normal((64, 36)), rng.standard_normal((1, 1, 3, 3))
    local = rng.standard_normal((6, 6, 1, 1, 3, 3))
    dense = linear.matrix_of(lambda x: ops.dense(x[None], w), (64,))
    connected = linear.matrix_of(lambda x: ops.locally_connected2d(x[None, None], local), (8, 8))
    shared = linear.matrix_of(lambda x: ops.conv2d(x[None, None], kernel), (8, 8))
    for matrix, links, free in ((dense, 2304, 2304), (connected, 324, 324), (shared, 324, 9)):
        assert matrix.shape == (36, 64)
        assert np.count_nonzero(abs(matrix) > 1e-12) == links
        assert len(np.unique(matrix[abs(matrix) > 1e-12].round(12))) == free


@pytest.mark.claim("C1.3")
@pytest.mark.parametrize(("size", "nodes"), [((5, 7, 3), 4), ((8, 8, 1), 10), ((2, 9, 4), 1)])
def test_c1_3_an_input_has_no_parameters_and_the_next_layer_has_inputs_times_nodes_plus_nodes(rng, size, nodes):
    inputs = np.zeros(size).size
    layer = layers.Dense(inputs, nodes, rng)
    assert models.count(layers.Flatten()) == 0
    assert models.count(layer) == np.prod(size) * nodes + nodes == cost.dense_parameters(inputs, nodes)


@pytest.mark.claim("C1.4")
def test_c1_4_a_photograph_of_640_by_480_has_921600_values():
    assert np.zeros((480, 640, 3), np.uint8).size == 921_600
    assert np.zeros((480, 640), np.uint8).size == 307_200


@pytest.mark.claim("C1.5")
def test_c1_5_117964800_counts_the_weights_and_leaves_out_128_biases(rng):
    weights = cost.dense_parameters(921_600, 128, bias=False)
    assert weights == 117_964_800
    assert cost.dense_parameters(921_600, 128) == 117_964_928
    assert weights * np.dtype(np.float32).itemsize / 2**20 == 450
    assert cost.conv2d_parameters(3, 128, 3) == models.count(layers.Conv2d(3, 128, 3, rng)) == 3_584
    assert 3_584 * np.dtype(np.float32).itemsize / 2**10 == 14
    photograph = np.zeros((1, 3, 48, 64), np.float32)
    assert layers.Conv2d(3, 128, 3, rng, padding="same").forward(photograph).shape == (1, 128, 48, 64)


@pytest.mark.claim("C1.6")
def test_c1_6_flattening_adds_and_loses_nothing():
    image = data.photograph("chelsea")[None, :24, :24]
    layer = layers.Flatten()
    flat = layer.forward(image)
    assert flat.shape == (1, image.size) and models.count(layer) == 0
    assert np.array_equal(layer.backward(flat), image)


@pytest.mark.claim("C1.7")
def test_c1_7_parameters_grow_with_the_square_of_the_side_or_its_fourth_power_and_not_at_all_for_a_convolution(rng):
    sides = 2 ** np.arange(4, 11)
    fixed = [cost.dense_parameters(3 * side**2, 128, bias=False) for side in sides.tolist()]
    wide = [cost.dense_parameters(3 * side**2, side**2, bias=False) for side in sides.tolist()]
    slopes = [np.polyfit(np.log(sides), np.log(counts), 1)[0] for counts in (fixed, wide)]
    assert slopes == pytest.approx([2, 4], abs=1e-9)
    layer = layers.Conv2d(1, 2, 3, rng)
    before = models.count(layer)
    for side in (16, 64, 256):
        layer.forward(np.zeros((1, 1, side, side), np.float32))
        assert models.count(layer) == before == 20


@pytest.mark.claim("C1.8")
def test_c1_8_any_labels_of_four_photographs_are_fitted_exactly_and_in_more_than_one_way():
    cut = [data.photograph(name)[22:278, :256] for name in ("chelsea", "camera")]
    x = np.array([*cut, data.photograph("astronaut"), data.photograph("coffee")])[:, :256, :256].reshape(4, -1)
    fifth = data.photograph("brick").ravel()
    assert np.linalg.matrix_rank(x @ x.T) == 4
    for labels in product((-1, 1), repeat=4):
        weights = x.T @ np.linalg.solve(x @ x.T, labels)
        unseen = fifth - x.T @ np.linalg.solve(x @ x.T, x @ fifth)
        other = weights + 3 * unseen / (unseen @ fifth)
        assert abs(x @ weights - labels).max() < 1e-9 and abs(x @ other - labels).max() < 1e-9
        assert (other - weights) @ fifth == pytest.approx(3, abs=1e-9)
    assert 1024 * 1024 * 3 == 3_145_728


@pytest.mark.claim("C1.9")
def test_c1_9_a_network_that_can_memorise_shuffled_labels_still_learns_from_true_ones():
    for seed in SEEDS:
        run = capacity.random_labels(seed)
        large = run["widths"] >= 32
        assert run["train_shuffled"][large].min() >= 0.99 and run["train_true"][large].min() >= 0.99
        assert 0.04 < run["test_shuffled"][large].min() and run["test_shuffled"][large].max() < 0.2
        assert run["test_true"][large].min() > 0.8
        assert run["train_shuffled"][run["widths"] == 2][0] < 0.4


@pytest.mark.claim("C1.10")
def test_c1_10_more_parameters_express_no_more_without_activations_and_test_accuracy_dips_where_the_fit_just_succeeds(
    rng,
):
    first, second, third = (rng.standard_normal(shape) for shape in ((64, 256), (256, 256), (256, 10)))
    x = rng.standard_normal((5, 64))
    assert (
        abs(ops.dense(ops.dense(ops.dense(x, first), second), third) / (x @ (first @ second @ third)) - 1).max() < 1e-9
    )
    runs = np.array(
        [[least_squares_on_random_features(seed, count) for count in (50, 150, 200, 5000)] for seed in range(5)]
    )
    fitted, judged = runs[:, 1:, 0], runs[..., 1].mean(axis=0)
    assert np.all(fitted == 1)
    assert judged[1] < judged[0] - 0.2 and judged[1] < judged[2] - 0.2
    assert judged[3] > judged[0] + 0.03


def least_squares_on_random_features(seed, count):
    """Accuracy on 150 training digits, a tenth mislabelled, and on test digits, of the smallest least-squares weights."""
    train, labels, test, answers = data.digits_split(seed)
    rng = np.random.default_rng(seed)
    x, labels, middle = train[:150].reshape(150, 64), labels[:150], train[:150].reshape(150, 64).mean(axis=0)
    wrong = rng.choice(150, 15, replace=False)
    labels[wrong] = (labels[wrong] + rng.integers(1, 10, 15)) % 10
    directions = rng.standard_normal((64, count))
    known, unknown = ops.relu((x - middle) @ directions), ops.relu((test.reshape(-1, 64) - middle) @ directions)
    weights = np.linalg.lstsq(known, np.eye(10)[labels], rcond=None)[0]
    return np.mean((known @ weights).argmax(1) == labels), np.mean((unknown @ weights).argmax(1) == answers)


@pytest.mark.claim("C1.11")
def test_c1_11_a_dense_layer_on_the_last_axis_is_a_convolution_of_one_by_one(rng):
    x, w, b = rng.standard_normal((2, 5, 7, 3)), rng.standard_normal((3, 4)), rng.standard_normal(4)
    convolved = ops.conv2d(np.moveaxis(x, -1, 1), w.T[:, :, None, None], b)
    assert abs(np.moveaxis(convolved, 1, -1) - (x @ w + b)).max() < 1e-12


@pytest.mark.claim("C1.12")
def test_c1_12_a_fixed_order_of_pixels_changes_nothing_for_a_dense_network_and_much_for_a_cnn_on_moved_digits():
    for seed in SEEDS:
        same = permutation.mirrored_mlp(seed)
        assert abs(same["losses"][0] - same["losses"][1]).max() < 1e-9
        assert same["losses"][0, 0] > 2 > 1 > same["losses"][0, -1]
        assert same["accuracy"][0] == same["accuracy"][1] > 0.85
        moved, easy = permutation.moved_digits(seed), permutation.centred_digits(seed)
        assert moved["cnn_accuracy"][0] - moved["cnn_accuracy"][1] > 0.3
        assert abs(moved["mlp_accuracy"][0] - moved["mlp_accuracy"][1]) < 0.08
        assert easy["cnn_accuracy"][0] - easy["cnn_accuracy"][1] < 0.08


@pytest.mark.claim("C1.13")
def test_c1_13_neighbouring_pixels_of_photographs_are_alike_and_shuffled_ones_are_not(rng):
    distances = [1, 2, 4, 8, 16, 32]
    for name in PHOTOGRAPHS:
        image = data.photograph(name, gray=True)
        found = locality.neighbour_correlation(image, distances)
        assert found[0] > 0.9 and np.all(np.diff(found) < 0)
        shuffled = rng.permutation(image.ravel()).reshape(image.shape)
        assert abs(locality.neighbour_correlation(shuffled, [1])[0]) < 0.02
    grass, cat = (
        locality.neighbour_correlation(data.photograph(name, gray=True), [8])[0] for name in ("grass", "chelsea")
    )
    assert grass < 0.2 < 0.5 < cat


@pytest.mark.claim("C1.14")
def test_c1_14_in_the_flat_row_neighbours_are_c_or_w_times_c_places_apart_and_still_alike():
    for shape, places in (((480, 640, 3), (3, 1920)), ((300, 451, 3), (3, 1353))):
        numbers = np.arange(np.prod(shape)).reshape(shape)
        assert np.all(numbers[:, 1:] - numbers[:, :-1] == places[0])
        assert np.all(numbers[1:] - numbers[:-1] == places[1])
    next_to_it, half_a_row, a_row = locality.autocorrelation(
        data.photograph("chelsea", gray=True).ravel(), [1, 225, 451]
    )
    assert next_to_it > 0.9 and a_row > 0.9 and half_a_row < 0.3


@pytest.mark.claim("C1.15")
def test_c1_15_the_pixels_around_a_pixel_predict_it_and_pixels_farther_away_do_so_less():
    for name in (*PHOTOGRAPHS, "grass"):
        image = data.photograph(name, gray=True)
        near, wide, widest = (locality.prediction_r2(image, locality.square_offsets(radius)) for radius in (1, 2, 6))
        assert near > (0.8 if name == "grass" else 0.94)
        assert abs(widest - wide) < 0.01
        assert locality.prediction_r2(image, locality.ring_offsets(6)) < near - 0.05


@pytest.mark.claim("C1.16")
def test_c1_16_most_sixes_turned_by_180_degrees_look_like_nines():
    shares = []
    for seed in SEEDS:
        train, labels, test, answers = data.digits_split(seed)
        turned = data.rotate(test[answers == 6], 180)
        shares.append(np.mean(neighbours.nearest_label(train, labels, turned) == 9))
        assert np.mean(neighbours.nearest_label(train, labels, test[answers == 6]) == 6) > 0.95
    assert min(shares) > 0.6 and np.mean(shares) > 0.7


@pytest.mark.claim("C1.17")
def test_c1_17_no_network_keeps_its_accuracy_under_shift_rotation_and_scale_but_the_pooled_one_under_shift():
    (shift, shifts), (angle, angles), (scale, scales) = curves("shift"), curves("angle"), curves("scale")
    centred = shift[:, :, shifts.index(0)]
    assert centred.min() > 0.93
    for step in (-3, -2, 2, 3):
        assert shift[:, 0, shifts.index(step)].max() < 0.3
        assert shift[:, 1, shifts.index(step)].max() < 0.4
    near = [shifts.index(step) for step in range(-3, 4)]
    assert abs(shift[:, 2, near] - centred[:, 2:]).max() < 0.01
    assert angle[:, :, angles.index(90)].max() < 0.25
    assert scale[:, :, scales.index(2)].max() < 0.4 and scale[:, :, scales.index(0.5)].max() < 0.4


@pytest.mark.claim("C1.18")
def test_c1_18_a_shift_slides_the_flat_row_and_a_convolution_uses_the_same_weights_everywhere(rng):
    picture = np.pad(data.digits()[0][3], 4)
    moved = np.roll(picture, (2, 3), (0, 1))
    matrix = equivariance.shift_matrix(picture.shape, (2, 3))
    assert np.array_equal(matrix @ picture.ravel(), moved.ravel())
    assert np.array_equal(np.roll(picture.ravel(), 2 * picture.shape[1] + 3), moved.ravel())
    step = equivariance.shift_matrix((6, 6), (1, 2))
    own = rng.standard_normal((36, 36))
    tied = ops.conv_matrix(rng.standard_normal((1, 1, 3, 3)), (6, 6), padding="same", mode="circular")
    assert abs(step @ tied @ step.T - tied).max() < 1e-12
    assert abs(step @ own @ step.T - own).max() > 1


@pytest.mark.claim("C1.19")
def test_c1_19_a_digit_moved_by_one_pixel_is_farther_from_itself_than_from_another_digit():
    for seed in SEEDS:
        train, labels, test, answers = data.digits_split(seed)
        known = data.centre(train, (16, 16))
        moved = [data.paste(test, (16, 16), 4, 4 + shift) for shift in range(4)]
        to_itself = np.linalg.norm((moved[1] - moved[0]).reshape(len(test), -1), axis=1)
        to_others = np.where(answers[:, None] == labels, np.inf, neighbours.distances(moved[0], known)).min(axis=1)
        assert np.mean(to_itself > to_others) >= 0.95
        right = [np.mean(neighbours.nearest_label(known, labels, images) == answers) for images in moved]
        assert right[0] > 0.95 and right[1] < 0.8 and max(right[2:]) < 0.3
    shift, shifts = curves("shift")
    assert shift[:, 0, shifts.index(1)].max() < 0.7 and shift[:, 0, shifts.index(2)].max() < 0.3


@pytest.mark.claim("C1.20")
def test_c1_20_a_convolution_does_not_commute_with_a_quarter_turn_unless_its_filter_is_symmetric(rng):
    cat = data.photograph("chelsea", gray=True)[None, None, :, :300]
    w = rng.standard_normal((1, 1, 3, 3))
    w -= w.mean()

    def quarter(x):
        return np.rot90(x, axes=(2, 3))

    errors = [
        equivariance.equivariance_error(lambda x, kernel=kernel: ops.conv2d(x, kernel), quarter, cat)
        for kernel in (w, equivariance.symmetrise(w))
    ]
    assert errors[0] > 0.5 and errors[1] < 1e-12
    four = np.concatenate([np.rot90(w, turns, axes=(2, 3)) for turns in range(4)])
    answers = [ops.global_max_pool2d(ops.conv2d(np.rot90(cat, turns, axes=(2, 3)), four)).max() for turns in range(4)]
    assert np.ptp(answers) < 1e-12
