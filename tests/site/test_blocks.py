"""Blocks are found where they stand, and each mistake in them is named with file and line."""

from pathlib import Path

import pytest

from cnnnotes.site.blocks import Problem, fences, sections

PROGRAM = """\
\"\"\"A page.\"\"\"

# [start:one]
x = 1
# [end:one]


# [start:two]

y = 2

# [end:two]
"""


def spans(text):
    return [(fence.info, fence.first, fence.last) for fence in fences(text)]


def test_fences_count_lines_from_one():
    assert spans("a\n\n```python\nx\n```\nb\n~~~\ny\n~~~") == [("python", 3, 5), ("", 7, 9)]


def test_a_fence_inside_a_longer_one_is_text():
    assert spans('````markdown\n```python run="x"\n```\n````\n```text\n```') == [("markdown", 1, 4), ("text", 5, 6)]


def test_only_the_same_sign_closes_a_fence():
    assert spans("~~~\n```\n~~~\n```\n~~~\n```") == [("", 1, 3), ("", 4, 6)]


def test_backticks_in_a_line_of_text_open_nothing():
    assert spans("```x``` is code\n``y``\n```\nz\n```") == [("", 3, 5)]


def test_an_indented_fence_gives_its_body_without_the_indent():
    (fence,) = fences('- item\n\n    ```python run="x"\n    figure: fig-x\n      more\n    ```\n')
    assert (fence.indent, fence.body) == ("    ", "figure: fig-x\n  more")


def test_sections_know_the_line_of_their_first_statement(files):
    path = files({"page.py": PROGRAM}) / "page.py"
    found, problems = sections(path)
    assert problems == []
    assert {name: (section.line, section.source) for name, section in found.items()} == {
        "one": (4, "x = 1\n"),
        "two": (10, "y = 2\n"),
    }


def test_the_line_of_a_section_is_that_of_its_source(files):
    path = files({"page.py": PROGRAM}) / "page.py"
    lines = PROGRAM.split("\n")
    for section in sections(path)[0].values():
        assert lines[section.line - 1 :][: section.source.count("\n")] == section.source.split("\n")[:-1]


@pytest.mark.parametrize(
    ("program", "line", "message"),
    [
        ("# [start:a]\nx\n", 1, "section 'a' has no [end:a]"),
        ("# [end:a]\n", 1, "[end:a] does not fit here: no section is open"),
        ("# [start:a]\n# [start:b]\n# [end:a]\n", 2, "[start:b] does not fit here: section 'a' of line 1 is open"),
        ("# [start:a]\n# [end:b]\n# [end:a]\n", 2, "[end:b] does not fit here"),
        ("# [start:a]\n# [end:a]\n# [start:a]\n# [end:a]\n", 3, "the name was used before"),
    ],
)
def test_a_mistake_in_a_program_is_named(files, program, line, message):
    path = files({"page.py": program}) / "page.py"
    problem = sections(path)[1][0]
    assert (problem.path, problem.line) == (path, line)
    assert message in problem.message


def test_a_block_has_its_section_and_its_options(read):
    page = """# Page

```python run="one"
figure: fig-a
caption: A long caption: with a colon,
  on three
    lines.
alt: What is seen.
```

```python run="two"
```
"""
    (first, second), problems = read(page, PROGRAM)
    assert problems == []
    assert (first.name, first.figure, first.code, first.fence.first, first.page) == (
        "one",
        "fig-a",
        "folded",
        3,
        "page",
    )
    assert first.caption == "A long caption: with a colon, on three lines."
    assert (first.alt, first.section.source) == ("What is seen.", "x = 1\n")
    assert (second.name, second.figure, second.code, second.caption) == ("two", None, "open", "")


def test_blocks_are_found_where_the_page_shows_how_to_write_them_as_text(read):
    found, problems = read('````markdown\n```python run="nothing"\n```\n````\n', PROGRAM)
    assert (found, problems) == ([], [])


def test_a_page_without_a_program_has_no_sections(read, tmp_path):
    _, problems = read('```python run="one"\n```\n')
    (tmp_path / "docs/code/page.py").unlink()
    assert "has: none" in problems[0].message


def block(body, header='python run="one"'):
    return f"# Page\n\ntext\n\n```{header}\n{body}```\n"


WHOLE = "figure: fig-a\ncaption: c\nalt: a\n"


@pytest.mark.parametrize(
    ("page", "line", "message"),
    [
        (block("", 'python run="three"'), 5, "no section [start:three] in page.py; it has: one, two"),
        (block("", "python run='one'"), 5, "a block that runs starts with"),
        (block("", "python run=one"), 5, "a block that runs starts with"),
        (block("", 'pyhton run="one"'), 5, "a block that runs starts with"),
        (block("", 'python exec="on"'), 5, "a block that runs starts with"),
        (block("", 'python rnu="one"'), 5, "rnu"),
        (block("", "python one"), 5, "python one"),
        (block("figure: fig-a\nalt: a\n"), 5, "`caption` is missing"),
        (block("figure: fig-a\ncaption: c\n"), 5, "`alt` is missing"),
        (block("caption: c\n"), 5, "`caption` is given without `figure`"),
        (block("figure: Fig_A\ncaption: c\nalt: a\n"), 5, "a figure's id is"),
        (block("figure: dog\ncaption: c\nalt: a\n"), 5, "a figure's id is"),
        (block(WHOLE + "code: hidden\n"), 5, "`code` is open, folded or above, got 'hidden'"),
        (block(WHOLE + "tilte: b\n"), 9, "got 'tilte: b'"),
        (block("figure: fig-a\ncaption: c\ngoes on\nalt: a\n"), 8, "got 'goes on'"),
        (block("  more\n"), 6, "got 'more'"),
        ("text\n\n```python\nx = 1\n", 3, "not closed"),
    ],
)
def test_a_mistake_in_a_page_is_named(read, page, line, message):
    _, problems = read(page, PROGRAM)
    assert [(problem.path.name, problem.line) for problem in problems] == [("page.md", line)]
    assert message in str(problems[0])


@pytest.mark.parametrize(
    "info",
    [
        "",
        "python",
        "text",
        "c++",
        'python title="page.py"',
        'python hl_lines="1 2" linenums="1"',
        "{ .text .x title='y' }",
        "{.python}",
    ],
)
def test_ordinary_fences_are_left(read, info):
    assert read(f"```{info}\nx\n```\n", PROGRAM) == ([], [])


def test_every_mistake_of_a_page_is_named(read):
    page = block("", 'python run="three"') + block("caption: c\nwhat\n") + block("", "python exec")
    _, problems = read(page, PROGRAM)
    assert sorted(problem.line for problem in problems) == [5, 11, 13, 19]


def test_a_problem_names_its_place_as_editors_read_it(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert str(Problem(tmp_path / "docs/ko/a.md", 3, "what")) == "docs/ko/a.md:3: what"
    assert str(Problem(Path("/elsewhere/a.md"), 3, "what")) == "/elsewhere/a.md:3: what"
