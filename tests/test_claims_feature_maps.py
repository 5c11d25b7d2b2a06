"""The claims of page 4.5. Exact ones to rounding; what is trained over three seeds, with a margin."""

import numpy as np
import pytest

from cnnnotes import ops
from cnnnotes.analysis import Layer, conv2d_parameters, layer_cost
from cnnnotes.data import digits, paste
from cnnnotes.learn.experiments.more_maps import SEEDS, accuracy_of_width


def scenes(count, noise, seed=0):
    """A digit 3 at known places, in noise."""
    images, labels = digits()
    three = images[labels == 3][0]
    rng = np.random.default_rng(seed)
    places = rng.integers(0, 57, (count, 2))
    clean = paste(np.repeat(three[None], count, axis=0), (64, 64), *places.T)
    return clean + rng.normal(0, noise, clean.shape), places, three - three.mean()


def answers(pictures, kernel, stride=1):
    maps = ops.conv2d(pictures[:, None], kernel[None, None], stride=stride)[:, 0]
    flat = maps.reshape(len(maps), -1).argmax(axis=1)
    return stride * np.stack(np.unravel_index(flat, maps.shape[1:]), axis=1)


def cosine(patch, pattern):
    patch, pattern = patch - patch.mean(), pattern - pattern.mean()
    return np.sum(patch * pattern) / np.linalg.norm(patch) / np.linalg.norm(pattern)


@pytest.mark.claim("C4.5")
def test_c4_5_a_map_belongs_to_one_filter_and_a_value_to_the_patch_at_its_place():
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(1, 2, 9, 11)), rng.normal(size=(5, 2, 3, 4))
    maps = ops.conv2d(x, w)[0]
    assert len(maps) == len(w)
    for channel, row, column in np.ndindex(maps.shape):
        patch = x[0, :, row : row + 3, column : column + 4]
        assert maps[channel, row, column] == pytest.approx(np.sum(w[channel] * patch), abs=1e-12)
    changed = w.copy()
    changed[3] += 1
    assert np.array_equal(ops.conv2d(x, changed)[0][[0, 1, 2, 4]], maps[[0, 1, 2, 4]])


@pytest.mark.claim("C4.5")
def test_c4_5_the_largest_value_is_where_the_pattern_was_hidden():
    for seed in range(3):
        pictures, places, kernel = scenes(200, 0.2, seed)
        assert np.mean(np.all(answers(pictures, kernel) == places, axis=1)) >= 0.98


@pytest.mark.claim("C4.5")
def test_c4_5_in_deep_layers_a_value_comes_from_a_large_part_of_the_picture():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1, 1, 9, 9))
    filters = np.abs(rng.normal(size=(3, 1, 1, 3, 3))) + 0.1

    def value(picture):
        for kernel in filters:
            picture = ops.conv2d(picture, kernel)
        return picture[0, 0, 0, 0]

    felt = np.zeros((9, 9), bool)
    for row, column in np.ndindex(9, 9):
        touched = x.copy()
        touched[0, 0, row, column] += 1
        felt[row, column] = abs(value(touched) - value(x)) > 1e-9
    assert felt[:7, :7].all() and felt.sum() == 49


@pytest.mark.claim("C4.6")
def test_c4_6_a_bright_wrong_pattern_beats_the_right_one_until_mean_and_length_are_divided_out():
    plus = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0.0]])
    times, white, zero = np.eye(3) + np.eye(3)[::-1] - np.diag([0, 1, 0]), np.ones((3, 3)), plus - plus.mean()
    dim = 0.3 * plus
    assert np.sum(plus * white) > np.sum(plus * dim)
    assert np.sum(zero * white) == pytest.approx(0, abs=1e-12)
    tilted = plus + 0.0
    tilted[0, 1] = 0  # not quite the pattern
    assert np.sum(zero * tilted) > np.sum(zero * dim)
    assert cosine(dim, plus) == pytest.approx(1, abs=1e-12)
    assert cosine(tilted, plus) < 0.9 and cosine(times, plus) < 0


@pytest.mark.claim("C4.6")
def test_c4_6_the_laws_of_contrast_and_brightness():
    rng = np.random.default_rng(0)
    for _ in range(50):
        f, p = rng.normal(size=(2, 5, 5))
        a, b = rng.uniform(0.1, 5), rng.normal()
        q, zero = a * p + b, f - f.mean()
        assert np.sum(f * q) == pytest.approx(a * np.sum(f * p) + b * f.sum(), abs=1e-10)
        assert np.sum(zero * q) == pytest.approx(a * np.sum(zero * p), abs=1e-10)
        assert cosine(q, f) == pytest.approx(cosine(p, f), abs=1e-10)


@pytest.mark.claim("C4.6")
def test_c4_6_of_patches_of_one_length_the_parallel_one_has_the_largest_response():
    rng = np.random.default_rng(0)
    f = rng.normal(size=25)
    others = rng.normal(size=(20_000, 25))
    others *= 2.0 / np.linalg.norm(others, axis=1, keepdims=True)
    best = 2.0 * f / np.linalg.norm(f)
    assert (others @ f).max() < best @ f == pytest.approx(2.0 * np.linalg.norm(f))


@pytest.mark.claim("C4.6")
def test_c4_6_the_next_layer_can_undo_the_scale_of_a_filter():
    rng = np.random.default_rng(0)
    x, first, bias = rng.normal(size=(2, 1, 8, 8)), rng.normal(size=(4, 1, 3, 3)), rng.normal(size=(4, 1, 1))
    second, scales = rng.normal(size=(2, 4, 3, 3)), np.array([8.0, 0.5, 2.0, 16.0])[:, None, None]
    maps = ops.relu(ops.conv2d(x, first) + bias)
    scaled = ops.relu(ops.conv2d(x, first * scales[..., None]) + bias * scales)
    assert np.array_equal(scaled, maps * scales)
    np.testing.assert_allclose(ops.conv2d(scaled, second / scales), ops.conv2d(maps, second), atol=1e-12)


@pytest.mark.claim("C4.7")
def test_c4_7_right_answers_rise_a_lot_with_the_first_maps_and_little_with_the_last():
    for seed in SEEDS:
        few, many, most = (float(accuracy_of_width(filters, seed)["test"]) for filters in (2, 16, 32))
        assert many > few + 0.3
        assert abs(most - many) < 0.05
        assert float(accuracy_of_width(16, seed)["train"]) > 0.99 > 0.7 > float(accuracy_of_width(2, seed)["train"])
    means = [np.mean([accuracy_of_width(filters, seed)["test"] for seed in SEEDS]) for filters in (2, 4, 16, 32)]
    gains = np.diff(means)
    assert (gains > 0).all() and gains[-1] < 0.05 < gains[0] and gains[-1] < gains[1]


@pytest.mark.claim("C4.7")
def test_c4_7_the_cost_doubles_with_one_side_and_quadruples_with_both():
    def cost(before, after):
        return layer_cost(Layer("conv", after, kernel=3, bias=False), (before, 12, 10))

    once, wider, both = cost(6, 5), cost(6, 10), cost(12, 10)
    assert once.macs == 9 * 6 * 5 * 10 * 8
    assert (wider.macs, both.macs) == (2 * once.macs, 4 * once.macs)
    assert (wider.parameters, both.parameters) == (2 * once.parameters, 4 * once.parameters)
    assert conv2d_parameters(12, 10, 3) < 4 * conv2d_parameters(6, 5, 3)  # biases only double


@pytest.mark.claim("C4.8")
def test_c4_8_the_larger_the_stride_the_larger_the_error_and_stride_4_misses():
    for seed in range(3):
        pictures, places, kernel = scenes(200, 0.2, seed)
        errors = [np.hypot(*(answers(pictures, kernel, stride) - places).T) for stride in (1, 2, 4)]
        means = [error.mean() for error in errors]
        assert means[0] < 0.05 < 0.5 < means[1] < 2 < 4 < means[2]
        assert np.mean(errors[2] > 10) > 0.1  # not the grid, which is off by 2 at most each way


@pytest.mark.claim("C4.8")
def test_c4_8_macs_and_values_follow_the_places_and_parameters_do_not():
    found = [layer_cost(Layer("conv", 3, kernel=8, stride=stride), (2, 64, 60)) for stride in (1, 2, 4)]
    places = [cost.shape[1] * cost.shape[2] for cost in found]
    assert len(set(places)) == 3 and len({cost.parameters for cost in found}) == 1
    for cost, count in zip(found, places, strict=True):
        assert cost.macs * places[0] == found[0].macs * count
        assert cost.activations * places[0] == found[0].activations * count


@pytest.mark.claim("C4.8")
def test_c4_8_a_smooth_pattern_is_found_between_the_cells_of_a_coarse_map():
    blob = ops.gaussian_filter(9, 1.8) / ops.gaussian_filter(9, 1.8).max()
    rng = np.random.default_rng(0)
    rows, columns = rng.integers(8, 47, (2, 200))
    pictures = paste(np.repeat(blob[None], 200, axis=0), (64, 64), rows, columns)
    maps = ops.conv2d(pictures[:, None], (blob - blob.mean())[None, None], stride=2)[:, 0]
    every, (row, column) = np.arange(200), np.unravel_index(maps.reshape(200, -1).argmax(axis=1), maps.shape[1:])
    before, here, after = (maps[every, row, column + side] for side in (-1, 0, 1))
    top = 0.5 * (before - after) / (before - 2 * here + after)
    assert abs(2 * (column + top) - columns).mean() < 0.5 * abs(2 * column - columns).mean()
