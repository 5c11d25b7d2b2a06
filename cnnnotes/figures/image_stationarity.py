"""Figures of page 2.2: what does not depend on the place, in pictures and in filters."""

import numpy as np
from matplotlib.patheffects import withStroke
from matplotlib.ticker import NullLocator

from cnnnotes.figures import style
from cnnnotes.figures.words import _


@style.figure
def ensembles(sets):
    """Show some pictures of each collection, the mean of all, and how much of the variance the position explains.

    At once: the mean of aligned pictures is a picture; that of randomly framed ones is plain grey.

    Parameters
    ----------
    sets : dict of str to (examples, mean, share)
        `examples` is an array (N, h, w), 0 to 1; `mean` is (h, w); `share` is a number from 0 to 1. The names are
        ``"digits"``, ``"faces"``, the same with ``", moved"``, or ``"crops of photographs"``.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = ensembles({"digits": (np.zeros((2, 4, 4)), np.ones((4, 4)), 0.5)})
    >>> fig.axes[-1].get_xlabel()
    '0.50'
    """
    labels = {
        "digits": _("digits"),
        "faces": _("faces"),
        "digits, moved": _("digits,\nmoved"),
        "faces, moved": _("faces,\nmoved"),
        "crops of photographs": _("crops of\nphotos"),
    }
    count = max(len(examples) for examples, _mean, _share in sets.values())
    fig, axes = style.subplots(count + 1, len(sets), height=1.05 * (count + 1) + 0.6, squeeze=False)
    for column, (name, (examples, mean, share)) in zip(axes.T, sets.items(), strict=True):
        aligned = share > 0.01
        for ax, image in zip(column, examples, strict=False):
            style.picture(ax, image, cmap=style.FEW_GREYS)
        style.picture(column[-1], mean)
        column[0].set_title(labels[name])
        color = style.ORANGE if aligned else style.BLUE
        for spine in column[-1].spines.values():
            spine.set(color=color, linewidth=2)
        column[-1].set_xlabel(f"{share:.2f}" if aligned else f"{share:.4f}", color=color, fontsize=12)
    axes[-1, 0].set_ylabel(_("mean of all"), rotation=90)
    return fig


@style.figure
def two_positions(examples, places, quantiles):
    """Mark two positions in pictures of two collections, and compare how the values there are distributed.

    At once: for random crops the two distributions are the same although no two pixels are; for digits they differ.

    Parameters
    ----------
    examples : dict of str to array (N, h, w)
        Pictures, 0 to 1, of ``"crops"`` and ``"digits"``.
    places : dict of str to [(row, column), (row, column)]
        The positions compared.
    quantiles : dict of str to array (2, Q)
        Quantiles of the values at both positions.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = two_positions({"crops": np.zeros((1, 4, 4))}, {"crops": [(0, 0), (1, 2)]}, {"crops": np.eye(2)})
    >>> fig.axes[1].lines[1].get_xydata().tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    labels = {"crops": _("random crops"), "digits": _("digits")}
    fig, _unused = style.subplots(height=1.75 * len(examples))
    _unused.remove()
    columns = max(len(images) for images in examples.values())
    grid = fig.add_gridspec(len(examples), columns + 1, width_ratios=[1] * columns + [1.7])
    for row, (name, images) in enumerate(examples.items()):
        for column, image in enumerate(images):
            ax = fig.add_subplot(grid[row, column])
            style.picture(ax, image, cmap=style.FEW_GREYS)
            margin = image.shape[0] / 24
            for place, color in zip(places[name], (style.BLUE, style.ORANGE), strict=True):
                style.outline(ax, (*place, 1, 1), color, margin=0.5 * (margin - 1 / 3) + 0.3)
            if column == 0:
                ax.set_title(labels[name])
        ax = fig.add_subplot(grid[row, columns])
        ax.plot([0, 1], [0, 1], color=style.MUTED, linewidth=1)
        ax.plot(*quantiles[name], ".", color=style.INK, markersize=4.5)
        ax.set(xlim=(-0.05, 1.05), ylim=(-0.05, 1.05), xticks=[], yticks=[], aspect="equal")
        ax.spines["bottom"].set(color=style.BLUE, linewidth=2)
        ax.spines["left"].set(color=style.ORANGE, linewidth=2)
        if row == 0:
            ax.set_title(_("quantiles"))
    return fig


@style.figure
def recurrence(triples, ratios, controls):
    """Show patches beside their best matches elsewhere and random ones, and draw how near the best matches are.

    At once: the second column looks like the first, the third does not; in photographs the ratios lie far below 1.

    Parameters
    ----------
    triples : array, (N, 3, h, w)
        A patch, its best match and a random patch of the same photograph, their means removed.
    ratios : dict of str to array (K,)
        Distance to the best match, as a multiple of that to a random patch; ``"shuffled"`` is drawn in red.
    controls : dict of str to float
        For some of them, the median in a picture with the same correlations and no patterns: a hollow marker.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = recurrence(np.ones((1, 3, 2, 2)), {"chelsea": [0.2, 0.4, 0.6]}, {"chelsea": 0.5})
    >>> fig.axes[3].lines[1].get_xdata().tolist()
    [0.4]
    """
    fig, _unused = style.subplots(height=3.1)
    _unused.remove()
    left, right = fig.subfigures(1, 2, width_ratios=[1.15, 1], squeeze=False).ravel()
    grid = left.subplots(len(triples), 3, squeeze=False)
    for line, triple in zip(grid, triples, strict=True):
        limit = np.abs(triple[0]).max()
        for ax, patch in zip(line, triple, strict=True):
            style.picture(ax, patch, vmin=-limit, vmax=limit)
    for ax, label in zip(grid[0], (_("patch"), _("best match"), _("random")), strict=True):
        ax.set_title(label, loc="center")
    ax = right.subplots()
    for place, (name, values) in enumerate(ratios.items()):
        color = style.RED if name == "shuffled" else style.BLUE
        low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
        ax.plot([low, high], [place, place], color=color, linewidth=4, alpha=0.4, solid_capstyle="round")
        ax.plot([middle], [place], "x" if name == "shuffled" else "o", color=color, markersize=6.5)
    places = [list(ratios).index(name) for name in controls]
    ax.plot(
        list(controls.values()),
        places,
        "D",
        color=style.ORANGE,
        markersize=6.5,
        markerfacecolor="none",
        markeredgewidth=1.4,
    )
    ax.axvline(1, color=style.MUTED, linewidth=1, linestyle=":")
    ax.set_yticks(range(len(ratios)), [_word(name) for name in ratios])
    ax.set(xlim=(0, 1.08), ylim=(len(ratios) - 0.5, -0.5), xticks=[0, 0.5, 1], xlabel=_("distance ÷ random"))
    ax.grid(axis="x")
    return fig


@style.figure
def two_noses(scene, pattern, answers, places, peaks, by_angle, by_factor):
    """Show a filter, a scene with four noses and the filter's answers, and how the answer falls with turn and size.

    At once: the two equal noses get the same highest answer wherever they are; the turned and the small one do not.

    Parameters
    ----------
    scene : array, (3, H, W)
        Values 0 to 1, channels first.
    pattern : array, (3, h, w)
        The nose that the filter looks for.
    answers : array, (H - h + 1, W - w + 1)
        Similarity of each window, -1 to 1.
    places : list of (row, column)
        Top left corners of the windows that are framed: red, blue, and two in grey.
    peaks : list of float
        The answers there.
    by_angle, by_factor : (array, array)
        Angles in degrees, or factors of size, and the highest answer for each.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> curve = (np.array([1, 2]), np.array([1, 0.5]))
    >>> fig = two_noses(np.zeros((3, 8, 8)), np.zeros((3, 2, 2)), np.zeros((7, 7)), [(1, 1)], [1.0], curve, curve)
    >>> fig.axes[2].texts[0].get_text()
    '1.00'
    """
    fig, _unused = style.subplots(height=4.5)
    _unused.remove()
    top, bottom = fig.subfigures(2, 1, height_ratios=[1.35, 1], squeeze=False).ravel()
    left, middle, right = top.subplots(1, 3, width_ratios=[1, 0.3, 1])
    style.picture(left, np.moveaxis(scene, 0, -1), label=_("input"))
    style.picture(middle, np.moveaxis(pattern, 0, -1), label=_("filter"))
    style.picture(right, answers, label=_("similarity"), cmap=style.FEW_COLOURS, vmin=-1, vmax=1)
    height, width = pattern.shape[1:]
    colors = [style.RED, style.BLUE, *[style.MUTED] * len(places)]
    for (row, column), peak, color in zip(places, peaks, colors, strict=False):
        style.outline(left, (row, column, height, width), color, margin=0.5)
        style.outline(right, (row, column, 1, 1), color, margin=1)
        text = right.text(column, row + 4, f"{peak:.2f}", color="black", ha="center", va="top", fontsize=9.5)
        text.set_path_effects([withStroke(linewidth=2.5, foreground="#f7f7f7")])
    first, second = bottom.subplots(1, 2, sharey=True)
    for ax, (values, answer), label in zip(
        (first, second), (by_angle, by_factor), (_("turned by (degrees)"), _("times the size")), strict=True
    ):
        ax.plot(values, answer, color=style.BLUE, marker="o", markersize=3.5)
        ax.set(xlabel=label, ylim=(0, 1.08), yticks=[0, 0.5, 1])
        ax.grid(axis="y")
    first.set(xticks=[0, 45, 90, 135, 180], ylabel=_("similarity"))
    second.set(xticks=[0.5, 1, 1.5, 2])
    return fig


@style.figure
def channels(image, kernels, maps, together):
    """Show how three kernels meet three channels, and how their maps add up to one.

    At once: three rows, one filter, one sum.

    Parameters
    ----------
    image : array, (3, H, W)
        Red, green and blue, 0 to 1.
    kernels : array, (3, h, w)
        The kernels of one filter.
    maps : list of three arrays, (H - h + 1, W - w + 1)
        What each kernel makes of its channel.
    together : array, same shape
        Their sum.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = channels(np.zeros((3, 4, 4)), np.ones((3, 2, 2)), [np.ones((3, 3))] * 3, np.full((3, 3), 3.0))
    >>> len(fig.axes)
    10
    """
    fig, _unused = style.subplots(height=3.3)
    _unused.remove()
    grid = fig.add_gridspec(3, 4, width_ratios=[1, 0.62, 1, 1.9])
    names = [_("red"), _("green"), _("blue")]
    limit, weight = max(np.abs(one).max() for one in (*maps, together)), np.abs(kernels).max()
    for row in range(3):
        left, middle, right = (fig.add_subplot(grid[row, column]) for column in range(3))
        style.picture(left, image[row], cmap=style.FEW_GREYS)
        style.picture(middle, kernels[row], cmap=style.FEW_COLOURS, vmin=-weight, vmax=weight)
        style.picture(right, maps[row], cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
        left.set_ylabel(names[row])
        middle.text(-0.3, 0.5, "∗", transform=middle.transAxes, ha="center", va="center", fontsize=13)
        right.text(-0.15, 0.5, "=", transform=right.transAxes, ha="center", va="center", fontsize=13)
        if row:
            right.text(0.5, 1.1, "+", transform=right.transAxes, ha="center", va="center", fontsize=13)
        else:
            for ax, label in [(left, _("channels")), (middle, _("one filter")), (right, _("maps"))]:
                ax.set_title(label, loc="center")
    ax = fig.add_subplot(grid[:, 3])
    style.picture(ax, together, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
    ax.set_title(_("feature map"), loc="center")
    ax.text(-0.08, 0.5, "=", transform=ax.transAxes, ha="center", va="center", fontsize=13)
    return fig


@style.figure
def filtered(inputs, variances):
    r"""Draw the variance of a layer's output against the place, for steady and growing noise and two layers.

    At once: only steady noise through a shared filter comes out level.

    Parameters
    ----------
    inputs : dict of str to array (P,)
        Variance of the input at each place, for ``"steady"`` and ``"growing"``.
    variances : dict of str to array (Q,)
        Variance of the output, Q <= P, for names such as ``"steady, shared"``: the input, and ``shared`` or ``own``.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = filtered({"steady": np.ones(5)}, {"steady, own": np.arange(3)})
    >>> fig.axes[0].get_title(loc="left")
    'steady noise,\nown filters'
    """
    names = {"steady": _("steady noise"), "growing": _("growing noise")}
    layers = {"shared": _("shared filter"), "own": _("own filters")}
    fig, axes = style.subplots(1, len(variances), height=2.3, sharey=True, squeeze=False)
    for ax, (name, variance) in zip(axes[0], variances.items(), strict=True):
        given, layer = name.split(", ")
        level = name == "steady, shared"
        edge = (len(inputs[given]) - len(variance)) / 2
        ax.plot(inputs[given], ":", color=style.MUTED, linewidth=1.4)
        ax.plot(np.arange(len(variance)) + edge, variance, color=style.BLUE if level else style.ORANGE, linewidth=2.4)
        ax.set_title(f"{names[given]},\n{layers[layer]}")
        ax.set(xlabel=_("place"), xticks=[])
    axes[0, 0].set(ylabel=_("variance"), ylim=(0, None))
    axes[0, 0].text(0, inputs["steady"][0] * 1.06, _("input"), color=style.MUTED, va="bottom")
    axes[0, 0].text(0, variances[next(iter(variances))][0] + 0.06, _("output"), color=style.BLUE, va="bottom")
    axes[0, 0].yaxis.set_major_locator(NullLocator())
    axes[0, 0].set_yticks([0, 1, 2])
    return fig


@style.figure
def wiener(optimal, samples, curves):
    """Draw the best estimator of two signals as a matrix, and the errors of estimators learned from few or many samples.

    At once: the best matrix of a stationary signal is one stripe shifted along, that of another is not; sharing wins with
    few samples, and in the end only where the signal is stationary.

    Parameters
    ----------
    optimal : dict of str to array (n, n)
        For ``"stationary"`` and ``"not stationary"``.
    samples : array, (K,)
        Sample sizes, rising.
    curves : dict of str to (errors, best)
        `errors` is an array (2, K), free and shared; `best` is the least possible error.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = wiener({"stationary": np.eye(3)}, [50, 100], {"stationary": (np.ones((2, 2)), 0.1)})
    >>> len(fig.axes)
    2
    """
    names = {"stationary": _("stationary"), "not stationary": _("not stationary")}
    fig, axes = style.subplots(2, len(optimal), height=4.6, height_ratios=[1.25, 1], squeeze=False)
    limit = max(np.abs(matrix).max() for matrix in optimal.values())
    for (above, below), (name, matrix) in zip(axes.T, optimal.items(), strict=True):
        style.picture(above, matrix, label=names[name], cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
        (free, shared), best = curves[name]
        below.plot(samples, free, "--", color=style.ORANGE, marker="s", label=_("own weights"))
        below.plot(samples, shared, color=style.BLUE, marker="o", label=_("shared weights"))
        below.axhline(best, color=style.MUTED, linewidth=1.2, linestyle=":", label=_("least possible"))
        below.set(xscale="log", xlabel=_("samples"), ylim=(0.1, 0.4), yticks=[0.1, 0.2, 0.3, 0.4])
        below.set_xticks([50, 200, 1000, 4000], ["50", "200", "1,000", "4,000"])
        below.xaxis.set_minor_locator(NullLocator())
        below.grid(axis="y")
    axes[1, 0].set_ylabel(_("squared error"))
    handles, labels = axes[1, 0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside lower center", ncols=3, handlelength=2.2)
    return fig


def _word(name):
    """Say the name of a photograph in the language of the page."""
    return {
        "chelsea": _("cat"),
        "camera": _("camera"),
        "coffee": _("coffee"),
        "brick": _("brick wall"),
        "shuffled": _("shuffled"),
    }[name]
