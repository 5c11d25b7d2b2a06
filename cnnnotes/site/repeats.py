"""What looks as it did in the drawing before is not drawn again: of sixty frames, most artists are the same in most.

Matplotlib notes of each artist whether it has changed since it was drawn (``stale``). That is believed of plain artists that stand in
the coordinates of their axes, of an axis with all that belongs to it, and of spines, as long as the axes are where they were; all others
are drawn every time.
"""

import contextlib
import functools
from typing import Any

from matplotlib.axis import Axis
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, Polygon, Rectangle
from matplotlib.spines import Spine
from matplotlib.text import Text

# Not pictures, whose element is not the whole of what is drawn, and not PathPatch, which may change its path in silence.
_PLAIN = {Circle, Ellipse, FancyBboxPatch, Line2D, Polygon, Rectangle, Text}
_MARK = "="


class Repeats:
    """The drawings of one figure, one after the other; each artist has the same id in all of them.

    Parameters
    ----------
    key : str
        The attribute of an element that holds the id of its artist.
    """

    def __init__(self, key):
        self.key = key
        self.elements, self.places = {}, {}

    @contextlib.contextmanager
    def left_out(self, figure):
        """Draw in place of an artist that has not changed an empty group with its id and a mark."""
        still = [ax for ax in figure.axes if self.places.get(ax) == _place(ax)]
        artists = [artist for ax in still for artist in ax.get_children() if self._is_known(artist, ax)]
        titled = [ax for ax in still if not _has_changed([*_axes_of(ax), *_titles(ax)])]
        for artist in artists:
            artist.draw = functools.partial(_leave_out, artist.get_gid())
        for ax in titled:  # a title makes room for its axes
            ax._update_title_position = _stay
        try:
            yield
        finally:
            for artist in artists:
                del artist.draw
            for ax in titled:
                del ax._update_title_position
        self.places = {ax: _place(ax) for ax in figure.axes}
        for ax in figure.axes:
            for artist in (*_axes_of(ax), *_titles(ax)):
                for part in _parts(artist):
                    part.stale = False  # of what is not seen, Matplotlib never says so

    def put_back(self, drawing):
        """Put the elements of the drawing before in the place of the empty groups."""
        for parent in list(drawing.iter()):
            for place, child in enumerate(parent):
                name = child.get(self.key, "")
                if name.endswith(_MARK):
                    parent[place] = self.elements[name.removesuffix(_MARK)]
        self.elements = {element.get(self.key): element for element in drawing.iter()}
        return drawing

    def _is_known(self, artist, ax):
        if artist.get_gid() not in self.elements:
            return False
        if isinstance(artist, (Axis, Spine)):
            return not _has_changed([artist])
        return type(artist) in _PLAIN and not artist.stale and _is_fixed(artist, ax)


def _leave_out(name, renderer):
    renderer.open_group("", gid=name + _MARK)
    renderer.close_group("")


def _stay(renderer):
    """Leave a title where it is."""


def _axes_of(ax):
    return ax.xaxis, ax.yaxis


def _titles(ax):
    return ax.title, ax._left_title, ax._right_title


def _parts(artist):
    """An artist, and what belongs to it: of an axis its words and all of its ticks."""
    yield artist
    if isinstance(artist, Axis):
        yield from (artist.label, artist.offsetText)
        for tick in (*artist.majorTicks, *artist.minorTicks):
            yield tick
            yield from tick.get_children()


def _has_changed(artists):
    return any(part.stale for artist in artists for part in _parts(artist))


def _is_fixed(artist, ax):
    """Whether an artist stands in the coordinates of an axes, with nothing about it that changes on its own."""
    if isinstance(artist, Text) and artist.get_bbox_patch() is not None:
        return False
    own: Any = artist  # a patch adds to the transform of its data
    here = own.get_data_transform() if hasattr(own, "get_data_transform") else own.get_transform()
    return any(here is one for one in (ax.transData, ax.transAxes, ax._xaxis_transform, ax._yaxis_transform))


def _place(ax):
    """Where an axes is, and what it shows."""
    limits = tuple(ax.viewLim.extents), ax.get_xscale(), ax.get_yscale()
    return *limits, tuple(ax.bbox.extents)
