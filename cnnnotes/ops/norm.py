"""Normalization: mean 0 and variance 1, then a learned scale and shift."""

import numpy as np

from cnnnotes.ops import _check


def batch_norm(x, scale, shift, *, mean=None, variance=None, epsilon=1e-5):
    """Normalize each channel over the batch and over all places.

    Parameters
    ----------
    x : array (N, C, ...)
        Examples, with or without rows and columns.
    scale, shift : array (C,)
        What each normalized channel is multiplied by, and what is added.
    mean, variance : array (C,), optional
        Statistics to use, as collected in training; those of ``x`` itself if not given.
    epsilon : float, default 1e-5
        Added to the variance.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        If sizes do not match, only one statistic is given, or there is nothing to average.

    References
    ----------
    S. Ioffe and C. Szegedy (2015), Batch normalization, algorithm 1; ONNX operator BatchNormalization.

    Examples
    --------
    >>> x = np.array([[1.0, 10.0], [3.0, 30.0]])
    >>> print(batch_norm(x, np.ones(2), np.zeros(2), epsilon=0))
    [[-1. -1.]
     [ 1.  1.]]
    """
    x, scale, shift = _check_batch(x, scale, shift)
    normal, _ = _normalize(x, *_statistics(x, mean, variance), epsilon)
    return normal * _spread(scale, x) + _spread(shift, x)


def batch_norm_backward(dy, x, scale, *, mean=None, variance=None, epsilon=1e-5):
    """Gradients of `batch_norm`; statistics of ``x`` itself depend on ``x``, given ones do not.

    Parameters
    ----------
    dy : array, shaped as ``x``
        Gradient of the output.
    x, scale, mean, variance, epsilon
        As given to `batch_norm`.

    Returns
    -------
    dx : array, shaped as ``x``
    dscale, dshift : array (C,)

    Raises
    ------
    ValueError, TypeError
        As for `batch_norm`, and if ``dy`` is not shaped as ``x``.

    Examples
    --------
    >>> x, dy = np.array([[1.0], [3.0]]), np.array([[1.0], [0.0]])
    >>> dx, dscale, dshift = batch_norm_backward(dy, x, np.ones(1), epsilon=0)
    >>> print(dx.ravel(), dscale, dshift)
    [0. 0.] [-1.] [1.]
    """
    x, scale, _ = _check_batch(x, scale, scale)
    dy = _check.real("dy", dy)
    _check.shape("dy", dy, x.shape, "the shape of x")
    axes = (0, *range(2, x.ndim))
    normal, inverse = _normalize(x, *_statistics(x, mean, variance), epsilon)
    dnormal = dy * _spread(scale, x)
    dx = dnormal * inverse if mean is not None else _normalize_backward(dnormal, normal, inverse, axes)
    return dx, (dy * normal).sum(axes), dy.sum(axes)


def layer_norm(x, scale, shift, *, epsilon=1e-5):
    """Normalize each example over its last axes, as many as ``scale`` has.

    Parameters
    ----------
    x : array (..., *scale.shape)
        Examples, for instance tokens (N, T, D) with ``scale`` (D,).
    scale, shift : array, shaped as the last axes of ``x``
        What each normalized element is multiplied by, and what is added.
    epsilon : float, default 1e-5
        Added to the variance.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        If shapes do not match.

    References
    ----------
    J. Ba, J. Kiros and G. Hinton (2016), Layer normalization; ONNX operator LayerNormalization.

    Examples
    --------
    >>> print(layer_norm(np.array([[1.0, 3.0], [10.0, 30.0]]), np.ones(2), np.zeros(2), epsilon=0))
    [[-1.  1.]
     [-1.  1.]]
    """
    x, scale, shift, axes = _check_layer(x, scale, shift)
    normal, _ = _normalize(x, x.mean(axes, keepdims=True), x.var(axes, keepdims=True), epsilon)
    return normal * scale + shift


def layer_norm_backward(dy, x, scale, *, epsilon=1e-5):
    """Gradients of `layer_norm`.

    Parameters
    ----------
    dy : array, shaped as ``x``
        Gradient of the output.
    x, scale, epsilon
        As given to `layer_norm`.

    Returns
    -------
    dx : array, shaped as ``x``
    dscale, dshift : array, shaped as ``scale``

    Raises
    ------
    ValueError, TypeError
        As for `layer_norm`, and if ``dy`` is not shaped as ``x``.

    Examples
    --------
    >>> dy, x = np.array([[1.0, 0.0]]), np.array([[1.0, 3.0]])
    >>> dx, dscale, dshift = layer_norm_backward(dy, x, np.ones(2), epsilon=0)
    >>> print(dx, dscale, dshift)
    [[0. 0.]] [-1.  0.] [1. 0.]
    """
    x, scale, _, axes = _check_layer(x, scale, scale)
    dy = _check.real("dy", dy)
    _check.shape("dy", dy, x.shape, "the shape of x")
    normal, inverse = _normalize(x, x.mean(axes, keepdims=True), x.var(axes, keepdims=True), epsilon)
    examples = tuple(range(x.ndim - scale.ndim))
    dx = _normalize_backward(dy * scale, normal, inverse, axes)
    return dx, (dy * normal).sum(examples), dy.sum(examples)


def _normalize(x, mean, variance, epsilon):
    """What is normalized, and what it was divided by, inverted."""
    inverse = 1 / np.sqrt(variance + x.dtype.type(_check.number("epsilon", epsilon)))
    return (x - mean) * inverse, inverse


def _normalize_backward(dnormal, normal, inverse, axes):
    """Gradient of the normalization: without its mean, and without what lies along the result."""
    along = (dnormal * normal).mean(axes, keepdims=True)
    return (dnormal - dnormal.mean(axes, keepdims=True) - normal * along) * inverse


def _statistics(x, mean, variance):
    if (mean is None) != (variance is None):
        raise ValueError("mean and variance must be given together, got one of them")
    if mean is None:
        axes = (0, *range(2, x.ndim))
        return x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
    mean, variance = _check.real("mean", mean), _check.real("variance", variance)
    for name, statistic in (("mean", mean), ("variance", variance)):
        _check.shape(name, statistic, x.shape[1:2], "one per channel of x")
    return _spread(mean, x), _spread(variance, x)


def _spread(values, x):
    """One value per channel, shaped so that it meets every element of the channel."""
    return values.reshape(-1, *(1,) * (x.ndim - 2))


def _check_batch(x, scale, shift):
    x, scale, shift = _check.real("x", x), _check.real("scale", scale), _check.real("shift", shift)
    if x.ndim < 2 or not x.size:
        raise ValueError(f"x must have axes (N, C, ...), none of them empty, got shape {x.shape}")
    for name, array in (("scale", scale), ("shift", shift)):
        _check.shape(name, array, x.shape[1:2], "one per channel of x")
    return x, scale, shift


def _check_layer(x, scale, shift):
    x, scale, shift = _check.real("x", x), _check.real("scale", scale), _check.real("shift", shift)
    if not scale.ndim or not scale.size or x.shape[-scale.ndim :] != scale.shape:
        raise ValueError(f"scale must be shaped as the last axes of x, {x.shape}, got shape {scale.shape}")
    _check.shape("shift", shift, scale.shape, "the shape of scale")
    return x, scale, shift, tuple(range(-scale.ndim, 0))
