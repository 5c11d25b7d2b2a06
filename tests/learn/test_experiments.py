"""Experiments: shapes as documented, the same seed the same result, and bad input refused. What they show is tested claim by claim."""

import numpy as np
import pytest

from cnnnotes import data
from cnnnotes.learn.experiments import capacity, permutation, transformations


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


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: permutation.permute(np.ones((1, 2, 2)), [0, 1, 2, 2]), "order must hold 0 to 3 once each"),
        (lambda: transformations.trained("vit"), "kind must be one of mlp, cnn_flatten, cnn_pooled, got 'vit'"),
    ],
)
def test_errors_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()
