"""What has not changed is not drawn again, and whatever has changed is."""

import numpy as np
import pytest
from matplotlib.axis import XAxis, YAxis
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.spines import Spine

from cnnnotes.figures import frames, style
from cnnnotes.site import deltas, svg
from tests.site.test_deltas import normal

CHANGES = {
    "a line's points": lambda ax: ax.lines[0].set_data([0, 2], [3, 1]),
    "a line's colour": lambda ax: ax.lines[0].set_color(style.RED),
    "a marker": lambda ax: ax.lines[0].set_marker("s"),
    "a place": lambda ax: ax.patches[0].set_xy((2, 2)),
    "a size": lambda ax: ax.patches[0].set_height(3),
    "a fill": lambda ax: ax.patches[0].set_facecolor(style.GREEN),
    "alpha": lambda ax: ax.patches[0].set_alpha(0.5),
    "corners": lambda ax: ax.patches[1].set_xy([(0, 0), (3, 0), (0, 3)]),
    "a radius": lambda ax: ax.patches[2].set_radius(0.5),
    "a centre": lambda ax: ax.patches[3].set_center((3, 3)),
    "a box": lambda ax: ax.patches[4].set_bounds(1, 1, 2, 2),
    "a path, in silence": lambda ax: ax.patches[5].set_path(Path([(0, 0), (1, 3), (3, 1)])),
    "words": lambda ax: ax.texts[0].set_text("other"),
    "where words are": lambda ax: ax.texts[0].set_position((2, 3)),
    "words in the axes": lambda ax: ax.texts[1].set_color(style.RED),
    "the frame of words": lambda ax: ax.texts[2].get_bbox_patch().set_facecolor(style.RED),
    "an arrow": lambda ax: ax.texts[3].set_position((0, 0)),
    "a picture": lambda ax: ax.images[0].set_data(np.eye(4)),
    "points": lambda ax: ax.collections[0].set_offsets([(1, 3), (3, 3)]),
    "limits": lambda ax: ax.set_xlim(-1, 5),
    "a scale": lambda ax: ax.set_yscale("symlog"),
    "where the axes are": lambda ax: ax.set_position((0.2, 0.2, 0.5, 0.5)),
    "ticks": lambda ax: ax.set_xticks([0, 3]),
    "a title": lambda ax: ax.set_title("other"),
    "a title beside it": lambda ax: ax.set_title("other", loc="left"),
    "the words of an axis": lambda ax: ax.set_xlabel("other"),
    "words of an axis that had none": lambda ax: ax.set_ylabel("up"),
    "the colour of an axis's words, in silence": lambda ax: ax.xaxis.label.set_color(style.RED),
    "the words of one tick": lambda ax: ax.get_xticklabels()[1].set_color(style.RED),
    "the mark of one tick": lambda ax: ax.yaxis.get_major_ticks()[1].tick1line.set_markersize(9),
    "all ticks": lambda ax: ax.tick_params(colors=style.RED),
    "how ticks are written": lambda ax: ax.xaxis.set_major_formatter("{x:.2f}"),
    "a side of the axes, which moves the title": lambda ax: ax.xaxis.tick_top(),
    "a grid": lambda ax: ax.grid(visible=True),
    "a hidden axis": lambda ax: ax.xaxis.set_visible(False),
    "no axes": lambda ax: ax.set_axis_off(),
    "a spine": lambda ax: ax.spines.left.set_color(style.RED),
    "where a spine is": lambda ax: ax.spines.left.set_position(("data", 1)),
    "visibility": lambda ax: ax.patches[0].set_visible(False),
    "order": lambda ax: ax.patches[0].set_zorder(9),
    "an end": lambda ax: ax.patches[0].remove(),
    "a new one": lambda ax: ax.add_patch(Rectangle((3, 0), 1, 1)),
}


@frames.sequence
def changed(change):
    """A figure with an artist of each kind, before a change, after it, and once more."""
    fig, ax = style.subplots(height=2)
    ax.imshow(np.zeros((4, 4)), extent=(0, 1, 0, 1), vmin=0, vmax=1)
    ax.plot([0, 1], [1, 1], "o-")
    ax.scatter([1, 2], [2, 2])
    for patch in (
        Rectangle((0, 0), 1, 1),
        Polygon([(0, 0), (1, 0), (0, 1)]),
        Circle((2, 2), 1),
        Ellipse((1, 1), 1, 2),
        FancyBboxPatch((0, 0), 1, 1),
        PathPatch(Path([(0, 0), (1, 1)])),
    ):
        ax.add_patch(patch)
    ax.text(1, 1, "here")
    ax.text(0.1, 0.9, "there", transform=ax.transAxes)
    ax.text(2, 2, "boxed", bbox={"facecolor": style.FILL})
    ax.annotate("that", (1, 1), (3, 3), arrowprops={"arrowstyle": "->"})
    ax.set(xlim=(0, 4), ylim=(0, 4), title="title", xlabel="along")
    yield frames.Frame(fig, "before")
    change(ax)
    yield frames.Frame(fig, "after")
    yield frames.Frame(fig, "once more")


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_is_seen(what):
    base, kept = deltas.draw(changed(CHANGES[what]), "fig-x")
    alone = [normal(svg.render(frame.figure, "fig-y")) for frame in changed(CHANGES[what])]
    assert alone[0] != alone[1]
    assert [normal(deltas.frame(base, kept["slots"], number)) for number in range(3)] == alone


def test_what_has_not_changed_is_not_drawn_again(monkeypatch):
    drawn, draw = [], Rectangle.draw
    monkeypatch.setattr(Rectangle, "draw", lambda self, renderer: drawn.append(self.get_gid()) or draw(self, renderer))
    deltas.draw(changed(CHANGES["a place"]), "fig-x")
    box = [name for name in drawn if drawn.count(name) == 2]
    assert len(set(box)) == 1  # drawn before its change and after it, not once more


@pytest.mark.parametrize("kind", [XAxis, YAxis, Spine])
def test_axes_that_have_not_changed_are_not_drawn_again(monkeypatch, kind):
    drawn, draw = [], kind.draw
    monkeypatch.setattr(kind, "draw", lambda self, renderer: drawn.append(self) or draw(self, renderer))
    deltas.draw(changed(CHANGES["a place"]), "fig-x")
    seen = [artist for artist in drawn if artist.get_visible()]
    assert seen == list(dict.fromkeys(seen)) != []


def test_artists_are_left_as_they_were():
    seen = []

    @frames.sequence
    def watched():
        for frame in changed(CHANGES["words"]):
            seen.append(frame.figure)
            yield frame

    deltas.draw(watched(), "fig-x")
    for artist in seen[-1].findobj():
        assert artist.get_gid() is None
        assert "draw" not in vars(artist)
