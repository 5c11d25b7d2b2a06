"""Functions of one element at a time."""

import numpy as np

from cnnnotes.ops import _check


def relu(x):
    """Rectified linear unit: ``max(x, 0)``.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    TypeError
        If ``x`` is not a NumPy array of real numbers.

    References
    ----------
    V. Nair and G. Hinton (2010), Rectified linear units improve restricted Boltzmann machines.

    Examples
    --------
    >>> print(relu(np.array([-1.0, 0.0, 2.0])))
    [0. 0. 2.]
    """
    x = _check.real("x", x)
    return np.maximum(x, x.dtype.type(0))


def relu_backward(dy, x):
    """Gradient of `relu`: passed where ``x > 0``, stopped elsewhere (0 at 0).

    Parameters
    ----------
    dy : array, shaped as ``x``
        Gradient of the output.
    x
        As given to `relu`.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        If shapes differ, or an argument is no array.

    Examples
    --------
    >>> print(relu_backward(np.array([5.0, 5.0, 5.0]), np.array([-1.0, 0.0, 2.0])))
    [0. 0. 5.]
    """
    dy, x = same_shape(dy, x)
    return np.where(x > 0, dy, dy.dtype.type(0))


def leaky_relu(x, *, slope=0.01):
    """Rectified linear unit that leaks: ``x`` where it is positive, ``slope * x`` elsewhere.

    Parameters
    ----------
    x : array of any shape
    slope : float, default 0.01
        Slope for negative ``x``.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    TypeError
        If ``x`` is not a NumPy array of real numbers.

    References
    ----------
    A. Maas, A. Hannun and A. Ng (2013), Rectifier nonlinearities improve neural network acoustic models.

    Examples
    --------
    >>> print(leaky_relu(np.array([-1.0, 0.0, 2.0]), slope=0.1))
    [-0.1  0.   2. ]
    """
    x = _check.real("x", x)
    return np.where(x > 0, x, x * x.dtype.type(_check.number("slope", slope)))


def leaky_relu_backward(dy, x, *, slope=0.01):
    """Gradient of `leaky_relu`.

    Parameters
    ----------
    dy : array, shaped as ``x``
        Gradient of the output.
    x, slope
        As given to `leaky_relu`.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        If shapes differ, or an argument is no array.

    Examples
    --------
    >>> print(leaky_relu_backward(np.array([5.0, 5.0]), np.array([-1.0, 2.0]), slope=0.1))
    [0.5 5. ]
    """
    dy, x = same_shape(dy, x)
    return np.where(x > 0, dy, dy * dy.dtype.type(_check.number("slope", slope)))


def sigmoid(x):
    """Logistic function: ``1 / (1 + exp(-x))``, from 0 to 1.

    Parameters
    ----------
    x : array of any shape
        Large values of either sign do not overflow.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    TypeError
        If ``x`` is not a NumPy array of real numbers.

    References
    ----------
    I. Goodfellow, Y. Bengio and A. Courville (2016), Deep Learning, equation 3.30.

    Examples
    --------
    >>> print(sigmoid(np.array([-1000.0, 0.0, np.log(3.0)])))
    [0.   0.5  0.75]
    """
    x = _check.real("x", x)
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small, x.dtype.type(1)) / (1 + small)


def sigmoid_backward(dy, x):
    """Gradient of `sigmoid`: ``dy * y * (1 - y)``.

    Parameters
    ----------
    dy : array, shaped as ``x``
        Gradient of the output.
    x
        As given to `sigmoid`.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        If shapes differ, or an argument is no array.

    Examples
    --------
    >>> print(sigmoid_backward(np.array([4.0]), np.array([0.0])))
    [1.]
    """
    dy, x = same_shape(dy, x)
    return dy * sigmoid(x) * sigmoid(-x)


def tanh(x):
    """Hyperbolic tangent, from -1 to 1.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    TypeError
        If ``x`` is not a NumPy array of real numbers.

    References
    ----------
    Y. LeCun, L. Bottou, G. Orr and K.-R. Mueller (1998), Efficient backprop, section 4.4.

    Examples
    --------
    >>> print(tanh(np.array([0.0, np.log(3.0)])))
    [0.  0.8]
    """
    return np.tanh(_check.real("x", x))


def tanh_backward(dy, x):
    """Gradient of `tanh`: ``dy * (1 - y * y)``.

    Parameters
    ----------
    dy : array, shaped as ``x``
        Gradient of the output.
    x
        As given to `tanh`.

    Returns
    -------
    array, shaped as ``x``

    Raises
    ------
    ValueError, TypeError
        If shapes differ, or an argument is no array.

    Examples
    --------
    >>> print(tanh_backward(np.array([2.0]), np.array([0.0])))
    [2.]
    """
    dy, x = same_shape(dy, x)
    y = np.tanh(x)
    return dy * (1 - y) * (1 + y)


def same_shape(dy, x):
    """Both arrays, checked to have one shape."""
    dy, x = _check.real("dy", dy), _check.real("x", x)
    _check.shape("dy", dy, x.shape, "the shape of x")
    return dy, x
