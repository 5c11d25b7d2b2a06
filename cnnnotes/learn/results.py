"""Everything the notes train, in one go: ``python -m cnnnotes.learn.results``, or ``make results``.

Results are kept on disk, each run as soon as it ends (`cnnnotes.learn.cache`). So what is there already takes no time, and what was
interrupted goes on where it stopped.
"""

import importlib
import inspect
import os
import pkgutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed

from cnnnotes.learn import cache, experiments

SEEDS = (0, 1, 2)


def everything():
    """List all runs that the notes need.

    These are the runs that a module of `cnnnotes.learn.experiments` lists in `RUNS`, as ``(function name, arguments)``; and each of its
    other functions that keeps its results and takes only a seed, with the seeds 0, 1 and 2.

    Returns
    -------
    list of tuple
        ``(module, function, arguments)``: two names, and a tuple.

    Raises
    ------
    TypeError
        If a function that keeps its results takes more than a seed, and its module lists no runs of it.

    Examples
    --------
    >>> ("capacity", "random_labels", (2,)) in everything()
    True
    """
    found = []
    for name in sorted(module.name for module in pkgutil.iter_modules(experiments.__path__)):
        module = importlib.import_module(f"{experiments.__name__}.{name}")
        listed = list(getattr(module, "RUNS", []))
        for kept in _kept(module):
            if any(kept == function for function, _ in listed):
                continue
            if list(inspect.signature(getattr(module, kept)).parameters) != ["seed"]:
                raise TypeError(f"{name}.RUNS must list the arguments of {kept}, which takes more than a seed")
            listed += [(kept, (seed,)) for seed in SEEDS]
        found += [(name, *run) for run in listed]
    return found


def run(module, function, arguments):
    """Run one of `everything`, or read its result.

    Parameters
    ----------
    module, function : str
        Names.
    arguments : tuple

    Returns
    -------
    float
        Seconds it took.
    """
    start = time.perf_counter()
    getattr(importlib.import_module(f"{experiments.__name__}.{module}"), function)(*arguments)
    return time.perf_counter() - start


def main(runs=None, stream=None):
    """Make all results, one process for each core, and say how it goes on.

    Parameters
    ----------
    runs : list of tuple, optional
        `everything` if not given.
    stream : text file, optional
        Gets a line per run; standard output if not given.
    """
    runs, stream, start = everything() if runs is None else runs, stream or sys.stdout, time.perf_counter()
    os.environ["CNNNOTES_PROGRESS"] = "0"  # a line for each run, not one within it
    print(f"{len(runs)} runs; results in {cache.folder()}", file=stream, flush=True)
    with ProcessPoolExecutor() as pool:
        waiting = {pool.submit(run, *what): what for what in runs}
        for done, future in enumerate(as_completed(waiting), 1):
            module, function, arguments = waiting[future]
            said = f"{module}.{function}({', '.join(map(str, arguments))}): {future.result():.1f} s"
            print(f"{done:{len(str(len(runs)))}}/{len(runs)} {said}", file=stream, flush=True)
    print(f"Done in {time.perf_counter() - start:.0f} s.", file=stream, flush=True)


def _kept(module):
    """The public functions of a module that keep their results."""
    own = inspect.getmembers(module, inspect.isfunction)
    return [
        name
        for name, made in own
        if made.__module__ == module.__name__ and hasattr(made, "__wrapped__") and name[0] != "_"
    ]


if __name__ == "__main__":
    main()
