"""Equivariance and invariance over amounts of a transformation."""

import numpy as np

from cnnnotes.analysis.equivariance import equivariance_error, relative_change, shift


def equivariance_curve(operation, transform, amounts, x, *, after=None, crop=0):
    """Take the equivariance error for each amount of a transformation.

    Parameters
    ----------
    operation : callable
        As for `equivariance_error`.
    transform : callable
        Takes an array and an amount: pixels, degrees, a factor.
    amounts : sequence
        What `transform` takes.
    x : array_like
        The input.
    after : callable, optional
        Takes the output and an amount; `transform` if not given.
    crop : int, default 0
        As for `equivariance_error`.

    Returns
    -------
    numpy.ndarray, shape (len(amounts),)

    Raises
    ------
    ValueError
        As `equivariance_error`.

    Examples
    --------
    >>> x = np.arange(16.0).reshape(4, 4)
    >>> equivariance_curve(lambda v: v[::2, ::2], shift, [(0, 0), (2, 0)], x, after=lambda v, by: shift(v, (by[0] // 2, 0)))
    array([0., 0.])
    """
    after = after or transform

    def error(amount):
        return equivariance_error(
            operation, lambda v: transform(v, amount), x, after=lambda v: after(v, amount), crop=crop
        )

    return np.array([error(amount) for amount in amounts])


def invariance_curve(operation, transform, amounts, x):
    """Measure how much an operation's result changes as its input is transformed.

    Parameters
    ----------
    operation, transform, amounts, x
        As for `equivariance_curve`; the results may have any shape.

    Returns
    -------
    numpy.ndarray, shape (len(amounts),)
        ``|operation(transform(x, amount)) - operation(x)| / |operation(x)|`` for each amount; 0 where nothing changes.

    Raises
    ------
    ValueError
        If results differ in shape, or ``operation(x)`` is zero everywhere.

    References
    ----------
    I. Goodfellow, Q. Le, A. Saxe, H. Lee and A. Ng, Measuring invariances in deep networks, 2009.

    Examples
    --------
    >>> invariance_curve(np.max, shift, [(0, 0), (1, 2)], [[0, 5, 0], [1, 0, 0]])
    array([0., 0.])
    """
    return equivariance_curve(operation, transform, amounts, x, after=lambda result, amount: result)


def best_shift_error(operation, transform, x):
    """Ask whether an operation's result for a transformed input is any shift of its result for the input.

    Parameters
    ----------
    operation, transform : callable
        As for `equivariance_error`; `operation` gives two axes or more.
    x : array_like
        The input.

    Returns
    -------
    error : float
        The smallest equivariance error of all circular shifts of the last two axes of the output.
    amount : (int, int)
        The shift that has it: the first of equals.

    Raises
    ------
    ValueError
        As `equivariance_error`, or if results have less than two axes.

    Examples
    --------
    >>> best_shift_error(lambda v: 2 * v, lambda v: shift(v, (0, 3)), [[1, 2, 3, 4, 5]])
    (0.0, (0, 3))
    """
    before, still = np.asarray(operation(transform(np.asarray(x)))), np.asarray(operation(np.asarray(x)))
    if before.shape != still.shape or still.ndim < 2:
        raise ValueError(
            f"operation must give (..., H, W), alike for both inputs, got {before.shape} and {still.shape}"
        )
    matches = np.fft.ifft2(np.fft.fft2(before) * np.fft.fft2(still).conj()).real.reshape(-1, *still.shape[-2:]).sum(0)
    # rounding must not choose between shifts that fit equally well
    likely = np.argwhere(matches >= matches.max() - 1e-9 * np.linalg.norm(still) ** 2).tolist()
    errors = [relative_change(before, shift(still, amount)) for amount in likely]
    best = int(np.argmin(errors))
    return errors[best], tuple(likely[best])
