"""What the first lab says is so: its own code is run, and what it computed is looked at."""

from pathlib import Path

import numpy as np
import pytest

from cnnnotes.ops import conv2d, convolve, im2col, sobel_filter
from cnnnotes.site.labs import Lab
from tests.helpers import perform

LAB = Path(__file__).parents[1] / "docs/labs/learned_filter.ipynb"
SOBEL = sobel_filter("columns")


@pytest.fixture(scope="module")
def lab():
    """All that the cells left behind, and what they handed over."""
    return perform(list(Lab(LAB, ["ko", "en"]).sections.values())[:-1])  # the last exercise uses names again


def test_gradient_descent_comes_close_to_sobel_slowly(lab):
    errors = np.abs(lab.path - lab.teacher).max(axis=(1, 2, 3, 4))
    assert errors[3000] < 0.2 < errors[300]
    assert errors[3000] < errors[1000] < errors[300] < errors[0]


def test_the_loss_is_small_long_before_the_filter_is_found(lab):
    start, later = (lab.loss(lab.path[step], lab.x, lab.y) for step in (0, 300))
    assert later < start / 100
    assert np.abs(lab.path[300] - lab.teacher).max() > 0.5


def test_the_loss_never_rises_on_the_way(lab):
    losses = [lab.loss(w, lab.x, lab.y) for w in lab.path[:200]]
    assert np.all(np.diff(losses) < 0)


def test_a_larger_step_than_two_over_the_largest_eigenvalue_diverges(lab):
    largest = np.linalg.eigvalsh(lab.hessian(lab.x))[-1]
    for factor, grows in ((1.9, False), (2.1, True)):
        w = lab.start
        for _ in range(100):
            w = w - factor / largest * lab.gradient(w, lab.x, lab.y)
        assert bool(lab.loss(w, lab.x, lab.y) > lab.loss(lab.start, lab.x, lab.y)) is grows


def test_the_loss_is_quadratic_with_the_hessian_of_the_lab(lab):
    off = np.random.default_rng(0).normal(size=9)
    w = lab.teacher + off.reshape(1, 1, 3, 3)
    assert lab.loss(w, lab.x, lab.y) == pytest.approx(off @ lab.hessian(lab.x) @ off / 2, rel=1e-12)


def test_the_steepest_direction_of_the_photograph_adds_the_same_to_every_weight(lab):
    steepest = np.linalg.eigh(lab.hessian(lab.x))[1][:, -1]
    assert np.ptp(np.abs(steepest)) < 0.01


def test_the_less_neighbours_are_alike_the_rounder_the_valley_and_the_quicker_the_walk(lab):
    assert lab.ratio["photograph"] > 10 * lab.ratio["minus its mean"] > 100 * lab.ratio["noise"]
    assert lab.ratio["noise"] < 1.3
    assert lab.near["photograph"] > 3000 > lab.near["minus its mean"] > 100 > lab.near["noise"]


def test_the_mean_of_the_photograph_does_not_matter_to_its_edge_map(lab):
    np.testing.assert_allclose(conv2d(lab.x - lab.x.mean(), lab.teacher), lab.y, atol=1e-12)


def test_what_is_wrong_after_the_walk_shows_on_noise(lab):
    assert lab.there > 10 * lab.here


def test_what_is_found_is_the_filter_to_cross_correlate_with(lab):
    np.testing.assert_allclose(lab.bottom(lab.x, lab.y), SOBEL, atol=1e-9)
    flipped = convolve(lab.cat, SOBEL, extent="valid")
    np.testing.assert_allclose(lab.bottom(lab.x, flipped), SOBEL[::-1, ::-1], atol=1e-9)


def test_filters_that_fit_four_windows_differ_on_the_photograph(lab):
    part = lab.x[..., 20:24, 20:24]
    assert np.linalg.matrix_rank(im2col(part, 3)[0]) == 4
    for w in lab.filters:
        np.testing.assert_allclose(conv2d(part, w[None, None]), conv2d(part, lab.teacher), atol=1e-9)
    assert np.linalg.norm(lab.filters[1]) == min(np.linalg.norm(w) for w in lab.filters)
    assert all(loss > 0.1 for loss in lab.whole[1:])


def test_gradient_descent_from_zero_goes_to_the_smallest_filter_that_fits(lab):
    part = lab.x[..., 20:24, 20:24] - lab.x.mean()  # rounder than with the mean: the walk arrives
    y = conv2d(part, lab.teacher)
    found = lab.descend(part, y, np.zeros((1, 1, 3, 3)), 20_000)[-1]
    np.testing.assert_allclose(found[0, 0], lab.bottom(part, y), atol=1e-3)


def test_a_wall_of_one_grey_has_rank_one():
    assert np.linalg.matrix_rank(im2col(np.full((1, 1, 20, 20), 0.4), 3)[0]) == 1


def test_noise_cancels_out_with_the_root_of_the_number_of_examples(lab):
    np.testing.assert_allclose(lab.measured, lab.predicted, rtol=0.1)
    assert -0.6 < float(lab.record.facts["power"].replace("−", "-")) < -0.45


def test_a_wrong_padding_bends_the_filter_and_its_error_stays_at_the_border(lab):
    assert np.all(np.diff(lab.wrong) < 0)
    assert (lab.residual[lab.edge] ** 2).sum() > 0.999 * (lab.residual**2).sum()
    for size in lab.sizes:
        corner = lab.x[..., :size, :size]
        inside = conv2d(corner, lab.teacher, padding="same")[..., 1:-1, 1:-1]
        np.testing.assert_allclose(lab.bottom(corner, inside), SOBEL, atol=1e-9)


def test_the_error_of_a_wrong_padding_stays_with_more_pictures(lab):
    """Sixteen parts of 12 x 12: each alone, and all together."""

    def off(parts):
        A = np.concatenate([im2col(part, 3, padding=1, mode="replicate")[0] for part in parts], axis=1)
        b = np.concatenate([conv2d(part, lab.teacher, padding="same").ravel() for part in parts])
        return np.abs(np.linalg.lstsq(A.T, b, rcond=None)[0] - SOBEL.ravel()).max()

    parts = [lab.x[..., i : i + 12, j : j + 12] for i in range(0, 48, 12) for j in range(0, 48, 12)]
    assert 0.1 < off(parts) < 0.5 * np.median([off([part]) for part in parts])  # some of it cancels out, the rest stays


def test_weights_that_are_too_many_become_zero(lab):
    wide = lab.wide.reshape(5, 5)
    np.testing.assert_allclose(wide[1:-1, 1:-1], SOBEL, atol=1e-9)
    np.testing.assert_allclose(np.delete(wide.ravel(), [6, 7, 8, 11, 12, 13, 16, 17, 18]), 0, atol=1e-9)
