"""Figures of page 4.3: what stride keeps and what it costs, what dilation never reads, and how many places a window has."""

from itertools import product

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _

CLASSES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@frames.sequence
def keep_every(image, output, stride):
    """Every place of a window, one by one, and the few places that a stride keeps.

    Parameters
    ----------
    image : array of int, (H, W)
        The input.
    output : array of int, (OH, OW)
        The sums under a window of ones that moves by one.
    stride : int
        Every so many rows and columns are kept.

    Yields
    ------
    Frame
        One for each place of the window.

    Examples
    --------
    >>> made = keep_every(np.ones((4, 4), int), np.full((2, 2), 9), 2)
    >>> [frame.words for frame in made][1]
    'Row 1, column 2: sum 9, not kept (1 kept of 2)'
    """
    image, output = np.asarray(image), np.asarray(output)
    (high, wide), (rows, columns) = image.shape, output.shape
    size = high - rows + 1
    fewer = output[::stride, ::stride].shape
    middle, last = wide + 0.9, wide + columns + 1.8
    down, lower = (high - rows) / 2, (high - fewer[0]) / 2
    fig, ax = style.subplots(height=2.55)
    ax.set(xlim=(-0.1, last + fewer[1] + 0.1), ylim=(high + 0.1, -0.8), aspect="equal")
    ax.axis("off")
    _numbers(ax, image, 0, 0)
    sums = _numbers(ax, output, middle, down)
    left = _numbers(ax, output[::stride, ::stride], last, lower)
    names = [_("input"), _("stride {}").format(1), _("stride {}").format(stride)]
    for name, across, top in zip(
        names, [wide / 2, middle + columns / 2, last + fewer[1] / 2], [0, down, lower], strict=True
    ):
        ax.text(across, top - 0.25, name, ha="center", va="bottom", color=style.MUTED)
    window = ax.add_patch(Rectangle((0, 0), size, size, fill=False, linewidth=2.6, edgecolor=style.BLUE))
    for _shade, number in (*sums.values(), *left.values()):
        number.set_visible(False)
    count = 0
    for done, (row, column) in enumerate(np.ndindex(output.shape), 1):
        keep = row % stride == 0 and column % stride == 0
        shade, number = sums[row, column]
        number.set_visible(True)
        window.set(xy=(column, row), edgecolor=style.BLUE if keep else style.MUTED, linestyle="-" if keep else ":")
        words = _("Row {row}, column {column}: sum {total}, not kept ({count} kept of {done})")
        if keep:
            words = _("Row {row}, column {column}: sum {total}, kept ({count} kept of {done})")
            count += 1
            copy, written = left[row // stride, column // stride]
            written.set_visible(True)
            for square in (shade, copy):
                square.set(facecolor=style.BLUE, alpha=0.35)
        else:
            number.set_color(style.MUTED)
        text = words.format(row=row + 1, column=column + 1, total=output[row, column], count=count, done=done)
        yield frames.Frame(fig, text)


def _numbers(ax, values, left, top):
    """Draw a grid of numbers; give the square and the text of each place."""
    made = {}
    for (row, column), value in np.ndenumerate(values):
        square = Rectangle((left + column, top + row), 1, 1, facecolor=style.PAPER, edgecolor=style.GRID)
        text = ax.text(left + column + 0.5, top + row + 0.53, str(value), ha="center", va="center")
        made[row, column] = ax.add_patch(square), text
    return made


@style.figure
def same_offset(size, kernel, stride, paddings):
    """Two ways to pad that give as many windows, over other cells: they keep other outputs of stride 1.

    Parameters
    ----------
    size, kernel, stride : int
        Length of the input, taps of the window, steps between windows.
    paddings : sequence of 2 pairs of int
        Cells before and after: of a padding given as a number, and of "same".

    Returns
    -------
    matplotlib.figure.Figure
        For each, the windows over the input, and above them the outputs of stride 1, those kept filled.

    Examples
    --------
    >>> fig = same_offset(8, 3, 2, [(1, 1), (0, 1)])
    >>> [ax.get_title(loc="left") for ax in fig.axes]
    ['padding 1: (1, 1)', 'same: (0, 1)']
    """
    fig, axes = style.subplots(2, 1, height=4.2)
    reach = (kernel - 1) // 2
    names = [_("padding {}").format(paddings[0][0]), _("same")]
    for ax, name, (before, after), colour in zip(axes, names, paddings, (style.BLUE, style.ORANGE), strict=True):
        starts = range(-before, size + after - kernel + 1, stride)
        for cell in range(-before, size + after):
            inside = 0 <= cell < size
            fill, line = (style.FILL, "-") if inside else (style.PAPER, ":")
            ax.add_patch(Rectangle((cell, 0), 1, 0.8, facecolor=fill, edgecolor=style.MUTED, linestyle=line))
            ax.text(cell + 0.5, 0.42, f"{cell}" if inside else "0", ha="center", va="center", color=style.MUTED)
        for place, start in enumerate(starts):
            height = 1.15 + 0.42 * (place % 2)
            ends = [start + 0.12, start + kernel - 0.12]
            ax.plot(ends, [height] * 2, color=colour, linewidth=5, solid_capstyle="butt")
            ax.plot([start + reach + 0.5] * 2, [height, 2.05], color=colour, linewidth=1.2)
        for cell in range(size):
            kept = cell - reach in starts
            fill, alpha = (colour, 0.45) if kept else (style.PAPER, 1)
            ax.add_patch(Rectangle((cell, 2.05), 1, 0.8, facecolor=fill, alpha=alpha, edgecolor=style.MUTED))
            shade = style.INK if kept else style.MUTED
            ax.text(cell + 0.5, 2.47, f"{cell}", ha="center", va="center", color=shade)
        rows = [
            (_("input"), 0.42, style.MUTED),
            (_("windows"), 1.36, colour),
            (_("stride {}").format(1), 2.47, style.MUTED),
        ]
        for label, height, shade in rows:
            ax.text(-reach - 0.25, height, label, ha="right", va="center", color=shade)
        ax.set(xlim=(-reach - 2.2, size + reach + 0.1), ylim=(2.95, -0.1))
        ax.set_title(f"{name}: ({before}, {after})", color=colour)
        ax.axis("off")
    return fig


@style.figure
def shift_cost(strides, plain, blurred):
    """How far the maps of a moved picture are from any moved map: zero only where the stride divides the shift.

    Parameters
    ----------
    strides : sequence of S int
        One row of bars for each.
    plain, blurred : array, (S, M)
        Smallest relative difference over all shifts of the map, for shifts of 0, 1, ... M - 1 pixels: of a filter,
        and of the same filter behind a blur.

    Returns
    -------
    matplotlib.figure.Figure
        A panel of bars for each stride; exact zeros are blue dots.

    Examples
    --------
    >>> fig = shift_cost([1, 2], np.array([[0, 0, 0], [0, 1.0, 0]]), np.zeros((2, 3)))
    >>> fig.axes[2].lines[0].get_xdata().tolist()
    [0, 2]
    """
    plain, blurred = np.asarray(plain), np.asarray(blurred)
    fig, axes = style.subplots(len(strides), 2, height=1.05 * len(strides) + 0.75, sharex=True, sharey=True)
    top = 1.15 * max(plain.max(), blurred.max())
    shifts = np.arange(plain.shape[1])
    columns = [(plain, _("edge filter")), (blurred, _("blurred first"))]
    for column, (errors, name) in enumerate(columns):
        for ax, stride, values in zip(axes[:, column], strides, errors, strict=True):
            exact = values < 1e-9
            ax.bar(shifts[~exact], values[~exact], 0.62, color=style.ORANGE)
            ax.plot(shifts[exact], values[exact], "o", color=style.BLUE, clip_on=False, zorder=3)
            ax.set(ylim=(0, top), yticks=[0, 1], xticks=shifts[::2], xlim=(-0.6, len(shifts) - 0.4))
            if not column:
                ax.set_ylabel(_("stride {}").format(stride))
        axes[0, column].set_title(name, loc="center")
    fig.supxlabel(_("shift of the picture (pixels)"), fontsize=10.5)
    return fig


@frames.sequence
def spaced_taps(size, kernel, dilation):
    """A dilated window at every place: which cells it reads, and which family of cells its output belongs to.

    Parameters
    ----------
    size : int
        Side of the input.
    kernel, dilation : int
        Taps of the window on each side, and steps between them.

    Yields
    ------
    Frame
        One for each place: the taps in the colour and with the letter of their family, and the output they give.

    Examples
    --------
    >>> [frame.words for frame in spaced_taps(5, 2, 2)][1]
    'Row 1, column 2: reads 4 cells of family B, skips 5 of the 9 under it'
    """
    span = dilation * (kernel - 1) + 1
    out = size - span + 1
    colours = [style.BLUE, style.ORANGE, style.GREEN, style.PURPLE]
    right, down = size + 1.2, (size - out) / 2
    fig, ax = style.subplots(height=3.2)
    ax.set(xlim=(-0.1, right + out + 0.1), ylim=(size + 0.1, -0.8), aspect="equal")
    ax.axis("off")

    def family(row, column):
        return row % dilation * dilation + column % dilation

    results = {}
    for left, top, side in ((0, 0, size), (right, down, out)):
        for row, column in np.ndindex(side, side):
            square = Rectangle((left + column, top + row), 1, 1, facecolor=style.PAPER, edgecolor=style.GRID)
            letter = CLASSES[family(row, column)]
            text = ax.text(left + column + 0.5, top + row + 0.53, letter, ha="center", va="center", color=style.MUTED)
            results[row, column] = ax.add_patch(square), text
    shown = {place: results[place] for place in np.ndindex(out, out)}
    ax.text(size / 2, -0.25, _("input"), ha="center", va="bottom", color=style.MUTED)
    ax.text(right + out / 2, down - 0.25, _("output"), ha="center", va="bottom", color=style.MUTED)
    taps = [ax.add_patch(Rectangle((0, 0), 1, 1, alpha=0.35)) for _tap in range(kernel**2)]
    window = ax.add_patch(Rectangle((0, 0), span, span, fill=False, linewidth=2.2))
    for _square, text in shown.values():
        text.set_visible(False)
    for row, column in np.ndindex(out, out):
        which = family(row, column)
        colour = colours[which % len(colours)]
        for tap, (i, j) in zip(taps, np.ndindex(kernel, kernel), strict=True):
            tap.set(xy=(column + j * dilation, row + i * dilation), facecolor=colour)
        window.set(xy=(column, row), edgecolor=colour)
        square, text = shown[row, column]
        square.set(facecolor=colour, alpha=0.5)
        text.set(visible=True, color=style.INK)
        words = _(
            "Row {row}, column {column}: reads {taps} cells of family {letter}, skips {gaps} of the {all} under it"
        )
        yield frames.Frame(
            fig,
            words.format(
                row=row + 1,
                column=column + 1,
                taps=kernel**2,
                letter=CLASSES[which],
                gaps=span**2 - kernel**2,
                all=span**2,
            ),
        )


@style.figure
def unseen_cells(dilations, ways):
    """What one output of three layers is connected to: a block, a lattice with holes, or a larger block.

    Parameters
    ----------
    dilations : sequence of tuples of int
        Of the layers of each stack.
    ways : sequence of arrays, (S, S)
        For each stack, how many ways lead from each cell to the output in the middle.

    Returns
    -------
    matplotlib.figure.Figure
        A panel for each: squares whose area grows with the number of ways, crosses where none leads, a frame around.

    Examples
    --------
    >>> fig = unseen_cells([(1,), (2,)], [np.ones((3, 3)), np.eye(3)])
    >>> [ax.get_xlabel() for ax in fig.axes]
    ['9 of 9', '3 of 9']
    """
    fig, axes = style.subplots(1, len(ways), height=2.35)
    widest = max(map(len, ways))
    for ax, steps, counts in zip(axes, dilations, ways, strict=True):
        counts = np.asarray(counts)
        half = len(counts) / 2
        rows, columns = np.nonzero(counts)
        places = np.column_stack([columns, rows]) - half
        sides = 0.98 * np.sqrt(np.sqrt(counts[rows, columns] / counts.max()))
        for (across, height), side in zip(places, sides, strict=True):
            corner = (across + 0.5 - side / 2, height + 0.5 - side / 2)
            ax.add_patch(Rectangle(corner, side, side, color=style.BLUE, linewidth=0))
        empty = np.argwhere(counts == 0) - half + 0.5
        ax.plot(empty[:, 1], empty[:, 0], "x", color=style.ORANGE, markersize=3.6, markeredgewidth=1.1)
        ax.add_patch(Rectangle((-half, -half), 2 * half, 2 * half, fill=False, edgecolor=style.INK, linewidth=1.2))
        edge = widest / 2 + 0.3
        ax.set(xlim=(-edge, edge), ylim=(edge, -edge), aspect="equal", xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax.set_title(", ".join(map(str, steps)), loc="center")
        ax.set_xlabel(_("{seen} of {all}").format(seen=np.count_nonzero(counts), all=counts.size))
    return fig


@frames.sequence
def window_ruler(size, kernels, strides, paddings, dilations):
    """Windows laid out over a row of cells: how many fit, what is left over, and which settings have no place.

    Parameters
    ----------
    size : int
        Cells of the input.
    kernels, strides, paddings, dilations : sequence of int
        The values of the controls.

    Yields
    ------
    Frame
        One for each combination: a row for each window, or the window that does not fit.

    Examples
    --------
    >>> made = window_ruler(7, [5], [1], [0], [1, 2])
    >>> [frame.words for frame in made][1]
    'The kernel spans 9 cells, but there are only 7: it has no place.'
    """
    most, room = max(paddings), size + 2 * max(paddings) - 1
    fig, ax = style.subplots(height=3.6)
    right, depth = size + most + 0.5, 0.85 * room
    ax.set(xlim=(-most - 0.1, right + 1.1), ylim=(depth + 1.5, -2.4))
    ax.axis("off")
    cells = {}
    for cell in range(-most, size + most):
        square = ax.add_patch(Rectangle((cell, 0), 1, 1, edgecolor=style.MUTED, facecolor=style.PAPER))
        name, colour = (f"{cell + 1}", style.INK) if 0 <= cell < size else ("0", style.MUTED)
        text = ax.text(cell + 0.5, 0.53, name, color=colour, ha="center", va="center")
        cells[cell] = square, text
    look = {"fill": False, "edgecolor": style.RED, "linewidth": 2, "linestyle": "--"}
    missing = ax.add_patch(Rectangle((0, 0), 1, 1, **look))
    spans = ax.plot([], [], color=style.BLUE, linewidth=2)[0]
    look = {"linestyle": "none", "marker": "s", "markersize": 12}
    taps = ax.plot([], [], color=style.BLUE, **look)[0]
    outputs = ax.plot([], [], color=style.GREEN, **look)[0]
    beyond = ax.plot([], [], color=style.RED, **look)[0]
    ax.text(size / 2, -0.2, _("padded input"), ha="center", va="bottom", color=style.MUTED)
    ax.text(right + 0.5, -0.2, _("output"), ha="center", va="bottom", color=style.GREEN)
    sum_ = ax.text(-most, -1.85, "", va="center")
    rest = ax.text(3.1, -1.85, "", va="center", color=style.ORANGE)
    total = ax.text(right + 1, -1.85, "", ha="right", va="center", color=style.GREEN)
    for kernel, stride, padding, dilation in product(kernels, strides, paddings, dilations):
        span, padded = dilation * (kernel - 1) + 1, size + 2 * padding
        starts = list(range(-padding, size + padding - span + 1, stride))
        drawn = starts or [-padding]
        read = {start + dilation * tap for start in starts for tap in range(kernel)}
        end = starts[-1] + span if starts else size + padding
        for cell, (square, text) in cells.items():
            inside = -padding <= cell < size + padding
            colour = style.ORANGE if cell >= end else style.BLUE if cell in read else style.PAPER
            square.set(visible=inside, facecolor=to_rgba(colour, 0.3 if colour != style.PAPER else 1))
            square.set_linestyle("-" if 0 <= cell < size else ":")
            text.set_visible(inside)
        pitch = min(depth / len(drawn), 2.5)  # few windows stand further apart, so that no empty room is left below
        heights = [1.2 + pitch * (row + 0.5) for row in range(len(drawn))]
        places = [
            (start + dilation * tap + 0.5, height)
            for start, height in zip(drawn, heights, strict=True)
            for tap in range(kernel)
        ]
        inside = [place for place in places if place[0] < size + padding]
        outside = [place for place in places if place[0] >= size + padding]
        lines = [
            point
            for start, height in zip(drawn, heights, strict=True)
            for point in [(start + 0.5, height), (start + span - 0.5, height), (np.nan, np.nan)]
        ]
        missing.set(visible=not starts, bounds=(size + padding, 0, span - padded, 1))
        _place(spans, lines)
        _place(taps, inside)
        _place(beyond, outside)
        _place(outputs, [(right + 0.5, height) for height in heights] if starts else [])
        steps, left = divmod(padded - span, stride)
        unread = padded - left - len(read)
        texts = {"padded": padded, "span": span, "stride": stride, "steps": steps, "left": left, "count": steps + 1}
        if starts:
            words = _("Padded {padded}, span {span}. Steps of {stride}: {steps}. Left over: {left}. Outputs: {count}.")
            more = _("Never read in between: {unread}.").format(unread=unread) if unread else ""
            said = " ".join(filter(None, [words.format(**texts), more]))
            sum_.set(text=f"{padded} − {span} = {padded - span} = {steps} × {stride} + {left}", color=style.INK)
            rest.set_text(_("left over: {}").format(left))
            total.set_text(_("outputs: {steps} + 1 = {count}").format(**texts))
        else:
            words = _("The kernel spans {span} cells, but there are only {padded}: it has no place.")
            said = words.format(**texts)
            sum_.set(text=f"{padded} − {span} < 0", color=style.RED)
            rest.set_text("")
            total.set_text("")
        yield frames.Frame(
            fig,
            said,
            at={
                _("kernel"): f"{kernel}",
                _("stride"): f"{stride}",
                _("padding"): f"{padding}",
                _("dilation"): f"{dilation}",
            },
        )


def _place(line, points):
    """Give a line its points; none at all hide it."""
    line.set_data(*(zip(*points, strict=True) if points else ([], [])))
    line.set_visible(bool(points))
