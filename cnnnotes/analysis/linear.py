"""The matrix inside a linear operation."""

import numpy as np


def matrix_of(operation, shape):
    """Read off the matrix of a linear operation, one input at a time.

    Parameters
    ----------
    operation : callable
        Takes an array of shape `shape` and gives an array. Linear, or linear plus a constant.
    shape : tuple of int
        Shape of the input.

    Returns
    -------
    numpy.ndarray, shape (outputs, inputs)
        The matrix W with ``operation(x).ravel() == W @ x.ravel() + operation(0).ravel()``: its Jacobian.

    Raises
    ------
    ValueError
        If the operation is not of this kind (tried on one random input).

    Examples
    --------
    >>> matrix_of(np.cumsum, (3,))
    array([[1., 0., 0.],
           [1., 1., 0.],
           [1., 1., 1.]])
    """
    inputs = int(np.prod(shape))
    constant = np.ravel(operation(np.zeros(shape)))
    columns = [np.ravel(operation(unit.reshape(shape))) - constant for unit in np.eye(inputs)]
    matrix = np.stack(columns, axis=1)
    trial = np.random.default_rng(0).standard_normal(inputs)
    if not np.allclose(matrix @ trial + constant, np.ravel(operation(trial.reshape(shape)))):
        raise ValueError(f"operation must be linear plus a constant, got another kind: {operation!r}")
    return matrix
