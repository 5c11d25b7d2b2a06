"""Reading a page: it loads without a fault, fits a phone, and is open to everybody, on paper and without scripts too."""

import json
from html.parser import HTMLParser
from pathlib import Path

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


MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  return style.animationName !== "none" || /[1-9]/.test(style.transitionDuration) || style.scrollBehavior === "smooth";
}).map((element) => element.className)"""


def violations(tab, rules=None):
    """What axe finds; a picture's inside is not looked at, since it is one picture with one text."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE.read_text(encoding="utf-8"))
    options = {"resultTypes": ["violations"], **({"runOnly": {"type": "rule", "values": rules}} if rules else {})}
    run = f"axe.run({{exclude: ['.cn-svg > g']}}, {json.dumps(options)})"
    return [
        f"{rule['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for rule in tab.evaluate(f"async () => (await {run}).violations")
        for node in rule["nodes"]
    ]


def test_every_page_is_whole_and_open_to_everybody(visit, path):
    """That it loads without a fault is seen to by ``visit``."""
    tab = visit(path, reduced_motion="reduce")
    assert tab.locator("h1").count() == 1
    wrong = {"axe": violations(tab), "moving": tab.evaluate(MOVING)}
    tab.locator("[data-md-component=palette] label:visible").click()
    assert tab.locator("body").get_attribute("data-md-color-scheme") == "slate"
    wrong["dark"] = violations(tab, ["color-contrast", "link-in-text-block"])
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    phone = tab.evaluate(CUT)
    wrong["wide"] = phone["width"] - 360
    wrong["cut"] = phone["outside"] + phone["clipped"]
    wrong["small"] = [(figure, size) for figure, size in tab.evaluate(SMALLEST) if size < 9]
    assert not {kind: found for kind, found in wrong.items() if found}


def test_axe_finds_nothing_on_a_phone_with_all_details_open(visit, language):
    tab = visit(f"{'' if language == 'ko' else 'en/'}parameters/", width=360, reduced_motion="reduce")
    tab.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert violations(tab) == []


def test_a_page_opened_in_the_dark_is_dark(visit, language):
    tab = visit("" if language == "ko" else "en/", dark=True)
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(30, 33, 41)"
    assert tab.evaluate("getComputedStyle(document.querySelector('.cn-svg')).getPropertyValue('--cn-ink')") == "#e8eaed"


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


def test_printed_pages_are_light_and_complete_and_have_no_controls(visit, chapter):
    tab = visit(chapter, dark=True)
    read = [code.get_attribute("open") is not None for code in tab.locator("details.cn-code").all()]
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    for gone in ("header", "footer", ".md-sidebar", "nav", "button", ".cn-tools", ".headerlink", ".md-top"):
        assert [
            shown.evaluate("e => e.outerHTML.slice(0, 100)") for shown in tab.locator(gone).all() if shown.is_visible()
        ] == []
    assert tab.locator("details:not([open], .cn-code)").count() == 0
    printed = [code.is_visible() for code in tab.locator("details.cn-code").all()]
    assert printed == read
    colours = tab.evaluate("""() => {
      const style = getComputedStyle(document.body);
      return ["--cn-ink", "--md-code-hl-string-color", "--md-code-bg-color"].map((name) => style.getPropertyValue(name));
    }""")
    assert colours == ["#202124", "#0b6b50", "#f4f5f8"]
    assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("details[open]").count() == sum(read)


def test_a_missing_page_says_so_in_its_language(visit, language):
    tab = visit("no-such-page/" if language == "ko" else "en/no-such-page/", missing=True)
    assert tab.locator("html").get_attribute("lang") == language
    assert {"ko": "없는 쪽입니다", "en": "There is no such page"}[language] in tab.locator("h1").inner_text()
    assert violations(tab) == []
    tab.locator("article a").first.click()
    assert tab.locator("figure").count()


class Head(HTMLParser):
    """The addresses and descriptions that a page gives to programs."""

    def __init__(self, text):
        super().__init__()
        self.links, self.meta = {}, {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "link" and ("hreflang" in given or given["rel"] == "canonical"):
            self.links[given.get("hreflang", "canonical")] = given["href"]
        if tag == "meta" and "name" in given:
            self.meta[given["name"]] = given["content"]


def test_search_engines_and_reference_managers_are_told_what_a_page_is(site, path):
    head = Head((site.folder / path / "index.html").read_text(encoding="utf-8"))
    stem = path.removeprefix("en/")
    assert head.links == {
        "canonical": site.canonical + path,
        "ko": site.canonical + stem,
        "en": f"{site.canonical}en/{stem}",
        "x-default": site.canonical + stem,
    }
    assert head.meta["description"] and head.meta["citation_title"] and head.meta["citation_author"]
    assert head.meta["citation_publication_date"][4] == "/"
    assert head.meta["citation_public_url"] == site.canonical + path
    assert head.meta["citation_language"] == ("en" if path.startswith("en/") else "ko")
