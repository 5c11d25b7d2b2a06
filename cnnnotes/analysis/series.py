"""Time series: generating them, and asking whether they look stationary."""

import numpy as np

KPSS_LIMIT = 0.463  # Kwiatkowski et al. (1992), table 1: exceeded by one stationary series in twenty


def autoregress(noise, coefficients):
    """Let each value follow from those before it: ``x[t] = coefficients[0] x[t-1] + coefficients[1] x[t-2] + … + noise[t]``.

    Parameters
    ----------
    noise : array_like, shape (..., T)
        What is new at each time; before the first time all values are 0.
    coefficients : sequence of float, or of arrays (T,)
        Weight of the value one step back, two steps back, and so on; an array gives each time its own weight.

    Returns
    -------
    numpy.ndarray, shape (..., T), float64

    Examples
    --------
    >>> autoregress([1, 0, 0, 0], [0.5]).tolist()
    [1.0, 0.5, 0.25, 0.125]
    """
    values = np.array(noise, float)
    weights = [np.broadcast_to(weight, values.shape[-1]) for weight in coefficients]
    for time in range(values.shape[-1]):
        for back, weight in enumerate(weights[:time], start=1):
            values[..., time] += weight[time] * values[..., time - back]
    return values


def kpss(values):
    """Measure how far the running sum of a series strays from that of a stationary one (the KPSS statistic, constant level).

    Parameters
    ----------
    values : array_like, shape (T,)
        The series, with T at least 3 and not all values equal.

    Returns
    -------
    float
        At least 0. A series that is stationary, whose far values are independent, exceeds `KPSS_LIMIT` about once in twenty times.

    Raises
    ------
    ValueError
        If the series is too short, constant or not one-dimensional.

    References
    ----------
    D. Kwiatkowski, P. C. B. Phillips, P. Schmidt and Y. Shin (1992), Journal of Econometrics 54, 159-178. The long-run
    variance has Bartlett weights up to lag 12 (T / 100)^(1/4), one of their choices.

    Examples
    --------
    >>> wave, line = np.sin(np.arange(200)), np.arange(200)
    >>> kpss(wave) < KPSS_LIMIT < kpss(line)
    True
    """
    values = np.asarray(values, float)
    if values.ndim != 1 or len(values) < 3 or np.ptp(values) == 0:
        raise ValueError(f"values must be a series of 3 or more that are not all equal, got shape {values.shape}")
    length = len(values)
    error = values - values.mean()
    variance = error @ error / length
    lags = min(int(12 * (length / 100) ** 0.25), length - 1)
    for lag in range(1, lags + 1):
        variance += 2 * (1 - lag / (lags + 1)) * (error[lag:] @ error[:-lag]) / length
    return float((error.cumsum() ** 2).sum() / length**2 / variance)


def season_share(values, periods):
    """Learn a season from the first half of the changes, and measure how much of the second half it foretells.

    Parameters
    ----------
    values : array_like, shape (T,)
        The series. Its changes from one time to the next are looked at, so that level and trend do not matter.
    periods : iterable of int
        The lengths to try; the one that describes the first half best, by the Bayesian
        information criterion, is kept. The longest must fit into the first half.

    Returns
    -------
    share : float
        Share of the second half's variance that is foretold, at most 1. Below 0, expecting no season at all would do better.
    period : int
        The length kept.

    Raises
    ------
    ValueError
        If a period is longer than half of the series.

    Examples
    --------
    >>> season_share([3, 1, 4, 1] * 10, [2, 3, 4])
    (1.0, 4)
    """
    changes = np.diff(np.asarray(values, float))
    half = len(changes) // 2
    changes -= changes[:half].mean()
    times = np.arange(len(changes))
    best, found = -np.inf, (-np.inf, 0)
    for period in periods:
        if period > half:
            raise ValueError(f"periods: got {period}, needs at most half of the {len(changes)} changes")
        phase = times % period
        season = np.bincount(phase[:half], changes[:half]) / np.bincount(phase[:half])
        errors = (changes - season[phase]) ** 2
        fit = -half * np.log(errors[:half].sum() + 1e-12) - period * np.log(
            half
        )  # a longer season always fits closer (BIC)
        if fit > best:
            share = 1 - errors[half:].sum() / (changes[half:] ** 2).sum()
            best, found = fit, (float(share), int(period))
    return found
