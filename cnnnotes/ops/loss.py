"""From scores to probabilities to a loss."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.pointwise import same_shape


def softmax(x, *, axis=-1):
    """Scores as positive numbers that add up to 1: ``exp(x) / sum(exp(x))``.

    Parameters
    ----------
    x : array of any shape
        Scores. The largest is subtracted first, so large scores do not overflow.
    axis : int, default -1
        The axis along which the result adds up to 1.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        If ``x`` has no such axis, the axis is empty, or ``x`` is no array.

    References
    ----------
    ONNX operator Softmax.

    Examples
    --------
    >>> print(softmax(np.log(np.array([1.0, 3.0]))))
    [0.25 0.75]
    """
    x, axis = _check_axis(x, axis)
    exp = np.exp(x - x.max(axis, keepdims=True))
    return exp / exp.sum(axis, keepdims=True)


def softmax_backward(dy, x, *, axis=-1):
    """Gradient of `softmax`.

    Parameters
    ----------
    dy : array, shaped as ``x``
        Gradient of the output.
    x, axis
        As given to `softmax`.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        As for `softmax`, and if shapes differ.

    Examples
    --------
    >>> print(softmax_backward(np.array([1.0, 0.0]), np.log(np.array([1.0, 3.0]))).round(4))
    [ 0.1875 -0.1875]
    """
    dy, x = same_shape(dy, x)
    y = softmax(x, axis=axis)
    return y * (dy - (dy * y).sum(axis, keepdims=True))


def log_softmax(x, *, axis=-1):
    """Logarithm of `softmax`, without computing a probability that could round to 0.

    Parameters
    ----------
    x, axis
        As for `softmax`.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        As for `softmax`.

    References
    ----------
    ONNX operator LogSoftmax.

    Examples
    --------
    >>> print(log_softmax(np.array([0.0, 1000.0])))
    [-1000.     0.]
    """
    x, axis = _check_axis(x, axis)
    shifted = x - x.max(axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis, keepdims=True))


def log_softmax_backward(dy, x, *, axis=-1):
    """Gradient of `log_softmax`.

    Parameters
    ----------
    dy : array, shaped as ``x``
        Gradient of the output.
    x, axis
        As given to `log_softmax`.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        As for `softmax`, and if shapes differ.

    Examples
    --------
    >>> print(log_softmax_backward(np.array([1.0, 0.0]), np.log(np.array([1.0, 3.0]))).round(4))
    [ 0.75 -0.75]
    """
    dy, x = same_shape(dy, x)
    return dy - softmax(x, axis=axis) * dy.sum(axis, keepdims=True)


def cross_entropy(x, labels):
    """Mean surprise of the true classes: ``-log softmax(x)[label]``, in nats.

    Parameters
    ----------
    x : array (N, K)
        Scores of K classes for each of N examples, N at least 1.
    labels : array of int (N,)
        The true class of each example, 0 to K - 1.

    Returns
    -------
    float of the type of ``x``

    Raises
    ------
    ValueError, TypeError
        If a label is not one of the classes, or sizes do not match.

    References
    ----------
    I. Goodfellow, Y. Bengio and A. Courville (2016), Deep Learning, section 6.2.2.3.

    Examples
    --------
    >>> print(cross_entropy(np.log(np.array([[1.0, 3.0]])), np.array([1])).round(4))
    0.2877
    """
    x, labels = _check_labels(x, labels)
    return -log_softmax(x)[np.arange(len(x)), labels].mean()


def cross_entropy_backward(dy, x, labels):
    """Gradient of `cross_entropy`: what is predicted minus what is true, over N.

    Parameters
    ----------
    dy : float
        Gradient of the loss; 1.0 if the loss is the end of the chain.
    x, labels
        As given to `cross_entropy`.

    Returns
    -------
    array (N, K)

    Raises
    ------
    ValueError, TypeError
        As for `cross_entropy`.

    Examples
    --------
    >>> print(cross_entropy_backward(1.0, np.log(np.array([[1.0, 3.0]])), np.array([1])))
    [[ 0.25 -0.25]]
    """
    x, labels = _check_labels(x, labels)
    dx = softmax(x)
    dx[np.arange(len(x)), labels] -= 1
    return dx * x.dtype.type(_check.number("dy", dy) / len(x))


def _check_axis(x, axis):
    x = _check.real("x", x)
    axis = _check.whole("axis", axis, -x.ndim)
    if axis >= x.ndim or not x.shape[axis]:
        raise ValueError(f"axis must be an axis of x that is not empty, got {axis} for shape {x.shape}")
    return x, axis


def _check_labels(x, labels):
    x = _check.real("x", x, "N, K")
    if not isinstance(labels, np.ndarray) or labels.dtype.kind not in "iu":
        kind = getattr(labels, "dtype", type(labels).__name__)
        raise TypeError(f"labels must be a NumPy array of whole numbers, got {kind}")
    _check.shape("labels", labels, x.shape[:1], "one per row of x")
    if not len(x):
        raise ValueError(f"x must have at least one row, got shape {x.shape}")
    if labels.min() < 0 or labels.max() >= x.shape[1]:
        raise ValueError(f"labels must be 0 to {x.shape[1] - 1}, got {labels.min()} to {labels.max()}")
    return x, labels
