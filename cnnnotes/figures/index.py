"""Figures of the home page: an example to read, and the map of the chapters."""

import numpy as np
from matplotlib.patches import ConnectionPatch, FancyBboxPatch, Rectangle

from cnnnotes.figures import style
from cnnnotes.figures.words import _


@style.figure
def window(image, kernel, response, row, column):
    """Show an image, a kernel with its weights, and the kernel's answers; one window and its answer are framed.

    At once: one small window of the left picture becomes one square of the right one, and the right one shows upright edges.

    Parameters
    ----------
    image : array (H, W)
        Grey values from 0 to 1.
    kernel : array (KH, KW)
        Weights.
    response : array (H - KH + 1, W - KW + 1)
        The kernel's answer to each window.
    row, column : int
        Which answer is framed.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = window(np.zeros((5, 6)), np.eye(3), np.ones((3, 4)), 1, 2)
    >>> frame = fig.axes[0].patches[0]
    >>> float(frame.get_x()), float(frame.get_y()), float(frame.get_width())
    (1.5, 0.5, 3.0)
    """
    fig, axes = style.subplots(1, 3, height=2.05, width_ratios=[1, 0.42, 1])
    size = kernel.shape
    limit = np.abs(response).max()
    style.picture(axes[0], image, label=_("input"))
    style.picture(axes[1], kernel, label=_("kernel"), cmap=style.DIVERGING, vmin=-2, vmax=2)
    style.picture(axes[2], response, label=_("output"), cmap=style.DIVERGING, vmin=-limit, vmax=limit)
    for place, weight in np.ndenumerate(kernel):
        axes[1].text(*place[::-1], f"{weight:g}".replace("-", "−"), ha="center", va="center", color="black")
    frames = [(axes[0], column - 0.5, row - 0.5, size[1], size[0]), (axes[2], column - 0.5, row - 0.5, 1, 1)]
    for ax, left, top, width, height in frames:
        ax.add_patch(Rectangle((left, top), width, height, fill=False, edgecolor=style.RED, linewidth=1.8))
    for start, end, here, there in [
        (axes[0], axes[1], (column - 0.5 + size[1], row - 0.5), (-0.5, -0.5)),
        (axes[0], axes[1], (column - 0.5 + size[1], row - 0.5 + size[0]), (-0.5, size[0] - 0.5)),
        (axes[1], axes[2], (size[1] - 0.5, -0.5), (column - 0.5, row - 0.5)),
        (axes[1], axes[2], (size[1] - 0.5, size[0] - 0.5), (column - 0.5, row + 0.5)),
    ]:
        fig.add_artist(ConnectionPatch(here, there, "data", "data", axesA=start, axesB=end, color=style.RED, linewidth=0.9))
    for spine in axes[1].spines.values():
        spine.set(color=style.RED, linewidth=1.4)
    return fig


@style.figure
def chapters(places, arrows, written):
    """Draw ideas as boxes in rows, from the problems down to the limits, and arrows between them.

    At once: three problems on top, two assumptions below them, one operation in the middle, its properties at the bottom; what is written is filled.

    Parameters
    ----------
    places : dict of str to (float, float)
        Row and column of each idea; the keys are those of the labels below.
    arrows : list of (str, str)
        From one idea to the next.
    written : set of str
        The ideas whose chapter exists.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = chapters({"weights": (0, 0), "locality": (1, 0)}, [("weights", "locality")], {"weights"})
    >>> [text.get_text() for text in fig.axes[0].texts if text.get_gid()]
    ['too many\\nweights', 'locality']
    """
    labels = {
        "weights": _("too many\nweights"),
        "neighbours": _("neighbours\nunknown"),
        "moved": _("moved pictures\nlook new"),
        "locality": _("locality"),
        "stationarity": _("stationarity"),
        "convolution": _("convolution: one small filter, everywhere"),
        "sparse": _("sparse\nconnectivity"),
        "sharing": _("weight\nsharing"),
        "equivariance": _("translation\nequivariance"),
        "pooling": _("pooling"),
        "invariance": _("translation\ninvariance"),
        "limits": _("where it\nfails"),
    }
    rows = {0: _("1 problems"), 1: _("2 assumptions"), 2: _("3, 4 operation"), 3: _("5 properties")}
    fig, ax = style.subplots(height=4.6)
    half = {name: (1.45 if name == "convolution" else 0.44, 0.2 if "\n" not in labels[name] else 0.29) for name in places}
    for start, end in arrows:
        (row, column), (next_row, next_column) = places[start], places[end]
        level = row == next_row
        tail = (column + half[start][0], row) if level else (column if start != "convolution" else next_column, row + half[start][1])
        head = (next_column - half[end][0], row) if level else (next_column if end != "convolution" else column, next_row - half[end][1])
        ax.annotate("", head, tail, arrowprops={"arrowstyle": "-|>", "color": style.MUTED, "linewidth": 1, "shrinkA": 0, "shrinkB": 0})
    for name, (row, column) in places.items():
        width, height = half[name]
        done = name in written
        ax.add_patch(
            FancyBboxPatch(
                (column - width + 0.06, row - height + 0.06),
                2 * width - 0.12,
                2 * height - 0.12,
                boxstyle="round,pad=0.06",
                facecolor=style.BLUE if done else style.FILL,
                edgecolor=style.BLUE if done else style.MUTED,
                linestyle="-" if done else (0, (3, 2)),
            )
        )
        color = style.PAPER if done else style.INK
        ax.text(column, row, labels[name], ha="center", va="center", color=color, fontsize=9.5, linespacing=1.15, gid=name)
    for row, label in rows.items():
        if any(place[0] == row for place in places.values()):
            ax.text(-0.47, row - 0.46, label, color=style.MUTED, fontsize=9, va="center")
    bottom = max(row for row, _column in places.values())
    ax.set(xlim=(-0.5, 2.5), ylim=(bottom + 0.33, -0.56))
    ax.axis("off")
    return fig
