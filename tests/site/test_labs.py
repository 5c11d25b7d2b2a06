"""Labs: one notebook reads as a page in each language, and readers get one of their own that runs."""

import asyncio
import functools
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from cnnnotes import _sources
from cnnnotes.figures import words
from cnnnotes.site import cache, jupyter
from cnnnotes.site.blocks import blocks_of
from cnnnotes.site.labs import Lab, Settings, clean
from cnnnotes.site.marks import Marks
from cnnnotes.site.project import Project

ROOT = Path(__file__).parents[2]
LANGUAGES = ["ko", "en"]
LABS = sorted((ROOT / "docs/labs").glob("*.ipynb"))


def cell(kind, source, *tags):
    return {"cell_type": kind, "metadata": {"tags": list(tags)}, "source": source}


CELLS = [
    cell("raw", '---\ntitle: "실습"\n---', "ko"),
    cell("raw", '---\ntitle: "Lab"\n---', "en"),
    cell("markdown", "# 실습 { #lab }\n\n글 [=three]", "ko"),
    cell("markdown", "# Lab { #lab }\n\nText [=three]", "en"),
    cell("code", "from cnnnotes.figures import learned_filter\nx = 3"),
    cell("markdown", "figure: fig-a\ncaption: 설명\n  둘째 줄\nalt: 말", "ko"),
    cell("markdown", "figure: fig-a\ncaption: Caption\nalt: Words", "en"),
    cell("markdown", "For all."),
    cell("markdown", '??? success "풀이"\n    글', "ko"),
    cell("markdown", '??? success "Solution"\n    Text', "en"),
    cell("code", "print(x)", "solution"),
]


@pytest.fixture
def lab(tmp_path):
    """Write a notebook and read it."""

    def make(cells=CELLS):
        path = tmp_path / "docs/labs/lab.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(clean(json.dumps(notebook)), encoding="utf-8")
        return Lab(path, LANGUAGES)

    return make


# -- one notebook, two pages -----------------------------------------------------------------------------------------------------


def test_a_page_has_the_prose_of_its_language_and_all_code(lab):
    korean, english = (lab().texts[language] for language in LANGUAGES)
    assert re.sub("[가-힣]", "", english) == english
    assert not re.search("Text|Caption|Solution", korean)
    for text in (korean, english):
        assert "For all." in text
        assert re.findall(r'run="([\w-]+)"', text) == ["cell-5", "cell-11"]
    assert korean.startswith(
        '---\ntitle: "실습"\n---\n\n# 실습 { #lab }\n\n글 [=three]\n\n```python run="cell-5"\nfigure: fig-a\n'
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_reads_as_the_blocks_of_its_cells(lab, language):
    made = lab()
    path = made.path.parent / language / "lab.ipynb"
    (first, second), problems = blocks_of(path, made.texts[language], "lab.ipynb", made.sections)
    assert problems == []
    assert (first.figure, first.code, second.figure, second.fence.indent) == ("fig-a", "above", None, "    ")
    assert first.caption == {"ko": "설명 둘째 줄", "en": "Caption"}[language]
    assert [block.section.source for block in (first, second)] == [CELLS[4]["source"] + "\n", "print(x)\n"]


def test_every_line_of_a_page_is_found_in_the_notebook(lab):
    made = lab()
    rows = made.raw.split("\n")
    for language in LANGUAGES:
        lines = made.texts[language].split("\n")
        for line, (number, at) in zip(lines, made.origins[language], strict=False):
            if line.strip() and "```" not in line and not line.startswith("code:"):
                problem = made.problem(number, at, "x")
                assert json.loads(rows[problem.line - 1].strip().rstrip(",")).rstrip("\n") == line
                assert problem.message == f"cell {number}: x"


def test_what_is_wrong_with_a_notebook_is_named(lab):
    wrong = [
        cell("markdown", "글"),
        cell("markdown", "Text", "de"),
        cell("code", "x = 1\nx = = 2"),
        cell("code", "!pip install x"),
        cell("code", "x = 1", "ko"),
        cell("code", "x = 1", "solution"),
        {**cell("code", "x = 1"), "id": "cell-6"},
    ]
    said = [str(problem) for problem in lab(wrong).problems()]
    assert len(said) == 7
    for text, message in zip(
        said,
        [
            "cell 1: prose without a tag",
            "cell 2: the tags ['de']",
            "cell 3: this is not Python",
            "cell 4: this is not Python",
            "cell 5: code belongs to all languages",
            "cell 6: a solution stands behind",
            "cell 7: the id 'cell-6' is that of cell 6",
        ],
        strict=True,
    ):
        assert message in text


def test_what_is_no_notebook_is_named(tmp_path):
    (tmp_path / "x.ipynb").write_text('{\n"cells": [,]}', encoding="utf-8")
    (problem,) = Lab(tmp_path / "x.ipynb", LANGUAGES).problems()
    assert problem.line == 2
    assert "this is not a notebook" in problem.message


def test_a_lab_and_a_page_of_one_name_are_told_apart(lab):
    made = lab()
    docs = made.path.parents[1]
    for language in LANGUAGES:
        (docs / language).mkdir()
        (docs / language / "lab.md").write_text("# x { #x }\n", encoding="utf-8")
    problems = Project(docs.parent, LANGUAGES).blocks[1]
    assert [problem.message for problem in problems] == [
        "a page has this name, too: names are those of figures and citations"
    ]


def test_a_notebook_is_kept_without_what_running_it_leaves():
    ran = cell("code", "1 + 1")
    ran |= {"outputs": [{"output_type": "execute_result"}], "execution_count": 7, "id": "own"}
    ran["metadata"] = {"execution": {"shell": "now"}, "tags": ["solution"]}
    kept = json.loads(clean(json.dumps({"cells": [ran], "metadata": {"language_info": {"version": "3"}}})))
    assert kept["cells"] == [
        {"cell_type": "code", "execution_count": None, "id": "own", "metadata": {"tags": ["solution"]}, "outputs": [], "source": ["1 + 1"]}
    ]  # fmt: skip
    assert "version" not in json.dumps(kept["metadata"])


# -- what its code gave is used again only while nothing changed -----------------------------------------------------------------


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package") / "cnnnotes"
    shutil.copytree(_sources.PACKAGE, folder, ignore=shutil.ignore_patterns("*.png", "*.npz", "__pycache__"))
    return folder


@pytest.fixture
def find(lab, original, tmp_path, monkeypatch):
    """Keep what a lab gave, change something, and look whether it is found."""
    folder = tmp_path / "copy/cnnnotes"
    shutil.copytree(original, folder)
    for name in ("digest", "imported"):
        monkeypatch.setattr(cache._sources, name, functools.partial(getattr(_sources, name), package=folder))

    def job(cells):
        made = lab(cells)
        found, _ = blocks_of(made.path.parent / "ko/lab.ipynb", made.texts["ko"], "lab.ipynb", made.sections)
        return jupyter._job(found, None, tmp_path)

    def look(cells=CELLS, change=None, word=str):
        jupyter.cache(tmp_path / "kept", tmp_path).keep(job(CELLS), str, jupyter.Ran([{"output": "3"}], ["input"], []))
        if change:
            (folder / change).write_text(
                (folder / change).read_text(encoding="utf-8") + "\nCHANGED = 1\n", encoding="utf-8"
            )
        return jupyter.cache(tmp_path / "kept", tmp_path).find(job(cells), word)

    return look


def changed(number, source):
    return [{**part, "source": source} if at == number else part for at, part in enumerate(CELLS)]


def test_what_a_lab_gave_is_found_again_whatever_its_prose(find):
    assert find().cells == [{"output": "3"}]
    assert find(changed(2, "# 실습 { #lab }\n\n다른 글")).cells == [{"output": "3"}]


def test_changed_code_runs_again(find):
    assert find(changed(10, "print(x + 1)")) is None


def test_a_changed_word_of_a_figure_runs_again(find):
    assert find(word=lambda word: f"<{word}>") is None


@pytest.mark.parametrize(
    "name", ["figures/learned_filter.py", "figures/style.py", "site/kernel.py", "site/svg.py", "site/jupyter.py"]
)
def test_a_changed_module_that_a_lab_stands_on_runs_it_again(find, name):
    assert find(change=name) is None


def test_a_changed_module_that_it_does_not_stand_on_does_not(find):
    assert find(change="figures/spatial.py") is not None


def test_a_lab_runs_where_a_loop_runs_already(lab, tmp_path):
    """As where the site is built in a notebook, or beside a browser under test."""
    made = lab([*CELLS[:4], cell("code", "print(6 * 7)")])
    found, _ = blocks_of(made.path.parent / "ko/lab.ipynb", made.texts["ko"], "lab.ipynb", made.sections)

    async def build():
        return jupyter._run_all([[jupyter._job(found, None, tmp_path)]])

    # In a thread of its own, since browser tests leave Playwright's loop running in this one.
    with ThreadPoolExecutor(1) as own:
        ((_job, ran),) = own.submit(lambda: asyncio.run(build())).result()
    assert ran.error is None
    assert [part["output"] for part in ran.cells] == ["42\n"]


# -- what readers download -------------------------------------------------------------------------------------------------------


def settings(language, *, known=None, address=""):
    interface = {
        "figure": {"ko": "그림", "en": "Figure"}[language],
        "figure_of": "{page}: {figure}",
        "verdicts": {"true": "holds"},
        "admonitions": {"note": "Note"},
        "lab": {"how": "How to run it.", "words": "Words"},
    }
    numbers = {"fig-a": ("lab", 1), "fig-far": ("far", 2)}
    claims = {"C1.1": {"verdict": "true"}}
    marks = Marks(language, interface, numbers, {"far": "1.1 Far"}, claims)
    return Settings(marks, lambda name: f"Reference {name}", known or {}, address)


def downloaded(made, language, facts=None, **options):
    return json.loads(made.download(language, facts or {}, settings(language, **options)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_download_is_a_notebook_of_one_language_without_outputs(lab, language):
    made = downloaded(lab(), language, {"three": "3"}, known={"input": "입력"} if language == "ko" else None)
    nbformat.validate(nbformat.from_dict(made))
    texts = ["".join(part["source"]) for part in made["cells"]]
    assert texts[0] == {"ko": "# 실습\n\n글 3", "en": "# Lab\n\nText 3"}[language]
    assert "How to run it." in texts
    assert {"ko": "**그림 1.** 설명 둘째 줄", "en": "**Figure 1.** Caption"}[language] in texts
    assert ("words.translate" in "".join(texts)) is (language == "ko")
    assert all(part["outputs"] == [] for part in made["cells"] if part["cell_type"] == "code")
    assert [text for text in texts if text == "print(x)"]
    assert made["cells"][-1]["metadata"] == {"jupyter": {"source_hidden": True}}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("## A { #a }", "## A"),
        ("[](#fig-a) [](#fig-far)", "Figure 1 1.1 Far: Figure 2"),
        ("true [](#C1.1)", "true (C1.1: holds)"),
        ("said [@One2000; @Two2001].", "said [One2000, Two2001]."),
        ("[there](../far.md#x) [here](#y)", "there here"),
        ("[out](https://example.org/a)", "[out](https://example.org/a)"),
        ("!!! note\n    First\n\n    second", "> **Note**\n> \n> First\n> \n> second"),
        (
            '??? success "A < b"\n    Text\n\n    - one\nAfter',
            "<details>\n<summary>A &lt; b</summary>\n\nText\n\n- one\n\n</details>\nAfter",
        ),
        ("[@One2000]\n\n\\bibliography", "[One2000]\n\n- [One2000] Reference One2000"),
    ],
)
def test_what_only_the_site_understands_is_spelled_out(lab, written, read):
    made = downloaded(lab([cell("markdown", "# x", "en"), cell("markdown", written, "en")]), "en")
    assert "".join(made["cells"][-1]["source"]).strip() == read


def test_links_lead_to_the_site_where_it_has_an_address(lab):
    cells = [cell("markdown", "[there](../far.md#x) [next](other.ipynb)", "en")]
    made = downloaded(lab(cells), "en", address="https://example.org/en/")
    assert "".join(made["cells"][0]["source"]) == (
        "[there](https://example.org/en/far/#x) [next](https://example.org/en/labs/other/)"
    )


RUN = """
import sys
import nbclient, nbformat
notebook = nbformat.read(sys.argv[1], 4)
nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[1])
"""


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_download_runs_from_top_to_bottom_in_an_empty_folder(path, language, tmp_path):
    made = Lab(path, LANGUAGES)
    project = Project(ROOT, LANGUAGES)
    numbers = project.numbers(language)
    marks = SimpleNamespace(**vars(settings(language).marks) | {"numbers": numbers, "titles": project.titles(language)})
    given = Settings(marks, str, {"loss {loss}": "LOSS {loss}"} if language == "ko" else {}, "")
    file = tmp_path / path.name
    file.write_text(made.download(language, {}, given), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path), "JUPYTER_NO_CONFIG": "1"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, file.name], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    ran = json.loads(file.read_text(encoding="utf-8"))
    drawn = [
        part["id"]
        for part in ran["cells"]
        if any("image/png" in output.get("data", {}) for output in part.get("outputs", []))
    ]  # of a sequence of frames, three pictures stand below one cell
    assert len(drawn) == len(re.findall(r"^figure: fig-", made.texts[language], re.MULTILINE))
    assert sorted(entry.name for entry in tmp_path.iterdir() if entry.suffix) == [path.name], "it leaves nothing behind"


def test_words_that_a_notebook_brings_are_used_and_others_stay_english():
    words.translate({"input": "입력"})
    assert (words._("input"), words._("output")) == ("입력", "output")
    words.translate({})
    assert words._("input") == "input"
