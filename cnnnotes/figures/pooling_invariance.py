"""Figures of page 5.3.2, pooling and shifts."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _

LOOKS = {  # of each window; one stands inside another where both have the same shift by window
    2: {"marker": "o", "markersize": 11, "markerfacecolor": "none"},
    3: {"marker": "s", "markersize": 5},
    4: {"marker": "^", "markersize": 9, "markerfacecolor": "none"},
    8: {"marker": "D", "markersize": 3.5},
}


def _kinds():
    return {
        "max": _("max"),
        "mean": _("mean"),
        "max, blurred": _("blurred"),
        "max, polyphase": _("polyphase"),
        "blur": _("blurred"),
        "polyphase": _("polyphase"),
    }


@style.figure
def readings(inputs, pooled):
    """One example, read in three ways: only a single window gives the same before and after.

    Parameters
    ----------
    inputs : array, (2, n)
        The numbers before and after they moved.
    pooled : dict of str to pair of arrays, (h, w)
        For each reading, what is pooled from both; the keys are English names and are translated here. An output of one row over
        inputs of one row belongs to windows of width 2.

    Returns
    -------
    matplotlib.figure.Figure
        A column for each reading: windows over the numbers, the pooled numbers below, and whether these are the same.

    Examples
    --------
    >>> same = [np.ones((1, 1))] * 2
    >>> fig = readings(np.eye(2, 4), {"one 2x2 window": same})
    >>> fig.axes[0].texts[-3].get_text()
    'the same'
    """
    names = {
        "one 2x2 window": _("one 2×2 window"),
        "width 2, stride 2": _("width 2, stride 2"),
        "width 2, stride 1": _("width 2, stride 1"),
    }
    inputs = np.asarray(inputs)
    fig, ax = style.subplots(height=3.35)
    pitch, tops = 5.6, (0.0, 4.6)
    ax.set(xlim=(-1.1, pitch * len(pooled) - 1.2), ylim=(9.9, -1.1), aspect="equal")
    ax.set_axis_off()

    def squares(values, left, top, width, colour):
        for row, column in np.ndindex(values.shape):
            lit = values[row, column] > 0
            corner = (left + width * column, top + row)
            ax.add_patch(
                Rectangle(corner, width, 1, facecolor=colour if lit else style.PAPER, edgecolor=style.GRID, alpha=1)
            )
            middle = (left + width * (column + 0.5), top + row + 0.53)
            shade = style.PAPER if lit else style.MUTED
            ax.text(*middle, f"{values[row, column]:g}", ha="center", va="center", color=shade)

    for number, (name, both) in enumerate(pooled.items()):
        left = pitch * number
        ax.text(left + 2, -0.65, names[name], ha="center", va="center")
        for moved, top in enumerate(tops):
            y = np.asarray(both[moved])
            square = y.size == 1
            x = inputs[moved].reshape(2, 2) if square else inputs[moved][None]
            squares(x, left + (1 if square else 0), top + (0 if square else 0.5), 1, style.MUTED)
            step = 4 // y.shape[1] if y.shape[1] < 3 else 1
            for place in range(y.shape[1]):
                lower = 0.1 * (place % 2) if step == 1 else 0
                start = left + (1 if square else step * place)
                corner = (start + 0.06, top + (0 if square else 0.5) + 0.06 - lower)
                size = (1.88, 1.88 if square else 0.88 + 2 * lower)
                dash = "-" if place % 2 == 0 else (0, (3, 2))
                ax.add_patch(Rectangle(corner, *size, fill=False, edgecolor=style.GREEN, linewidth=1.8, linestyle=dash))
            squares(y, left + 2 - y.shape[1] / 2, top + 2.5, 1, style.BLUE)
        same = np.array_equal(*both)
        ax.text(
            left + 2,
            9.2,
            _("the same") if same else _("not the same"),
            ha="center",
            va="center",
            color=style.BLUE if same else style.ORANGE,
        )
    for name, top in zip((_("before"), _("after")), tops, strict=True):
        ax.text(-0.7, top + 1.75, name, rotation=90, ha="center", va="center", color=style.MUTED)
    return fig


@frames.sequence
def pool_grid(cases):
    """A spot moves under windows of 2 x 2: do the pooled numbers stay what they were?

    Parameters
    ----------
    cases : sequence of (kind, amount, phase, input, output)
        Kind of pooling ("max", "mean", "max, blurred", "max, polyphase"), columns moved, first row and column of the windows, the input
        (H, W) and what is pooled from it (H / 2, W / 2). Cases that are not moved come first.

    Yields
    ------
    Frame
        The spot under the windows, and the pooled numbers: the same as those of the spot that was not moved, up to their places, or not.

    Examples
    --------
    >>> x, y = np.eye(4), np.eye(2)
    >>> [frame.words for frame in pool_grid([("max", 0, (0, 0), x, y), ("max", 1, (0, 0), x, 2 * y)])]
    ['Pooled: 1, 1.', 'Pooled: 2, 2. Before the shift: 1, 1.']
    """
    kinds = _kinds()
    rows, columns = cases[0][3].shape
    fig, (left, right) = style.subplots(1, 2, height=2.35)
    most = max(output.max() for *_kind, output in cases)
    for ax, shape in ((left, (rows, columns)), (right, (rows // 2, columns // 2))):
        ax.set(xlim=(0, shape[1]), ylim=(shape[0], 0), aspect="equal", xticks=[], yticks=[])
        for spine in ax.spines.values():
            spine.set(visible=True, color=style.MUTED)
    for row in range(1, rows):
        left.axhline(row, color=style.GRID, linewidth=0.7)
    for column in range(1, columns):
        left.axvline(column, color=style.GRID, linewidth=0.7)
    across = [left.axhline(0, color=style.GREEN, linewidth=1.8) for _row in range(rows // 2)]
    upright = [left.axvline(0, color=style.GREEN, linewidth=1.8) for _column in range(columns // 2)]
    spots, cells = [], []
    for _value in range(int(max((x > 0).sum() for *_kind, x, _y in cases))):
        shade = left.add_patch(Rectangle((0, 0), 1, 1, color=style.MUTED, linewidth=0))
        spots.append((shade, left.text(0, 0, "", ha="center", va="center")))
    for row, column in np.ndindex(rows // 2, columns // 2):
        shade = right.add_patch(Rectangle((column, row), 1, 1, color=style.BLUE, linewidth=0))
        right.add_patch(Rectangle((column, row), 1, 1, fill=False, edgecolor=style.GREEN, linewidth=1.2))
        cells.append((shade, right.text(column + 0.5, row + 0.53, "", ha="center", va="center")))
    left.set_title(_("windows over the input"), loc="center")
    right.set_title(_("pooled"), loc="center")
    said = right.set_xlabel(_("other values than before"))

    first = {}
    for kind, amount, (top, start), x, y in cases:
        for number, line in enumerate(across):
            line.set_ydata([top + 2 * number] * 2)
        for number, line in enumerate(upright):
            line.set_xdata([start + 2 * number] * 2)
        for (shade, number), (row, column) in zip(spots, np.argwhere(x > 0), strict=False):
            shade.set(xy=(column, row), alpha=0.5 * x[row, column] / x.max(), linewidth=0)
            number.set(position=(column + 0.5, row + 0.53), text=f"{x[row, column]:g}")
        for (shade, number), value in zip(cells, y.ravel(), strict=True):
            shade.set(alpha=0.55 * value / most, linewidth=0)
            number.set(text=f"{value:.2g}", color=style.INK if value else style.MUTED)
        values = sorted(y[y > 0].tolist())
        first.setdefault(kind, values)
        same = values == first[kind]
        said.set_text(_("the same values as before") if same else _("other values than before"))
        said.set_color(style.BLUE if same else style.ORANGE)
        listed = [", ".join(f"{value:.3g}" for value in some) for some in (values, first[kind])]
        words = _("Pooled: {values}.") if same else _("Pooled: {values}. Before the shift: {first}.")
        at = {_("shift"): str(amount), _("pooling"): kinds[kind]}
        yield frames.Frame(fig, words.format(values=listed[0], first=listed[1]), at=at)


@style.figure
def laws(seen):
    """How often a pooled value stays, and how much a mean changes: curves over shift by window, on which all windows lie.

    Parameters
    ----------
    seen : array, (n, 5)
        Window K, shift d, share of peaks and of maxima that stay, relative change of means.

    Returns
    -------
    matplotlib.figure.Figure
        Left the shares, right the change of means; lines for the laws, markers for what was seen.

    Examples
    --------
    >>> fig = laws([[2, 1, 0.5, 0.33, 1.0], [4, 1, 0.75, 0.6, 0.71]])
    >>> fig.axes[0].lines[-1].get_xydata().tolist()
    [[0.25, 0.6]]
    """
    seen = np.asarray(seen, dtype=float)
    fig, (left, right) = style.subplots(1, 2, height=3.2)
    ratio = np.linspace(0, 1, 33) ** 2  # close together where the square root is steep
    left.plot([0, 1], [1, 1], color=style.MUTED, linewidth=1.4, linestyle=(0, (4, 3)))
    left.text(1, 1.03, _("if it were invariant"), color=style.MUTED, ha="right", va="bottom")
    left.plot(ratio, 1 - ratio, color=style.BLUE)
    left.plot(ratio, (1 - ratio) / (1 + ratio), color=style.ORANGE)
    left.text(0.62, 0.47, _("lone peak"), color=style.BLUE, ha="left", va="bottom")
    left.text(0.02, 0.25, _("maximum of\nnoise"), color=style.ORANGE, ha="left", va="top")
    right.plot(ratio, np.sqrt(2 * ratio), color=style.PURPLE)
    right.text(0.97, 0.75, _("mean of\nnoise"), color=style.PURPLE, ha="right", va="top")
    for size in dict.fromkeys(seen[:, 0]):
        _sizes, shift, peak, largest, change = seen[seen[:, 0] == size].T
        look = {"linestyle": "none", **LOOKS[int(size)]}
        right.plot(shift / size, change, color=style.PURPLE, **look)
        left.plot(shift / size, peak, color=style.BLUE, **look)
        left.plot(shift / size, largest, color=style.ORANGE, **look)
    handles = [
        right.plot([], [], color=style.MUTED, linestyle="none", label=f"$K={size:g}$", **LOOKS[int(size)])[0]
        for size in dict.fromkeys(seen[:, 0])
    ]
    left.set(ylim=(0, 1.19), yticks=[0, 0.5, 1], yticklabels=["0", "50%", "100%"])
    right.set(ylim=(0, 1.6), yticks=[0, 1, np.sqrt(2)], yticklabels=["0", "1", "√2"])
    left.set_title(_("stays the same"), loc="left")
    right.set_title(_("relative change"), loc="left")
    for ax in (left, right):
        ax.set(xlim=(0, 1.02), xticks=[0, 0.5, 1], xticklabels=["0", "½", "1"])
        ax.set_xlabel(_("shift by window, $d/K$"))
    fig.legend(handles=handles, loc="outside lower center", ncols=len(handles), handletextpad=0.1)
    return fig


@frames.sequence
def sawtooth(shifts, flat, curves, pictures, label, answers):
    """Right answers over the shift: flat without pooling, a comb with the period of all strides together.

    Parameters
    ----------
    shifts : sequence of S int
        Columns moved.
    flat : array, (seeds, S)
        Right answers without pooling, 0 to 1.
    curves : dict of (str, int) to array, (seeds, S)
        Right answers for a kind of pooling ("max", "blur", "polyphase") and how often it is done.
    pictures : dict of int to array, (H, W)
        One digit at each of the shifts that can be chosen.
    label : int
        What it is.
    answers : dict of (str, int, int) to int
        What it is taken for, by kind, count and shift.

    Yields
    ------
    Frame
        The digit and the answer; all shifts, with the chosen one marked.

    Examples
    --------
    >>> curves = {("max", 1): np.array([[0.5, 1.0, 0.5]])}
    >>> made = sawtooth([-1, 0, 1], np.ones((1, 3)), curves, {0: np.eye(8), 1: np.eye(8)}, 3, {("max", 1, 0): 3, ("max", 1, 1): 9})
    >>> [frame.words for frame in made][1]
    'Moved by 1: 50% right, 100% at the best shift. This 3 is taken for 9.'
    """
    kinds = _kinds()
    counts = {1: _("once"), 2: _("twice")}
    fig, (left, right) = style.subplots(1, 2, height=2.75, width_ratios=[1, 2.3])
    shown = style.picture(left, next(iter(pictures.values())), cmap=style.FEW_GREYS)
    left.set_title(_("moved digit"), loc="center")
    said = left.set_xlabel(_("answer {}").format(label), fontsize=13)
    right.plot(shifts, 100 * np.mean(flat, axis=0), color=style.MUTED, linestyle=(0, (4, 3)))
    right.text(shifts[-1], 103, _("without pooling"), color=style.MUTED, ha="right", va="bottom")
    first = next(iter(curves.values()))
    seeds = [right.plot(shifts, 100 * row, color=style.BLUE, linewidth=0.8, alpha=0.5)[0] for row in first]
    mean = right.plot(shifts, 100 * first.mean(axis=0), "o-", color=style.BLUE, markersize=4)[0]
    here = right.plot([0], [0], "o", color=style.ORANGE, markersize=10, markerfacecolor="none", markeredgewidth=2.4)[0]
    right.set(ylim=(25, 114), yticks=[50, 100], yticklabels=["50", "100%"], xticks=shifts[:: max(1, len(shifts) // 6)])
    right.set_xlabel(_("moved by (pixels)"))
    right.set_title(_("accuracy"), loc="left")
    for amount in pictures:
        shown_at = list(shifts).index(amount)
        for (kind, count), shares in curves.items():
            answer = answers[kind, count, amount]
            shown.set_data(pictures[amount])
            said.set_text(_("answer {}").format(answer))
            said.set_color(style.BLUE if answer == label else style.ORANGE)
            for line, row in zip(seeds, shares, strict=True):
                line.set_ydata(100 * row)
            average = shares.mean(axis=0)
            mean.set_ydata(100 * average)
            here.set_data([amount], [100 * average[shown_at]])
            words = _(
                "Moved by {amount}: {share:.0%} right, {best:.0%} at the best shift. This {label} is taken for {answer}."
            )
            text = words.format(amount=amount, share=average[shown_at], best=average.max(), label=label, answer=answer)
            at = {_("shift"): str(amount), _("pooling"): kinds[kind], _("how often"): counts[count]}
            yield frames.Frame(fig, text, at=at)


@style.figure
def drop(curves):
    """From the best shift to the worst, for each kind of pooling: long, shorter, none.

    Parameters
    ----------
    curves : dict of (str, int) to array, (seeds, S)
        Right answers, 0 to 1, for a kind of pooling ("max", "blur", "polyphase") and how often it is done, over shifts.

    Returns
    -------
    matplotlib.figure.Figure
        A panel for each count: a bar for each network from its worst shift (hollow) to its best (full).

    Examples
    --------
    >>> fig = drop({("max", 1): np.array([[0.9, 0.6]]), ("blur", 1): np.array([[0.9, 0.8]])})
    >>> fig.axes[0].lines[0].get_xdata().tolist()
    [60.0, 90.0]
    """
    kinds = _kinds()
    colours = {"max": style.ORANGE, "blur": style.PURPLE, "polyphase": style.BLUE}
    numbers = list(dict.fromkeys(count for _kind, count in curves))
    names = list(dict.fromkeys(kind for kind, _count in curves))
    fig, axes = style.subplots(1, len(numbers), height=2.6, sharey=True, squeeze=False)
    for ax, count in zip(axes[0], numbers, strict=True):
        for row, kind in enumerate(names):
            shares = 100 * curves[kind, count]
            for seed, values in enumerate(shares):
                height, colour = row + 0.2 * (seed - (len(shares) - 1) / 2), colours[kind]
                ends = [values.min(), values.max()]
                ax.plot(ends, [height] * 2, color=colour, linewidth=2)
                ax.plot(ends[:1], [height], "o", color=colour, markersize=5.5, markerfacecolor=style.PAPER)
                ax.plot(ends[1:], [height], "o", color=colour, markersize=5.5)
        ax.set(ylim=(len(names) - 0.5, -0.5), xlim=(30, 100), xticks=[50, 75, 100], xticklabels=["50", "75", "100%"])
        ax.set_yticks(range(len(names)), [kinds[kind] for kind in names])
        ax.set_title({1: _("pooled once"), 2: _("pooled twice")}[count], loc="left")
        ax.set_xlabel(_("accuracy"))
        ax.grid(axis="x", color=style.GRID, linewidth=0.7)
    return fig
