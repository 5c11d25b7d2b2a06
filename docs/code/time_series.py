"""Page 2.1: what stationarity of a time series asks for, and how much of it a single series can show."""

# [start:marginal]
import numpy as np

from cnnnotes.analysis.series import autoregress
from cnnnotes.figures import time_series as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(4)
paths, length, switch = 10_000, 240, 120
moments = np.array([40, 90, 150, 200])

weight = np.where(np.arange(length) < switch, 0.9, -0.9)  # of the value before
noise = rng.normal(size=(paths, length)) * np.sqrt(1 - 0.9**2)
noise[:, 0] = rng.normal(size=paths)  # the first value has variance 1 as well
x = autoregress(noise, [weight])

print("time  mean  variance  correlation with the next value  variance of the difference to it")
for name, t in zip(["t1", "t2", "t3", "t4"], moments, strict=True):
    correlation = np.corrcoef(x[:, t], x[:, t + 1])[0, 1]
    change = np.var(x[:, t + 1] - x[:, t])
    print(f"{name:4} {x[:, t].mean():5.2f}  {x[:, t].var():8.2f}  {correlation:6.2f} {change:24.1f}")
    if name in ("t1", "t4"):
        fact(f"next-{name}", f"{correlation:.1f}".replace("-", "−"))
        fact(f"change-{name}", f"{change:.1f}")
times = np.array([40, 65, 90, 130, 150, 175, 200])
show(figures.marginal(x[:2], moments, times, x[:, times], x[:, times + 1]))
# [end:marginal]


# [start:weak-not-strict]
import numpy as np

rng = np.random.default_rng(0)
bell = rng.normal(size=(400_000, 2))  # times 0, 2
flat = rng.uniform(-np.sqrt(3), np.sqrt(3), size=(400_000, 2))
x = np.stack([bell, flat], axis=2).reshape(-1, 4)  # all independent: 0, 1, 2, 3

print("time   mean  variance  fourth power")
for t in range(4):
    print(f"{t:4} {x[:, t].mean():6.2f} {x[:, t].var():9.2f} {(x[:, t] ** 4).mean():13.1f}")
print("largest covariance of two times:", f"{np.abs(np.triu(np.cov(x.T), 1)).max():.2f}")
# [end:weak-not-strict]


# [start:fields]
import numpy as np

from cnnnotes.analysis.series import autoregress
from cnnnotes.figures import time_series as figures
from cnnnotes.site import show

rng = np.random.default_rng(3)
series = autoregress(rng.normal(size=(1000, 300)) * 0.6, [0.8])[:, 100:]

side, width, lags = 64, 24, np.arange(9)
steps = np.fft.fftfreq(side) * side  # distances on a grid whose borders are joined
bump = np.exp(-(steps**2 + steps[:, None] ** 2) / 10)
bump /= np.sqrt((bump**2).sum())  # every pixel gets variance 1
waves = np.fft.rfft2(rng.normal(size=(1000, side, side))) * np.fft.rfft2(bump)
fields = np.fft.irfft2(waves, s=(side, side))

times, corners = [20, 130], [(6, 4), (34, 36)]  # where the two windows begin


def covariance(window, lag):
    """Of two values that are `lag` steps apart along the last axis, over all realisations."""
    return np.mean(window[..., : window.shape[-1] - lag] * window[..., lag:])


windows = [
    [series[:, time : time + 50] for time in times],
    [fields[:, row : row + width, column : column + width] for row, column in corners],
]
curves = np.array([[[covariance(window, lag) for lag in lags] for window in pair] for pair in windows])
for name, pair in zip(["series", "field"], curves, strict=True):
    print(f"{name:7}largest difference of the two windows: {np.abs(pair[0] - pair[1]).max():.2f}")
show(figures.fields(series[0], times, 50, fields[1], corners, width, lags, curves))
# [end:fields]


# [start:phase]
import numpy as np

from cnnnotes.analysis.series import autoregress
from cnnnotes.figures import time_series as figures
from cnnnotes.site import show

rng = np.random.default_rng(0)
paths, length, period = 4000, 120, 12
times = np.arange(length)
turn = 2 * np.pi / period


def wave(phase):
    return np.sqrt(2) * np.cos(turn * times + phase)


season = wave(0) + 0.3 * rng.normal(size=(paths, length))
scattered = wave(rng.uniform(0, 2 * np.pi, size=(paths, 1)))

noise = rng.normal(size=(paths, length))
noise[:, :2] = [6, -5]  # all paths begin on the same crest
cycle = autoregress(noise, [2 * 0.95 * np.cos(turn), -(0.95**2)])
cycle /= cycle[:, -60:].std()

late = slice(length - 4 * period, None)
for name, x in [("season", season), ("random phase", scattered), ("cycle", cycle)]:
    mean, error = x.mean(axis=0)[late], x.std() / np.sqrt(paths)
    print(f"{name:13} mean of all paths from {mean.min():5.2f} to {mean.max():4.2f}, standard error {error:.2f}")
processes = season, scattered, cycle
show(figures.phase(times, [x[:10] for x in processes], [x.mean(axis=0) for x in processes]))
# [end:phase]


# [start:spread]
import numpy as np

from cnnnotes.figures import time_series as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(8)
paths, length, warm = 4000, 250, 200

bursts = np.zeros((paths, warm + length))
variance = np.ones(paths)
for t in range(warm + length):
    bursts[:, t] = np.sqrt(variance) * rng.normal(size=paths)
    variance = 0.05 + 0.15 * bursts[:, t] ** 2 + 0.8 * variance  # restless after a large value
bursts = bursts[:, warm:]
jumps = rng.standard_t(3, size=(paths, length)) / np.sqrt(3)
steps = rng.normal(size=(paths, length))
walk = steps.cumsum(axis=1)

first, last = slice(20, 60), slice(length - 40, length)
for name, x in [("bursts", bursts), ("jumps", jumps), ("walk", walk), ("its steps", steps)]:
    print(f"{name:10} variance early {x[:, first].var():6.2f}, late {x[:, last].var():6.2f}")
print(f"walk: variance / t at t = 50, 200: {walk[:, 49].var() / 50:.2f}, {walk[:, 199].var() / 200:.2f}")
big = np.abs(jumps).max(axis=1) > 6 * jumps.std(axis=1)
print(f"jumps: {100 * big.mean():.0f}% of the series hold a value beyond 6 of their own standard deviations")
fact("big-jumps", f"{100 * big.mean():.0f}")
fact("walk-early", f"{walk[:, first].var():.0f}")
fact("walk-late", f"{walk[:, last].var():.0f}")

sizes = np.abs(bursts)
together = np.corrcoef(sizes[:, :-1].ravel(), sizes[:, 1:].ravel())[0, 1]
values = np.corrcoef(bursts[:, :-1].ravel(), bursts[:, 1:].ravel())[0, 1]
print(f"bursts: correlation with the next of sizes {together:.2f}, of values {abs(values):.2f}")

shown = [bursts[[82]], jumps[[np.flatnonzero(big)[1]]], walk[:8], steps[:1]]
bands = [np.quantile(x, [0.05, 0.95], axis=0) for x in (bursts, jumps, walk, steps)]
show(figures.spread(np.arange(length), shown, bands))
# [end:spread]


# [start:nine]
import numpy as np

from cnnnotes.data import nine_series
from cnnnotes.figures import time_series as figures
from cnnnotes.site import show

panels = nine_series()
print("panel  mean of each third        spread of each third")
for letter, values in panels.items():
    thirds = np.array_split(values, 3)
    means, spreads = [third.mean() for third in thirds], [third.std() for third in thirds]
    print(f"({letter})   ", *(f"{mean:8.1f}" for mean in means), "  ", *(f"{spread:7.1f}" for spread in spreads))
show(figures.nine(panels))
# [end:nine]


# [start:verdicts]
import numpy as np

from cnnnotes.analysis.series import KPSS_LIMIT, autoregress, kpss, season_share
from cnnnotes.data import nine_series
from cnnnotes.figures import time_series as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(0)
limits = KPSS_LIMIT, 0.25, KPSS_LIMIT
results = {}
print("panel  level  season (length)  spread  against")
for letter, values in nine_series().items():
    changes = np.diff(values)
    level = kpss(values)
    share, period = season_share(values, range(2, 25))
    spread = kpss(np.abs(changes - changes.mean()))  # the size of the changes as a series of its own
    results[letter] = level, share, spread
    against = np.greater(results[letter], limits)
    names = [name for name, found in zip(["level", "season", "spread"], against, strict=True) if found]
    print(f"({letter})   {level:6.2f} {share:7.2f} ({period:2}) {spread:12.2f}   ", ", ".join(names) or "nothing")

walks = rng.normal(size=(200, 250)).cumsum(axis=1)
missed = np.mean([kpss(walk) <= KPSS_LIMIT for walk in walks])
steady = autoregress(rng.normal(size=(200, 450)), [0.5])[:, 200:]
alarms = np.mean([kpss(values) > KPSS_LIMIT for values in steady])
noise = np.random.default_rng(5).normal(size=(1000, 750))
slow = np.mean([kpss(values) > KPSS_LIMIT for values in autoregress(noise, [0.95])[:, -250:]])
print(f"level, of 1000 stationary series that forget slowly (0.95): {100 * slow:.0f}% false alarms")
fact("slow-alarms", f"{100 * slow:.0f}")
print(
    f"level, of 200 random walks: {100 * missed:.0f}% missed; of 200 stationary series: {100 * alarms:.0f}% false alarms"
)
fact("missed", f"{100 * missed:.0f}")
fact("alarms", f"{100 * alarms:.0f}")

thirds = np.array_split(np.diff(nine_series()["I"]), 3)
fact("swing", f"{100 * (thirds[2].std() / thirds[0].std() - 1):.0f}")
fact("limit", f"{KPSS_LIMIT}")
show(figures.verdicts(list(results), np.array(list(results.values())), limits))
# [end:verdicts]


# [start:causes]
import numpy as np

from cnnnotes.analysis.series import kpss
from cnnnotes.data import series
from cnnnotes.figures import time_series as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(2)
years, nile = series("nile")
times = np.arange(100.0)
line = 5 + 0.06 * times + rng.normal(size=100)
walk = rng.normal(size=100).cumsum()


def straight(values):
    return np.polyval(np.polyfit(times, values, 1), times)


def step(values):
    """The two means that fit best, before and after a break."""
    fits = [np.repeat([values[:k].mean(), values[k:].mean()], [k, len(values) - k]) for k in range(5, 95)]
    return min(fits, key=lambda fit: np.sum((values - fit) ** 2))


print("KPSS (limit)      as it is (0.463)  less a line (0.146)  changes (0.463)")
for name, values in [("trend", line), ("change of level", nile), ("random walk", walk)]:
    print(f"{name:16}{kpss(values):18.2f} {kpss(values - straight(values)):20.2f} {kpss(np.diff(values)):16.2f}")

level = step(nile)
squares = [np.sum((nile - fit) ** 2) for fit in (straight(nile), level)]
print(f"Nile: squared errors of a line {squares[0]:,.0f}, of a step {squares[1]:,.0f}")
fact("last-high", f"{years[np.flatnonzero(np.diff(level))[0]]:.0f}")
fact("better", f"{100 * (1 - squares[1] / squares[0]):.0f}")
cured = [line - straight(line), nile - level, np.diff(walk)]
show(figures.causes([line, nile, walk], [straight(line), level, None], cured))
# [end:causes]


# [start:slices]
import numpy as np

from cnnnotes.figures import time_series as figures
from cnnnotes.site import fact, show

rng = np.random.default_rng(5)
paths, length, moments = 2000, 160, [25, 60, 95, 130]
noise = rng.normal(size=(paths, length))
level = rng.normal(size=(paths, 1))
stuck = np.sqrt(0.8) * level + np.sqrt(0.2) * rng.normal(size=(paths, length))

for name, x in [("noise", noise), ("stuck level", stuck)]:
    across = [x[:, t].var() for t in moments]
    averages = x.mean(axis=1)
    print(f"{name:12} variance across the paths at t1 to t4:", *(f"{variance:.2f}" for variance in across))
    print(f"{'':12} averages over time: variance {averages.var():.3f}, mean {averages.mean():.2f}")
fact("stuck", f"{stuck.mean(axis=1).var():.2f}")
fact("noise", f"{noise.mean(axis=1).var():.3f}")
show(figures.slices([noise, stuck], moments))
# [end:slices]


# [start:sunspots]
import numpy as np

from cnnnotes.analysis.series import KPSS_LIMIT, kpss, season_share
from cnnnotes.data import series

years, spots = series("sunspots")
share, period = season_share(spots, range(2, 25))
print(f"level: {kpss(spots):.3f}, limit {KPSS_LIMIT}")
print(f"season of {period} years: foretells {100 * share:.0f}% of the later half")
for name, part in [("before 1855", spots[years < 1855]), ("since", spots[years >= 1855])]:
    print(f"{name:12} mean {part.mean():.0f}, standard deviation {part.std():.0f}")
# [end:sunspots]


# [start:carbon]
import numpy as np

from cnnnotes.analysis.series import KPSS_LIMIT, kpss, season_share
from cnnnotes.data import series

years, carbon = series("co2")
yearly = carbon[12:] - carbon[:-12]
for name, values in [("as it is", carbon), ("from year to year", yearly), ("and once more", np.diff(yearly))]:
    share, period = season_share(values, range(2, 25))
    print(f"{name:18} level {kpss(values):.2f} (limit {KPSS_LIMIT}), season foretells {100 * share:4.0f}%")
# [end:carbon]
