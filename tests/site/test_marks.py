"""Marks of the prose become links and values; unknown ones are problems with a line."""

import re
from pathlib import Path

import pytest

from cnnnotes.site.blocks import Block, Fence, Section
from cnnnotes.site.marks import Marks
from cnnnotes.site.worker import Result

HERE = Path("docs/ko/page.md")
CLAIM = {
    "id": "C1.5",
    "verdict": "false",
    "claim_ko": '그는 "셋"이라고\n했다 {x}',
    "claim_en": 'He said "three" < four',
}


@pytest.fixture
def marks(words):
    def make(language="ko"):
        numbers = {"fig-here": ("page", 1), "fig-three": ("page", 3), "fig-there": ("other", 2)}
        titles = {"page": "1.1 이 쪽", "other": "1.2 다른 쪽" if language == "ko" else "1.2 Another page"}
        return Marks(language, getattr(words, language), numbers, titles, {"C1.5": CLAIM})

    return make


def replaced(marks, text, facts=None):
    made, problems = marks.replace(text, HERE, facts or {})
    assert problems == []
    return made


def test_a_figure_of_the_page_is_named_by_its_number(marks):
    assert replaced(marks(), "[](#fig-here)") == "[그림 1](#fig-here){ .cn-ref }"
    assert replaced(marks("en"), "see [](#fig-three).") == "see [Figure 3](#fig-three){ .cn-ref }."


def test_a_figure_of_another_page_is_named_with_the_page(marks):
    assert replaced(marks(), "[](#fig-there)") == "[1.2의 그림 2](other.md#fig-there){ .cn-ref }"
    assert replaced(marks("en"), "[](#fig-there)") == "[Figure 2 of 1.2](other.md#fig-there){ .cn-ref }"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[](#fig-here)는 그렇다", "그림 1은 그렇다"),
        ("[](#fig-here)으로 본다", "그림 1로 본다"),
        ("[](#fig-three)가", "그림 3이"),
        ("[](#fig-three)로", "그림 3으로"),
        ("[](#fig-there)을", "1.2의 그림 2를"),
        ("[](#fig-here)와 [](#fig-there)은", "그림 1과 1.2의 그림 2는"),
        ("[](#fig-here)에서", "그림 1에서"),
        ("[](#fig-here) 이", "그림 1 이"),
        ("[=seven]가", "7이"),
        ("[=share]%을", "94%을"),
        ("[=word]은", "필터는"),
    ],
)
def test_particles_are_put_right_in_korean(marks, written, read):
    made = replaced(marks(), written, {"seven": "7", "share": "94", "word": "필터"})
    assert re.sub(r"\[([^\]]*)\]\([^)]*\)\{[^}]*\}", r"\1", made) == read


def test_particles_are_korean_only(marks):
    assert replaced(marks("en"), "[=x]는", {"x": "1"}) == "1는"


def test_facts_stand_for_their_text(marks):
    assert (
        replaced(marks("en"), "It is [=accuracy]%, not [=other-one]%.", {"accuracy": "95", "other-one": "9.5"})
        == "It is 95%, not 9.5%."
    )


@pytest.mark.parametrize(
    "code",
    [
        "`[=x]`",
        "`` [=x] ` [](#fig-none) ``",
        "`a` and `[](#C9.9)`",
        "```python\n[=x]\n```",
        "    ```\n    [=x]\n    ```",
    ],
)
def test_code_is_left_as_it_is(marks, code):
    assert replaced(marks(), code) == code


def test_a_mark_between_code_is_replaced(marks):
    assert replaced(marks("en"), "`a` [=x] `b`", {"x": "1"}) == "`a` 1 `b`"


def test_a_claim_has_its_verdict_and_the_claim_as_a_card(marks):
    made = replaced(marks("en"), "text [](#C1.5)")
    assert made == (
        'text [C1.5 wrong](claims.md#C1.5){ #claim-C1.5 .cn-mark .cn-mark--false title="wrong: He said &quot;three&quot; &lt; four" }'
    )


def test_the_first_mark_of_a_claim_on_a_page_has_the_anchor(marks):
    made = replaced(marks("en"), "[](#C1.5)\n\n[](#C1.5)")
    assert made.count("#claim-C1.5 ") == 1
    assert made.index("#claim-C1.5 ") < made.index("\n")


def test_braces_and_lines_of_a_claim_do_not_end_its_attributes(marks):
    title = replaced(marks(), "[](#C1.5)").split("title=")[1]
    assert title == '"wrong: 그는 &quot;셋&quot;이라고 했다 x" }'


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("[](#fig-none)", "no block has `figure: fig-none`"),
        ("[](#C9.9)", "C9.9 is not a published claim"),
        ("[=nothing]", "no block of this page gives the fact 'nothing'; there are: first, second"),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_unknown_mark_is_named_with_its_line(marks, mark, message, language):
    _, problems = marks(language).replace(f"a\n\n`x` {mark}는 b", HERE, {"first": "1", "second": "2"}, first_line=5)
    assert [(problem.path, problem.line) for problem in problems] == [(HERE, 7)]
    assert message in problems[0].message


def test_all_unknown_marks_are_named(marks):
    _, problems = marks("en").replace("[=a] [=b]\n[](#fig-c)", HERE, {})
    assert [problem.line for problem in problems] == [1, 1, 2]


@pytest.fixture
def block():
    def make(figure="fig-here", *, indent="", code="folded"):
        fence = Fence('python run="one"', "", indent, 3, 5)
        return Block(
            HERE, fence, "one", Section(Path("docs/code/page.py"), 4, "x = 1\n"), figure, "A **caption**.", "alt", code
        )

    return make


def test_a_figure_has_number_caption_code_and_output(marks, block):
    made = marks("en").figure(block(), Result(output="printed\n"), 2)
    for part in (
        '<figure class="cn-figure" id="fig-here" markdown="1">',
        '<figcaption markdown="span">**Figure 2.** A **caption**.</figcaption>',
        "<summary>Code</summary>\n\n```python\nx = 1\n```",
        '```{ .text .cn-output title="Output" }\nprinted\n```',
    ):
        assert part in made
    assert '<details class="cn-code" markdown="1">' in made


def test_code_can_be_open_from_the_start(marks, block):
    assert '<details class="cn-code" markdown="1" open>' in marks("en").figure(block(code="open"), Result(), 1)


def test_a_block_without_figure_shows_its_code_and_what_it_printed(marks, block):
    made = marks("en").figure(block(None, code="open"), Result(output="5\n"), None)
    assert made.startswith("```python\nx = 1\n```\n")
    assert "5\n" in made
    assert "figure" not in made
    assert "cn-output" not in marks("en").figure(block(None), Result(), None)


def test_a_block_without_figure_can_be_folded(marks, block):
    made = marks("en").figure(block(None), Result(output="5\n"), None)
    assert made.startswith('<details class="cn-code" markdown="1">\n<summary>')
    assert made.index("x = 1") < made.index("</details>")


def test_an_indented_block_stays_indented(marks, block):
    made = marks("en").figure(block(None, indent="    "), Result(output="5\n"), None)
    assert all(line.startswith("    ") for line in made.split("\n") if line)
