"""Figures of page 4.4: what pooling keeps of each window, what it forgets, and where the gradient goes back."""

import numpy as np
from matplotlib.patches import Circle, Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _


@frames.sequence
def pool_windows(image, largest, mean):
    """Windows that do not overlap, one after the other: the largest value and the mean of each, with all the numbers.

    Parameters
    ----------
    image : array, (H, W)
        Numbers, 0 or more, not all 0.
    largest, mean : array, (H / k, W / k)
        What max and average pooling make of it.

    Yields
    ------
    Frame
        One for each window, row by row: the window, a ring around its largest value, and both outputs as far as they are made.

    Examples
    --------
    >>> made = pool_windows(np.eye(4), np.eye(2), np.eye(2) / 2)
    >>> [frame.words for frame in made][0]
    'Window 1 of 4, values 1, 0, 0, 1: largest 1, mean 0.5'
    """
    image, largest, mean = (np.asarray(values, dtype=float) for values in (image, largest, mean))
    size, (rows, columns), top = len(image) // len(largest), largest.shape, image.max()
    across, gap = image.shape[1] + 2.2, 1.25
    wide, high = across + 1.3 * columns, max(image.shape[0], 2 * rows + gap)
    fig, ax = style.subplots(height=5.2 * (high + 1.3) / (wide + 0.4))
    ax.set(xlim=(-0.2, wide + 0.2), ylim=(high + 0.3, -1), aspect="equal")
    ax.set_axis_off()
    start = (high - image.shape[0]) / 2
    for row, column in np.ndindex(image.shape):
        _cell(ax, column, start + row, image[row, column], style.MUTED, image[row, column] / top)
    made = []
    lows = [0, rows + gap]
    for values, low, colour in [(largest, lows[0], style.ORANGE), (mean, lows[1], style.BLUE)]:
        made.append([])
        for row, column in np.ndindex(values.shape):
            value = values[row, column]
            place = across + 1.3 * column
            made[-1].append(_cell(ax, place, low + row, value, colour, value / top, width=1.3))
    window = ax.add_patch(Rectangle((0, 0), size, size, fill=False, edgecolor=style.GREEN, linewidth=2.8))
    winner = ax.add_patch(Circle((0, 0), 0.44, fill=False, edgecolor=style.ORANGE, linewidth=2))
    ends = [ax.add_patch(Rectangle((0, 0), 1.3, 1, fill=False, edgecolor=style.GREEN, linewidth=2.8)) for _low in lows]
    middle = across + 1.3 * columns / 2
    for x, y, name, colour in [
        (image.shape[1] / 2, start, _("input"), style.MUTED),
        (middle, lows[0], _("max"), style.ORANGE),
        (middle, lows[1], _("average"), style.BLUE),
    ]:
        ax.text(x, y - 0.4, name, ha="center", va="center", color=colour)
    for shade, number in (cell for cells in made for cell in cells):
        shade.set_visible(False)
        number.set_visible(False)
    for place, (row, column) in enumerate(np.ndindex(rows, columns)):
        under = image[size * row : size * (row + 1), size * column : size * (column + 1)]
        first = divmod(int(under.argmax()), size)
        window.set_xy((size * column, start + size * row))
        winner.set_center((size * column + first[1] + 0.5, start + size * row + first[0] + 0.5))
        for end, low, cells in zip(ends, lows, made, strict=True):
            end.set_xy((across + 1.3 * column, low + row))
            for artist in cells[place]:
                artist.set_visible(True)
        words = _("Window {place} of {count}, values {values}: largest {largest}, mean {mean}").format(
            place=place + 1,
            count=rows * columns,
            values=", ".join(f"{value:g}" for value in under.ravel()),
            largest=f"{largest[row, column]:g}",
            mean=f"{mean[row, column]:g}",
        )
        yield frames.Frame(fig, words)


@frames.sequence
def pool_methods(inputs, outputs, left):
    """Make two pictures smaller in four ways: which patterns come out that were never there?

    Parameters
    ----------
    inputs : array, (H, W), two of them
        Rings that narrow outwards, and a photograph; values 0 to 1.
    outputs : dict of two arrays each
        For each (method, window) both pictures made smaller; methods "subsampling", "max", "average", "blur".
    left : dict of float
        For each (method, window) how far it is off an even grey where the rings are too narrow for it; 1 is the
        contrast of the rings.

    Yields
    ------
    Frame
        One for each method and window.

    Examples
    --------
    >>> made = {("max", 2): np.ones((2, 3, 3)), ("blur", 2): np.zeros((2, 3, 3))}
    >>> frame = next(iter(pool_methods(np.zeros((2, 6, 6)), made, {("max", 2): 1, ("blur", 2): 0.2})))
    >>> frame.words
    'max, window 2: where rings are too narrow for 3×3 values, it is off grey by 100% of their contrast'
    """
    names = {"subsampling": _("subsampling"), "max": _("max"), "average": _("average"), "blur": _("blur pooling")}
    fig, axes = style.subplots(2, 2, height=5.3)
    for ax, picture, name in zip(axes[0], inputs, (_("rings"), _("photograph")), strict=True):
        style.picture(ax, picture, cmap=style.FEW_GREYS)
        ax.set_title(name, loc="center")
    first = next(iter(outputs.values()))
    drawn = [style.picture(ax, picture, cmap=style.FEW_GREYS) for ax, picture in zip(axes[1], first, strict=True)]
    axes[0, 0].set_ylabel(_("input"))
    axes[1, 0].set_ylabel(_("output"))
    for (method, size), pictures in outputs.items():
        for shown, picture, ax in zip(drawn, pictures, axes[1], strict=True):
            rows, columns = np.shape(picture)
            shown.set_data(picture)
            shown.set_extent((-0.5, columns - 0.5, rows - 0.5, -0.5))
            ax.set_xlabel(f"{rows}×{columns}")
        rows, columns = np.shape(pictures[0])
        words = _(
            "{method}, window {size}: where rings are too narrow for {rows}×{columns} values, it is off grey by {share}% of their contrast"
        )
        text = words.format(
            method=names[method], size=size, rows=rows, columns=columns, share=f"{100 * left[method, size]:.0f}"
        )
        yield frames.Frame(fig, text, at={_("method"): names[method], _("window"): str(size)})


@frames.sequence
def pool_shuffled(states):
    """Shuffle a photograph inside each window: the pooled pictures stay exactly as they were.

    Parameters
    ----------
    states : dict of (array, array, array)
        For each size of the window: the photograph and its shuffled copy (2, H, W), and both after max and after
        average pooling (2, H / k, W / k); values 0 to 255.

    Yields
    ------
    Frame
        One for each size: a row for the photograph, a row for the copy.

    Examples
    --------
    >>> small = np.ones((2, 2, 2))
    >>> made = pool_shuffled({2: (np.ones((2, 4, 4)), small, small), 4: (np.ones((2, 4, 4)), small, 0 * small)})
    >>> [frame.words for frame in made][0]
    'Shuffled in windows of 2×2: the largest difference is 0 after max pooling, 0 after average pooling'
    """
    fig, axes = style.subplots(2, 3, height=3.75)
    first = next(iter(states.values()))
    drawn = []
    for column, pictures in enumerate(first):
        for row, picture in enumerate(pictures):
            drawn.append(style.picture(axes[row, column], picture, cmap=style.FEW_GREYS, vmin=0, vmax=255))
    for ax, name in zip(axes[0, 1:], (_("max"), _("average")), strict=True):
        ax.set_title(name, loc="center")
    axes[0, 0].set_ylabel(_("photograph"))
    axes[1, 0].set_ylabel(_("shuffled"))
    for size, state in states.items():
        for shown, picture in zip(drawn, [picture for pictures in state for picture in pictures], strict=True):
            rows, columns = np.shape(picture)
            shown.set_data(picture)
            shown.set_extent((-0.5, columns - 0.5, rows - 0.5, -0.5))
        gaps = [f"{np.abs(np.subtract(*pictures)).max():g}" for pictures in state[1:]]
        for ax, gap in zip(axes[1, 1:], gaps, strict=True):
            ax.set_xlabel(_("difference {gap}").format(gap=gap), color=style.GREEN)
        words = _(
            "Shuffled in windows of {size}×{size}: the largest difference is {largest} after max pooling, {mean} after average pooling"
        )
        text = words.format(size=size, largest=gaps[0], mean=gaps[1])
        yield frames.Frame(fig, text, at={_("window"): str(size)})


@style.figure
def pool_gradient(image, gradients):
    """Where a gradient of 1 for each output goes back: to the winner, to all in equal shares, several times to one winner.

    Parameters
    ----------
    image : array, (H, W)
        The values that were pooled.
    gradients : array, (H, W), three of them
        For max and average pooling with windows of 2 side by side, and for max pooling with windows of 3 that overlap by 1.

    Returns
    -------
    matplotlib.figure.Figure
        The values, and for each kind the gradient; cells without any are empty.

    Examples
    --------
    >>> fig = pool_gradient(np.eye(4), [np.eye(4), np.eye(4), np.eye(4)])
    >>> [text.get_text() for text in fig.axes[1].texts]
    ['1', '1', '1', '1']
    """
    fig, axes = style.subplots(2, 2, height=5.5)
    titles = [_("values"), _("max, windows of 2"), _("average, windows of 2"), _("max, windows of 3, stride 2")]
    colours = [style.MUTED, style.ORANGE, style.BLUE, style.ORANGE]
    image = np.asarray(image, dtype=float)
    for ax, values, title, colour in zip(axes.ravel(), [image, *gradients], titles, colours, strict=True):
        rows, columns = image.shape
        ax.set(xlim=(-0.1, columns + 0.1), ylim=(rows + 0.1, -0.1), aspect="equal")
        ax.set_axis_off()
        ax.set_title(title, loc="center", color=style.INK)
        most = image.max() if colour == style.MUTED else max(2, np.max(gradients[2]))
        for row, column in np.ndindex(image.shape):
            value = values[row][column]
            if value or colour == style.MUTED:
                _cell(ax, column, row, value, colour, value / most, fontsize=9.5)
            else:
                _cell(ax, column, row, None, colour, 0)
    for ax, size, stride in [(axes[0, 1], 2, 2), (axes[1, 0], 2, 2), (axes[1, 1], 3, 2)]:
        for row in range(0, image.shape[0] - size + 1, stride):
            for column in range(0, image.shape[1] - size + 1, stride):
                inset = 0.09 if size > stride else 0  # so that windows which overlap are told apart
                corner, side = (column + inset, row + inset), size - 2 * inset
                ax.add_patch(Rectangle(corner, side, side, fill=False, edgecolor=style.GREEN, linewidth=1.3))
    return fig


def _cell(ax, left, top, value, colour, strength, width=1.0, **options):
    """Draw a square shaded by strength (0 to 1), and its number if there is one; give both."""
    shade = ax.add_patch(Rectangle((left, top), width, 1, color=colour, alpha=0.5 * strength, linewidth=0))
    ax.add_patch(Rectangle((left, top), width, 1, fill=False, edgecolor=style.GRID, linewidth=0.8))
    if value is None:
        return shade, None
    return shade, ax.text(left + width / 2, top + 0.53, f"{value:g}", ha="center", va="center", **options)
