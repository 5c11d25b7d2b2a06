"""Source closures: complete, no larger than needed, and quick."""

import os
import subprocess
import sys
import time

import pytest

from cnnnotes import _sources


@pytest.fixture
def tree(tmp_path):
    """A small package: `top.a` uses `top.b`, which uses `top.sub.c`; `top.other` stands alone; `top.store` has data."""
    files = {
        "top/__init__.py": "",
        "top/a.py": "from top.b import value\n",
        "top/b.py": "import numpy\n\ndef late():\n    from .sub import c\n",
        "top/other.py": "import os\n",
        "top/sub/__init__.py": "",
        "top/sub/c.py": "VALUE = 1\n",
        "top/sub/d.py": "from .. import other\n",
        "top/store/__init__.py": "",
        "top/store/table.npz": "numbers",
        "top/store/pictures/cat.png": "pixels",
        "top/store/__pycache__/x.cpython-311.pyc": "bytes",
        "top/store/.hidden": "no",
    }
    for name, text in files.items():
        write(tmp_path, name, text)
    return tmp_path


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def names(tree, *roots):
    found = _sources.closure(roots, package=tree / "top")
    return {path.relative_to(tree).as_posix() for path in found}


def digest(tree, *roots):
    return _sources.digest(roots, package=tree / "top")


def test_imports_are_followed_transitively(tree):
    assert names(tree, "top.a") == {"top/__init__.py", "top/a.py", "top/b.py", "top/sub/__init__.py", "top/sub/c.py"}


@pytest.mark.parametrize("changed", ["top/__init__.py", "top/a.py", "top/b.py", "top/sub/__init__.py", "top/sub/c.py"])
def test_a_change_anywhere_below_changes_the_digest(tree, changed):
    before = digest(tree, "top.a")
    write(tree, changed, "VALUE = 2\n" if changed.endswith("c.py") else (tree / changed).read_text() + "# changed\n")
    assert digest(tree, "top.a") != before


def test_a_change_of_the_same_length_in_the_same_instant_is_seen(tree):
    path = write(tree, "top/sub/c.py", "VALUE = 1\n")
    seen = {digest(tree, "top.a")}
    for value in range(2, 10):
        path.write_text(f"VALUE = {value}\n")
        seen.add(digest(tree, "top.a"))
    assert len(seen) == 9


def test_contents_are_remembered_only_of_files_that_have_settled(tree, monkeypatch):
    def remembered():
        return any(path.startswith(str(tree)) for path, _ in _sources._memo)

    digest(tree, "top.a")
    assert not remembered()
    monkeypatch.setattr(_sources, "SETTLED", -1)
    digest(tree, "top.a")
    assert remembered()


def test_a_change_that_keeps_the_modification_time_is_seen(tree):
    path = tree / "top/sub/c.py"
    os.utime(path, ns=(0, 0))
    time.sleep(0.25)
    before = digest(tree, "top.a")
    assert digest(tree, "top.a") == before
    path.write_text("VALUE = 7\n")
    os.utime(path, ns=(0, 0))
    assert digest(tree, "top.a") != before


@pytest.mark.parametrize("changed", ["top/other.py", "top/sub/d.py", "top/store/table.npz", "top/new.py"])
def test_an_unrelated_change_does_not_change_the_digest(tree, changed):
    before = digest(tree, "top.a")
    write(tree, changed, "# changed\n")
    assert digest(tree, "top.a") == before


def test_the_digest_is_the_same_in_another_place_and_after_a_touch(tree, tmp_path_factory):
    before = digest(tree, "top.a")
    os.utime(tree / "top/a.py")
    assert digest(tree, "top.a") == before
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "deeper"
    tree.rename(elsewhere)
    assert digest(elsewhere, "top.a") == before


def test_a_package_brings_its_data_files(tree):
    before = digest(tree, "top.store")
    assert names(tree, "top.store") == {
        "top/__init__.py",
        "top/store/__init__.py",
        "top/store/table.npz",
        "top/store/pictures/cat.png",
    }
    write(tree, "top/store/pictures/cat.png", "other pixels")
    assert digest(tree, "top.store") != before


def test_a_new_data_file_changes_the_digest(tree):
    before = digest(tree, "top.store")
    write(tree, "top/store/series.csv", "1,2")
    assert digest(tree, "top.store") != before


def test_renaming_a_data_file_changes_the_digest(tree):
    before = digest(tree, "top.store")
    (tree / "top/store/table.npz").rename(tree / "top/store/tables.npz")
    assert digest(tree, "top.store") != before


def test_an_import_that_is_added_to_a_file_is_followed(tree):
    assert "top/other.py" not in names(tree, "top.a")
    write(tree, "top/b.py", "from top import other\n")
    assert names(tree, "top.a") == {"top/__init__.py", "top/a.py", "top/b.py", "top/other.py"}


def test_a_name_that_becomes_a_module_is_followed(tree):
    write(tree, "top/a.py", "from top.sub import late\n")
    before = digest(tree, "top.a")
    write(tree, "top/sub/late.py", "")
    assert "top/sub/late.py" in names(tree, "top.a")
    assert digest(tree, "top.a") != before


@pytest.mark.parametrize(
    "text",
    [
        "import top.sub.c",
        "import top.sub.c as name",
        "from top.sub import c",
        "from top.sub.c import VALUE",
        "from top.sub import *",
        "from .sub import c",
        "from .sub.c import *",
        "from . import sub\nsub.c.VALUE",
        "import top\nprint(top.sub.c.VALUE)",
        "import top as t\nt.sub.c.VALUE()",
        "if True:\n    def f():\n        from top.sub import c as d",
        "from importlib import import_module\nimport_module('top.sub.c')",
        "import importlib\nimportlib.import_module('.c', 'top.sub')",
        "name = input()\n__import__(f'top.{name}')",
    ],
)
def test_every_way_to_import_is_seen(tree, text):
    write(tree, "top/a.py", text + "\n")
    assert "top/sub/c.py" in names(tree, "top.a")


@pytest.mark.parametrize(
    "text",
    [
        "'top.sub.c is a module'",
        "import numpy.sub.c",
        "from os import path",
        "import topical.sub",
        "from ... import far",
        "x = '*'",
        "def (",
    ],
)
def test_other_text_imports_nothing(tree, text):
    write(tree, "top/a.py", text + "\n")
    assert names(tree, "top.a") == {"top/__init__.py", "top/a.py"}


def test_folders_without_init_are_followed(tree):
    write(tree, "top/loose/part.py", "")
    write(tree, "top/a.py", "from top.loose import part\n")
    assert names(tree, "top.a") == {"top/__init__.py", "top/a.py", "top/loose/part.py"}


def test_a_link_that_leads_back_up_ends(tree):
    (tree / "top/store/again").symlink_to(tree / "top", target_is_directory=True)
    assert "top/store/table.npz" in names(tree, "top.store")


def test_modules_that_import_each_other(tree):
    write(tree, "top/sub/c.py", "from top import a\n")
    assert {"top/a.py", "top/b.py", "top/sub/c.py"} <= names(tree, "top.a")


def test_a_file_outside_the_package_can_be_a_root(tree):
    page = write(tree, "page.py", "from top.sub import c\n")
    text = write(tree, "words.po", "from top import other\n")
    assert names(tree, page, text) == {"page.py", "words.po", "top/__init__.py", "top/sub/__init__.py", "top/sub/c.py"}


def test_extra_values_are_told_apart(tree):
    seen = [(), ("ab",), ("a", "b"), ("", "ab"), (b"abc",), ("a", "b", "")]
    assert len({_sources.digest(["top.other"], *extra, package=tree / "top") for extra in seen}) == len(seen)


def test_modules_named_in_source_text(tree):
    text = "import numpy\n\n\ndef block():\n    from top.sub import c\n    from top.b import late\n"
    assert _sources.imported(text, package=tree / "top") == ["top", "top.b", "top.sub", "top.sub.c"]
    assert _sources.imported("from . import c", "top.sub", package=tree / "top") == ["top", "top.sub", "top.sub.c"]
    assert _sources.imported("def (", package=tree / "top") == []


def test_errors_name_the_root(tree):
    with pytest.raises(ValueError, match=r"got 'top\.missing'"):
        names(tree, "top.missing")
    with pytest.raises(ValueError, match=r"no file is: .*missing\.py"):
        names(tree, tree / "missing.py")


def test_the_closure_of_the_real_package_holds_all_that_was_really_imported():
    script = (
        "import sys, cnnnotes.learn, cnnnotes._sources as s\n"
        "real = {m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'cnnnotes'}\n"
        "found = {str(p) for p in s.closure(['cnnnotes.learn', 'cnnnotes._sources'])}\n"
        "print(sorted(real - found))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_second_digest_takes_milliseconds():
    roots = ["cnnnotes.learn", "cnnnotes.data"]
    _sources.digest(roots)
    time.sleep(0.25)
    _sources.digest(roots)
    start = time.process_time()
    for _ in range(5):
        _sources.digest(roots)
    assert (time.process_time() - start) / 5 < 0.005
