"""The claims of page 5.3.3, one test each."""

from itertools import pairwise

import numpy as np
import pytest

from cnnnotes import data, ops
from cnnnotes.analysis import circulant_projection, commutant_dimension, commutator, shift, shift_matrix
from cnnnotes.learn.experiments import faces, transformations
from cnnnotes.learn.models import cnn_pooled

SEEDS = (0, 1, 2)
MIDDLES = [(row, column) for row in range(6, 26) for column in range(6, 26)]


def logits(kind, seed, amount):
    """Scores of a trained network for all test digits, moved to the right from the middle of 20 x 20 pixels."""
    test = data.digits_split(seed)[2]
    images = data.paste(test, (20, 20), 6, 6 + amount)[:, None].astype("float32")
    return transformations.trained(kind, seed).forward(images).astype(float)


def changed(kind, seed, amount):
    return logits(kind, seed, amount).argmax(axis=1) != logits(kind, seed, 0).argmax(axis=1)


@pytest.mark.claim("C5.3.16")
@pytest.mark.parametrize("seed", SEEDS)
def test_c5_3_16_flattened_answers_change_at_one_pixel_and_globally_pooled_ones_do_not(seed):
    for amount in (-1, 1):
        assert changed("cnn_flatten", seed, amount).mean() > 0.25
        before, after = (ops.softmax(logits("cnn_flatten", seed, by)) for by in (0, amount))
        assert abs(after - before).max() > 0.99
    for amount in (-2, -1, 1, 2):
        assert not changed("cnn_pooled", seed, amount).any()


@pytest.mark.claim("C5.3.17")
@pytest.mark.parametrize("seed", SEEDS)
def test_c5_3_17_the_same_pattern_gives_the_same_output_only_with_global_pooling_and_room(seed, rng):
    moved, still = (logits("cnn_flatten", seed, by) for by in (1, 0))
    assert abs(moved - still).max(axis=1).min() > 0.1  # each of the digits gets another output
    network = cnn_pooled(dtype="float64").load(transformations.trained("cnn_pooled", seed).parameters)
    test = data.digits_split(seed)[2]

    def pooled(side, amount):
        middle = (side - 8) // 2
        return network.forward(data.paste(test, (side, side), middle, middle + amount)[:, None].astype(float))

    assert abs(pooled(32, 3) - pooled(32, 0)).max() < 1e-9
    assert abs(pooled(20, 3) - pooled(20, 0)).max() > 0.1
    x, w = rng.normal(size=(1, 1, 9, 10)), rng.normal(size=(4, 1, 3, 3))

    def circular(v):
        return ops.global_max_pool2d(ops.relu(ops.conv2d(v, w, padding="same", mode="circular")))

    for amount in np.ndindex(9, 10):
        np.testing.assert_allclose(circular(shift(x, amount)), circular(x), atol=1e-9)


@pytest.mark.claim("C5.3.19")
def test_c5_3_19_a_fully_connected_layer_is_equivariant_only_if_it_is_a_convolution(rng):
    T = shift_matrix((1, 64), (0, 1))
    sizes = [commutator(rng.normal(size=(64, 64)), T) for _ in range(200)]
    assert np.mean(sizes) == pytest.approx(np.sqrt(2), abs=0.01)
    assert min(sizes) > 1.3

    W = rng.normal(size=(64, 64))
    circulant = circulant_projection(W)
    path = [commutator((1 - share) * W + share * circulant, T) for share in (0, 0.2, 0.4, 0.6, 0.8, 0.9, 1)]
    assert all(later < earlier for earlier, later in pairwise(path))
    assert path[-1] < 1e-12
    kernel = np.roll(circulant[0, ::-1], 1)  # what it convolves with, from the place itself to the right
    x = rng.normal(size=64)
    np.testing.assert_allclose(circulant @ x, [kernel @ np.roll(x[::-1], place + 1) for place in range(64)], atol=1e-9)

    # of the matrices of one size those that commute are the circulant ones, all of them
    small = shift_matrix((1, 7), (0, 1))
    assert commutant_dimension([small]) == 7
    assert np.linalg.matrix_rank([circulant_projection(unit.reshape(7, 7)).ravel() for unit in np.eye(49)]) == 7

    b = rng.normal(size=64)
    assert abs((circulant @ (T @ x) + b) - T @ (circulant @ x + b)).max() > 0.1
    equal = np.full(64, 0.7)
    assert abs((circulant @ (T @ x) + equal) - T @ (circulant @ x + equal)).max() < 1e-9

    # with any T' at all, every layer with an inverse would pass
    other = W @ T @ np.linalg.inv(W)
    np.testing.assert_allclose(W @ T, other @ W, atol=1e-9)
    assert abs(other - T).max() > 0.1


@pytest.mark.claim("C5.3.19")
def test_c5_3_19_two_numbers_are_left_for_all_orders_and_one_for_each_node_that_is_invariant(rng):
    exchanges = []
    for place in range(4):
        exchanges.append(np.eye(5))
        exchanges[-1][[place, place + 1]] = exchanges[-1][[place + 1, place]]
    assert commutant_dimension(exchanges) == 2
    a, b = rng.normal(size=2)
    W = a * np.eye(5) + b * np.ones((5, 5))
    assert max(commutator(W, P) for P in exchanges) < 1e-12

    T = shift_matrix((1, 5), (0, 1))
    equal, unequal = np.full(5, 0.3), np.full(5, 0.3)
    unequal[2] += 0.01
    assert abs(equal @ T - equal).max() == 0
    assert abs(unequal @ T - unequal).max() > 0
    assert np.linalg.matrix_rank(T.T - np.eye(5)) == 4  # so w T = w has one free number: all weights equal


@pytest.mark.claim("C5.3.20")
def test_c5_3_20_whatever_follows_invariant_features_is_invariant(rng):
    x, w = rng.normal(size=(1, 1, 12, 12)), rng.normal(size=(6, 1, 3, 3))

    def features(v):
        return ops.global_avg_pool2d(ops.relu(ops.conv2d(v, w, padding="same", mode="circular")))

    for _ in range(100):
        head, amount = rng.normal(size=(6, 10)), rng.integers(1, 12, 2)
        for after in (lambda z: z, ops.softmax, np.sin):
            np.testing.assert_allclose(after(features(shift(x, amount)) @ head), after(features(x) @ head), atol=1e-10)


@pytest.mark.claim("C5.3.22")
@pytest.mark.parametrize("seed", range(5))
def test_c5_3_22_fully_connected_layers_do_not_tell_a_shift_from_another_digit(seed):
    rng = np.random.default_rng(seed)
    images = data.centre(data.digits()[0][:200], (20, 20))[:, None]
    w = rng.normal(size=(8, 1, 3, 3)) / 3

    def features(x):
        return ops.max_pool2d(ops.relu(ops.conv2d(x, w, padding="same", mode="circular")), 2).reshape(len(x), -1)

    def distance(a, b):
        return np.mean(np.linalg.norm(b - a, axis=1) / np.linalg.norm(a, axis=1))

    here, there = features(images), features(shift(images, (0, 1)))
    first = distance(here, there)
    for _ in range(6):
        head = rng.normal(size=(here.shape[1], 256)) * np.sqrt(2 / here.shape[1])
        before = distance(here, there)
        here, there = ops.relu(here @ head), ops.relu(there @ head)
        assert 0.75 < distance(here, there) / before < 1.25
        assert distance(here, there) / distance(here, np.roll(here, 1, axis=0)) > 0.85
    assert distance(here, there) < 0.95 * first


@pytest.mark.claim("C5.3.23")
def test_c5_3_23_softmax_is_undone_up_to_a_constant_and_changes_no_answer(rng):
    z = rng.normal(size=(10_000, 10)) * 3
    p = ops.softmax(z)
    assert np.array_equal(z.argsort(axis=1), p.argsort(axis=1))
    np.testing.assert_allclose(ops.softmax(z + rng.normal(size=(10_000, 1))), p, atol=1e-12)
    order = rng.permutation(10)
    np.testing.assert_allclose(ops.softmax(z[:, order]), p[:, order], atol=1e-12)
    centred = np.log(p) - np.log(p).mean(axis=1, keepdims=True)
    np.testing.assert_allclose(centred, z - z.mean(axis=1, keepdims=True), atol=1e-10)
    for seed in SEEDS:
        before, after = (logits("cnn_flatten", seed, by) for by in (0, 1))
        by_logits = before.argmax(axis=1) != after.argmax(axis=1)
        by_softmax = ops.softmax(before).argmax(axis=1) != ops.softmax(after).argmax(axis=1)
        assert by_logits.any() and np.array_equal(by_logits, by_softmax)
        step = np.linalg.norm(after - before, axis=1) / np.linalg.norm(before, axis=1)
        change = abs(ops.softmax(after) - ops.softmax(before)).max(axis=1)
        alike = abs(step - np.median(step)) < 0.05
        assert change[alike].min() < 0.05 and change[alike].max() > 0.8  # hidden, and magnified


@pytest.mark.claim("C5.3.24")
def test_c5_3_24_the_peak_of_the_face_map_moves_exactly_as_far_as_the_face():
    maps = faces.find_faces(faces.find_parts([faces.with_face(*middle) for middle in MIDDLES]))[1][:, 0]
    assert len(MIDDLES) >= 64
    for middle, found in zip(MIDDLES, maps, strict=True):
        assert np.argwhere(found > 0.5).mean(axis=0).tolist() == list(middle)


@pytest.mark.claim("C5.3.25")
def test_c5_3_25_a_face_needs_its_parts_at_given_distances_and_a_sum_of_channels_does_not_see_them():
    face, scrambled = faces.with_face(12, 12), faces.with_parts((16, 12), (8, 8), (8, 16))
    parts = faces.find_parts([face, scrambled])
    arranged, mixed = faces.find_faces(parts)[1].max(axis=(1, 2, 3))
    assert arranged == pytest.approx(1, abs=1e-9) and mixed == 0
    added = parts.sum(axis=1)  # the two channels merely added
    assert added[0].max() == pytest.approx(added[1].max(), abs=1e-9)
    assert added[0].sum() == pytest.approx(added[1].sum(), abs=1e-9)

    def nose(amount, **options):
        return faces.find_faces(faces.find_parts([faces.with_face(15, 15, amount)]), **options)[1].max()

    assert [nose(amount) > 0.5 for amount in range(7)] == [True] * 5 + [False] * 2
    assert [nose(amount, reach=0) > 0.5 for amount in range(2)] == [True, False]


@pytest.mark.claim("C5.3.26")
@pytest.mark.parametrize("seed", SEEDS)
def test_c5_3_26_a_fully_connected_layer_knows_faces_only_where_it_was_taught(seed):
    taught, wide = (faces.face_heads(region, seed) for region in faces.REGIONS)
    assert taught["probability"][15:, :5].min() > 0.9
    assert taught["probability"][:10, 10:].max() < 0.2
    assert wide["probability"].min() > 0.9
    assert max(taught["scrambled"], wide["scrambled"]) < 0.2
    maps = faces.find_faces(faces.find_parts([faces.with_face(*middle) for middle in MIDDLES]))[1]
    np.testing.assert_allclose(ops.global_max_pool2d(maps), 1, atol=1e-9)


@pytest.mark.claim("C5.3.27")
@pytest.mark.parametrize("seed", SEEDS)
def test_c5_3_27_digits_that_were_known_for_sure_are_called_something_else_one_pixel_on(seed):
    labels = data.digits_split(seed)[3]
    before, after = (ops.softmax(logits("cnn_flatten", seed, by)) for by in (0, -1))
    sure = (before.argmax(axis=1) == labels) & (before.max(axis=1) > 0.95)
    assert sure.sum() > 300
    assert (after.argmax(axis=1) != labels)[sure].mean() > 0.2
    assert after[sure, labels[sure]].min() < 0.05


def errors(rng, *, mode="circular", stride=1, flatten=False):
    """Relative change of the scores of a random network when a random picture is moved by one, in a circle."""
    w = [rng.normal(size=(o, i, 3, 3)) * np.sqrt(2 / (9 * i)) for i, o in ((1, 8), (8, 16))]
    b = rng.normal(size=(2, 16)) / 10
    x = rng.normal(size=(1, 1, 16, 16))

    def features(v):
        v = ops.relu(ops.conv2d(v, w[0], b[0, :8], padding="same", mode=mode))
        v = ops.max_pool2d(ops.pad2d(v, ((0, 1), (0, 1)), mode=mode), 2, stride=stride)
        return ops.relu(ops.conv2d(v, w[1], b[1], padding="same", mode=mode))

    def scores(v):
        pooled = v.reshape(1, -1) if flatten else ops.global_max_pool2d(v)
        return pooled @ np.random.default_rng(1).normal(size=(pooled.shape[1], 10))

    before, after = features(x), features(shift(x, (0, 1)))
    if mode == "circular" and stride == 1:
        np.testing.assert_allclose(after, shift(before, (0, 1)), atol=1e-9)
    return np.linalg.norm(scores(after) - scores(before)) / np.linalg.norm(scores(before))


@pytest.mark.claim("C5.3.28")
@pytest.mark.parametrize("seed", range(20))
def test_c5_3_28_equivariance_with_global_pooling_is_invariant_and_each_of_three_things_breaks_it(seed):
    assert errors(np.random.default_rng(seed)) < 1e-12
    assert errors(np.random.default_rng(seed), mode="zeros") > 5e-3
    assert errors(np.random.default_rng(seed), stride=2) > 2e-2
    assert errors(np.random.default_rng(seed), flatten=True) > 0.1


@pytest.mark.claim("L5")
def test_l5_softmax_and_sigmoid_behind_a_mixer_make_nothing_equal(rng):
    x = rng.normal(size=(1, 64))
    moved = np.roll(x, 1, axis=1)
    for _ in range(20):
        W = rng.normal(size=(64, 10)) / 8
        before, after = x @ W, moved @ W
        for squash in (ops.softmax, ops.sigmoid):
            assert abs(squash(after) - squash(before)).max() > 0.01
        p = ops.sigmoid(before)
        np.testing.assert_allclose(np.log(p / (1 - p)), before, atol=1e-10)
        assert before.argmax() == ops.softmax(before).argmax() == ops.sigmoid(before).argmax()
