"""The claims about the stationarity of images, section 2.2 of the notes, by id."""

import numpy as np
import pytest
from scipy import stats

from cnnnotes import data, ops
from tests.helpers import run_section


@pytest.mark.claim("C2.2.1")
def test_c2_2_1_position_explains_aligned_pictures_and_not_randomly_framed_ones():
    shares = run_section("image_stationarity", "ensembles").shares
    assert min(shares[name] for name in ("digits", "faces")) > 0.4
    assert max(shares[name] for name in ("digits, moved", "faces, moved", "crops of photographs")) < 0.002
    camera = data.photograph("camera", gray=True)
    assert camera.mean(axis=1).var() / camera.var() > 0.25


@pytest.mark.claim("C2.2.2")
def test_c2_2_2_a_shared_filter_answers_the_same_to_the_same_patch():
    names = run_section("image_stationarity", "two-noses")
    assert names.peaks[0] == pytest.approx(names.peaks[1], abs=1e-12)
    assert names.peaks[0] == pytest.approx(1, abs=1e-9)
    assert names.answers.max() == pytest.approx(max(names.peaks[:2]), abs=1e-12)
    rng = np.random.default_rng(0)
    pattern, scene = rng.normal(size=(1, 1, 5, 5)), np.zeros((1, 1, 30, 30))
    scene[0, 0, 3:8, 4:9] = scene[0, 0, 20:25, 17:22] = pattern
    exact = ops.conv2d(scene, pattern)[0, 0]
    assert exact[3, 4] == pytest.approx(exact[20, 17], rel=1e-12)
    noisy = ops.conv2d(scene + rng.normal(0, 0.05, scene.shape), pattern)[0, 0]
    background = np.linalg.norm(pattern) * 0.05
    assert noisy[3, 4] != noisy[20, 17] and min(noisy[3, 4], noisy[20, 17]) > 5 * background


@pytest.mark.claim("C2.2.3")
def test_c2_2_3_patterns_recur_and_in_three_photographs_more_than_correlations_explain():
    names = run_section("image_stationarity", "recurrence")
    medians = {name: np.median(values) for name, values in names.ratios.items()}
    shuffled = medians.pop("shuffled")
    assert max(medians.values()) < 0.45 < 0.55 < shuffled
    assert all(medians[name] < 0.8 * names.controls[name] for name in ("camera", "coffee", "brick"))
    assert abs(medians["chelsea"] - names.controls["chelsea"]) < 0.05


@pytest.mark.claim("C2.2.4")
def test_c2_2_4_one_layer_sees_only_its_window_and_a_stack_sees_more():
    w = np.random.default_rng(0).normal(size=(1, 1, 3, 3))
    gradient = np.zeros((1, 1, 15, 15))
    gradient[0, 0, 7, 7] = 1
    for side in (3, 5, 7):
        gradient = ops.conv2d_backward(gradient, np.zeros((1, 1, 15, 15)), w, padding=1)[0]
        seen = np.argwhere(gradient[0, 0])
        assert len(seen) == side**2 and abs(seen - 7).max() == side // 2


@pytest.mark.claim("C2.2.5")
def test_c2_2_5_both_places_use_the_same_weights_and_one_set_of_them():
    w = np.random.default_rng(0).normal(size=(1, 1, 3, 3))
    matrix = ops.conv_matrix(w, (8, 8)).reshape(6, 6, 8, 8)
    for row, column in ((0, 1), (4, 5)):
        np.testing.assert_array_equal(matrix[row, column, row : row + 3, column : column + 3], w[0, 0])
    assert len(np.unique(matrix[matrix != 0])) == 9


@pytest.mark.claim("C2.2.6")
def test_c2_2_6_distributions_agree_in_crops_where_values_do_not():
    names = run_section("image_stationarity", "two-positions")
    assert names.gaps["crops"] < 0.05 and names.gaps["digits"] > 0.5
    assert names.different > 0.04
    first, second = names.pairs["crops"]
    assert np.mean(first == second) < 0.05


@pytest.mark.claim("C2.2.6")
def test_the_gap_of_the_page_is_that_of_kolmogorov_and_smirnov():
    names = run_section("image_stationarity", "two-positions")
    for name, pair in names.pairs.items():
        assert names.gaps[name] == pytest.approx(stats.ks_2samp(*pair).statistic, abs=1e-12)


@pytest.mark.claim("C2.2.7")
def test_c2_2_7_a_shared_filter_keeps_noise_stationary_and_others_do_not():
    variances = run_section("image_stationarity", "filtered").variances
    assert abs(variances["steady, shared"] - 3 / 8).max() < 0.02
    assert variances["steady, own"][-1] > 2 * variances["steady, own"][0]


@pytest.mark.claim("C2.2.8")
def test_c2_2_8_the_answer_falls_when_the_nose_is_turned_or_resized():
    names = run_section("image_stationarity", "two-noses")
    by_angle = dict(zip(names.angles.tolist(), names.by_angle, strict=True))
    by_factor = dict(zip(names.factors.tolist(), names.by_factor, strict=True))
    assert by_angle[0] == pytest.approx(1, abs=1e-9) and by_factor[1.0] == pytest.approx(1, abs=1e-9)
    assert max(by_angle[angle] for angle in (45, 90, 180)) < 0.8
    assert max(by_factor[factor] for factor in (0.5, 0.75, 1.5, 2.0)) < 0.8
    assert names.peaks[2] < 0.8 and names.peaks[3] < 0.6


@pytest.mark.claim("C2.2.9")
def test_c2_2_9_a_filter_is_the_sum_of_its_kernels_channel_by_channel():
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(1, 3, 9, 8)), rng.normal(size=(4, 3, 3, 3))
    parts = [ops.conv2d(x[:, [c]], w[:, [c]]) for c in range(3)]
    np.testing.assert_allclose(sum(parts), ops.conv2d(x, w), rtol=0, atol=1e-12)
    assert ops.conv2d(x, w).shape[1] == len(w) == 4


@pytest.mark.claim("C2.2.10")
def test_c2_2_10_the_best_estimator_of_a_stationary_signal_is_a_convolution():
    names = run_section("image_stationarity", "wiener")
    circulant, best = names.nearest_circulant, names.optimal
    assert abs(best["stationary"] - circulant(best["stationary"])).max() < 1e-10
    uneven = best["not stationary"]
    assert np.linalg.norm(uneven - circulant(uneven)) > 0.2 * np.linalg.norm(uneven)
    (free, shared), least = names.curves["stationary"]
    assert np.all(shared < free) and np.all(free > least) and shared[-1] < 1.01 * least and free[0] > 2 * shared[0]


@pytest.mark.claim("C2.2.11")
def test_c2_2_11_convolution_neither_makes_data_stationary_nor_wins_when_they_are_not():
    growing = run_section("image_stationarity", "filtered").variances["growing, shared"]
    assert growing[-1] > 4 * growing[0]
    (free, shared), least = run_section("image_stationarity", "wiener").curves["not stationary"]
    assert shared[0] < free[0]
    assert shared[-1] > 1.2 * free[-1] and free[-1] < 1.02 * least
