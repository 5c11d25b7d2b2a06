"""Figures of the page "What was the problem?": the history, and the three problems, one figure each."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import style
from cnnnotes.figures.words import _

LINE = 2.0  # years that one line of text takes on the timeline


@style.figure
def timeline(years):
    """Draw dated works down one line: what convolves on the right, everything else on the left.

    At once: the Neocognitron stands above (before) the spread of backpropagation, and hand-designed features between LeNet-5 and
    AlexNet.

    Parameters
    ----------
    years : dict of str to int
        Year of each work by its key in the bibliography; the keys are those of the labels below.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> keys = "HubelWiesel1962 Fukushima1980 Rumelhart1986 LeCun1989 LeCun1998 Lowe2004 DalalTriggs2005"
    >>> fig = timeline({key: int(key[-4:]) for key in [*keys.split(), "Krizhevsky2012"]})
    >>> [(line.get_gid(), int(line.get_ydata()[0])) for line in fig.axes[0].lines if line.get_gid()][:2]
    [('HubelWiesel1962', 1962), ('Fukushima1980', 1980)]
    """
    right, left = 1, -1
    works = {
        "HubelWiesel1962": (right, "o", style.MUTED, _("cells in a cat's visual cortex")),
        "Fukushima1980": (right, "o", style.BLUE, _("Neocognitron")),
        "Rumelhart1986": (left, "D", style.PURPLE, _("backpropagation")),
        "LeCun1989": (right, "o", style.BLUE, _("CNN trained by backpropagation")),
        "LeCun1998": (right, "o", style.BLUE, "LeNet-5"),
        "Lowe2004": (left, "s", style.ORANGE, "SIFT"),
        "DalalTriggs2005": (left, "s", style.ORANGE, "HOG"),
        "Krizhevsky2012": (right, "o", style.BLUE, "AlexNet"),
    }
    fig, ax = style.subplots(height=4.0)
    ax.plot([0, 0], [min(years.values()), max(years.values())], color=style.GRID, linewidth=3, solid_capstyle="round")
    free = {left: -np.inf, right: -np.inf}
    for key, (side, marker, color, label) in works.items():
        year = years[key]
        height = free[side] = max(year, free[side] + LINE)
        ax.plot([0.04 * side, 0.1 * side], [year, height], color=style.MUTED, linewidth=0.8)
        ax.plot(0, year, marker, color=color, markersize=7, markeredgecolor=style.PAPER, gid=key)
        text = f"{year}  {label}" if side == right else f"{label}  {year}"
        ax.text(0.13 * side, height, text, color=color, ha="left" if side == right else "right", va="center")
    first, then = years["Fukushima1980"], years["Rumelhart1986"]
    ax.annotate("", (-0.06, then - 0.8), (-0.06, first), arrowprops={"arrowstyle": "<->", "color": style.INK})
    small = {"ha": "right", "va": "center", "fontsize": 9.5}
    ax.text(-0.13, (first + then) / 2 - 0.6, _("{} years later").format(then - first), **small)
    ax.text(-0.13, then + LINE, _("becomes widely known"), color=style.PURPLE, **small)
    ax.text(-0.13, free[left] + LINE, _("hand-designed features"), color=style.ORANGE, **small)
    ax.set(xlim=(-0.76, 1.24), ylim=(max(years.values()) + 1.2, min(years.values()) - 1.2))
    ax.axis("off")
    return fig


@style.figure
def to_scale(dense, inputs, conv):
    """Draw three squares whose areas are three counts, all to one scale.

    At once: the weights of the fully connected layer fill the figure, those of the convolution are a dot.

    Parameters
    ----------
    dense, inputs, conv : int
        Weights of a fully connected layer, values of its input, weights of a convolution on the same input; each
        above 0.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = to_scale(10_000, 400, 25)
    >>> [float(square.get_width()) for square in fig.axes[0].patches]
    [1.0, 0.2, 0.05]
    """
    fig, ax = style.subplots(height=2.75)
    sides = np.sqrt(np.array([dense, inputs, conv]) / dense)
    colors = style.BLUE, style.MUTED, style.ORANGE
    corners = (0, 0), (1.1, 0.62), (1.1, 0.08)
    for corner, side, color in zip(corners, sides, colors, strict=True):
        ax.add_patch(Rectangle(corner, side, side, color=color, linewidth=0))
    text = {"va": "center", "linespacing": 1.4}
    beside = 1.15 + sides[1]
    ax.text(0.5, 0.5, f"{dense:,}\n" + _("weights, fully connected"), color=style.PAPER, ha="center", **text)
    ax.text(beside, 0.62 + sides[1] / 2, f"{inputs:,}\n" + _("input values"), color=style.MUTED, **text)
    ax.annotate(
        f"{conv:,}\n" + _("weights, convolution"),
        (1.1, 0.08),
        (beside, 0.24),
        color=style.ORANGE,
        arrowprops={"arrowstyle": "-", "color": style.ORANGE, "relpos": (0, 0.5), "shrinkB": 8},
        **text,
    )
    ax.plot(1.1 + sides[2] / 2, 0.08 + sides[2] / 2, "o", ms=15, mfc="none", mec=style.ORANGE, mew=0.9)
    ax.set(xlim=(0, 1.95), ylim=(-0.01, 1.01), aspect="equal")
    ax.axis("off")
    return fig


@style.figure
def shuffled(picture, mixed, outputs, outputs_mixed):
    """Show a picture, the same picture with its pixels shuffled, and what one fully connected layer answers to each.

    At once: the right picture is ruined, and every ring sits on its dot.

    Parameters
    ----------
    picture, mixed : array (H, W) or (H, W, 3)
        Values from 0 to 1, in order and shuffled.
    outputs, outputs_mixed : array (M,)
        The layer's answers to the two.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = shuffled(np.eye(3), np.eye(3)[::-1], np.array([1.0, -1.0]), np.array([1.0, -1.0]))
    >>> [line.get_ydata().tolist() for line in fig.axes[2].lines[-2:]]
    [[1.0, -1.0], [1.0, -1.0]]
    """
    fig, axes = style.subplots(2, 2, height=3.9, height_ratios=[1.25, 1])
    style.picture(axes[0, 0], picture)
    style.picture(axes[0, 1], mixed)
    axes[0, 0].set_title("●  " + _("as it is"), color=style.BLUE)
    axes[0, 1].set_title("○  " + _("pixels shuffled"), color=style.ORANGE)
    grid = axes[1, 0].get_gridspec()
    for ax in axes[1]:
        ax.remove()
    ax = fig.add_subplot(grid[1, :])
    nodes = np.arange(1, len(outputs) + 1)
    ax.axhline(0, color=style.GRID, linewidth=0.8)
    ax.vlines(nodes, 0, outputs, color=style.GRID, linewidth=1.2)
    ax.plot(nodes, outputs, "o", color=style.BLUE, ms=5)
    ax.plot(nodes, outputs_mixed, "o", ms=11, mfc="none", mec=style.ORANGE, mew=1.6)
    ax.set(xticks=nodes, xlabel=_("node of the fully connected layer"), ylabel=_("answer"))
    ax.margins(x=0.04, y=0.18)
    return fig


@style.figure
def moved(pictures, fixed, sliding):
    """Show one picture changed in several ways, and how strongly fixed and sliding weights answer to each.

    At once: the fixed weights answer to the first picture alone, the sliding ones to every moved one, and neither to
    the last two.

    Parameters
    ----------
    pictures : array (5, H, W)
        Grey values from 0 to 1: the original, moved a little, moved far, turned, enlarged.
    fixed, sliding : array (5,)
        Answers relative to the original's.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = moved(np.zeros((5, 4, 4)), np.array([1, 0, 0, 0, 0.0]), np.array([1, 1, 1, 0, 0.0]))
    >>> [float(bar.get_height()) for bar in fig.axes[-1].containers[1]]
    [1.0, 1.0, 1.0, 0.0, 0.0]
    """
    labels = [_("original"), _("1 pixel right"), _("moved far"), _("turned 90°"), _("twice as big")]
    fig, axes = style.subplots(2, len(pictures), height=3.5, height_ratios=[1, 1.5])
    for ax, image, label in zip(axes[0], pictures, labels, strict=True):
        style.picture(ax, image)
        ax.set_title(label, loc="center", fontsize=9.5)
    grid = axes[1, 0].get_gridspec()
    for ax in axes[1]:
        ax.remove()
    ax = fig.add_subplot(grid[1, :])
    place = np.arange(len(pictures))
    ax.axhline(1, color=style.GRID, linewidth=0.8)
    left = ax.bar(place - 0.19, fixed, 0.36, color=style.BLUE)
    right = ax.bar(place + 0.19, sliding, 0.36, color=style.PAPER, edgecolor=style.ORANGE, hatch="////", linewidth=1.2)
    for bars in (left, right):
        for bar in bars:
            below = bar.get_height() < 0
            ax.annotate(
                style.number(bar.get_height(), ".2f"),
                (bar.get_x() + bar.get_width() / 2, bar.get_height()),
                (0, -2 if below else 2),
                textcoords="offset points",
                ha="center",
                va="top" if below else "bottom",
                fontsize=9.5,
            )
    ax.axhline(0, color=style.INK, linewidth=0.8)
    names = [_("weights in one place"), _("the same weights, sliding")]
    ax.legend([left, right], names, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.02))
    ax.set(xlim=(-0.5, len(pictures) - 0.5), ylim=(min(0, *fixed) - 0.18, 1.16), xticks=[], yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    return fig
