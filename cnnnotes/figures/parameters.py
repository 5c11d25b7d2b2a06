"""Figures of the page on the number of parameters."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import style
from cnnnotes.figures.words import _


@style.figure
def connectivity(full, local, shared, outputs, size):
    """Weight matrices of three layers, and two of their rows folded back into pictures: each step leaves fewer free weights.

    Parameters
    ----------
    full, local, shared : array (M, D)
        Weight from each of D pixels (column) to each of M outputs (row); 0 where there is no connection.
    outputs : (int, int)
        The two rows drawn as pictures, called A and B.
    size : (int, int)
        Rows and columns of the input image, with product D.

    Returns
    -------
    matplotlib.figure.Figure
        One row of panels per layer; the title counts the different weights.

    Examples
    --------
    >>> fig = connectivity(np.eye(2, 4) + 1, np.eye(2, 4), np.eye(2, 4), (0, 1), (2, 2))
    >>> fig.axes[0].get_title("left")
    'fully connected: 2 weights'
    """
    fig, axes = style.subplots(3, 3, height=5.3, width_ratios=[2.3, 1, 1])
    titles = [
        _("fully connected: {count} weights"),
        _("locally connected: {count} weights"),
        _("convolution: {count} weights"),
    ]
    for row, matrix, title in zip(axes, (full, local, shared), titles, strict=True):
        linked = np.ma.masked_equal(matrix, 0)
        _weights(row[0], linked)
        row[0].set_title(title.format(count=f"{len(np.unique(linked.compressed())):,}"))
        row[0].set_yticks(outputs, ["A", "B"])
        row[0].set_ylabel(_("outputs"))
        for ax, output, name in zip(row[1:], outputs, "AB", strict=True):
            _weights(ax, linked[output].reshape(size))
            ax.set_title(name, loc="center")
    axes[-1, 0].set_xlabel(_("inputs (pixels)"))
    return fig


@style.figure
def count(inputs, dense, convolution):
    """Numbers that come in against numbers that are learned, on a logarithmic axis: the input is not a layer of parameters.

    Parameters
    ----------
    inputs : int
        Values of one image, above 0.
    dense, convolution : int
        Weights and biases of the two layers, above 0.

    Returns
    -------
    matplotlib.figure.Figure
        Three points, each with its number and what it takes as float32.

    Examples
    --------
    >>> fig = count(4, 10, 2)
    >>> [float(line.get_xdata()[0]) for line in fig.axes[0].lines if line.get_marker() == "o"]
    [4.0, 10.0, 2.0]
    """
    fig, ax = style.subplots(height=2.9)
    rows = [
        (inputs, style.MUTED, style.PAPER, _("input: nothing is learned")),
        (dense, style.ORANGE, style.ORANGE, _("fully connected, 128 outputs")),
        (convolution, style.BLUE, style.BLUE, _("convolution, 128 filters of 3×3")),
    ]
    left, right = min(inputs, dense, convolution) / 6, max(inputs, dense, convolution) * 3
    for y, (numbers, colour, face, name) in enumerate(rows):
        ax.hlines(y, left, numbers, color=colour, linewidth=3, linestyle=":" if face == style.PAPER else "-")
        ax.plot(numbers, y, "o", color=colour, markerfacecolor=face, markersize=10, markeredgewidth=2)
        ax.annotate(name, (left, y), (2, 9), textcoords="offset points")
        said = f"{numbers:,} · {_bytes(4 * numbers)}"
        ax.annotate(said, (right, y), (0, 9), textcoords="offset points", ha="right")
    ax.vlines(inputs, 0.12, 1.3, color=style.MUTED, linewidth=1, linestyle=":")
    arrow = {"arrowstyle": "->", "color": style.INK, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (dense, 1.3), (inputs, 1.3), arrowprops=arrow)
    middle = np.sqrt(float(inputs) * dense)
    ax.annotate(f"×{dense / inputs:.0f}", (middle, 1.3), (0, -3), textcoords="offset points", ha="center", va="top")
    ax.set(xscale="log", xlim=(left, right), ylim=(len(rows) - 0.6, -0.6), yticks=[])
    ax.minorticks_off()
    ax.spines.left.set_visible(False)
    ax.set_xlabel(_("how many numbers (logarithmic)"))
    return fig


@style.figure
def growth(sides, wide, fixed, convolution, step):
    """Weights against the side of a square image, both logarithmic: steep, less steep, level.

    Parameters
    ----------
    sides : array (S,)
        Pixels per side, rising, each twice the one before.
    wide, fixed, convolution : array (S,)
        Weights of a dense layer with as many outputs as pixels, of one with a fixed number of outputs, of a convolution.
    step : int
        Index of the side at which "twice the side" is drawn, below S - 1.

    Returns
    -------
    matplotlib.figure.Figure
        Three lines, each with the factor by which it rises when the side doubles.

    Examples
    --------
    >>> sides = np.array([2.0, 4.0])
    >>> ax = growth(sides, sides**4, sides**2, sides**0, 0).axes[0]
    >>> [text.get_text() for text in ax.texts][::2]
    ['×16', '×4', '×1']
    """
    fig, ax = style.subplots(height=3.5)
    curves = [
        (wide, style.RED, "s"),
        (fixed, style.ORANGE, "o"),
        (convolution, style.BLUE, "^"),
    ]
    names = [
        (_("fully connected, an output per pixel"), sides[step + 1], wide[step + 1], -8, "right"),
        (_("fully connected, 128 outputs"), sides[-1], fixed[step] / 8, 0, "right"),
        (_("convolution, 128 filters of 3×3"), sides[0], convolution[0], 0, "left"),
    ]
    for (numbers, colour, marker), (name, x, y, shift, side) in zip(curves, names, strict=True):
        ax.plot(sides, numbers, marker=marker, color=colour)
        start, end = numbers[step], numbers[step + 1]
        near, far = sides[step], sides[step + 1]
        ax.plot([near, far, far], [start, start, end], color=style.INK, linewidth=1.2, linestyle="--")
        middle = np.sqrt(float(start) * float(end))
        ax.annotate(f"×{end / start:g}", (far, middle), (6, -4 if end > start else 8), textcoords="offset points")
        ax.annotate(name, (x, y), (shift, 8), textcoords="offset points", color=colour, ha=side)
    ax.set(xscale="log", yscale="log", xticks=sides[::2], xticklabels=[f"{side:,.0f}" for side in sides[::2]])
    ax.minorticks_off()
    ax.grid(axis="y", color=style.GRID, linewidth=0.8)
    ax.set(xlabel=_("side of the image (pixels)"), ylabel=_("weights"))
    return fig


@style.figure
def flatten(image, vector, restored, rows):
    """An image, all its values in one line, and the image folded back: the same values three times.

    Parameters
    ----------
    image : array (H, W, 3)
        Before, 0 to 1.
    vector : array (H * W * 3,)
        The image as one line.
    restored : array (H, W, 3)
        The line folded back.
    rows : sequence of int
        Rows of the image that are marked in all three, three at most.

    Returns
    -------
    matplotlib.figure.Figure
        Two images above, the line below.

    Examples
    --------
    >>> image = np.zeros((2, 2, 3))
    >>> flatten(image, image.ravel(), image, [0]).axes[2].images[0].get_array().shape
    (1, 4, 3)
    """
    fig = style.Figure(figsize=(style.WIDTH, 3.3), layout="constrained")
    axes = fig.subplot_mosaic([["before", "after"], ["line", "line"]], height_ratios=[3.6, 1])
    width, channels = image.shape[1:]
    shape = " × ".join(map(str, image.shape))
    line = axes["line"]
    style.picture(axes["before"], image, label=_("image: {shape}").format(shape=shape), interpolation="none")
    style.picture(axes["after"], restored, label=_("folded back: {shape}").format(shape=shape), interpolation="none")
    style.picture(line, vector.reshape(1, -1, channels), aspect="auto", interpolation="none")
    line.set_xlabel(_("flattened: {count} numbers").format(count=f"{vector.size:,}"))
    for row, colour in zip(rows, (style.BLUE, style.ORANGE, style.GREEN), strict=False):
        for name in ("before", "after"):
            axes[name].add_patch(_frame((-0.5, row - 0.5), width, 1, colour))
        line.add_patch(_frame((row * width - 0.5, -0.5), width, 1, colour))
    return fig


@style.figure
def photographs(known, new, weights, answers):
    """Weight images and their answers to four learned pictures and a new one: equal answers from unequal weights.

    Parameters
    ----------
    known : array (P, H, W, 3)
        The pictures whose labels were fitted, 0 to 1.
    new : array (H, W, 3)
        A picture that was not.
    weights : array (R, H, W)
        One weight image per solution, for display scaled each by its own largest value.
    answers : array (R, P + 1)
        What each solution answers to each picture, the new one last.

    Returns
    -------
    matplotlib.figure.Figure
        Pictures above, weight images on the left, answers between.

    Examples
    --------
    >>> fig = photographs(np.zeros((1, 2, 2, 3)), np.zeros((2, 2, 3)), np.ones((1, 2, 2)), np.array([[1.0, 0.25]]))
    >>> [text.get_text() for ax in fig.axes for text in ax.texts]
    ['+1.00', '+0.25']
    """
    solutions, pictures = answers.shape
    fig, axes = style.subplots(solutions + 1, pictures + 1, height=0.87 * (solutions + 1) + 0.35)
    axes[0, 0].axis("off")
    for ax, picture in zip(axes[0, 1:], [*known, new], strict=True):
        style.picture(ax, picture, interpolation="none")
    axes[0, 1].set_title(_("learned"))
    axes[0, -1].set_title(_("new"))
    axes[1, 0].set_title(_("weights"))
    for row, image, values in zip(axes[1:], weights, answers, strict=True):
        largest = np.abs(image).max()
        style.picture(row[0], image, cmap=style.DIVERGING, vmin=-largest, vmax=largest, interpolation="none")
        for ax, value in zip(row[1:], values, strict=True):
            face, ink = (style.BLUE if value > 0 else style.ORANGE), style.PAPER
            if ax is row[-1]:
                face, ink = style.FILL, style.INK
            ax.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(0, 1), aspect="equal", facecolor=face)
            ax.spines[:].set_visible(False)
            ax.text(0.5, 0.5, style.number(value, ".2f", plus=True), ha="center", va="center", size=12, color=ink)
    return fig


@style.figure
def random_labels(widths, train_true, test_true, train_shuffled, test_shuffled):
    """Accuracy against the width of the hidden layer, with true and with shuffled labels: the same network learns or memorises.

    Parameters
    ----------
    widths : array (S,)
        Hidden units, rising.
    train_true, test_true, train_shuffled, test_shuffled : array (R, S)
        Accuracies of R runs, 0 to 1; the lines are their means.

    Returns
    -------
    matplotlib.figure.Figure
        A panel for true and one for shuffled labels, each with training and test.

    Examples
    --------
    >>> runs = np.ones((2, 3))
    >>> random_labels([1, 2, 4], runs, runs, runs, runs).axes[1].lines[0].get_ydata().tolist()
    [100.0, 100.0, 100.0]
    """
    fig, axes = style.subplots(1, 2, height=2.9, sharey=True)
    panels = [(_("true labels"), train_true, test_true), (_("shuffled labels"), train_shuffled, test_shuffled)]
    for ax, (title, train, test) in zip(axes, panels, strict=True):
        train, test = 100 * np.mean(train, axis=0), 100 * np.mean(test, axis=0)
        ax.fill_between(widths, test, train, color=style.FILL)
        ax.plot(widths, train, "s-", color=style.ORANGE)
        ax.plot(widths, test, "o-", color=style.BLUE)
        ax.axhline(10, color=style.MUTED, linewidth=1, linestyle=":")
        ax.set(xscale="log", ylim=(0, 106), xlabel=_("hidden units"), title=title)
        ax.set_xticks(widths[::2], [str(width) for width in widths[::2]])
        ax.minorticks_off()
    axes[0].set_ylabel(_("right answers (%)"))
    train, test = axes[1].lines[0].get_ydata(), axes[1].lines[1].get_ydata()
    end = {"xytext": (0, -14), "textcoords": "offset points", "ha": "right"}
    axes[1].annotate(_("training"), (widths[-1], train[-1]), color=style.ORANGE, **end)
    axes[1].annotate(_("test"), (widths[-1], test[-1]), color=style.BLUE, **(end | {"xytext": (0, 8)}))
    return fig


@style.figure
def double_descent(features, smallest, regularised, norm, examples):
    """Test error and size of the weights against the number of parameters: a peak where there are as many as examples.

    Parameters
    ----------
    features : array (S,)
        Parameters per class, rising.
    smallest, regularised : array (S,)
        Wrong answers on test images, in per cent, of the smallest weights that fit best, and of regularised weights.
    norm : array (S,)
        Length of those smallest weights, above 0.
    examples : int
        Training examples.

    Returns
    -------
    matplotlib.figure.Figure
        Error above, length of the weights below, a line where parameters and examples are equally many.

    Examples
    --------
    >>> fig = double_descent([1, 2, 4], [50, 90, 25], [40, 30, 20], [1, 9, 1], 2)
    >>> fig.axes[0].lines[1].get_ydata().tolist()
    [50, 90, 25]
    """
    fig, (top, bottom) = style.subplots(2, 1, height=4.2, sharex=True, height_ratios=[2.2, 1])
    for ax in (top, bottom):
        ax.axvline(examples, color=style.MUTED, linewidth=1, linestyle="--")
    top.plot(features, smallest, "o-", color=style.ORANGE)
    top.plot(features, regularised, "s-", color=style.GREEN)
    bottom.plot(features, norm, "o-", color=style.ORANGE)
    end = {"textcoords": "offset points", "ha": "right"}
    top.annotate(_("not regularised"), (features[-1], smallest[-1]), (0, 18), color=style.ORANGE, **end)
    top.annotate(_("regularised"), (features[-1], regularised[-1]), (0, -18), color=style.GREEN, **end)
    threshold = {"textcoords": "offset points", "va": "top", "color": style.MUTED}
    top.annotate(_("as many features as examples"), (examples, 100), (6, 0), **threshold)
    top.set(ylim=(0, 100), ylabel=_("wrong on test (%)"))
    bottom.set(xscale="log", yscale="log", xlabel=_("features (logarithmic)"), ylabel=_("length of weights"))
    for ax in (top, bottom):
        ax.minorticks_off()
    bottom.set_yticks([1, 10], ["1", "10"])
    bottom.set_xticks([10, 100, 1000], ["10", "100", "1,000"])
    return fig


def _weights(ax, image):
    """Weights in blue and orange, nothing where there is no connection."""
    aspect = "equal" if image.shape[0] == image.shape[1] else "auto"
    ax.imshow(image, cmap=style.DIVERGING, vmin=-1, vmax=1, interpolation="none", aspect=aspect)
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(visible=True, color=style.GRID)


def _frame(corner, width, height, colour):
    return Rectangle(corner, width, height, fill=False, edgecolor=colour, linewidth=1.8, clip_on=False)


def _bytes(size):
    """Bytes in the largest unit that leaves a whole part."""
    for unit in ("B", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.3g} {unit}"
        size /= 1024
    return f"{size:.3g} GiB"
