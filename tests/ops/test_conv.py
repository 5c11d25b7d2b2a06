"""conv2d against its definition, against SciPy, and against a sum done by hand."""

import inspect
import itertools

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given, settings
from scipy.signal import correlate2d

from cnnnotes import ops
from cnnnotes.ops import blocks, planes

# (N, H, W), (filters, kernel rows, kernel columns), channels, groups
SHAPES = [
    ((1, 1, 1), (1, 1, 1), 1, 1),
    ((0, 5, 6), (2, 3, 2), 2, 1),
    ((2, 7, 5), (3, 3, 2), 2, 1),
    ((1, 6, 9), (4, 1, 4), 2, 2),
    ((3, 5, 8), (6, 5, 3), 3, 3),
    ((2, 4, 6), (6, 4, 6), 6, 2),
    ((20, 3, 6), (4, 2, 3), 2, 2),
    ((2, 4, 5), (3, 1, 1), 2, 1),
]
STRIDES = [1, 2, (1, 3), (2, 1)]
PADDINGS = [0, 1, (0, 2), ((2, 0), (1, 3)), "valid", "same", "same_lower"]
DILATIONS = [1, 2, (2, 1)]
MODES = ["zeros", "circular", "reflect", "replicate"]


def fits(size, kernel, padding, dilation, mode):
    """Whether the definition allows these options."""
    pads = four_sides(padding, size, kernel, (1, 1), pair(dilation))
    spans = [d * (k - 1) + 1 for d, k in zip(pair(dilation), kernel, strict=True)]
    room = all(s + sum(p) >= span for s, p, span in zip(size, pads, spans, strict=True))
    largest = {"reflect": -1, "circular": 0}.get(mode, 99)
    return room and all(max(p) <= s + largest for s, p in zip(size, pads, strict=True))


def table():
    """Every combination that the definition allows, with each mode only where there is a border."""
    for shape, stride, padding, dilation, mode in itertools.product(SHAPES, STRIDES, PADDINGS, DILATIONS, MODES):
        (_, *size), (_, *kernel), _, _ = shape
        border = padding not in (0, "valid")
        if (border or mode == "zeros") and fits(size, kernel, padding, dilation, mode):
            yield shape, {"stride": stride, "padding": padding, "dilation": dilation, "mode": mode}


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def four_sides(padding, size, kernel, stride, dilation):
    """Padding as numpy.pad takes it, written a second time."""
    if padding == "valid":
        return (0, 0), (0, 0)
    if isinstance(padding, str):
        sides = []
        for length, k, s, d in zip(size, kernel, stride, dilation, strict=True):
            total = max((-(-length // s) - 1) * s + d * (k - 1) + 1 - length, 0)
            small, large = total // 2, total - total // 2
            sides.append((large, small) if padding == "same_lower" else (small, large))
        return tuple(sides)
    return tuple(pair(side) for side in pair(padding))


def scipy_conv2d(x, w, b, *, stride, padding, dilation, mode, groups):
    """conv2d from correlate2d: pad, spread the filter, correlate each channel, add, keep every stride-th."""
    stride, dilation = pair(stride), pair(dilation)
    pads = four_sides(padding, x.shape[2:], w.shape[2:], stride, dilation)
    names = {"zeros": "constant", "circular": "wrap", "replicate": "edge"}
    x = np.pad(x, ((0, 0), (0, 0), *pads), names.get(mode, mode))
    spread = np.zeros((*w.shape[:2], *(d * (k - 1) + 1 for d, k in zip(dilation, w.shape[2:], strict=True))))
    spread[:, :, :: dilation[0], :: dilation[1]] = w
    each = len(w) // groups
    images = [
        [
            sum(
                correlate2d(image[o // each * w.shape[1] + c], spread[o, c], "valid")[:: stride[0], :: stride[1]]
                for c in range(w.shape[1])
            )
            + b[o]
            for o in range(len(w))
        ]
        for image in x
    ]
    return np.array(images)


def arrays(shape, rng):
    (n, *size), (filters, *kernel), channels, groups = shape
    x, w = rng.normal(size=(n, channels, *size)), rng.normal(size=(filters, channels // groups, *kernel))
    return x, w, rng.normal(size=filters)


CASES = list(table())


def test_the_table_has_at_least_200_cases():
    assert len(CASES) >= 200


@pytest.mark.parametrize("block", [1, 2**21], ids=["row by row", "whole"])
def test_equals_scipy_over_the_table(block, rng, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", block)
    for shape, options in CASES:
        x, w, b = arrays(shape, rng)
        y = ops.conv2d(x, w, b, groups=shape[3], **options)
        expected = scipy_conv2d(x, w, b, groups=shape[3], **options).reshape(y.shape)
        np.testing.assert_allclose(y, expected, rtol=0, atol=1e-11, err_msg=f"{shape} {options}")


def test_equals_the_loops_over_the_table(rng):
    for shape, options in CASES:
        (_, *size), *rest = shape
        x, w, b = arrays(((1, *size), *rest), rng)
        y, expected = (conv(x, w, b, groups=shape[3], **options) for conv in (ops.conv2d, ops.conv2d_loops))
        assert y.shape == expected.shape
        np.testing.assert_allclose(y, expected, rtol=0, atol=1e-11, err_msg=f"{shape} {options}")


sizes = st.integers(1, 9)


@st.composite
def cases(draw):
    groups, channels, filters = draw(st.tuples(*[st.integers(1, 3)] * 3))
    size, kernel = draw(st.tuples(sizes, sizes)), draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    side = st.integers(0, 3)
    options = {
        "stride": draw(st.tuples(st.integers(1, 3), st.integers(1, 3))),
        "padding": draw(st.one_of(st.sampled_from(PADDINGS), st.tuples(st.tuples(side, side), st.tuples(side, side)))),
        "dilation": draw(st.tuples(st.integers(1, 3), st.integers(1, 3))),
        "mode": draw(st.sampled_from(MODES)),
    }
    assume(fits(size, kernel, options["padding"], options["dilation"], options["mode"]))
    shape = (draw(st.integers(1, 12)), *size), (filters * groups, *kernel), channels * groups, groups
    return shape, options, draw(st.integers(0, 2**32 - 1))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(cases())
def test_equals_scipy_beyond_the_table(case):
    shape, options, seed = case
    x, w, b = arrays(shape, np.random.default_rng(seed))
    y = ops.conv2d(x, w, b, groups=shape[3], **options)
    np.testing.assert_allclose(y, scipy_conv2d(x, w, b, groups=shape[3], **options), rtol=0, atol=1e-11)


def test_equals_a_sum_by_hand():
    x = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])
    w = np.array([[[[10.0, 20.0], [30.0, 40.0]]]])
    by_hand = [10 * 1 + 20 * 2 + 30 * 4 + 40 * 5 + 7, 10 * 2 + 20 * 3 + 30 * 5 + 40 * 6 + 7]
    assert ops.conv2d(x, w, np.array([7.0])).ravel().tolist() == by_hand


def test_does_not_flip_the_filter():
    w = np.array([[[[1.0, 0.0, 0.0]]]])
    assert ops.conv2d(np.array([[[[5.0, 6.0, 7.0]]]]), w).item() == 5


def test_is_linear_in_images_and_filters(rng):
    x, y = rng.normal(size=(2, 2, 3, 6, 5))
    v, w = rng.normal(size=(2, 4, 3, 3, 2))
    both = ops.conv2d(x + 2 * y, w), ops.conv2d(x, v + 2 * w)
    np.testing.assert_allclose(both[0], ops.conv2d(x, w) + 2 * ops.conv2d(y, w), atol=1e-12)
    np.testing.assert_allclose(both[1], ops.conv2d(x, v) + 2 * ops.conv2d(x, w), atol=1e-12)


def test_shifts_with_the_picture_on_a_torus(rng):
    x, w = rng.normal(size=(1, 2, 6, 7)), rng.normal(size=(3, 2, 3, 3))
    shifted = ops.conv2d(np.roll(x, (2, 3), (2, 3)), w, padding="same", mode="circular")
    expected = np.roll(ops.conv2d(x, w, padding="same", mode="circular"), (2, 3), (2, 3))
    np.testing.assert_allclose(shifted, expected, atol=1e-12)


def test_shifts_with_the_picture_away_from_the_border(rng):
    x, w = rng.normal(size=(1, 1, 9, 9)), rng.normal(size=(1, 1, 3, 3))
    shifted = ops.conv2d(np.roll(x, 2, 3), w)
    np.testing.assert_allclose(shifted[..., 2:], ops.conv2d(x, w)[..., :-2], atol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_keeps_the_type(dtype, rng):
    x, w, b = (a.astype(dtype) for a in arrays(SHAPES[2], rng))
    y = ops.conv2d(x, w, b)
    assert y.dtype == dtype
    assert all(gradient.dtype == dtype for gradient in ops.conv2d_backward(y, x, w))


def test_mixed_types_are_computed_in_the_wider_one(rng):
    x, w, _ = arrays(SHAPES[2], rng)
    y = ops.conv2d(x.astype(np.float32), w)
    assert y.dtype == np.float64
    mixed = ops.conv2d_backward(y.astype(np.float32), x.astype(np.float32), w)
    exact = ops.conv2d_backward(*(a.astype(np.float32).astype(float) for a in (y, x)), w)
    for one, other in zip(mixed, exact, strict=True):
        assert one.dtype == np.float64
        np.testing.assert_allclose(one, other, atol=1e-12)


@pytest.mark.parametrize("dtype", ["uint8", "int64", "bool", "float16", ">f4"])
def test_computes_other_real_types_in_float64(dtype, rng):
    x = rng.integers(0, 2, (1, 1, 4, 4))
    w = np.ones((1, 1, 2, 2))
    y = ops.conv2d((x * 200).astype(dtype), w)
    assert y.dtype == np.float64
    np.testing.assert_array_equal(y, ops.conv2d((x * 200).astype(dtype).astype(float), w))


def test_float32_is_as_exact_as_its_digits(rng):
    x, w, b = arrays(((4, 12, 12), (8, 3, 3), 16, 1), rng)
    y = ops.conv2d(*(a.astype(np.float32) for a in (x, w, b)))
    np.testing.assert_allclose(y, ops.conv2d(x, w, b), rtol=0, atol=1e-4)


def test_takes_views_that_are_not_contiguous(rng):
    x, w = rng.normal(size=(5, 6, 3, 2)), rng.normal(size=(3, 2, 4, 3))
    views = x.transpose(3, 2, 0, 1)[:, :, ::-1], w.transpose(2, 0, 1, 3)[:, :, :, ::-1]
    np.testing.assert_array_equal(ops.conv2d(*views), ops.conv2d(*map(np.ascontiguousarray, views)))


def test_leaves_its_arguments_alone(rng):
    for shape in SHAPES[2:]:
        given_arrays = arrays(shape, rng)
        copies = [a.copy() for a in given_arrays]
        y = ops.conv2d(*given_arrays, groups=shape[3])
        ops.conv2d_backward(y, *given_arrays[:2], groups=shape[3])
        for array, copy in zip(given_arrays, copies, strict=True):
            np.testing.assert_array_equal(array, copy)


def test_small_depthwise_planes_go_the_other_way_to_the_same_result(rng, monkeypatch):
    x, w = rng.normal(size=(40, 3, 6, 5)), rng.normal(size=(6, 1, 3, 2))
    options = {"groups": 3, "padding": 1, "stride": (1, 2)}
    assert planes.are_small(w, 3, x)
    y = ops.conv2d(x, w, **options)
    gradients = ops.conv2d_backward(y, x, w, **options)
    monkeypatch.setattr(planes, "PLANE", 0)
    np.testing.assert_allclose(y, ops.conv2d(x, w, **options), atol=1e-12)
    for one, other in zip(gradients, ops.conv2d_backward(y, x, w, **options), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-10)


def test_nan_stays_in_the_windows_that_see_it():
    x, w = np.zeros((64, 2, 4, 4)), np.ones((2, 1, 2, 2))
    x[0, 0, 0, 0] = np.nan
    assert np.isnan(ops.conv2d(x, w, groups=2)).sum() == 1


def test_extra_memory_does_not_grow_with_the_batch():
    import tracemalloc

    peaks = []
    for n in (2, 16):
        x, w = np.ones((n, 3, 64, 64), np.float32), np.ones((16, 3, 5, 5), np.float32)
        tracemalloc.start()
        y = ops.conv2d(x, w)
        peaks.append(tracemalloc.get_traced_memory()[1] - y.nbytes)
        tracemalloc.stop()
    assert max(peaks) < 4e6
    assert abs(peaks[1] - peaks[0]) < 1e6


def test_conv2d_and_its_helpers_fit_one_screen():
    functions = ops.conv2d, blocks.column_blocks, blocks._block_shape
    lines = sum(len(inspect.getsource(f).replace(f.__doc__, "").splitlines()) for f in functions)
    assert lines <= 60
