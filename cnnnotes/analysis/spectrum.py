"""How fine what a picture shows is, and what far pixels add to near ones."""

import numpy as np

from cnnnotes.analysis.locality import prediction_r2


def radial_spectrum(image, *, taper=True):
    """Average the power of a picture over all directions, for each spatial frequency.

    Parameters
    ----------
    image : array_like, shape (H, W)
        A grey picture, of 4 rows and columns or more, not of one value all over.
    taper : bool, default True
        Whether the picture fades to its mean towards the edges (a Hann window), so that left and right, which meet in the Fourier
        transform, do not add an edge of their own.

    Returns
    -------
    frequency : numpy.ndarray, shape (rings,)
        Mean frequency of each ring, in cycles per pixel, above 0 and up to 0.5. Rings are 1 / min(H, W) wide.
    power : numpy.ndarray, shape (rings,)
        Mean squared amplitude of each ring; for white noise its variance everywhere.

    Raises
    ------
    ValueError
        If `image` is not as above.

    References
    ----------
    D. J. Field, Relations between the statistics of natural images and the response properties of cortical cells, 1987.

    Examples
    --------
    >>> waves = np.cos(2 * np.pi * np.arange(16) / 4) * np.ones((16, 1))
    >>> frequency, power = radial_spectrum(waves, taper=False)
    >>> print(frequency[:4].round(2), power[:5].round(9))
    [0.08 0.13 0.19 0.26] [0. 0. 0. 4. 0.]
    """
    image = np.asarray(image, float)
    if image.ndim != 2 or min(image.shape) < 4:
        raise ValueError(f"image must have shape (H, W) of 4 rows and columns or more, got {image.shape}")
    if not np.isfinite(image).all() or np.ptp(image) == 0:
        raise ValueError("image must hold finite values that differ, got others or one value only")
    weight = np.outer(*map(np.hanning, image.shape)) if taper else np.ones(image.shape)
    rest = weight * (image - (weight * image).sum() / weight.sum())
    power = abs(np.fft.fft2(rest)) ** 2 / (weight**2).sum()
    frequency = np.hypot(*np.meshgrid(*map(np.fft.fftfreq, image.shape), indexing="ij"))
    ring = np.rint(frequency * min(image.shape)).astype(int).ravel()
    inside = (ring > 0) & (frequency.ravel() <= 0.5)
    counts, *sums = (np.bincount(ring[inside], w) for w in (None, frequency.ravel()[inside], power.ravel()[inside]))
    some = counts > 0
    return sums[0][some] / counts[some], sums[1][some] / counts[some]


def spectrum_slope(image, *, low=0.0, high=0.5, taper=True):
    """Fit how fast a picture's power falls with frequency: as ``1 / frequency ** slope``.

    Parameters
    ----------
    image : array_like, shape (H, W)
        As for `radial_spectrum`.
    low, high : float, default 0 and 0.5
        Lowest and highest frequency that is fitted, in cycles per pixel; there must be 2 rings between them, with power.
    taper : bool, default True
        As for `radial_spectrum`.

    Returns
    -------
    float
        Minus the slope of the straight line through the logarithms of power and frequency, each ring counting once: about 2 for
        photographs, 0 for white noise.

    Raises
    ------
    ValueError
        As `radial_spectrum`, and if there is too little between `low` and `high`.

    References
    ----------
    D. J. Field, 1987; D. Ruderman and W. Bialek, Statistics of natural images, 1994.

    Examples
    --------
    >>> noise = np.random.default_rng(0).standard_normal((64, 64))
    >>> abs(spectrum_slope(noise)) < 0.1, spectrum_slope(noise.cumsum(0).cumsum(1)) > 1.5
    (True, True)
    """
    frequency, power = radial_spectrum(image, taper=taper)
    some = (frequency >= low) & (frequency <= high) & (power > 0)
    if some.sum() < 2:
        raise ValueError(f"low and high must leave two rings with power or more, got {low} and {high}")
    return float(-np.polyfit(np.log(frequency[some]), np.log(power[some]), 1)[0])


def partial_r2(image, near, far):
    """Ask what far pixels still tell about a pixel when near ones are known: the share they explain of what those leave open.

    Parameters
    ----------
    image : array_like, shape (H, W)
        A grey picture.
    near, far : array_like of int, shapes (n, 2) and (m, 2)
        Rows and columns from the pixel to those that predict it.

    Returns
    -------
    float
        ``(R2 of both - R2 of near) / (1 - R2 of near)``, by linear prediction, fitted on the left half and judged on the right one (on
        the same pixels, those that all offsets reach): 0 if the far ones add nothing, 1 if they settle it; below 0 if the fit does not
        carry over.

    Raises
    ------
    ValueError
        As `prediction_r2`, and if the near pixels leave nothing open.

    References
    ----------
    S. Wright, Correlation and causation, 1921 (partial correlation); E. P. Simoncelli and B. A. Olshausen, 2001, on pictures.

    Examples
    --------
    >>> noise = np.random.default_rng(0).standard_normal((60, 200))
    >>> walk = noise.cumsum(1)  # a pixel depends on its neighbours to the left and right, and no other
    >>> abs(partial_r2(walk, [(0, -1), (0, 1)], [(0, -5), (0, 5)])) < 0.01
    True
    """
    near, far = np.asarray(near), np.asarray(far)
    if any(offsets.ndim != 2 or offsets.shape[1:] != (2,) for offsets in (near, far)):
        raise ValueError(f"near and far must have shapes (n, 2) and (m, 2), got {near.shape} and {far.shape}")
    reach = int(max(abs(near).max(), abs(far).max()))
    known = prediction_r2(image, near, reach=reach)
    if 1 - known < 1e-12:
        raise ValueError(f"near must leave something open, got an R2 of {known}")
    return (prediction_r2(image, np.concatenate([near, far]), reach=reach) - known) / (1 - known)
