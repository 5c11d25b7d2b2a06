"""Figures of page 4.7: channels mixed and unmixed, what 1×1 saves, dilation, transposed convolution, a network that slides."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@style.figure
def mixing(photograph, mixed, restored, recipes):
    """A photograph taken apart into its channels, mixed by a 1×1 convolution, and mixed back by another.

    Parameters
    ----------
    photograph, restored : array, (3, H, W)
        Red, green and blue, 0 to 1.
    mixed : array, (3, H, W)
        What comes out of the 1×1 convolution.
    recipes : sequence of 3 str
        How each mixed channel is made, as mathematics.

    Returns
    -------
    matplotlib.figure.Figure
        Above the photograph and its channels, below the mixed channels and the photograph made from them.

    Examples
    --------
    >>> image = np.random.default_rng(0).random((3, 4, 4))
    >>> fig = mixing(image, image, image, ["$R$", "$G$", "$B$"])
    >>> len(fig.axes)
    8
    """
    fig, axes = style.subplots(2, 4, height=3.1)
    style.picture(axes[0, 0], _coarse(photograph))
    axes[0, 0].set_title(_("photograph"), loc="center")
    style.picture(axes[1, 0], _coarse(restored))
    axes[1, 0].set_title(_("mixed back"), loc="center")
    for ax, channel, name in zip(axes[0, 1:], photograph, "RGB", strict=True):
        style.picture(ax, channel, cmap=style.FEW_GREYS)
        ax.set_title(f"${name}$", loc="center")
    for ax, channel, name in zip(axes[1, 1:], mixed, recipes, strict=True):
        style.picture(ax, channel, cmap=style.FEW_GREYS, vmin=np.min(channel), vmax=np.max(channel))
        ax.set_title(name, loc="center")
    return fig


@style.figure
def savings(parameters, macs):
    """What the bottlenecks of GoogLeNet save, and what its end without fully connected layers saves.

    Parameters
    ----------
    parameters, macs : sequence of 5 numbers
        In all, of GoogLeNet; of GoogLeNet without bottlenecks (1×1 before its larger windows); of GoogLeNet with a fully connected
        end; of AlexNet; and of VGG-16.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels of bars, a row for each network.

    Examples
    --------
    >>> fig = savings([7e6, 25e6, 232e6, 61e6, 138e6], [1.6e9, 4.4e9, 1.8e9, 0.7e9, 15.5e9])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['7.0M', '25.0M', '232.0M', '61.0M', '138.0M']
    """
    names = ["GoogLeNet", _("no bottlenecks"), _("dense end"), "AlexNet", "VGG-16"]
    fig, axes = style.subplots(1, 2, height=2.4, sharey=True)
    rows = np.arange(len(names))
    titles = [_("parameters"), _("MACs")]
    for ax, values, title, unit, letter in zip(axes, (parameters, macs), titles, (1e6, 1e9), "MG", strict=True):
        scaled = np.asarray(values) / unit
        ax.barh(rows, scaled, height=0.72, color=[style.BLUE] + [style.ORANGE] * 2 + [style.MUTED] * 2)
        for row, value in zip(rows, scaled, strict=True):
            ax.text(value + 0.02 * scaled.max(), row, f"{value:.1f}{letter}", va="center", fontsize=9.5)
        ax.set(xlim=(0, scaled.max() * 1.36), xticks=[], ylim=(len(names) - 0.45, -0.55))
        ax.set_title(title)
        ax.spines["bottom"].set_visible(False)
        ax.tick_params(axis="y", length=0)
    axes[0].set_yticks(rows, names)
    return fig


@style.figure
def fields(dilations, reached, maps):
    """What the middle output of a stack sees: its tree of connections along one axis, and its gradient in two.

    Parameters
    ----------
    dilations : sequence of S sequences of L int
        Of each stack, first layer first; windows of three taps.
    reached : sequence of S sequences of L + 1 arrays, (W,)
        For each stack and each level, input first, which places the middle output depends on.
    maps : sequence of S arrays, (W, W)
        How strongly the middle output answers to each pixel, 0 or more.

    Returns
    -------
    matplotlib.figure.Figure
        A row for each stack: the tree, with the output on top, and the gradient.

    Examples
    --------
    >>> reached = [[[0, 1, 1, 1, 0], [0, 0, 1, 0, 0]]]
    >>> fig = fields([[1]], reached, [np.outer([0, 1, 1, 1, 0], [0, 1, 1, 1, 0])])
    >>> len(fig.axes[0].lines[0].get_xdata())
    9
    """
    rows = len(dilations)
    fig, axes = style.subplots(rows, 2, height=1.42 * rows, width_ratios=[2.55, 1], squeeze=False)
    for (tree, field), steps, levels, values in zip(axes, dilations, reached, maps, strict=True):
        across, up = [], []
        for level, step in enumerate(steps):
            for place in np.flatnonzero(levels[level + 1]):
                for tap in (-step, 0, step):
                    across += [place, place + tap, np.nan]
                    up += [level + 1, level, np.nan]
        tree.plot(across, up, color=style.BLUE, linewidth=0.8)
        for level, seen in enumerate(levels):
            places = np.flatnonzero(seen)
            rest = np.flatnonzero(~np.asarray(seen, bool))
            tree.plot(rest, np.full(len(rest), level), "o", markersize=2, color=style.GRID)
            tree.plot(places, np.full(len(places), level), "o", markersize=3.4, color=style.BLUE)
        count = len(np.flatnonzero(levels[0]))
        tree.set(xlim=(-1, len(levels[0])), ylim=(-0.35, len(steps) + 0.4), xticks=[], yticks=[])
        tree.set_title(_("dilation {steps}").format(steps=", ".join(map(str, steps))))
        for spine in tree.spines.values():
            spine.set_visible(False)
        style.picture(field, np.sqrt(values / np.max(values)), cmap=style.FEW_GREYS)
        field.set_title(_("{count} pixels").format(count=f"{np.count_nonzero(values):,}"), loc="center")
        tree.set_xlabel(
            _("{count} of {width} in reach").format(count=count, width=np.ptp(np.flatnonzero(levels[0])) + 1)
        )
    return fig


@frames.sequence
def lay(image, kernel, stride, output):
    """Lay down a kernel for each value of the input, multiplied by it; where kernels overlap, add.

    Parameters
    ----------
    image : array, (H, W)
        Whole numbers, 0 or more.
    kernel : array, (k, k)
        Whole numbers, 0 or more.
    stride : int
        Steps between neighbouring kernels.
    output : array, ((H - 1) * stride + k, (W - 1) * stride + k)
        The result.

    Yields
    ------
    Frame
        One for each value of the input, row by row.

    Examples
    --------
    >>> made = lay(np.eye(2), np.ones((2, 2)), 1, np.array([[1, 1, 0], [1, 2, 1], [0, 1, 1]]))
    >>> [frame.words for frame in made][-1]
    'Row 2, column 2: the kernel times 1 is added; 3 of its 4 cells were filled before'
    """
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    size, shape, (rows, columns) = len(kernel), image.shape, np.shape(output)
    fig, ax = style.subplots(height=3.9)
    right = max(shape[1], size) + 1.5
    low = shape[0] + 1.4
    ax.set(xlim=(-0.15, right + columns + 0.15), ylim=(max(rows, low + size) + 0.15, -0.95), aspect="equal")
    ax.set_axis_off()
    down = (low + size - rows) / 2

    def square(left, top, text):
        patch = Rectangle((left, top), 1, 1, facecolor=style.PAPER, edgecolor=style.GRID, linewidth=0.8)
        return ax.add_patch(patch), ax.text(left + 0.5, top + 0.53, text, ha="center", va="center")

    for row, column in np.ndindex(shape):
        square(column, row, f"{image[row, column]:g}")
    for row, column in np.ndindex(size, size):
        square(column, low + row, f"{kernel[row, column]:g}")
    cells, totals, times = {}, np.zeros((rows, columns)), np.zeros((rows, columns), int)
    for row, column in np.ndindex(rows, columns):
        cells[row, column] = square(right + column, down + row, "")
    green = {"fill": False, "edgecolor": style.GREEN, "linewidth": 2.8}
    here = ax.add_patch(Rectangle((0, 0), 1, 1, **green))
    there = ax.add_patch(Rectangle((right, down), size, size, **green))
    names = [(shape[1] / 2, -0.42, _("input")), (size / 2, low - 0.42, _("kernel"))]
    for across, height, name in [*names, (right + columns / 2, down - 0.42, _("output"))]:
        ax.text(across, height, name, ha="center", va="center", color=style.MUTED)
    ax.text(size + 0.75, low + size / 2, "→", ha="center", va="center", fontsize=14)
    factor = ax.text(max(shape[1], size) + 0.75, low - 0.42, "", ha="center", va="center", color=style.GREEN)
    for row, column in np.ndindex(shape):
        value, top, first = image[row, column], row * stride, column * stride
        under = slice(top, top + size), slice(first, first + size)
        before = int(np.count_nonzero(times[under]))
        totals[under] += value * kernel
        times[under] += 1
        for i, j in np.ndindex(size, size):
            patch, number = cells[top + i, first + j]
            count = times[top + i, first + j]
            patch.set(facecolor=style.ORANGE if count > 1 else style.BLUE, alpha=0.18 if count < 3 else 0.5)
            number.set_text(f"{totals[top + i, first + j]:g}")
        here.set_xy((column, row))
        there.set_xy((right + first, down + top))
        factor.set_text(f"× {value:g}")
        words = _(
            "Row {row}, column {column}: the kernel times {value} is added; {before} of its {count} cells were filled before"
        )
        text = words.format(row=row + 1, column=column + 1, value=f"{value:g}", before=before, count=size**2)
        yield frames.Frame(fig, text)


@style.figure
def checkerboard(results):
    """What becomes of a constant map under three ways to double it, for equal weights and for unequal ones.

    Parameters
    ----------
    results : array, (2, 3, H, W)
        Equal weights, unequal weights; kernel 3, kernel 4, repeated pixels and a convolution. Relative to the mean: 1 is flat.

    Returns
    -------
    matplotlib.figure.Figure
        Six maps, each with its standard deviation in per cent of the mean.

    Examples
    --------
    >>> fig = checkerboard(np.ones((2, 3, 4, 4)))
    >>> {ax.get_xlabel() for ax in fig.axes}
    {'±0%'}
    """
    fig, axes = style.subplots(2, 3, height=3.9)
    titles = [_("kernel 3, stride 2"), _("kernel 4, stride 2"), _("repeat, then 3×3")]
    for row, maps in zip(axes, results, strict=True):
        for ax, values in zip(row, maps, strict=True):
            style.picture(ax, values, vmin=0, vmax=2)
            ax.set_xlabel(f"±{100 * np.std(values):.0f}%", color=style.INK)
    for ax, title in zip(axes[0], titles, strict=True):
        ax.set_title(title, loc="center")
    axes[0, 0].set_ylabel(_("equal weights"))
    axes[1, 0].set_ylabel(_("unequal weights"))
    return fig


@frames.sequence
def sought(canvas, maps, places, labels, side, step, margin):
    """A network slid over a canvas of digits: for each digit, where it is.

    Parameters
    ----------
    canvas : array, (H, W)
        Ink, 0 to 1.
    maps : array, (10, h, w)
        For each digit the probability that it is in the middle of the window at each place.
    places : array of int, (D, 2)
        Top row and left column of each digit on the canvas.
    labels : sequence of D int
        Which digits they are.
    side : int
        Rows and columns of a digit.
    step : int
        Pixels between neighbouring windows.
    margin : float
        Pixels from the edge of the canvas to the middle of the first window.

    Yields
    ------
    Frame
        One for each digit sought: the canvas with frames around what was sought, and the answers where their windows' middles are.

    Examples
    --------
    >>> made = sought(np.zeros((9, 9)), np.zeros((10, 3, 3)), [[0, 0], [4, 4]], [3, 3], 4, 2, 2.5)
    >>> [frame.words for frame in made][3]
    'Places of 3: 2 on the canvas; highest answer 0.00'
    """
    fig, (left, right) = style.subplots(1, 2, height=2.5)
    style.picture(left, canvas)
    left.set_title(_("input {rows}×{columns}").format(rows=len(canvas), columns=len(canvas[0])), loc="center")
    rows, columns = maps.shape[1:]
    first = margin - 0.5 - step / 2  # pixel 0 reaches from -0.5 to 0.5
    extent = (first, first + step * columns, first + step * rows, first)
    shown = style.picture(right, maps[0], cmap=style.FEW_GREYS, extent=extent)
    right.set(xlim=left.get_xlim(), ylim=left.get_ylim())
    right.set_title(_("answers {rows}×{columns}").format(rows=rows, columns=columns), loc="center")
    boxes = []
    for row, column in places:
        corner = (column - 1, row - 1)
        box = Rectangle(corner, side + 1, side + 1, fill=False, edgecolor=style.ORANGE, linewidth=2)
        boxes.append(left.add_patch(box))
    for digit, answers in enumerate(maps):
        shown.set_data(answers)
        for box, label in zip(boxes, labels, strict=True):
            box.set_visible(bool(label == digit))
        words = _("Places of {digit}: {count} on the canvas; highest answer {most}")
        count = int(np.sum(np.asarray(labels) == digit))
        text = words.format(digit=digit, count=count, most=f"{np.max(answers):.2f}")
        yield frames.Frame(fig, text, at={_("digit"): str(digit)})


def _coarse(channels, steps=16):
    """Channels (3, H, W) as a picture (H, W, 3) of few colours."""
    return np.clip(np.round(np.moveaxis(channels, 0, -1) * (steps - 1)) / (steps - 1), 0, 1)
