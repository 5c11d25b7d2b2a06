"""Page 4.6: parameters, multiplications and memory."""

import numpy as np
from matplotlib.ticker import LogLocator, NullLocator

from cnnnotes.figures import style
from cnnnotes.figures.words import _

MARKERS = "osD^"


@style.figure
def three_layers(parameters, macs):
    """Convolutional and locally connected: parameters far apart, multiplications the same.

    Parameters
    ----------
    parameters, macs : sequence of 3 int
        Of a convolutional, a locally connected and a fully connected layer.

    Returns
    -------
    matplotlib.figure.Figure
        Two rows of dots on one logarithmic scale.

    Examples
    --------
    >>> fig = three_layers([448, 403_200, 44_251_200], [388_800, 388_800, 44_236_800])
    >>> [text.get_text() for text in fig.axes[0].get_yticklabels()]
    ['parameters', 'MACs']
    """
    fig, ax = style.subplots(height=2.4)
    names = [_("convolutional"), _("locally connected"), _("fully connected")]
    for index, (name, colour) in enumerate(zip(names, [style.BLUE, style.GREEN, style.ORANGE], strict=True)):
        counts, size = [parameters[index], macs[index]], 12 - 3 * index
        ax.plot(counts, [0, 1], color=colour, marker=MARKERS[index], markersize=size, markeredgecolor=style.PAPER)
        ax.text(counts[0], -0.42, name, color=colour, ha="center", va="center")
        ax.text(counts[0], -0.2, f"{counts[0]:,}", ha="center", va="center", fontsize=9.5)
    for count in set(macs):
        ax.text(count, 1.22, f"{count:,}", ha="center", va="center", fontsize=9.5)
    ax.set(xscale="log", xlim=(40, 1.5e9), ylim=(1.4, -0.55), yticks=[0, 1], yticklabels=[_("parameters"), _("MACs")])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_minor_locator(NullLocator())
    return fig


@style.figure
def by_layer(names, shares, dense):
    """Where a network's parameters, multiplications and values are: at opposite ends.

    Parameters
    ----------
    names : sequence of L str
        Of the layers, in order.
    shares : array, (3, L)
        Each layer's share of the parameters, of the MACs and of the values kept; a row sums to 1.
    dense : sequence of L bool
        Which layers are fully connected.

    Returns
    -------
    matplotlib.figure.Figure
        Three panels of bars side by side, a row for each layer.

    Examples
    --------
    >>> fig = by_layer(["conv1", "dense1"], [[0.1, 0.9], [0.8, 0.2], [0.9, 0.1]], [False, True])
    >>> [float(bar.get_width()) for bar in fig.axes[0].patches]
    [0.1, 0.9]
    """
    shares, rows = np.asarray(shares), np.arange(len(names))
    fig, axes = style.subplots(1, 3, height=0.75 + 0.215 * len(names), sharey=True)
    colours = [style.ORANGE if full else style.BLUE for full in dense]
    for ax, share, title in zip(axes, shares, [_("parameters"), _("MACs"), _("values kept")], strict=True):
        ax.barh(rows, share, color=colours, height=0.78)
        ax.set_title(title)
        ax.set(xlim=(0, shares.max() * 1.22), xticks=[])
        ax.spines["bottom"].set_visible(False)
        for row, value in zip(rows, share, strict=True):
            if value >= 0.05:
                ax.text(value + 0.015, row, f"{100 * value:.0f}%", va="center", fontsize=9.5)
    axes[0].set(yticks=rows, yticklabels=names, ylim=(len(names) - 0.4, -0.6))
    for ax in axes:
        ax.tick_params(axis="y", length=0)
    return fig


@style.figure
def networks(names, parameters, macs):
    """Networks by parameters and multiplications: more of one is not more of the other.

    Parameters
    ----------
    names : sequence of N str
        What the networks are called.
    parameters, macs : sequence of N int
        What they cost for one image.

    Returns
    -------
    matplotlib.figure.Figure
        A dot for each network, both scales logarithmic; the slanted lines join equal numbers of multiplications per parameter.

    Examples
    --------
    >>> fig = networks(["A", "B"], [6e4, 6e7], [4e5, 7e8])
    >>> [text.get_text() for text in fig.axes[0].texts][-2:]
    ['A', 'B']
    """
    fig, ax = style.subplots(height=3.5)
    ends = np.array([3e4, 1e9])
    for reuse, place in ((1, 4e8), (10, 4e8), (100, 4e5), (1000, 4e5)):
        ax.plot(ends, reuse * ends, color=style.GRID, linewidth=1, zorder=0)
        ax.text(place, reuse * place * 0.8, f"×{reuse}", color=style.MUTED, ha="left", va="top", fontsize=9.5)
    for name, count, work in zip(names, parameters, macs, strict=True):
        transformer = name.startswith("ViT")
        ax.plot(
            count, work, "D" if transformer else "o", color=style.PURPLE if transformer else style.BLUE, markersize=7
        )
        side = LABELS.get(name, "right")
        ax.annotate(
            name,
            (count, work),
            xytext={"right": (8, 0), "left": (-8, 0), "above": (0, 11)}[side],
            textcoords="offset points",
            ha={"right": "left", "left": "right", "above": "center"}[side],
            va="center",
        )
    ax.set(
        xscale="log",
        yscale="log",
        xlabel=_("parameters"),
        ylabel=_("MACs for one image"),
        xlim=ends,
        ylim=(1.5e5, 9e10),
    )
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(LogLocator(numticks=8))
        axis.set_minor_locator(NullLocator())
    return fig


LABELS = {"ViT-B/16": "above", "GoogLeNet": "left", "MobileNetV1": "left", "ResNet-50": "above"}


@style.figure
def growth(sides, macs):
    """As the map grows, a convolution's work grows with its places, attention's with their square.

    Parameters
    ----------
    sides : sequence of S int
        Rows, and as many columns, of the map.
    macs : dict of str to sequence of S int
        MACs of each kind of layer; the keys are English names and are translated here.

    Returns
    -------
    matplotlib.figure.Figure
        A line for each kind, both scales logarithmic.

    Examples
    --------
    >>> fig = growth([7, 14], {"attention": [1e6, 5e6], "fully connected": [1e7, 2e8]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['attention', 'fully connected']
    """
    names = {
        "3×3 convolution": _("3×3 convolution"),
        "depthwise separable": _("depthwise separable"),
        "attention": _("attention"),
        "fully connected": _("fully connected"),
    }
    colours = {
        "3×3 convolution": style.BLUE,
        "depthwise separable": style.GREEN,
        "attention": style.PURPLE,
        "fully connected": style.ORANGE,
    }
    fig, ax = style.subplots(height=3.2)
    ax.grid(color=style.GRID, linewidth=0.6)
    for index, (kind, counts) in enumerate(macs.items()):
        ax.plot(sides, counts, marker=MARKERS[index % 4], color=colours[kind])
        ax.annotate(
            names[kind],
            (sides[-1], counts[-1]),
            xytext=(8, 0),
            textcoords="offset points",
            color=colours[kind],
            va="center",
        )
    ax.set(xscale="log", yscale="log", ylabel=_("MACs"), xlabel=_("rows and columns of the map"))
    ax.set_xticks(sides, [f"{side}" for side in sides])
    ax.set_xlim(sides[0] * 0.9, sides[-1] * 6)
    ax.spines["bottom"].set_bounds(sides[0] * 0.9, sides[-1])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_locator(LogLocator(numticks=9))
    ax.yaxis.set_minor_locator(NullLocator())
    return fig
