"""All results in one go: nothing is forgotten, what is kept can be made again, and the lines tell how it goes on."""

import io
import pkgutil
from types import ModuleType

import numpy as np
import pytest

from cnnnotes.learn import experiments, results
from cnnnotes.learn.cache import cached
from cnnnotes.learn.experiments import learning_curves


def test_every_run_is_listed_once_and_can_be_called():
    runs = results.everything()
    assert len(set(runs)) == len(runs)
    assert {("permutation", "moved_digits", (seed,)) for seed in (0, 1, 2)} <= set(runs)
    assert {("learning_curves", *run) for run in learning_curves.RUNS} <= set(runs)
    assert ("learning_curves", "many_places", (2,)) in runs


@pytest.fixture
def module(monkeypatch):
    """An experiment of which nobody has heard."""
    made = ModuleType(f"{experiments.__name__}.unheard")

    def taught(kind, seed=0):
        return {"kind": kind}

    taught.__module__ = made.__name__
    vars(made)["taught"] = cached(taught)
    found = pkgutil.ModuleInfo(None, "unheard", False)
    monkeypatch.setattr(results.pkgutil, "iter_modules", lambda path: [found])
    monkeypatch.setattr(results.importlib, "import_module", lambda name: made)
    return made


def test_an_experiment_with_more_than_a_seed_must_list_its_runs(module):
    with pytest.raises(
        TypeError, match=r"unheard\.RUNS must list the arguments of taught, which takes more than a seed"
    ):
        results.everything()
    module.RUNS = [("taught", ("cat", 1))]
    assert results.everything() == [("unheard", "taught", ("cat", 1))]


def test_an_experiment_of_a_seed_needs_no_list(module):
    def grown(seed=0):
        return {"seed": seed}

    grown.__module__ = module.__name__
    module.RUNS, module.grown = [("taught", ("cat", 1))], cached(grown)
    assert results.everything()[1:] == [("unheard", "grown", (seed,)) for seed in (0, 1, 2)]


def test_all_results_are_made_and_told_line_by_line(tmp_path, monkeypatch):
    monkeypatch.setenv("CNNNOTES_CACHE", str(tmp_path / "kept"))
    runs = [("learning_curves", "score", ("dense", "centred", count, 0)) for count in (20, 30)]
    stream = io.StringIO()
    results.main(runs, stream)
    first, *lines, last = stream.getvalue().splitlines()
    assert first == f"2 runs; results in {tmp_path / 'kept'}"
    assert [line[:3] for line in lines] == ["1/2", "2/2"] and last.startswith("Done in ")
    assert sorted(line[4:].split(": ")[0] for line in lines) == [
        f"learning_curves.score(dense, centred, {count}, 0)" for count in (20, 30)
    ]
    assert len(list((tmp_path / "kept").glob("score-*.npz"))) == 2


def test_a_kept_result_is_what_the_experiment_gives():
    what = ("dense", "moved", 125, 0)
    kept, anew = learning_curves.score(*what), learning_curves.score.__wrapped__(*what)
    assert all(np.array_equal(kept[name], anew[name]) for name in ("train", "test"))
