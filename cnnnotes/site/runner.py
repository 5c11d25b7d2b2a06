"""Running the blocks of all pages and languages before any page is rendered: from the cache where that holds, else on all cores."""

import gc
import logging
import multiprocessing
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from time import perf_counter

from cnnnotes.site import worker
from cnnnotes.site.blocks import Problem

log = logging.getLogger("mkdocs.plugins.cnnnotes")

_PRELOAD = [
    "mkdocs.__main__",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "matplotlib.font_manager",
    "cnnnotes.site.worker",
]

# New objects before Python looks for garbage: figures are made of many, and nearly all of them stay until the figure is done.
_GARBAGE = 50_000


def run_all(wanted, cache, root):
    """Run what is not in the cache.

    Parameters
    ----------
    wanted : list of (Block, catalogue path or None)
        All blocks of all languages, in the order of the pages.
    cache : Cache
        Where results are looked up and kept.
    root : pathlib.Path
        The project's folder.

    Returns
    -------
    tuple of dict, list and str
        Results by (language folder, page, block name); the problems, with tracebacks; one line that sums up.
    """
    started = perf_counter()
    results, waiting = {}, []
    for block, catalog in wanted:
        job = worker.Job(
            block.section.source,
            str(block.section.path),
            block.section.line,
            block.figure,
            str(catalog) if catalog else None,
            str(root),
        )
        translate = words_of(job.catalog).gettext
        result = cache.find(job, translate)
        if result is None:
            waiting.append((block, job, translate))
        else:
            results[key(block)] = result
    cache.save()
    kept, problems = len(results), []
    for block, job, translate, result in _run(waiting):
        if result.error:
            what = f"block {block.name!r} failed\n{result.error}"
            problems.append(Problem(block.path, block.fence.first, what))
        else:
            cache.keep(job, translate, result)
            results[key(block)] = result
    problems += untranslated(wanted, results)
    problems.sort(key=lambda problem: (str(problem.path), problem.line))
    summary = f"Blocks: {len(waiting)} run, {kept} from the cache, {perf_counter() - started:.1f} s"
    return results, problems, summary


def key(block):
    """Name a block's result: language, page, section and figure."""
    return block.path.parent.name, block.page, block.name, block.figure


_catalogs = {}


def words_of(path):
    """A compiled catalogue, read once while its file stays the same; ``None`` is English."""
    stamp = (path, os.stat(path).st_mtime_ns) if path else None
    if stamp not in _catalogs:
        _catalogs[stamp] = worker.load(path)
    return _catalogs[stamp]


def untranslated(wanted, results):
    """The words of figures that stand in no catalogue of the page's language."""
    for block, catalog in wanted:
        known = catalog and words_of(str(catalog))._catalog
        for word in results[key(block)].words if known and key(block) in results else []:
            if word not in known:
                where = f"docs/locale/{block.path.parent.name}.po"
                yield Problem(block.path, block.fence.first, f"{where} has no entry for {word!r}")


def _run(waiting):
    """Run blocks side by side and say which have been done; a section runs once for all languages that want it."""
    if not waiting:
        return
    sections, left = {}, Counter(_page(block) for block, *_ in waiting)
    for item in waiting:
        sections.setdefault(item[0].section, []).append(item)
    log.info(
        f"Running {len(waiting)} blocks of {len(left)} pages on {cores()} cores; results are kept for the next time"
    )
    done = 0
    with _pool(min(cores(), len(sections))) as pool:
        futures = {pool.submit(worker.run_each, [job for _, job, _ in items]): items for items in sections.values()}
        for future in as_completed(futures):
            items = futures[future]
            try:
                results = future.result()
            except BrokenProcessPool:
                ended = "The process that ran it ended suddenly; perhaps the memory was used up.\n"
                results = [worker.Result(error=ended) for _ in items]
            for (block, job, translate), result in zip(items, results, strict=True):
                page, done = _page(block), done + 1
                left[page] -= 1
                if result.seconds > 3 or not left[page]:
                    end = "" if left[page] else ", page complete"
                    log.info(f"  {done} of {len(waiting)}: {page} {block.name} {result.seconds:.1f} s{end}")
                yield block, job, translate, result


def _page(block):
    return f"{block.path.parent.name}/{block.path.name}"


def cores():
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pool(workers):
    """Processes that start with Matplotlib loaded and the project's own modules not, so that edits count at once."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(_PRELOAD)
    return ProcessPoolExecutor(workers, context, gc.set_threshold, (_GARBAGE,))
