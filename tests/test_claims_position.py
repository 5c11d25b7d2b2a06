"""The claims of page 5.4, one test each."""

import numpy as np
import pytest

from cnnnotes import data, ops
from cnnnotes.learn.experiments import transformations
from tests.helpers import run_section

SEEDS = (0, 1, 2)


def random_network(seed, channels):
    """Two convolutions on a canvas whose borders are joined, and global average pooling."""
    rng = np.random.default_rng(seed)
    weights = [rng.standard_normal((8, count, 3, 3)) for count in (channels, 8)]

    def features(x):
        for w in weights:
            x = ops.relu(ops.conv2d(x, w, padding=1, mode="circular"))
        return ops.global_avg_pool2d(x)

    return features


@pytest.mark.claim("C5.4.1")
@pytest.mark.parametrize("seed", SEEDS)
def test_c5_4_1_pooled_features_know_no_place_unless_the_input_tells_it(seed):
    points = np.eye(100).reshape(100, 1, 10, 10)
    columns = np.broadcast_to(np.linspace(-1, 1, 10), points.shape)
    alone, told = random_network(seed, 1)(points), random_network(seed, 2)(np.concatenate([points, columns], 1))
    assert abs(alone - alone[0]).max() < 1e-9 < 1e-3 < abs(told - told[0]).max()
    names = run_section("position", "where")
    assert abs(names.r2(names.answers["global pooling"])) < 1e-9
    assert names.r2(names.answers["with coordinates"]) > 0.6
    assert names.r2(names.answers["largest place of the map"]) == 1


@pytest.mark.claim("C5.4.2")
@pytest.mark.parametrize("seed", SEEDS)
def test_c5_4_2_a_trained_network_that_does_not_mind_a_move_minds_exchanged_quarters(seed):
    test, labels = data.digits_split(seed)[2:]
    network = transformations.trained("cnn_pooled", seed)

    def right(images):
        return (network.forward(images[:, None].astype(np.float32)).argmax(axis=1) == labels).mean()

    whole, moved = right(data.centre(test, (20, 20))), right(data.paste(test, (20, 20), 6, 9))
    assert whole > 0.93 and abs(moved - whole) < 0.01
    assert right(data.centre(np.roll(test, (4, 4), axis=(1, 2)), (20, 20))) < 0.3


@pytest.mark.claim("C5.4.3")
def test_c5_4_3_two_detectors_are_invariant_to_every_shift_and_only_one_is_blind_to_the_arrangement():
    names = run_section("position", "detectors")
    scores, picture = names.scores, names.picture
    found = {}
    for name, places in names.arrangements.items():
        image = picture(places, 0)
        shifted = [
            scores(np.roll(image, (down, right), (0, 1))) for down in range(0, 24, 3) for right in range(0, 24, 3)
        ]
        assert np.ptp(shifted, axis=0).max() < 1e-12
        found[name] = shifted[0]
    assert found["face"] == pytest.approx((1, 1), abs=1e-12)
    for name in ("exchanged", "scattered"):
        assert found[name] == pytest.approx((1, 0), abs=1e-12)
    assert scores(np.zeros((24, 24))) == (0, 0)


@pytest.mark.claim("C5.4.4")
def test_c5_4_4_own_weights_can_look_for_another_part_in_each_place_and_shared_ones_cannot():
    eye, mouth = np.eye(3), np.fliplr(np.eye(3))
    filters = np.stack([eye, mouth]).reshape(
        2, 1, 1, 1, 3, 3
    )  # the upper place looks for an eye, the lower for a mouth
    face, upside_down = (np.concatenate(parts)[None, None] for parts in ((eye, mouth), (mouth, eye)))
    own = [ops.locally_connected2d(image, filters, stride=(3, 1)).sum() for image in (face, upside_down)]
    shared = [ops.conv2d(image, (eye + mouth)[None, None], stride=(3, 1)).sum() for image in (face, upside_down)]
    assert own[0] == 6 > own[1] and shared[0] == shared[1]


@pytest.mark.claim("C5.4.5")
def test_c5_4_5_without_sharing_the_same_pattern_answers_differently_in_each_place():
    names = run_section("position", "own-weights")
    assert np.ptp(names.shared) < 1e-12
    assert len(np.unique(names.own.round(6))) == len(names.own)


@pytest.mark.claim("C5.4.6")
def test_c5_4_6_pooling_over_filters_that_are_not_shared_is_not_invariant_inside_its_window():
    names = run_section("position", "strangers")
    assert (names.shared[0] == names.shared[1]).all()
    assert names.differ.mean() >= 0.9
    own, shared = names.change.mean(axis=1)
    assert own[0] > own[1] + 0.1 > own[2] + 0.2 and shared[2] < own[2] - 0.05  # wider windows: it changes less
    own, shared = names.far.mean(axis=1)
    assert np.all(own > 0.9) and shared[2] < 0.8  # but to other digits no more than before, if not shared
