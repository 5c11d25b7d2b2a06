"""Using a page: other language, search, citing, downloads, keyboard."""

import json
import re
import struct
from urllib.parse import unquote, urlsplit

import pytest

ROOTS = {"ko": "", "en": "en/"}


def stand_on(tab, heading):
    tab.evaluate("id => { location.hash = id }", heading)
    tab.wait_for_function(
        "id => { const top = document.getElementById(id).getBoundingClientRect().top; return top >= 0 && top < 200 }",
        arg=heading,
    )


def test_the_other_language_opens_at_the_same_heading(visit, site, language):
    other = {"ko": "en", "en": "ko"}[language]
    tab = visit(f"{ROOTS[language]}parameters/")
    stand_on(tab, "inputs-are-not-parameters")
    tab.locator(".cn-language").click()
    assert tab.url == f"{site.address}{ROOTS[other]}parameters/#inputs-are-not-parameters"
    assert tab.locator("html").get_attribute("lang") == other
    assert 0 <= tab.locator("#inputs-are-not-parameters").bounding_box()["y"] < 300


def test_at_the_top_of_a_page_the_other_language_opens_at_its_top(visit, site):
    tab = visit("en/claims/")
    tab.locator(".cn-language").click()
    assert tab.url.rstrip("#") == f"{site.address}claims/"


@pytest.mark.parametrize(
    ("start", "words", "pages", "shown"),
    [
        ("", "신경망", {"", "problem/", "parameters/", "glossary/"}, "신경망"),
        ("parameters/", "합성곱", {"parameters/", "glossary/"}, "합성곱"),
        ("", "합성곱은", {"parameters/", "glossary/"}, "합성곱"),
        ("claims/", "매개변수를", {"parameters/", "claims/", "glossary/"}, "매개변수"),
        ("", "이동 등변성", {"transformations/", "glossary/", "claims/"}, "등변성"),
        ("", "conv2d", {"api_ops/"}, "conv2d"),
        ("en/", "overfitting", {"en/parameters/", "en/glossary/", "en/claims/"}, "verfit"),
        ("en/problem/", "neural networks", {"en/", "en/problem/", "en/glossary/"}, "etwork"),
        ("en/", "parameter", {"en/parameters/", "en/glossary/", "en/claims/"}, "arameter"),
        ("en/", "locally_connected2d", {"en/api_ops/"}, "locally_connected2d"),
    ],
)
def test_search_finds(visit, site, start, words, pages, shown):
    tab = visit(start)
    results = search(tab, words)
    found = [urlsplit(result.get_attribute("href")).path.lstrip("/") for result in results]
    assert pages & set(found), found
    results[0].click()
    tab.wait_for_url(lambda url: urlsplit(url).path.lstrip("/") == found[0])
    assert shown in tab.locator("article").inner_text()


@pytest.mark.parametrize("turn", ["focus", "hover", "key", "address"])
def test_what_a_search_needs_comes_when_a_reader_turns_to_it(visit, site, language, turn):
    """It is heavier than any page, and the theme would ask for it on every one."""
    tab = visit("404.html")
    asked = []
    tab.on("request", lambda request: asked.append(urlsplit(request.url).path))
    tab.goto(
        f"{site.address}{ROOTS[language]}problem/{'?q=CNN' if turn == 'address' else ''}", wait_until="networkidle"
    )
    needed = f"/{ROOTS[language]}search/search_index.json"
    if turn == "address":
        tab.locator(".md-search-result__link").first.wait_for()
    else:
        assert needed not in asked
        with tab.expect_request(f"**{needed}"):
            if turn == "focus":
                tab.locator(".md-search__input").focus()
            elif turn == "hover":
                tab.locator(".md-search__form").hover()
            else:
                tab.keyboard.press("/")
    assert asked.count(needed) == 1


def search(tab, words):
    field = tab.locator(".md-search__input")
    field.focus()
    field.fill(words)
    field.dispatch_event("keyup")
    tab.locator(".md-search-result__link").first.wait_for()
    return tab.locator(".md-search-result__link").all()


def test_search_that_finds_nothing_says_so(visit, language):
    tab = visit(ROOTS[language])
    field = tab.locator(".md-search__input")
    field.focus()
    field.fill("qqzzxx")
    field.dispatch_event("keyup")
    tab.get_by_text({"ko": "찾을 수 없습니다", "en": "No matching documents"}[language]).or_(
        tab.get_by_text("검색어와 일치하는 문서가 없습니다")
    ).wait_for()


@pytest.mark.parametrize("form", ["bibtex", "apa", "korean", "section"])
def test_citations_carry_the_address_of_the_section_one_stood_on(visit, site, language, form):
    tab = visit(f"{ROOTS[language]}parameters/", permissions=["clipboard-read", "clipboard-write"])
    stand_on(tab, "inputs-are-not-parameters")
    tab.locator(".cn-cite-link").click()
    tab.locator(f"[data-clipboard-target='#cite-{form}']").click()
    tab.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
    copied = tab.evaluate("navigator.clipboard.readText()")
    address = f"{site.canonical}{ROOTS[language]}parameters/#inputs-are-not-parameters"
    start, end = {
        "bibtex": (f"@online{{cnnnotes-parameters-{language},", f"  url     = {{{address}}}\n}}"),
        "apa": ("The cnnnotes authors. (2", address),
        "korean": ("cnnnotes 저자 일동. (2", address),
        "section": (address, address),
    }[form]
    assert copied.startswith(start) and copied.endswith(end)


def test_whoever_comes_to_the_box_by_reading_cites_the_page(visit, site):
    tab = visit("spatial/")
    tab.locator("#cite-apa").scroll_into_view_if_needed()
    assert tab.locator("#cite-apa").inner_text().endswith(f" {site.canonical}spatial/")


def test_figures_are_downloaded_as_svg_and_png(visit, site, language, tmp_path):
    tab = visit(f"{ROOTS[language]}parameters/", dark=True, accept_downloads=True)
    for order, figure in enumerate(tab.locator(".cn-figure").all()):
        with tab.expect_download() as svg:
            figure.get_by_text("SVG ↓").click()
        name = figure.get_attribute("id")
        text = svg.value.path().read_text(encoding="utf-8")
        assert svg.value.suggested_filename == f"{name}.svg"
        assert text.startswith("<svg ") and "var(" not in text
        if order > 1:
            continue
        with tab.expect_download() as png:
            figure.get_by_text("PNG ↓").click()
        assert png.value.suggested_filename == f"{name}.png"
        png.value.save_as(tmp_path / "figure.png")
        width, height = map(float, re.search(r'viewBox="0 0 (\S+) ([\d.]+)"', text).groups())
        assert struct.unpack(">II", (tmp_path / "figure.png").read_bytes()[16:24]) == (
            round(4 * width),
            round(4 * height),
        )
        assert same_picture(tab, tmp_path / "figure.png", text) < 0.01


def test_a_lab_is_downloaded_in_the_language_of_its_page(visit, site, language):
    tab = visit(f"{ROOTS[language]}labs/learned_filter/", accept_downloads=True)
    with tab.expect_download() as file:
        tab.locator(".cn-download").click()
    assert file.value.suggested_filename == f"learned_filter-{language}.ipynb"
    cells = json.loads(file.value.path().read_text(encoding="utf-8"))["cells"]
    assert cells[0]["source"][0].startswith({"ko": "# 실습 1: ", "en": "# Lab 1: "}[language])


def same_picture(tab, png, svg):
    """How much of the picture differs from the SVG that was downloaded, drawn on white; both are decoded by the browser."""
    import base64

    return tab.evaluate(
        """async ([png, svg]) => {
      const draw = async (source) => {
        const image = new Image(360, 200);
        image.src = source;
        await image.decode();
        const canvas = new OffscreenCanvas(360, 200), pen = canvas.getContext("2d");
        pen.fillStyle = "#ffffff";
        pen.fillRect(0, 0, 360, 200);
        pen.drawImage(image, 0, 0, 360, 200);
        return pen.getImageData(0, 0, 360, 200).data;
      };
      const [one, two] = [await draw(png), await draw(svg)];
      if (one.every((value) => value > 250)) return 1;
      return one.filter((value, place) => Math.abs(value - two[place]) > 64).length / one.length;
    }""",
        [
            "data:image/png;base64," + base64.b64encode(png.read_bytes()).decode(),
            "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(),
        ],
    )


FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const mark = at.matches(".md-option") ? at.nextElementSibling : at;
  const style = getComputedStyle(mark), box = mark.getBoundingClientRect();
  return {
    kind: [...at.classList, at.tagName.toLowerCase()].join(" "),
    name: at.getAttribute("aria-label") || at.textContent.trim().slice(0, 40),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 || at.matches(".md-search__input"),
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


def test_everything_is_reached_by_keyboard_and_one_sees_where_one_is(visit, language):
    tab = visit(f"{ROOTS[language]}problem/", reduced_motion="reduce")
    tab.keyboard.press("Tab")
    first = tab.evaluate(FOCUSED)
    assert "md-skip" in first["kind"] and first["inside"]
    seen = [first]
    for _ in range(500):
        tab.keyboard.press("Tab")
        at = tab.evaluate(FOCUSED)
        if at is None:
            break
        seen.append(at)
    kinds = " ".join(stop["kind"] for stop in seen)
    for needed in (
        "md-logo",
        "md-option",
        "cn-cite-link",
        "cn-language",
        "md-search__input",
        "md-nav__link",
        "cn-term",
        "cn-mark",
        "cn-ref",
        "summary",
        "cn-copy",
        "md-footer__link",
    ):
        assert needed in kinds, needed
    names = " ".join(stop["name"] for stop in seen)
    assert "SVG" in names and "PNG" in names
    assert [stop for stop in seen if not stop["outlined"]] == []
    assert [stop for stop in seen if not stop["inside"]] == []


def test_code_is_opened_and_copied_by_keyboard(visit):
    tab = visit("en/parameters/", permissions=["clipboard-read", "clipboard-write"])
    tab.locator("details.cn-code summary").first.focus()
    tab.keyboard.press("Enter")
    button = tab.locator("details.cn-code").first.locator("button").first
    button.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('import numpy as np')")


def test_the_skip_link_leads_to_the_text(visit, language):
    tab = visit(f"{ROOTS[language]}parameters/")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert unquote(urlsplit(tab.url).fragment) == "parameters"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('article') !== null")


def test_dark_and_light_are_one_click_and_stay(visit, site):
    tab = visit("parameters/")
    ink = "getComputedStyle(document.querySelector('.cn-svg')).getPropertyValue('--cn-ink')"
    assert tab.evaluate(ink) == "#202124"
    tab.locator("[data-md-component=palette] label:visible").click()
    assert tab.evaluate(ink) == "#e8eaed"
    tab.goto(site.address + "en/problem/")
    assert tab.evaluate(ink) == "#e8eaed"
