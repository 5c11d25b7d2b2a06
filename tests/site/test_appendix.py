"""Pages made from data: claims with their tests, terms, sources; and the citations of a page."""

from types import SimpleNamespace

import pytest

from cnnnotes.site import appendix, cite

WORDS = {
    "verdicts": {
        "true": "holds",
        "imprecise": "imprecise",
        "false": "wrong",
        "opinion": "opinion",
        "unfinished": "unfinished",
    },
    "verdict_help": dict.fromkeys(appendix.VERDICTS, "help"),
    "verdict_columns": ["Verdict", "Meaning", "Claims"],
    "figure": "Figure",
    "in_text": "In the text",
    "test_code": "Test",
    "together": "Together",
    "also": "Also",
    "not": "Not",
    "used_in": "Used in",
    "cited_in": "Cited in",
}
CLAIMS = {
    "C1.1": {
        "id": "C1.1",
        "verdict": "false",
        "claim_en": "It\nis",
        "correction_en": "It is not.",
        "page": "one",
        "figure": "fig-a",
        "references": ["X1"],
    },
    "C1.2": {
        "id": "C1.2",
        "verdict": "true",
        "claim_en": "So",
        "correction_en": "Right.",
        "page": "one",
        "references": [],
    },
    "C2.1": {"id": "C2.1", "verdict": "true", "claim_en": "Thus", "correction_en": "Right.", "page": "two"},
}
TEST = '''import pytest

@pytest.mark.claim("C1.1")
@pytest.mark.parametrize("x", [1, 2])
def test_it_is_not(x):
    assert x

@pytest.mark.claim("C1.2", "C2.1")
def test_two_at_once():
    assert True

def test_nothing():
    """claim("C9.9")"""
'''


@pytest.fixture
def root(files):
    return files(
        {"tests/deep/test_a.py": TEST, "tests/test_b.py": "def test_x():\n    pass\n", "tests/helper.py": TEST}
    )


def test_tests_of_claims_are_found_with_their_line_and_source(root):
    found = appendix.claim_tests(root)
    assert sorted(found) == ["C1.1", "C1.2", "C2.1"]
    (first,) = found["C1.1"]
    assert (first.path, first.name, first.line) == ("tests/deep/test_a.py", "test_it_is_not", 5)
    assert first.source.startswith('@pytest.mark.claim("C1.1")\n@pytest.mark.parametrize')
    assert first.source.endswith("    assert x")
    assert TEST.split("\n")[first.line - 1].startswith("def test_it_is_not")
    assert found["C1.2"][0].name == found["C2.1"][0].name == "test_two_at_once"


@pytest.fixture
def page(root):
    def make(repository="", claims=CLAIMS):
        project = SimpleNamespace(published=claims, root=root)
        titles, numbers = {"one": "1 One", "two": "2 Two"}, {"fig-a": ("one", 3)}
        return appendix.claims(project, "en", WORDS, titles, numbers, repository)

    return make


def test_verdicts_are_counted(page):
    rows = [line for line in page().split("\n") if line.startswith("|")]
    counts = [row.split("|")[-2].strip() for row in rows[2:]]
    assert counts == ["2", "0", "1", "0", "0", "**3**"]


def test_a_claim_leads_to_its_page_its_figure_and_its_test(page):
    made = page("https://code.test/x")
    entry = made[made.index('id="C1.1"') : made.index('id="C1.2"')]
    for part in (
        "**C1.1**",
        "cn-mark--false",
        "It is\n{ .cn-said }",
        "It is not.\u2060[@X1]",
        "(one.md#claim-C1.1)",
        "[Figure 3](one.md#fig-a)",
        "[`tests/deep/test_a.py:5`](https://code.test/x/blob/HEAD/tests/deep/test_a.py#L5)",
        "def test_it_is_not(x):",
    ):
        assert part in entry


def test_without_a_repository_a_test_is_named_and_leads_nowhere(page):
    assert "`tests/deep/test_a.py:5`" in page()
    assert "code.test" not in page()


def test_claims_stand_under_the_title_of_their_page(page):
    made = page()
    assert made.count("## 1 One { #claims-one }") == made.count("## 2 Two { #claims-two }") == 1
    assert made.index('id="C1.2"') < made.index("## 2 Two") < made.index('id="C2.1"')


def test_each_page_stands_once_in_the_order_in_which_pages_are_read(page):
    order = ["C1.2", "C2.1", "C1.1"]
    made = page(claims={name: CLAIMS[name] for name in order})
    places = [made.index(text) for text in ("## 1 One", 'id="C1.2"', 'id="C1.1"', "## 2 Two", 'id="C2.1"')]
    assert places == sorted(places)
    assert made.count("## ") == 2


def test_the_glossary_has_every_part_of_a_term():
    term = {
        "id": "k",
        "en": "kernel",
        "ko": "커널",
        "en_also": ["mask"],
        "reject_en": ["kernal"],
        "note_en": "A note.",
        "def_en": "An\narray.",
    }
    bare = {"id": "a", "en": "Axis", "ko": "축", "def_en": "A line."}
    made = appendix.glossary(SimpleNamespace(terms=[term, bare]), "en", WORDS, {"k": ["[1 One](one.md)"]})
    assert made.index('id="a"') < made.index('id="k"')
    for part in (
        '**kernel** (<span lang="ko">커널</span>)',
        "An array.",
        "Also: mask",
        "Not: <s>kernal</s>",
        "A note.",
        "Used in: [1 One](one.md)",
    ):
        assert part in made
    assert made[: made.index('id="k"')].count("<br>") == 0


def test_the_bibliography_has_every_source_and_who_cites_it():
    made = appendix.bibliography(
        ["Zeta2000", "alpha1999"], lambda key: f"Text of {key}.", {"Zeta2000": ["[1 One](one.md)"]}, WORDS
    )
    assert made.index('id="ref-alpha1999"') < made.index('id="ref-Zeta2000"')
    assert "Text of Zeta2000.<br><small>Cited in: [1 One](one.md)</small>" in made
    assert "Text of alpha1999.\n" in made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a [@A1]", [("A1", 1)]),
        ("\n[@A1; @B-2], [see @C_3, p. 4]", [("A1", 2), ("B-2", 2), ("C_3", 2)]),
        ("`[@A1]` [@B]", [("B", 1)]),
        ("a@b.org [x](y) @A", []),
    ],
)
def test_citations_are_listed_with_their_lines(text, found):
    assert appendix.citations(text) == found


@pytest.fixture
def forms():
    made = cite.forms("1.1 Parameters", "parameters", "en", "Notes", "0.1.0", "2026-01-05")
    return {form["id"]: form for form in made}


def test_bibtex_is_read_by_a_reader_of_bibtex(forms):
    from pybtex.database import parse_string

    form = forms["bibtex"]
    for text in (
        form["before"] + form["after"],
        form["before"] + form["url_before"] + "https://code.test/x/" + form["url_after"] + form["after"],
    ):
        entry = parse_string(text, "bibtex").entries["cnnnotes-parameters-en"]
        assert entry.fields["title"] == "{1.1 Parameters}"
        assert entry.fields["year"] == "2026"
        assert entry.fields["date"] == "2026-01-05"
        assert [str(person) for person in entry.persons["author"]] == ["{The cnnnotes authors}"]
    assert entry.fields["url"] == "https://code.test/x/"


def test_apa_and_korean_forms(forms):
    assert (
        forms["apa"]["before"] == "The cnnnotes authors. (2026, January 5). 1.1 Parameters. In Notes (Version 0.1.0)."
    )
    assert forms["korean"]["before"] == "cnnnotes 저자 일동. (2026. 1. 5.). 「1.1 Parameters」. 『Notes』(0.1.0판)."
