"""Figures of page 5.3.1, equivariance and invariance."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@style.figure
def square(pictures, maps):
    """Move the cat first or last: both ways end in the same map.

    Parameters
    ----------
    pictures : array, (2, H, W)
        A cat at one place and at another, values 0 to 1.
    maps : array, (2, 2, H, W)
        For each picture: what one convolution makes of it, and several layers.

    Returns
    -------
    matplotlib.figure.Figure
        One row for each picture: picture and both maps, the largest value of each map below it.

    Examples
    --------
    >>> fig = square(np.zeros((2, 8, 8)), np.ones((2, 2, 8, 8)))
    >>> fig.axes[2].get_xlabel()
    'largest 1.00'
    """
    fig, axes = style.subplots(2, 3, height=4.2)
    maps = np.asarray(maps)
    titles = [_("picture"), _("one convolution"), _("three layers")]
    limits = np.percentile(np.abs(maps), 99.7, axis=(0, 2, 3))
    for row in range(2):
        style.picture(axes[row, 0], pictures[row], cmap=style.FEW_GREYS)
        for column in (1, 2):
            values, limit = maps[row, column - 1], limits[column - 1] or 1
            style.picture(axes[row, column], values, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
            axes[row, column].set_xlabel(_("largest {:.2f}").format(values.max()), color=style.MUTED)
        axes[row, 0].set_ylabel([_("here"), _("moved")][row], color=[style.INK, style.BLUE][row])
    for ax, title in zip(axes[0], titles, strict=True):
        ax.set_title(title, loc="center")
    return fig


@style.figure
def changes(outputs, slid):
    """Both outputs change with the input; only those of the convolution are one curve, slid along.

    Parameters
    ----------
    outputs : array, (2, 2, n)
        Of a convolution and of a fully connected layer: the output for an input, and for the input moved.
    slid : array, (2, n)
        For each layer, the second output slid back so that it fits the first one best.

    Returns
    -------
    matplotlib.figure.Figure
        One row for each layer: both outputs, and both with the second one slid back.

    Examples
    --------
    >>> fig = changes(np.ones((2, 2, 8)), np.zeros((2, 8)))
    >>> fig.axes[1].lines[1].get_ydata().tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    fig, axes = style.subplots(2, 2, height=3.7, sharey="row")
    names = [_("convolution"), _("fully connected")]
    for row in range(2):
        for ax, second in zip(axes[row], (outputs[row][1], slid[row]), strict=True):
            ax.plot(outputs[row][0], color=style.BLUE)
            ax.plot(second, color=style.ORANGE, linestyle="--")
            ax.set(xticks=[], yticks=[])
            ax.spines["bottom"].set_visible(False)
        axes[row, 0].set_ylabel(names[row])
    axes[0, 0].set_title(_("outputs"), loc="center")
    axes[0, 1].set_title(_("slid to fit best"), loc="center")
    handles = [axes[0, 0].lines[0], axes[0, 0].lines[1]]
    fig.legend(handles, [_("input as it is"), _("input moved")], loc="outside lower center", ncols=2)
    return fig


@style.figure
def average(averages):
    """Averaged over all shifts, noise turns into the stripes of a convolution.

    Parameters
    ----------
    averages : dict of int to array, (n, n)
        Number of shifts to the average of the matrix over so many shifts.

    Returns
    -------
    matplotlib.figure.Figure
        One matrix for each number.

    Examples
    --------
    >>> fig = average({1: np.eye(4), 4: np.ones((4, 4))})
    >>> [ax.get_title() for ax in fig.axes]
    ['1 shift', '4 shifts']
    """
    fig, axes = style.subplots(1, len(averages), height=2.25)
    for ax, (count, matrix) in zip(axes, averages.items(), strict=True):
        limit = np.abs(matrix).max()
        style.picture(ax, matrix, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
        ax.set_title((_("1 shift") if count == 1 else _("{} shifts")).format(count), loc="center")
    return fig


@frames.sequence
def where(picture, cases):
    """Where moving first and moving last differ, for each border, stride and shift.

    Parameters
    ----------
    picture : array, (H, W)
        The input, values 0 to 1.
    cases : sequence of (mode, stride, amount, first, last)
        What the border holds, the stride, the shift in columns, and the output of the moved picture and the moved
        output of the picture, (h, w) each.

    Yields
    ------
    Frame
        The moved picture, both outputs and their difference.

    Examples
    --------
    >>> made = where(np.eye(4), [("zeros", 1, amount, np.ones((4, 4)), np.eye(4)) for amount in (1, 2)])
    >>> [frame.at for frame in made][1]
    {'padding': 'zeros', 'stride': '1', 'shift': '2'}
    """
    modes = {"circular": _("circular"), "zeros": _("zeros"), "reflect": _("reflect")}
    fig, axes = style.subplots(1, 4, height=1.85)
    limit = np.percentile(np.abs(cases[0][4]), 99.5) or 1
    images = [style.picture(axes[0], picture, cmap=style.FEW_GREYS)]
    extent = axes[0].images[0].get_extent()
    for ax in axes[1:]:
        images.append(
            style.picture(ax, np.zeros_like(picture), cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit, extent=extent)
        )
    for ax, title in zip(axes, [_("moved picture"), _("move first"), _("move last"), _("difference")], strict=True):
        ax.set_title(title, loc="center")
    said = axes[3].set_xlabel(_("error {:.2f}").format(0))
    for mode, stride, amount, first, last in cases:
        gap = first - last
        error = np.linalg.norm(gap) / (np.linalg.norm(last) or 1)
        images[0].set_data(np.roll(picture, amount, axis=1))
        images[1].set_data(first)
        images[2].set_data(last)
        images[3].set_data(gap)
        said.set_text(_("error {:.2f}").format(error))
        said.set_color(style.ORANGE if error > 1e-9 else style.BLUE)
        columns = int(np.sum(np.abs(gap).max(axis=0) > 1e-9))
        yield frames.Frame(
            fig,
            _("{columns} of {all} columns differ; relative error {error:.2f}").format(
                columns=columns, all=gap.shape[1], error=error
            ),
            at={_("padding"): modes[mode], _("stride"): str(stride), _("shift"): str(amount)},
        )


@style.figure
def halo(amounts, pictures, margin, size, errors):
    """The error starts when the digit's halo meets that of the border.

    Parameters
    ----------
    amounts : array, (k,)
        Shifts whose pictures are shown.
    pictures : sequence of k pairs of arrays, (H, W) each
        The moved picture, values 0 to 1, and how far the output is from the moved output.
    margin : int
        Columns between the digit and the border before it moves.
    size : (int, int)
        Rows and columns of the digit.
    errors : array, (2, m)
        Relative errors for shifts 0 to m - 1, without biases and with them.

    Returns
    -------
    matplotlib.figure.Figure
        Above the pictures with both halos and the errors in orange, below the errors over shifts.

    Examples
    --------
    >>> picture = (np.zeros((9, 9)), np.zeros((9, 9)))
    >>> fig = halo([0, 1], [picture, picture], 3, (3, 3), np.array([[0, 0, 1], [0, 1, 2]]))
    >>> fig.axes[2].lines[1].get_ydata().tolist()
    [0, 1, 2]
    """
    fig, axes = style.subplots(height=4.1)
    axes.remove()
    grid = fig.add_gridspec(2, len(amounts), height_ratios=[1, 1.15])
    wrong = style.ORANGE
    for column, (amount, (picture, gap)) in enumerate(zip(amounts, pictures, strict=True)):
        ax = fig.add_subplot(grid[0, column])
        style.picture(ax, picture, cmap=style.FEW_GREYS, vmin=-0.25)
        rows, columns = np.nonzero(gap > 1e-9)
        ax.plot(columns, rows, "s", color=wrong, markersize=2.6, markeredgewidth=0)
        left, top = margin + amount - 3.5, margin - 3.5
        width = min(size[1] + 6, picture.shape[1] - 0.5 - left)
        ax.add_patch(Rectangle((left, top), width, size[0] + 6, fill=False, edgecolor=style.BLUE, linewidth=2))
        band = [1.5, 1.5, picture.shape[1] - 4, picture.shape[0] - 4]
        ax.add_patch(
            Rectangle(band[:2], *band[2:], fill=False, edgecolor=style.GREEN, linewidth=1.5, linestyle=(0, (3, 2)))
        )
        ax.set_title(_("moved by {}").format(amount), loc="center")
    curve = fig.add_subplot(grid[1, :])
    looks = [(style.PURPLE, "s", "--", _("without biases")), (style.ORANGE, "o", "-", _("with biases"))]
    for values, (colour, marker, line, name) in zip(errors, looks, strict=True):
        curve.plot(values, color=colour, marker=marker, linestyle=line, label=name)
    curve.set(xticks=range(len(errors[0])), ylim=(-0.04, None))
    curve.set_xlabel(_("moved by (pixels)"))
    curve.set_ylabel(_("relative error"))
    curve.legend(loc="upper left")
    return fig


@style.figure
def share(answers):
    """Five positions of one pattern give one answer only with shared weights and global pooling.

    Parameters
    ----------
    answers : array, (2, 2, shifts, outputs)
        Shared weights or not; global maximum or flattened; the shift; the output.

    Returns
    -------
    matplotlib.figure.Figure
        Four panels with one line for each shift.

    Examples
    --------
    >>> fig = share(np.arange(200.0).reshape(2, 2, 5, 10))
    >>> [len(ax.lines) for ax in fig.axes]
    [5, 5, 5, 5]
    """
    fig, axes = style.subplots(2, 2, height=3.9, sharex=True)
    answers = np.asarray(answers)
    for row in range(2):
        for column in range(2):
            ax, values = axes[row, column], answers[row, column]
            same = np.ptp(values, axis=0).max() < 1e-9
            for line in values:
                ax.plot(line, "o-", color=style.BLUE if same else style.ORANGE, markersize=3, linewidth=1.2)
            ax.set(xticks=[], yticks=[])
            low, high = values.min(), values.max()
            ax.set_ylim(low - 0.08 * (high - low), high + 0.3 * (high - low))
            ax.text(
                0.97,
                0.95,
                _("all the same") if same else _("all different"),
                transform=ax.transAxes,
                ha="right",
                va="top",
                color=style.BLUE if same else style.ORANGE,
            )
        axes[row, 0].set_ylabel([_("shared weights"), _("weights of their own")][row])
    for ax, title in zip(axes[0], [_("global max pooling"), _("flattened")], strict=True):
        ax.set_title(title, loc="center")
    for ax in axes[1]:
        ax.set_xlabel(_("outputs 1 to {}").format(answers.shape[-1]), color=style.MUTED)
    return fig
