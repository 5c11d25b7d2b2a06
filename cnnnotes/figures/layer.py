"""Figures of page 4.1: what one layer computes, and what LeNet-5 holds."""

import numpy as np
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@style.figure
def one_value(window, filters, sums, bias, value):
    """One output value: each channel's window times its own kernel, all added up, the bias, the activation.

    Parameters
    ----------
    window, filters : array (C, K, K)
        What is seen of each channel, and the kernel for it. Whole numbers.
    sums : array (C,)
        Sum of the products of each channel.
    bias, value : number
        What is added, and what comes out after ReLU.

    Returns
    -------
    matplotlib.figure.Figure
        A row per channel, with all numbers, and the sums at the right.

    Examples
    --------
    >>> fig = one_value(np.ones((3, 3, 3)), np.ones((3, 3, 3)), [9, 9, 9], -7, 20)
    >>> [text.get_text() for text in fig.axes[0].texts if text.get_text() in ("27", "−7", "ReLU", "20")]
    ['27', '−7', 'ReLU', '20']
    """
    fig, ax = style.subplots(height=4.3)
    colours = [style.RED, style.GREEN, style.BLUE]
    size = len(window[0])
    for row, (seen, kernel, total, colour) in enumerate(zip(window, filters, sums, colours, strict=True)):
        top = row * (size + 0.75)
        for left, numbers, look in [(0, seen, style.FILL), (size + 1, kernel, style.PAPER)]:
            for i, j in np.ndindex(size, size):
                ax.add_patch(Rectangle((left + j, top + i), 1, 1, facecolor=look, edgecolor=style.GRID))
                ax.text(left + j + 0.5, top + i + 0.52, style.number(numbers[i][j]), ha="center", va="center")
            ax.add_patch(Rectangle((left, top), size, size, fill=False, edgecolor=colour, linewidth=2))
        middle = top + size / 2
        ax.text(size + 0.5, middle, "×", ha="center", va="center", fontsize=13)
        ax.text(2 * size + 1.6, middle, "=", ha="center", va="center", fontsize=13)
        ax.text(2 * size + 2.8, middle, style.number(total), ha="center", va="center", fontsize=13, color=colour)
        ax.text(-0.35, middle, _("channel {number}").format(number=row + 1), rotation=90, ha="center", va="center")
    ax.set_title("")
    bottom = 2 * (size + 0.75) + size
    ax.text(size / 2, -0.3, _("window"), ha="center", va="bottom")
    ax.text(size * 1.5 + 1, -0.3, _("filter"), ha="center", va="bottom")
    line = 2 * size + 3.7
    ax.plot([line, line + 0.3, line + 0.3, line], [1, 1, bottom - 1, bottom - 1], color=style.MUTED, linewidth=1.2)
    end = line + 2.7
    steps = [
        (_("sum"), style.number(np.sum(sums))),
        (_("bias"), style.number(bias)),
        (None, "ReLU"),
        (_("output"), style.number(value)),
    ]
    places = np.linspace(1.4, bottom - 1.2, 4)
    for (name, number), y in zip(steps, places, strict=True):
        if name is not None:
            last = number is steps[-1][1] and y == places[-1]
            ax.text(end, y - 0.75, name, ha="center", va="center", color=style.MUTED)
            ax.text(end, y + 0.3, number, ha="center", va="center", fontsize=16 if last else 13, weight="normal")
        else:
            ax.text(end, y, _("ReLU"), ha="center", va="center", fontsize=12)
    arrow = {"arrowstyle": "->", "color": style.MUTED, "shrinkA": 0, "shrinkB": 0}
    for start, stop in [
        (places[0] + 0.85, places[1] - 1.2),
        (places[1] + 0.9, places[2] - 0.6),
        (places[2] + 0.5, places[3] - 1.2),
    ]:
        ax.annotate("", (end, stop), (end, start), arrowprops=arrow)
    ax.add_patch(Rectangle((end - 1.1, places[3] - 0.35), 2.2, 1.3, fill=False, edgecolor=style.INK, linewidth=1.6))
    ax.set(xlim=(-0.9, end + 1.4), ylim=(bottom + 0.2, -1.1), aspect="equal")
    ax.axis("off")
    return fig


@style.figure
def threshold(biases, maps):
    """The bias moves the kink of ReLU: the lower it is, the less of the map is left.

    Parameters
    ----------
    biases : array (B,)
        Added to the responses before ReLU.
    maps : array (B, H, W)
        The maps after ReLU, 0 or more.

    Returns
    -------
    matplotlib.figure.Figure
        Above each map the function that made it, below it the share of places above 0.

    Examples
    --------
    >>> fig = threshold([0, -1], np.ones((2, 4, 4)))
    >>> fig.axes[2].get_xlabel()
    '100%'
    """
    maps = np.asarray(maps)
    fig, axes = style.subplots(2, len(biases), height=3.5, height_ratios=[1, 2.2])
    top = maps.max()
    for ax, below, bias, values in zip(axes[0], axes[1], biases, maps, strict=True):
        x = np.array([-0.4, -bias, 0.4])
        ax.plot(x, np.maximum(x + bias, 0), color=style.BLUE)
        ax.axvline(-bias, color=style.MUTED, linewidth=1, linestyle=":")
        ax.set(xlim=(-0.4, 0.4), ylim=(-0.03, 0.45), yticks=[], xticks=[-bias + 0.0])
        ax.set_xticklabels([style.number(-bias)])
        ax.set_title(_("bias {value}").format(value=style.number(bias)), loc="center")
        ax.spines["left"].set_visible(False)
        style.picture(below, values, cmap=style.FEW_GREYS, vmax=0.7 * top)
        below.set_xlabel(f"{100 * np.mean(values > 0):.0f}%")
    axes[0, 0].set_ylabel(_("after ReLU"))
    axes[1, 0].set_ylabel(_("map"))
    return fig


@style.figure
def activation(linear, active):
    """Two opposite filters cancel when their maps are only added; after ReLU both kinds of edge are left.

    Parameters
    ----------
    linear, active : array (3, H, W)
        Maps of the two filters and their sum: without and with ReLU after the filters.

    Returns
    -------
    matplotlib.figure.Figure
        Two rows of three maps.

    Examples
    --------
    >>> fig = activation(np.zeros((3, 4, 4)), np.ones((3, 4, 4)))
    >>> [ax.get_ylabel() for ax in fig.axes[::3]]
    ['without ReLU', 'with ReLU']
    """
    fig, axes = style.subplots(2, 3, height=3.9)
    limit = np.percentile(np.abs(linear), 99.5) or 1
    titles = [_("filter"), _("its opposite"), _("sum")]
    for row, maps, name in zip(axes, (linear, active), (_("without ReLU"), _("with ReLU")), strict=True):
        for ax, values, title in zip(row, maps, titles, strict=True):
            style.picture(ax, values, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
            if row[0] is axes[0, 0]:
                ax.set_title(title, loc="center")
        row[0].set_ylabel(name)
    return fig


@style.figure
def shared_bias(moved_first, moved_last):
    """With one bias for all places it does not matter when the picture is moved; with a bias per place it does.

    Parameters
    ----------
    moved_first, moved_last : array (2, H, W)
        Maps of the moved picture, and moved maps of the picture: for one bias, and for a bias per place.

    Returns
    -------
    matplotlib.figure.Figure
        One row for each: both maps and their difference.

    Examples
    --------
    >>> fig = shared_bias(np.ones((2, 4, 4)), np.zeros((2, 4, 4)))
    >>> float(fig.axes[2].images[0].get_array().max())
    1.0
    """
    fig, axes = style.subplots(2, 3, height=3.9)
    titles = [_("moved first"), _("moved last"), _("difference")]
    names = [_("one bias"), _("a bias per place")]
    for row, first, last, name in zip(axes, moved_first, moved_last, names, strict=True):
        limit = np.abs(first).max() or 1
        for ax, values, title in zip(row, [first, last, np.subtract(first, last)], titles, strict=True):
            style.picture(ax, values, cmap=style.FEW_COLOURS, vmin=-limit, vmax=limit)
            if row[0] is axes[0, 0]:
                ax.set_title(title, loc="center")
        row[0].set_ylabel(name)
    return fig


ROWS = (("C1", 6, 32, 1), ("S2", 6, 32, 1), ("C3", 8, 12, 2), ("S4", 8, 12, 2))
"""Stages with maps: name, maps in a line, pixels from one map to the next, units of the figure per pixel."""


def montage(maps, line, pitch):
    """Maps in lines of so many, their corners `pitch` pixels apart; nothing between them."""
    count, rows, columns = np.shape(maps)
    lines = -(-count // line)
    sheet = np.full((lines * pitch, line * pitch), np.nan)
    for index, values in enumerate(maps):
        top, left = divmod(index, line)
        sheet[top * pitch : top * pitch + rows, left * pitch : left * pitch + columns] = values
    return sheet[: (lines - 1) * pitch + rows]


def _brightest(held, name):
    """The largest value of each map over all digits, as (C, 1, 1); of each stage without maps over all its values."""
    values = np.array([stage[name] for stage in held])
    if values.ndim == 2:
        return values.max() or 1
    top = values.max(axis=(0, 2, 3))
    return np.where(top > 0, top, 1)[:, None, None]


@frames.sequence
def lenet(images, held, shapes, parameters):
    """Digits on their way through LeNet-5: more maps, smaller maps, then no maps, then ten scores.

    Parameters
    ----------
    images : array (10, 32, 32)
        A digit of each kind.
    held : sequence of dict
        For each digit what each stage hands on: maps (C, H, W) or values (D,), 0 or more, and ten scores.
    shapes, parameters : dict
        For each stage the shape (C, H, W), and how many numbers it learned.

    Yields
    ------
    Frame
        One for each digit.

    Examples
    --------
    >>> sizes = {"C1": (6, 28, 28), "S2": (6, 14, 14), "C3": (16, 10, 10), "S4": (16, 5, 5), "C5": (120, 1, 1)}
    >>> sizes = {**sizes, "F6": (84, 1, 1), "output": (10, 1, 1)}
    >>> values = {name: np.ones(shape if shape[1] > 1 else shape[0]) for name, shape in sizes.items()}
    >>> values["output"] = np.arange(-2.0, 8.0)
    >>> len(list(lenet(np.ones((10, 32, 32)), [values] * 10, sizes, dict.fromkeys(sizes, 1))))
    10
    """
    fig, ax = style.subplots(height=5.6)
    top = {name: _brightest(held, name) for name in shapes}
    low, high = (pick(pick(values["output"]) for values in held) for pick in (min, max))
    options = {"cmap": style.FEW_GREYS, "vmin": 0, "vmax": 1, "interpolation": "none"}
    y, drawn = 0, {}

    def said(name, shape, count, middle):
        ax.text(-76, middle - 5.5, name, va="center", fontsize=11.5)
        ax.text(-76, middle + 5.5, shape, va="center", fontsize=9.5, color=style.MUTED)
        if count:
            ax.text(-10, middle - 5.5, f"{count:,}", va="center", ha="right", fontsize=9.5, color=style.ORANGE)

    drawn["input"] = ax.imshow(images[0], extent=(0, 32, 32, 0), **options)
    said(_("input"), "1×32×32", 0, 16)
    ax.text(-10, 10.5, _("parameters"), va="center", ha="right", fontsize=9.5, color=style.ORANGE)
    y = 40
    for name, line, pitch, scale in ROWS:
        sheet = montage(held[0][name] / top[name], line, pitch)
        height, width = np.array(sheet.shape) * scale
        drawn[name] = ax.imshow(sheet, extent=(0, width, y + height, y), **options)
        said(name, "×".join(map(str, shapes[name])), parameters[name], y + height / 2)
        y += max(height, 18) + 8
    for name in ("C5", "F6"):
        strip = held[0][name][None] / top[name]
        drawn[name] = ax.imshow(strip, extent=(0, 188, y + 14, y), **options)
        said(name, "×".join(map(str, shapes[name])), parameters[name], y + 7)
        y += 24
    span = high - low
    height = 30
    zero = y + height * high / span
    bars = ax.bar(np.arange(10) * 18.8 + 9.4, np.zeros(10), width=13, bottom=zero, color=style.BLUE)
    ax.plot([0, 188], [zero, zero], color=style.MUTED, linewidth=0.8)
    for digit in range(10):
        ax.text(digit * 18.8 + 9.4, y + height + 8, str(digit), ha="center", va="center")
    said(_("output"), "10", parameters["output"], y + height / 2)
    ax.set(xlim=(-78, 192), ylim=(y + height + 15, -2), aspect="equal")
    ax.axis("off")
    for digit, (image, values) in enumerate(zip(images, held, strict=True)):
        drawn["input"].set_data(image)
        for name, line, pitch, _scale in ROWS:
            drawn[name].set_data(montage(values[name] / top[name], line, pitch))
        for name in ("C5", "F6"):
            drawn[name].set_data(values[name][None] / top[name])
        answer = int(np.argmax(values["output"]))
        for place, (bar, score) in enumerate(zip(bars, values["output"], strict=True)):
            bar.set_height(-height * score / span)
            bar.set_color(style.ORANGE if place == answer else style.BLUE)
        words = _("digit {digit}: largest score {score:.1f} for {answer}")
        yield frames.Frame(
            fig,
            words.format(digit=digit, score=values["output"][answer], answer=answer),
            at={_("digit"): str(digit)},
        )
