"""Figures of page 2.0: what each assumption takes away, where the words come from, and what was saved in 1989."""

import numpy as np

from cnnnotes.figures import style
from cnnnotes.figures.words import _

LINE = 2.4  # years that one line of text takes on the timeline


@style.figure
def four_layers(matrices, counts):
    """Show the weight matrices of four layers: with and without locality, with and without stationarity.

    At once: going down empties the matrix, going right fills it with stripes, and the convolution is where both meet.

    Parameters
    ----------
    matrices : array (2, 2, M, N)
        Weights from N inputs (columns) to M outputs (rows), 0 where there is no link. Rows of the table: all inputs, near inputs
        only; columns: weights of their own, the same weights at every place.
    counts : array (2, 2)
        How many different weights each has.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = four_layers(np.ones((2, 2, 3, 3)), [[9, 3], [3, 1]])
    >>> [ax.get_xlabel() for ax in fig.axes][:2]
    ['fully connected · 9 weights', '3 weights']
    """
    columns = [_("own weights at each place"), _("same weights at every place")]
    rows = [_("sees everything"), _("sees neighbours only")]
    names = [[_("fully connected"), ""], [_("locally connected"), _("convolution")]]
    largest = np.abs(matrices).max()
    fig, axes = style.subplots(2, 2, height=5.3)
    for row in range(2):
        for column in range(2):
            ax = axes[row, column]
            style.picture(ax, matrices[row][column], cmap=style.DIVERGING, vmin=-largest, vmax=largest)
            name = names[row][column]
            unit = _("{:,} weights").format(counts[row][column])
            ax.set_xlabel(f"{name} · {unit}" if name else unit, color=style.BLUE if row == column == 1 else style.INK)
        axes[row, 0].set_ylabel(rows[row], labelpad=6)
    for ax, name in zip(axes[0], columns, strict=True):
        ax.set_title(name, loc="center")
    for spine in axes[1, 1].spines.values():
        spine.set(color=style.BLUE, linewidth=2)
    return fig


@style.figure
def roots(years):
    """Draw two lines of dated works that meet in the paper of 2012: how networks were designed, and what images are like.

    At once: two columns run down and meet in one dot; the notes' link points at one dot and their words come from another.

    Parameters
    ----------
    years : dict of str to int
        Year of each work by its key in the bibliography; the keys are those of the labels below.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> keys = "HubelWiesel1962 Fukushima1980 LeCun1989 LeCun1998 Krizhevsky2012 Field1987 RudermanBialek1994"
    >>> fig = roots({key: int(key[-4:]) for key in [*keys.split(), "OlshausenField1996", "Simoncelli2001"]})
    >>> [line.get_gid() for line in fig.axes[0].lines if line.get_gid()][:2]
    ['Field1987', 'RudermanBialek1994']
    """
    left, right, middle = -0.14, 0.14, 0
    statistics = {
        "Field1987": _("spectra of photographs"),
        "RudermanBialek1994": _("the same at every scale"),
        "OlshausenField1996": _("edges from photographs"),
        "Simoncelli2001": _("a review"),
    }
    design = {
        "HubelWiesel1962": _("cells with small windows"),
        "Fukushima1980": _("same cells everywhere"),
        "LeCun1989": _("shared weights"),
        "LeCun1998": "LeNet-5",
    }
    named = years["Krizhevsky2012"]
    fig, ax = style.subplots(height=4.4)
    for place, works, color in [(left, statistics, style.GREEN), (right, design, style.BLUE)]:
        first, last = min(years[key] for key in works), max(years[key] for key in works)
        ax.plot(
            [place, place, middle], [first, last + 3, named], color=style.GRID, lw=3, solid_joinstyle="round", zorder=1
        )
        free, side = -np.inf, np.sign(place)
        for key, label in works.items():
            year = years[key]
            height = free = max(year, free + LINE)
            ax.plot([place + 0.03 * side, place + 0.08 * side], [year, height], color=style.MUTED, lw=0.8)
            ax.plot(place, year, "o" if side > 0 else "s", color=color, ms=7, mec=style.PAPER, gid=key)
            text = f"{year}  {label}" if side > 0 else f"{label}  {year}"
            ax.text(place + 0.1 * side, height, text, color=color, ha="left" if side > 0 else "right", va="center")
    ax.plot(middle, named, "D", color=style.ORANGE, ms=9, mec=style.PAPER, gid="Krizhevsky2012")
    ax.text(0.09, named, f"{named}  AlexNet", color=style.ORANGE, va="center")
    ax.text(-0.09, named, _("both named"), color=style.ORANGE, va="center", ha="right")
    head = {"va": "bottom", "fontsize": 9.5, "color": style.MUTED}
    top = min(years.values()) - 2.2
    ax.text(left - 0.1, min(years[key] for key in statistics) - 2.2, _("what images are like"), ha="right", **head)
    ax.text(right + 0.1, top, _("how networks were built"), ha="left", **head)

    linked, far = years["LeCun1989"], 1.02
    ax.text(far + 0.03, linked, _("the link"), color=style.RED, va="center", ha="left", fontsize=9.5)
    ax.text(far + 0.03, named, _("the words"), color=style.RED, va="center", ha="left", fontsize=9.5)
    arrow = {"arrowstyle": "<->", "color": style.RED, "shrinkA": 9, "shrinkB": 9}
    ax.annotate("", (far + 0.14, named), (far + 0.14, linked), arrowprops=arrow)
    ax.text(
        far + 0.1,
        (linked + named) / 2,
        _("{} years").format(named - linked),
        color=style.RED,
        ha="right",
        va="center",
        fontsize=9.5,
    )
    ax.set(xlim=(-1.16, 1.32), ylim=(named + 1.5, top - 2.5))
    ax.axis("off")
    return fig


@style.figure
def saved(dense, local, shared):
    """Draw how many numbers one network would learn: fully connected, locally connected, and with shared weights.

    At once: the bar shrinks twice, and each cut bears the name of one assumption.

    Parameters
    ----------
    dense, local, shared : array (4,)
        Parameters of the four layers of the network in each of the three designs.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = saved(np.array([60, 30, 5, 5]), np.array([10, 5, 5, 5]), np.array([1, 2, 5, 5]))
    >>> [float(bar.get_width()) for bar in fig.axes[0].containers[0]]
    [60.0, 10.0, 1.0]
    """
    designs = np.array([dense, local, shared])
    totals = designs.sum(axis=1)
    names = [_("fully connected"), _("locally connected"), _("weights shared too")]
    parts = [_("first hidden layer"), _("second hidden layer"), _("the rest")]
    widths = np.column_stack([designs[:, 0], designs[:, 1], designs[:, 2:].sum(axis=1)])
    looks = [(style.BLUE, ""), (style.ORANGE, "////"), (style.MUTED, "")]
    fig, ax = style.subplots(height=3.1)
    places = np.arange(3) * 1.7
    start = np.zeros(3)
    for width, (color, hatch), part in zip(widths.T, looks, parts, strict=True):
        face = style.PAPER if hatch else color
        ax.barh(places, width, 0.62, left=start, color=face, edgecolor=color, hatch=hatch, linewidth=1, label=part)
        start = start + width
    for place, total, name in zip(places, totals, names, strict=True):
        ax.text(0, place - 0.42, name, va="bottom")
        inside = total > 0.8 * totals[0]
        ax.text(total, place - 0.42 if inside else place, f"{total:,}" if inside else f"  {total:,}",
                ha="right" if inside else "left", va="bottom" if inside else "center")  # fmt: skip
    for first, word in [(0, _("locality")), (1, _("stationarity"))]:
        middle = (places[first] + places[first + 1]) / 2 + 0.02
        where = 0.55 * totals[0]
        ax.annotate(
            "",
            (where, places[first + 1] - 0.1),
            (where, places[first] + 0.42),
            arrowprops={"arrowstyle": "-|>", "color": style.RED},
        )
        factor = totals[first] / totals[first + 1]
        ax.text(where * 1.04, middle + 0.12, f"{word}  ÷ {factor:.1f}", color=style.RED, va="center")
    ax.legend(
        ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.01), fontsize=9.5, handlelength=1.2, columnspacing=1.2
    )
    ax.set(ylim=(places[-1] + 0.5, -0.95), xlim=(0, 1.01 * totals[0]), xticks=[], yticks=[])
    ax.spines[["bottom", "left"]].set_visible(False)
    return fig
