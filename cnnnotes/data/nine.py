"""Nine series of the kinds that textbooks show side by side: four that were observed, five generated."""

import numpy as np

from cnnnotes.data.loaders import series


def nine_series():
    """Give nine series, each stationary or not in its own way, under the letters of the notes.

    Returns
    -------
    dict of str to numpy.ndarray, shape (T,), float64
        ``A`` a price, a generated random walk with heavy tails; ``B`` its daily changes, with one large jump; ``C`` the Nile, whose
        level fell; ``D`` the sea surface temperature off Peru and Ecuador, 2001 to 2010, monthly; ``E`` a generated falling trend;
        ``F`` the gross domestic product of the United States; ``G`` a generated cycle without a fixed period; ``H`` a generated
        quarterly season; ``I`` carbon dioxide in the air. The same series at every call.

    Examples
    --------
    >>> {letter: len(values) for letter, values in nine_series().items()}
    {'A': 250, 'B': 250, 'C': 100, 'D': 120, 'E': 95, 'F': 203, 'G': 240, 'H': 84, 'I': 516}
    """
    rng = np.random.default_rng(31)
    changes = 4 * rng.standard_t(3, 250)
    trend = 320 - 2.4 * np.arange(95) + _follow(12 * rng.normal(size=95), 0.5)
    cycle = _follow(rng.normal(size=440), 2 * 0.95 * np.cos(2 * np.pi / 12), -(0.95**2))[200:]
    season = 450 + np.tile([10, -30, -12, 40], 21) + 10 * rng.normal(size=84)
    return {
        "A": 520 + changes.cumsum(),
        "B": changes,
        "C": series("nile")[1],
        "D": series("elnino")[1][-120:],
        "E": trend,
        "F": series("gdp")[1],
        "G": cycle,
        "H": season,
        "I": series("co2")[1],
    }


def _follow(noise, one, two=0.0):
    """Each value follows from the one or two before it; `analysis.autoregress` is the general case, which data may not import."""
    values = np.zeros(len(noise) + 2)
    for time, new in enumerate(noise, 2):
        values[time] = new + one * values[time - 1] + two * values[time - 2]
    return values[2:]
