"""Figures of page 4.5: what a feature map is, and what a larger number, more maps and larger maps are good for."""

import numpy as np
from matplotlib.ticker import NullFormatter

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


def _box(ax, place, size, letter=None, colour=style.ORANGE, below=False):
    """Outline the patch whose top left pixel is at a place, with a letter on a plate above or below its corner."""
    row, column = place
    style.outline(ax, (*place, *size), colour)
    if letter is not None:
        plate = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.2}
        y, edge = (row + size[0] + 0.5, "top") if below else (row - 1.5, "bottom")
        ax.text(column - 0.5, y, letter, color=colour, ha="left", va=edge, fontsize=10, bbox=plate)


@style.figure
def strongest(photograph, filters, maps, places, patches):
    """Show where each filter answers most strongly, in its map and in the photograph, and what is there.

    Parameters
    ----------
    photograph : array (H, W)
        Grey, 0 to 1.
    filters, patches : array (3, k, k)
        The filters, and the patch of the photograph under each where its answer is largest.
    maps : array (3, H - k + 1, W - k + 1)
        Their answers.
    places : sequence of 3 (row, column)
        Of the largest answer in each map, and of the top left pixel of its patch.

    Returns
    -------
    matplotlib.figure.Figure
        Above, the photograph with three boxes, and filters beside patches; below, the maps, each with its largest value ringed.

    Examples
    --------
    >>> fig = strongest(np.ones((9, 9)), np.ones((3, 3, 3)), np.ones((3, 7, 7)), [(0, 0)] * 3, np.ones((3, 3, 3)))
    >>> len(fig.axes)
    10
    """
    fig = style.subplots(height=4.35)[0]
    fig.clear()
    above, below = fig.add_gridspec(2, 1, height_ratios=[1.55, 1])
    left, right = above.subgridspec(1, 2, width_ratios=[1.9, 1])
    scene = fig.add_subplot(left)
    style.picture(scene, photograph, cmap=style.FEW_GREYS)
    size = np.shape(filters)[1:]
    pairs, under = right.subgridspec(3, 2), below.subgridspec(1, 3)
    for index, (letter, place) in enumerate(zip("ABC", places, strict=True)):
        _box(scene, place, size, letter, below=letter == "B")
        kernel, patch = (fig.add_subplot(pairs[index, side]) for side in (0, 1))
        most = np.abs(filters[index]).max()
        style.picture(kernel, filters[index], cmap=style.FEW_COLOURS, vmin=-most, vmax=most)
        style.picture(
            patch, patches[index], cmap=style.FEW_GREYS, vmin=np.min(patches[index]), vmax=np.max(patches[index]) + 1e-9
        )
        kernel.set_ylabel(letter, color=style.ORANGE, rotation=0, labelpad=9, va="center")
        if index == 0:
            kernel.set_title(_("filter"), loc="center")
            patch.set_title(_("patch"), loc="center")
        ax = fig.add_subplot(under[0, index])
        limit = np.abs(maps[index]).max()
        style.picture(ax, maps[index], cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
        ax.plot(
            place[1], place[0], "o", markersize=11, markerfacecolor="none", markeredgecolor="black", markeredgewidth=1.4
        )
        ax.set_xlabel(_("map {}").format(letter))
    return fig


@frames.sequence
def bigger_activation(faint, patches, scores):
    """Play with a patch: can a wrong pattern beat the right but faint one? With a plain filter easily, with the cosine never.

    Parameters
    ----------
    faint : array (k, k)
        The filter as it is.
    patches : dict of (contrast, brightness, angle) to array (k, k)
        Pixels, 0 to 1. The first one is the right pattern, faint.
    scores : dict of (contrast, brightness, angle) to 3 float
        For each patch its response to the filter, to the filter with sum 0, and the cosine.

    Yields
    ------
    frames.Frame
        One for each patch, with bars for its three scores and a line at those of the first patch.

    Examples
    --------
    >>> patches = {(0.2, 0.0, 0): np.eye(3), (0.2, 0.0, 90): np.ones((3, 3))}
    >>> shown = bigger_activation(np.eye(3), patches, {(0.2, 0.0, 0): (1, 1, 1), (0.2, 0.0, 90): (2, 0, 0)})
    >>> [frame.words for frame in shown][1]
    'More than the faint right pattern: filter as it is yes, sum 0 no, cosine no'
    """
    fig = style.subplots(height=2.9)[0]
    fig.clear()
    grid = fig.add_gridspec(1, 2, width_ratios=[1, 1.9])
    pictures = grid[0].subgridspec(2, 1)
    fixed, played = (fig.add_subplot(pictures[row]) for row in (0, 1))
    first = next(iter(patches))
    style.picture(fixed, patches[first], cmap=style.FEW_GREYS)
    fixed.set_title(_("right, but faint"), color=style.BLUE, loc="center")
    shown = style.picture(played, patches[first], cmap=style.FEW_GREYS)
    played.set_title(_("your patch"), color=style.ORANGE, loc="center")
    names = [_("filter as it is"), _("filter with sum 0"), _("cosine")]
    rows, bars, numbers = grid[1].subgridspec(3, 1), [], []
    for row, name in enumerate(names):
        ax = fig.add_subplot(rows[row])
        values = [found[row] for found in scores.values()]
        low, high = min(0, *values), max(values)
        span = high - low
        bars.append(ax.barh([0], [values[0]], height=0.55, color=style.ORANGE)[0])
        ax.plot([values[0]] * 2, [-0.5, 0.5], color=style.BLUE, linewidth=3)
        numbers.append(ax.text(1, 0.5, "−0.00", transform=ax.transAxes, ha="right", va="center", color=style.ORANGE))
        ax.set(xlim=(low - 0.02 * span, high + 0.3 * span), ylim=(-0.6, 0.6), xticks=[], yticks=[])
        ax.axvline(0, color=style.MUTED, linewidth=1)
        ax.set_title(name)
        for side in ("left", "bottom"):
            ax.spines[side].set_visible(False)
    answer = {True: _("yes"), False: _("no")}
    words = _("More than the faint right pattern: filter as it is {plain}, sum 0 {zero}, cosine {cosine}")
    for (contrast, brightness, angle), patch in patches.items():
        found = scores[contrast, brightness, angle]
        shown.set_data(patch)
        for bar, number, score in zip(bars, numbers, found, strict=True):
            bar.set_width(score)
            number.set_text(style.number(score, ".2f"))
        won = [answer[bool(score > right + 1e-9)] for score, right in zip(found, scores[first], strict=True)]
        yield frames.Frame(
            fig,
            words.format(plain=won[0], zero=won[1], cosine=won[2]),
            at={_("contrast"): f"{contrast}", _("added brightness"): f"{brightness}", _("tilt"): f"{angle}"},
        )


@style.figure
def nose(scene, filter_, maps, places, true):
    """One filter cut from a nose, three ways to score: only the cosine finds the nose in the shade.

    Parameters
    ----------
    scene : array (H, W)
        A photograph, 0 to 1.
    filter_ : array (h, w)
        What is looked for.
    maps : sequence of 3 arrays
        Responses of the filter as it is, of the filter with sum 0, and cosines.
    places : sequence of 3 (row, column)
        Where each is largest.
    true : (row, column)
        Where the nose is, its top left pixel.

    Returns
    -------
    matplotlib.figure.Figure
        The scene with the patch that each map points to, and the three maps.

    Examples
    --------
    >>> fig = nose(np.ones((9, 9)), np.ones((3, 3)), [np.ones((7, 7))] * 3, [(0, 0), (2, 2), (4, 4)], (4, 4))
    >>> [ax.get_title(loc="center") for ax in fig.axes[1:]]
    ['1 filter as it is', '2 filter with sum 0', '3 cosine']
    """
    fig, axes = style.subplots(2, 2, height=4.5)
    scene_ax, *others = axes.ravel()
    style.picture(scene_ax, scene, cmap=style.FEW_GREYS)
    scene_ax.set_title(_("where each points"), loc="center")
    names = [_("filter as it is"), _("filter with sum 0"), _("cosine")]
    colours = [style.ORANGE, style.ORANGE, style.GREEN]
    for number, (ax, values, place, name) in enumerate(zip(others, maps, places, names, strict=True), 1):
        good = tuple(place) == tuple(true)
        _box(scene_ax, place, np.shape(filter_), str(number), colours[2] if good else colours[0])
        values = np.asarray(values)
        signed = values.min() < 0
        limit = np.abs(values).max() or 1
        low = -limit if signed else values.min() - 1e-9
        style.picture(ax, values, cmap=style.FEW_COLOURS if signed else style.FEW_GREYS, vmin=low, vmax=limit)
        ring = "black" if signed else style.ORANGE
        ax.plot(
            place[1], place[0], "o", markersize=12, markerfacecolor="none", markeredgecolor=ring, markeredgewidth=1.6
        )
        ax.set_title(f"{number} {name}", loc="center")
    return fig


@style.figure
def more_maps(filters, right, one_side, both_sides):
    """More maps: right answers level off while the work goes on growing.

    Parameters
    ----------
    filters : sequence of N int
        Maps of a layer.
    right : array (S, N)
        Shares of right answers of S networks each, 0 to 1.
    one_side, both_sides : sequence of N int
        Multiplications of a layer whose outputs grow, and of one whose inputs grow as well.

    Returns
    -------
    matplotlib.figure.Figure
        Left, every network as a dot and the means as a line; right, multiplications on logarithmic axes.

    Examples
    --------
    >>> fig = more_maps([1, 2], [[0.2, 0.4]], [10, 20], [10, 40])
    >>> fig.axes[0].lines[-1].get_ydata().tolist()
    [20.0, 40.0]
    """
    right = 100 * np.asarray(right)
    fig, (left, work) = style.subplots(1, 2, height=2.75)
    for run in right:
        left.plot(filters, run, "o", color=style.BLUE, markersize=4.5, markerfacecolor="none")
    left.plot(filters, right.mean(axis=0), color=style.BLUE)
    left.set(ylim=(0, 103), yticks=[0, 50, 100], yticklabels=["0", "50", "100%"], xscale="log")
    left.set_title(_("accuracy"))
    for values, name, colour, marker, below in (
        (both_sides, _("both sides grow"), style.ORANGE, "s", False),
        (one_side, _("8 channels in"), style.PURPLE, "o", True),
    ):
        work.plot(filters, values, color=colour, marker=marker, markersize=5)
        end, move = (filters[-1], values[-1]), (2, -33) if below else (-9, 0)
        edge = "top" if below else "center"
        work.annotate(name, end, xytext=move, textcoords="offset points", ha="right", va=edge, color=colour)
    work.set(xscale="log", yscale="log")
    work.set_title(_("multiplications, second layer"))
    for ax in (left, work):
        ax.set_xticks(filters, [str(count) for count in filters])
        ax.xaxis.set_minor_formatter(NullFormatter())
        ax.tick_params(which="minor", length=0)
    fig.supxlabel(_("filters in each layer"), fontsize=10.5)
    return fig


@style.figure
def larger_maps(scene, maps, strides, macs, true, answers, errors, size):
    """Larger maps say more exactly where; a stride saves work, and may step over the object altogether.

    Parameters
    ----------
    scene : array (H, W)
        A noisy picture with one object.
    maps : sequence of S arrays
        Responses of the detector at each stride.
    strides, macs : sequence of S int
        Steps between windows, and multiplications of the layer.
    true : (row, column)
        Where the object is, its top left pixel.
    answers : sequence of S (row, column)
        Where the largest response puts it.
    errors : sequence of S arrays
        For many scenes, the distance from the answer to the object in pixels.
    size : int
        Rows and columns of the object.

    Returns
    -------
    matplotlib.figure.Figure
        Above, the scene and the maps; below, for each stride the share of scenes with an error of at most so many pixels.

    Examples
    --------
    >>> fig = larger_maps(np.ones((9, 9)), [np.ones((3, 3))], [1], [99], (0, 0), [(0, 0)], [[0, 2]], 3)
    >>> fig.axes[1].get_xlabel().split()
    ['99', 'multiplications']
    """
    fig = style.subplots(height=4.6)[0]
    fig.clear()
    count = len(strides)
    grid = fig.add_gridspec(2, 1, height_ratios=[1, 1.05])
    pictures = grid[0].subgridspec(1, count + 1)
    ax = fig.add_subplot(pictures[0])
    style.picture(ax, scene, cmap=style.FEW_GREYS, vmin=-0.3, vmax=1.1)
    ax.set_title(_("scene"), loc="center")
    _box(ax, answers[-1], (size, size), colour=style.ORANGE)
    _box(ax, true, (size, size), colour=style.GREEN)
    colours, markers = (style.BLUE, style.PURPLE, style.ORANGE), "os^"
    for index, (values, stride, work) in enumerate(zip(maps, strides, macs, strict=True)):
        panel = fig.add_subplot(pictures[index + 1])
        limit = np.abs(values).max()
        style.picture(panel, values, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
        row, column = np.asarray(answers[index]) / stride
        ring = {"markerfacecolor": "none", "markeredgecolor": "black", "markeredgewidth": 1.4}
        panel.plot(column, row, "o", markersize=8, clip_on=False, **ring)
        panel.set_title(_("stride {}").format(stride), loc="center", color=colours[index])
        panel.set_xlabel(_("{}\nmultiplications").format(f"{work:,}"), fontsize=9.5)
    low = fig.add_subplot(grid[1])
    upto = np.arange(0, 9)
    for index, (error, stride) in enumerate(zip(errors, strides, strict=True)):
        shares = [100 * np.mean(np.asarray(error) <= most + 1e-9) for most in upto]
        low.plot(upto, shares, color=colours[index], marker=markers[index], markersize=5, clip_on=False)
        low.annotate(
            _("stride {}").format(stride),
            (upto[-1], shares[-1]),
            xytext=(8, 6 if index == 0 else -6 if index == 1 else 0),
            textcoords="offset points",
            va="center",
            color=colours[index],
            annotation_clip=False,
        )
    low.set(xlim=(0, 9.6), ylim=(0, 105), xticks=upto, yticks=[0, 50, 100], yticklabels=["0", "50", "100%"])
    low.set_xlabel(_("error at most (pixels)"))
    low.set_ylabel(_("share of scenes"))
    return fig
