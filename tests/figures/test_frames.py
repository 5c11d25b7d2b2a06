"""Sequences of frames: drawn anew each time, one layout, and every mistake named."""

import gettext
import io

import matplotlib
import pytest
from PIL import Image

from cnnnotes.figures import frames, style, words
from cnnnotes.site import deltas, handover, svg
from tests.site.test_deltas import normal


@frames.sequence
def rising(values, at=None):
    """A bar that rises, and the number above it."""
    fig, ax = style.subplots(height=1.5)
    (bar,) = ax.bar([0], [max(values)])
    text = ax.text(0, 0, words._("sum"))
    for value in values:
        bar.set_height(value)
        text.set_text(f"{value}")
        yield frames.Frame(fig, words._("sum") + f" {value}", at and at(value))


def height(frame):
    return frame.figure.axes[0].patches[0].get_height()


def test_frames_are_drawn_anew_each_time():
    shown = rising([1, 2, 3])
    assert isinstance(shown, frames.Frames)
    first = [(height(frame), frame.words) for frame in shown]
    assert first == [(1, "sum 1"), (2, "sum 2"), (3, "sum 3")]
    assert [(height(frame), frame.words) for frame in shown] == first
    assert next(iter(shown)).figure is not next(iter(shown)).figure


def test_frames_are_drawn_with_the_settings_of_the_project_whatever_the_callers_are():
    with matplotlib.rc_context({"font.size": 30}):
        for frame in rising([1, 2]):
            assert frame.figure.axes[0].texts[0].get_size() == 10.5
            assert matplotlib.rcParams["font.size"] == 30


def test_the_layout_is_that_of_the_first_frame():
    """Tick labels get wider with the value; the axes stay."""

    @frames.sequence
    def zoom():
        fig, ax = style.subplots(height=1.5)
        for top in (1, 1e9):
            ax.set_ylim(0, top)
            yield frames.Frame(fig, f"{top}")

    assert len({tuple(frame.figure.axes[0].get_position().bounds) for frame in zoom()}) == 1


def test_words_are_those_of_the_language_in_which_frames_are_asked_for():
    class Catalog(gettext.NullTranslations):
        def gettext(self, message):
            return f"«{message}»"

    shown = rising([1, 2])
    words.use(Catalog())
    try:
        assert [frame.words for frame in shown] == ["«sum» 1", "«sum» 2"]
    finally:
        words.use(gettext.NullTranslations())


def test_controls_keep_the_order_in_which_they_come_up():
    settings = [{"b": b, "a": a} for b in ("x", "y") for a in ("10", "2")]
    assert frames.controls(settings) == {"b": ["x", "y"], "a": ["10", "2"]}
    assert list(frames.controls(settings)) == ["b", "a"]
    shuffled = [settings[place] for place in (0, 3, 1, 2)]
    assert frames.controls(shuffled) == {"b": ["x", "y"], "a": ["10", "2"]}


def drawing(*made):
    """Frames from functions of a figure."""
    fig, _ax = style.subplots(height=1)
    return frames.Frames(lambda: (make(fig) for make in made))


def frame(words="a", at=None):
    return lambda fig: frames.Frame(fig, words, at)


@pytest.mark.parametrize(
    ("made", "error", "message"),
    [
        ([], ValueError, "at least 2 frames, got 0"),
        ([frame()], ValueError, "at least 2 frames, got 1"),
        ([frame()] * 121, ValueError, "120 frames at most"),
        ([frame(), lambda fig: style.subplots(height=1)[0]], TypeError, "frame 2: got Figure, needs frames.Frame"),
        ([frame(), lambda fig: None], TypeError, "frame 2: got NoneType, needs frames.Frame"),
        ([frame(), lambda fig: frames.Frame("x", "a")], TypeError, "frame 2: got str, needs a matplotlib"),
        ([frame(), lambda fig: frames.Frame(style.subplots(height=1)[0], "a")], ValueError, "frame 2: shows another"),
        ([frame(), frame(3)], TypeError, "frame 2: got int as words, needs text"),
        ([frame(" ")], ValueError, "frame 1: has no words"),
        ([frame(at={"n": 1})], TypeError, "frame 1: at={'n': 1}, needs names and values of controls as text"),
        ([frame(at={})], TypeError, "needs names and values"),
        ([frame(), frame(at={"n": "1"})], ValueError, "frame 2: has the controls n, frame 1 has none"),
        ([frame(at={"n": "1"}), frame()], ValueError, "frame 2: has the controls none, frame 1 has n"),
        ([frame(at={"n": "1"}), frame(at={"m": "1"})], ValueError, "has the controls m, frame 1 has n"),
        ([frame(at={"n": "1"}), frame(at={"n": "1"})], ValueError, "2 frames for n = 1;"),
        (
            [frame(at={"n": "1", "m": "x"}), frame(at={"n": "2", "m": "y"})],
            ValueError,
            "no frame for n = 1, m = y; every combination",
        ),
    ],
)
def test_mistakes_are_named(made, error, message):
    with pytest.raises(error, match=message.replace("(", r"\(").replace("{", r"\{")):
        list(drawing(*made))


def test_as_many_frames_as_a_page_takes():
    assert len(list(drawing(*[frame()] * 120))) == 120


def test_outside_a_build_the_first_middle_and_last_are_shown(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr(handover, "_display", lambda buffer: shown.append(buffer))
    handover.show(rising([1, 2, 3, 4, 5]))
    assert capsys.readouterr().out == "sum 1\nsum 3\nsum 5\n"
    assert len({buffer.getvalue() for buffer in shown}) == 3
    assert all(Image.open(io.BytesIO(buffer.getvalue())).size == (748, 216) for buffer in shown)


def test_a_figure_alone_is_shown_as_before(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr(handover, "_display", lambda buffer: shown.append(buffer))
    handover.show(style.subplots(height=1)[0])
    assert len(shown) == 1
    assert capsys.readouterr().out == ""


def test_frames_of_pages_come_back_as_if_each_had_been_drawn_alone(moving, sequence_of):
    """What looks as before is not drawn again; here is seen that nothing else is left out."""
    base, kept = deltas.draw(sequence_of(*moving), "fig-x")
    count = len(kept["words"])
    alone, settings = {}, []
    for drawn, frame in enumerate(sequence_of(*moving)):
        settings.append(frame.at)
        if drawn in (1, count // 2, count - 1):
            alone[drawn] = normal(svg.render(frame.figure, "fig-y"))
    order = list(range(count))
    if kept["controls"] is not None:
        order.sort(
            key=lambda drawn: [list(values).index(settings[drawn][name]) for name, values in kept["controls"].items()]
        )
    for drawn, expected in alone.items():
        assert normal(deltas.frame(base, kept["slots"], order.index(drawn))) == expected
