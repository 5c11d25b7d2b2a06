"""Figures of page 5.2: what is shared, what it adds up to, and what it is worth."""

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import NullFormatter, NullLocator

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _

LOOKS = [
    (style.ORANGE, "s", "--"),
    (style.PURPLE, "^", ":"),
    (style.GREEN, "D", "-."),
    (style.BLUE, "o", "-"),
]


def _names():
    return [_("fully connected"), _("locally connected"), _("convolution"), _("and global pooling")]


@style.figure
def who_shares(matrices, channels):
    """The same few weights along the diagonals of each block; other blocks and other layers have others.

    Parameters
    ----------
    matrices : sequence of array, (M, D)
        Weights of layers written as matrices; 0 where nothing is connected.
    channels : sequence of (int, int)
        For each layer the channels in and out, which divide D and M.

    Returns
    -------
    matplotlib.figure.Figure
        A panel for each layer, blocks of channels ruled off.

    Examples
    --------
    >>> fig = who_shares([np.eye(4), np.eye(4) * 2], [(2, 2), (1, 1)])
    >>> [ax.get_title() for ax in fig.axes]
    ['layer 1: 1 weights', 'layer 2: 1 weights']
    """
    fig, axes = style.subplots(1, len(matrices), height=2.9)
    for number, (ax, matrix, (inputs, outputs)) in enumerate(zip(axes, matrices, channels, strict=True), 1):
        limit = np.abs(matrix).max()
        style.picture(ax, np.ma.masked_equal(matrix, 0), cmap=style.DIVERGING, vmin=-limit, vmax=limit)
        rows, columns = matrix.shape
        for place in range(1, outputs):
            ax.axhline(place * rows / outputs - 0.5, color=style.MUTED, linewidth=1)
        for place in range(1, inputs):
            ax.axvline(place * columns / inputs - 0.5, color=style.MUTED, linewidth=1)
        ax.set_xticks((np.arange(inputs) + 0.5) * columns / inputs - 0.5, range(1, inputs + 1))
        ax.set_yticks((np.arange(outputs) + 0.5) * rows / outputs - 0.5, range(1, outputs + 1))
        ax.tick_params(length=0)
        ax.set_xlabel(_("input channels"))
        ax.set_ylabel(_("output channels"))
        weights = len(np.unique(matrix[matrix != 0]))
        ax.set_title(_("layer {number}: {weights} weights").format(number=number, weights=weights), loc="center")
    return fig


@frames.sequence
def gradient(picture, each):
    """What a shared filter learns from one picture adds up, place by place, as the window goes over it.

    Parameters
    ----------
    picture : array, (H, W)
        Values 0 to 1.
    each : array, (OH, OW, k, k)
        What each place would change in a filter of its own: minus the gradient there.

    Yields
    ------
    cnnnotes.figures.frames.Frame
        One per place: window in the picture, gradient of this place, sum so far.

    Examples
    --------
    >>> [frame.words for frame in gradient(np.eye(4), np.ones((2, 2, 3, 3)))][-1]
    'Row 2, column 2: 4 of 4 gradients added'
    """
    each = np.asarray(each)
    rows, columns, size = each.shape[:3]
    total = each.sum(axis=(0, 1))
    fig, axes = style.subplots(1, 3, height=2.3)
    style.picture(axes[0], picture)
    axes[0].set_title(_("picture"), loc="center")
    window = axes[0].add_patch(
        Rectangle((-0.5, -0.5), size, size, fill=False, edgecolor=style.ORANGE, linewidth=2.5, zorder=3)
    )
    images = []
    for ax, title, limit in [
        (axes[1], _("from this place"), np.abs(each).max()),
        (axes[2], _("sum so far"), np.abs(total).max()),
    ]:
        images.append(style.picture(ax, np.zeros((size, size)), cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit))
        ax.set_title(title, loc="center")
    mark = axes[1].set_xlabel("00 / 00")
    for count, (row, column) in enumerate(np.ndindex(rows, columns), 1):
        window.set_xy((column - 0.5, row - 0.5))
        images[0].set_data(each[row, column])
        images[1].set_data(each.reshape(-1, size, size)[:count].sum(axis=0))
        mark.set_text(f"{count} / {rows * columns}")
        words = _("Row {row}, column {column}: {count} of {all} gradients added")
        yield frames.Frame(fig, words.format(row=row + 1, column=column + 1, count=count, all=rows * columns))


@frames.sequence
def effective(counts, found, rows, predicted):
    """How much sharing gains: as much as there are places, unless inputs and errors are both alike nearby.

    Parameters
    ----------
    counts : sequence of int
        Numbers of places.
    found : dict of (str, float) to array, (2, counts)
        For what is smooth ("inputs", "noise" or "both") and how much: the error of a shared filter, and of filters for each place.
    rows : dict of float to array, (2, n)
        For each smoothness two examples: of an input, and of noise that is as smooth.
    predicted : sequence of float
        What the formula says of the shared filter.

    Yields
    ------
    cnnnotes.figures.frames.Frame
        One for each of `found`, chosen by what is smooth and how much.

    Examples
    --------
    >>> found = {("inputs", 0): np.ones((2, 2)), ("both", 0): np.ones((2, 2))}
    >>> [frame.at["smoothness"] for frame in effective((1, 4), found, {0: np.zeros((2, 5))}, (1, 0.25))]
    ['0', '0']
    """
    kinds = {"inputs": _("the inputs"), "noise": _("the noise"), "both": _("both")}
    fig, (left, right) = style.subplots(1, 2, height=3.0, width_ratios=[1, 1.7])
    length = len(next(iter(rows.values()))[0])
    signal, noise = (
        left.plot(range(length), np.zeros(length), color=colour, linewidth=1.4)[0]
        for colour in (style.INK, style.MUTED)
    )
    left.text(0, 3.7, _("an input"), va="bottom")
    left.text(0, -3.9, _("its noise"), va="bottom", color=style.MUTED)
    left.set(xlim=(0, length - 1), ylim=(-10.2, 5.6))
    left.axis("off")

    each = right.plot(counts, np.ones(len(counts)), "s--", color=style.ORANGE)[0]
    right.plot(counts, predicted, color=style.MUTED, linewidth=1.2, linestyle=(0, (1, 1.5)))
    shared = right.plot(counts, np.ones(len(counts)), "o-", color=style.BLUE)[0]
    values = np.concatenate([np.ravel(one) for one in [*found.values(), predicted]])
    right.set(xscale="log", yscale="log", ylim=(values.min() / 1.8, values.max() * 3.4), xlim=(0.8, counts[-1] * 1.3))
    right.set_xticks(counts, [str(count) for count in counts])
    right.xaxis.set_minor_locator(NullLocator())
    right.yaxis.set_minor_formatter(NullFormatter())
    right.set_xlabel(_("places in each image"))
    right.set_title(_("error"), loc="left")
    right.text(
        counts[-1] * 1.2, values.max() * 1.35, _("a filter for each place"), color=style.ORANGE, ha="right", va="bottom"
    )
    right.text(0.86, values.min() / 1.45, _("one for all"), color=style.BLUE, ha="left", va="bottom")
    gain = right.text(0.86, values.min() * 1.35, "÷ 00", color=style.BLUE, ha="left", va="bottom", fontsize=14)
    for (kind, rho), (common, own) in found.items():
        signal.set_ydata(rows[min(rows) if kind == "noise" else rho][0])
        noise.set_ydata(0.9 * rows[min(rows) if kind == "inputs" else rho][1] - 6.8)
        each.set_ydata(own)
        shared.set_ydata(common)
        factor = f"{own[-1] / common[-1]:.0f}"
        gain.set_text(f"÷ {factor}")
        words = _("Smoothness {rho} ({kind}): with {count} places, sharing divides the error by {factor}")
        said = words.format(rho=rho, kind=kinds[kind], count=counts[-1], factor=factor)
        yield frames.Frame(fig, said, at={_("smoothness"): f"{rho:g}", _("what is smooth"): kinds[kind]})


@style.figure
def learning_curves(counts, scores, examples):
    """Digits anywhere: each step helps, the last one most. Digits in the middle: no step matters.

    Parameters
    ----------
    counts : sequence of int
        Examples learned from.
    scores : dict of str to array, (seeds, 4, counts)
        Accuracies from 0 to 1 with digits "moved" and "centred", of the four networks.
    examples : dict of str to array, (3, H, W)
        Three digits each, values 0 to 1.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels: lines are means over seeds, bands go from the lowest to the highest.

    Examples
    --------
    >>> scores = {"moved": np.ones((1, 4, 2)), "centred": np.zeros((1, 4, 2))}
    >>> pictures = {name: np.zeros((3, 4, 4)) for name in scores}
    >>> fig = learning_curves((10, 20), scores, pictures)
    >>> fig.axes[0].lines[3].get_ydata().tolist()
    [100.0, 100.0]
    """
    fig, axes = style.subplots(1, 2, height=3.9, sharey=True, gridspec_kw={"wspace": 0.07})
    titles = {"moved": _("digits anywhere"), "centred": _("digits in the middle")}
    for ax, (name, score) in zip(axes, scores.items(), strict=True):
        percent = 100 * np.asarray(score)
        for row, ((colour, marker, line), label) in enumerate(zip(LOOKS, _names(), strict=True)):
            seeds = percent[:, row]
            ax.plot(counts, seeds.mean(axis=0), marker=marker, linestyle=line, color=colour, label=label, markersize=5)
            ax.fill_between(counts, seeds.min(axis=0), seeds.max(axis=0), color=colour, alpha=0.18, linewidth=0)
        for place, example in enumerate(examples[name]):
            style.picture(ax.inset_axes([0.1 + 0.28 * place, 0.79, 0.24, 0.2]), example)
        ax.set(xscale="log", ylim=(0, 134), yticks=[0, 25, 50, 75, 100], xlim=(counts[0] / 1.15, counts[-1] * 1.15))
        ax.spines["left"].set_bounds(0, 100)
        ax.set_xticks(counts, [f"{count:,}" for count in counts])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xlabel(_("digits learned from"))
        ax.set_title(titles[name], loc="center")
        ax.grid(axis="y")
    axes[0].set_ylabel(_("right (%)"))
    fig.legend(*axes[0].get_legend_handles_labels(), loc="outside upper left", ncols=2)
    return fig


@style.figure
def shuffled(pictures, scores):
    """With the pixels in another order, what knows more about pictures does worse.

    Parameters
    ----------
    pictures : sequence of 2 arrays, (H, W)
        A digit, and the same one with its pixels in another order; values 0 to 1.
    scores : sequence of 2 arrays, (seeds, 4)
        Accuracies from 0 to 1 with pixels as they are and in another order, of the four networks.

    Returns
    -------
    matplotlib.figure.Figure
        Left the pictures, right a filled and a hollow marker for each network, joined; dots are single seeds.

    Examples
    --------
    >>> fig = shuffled(np.zeros((2, 4, 4)), np.ones((2, 1, 4)))
    >>> [text.get_text() for text in fig.axes[2].get_yticklabels()][0]
    'fully connected'
    """
    fig, axes = style.subplots(height=2.9)
    axes.remove()
    grid = fig.add_gridspec(2, 2, width_ratios=[1, 3.4])
    for row, (picture, label) in enumerate(zip(pictures, [_("as it is"), _("shuffled")], strict=True)):
        style.picture(fig.add_subplot(grid[row, 0]), picture, label=label)
    ax = fig.add_subplot(grid[:, 1])
    before, after = (100 * np.asarray(score) for score in scores)
    for row, (colour, marker, _line) in enumerate(LOOKS):
        first, second = before[:, row].mean(), after[:, row].mean()
        ax.plot([first, second], [row, row], color=colour, linewidth=1.6)
        for percent, face in [(before, colour), (after, style.PAPER)]:
            ax.plot([percent[:, row].mean()], [row], marker, markersize=9, color=face, markeredgecolor=colour)
            ax.plot(percent[:, row], np.full(len(percent), row + 0.24), ".", markersize=3.5, color=colour)
    ax.set_yticks(range(4), _names())
    ax.set(xlim=(0, 103), ylim=(3.5, -0.75), xticks=[0, 25, 50, 75, 100], xlabel=_("right (%)"))
    ax.axvline(10, color=style.MUTED, linewidth=1, linestyle=(0, (2, 2)), zorder=0)
    ax.text(11, -0.5, _("guessing"), color=style.MUTED, fontsize=9.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    return fig
