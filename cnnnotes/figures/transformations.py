"""Figures of page 1.3: what moving, turning and enlarging a picture does to those who look at it."""

import numpy as np
from matplotlib.patches import Circle, ConnectionPatch, Rectangle

from cnnnotes.figures import style
from cnnnotes.figures.words import _


@style.figure
def turned(cats, sixes):
    """One picture keeps its name however often it is turned, the other does not.

    Parameters
    ----------
    cats : array, (3, H, H)
        Grey picture of a cat, values 0 to 1: upright, turned once and turned twice by 90 degrees.
    sixes : array, (3, h, h)
        A handwritten 6, values 0 to 1, turned in the same way.

    Returns
    -------
    matplotlib.figure.Figure
        Two rows of three pictures, the right name under each.

    Examples
    --------
    >>> fig = turned(np.zeros((3, 9, 9)), np.zeros((3, 8, 8)))
    >>> [ax.get_xlabel() for ax in fig.axes]
    ['cat', 'cat', 'cat', '6', 'no digit', '9']
    """
    fig, axes = style.subplots(2, 3, height=4.1)
    names = [[_("cat")] * 3, ["6", _("no digit"), "9"]]
    for row, pictures in enumerate([cats, sixes]):
        for column, angle in enumerate(["0°", "90°", "180°"]):
            ax = axes[row, column]
            style.picture(ax, pictures[column], cmap=style.FEW_GREYS)
            if row == 0:
                ax.set_title(angle, loc="center", color=style.MUTED)
            same = names[row][column] == names[row][0]
            ax.set_xlabel(names[row][column], color=style.INK if same else style.ORANGE, fontsize=12)
    return fig


@style.figure
def half_turn(pictures, shares):
    """Which digit a half-turned digit looks like: 0 and 8 stay themselves, 6 and 9 change places.

    Parameters
    ----------
    pictures : array, (10, h, w)
        One half-turned example of each digit 0 to 9, values 0 to 1.
    shares : array, (10, 10)
        Row d: the share of half-turned digits d that get each label 0 to 9; a row sums to 1.

    Returns
    -------
    matplotlib.figure.Figure
        A disc for each share, its area the share: filled blue on the diagonal, an orange ring elsewhere.

    Examples
    --------
    >>> fig = half_turn(np.zeros((10, 8, 8)), np.eye(10))
    >>> len(fig.axes[0].patches)
    10
    """
    shares = np.asarray(shares)
    fig, ax = style.subplots(height=4.7)
    for digit in range(10):
        ax.imshow(
            pictures[digit],
            cmap=style.GRAY,
            vmin=0,
            vmax=1,
            extent=(-1.95, -1.05, digit + 0.45, digit - 0.45),
            zorder=3,
        )
        for label in range(10):
            share = shares[digit, label]
            if share <= 0:
                continue
            colour = style.BLUE if label == digit else style.ORANGE
            ax.add_patch(Circle((label, digit), 0.5 * np.sqrt(share), color=colour, linewidth=0))
            if share >= 0.4:
                ax.text(label, digit, f"{100 * share:.0f}", color=style.PAPER, ha="center", va="center", fontsize=9.5)
    ax.plot([0, 9], [0, 9], color=style.GRID, linewidth=9, zorder=0)
    ax.set(xlim=(-2.1, 9.6), ylim=(9.6, -0.6), aspect="equal", xticks=range(10), yticks=range(10))
    ax.set_xlabel(_("digit it looks like (%)"))
    ax.set_ylabel(_("digit, half-turned"))
    ax.tick_params(length=0, labelsize=10.5)
    ax.spines[["left", "bottom"]].set_visible(False)
    return fig


@style.figure
def permutation(before, after, matrix, weights, marked):
    """A shift sends every value to another place of the vector, where other weights wait.

    Parameters
    ----------
    before, after : array, (H, W)
        A picture and the same picture shifted, values 0 to 1.
    matrix : array, (H * W, H * W)
        The permutation matrix that makes the flattened ``after`` from the flattened ``before``.
    weights : array, (H * W,)
        Weights of one fully connected unit.
    marked : tuple of int
        Row and column, in ``before``, of the pixel to follow.

    Returns
    -------
    matplotlib.figure.Figure
        Above: both pictures and the matrix. Below: the flattened pictures, with the weights between them.

    Examples
    --------
    >>> picture = np.eye(4)
    >>> shift = np.roll(np.eye(16), 4, axis=0)
    >>> fig = permutation(picture, np.roll(picture, 1, axis=0), shift, np.ones(16), (1, 1))
    >>> fig.axes[3].images[0].get_array().shape
    (1, 16)
    """
    before, after, matrix, weights = (np.asarray(a, dtype=float) for a in (before, after, matrix, weights))
    rows, columns = before.shape
    start = marked[0] * columns + marked[1]
    end = int(np.argmax(matrix[:, start]))

    fig, axes = style.subplots(height=3.9)
    axes.remove()
    grid = fig.add_gridspec(4, 3, height_ratios=[4.6, 1, 1, 1])
    tops = [fig.add_subplot(grid[0, column]) for column in range(3)]
    strips = [fig.add_subplot(grid[row, :]) for row in (1, 2, 3)]

    for ax, image, place, label in [(tops[0], before, start, _("before")), (tops[1], after, end, _("after"))]:
        style.picture(ax, image, label=label)
        row, column = divmod(place, columns)
        ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=style.GREEN, linewidth=2.5))
    to, source = np.nonzero(matrix)
    tops[2].plot(source, to, "s", color=style.INK, markersize=1.3)
    tops[2].plot([start], [end], "s", color=style.GREEN, markersize=5)
    tops[2].set(xlim=(-1, rows * columns), ylim=(rows * columns, -1), xticks=[], yticks=[], aspect="equal")
    tops[2].spines[["top", "right"]].set_visible(True)
    tops[2].set_title(_("matrix $P$"))

    limit = np.abs(weights).max()
    options = [{}, {"cmap": style.DIVERGING, "vmin": -limit, "vmax": limit}, {}]
    labels = [r"$x$", r"$w$", r"$Px$"]
    for ax, values, option, label in zip(
        strips, [before.ravel(), weights, after.ravel()], options, labels, strict=True
    ):
        style.picture(ax, values[None], aspect="auto", **option)
        ax.set_ylabel(label, rotation=0, ha="right", va="center")
    sums = weights @ before.ravel(), weights @ after.ravel()
    strips[2].set_xlabel(rf"$w\cdot x = {sums[0]:.2f}$      $w\cdot Px = {sums[1]:.2f}$")
    for upper, lower, place in [(strips[0], strips[1], start), (strips[1], strips[2], end)]:
        for ax in (upper, lower):
            ax.add_patch(
                Rectangle((place - 0.5, -0.5), 1, 1, fill=False, edgecolor=style.GREEN, linewidth=2, clip_on=False)
            )
        link = ConnectionPatch(
            (place, 0.5), (place, -0.5), "data", "data", axesA=upper, axesB=lower, color=style.GREEN, linewidth=2
        )
        link.set_in_layout(False)
        fig.add_artist(link)
    return fig


@style.figure
def tied(weights, shifted):
    """After a shift of all places a convolution's weights are the same matrix, a fully connected layer's are not.

    Parameters
    ----------
    weights : array, (2, n, n)
        Weights of a fully connected layer, and of a convolution written as a matrix, for a picture of n pixels.
    shifted : array, (2, n, n)
        The same weights with rows and columns put where the shift puts their places.

    Returns
    -------
    matplotlib.figure.Figure
        One row for each layer: the weights, the weights after the shift, their difference.

    Examples
    --------
    >>> weights = np.array([np.diag([1.0, 2, 3]), np.eye(3)])
    >>> fig = tied(weights, weights[:, ::-1, ::-1])
    >>> [float(np.abs(ax.images[0].get_array()).max()) for ax in fig.axes[2::3]]
    [2.0, 0.0]
    """
    fig, axes = style.subplots(2, 3, height=3.6)
    titles = [_("weights"), _("after the shift"), _("difference")]
    names = [_("fully connected"), _("convolution")]
    for row, (before, after, name) in enumerate(zip(weights, shifted, names, strict=True)):
        limit = np.abs(before).max()
        for ax, values, title in zip(axes[row], [before, after, np.subtract(after, before)], titles, strict=True):
            style.picture(ax, values, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
            if row == 0:
                ax.set_title(title, loc="center")
        axes[row, 0].set_ylabel(name)
    return fig


@style.figure
def pixel_distance(pictures, distances, own, others, accuracy):
    """A digit moved by one pixel is farther from itself than from a stranger.

    Parameters
    ----------
    pictures : array, (3, H, W)
        A digit, the same digit moved by one pixel, and the nearest digit of another class; values 0 to 1.
    distances : array, (2,)
        Euclidean distance of the second and third picture from the first.
    own, others : array, (n,)
        For each digit: distance from its own moved copy, and from the nearest digit of another class.
    accuracy : array, (s,)
        Share of digits whose nearest neighbour has the right label, moved by 0, 1, ... s - 1 pixels.

    Returns
    -------
    matplotlib.figure.Figure
        Above the three pictures, below left one dot for each digit, below right the accuracy.

    Examples
    --------
    >>> fig = pixel_distance(np.zeros((3, 9, 9)), [2, 1], [2, 3], [1, 2], [1, 0.5])
    >>> fig.axes[4].lines[0].get_ydata().tolist()
    [100.0, 50.0]
    """
    fig, axes = style.subplots(height=4.9)
    axes.remove()
    grid = fig.add_gridspec(2, 6, height_ratios=[1, 1.35])
    labels = [_("a digit"), _("moved by 1"), _("other digit")]
    colours = [style.INK, style.BLUE, style.ORANGE]
    below = ["", *(_("distance {:.2f}").format(distance) for distance in distances)]
    for column in range(3):
        ax = fig.add_subplot(grid[0, 2 * column : 2 * column + 2])
        style.picture(ax, pictures[column])
        ax.set_title(labels[column], loc="center", color=colours[column])
        ax.set_xlabel(below[column], color=colours[column])

    dots = fig.add_subplot(grid[1, :3])
    top = 1.08 * max(np.max(own), np.max(others))
    dots.plot([0, top], [0, top], color=style.MUTED, linewidth=1, linestyle=(0, (4, 3)))
    dots.plot(own, others, "o", markersize=2.2, color=style.BLUE, markeredgewidth=0)
    dots.set(xlim=(0, top), ylim=(0, top), aspect="equal", xticks=range(int(top) + 1), yticks=range(int(top) + 1))
    dots.text(top, 0.03 * top, _("other digit nearer"), color=style.ORANGE, ha="right", fontsize=9.5)
    dots.text(0.05 * top, 0.92 * top, _("itself nearer"), color=style.MUTED, fontsize=9.5)
    dots.set_xlabel(_("to itself, moved by 1"))
    dots.set_ylabel(_("to nearest other digit"))

    curve = fig.add_subplot(grid[1, 3:])
    percent = 100 * np.asarray(accuracy)
    curve.plot(range(len(percent)), percent, "o-", color=style.BLUE)
    for shift, value in enumerate(percent):
        curve.annotate(f"{value:.0f}", (shift, value), (4, 5), textcoords="offset points", fontsize=9.5)
    curve.set(ylim=(0, 112), xlim=(-0.2, len(percent) - 0.5), xticks=range(len(percent)), yticks=[0, 50, 100])
    curve.set_xlabel(_("moved by (pixels)"))
    curve.set_title(_("right answers (%)"), loc="center")
    return fig


@style.figure
def accuracy(amounts, curves, pictures):
    """Only one line of one panel is flat: global pooling under shifts, until the digit touches the border.

    Parameters
    ----------
    amounts : sequence of 3 arrays, (k,) each
        Shifts in pixels, angles in degrees, factors of scale; the three may differ in length.
    curves : sequence of 3 arrays, (seeds, 3, k) each
        Accuracies from 0 to 1 of the fully connected network, the flattening CNN and the pooling CNN. Lines are
        means over the seeds, bands go from the lowest to the highest seed.
    pictures : sequence of 3 arrays, ((k + 1) // 2, H, W) each
        One example changed by every other amount, values 0 to 1.

    Returns
    -------
    matplotlib.figure.Figure
        Three panels below each other, the example above every other amount.

    Examples
    --------
    >>> fig = accuracy([[0, 1]] * 3, [np.ones((1, 3, 2))] * 3, [np.zeros((1, 8, 8))] * 3)
    >>> fig.axes[0].lines[2].get_ydata().tolist()
    [100.0, 100.0]
    """
    fig, axes = style.subplots(3, 1, height=7.4)
    labels = [_("shift (pixels)"), _("rotation (°)"), _("scale (×)")]
    looks = [(style.ORANGE, "s", "--"), (style.PURPLE, "^", ":"), (style.BLUE, "o", "-")]
    names = [_("fully connected"), _("CNN, flattened"), _("CNN, global max pooling")]
    for ax, amount, curve, examples, label in zip(axes, amounts, curves, pictures, labels, strict=True):
        places = np.arange(len(amount))
        percent = 100 * np.asarray(curve)
        for model, (colour, marker, line) in enumerate(looks):
            seeds = percent[:, model]
            ax.plot(places, seeds.mean(axis=0), marker=marker, linestyle=line, color=colour, label=names[model])
            if len(seeds) > 1:
                low, high = seeds.min(axis=0), seeds.max(axis=0)
                ax.fill_between(places, low, high, color=colour, alpha=0.15, linewidth=0)
        for place, example in zip(places[::2], examples, strict=True):
            style.picture(ax.inset_axes([place - 0.9, 115, 1.8, 46], transform=ax.transData), example)
        ax.set(xlim=(-0.8, len(amount) - 0.2), ylim=(0, 162), yticks=[0, 50, 100])
        ax.spines["left"].set_bounds(0, 105)
        ax.set_xticks(places[::2], [style.number(value) for value in amount[::2]])
        ax.set_xticks(places, minor=True)
        ax.set_xlabel(label)
        ax.set_ylabel(_("right (%)"))
        ax.grid(axis="y")
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside upper left")
    return fig


@style.figure
def rotation(kernels, first_turned, first_filtered):
    """Turning before or after the convolution gives two pictures with a common kernel, one with a symmetric kernel.

    Parameters
    ----------
    kernels : array, (2, k, k)
        A common kernel and a symmetric one.
    first_turned, first_filtered : array, (2, H, W)
        For each kernel: the convolution of the turned picture, and the turned convolution of the picture.

    Returns
    -------
    matplotlib.figure.Figure
        One row for each kernel: kernel, both pictures, their difference.

    Examples
    --------
    >>> fig = rotation(np.ones((2, 3, 3)), np.ones((2, 9, 9)), np.zeros((2, 9, 9)))
    >>> float(fig.axes[3].images[0].get_array().max())
    1.0
    """
    fig, axes = style.subplots(2, 4, height=3.1, width_ratios=[0.55, 1, 1, 1])
    titles = [_("kernel"), _("turn first"), _("turn last"), _("difference")]
    for row in range(2):
        difference = np.subtract(first_turned[row], first_filtered[row])
        limit = np.percentile(np.abs(first_filtered[row]), 99.5) or 1
        panels = [kernels[row], first_turned[row], first_filtered[row], difference]
        limits = [np.abs(kernels[row]).max(), limit, limit, limit]
        for ax, values, high, title in zip(axes[row], panels, limits, titles, strict=True):
            style.picture(ax, values, cmap=style.FEW_COLOURS, vmin=-high, vmax=high)
            if row == 0:
                ax.set_title(title, loc="center")
    return fig
