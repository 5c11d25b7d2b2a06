"""Experiments: shapes as documented, the same seed the same result, and bad input refused. What they show is tested claim by claim."""

import numpy as np
import pytest

from cnnnotes import data, ops
from cnnnotes.analysis import network, network_cost, total_cost
from cnnnotes.learn import models, train
from cnnnotes.learn.experiments import capacity, learning_curves, lenet, permutation, transformations


def test_permuting_is_undone_by_the_inverse_order():
    order = permutation.pixel_order(144, seed=3)
    images = permutation.scenes()[0][:5]
    assert np.array_equal(permutation.permute(permutation.permute(images, order), np.argsort(order)), images)
    assert np.array_equal(np.sort(permutation.permute(images, order).reshape(5, -1)), np.sort(images.reshape(5, -1)))
    assert not np.array_equal(order, permutation.pixel_order(144, seed=4))


def test_scenes_show_every_digit_whole_and_at_many_places():
    train, labels, test, _ = permutation.scenes(1)
    digits, _, tests, _ = data.digits_split(1)
    assert np.array_equal(train.sum((1, 2)), digits.sum((1, 2))) and np.array_equal(test.sum((1, 2)), tests.sum((1, 2)))
    assert np.all(train[:, :, 1:].any(axis=0)) and len(labels) == len(train)


def test_trained_networks_come_back_the_same():
    first, second = (transformations.trained("mlp", 0).parameters for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_curves_have_one_row_per_model():
    curves = transformations.accuracy_curves(0)
    for name in ("shift", "angle", "scale"):
        assert curves[name].shape == (3, len(curves[f"{name}s"]))
    middle = [
        curves[name][:, curves[f"{name}s"].tolist().index(same)]
        for name, same in (("shift", 0), ("angle", 0), ("scale", 1))
    ]
    assert np.array_equal(middle[0], middle[1]) and np.array_equal(middle[0], middle[2])


def test_random_labels_give_one_accuracy_per_width():
    result = capacity.random_labels(0)
    assert {name: values.shape for name, values in result.items()} == dict.fromkeys(result, (7,))
    assert all(0 <= values.min() and values.max() <= 1 for name, values in result.items() if name != "widths")


def test_fewer_digits_are_the_first_of_more_and_the_test_is_the_same():
    few, more = learning_curves.placed_digits("moved", 5, seed=2), learning_curves.placed_digits("moved", 9, seed=2)
    assert np.array_equal(few[2], more[2]) and np.array_equal(few[1], more[1][:5])
    shown, all_shown = (part[0].sum((1, 2)) for part in (few, more))
    assert np.array_equal(shown, all_shown[:5])


def test_shuffled_digits_are_the_moved_ones_in_another_order():
    moved, shuffled = learning_curves.placed_digits("moved", 9), learning_curves.placed_digits("shuffled", 9)
    order = permutation.pixel_order(400)
    for part in (0, 2):
        assert np.array_equal(permutation.permute(moved[part], order), shuffled[part])
    assert all(np.array_equal(moved[part], shuffled[part]) for part in (1, 3))


def test_copies_show_the_same_digits_elsewhere():
    images, labels, _, _ = learning_curves.placed_digits("moved", 7, copies=3)
    assert np.array_equal(images.sum((1, 2)), np.tile(images[:7].sum((1, 2)), 3))
    assert np.array_equal(labels, np.tile(labels[:7], 3)) and not np.array_equal(images[:7], images[7:14])


def test_the_untied_network_begins_as_the_convolution_and_does_not_stay_it():
    x = learning_curves.placed_digits("moved", 9)[0][:, None].astype(np.float32)
    untied, shared = (learning_curves.build(kind, (20, 20), seed=1) for kind in ("untied", "shared"))
    assert abs(untied.forward(x) - shared.forward(x)).max() < 1e-5
    labels = np.arange(9)
    train.fit(untied, x, labels, epochs=2, optimiser=train.SGD(0.1))
    assert np.ptp(untied.parameters[0], axis=(0, 1)).max() > 1e-3


def test_curves_gather_the_scores():
    known, asked = learning_curves.curves("moved", ("dense", "pooled"), (125,), (0, 1))
    assert known.shape == asked.shape == (2, 2, 1)
    assert asked[1, 0, 0] == learning_curves.score("dense", "moved", 125, 1)["test"]
    assert known[0, 1, 0] == learning_curves.score("pooled", "moved", 125, 0)["train"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: learning_curves.build("vit", (20, 20)), "kind must be one of dense, local, shared, pooled, untied"),
        (
            lambda: learning_curves.placed_digits("turned", 5),
            "setting must be one of moved, shuffled, centred, got 'turned'",
        ),
        (lambda: learning_curves.placed_digits("moved", 2000), "count must be 1 to 1258, got 2000"),
        (lambda: permutation.permute(np.ones((1, 2, 2)), [0, 1, 2, 2]), "order must hold 0 to 3 once each"),
        (lambda: transformations.trained("vit"), "kind must be one of mlp, cnn_flatten, cnn_pooled, got 'vit'"),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_lenet_hands_on_maps_of_the_sizes_of_its_table():
    model = lenet.trained_lenet(0)
    found = lenet.stages(model, lenet.enlarge(data.digits_split(0)[2][:1])[0])
    costs = network_cost(*network("lenet5_full"))
    expected = [cost.shape if cost.shape[1] > 1 else cost.shape[:1] for cost in costs]
    assert [values.shape for values in found.values()] == expected
    assert models.count(model) == total_cost(costs).parameters == 61_706
    assert lenet.share_right(0)["accuracy"] > 0.95


def test_average_pooling_layer_uses_the_operation():
    x, layer = np.random.default_rng(0).standard_normal((2, 3, 6, 6)), lenet.AvgPool2d(2)
    out = layer.forward(x)
    assert np.array_equal(out, ops.avg_pool2d(x, 2))
    assert np.allclose(layer.backward(np.ones_like(out)), 0.25)
