"""Pooling against ONNX's definitions, written as loops."""

import itertools
import math

import numpy as np
import pytest

from cnnnotes import ops

SIZES = [(1, 1), (2, 2), (3, 2), (1, 4)]
STRIDES = [None, 1, (3, 2)]
PADDINGS = [0, ((1, 0), (0, 1)), ((0, 2), (1, 1)), "same"]
DILATIONS = [1, (2, 1)]
SHAPE = (2, 2, 6, 7)


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def geometry(size, stride, padding, dilation, ceil_mode):
    """Strides, pads, dilations and output sizes as ONNX's MaxPool states them; None where it has no output."""
    stride, dilation = pair(size if stride is None else stride), pair(dilation)
    pads, out = [], []
    for a in (0, 1):
        length, span = SHAPE[2 + a], dilation[a] * (size[a] - 1) + 1
        if padding == "same":
            total = max((math.ceil(length / stride[a]) - 1) * stride[a] + span - length, 0)
            pads.append((total // 2, total - total // 2))
        else:
            pads.append(pair(pair(padding)[a]))
        before, after = pads[a]
        outputs = (math.ceil if ceil_mode else math.floor)((length + before + after - span) / stride[a]) + 1
        if ceil_mode and (outputs - 1) * stride[a] >= length + before:
            outputs -= 1
        out.append(outputs)
    return stride, pads, dilation, out


def windows(place, size, stride, pads, dilation):
    """Rows and columns that one output sees, the border included."""
    steps = [
        [p * s + i * d - before for i in range(k)]
        for p, k, s, d, (before, _) in zip(place, size, stride, dilation, pads, strict=True)
    ]
    return list(itertools.product(*steps))


def inside(seen, margins=((0, 0), (0, 0))):
    return [
        (row, column)
        for row, column in seen
        if -margins[0][0] <= row < SHAPE[2] + margins[0][1] and -margins[1][0] <= column < SHAPE[3] + margins[1][1]
    ]


def pool_loops(x, size, stride, padding, dilation, ceil_mode, count_include_pad=None):
    """Maxima, places and means by the definition; None if a window sees nothing."""
    stride, pads, dilation, out = geometry(size, stride, padding, dilation, ceil_mode)
    if min(out) < 1:
        return None
    maxima, places, means = (np.zeros((*x.shape[:2], *out)) for _ in range(3))
    for n, c, *place in np.ndindex(maxima.shape):
        seen = windows(place, size, stride, pads, dilation)
        real = inside(seen)
        if not real:
            return None
        best = max(real, key=lambda at: x[n, c, *at])  # the first among equals
        where = (n, c, *place)
        maxima[where], places[where] = x[n, c, *best], best[0] * SHAPE[3] + best[1]
        counted = inside(seen, pads) if count_include_pad else real
        means[where] = sum(x[n, c, *at] for at in real) / len(counted)
    return maxima, places, means


CASES = list(itertools.product(SIZES, STRIDES, PADDINGS, DILATIONS, [False, True]))


@pytest.fixture
def pixels(rng):
    return rng.integers(0, 6, SHAPE).astype(float)  # with many equals


def test_max_pool2d_and_its_indices_equal_the_definition(pixels):
    checked = 0
    for size, *options in CASES:
        expected = pool_loops(pixels, size, *options)
        named = dict(zip(("stride", "padding", "dilation", "ceil_mode"), options, strict=True))
        if expected is None:
            with pytest.raises(ValueError, match="must"):
                ops.max_pool2d(pixels, size, **named)
            continue
        y, indices = ops.max_pool2d(pixels, size, return_indices=True, **named)
        np.testing.assert_array_equal(y, expected[0], err_msg=f"{size} {options}")
        np.testing.assert_array_equal(indices, expected[1], err_msg=f"{size} {options}")
        np.testing.assert_array_equal(ops.max_pool2d(pixels, size, **named), y)
        checked += 1
    assert checked >= 100


@pytest.mark.parametrize("count_include_pad", [False, True])
def test_avg_pool2d_equals_the_definition(count_include_pad, pixels):
    for size, *options in CASES:
        expected = pool_loops(pixels, size, *options, count_include_pad)
        if expected is None:
            continue
        named = dict(zip(("stride", "padding", "dilation", "ceil_mode"), options, strict=True))
        y = ops.avg_pool2d(pixels, size, count_include_pad=count_include_pad, **named)
        np.testing.assert_allclose(y, expected[2], atol=1e-12, err_msg=f"{size} {options}")


OPTIONS = [
    (2, {}),
    ((2, 3), {"stride": (1, 2), "ceil_mode": True}),
    (3, {"padding": 1, "stride": 2}),
    ((1, 2), {"dilation": 2, "padding": ((0, 0), (1, 0)), "ceil_mode": True, "stride": (4, 3)}),
    (2, {"stride": 3}),
]


@pytest.mark.parametrize(("size", "options"), OPTIONS, ids=str)
class TestGradients:
    def test_max_pool2d(self, size, options, rng, check_gradient):
        x = rng.permutation(np.arange(2 * 2 * 6 * 7.0)).reshape(SHAPE)
        check_gradient(
            lambda x: ops.max_pool2d(x, size, **options),
            lambda dy, x: ops.max_pool2d_backward(dy, x, size, **options),
            x,
        )

    def test_max_pool2d_gives_to_the_first_among_equals(self, size, options, rng):
        x = rng.integers(0, 3, SHAPE).astype(float)
        y, indices = ops.max_pool2d(x, size, return_indices=True, **options)
        dy, expected = rng.normal(size=y.shape), np.zeros((4, 42))
        for plane, (winners, gradients) in enumerate(zip(indices.reshape(4, -1), dy.reshape(4, -1), strict=True)):
            np.add.at(expected[plane], winners, gradients)
        np.testing.assert_allclose(ops.max_pool2d_backward(dy, x, size, **options).reshape(4, -1), expected, atol=1e-12)

    @pytest.mark.parametrize("count_include_pad", [False, True])
    def test_avg_pool2d(self, size, options, count_include_pad, rng, check_gradient, check_adjoint):
        options = {**options, "count_include_pad": count_include_pad}
        x = rng.normal(size=SHAPE)
        check_gradient(
            lambda x: ops.avg_pool2d(x, size, **options),
            lambda dy, x: ops.avg_pool2d_backward(dy, x, size, **options),
            x,
        )
        check_adjoint(
            lambda x: ops.avg_pool2d(x, size, **options),
            lambda y: ops.avg_pool2d_backward(y, x, size, **options),
            SHAPE,
        )

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_types_are_kept(self, size, options, dtype, rng):
        x = rng.normal(size=SHAPE).astype(dtype)
        for kind in ("max", "avg"):
            y = getattr(ops, f"{kind}_pool2d")(x, size, **options)
            dx = getattr(ops, f"{kind}_pool2d_backward")(y, x, size, **options)
            assert y.dtype == dx.dtype == dtype
            assert not np.shares_memory(y, x)


def test_max_pool2d_by_hand():
    assert ops.max_pool2d(np.array([[[[1.0, 9.0, 3.0, 4.0]]]]), (1, 2)).ravel().tolist() == [9, 4]


def test_max_pool2d_passes_nan_on():
    x = np.array([[[[np.nan, 9.0, 3.0, 4.0]]]])
    assert np.isnan(ops.max_pool2d(x, (1, 2))).ravel().tolist() == [True, False]
    assert np.isnan(ops.max_pool2d(x, (1, 2), return_indices=True)[0]).ravel().tolist() == [True, False]


@pytest.mark.parametrize("kind", ["max", "avg"])
def test_empty_batches_stay_empty(kind):
    x = np.zeros((0, 3, 4, 6))
    y = getattr(ops, f"{kind}_pool2d")(x, 2)
    assert y.shape == (0, 3, 2, 3)
    assert getattr(ops, f"{kind}_pool2d_backward")(y, x, 2).shape == x.shape


@pytest.mark.parametrize("kind", ["max", "avg"])
def test_global_pools_are_one_number_per_channel(kind, rng, check_gradient):
    x = rng.permutation(np.arange(24.0)).reshape(2, 3, 2, 2)
    forward, backward = getattr(ops, f"global_{kind}_pool2d"), getattr(ops, f"global_{kind}_pool2d_backward")
    expected = [[getattr(plane, {"max": "max", "avg": "mean"}[kind])() for plane in image] for image in x]
    assert forward(x).tolist() == expected
    check_gradient(forward, backward, x)


def test_global_max_gradient_goes_to_the_first_among_equals():
    x = np.array([[[[1.0, 2.0], [2.0, 2.0]]]])
    assert ops.global_max_pool2d_backward(np.ones((1, 1)), x).ravel().tolist() == [0, 1, 0, 0]


def test_global_avg_is_avg_pool2d_over_everything(rng):
    x = rng.normal(size=SHAPE)
    np.testing.assert_allclose(ops.global_avg_pool2d(x), ops.avg_pool2d(x, SHAPE[2:])[:, :, 0, 0], atol=1e-12)
