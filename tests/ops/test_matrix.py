"""Convolution as a matrix, in space and in frequency; sampling that respects shifts."""

import numpy as np
import pytest

from cnnnotes import ops

OPTIONS = [{}, {"stride": 2, "padding": 1}, {"padding": "same", "mode": "circular"}, {"dilation": 2, "groups": 2}]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_conv_matrix_times_the_image_is_conv2d(options, rng):
    x, w = rng.normal(size=(1, 2, 5, 6)), rng.normal(size=(4, 2 // options.get("groups", 1), 3, 2))
    matrix = ops.conv_matrix(w, (5, 6), **options)
    np.testing.assert_allclose(matrix @ x.ravel(), ops.conv2d_loops(x, w, **options).ravel(), atol=1e-12)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_conv_matrix_transposed_is_the_backward(options, rng):
    x, w = rng.normal(size=(1, 2, 5, 6)), rng.normal(size=(4, 2 // options.get("groups", 1), 3, 2))
    dy = rng.normal(size=ops.conv2d(x, w, **options).shape)
    dx = ops.conv2d_backward(dy, x, w, **options)[0]
    np.testing.assert_allclose(ops.conv_matrix(w, (5, 6), **options).T @ dy.ravel(), dx.ravel(), atol=1e-12)


def test_conv_matrix_is_doubly_block_toeplitz(rng):
    matrix = ops.conv_matrix(rng.normal(size=(1, 1, 3, 2)), (5, 6)).reshape(3, 5, 5, 6)
    np.testing.assert_array_equal(matrix[1:, 1:, 1:, 1:], matrix[:-1, :-1, :-1, :-1])


def test_conv_matrix_on_a_torus_commutes_with_shifts(rng):
    matrix = ops.conv_matrix(rng.normal(size=(1, 1, 3, 2)), (5, 6), padding="same", mode="circular")
    shift = np.roll(np.eye(30).reshape(30, 5, 6), (1, 2), (1, 2)).reshape(30, 30).T
    np.testing.assert_allclose(matrix @ shift, shift @ matrix, atol=1e-12)


@pytest.mark.parametrize("options", [{}, {"dilation": 2}, {"padding": "same_lower"}, {"padding": ((2, 0), (1, 0))}])
def test_dft_diagonal_multiplies_each_frequency(options, rng):
    x, w = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, 3, 2))
    y = ops.conv2d(x, w, mode="circular", **{"padding": "same", **options})
    product = (ops.dft_diagonal(w, (5, 6), **options) * np.fft.fft2(x)[:, None]).sum(2)
    np.testing.assert_allclose(np.fft.fft2(y), product, atol=1e-10)


def test_dft_diagonal_holds_the_eigenvalues_of_the_matrix(rng):
    w = rng.normal(size=(1, 1, 3, 3))
    w = w + w[:, :, ::-1, ::-1]  # symmetric, so that the eigenvalues are real
    matrix = ops.conv_matrix(w, (4, 5), padding="same", mode="circular")
    eigenvalues = np.sort(ops.dft_diagonal(w, (4, 5)).real.ravel())
    np.testing.assert_allclose(np.linalg.eigvalsh(matrix), eigenvalues, atol=1e-10)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
@pytest.mark.parametrize("mode", ["zeros", "circular", "reflect", "replicate"])
def test_blur_pool2d_is_a_blur_and_a_slice(size, mode, rng, check_adjoint):
    x = rng.normal(size=(2, 3, 6, 7))
    sides = size // 2, (size - 1) // 2
    blurred = [
        ops.conv2d_loops(x[:, c : c + 1], ops.binomial_filter(size)[None, None], padding=(sides, sides), mode=mode)
        for c in range(3)
    ]
    expected = np.concatenate(blurred, 1)[:, :, ::2, ::3]
    np.testing.assert_allclose(ops.blur_pool2d(x, size, stride=(2, 3), mode=mode), expected, atol=1e-12)
    check_adjoint(
        lambda x: ops.blur_pool2d(x, size, stride=(2, 3), mode=mode),
        lambda y: ops.blur_pool2d_backward(y, x, size, stride=(2, 3), mode=mode),
        x.shape,
    )


def test_blur_pool2d_gradient(rng, check_gradient):
    check_gradient(ops.blur_pool2d, ops.blur_pool2d_backward, rng.normal(size=(2, 3, 6, 7)))


def test_adaptive_polyphase_keeps_the_largest_of_all_starts(rng):
    x = rng.normal(size=(5, 3, 4, 6))
    y, phases = ops.adaptive_polyphase2d(x, stride=(2, 3), return_phases=True)
    for image, kept, phase in zip(x, y, phases, strict=True):
        starts = {(r, c): image[:, r::2, c::3] for r in range(2) for c in range(3)}
        best = max(starts, key=lambda at: np.square(starts[at]).sum())
        assert tuple(phase) == best
        np.testing.assert_array_equal(kept, starts[best])


def test_adaptive_polyphase_ignores_shifts_up_to_a_shift(rng):
    x = rng.normal(size=(1, 2, 6, 8))
    y, phase = ops.adaptive_polyphase2d(x, return_phases=True)
    for rows, columns in np.ndindex(3, 3):
        shifted, other = ops.adaptive_polyphase2d(np.roll(x, (rows, columns), (2, 3)), return_phases=True)
        steps = (phase[0] + (rows, columns) - other[0]) // 2
        np.testing.assert_array_equal(shifted, np.roll(y, tuple(steps), (2, 3)))


def test_adaptive_polyphase_gradient(rng, check_gradient):
    check_gradient(ops.adaptive_polyphase2d, ops.adaptive_polyphase2d_backward, rng.normal(size=(3, 2, 4, 6)))


def test_adaptive_polyphase_of_an_empty_batch_is_empty():
    x = np.zeros((0, 2, 4, 6))
    assert ops.adaptive_polyphase2d_backward(ops.adaptive_polyphase2d(x), x).shape == x.shape
