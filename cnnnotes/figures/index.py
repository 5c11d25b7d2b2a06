"""Figures of the home page: an example to read, and the map of the chapters."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import ConnectionPatch, FancyBboxPatch

from cnnnotes.figures import style
from cnnnotes.figures.words import _


@style.figure
def window(image, kernel, response, row, column):
    """Show an image, a kernel with its weights, and the kernel's answers; one window and its answer are framed.

    At once: one small window of the left picture becomes one square of the right one, and the right one shows
    upright edges.

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
    for place, weight in np.ndenumerate(kernel):  # black: its square stays light on a dark page
        axes[1].text(*place[::-1], style.number(weight), ha="center", va="center", color="black")
    style.outline(axes[0], (row, column, *size), style.RED)
    style.outline(axes[2], (row, column, 1, 1), style.RED)
    for start, end, here, there in [
        (axes[0], axes[1], (column - 0.5 + size[1], row - 0.5), (-0.5, -0.5)),
        (axes[0], axes[1], (column - 0.5 + size[1], row - 0.5 + size[0]), (-0.5, size[0] - 0.5)),
        (axes[1], axes[2], (size[1] - 0.5, -0.5), (column - 0.5, row - 0.5)),
        (axes[1], axes[2], (size[1] - 0.5, size[0] - 0.5), (column - 0.5, row + 0.5)),
    ]:
        line = ConnectionPatch(here, there, "data", axesA=start, axesB=end, color=style.RED, linewidth=0.9)
        fig.add_artist(line)
    for spine in axes[1].spines.values():
        spine.set(color=style.RED, linewidth=1.4)
    return fig


@style.figure
def chapters(rows, leads_to, sections, troubles):
    r"""Draw ideas as boxes in rows, from the problems down to the limits, and arrows between them.

    At once: three problems on top, two assumptions below, one operation in the middle, what it gives at the bottom;
    what goes wrong has a colour of its own.

    Parameters
    ----------
    rows : list of list of str
        The ideas from top to bottom, at most three in a row; the names are those of the labels below.
    leads_to : dict of str to list of str
        The ideas to which arrows lead from an idea, in its own row or the next.
    sections : dict of str to str
        Number of the section for each idea.
    troubles : set of str
        The ideas that are problems.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = chapters([["weights", "moved"], ["locality"]], {"weights": ["locality"]}, {}, {"weights"})
    >>> [(text.get_gid(), text.get_position()) for text in fig.axes[0].texts if text.get_gid()]
    [('weights', (0.5, 0)), ('moved', (1.5, 0)), ('locality', (1.0, 1))]
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
    headings = [_("1 problems"), _("2 assumptions"), _("3, 4 operation"), _("5 properties")]
    boxes = {}
    for row, names in enumerate(rows):
        for place, name in enumerate(names):
            width = 1.45 if name == "convolution" else 0.44
            height = 0.29 if "\n" in labels[name] else 0.2
            boxes[name] = _Box(1 + place - (len(names) - 1) / 2, row, width, height)

    fig, ax = style.subplots(height=4.6)
    for start, ends in leads_to.items():
        for end in ends:
            tail, head = boxes[start].line_to(boxes[end])
            ax.annotate(
                "", head, tail, arrowprops={"arrowstyle": "-|>", "color": style.MUTED, "shrinkA": 0, "shrinkB": 0}
            )
    for name, box in boxes.items():
        color = style.ORANGE if name in troubles else style.BLUE
        ax.add_patch(box.patch(facecolor=color, edgecolor=color))
        words = " ".join([sections[name], labels[name]] if name in sections else [labels[name]])
        centre = {"ha": "center", "va": "center", "linespacing": 1.15}
        ax.text(box.column, box.row, words, color=style.PAPER, fontsize=9.5, gid=name, **centre)
    for row, heading in enumerate(headings[: len(rows)]):
        ax.text(-0.47, row - 0.46, heading, color=style.MUTED, fontsize=9.5, va="center")
    ax.set(xlim=(-0.5, 2.5), ylim=(len(rows) - 0.67, -0.56))
    ax.axis("off")
    return fig


@dataclass
class _Box:
    """A box of the map: its middle, and half its width and height."""

    column: float
    row: float
    width: float
    height: float

    def line_to(self, other):
        """Give both ends of a line between the edges of two boxes that are side by side, or one below the other."""
        if self.row == other.row:
            return (self.column + self.width, self.row), (other.column - other.width, other.row)
        narrow = min(self, other, key=lambda box: box.width)
        here, there = self.column, other.column
        if self.width != other.width:
            here = there = narrow.column
        return (here, self.row + self.height), (there, other.row - other.height)

    def patch(self, **look):
        round_by = 0.06
        corner = self.column - self.width + round_by, self.row - self.height + round_by
        size = 2 * (self.width - round_by), 2 * (self.height - round_by)
        return FancyBboxPatch(corner, *size, boxstyle=f"round,pad={round_by}", **look)
