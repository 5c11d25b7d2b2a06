"""Figures of page 5.1: few connections in each layer, and what becomes of them when layers are stacked."""

import numpy as np

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@frames.sequence
def windows(connections, kernels, output, pixel):
    """Wider windows connect more, until every output is connected to every input.

    Parameters
    ----------
    connections : sequence of array, (M, D) of bool
        For each kernel size: which of M outputs (row) is connected to which of D inputs (column).
    kernels : sequence of int
        The kernel sizes.
    output, pixel : int
        The output and the input whose connections are marked.

    Yields
    ------
    cnnnotes.figures.frames.Frame
        One per kernel size. Left: nodes and lines. Right: the same as a matrix.

    Examples
    --------
    >>> from cnnnotes.ops import conv_matrix
    >>> bands = [conv_matrix(np.ones((1, 1, 1, k)), (1, 5), padding=(0, k // 2)) > 0 for k in (1, 3)]
    >>> [frame.words for frame in windows(bands, [1, 3], 2, 2)][1]
    'Window of 3: 13 of 25 connections'
    """
    connections = [np.asarray(one, dtype=bool) for one in connections]
    outputs, inputs = connections[0].shape
    fig, (nodes, matrix) = style.subplots(1, 2, height=2.9, width_ratios=[1.5, 1])

    every = nodes.plot([], [], color=style.GRID, linewidth=0.8)[0]
    into = nodes.plot([], [], color=style.BLUE, linewidth=2.2)[0]
    out = nodes.plot([], [], color=style.ORANGE, linewidth=2.2, linestyle=(0, (2, 1.2)))[0]
    plain = {"linestyle": "", "marker": "o", "markersize": 9, "markeredgewidth": 1.2}
    nodes.plot(range(outputs), np.ones(outputs), color=style.PAPER, markeredgecolor=style.INK, **plain)
    nodes.plot(range(inputs), np.zeros(inputs), color=style.PAPER, markeredgecolor=style.INK, **plain)
    nodes.plot([output], [1], color=style.BLUE, markeredgecolor=style.BLUE, **plain)
    nodes.plot([pixel], [0], color=style.ORANGE, markeredgecolor=style.ORANGE, **plain)
    nodes.text((outputs - 1) / 2, 1.2, _("outputs"), ha="center")
    nodes.text((inputs - 1) / 2, -0.2, _("inputs"), ha="center", va="top")
    nodes.set(xlim=(-0.6, inputs - 0.4), ylim=(-0.45, 1.45))
    nodes.axis("off")

    square = {"linestyle": "", "marker": "s", "markersize": 7.2, "markeredgewidth": 0}
    cells = matrix.plot([], [], color=style.MUTED, **square)[0]
    row = matrix.plot([], [], color=style.BLUE, **square)[0]
    column = matrix.plot([], [], color=style.ORANGE, **square)[0]
    matrix.set(xlim=(-0.6, inputs - 0.4), ylim=(outputs - 0.4, -0.6), aspect="equal", xticks=[], yticks=[])
    matrix.spines[["top", "right"]].set_visible(True)
    matrix.set_xlabel(_("inputs"))
    matrix.set_ylabel(_("outputs"))
    counted = matrix.set_title("{0} / {0}".format(outputs * inputs), loc="center")

    for linked, kernel in zip(connections, kernels, strict=True):
        to, source = np.nonzero(linked)
        every.set_data(*_lines(source, to))
        into.set_data(*_lines(source[to == output], to[to == output]))
        out.set_data(*_lines(source[source == pixel], to[source == pixel]))
        cells.set_data(source, to)
        row.set_data(source[to == output], to[to == output])
        column.set_data(source[source == pixel], to[source == pixel])
        counted.set_text(f"{linked.sum()} / {linked.size}")
        words = _("Window of {kernel}: {linked} of {all} connections")
        said = words.format(kernel=kernel, linked=linked.sum(), all=linked.size)
        yield frames.Frame(fig, said, at={_("window"): str(kernel)})


@style.figure
def edges(picture, found, kept, operations):
    """What finding edges costs as a dense matrix, as a sparse matrix, and as a convolution.

    Parameters
    ----------
    picture, found : array, (H, W)
        A grey picture, and the differences of neighbours in it.
    kept, operations : sequence of 3 int
        Numbers to be kept, and multiplications and additions, for the three ways.

    Returns
    -------
    matplotlib.figure.Figure
        Above the pictures, below two rows of three dots on a logarithmic axis.

    Examples
    --------
    >>> fig = edges(np.zeros((4, 4)), np.zeros((4, 3)), [100, 10, 1], [200, 30, 30])
    >>> [line.get_xdata().tolist() for line in fig.axes[2].lines if line.get_marker() == "s"]
    [[100], [200]]
    """
    fig, axes = style.subplots(2, 2, height=4.7, height_ratios=[1, 1.05])
    style.picture(axes[0, 0], picture, cmap=style.FEW_GREYS, label=_("picture"))
    limit = np.percentile(np.abs(found), 99)
    style.picture(axes[0, 1], found, cmap=style.FEW_GREYS, vmin=-limit, vmax=limit, label=_("pixel − left neighbour"))
    grid = axes[1, 0].get_gridspec()
    for ax in axes[1]:
        ax.remove()
    ax = fig.add_subplot(grid[1, :])
    looks = [("s", style.ORANGE), ("^", style.PURPLE), ("o", style.BLUE)]
    names = [_("dense matrix"), _("sparse matrix"), _("convolution")]
    for height, values in [(1, kept), (0, operations)]:
        ax.plot([min(values), max(values)], [height, height], color=style.GRID, linewidth=1.5, zorder=0)
        for value, (marker, colour), lift in zip(values, looks, (0, 0.09, -0.09), strict=True):
            same = list(values).count(value) > 1
            ax.plot([value], [height + (lift if same else 0)], marker, color=colour, markersize=9, linestyle="")
    for value, name, (_marker, colour) in zip(kept, names, looks, strict=True):
        edge = {0: "right", 2: "left"}.get(names.index(name), "center")
        ax.annotate(name, (value, 1), (0, 12), textcoords="offset points", ha=edge, color=colour)
    ax.annotate(names[0], (operations[0], 0), (0, -20), textcoords="offset points", ha="right", color=looks[0][1])
    both = f"{names[1]}, {names[2]}"
    ax.annotate(both, (operations[2], 0), (0, -22), textcoords="offset points", ha="center", color=style.BLUE)
    ax.set(xscale="log", xlim=(min(kept) / 2, max(operations) * 3), ylim=(-0.6, 1.5))
    ax.set_yticks([1, 0], [_("numbers kept"), _("operations")])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    return fig


@frames.sequence
def depth(ways):
    """A cone that widens with each layer, and the matrix of the stack, whose band widens with it.

    Parameters
    ----------
    ways : sequence of array, (n, n)
        For 1, 2, 3 ... layers: in how many ways output (row) and input (column) are connected. n is odd.

    Yields
    ------
    cnnnotes.figures.frames.Frame
        One per number of layers. Left: nodes of all layers and the paths of the middle output. Right: the matrix, darker where there
        are more ways, each row relative to its largest number.

    Examples
    --------
    >>> M = np.eye(5) + np.eye(5, k=1) + np.eye(5, k=-1)
    >>> [frame.words for frame in depth([M, M @ M])][1]
    'Layers: 2. One output, 5 of 5 inputs; 76% of all pairs are connected'
    """
    ways = [np.asarray(one) for one in ways]
    count, middle, last = len(ways[0]), len(ways[0]) // 2, len(ways)
    fig, (nodes, matrix) = style.subplots(1, 2, height=3.2, width_ratios=[1.45, 1])
    cone = nodes.plot([], [], color=style.BLUE, linewidth=1.1)[0]
    places = np.tile(np.arange(count), last + 1), np.repeat(np.arange(last + 1), count)
    nodes.plot(*places, "o", color=style.GRID, markersize=4, markeredgewidth=0)
    inside = nodes.plot([], [], "o", color=style.BLUE, markersize=5, markeredgewidth=0)[0]
    top = nodes.plot([], [], "o", color=style.ORANGE, markersize=9, markeredgewidth=0)[0]
    bars = nodes.bar(range(count), np.zeros(count), width=0.62, bottom=-2.1, color=style.BLUE)
    nodes.text(-0.5, -2.45, _("ways from each input"), va="top", color=style.BLUE)
    nodes.set_yticks([0, *range(1, last + 1)], [_("inputs"), *map(str, range(1, last + 1))])
    nodes.set(xlim=(-0.8, count - 0.2), ylim=(-3.4, last + 0.6), xticks=[], ylabel=_("layer"))
    nodes.tick_params(axis="y", length=0)
    nodes.spines[["left", "bottom"]].set_visible(False)
    image = style.picture(matrix, np.zeros((count, count)), cmap=style.FEW_GREYS.reversed())
    matrix.set_xlabel(_("inputs"))
    matrix.set_ylabel(_("outputs"))
    share = matrix.set_title("100%", loc="center")

    for layers, counted in enumerate(ways, 1):
        source, to, level = [], [], []
        for step in range(layers):
            reach = layers - step
            for place in range(max(middle - reach + 1, 0), min(middle + reach, count)):
                near = [one for one in (place - 1, place, place + 1) if 0 <= one < count]
                source += near
                to += [place] * len(near)
                level += [step] * len(near)
        gap = np.full(len(to), np.nan)
        cone.set_data(np.stack([source, to, gap], 1).ravel(), np.stack([level, np.add(level, 1), gap], 1).ravel())
        marked = {*zip(source, level, strict=True), *zip(to, np.add(level, 1).tolist(), strict=True)}
        inside.set_data(*zip(*sorted(marked), strict=True))
        top.set_data([middle], [layers])
        for bar, value in zip(bars, counted[middle] / counted[middle].max(), strict=True):
            bar.set_height(1.5 * value)
        image.set_data(counted / counted.max(axis=1, keepdims=True))
        linked = np.count_nonzero(counted)
        share.set_text(f"{linked / counted.size:.0%}")
        words = _("Layers: {layers}. One output, {reached} of {count} inputs; {share} of all pairs are connected")
        reached = np.count_nonzero(counted[middle])
        yield frames.Frame(
            fig, words.format(layers=layers, reached=reached, count=count, share=f"{linked / counted.size:.0%}")
        )


@style.figure
def density(curves):
    """How many layers it takes until everything is connected with everything.

    Parameters
    ----------
    curves : sequence of 3 arrays
        Shares of connected pairs, 0 to 1, for 1, 2, 3 ... layers of 3 x 3, of 5 x 5, and of 3 x 3 with halving in between.

    Returns
    -------
    matplotlib.figure.Figure
        Three labelled lines.

    Examples
    --------
    >>> fig = density([[0.1, 1], [0.5, 1], [0.2, 1]])
    >>> fig.axes[0].lines[1].get_ydata().tolist()
    [50.0, 100.0]
    """
    fig, ax = style.subplots(height=2.7)
    looks = [(style.ORANGE, "s", "--"), (style.PURPLE, "^", ":"), (style.BLUE, "o", "-")]
    names = ["3×3", "5×5", _("3×3, halved in between")]
    for shares, (colour, marker, line), name in zip(curves, looks, names, strict=True):
        layers = np.arange(1, len(shares) + 1)
        ax.plot(layers, 100 * np.asarray(shares), marker=marker, linestyle=line, color=colour, markersize=4.5)
        ax.annotate(name, (layers[-1], 100), (0, 7), textcoords="offset points", color=colour, ha="center")
    ax.set(ylim=(0, 118), yticks=[0, 50, 100], xlabel=_("layers"), ylabel=_("connected pairs (%)"))
    ax.spines["left"].set_bounds(0, 100)
    ax.set_xlim(0, 1.06 * max(map(len, curves)))
    ax.grid(axis="y")
    return fig


def _lines(source, to):
    """From inputs below to outputs above, as one broken line."""
    gap = np.full(len(to), np.nan)
    across = np.stack([source, to, gap], axis=1).ravel()
    return across, np.stack([np.zeros(len(to)), np.ones(len(to)), gap], axis=1).ravel()
