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
    return dy * (x > 0)


def same_shape(dy, x):
    """Both arrays, checked to have one shape."""
    dy, x = _check.real("dy", dy), _check.real("x", x)
    _check.shape("dy", dy, x.shape, "the shape of x")
    return dy, x
