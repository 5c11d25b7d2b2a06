"""The sources together: pages, numbers, titles, published claims, and ids used twice."""

import pytest

from cnnnotes.site.project import Project

BLOCK = '```python run="{0}"\nfigure: {1}\ncaption: c\nalt: a\n```\n\n'
SECTION = "# [start:{0}]\nx = 1\n# [end:{0}]\n"
PAGE = '---\ntitle: "{0}"\n---\n\n'


@pytest.fixture
def project(files):
    def make(more=None):
        named = {
            "docs/code/one.py": SECTION.format("a") + SECTION.format("b"),
            "docs/code/two.py": SECTION.format("a"),
            "docs/claims.yml": "claims:\n- {id: C1, page: one}\n- {id: C2, page: later}\n- {id: C3}\n",
            "docs/glossary.yml": "terms:\n- {id: k, ko: 커널, en: kernel}\n",
        }
        for language in ("ko", "en"):
            named[f"docs/{language}/one.md"] = (
                PAGE.format("1 One") + BLOCK.format("a", "fig-a") + BLOCK.format("b", "fig-b")
            )
            named[f"docs/{language}/two.md"] = "# Two\n\n" + BLOCK.format("a", "fig-c")
        root = files(named | (more or {}))
        return Project(root, ["ko", "en"])

    return make


def test_figures_are_numbered_on_their_page(project):
    made = project()
    assert made.blocks[1] == []
    assert made.numbers("ko") == made.numbers("en") == {"fig-a": ("one", 1), "fig-b": ("one", 2), "fig-c": ("two", 1)}


def test_titles_come_from_the_front_matter(project):
    assert project().titles("en") == {"one": "1 One", "two": "two"}


def test_claims_are_published_with_their_page(project):
    assert list(project().published) == ["C1"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_figure_id_used_twice_in_a_language_is_named_with_both_places(project, language):
    made = project({f"docs/{language}/two.md": "# Two\n\ntext\n\n" + BLOCK.format("a", "fig-b")})
    (problem,) = made.blocks[1]
    assert (problem.path.parent.name, problem.path.name, problem.line) == (language, "two.md", 5)
    assert problem.message == "the figure id 'fig-b' is used before, in one.md:11"


def test_a_figure_id_used_twice_on_one_page_is_named(project):
    made = project({"docs/ko/one.md": BLOCK.format("a", "fig-a") + BLOCK.format("b", "fig-a")})
    assert [str(problem.line) for problem in made.blocks[1]] == ["7"]


def test_the_same_figure_in_both_languages_is_meant(project):
    assert project().blocks[1] == []


def test_problems_of_all_pages_are_listed(project):
    made = project(
        {
            "docs/ko/one.md": BLOCK.format("x", "fig-a"),
            "docs/en/two.md": BLOCK.format("y", "fig-c"),
            "docs/code/two.py": "# [start:a]\n",
        }
    )
    names = [(problem.path.name, problem.path.parent.name) for problem in made.blocks[1]]
    assert {("one.md", "ko"), ("two.md", "en"), ("two.py", "code")} <= set(names)
