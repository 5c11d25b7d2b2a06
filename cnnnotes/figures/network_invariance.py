"""Figures of page 5.3.3, whole networks and shifts."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@frames.sequence
def commuting(mixes, shifts, products, sizes):
    """A matrix that is mixed towards its circulant part commutes with shifts only at the very end.

    Parameters
    ----------
    mixes : array, (m,)
        Share of the circulant part, 0 to 1.
    shifts : array, (k,)
        Places of each shift T.
    products : array, (k, m, 2, n, n)
        W T and T W for each.
    sizes : array, (k, m)
        Size of the difference, relative to that of W.

    Yields
    ------
    Frame
        Both products and their difference, each in the scale of W, and the size over the mixes.

    Examples
    --------
    >>> made = commuting([0, 1], [1], np.ones((1, 2, 2, 3, 3)), [[1.4, 0]])
    >>> [frame.words for frame in made][1]
    'Size of the difference: 0.000 times that of W'
    """
    fig, _unused = style.subplots(height=4.0)
    _unused.remove()
    grid = fig.add_gridspec(2, 3, height_ratios=[1.25, 1])
    top = [fig.add_subplot(grid[0, column]) for column in range(3)]
    images = []
    for ax, title in zip(top, ["$WT$", "$TW$", "$WT-TW$"], strict=True):
        images.append(style.picture(ax, np.asarray(products)[0, 0, 0], cmap=style.FEW_COLOURS, vmin=-2.2, vmax=2.2))
        ax.set_title(title, loc="center")
    curve = fig.add_subplot(grid[1, :])
    (line,) = curve.plot(mixes, sizes[0], color=style.MUTED, marker="o", markersize=3.5)
    (dot,) = curve.plot([0], [0], "o", color=style.ORANGE, markersize=9)
    said = curve.text(0, 0, "0.000", va="top", ha="right")
    curve.axhline(np.sqrt(2), color=style.GRID, linewidth=1.2, zorder=0)
    curve.text(0, np.sqrt(2) + 0.06, r"$\sqrt{2}$", va="bottom", ha="left", color=style.MUTED)
    curve.set(xlim=(-0.03, 1.04), ylim=(-0.12, 1.95), yticks=[0, 0.5, 1, 1.5], xticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
    curve.set_xlabel(_("share of the circulant part"))
    curve.set_ylabel(_("size of the difference"))
    for shift, pairs, heights in zip(shifts, products, sizes, strict=True):
        line.set_ydata(heights)
        for mix, (after, before), height in zip(mixes, pairs, heights, strict=True):
            scale = np.sqrt(np.mean(np.square(after))) or 1
            for image, matrix in zip(images, (after, before, after - before), strict=True):
                image.set_data(matrix / scale)
            colour = style.BLUE if height < 1e-9 else style.ORANGE
            dot.set_data([mix], [height])
            dot.set_color(colour)
            said.set(text=f"{height:.3f}", position=(mix - 0.02, height - 0.12), color=colour)
            said.set_verticalalignment("bottom" if height < 0.3 else "top")
            said.set_horizontalalignment("left" if mix < 0.1 else "right")
            yield frames.Frame(
                fig,
                _("Size of the difference: {size:.3f} times that of W").format(size=height),
                at={_("shift"): str(shift), _("mix"): f"{mix:g}"},
            )


@style.figure
def left_over(matrices, counts):
    """The more a layer has to leave alone, the fewer numbers it has left to learn.

    Parameters
    ----------
    matrices : array, (4, n, n)
        Of any layer, and of one that commutes with shifts, with all orders, and that does not change with shifts.
    counts : sequence of 4 int
        How many numbers of each can be chosen.

    Returns
    -------
    matplotlib.figure.Figure
        The matrices with their counts above and their conditions below.

    Examples
    --------
    >>> fig = left_over(np.ones((4, 3, 3)), [9, 3, 2, 3])
    >>> [ax.get_title(loc="center") for ax in fig.axes]
    ['9 numbers', '3 numbers', '2 numbers', '3 numbers']
    """
    fig, axes = style.subplots(1, 4, height=2.0)
    names = [
        _("any\nlayer"),
        _("equivariant:\nshifts"),
        _("equivariant:\nall orders"),
        _("invariant:\nshifts"),
    ]
    colours = [style.ORANGE, style.BLUE, style.BLUE, style.GREEN]
    for ax, matrix, count, name, colour in zip(axes, matrices, counts, names, colours, strict=True):
        limit = np.abs(matrix).max()
        style.picture(ax, matrix, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
        ax.set_title(_("{} numbers").format(count), loc="center")
        ax.set_xlabel(name, color=colour)
    return fig


@style.figure
def no_gain(moved, other, pooled):
    """Fully connected layers bring a moved digit no nearer to itself than to other digits; what was 0 stays 0.

    Parameters
    ----------
    moved, other : array, (S, L)
        After 0 to L - 1 layers, for S seeds: relative distance of a digit to itself moved, and to another digit.
    pooled : array, (S, L)
        As `moved`, if the layers start from globally pooled features.

    Returns
    -------
    matplotlib.figure.Figure
        Means over seeds as lines over the number of layers, that of other digits wide and pale below the rest.

    Examples
    --------
    >>> fig = no_gain(np.ones((2, 3)), np.ones((2, 3)), np.zeros((2, 3)))
    >>> fig.axes[0].lines[2].get_ydata().tolist()
    [0.0, 0.0, 0.0]
    """
    fig, ax = style.subplots(height=2.75)
    layers = np.arange(np.shape(moved)[1])
    series = [
        (other, style.GRID, "", 11, _("another digit")),
        (moved, style.ORANGE, "o", 1.8, _("the same digit, moved by 1")),
        (pooled, style.BLUE, "D", 1.8, _("the same, globally pooled")),
    ]
    for values, colour, marker, width, name in series:
        ax.plot(layers, np.mean(values, 0), color=colour, marker=marker, linewidth=width, label=name)
    ax.set(xticks=layers, ylim=(-0.04, 0.72), yticks=[0, 0.2, 0.4, 0.6])
    ax.set_xlabel(_("fully connected layers passed"))
    ax.set_ylabel(_("relative change"))
    ax.legend(loc="center left", bbox_to_anchor=(0.02, 0.33))
    return fig


@frames.sequence
def shift_answers(shifts, pictures, label, probabilities, same):
    """A digit moves: how sure each network is of each class, and for how many digits it still says the same.

    Parameters
    ----------
    shifts : array, (m,)
        Columns to the right.
    pictures : array, (m, H, W)
        The digit, values 0 to 1.
    label : int
        What it is.
    probabilities : array, (2, m, 10)
        Of the network that flattens, and of the one that pools globally.
    same : array, (2, m)
        Share of all test digits whose answer is that for the digit in the middle, 0 to 1.

    Yields
    ------
    Frame
        The picture, the probabilities as bars, and both shares over the shifts.

    Examples
    --------
    >>> made = shift_answers([0, 1], np.zeros((2, 9, 9)), 3, np.full((2, 2, 10), 0.1), np.ones((2, 2)))
    >>> [frame.words for frame in made][0]
    'Answer 0, probability 0.10; the digit is a 3'
    """
    fig, axes = style.subplots(2, 2, height=4.0, width_ratios=[1, 1.7], height_ratios=[1.15, 1])
    picture = style.picture(axes[0, 0], pictures[0], cmap=style.FEW_GREYS)
    bars = axes[0, 1].bar(range(10), np.ones(10), color=style.ORANGE, width=0.75)
    axes[0, 1].set(xticks=range(10), yticks=[0, 0.5, 1], ylim=(0, 1.02))
    axes[0, 1].set_title(_("probability of each class"), loc="center")
    grid = axes[0, 0].get_gridspec()
    for ax in axes[1]:
        ax.remove()
    curve = fig.add_subplot(grid[1, :])
    looks = [(style.ORANGE, "o", "-", _("flattened")), (style.BLUE, "s", "-", _("global max pooling"))]
    for values, (colour, marker, line, name) in zip(same, looks, strict=True):
        curve.plot(shifts, values, color=colour, marker=marker, linestyle=line, markersize=3.5)
        below = values is same[0] or np.min(values) < 0.5
        curve.text(
            0 if not below else max(shifts) - 0.05,
            1.05 if not below else 0.45,
            name,
            color=colour,
            ha="center" if not below else "right",
            va="bottom",
        )
    (dot,) = curve.plot([0], [0], "o", markersize=9, color=style.ORANGE)
    curve.set(ylim=(0, 1.3), xticks=shifts, yticks=[0, 0.5, 1])
    curve.set_yticklabels(["0", "50", "100%"])
    curve.set_xlabel(_("moved by (pixels)"))
    curve.set_ylabel(_("same answer"))
    for (colour, _marker, _line, name), sure, shares in zip(looks, probabilities, same, strict=True):
        dot.set_color(colour)
        for shift, moved, heights, share in zip(shifts, pictures, sure, shares, strict=True):
            picture.set_data(moved)
            answer = int(np.argmax(heights))
            for digit, (bar, height) in enumerate(zip(bars, heights, strict=True)):
                bar.set_height(height)
                bar.set_color(style.BLUE if digit == label else style.ORANGE)
            dot.set_data([shift], [share])
            words = _("Answer {answer}, probability {sure:.2f}; the digit is a {label}")
            yield frames.Frame(
                fig,
                words.format(answer=answer, sure=heights[answer], label=label),
                at={_("ending"): name, _("moved by (pixels)"): str(shift)},
            )


@style.figure
def hide_or_magnify(logits, probabilities, changed):
    """The same step of the logits can be nothing or everything after softmax.

    Parameters
    ----------
    logits, probabilities : array, (N,)
        For each digit moved by one pixel: relative change of its logits, largest change of a probability.
    changed : array of bool, (N,)
        Whether the answer changed.

    Returns
    -------
    matplotlib.figure.Figure
        One mark for each digit, squares where the answer changed.

    Examples
    --------
    >>> fig = hide_or_magnify([0.5, 0.6], [0.1, 0.9], [False, True])
    >>> [line.get_marker() for line in fig.axes[0].lines]
    ['o', 's']
    """
    fig, ax = style.subplots(height=3.0)
    logits, probabilities, changed = (np.asarray(values) for values in (logits, probabilities, changed))
    for which, marker, colour, name in (
        (~changed, "o", style.BLUE, _("same answer")),
        (changed, "s", style.ORANGE, _("another answer")),
    ):
        count = int(which.sum())
        ax.plot(
            logits[which].round(3),
            probabilities[which].round(3),
            marker,
            color=colour,
            markersize=3.2,
            markeredgewidth=0,
            alpha=0.75,
            label=_("{name} ({count} digits)").format(name=name, count=count),
        )
    ax.set(ylim=(-0.03, 1.34), yticks=[0, 0.5, 1], xlim=(0, None))
    ax.set_xlabel(_("relative change of the logits"))
    ax.set_ylabel(_("change of a probability"))
    ax.legend(loc="upper left", ncols=2, handletextpad=0.1, columnspacing=1.2)
    return fig


@frames.sequence
def toy_face(pictures, parts, faces, heads, said):
    """Parts, then a face, move along with the picture; of the two last layers only one does not mind.

    Parameters
    ----------
    pictures : array, (K, H, W)
        Values 0 and 1.
    parts : array, (K, 2, H, W)
        Pooled maps of eyes and noses, 0 to 1.
    faces : array, (K, H, W)
        Map of faces, 0 to 1.
    heads : array, (K, 2)
        How sure of a face are global max pooling and the fully connected layer, 0 to 1.
    said : sequence of K str
        A few English words on what is in the picture, translated here.

    Yields
    ------
    Frame
        The picture, where parts and faces are found, and both answers as bars.

    Examples
    --------
    >>> made = toy_face(np.zeros((2, 9, 9)), np.zeros((2, 2, 9, 9)), np.zeros((2, 9, 9)), np.eye(2), ["face"] * 2)
    >>> [frame.words for frame in made][0]
    'Face: global max 1.00, fully connected 0.00'
    """
    words = {
        "face": _("Face: global max {pooled:.2f}, fully connected {dense:.2f}"),
        "moved": _("Face moved: global max {pooled:.2f}, fully connected {dense:.2f}"),
        "nose": _("Nose out of place: global max {pooled:.2f}, fully connected {dense:.2f}"),
    }
    fig, axes = style.subplots(2, 3, height=3.5, height_ratios=[2.1, 1])
    shown = style.picture(axes[0, 0], pictures[0])
    size = np.shape(pictures)[1:]
    for ax in axes[0, 1:]:
        style.picture(ax, np.ones(size), alpha=0, vmin=0, vmax=1)
        ax.set_facecolor(style.FILL)
    marks = []
    for ax, count, colour in ((axes[0, 1], 2, style.BLUE), (axes[0, 1], 1, style.ORANGE), (axes[0, 2], 1, style.GREEN)):
        patches = [Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor="none") for _index in range(count)]
        for patch in patches:
            ax.add_patch(patch)
        marks.append(patches)
    for side, align, name, colour in ((0, "left", _("eyes"), style.BLUE), (1, "right", _("nose"), style.ORANGE)):
        axes[0, 1].text(side, -0.03, name, color=colour, transform=axes[0, 1].transAxes, va="top", ha=align)
    for ax, title in zip(axes[0], [_("picture"), _("parts, pooled"), _("faces")], strict=True):
        ax.set_title(title, loc="center")
    grid = axes[0, 0].get_gridspec()
    for ax in axes[1]:
        ax.remove()
    ax = fig.add_subplot(grid[1, :])
    bars = ax.barh([0, 1], [1, 1], color=[style.GREEN, style.PURPLE], height=0.6)
    numbers = [ax.text(1, row, "1.00", va="center") for row in (0, 1)]
    ax.set(xlim=(0, 1.15), ylim=(1.5, -0.5), xticks=[0, 0.5, 1])
    ax.set_yticks([0, 1], [name.replace(" ", "\n") for name in (_("global max"), _("fully connected"))])
    ax.set_xlabel(_("how sure of a face"))
    for picture, (eyes, noses), face, answers, what in zip(pictures, parts, faces, heads, said, strict=True):
        shown.set_data(picture)
        for patches, found in zip(marks, (eyes, noses, face), strict=True):
            boxes = _boxes(found)
            for index, patch in enumerate(patches):
                top, left, height, width = boxes[index] if index < len(boxes) else (0, 0, 0, 0)
                patch.set_bounds(left - 0.5, top - 0.5, width, height)
        for bar, number, answer in zip(bars, numbers, answers, strict=True):
            bar.set_width(max(answer, 0.006))  # a bar of nothing is still seen
            number.set(text=f"{answer:.2f}", x=answer + 0.02)
        yield frames.Frame(fig, words[what].format(pooled=answers[0], dense=answers[1]))


def _boxes(found):
    """Top, left, height and width of what is above a half, one box for each run of columns."""
    on = np.asarray(found) > 0.5
    columns = np.flatnonzero(on.any(axis=0))
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1) if len(columns) else []
    boxes = []
    for run in runs:
        rows = np.flatnonzero(on[:, run].any(axis=1))
        boxes.append((rows[0], run[0], rows[-1] - rows[0] + 1, len(run)))
    return boxes


@frames.sequence
def budget(pictures, settings, errors):
    """Layer by layer, how far the result of the moved picture is from being a moved result.

    Parameters
    ----------
    pictures : dict of int to array, (H, W)
        Amount to the moved picture, values 0 to 1.
    settings : sequence of (stride, mode, amount)
        Stride of the pooling, padding, columns that the picture moves.
    errors : array, (len(settings), 6)
        Relative error after each of four layers, and of both endings.

    Yields
    ------
    Frame
        The moved picture and the errors as bars.

    Examples
    --------
    >>> settings = [(1, "circular", amount) for amount in (1, 2)]
    >>> made = budget({1: np.zeros((4, 4)), 2: np.zeros((4, 4))}, settings, np.zeros((2, 6)))
    >>> [frame.words for frame in made][0]
    'Error after the last pooling 0.00, with global max 0.00, flattened 0.00'
    """
    modes = {"circular": _("circular padding"), "zeros": _("zero padding")}
    fig, (left, right) = style.subplots(1, 2, height=2.9, width_ratios=[1, 1.9], gridspec_kw={"wspace": 0.09})
    shown = style.picture(left, next(iter(pictures.values())), cmap=style.FEW_GREYS)
    rows = [0, 1, 2, 3, 4.5, 5.5]
    names = [_("convolution"), _("pooling"), _("convolution"), _("pooling"), _("global max"), _("flattened")]
    top = 1.05 * max(float(np.max(errors)), 0.1)
    bars = right.barh(rows, np.full(6, top), color=style.ORANGE, height=0.66)
    texts = [right.text(0.9 * top, row, "0.00", va="center") for row in rows]
    right.set(xlim=(0, 1.25 * top), ylim=(6.1, -0.6))
    right.set_yticks(rows, names)
    right.locator_params(axis="x", nbins=4)
    right.axhline(3.75, color=style.GRID, linewidth=1)
    right.set_xlabel(_("relative error"))
    for (stride, mode, amount), values in zip(settings, errors, strict=True):
        shown.set_data(pictures[amount])
        for bar, text, value in zip(bars, texts, values, strict=True):
            exact = value < 1e-9
            bar.set_width(value if not exact else 0.004 * top)
            bar.set_color(style.BLUE if exact else style.ORANGE)
            text.set(
                text="0" if exact else f"{value:.2f}",
                x=value + 0.025 * top,
                color=style.BLUE if exact else style.ORANGE,
            )
        said = _("Error after the last pooling {pooled:.2f}, with global max {best:.2f}, flattened {flat:.2f}")
        yield frames.Frame(
            fig,
            said.format(pooled=values[3], best=values[4], flat=values[5]),
            at={_("stride of the pooling"): str(stride), _("padding"): modes[mode], _("shift"): str(amount)},
        )
