"""What a block of a page calls: ``show`` hands over a figure, ``fact`` a value for the prose.

While the site is built both go to the block's record. Anywhere else, in a notebook or a script, ``show`` displays the figure and ``fact``
prints, so that a block copied from a page runs where it is pasted.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Record:
    """What one block handed over."""

    figures: list = field(default_factory=list)
    facts: dict = field(default_factory=dict)
    draw: Callable | None = None  # what is done with a figure as soon as it is shown


_record = None


def record(new):
    """Send figures and facts to ``new`` from now on; ``None`` ends it."""
    global _record
    _record = new


def show(figure):
    """Show a figure: on the page while the site is built, in a notebook or window elsewhere.

    Parameters
    ----------
    figure : matplotlib.figure.Figure or cnnnotes.figures.frames.Frames
        What a function of ``cnnnotes.figures`` returned. Of a sequence a page shows all frames; a notebook or window
        shows the first, the middle and the last.

    Raises
    ------
    TypeError
        If it is neither.

    Examples
    --------
    >>> show("a picture")
    Traceback (most recent call last):
    ...
    TypeError: show: got str, needs a matplotlib.figure.Figure, as the functions of cnnnotes.figures return
    """
    from matplotlib.figure import Figure

    from cnnnotes.figures.frames import Frames

    if not isinstance(figure, Figure | Frames):
        raise TypeError(
            f"show: got {type(figure).__name__}, needs a matplotlib.figure.Figure, as the functions of cnnnotes.figures return"
        )
    if _record is not None:
        _record.figures.append(figure)
        if _record.draw is not None:
            _record.draw(figure)
    elif isinstance(figure, Frames):
        drawn = [(_draw(frame.figure), frame.words) for frame in figure]
        for place in stills(len(drawn)):
            buffer, words = drawn[place]
            print(words)
            _display(buffer)
    else:
        _display(_draw(figure))


def stills(count):
    """Which of the frames of a sequence stand for all of them on paper: the first, the middle and the last.

    Examples
    --------
    >>> stills(9), stills(2)
    ([0, 4, 8], [0, 1])
    """
    return sorted({0, count // 2, count - 1})


def fact(name, text):
    """Give a value to the prose of the page, where ``[=name]`` stands for it.

    Parameters
    ----------
    name : str
        Letters, digits and hyphens, unique on the page.
    text : str
        The value as it is to be read, such as ``"0.95"`` or ``"117,964,800"``.

    Raises
    ------
    TypeError
        If the value is not text: how many digits are shown is for the block to say.
    ValueError
        If the name was given before in the same block, or has other characters.

    Examples
    --------
    >>> fact("weights", f"{921_600 * 128:,}")
    weights = 117,964,800
    """
    if not isinstance(text, str):
        raise TypeError(f"fact {name!r}: got {type(text).__name__}, needs text, such as f'{{value:.2f}}'")
    if not name.replace("-", "").isalnum():
        raise ValueError(f"fact: the name {name!r} needs letters, digits and hyphens only")
    if _record is None:
        print(f"{name} = {text}")
    elif name in _record.facts:
        raise ValueError(f"fact {name!r}: given twice in one block")
    else:
        _record.facts[name] = text


def _draw(figure):
    """Draw a figure as PNG."""
    import io

    from cnnnotes.figures import style

    buffer = io.BytesIO()
    with style.context():
        figure.savefig(buffer, format="png", dpi=144, facecolor="white")
    return buffer


def _display(buffer):
    """Show a PNG in the notebook, or in a window where there is a screen."""
    notebook = sys.modules.get("IPython")  # loaded wherever a notebook runs; never needed otherwise
    if notebook is not None and notebook.get_ipython() is not None:
        notebook.display.display(notebook.display.Image(buffer.getvalue(), width=560))
        return
    from PIL import Image

    Image.open(buffer).show(title="cnnnotes")
