"""Normalization and self-attention against their formulas as loops, and their gradients."""

import numpy as np
import pytest

from cnnnotes import ops


@pytest.mark.parametrize("shape", [(5, 3), (4, 3, 2, 5)], ids=str)
class TestBatchNorm:
    def test_gives_each_channel_the_scale_and_shift(self, shape, rng):
        x = rng.normal(3, 5, shape)
        y = ops.batch_norm(x, np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]), epsilon=0)
        axes = (0, *range(2, x.ndim))
        np.testing.assert_allclose(y.mean(axes), [4, 5, 6], atol=1e-12)
        np.testing.assert_allclose(y.std(axes), [1, 2, 3], atol=1e-12)

    def test_with_given_statistics_equals_the_formula(self, shape, rng):
        x = rng.normal(size=shape)
        scale, shift, mean, variance = rng.uniform(0.5, 2, (4, 3))
        y = ops.batch_norm(x, scale, shift, mean=mean, variance=variance, epsilon=0.1)
        for c in range(3):
            expected = (x[:, c] - mean[c]) / np.sqrt(variance[c] + 0.1) * scale[c] + shift[c]
            np.testing.assert_allclose(y[:, c], expected, atol=1e-12)

    @pytest.mark.parametrize("given", [False, True])
    def test_gradient(self, shape, given, rng, check_gradient):
        options = dict(zip(("mean", "variance"), rng.uniform(0.5, 2, (2, 3)), strict=True)) if given else {}
        check_gradient(
            lambda x, scale, shift: ops.batch_norm(x, scale, shift, **options),
            lambda dy, x, scale, shift: ops.batch_norm_backward(dy, x, scale, **options),
            *(rng.normal(size=shape), rng.normal(size=3), rng.normal(size=3)),
        )


@pytest.mark.parametrize("axes", [1, 2])
class TestLayerNorm:
    def test_gives_each_example_the_scale_and_shift(self, axes, rng):
        x = rng.normal(3, 5, (4, 3, 6))
        scale, shift = rng.normal(size=(2, *x.shape[-axes:]))
        y = ops.layer_norm(x, scale, shift, epsilon=0.1)
        last = tuple(range(-axes, 0))
        for example in np.ndindex(x.shape[:-axes]):
            row = x[example]
            expected = (row - row.mean(last)) / np.sqrt(row.var(last) + 0.1) * scale + shift
            np.testing.assert_allclose(y[example], expected, atol=1e-12)

    def test_gradient(self, axes, rng, check_gradient):
        x = rng.normal(size=(4, 3, 6))
        check_gradient(
            ops.layer_norm,
            lambda dy, x, scale, shift: ops.layer_norm_backward(dy, x, scale),
            *(x, *rng.normal(size=(2, *x.shape[-axes:]))),
        )


def test_norms_keep_float32(rng):
    x, scale = rng.normal(size=(4, 3)).astype(np.float32), np.ones(3, np.float32)
    for name in ("batch_norm", "layer_norm"):
        assert getattr(ops, name)(x, scale, scale).dtype == np.float32
        assert all(g.dtype == np.float32 for g in getattr(ops, f"{name}_backward")(x, x, scale))


def tokens(rng, n=2, t=6, d=4, e=6, heads=3):
    x, bias = rng.normal(size=(n, t, d)), rng.normal(size=(heads, t, t))
    return x, *rng.normal(size=(3, d, e)), rng.normal(size=(e, d)), bias


def attention_loops(x, wq, wk, wv, wo, bias, heads):
    """Vaswani and others' formulas, token by token."""
    y = np.zeros(x.shape)
    for n in range(len(x)):
        results = np.zeros((x.shape[1], wq.shape[1]))
        for h, part in enumerate(np.split(np.arange(wq.shape[1]), heads)):
            for t, token in enumerate(x[n]):
                scores = [
                    (token @ wq[:, part]) @ (other @ wk[:, part]) / np.sqrt(len(part)) + bias[h, t, s]
                    for s, other in enumerate(x[n])
                ]
                weights = np.exp(scores) / np.exp(scores).sum()
                results[t, part] = sum(a * (other @ wv[:, part]) for a, other in zip(weights, x[n], strict=True))
        y[n] = results @ wo
    return y


def test_self_attention_equals_the_formulas(rng):
    *arrays, bias = tokens(rng)
    y = ops.self_attention(*arrays, heads=3, bias=bias)
    np.testing.assert_allclose(y, attention_loops(*arrays, bias, 3), atol=1e-12)
    y = ops.self_attention(*arrays)
    np.testing.assert_allclose(y, attention_loops(*arrays, np.zeros((1, 6, 6)), 1), atol=1e-12)


def test_self_attention_gradient(rng, check_gradient):
    check_gradient(
        lambda *arrays: ops.self_attention(*arrays[:5], heads=3, bias=arrays[5]),
        lambda dy, *arrays: ops.self_attention_backward(dy, *arrays[:5], heads=3, bias=arrays[5]),
        *tokens(rng),
    )


def test_self_attention_of_an_empty_batch_is_empty():
    w = np.ones((4, 4))
    assert ops.self_attention(np.zeros((0, 3, 4)), w, w, w, w, heads=2).shape == (0, 3, 4)


def test_self_attention_without_bias_does_not_know_where_a_token_stands(rng):
    *arrays, _ = tokens(rng)
    order = rng.permutation(6)
    shuffled = ops.self_attention(arrays[0][:, order], *arrays[1:], heads=2)
    np.testing.assert_allclose(shuffled, ops.self_attention(*arrays, heads=2)[:, order], atol=1e-12)


def test_attention_weights_add_up_to_one_and_are_those_that_average(rng):
    x, wq, wk, wv, wo, bias = tokens(rng)
    looks = ops.attention_weights(x, wq, wk, heads=3, bias=bias)
    np.testing.assert_allclose(looks.sum(3), 1, atol=1e-12)
    values = np.split(x @ wv, 3, axis=2)
    mixed = np.concatenate([looks[:, h] @ values[h] for h in range(3)], 2)
    np.testing.assert_allclose(mixed @ wo, ops.self_attention(x, wq, wk, wv, wo, heads=3, bias=bias), atol=1e-12)


def test_relative_bias_depends_on_the_offset_alone(rng):
    table = rng.normal(size=(2, 5, 7))
    bias = ops.relative_bias2d(table, (3, 4)).reshape(2, 3, 4, 3, 4)
    for row, column, r, c in np.ndindex(3, 4, 3, 4):
        np.testing.assert_array_equal(bias[:, row, column, r, c], table[:, r - row + 2, c - column + 3])


def test_relative_bias_gradient(rng, check_gradient, check_adjoint):
    table = rng.normal(size=(2, 5, 7))
    check_gradient(
        lambda table: ops.relative_bias2d(table, (3, 4)),
        lambda dy, table: ops.relative_bias2d_backward(dy, table, (3, 4)),
        table,
    )
    check_adjoint(
        lambda table: ops.relative_bias2d(table, (3, 4)),
        lambda y: ops.relative_bias2d_backward(y, table, (3, 4)),
        table.shape,
    )
