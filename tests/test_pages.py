"""The pages: the two languages agree, every number has a source, terms and claims are kept, every program runs alone."""

import ast
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, zip_longest
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po
from mkdocs.utils import yaml_load
from pybtex.database import parse_file

from cnnnotes.figures import style
from cnnnotes.site import appendix, jupyter, runner
from cnnnotes.site.blocks import fences, sections
from cnnnotes.site.cache import Cache
from cnnnotes.site.labs import clean
from cnnnotes.site.plugin import _catalog
from cnnnotes.site.project import Project

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LANGUAGES = ["ko", "en"]
CONFIGURATIONS = {"ko": ROOT / "mkdocs.yml", "en": ROOT / "mkdocs.en.yml"}
LABS = sorted(path.stem for path in (DOCS / "labs").glob("*.ipynb"))
STEMS = sorted({path.stem for language in LANGUAGES for path in (DOCS / language).rglob("*.md")}) + LABS

HEADING = re.compile(
    r"^(?P<level>#{1,6}) +(?!:::)(?P<title>.*?)(?: *\{ *#(?P<id>[\w.-]+)[^}]*\})? *$"  # `### ::: name` is for mkdocstrings
)
NUMBER = re.compile(r"(?<![A-Za-z\d_.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\d_])")
IN_SOURCE = re.compile(r"(?<![A-Za-z_\d.])\d[\d_,]*(?:\.\d+)?")

SPELLED = {
    "0": "nothing|none|zero|없",
    "1": "one|single|once|first|한|하나|첫",
    "2": "two|both|twice|second|두|둘|양",
    "3": "three|third|세|셋",
    "4": "four|fourth|네|넷",
    "5": "five|fifth|다섯",
    "6": "six|sixth|여섯",
    "7": "seven|일곱",
    "8": "eight|여덟",
    "9": "nine|아홉",
}


# -- reading a page --------------------------------------------------------------------------------------------------------------


ENDINGS = {
    "ko": [
        "## 기억할 것 { #remember }",
        "## 연습 문제 { #exercises }",
        "## 함께 이야기하기 { #discussion }",
        "## 참고문헌 { #references }",
    ],
    "en": [
        "## To remember { #remember }",
        "## Exercises { #exercises }",
        "## For discussion { #discussion }",
        "## References { #references }",
    ],
}


@dataclass
class Part:
    """What stands under one heading."""

    id: str | None
    level: int
    line: int
    found: dict = field(default_factory=dict)


@dataclass
class Page:
    """A page as its skeleton, and its prose as (line, text) without code, formulas, marks and addresses."""

    meta: dict
    parts: list
    prose: list


def blank(match):
    return " " + "\n" * match[0].count("\n")


def read(text):
    """Take a page apart."""
    meta = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    rest = "\n" * text[: meta.end()].count("\n") + text[meta.end() :] if meta else text
    lines = without_code(rest)
    parts = [Part(None, 0, 1)]
    starts = []
    for number, line in enumerate(lines, 1):
        heading = HEADING.match(line)
        if heading:
            parts.append(Part(heading["id"], len(heading["level"]), number))
            starts.append(number)
    edges = [0, *[start - 1 for start in starts], len(lines)]
    runs = [(fence, *block_lines(fence)) for fence in fences(rest)]
    for part, first, last in zip(parts, edges[:-1], edges[1:], strict=True):
        body = "\n".join(lines[first:last])
        inside = [run for run in runs if first < run[0].first <= last]
        part.found = {
            "code sections": [run[1] for run in inside if run[1]],
            "figures": [run[2] for run in inside if run[2]],
            "citations": Counter(key for key, _ in appendix.citations(body)),
            "claims": Counter(re.findall(r"\[\]\(#([CTL]\d[\w.]*)\)", body)),
            "references to figures": Counter(re.findall(r"\[\]\(#(fig-[\w-]+)\)", body)),
            "facts": Counter(re.findall(r"\[=([\w-]+)\]", body)),
            "formulas": Counter(formulas(body)),
            "words": plain(body),
            "numbers": Counter(number.replace(",", "") for number in NUMBER.findall(plain(body))),
        }
    prose = [(number, line) for number, line in enumerate(plain("\n".join(lines)).split("\n"), 1) if line.strip()]
    return Page(yaml.safe_load(meta[1]) if meta else {}, parts, prose)


def block_lines(fence):
    run = re.match(r'python run="([\w-]+)"', fence.info)
    figure = re.search(r"^figure: *(\S+)", fence.body, re.MULTILINE)
    return (run and run[1]), (run and figure and figure[1])


def without_code(text):
    """The lines of a page where code is blank; the captions and alternative texts of blocks stay."""
    lines = text.split("\n")
    for fence in fences(text):
        body = lines[fence.first : fence.last - 1]
        kept = (
            [re.sub(r"^\s*(figure|code): .*|^\s*(caption|alt):", "", line) for line in body]
            if block_lines(fence)[0]
            else [""] * len(body)
        )
        lines[fence.first - 1 : fence.last] = ["", *kept, ""]
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", blank, "\n".join(lines)).split("\n")


def formulas(text):
    """The formulas of a text, without spaces and without the words in them."""
    found = re.findall(r"\$\$(.+?)\$\$|(?<![\\$])\$([^$\n]+)\$", text, re.DOTALL)
    return [re.sub(r"\\text\{[^}]*\}", r"\\text{}", re.sub(r"\s+", "", display or inline)) for display, inline in found]


def plain(text):
    """Prose without formulas, marks, citations, addresses, attributes and HTML."""
    for pattern in (
        r"(?s:\$\$.+?\$\$)",
        r"(?<![\\$])\$[^$\n]+\$",
        r"\[\]\([^)]*\)|\[=[\w-]+\]|\[[^\]]*@[^\]]*\]",
        r"(?<=\])\([^)]*\)",
        r"\{ *[#.:][^}]*\}",
        r"<[^>]+>",
        r"^\s*\d+\. |^\s*\*\*\d+\.\*\*",  # of a list
        r"^\\\w+.*$|^::: .*$",
    ):
        text = re.sub(pattern, blank, text, flags=re.MULTILINE)
    return text


def parity(first, second):
    """List how two texts of the same page differ, by what and under which heading."""
    one, two = read(first), read(second)
    said = []
    for part in (*one.parts[1:], *two.parts[1:]):
        if part.id is None:
            said.append(f"line {part.line}: the heading has no id")
    for left, right in zip_longest(one.parts, two.parts):
        if left is None or right is None or (left.id, left.level) != (right.id, right.level):
            names = [
                f"{'#' * part.level} {part.id} (line {part.line})" if part else "nothing" for part in (left, right)
            ]
            return [*said, f"headings: {names[0]} against {names[1]}"]
        for what, value in left.found.items():
            other = right.found[what]
            if what == "numbers":
                value, other = (value - other) - spelled(right), (other - value) - spelled(left)
            if what != "words" and value != other:
                more = (
                    [list((a - b).elements()) for a, b in ((value, other), (other, value))]
                    if isinstance(value, Counter)
                    else [value, other]
                )
                said.append(f"#{left.id} (lines {left.line} and {right.line}), {what}: {more[0]} against {more[1]}")
    return said


def spelled(part):
    """The small numbers that a part says in words."""
    found = (
        re.findall(rf"(?<![a-z가-힣])(?:{words})(?![a-z])", part.found["words"].lower()) for words in SPELLED.values()
    )
    return Counter(dict(zip(SPELLED, map(len, found), strict=True)))


# -- the checker itself ----------------------------------------------------------------------------------------------------------

KOREAN = """---
title: "1.1 쪽"
description: "설명 12"
---

# 1.1 쪽 { #page }

글 3개와 1,024개, 셋. `x = 99` $x^2 + \\text{입력}$ [](#C1.1) [=fact] [@Key2000] [](#fig-a)

```python run="one"
figure: fig-a
caption: 그림 7개의 설명.
alt: 8개.
```

## 둘째 { #second }

1. 목록의 첫째
2. 목록의 둘째, 640×480

```text
1234
```

$$
y = 5x
$$
"""
ENGLISH = """---
title: "1.1 A page"
description: "Description 12"
---

# 1.1 A page { #page }

Of 1,024 texts 3, three. $x^2+\\text{input}$ [](#fig-a) [](#C1.1) [=fact] `y = 98` [@Key2000]

```python run="one"
figure: fig-a
caption: A caption of 7.
alt: Of 8.
```

## Second { #second }

1. First of a list
2. Second of 640×480

```text
5678
```

$$ y = 5x $$
"""


def test_pages_that_say_the_same_agree():
    assert parity(KOREAN, ENGLISH) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{ #second }", "{ #other }", "headings: ## second"),
        ("## Second", "### Second", "headings: ## second"),
        ("## Second { #second }", "## Second", "has no id"),
        ("## Second { #second }\n", "", "against nothing"),
        ('run="one"', 'run="two"', "code sections: ['one'] against ['two']"),
        ("figure: fig-a", "figure: fig-b", "figures: ['fig-a'] against ['fig-b']"),
        ("[@Key2000]", "", "citations: ['Key2000'] against []"),
        ("[@Key2000]", "[@Key2000; @B]", "citations: [] against ['B']"),
        ("[](#C1.1)", "[](#C1.2)", "claims: ['C1.1'] against ['C1.2']"),
        ("[](#fig-a)", "", "references to figures: ['fig-a'] against []"),
        ("[=fact]", "[=fact] [=fact]", "facts: [] against ['fact']"),
        ("$x^2", "$x^3", "formulas: ['x^2+\\\\text{}'] against ['x^3+\\\\text{}']"),
        ("y = 5x", "y = 6x", "formulas: ['y=5x'] against ['y=6x']"),
        ("1,024", "1,025", "#page (lines 6 and 6), numbers: ['1024'] against ['1025']"),
        ("texts 3,", "texts 4,", "numbers: [] against ['4']"),
        ("caption of 7", "caption of 9", "numbers: ['7'] against ['9']"),
        ("Of 8", "Of 9", "numbers: ['8'] against ['9']"),
        ("640×480", "640×481", "#second (lines 16 and 16), numbers: ['480'] against ['481']"),
    ],
)
def test_each_difference_is_named(old, new, message):
    assert old in ENGLISH
    said = parity(KOREAN, ENGLISH.replace(old, new, 1))
    assert any(message in line for line in said), said


@pytest.mark.parametrize(
    ("korean", "english", "same"),
    [("3개", "three", True), ("세 개", "3", True), ("3개", "four", False), ("13", "thirteen", False)],
)
def test_one_language_may_spell_a_small_number(korean, english, same):
    assert (parity(f"# a {{ #a }}\n\n{korean}\n", f"# a {{ #a }}\n\n{english}\n") == []) is same


def test_prose_knows_its_lines():
    assert [line for line, text in read(KOREAN).prose if "1,024" in text or "640" in text or "7개" in text] == [
        8,
        12,
        19,
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,024, 0.95. 3×3 10-fold 1980s", ["1,024", "0.95", "3", "3", "10", "1980"]),
        ("conv2d C4 [x](p1.md) [](#C1.5) [=f2] <img width=3> { #a1 } $7$ [@A2000] [](#fig-1)", []),
        ("−1은 90도, 2칸", ["1", "90", "2"]),
        ("1. one\n2. two 3\n", ["3"]),
    ],
)
def test_numbers_are_found_in_prose_alone(text, numbers):
    assert NUMBER.findall(plain(text)) == numbers


def configuration(language):
    with CONFIGURATIONS[language].open(encoding="utf-8") as file:
        return yaml_load(file)


# -- the real pages --------------------------------------------------------------------------------------------------------------


@cache
def text(language, stem):
    return project().text(place(language, stem))


def place(language, stem):
    """Where a page of a language stands; a lab stands in no file of one language, but is read as if it did."""
    return DOCS / "labs" / language / f"{stem}.ipynb" if stem in LABS else DOCS / language / f"{stem}.md"


@cache
def page(language, stem):
    return read(text(language, stem))


@cache
def project():
    return Project(ROOT, LANGUAGES)


@pytest.fixture(scope="module")
def results():
    """Every block of every page, run as the build runs it, each in a namespace of its own."""
    with pytest.MonkeyPatch.context() as patch:
        if "CNNNOTES_CACHE" not in os.environ:
            patch.setenv("CNNNOTES_CACHE", str(project().cache / "results"))
        found, problems = project().blocks
        assert problems == [], "\n".join(map(str, problems))
        parts = [(path.suffix, blocks, _catalog(project(), path.parent.name)) for path, blocks in found.items()]
        wanted = [(block, catalog) for kind, blocks, catalog in parts for block in blocks if kind == ".md"]
        labs = [(blocks, catalog) for kind, blocks, catalog in parts if kind == ".ipynb"]
        made, failed, _ = runner.run_all(wanted, Cache(project().cache / "blocks", ROOT), ROOT)
        more, broken, _ = jupyter.run_labs(labs, jupyter.cache(project().cache / "labs", ROOT), ROOT)
    return made | more, failed + broken


def test_every_section_runs_alone(results):
    assert results[1] == [], "\n\n".join(map(str, results[1]))


@pytest.mark.parametrize("program", sorted(path.stem for path in (DOCS / "code").glob("*.py")))
def test_every_section_is_used_by_its_page(program):
    found, problems = sections(DOCS / "code" / f"{program}.py")
    assert problems == []
    used = {name for part in page("ko", program).parts for name in part.found["code sections"]}
    assert used == set(found)


def test_both_languages_have_the_same_pages():
    korean, english = (
        {path.relative_to(DOCS / language) for path in (DOCS / language).rglob("*.md")} for language in LANGUAGES
    )
    assert korean == english


@pytest.mark.parametrize("stem", LABS)
def test_between_two_code_cells_a_lab_says_as_much_in_each_language(stem):
    said, number = {language: [0] for language in LANGUAGES}, 0
    for number, cell in enumerate(project().labs[stem].cells, 1):
        if cell["cell_type"] == "code":
            assert len({counts[-1] for counts in said.values()}) == 1, f"{stem}.ipynb, before cell {number}"
            for counts in said.values():
                counts.append(0)
        for language in set(LANGUAGES) & set(cell["metadata"].get("tags", [])):
            said[language][-1] += 1
    assert len({counts[-1] for counts in said.values()}) == 1, f"{stem}.ipynb, before its end"


@pytest.mark.parametrize("stem", LABS)
def test_a_lab_is_kept_without_outputs(stem):
    kept = (DOCS / "labs" / f"{stem}.ipynb").read_text(encoding="utf-8")
    assert kept == clean(kept), "`make format` cleans it"


@pytest.mark.parametrize("stem", STEMS)
def test_both_languages_agree(stem):
    said = parity(text("ko", stem), text("en", stem))
    assert not said, f"docs/ko/{stem}.md against docs/en/{stem}.md\n" + "\n".join(said)


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_begins_with_quoted_title_and_description_and_one_heading(language, stem):
    source = text(language, stem)
    for key in ("title", "description"):
        assert re.search(rf'\A---\n(?:.*\n)*?{key}: ".+"\n', source), (
            f"{language}/{stem}.md: `{key}` is missing or without quotes"
        )
    made = page(language, stem)
    assert [part.level for part in made.parts].count(1) == 1
    assert made.parts[1].level == 1, "the first heading is the page's"
    ids = [part.id for part in made.parts[1:]]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) for name in ids), ids
    levels = [part.level for part in made.parts[1:]]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), "a level of headings is left out"


@pytest.mark.parametrize(
    "stem",
    [stem for stem in STEMS if (DOCS / "code" / f"{stem}.py").is_file() and stem not in ("index", "reproduce")] + LABS,
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_page_ends_alike(language, stem):
    headings = re.findall(r"^## .+ \{ #[a-z0-9-]+ \}$", text(language, stem), re.MULTILINE)
    assert headings[-4:] == ENDINGS[language]


def known_numbers(language, stem, results):
    """The numbers that stand in a page's outputs, facts and block sources, and the years of the works it cites."""
    blocks = project().blocks[0].get(place(language, stem), [])
    known = set()
    for block in blocks:
        made = results[0].get(runner.key(block))
        for source in (block.section.source, *([made.output, *made.facts.values()] if made else [])):
            known |= {number.replace(",", "").replace("_", "").rstrip(".") for number in IN_SOURCE.findall(source)}
    works = parse_file(str(DOCS / "references.bib")).entries
    known |= {works[key].fields["year"] for key, _ in appendix.citations(text(language, stem)) if key in works}
    return known


def unknown_numbers(prose, known, titles):
    for line, row in prose:
        for number in NUMBER.findall(row):
            bare = number.replace(",", "")
            if (len(bare) >= 3 or "." in bare) and bare not in known and bare not in titles:
                yield line, number


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_that_is_typed_has_a_source(language, stem, results):
    titles = {".".join(title.split(" ")[0].split(".")[:2]) for title in project().titles(language).values()}
    found = unknown_numbers(page(language, stem).prose, known_numbers(language, stem, results), titles)
    said = [f"docs/{language}/{stem}.md:{line}: {number}" for line, number in found]
    assert not said, "no block of the page prints, states or uses, and no cited work is of the year:\n" + "\n".join(
        said
    )


def test_a_typed_number_without_a_source_is_named():
    prose = read("# 1.1 A { #a }\n\nSome 1,024 and 0.95 and 12 and 7.5 in `999`.\n").prose
    assert list(unknown_numbers(prose, {"0.95"}, {"1.1"})) == [(3, "1,024"), (3, "7.5")]


# -- terms and words -------------------------------------------------------------------------------------------------------------


def rejected(language):
    return {form: term[language] for term in project().terms for form in term.get(f"reject_{language}") or []}


def uses(form, row, language):
    edge = r"(?<![\w-]){}(?:s|es)?(?![\w-])" if language == "en" else "{}"
    return re.search(edge.format(re.escape(form)), row, re.IGNORECASE)


def lint(prose, language):
    for line, row in prose:
        for form, right in rejected(language).items():
            if uses(form, row, language):
                yield line, form, right


@pytest.mark.parametrize("stem", [stem for stem in STEMS if stem != "glossary"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_uses_a_rejected_form(language, stem):
    made = page(language, stem)
    front = [(1, str(value)) for value in made.meta.values()]
    said = [
        f"docs/{language}/{stem}.md:{line}: {form!r}, say {right!r}"
        for line, form, right in lint(front + made.prose, language)
    ]
    assert not said, "\n".join(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_figure_or_of_the_interface_is_a_rejected_form(language):
    catalog = {entry.id: entry.string for entry in korean_words() if entry.id}
    words = list(catalog.values() if language == "ko" else catalog)
    interface = configuration(language)
    said = list(lint([(0, str(word)) for word in [*words, interface["nav"], interface["extra"]["words"]]], language))
    assert not said


def test_a_rejected_form_is_found():
    form, right = next(iter(rejected("ko").items()))
    assert next(iter(lint([(4, f"그 {form}은")], "ko"))) == (4, form, right)
    form, right = next(iter(rejected("en").items()))
    assert (7, form, right) in list(lint([(7, f"The {form.upper()}s.")], "en"))
    assert not list(lint([(7, f"The x{form}.")], "en"))


def test_the_glossary_is_whole():
    terms = project().terms
    for name in ("id", "en", "ko", "def_ko", "def_en"):
        assert all(term.get(name) for term in terms), name
    for name in ("id", "en", "ko"):
        assert [value for value, count in Counter(term[name].lower() for term in terms).items() if count > 1] == []
    for language in LANGUAGES:
        preferred = {term[language] for term in terms}
        assert not preferred & set(rejected(language)), "a form is both preferred and rejected"
        for term in terms:
            assert len(term[f"def_{language}"].strip()) <= {"ko": 90, "en": 140}[language], term["id"]
    assert [term["id"] for term in terms] == sorted(term["id"] for term in terms)


@cache
def korean_words():
    with (DOCS / "locale/ko.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def marked_words():
    """The words that figure functions mark with `_()`, each with its place."""
    for path in sorted((ROOT / "cnnnotes/figures").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
                yield f"{path.name}:{node.lineno}", node.args[0]


def test_words_are_marked_where_they_are_written():
    odd = [
        place for place, node in marked_words() if not (isinstance(node, ast.Constant) and isinstance(node.value, str))
    ]
    assert odd == [], "only a literal can be translated"


def test_every_word_of_a_figure_is_in_korean_and_no_other():
    marked = {node.value for _, node in marked_words() if isinstance(node, ast.Constant)}
    entries = {entry.id: entry for entry in korean_words() if entry.id}
    assert sorted(marked - set(entries)) == [], "missing in docs/locale/ko.po"
    assert sorted(set(entries) - marked) == [], "in docs/locale/ko.po, but no figure has it"
    assert [name for name, entry in entries.items() if not entry.string.strip()] == []
    assert [name for name, entry in entries.items() if entry.fuzzy] == []
    for name, entry in entries.items():
        assert re.findall(r"\{\w*\}", name) == re.findall(r"\{\w*\}", entry.string) or set(
            re.findall(r"\{\w*\}", name)
        ) == set(re.findall(r"\{\w+\}", entry.string)), f"{name!r} has other places to fill than {entry.string!r}"


# -- claims ----------------------------------------------------------------------------------------------------------------------

PUBLISHED = sorted(Project(ROOT, LANGUAGES).published)


def marks(language, stem):
    """Claim to the ids of the headings under which its marks stand on a page."""
    found = {}
    for part in page(language, stem).parts:
        for name in part.found["claims"]:
            found.setdefault(name, []).append(part.id)
    return found


@cache
def works():
    return set(parse_file(str(DOCS / "references.bib")).entries)


@cache
def claim_tests():
    return appendix.claim_tests(ROOT)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_claim_is_whole(name):
    claim = project().published[name]
    assert claim["verdict"] in appendix.VERDICTS
    for language in LANGUAGES:
        for part in ("claim", "correction"):
            assert claim.get(f"{part}_{language}", "").strip(), f"{name}: {part}_{language} is missing"
    assert "draft" not in claim, f"{name}: numbers that were only proposed are published"
    assert set(claim.get("references") or []) <= works()


@pytest.mark.parametrize("name", PUBLISHED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_claim_is_marked_on_its_page(language, name):
    claim = project().published[name]
    places = marks(language, claim["page"]).get(name, [])
    assert places, f"docs/{language}/{claim['page']}.md has no mark [](#{name})"
    headings = {part.id for part in page(language, claim["page"]).parts}
    assert claim.get("anchor") in headings, (
        f"{name}: `anchor` is {claim.get('anchor')!r}, its mark stands under {places}"
    )
    assert claim["anchor"] in places, f"{name}: `anchor` is {claim['anchor']!r}, but its mark stands under {places}"


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_claim_has_a_test(name):
    assert claim_tests().get(name), f'no test carries @pytest.mark.claim("{name}")'


@pytest.mark.parametrize("name", [name for name in PUBLISHED if project().published[name].get("figure")])
def test_the_figure_of_a_claim_is_on_its_page(name):
    claim = project().published[name]
    for language in LANGUAGES:
        assert claim["figure"] in [
            figure for part in page(language, claim["page"]).parts for figure in part.found["figures"]
        ]


def test_every_marked_test_and_every_mark_names_a_claim():
    known = {claim["id"] for claim in project().claims}
    assert sorted(set(claim_tests()) - known) == []
    for language in LANGUAGES:
        for stem in STEMS:
            assert set(marks(language, stem)) <= set(PUBLISHED), f"{language}/{stem}.md"


def test_claims_have_ids_of_their_own():
    assert [name for name, count in Counter(claim["id"] for claim in project().claims).items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_add_up(language):
    words = configuration(language)["extra"]["words"]
    made = appendix.claims(project(), language, words, project().titles(language), project().numbers(language), "")
    *counts, total = [int(count) for count in re.findall(r"\| \**(\d+)\** \|$", made, re.MULTILINE)]
    assert len(counts) == len(appendix.VERDICTS)
    assert sum(counts) == total == made.count('<div class="cn-entry"') == len(PUBLISHED)


# -- references, links, navigation, words of the interface, colours --------------------------------------------------------------


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_citation_is_a_source(language, stem):
    assert [key for key, _ in appendix.citations(text(language, stem)) if key not in works()] == []


def names(nav):
    for entry in nav:
        if isinstance(entry, str):
            yield entry
        else:
            for below in entry.values():
                yield from names(below if isinstance(below, list) else [below])


def test_every_page_is_in_the_navigation_of_both_languages():
    korean, english = (list(names(configuration(language)["nav"])) for language in LANGUAGES)
    assert korean == english
    assert sorted(korean) == sorted(project().addresses.values())


def keys(tree):
    return {name: keys(value) if isinstance(value, dict) else None for name, value in tree.items()}


def test_both_languages_have_the_same_words_of_the_interface():
    korean, english = (raw(CONFIGURATIONS[language])["extra"]["words"] for language in LANGUAGES)
    assert keys(korean) == keys(english)


def raw(path):
    """A configuration as it stands, without what it inherits."""
    source = path.read_text(encoding="utf-8").replace("INHERIT:", "inherit:")
    return yaml_load(source)


def colours(css):
    """The `--cn-…` colours of each rule of a style sheet, by its selector; those of print by that name."""
    screen, _, paper = css.partition("@media print")
    found = {}
    for sheet, name in ((screen, None), (paper, "print")):
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*--cn-ink:[^{}]*)\}", sheet):
            found[name or selector.strip().split("\n")[-1]] = dict(re.findall(r"--cn-(\w+): (#\w+);", body))
    return found


def test_the_colours_of_the_pages_are_those_of_the_figures():
    sheet = colours((DOCS / "overrides/assets/notes.css").read_text(encoding="utf-8"))
    light = {name: value for value, (name, _) in style.PALETTE.items()}
    dark = dict(style.PALETTE.values())
    assert sheet == {
        '[data-md-color-scheme="default"]': light,
        '[data-md-color-scheme="slate"]': dark,
        "print": light | {"paper": "#ffffff"},
    }
