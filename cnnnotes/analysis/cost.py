"""How many numbers a layer has to learn."""


def dense_parameters(inputs, outputs, bias=True):
    """Count the parameters of a fully connected layer.

    Parameters
    ----------
    inputs, outputs : int
        Values that come in and go out; 1 or more.
    bias : bool, default: True
        Whether each output has a bias.

    Returns
    -------
    int
        ``inputs * outputs``, and ``outputs`` more with biases.

    Raises
    ------
    ValueError
        If a count is below 1.

    Examples
    --------
    >>> dense_parameters(640 * 480 * 3, 128, bias=False)
    117964800
    """
    _at_least_one(inputs=inputs, outputs=outputs)
    return (inputs + bool(bias)) * outputs


def conv2d_parameters(channels, filters, kernel, bias=True):
    """Count the parameters of a convolution; the size of the image does not matter.

    Parameters
    ----------
    channels, filters : int
        Channels that come in and go out; 1 or more.
    kernel : int, or tuple of int (rows, cols)
        Size of each filter.
    bias : bool, default: True
        Whether each filter has a bias.

    Returns
    -------
    int
        ``filters * channels * rows * cols``, and ``filters`` more with biases.

    Raises
    ------
    ValueError
        If a count is below 1.

    Examples
    --------
    >>> conv2d_parameters(3, 128, 3)
    3584
    """
    rows, cols = (kernel, kernel) if isinstance(kernel, int) else kernel
    _at_least_one(channels=channels, filters=filters, rows=rows, cols=cols)
    return (channels * rows * cols + bool(bias)) * filters


def _at_least_one(**counts):
    for name, count in counts.items():
        if count < 1:
            raise ValueError(f"{name} must be 1 or more, got {count}")
