"""Does it matter where one looks? Summaries of series and of ensembles, over time and over places."""

from typing import NamedTuple

import numpy as np

from cnnnotes.ops import _check


class Summary(NamedTuple):
    """The three things weak stationarity is about, each for several times or places.

    Attributes
    ----------
    mean, variance : numpy.ndarray
        Of the values; the variance is divided by their number.
    correlation : numpy.ndarray
        With values some steps later, -1 to 1; NaN where a value does not vary.

    Examples
    --------
    >>> rolling_summary([1, 2, 1, 2, 9, 8, 9, 8], 4, step=4).mean
    array([1.5, 8.5])
    """

    mean: np.ndarray
    variance: np.ndarray
    correlation: np.ndarray


def rolling_summary(series, window, *, step=1):
    """Summarise a series in windows that move along it. One half against the other: ``window = step = len(series) // 2``.

    Parameters
    ----------
    series : array_like, shape (T,)
        Values in order.
    window : int
        Values per window, 3 to T.
    step : int, default 1
        Between windows, at least 1.

    Returns
    -------
    Summary
        Arrays of shape ((T - window) // step + 1,). The correlation is the `acf` of the window at lag 1.

    Raises
    ------
    ValueError, TypeError
        If `series` has not one axis or is not finite, or a number is not as above.

    References
    ----------
    P. Brockwell and R. Davis, Time series: theory and methods, 1991, definition 1.3.2 (weak stationarity).

    Examples
    --------
    >>> trend = rolling_summary(np.arange(6.0), 3, step=3)
    >>> trend.mean, trend.variance.round(3), trend.correlation
    (array([1., 4.]), array([0.667, 0.667]), array([0., 0.]))
    """
    series, window = _series(series), _check.whole("window", window, 3)
    if window > len(series):
        raise ValueError(f"window must be at most the length of the series, {len(series)}, got {window}")
    views = np.lib.stride_tricks.sliding_window_view(series, window)[:: _check.whole("step", step, 1)]
    mean = views.mean(1)
    rest = views - mean[:, None]
    variance = np.where(np.ptp(views, axis=1) > 0, (rest**2).mean(1), 0)  # 0 without rounding where nothing varies
    return Summary(mean, variance, _divide((rest[:, 1:] * rest[:, :-1]).mean(1) * (window - 1) / window, variance))


def split_half(series):
    """Say how the second half of a series differs from the first.

    Parameters
    ----------
    series : array_like, shape (T,)
        Six values or more that vary in both halves; of an odd number the middle one is left out.

    Returns
    -------
    Summary
        Floats. ``mean``: second minus first, in standard deviations of the first half and the second half together (the root of the
        mean of both variances). ``variance``: second over first. ``correlation`` at lag 1: second minus first. Near 0, 1 and 0 for a
        long stationary series.

    Raises
    ------
    ValueError
        If `series` is not as above.

    Examples
    --------
    >>> change = split_half([0, 1, 0, 1, 5, 9, 5, 9])
    >>> round(change.mean, 3), change.variance, change.correlation
    (4.459, 16.0, 0.0)
    """
    series = _series(series)
    half = len(series) // 2
    if half < 3:
        raise ValueError(f"series must have six values or more, got {len(series)}")
    parts = rolling_summary(series, half, step=len(series) - half)
    if not parts.variance.all():
        raise ValueError("series must vary in both halves, got a constant half")
    distance = (parts.mean[1] - parts.mean[0]) / np.sqrt(parts.variance.mean())
    change = distance, parts.variance[1] / parts.variance[0], parts.correlation[1] - parts.correlation[0]
    return Summary(*map(float, change))


def acf(series, lags):
    """Take the sample autocorrelation function: one mean and one variance for the whole series.

    Parameters
    ----------
    series : array_like, shape (T,)
        Values in order, not all equal.
    lags : sequence of int
        Steps, 0 to T - 1.

    Returns
    -------
    numpy.ndarray, shape (len(lags),)
        -1 to 1, and 1 at lag 0. It shrinks with the lag as ``(T - lag) / T``; `autocorrelation` correlates the two pieces instead, each
        about its own mean.

    Raises
    ------
    ValueError, TypeError
        If `series` has not one axis, does not vary or is not finite, or a lag is not as above.

    References
    ----------
    P. Brockwell and R. Davis, Time series: theory and methods, 1991, definition 1.4.4 and section 7.2.

    Examples
    --------
    >>> acf([1, 2, 3, 4], [0, 1, 2, 3])
    array([ 1.  ,  0.25, -0.3 , -0.45])
    """
    series = _series(series)
    rest = series - series.mean()
    power = rest @ rest
    if power == 0 or np.ptp(series) == 0:
        raise ValueError(f"series must vary, got {series[0]} only")
    lags = [_check.whole("lags", lag, 0) for lag in lags]
    if lags and max(lags) >= len(series):
        raise ValueError(f"lags must be below the length of the series, {len(series)}, got {max(lags)}")
    return np.array([rest[: len(rest) - lag] @ rest[lag:] for lag in lags]) / power


def ensemble_summary(paths, *, lag=1):
    """Summarise many realisations at each time or place: what stationarity is about, where one series shows only time averages.

    Parameters
    ----------
    paths : array_like, shape (N, T) or (N, H, W)
        N realisations, 2 or more.
    lag : int, default 1
        Steps along the last axis between values that are correlated, 1 or more and less than its length.

    Returns
    -------
    Summary
        Mean and variance of shape (T,) or (H, W); correlations over the realisations with the value `lag` later, `lag` fewer along the
        last axis.

    Raises
    ------
    ValueError, TypeError
        If `paths` has less than two axes, less than two realisations or is not finite, or `lag` is not as above.

    References
    ----------
    P. Brockwell and R. Davis, Time series: theory and methods, 1991, definition 1.3.2.

    Examples
    --------
    >>> summary = ensemble_summary([[0, 0, 1], [2, 2, -1]])
    >>> summary.mean, summary.variance, summary.correlation
    (array([1., 1., 0.]), array([1., 1., 1.]), array([ 1., -1.]))
    """
    paths = _finite("paths", paths)
    if paths.ndim < 2 or len(paths) < 2:
        raise ValueError(f"paths must have shape (N, T) or (N, H, W) with N of 2 or more, got {paths.shape}")
    if _check.whole("lag", lag, 1) >= paths.shape[-1]:
        raise ValueError(f"lag must be from 1 to {paths.shape[-1] - 1}, got {lag}")
    mean, variance = paths.mean(0), np.where(np.ptp(paths, axis=0) > 0, paths.var(0), 0)
    rest = paths - mean
    covariance = (rest[..., lag:] * rest[..., :-lag]).mean(0)
    return Summary(mean, variance, _divide(covariance, np.sqrt(variance[..., lag:] * variance[..., :-lag])))


def eta_squared(values, axis=0):
    """Say which share of the variance of values the means along an axis explain.

    Parameters
    ----------
    values : array_like
        Numbers that are not all equal.
    axis : int or tuple of int, default 0
        Over which means are taken. For images (N, H, W) 0: the share that the place explains. For one image (H, W) 1: the share that
        the row explains.

    Returns
    -------
    float
        Variance of the means over variance of all values: 1 if only the place matters; about 1 / N if it does not and the N values averaged
        are independent.

    Raises
    ------
    ValueError
        If `values` are not finite or all equal, or there is no such axis.

    References
    ----------
    R. Fisher, Statistical methods for research workers, 1925 (the correlation ratio).

    Examples
    --------
    >>> eta_squared([[0, 4], [0, 4]]), eta_squared([[0, 4], [4, 0]])
    (1.0, 0.0)
    """
    values = _finite("values", values)
    if values.size == 0 or np.ptp(values) == 0:
        raise ValueError(f"values must differ, got shape {values.shape} with one value only")
    return float(values.mean(axis).var() / values.var())


def _finite(name, values):
    values = np.asarray(values, float)
    if not np.isfinite(values).all():
        raise ValueError(f"{name} must be finite numbers, got {values[~np.isfinite(values)][0]}")
    return values


def _series(series):
    series = _finite("series", series)
    if series.ndim != 1 or not len(series):
        raise ValueError(f"series must have shape (T,) with T of 1 or more, got {series.shape}")
    return series


def _divide(above, below):
    """The quotient, NaN where there is nothing to divide by."""
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)
