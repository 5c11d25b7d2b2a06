"""Frames as one drawing and what changes in it: each frame comes back as if it had been drawn alone, and sixty weigh little."""

import gzip
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from cnnnotes.figures import frames, style
from cnnnotes.site import deltas, svg, svg_text, worker

PAGE = Path(__file__).parents[1] / "browser/frames/index.py"


@frames.sequence
def changing():
    """All that can change: numbers, colours, points, pictures, what is seen at all, artists that come and go."""
    fig, (left, right) = style.subplots(1, 2, height=2)
    (line,) = left.plot([0, 1], [0, 1], "o-", color=style.BLUE)
    number = left.text(0.5, 0.5, "9", color=style.INK)
    left.set(xlim=(0, 4), ylim=(0, 4))
    box = right.add_patch(Rectangle((0, 0), 1, 1, facecolor=style.GREEN))
    picture = style.picture(right, np.zeros((3, 3)))
    still = np.random.default_rng(0).random((20, 20, 3))
    right.imshow(still, extent=(0, 1, 0, 1))
    box.set_visible(False)
    extra = None
    for step in range(6):
        line.set_data(np.arange(step + 1), np.arange(step + 1))
        line.set_color([style.BLUE, style.RED][step % 2])
        number.set_text(["9", "10", "−1.5", "", "9", "100 $x^2$"][step])
        box.set_visible(step in (2, 3))
        picture.set_data(np.eye(3) * step / 6)
        if step == 3:
            extra = left.annotate("new", (1, 1), (2, 3), arrowprops={"arrowstyle": "->"})
            left.set_ylim(0, 8)
        if step == 5:
            extra.remove()
        yield frames.Frame(fig, f"step {step}")


def slide():
    """The sequence of the page that the browser's tests read: 60 frames."""
    source = re.search(r"# \[start:slide\](.*)# \[end:slide\]", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    names = {"__name__": "__block__"}
    exec(source.replace("show(slide(", "shown = (slide("), names)
    return names["shown"]


@pytest.fixture(scope="module")
def made():
    return deltas.draw(changing(), "fig-a")


@pytest.fixture(scope="module")
def sixty():
    return deltas.draw(slide(), "fig-slide")


def normal(text):
    """A drawing as nested tuples without ids: what is referred to stands where it is used."""
    tree = ElementTree.fromstring(re.sub(r' xmlns="[^"]+"', "", text))
    known = {element.get("id"): element for element in tree.iter() if element.get("id")}

    def plain(element):
        attributes = {}
        for name, value in element.items():
            link = re.fullmatch(r"#(.+)|url\(#(.+)\)", value)
            attributes[name] = plain(known[link[1] or link[2]]) if link else value
        attributes.pop("id", None)
        inside = [child for child in map(plain, element) if child and child[0] != "defs"]
        if element.tag == "g" and not inside:
            return None
        return element.tag, tuple(sorted(attributes.items(), key=lambda pair: pair[0])), tuple(inside)

    return plain(tree)


@pytest.mark.parametrize("sequence", [changing, slide])
def test_each_frame_comes_back_as_if_it_had_been_drawn_alone(sequence, made, sixty):
    base, kept = {changing: made, slide: sixty}[sequence]
    for number, frame in enumerate(sequence()):
        alone = normal(svg.render(frame.figure, "fig-x"))
        assert normal(deltas.frame(base, kept["slots"], number)) == alone
        assert kept["words"][number] == frame.words
    assert number == len(kept["words"]) - 1


def test_what_the_page_has_from_the_start_is_the_first_frame(made):
    base, kept = made
    for element, attribute, values, order in kept["slots"]:
        assert order[0] == 0 and len(order) == 6 and len(values) == len(set(values)) > 1, (element, attribute)
    shown = ElementTree.fromstring(base)
    for parent in list(shown.iter()):
        for child in list(parent):
            if child.get("display") == "none":
                parent.remove(child)
    unused = normal(deltas.frame(base, kept["slots"], 0))
    assert normal(ElementTree.tostring(shown, encoding="unicode").replace("ns0:", "").replace(":ns0", "")) == unused


def test_where_one_picture_is_asked_for_it_is_the_first_frame(made):
    base, kept = made
    assert deltas.for_page(base, kept)["first"] == deltas.frame(base, kept["slots"], 0)


def test_a_frame_defines_what_it_uses_and_nothing_else(made):
    base, kept = made
    for number in range(6):
        text = deltas.frame(base, kept["slots"], number)
        assert set(re.findall(r' id="([^"]+)"', text)) == set(re.findall(r'#(fig-a-[^")]+)', text))


def test_a_still_takes_letters_and_large_pictures_from_the_first_frame(made):
    base, kept = made
    assert len(re.findall('<image [^>]*id="fig-a-p', base)) == 1
    for number in (3, 5):
        text = deltas.still(base, kept["slots"], number)
        assert "<defs>" not in text and ' id="' not in text
        assert set(re.findall(r'#(fig-a-[^")]+)', text)) <= set(re.findall(r' id="([^"]+)"', base))
        assert len(text) < len(deltas.frame(base, kept["slots"], number))


def test_the_same_frames_give_the_same_bytes(made):
    assert deltas.draw(changing(), "fig-a") == made


def test_names_of_artists_are_lent(made):
    for frame in changing():
        figure = frame.figure
    list(deltas.draw(frames.Frames(lambda: [frames.Frame(figure, "a"), frames.Frame(figure, "b")]), "fig-b"))
    assert {artist.get_gid() for artist in figure.findobj()} == {None}


def test_sixty_frames_weigh_little(sixty):
    """The figure itself, all that changes, and the two stills."""
    base, kept = sixty
    stills = "".join(deltas.still(base, kept["slots"], number) for number in (30, 59))
    whole = len(gzip.compress((base + deltas.packed(kept) + stills).encode(), 6))
    apart = sum(len(gzip.compress(deltas.frame(base, kept["slots"], number).encode(), 6)) for number in range(60))
    print(f"60 frames: {whole:,} bytes gzipped; apart {apart:,}")
    assert len(kept["words"]) == 60
    assert whole < 20_000
    assert whole * 8 < apart


def test_what_the_script_reads_gives_the_values_back(made):
    _base, kept = made
    data = json.loads(deltas.packed(kept))
    assert data["words"] == kept["words"]
    for (element, attribute, values, order), (place, name, others, *given) in zip(
        kept["slots"], data["slots"], strict=True
    ):
        assert (element, attribute) == (place, name)
        assert [data["shared"][value] if isinstance(value, int) else value for value in others] == values[1:]
        assert (given or [list(range(len(order)))])[0] == order


def test_a_long_value_that_comes_up_twice_is_stored_once():
    long = "data:" + "x" * 400
    slots = [[number, "href", ["data:a", long], [0, 1]] for number in (1, 2)]
    packed = deltas.packed({"words": ["a", "b"], "controls": None, "slots": slots})
    assert packed.count(long) == 1
    assert json.loads(packed)["slots"] == [[1, "href", [0]], [2, "href", [0]]]


def test_words_cannot_end_the_script():
    words = ["</script><b>", "<!-- a"]
    packed = deltas.packed({"words": words, "controls": None, "slots": []})
    assert "</script" not in packed and "<!" not in packed
    assert json.loads(packed)["words"] == words


def test_settings_are_put_in_the_order_of_their_numbers():
    @frames.sequence
    def grid():
        fig, ax = style.subplots(height=1)
        for a, b in [("1", "x"), ("2", "y"), ("1", "y"), ("2", "x")]:
            ax.set_title(a + b)
            yield frames.Frame(fig, a + b, at={"a": a, "b": b})

    _base, kept = deltas.draw(grid(), "fig-a")
    assert kept["controls"] == {"a": ["1", "2"], "b": ["x", "y"]}
    assert kept["words"] == ["1x", "1y", "2x", "2y"]


def test_artists_drawn_in_another_order_are_shown_so():
    def crossing():
        fig, ax = style.subplots(height=1)
        one = ax.add_patch(Rectangle((0, 0), 1, 1, facecolor=style.BLUE, zorder=2))
        ax.add_patch(Rectangle((0.5, 0), 1, 1, facecolor=style.RED, zorder=3))
        for order in (2, 4):
            one.set_zorder(order)
            yield frames.Frame(fig, f"{order}")

    base, kept = deltas.draw(frames.Frames(crossing), "fig-a")
    for number, frame in enumerate(frames.Frames(crossing)):
        assert normal(deltas.frame(base, kept["slots"], number)) == normal(svg.render(frame.figure, "fig-x"))


# -- in a block and in a page ----------------------------------------------------------------------------------------------------

BLOCK = """
from cnnnotes.figures import frames, style
from cnnnotes.figures.words import _
from cnnnotes.site import show


@frames.sequence
def count(last):
    fig, ax = style.subplots(height=1)
    for number in range(last):
        ax.set_title(_("input") + f" {number}")
        yield frames.Frame(fig, _("step {n}").format(n=number))


show(count(3))
"""


def test_a_block_shows_frames_in_its_language_and_they_can_be_kept(job):
    result = worker.run(job(BLOCK, figure="fig-a"))
    assert result.error is None
    assert result.words == ["input", "step {n}"]
    assert result.frames["words"] == ["step 0", "step 1", "step 2"]
    assert worker.Result(**json.loads(json.dumps(vars(result)))) == result


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("count(3)", "count(1)"), "ValueError: a sequence needs at least 2 frames, got 1"),
        (("count(3)", "count(121)"), "ValueError: a sequence can have 120 frames at most"),
        (("fig, _(", "style.subplots(height=1)[0], _("), "ValueError: frame 2: shows another figure than frame 1"),
        (("n=number)", "n=number), at={'n': str(number // 2)}"), "ValueError: 2 frames for n = 0"),
        (("yield", "1 / (number - 1); yield"), "ZeroDivisionError"),
    ],
)
def test_mistakes_are_named_with_the_line_of_the_block(job, change, reason):
    source = BLOCK.replace(*change)
    assert source != BLOCK
    error = worker.run(job(source, figure="fig-a", line=11)).error
    assert reason in error
    assert 'page.py", line 25' in error
    assert "worker.py" not in error.split(reason)[0].splitlines()[1]


@pytest.fixture
def say():
    named = {name: name for name in ("player", "settings", "step", "back", "forth", "play", "pause", "again")}
    return {"frames": named}


def test_a_page_has_controls_stills_and_data(job, say):
    result = worker.run(job(BLOCK, figure="fig-a"))
    text = svg_text.steps(result, "a < b", "Figure 2", say)
    assert 'aria-label="Figure 2: player" tabindex="0"' in text
    assert 'class="cn-svg" role="img" aria-label="a &lt; b"' in text
    assert re.findall(r'class="cn-still" role="img" aria-label="([^"]+)"', text) == ["step 1", "step 2"]
    assert re.findall(r'<button [^>]*class="cn-(\w+)"', text) == ["back", "play", "forth"]
    assert '<span role="status">step 0</span>' in text
    assert json.loads(re.search(r"json\">(.*)</script>", text)[1])["words"] == result.frames["words"]


def test_letters_of_an_earlier_figure_are_used_in_all_frames(job, say):
    result = worker.run(job(BLOCK, figure="fig-a"))
    text = svg_text.steps(result, "a", "Figure 2", say)
    letters = {}
    svg_text.share(re.sub("fig-a", "fig-0", result.svg), letters)
    shared = svg_text.share(text, letters)
    defined = set(re.findall(r' id="([^"]+)"', shared)) | set(letters.values())
    used = set(re.findall(r"""["']#([^"']+)["']""", shared))
    assert used and used <= defined
    assert not [name for name in used if name.startswith("fig-a") and f'id="{name}" d=' in text and name in letters]
    assert len(shared) < len(text)


def test_numbers_make_a_slider_and_words_make_buttons(say):
    made = svg_text._settings(
        {"noise": ["0.1", "−2", "1,000"], "kind": ["box", "<b>"], "size": ["3", "all"]}, "Figure 1"
    )
    assert re.findall(r'type="range" min="0" max="(\d)"', made) == ["2"]
    assert 'data-cn-values="0.1|−2|1,000"' in made
    assert re.findall(r'type="radio" name="([^"]+)" value="(\d)"', made) == [
        *(("Figure 1 kind", "0"), ("Figure 1 kind", "1"), ("Figure 1 size", "0"), ("Figure 1 size", "1"))
    ]
    assert made.count(" checked") == 2
    assert "&lt;b&gt;" in made


def test_the_script_is_small():
    script = Path(__file__).parents[2] / "docs/overrides/assets/frames.js"
    assert script.stat().st_size < 6 * 1024
