"""Figures of page 3.3: what filters made by hand answer to, what was built on them, and what learned filters look like."""

import numpy as np
from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@frames.sequence
def gallery(photographs, filters, answers):
    """Choose a photograph and a filter: what the filter asks, and where the photograph says yes.

    Parameters
    ----------
    photographs : dict of str to array (H, W)
        Grey pictures, 0 to 1, by ``"cat"``, ``"camera"`` or ``"wall"``.
    filters : dict of str to array (k, k)
        By name; those of 3 x 3 are written out in numbers.
    answers : dict of str to dict of str to array (H, W)
        For each photograph, the answer of each filter.

    Yields
    ------
    frames.Frame
        One for each photograph and filter. An answer of a filter that adds up to 0 is drawn with its sign, blue below 0 and orange
        above; others are pictures.

    Examples
    --------
    >>> box = np.ones((3, 3)) / 9
    >>> made = list(gallery({"cat": np.ones((5, 5))}, {"blur": box, "sharpen": box}, {"cat": {"blur": box, "sharpen": box}}))
    >>> made[0].at
    {'photograph': 'cat', 'filter': 'blur'}
    """
    places = {"cat": _("cat"), "camera": _("cameraman"), "wall": _("wall")}
    names = {
        "vertical edges": _("vertical edges"),
        "horizontal edges": _("horizontal edges"),
        "Laplacian": _("Laplacian"),
        "Gabor": _("Gabor"),
        "blur": _("blur"),
        "sharpen": _("sharpen"),
        "emboss": _("emboss"),
    }
    fig, (left, middle, right) = style.subplots(1, 3, height=2.25, width_ratios=[1, 0.55, 1])
    first = next(iter(photographs.values()))
    before = style.picture(left, first, cmap=style.FEW_GREYS, label=_("photograph"))
    taps = style.picture(
        middle, np.zeros((3, 3)), cmap=style.FEW_COLOURS, vmin=-1, vmax=1, label=_("filter"), extent=(0, 3, 3, 0)
    )
    after = style.picture(right, np.zeros_like(first), cmap=style.FEW_GREYS, label=_("its answer"))
    numbers = [
        [
            middle.text(column + 0.5, row + 0.5, "", ha="center", va="center", fontsize=10.5, color="black")
            for column in range(3)
        ]
        for row in range(3)
    ]
    total = middle.set_xlabel(_("sum {}").format(0))
    for place, picture in photographs.items():
        before.set_data(picture)
        for name, kernel in filters.items():
            answer, size = answers[place][name], np.abs(kernel).max()
            signed = abs(kernel.sum()) < 1e-9
            taps.set_data(kernel / size * 0.8)
            for row in range(3):
                for column in range(3):
                    shown = style.number(kernel[row, column], ".0f") if kernel.shape == (3, 3) else ""
                    numbers[row][column].set_text(shown)
            total.set_text(_("sum {}").format(round(abs(kernel.sum()))))
            limit = np.percentile(np.abs(answer), 99) or 1
            after.set_cmap(style.FEW_COLOURS if signed else style.FEW_GREYS)
            after.set_clim(*((-limit, limit) if signed else (0, 1)))
            after.set_data(answer)
            words = (
                _("{place}, {filter}: flat areas give 0")
                if signed
                else _("{place}, {filter}: flat areas stay as they are")
            )
            yield frames.Frame(
                fig,
                words.format(place=places[place], filter=names[name]),
                at={_("photograph"): places[place], _("filter"): names[name]},
            )


@style.figure
def edges(pictures, strength, shares):
    """Show where a Sobel filter answers: on outlines, but no less on grass and on noise.

    Parameters
    ----------
    pictures : array, (3, H, W)
        A clean scene, with noise, and the noisy one blurred; about 0 to 1.
    strength : array, (3, H, W)
        Length of the slope at each pixel.
    shares : array, (3,)
        Of the strongest answers, the share on an outline.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = edges(np.zeros((3, 9, 9)), np.ones((3, 9, 9)), [1, 0.5, 0.2])
    >>> fig.axes[4].get_xlabel()
    'on outlines 50%'
    """
    fig, axes = style.subplots(2, 3, height=3.8)
    titles = [_("clean"), _("with noise"), _("noise, blurred")]
    for column in range(3):
        style.picture(axes[0, column], pictures[column], cmap=style.FEW_GREYS)
        axes[0, column].set_title(titles[column], loc="center")
        style.picture(
            axes[1, column], strength[column], cmap=style.FEW_GREYS, vmax=np.percentile(strength[column], 99.5)
        )
        axes[1, column].set_xlabel(_("on outlines {}%").format(f"{100 * shares[column]:.0f}"))
    axes[0, 0].set_ylabel(_("scene"))
    axes[1, 0].set_ylabel(_("Sobel, strength"))
    return fig


@style.figure
def pipelines(examples, pixels, histograms, hand_first, learned):
    """Compare accuracies on digits at random places: pixels, hand-made features by setting, and networks.

    Parameters
    ----------
    examples : array, (n, H, W)
        Pictures of one digit at several places, 0 to 1.
    pixels, hand_first, learned : array, (seeds,)
        Accuracies, 0 to 1.
    histograms : array, (seeds, cells, bins)
        Accuracies of histograms of directions, for each setting.

    Returns
    -------
    matplotlib.figure.Figure
        The pictures, and one line for each method: dots are seeds; for the histograms one dot is a setting's mean.

    Examples
    --------
    >>> fig = pipelines(np.zeros((2, 4, 4)), [0.3], np.full((1, 2, 2), 0.5), [0.9], [0.95])
    >>> fig.axes[-1].lines[1].get_xdata().tolist()
    [30.0]
    """
    fig, ax = style.subplots(height=3.7)
    ax.remove()
    grid = fig.add_gridspec(2, len(examples), height_ratios=[1, 3.1])
    for column, example in enumerate(examples):
        style.picture(fig.add_subplot(grid[0, column]), example, cmap=style.FEW_GREYS)
    ax = fig.add_subplot(grid[1, :])
    settings = np.mean(histograms, axis=0).ravel()
    lines = [
        (_("pixels → linear classifier"), pixels, style.ORANGE, "s"),
        (_("histograms of directions → linear classifier"), settings, style.PURPLE, "D"),
        (_("first filters by hand, the rest learned"), hand_first, style.GREEN, "^"),
        (_("all filters learned"), learned, style.BLUE, "o"),
    ]
    for place, (name, values, colour, marker) in enumerate(lines):
        percent = 100 * np.asarray(values)
        ax.plot([0, 100], [place, place], color=style.GRID, linewidth=1, zorder=0)
        ax.plot(
            percent, np.full(len(percent), place), marker, color=colour, markersize=6, alpha=0.75, markeredgewidth=0
        )
        ax.text(0, place - 0.2, name, color=colour, va="bottom", fontsize=10.5)
    ax.set(xlim=(0, 101), ylim=(3.4, -0.75), yticks=[], xticks=[0, 20, 40, 60, 80, 100])
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(_("right answers (%)"))
    return fig


@style.figure
def learning(photograph, edge_map, paths, wanted):
    """Show a picture and its edge map, the nine weights as they form, and how their error falls for three inputs.

    Parameters
    ----------
    photograph, edge_map : array
        What goes in and what should come out; a picture, 0 to 1, and a map with signs.
    paths : array, (3, steps + 1, 3, 3)
        Weights after each step, learned from the photograph, from the same without its mean, and from random pixels.
    wanted : array, (3, 3)
        The filter that made the edge map.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = learning(np.zeros((9, 9)), np.ones((7, 7)), np.zeros((3, 3001, 3, 3)), np.eye(3))
    >>> float(fig.axes[-1].lines[0].get_ydata()[0])
    1.0
    """
    fig, ax = style.subplots(height=4.6)
    ax.remove()
    grid = fig.add_gridspec(2, 5, height_ratios=[1, 1.9])
    style.picture(fig.add_subplot(grid[0, 0]), photograph, cmap=style.FEW_GREYS).axes.set_title(
        _("given"), loc="center"
    )
    limit = np.percentile(np.abs(edge_map), 99)
    drawn = style.picture(fig.add_subplot(grid[0, 1]), edge_map, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
    drawn.axes.set_title(_("wanted"), loc="center")
    for column, step in enumerate([1, 10, 300]):
        ax = fig.add_subplot(grid[0, 2 + column])
        _numbers(ax, paths[1][step], np.abs(wanted).max())
        ax.set_title(_("step {}").format(f"{step:,}"), loc="center")

    ax = fig.add_subplot(grid[1, :])
    looks = [
        (_("photograph"), style.ORANGE, "-"),
        (_("photograph without its mean"), style.BLUE, "--"),
        (_("random pixels"), style.GREEN, ":"),
    ]
    steps = np.unique(np.geomspace(1, paths.shape[1] - 1, 60).astype(int))
    for path, (name, colour, line) in zip(paths, looks, strict=True):
        error = np.abs(path - wanted).max(axis=(1, 2))
        ax.plot(steps, np.maximum(error[steps], 1e-4), line, color=colour, linewidth=2.2, label=name)
    ax.set(xscale="log", yscale="log", xlim=(1, paths.shape[1]), ylim=(2e-4, 4))
    ax.xaxis.set_major_locator(FixedLocator([1, 10, 100, 1000]))
    ax.xaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")
    ax.yaxis.set_major_locator(FixedLocator([0.001, 0.01, 0.1, 1]))
    ax.yaxis.set_major_formatter(lambda value, _place: f"{value:g}")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())
    ax.grid(axis="y")
    ax.set_xlabel(_("steps of gradient descent"))
    ax.set_ylabel(_("largest error of a weight"))
    ax.legend(loc=(0.28, 0.02), frameon=True, facecolor=style.PAPER, edgecolor="none", framealpha=1)
    return fig


@style.figure
def banks(rows, fits):
    """Compare filters that were designed with those that training found.

    Parameters
    ----------
    rows : dict of str to array (n, size, size)
        Filters to show: ``"designed"``, ``"first"`` (before learning), ``"photographs"`` and ``"digits"``.
    fits : dict of str to float
        For each row but the designed filters, the share of its middle filter, of all there are, that one Gabor filter explains.

    Returns
    -------
    matplotlib.figure.Figure
        One row for each set, each filter in a scale of its own.

    Examples
    --------
    >>> fig = banks({"first": np.ones((2, 3, 3))}, {"first": 0.25})
    >>> fig.axes[0].texts[0].get_text()
    'before learning (25%)'
    """
    names = {
        "designed": _("designed: Gabor filters"),
        "first": _("before learning ({}%)"),
        "photographs": _("learned from photographs ({}%)"),
        "digits": _("learned from digits ({}%)"),
    }
    count = max(len(filters) for filters in rows.values())
    fig, axes = style.subplots(len(rows), count, height=0.93 * len(rows), squeeze=False)
    fig.set_layout_engine("constrained", rect=(0, 0, 1, 0.94), hspace=0.45)
    for line, (name, filters) in zip(axes, rows.items(), strict=True):
        for ax in line[len(filters) :]:
            ax.set_axis_off()
        for ax, taps in zip(line, filters, strict=False):
            limit = np.abs(taps).max()
            style.picture(ax, taps, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
        line[0].annotate(
            names[name].format(f"{100 * fits.get(name, 1):.0f}"),
            (0, 1),
            (0, 4),
            xycoords="axes fraction",
            textcoords="offset points",
        ).set_in_layout(False)  # longer than a column is wide
    return fig


@style.figure
def series(recording, time, answer, learned, pulse):
    """Show a noisy series, the filter that was learned, and its answer: a peak where the pulse begins.

    Parameters
    ----------
    recording : array, (L,)
        The series.
    time : int
        Where its pulse begins.
    answer : array, (L - K + 1,)
        Of the learned filter.
    learned, pulse : array, (K,)
        The filter, drawn in the size of the pulse, and the pulse.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = series(np.zeros(9), 2, np.ones(7), np.ones(3), np.ones(3))
    >>> fig.axes[1].lines[1].get_xdata().tolist()
    [2, 3, 4]
    """
    fig, (top, middle, bottom) = style.subplots(3, 1, height=4.4, height_ratios=[1, 1, 1])
    steps = np.arange(len(pulse))
    top.plot(steps, pulse, color=style.ORANGE, linewidth=5, alpha=0.45, label=_("hidden pulse"))
    scaled = learned * (np.abs(pulse).max() / np.abs(learned).max())
    top.plot(steps, scaled, "o-", color=style.BLUE, markersize=3, label=_("learned filter"))
    top.legend(loc="center right")
    middle.plot(recording, color=style.MUTED, linewidth=1)
    middle.plot(time + steps, recording[time : time + len(pulse)], color=style.ORANGE, linewidth=2)
    middle.set_title(_("a series; the pulse is hidden in the orange part"))
    bottom.plot(answer, color=style.BLUE, linewidth=1.4)
    peak = int(np.argmax(answer))
    bottom.plot([peak], [answer[peak]], "o", color=style.BLUE, markersize=7)
    bottom.axvline(time, color=style.ORANGE, linestyle="--", linewidth=1.4, zorder=0)
    bottom.set_title(_("answer of the filter that begins here"))
    bottom.set_xlabel(_("time step"))
    for ax in (top, middle, bottom):
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.set_xlim(0, len(recording))
    for ax in (top, middle):
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
    return fig


def _numbers(ax, kernel, limit):
    """A small kernel in colours and numbers."""
    style.picture(ax, kernel, cmap=style.FEW_COLOURS, vmin=-1.25 * limit, vmax=1.25 * limit)
    for (row, column), value in np.ndenumerate(kernel):
        text = style.number(value, ".1f")
        ax.text(column, row, "0" if text == "0.0" else text, ha="center", va="center", fontsize=9.5, color="black")
