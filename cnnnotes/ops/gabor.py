"""Gabor filters: waves of one direction and length, seen through a small window."""

import numpy as np

from cnnnotes.ops import _check
from cnnnotes.ops.blurs import grid


def gabor_filter(size, *, wavelength, angle=0.0, sigma, aspect=1.0, phase=0.0):
    """A wave under a Gaussian bell, as cells of the visual cortex respond.

    Parameters
    ----------
    size : int or (rows, columns)
        Taps.
    wavelength : float
        Pixels per wave, above 0.
    angle : float, default 0
        Direction in which the wave travels, in radians, from the columns' axis towards the rows'.
    sigma : float
        Standard deviation of the bell along that direction, in pixels, above 0.
    aspect : float, default 1
        How much narrower the bell is across; below 1 makes it longer.
    phase : float, default 0
        Where the wave stands in the middle, in radians: 0 is even, pi / 2 odd.

    Returns
    -------
    array (rows, columns)

    Raises
    ------
    ValueError, TypeError
        If a size is not a whole number of at least 1, or a length not above 0.

    References
    ----------
    J. Daugman (1985), Uncertainty relation for resolution in space, spatial frequency, and
    orientation optimized by two-dimensional visual cortical filters.

    Examples
    --------
    >>> print(gabor_filter((1, 3), wavelength=2.0, sigma=1.0).round(3))
    [[-0.607  1.    -0.607]]
    """
    row, column = grid(size)
    along = column * np.cos(angle) + row * np.sin(angle)
    across = row * np.cos(angle) - column * np.sin(angle)
    spread = along**2 + (_check.positive("aspect", aspect) * across) ** 2
    bell = np.exp(-spread / (2 * _check.positive("sigma", sigma) ** 2))
    return bell * np.cos(2 * np.pi * along / _check.positive("wavelength", wavelength) + phase)


def gabor_bank(size, *, wavelengths, angles, sigma_per_wavelength=0.56, aspect=1.0, phase=0.0):
    """Gabor filters of several wavelengths and directions, ready for `conv2d`.

    Parameters
    ----------
    size : int or (rows, columns)
        Taps.
    wavelengths : sequence of float
        Pixels per wave.
    angles : int
        Number of directions, evenly spread over half a turn, from 0.
    sigma_per_wavelength : float, default 0.56
        Width of the bell in wavelengths; 0.56 is a bandwidth of one octave.
    aspect, phase
        As for `gabor_filter`.

    Returns
    -------
    array (len(wavelengths) * angles, 1, rows, columns)
        All directions of the first wavelength first.

    Raises
    ------
    ValueError, TypeError
        As for `gabor_filter`.

    References
    ----------
    N. Petkov and P. Kruizinga (1997), Computational models of visual neurons specialised in the
    detection of periodic and aperiodic oriented visual stimuli.

    Examples
    --------
    >>> gabor_bank(9, wavelengths=(4, 8), angles=6).shape
    (12, 1, 9, 9)
    """
    turns = np.pi * np.arange(_check.whole("angles", angles, 1)) / angles
    options = {"aspect": aspect, "phase": phase}
    bank = [
        gabor_filter(size, wavelength=length, angle=turn, sigma=sigma_per_wavelength * length, **options)
        for length in wavelengths
        for turn in turns
    ]
    if not bank:
        raise ValueError("wavelengths must hold at least one number, got none")
    return np.stack(bank)[:, None]
