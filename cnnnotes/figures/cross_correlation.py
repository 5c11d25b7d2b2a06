"""Figures of page 3.2: a kernel that slides, what flipping it changes, channels that are summed, layers that collapse into one."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@frames.sequence
def window(image, kernel, output):
    """Slide a kernel over an image: nine products, one sum, one cell of the output, with all the numbers.

    Parameters
    ----------
    image : array, (H, W)
        Whole numbers, 0 or more.
    kernel : array, (k, k)
        Whole numbers.
    output : array, (H - k + 1, W - k + 1)
        Sums of the products, one for each place of the kernel.

    Yields
    ------
    Frame
        One for each place, row by row: the window, the products, their sum, and the output as far as it is made.

    Examples
    --------
    >>> made = window(np.eye(3), np.ones((2, 2)), np.array([[2, 1], [1, 2]]))
    >>> [frame.words for frame in made][0]
    'Row 0, column 0: 1 + 0 + 0 + 1 = 2'
    """
    image, kernel, output = (np.asarray(values, dtype=float) for values in (image, kernel, output))
    size, (rows, columns) = len(kernel), output.shape
    part = 0.9  # between the three small squares below
    wide = max(image.shape[1] + 2 + columns, 3 * size + 2 * part + 2.4)
    fig, ax = style.subplots(height=4.75)
    low = image.shape[0] + 1.9
    ax.set(xlim=(-0.2, wide + 0.2), ylim=(low + size + 0.2, -0.9), aspect="equal")
    ax.set_axis_off()
    right, down = wide - columns, (image.shape[0] - rows) / 2
    starts = [0, size + part, 2 * (size + part)]

    def squares(values, left, top, colours, limit):
        """Draw numbers in shaded squares; give the shades and the numbers, row by row."""
        made = []
        for row, column in np.ndindex(values.shape):
            shade = ax.add_patch(Rectangle((left + column, top + row), 1, 1, linewidth=0))
            ax.add_patch(Rectangle((left + column, top + row), 1, 1, fill=False, edgecolor=style.GRID, linewidth=0.8))
            number = ax.text(left + column + 0.5, top + row + 0.53, "", ha="center", va="center")
            made.append((shade, number, colours, limit))
            write(made[-1], values[row, column])
        return made

    def write(square, value):
        """Write a value into a square and shade it by its sign and size."""
        shade, number, colours, limit = square
        shade.set(color=colours[int(value > 0)], alpha=0.55 * min(1, abs(value) / limit), linewidth=0)
        number.set_text(style.number(value))

    signs, greys = (style.BLUE, style.ORANGE), (style.MUTED, style.MUTED)
    top = np.abs(image).max()
    most = np.abs(kernel).max()
    squares(image, 0, 0, greys, 1.4 * top)
    squares(kernel, starts[1], low, signs, most)
    seen = squares(image[:size, :size], starts[0], low, greys, 1.4 * top)
    products = squares(image[:size, :size] * kernel, starts[2], low, signs, top * most)
    results = squares(output, right, down, signs, np.abs(output).max())
    here = ax.add_patch(Rectangle((0, 0), size, size, fill=False, edgecolor=style.GREEN, linewidth=2.8))
    there = ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=style.GREEN, linewidth=2.8))
    ax.add_patch(Rectangle((starts[0], low), size, size, fill=False, edgecolor=style.GREEN, linewidth=2.8))
    labels = [(image.shape[1] / 2, -0.4, _("input")), (right + columns / 2, down - 0.4, _("output"))]
    names = [_("window"), _("kernel"), _("products")]
    labels += [(start + size / 2, low - 0.4, name) for start, name in zip(starts, names, strict=True)]
    for across, height, name in labels:
        ax.text(across, height, name, ha="center", va="center", color=style.MUTED)
    middle = low + size / 2
    ax.text(starts[1] - part / 2, middle, "×", ha="center", va="center", fontsize=13)
    ax.text(starts[2] - part / 2, middle, "=", ha="center", va="center", fontsize=13)
    end = starts[2] + size
    total = ax.text((end + wide) / 2 + 0.1, middle, "", ha="center", va="center", color=style.GREEN, fontsize=13)
    ax.text((end + wide) / 2 + 0.1, low - 0.4, _("sum"), ha="center", va="center", color=style.MUTED)

    for shade, number, *_rest in results:
        shade.set_visible(False)
        number.set_visible(False)
    for place, (row, column) in enumerate(np.ndindex(output.shape)):
        under = image[row : row + size, column : column + size]
        for square, value in zip(seen, under.ravel(), strict=True):
            write(square, value)
        for square, value in zip(products, (under * kernel).ravel(), strict=True):
            write(square, value)
        for artist in results[place][:2]:
            artist.set_visible(True)
        here.set_xy((column, row))
        there.set_xy((right + column, down + row))
        total.set_text(style.number(output[row, column]))
        parts = " + ".join(
            f"({style.number(part)})" if part < 0 else style.number(part) for part in (under * kernel).ravel()
        )
        words = _("Row {row}, column {column}: {parts} = {total}")
        text = words.format(row=row, column=column, parts=parts, total=style.number(output[row, column]))
        yield frames.Frame(fig, text)


@frames.sequence
def flip(kernels, inputs, convolved, correlated):
    """See for several kernels whether convolution and cross-correlation differ, and how.

    Parameters
    ----------
    kernels : array, (4, k, k)
        A letter F, a box, an edge filter, and a single 1 beside the middle.
    inputs : array, (2, H, W)
        Single points, and a scene of letters; values 0 to 1.
    convolved, correlated : array, (4, 2, H, W)
        For each kernel what both operations make of both inputs.

    Yields
    ------
    Frame
        One for each kernel and operation: the kernel, the kernel as it is laid on the input, both inputs, both results.

    Examples
    --------
    >>> zeros = np.zeros((4, 2, 9, 9))
    >>> made = flip(np.ones((4, 3, 3)), np.zeros((2, 9, 9)), zeros, zeros)
    >>> [frame.at["operation"] for frame in made][:2]
    ['convolution', 'cross-correlation']
    """
    fig, axes = style.subplots(2, 3, height=3.9, width_ratios=[0.7, 1, 1])
    (written, points, pasted), (laid, letters, found) = axes
    for ax, label in [(written, _("kernel")), (laid, _("as laid on")), (pasted, _("result")), (found, _("result"))]:
        ax.set_title(label, loc="center")
    for ax, picture, label in zip((points, letters), inputs, (_("points"), _("letters")), strict=True):
        style.picture(ax, picture, cmap=style.FEW_GREYS)
        ax.set_title(label, loc="center")
    shown = [
        style.picture(ax, values, cmap=style.FEW_COLOURS, vmin=-1, vmax=1)
        for ax, values in zip((written, laid, pasted, found), (kernels[0], kernels[0], *convolved[0]), strict=True)
    ]
    rings = found.plot([], [], "o", markersize=17, fillstyle="none", color=style.GREEN, markeredgewidth=2)[0]
    names = [_("letter F"), _("box"), _("edge"), _("one step")]
    for kernel, name, *both in zip(kernels, names, convolved, correlated, strict=True):
        gap = np.abs(np.subtract(*both)).max()
        for operation, flipped, results in zip(
            (_("convolution"), _("cross-correlation")), (True, False), both, strict=True
        ):
            panels = [kernel, kernel[::-1, ::-1] if flipped else kernel, *results]
            for drawn, values in zip(shown, panels, strict=True):
                drawn.set_data(values)
                limit = np.abs(values).max() or 1
                drawn.set_clim(-limit, limit)
            rows, columns = np.nonzero(results[1] > np.max(results[1]) - 1e-9)
            best = len(rows) == 1  # one place stands out
            rings.set_data(columns if best else [], rows if best else [])
            if gap > 1e-9:
                words = _("{kernel}, {operation}: the other operation differs by up to {gap}")
            else:
                words = _("{kernel}, {operation}: the other operation gives the same")
            text = words.format(kernel=name, operation=operation, gap=f"{gap:.2g}")
            yield frames.Frame(fig, text, at={_("kernel"): name, _("operation"): operation})


@style.figure
def channels(photograph, kernels, maps, sums, answers):
    """Each filter has a kernel for each channel; its maps are added up, and what passes the bias is the feature map.

    Parameters
    ----------
    photograph : array, (3, H, W)
        Red, green and blue, values 0 to 1.
    kernels : array, (2, 3, k, k)
        Two filters.
    maps : array, (2, 3, H', W')
        What each kernel makes of its channel.
    sums : array, (2, H', W')
        The maps of a filter, added up.
    answers : array, (2, H', W')
        After bias and ReLU.

    Returns
    -------
    matplotlib.figure.Figure
        Above the channels, below a row for each filter: three maps with their kernels, their sum, the feature map.

    Examples
    --------
    >>> maps = np.ones((2, 3, 9, 9))
    >>> fig = channels(np.zeros((3, 9, 9)), np.ones((2, 3, 3, 3)), maps, maps.sum(axis=1), maps.sum(axis=1))
    >>> len(fig.axes)
    15
    """
    fig, axes = style.subplots(3, 5, height=3.7)
    for ax, channel, name in zip(axes[0], photograph, [_("red"), _("green"), _("blue")], strict=False):
        style.picture(ax, channel, cmap=style.FEW_GREYS)
        ax.set_title(name, loc="center")
    for ax in axes[0, 3:]:
        ax.set_axis_off()
    for row, (filters, each, together, after) in enumerate(zip(kernels, maps, sums, answers, strict=True), 1):
        limit, most = max(np.abs(each).max(), np.abs(together).max()), np.abs(filters).max()
        for ax, values, kernel in zip(axes[row], each, filters, strict=False):
            style.picture(ax, values, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
            inset = ax.inset_axes([0.03, 0.62, 0.35, 0.35])
            style.picture(inset, kernel, cmap=style.FEW_COLOURS, vmin=-most, vmax=most)
            for spine in inset.spines.values():
                spine.set_color(style.INK)
        style.picture(axes[row, 3], together, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
        style.picture(axes[row, 4], after, cmap=style.FEW_GREYS, vmin=0, vmax=np.max(after) or 1)
        for ax, sign in zip(axes[row], ["", "+", "+", "="], strict=False):
            ax.set_ylabel(sign, rotation=0, ha="center", va="center", labelpad=3, fontsize=12)
    axes[1, 3].set_title(_("sum"), loc="center")
    axes[1, 4].set_title(_("feature map"), loc="center")
    return fig


@style.figure
def collapse(two, one):
    """Two layers without a nonlinearity are one layer; with ReLU between them they are not.

    Parameters
    ----------
    two : array, (2, H, W)
        Two layers of 3 x 3: without ReLU between them, and with it.
    one : array, (2, H, W)
        One layer of 5 x 5: the two kernels merged, and the best one that there is.

    Returns
    -------
    matplotlib.figure.Figure
        Two rows: two layers, one layer, their difference, whose share of the first is written below.

    Examples
    --------
    >>> fig = collapse(np.ones((2, 9, 9)), [np.ones((9, 9)), np.zeros((9, 9))])
    >>> [ax.get_xlabel() for ax in fig.axes[2::3]]
    ['0%', '100%']
    """
    fig, axes = style.subplots(2, 3, height=4.1)
    titles = [_("two layers of 3×3"), _("one layer of 5×5"), _("difference")]
    for row, (first, second) in enumerate(zip(two, one, strict=True)):
        difference = np.subtract(first, second)
        limit = np.percentile(np.abs(first), 99.5)
        for ax, values, title in zip(axes[row], [first, second, difference], titles, strict=True):
            style.picture(ax, values, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
            if row == 0:
                ax.set_title(title, loc="center")
        share = np.linalg.norm(difference) / np.linalg.norm(first)
        axes[row, 2].set_xlabel(f"{100 * share:.0f}%", color=style.INK)
    axes[0, 0].set_ylabel(_("without ReLU"))
    axes[1, 0].set_ylabel(_("with ReLU"))
    return fig
