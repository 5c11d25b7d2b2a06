"""Running one block: once for all languages, in a process of its own kind, with warnings as errors, and with a note of all it used.

This module is loaded before the package's figures and operations, so that a worker always imports those as they are on disk.
"""

import contextlib
import gettext
import io
import sys
import traceback
import warnings
from dataclasses import dataclass, field
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
    """Run one block in one language, as `run_each`."""
    (result,) = run_each([job])
    return result


def run_each(jobs):
    """Run a section once, and draw its figure in each language.

    It runs in English where that is asked for, so that a mistake in a translation is one of that language's figure only.

    Parameters
    ----------
    jobs : list of Job
        One section, where it stands, and the words of each language.

    Returns
    -------
    list of Result
        With ``error`` set, a text that ends in the reason, where the block failed.
    """
    started, output = perf_counter(), io.StringIO()
    results = [Result() for _ in jobs]
    pairs = sorted(zip(jobs, results, strict=True), key=lambda pair: pair[0].catalog is not None)
    first = pairs[0][0]
    try:
        with _settings_of_its_own(), contextlib.redirect_stdout(output):
            warnings.simplefilter("error")
            code = compile("\n" * (first.line - 1) + first.source, first.path, "exec")
            with noted(pairs):
                exec(code, {"__name__": "__block__", "__file__": first.path})
    except (Exception, SystemExit) as error:
        for result in results:
            result.error = result.error or _explain(error, first)
    for result in results:
        result.output = output.getvalue()
        result.seconds = (perf_counter() - started) / len(jobs)
    return results


@contextlib.contextmanager
def _settings_of_its_own():
    """What a block may set, and the next block in this process must not see."""
    import matplotlib
    import numpy as np

    with warnings.catch_warnings(), matplotlib.rc_context(), np.printoptions(), np.errstate():
        yield


@contextlib.contextmanager
def noted(pairs):
    """Note in the results what runs inside: the figure and the facts it hands over, the words it asks for, the files it reads.

    Parameters
    ----------
    pairs : list of (Job, Result)
        One for each language, all of one block. What runs inside finds the words of the first.
    """
    global _opened
    from cnnnotes.figures import words

    asked = [Words(load(job.catalog)) for job, _ in pairs]
    record = handover.Record(draw=lambda figure: _draw(figure, pairs, asked))
    words.use(asked[0])
    handover.record(record)
    _opened = opened = set()
    try:
        yield
    finally:
        _opened = None
        handover.record(None)
        words.use(gettext.NullTranslations())
    figure, root = pairs[0][0].figure, pairs[0][0].root
    if len(record.figures) != (figure is not None):
        wanted = f"figure: {figure}" if figure else "no `figure:` line"
        raise ValueError(f"the page has {wanted} for this block, but show() was called {len(record.figures)} times")
    files = sorted(_sources(opened, Path(root)))
    for (_, result), catalog in zip(pairs, asked, strict=True):
        result.facts, result.words, result.files = record.facts, sorted(catalog.asked), files
        if catalog.asked.keys() != asked[0].asked.keys() and not result.error:
            other = sorted(catalog.asked.keys() ^ asked[0].asked.keys())
            result.error = f"ValueError: {other}: call _() in the function of the figure that is shown, nowhere else\n"


def _draw(figure, pairs, asked):
    """Draw a figure in each language, while the block runs: with its line in the traceback, and with the arguments as they are now."""
    from cnnnotes.figures import words
    from cnnnotes.figures.frames import Frames
    from cnnnotes.site import deltas, svg

    if not isinstance(figure, Frames) and not hasattr(figure, "again"):
        raise TypeError(
            "show: the figure must come from a function with @style.figure, which can draw it in each language"
        )
    for number, ((job, result), catalog) in enumerate(zip(pairs, asked, strict=True)):
        words.use(catalog)
        try:
            if isinstance(figure, Frames):
                result.svg, frames = deltas.draw(figure, job.figure)
                result.frames = deltas.for_page(result.svg, frames)
            else:
                result.svg = svg.render(figure.again() if number else figure, job.figure)
        except Exception as error:
            result.error = _explain(error, job)
    words.use(asked[0])


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
    caught = error.__traceback__
    frames = [*traceback.extract_stack(caught.tb_frame)[:-1], *traceback.extract_tb(caught)]
    first = next((index for index, frame in enumerate(frames) if frame.filename == job.path), None)
    if first is None:
        first = len(frames) if isinstance(error, SyntaxError) else -len(traceback.extract_tb(caught))
    lines = traceback.format_list(frames[first:])
    reason = "".join(traceback.format_exception_only(error))
    if isinstance(error, SystemExit):
        reason = f"SystemExit: {error.code} (a block must not end the build)\n"
    return "Traceback (most recent call last):\n" + "".join(lines) + reason


sys.addaudithook(_watch)
