"""Kept results: found again, never stale, safe against broken files and other processes."""

import importlib.util
import os
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest

from cnnnotes.learn import cache

CALLS = []


@cache.cached
def powers(count, base=2.0, names=("a",)):
    CALLS.append(count)
    return {"powers": base ** np.arange(count), "one": 1.0}


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("CNNNOTES_CACHE", str(tmp_path / "kept"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    CALLS.clear()
    return tmp_path / "kept"


def files(place):
    return sorted(path.name for path in place.glob("*")) if place.exists() else []


def program(folder, helper, *, name="experiment"):
    """A module outside the package with a kept function, and a module of another package that it does not see."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.py").write_text(textwrap.dedent(helper))
    return folder


def run(folder, place, code="import experiment; print(experiment.value()['x'])"):
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "CNNNOTES_CACHE": str(place),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_second_call_reads_and_gives_the_same_arrays(place):
    first, second = powers(4), powers(4)
    assert CALLS == [4] and len(files(place)) == 1
    assert list(first) == list(second) == ["powers", "one"]
    assert all(np.array_equal(first[name], second[name]) and first[name].dtype == second[name].dtype for name in first)


def test_callers_get_arrays_of_their_own():
    powers(4)["powers"][:] = 0
    assert powers(4)["powers"].tolist() == [1, 2, 4, 8]


def test_every_argument_counts_and_spelling_does_not(place):
    powers(3), powers(3, 2.0), powers(base=2.0, count=3), powers(np.int64(3))
    assert CALLS == [3]
    powers(3, 3.0), powers(4), powers(3, names=("a", "b")), powers(3, names=(("a",),))
    assert CALLS == [3, 3, 4, 3, 3] and len(files(place)) == 5


@pytest.mark.parametrize("damage", [b"", b"PK", b"not a result", "half"])
def test_a_broken_file_is_computed_anew(place, damage):
    powers(5)
    path = place / files(place)[0]
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if damage == "half" else damage)
    assert powers(5)["powers"].tolist() == [1, 2, 4, 8, 16]
    assert CALLS == [5, 5]
    assert powers(5) and CALLS == [5, 5]


def test_a_folder_that_cannot_be_made_costs_time_only(place, monkeypatch):
    place.write_text("a file is in the way")
    assert powers(2)["powers"].tolist() == powers(2)["powers"].tolist() == [1, 2]
    assert CALLS == [2, 2]


def test_nothing_unfinished_is_left_behind(place, monkeypatch):
    def fail(*paths):
        raise OSError("no room")

    monkeypatch.setattr(cache.os, "replace", fail)
    powers(2)
    assert files(place) == []


HELPER = """
    import numpy as np
    from cnnnotes.learn.cache import cached
    @cached
    def value():
        print("computed")
        return {"x": np.array(1)}
"""


def test_another_process_finds_the_result_until_the_text_changes(tmp_path, place):
    folder = program(tmp_path / "code", HELPER)
    assert run(folder, place) == ["computed", "1"]
    assert run(folder, place) == ["1"]
    program(tmp_path / "code", HELPER.replace("array(1)", "array(2)"))
    assert run(folder, place) == ["computed", "2"]


def test_of_processes_at_the_same_time_one_computes_and_all_get_the_result(tmp_path, place):
    text = HELPER.replace('print("computed")', "print('computed'); import time; time.sleep(0.5)").replace(
        "array(1)", "arange(9)"
    )
    folder = program(tmp_path / "code", text)
    environment = {**os.environ, "PYTHONPATH": str(folder), "CNNNOTES_CACHE": str(place)}
    code = "import experiment; print(experiment.value()['x'].sum())"
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(4)
    ]
    printed = [process.communicate()[0].split() for process in started]
    assert [lines[-1] for lines in printed] == ["36"] * 4
    assert sum(len(lines) for lines in printed) == (5 if importlib.util.find_spec("fcntl") else 8)
    assert len(files(place)) == 1


def test_code_that_was_changed_after_it_was_loaded_is_not_kept(tmp_path, place):
    folder = program(tmp_path / "code", HELPER)
    code = """
        import pathlib, experiment
        path = pathlib.Path(experiment.__file__)
        path.write_text(path.read_text().replace("array(1)", "array(2)"))
        print(experiment.value()["x"])
    """
    assert run(folder, place, textwrap.dedent(code)) == ["computed", "1"]
    assert run(folder, place) == ["computed", "2"]


LAB = """
import numpy as np
from cnnnotes.learn.cache import cached
rate = 2
%
@cached
def weights(seed):
    print("computed")
    return {"w": np.array(rate * seed)}
%
print(weights(3)["w"])
%
print(weights(4)["w"])
"""


def notebook(place, *cells):
    """Run cells as a notebook does: they share their names, and ``In`` lists them."""
    code = f"""
        from IPython.core.interactiveshell import InteractiveShell
        shell = InteractiveShell()
        for cell in {[cell.strip() for cell in cells]!r}:
            shell.run_cell(cell, store_history=True)
    """
    return run(place.parent, place, textwrap.dedent(code))


def test_a_notebook_finds_its_results_up_to_the_first_cell_that_changed(place):
    cells = LAB.split("%")
    assert notebook(place, *cells) == ["computed", "6", "computed", "8"]
    assert notebook(place, *cells) == ["6", "8"]
    assert notebook(place, cells[0].replace("rate = 2", "rate = 3"), *cells[1:]) == ["computed", "9", "computed", "12"]
    assert notebook(place, *cells[:3], "seed = 5", cells[3]) == ["6", "computed", "8"]
    assert notebook(place, *cells) == ["6", "8"]


def test_a_cell_that_is_no_python_hides_no_import():
    def seen(*cells):
        names = {"In": list(cells)}
        exec("def value():\n    return {}", names)
        return cache._sources.imported(cache._cells(names["value"]))

    assert "cnnnotes.ops" in seen("import cnnnotes.ops", "what is this")
    assert "cnnnotes.ops" in seen("import cnnnotes", "x = cnnnotes.ops.relu")
    assert "cnnnotes.ops" not in seen("import cnnnotes", "what? cnnnotes.ops")


def test_a_notebook_does_not_keep_what_older_code_made(place, monkeypatch):
    def value(loaded):
        monkeypatch.setattr(cache.cnnnotes, "LOADED", loaded)
        names = {"In": ["from cnnnotes import ops"], "__name__": "__main__"}
        exec("def value():\n    return {'x': 1}", names)
        cache.cached(names["value"])()
        return files(place)

    assert value(0) == []
    assert len(value(time.time_ns())) == 1


def test_the_version_of_numpy_counts(monkeypatch):
    powers(2)
    monkeypatch.setattr(np, "__version__", "9.9.9")
    powers(2)
    assert CALLS == [2, 2]


def test_what_cannot_be_kept_is_refused():
    with pytest.raises(TypeError, match=r"count must be a number, a string, None or a tuple of them .* got list"):
        powers([1])

    @cache.cached
    def several():
        return np.ones(3)

    @cache.cached
    def objects():
        return {"x": np.array([None])}

    with pytest.raises(TypeError, match="several must give a dict of arrays to be kept, got ndarray"):
        several()
    with pytest.raises(TypeError, match="objects must give arrays of numbers to be kept, got objects in 'x'"):
        objects()
    hidden = time.time()
    with pytest.raises(TypeError, match="must not use variables of a function around it"):
        cache.cached(lambda: {"x": hidden})


def test_the_folder_follows_the_environment(monkeypatch, tmp_path):
    assert cache.folder() == tmp_path / "kept"
    monkeypatch.delenv("CNNNOTES_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert cache.folder() == tmp_path / ".cache" / "cnnnotes"
