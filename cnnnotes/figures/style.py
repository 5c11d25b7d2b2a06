"""The look of every figure: one width, one font, colours that work on light and dark pages.

A figure is drawn once. Its colours are stand-ins; ``cnnnotes.site`` writes each as a CSS variable, so that the page decides. The values
below are the light ones, and what a figure has outside the site.
"""

import contextlib
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from cnnnotes.figures._canvas import Canvas

WIDTH = 5.2  # inches: with text of 10.5 pt this is read at 360 px and not huge at 600 px

INK = "#202124"
MUTED = "#5f6673"
GRID = "#d8dbe1"
PAPER = "#fefefe"
FILL = "#eef0f4"
BLUE = "#1f6fb4"
ORANGE = "#c55a00"
GREEN = "#0b7a5c"
RED = "#b3261f"
PURPLE = "#7d4fa6"

#: Each stand-in colour: name of its CSS variable and its value on a dark page.
PALETTE = {
    INK: ("ink", "#e8eaed"),
    MUTED: ("muted", "#a9b0bd"),
    GRID: ("grid", "#454b57"),
    PAPER: ("paper", "#1e2129"),
    FILL: ("fill", "#2b303b"),
    BLUE: ("blue", "#6db3f2"),
    ORANGE: ("orange", "#ff9d4d"),
    GREEN: ("green", "#4fc3a1"),
    RED: ("red", "#ff8a80"),
    PURPLE: ("purple", "#c8a2ec"),
}

GRAY = matplotlib.colormaps["gray"]
DIVERGING = LinearSegmentedColormap.from_list("blue-white-orange", [BLUE, "#f7f7f7", ORANGE])
#: Both in few shades, for pictures that need no more: at most 16 weigh little in a page, and an odd number leaves one for 0.
FEW_GREYS = GRAY.resampled(16)
FEW_COLOURS = DIVERGING.resampled(15)

_FOLDER = Path(__file__).parent
_RC = matplotlib.rc_params_from_file(_FOLDER / "style.mplstyle", use_default_template=False)
_FONT = _FOLDER / "fonts" / "CNNNotesSans.ttf"
font_manager.fontManager.addfont(_FONT)


_inside = False


@contextlib.contextmanager
def context():
    """Matplotlib's settings of this project, for a ``with`` statement; inside of another one it does nothing.

    Examples
    --------
    >>> with context():
    ...     matplotlib.rcParams["svg.hashsalt"]
    'cnnnotes'
    """
    global _inside
    if _inside:  # to set them all takes half a millisecond, several times for each of sixty frames
        yield
        return
    with matplotlib.rc_context(_RC):
        _inside = True
        try:
            yield
        finally:
            _inside = False


def figure(draw):
    """Let a figure function draw with the project's settings, whatever the caller's are.

    Parameters
    ----------
    draw : callable
        Takes arrays, returns a :class:`matplotlib.figure.Figure`.

    Returns
    -------
    callable
        The same function, inside :func:`context`.

    Examples
    --------
    >>> @figure
    ... def line(values):
    ...     fig, ax = subplots(height=1)
    ...     ax.plot(values)
    ...     return fig
    >>> line([1, 2, 3]).get_size_inches().tolist()
    [5.2, 1.0]
    """

    @functools.wraps(draw)
    def drawn(*args, **kwargs):
        again = repeatable(drawn, *args, **kwargs)
        with context():
            made = draw(*args, **kwargs)
        made.again = again
        return made

    return drawn


def repeatable(draw, *args, **kwargs):
    """Give a figure function with its arguments, to draw as often as needed: in each language, for each page it stands on.

    Parameters
    ----------
    draw : callable
    *args, **kwargs
        Its arguments: arrays, lists, numbers; not iterators, which are empty after the first drawing.

    Returns
    -------
    callable
        Takes no arguments.

    Raises
    ------
    TypeError
        If an argument is an iterator.

    Examples
    --------
    >>> repeatable(sum, [1, 2])()
    3
    >>> repeatable(sum, iter([1, 2]))
    Traceback (most recent call last):
    ...
    TypeError: sum: a figure is drawn more than once; got list_iterator, needs a list or an array
    """
    for value in [*args, *kwargs.values()]:
        if isinstance(value, Iterator):
            kind = type(value).__name__
            raise TypeError(f"{draw.__name__}: a figure is drawn more than once; got {kind}, needs a list or an array")
    return functools.partial(draw, *args, **kwargs)


def subplots(nrows=1, ncols=1, *, height, **options) -> tuple[Figure, Any]:
    """Make a figure of the project's width with its axes.

    Parameters
    ----------
    nrows, ncols : int
        Rows and columns of axes.
    height : float
        Height of the figure in inches, above 0.
    **options
        Further options of :meth:`matplotlib.figure.Figure.subplots`, such as ``sharey`` or ``width_ratios``.

    Returns
    -------
    tuple
        The figure, and its axes (one Axes, or an array of them).

    Examples
    --------
    >>> fig, axes = subplots(1, 3, height=2)
    >>> axes.shape
    (3,)
    """
    fig = Figure(figsize=(WIDTH, height), layout="constrained")
    return fig, fig.subplots(nrows, ncols, **options)


def settle(fig):
    """Lay a figure out now, once and for all: what changes later moves nothing else.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        With or without a layout engine; afterwards without.

    Examples
    --------
    >>> fig, ax = subplots(height=1)
    >>> settle(fig)
    >>> fig.get_layout_engine() is None
    True
    """
    Canvas(fig)
    engine = fig.get_layout_engine()
    if engine is not None:
        engine.execute(fig)
        fig.set_layout_engine(None)


def picture(ax, image, *, label=None, **options):
    """Show an image without ticks, with a quiet frame, and a label above it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    image : array, (H, W) or (H, W, 3)
        Grey images are drawn black (0) to white (1) unless ``cmap``, ``vmin`` or ``vmax`` say otherwise.
    label : str, optional
        A few words above the image.
    **options
        Further options of :meth:`matplotlib.axes.Axes.imshow`.

    Returns
    -------
    matplotlib.image.AxesImage
        The image drawn.

    Examples
    --------
    >>> fig, ax = subplots(height=1)
    >>> picture(ax, np.zeros((4, 4))).get_array().shape
    (4, 4)
    """
    if np.ndim(image) == 2:
        options = {"cmap": GRAY, "vmin": 0, "vmax": 1, **options}
    drawn = ax.imshow(image, **options)
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(visible=True, color=GRID)
    if label is not None:
        ax.set_title(label)
    return drawn


def outline(ax, box, color, *, margin=0.0, dashed=False):
    """Frame a part of the image in an axes; the line is seen on dark and light pixels.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where the image is.
    box : sequence of 4 numbers
        Top row, left column, height and width, in pixels of the image.
    color : str
        Colour of the line.
    margin : float
        How much larger the frame is than the box, in pixels, on each side.
    dashed : bool
        Whether the line is broken.

    Examples
    --------
    >>> fig, ax = subplots(height=1)
    >>> outline(ax, (2, 1, 3, 4), RED)
    >>> ax.patches[0].get_xy(), ax.patches[0].get_width()
    ((0.5, 1.5), 4.0)
    """
    top, left, height, width = box
    corner = left - 0.5 - margin, top - 0.5 - margin
    frame = Rectangle(corner, width + 2 * margin, height + 2 * margin, fill=False, edgecolor=color, linewidth=1.8)
    frame.set_path_effects([withStroke(linewidth=3.2, foreground=PAPER)])
    if dashed:
        frame.set_linestyle((0, (2, 1.2)))
    ax.add_patch(frame)


def number(value, form="g", *, plus=False):
    """Write a number with the minus of print, which stands before no 0.

    Parameters
    ----------
    value : float
        The number.
    form : str
        How it is written, such as ``".2f"``.
    plus : bool
        Whether a number above 0 has a sign, too.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> number(-7), number(-0.5, ".2f"), number(-0.004, ".2f"), number(3, plus=True)
    ('−7', '−0.50', '0.00', '+3')
    """
    sign = "+" if plus and value > 0 else ""
    return sign + f"{float(value):z{form}}".replace("-", "−")
