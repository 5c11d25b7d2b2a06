"""A small project on disk, and single blocks and jobs, for the modules of the site."""

from types import SimpleNamespace

import pytest

from cnnnotes.site import blocks, worker


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def files(tmp_path):
    """Write files below the test's folder, and give the folder."""

    def make(named):
        write(tmp_path, named)
        return tmp_path

    return make


@pytest.fixture
def read(tmp_path):
    """Read the blocks of a page that is given as text, with its program."""

    def make(page, program="", *, language="ko"):
        write(tmp_path, {f"docs/{language}/page.md": page, "docs/code/page.py": program})
        return blocks.blocks(tmp_path / "docs" / language / "page.md", tmp_path / "docs/code")

    return make


@pytest.fixture
def job(tmp_path):
    """Describe a block that a worker runs."""

    def make(source, *, figure=None, catalog=None, line=1):
        return worker.Job(source, str(tmp_path / "docs/code/page.py"), line, figure, catalog, str(tmp_path))

    return make


@pytest.fixture
def words():
    """The words of the interface that the marks need, in two languages."""
    verdicts = {
        "true": "holds",
        "imprecise": "imprecise",
        "false": "wrong",
        "opinion": "opinion",
        "unfinished": "unfinished",
    }
    english = {
        "figure": "Figure",
        "figure_of": "{figure} of {page}",
        "code": "Code",
        "program": "Program",
        "output": "Output",
        "verdicts": verdicts,
    }
    korean = {**english, "figure": "그림", "figure_of": "{page}의 {figure}", "code": "코드", "output": "출력"}
    return SimpleNamespace(en=english, ko=korean)
