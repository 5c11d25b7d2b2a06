"""Page 5.4: position."""

import numpy as np

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@style.figure
def where(true, answers):
    """Asked for the column, a globally pooled network gives one answer for all.

    Parameters
    ----------
    true : array, (N,)
        The column in which the point is.
    answers : dict of str to array, (N,)
        What each way of reading gives; the keys are English names and are translated here.

    Returns
    -------
    matplotlib.figure.Figure
        One panel per way: true column across, answer up.

    Examples
    --------
    >>> fig = where([0, 1], {"global pooling": [0.5, 0.5], "with coordinates": [0.1, 0.9]})
    >>> len(fig.axes)
    2
    """
    names = {
        "global pooling": _("global pooling"),
        "with coordinates": _("with coordinates"),
        "largest place of the map": _("largest place"),
    }
    fig, axes = style.subplots(1, len(answers), height=2.35, sharex=True, sharey=True)
    colours = [style.ORANGE, style.PURPLE, style.BLUE]
    last = max(true)
    for ax, (name, answer), colour in zip(axes, answers.items(), colours, strict=False):
        ax.plot([0, last], [0, last], color=style.GRID, linewidth=5, solid_capstyle="round", zorder=0)
        ax.plot(true, answer, "o", color=colour, markersize=3.5)
        ax.set(aspect="equal", xlim=(-1, last + 1), ylim=(-1, last + 1), xticks=[0, last], yticks=[0, last])
        ax.set_title(names[name], color=colour)
    axes[0].set_ylabel(_("column answered"))
    fig.supxlabel(_("column of the point"), fontsize=10.5)
    return fig


@frames.sequence
def detectors(moves, images, answers):
    """Two detectors that are both blind to a move; one of them sees that the parts are in the wrong places.

    Parameters
    ----------
    moves : sequence of M int
        How far the picture is moved to the right.
    images : dict of str to sequence of M arrays, (H, W)
        Pictures of each arrangement, values 0 and 1; keys "face", "exchanged", "scattered".
    answers : dict of str to sequence of M pairs of float
        Scores from 0 to 1: parts somewhere, parts in place.

    Returns
    -------
    cnnnotes.figures.frames.Frames
        A frame for each arrangement and move.

    Examples
    --------
    >>> shown = detectors([0, 4], {"face": np.zeros((2, 9, 9))}, {"face": [(1, 1), (1, 1)]})
    >>> [frame.words for frame in shown][0]
    'Parts somewhere: 1.00. Parts in place: 1.00.'
    """
    names = {"face": _("face"), "exchanged": _("exchanged"), "scattered": _("scattered")}
    fig, (left, right) = style.subplots(1, 2, height=2.5, width_ratios=[1, 1.15])
    shown = style.picture(left, next(iter(images.values()))[0])
    bars = right.barh([0, 1], [1, 1], color=[style.ORANGE, style.BLUE], height=0.42)
    labels = [
        right.text(0.02, row - 0.36, name) for row, name in enumerate([_("parts somewhere"), _("parts in place")])
    ]
    numbers = [
        right.text(1, row, "1.00", va="center", ha="left", color=label.get_color()) for row, label in enumerate(labels)
    ]
    right.set(xlim=(0, 1.25), ylim=(1.5, -0.65), xticks=[0, 1], yticks=[])
    right.spines["left"].set_visible(False)
    for name, pictures in images.items():
        for move, picture, pair in zip(moves, pictures, answers[name], strict=True):
            shown.set_data(picture)
            for bar, number, score in zip(bars, numbers, pair, strict=True):
                bar.set_width(max(score, 0.008))  # a bar of nothing is still seen
                number.set(text=f"{score:.2f}", x=score + 0.03)
            words = _("Parts somewhere: {bag:.2f}. Parts in place: {arranged:.2f}.")
            yield frames.Frame(
                fig,
                words.format(bag=pair[0], arranged=pair[1]),
                at={_("arrangement"): names[name], _("moved to the right by"): f"{move}"},
            )


@style.figure
def quarters(pictures, shares):
    """A network that does not mind a move does mind exchanged quarters.

    Parameters
    ----------
    pictures : sequence of 3 arrays, (H, W)
        A digit in the middle, moved, and with its quarters exchanged; values 0 to 1.
    shares : array, (S, 3)
        Right answers of S networks on such pictures, 0 to 1.

    Returns
    -------
    matplotlib.figure.Figure
        The three pictures, and under each the share of right answers as a bar.

    Examples
    --------
    >>> fig = quarters(np.zeros((3, 9, 9)), [[0.9, 0.9, 0.1]])
    >>> [text.get_text() for text in fig.axes[-1].texts]
    ['90%', '90%', '10%', 'guessing']
    """
    shares = np.asarray(shares)
    fig, axes = style.subplots(2, 3, height=3.5, height_ratios=[1.5, 1])
    names = [_("in the middle"), _("moved by 3"), _("quarters exchanged")]
    for ax, picture, name in zip(axes[0], pictures, names, strict=True):
        style.picture(ax, picture)
        ax.set_title(name, loc="center")
    grid = axes[1, 0].get_gridspec()
    for ax in axes[1]:
        ax.remove()
    ax = fig.add_subplot(grid[1, :])
    colours = [style.BLUE, style.BLUE, style.ORANGE]
    means = shares.mean(axis=0)
    ax.bar(range(3), means, color=colours, width=0.3)
    for column in range(3):
        ax.text(
            column + 0.19, means[column], f"{100 * means[column]:.0f}%", va="top" if means[column] > 0.3 else "bottom"
        )
    ax.axhline(0.1, color=style.MUTED, linewidth=1, linestyle=(0, (3, 3)))
    ax.text(0.5, 0.12, _("guessing"), color=style.MUTED, ha="center", va="bottom", fontsize=9.5)
    ax.set(xlim=(-0.5, 2.5), ylim=(0, 1), xticks=[], yticks=[0, 0.5, 1], yticklabels=["0", "50", "100%"])
    ax.set_ylabel(_("right answers"))
    return fig


@style.figure
def own_weights(pictures, shared, own):
    """One pattern, moved: the same answer with shared weights, another in each place with own ones.

    Parameters
    ----------
    pictures : sequence of 2 arrays, (H, W)
        The pattern in two places.
    shared, own : array, (S,)
        Largest value of the map for the pattern in each column.

    Returns
    -------
    matplotlib.figure.Figure
        The two pictures above, below a line for each layer.

    Examples
    --------
    >>> fig = own_weights(np.zeros((2, 9, 9)), [1, 1], [2, 3])
    >>> [text.get_text() for text in fig.axes[2].texts]
    ['shared weights', 'own weights']
    """
    fig = style.subplots(height=3.0)[0]
    fig.clear()
    grid = fig.add_gridspec(2, 2, width_ratios=[1, 2.9])
    for row, picture in enumerate(pictures):
        style.picture(fig.add_subplot(grid[row, 0]), picture)
    ax = fig.add_subplot(grid[:, 1])
    places = np.arange(len(shared))
    for values, name, colour, marker in (
        (shared, _("shared weights"), style.BLUE, "o"),
        (own, _("own weights"), style.ORANGE, "s"),
    ):
        ax.plot(places, values, marker=marker, color=colour)
        below = values is shared
        height = np.min(values) - 0.1 * np.max(own) if below else np.max(values)
        ax.text(places[-1], height, name, color=colour, ha="right", va="top" if below else "center")
    ax.set(
        xticks=places[::5],
        ylim=(0, 1.1 * max(np.max(own), np.max(shared))),
        xlabel=_("column of the pattern"),
        ylabel=_("largest value of the map"),
    )
    return fig


@style.figure
def strangers(shared, own):
    """Pooled before and after a step inside one window: equal with shared weights, anything with own ones.

    Parameters
    ----------
    shared, own : array, (2, N)
        Pooled value with the point in the first and in the second place of the window, for N random layers.

    Returns
    -------
    matplotlib.figure.Figure
        Two scatter plots, before across and after up.

    Examples
    --------
    >>> fig = strangers(np.ones((2, 3)), np.zeros((2, 3)))
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['shared weights', 'own weights']
    """
    fig, axes = style.subplots(1, 2, height=2.7, sharex=True, sharey=True)
    top = 1.05 * max(np.max(shared), np.max(own), 1e-9)
    named = ((shared, _("shared weights"), style.BLUE), (own, _("own weights"), style.ORANGE))
    for ax, (values, name, colour) in zip(axes, named, strict=True):
        ax.plot([0, top], [0, top], color=style.GRID, linewidth=1)
        ax.plot(values[0], values[1], "o", color=colour, markersize=2.6)
        ax.set(aspect="equal", xlim=(0, top), ylim=(0, top), xticks=range(int(top) + 1), yticks=range(int(top) + 1))
        ax.set_title(name, color=colour)
    axes[0].set_ylabel(_("after the step"))
    fig.supxlabel(_("pooled value before the step"), fontsize=10.5)
    return fig
