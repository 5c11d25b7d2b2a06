"""Checks shared by the operations: each returns the value it accepts, or says what is needed."""

import operator
from numbers import Real

import numpy as np


def real(name, value, axes=None):
    """The array, float32 and float64 as they are, every other real type as float64."""
    if not isinstance(value, np.ndarray):
        raise TypeError(f"{name} must be a NumPy array, got {type(value).__name__}")
    if value.dtype.kind not in "fiub":
        raise TypeError(f"{name} must hold real numbers, got dtype {value.dtype}")
    if axes is not None and value.ndim != axes.count(",") + 1:
        raise ValueError(f"{name} must have axes ({axes}), got shape {value.shape}")
    return value if value.dtype in (np.float32, np.float64) else value.astype(np.float64)


def filled(name, array, *, but=()):
    """The array, if none of its axes is empty, except those that may be."""
    if 0 in array.shape and 0 in (length for axis, length in enumerate(array.shape) if axis not in but):
        raise ValueError(f"{name} must have no empty axis{' but the first' if but else ''}, got shape {array.shape}")
    return array


def shape(name, value, needed, why):
    """Nothing if ``value`` has the shape needed."""
    if value.shape != needed:
        raise ValueError(f"{name} must have shape {needed} ({why}), got {value.shape}")


def whole(name, value, low):
    """The value as an int that is at least ``low``."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {value!r}") from None
    if number < low:
        raise ValueError(f"{name} must be at least {low}, got {number}")
    return number


def number(name, value):
    """The value, if it is a real number."""
    if not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, got {value!r}")
    return value


def positive(name, value):
    """The value, if it is a number above 0."""
    if not number(name, value) > 0:  # pyright: ignore[reportOperatorIssue]
        raise ValueError(f"{name} must be above 0, got {value!r}")
    return value


def pair(name, value, low):
    """A whole number or a (rows, columns) pair of them, as a pair."""
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise ValueError(f"{name} must be one number or (rows, columns), got {value!r}")
        return whole(name, value[0], low), whole(name, value[1], low)
    number = whole(name, value, low)
    return number, number


def one_of(name, value, allowed):
    """The value, if it is one of those allowed."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, got {value!r}")
    return value
