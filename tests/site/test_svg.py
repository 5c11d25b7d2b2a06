"""Figures as SVG: the same bytes each time, nothing a page does not need, and ids that never meet."""

import io
import re
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest

from cnnnotes.figures import style
from cnnnotes.site import svg, svg_text


@style.figure
def drawing():
    """Text, lines, markers, a clipped picture, a legend: all that makes ids and colours."""
    fig, (left, right) = style.subplots(1, 2, height=2)
    for colour in style.PALETTE:
        left.plot(np.arange(5), np.random.default_rng(0).random(5), "o-", color=colour, label="a")
    left.set(title="무게 ($w^2$)", xlabel="123")
    left.fill_between([0, 4], 0, 1, color=style.FILL)
    style.picture(right, np.eye(4))
    right.text(1, 1, "x", color=style.RED)
    return fig


@pytest.fixture(scope="module")
def made():
    return svg.render(drawing(), "fig-a")


def ids(text):
    return re.findall(r' id="([^"]+)"', text)


def links(text):
    return re.findall(r'href="#([^"]+)"', text) + re.findall(r"url\(#([^)]+)\)", text)


def test_the_same_figure_gives_the_same_bytes(made):
    assert svg.render(drawing(), "fig-a") == made


def test_the_look_does_not_depend_on_the_callers_settings(made):
    with matplotlib.rc_context(
        {"svg.fonttype": "none", "svg.hashsalt": "other", "font.size": 20, "lines.linewidth": 9}
    ):
        assert svg.render(drawing(), "fig-a") == made


def test_there_is_a_box_and_no_size(made):
    head = made[: made.index(">")]
    assert re.fullmatch(r'<svg viewBox="0 0 374\.4 144" xmlns="http://www\.w3\.org/2000/svg"', head)
    assert not re.search(r"<svg[^>]* (width|height)=", made)


def test_nothing_tells_when_or_with_what_it_was_drawn(made):
    for word in ("metadata", "<?xml", "DOCTYPE", "<!--", "Matplotlib", "matplotlib", "date"):
        assert word not in made


def test_it_is_well_formed(made):
    assert ElementTree.fromstring(made).tag == "{http://www.w3.org/2000/svg}svg"


def test_every_link_leads_to_an_id_of_the_figure(made):
    assert len(links(made)) > 10
    assert set(links(made)) == set(ids(made))
    assert len(ids(made)) == len(set(ids(made)))
    assert all(name.startswith("fig-a-") for name in ids(made))


def test_two_figures_on_a_page_share_no_id(made):
    other = svg.render(drawing(), "fig-b")
    assert set(ids(made)).isdisjoint(ids(other))
    assert set(links(other)) == set(ids(other))


def test_every_colour_of_the_style_is_a_variable_with_its_light_value(made):
    for light, (name, _) in style.PALETTE.items():
        variable = f"var(--cn-{name}, {light})"
        assert variable in made or light == style.PAPER
        assert light not in made.replace(variable, "").lower()
    assert {f"--cn-{name}" for name, _ in style.PALETTE.values()} >= set(re.findall(r"--cn-[\w-]+", made))


def test_a_figure_is_drawn_in_the_bundled_font_as_paths(made):
    assert "<text" not in made
    assert "font-family" not in made
    buffer = io.StringIO()
    with style.context():
        drawing().savefig(buffer, format="svg")
    assert "CNNNotesSans" in buffer.getvalue()
    assert "LastResort" not in buffer.getvalue()


def test_numbers_are_short(made):
    assert not re.search(r' (?:d|points|c?x|c?y|r)="[^"]*\d\.\d{3}', made)


def test_shortening_moves_nothing_visibly():
    numbers = ["1.0", "-0.001", "12.345", "0.5", "-3.999", "10.0", "100.00"]
    assert [float(svg._short(number)) for number in numbers] == pytest.approx(
        [float(number) for number in numbers], abs=0.006
    )
    assert [svg._short(number) for number in ("1.0", "10.0", "0.50", "-0.25")] == ["1", "10", "0.5", "-0.25"]


@style.figure
def markers():
    fig, ax = style.subplots(height=2)
    ax.plot([1, 2, 4], [3, 1, 2], "o", markersize=5)
    ax.scatter([2, 3], [2, 3], s=49, c=[style.RED, style.BLUE])
    for place, shape in enumerate("s^vDdphPX*+x1|"):
        ax.plot(place, 0, shape)
    return fig


def test_markers_are_drawn_where_they_stand():
    """Uses of one shape keep a browser busy: a thousand of them held a phone up for seconds."""
    fig = markers()
    made = svg.render(fig, "fig-a")
    assert set(re.findall(r"<use ([^=]+)=[^>]*?(?: ([^=> ]+)=[^>]*)?/>", made)) <= {("href", ""), ("href", "transform")}
    ax = fig.axes[0]
    expected = [[*at, size] for at, size in [((2, 2), 3.5), ((3, 3), 3.5), ((1, 3), 2.5), ((2, 1), 2.5), ((4, 2), 2.5)]]
    with style.context():
        style.settle(fig)
        for circle in expected:
            x, y = ax.transData.transform(circle[:2]) * 72 / fig.dpi
            circle[:2] = x, 144 - y
    found = re.findall(r'<circle r="([^"]+)" cx="([^"]+)" cy="([^"]+)"', made)
    assert [[float(x), float(y), float(r)] for r, x, y in found] == [
        pytest.approx(circle, abs=0.06) for circle in expected
    ]
    others = re.findall(r'<path d="([^"]+)" transform="translate\([-\d.]+ [-\d.]+\)"', made)
    assert len(set(others) - {"M0 0v3", "M0 0h-3"}) == 14  # the other shapes, without the ticks of the axes


def test_the_alternative_text_is_escaped(made):
    alt = "a < b & \"c\" > 'd'"
    given = svg_text.inline(made, alt)
    assert given.startswith(
        '<svg class="cn-svg" role="img" aria-label="a &lt; b &amp; &quot;c&quot; &gt; &#x27;d&#x27;" viewBox'
    )
    assert ElementTree.fromstring(given).get("aria-label") == alt


def test_a_file_of_its_own_has_its_size_and_plain_colours(made):
    alone = svg_text.alone(made)
    assert "var(" not in alone
    assert alone.startswith('<svg width="374.4pt" height="144pt" viewBox="0 0 374.4 144"')
    assert style.BLUE in alone


def test_tools_name_the_figure_and_lead_to_its_file(words):
    spoken = {"figure": "Figure", "permalink": "Address", "download": "download"}
    tools = svg_text.tools("fig-a", 4, spoken, "../../")
    assert 'href="#fig-a" aria-label="Figure 4: Address"' in tools
    assert 'href="../../assets/figures/fig-a.svg" download aria-label="Figure 4: SVG download"' in tools
    assert 'data-cn-png="fig-a" aria-label="Figure 4: PNG download" hidden' in tools
