"""Figures of the first lab: a filter that gradient descent finds from examples."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import style
from cnnnotes.figures.words import _


@style.figure
def examples(photo, edges):
    """One example of the kind that the filter is found from: a photograph, and what came of it.

    Parameters
    ----------
    photo : array, (H, W)
        Grey, values 0 to 1.
    edges : array, (H', W')
        Of both signs.

    Returns
    -------
    matplotlib.figure.Figure
        Two pictures side by side.

    Examples
    --------
    >>> [ax.get_title(loc="left") for ax in examples(np.zeros((9, 9)), np.eye(7)).axes]
    ['photograph', 'edge map']
    """
    fig, (left, right) = style.subplots(1, 2, height=2.75)
    style.picture(left, photo, cmap=style.FEW_GREYS, label=_("photograph"))
    _edges(right, edges, label=_("edge map"))
    return fig


@style.figure
def descent(filters, steps, losses, target):
    """A filter on its way from random numbers to the one that made the examples.

    Parameters
    ----------
    filters : array, (K, 3, 3)
        The filter at some steps.
    steps : sequence of int
        Those steps.
    losses : sequence of float
        The loss at those steps, above 0.
    target : array, (3, 3)
        What the examples were made with.

    Returns
    -------
    matplotlib.figure.Figure
        Four filters in a row, their numbers in them; the target last, framed.

    Examples
    --------
    >>> fig = descent(np.zeros((3, 3, 3)), [0, 1, 30], [1, 0.5, 0.004], np.eye(3))
    >>> [ax.get_title(loc="left") for ax in fig.axes], fig.axes[2].get_xlabel()
    (['step 0', 'step 1', 'step 30', 'target'], 'loss 0.0040')
    """
    fig, axes = style.subplots(-(-(len(filters) + 1) // 4), 4, height=1.78 * -(-(len(filters) + 1) // 4))
    for ax, weights, step, loss in zip(axes.flat, filters, steps, losses, strict=False):
        _weights(ax, weights, label=_("step {step}").format(step=f"{step:,}"))
        ax.set_xlabel(_("loss {loss}").format(loss=_short(loss)), color=style.MUTED, fontsize=9.5)
    last = axes.flat[len(filters)]
    _weights(last, target, label=_("target"))
    last.add_patch(Rectangle((-0.5, -0.5), 3, 3, fill=False, edgecolor=style.GREEN, linewidth=2.5, clip_on=False))
    for ax in axes.flat[len(filters) + 1 :]:
        ax.set_visible(False)
    return fig


@style.figure
def valley(names, sums, slopes, losses, paths):
    """The loss over two directions of the nine: a trench on one picture, a bowl on another, with the way down.

    Parameters
    ----------
    names : sequence of str
        What each panel is of: "photograph", "minus its mean" or "noise".
    sums : array, (A,)
        How much is added to every weight.
    slopes : array, (B,)
        What the target is multiplied by.
    losses : array, (P, A, B)
        The loss at each place, for each panel.
    paths : sequence of array, (K, 2)
        Sum and slope of the filter at each step.

    Returns
    -------
    matplotlib.figure.Figure
        Lines of equal loss; the target is where both directions are right.

    Examples
    --------
    >>> fig = valley(["noise"], np.arange(3.0), np.arange(3.0), np.ones((1, 3, 3)) * [1, 2, 4], [np.zeros((2, 2))])
    >>> fig.axes[0].get_title(loc="left")
    'noise'
    """
    known = {"photograph": _("photograph"), "minus its mean": _("minus its mean"), "noise": _("noise")}
    fig, axes = style.subplots(1, len(names), height=3.0, sharey=True, squeeze=False)
    levels = np.geomspace(0.003, 30, 9)
    for ax, name, loss, path in zip(axes[0], names, losses, paths, strict=True):
        ax.contour(slopes, sums, loss, levels=levels, colors=style.GRID, linewidths=1.1)
        ax.plot(path[:, 1], path[:, 0], "o-", color=style.BLUE, markersize=2.6, linewidth=1.3)
        ax.plot(path[0, 1], path[0, 0], "o", color=style.BLUE, markersize=6)
        ax.plot(1, 0, "+", color=style.GREEN, markersize=13, markeredgewidth=2.2)
        ax.set(xlim=slopes[[0, -1]], ylim=sums[[0, -1]], title="")
        ax.set_title(known[name], loc="left")
        ax.set_xlabel(_("share of Sobel"))
    axes[0, 0].set_ylabel(_("added to every weight"))
    return fig


@style.figure
def speed(runs):
    """How far the filter is from the target after each step, for three pictures.

    Parameters
    ----------
    runs : dict of str to array, (K,)
        The largest error of a weight from step 0 on, for "photograph", "minus its mean" and "noise".

    Returns
    -------
    matplotlib.figure.Figure
        Three lines on logarithmic axes, each with its name.

    Examples
    --------
    >>> fig = speed({"photograph": [1, 0.9], "minus its mean": [1, 0.5], "noise": [1, 0.1, 0.01]})
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['photograph', 'minus its mean', 'noise']
    """
    known = {"photograph": _("photograph"), "minus its mean": _("minus its mean"), "noise": _("noise")}
    looks = {"photograph": (style.BLUE, "-"), "minus its mean": (style.ORANGE, "--"), "noise": (style.GREEN, "-.")}
    fig, ax = style.subplots(height=2.9)
    for name, errors in runs.items():
        errors = np.asarray(errors, float)
        kept = np.unique(np.geomspace(1, len(errors) - 1, 60).astype(int))  # step 0 has no place on a logarithmic axis
        kept = kept[errors[kept] > 1e-6]
        colour, line = looks[name]
        ax.plot(kept, errors[kept], line, color=colour, linewidth=1.8, label=known[name])
        ax.annotate(
            known[name],
            (kept[-1], errors[kept[-1]]),
            xytext=(5, 14 if name == "photograph" else 4),
            textcoords="offset points",
            color=colour,
            ha="right" if name == "photograph" else "left",
            va="bottom",
        )
    ax.set(xscale="log", yscale="log", xlim=(0.9, 7000), ylim=(8e-7, 6))
    ax.set_xlabel(_("steps"))
    ax.set_ylabel(_("largest error of a weight"))
    return fig


@style.figure
def too_little(corner, size, filters, losses, maps):
    """Filters that all fit the few examples there are, and what they make of the rest of the picture.

    Parameters
    ----------
    corner : tuple of int
        Row and column of the upper left pixel of the part that was shown.
    size : int
        Its rows and columns.
    filters : array, (3, 3, 3)
        The one that made the examples, the smallest that fits, and another that fits.
    losses : sequence of float
        Their losses on that part.
    maps : array, (3, H', W')
        What each makes of the photograph.

    Returns
    -------
    matplotlib.figure.Figure
        A column for each: the filter, and its map with a frame around the part that was shown.

    Examples
    --------
    >>> fig = too_little((2, 3), 4, np.zeros((3, 3, 3)), [0, 1e-30, 2], np.ones((3, 7, 7)))
    >>> [ax.get_xlabel() for ax in fig.axes[:3]]
    ['loss 0', 'loss 0', 'loss 2.0']
    """
    fig, axes = style.subplots(2, len(filters), height=3.9, height_ratios=[1, 1.25])
    limit = np.abs(maps[0]).max()
    names = [_("Sobel"), _("the smallest"), _("another one")]
    for column, (weights, loss, made) in enumerate(zip(filters, losses, maps, strict=True)):
        _weights(axes[0, column], weights, label=names[column])
        axes[0, column].set_xlabel(_("loss {loss}").format(loss=_short(loss)), color=style.MUTED)
        _edges(axes[1, column], made, limit=limit)
        axes[1, column].add_patch(
            Rectangle(
                (corner[1] - 0.5, corner[0] - 0.5),
                size - 2,
                size - 2,
                fill=False,
                edgecolor=style.GREEN,
                linewidth=1.8,
            )
        )
    return fig


@style.figure
def noise(counts, errors, predicted):
    """The error of the filter against the number of examples: four times as many halve it.

    Parameters
    ----------
    counts : array, (K,)
        How many output values were shown.
    errors : array, (K,)
        The error of a weight, root of the mean square.
    predicted : array, (K,)
        What the formula says.

    Returns
    -------
    matplotlib.figure.Figure
        Points and a line on logarithmic axes.

    Examples
    --------
    >>> fig = noise([10, 40], [0.2, 0.1], [0.21, 0.1])
    >>> fig.axes[0].get_xscale()
    'log'
    """
    fig, ax = style.subplots(height=2.7)
    ax.plot(counts, predicted, color=style.MUTED, linewidth=1.4, label=_("formula"))
    ax.plot(counts, errors, "o", color=style.BLUE, markersize=6, label=_("measured"))
    ax.set(xscale="log", yscale="log")
    ax.set_xticks(counts, [f"{count:,}" for count in counts])
    ax.tick_params(which="minor", length=0, labelbottom=False, labelleft=False)
    ticks = [value for value in (0.02, 0.05, 0.1, 0.2, 0.5) if min(errors) * 0.7 < value < max(errors) * 1.5]
    ax.set_yticks(ticks, [f"{value:g}" for value in ticks])
    ax.set_xlabel(_("output values shown"))
    ax.set_ylabel(_("error of a weight"))
    ax.legend(frameon=False)
    return fig


@style.figure
def border(residual, sizes, errors):
    """A wrong guess about the border: where it shows, and what it does to the filter.

    Parameters
    ----------
    residual : array, (N, N)
        What the best filter gets wrong at each place.
    sizes : array, (K,)
        Rows and columns of pictures.
    errors : array, (K,)
        The largest error of a weight, found from each.

    Returns
    -------
    matplotlib.figure.Figure
        The residual as a picture, and the errors on logarithmic axes.

    Examples
    --------
    >>> fig = border(np.eye(5), [8, 16], [2.0, 0.7])
    >>> len(fig.axes)
    2
    """
    fig, (left, right) = style.subplots(1, 2, height=2.9, width_ratios=[1, 1.1])
    _edges(left, residual)
    left.set_xlabel(_("what stays wrong"))
    right.plot(sizes, errors, "o-", color=style.ORANGE, linewidth=1.6)
    right.set(xscale="log", yscale="log")
    right.set_xticks(sizes, [str(size) for size in sizes])
    right.tick_params(which="minor", length=0, labelbottom=False, labelleft=False)
    ticks = [value for value in (0.03, 0.1, 0.3, 1, 3) if min(errors) * 0.7 < value < max(errors) * 1.5]
    right.set_yticks(ticks, [f"{value:g}" for value in ticks])
    right.set_xlabel(_("rows of the picture"))
    right.set_ylabel(_("largest error of a weight"))
    return fig


def _edges(ax, values, *, limit=None, label=None):
    """A map of both signs: orange above 0, blue below."""
    limit = np.abs(values).max() if limit is None else limit
    return style.picture(ax, values, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit, label=label)


def _weights(ax, weights, *, label=None):
    """A filter as coloured cells with its numbers."""
    style.picture(ax, weights, cmap=style.FEW_COLOURS, vmin=-3.2, vmax=3.2, label=label)
    for (row, column), value in np.ndenumerate(weights):
        text = style.number(value, ".1f")
        ax.text(
            column, row, text, ha="center", va="center", fontsize=9.5, color="black"
        )  # cells are light on dark pages, too


def _short(loss):
    """Two digits that count, however small; 0 where only rounding is left."""
    if loss < 1e-12:
        return "0"
    return f"{loss:.{max(0, 1 - int(np.floor(np.log10(loss))))}f}" if loss < 10 else f"{loss:.0f}"
