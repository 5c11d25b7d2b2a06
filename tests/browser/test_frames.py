"""Figures made of frames: played, stepped through, sought and set by mouse, keyboard and finger; on paper and without a script."""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "frames"
FILES = {
    "docs/ko/index.md": "ko.md",
    "docs/en/index.md": "en.md",
    "docs/code/index.py": "index.py",
    "docs/locale/ko.po": "ko.po",
}
ROOTS = {"ko": "", "en": "en/"}


def make(root):
    """Write a project of one page with our configuration, theme and package."""
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        text = re.sub(r"^nav:\n(?:[ -].*\n)+", "nav:\n  - index.md\n", text, flags=re.MULTILINE)
        (root / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs/overrides", root / "docs/overrides")
    shutil.copy(ROOT / "docs/references.bib", root / "docs")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    for name, source in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PAGES / source, root / name)
    (root / "docs/claims.yml").write_text("claims: []\n")
    term = "{id: kernel, en: kernel, ko: 커널, def_ko: 배열, def_en: An array}"
    (root / "docs/glossary.yml").write_text(f"terms:\n- {term}\n", encoding="utf-8")


def build(root, **settings):
    given = {name: value for name, value in os.environ.items() if name not in ("SITE_URL", "REPO_URL", "OFFLINE")}
    given |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=root, env=given, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"the page could not be built\n{done.stderr}", pytrace=False)
    return root / "site"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """In place of the whole site: one page with a sequence of 60 frames and one with controls."""
    root = tmp_path_factory.mktemp("frames")
    make(root)
    folder = build(root)
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield SimpleNamespace(folder=folder, address=f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()


FIRST, PLAY = "#fig-slide", "#fig-play"
FRAME = "(name) => +document.querySelector(`#${name} .cn-steps`).dataset.cnFrame || 1"


def frame(tab, name="fig-slide"):
    return tab.evaluate(FRAME, name)


def said(tab, figure=FIRST):
    return tab.locator(f"{figure} [role=status]").inner_text()


def drawing(tab, figure=FIRST):
    """What is seen of a figure, without what is hidden."""
    return tab.evaluate(
        """(figure) => {
      const drawing = document.querySelector(`${figure} .cn-svg`).lastElementChild.cloneNode(true);
      for (const hidden of drawing.querySelectorAll("[display=none]")) hidden.remove();
      return drawing.outerHTML;
    }""",
        figure,
    )


@pytest.mark.parametrize("figure", [FIRST, PLAY])
def test_buttons_sliders_and_keys_are_there_and_open_to_everybody(visit, language, figure):
    axe = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    for options in ({}, {"dark": True}, {"width": 360}):
        tab = visit(ROOTS[language], reduced_motion="reduce" if options else None, **options)
        tab.evaluate(axe)
        found = tab.evaluate("async (figure) => (await axe.run(figure)).violations", figure)
        assert [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= tab.viewport_size["width"]


def test_buttons_step_and_stop_at_both_ends(visit):
    tab = visit("en/")
    back, forth = tab.locator(f"{FIRST} .cn-back"), tab.locator(f"{FIRST} .cn-forth")
    start = drawing(tab)
    assert back.get_attribute("aria-disabled") == "true"
    back.click(force=True)
    assert (frame(tab), drawing(tab)) == (1, start)
    forth.click()
    assert (frame(tab), said(tab)[:4]) == (2, "1, 2")
    assert drawing(tab) != start
    assert tab.locator(f"{FIRST} output").inner_text() == "2 / 60"
    back.click()
    assert drawing(tab) == start


def test_keys_step_seek_and_play_where_the_figure_has_the_focus(visit):
    tab = visit("en/")
    tab.locator(f"{FIRST} .cn-steps").focus()
    for key, expected in [
        ("ArrowRight", 2),
        ("ArrowRight", 3),
        ("ArrowLeft", 2),
        ("End", 60),
        ("ArrowRight", 60),
        ("Home", 1),
        ("ArrowLeft", 1),
    ]:
        tab.keyboard.press(key)
        assert frame(tab) == expected
    play = tab.locator(f"{FIRST} .cn-play")
    tab.keyboard.press("Space")
    assert play.get_attribute("aria-label") == "Pause"
    tab.wait_for_function(f"({FRAME})('fig-slide') > 3")
    tab.keyboard.press("Space")
    stopped = frame(tab)
    tab.wait_for_timeout(500)
    assert (frame(tab), play.get_attribute("aria-label")) == (stopped, "Play")
    assert tab.evaluate("scrollY") == 0


def test_keys_elsewhere_do_nothing_to_a_figure(visit):
    tab = visit("en/")
    for key in ("ArrowRight", "End", "Space"):
        tab.keyboard.press(key)
    assert frame(tab) == 1


def test_any_frame_is_sought_with_the_slider_and_looks_the_same_from_everywhere(visit):
    tab = visit("en/")
    slider = tab.locator(f"{FIRST} [type=range]")
    seen = {}
    for place in (59, 0, 30, 7, 59, 30, 8, 7, 0):
        slider.fill(str(place))
        assert frame(tab) == place + 1
        assert seen.setdefault(place, drawing(tab)) == drawing(tab)
        assert slider.get_attribute("aria-valuetext") == f"{place + 1} / 60"
    assert len(set(seen.values())) == len(seen)


def test_what_is_played_is_not_read_aloud_until_it_stops(visit):
    tab = visit("en/")
    live = tab.locator(f"{FIRST} [role=status]")
    play = tab.locator(f"{FIRST} .cn-play")
    assert live.get_attribute("aria-live") in (None, "polite")
    play.click()
    assert live.get_attribute("aria-live") == "off"
    tab.wait_for_function(f"({FRAME})('fig-slide') > 2")
    tab.evaluate(
        "() => { window.told = 0; new MutationObserver(() => window.told++)"
        ".observe(document.querySelector('#fig-slide [role=status]'), { childList: true }) }"
    )
    play.click()
    assert live.get_attribute("aria-live") == "polite"
    tab.wait_for_function("window.told > 0")


def test_it_stops_at_the_end_and_starts_again_from_there(visit):
    tab = visit("en/")
    play = tab.locator(f"{FIRST} .cn-play")
    tab.locator(f"{FIRST} [type=range]").fill("57")
    play.click()
    tab.wait_for_function(f"({FRAME})('fig-slide') === 60")
    assert play.get_attribute("aria-label") == "From the start"
    play.click()
    assert frame(tab) <= 2
    assert play.get_attribute("aria-label") == "Pause"


def test_it_stops_where_it_is_not_seen(visit):
    tab = visit("en/")
    tab.set_viewport_size({"width": 700, "height": 320})
    tab.locator(f"{FIRST} .cn-play").click()
    tab.wait_for_function(f"({FRAME})('fig-slide') > 1")
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    tab.wait_for_function("document.querySelector('.cn-play').getAttribute('aria-label') === 'Play'")


def test_who_wants_no_motion_steps(visit):
    tab = visit("en/", reduced_motion="reduce")
    assert not tab.locator(f"{FIRST} .cn-play").is_visible()
    tab.locator(f"{FIRST} .cn-steps").focus()
    tab.keyboard.press("Space")
    tab.wait_for_timeout(600)
    assert frame(tab) == 2


def test_nothing_moves_below_while_words_change(visit):
    tab = visit("", width=360)
    caption = tab.locator(f"{FIRST} figcaption")
    before = caption.bounding_box()
    for place in (1, 30, 59):
        tab.locator(f"{FIRST} [type=range]").fill(str(place))
        assert caption.bounding_box() == before


@pytest.mark.parametrize(("touch", "least"), [(False, 24), (True, 44)])
def test_what_is_pressed_is_large_enough(visit, touch, least):
    tab = visit("", width=360, has_touch=touch, is_mobile=touch)
    for control in tab.locator(".cn-controls button").all():
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= least
    for slider in tab.locator(".cn-controls [type=range]").all():
        assert slider.bounding_box()["height"] >= least
    for choice in tab.locator(".cn-set [type=radio]").all():
        assert choice.bounding_box()["height"] >= min(least, 36)


def test_controls_choose_the_frame(visit, language):
    tab = visit(ROOTS[language])
    slope = tab.locator(f"{PLAY} [type=range]")
    choices = tab.locator(f"{PLAY} [type=radio]")
    names = {"ko": ["곧은 선", "굽은 선"], "en": ["straight", "bent"]}[language]
    seen = {}
    for place, value in enumerate(["0.5", "1.0", "2.0"]):
        for choice, name in enumerate(names):
            slope.fill(str(place))
            choices.nth(choice).check()
            assert said(tab, PLAY) == f"{name}, {value}"
            assert slope.get_attribute("aria-valuetext") == value
            assert tab.locator(f"{PLAY} output span").inner_text() == value
            seen[place, choice] = drawing(tab, PLAY)
    assert len(set(seen.values())) == 6
    choices.first.focus()
    tab.keyboard.press("ArrowRight")
    assert said(tab, PLAY).startswith(names[1])


def test_controls_have_names(visit, language):
    tab = visit(ROOTS[language])
    slope, shape, step = {"ko": ("기울기", "모양", "단계"), "en": ("slope", "shape", "Step")}[language]
    assert tab.get_by_role("slider", name=slope, exact=True).count() == 1
    assert tab.get_by_role("slider", name=step, exact=True).count() == 1
    assert tab.get_by_role("group", name=shape, exact=True).get_by_role("radio").count() == 2


def test_downloads_are_of_the_frame_one_sees(visit, site):
    tab = visit("en/", accept_downloads=True)
    tab.locator(f"{FIRST} [type=range]").fill("41")
    with tab.expect_download() as got:
        tab.locator(f"{FIRST} .cn-tools a[download]").click()
    text = got.value.path().read_text(encoding="utf-8")
    assert got.value.suggested_filename == "fig-slide-42.svg"
    assert "var(" not in text and 'display="none"' not in text
    with tab.expect_download() as got:
        tab.get_by_text("PNG ↓").first.click()
    assert got.value.suggested_filename == "fig-slide-42.png"
    kept = (site.folder / "assets/figures/fig-slide.svg").read_text(encoding="utf-8")
    assert "display=" not in kept and "var(" not in kept


def test_without_a_script_first_middle_and_last_stand_there_and_nothing_dead(visit, language):
    for width in (1280, 360):
        tab = visit(ROOTS[language], width=width, java_script_enabled=False)
        stills = tab.locator(f"{FIRST} :is(.cn-svg, .cn-still)").all()
        boxes = [still.bounding_box() for still in stills]
        assert len(boxes) == 3 and all(box["width"] > 300 for box in boxes)
        assert (boxes[0]["y"] == boxes[1]["y"]) == (width == 1280)
        words = [said(tab), *tab.locator(f"{FIRST} .cn-then p").all_inner_texts()]
        assert [text.split(":")[0] for text in words] == ["1, 1", "4, 1", "6, 10"]
        assert not tab.locator(".cn-controls").first.is_visible()


def test_on_paper_first_middle_and_last_stand_there_whatever_was_seen(visit):
    tab = visit("en/", dark=True)
    tab.locator(f"{FIRST} [type=range]").fill("20")
    before = drawing(tab)
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator(f"{FIRST} .cn-still").count() == 2
    assert said(tab).startswith("1, 1")
    assert not tab.locator(".cn-controls").first.is_visible()
    assert "<div" not in tab.locator(".md-content").inner_text()
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (drawing(tab), tab.locator(".cn-still").count()) == (before, 0)


def test_it_works_from_a_disk(visit, tmp_path_factory):
    root = tmp_path_factory.mktemp("offline")
    make(root)
    tab = visit((build(root, OFFLINE="true") / "en/index.html").as_uri())
    tab.locator(f"{FIRST} .cn-forth").click()
    assert frame(tab) == 2
