"""One block: what it gives, how it fails, and that it leaves nothing behind for the next."""

import gettext
import json
import warnings

import matplotlib
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from cnnnotes._sources import PACKAGE, closure, imported
from cnnnotes.figures import words as figure_words
from cnnnotes.site import handover, worker

FIGURE = """
from cnnnotes.figures import style
from cnnnotes.figures.words import _
from cnnnotes.site import show


@style.figure
def draw():
    fig, ax = style.subplots(height=2)
    ax.set_title(_("input"))
    return fig


fig = draw()
show(fig)
"""


@pytest.fixture
def catalog(tmp_path):
    """A compiled Korean catalogue with one word."""
    with (tmp_path / "ko.po").open("w+b") as source, (tmp_path / "ko.mo").open("wb") as target:
        source.write(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "input"\nmsgstr "입력"\n'.encode()
        )
        source.seek(0)
        write_mo(target, read_po(source))
    return str(tmp_path / "ko.mo")


def good(result):
    assert result.error is None, result.error
    return result


def test_what_a_block_prints_is_its_output(job, capsys):
    result = good(worker.run(job("print('one')\nprint('둘')")))
    assert (result.output, result.svg, result.facts, result.words, result.files) == ("one\n둘\n", None, {}, [], [])
    assert capsys.readouterr().out == ""
    assert result.seconds > 0


def test_facts_go_to_the_page(job):
    result = good(worker.run(job("from cnnnotes.site import fact\nfact('a', '1')\nfact('b-c', '2 %')")))
    assert result.facts == {"a": "1", "b-c": "2 %"}
    assert result.output == ""


def test_a_figure_is_drawn_with_its_id(job):
    result = good(worker.run(job(FIGURE, figure="fig-a")))
    assert result.svg.startswith("<svg viewBox=")
    assert 'id="fig-a-0"' in result.svg
    assert result.words == ["input"]


def test_words_are_in_the_language_of_the_page(job, catalog):
    english, korean = (good(worker.run(job(FIGURE, figure="fig-a", catalog=words))) for words in (None, catalog))
    assert english.svg != korean.svg
    assert english.words == korean.words == ["input"]


def test_a_result_can_be_kept(job):
    result = good(worker.run(job(FIGURE, figure="fig-a")))
    assert worker.Result(**json.loads(json.dumps(vars(result)))) == result


def test_files_of_the_project_that_a_block_reads_are_named(job, files):
    files(
        {
            "docs/references.bib": "x",
            "docs/more.txt": "x",
            ".cache/kept": "x",
            "docs/code/page.py": "x",
            "node_modules/a": "x",
        }
    )
    source = """
import os
from pathlib import Path
root = Path(__file__).parents[2]
(root / "docs/references.bib").read_text()
open(root / "docs/more.txt", "rb").close()
os.close(os.open(root / ".cache/kept", os.O_RDONLY))
(root / "docs/code/page.py").read_text()
(root / "node_modules/a").read_text()
open("/etc/hostname").close()
(root / "written.txt").write_text("x")
"""
    assert good(worker.run(job(source))).files == ["docs/more.txt", "docs/references.bib"]


def test_a_section_runs_once_and_is_drawn_in_each_language(job, catalog, files):
    """And the result is that of a run for the language alone."""
    files({"docs/table.txt": "1 2 3"})
    source = f"""
from pathlib import Path
from cnnnotes.site import fact
counted = Path(__file__).parents[2] / "site-runs.txt"
with open(counted, "a") as file:
    file.write("run ")
print((Path(__file__).parents[2] / "docs/table.txt").read_text())
fact("a", "1")
{FIGURE}"""
    jobs = [job(source, figure="fig-a", catalog=words) for words in (catalog, None)]
    both = [good(result) for result in worker.run_each(jobs)]
    assert (files({}) / "site-runs.txt").read_text() == "run "
    for result, alone in zip(both, [good(worker.run(one)) for one in jobs], strict=True):
        assert (result.svg, result.output, result.facts) == (alone.svg, alone.output, alone.facts)
        assert (result.words, result.files) == (alone.words, alone.files) == (["input"], ["docs/table.txt"])
    assert both[0].svg != both[1].svg


def test_arguments_are_those_at_show_whatever_the_block_does_afterwards(job, catalog):
    source = FIGURE.replace("def draw():", "def draw(sizes):").replace('_("input")', '_("input") + str(sizes)')
    source = source.replace("fig = draw()", "sizes = [1]\nfig = draw(sizes)") + "sizes.append(2)\n"
    jobs = [job(source, figure="fig-a", catalog=words) for words in (None, catalog)]
    for result, one in zip(worker.run_each(jobs), jobs, strict=True):
        expected = one.source.replace("sizes.append(2)", "")
        assert good(result).svg == good(worker.run(job(expected, figure="fig-a", catalog=one.catalog))).svg


def test_a_mistake_in_a_translation_is_that_of_one_language(job, catalog):
    source = FIGURE.replace('_("input")', '{"input": "fine"}[_("input")]')
    korean, english = worker.run_each([job(source, figure="fig-a", catalog=words) for words in (catalog, None)])
    assert good(english).svg
    assert "KeyError: '입력'" in korean.error
    assert korean.error.count('page.py", line') == 2  # where it is shown, and where it is drawn


@pytest.mark.parametrize("source", ['print(_("input"))', 'other = _("output")\n' + FIGURE])
def test_words_are_for_the_figure_that_is_shown(job, catalog, source):
    source = f"from cnnnotes.figures.words import _\n{source}"
    figure = "fig-a" if "show" in source else None
    _english, korean = worker.run_each([job(source, figure=figure, catalog=words) for words in (None, catalog)])
    assert korean.error.endswith("put']: call _() in the function of the figure that is shown, nowhere else\n")


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("@style.figure\n", "", "show: the figure must come from a function with @style.figure"),
        ("draw()\nshow", "style.figure(lambda rows: draw())(zip([1], [2]))\nshow", "got zip, needs a list or an array"),
    ],
)
def test_a_figure_that_cannot_be_drawn_again_is_refused(job, before, after, reason):
    assert before in FIGURE
    assert reason in worker.run(job(FIGURE.replace(before, after), figure="fig-a")).error


def test_the_data_of_the_package_is_known_before_a_block_runs():
    read = "from cnnnotes.data import photograph\nfrom cnnnotes.figures import style\nphotograph('camera')\nstyle.subplots(height=2)"
    root = PACKAGE.parent
    ran = [good(worker.run(worker.Job(read, str(root / "docs/code/a.py"), 1, None, None, str(root)))) for _ in range(2)]
    assert [result.files for result in ran] == [[], []]
    known = closure(imported(read))
    for name in ("data/photographs/camera.png", "figures/style.mplstyle", "figures/fonts/CNNNotesSans.ttf"):
        assert PACKAGE / name in known


@pytest.mark.parametrize("code", ["0", "1", "'bye'", ""])
def test_sys_exit_is_an_error_of_the_block(job, code):
    result = worker.run(job(f"import sys\nsys.exit({code})", line=7))
    assert "SystemExit" in result.error
    assert "a block must not end the build" in result.error
    assert 'page.py", line 8' in result.error


def test_an_exception_is_shown_from_the_line_of_the_program(job, files):
    files({"docs/code/page.py": "\n\n# [start:a]\nx = 1\nraise ValueError('too bad')\n# [end:a]\n"})
    error = worker.run(job("x = 1\nraise ValueError('too bad')\n", line=4)).error
    assert 'page.py", line 5' in error
    assert "raise ValueError('too bad')\n" in error
    assert error.endswith("ValueError: too bad\n")
    assert "worker.py" not in error


def test_an_exception_below_the_block_shows_both_places(job):
    error = worker.run(job("from cnnnotes.ops import conv2d\nconv2d(1, 2)\n", line=4)).error
    assert error.index('page.py", line 5') < error.index("conv.py")
    assert "worker.py" not in error


def test_a_mistake_of_syntax_names_its_line(job):
    error = worker.run(job("x = 1\ny = (\n", line=10)).error
    assert 'page.py", line 11' in error
    assert "SyntaxError" in error


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import warnings\nwarnings.warn('careful')", "UserWarning: careful"),
        ("import numpy as np\nnp.ones(2) / np.zeros(2)", "RuntimeWarning: divide by zero"),
        ("import numpy as np\nnp.arange(3).mean(axis=0) + np.array([]).mean()", "RuntimeWarning: Mean of empty slice"),
        (FIGURE.replace('_("input")', '"\\u6f22"'), "UserWarning: Glyph"),
    ],
)
def test_a_warning_is_an_error(job, source, reason):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = worker.run(job(source, figure="fig-a" if "show" in source else None))
    assert reason in made.error


SHOW = "show(fig)\n"


@pytest.mark.parametrize(
    ("source", "figure", "message"),
    [
        ("x = 1", "fig-a", "the page has figure: fig-a for this block, but show() was called 0 times"),
        (FIGURE + SHOW, "fig-a", "but show() was called 2 times"),
        (FIGURE, None, "the page has no `figure:` line for this block, but show() was called 1 times"),
    ],
)
def test_show_is_called_as_often_as_the_page_says(job, source, figure, message):
    assert message in worker.run(job(source, figure=figure)).error


def test_what_is_shown_is_a_figure(job):
    assert (
        "show: got list, needs a matplotlib.figure.Figure"
        in worker.run(job("from cnnnotes.site import show\nshow([])", figure="fig-a")).error
    )


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("fact('a', 3)", "TypeError: fact 'a': got int, needs text"),
        ("fact('a b', '3')", "ValueError: fact: the name 'a b' needs letters"),
        ("fact('a', '3')\nfact('a', '4')", "ValueError: fact 'a': given twice in one block"),
    ],
)
def test_facts_are_named_text_given_once(job, call, reason):
    assert reason in worker.run(job(f"from cnnnotes.site import fact\n{call}")).error


DISTURB = """
import random, sys, warnings
import matplotlib
import numpy as np
from cnnnotes.figures import words
from cnnnotes.site import fact

left_behind = 1
matplotlib.rcParams["font.size"] = 40
matplotlib.rcParams["lines.linestyle"] = ":"
np.set_printoptions(precision=1)
np.seterr(all="ignore")
warnings.simplefilter("ignore")
fact("left", "1")
"""


@pytest.mark.parametrize("ending", ["", "raise ValueError", "sys.exit()"])
def test_a_block_leaves_nothing_for_the_next(job, catalog, ending):
    figure = good(worker.run(job(FIGURE, figure="fig-a"))).svg
    printed = "import numpy as np\nprint(np.array([1 / 3]), 'left_behind' in globals(), np.geterr()['divide'])"
    before = good(worker.run(job(printed))).output
    settings, filters = dict(matplotlib.rcParams), list(warnings.filters)
    worker.run(job(DISTURB + ending, catalog=catalog))
    assert dict(matplotlib.rcParams) == settings
    assert warnings.filters == filters
    after = good(worker.run(job(printed)))
    assert (after.output, after.facts) == (before, {})
    assert good(worker.run(job(FIGURE, figure="fig-a"))).svg == figure
    assert "RuntimeWarning" in worker.run(job("import numpy as np\nnp.ones(1) / 0")).error


@pytest.mark.parametrize("ending", ["", "raise ValueError"])
def test_after_a_block_words_are_english_and_facts_are_printed(job, catalog, capsys, ending):
    worker.run(job(FIGURE + ending, figure="fig-a", catalog=catalog))
    assert figure_words._("input") == "input"
    handover.fact("a", "1")
    assert capsys.readouterr().out == "a = 1\n"


def test_files_read_after_a_block_are_not_its_own(job, files):
    files({"a.txt": "x"})
    result = good(worker.run(job("from pathlib import Path")))
    (files({}) / "a.txt").read_text()
    assert result.files == []
    assert good(worker.run(job("x = 1"))).files == []


def test_words_asked_for_twice_are_noted_once():
    catalog = worker.Words(gettext.NullTranslations())
    assert [catalog.gettext("a"), catalog.gettext("b"), catalog.gettext("a")] == ["a", "b", "a"]
    assert list(catalog.asked) == ["a", "b"]


def test_bytecode_that_python_writes_meanwhile_is_not_a_source(tmp_path):
    """Python writes `x.cpython-311.pyc.140` and renames it: such a file is gone when the result is kept."""
    data = tmp_path / "data.txt"
    data.write_text("1")
    (tmp_path / "__pycache__").mkdir()
    bytecode = tmp_path / "__pycache__" / "x.cpython-311.pyc.140"
    bytecode.write_text("")
    names = {str(data), str(bytecode), str(tmp_path / "gone.txt"), str(tmp_path / "x.py")}
    assert list(worker._sources(names, tmp_path)) == ["data.txt"]
