"""Figures of page 2.1: what must stay the same for a time series to be stationary, and nine series judged."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _

MOMENTS = ["$t_1$", "$t_2$", "$t_3$", "$t_4$"]
SHADES = [style.BLUE, style.ORANGE, style.GREEN, style.PURPLE]


def _histogram(ax, values, edges, color, *, horizontal=False):
    """Draw the density of values as a filled area."""
    heights, _edges = np.histogram(values, edges, density=True)
    ax.stairs(
        heights, edges, fill=True, color=color, alpha=0.75, orientation="horizontal" if horizontal else "vertical"
    )


def _bare(ax):
    """Take ticks and frame away."""
    ax.set(xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)


@frames.sequence
def marginal(paths, moments, times, now, following):
    """Show many series at one time, which the reader moves: the values alone, and with the next value.

    At once: wherever the line stands, the hill is the same; the cloud rises in the first half and falls in the second.

    Parameters
    ----------
    paths : array (K, T)
        A few of the series.
    moments : array (4,)
        Four times that are marked.
    times : array (F,)
        The times of the frames.
    now, following : array (N, F)
        Values of all series at these times, and one step later.

    Returns
    -------
    cnnnotes.figures.frames.Frames
        One frame for each time.

    Examples
    --------
    >>> values = np.random.default_rng(0).normal(size=(50, 2))
    >>> [frame.at for frame in marginal(np.zeros((1, 9)), [1, 2, 3, 4], [1, 5], values, values)]
    [{'time': '1'}, {'time': '5'}]
    """
    fig, axes = style.subplots(2, 2, height=4.4, height_ratios=[1, 1.45])
    grid = axes[0, 0].get_gridspec()
    for ax in axes[0]:
        ax.remove()
    top = fig.add_subplot(grid[0, :])
    hill, cloud = axes[1]
    for path, color in zip(paths, [style.INK, style.MUTED], strict=False):
        top.plot(path, color=color, lw=0.9)
    for moment, name in zip(moments, MOMENTS, strict=True):
        top.axvline(moment, color=style.GRID, lw=1.2, zorder=0)
        top.text(moment, 3.6, name, color=style.INK, ha="center", va="bottom")
    marked = top.axvline(times[0], lw=3)
    top.set(ylim=(-3.6, 3.6), xlim=(0, len(paths[0]) - 1), xticks=[], yticks=[])
    top.set_xlabel(_("time") + " →", loc="right", labelpad=1)
    edges = np.linspace(-3.5, 3.5, 22)
    bars = hill.stairs(np.zeros(21), edges, fill=True, alpha=0.75)
    grey = np.linspace(-3.5, 3.5, 60)
    hill.plot(grey, np.exp(-(grey**2) / 2) / np.sqrt(2 * np.pi), color=style.INK, lw=1)
    hill.set(ylim=(0, 0.52), title=_("one time alone"))
    _bare(hill)
    hill.set_xlabel(_("now"))
    (dots,) = cloud.plot([], [], "o", ms=2.6, mew=0)
    cloud.set(xlim=(-4, 4), ylim=(-4, 4), aspect="equal", xticks=[], yticks=[], title=_("with the next value"))
    cloud.spines[:].set(visible=True, color=style.GRID)
    cloud.set(xlabel=_("now"), ylabel=_("next value"))
    number = cloud.text(0, -3.8, "", ha="center", va="bottom", bbox={"fc": style.PAPER, "ec": "none", "pad": 2})
    for time, here, there in zip(times, np.transpose(now), np.transpose(following), strict=True):
        correlation = np.corrcoef(here, there)[0, 1]
        shown = style.number(correlation, ".2f")
        color = style.BLUE if correlation > 0 else style.ORANGE
        marked.set_xdata([time, time])
        bars.set_data(np.histogram(here, edges, density=True)[0], edges)
        dots.set_data(here[:150], there[:150])
        number.set_text(f"$r$ = {shown}")
        for artist in (marked, dots, number):
            artist.set_color(color)
        bars.set_facecolor(color)
        words = _("Time {time}: mean {mean}, variance {variance}; correlation with the next value {correlation}")
        mean, variance = (style.number(value, ".2f") for value in (here.mean(), here.var()))
        said = words.format(time=time, mean=mean, variance=variance, correlation=shown)
        yield frames.Frame(fig, said, at={_("time"): f"{time}"})


@style.figure
def fields(series, times, length, field, corners, width, lags, curves):
    """Show a stationary series and a stationary field, two windows in each, and the autocovariance in the windows.

    At once: the windows show different values, and the rings lie on the dots.

    Parameters
    ----------
    series : array (T,)
        One realisation of the series.
    times : (int, int)
        Where its windows begin.
    length : int
        How long they are.
    field : array (H, W)
        One realisation of the field.
    corners : ((int, int), (int, int))
        Row and column of the top left corner of each window of the field.
    width : int
        Their side.
    lags : array (L,)
        Distances of two values.
    curves : array (2, 2, L)
        Autocovariance over all realisations: series and field, first and second window.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> curves = np.arange(12).reshape(2, 2, 3)
    >>> fig = fields(np.zeros(9), (1, 5), 3, np.zeros((9, 9)), ((0, 0), (5, 5)), 3, np.arange(3), curves)
    >>> [line.get_ydata().tolist() for line in fig.axes[3].lines[:2]]
    [[6, 7, 8], [9, 10, 11]]
    """
    fig, axes = style.subplots(2, 2, height=4.4, width_ratios=[1, 1], height_ratios=[0.7, 1])
    colors = [style.BLUE, style.ORANGE]
    left, below = axes[:, 0]
    left.plot(series, color=style.INK, lw=0.8)
    for name, start, color in zip("12", times, colors, strict=True):
        left.axvspan(start, start + length, color=color, alpha=0.25, lw=0)
        left.text(start + length / 2, series.max(), name, color=color, ha="center", va="bottom")
    left.set(xlim=(0, len(series) - 1), xticks=[], yticks=[], xlabel=_("time"))
    largest = np.abs(field).max()
    below.imshow(field, cmap=style.GRAY, vmin=-largest, vmax=largest)
    for name, (row, column), color in zip("12", corners, colors, strict=True):
        below.add_patch(Rectangle((column - 0.5, row - 0.5), width, width, fill=False, ec=color, lw=2.5))
        below.text(
            column + width + 1,
            row + 2.5,
            name,
            color=color,
            va="center",
            bbox={"fc": style.PAPER, "ec": "none", "pad": 1.5},
        )
    below.set(xticks=[], yticks=[], xlabel=_("place"))
    for ax, (first, second), title in zip(axes[:, 1], curves, [_("of the series"), _("of the field")], strict=True):
        ax.plot(lags, first, "o-", color=colors[0], ms=4.5, lw=1, label="1")
        ax.plot(lags, second, "o", color=colors[1], ms=9, mfc="none", mew=1.5, label="2")
        ax.axhline(0, color=style.GRID, lw=0.8, zorder=0)
        ax.set(xlabel=_("distance"), yticks=[0, 1], ylim=(-0.15, 1.2), xticks=lags[::2])
        ax.set_title(_("autocovariance") + " " + title, fontsize=9.5)
        ax.legend(loc="upper right")
    return fig


@style.figure
def phase(times, paths, means):
    """Draw paths of three periodic things over each other, and the mean of all their paths.

    At once: the thick mean swings for the season, is flat for the scattered phases, and dies away for the cycle.

    Parameters
    ----------
    times : array (T,)
        The times.
    paths : sequence of three arrays (K, T)
        Some paths: season, random phase, cycle.
    means : sequence of three arrays (T,)
        Means over all paths.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = phase(np.arange(4), [np.zeros((2, 4))] * 3, [np.arange(4)] * 3)
    >>> fig.axes[1].lines[-1].get_ydata().tolist()
    [0, 1, 2, 3]
    """
    names = [_("season: the same phase"), _("random phase"), _("cycle: in step at first")]
    colors = [style.ORANGE, style.BLUE, style.BLUE]
    fig, axes = style.subplots(3, 1, height=4.6, sharex=True, sharey=True)
    for ax, several, mean, name, color in zip(axes, paths, means, names, colors, strict=True):
        ax.plot(times, np.transpose(several), color=style.MUTED, lw=0.6, alpha=0.55)
        ax.plot(times, mean, color=color, lw=2.8)
        ax.set_title(name)
        ax.set(yticks=[0])
    axes[0].set_title(_("mean of all paths"), loc="right", color=colors[0])
    axes[-1].set(xlabel=_("time"), xlim=(times[0], times[-1]), xticks=times[::12])
    return fig


@style.figure
def spread(times, paths, bands):
    """Draw four processes, each a few paths over the band that holds nine tenths of all paths.

    At once: three bands are level, that of the random walk opens like a fan.

    Parameters
    ----------
    times : array (T,)
        The times.
    paths : sequence of four arrays (K, T)
        Paths to draw: bursts, jumps, random walk, its steps.
    bands : sequence of four arrays (2, T)
        Lower and upper edge of the band at each time.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = spread(np.arange(3), [np.zeros((1, 3))] * 4, [np.array([[-1, -2, -3], [1, 2, 3]])] * 4)
    >>> fig.axes[2].lines[0].get_ydata().tolist()
    [-1, -2, -3]
    """
    names = [_("bursts"), _("rare jumps"), _("random walk"), _("its steps")]
    fig, axes = style.subplots(4, 1, height=5.6, sharex=True)
    for ax, several, band, name in zip(axes, paths, bands, names, strict=True):
        moving = name == names[2]
        color = style.ORANGE if moving else style.BLUE
        for edge in band:
            ax.plot(times, edge, color=color, lw=1.4)
        ax.fill_between(times, *band, color=color, alpha=0.18, lw=0)
        ax.plot(times, np.transpose(several), color=style.INK, lw=0.7)
        verdict = "✗ " + _("spreads") if moving else "○ " + _("even")
        ax.set_title(name)
        ax.set_title(verdict, loc="right", color=color)
        ax.set(yticks=[0])
    axes[-1].set(xlabel=_("time"), xlim=(times[0], times[-1]))
    return fig


def _reasons():
    """Why each panel is not stationary: nothing for the two that are."""
    level, season = _("level"), _("season")
    reasons = {"A": [level], "B": [], "C": [level], "D": [season], "E": [level], "F": [level], "G": [], "H": [season]}
    return reasons | {"I": [level, season, _("spread")]}


@frames.sequence
def nine(panels):
    """Draw nine series; then the mean and spread of each third as a box; then which of them are stationary, and why not.

    At once: first nine series to judge, at last two panels are framed, and their boxes stand in one row.

    Parameters
    ----------
    panels : dict of str to array (T,)
        The series under the letters A to I.

    Returns
    -------
    cnnnotes.figures.frames.Frames
        Three frames.

    Examples
    --------
    >>> for frame in nine({letter: np.arange(9) for letter in "ABCDEFGHI"}):
    ...     boxes = frame.figure.axes[0].patches
    ...     print([float(box.get_y() + box.get_height() / 2) for box in boxes if box.get_visible()])
    []
    [1.0, 4.0, 7.0]
    [1.0, 4.0, 7.0]
    """
    fig, axes = style.subplots(3, 3, height=5.0)
    parts, answers, quiet = [], [], []
    for ax, (letter, values), reasons in zip(axes.flat, panels.items(), _reasons().values(), strict=True):
        color = style.ORANGE if reasons else style.BLUE
        ax.plot(values, color=style.INK, lw=0.6)
        start = 0
        for third in np.array_split(values, 3):
            low, high = third.mean() - third.std(), third.mean() + third.std()
            box = Rectangle((start, low), len(third), high - low, fc=color, alpha=0.28, lw=0, zorder=3)
            parts.append((ax.add_patch(box), color))
            line = ax.plot([start, start + len(third)], [third.mean()] * 2, color=color, lw=2, zorder=4)
            parts.append((line[0], color))
            start += len(third)
        ax.set_title(f"({letter})", color=style.INK, y=1)  # there, whatever stands below
        answers.append(ax.set_title("○" if not reasons else "✗", loc="right", color=color, y=1))
        answers.append(ax.set_xlabel(", ".join(reasons) or _("stationary"), color=color, fontsize=9.5, labelpad=2))
        ax.set(xticks=[], yticks=[], xlim=(0, len(values)))
        if not reasons:
            answers += [ax.spines[side] for side in ("top", "right")]
            quiet += [ax.spines[side] for side in ("left", "bottom")]
            ax.spines[:].set(visible=True, color=style.BLUE, linewidth=2)
    style.settle(fig)  # with the answers, so that there is room for them
    found = ", ".join(f"({letter})" for letter, reasons in _reasons().items() if not reasons)
    steps = [
        (_("the series"), _("Nine series. Which of them are stationary?")),
        (_("their thirds"), _("Mean and standard deviation of each third, as line and box")),
        (_("the answer"), _("Stationary: {letters}").format(letters=found)),
    ]
    for step, (name, words) in enumerate(steps):
        for artist, color in parts:
            artist.set_visible(step > 0)
            artist.set_color(color if step == 2 else style.MUTED)
        for artist in answers:
            artist.set_visible(step == 2)
        for spine in quiet:
            spine.set(color=style.BLUE if step == 2 else style.INK, linewidth=2 if step == 2 else 0.8)
        yield frames.Frame(fig, words, at={_("shown"): name})


@style.figure
def verdicts(letters, results, limits):
    """Draw what three tests say about nine series: one row a series, one column a test.

    At once: in two rows all three marks stand on the quiet side of the dashed lines.

    Parameters
    ----------
    letters : sequence of nine str
        Names of the rows, top to bottom.
    results : array (9, 3)
        KPSS statistic of the series, share of the later half that its season foretells, KPSS statistic of its changes' sizes.
    limits : sequence of three float
        What speaks against stationarity lies above these.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = verdicts("AB", np.array([[0.1, -1, 0.1], [2, 0.5, 0.1]]), [0.46, 0.25, 0.46])
    >>> [text.get_text() for text in fig.axes[0].get_yticklabels()]
    ['A', 'B']
    """
    results = np.asarray(results, float)
    names = [_("level"), _("season"), _("spread")]
    rows = np.arange(len(letters))
    clear = (results <= limits).all(axis=1)
    fig, axes = style.subplots(1, 3, height=3.9, sharey=True)
    for ax, values, name, edge in zip(axes, results.T, names, limits, strict=True):
        against = values > edge
        for row in rows[clear]:
            ax.axhspan(row - 0.45, row + 0.45, color=style.BLUE, alpha=0.14, lw=0)
        if name != names[1]:
            ax.set(xscale="log", xlim=(0.025, 5), xticks=[0.1, 1], xticklabels=["0.1", "1"], xlabel="KPSS")
            ax.minorticks_off()
        else:
            ax.set(xlim=(min(-1.4, values.min() - 0.15), 1.15), xticks=[-1, 0, 1], xlabel=_("share foretold"))
        ax.axvline(edge, color=style.INK, ls="--", lw=1)
        ax.plot(values[~against], rows[~against], "o", color=style.BLUE, ms=7, mfc="none", mew=1.8)
        ax.plot(values[against], rows[against], "X", color=style.ORANGE, ms=8.5, mec=style.PAPER)
        ax.set_title(name, loc="center")
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
    axes[0].set(yticks=rows, yticklabels=list(letters), ylim=(len(letters) - 0.4, -0.6))
    return fig


@style.figure
def causes(series, fits, cured):
    """Draw three series that are not stationary, and what is left of each after its own cure.

    At once: three different causes on the left, three level series on the right.

    Parameters
    ----------
    series : sequence of three arrays (T,)
        With a trend, with a change of level, a random walk.
    fits : sequence of (array (T,) or None)
        What is taken away from each; None for the random walk, whose changes are taken.
    cured : sequence of three arrays
        What is left.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = causes([np.arange(4)] * 3, [np.arange(4), np.ones(4), None], [np.zeros(4), np.zeros(4), np.ones(3)])
    >>> [len(ax.lines) for ax in fig.axes]
    [2, 2, 2, 2, 1, 2]
    """
    names = [_("trend"), _("change of level") + " · " + _("Nile"), _("random walk")]
    cures = [_("less the line"), _("less the step"), _("its changes")]
    fig, axes = style.subplots(3, 2, height=4.5, sharex=True)
    for (left, right), values, fit, rest, name, cure in zip(axes, series, fits, cured, names, cures, strict=True):
        left.plot(values, color=style.INK, lw=0.9)
        if fit is not None:
            left.plot(fit, color=style.ORANGE, lw=2.2)
        right.plot(rest, color=style.INK, lw=0.9)
        right.axhline(np.mean(rest), color=style.BLUE, lw=2.2)
        left.set_title(name)
        right.set_title("→ " + cure, color=style.BLUE)
        for ax in (left, right):
            ax.set(xticks=[], yticks=[])
        half = 0.56 * max(np.ptp(values), np.ptp(rest))
        for ax, shown in ((left, values), (right, rest)):
            middle = (np.min(shown) + np.max(shown)) / 2
            ax.set_ylim(middle - half, middle + half)
    return fig


@style.figure
def slices(processes, moments):
    """Cut two processes across all paths at four times, and along one path; draw both as histograms.

    At once: the four hills of a process are equal; the path's own hill matches them above and misses them below.

    Parameters
    ----------
    processes : sequence of two arrays (N, T)
        Paths of noise, and of noise around a level that each path keeps.
    moments : sequence of four int
        Times of the cuts.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = slices([np.random.default_rng(0).normal(size=(9, 12))] * 2, [2, 4, 6, 8])
    >>> len(fig.axes)
    4
    """
    fig, axes = style.subplots(2, 2, height=4.4, width_ratios=[3, 1], sharey=True)
    names = [_("noise"), _("each path keeps a level")]
    edges = np.linspace(-3.6, 3.6, 25)
    middles = (edges[1:] + edges[:-1]) / 2
    for (left, right), paths, name in zip(axes, processes, names, strict=True):
        chosen = np.argsort(paths.mean(axis=1))[[len(paths) // 6, len(paths) // 2, -len(paths) // 30]]
        for path in paths[chosen[:2]]:
            left.plot(path, color=style.MUTED, lw=0.45, alpha=0.8)
        left.plot(paths[chosen[2]], color=style.RED, lw=0.7)
        for moment, label in zip(moments, MOMENTS, strict=True):
            heights, _edges = np.histogram(paths[:, moment], edges, density=True)
            scale = 0.14 * paths.shape[1]
            left.fill_betweenx(middles, moment, moment + scale * heights, color=style.BLUE, alpha=0.55, lw=0, zorder=3)
            left.plot([moment, moment], [-3.6, 3.6], color=style.BLUE, lw=1.2, zorder=3)
            left.text(moment, 3.75, label, color=style.BLUE, ha="center", va="bottom")
        across, _edges = np.histogram(paths[:, moments], edges, density=True)
        along, _edges = np.histogram(paths[chosen[2]], edges, density=True)
        right.stairs(across, edges, orientation="horizontal", fill=True, color=style.BLUE, alpha=0.55)
        right.stairs(along, edges, orientation="horizontal", color=style.RED, lw=1.8)
        left.set(xticks=[], yticks=[], ylim=(-3.7, 3.7), xlim=(0, paths.shape[1]))
        left.set_xlabel(name, loc="left", labelpad=3)
        right.set(xticks=[], xlim=(0, 1.15 * max(along.max(), across.max())))
        right.spines["bottom"].set_visible(False)
    axes[0, 1].set_title(_("across all paths"), color=style.BLUE, loc="center", fontsize=9.5)
    axes[1, 1].set_xlabel(_("along the red path"), color=style.RED, fontsize=9.5)
    return fig
