"""Figures made of frames: an operation step by step, or a figure with controls to play with.

A function decorated with :func:`sequence` draws one figure and yields it again and again, each time with its artists changed
and with words that say what is seen. Frames in a row are played, stepped through and sought with a slider; frames that say
at which setting of some controls they stand (``at``) are chosen by these controls.
"""

import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

from cnnnotes.figures import style

FEWEST, MOST = 2, 120
_END = object()


@dataclass(frozen=True)
class Frame:
    """One state of a figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure, the same one in all frames of a sequence, with its artists as they are to be seen now.
    words : str
        What is seen, in the language of the page: read by those who cannot see it, and below the figure by all.
    at : dict of str to str, optional
        For a figure with controls: the name of each control and its value in this frame. Values that are all numbers make
        a slider, others buttons. Every combination of values must come up once; names and values keep the order in which
        they come up.

    Examples
    --------
    >>> Frame(Figure(), "sum 9", at={"noise": "0.1", "series": "random walk"}).at["noise"]
    '0.1'
    """

    figure: Figure
    words: str
    at: dict | None = None


class Frames:
    """What a function decorated with :func:`sequence` returns: frames, drawn anew whenever they are iterated.

    Each frame is to be used before the next one is asked for, since both are the same figure. The layout is found once, for
    the first frame, so that nothing moves that was not meant to.

    Parameters
    ----------
    draw : callable
        Returns an iterator of frames.

    Raises
    ------
    TypeError
        While iterating: if something else than a frame is yielded, or words or values are not text.
    ValueError
        While iterating: if there are fewer than 2 or more than 120 frames, if one shows another figure or has no words, if the
        frames disagree about the controls, or if a combination of their values is missing or comes up twice.

    Examples
    --------
    >>> fig, ax = style.subplots(height=1)
    >>> line, = ax.plot([0, 1])
    >>> def grow():
    ...     for top in (1, 2, 3):
    ...         line.set_ydata([0, top])
    ...         yield Frame(fig, f"up to {top}")
    >>> [frame.words for frame in Frames(grow)]
    ['up to 1', 'up to 2', 'up to 3']
    >>> list(Frames(lambda: [Frame(fig, "one")]))
    Traceback (most recent call last):
    ...
    ValueError: a sequence needs at least 2 frames, got 1
    """

    def __init__(self, draw):
        self._draw = draw

    def __iter__(self) -> Iterator[Frame]:
        """Draw frame after frame, with the project's settings."""
        first, count, seen = None, 0, []
        with style.context():
            drawn = iter(self._draw())
        while True:
            with style.context():
                frame: Any = next(drawn, _END)
                if frame is _END:
                    break
                count += 1
                _check(frame, count, first)
                if first is None:
                    first = frame
                    style.settle(frame.figure)
            seen.append(frame.at)
            yield frame
        if count < FEWEST:
            raise ValueError(f"a sequence needs at least {FEWEST} frames, got {count}")
        if first.at is not None:
            controls(seen)


def sequence(draw):
    """Let a generator function draw a sequence of frames, with the project's settings, whatever the caller's are.

    Parameters
    ----------
    draw : callable
        Takes arrays, yields a :class:`Frame` after each change of its one figure.

    Returns
    -------
    callable
        The same function, which returns :class:`Frames`.

    Examples
    --------
    >>> @sequence
    ... def count(values):
    ...     fig, ax = style.subplots(height=1)
    ...     text = ax.text(0.5, 0.5, "")
    ...     for value in values:
    ...         text.set_text(f"{value}")
    ...         yield Frame(fig, f"Value {value}")
    >>> shown = count([3, 4])
    >>> [frame.figure.axes[0].texts[0].get_text() for frame in shown]
    ['3', '4']
    """

    @functools.wraps(draw)
    def drawn(*args, **kwargs):
        return Frames(style.repeatable(draw, *args, **kwargs))

    return drawn


def controls(settings):
    """Give the controls of a figure: each name and its values, in the order in which they come up.

    Parameters
    ----------
    settings : list of dict of str to str
        The ``at`` of each frame.

    Returns
    -------
    dict of str to list of str

    Raises
    ------
    ValueError
        If a combination of values is missing, or comes up twice.

    Examples
    --------
    >>> controls([{"size": "3", "kind": "box"}, {"size": "5", "kind": "box"}])
    {'size': ['3', '5'], 'kind': ['box']}
    >>> controls([{"a": "1", "b": "1"}, {"a": "2", "b": "2"}])
    Traceback (most recent call last):
    ...
    ValueError: no frame for a = 1, b = 2; every combination of the controls' values needs one
    """
    named = {name: list(dict.fromkeys(at[name] for at in settings)) for name in settings[0]}
    given = [tuple(at[name] for name in named) for at in settings]
    for values in itertools.product(*named.values()):
        if given.count(values) != 1:
            place = ", ".join(f"{name} = {value}" for name, value in zip(named, values, strict=True))
            reason = f"{given.count(values)} frames" if values in given else "no frame"
            raise ValueError(f"{reason} for {place}; every combination of the controls' values needs one")
    return named


def _check(frame, count, first):
    """Refuse what no page could show."""
    if not isinstance(frame, Frame):
        raise TypeError(f"frame {count}: got {type(frame).__name__}, needs frames.Frame(figure, words)")
    if not isinstance(frame.figure, Figure):
        raise TypeError(f"frame {count}: got {type(frame.figure).__name__}, needs a matplotlib.figure.Figure")
    if not isinstance(frame.words, str):
        raise TypeError(f"frame {count}: got {type(frame.words).__name__} as words, needs text")
    if not frame.words.strip():
        raise ValueError(f"frame {count}: has no words; say what is seen, for those who cannot see it")
    if count > MOST:
        raise ValueError(f"a sequence can have {MOST} frames at most, and here is one more")
    if first is not None and frame.figure is not first.figure:
        raise ValueError(f"frame {count}: shows another figure than frame 1; draw one figure and change its artists")
    _check_settings(frame.at, count, first)


def _check_settings(at, count, first):
    texts = [text for pair in at.items() for text in pair] if at is not None else [" at"]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise TypeError(f"frame {count}: at={at!r}, needs names and values of controls as text")
    expected = at if first is None else first.at
    if (at and list(at)) != (expected and list(expected)):
        raise ValueError(f"frame {count}: has the controls {_names(at)}, frame 1 has {_names(expected)}")


def _names(at):
    return ", ".join(at or ()) or "none"
