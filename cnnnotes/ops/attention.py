"""Self-attention: every token looks at every token, and decides where from what it sees."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.loss import softmax


def self_attention(x, w_query, w_key, w_value, w_out, *, heads=1, bias=None):
    """Multi-head self-attention.

    Parameters
    ----------
    x : array (N, T, D)
        T tokens per example, for instance the places of an image in reading order.
    w_query, w_key, w_value : array (D, E)
        Maps from tokens to queries, keys and values; E is cut into ``heads`` equal parts.
    w_out : array (E, D)
        Map from the heads' results, side by side, back to tokens.
    heads : int, default 1
        Number of heads; divides E.
    bias : array (heads, T, T), optional
        Added to the scores, see `relative_bias2d`.

    Returns
    -------
    array (N, T, D)

    Raises
    ------
    ValueError, TypeError
        If an argument is no such array, or ``heads`` does not divide E.

    References
    ----------
    A. Vaswani and others (2017), Attention is all you need, section 3.2.2.

    Examples
    --------
    >>> x, eye = np.array([[[0.0], [4.0]]]), np.eye(1)
    >>> print(self_attention(x, 0 * eye, eye, eye, eye).tolist())  # no query: the mean of all values
    [[[2.0], [2.0]]]
    """
    x, weights = _check_arrays(x, w_query, w_key, w_value, w_out, heads)
    query, key, value = (_split(x @ w, heads) for w in weights[:3])
    return _join(softmax(_scores(query, key, bias)) @ value) @ weights[3]


def self_attention_backward(dy, x, w_query, w_key, w_value, w_out, *, heads=1, bias=None):
    """Gradients of `self_attention`.

    Parameters
    ----------
    dy : array (N, T, D)
        Gradient of the output.
    x, w_query, w_key, w_value, w_out, heads, bias
        As given to `self_attention`.

    Returns
    -------
    dx : array (N, T, D)
    dw_query, dw_key, dw_value : array (D, E)
    dw_out : array (E, D)
    dbias : array (heads, T, T)
        Whether or not a bias was given.

    Raises
    ------
    ValueError, TypeError
        As for `self_attention`, and if ``dy`` is not shaped as ``x``.

    Examples
    --------
    >>> x, eye = np.array([[[0.0], [4.0]]]), np.eye(1)
    >>> dx, *_ = self_attention_backward(np.ones((1, 2, 1)), x, 0 * eye, eye, eye, eye)
    >>> print(dx.tolist())
    [[[1.0], [1.0]]]
    """
    x, weights = _check_arrays(x, w_query, w_key, w_value, w_out, heads)
    dy = _check.real("dy", dy, "N, T, D")
    _check.shape("dy", dy, x.shape, "the shape of x")
    query, key, value = (_split(x @ w, heads) for w in weights[:3])
    looks = softmax(_scores(query, key, bias))
    dmixed = _split(dy @ weights[3].T, heads)
    dlooks = dmixed @ value.swapaxes(2, 3)
    dscores = looks * (dlooks - (dlooks * looks).sum(3, keepdims=True))
    scaled = dscores * _scale(key)
    parts = [_join(part) for part in (scaled @ key, scaled.swapaxes(2, 3) @ query, looks.swapaxes(2, 3) @ dmixed)]
    dx = sum(part @ w.T for part, w in zip(parts, weights, strict=False))
    dw_out = _sum_products(_join(looks @ value), dy)
    return dx, *(_sum_products(x, part) for part in parts), dw_out, dscores.sum(0)


def attention_weights(x, w_query, w_key, *, heads=1, bias=None):
    """Where each token looks: the weights with which `self_attention` averages.

    Parameters
    ----------
    x, w_query, w_key, heads, bias
        As for `self_attention`.

    Returns
    -------
    array (N, heads, T, T)
        From the token of the third axis to that of the last; each row adds up to 1.

    Raises
    ------
    ValueError, TypeError
        As for `self_attention`.

    References
    ----------
    A. Vaswani and others (2017), Attention is all you need, equation 1.

    Examples
    --------
    >>> x, eye = np.array([[[0.0], [1.0]]]), np.eye(1)
    >>> print(attention_weights(x, eye, np.log(3.0) * eye))
    [[[[0.5  0.5 ]
       [0.25 0.75]]]]
    """
    x, weights = _check_arrays(x, w_query, w_key, w_key, None, heads)
    return softmax(_scores(_split(x @ weights[0], heads), _split(x @ weights[1], heads), bias))


def relative_bias2d(table, size):
    """Bias that depends only on how far apart two places are, in rows and in columns.

    Parameters
    ----------
    table : array (heads, 2 * H - 1, 2 * W - 1)
        The bias by offset of the place looked at from the place looking; offset 0, 0 in the middle.
    size : (int, int)
        Rows and columns of the image, H and W.

    Returns
    -------
    array (heads, H * W, H * W)
        For `self_attention`, with places in reading order.

    Raises
    ------
    ValueError, TypeError
        If ``table`` has not one entry per offset.

    References
    ----------
    Z. Liu and others (2021), Swin transformer, equation 4.

    Examples
    --------
    >>> print(relative_bias2d(np.array([[[-1.0, 0.0, 1.0]]]), (1, 2)))
    [[[ 0.  1.]
      [-1.  0.]]]
    """
    rows, columns = _offsets(table, size)
    return table[:, rows, columns]


def relative_bias2d_backward(dy, table, size):
    """Gradient of `relative_bias2d`: the sum over all pairs with the same offset.

    Parameters
    ----------
    dy : array (heads, H * W, H * W)
        Gradient of the bias.
    table, size
        As given to `relative_bias2d`.

    Returns
    -------
    array (heads, 2 * H - 1, 2 * W - 1)

    Raises
    ------
    ValueError, TypeError
        As for `relative_bias2d`, and if ``dy`` has not the shape of the bias.

    Examples
    --------
    >>> print(relative_bias2d_backward(np.ones((1, 2, 2)), np.zeros((1, 1, 3)), (1, 2)))
    [[[1. 2. 1.]]]
    """
    rows, columns = _offsets(table, size)
    dy = _check.real("dy", dy, "heads, H * W, H * W")
    _check.shape("dy", dy, (len(table), *rows.shape), "a bias per pair of places")
    dtable = np.zeros(table.shape, dy.dtype)
    np.add.at(dtable, (slice(None), rows, columns), dy)
    return dtable


def _scores(query, key, bias):
    scores = (query * _scale(key)) @ key.swapaxes(2, 3)
    if bias is None:
        return scores
    bias = _check.real("bias", bias)
    _check.shape("bias", bias, scores.shape[1:], "heads, T, T")
    return scores + bias


def _scale(key):
    """One over the root of the length of a key, so that scores have variance about 1."""
    return key.dtype.type(key.shape[3] ** -0.5)


def _split(x, heads):
    """(N, T, E) as (N, heads, T, E / heads)."""
    return x.reshape(*x.shape[:2], heads, x.shape[2] // heads).swapaxes(1, 2)


def _join(x):
    """(N, heads, T, E / heads) as (N, T, E)."""
    return x.swapaxes(1, 2).reshape(len(x), x.shape[2], x.shape[1] * x.shape[3])


def _sum_products(x, dy):
    """Gradient of w in ``x @ w``, over examples and tokens."""
    return x.reshape(-1, x.shape[2]).T @ dy.reshape(-1, dy.shape[2])


def _check_arrays(x, w_query, w_key, w_value, w_out, heads):
    x, w_query = _check.real("x", x, "N, T, D"), _check.real("w_query", w_query, "D, E")
    heads = _check.whole("heads", heads, 1)
    x, w_query = _check.filled("x", x, but=(0,)), _check.filled("w_query", w_query)
    if w_query.shape[1] % heads:
        raise ValueError(f"heads must divide the columns of w_query, got {heads} for {w_query.shape[1]}")
    needed = x.shape[2], w_query.shape[1]
    weights = [w_query, _check.real("w_key", w_key), _check.real("w_value", w_value)]
    for name, w in zip(("w_query", "w_key", "w_value"), weights, strict=True):
        _check.shape(name, w, needed, "D, E")
    if w_out is not None:
        weights.append(_check.real("w_out", w_out))
        _check.shape("w_out", weights[3], needed[::-1], "E, D")
    return x, weights


def _offsets(table, size):
    """Row and column in the table for each pair of places (H * W, H * W)."""
    table, (h, w) = _check.real("table", table, "heads, 2 * H - 1, 2 * W - 1"), _check.pair("size", size, 1)
    _check.shape("table", table, (len(table), 2 * h - 1, 2 * w - 1), "an entry per offset")
    row, column = np.divmod(np.arange(h * w), w)
    return row - row[:, None] + h - 1, column - column[:, None] + w - 1
