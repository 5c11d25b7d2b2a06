"""Figures of page 4.2: what padding adds, and what it gives away."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@frames.sequence
def grow(size, kernel):
    """Places of a window, first all inside, then those of "same", then all that touch: what each gives, and whom it hears.

    Parameters
    ----------
    size, kernel : int
        Side of the input and of the window; the window is odd and at least 3.

    Yields
    ------
    Frame
        One for each place of the window.

    Examples
    --------
    >>> len(list(grow(4, 3)))
    36
    """
    fig, (left, right) = style.subplots(1, 2, height=3.2)
    reach, out = kernel - 1, size + kernel - 1
    around = np.arange(-reach, size)
    kind = [[_kind(row, column, size, kernel) for column in around] for row in around]
    places = sorted(np.ndindex(out, out), key=lambda place: kind[place[0]][place[1]])
    names = [_("valid"), _("same"), _("full")]
    colours = [style.BLUE, style.GREEN, style.ORANGE]
    for row in range(-reach, size + reach):
        for column in range(-reach, size + reach):
            inside = 0 <= row < size and 0 <= column < size
            look = style.FILL if inside else style.PAPER
            left.add_patch(Rectangle((column, row), 1, 1, facecolor=look, edgecolor=style.GRID))
    heard = np.zeros((size, size), int)
    numbers = [[left.text(j + 0.5, i + 0.53, "0", ha="center", va="center") for j in range(size)] for i in range(size)]
    cells = {}
    for i, j in np.ndindex(out, out):
        cells[i, j] = right.add_patch(Rectangle((j, i), 1, 1, facecolor=style.PAPER, edgecolor=style.GRID))
    window = left.add_patch(Rectangle((0, 0), kernel, kernel, fill=False, linewidth=2.5))
    for ax, low, high in [(left, -reach, size + reach), (right, -0.7, out + 0.7)]:
        ax.set(xlim=(low - 0.1, high + 0.1), ylim=(high + 0.1, low - 0.1), aspect="equal")
        ax.axis("off")
    left.set_title(_("windows over each pixel"), loc="center")
    title = right.set_title(_("output, {name}: {count}").format(name=names[2], count=out**2), loc="center")
    for count, (i, j) in enumerate(places, 1):
        top, first, which = around[i], around[j], kind[i][j]
        window.set_xy((first, top))
        window.set_edgecolor(colours[which])
        cells[i, j].set_facecolor(colours[which])
        heard[max(top, 0) : top + kernel, max(first, 0) : first + kernel] += 1
        for row, column in np.ndindex(size, size):
            numbers[row][column].set_text(str(heard[row, column]))
        title.set_text(_("output, {name}: {count}").format(name=names[which], count=count))
        words = _("{name}: window {count} of {total}; times seen: corner pixel {corner}, middle pixel {middle}")
        yield frames.Frame(
            fig,
            words.format(
                name=names[which],
                count=count,
                total=out**2,
                corner=heard[0, 0],
                middle=heard[size // 2, size // 2],
            ),
        )


def _kind(row, column, size, kernel):
    """0 where the window lies inside, 1 where its middle does, 2 elsewhere."""
    ends = (row, column)
    if all(0 <= end <= size - kernel for end in ends):
        return 0
    return 1 if all(0 <= end + kernel // 2 < size for end in ends) else 2


@style.figure
def around(pictures, width):
    """What each kind of padding puts around a photograph.

    Parameters
    ----------
    pictures : dict of array, (H, W)
        For each mode the padded photograph; values 0 to 1.
    width : int
        Pixels added on each side.

    Returns
    -------
    matplotlib.figure.Figure
        A panel for each mode, the photograph itself in a frame.

    Examples
    --------
    >>> fig = around({"zeros": np.zeros((9, 9)), "circular": np.ones((9, 9))}, 2)
    >>> [ax.get_title() for ax in fig.axes if ax.images]
    ['zeros', 'circular']
    """
    names = _modes()
    rows = -(-len(pictures) // 2)
    fig, axes = style.subplots(rows, 2, height=2.45 * rows, squeeze=False)
    for ax, (mode, values) in zip(axes.flat, pictures.items(), strict=True):
        high, wide = np.subtract(np.shape(values), 2 * width)
        style.picture(ax, values, cmap=style.FEW_GREYS)
        ax.set_title(names[mode], loc="center")
        style.outline(ax, (width, width, high, wide), style.GREEN)
    return fig


@frames.sequence
def leak(maps):
    """A constant picture behind so many layers: where does the result differ from its middle?

    Parameters
    ----------
    maps : dict of array (S, S)
        For each (mode, depth) the difference from the middle, relative to it; 0 or more.

    Yields
    ------
    Frame
        One for each mode and depth.

    Examples
    --------
    >>> len(list(leak({("zeros", 1): np.eye(5), ("circular", 1): np.zeros((5, 5))})))
    2
    """
    names = _modes()
    fig, (left, right) = style.subplots(1, 2, height=3.0, width_ratios=[0.55, 1])
    first = next(iter(maps.values()))
    style.picture(left, np.full((3, 3), 0.5), label=_("constant in"))
    drawn = style.picture(right, first, label=_("difference from the middle"), cmap=style.FEW_GREYS, vmax=1)
    side = len(first)
    core = right.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=style.GREEN, linewidth=2))
    said = right.set_xlabel(_("{share}% differ").format(share="99.9"))
    for (mode, depth), values in maps.items():
        share = np.mean(np.asarray(values) > 1e-9)
        drawn.set_data(np.minimum(values, 1))
        inner = max(side - 2 * depth, 0) if share else side
        core.set_bounds((side - inner) / 2 - 0.5, (side - inner) / 2 - 0.5, inner, inner)
        said.set_text(_("{share}% differ").format(share=f"{100 * share:.1f}"))
        words = _("{mode}, depth {depth}: {share}% of the places differ from the middle")
        yield frames.Frame(
            fig,
            words.format(mode=names[mode], depth=depth, share=f"{100 * share:.1f}"),
            at={_("depth"): str(depth), _("padding"): names[mode]},
        )


@style.figure
def dots(scores, shares):
    """What a network says for a dot at each place: only circular padding leaves it without a clue.

    Parameters
    ----------
    scores : dict of array (S, S)
        For each mode, above 0 where the network says "right".
    shares : dict of sequence
        For each mode the share of right answers of each seed.

    Returns
    -------
    matplotlib.figure.Figure
        A map of answers for each mode, and the lowest and highest share below it.

    Examples
    --------
    >>> fig = dots({"zeros": np.eye(2) - 0.5}, {"zeros": [0.5, 1.0]})
    >>> fig.axes[0].get_xlabel()
    '50–100%'
    """
    names = _modes()
    fig, axes = style.subplots(1, len(scores), height=2.0, squeeze=False)
    for ax, (mode, values) in zip(axes[0], scores.items(), strict=True):
        style.picture(ax, np.sign(values), cmap=style.FEW_COLOURS, vmin=-1, vmax=1)
        ax.axvline(np.shape(values)[1] / 2 - 0.5, color=style.INK, linewidth=1.5, linestyle="--")
        ax.set_title(names[mode], loc="center")
        low, high = (f"{100 * pick(shares[mode]):.0f}" for pick in (min, max))
        ax.set_xlabel(f"{low}%" if low == high else f"{low}–{high}%")
    return fig


def _modes():
    """What the ways to pad are called."""
    return {"zeros": _("zeros"), "circular": _("circular"), "reflect": _("reflect"), "replicate": _("replicate")}
