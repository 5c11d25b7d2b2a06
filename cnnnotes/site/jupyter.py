"""Running the labs: each in a kernel of its own, once for all languages, from the cache where that holds."""

import asyncio
import contextlib
import logging
import os
import re
import signal
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from cnnnotes import _sources
from cnnnotes.site import kernel, runner
from cnnnotes.site.blocks import Problem
from cnnnotes.site.cache import Cache
from cnnnotes.site.worker import Result

log = logging.getLogger("mkdocs.plugins.cnnnotes")

TIMEOUT = 600  # seconds that a cell may take
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_TEXT = ("stream", "execute_result")


@dataclass
class Job:
    """A lab in one language, as far as its results depend on it: prose does not count."""

    source: str
    figure: str
    blocks: list
    catalog: str | None
    root: str


@dataclass
class Ran:
    """What the cells of a lab gave, in their order."""

    cells: list = field(default_factory=list)
    words: list = field(default_factory=list)
    files: list = field(default_factory=list)
    error: str | None = None
    seconds: float = 0.0


def cache(folder, root):
    """The cache of what labs gave."""
    return Cache(
        folder,
        root,
        kind=Ran,
        renderers=["cnnnotes.site.kernel", "cnnnotes.site.jupyter"],
        libraries=["ipykernel", "nbclient"],
    )


def run_labs(wanted, kept, root):
    """Run the labs that are not in the cache.

    Parameters
    ----------
    wanted : list of (list of Block, catalogue path or None)
        The blocks of each lab in each language, in the order of its code cells.
    kept : Cache
        Where results are looked up and kept.
    root : pathlib.Path
        The project's folder.

    Returns
    -------
    tuple of dict, list and str
        Results as `runner.run_all` gives them; the problems; one line that sums up.
    """
    started = perf_counter()
    results, waiting, problems = {}, {}, []
    for blocks, catalog in wanted:
        job = _job(blocks, catalog, root)
        found = kept.find(job, runner.words_of(job.catalog).gettext)
        if found is None:
            waiting.setdefault(blocks[0].section.path, []).append(job)
        else:
            results |= _by_block(job, found)
    for job, found in _run_all(list(waiting.values())):
        if found.error is not None:
            block = job.blocks[min(len(found.cells), len(job.blocks) - 1)]
            problems.append(Problem(block.path, block.fence.first, f"the code failed\n{found.error}"))
        else:
            kept.keep(job, runner.words_of(job.catalog).gettext, found)
            results |= _by_block(job, found)
    problems += runner.untranslated([(block, catalog) for blocks, catalog in wanted for block in blocks], results)
    ran, seconds = sum(map(len, waiting.values())), perf_counter() - started
    return results, problems, f"Labs: {ran} run, {len(wanted) - ran} from the cache, {seconds:.1f} s"


def _job(blocks, catalog, root):
    source = "\n".join(f"# {block.name}\n{block.section.source}" for block in blocks)
    figures = " ".join(f"{block.name}={block.figure}" for block in blocks)
    return Job(source, figures, blocks, str(catalog) if catalog else None, str(root))


def _by_block(job, ran):
    return {runner.key(block): Result(**cell) for block, cell in zip(job.blocks, ran.cells, strict=True)}


def _run_all(labs):
    """Run labs, each with its jobs, one for a language; give the jobs and what they gave."""
    if not labs:
        return []
    log.info(f"Running {len(labs)} notebooks; what they give is kept for the next time")
    for jobs in labs:
        jobs.sort(key=lambda job: job.catalog is not None)
    # Jupyter's own settings and history are the reader's; a build neither reads nor writes them.
    with tempfile.TemporaryDirectory(prefix="cnnnotes-") as folder:
        ran = _completed(_together(labs, Path(folder)))
    return [pair for jobs, found in zip(labs, ran, strict=True) for pair in zip(jobs, found, strict=True)]


def _completed(work):
    """Run to the end; where a loop runs already, as in a notebook or beside a browser under test, in a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _together(labs, folder):
    cores = asyncio.Semaphore(runner.cores())

    async def one(number, jobs):
        async with cores:
            own = folder / str(number)
            own.mkdir()
            return await _run(jobs, own)

    return await asyncio.gather(*(one(number, jobs) for number, jobs in enumerate(labs)))


async def _run(jobs, folder):
    """Run the cells of one lab one after the other, up to the first that fails; each figure is drawn in the language of each job."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from nbformat import v4

    started, every, error = perf_counter(), [Ran() for _ in jobs], None
    catalogs, root = [job.catalog for job in jobs], jobs[0].root
    client = NotebookClient(
        v4.new_notebook(), km=_manager(folder), timeout=TIMEOUT, allow_errors=False, record_timing=False
    )

    async def execute(source, **options):
        client.nb.cells.append(v4.new_code_cell(source))
        return await client.async_execute_cell(client.nb.cells[-1], len(client.nb.cells) - 1, **options)

    said = folder / "said.txt"
    with said.open("wb") as errors:
        try:
            async with client.async_setup_kernel(
                cwd=str(folder), env=_environment(folder), stderr=errors, cleanup_kc=True
            ):
                _let_interrupts_through()
                await execute("%xmode Plain", store_history=False)
                for block in jobs[0].blocks:
                    await execute(kernel.OPEN.format(block.figure, catalogs, root), store_history=False)
                    cell = await execute(block.section.source)
                    text = _text(cell.outputs)
                    closed = await execute(kernel.CLOSE, store_history=False)
                    for ran, noted in zip(every, closed.outputs[-1]["data"][kernel.MIME], strict=True):
                        ran.error = ran.error or noted["error"]
                        ran.cells += [] if ran.error else [{**noted, "output": text}]
        except CellExecutionError:
            error = _reason(client.nb.cells[-1].outputs)
        except CellTimeoutError:
            error = f"It took longer than {TIMEOUT} seconds.\n"
        except DeadKernelError:
            error = f"The kernel ended suddenly; perhaps the memory was used up.\n{said.read_text(errors='replace')[-2000:]}"
        except ValueError as reason:
            error = f"{reason}\n"
    for ran in every:
        ran.error = ran.error or error
        for name in ("words", "files"):
            setattr(ran, name, sorted({value for cell in ran.cells for value in cell[name]}))
        ran.seconds = (perf_counter() - started) / len(jobs)
    return every


def _let_interrupts_through():
    """Where nbclient would end one kernel and go on, Ctrl-C ends the build; kernels end with it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().remove_signal_handler(number)


def _manager(folder):
    """A kernel of this Python, whatever kernels are installed for the user."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    specs = KernelSpecManager(kernel_dirs=[])
    return AsyncKernelManager(
        kernel_name="python3", kernel_spec_manager=specs, connection_file=str(folder / "kernel.json")
    )


def _environment(folder):
    """That of the build, with the package of the build, and a home folder for Jupyter that goes with the kernel."""
    paths = [str(_sources.PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    own = {
        name: str(folder) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    threads = {name: os.environ.get(name, "1") for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")}
    return {**os.environ, **own, **threads, "PYTHONPATH": os.pathsep.join(paths)}


def _text(outputs):
    """What a cell printed, and the value of its last line."""
    for output in outputs:
        if output["output_type"] not in _TEXT:
            kinds = ", ".join(output.get("data", {}))
            raise ValueError(f"The cell shows {kinds}; figures go through show().")
        if output.get("name") == "stderr":
            raise ValueError(f"The cell writes where errors go:\n{output['text']}")
    return "".join(output["text"] if "text" in output else f"{output['data']['text/plain']}\n" for output in outputs)


def _reason(outputs):
    """The traceback, without colours and without what the build runs around a cell."""
    error = next(output for output in outputs if output["output_type"] == "error")
    lines = _ANSI.sub("", "\n".join(error["traceback"])).rstrip("\n")
    if "close_cell()" in lines:
        lines = f"{error['ename']}: {error['evalue']}"
    return f"{lines}\n"
