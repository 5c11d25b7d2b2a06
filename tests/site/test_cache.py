"""A kept result is used only while everything it came from is the same."""

import functools
import shutil

import pytest

from cnnnotes import _sources
from cnnnotes._sources import closure
from cnnnotes.site import cache as module
from cnnnotes.site.cache import Cache
from cnnnotes.site.worker import Job, Result

SOURCE = "from cnnnotes.figures import parameters\nprint(1)\n"
KOREAN = {"input": "입력"}


def korean(word):
    return KOREAN.get(word, word)


def english(word):
    return word


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    folder = tmp_path_factory.mktemp("package") / "cnnnotes"
    shutil.copytree(_sources.PACKAGE, folder, ignore=shutil.ignore_patterns("*.png", "*.npz", "__pycache__"))
    return folder


@pytest.fixture
def package(original, tmp_path, monkeypatch):
    """A copy of the package that a test may change."""
    folder = tmp_path / "copy" / "cnnnotes"
    shutil.copytree(original, folder)
    for name in ("digest", "imported"):
        monkeypatch.setattr(module._sources, name, functools.partial(getattr(_sources, name), package=folder))
    return folder


@pytest.fixture
def root(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/table.txt").write_text("1 2 3")
    return tmp_path


@pytest.fixture
def find(root, package):
    """Look a block up, as a new build would."""

    def look(source=SOURCE, *, figure="fig-a", translate=korean, catalog="ko.mo", line=1):
        return Cache(root / "kept", root).find(
            Job(source, "docs/code/a.py", line, figure, catalog, str(root)), translate
        )

    return look


@pytest.fixture
def kept(root, package, find):
    """A kept result with a word and a file."""
    result = Result(
        output="한 줄\n", svg="<svg/>", facts={"a": "1"}, words=["input"], files=["docs/table.txt"], seconds=0.5
    )
    assert find() is None
    Cache(root / "kept", root).keep(Job(SOURCE, "docs/code/a.py", 1, "fig-a", "ko.mo", str(root)), korean, result)
    return result


def test_the_same_block_is_found_again(kept, find):
    assert find() == kept


def test_where_a_section_stands_does_not_matter(kept, find):
    assert find(line=99) == kept


@pytest.mark.parametrize(
    "options", [{"source": SOURCE + "# more\n"}, {"figure": "fig-b"}, {"figure": None}, {"translate": english}]
)
def test_another_block_is_not_found(kept, find, options):
    assert find(**options) is None


def test_a_changed_translation_of_a_word_it_asked_for_counts(kept, find, monkeypatch):
    monkeypatch.setitem(KOREAN, "output", "출력")
    assert find() == kept
    monkeypatch.setitem(KOREAN, "input", "들어온 값")
    assert find() is None


@pytest.mark.parametrize(
    "changed",
    [
        "figures/parameters.py",
        "figures/style.py",
        "figures/style.mplstyle",
        "figures/fonts/CNNNotesSans.ttf",
        "site/svg.py",
        "site/worker.py",
        "site/handover.py",
        "__init__.py",
    ],
)
def test_a_change_in_what_it_imports_or_is_drawn_with_counts(kept, find, package, changed):
    with (package / changed).open("ab") as file:
        file.write(b"\n# changed\n")
    assert find() is None


@pytest.mark.parametrize("changed", ["figures/problem.py", "site/plugin.py", "learn/models.py", "site/appendix.py"])
def test_a_change_elsewhere_does_not_count(kept, find, package, changed):
    with (package / changed).open("ab") as file:
        file.write(b"\n# changed\n")
    assert find() == kept


def test_a_change_below_an_imported_module_counts(root, package):
    job = Job("from cnnnotes.learn.experiments import permutation\n", "a.py", 1, None, None, str(root))
    Cache(root / "kept", root).keep(job, english, Result(output="1\n"))
    assert Cache(root / "kept", root).find(job, english).output == "1\n"
    with (package / "ops/conv.py").open("a") as file:
        file.write("\n# changed\n")
    assert Cache(root / "kept", root).find(job, english) is None


def test_a_change_in_a_file_it_read_counts(kept, find, root):
    (root / "docs/table.txt").write_text("1 2 4")
    assert find() is None
    (root / "docs/table.txt").write_text("1 2 3")
    assert find() == kept
    (root / "docs/table.txt").unlink()
    assert find() is None


@pytest.mark.parametrize("name", ["python_version", "numpy", "matplotlib"])
def test_another_version_underneath_counts(kept, find, monkeypatch, name):
    if name == "python_version":
        monkeypatch.setattr(module.platform, "python_version", lambda: "9.9")
    else:
        real = module.version
        monkeypatch.setattr(module, "version", lambda package: "9.9" if package == name else real(package))
    assert find() is None


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", "{}", '{"words": ["input"], "fi', '{"strange": 1}', '"text"', "\x00"]
)
@pytest.mark.parametrize("which", ["what it used", "the result"])
def test_a_broken_file_is_no_result_and_no_crash(kept, find, root, text, which):
    used, result = sorted((root / "kept").glob("*.json"), key=lambda path: not path.name.endswith(".used.json"))
    (used if which == "what it used" else result).write_text(text)
    assert find() is None


def test_a_result_replaces_a_broken_one(kept, find, root):
    for path in (root / "kept").glob("*.json"):
        path.write_text("{")
    Cache(root / "kept", root).keep(Job(SOURCE, "docs/code/a.py", 1, "fig-a", "ko.mo", str(root)), korean, kept)
    assert find() == kept


def test_half_written_files_are_not_left(kept, root, monkeypatch):
    def fail(*_):
        raise OSError("disk full")

    before = sorted((root / "kept").iterdir())
    monkeypatch.setattr(module.os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        module.write_whole(root / "kept" / "x", b"data")
    assert sorted((root / "kept").iterdir()) == before


def test_languages_share_a_block_without_words(root, package):
    in_korean = Job("print(1)", "a.py", 1, None, "ko.mo", str(root))
    in_english = Job("print(1)", "a.py", 1, None, None, str(root))
    result = Result(output="1\n")
    Cache(root / "kept", root).keep(in_korean, korean, result)
    assert Cache(root / "kept", root).find(in_english, english) == result


def test_languages_keep_a_block_with_words_apart(kept, find, root):
    other = Result(output="x\n", svg="<svg>input</svg>", words=["input"], files=["docs/table.txt"])
    Cache(root / "kept", root).keep(Job(SOURCE, "docs/code/a.py", 1, "fig-a", None, str(root)), english, other)
    assert find(translate=english) == other
    assert find() == kept


def test_imports_of_a_source_are_looked_up_once_while_the_modules_are_the_same(tmp_path, monkeypatch):
    everything = _sources.imported("__import__(any)")
    source = "from cnnnotes.ops import conv\n"
    wanted = tuple(_sources.imported(source))
    first = Cache(tmp_path / "kept", tmp_path)
    assert first._imports_of(source) == wanted
    first.save()

    def imported(text):
        return [*everything, "cnnnotes.new"] if "__import__" in text else ["looked up"]

    monkeypatch.setattr(_sources, "imported", lambda text: everything)
    assert Cache(tmp_path / "kept", tmp_path)._imports_of(source) == wanted
    monkeypatch.setattr(_sources, "imported", imported)
    assert Cache(tmp_path / "kept", tmp_path)._imports_of(source) == ("looked up",)


def test_syntax_trees_are_walked_once_while_a_file_is_the_same(tmp_path, monkeypatch):
    def walked(source, *_):
        raise AssertionError(f"read again: {source[:40]}")

    def another_process():
        monkeypatch.setattr(_sources, "parsed", {})
        monkeypatch.setattr(_sources, "_memo", {})
        return Cache(tmp_path / "kept", tmp_path)

    first = another_process()
    first.save()
    names = _sources._names
    finder = [file.read_bytes() for file in closure(["cnnnotes._sources"])]  # what finds names is itself looked at anew
    monkeypatch.setattr(
        _sources,
        "_names",
        lambda text, *rest: (names if isinstance(text, str) or text in finder else walked)(text, *rest),
    )
    assert another_process()._base == first._base
    next(tmp_path.glob("kept/*.names.json")).write_text("[]")
    with pytest.raises(AssertionError, match="read again"):
        another_process()
