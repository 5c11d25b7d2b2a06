"""Global pooling: one number per channel."""

import numpy as np

from cnnnotes.ops import _check


def global_avg_pool2d(x):
    """Mean of each channel.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images, with at least one element per channel.

    Returns
    -------
    array (N, C)

    Raises
    ------
    ValueError, TypeError
        If ``x`` is no such array.

    References
    ----------
    M. Lin, Q. Chen and S. Yan (2014), Network in network, section 3.2.

    Examples
    --------
    >>> print(global_avg_pool2d(np.arange(8.0).reshape(1, 2, 2, 2)))
    [[1.5 5.5]]
    """
    return _nonempty(x).mean((2, 3))


def global_avg_pool2d_backward(dy, x):
    """Gradient of `global_avg_pool2d`: an equal share for every element.

    Parameters
    ----------
    dy : array (N, C)
        Gradient of the output.
    x : array (N, C, H, W)
        As given to `global_avg_pool2d`; only its shape matters.

    Returns
    -------
    array (N, C, H, W)

    Raises
    ------
    ValueError, TypeError
        If shapes do not match.

    Examples
    --------
    >>> print(global_avg_pool2d_backward(np.ones((1, 1)), np.zeros((1, 1, 1, 4))))
    [[[[0.25 0.25 0.25 0.25]]]]
    """
    x, dy = _nonempty(x), _check.real("dy", dy, "N, C")
    _check.shape("dy", dy, x.shape[:2], "one per channel of x")
    share = dy / dy.dtype.type(x.shape[2] * x.shape[3])
    return np.broadcast_to(share[:, :, None, None], x.shape).copy()


def global_max_pool2d(x):
    """Largest element of each channel.

    Parameters
    ----------
    x : array (N, C, H, W)
        Images, with at least one element per channel.

    Returns
    -------
    array (N, C)

    Raises
    ------
    ValueError, TypeError
        If ``x`` is no such array.

    References
    ----------
    ONNX operator GlobalMaxPool.

    Examples
    --------
    >>> print(global_max_pool2d(np.arange(8.0).reshape(1, 2, 2, 2)))
    [[3. 7.]]
    """
    return _nonempty(x).max((2, 3))


def global_max_pool2d_backward(dy, x):
    """Gradient of `global_max_pool2d`: it goes to the first largest element in reading order.

    Parameters
    ----------
    dy : array (N, C)
        Gradient of the output.
    x : array (N, C, H, W)
        As given to `global_max_pool2d`.

    Returns
    -------
    array (N, C, H, W)

    Raises
    ------
    ValueError, TypeError
        If shapes do not match.

    Examples
    --------
    >>> print(global_max_pool2d_backward(np.ones((1, 1)), np.array([[[[2.0, 7.0, 7.0]]]])))
    [[[[0. 1. 0.]]]]
    """
    x, dy = _nonempty(x), _check.real("dy", dy, "N, C")
    _check.shape("dy", dy, x.shape[:2], "one per channel of x")
    dx = np.zeros((*x.shape[:2], x.shape[2] * x.shape[3]), dy.dtype)
    winner = x.reshape(dx.shape).argmax(2)
    np.put_along_axis(dx, winner[:, :, None], dy[:, :, None], 2)
    return dx.reshape(x.shape)


def _nonempty(x):
    return _check.filled("x", _check.real("x", x, "N, C, H, W"), but=(0,))
