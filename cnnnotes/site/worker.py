"""Running one block: in a process of its own kind, with warnings as errors, and with a note of all it used.

This module is loaded before the package's figures and operations, so that a worker always imports those as they are on disk.
"""

import contextlib
import gettext
import io
import sys
import traceback
import warnings
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from cnnnotes._sources import PACKAGE
from cnnnotes.site import handover


@dataclass
class Job:
    """What a worker needs to run one block."""

    source: str
    path: str
    line: int
    figure: str | None
    catalog: str | None
    root: str


@dataclass
class Result:
    """What a block gave."""

    output: str = ""
    svg: str | None = None
    frames: dict | None = None
    facts: dict = field(default_factory=dict)
    words: list = field(default_factory=list)
    files: list = field(default_factory=list)
    error: str | None = None
    seconds: float = 0.0


class Words(gettext.NullTranslations):
    """A catalogue that remembers which words a block asked for."""

    def __init__(self, catalog):
        super().__init__()
        self.catalog, self.asked = catalog, {}

    def gettext(self, message):
        """Translate, and remember."""
        return self.asked.setdefault(message, self.catalog.gettext(message))


_opened = None


def _watch(event, arguments):
    if _opened is not None and event == "open" and isinstance(arguments[0], str) and "r" in str(arguments[1] or "r"):
        _opened.add(arguments[0])


def load(catalog):
    """Load compiled translations; ``None`` is English."""
    if catalog is None:
        return gettext.NullTranslations()
    with open(catalog, "rb") as file:
        return gettext.GNUTranslations(file)


def run(job):
    """Run one block.

    Parameters
    ----------
    job : Job
        The section, where it stands, and the language's words.

    Returns
    -------
    Result
        With ``error`` set, a text that ends in the reason, where the block failed.
    """
    started, result, output = perf_counter(), Result(), io.StringIO()
    try:
        with _settings_of_its_own(), contextlib.redirect_stdout(output):
            warnings.simplefilter("error")
            _run(job, result)
    except (Exception, SystemExit) as error:
        result.error = _explain(error, job)
    result.output = output.getvalue()
    result.seconds = perf_counter() - started
    return result


@contextlib.contextmanager
def _settings_of_its_own():
    """What a block may set, and the next block in this process must not see."""
    import matplotlib
    import numpy as np

    with warnings.catch_warnings(), matplotlib.rc_context(), np.printoptions(), np.errstate():
        yield


def run_each(jobs):
    """Run blocks one after the other: the same section in several languages.

    What one has read, the next may find in memory. So it is a source of the next, too.
    """
    results = [run(job) for job in jobs]
    for before, result in pairwise(results):
        result.files = sorted({*before.files, *result.files})
    return results


def _run(job, result):
    code = compile("\n" * (job.line - 1) + job.source, job.path, "exec")
    with noted(job, result):
        exec(code, {"__name__": "__block__", "__file__": job.path})


@contextlib.contextmanager
def noted(job, result):
    """Note in the result what runs inside: the figure and the facts it hands over, the words it asks for, the files it reads."""
    global _opened
    from cnnnotes.figures import words

    catalog = Words(load(job.catalog))
    words.use(catalog)
    record = handover.Record(draw=lambda frames: _deltas(frames, job.figure))
    handover.record(record)
    _opened = opened = set()
    try:
        yield
    finally:
        _opened = None
        handover.record(None)
        words.use(gettext.NullTranslations())
    if len(record.figures) != (job.figure is not None):
        wanted = f"figure: {job.figure}" if job.figure else "no `figure:` line"
        raise ValueError(f"the page has {wanted} for this block, but show() was called {len(record.figures)} times")
    if record.figures and isinstance(record.figures[0], tuple):
        result.svg, result.frames = record.figures[0]
    elif record.figures:
        from cnnnotes.site import svg

        result.svg = svg.render(record.figures[0], job.figure)
    result.facts, result.words = record.facts, sorted(catalog.asked)
    result.files = sorted(_sources(opened, Path(job.root)))


def _deltas(frames, name):
    """Draw frames while the block runs: in its language, and with its line in the traceback."""
    from cnnnotes.site import deltas

    return deltas.draw(frames, name)


def _sources(opened, root):
    """The files of the project that a block read, apart from what is generated, and from the package, which `Cache` knows of.

    A process reads the package's data once and keeps it, so that the second block that needs it would not be noticed.
    """
    for name in opened:
        path = Path(name).resolve()
        if path.is_relative_to(PACKAGE):
            continue
        if path.is_relative_to(root) and path.suffix != ".py" and "__pycache__" not in path.parts and path.is_file():
            relative = path.relative_to(root)
            if not relative.parts[0].startswith((".", "site", "node_modules")):
                yield relative.as_posix()


def _explain(error, job):
    """Show the traceback from the block's own line on."""
    frames = traceback.extract_tb(error.__traceback__)
    first = next((index for index, frame in enumerate(frames) if frame.filename == job.path), None)
    if first is None and isinstance(error, SyntaxError):
        first = len(frames)
    lines = traceback.format_list(frames[first or 0 :])
    reason = "".join(traceback.format_exception_only(error))
    if isinstance(error, SystemExit):
        reason = f"SystemExit: {error.code} (a block must not end the build)\n"
    return "Traceback (most recent call last):\n" + "".join(lines) + reason


sys.addaudithook(_watch)
