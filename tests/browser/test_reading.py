"""Reading a page: it loads without a fault, fits a phone, and is open to everybody, on paper and without scripts too."""

import json
from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"

CUT = """() => {
  const scrolls = (element) => {
    for (let at = element; at; at = at.parentElement) if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  const shown = [...document.querySelectorAll(".md-content *, .md-footer *")].filter((element) => !element.closest("svg *, .katex-mathml"));
  const outside = shown.filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1) && !scrolls(element);
  });
  const clipped = shown.filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1
    && /hidden|clip/.test(getComputedStyle(element).overflowX) && !scrolls(element));
  const name = (element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`;
  return { width: document.documentElement.scrollWidth, outside: outside.map(name), clipped: clipped.map(name) };
}"""

SMALLEST = """() => [...document.querySelectorAll(".cn-svg")].map((svg) => {
  const unit = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const sizes = [...svg.querySelectorAll("g[transform*='scale(']")]
    .map((text) => text.getAttribute("transform").match(/scale\\(([\\d.]+) -/)).filter(Boolean).map((found) => 100 * found[1] * unit);
  return [svg.closest("figure").id, sizes.length ? Math.min(...sizes) : 99];
})"""


def violations(tab, rules=None):
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"resultTypes": ["violations"], **({"runOnly": {"type": "rule", "values": rules}} if rules else {})}
    found = tab.evaluate(f"async () => (await axe.run(document, {json.dumps(options)})).violations")
    return [
        f"{rule['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for rule in found
        for node in rule["nodes"]
    ]


def test_every_page_loads_without_a_fault_and_axe_finds_nothing(visit, path):
    tab = visit(path, reduced_motion="reduce")
    assert tab.locator("h1").count() == 1
    assert violations(tab) == []


def test_axe_finds_nothing_in_the_dark(visit, path):
    tab = visit(path, dark=True, reduced_motion="reduce")
    assert tab.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert violations(tab, ["color-contrast", "link-in-text-block"]) == []


def test_axe_finds_nothing_on_a_phone_with_all_details_open(visit, language):
    tab = visit(f"{'' if language == 'ko' else 'en/'}parameters/", width=360, reduced_motion="reduce")
    tab.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert violations(tab) == []


def test_a_phone_shows_the_whole_page_and_figures_that_can_be_read(visit, path):
    tab = visit(path, width=360, reduced_motion="reduce")
    tab.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    found = tab.evaluate(CUT)
    assert found == {"width": 360, "outside": [], "clipped": []}
    assert [(figure, size) for figure, size in tab.evaluate(SMALLEST) if size < 9] == []


def test_nothing_moves_where_motion_is_not_wanted(visit, chapter):
    tab = visit(chapter, reduced_motion="reduce")
    moving = tab.evaluate("""() => [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return style.animationName !== "none" || /[1-9]/.test(style.transitionDuration) || style.scrollBehavior === "smooth";
    }).map((element) => element.className)""")
    assert moving == []
    assert tab.evaluate("document.getAnimations().length") == 0


def test_without_scripts_a_page_can_be_read_and_nothing_dead_is_shown(visit, chapter):
    tab = visit(chapter, java_script_enabled=False)
    assert tab.locator("article p").first.is_visible()
    for kind in (".cn-svg", ".cn-maths .katex"):
        if tab.locator(kind).count():
            box = tab.locator(kind).first.bounding_box()
            assert box["width"] > 5 and box["height"] > 5
    if tab.locator(".cn-tools").count():
        assert tab.get_by_text("SVG ↓").first.is_visible()
    for dead in (
        "button",
        ".cn-copy",
        ".md-search",
        "label[for='__search']",
        "[data-md-component=palette] label",
        ".cn-cite__section a:not([href^=http])",
    ):
        assert [
            shown.evaluate("e => e.outerHTML.slice(0, 100)") for shown in tab.locator(dead).all() if shown.is_visible()
        ] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_printed_pages_are_light_and_complete_and_have_no_controls(visit, chapter, dark):
    tab = visit(chapter, dark=dark)
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    for gone in ("header", "footer", ".md-sidebar", "nav", "button", ".cn-tools", ".headerlink", ".md-top"):
        assert [
            shown.evaluate("e => e.outerHTML.slice(0, 100)") for shown in tab.locator(gone).all() if shown.is_visible()
        ] == []
    assert tab.locator("details:not([open], .cn-code)").count() == 0
    assert not [code for code in tab.locator("details.cn-code").all() if code.is_visible()]
    colours = tab.evaluate("""() => {
      const style = getComputedStyle(document.body);
      return ["--cn-ink", "--md-code-hl-string-color", "--md-code-bg-color"].map((name) => style.getPropertyValue(name));
    }""")
    assert colours == ["#202124", "#0b6b50", "#f4f5f8"]
    assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("details[open]").count() == 0


def test_a_missing_page_says_so_in_its_language(visit, language):
    tab = visit("no-such-page/" if language == "ko" else "en/no-such-page/", missing=True)
    assert tab.locator("html").get_attribute("lang") == language
    assert {"ko": "없는 쪽입니다", "en": "There is no such page"}[language] in tab.locator("h1").inner_text()
    assert violations(tab) == []
    tab.locator("article a").first.click()
    assert tab.locator("figure").count()


def test_search_engines_and_reference_managers_are_told_what_a_page_is(visit, site, path):
    tab = visit(path, java_script_enabled=False)
    stem = path.removeprefix("en/")
    head = {
        name: tab.locator(f"head {name}").all()
        for name in ("link[rel='canonical']", "link[hreflang]", "meta[name^='citation_']")
    }
    assert [link.get_attribute("href") for link in head["link[rel='canonical']"]] == [site.canonical + path]
    assert {link.get_attribute("hreflang"): link.get_attribute("href") for link in head["link[hreflang]"]} == {
        "ko": site.canonical + stem,
        "en": f"{site.canonical}en/{stem}",
        "x-default": site.canonical + stem,
    }
    said = {meta.get_attribute("name"): meta.get_attribute("content") for meta in head["meta[name^='citation_']"]}
    assert said["citation_title"] and said["citation_author"] and said["citation_publication_date"][4] == "/"
    assert said["citation_public_url"] == site.canonical + path
    assert said["citation_language"] == ("en" if path.startswith("en/") else "ko")
    assert tab.locator("meta[name=description]").get_attribute("content")
