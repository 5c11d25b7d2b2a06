"""Layers and models: gradients, shapes, counts, and what is refused."""

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.learn import layers, models, train

RNG = np.random.default_rng(0)
IMAGES = RNG.standard_normal((3, 1, 12, 12))
LABELS = np.array([1, 0, 7])
MODELS = {
    "mlp": models.mlp((12, 12), (9, 7), dtype=np.float64),
    "cnn_pooled": models.cnn_pooled((3, 4), (3, 3), dtype=np.float64),
    "cnn_flatten": models.cnn_flatten((12, 12), (3, 4), (3, 3), dtype=np.float64),
    "local_flatten": models.local_flatten((12, 12), (3, 4), (3, 3), dtype=np.float64),
}


def loss(model):
    return ops.cross_entropy(model.forward(IMAGES), LABELS)


@pytest.mark.parametrize("name", MODELS)
def test_the_gradient_is_the_slope_in_random_directions(name):
    model = MODELS[name]
    loss(model)
    model.backward(ops.cross_entropy_backward(1.0, model.forward(IMAGES), LABELS))
    gradients = [gradient.copy() for gradient in model.gradients]
    for parameter, gradient in zip(model.parameters, gradients, strict=True):
        direction, kept, losses = RNG.standard_normal(parameter.shape), parameter.copy(), []
        for step in (1e-6, -1e-6):
            parameter[...] = kept + step * direction
            losses.append(loss(model))
        parameter[...] = kept
        assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(np.sum(gradient * direction), rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("name", MODELS)
def test_the_gradient_of_the_images_is_given_back(name):
    model = MODELS[name]
    gradient = model.backward(ops.cross_entropy_backward(1.0, model.forward(IMAGES), LABELS))
    direction = RNG.standard_normal(IMAGES.shape)
    slope = [ops.cross_entropy(model.forward(IMAGES + step * direction), LABELS) for step in (1e-6, -1e-6)]
    assert (slope[0] - slope[1]) / 2e-6 == pytest.approx(np.sum(gradient * direction), rel=1e-5)


@pytest.mark.parametrize("name", MODELS)
def test_float32_models_stay_float32(name):
    maker = {
        "mlp": lambda: models.mlp((12, 12)),
        "cnn_pooled": models.cnn_pooled,
        "cnn_flatten": lambda: models.cnn_flatten((12, 12)),
        "local_flatten": lambda: models.local_flatten((12, 12)),
    }
    model = maker[name]()
    before = [parameter.copy() for parameter in model.parameters]
    train.fit(model, IMAGES, LABELS, epochs=1, optimiser=train.Adam())
    assert {array.dtype for array in (*model.parameters, *model.gradients)} == {np.dtype(np.float32)}
    assert all(np.any(old != new) for old, new in zip(before, model.parameters, strict=True))


def test_max_pooling_layer_uses_the_operation():
    layer = layers.MaxPool2d(2)
    out = layer.forward(IMAGES)
    assert np.array_equal(out, ops.max_pool2d(IMAGES, 2))
    assert layer.backward(np.ones_like(out)).sum() == out.size


def test_options_of_a_convolution_reach_the_operation():
    layer = layers.Conv2d(4, 6, 3, RNG, np.float64, stride=2, padding=1, groups=2)
    x = RNG.standard_normal((2, 4, 7, 7))
    expected = ops.conv2d(x, *layer.parameters, stride=2, padding=1, groups=2)
    assert layer.parameters[0].shape == (6, 2, 3, 3) and np.array_equal(layer.forward(x), expected)
    assert layer.backward(np.ones_like(expected)).shape == x.shape


def test_a_locally_connected_layer_with_equal_filters_is_a_convolution():
    shared = layers.Conv2d(2, 3, 3, RNG, np.float64)
    local = layers.LocallyConnected2d(2, 3, 3, (6, 7), RNG, np.float64)
    shared.parameters[1][...] = RNG.standard_normal(3)
    local.parameters[0][...], local.parameters[1][...] = shared.parameters[0], shared.parameters[1][:, None, None]
    x, dy = RNG.standard_normal((2, 2, 6, 7)), RNG.standard_normal((2, 3, 4, 5))
    assert abs(local.forward(x) - shared.forward(x)).max() < 1e-12
    assert abs(local.backward(dy) - shared.backward(dy)).max() < 1e-12
    assert abs(local.gradients[0].sum((0, 1)) - shared.gradients[0]).max() < 1e-12
    assert abs(local.gradients[1].sum((1, 2)) - shared.gradients[1]).max() < 1e-12


def test_the_pooled_network_does_not_care_where():
    model = MODELS["cnn_pooled"]
    patch = RNG.random((1, 6, 6))
    scores = [model.forward(np.pad(patch, ((0, 0), (4 + d, 6 - d), (5 - d, 5 + d)))[:, None]) for d in (0, 1, -2)]
    assert max(abs(score - scores[0]).max() for score in scores) < 1e-12


def test_weights_follow_the_seed():
    one, same, other = (models.cnn_pooled(seed=seed).parameters[0] for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.array_equal(one, other)


def test_load_copies_and_refuses_other_shapes():
    source, target = models.mlp((4, 4), seed=1), models.mlp((4, 4), seed=2)
    assert target.load(source.parameters) is target
    assert all(np.array_equal(a, b) and a is not b for a, b in zip(source.parameters, target.parameters, strict=True))
    with pytest.raises(ValueError, match="arrays must have the shapes of the parameters"):
        target.load(source.parameters[:-1])


def test_count_adds_the_sizes_of_all_arrays():
    assert models.count(layers.Relu()) == models.count(layers.GlobalMaxPool()) == 0
    assert models.count(models.mlp((8, 8), (32, 16))) == 64 * 32 + 32 + 32 * 16 + 16 + 16 * 10 + 10


@pytest.mark.parametrize(
    ("layer", "inputs"),
    [
        (layers.Dense(50, 400, np.random.default_rng(0)), 50),
        (layers.Conv2d(10, 40, 5, np.random.default_rng(0)), 250),
        (layers.Conv2d(10, 80, 5, np.random.default_rng(0), groups=2), 125),
        (layers.LocallyConnected2d(10, 8, 5, (7, 7), np.random.default_rng(0)), 250),
    ],
)
def test_weights_start_with_variance_two_over_the_inputs_of_an_output(layer, inputs):
    w, b = layer.parameters
    assert (
        w.size > 5_000 and w.var() == pytest.approx(2 / inputs, rel=0.08) and abs(w.mean()) < 4 * w.std() / w.size**0.5
    )
    assert not b.any()
