"""The claims of page 3.1, one test each."""

import numpy as np
import pytest
from scipy import integrate, signal

from cnnnotes import ops
from cnnnotes.analysis import linear


def mop(floor, share=0.4, room=np.inf, drying=0.0):
    """Pick up, let go: a mop that overwrites the floor as it goes and knows nothing of convolution."""
    floor, carried = floor.copy(), 0.0
    for place in range(len(floor)):
        taken = min(floor[place], room - carried)
        carried += taken
        let_go = share * (1 - drying * place) * carried
        floor[place] += let_go - taken
        carried -= let_go
    return floor


@pytest.mark.claim("C3.1")
def test_c3_1_what_is_linear_and_shift_invariant_is_a_convolution_with_its_impulse_response_and_nothing_else_is(rng):
    floor, drop = 8 * rng.random(30), np.eye(30)[0]
    response = mop(drop)
    assert abs(mop(floor) - ops.convolve(floor, response)[:30]).max() < 1e-12
    for options in ({"room": 6.0}, {"drying": 0.03}):
        assert abs(mop(floor, **options) - ops.convolve(floor, mop(drop, **options))[:30]).max() > 1
    assert abs(mop(2 * floor, room=6.0) - 2 * mop(floor, room=6.0)).max() > 1  # not linear
    assert abs(mop(np.roll(drop, 9), drying=0.03)[9:12] - mop(drop, drying=0.03)[:3]).max() > 0.1  # not shift-invariant

    shift = np.roll(np.eye(12), 1, axis=0)
    any_matrix = rng.standard_normal((12, 12))
    powers = [np.linalg.matrix_power(shift, step) for step in range(12)]
    invariant = sum(power @ any_matrix @ power.T for power in powers)  # commutes with shifts, made without convolving
    circular = linear.matrix_of(lambda x: sum(x[step] * np.roll(invariant[:, 0], step) for step in range(12)), (12,))
    assert abs(invariant - circular).max() < 1e-12
    blur, edge = np.ones(3) / 3, np.array([1.0, 0, -1])
    step = np.repeat([0.0, 1], 10)
    assert (
        ops.convolve(step, blur, extent="valid").max() <= 1 + 1e-12
        and np.ptp(ops.convolve(np.ones(9), edge, extent="valid")) == 0
    )


@pytest.mark.claim("C3.8")
def test_c3_8_the_flipped_function_is_shifted_by_t_and_the_product_is_integrated_over_tau(rng):
    def f(x):
        return np.where((x >= 0) & (x < 1), 1.0, 0.0)

    def g(x):
        return np.where(x >= 0, np.exp(-np.abs(x)), 0.0)

    for t in rng.uniform(-1, 3, 20):
        found = integrate.quad(lambda tau, t=t: float(f(tau) * g(t - tau)), 0, 1, points=[min(max(t, 0), 1)])[0]
        other = integrate.quad(lambda tau, t=t: float(g(tau) * f(t - tau)), max(t - 1, 0), max(t, 0))[0]
        expected = 0 if t < 0 else 1 - np.exp(-t) if t < 1 else np.exp(1 - t) - np.exp(-t)
        assert found == pytest.approx(expected, abs=1e-8)
        assert other == pytest.approx(expected, abs=1e-8)
    x, w = rng.standard_normal(9), rng.standard_normal(4)
    table = np.array([[x[tau] * w[t - tau] if 0 <= t - tau < 4 else 0 for t in range(12)] for tau in range(9)])
    assert table.ndim == 2  # multiplied alone: two variables
    assert abs(table.sum(axis=0) - signal.convolve(x, w)).max() < 1e-12
    assert abs(ops.convolve(x, w) - ops.convolve(w, x)).max() < 1e-12
    for t in range(3, 9):
        column = np.array([w[t - tau] for tau in range(t - 3, t + 1)])
        assert np.array_equal(column, w[::-1])  # flipped, its start at t


@pytest.mark.claim("C3.9")
def test_c3_9_box_with_box_is_a_triangle_of_peak_1_base_2_and_area_1_and_four_boxes_are_nearly_a_bell():
    step, box = 0.001, np.ones(1000)
    triangle = ops.convolve(box, box) * step
    times = step * np.arange(1, 2000)
    assert abs(triangle - (1 - abs(times - 1))).max() < 1e-12
    assert triangle.max() == pytest.approx(1) and times[triangle.argmax()] == pytest.approx(1)
    assert triangle.sum() * step == pytest.approx(1)
    assert triangle[0] == pytest.approx(step) and triangle[-1] == pytest.approx(step)  # 0 at 0 and at 2

    step, box = 0.01, np.ones(100)
    four = ops.convolve(ops.convolve(ops.convolve(box, box), box), box) * step**3
    times = step * (np.arange(len(four)) + 2)
    bell = np.exp(-((times - 2) ** 2) / (2 / 3)) / np.sqrt(2 * np.pi / 3)
    assert np.sqrt(np.sum(four * (times - 2) ** 2) * step) == pytest.approx(np.sqrt(1 / 3), abs=1e-4)
    assert 0.02 < abs(four - bell).max() < 0.03
    assert np.array_equal(box, box[::-1])


@pytest.mark.claim("C3.10")
def test_c3_10_the_floor_after_the_mop_is_the_sum_of_trails_which_spread_dirt_and_remove_none(rng):
    floor, trail = np.zeros(40), np.array([1 / 2, 1 / 3, 1 / 6])
    floor[rng.choice(30, 8, replace=False)] = 12 * rng.random(8)
    before = floor.copy()
    after = ops.convolve(floor, trail)
    copies = np.zeros_like(after)
    for place, amount in enumerate(floor):
        copies[place : place + 3] += amount * trail
    assert abs(after - copies).max() < 1e-12
    assert after.sum() == pytest.approx(floor.sum()) and np.array_equal(floor, before)
    assert after.max() < floor.max()
    assert np.sum(after > 1e-9) > np.sum(floor > 0)
    assert ops.convolve(floor, 0.5 * trail).sum() == pytest.approx(0.5 * floor.sum())
    assert ops.convolve(floor, np.array([1.0, 0, -1])).min() < 0  # no mop does that


@pytest.mark.claim("C3.11")
def test_c3_11_summed_over_t_the_letters_of_the_notes_give_the_cross_correlation(rng):
    f, g = rng.standard_normal(7), rng.standard_normal(7)
    inside = range(7)
    over_tau = [sum(f[tau] * g[t - tau] for tau in inside if t - tau in inside) for t in range(13)]
    over_t = [sum(f[t] * g[t - tau] for t in inside if t - tau in inside) for tau in range(-6, 7)]
    assert abs(over_tau - signal.convolve(f, g)).max() < 1e-12
    assert abs(over_t - signal.correlate(f, g)).max() < 1e-12
    assert abs(np.subtract(over_t, over_tau)).max() > 0.5


@pytest.mark.claim("C3.12")
def test_c3_12_read_along_t_the_trail_is_shifted_by_tau_and_read_along_tau_it_is_flipped_and_shifted_by_t():
    g = np.array([3.0, 2, 1, 0, 0, 0, 0, 0])
    places = np.arange(8)

    def value(distance):
        return np.where((distance >= 0) & (distance < 8), g[np.clip(distance, 0, 7)], 0)

    for still in range(3, 5):
        along_t = value(places - still)
        assert np.array_equal(along_t, np.roll(g, still))  # as it is, shifted by tau
        along_tau = value(still - places)
        flipped = np.roll(g[::-1], 1)  # g(-tau), on a circle so large that nothing meets
        assert np.array_equal(along_tau, np.roll(flipped, still))  # flipped, shifted by t
        assert not np.array_equal(along_tau, along_t)
