"""Figures of the page "Spatial structure", and the drawing of the dog that several of them use."""

import numpy as np
from matplotlib.patches import ConnectionPatch, Rectangle
from matplotlib.ticker import NullLocator

from cnnnotes.figures import style
from cnnnotes.figures.words import _

#: Colour, line and marker of each picture, in the order given: the first is the one to look at.
LINES = [
    (style.BLUE, "-", "o"),
    (style.MUTED, "-", "^"),
    (style.GREEN, "-.", "D"),
    (style.PURPLE, ":", "v"),
    (style.RED, "-", "x"),
]


def dog(size=24):
    """Draw the face of a small dog out of ellipses, then average it down to pixels.

    Parameters
    ----------
    size : int, default: 24
        Rows and columns of the picture, at least 1.

    Returns
    -------
    array, (size, size, 3)
        Red, green and blue from 0 to 1. Eyes and nose are painted in one and the same dark colour.

    Examples
    --------
    >>> dog(24).shape
    (24, 24, 3)
    """
    fine = 8  # each pixel is the mean of 8 x 8 finer ones, so that edges are smooth
    row, column = np.mgrid[-1 : 1 : size * fine * 1j, -1 : 1 : size * fine * 1j]
    picture = np.full((size * fine, size * fine, 3), (0.76, 0.88, 0.93))
    fur, brown, white = (0.95, 0.83, 0.64), (0.62, 0.40, 0.24), (1, 0.96, 0.88)
    pink, dark = (0.93, 0.5, 0.52), (0.14, 0.12, 0.13)

    def ellipse(colour, top, left, height, width, tilt=0.0):
        down, right = row - top, column - left
        along, across = np.cos(tilt) * down - np.sin(tilt) * right, np.sin(tilt) * down + np.cos(tilt) * right
        picture[(along / height) ** 2 + (across / width) ** 2 < 1] = colour

    ellipse(fur, 1.05, 0, 0.5, 0.62)
    ellipse(fur, 0.02, 0, 0.78, 0.72)
    for side in (-1, 1):
        ellipse(brown, -0.05, side * 0.72, 0.54, 0.24, tilt=-side * 0.3)
        ellipse(dark, -0.10, side * 0.31, 0.15, 0.13)
        ellipse((1, 1, 1), -0.17, side * 0.27, 0.045, 0.045)
    ellipse(white, 0.4, 0, 0.34, 0.42)
    ellipse(pink, 0.6, 0, 0.15, 0.11)
    ellipse(dark, 0.24, 0, 0.13, 0.17)
    for side in (-1, 1):
        ellipse(white, 0.47, side * 0.1, 0.07, 0.13)
    return picture.reshape(size, fine, size, fine, 3).mean(axis=(1, 3))


@style.figure
def one_pixel(picture, place, last_axis, conv, flattened):
    """Mark one pixel of a picture, and show where the outputs of three layers change with it.

    At once: at one place, at nine, everywhere.

    Parameters
    ----------
    picture : array, (H, W, 3)
        The input, 0 to 1.
    place : (row, column)
        The pixel that is changed.
    last_axis, conv, flattened : array, (H, W)
        By how much the output changes at each place: of a dense layer on the last axis, of a 3 x 3 convolution, and of
        a dense layer on the flattened picture.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> maps = np.eye(3)
    >>> len(one_pixel(np.zeros((3, 3, 3)), (1, 1), maps, maps, maps).axes)
    4
    """
    fig, axes = style.subplots(1, 4, height=2.0)
    style.picture(axes[0], picture, label=_("one pixel\nof the input"))
    labels = (_("dense on the\nlast axis"), _("convolution\n3 × 3"), _("dense on the\nflat vector"))
    for ax, change, label in zip(axes[1:], (last_axis, conv, flattened), labels, strict=True):
        style.picture(ax, change, label=label, vmax=change.max())
        ax.set_xlabel(_("changes: {n}").format(n=np.count_nonzero(change)))
    for ax in axes:
        style.outline(ax, (place[0], place[1], 1, 1), style.ORANGE, margin=0.9)
    return fig


@style.figure
def neighbours(clouds, curves):
    """Scatter pairs of pixels at growing distances, and draw how their correlation falls.

    At once: a thin diagonal cloud gets fat with distance; shuffled pixels give a round cloud and a line at zero.

    Parameters
    ----------
    clouds : list of (name, distance, first, second)
        One small panel each; `first` and `second` are arrays (N,), 0 to 1. The name is ``"cat"`` or ``"shuffled"``.
    curves : list of (name, distances, correlations)
        At most five lines, two arrays (D,) each; `correlations` may be (P, D) for P pictures under one name. The last
        is ``"shuffled"``.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> cloud = ("cat", 1, np.array([0, 1]), np.array([0, 1]))
    >>> len(neighbours([cloud, cloud], [("cat", np.array([1, 2]), np.array([1, 0.5]))]).axes)
    3
    """
    fig, _unused = style.subplots(height=5.0)
    _unused.remove()
    grid = fig.add_gridspec(2, len(clouds), height_ratios=[1, 2.3])
    for column, (name, distance, first, second) in enumerate(clouds):
        ax = fig.add_subplot(grid[0, column])
        color, label = style.BLUE, _("distance {n}").format(n=distance)
        if name == "shuffled":
            color, label = style.RED, _("shuffled")
        ax.plot(first, second, ".", color=color, markersize=2.8, markeredgewidth=0)
        ax.set(title=label, xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
    ax = fig.add_subplot(grid[1, :])
    for (name, distances, values), (color, line, marker) in zip(curves, _styles(len(curves)), strict=True):
        for number, one in enumerate(np.atleast_2d(values)):
            ax.plot(distances, one, line, marker=marker, color=color, label=_word(name) if number == 0 else None)
    ax.set_xscale("log", base=2)
    ax.xaxis.set_minor_locator(NullLocator())
    distances = np.asarray(distances)
    ax.set_xticks(distances, [str(distance) for distance in distances])
    ax.set(xlabel=_("distance in pixels"), ylabel=_("correlation"), yticks=[0, 0.5, 1], ylim=(-0.12, 1.05))
    ax.grid(axis="y")
    fig.legend(loc="outside lower center", ncols=3, handlelength=2.4)
    return fig


@style.figure
def windows(picture, centres, sizes):
    """Open growing windows around pixels of one colour.

    At once: the smallest windows cannot be told apart; what stands around the pixel says which is which.

    Parameters
    ----------
    picture : array, (H, W, 3)
        Values 0 to 1.
    centres : list of (name, row, column)
        One row of the figure each; the name is ``"eye"`` or ``"nose"``.
    sizes : list of int
        Odd heights and widths of the windows; after them comes the whole picture.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = windows(np.zeros((5, 5, 3)), [("eye", 1, 1)], [1, 3])
    >>> [ax.images[0].get_array().shape for ax in fig.axes]
    [(1, 1, 3), (3, 3, 3), (5, 5, 3)]
    """
    fig, axes = style.subplots(len(centres), len(sizes) + 1, height=2.3, squeeze=False)
    for (name, row, column), line in zip(centres, axes, strict=True):
        for ax, size in zip(line[:-1], sizes, strict=True):
            top, left = row - size // 2, column - size // 2
            style.picture(ax, picture[top : top + size, left : left + size])
            if size > 1:
                style.outline(ax, (row - top, column - left, 1, 1), style.ORANGE)
        style.picture(line[-1], picture)
        style.outline(line[-1], (row, column, 1, 1), style.ORANGE, margin=0.5)
        line[0].set_ylabel(_word(name), rotation=0, ha="right", va="center")
    for ax, label in zip(axes[0], [*(f"{size} × {size}" for size in sizes), _("whole")], strict=True):
        ax.set_title(label)
    return fig


@style.figure
def surroundings(rings, squares):
    """Draw how much of a pixel other pixels explain, over small drawings of which pixels those are.

    At once: eight pixels explain less from further off; more neighbours hardly explain more; shuffled ones nothing.

    Parameters
    ----------
    rings, squares : list of (name, offsets, explained)
        At most five lines each, the same names in both, ``"shuffled"`` last. `offsets` is a list of D arrays (n, 2), the
        pixels used at each place of the axis as rows and columns away; `explained` is an array (D,) of held-out R².

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> lines = [("cat", [np.array([[0, 1]]), np.array([[0, 2]])], [0.9, 0.5])]
    >>> surroundings(lines, lines).axes[1].lines[0].get_ydata().tolist()
    [0.9, 0.5]
    """
    fig, axes = style.subplots(2, 2, height=3.7, sharex="col", sharey="row", height_ratios=[6, 1])
    for (above, below), lines in zip(axes.T, (rings, squares), strict=True):
        for (name, _offsets, explained), (color, line, marker) in zip(lines, _styles(len(lines)), strict=True):
            above.plot(range(1, len(explained) + 1), explained, line, marker=marker, color=color, label=_word(name))
        above.set(ylim=(-0.06, 1.05), yticks=[0, 0.5, 1])
        above.tick_params(labelbottom=True)
        above.grid(axis="y")
        offsets = lines[0][1]
        for place, used in enumerate(offsets, 1):
            below.plot(place + used[:, 1] * 0.068, used[:, 0], "s", color=style.INK, markersize=2.0, markeredgewidth=0)
            below.plot(place, 0, "s", color=style.ORANGE, markersize=2.6, markeredgewidth=0)
        below.set(xlim=(0.45, len(offsets) + 0.55), ylim=(-7, 7), xticks=range(1, len(offsets) + 1))
        below.axis("off")
    axes[0, 0].set(title=_("eight pixels, further off"), xlabel=_("distance in pixels"), ylabel=_("explained share"))
    axes[0, 1].set(title=_("more and more pixels"), xlabel=_("radius of the square"))
    legend = axes[0, 1].legend(loc="center right", bbox_to_anchor=(1, 0.42), handlelength=2.4, frameon=True)
    legend.get_frame().set(facecolor=style.PAPER, edgecolor="none", alpha=1)
    return fig


@style.figure
def flatten(picture, nose, eyes):
    """Draw a picture above its vector.

    At once: the nose, one spot in the picture, lies in pieces along the vector, one per row, at even intervals; so do
    the eyes.

    Parameters
    ----------
    picture : array, (H, W, C)
        Values 0 to 1.
    nose : (top, left, height, width)
        The rectangle whose rows are followed into the vector.
    eyes : list of (top, left, height, width)
        Rectangles that are only marked.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> flatten(np.zeros((4, 4, 3)), (1, 1, 2, 2), []).axes[1].images[0].get_extent()
    [0, 48, 0, 1]
    """
    height, width, channels = picture.shape
    fig, (above, below) = style.subplots(2, 1, height=3.7, height_ratios=[4, 1])
    style.picture(above, picture)
    above.set_anchor("E")  # right of its pieces, so that the lines to them do not cross
    sizes = [_("{n} rows"), _("{n} columns"), _("{n} colours")]
    text = "\n".join(size.format(n=n) for size, n in zip(sizes, picture.shape, strict=True))
    beside = above.text(-0.06, 0.5, text, transform=above.transAxes, ha="right", va="center", linespacing=1.5)
    beside.set_in_layout(False)
    below.imshow(picture.reshape(1, height * width, channels), extent=(0, picture.size, 0, 1), aspect="auto")
    below.set(xlim=(0, picture.size), ylim=(-0.8, 1))
    below.axis("off")
    below.text(0, -0.2, "0", ha="left", va="top", color=style.MUTED)
    below.text(picture.size, -0.2, f"{picture.size:,}", ha="right", va="top", color=style.MUTED)
    for box, color in [*((eye, style.BLUE) for eye in eyes), (nose, style.ORANGE)]:
        style.outline(above, box, color)
        for start in _pieces(box, width, channels):
            below.add_patch(Rectangle((start, -0.2), box[3] * channels, 0.16, color=color, linewidth=0))
    top, left, tall, wide = nose
    starts = _pieces(nose, width, channels)
    for row, start in zip(range(top, top + tall), starts, strict=True):
        ends = (left - 0.5, row), (start + wide * channels / 2, 1)
        line = ConnectionPatch(*ends, above.transData, below.transData, color=style.ORANGE, linewidth=1.2)
        line.set_in_layout(False)
        fig.add_artist(line)
    label = _("nose: every {n}").format(n=width * channels)
    below.text(starts[0], -0.28, label, color=style.ORANGE, ha="left", va="top")
    if eyes:
        end = max(_pieces(eye, width, channels)[-1] + eye[3] * channels for eye in eyes)
        below.text(end, -0.28, _("eyes"), color=style.BLUE, ha="right", va="top")
    return fig


@style.figure
def lags(lags, in_order, shuffled, width):
    """Draw how alike entries of a flattened photograph are against how far apart they stand.

    At once: sharp peaks at multiples of the width, where the entries one, two, three rows down stand; next to nothing
    in between, and nothing at all after shuffling.

    Parameters
    ----------
    lags : array, (L,)
        Distances in the vector, rising; the multiples of `width` are among them.
    in_order, shuffled : array, (L,)
        Correlation of entries at that distance: of the flattened photograph, and of its pixels shuffled once.
    width : int
        Width of the photograph.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = lags(np.arange(1, 9), np.ones(8), np.zeros(8), 4)
    >>> fig.axes[0].get_xticks().tolist()
    [1, 4, 8]
    """
    fig, ax = style.subplots(height=2.7)
    ax.plot(lags, in_order, color=style.BLUE)
    ax.plot(lags, shuffled, color=style.RED, linewidth=1.0)
    peaks = np.arange(width, lags[-1] + 1, width)
    heights = np.asarray(in_order)[np.searchsorted(lags, peaks)]
    ax.plot(peaks, heights, "o", color=style.ORANGE)
    for number, (peak, height) in enumerate(zip(peaks, heights, strict=True), 1):
        label = _("1 row down") if number == 1 else _("{n} rows down").format(n=number)
        ax.annotate(label, (peak, height), xytext=(7, -7), textcoords="offset points", va="center", color=style.ORANGE)
    ax.text(lags[-1] * 0.12, 0.3, _("in order"), color=style.BLUE, ha="center")
    ax.text(lags[-1] * 0.12, -0.07, _("shuffled"), color=style.RED, ha="center", va="top")
    ax.set(xlabel=_("distance in the vector"), ylabel=_("correlation"), xticks=[lags[0], *peaks], yticks=[0, 0.5, 1])
    ax.set(xlim=(-0.02 * lags[-1], 1.02 * lags[-1]), ylim=(-0.25, 1.05))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.grid(axis="y")
    return fig


@style.figure
def permutation(digits, permuted, losses, accuracies):
    """Draw digits before and after one fixed shuffling of their pixels, and what two networks make of both.

    At once: the two loss curves of the fully connected net are one line, those of the CNN part; its accuracy collapses,
    except where the digits always stand in the same place.

    Parameters
    ----------
    digits, permuted : array, (N, H, W)
        The same pictures, in order and shuffled.
    losses : list of (name, unit, in_order, shuffled)
        One panel each, two arrays (T,). The unit is ``"step"`` or ``"epoch"``, the name ``"fully connected"`` or ``"CNN"``.
    accuracies : list of (name, in_order, shuffled)
        One line each: test accuracies of a network on a kind of data, two arrays (seeds,). The name may also be
        ``"CNN, centred digits"``.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> one = np.zeros((2, 3, 3))
    >>> fig = permutation(one, one, [("fully connected", "step", [1, 0], [1, 0])], [("CNN", [0.9], [0.4])])
    >>> len(fig.axes)
    6
    """
    fig, _unused = style.subplots(height=5.6)
    _unused.remove()
    top, middle, bottom = fig.subfigures(3, 1, height_ratios=[1.35, 2.1, 1.75])  # pyright: ignore[reportGeneralTypeIssues]
    rows = top.subplots(2, len(digits))
    names = [(_("in order"), style.BLUE), (_("shuffled"), style.RED)]
    for axes, images, (label, color) in zip(rows, (digits, permuted), names, strict=True):
        for ax, image in zip(axes, images, strict=True):
            style.picture(ax, image)
        axes[0].set_ylabel(label, rotation=0, ha="right", va="center", color=color)
    panels = middle.subplots(1, len(losses), sharey=True, squeeze=False)[0]
    for ax, (name, unit, in_order, shuffled) in zip(panels, losses, strict=True):
        ax.plot(in_order, color=style.BLUE, linewidth=5, alpha=0.6)
        ax.plot(shuffled, color=style.RED, linewidth=1.5, linestyle=(0, (2.5, 1.5)))
        ax.set(title=_word(name), xlabel=_word(unit), ylim=(0, None))
    panels[0].set_ylabel(_("loss"))
    ax = bottom.subplots()
    gaps = [np.mean(in_order) - np.mean(shuffled) for _name, in_order, shuffled in accuracies]
    for place, (_name, *pair) in enumerate(accuracies):
        ends = [np.mean(values) for values in pair]
        ax.plot(ends, [place, place], color=style.GRID, linewidth=5, solid_capstyle="round", zorder=1)
        for values, marker, (label, color) in zip(pair, "ox", names, strict=True):
            ax.plot(values, np.full(len(values), place), marker, color=color, markersize=7, markeredgewidth=2)
            if place == np.argmax(gaps):
                ax.annotate(
                    label, (np.mean(values), place), (0, 8), textcoords="offset points", ha="center", color=color
                )
    ax.set(xlabel=_("test accuracy"), xlim=(0, 1.02), ylim=(len(accuracies) - 0.5, -0.5), xticks=[0, 0.5, 1])
    ax.set_yticks(range(len(accuracies)), [_word(name) for name, *_rest in accuracies])
    ax.grid(axis="x")
    return fig


def _styles(count):
    """Give as many colours, lines and markers, the last one for shuffled pixels."""
    return LINES[: count - 1] + LINES[-1:]


def _word(name):
    """Say a name that a block gave in the language of the page."""
    return {
        "cat": _("cat"),
        "astronaut": _("astronaut"),
        "coffee": _("coffee"),
        "brick wall": _("brick wall"),
        "grass": _("grass"),
        "other photographs": _("other photographs"),
        "shuffled": _("shuffled"),
        "eye": _("eye"),
        "nose": _("nose"),
        "fully connected": _("fully connected"),
        "CNN": _("CNN"),
        "CNN, centred digits": _("CNN, centred digits"),
        "step": _("step"),
        "epoch": _("epoch"),
    }[name]


def _pieces(box, width, channels):
    """Say where each row of `box` starts in the vector of a picture of this width."""
    top, left, height, _width = box
    return [(row * width + left) * channels for row in range(top, top + height)]
