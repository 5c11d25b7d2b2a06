"""Figures of the second lab: a digit that moves by one pixel, and four ways to make a network bear it."""

import numpy as np

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _

LOOKS = [(style.ORANGE, "o"), (style.PURPLE, "D"), (style.MUTED, "s"), (style.BLUE, "^"), (style.GREEN, "v")]


@frames.sequence
def sliding(pictures, shifts, chances, answers, digit):
    """A digit that slides pixel by pixel, and how sure the network is of the right answer.

    Parameters
    ----------
    pictures : array, (S, H, W)
        What the network sees, values 0 to 1.
    shifts : sequence of S int
        Pixels to the right; negative to the left.
    chances : array, (S,)
        Probability that the network gives to the right answer.
    answers : sequence of S int
        What it answers.
    digit : int
        The right answer.

    Returns
    -------
    cnnnotes.figures.frames.Frames
        One frame for each shift.

    Examples
    --------
    >>> shown = sliding(np.zeros((2, 9, 9)), [-1, 0], [0.25, 1.0], [5, 3], 3)
    >>> [frame.words for frame in shown]
    ['1 to the left: answer 5; 25% for 3', 'in the middle: answer 3; 100% for 3']
    """
    fig, (left, right) = style.subplots(1, 2, height=2.6, width_ratios=[1, 1.25])
    shown = style.picture(left, pictures[0])
    title = left.set_title(_("answer: {answer}").format(answer=answers[0]), loc="center", fontsize=12)
    right.axvline(0, color=style.GRID, linewidth=1)
    right.plot(shifts, chances, color=style.GRID, linewidth=1.5)
    (way,) = right.plot([], [], "o", color=style.ORANGE, markersize=4)
    (now,) = right.plot([], [], "o", color=style.ORANGE, markersize=10)
    right.set(xlim=(min(shifts) - 0.5, max(shifts) + 0.5), ylim=(-0.06, 1.06))
    right.set_xticks(
        [shifts[0], 0, shifts[-1]], [style.number(shift, plus=True) for shift in (shifts[0], 0, shifts[-1])]
    )
    right.set_yticks([0, 0.5, 1], ["0", "50", "100%"])
    right.set_xlabel(_("moved by (pixels)"))
    right.set_title(_("probability of {digit}").format(digit=digit), loc="left")
    for at, shift in enumerate(shifts):
        colour = style.BLUE if answers[at] == digit else style.ORANGE
        shown.set_data(pictures[at])
        title.set(text=_("answer: {answer}").format(answer=answers[at]), color=colour)
        way.set_data(shifts[: at + 1], chances[: at + 1])
        now.set_data([shift], [chances[at]])
        now.set_color(colour)
        words = _("{place}: answer {answer}; {chance}% for {digit}")
        yield frames.Frame(
            fig,
            words.format(place=_place(shift), answer=answers[at], chance=f"{100 * chances[at]:.0f}", digit=digit),
        )


@style.figure
def curve(shifts, shares):
    """How many answers are right as the digits leave the place where they were learned.

    Parameters
    ----------
    shifts : sequence of S int
        Pixels to the right.
    shares : array, (K, S)
        Right answers of K networks, 0 to 1.

    Returns
    -------
    matplotlib.figure.Figure
        A thin line for each network, dots for their mean, the middle and one pixel to the left with their numbers.

    Examples
    --------
    >>> fig = curve([-1, 0, 1], [[0.5, 0.9, 0.5], [0.7, 1.0, 0.5]])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['95%', '60%', 'guessing']
    """
    fig, ax = style.subplots(height=2.7)
    means = np.mean(shares, axis=0)
    ax.axhline(0.1, color=style.MUTED, linewidth=1, linestyle=(0, (3, 3)))
    for run in shares:
        ax.plot(shifts, run, color=style.ORANGE, linewidth=0.9, alpha=0.6)
    ax.plot(shifts, means, "o", color=style.ORANGE, markersize=5)
    for place, side in ((0, 1), (-1, -1)):
        at = list(shifts).index(place)
        ax.annotate(
            f"{100 * means[at]:.0f}%",
            (place, means[at]),
            xytext=(9 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
        )
    ax.text(max(shifts), 0.085, _("guessing"), color=style.MUTED, ha="right", va="top", fontsize=9.5)
    ax.set_xticks(shifts, [style.number(shift, plus=True) for shift in shifts])
    ax.set(ylim=(-0.03, 1.05), yticks=[0, 0.5, 1], yticklabels=["0", "50", "100%"])
    ax.set_xlabel(_("moved by (pixels)"))
    ax.set_ylabel(_("accuracy"))
    return fig


@style.figure
def kept(rows, firsts):
    """What three ways of keeping every other value make of a line, and of the same line one pixel further left.

    Parameters
    ----------
    rows : dict of str to pair of array, (W,)
        The values there are before half of them are dropped, of the line as it is and of the moved one; keys "every second",
        "blurred first" or "the larger half"; W is even.
    firsts : dict of str to pair of int
        The first value that is kept, 0 or 1.

    Returns
    -------
    matplotlib.figure.Figure
        A row for each way: bars for all values, filled and numbered where they are kept.

    Examples
    --------
    >>> fig = kept({"every second": ([0, 4, 4, 0], [4, 4, 0, 0])}, {"every second": (0, 0)})
    >>> [[text.get_text() for text in ax.texts] for ax in fig.axes]
    [['0', '4'], ['4', '0']]
    """
    looks = {
        "every second": (_("every second"), style.ORANGE),
        "blurred first": (_("blurred first"), style.BLUE),
        "the larger half": (_("the larger half"), style.GREEN),
    }
    fig, axes = style.subplots(len(rows), 2, height=1.05 * len(rows) + 0.7, sharex=True, sharey=True, squeeze=False)
    top = max(np.max(pair) for pair in rows.values())
    for panels, (way, pair) in zip(axes, rows.items(), strict=True):
        name, colour = looks[way]
        for ax, values, first in zip(panels, np.asarray(pair), firsts[way], strict=True):
            places = np.arange(len(values))
            keep = places % 2 == first
            ax.bar(places[~keep], values[~keep], width=0.8, color=style.GRID)
            ax.bar(places[keep], values[keep], width=0.8, color=colour)
            for place in places[keep]:
                ax.text(place, values[place] + 0.05 * top, f"{values[place]:g}", ha="center", va="bottom")
            ax.set(ylim=(0, 1.45 * top), xticks=[], yticks=[])
            ax.spines["left"].set_visible(False)
        panels[0].set_title(name, loc="left", color=colour)
    axes[-1, 0].set_xlabel(_("as it is"))
    axes[-1, 1].set_xlabel(_("one pixel to the left"))
    return fig


@style.figure
def compare(names, shifts, shares, changed):
    """Five networks under each other: right answers at each shift, and the answers that change at one pixel.

    Parameters
    ----------
    names : sequence of N str
        "flattened", "shifted in training", "global pooling", "and blurred" or "and adaptive".
    shifts : sequence of S int
        Pixels to the right.
    shares : array, (N, K, S)
        Right answers of K runs of each network, 0 to 1.
    changed : array, (N, K)
        Share of answers that are others one pixel to the left, 0 to 1.

    Returns
    -------
    matplotlib.figure.Figure
        A row for each network: thin lines for the runs and marks for their mean; to the right a bar.

    Examples
    --------
    >>> fig = compare(["flattened"], [-1, 0], [[[0.5, 1.0], [0.4, 0.9]]], [[0.3, 0.5]])
    >>> fig.axes[1].texts[0].get_text()
    '40%'
    """
    known = {
        "flattened": _("flattened"),
        "shifted in training": _("flattened, shifted in training"),
        "global pooling": _("global pooling"),
        "and blurred": _("global pooling, blurred"),
        "and adaptive": _("global pooling, adaptive"),
    }
    fig, axes = style.subplots(
        len(names), 2, height=0.98 * len(names) + 0.85, width_ratios=[2.6, 1], sharex="col", squeeze=False
    )
    for row, name, runs, share, (colour, marker) in zip(axes, names, shares, changed, LOOKS, strict=False):
        left, right = row
        for run in runs:
            left.plot(shifts, run, color=colour, linewidth=0.9, alpha=0.6)
        left.plot(shifts, np.mean(runs, axis=0), marker, color=colour, markersize=4.5)
        left.set_ylim(-0.05, 1.08)
        left.set_yticks([0, 1], ["0", "100%"])
        left.set_title(known[name], loc="left", color=colour, fontsize=10.5)
        mean = np.mean(share)
        right.barh([0], [max(mean, 0.003)], color=colour, height=0.5)
        right.plot(share, np.zeros(len(share)), "|", color=style.INK, markersize=9)
        right.text(max(mean, np.max(share)) + 0.03, 0, f"{100 * mean:.0f}%", va="center")
        right.set(xlim=(0, 0.75), ylim=(-0.8, 0.8), xticks=[], yticks=[])
        right.spines["bottom"].set_visible(False)
    axes[-1, 0].set_xticks(
        [shifts[0], 0, shifts[-1]], [style.number(shift, plus=True) for shift in (shifts[0], 0, shifts[-1])]
    )
    axes[-1, 0].set_xlabel(_("accuracy, by shift (pixels)"))
    axes[-1, 1].set_xlabel(_("changed at 1 pixel"))
    return fig


@style.figure
def limits(shifts, around, zeros, cut):
    """Where the exact repair stops: padding with zeros, and digits that leave the picture.

    Parameters
    ----------
    shifts : sequence of S int
        Pixels to the left.
    around, zeros, cut : array, (K, S)
        Share of answers that differ from those in the middle, of K networks, 0 to 1: what leaves comes in again on the other side; zeros
        as padding; circular padding, but what leaves is gone.

    Returns
    -------
    matplotlib.figure.Figure
        Three lines, each with its name.

    Examples
    --------
    >>> fig = limits([0, 1, 2], [[0, 0, 0]], [[0, 0, 0.2]], [[0, 0, 0.9]])
    >>> [text.get_text() for text in fig.axes[0].texts]
    ['comes in again', 'padded with zeros', 'is cut off']
    """
    fig, ax = style.subplots(height=2.9)
    last = shifts[-1]
    for runs, name, colour, line, at in (
        (around, _("comes in again"), style.GREEN, "v-", 2),
        (zeros, _("padded with zeros"), style.PURPLE, "s--", -1),
        (cut, _("is cut off"), style.ORANGE, "o-.", -1),
    ):
        means = np.mean(runs, axis=0)
        places = shifts[: len(means)]
        ax.plot(places, means, line, color=colour, markersize=4.5, linewidth=1.5)
        ax.annotate(
            name,
            (places[at], means[at]),
            xytext=(0, 8),
            textcoords="offset points",
            ha="right" if places[at] == last else "center",
            va="bottom",
            color=colour,
        )
    ax.set(xlim=(-0.3, last + 0.3), ylim=(-0.04, 1.12), yticks=[0, 0.5, 1], yticklabels=["0", "50", "100%"])
    ax.set_xticks(shifts)
    ax.set_xlabel(_("moved to the left by (pixels)"))
    ax.set_ylabel(_("answers that change"))
    return fig


def _place(shift):
    if shift == 0:
        return _("in the middle")
    words = _("{count} to the left") if shift < 0 else _("{count} to the right")
    return words.format(count=abs(shift))
