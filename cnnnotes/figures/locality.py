"""Figures of page 2.3: what far pixels share, and what is left of it once the near ones are known."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.ticker import NullLocator

from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _

STEP = 0.02  # of a pixel: sides of squares differ by no less, so that many squares are written alike


@style.figure
def far_boxes(picture, clouds, places, side):
    r"""Show pairs of far boxes on a photograph, and scatter the brightness of many such pairs.

    At once: in several photographs the cloud leans, so a box says something about one far away; in others it is round.

    Parameters
    ----------
    picture : array, (H, W)
        A grey photograph, 0 to 1.
    clouds : list of (name, red, blue, correlation)
        One small panel each, in rows of three; `red` and `blue` are arrays (N,), 0 to 1: the brightness of both boxes of
        each pair. `correlation` is written above.
    places : list of (row, red_column, blue_column)
        Top left corners of the pairs that are framed on the photograph.
    side : int
        Height and width of a box, in pixels of `picture`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = far_boxes(np.zeros((9, 9)), [("camera", [0, 1], [0, 1], 1.0)] * 3, [(1, 1, 5)], 2)
    >>> fig.axes[1].get_title(loc="left")
    'camera\nr = 1.00'
    """
    fig, _unused = style.subplots(height=3.2)
    _unused.remove()
    rows = -(-len(clouds) // 3)
    grid = fig.add_gridspec(rows, 4, width_ratios=[1.75, 1, 1, 1])
    ax = fig.add_subplot(grid[:, 0])
    style.picture(ax, picture, cmap=style.FEW_GREYS)
    for row, red, blue in places:
        middle = row + side / 2 - 0.5
        link = ax.plot([red + side - 0.5, blue - 0.5], [middle, middle], color=style.PAPER, linewidth=1.2)[0]
        link.set_path_effects([withStroke(linewidth=2.8, foreground=style.INK)])
        for column, color in [(red, style.RED), (blue, style.BLUE)]:
            style.outline(ax, (row, column, side, side), color, margin=0.8)
    for number, (name, red, blue, correlation) in enumerate(clouds):
        ax = fig.add_subplot(grid[number // 3, 1 + number % 3])
        ax.plot(red, blue, ".", color=style.INK, markersize=2.6, markeredgewidth=0)
        label = f"{_word(name)}\nr = {style.number(correlation, '.2f')}"
        ax.set(title=label, xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[], aspect="equal")
        ax.spines["bottom"].set(color=style.RED, linewidth=2)
        ax.spines["left"].set(color=style.BLUE, linewidth=2)
    return fig


@style.figure
def spectrum(pictures, waves, spectra):
    """Show a photograph, its phases scrambled and its pixels shuffled, above the power of their waves.

    At once: photographs fall along straight lines; the scrambled picture has the very line of the cat and no cat; shuffled
    pixels are flat.

    Parameters
    ----------
    pictures : list of three arrays, (H, W)
        The cat, the cat with scrambled phases, the cat with shuffled pixels; about 0 to 1.
    waves : array, (K,)
        Waves across the picture, rising from 1.
    spectra : dict of str to array (K,)
        Power for each of ``"cat"``, ``"phases scrambled"``, ``"pixels shuffled"``, ``"grass"``; all others are drawn as
        other photographs.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> names = ["cat", "phases scrambled", "pixels shuffled", "grass", "coffee"]
    >>> fig = spectrum([np.eye(2)] * 3, np.array([1, 2, 4]), {name: np.ones(3) for name in names})
    >>> len(fig.axes)
    4
    """
    fig, _unused = style.subplots(height=4.9)
    _unused.remove()
    top, bottom = fig.subfigures(2, 1, height_ratios=[1, 1.7], squeeze=False).ravel()
    titles = [_("cat"), _("phases scrambled"), _("pixels shuffled")]
    colors = [style.BLUE, style.ORANGE, style.RED]
    for ax, image, title, color in zip(top.subplots(1, 3), pictures, titles, colors, strict=True):
        style.picture(ax, image, cmap=style.FEW_GREYS)
        ax.set_title(title, color=color)
    ax = bottom.subplots()
    main = {
        "cat": {"color": style.BLUE, "linewidth": 3.4, "alpha": 0.65, "label": _("cat")},
        "phases scrambled": {"color": style.ORANGE, "linewidth": 1.3, "label": _("phases scrambled")},
        "pixels shuffled": {"color": style.RED, "linewidth": 1.2, "label": _("pixels shuffled")},
        "grass": {"color": style.GREEN, "linestyle": "--", "linewidth": 1.3, "label": _("grass")},
    }
    others = [name for name in spectra if name not in main]
    for name in others:
        label = _("other photographs") if name == others[0] else None
        ax.plot(waves, spectra[name], color=style.MUTED, linewidth=0.8, label=label)
    for name, look in main.items():
        ax.plot(waves, spectra[name], **look)
    start = np.asarray(spectra["cat"])[0] * 8
    guide = ax.plot(waves, start / np.asarray(waves, float) ** 2, ":", color=style.INK, linewidth=1.2)[0]
    guide.set_label("1/f²")
    ax.set(xscale="log", yscale="log", xlabel=_("waves across the picture"), ylabel=_("power"))
    ticks = [wave for wave in (1, 2, 4, 8, 16, 32, 64) if wave <= waves[-1]]
    ax.set_xticks(ticks, [str(wave) for wave in ticks])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_minor_locator(NullLocator())
    ax.tick_params(labelleft=False, left=False)
    ax.grid(axis="x")
    bottom.legend(loc="outside lower center", ncols=3, handlelength=2)
    return fig


@frames.sequence
def conditional(maps, distances, names, curves):
    """Draw what one pixel shares with others, plainly and once the pixels around are known, in one photograph after another.

    At once: the left map is full, the right one empty but for the nearest few; the solid curve falls slowly, the dashed one
    lies at zero.

    Parameters
    ----------
    maps : array, (P, 2, S, S)
        For each photograph the correlation of the middle pixel with every pixel of a window: as it is, and given all other
        pixels. S is odd.
    distances : array, (D,)
        How far apart the two pixels of a row are.
    names : list of P str
        The photographs.
    curves : array, (P, D, 2)
        For each photograph and distance the plain correlation and the one given the pixels around.

    Returns
    -------
    cnnnotes.figures.frames.Frames
        One frame for each photograph. Squares whose side is the root of the size of a correlation, blue above zero and orange
        below.

    Examples
    --------
    >>> maps = np.array([[np.ones((3, 3)), np.eye(3)]] * 2)
    >>> for frame in conditional(maps, [3, 4], ["coffee", "camera"], np.ones((2, 2, 2))):
    ...     print(frame.at, [len(ax.patches[0].get_path().vertices) // 5 for ax in frame.figure.axes[:2]])
    {'photograph': 'coffee'} [8, 2]
    {'photograph': 'camera'} [8, 2]
    """
    maps, curves = np.asarray(maps), np.asarray(curves)
    fig, _unused = style.subplots(height=5.4)
    _unused.remove()
    top, bottom = fig.subfigures(2, 1, height_ratios=[1.15, 1], squeeze=False).ravel()
    squares = []
    for ax, title, color in zip(
        top.subplots(1, 2), (_("correlation"), _("given all other pixels")), (style.BLUE, style.ORANGE), strict=True
    ):
        squares.append(_squares(ax, maps.shape[-1]))
        ax.set_title(title, color=color)
    ax = bottom.subplots()
    markers = ["o", "^", "D", "v"]
    lines = []
    for name, pair, marker in zip(names, curves, markers, strict=False):
        lines += ax.plot(distances, pair[:, 0], "-", marker=marker, color=style.BLUE, label=_word(name))
        lines += ax.plot(distances, pair[:, 1], "--", marker=marker, color=style.ORANGE, linewidth=1.2)
    ax.set_xscale("log", base=2)
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(distances, [str(distance) for distance in distances])
    ax.set(xlabel=_("distance in pixels"), ylabel=_("correlation"), yticks=[0, 0.5, 1], ylim=(-0.16, 1.08))
    ax.annotate(
        _("given the 24 around"),
        (distances[len(distances) // 2], 0.02),
        (0, 5),
        textcoords="offset points",
        ha="right",
        color=style.ORANGE,
    )
    ax.grid(axis="y")
    handles, labels = ax.get_legend_handles_labels()
    bottom.legend(handles, labels, loc="outside lower center", ncols=4, handlelength=1.6)
    for number, name in enumerate(names):
        for pair, values in zip(squares, maps[number], strict=True):
            _set_squares(pair, values)
        for place, line in enumerate(lines):
            shown = place // 2 == number
            line.set(alpha=1 if shown else 0.35, zorder=3 if shown else 2)
        plain, given = _beyond(maps[number, 0]).min(), np.abs(_beyond(maps[number, 1])).max()
        plain, given = np.floor(100 * plain) / 100, np.ceil(100 * given) / 100  # bounds, so rounded outwards
        words = _(
            "{photograph}: three pixels away or more, every correlation is at least {plain}; given all others, at most {given}"
        )
        said = words.format(photograph=_word(name), plain=style.number(plain, ".2f"), given=f"{given:.2f}")
        yield frames.Frame(fig, said, at={_("photograph"): _word(name)})


@style.figure
def layers(picture, reaches, red_box):
    """Show which pixels one output can see after more and more layers, and when it first sees a far box.

    At once: a single layer does not reach the red box; a stack of the same layers does.

    Parameters
    ----------
    picture : array, (H, W, 3)
        Values 0 to 1.
    reaches : list of (layers, reach)
        Number of layers, and an array (H, W) of how strongly each pixel moves the output, 0 where it cannot.
    red_box : (top, left, height, width)
        The far box.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = layers(np.zeros((5, 5, 3)), [(1, np.pad(np.ones((3, 3)), 1))] * 2, (0, 0, 1, 1))
    >>> [ax.get_xlabel() for ax in fig.axes]
    ['3 × 3', '3 × 3']
    """
    fig, axes = style.subplots(1, len(reaches), height=1.95, squeeze=False)
    top, left, height, width = red_box
    for ax, (count, reach) in zip(axes[0], reaches, strict=True):
        reach = np.asarray(reach)
        light = np.where(reach > 0, 0.55 + 0.45 * np.sqrt(reach / reach.max()), 0.32)
        style.picture(ax, np.asarray(picture) * light[..., None])
        ax.set_title(_("1 layer") if count == 1 else _("{n} layers").format(n=count))
        rows, cols = np.flatnonzero(reach.any(axis=1)), np.flatnonzero(reach.any(axis=0))
        style.outline(ax, (rows[0], cols[0], len(rows), len(cols)), style.BLUE)
        reached = np.any(reach[top : top + height, left : left + width])
        style.outline(ax, red_box, style.RED, dashed=not reached)
        ax.set_xlabel(f"{len(rows)} × {len(cols)}", color=style.BLUE)
    return fig


@style.figure
def bag(windows, curves, digits, faces):
    """Draw accuracy against window size for two questions, with examples of both.

    At once: small windows without their places are enough for which digit, but not for which way up the face is, until one
    window holds eyes and nose.

    Parameters
    ----------
    windows : array, (K,)
        Heights and widths of the windows.
    curves : list of two arrays, (K,)
        Accuracy on the digits and on the faces, 0 to 1.
    digits, faces : list of two arrays, (h, w)
        Examples, 0 to 1; the second face is the other way up.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> one = np.zeros((3, 3))
    >>> fig = bag([1, 2], [[0.1, 1], [0.5, 1]], [one, one], [one, one])
    >>> len(fig.axes)
    5
    """
    fig, _unused = style.subplots(height=2.9)
    _unused.remove()
    grid = fig.add_gridspec(2, 3, width_ratios=[0.5, 0.5, 2.6])
    looks = [(_("which digit"), style.BLUE, "o", "-"), (_("which way up"), style.ORANGE, "s", "--")]
    for row, (pictures, (title, color, _marker, _line)) in enumerate(zip((digits, faces), looks, strict=True)):
        for column, image in enumerate(pictures):
            ax = fig.add_subplot(grid[row, column])
            style.picture(ax, image)
            if column == 0:
                ax.set_title(title, color=color)
    ax = fig.add_subplot(grid[:, 2])
    for values, (title, color, marker, line) in zip(curves, looks, strict=True):
        ax.plot(windows, values, line, marker=marker, color=color, label=title)
    ax.set(xlabel=_("window size"), ylabel=_("test accuracy"), ylim=(0, 1.06), yticks=[0, 0.5, 1], xticks=windows)
    ax.grid(axis="y")
    ax.legend(loc="lower right")
    return fig


def _squares(ax, size):
    """Make room for squares, blue and orange ones; the middle is black. Many squares are one path: that is light in a page."""
    middle = size // 2
    pair = [ax.add_patch(PathPatch(Path([(0, 0)]), color=color, linewidth=0)) for color in (style.BLUE, style.ORANGE)]
    ax.plot(middle, middle, "s", color=style.INK, markersize=4.5)
    ax.set(xlim=(-0.7, size - 0.3), ylim=(size - 0.3, -0.7), xticks=[], yticks=[], aspect="equal")
    for spine in ax.spines.values():
        spine.set(visible=True, color=style.GRID)
    return pair


def _set_squares(pair, values):
    """Draw one square for each value but zero and the middle: its area is the size, its colour the sign."""
    middle = len(values) // 2
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
    found = [], []
    for (row, column), value in np.ndenumerate(values):
        if value and (row, column) != (middle, middle):
            side = round(min(np.sqrt(abs(value)), 1) * 0.92 / STEP) * STEP
            found[int(value < 0)].append((column, row) + side / 2 * corners)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    for patch, squares in zip(pair, found, strict=True):
        patch.set_path(Path(np.reshape(squares, (-1, 2)), codes * len(squares)) if squares else Path([(0, 0)]))


def _beyond(values):
    """The values three pixels or more from the middle, where there are any."""
    middle = len(values) // 2
    away = np.maximum(*np.abs(np.indices(values.shape) - middle))
    return values[away >= min(3, middle)]


def _word(name):
    """Say the name of a photograph in the language of the page."""
    return {
        "chelsea": _("cat"),
        "astronaut": _("astronaut"),
        "camera": _("camera"),
        "coffee": _("coffee"),
        "brick": _("brick wall"),
        "grass": _("grass"),
    }[name]
