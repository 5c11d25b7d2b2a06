"""How long the site takes to build, against the bare figures: 24 pages (12 in two languages) with 96 figures.

    python benchmarks/site_build.py

Prints CPU seconds (all processes) and wall seconds of: drawing the 96 figures and nothing else, a cold build, a warm one, a build after
one edited sentence, and, while serving, the wait until an edited sentence and an edited figure function are seen in the page.
"""

import contextlib
import ctypes
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
STEMS = [f"page{number:02}" for number in range(12)]
FIGURES = """
import numpy as np

from cnnnotes.figures import style
from cnnnotes.figures.words import _


@style.figure
def lines(values):
    fig, ax = style.subplots(height=2.4)
    for row, colour, marker in zip(values, (style.BLUE, style.ORANGE, style.GREEN), "osd"):
        ax.plot(row, color=colour, marker=marker, label=_("output"))
    ax.set(xlabel=_("input"), ylabel=_("output"))
    ax.legend()
    return fig


@style.figure
def bars(values):
    fig, ax = style.subplots(height=2.0)
    ax.barh(np.arange(len(values)), values, color=style.BLUE)
    ax.set_xlabel(_("input"))
    return fig


@style.figure
def maps(values):
    fig, axes = style.subplots(1, 2, height=2.4)
    for ax, image in zip(axes, values):
        style.picture(ax, image, label=_("input"))
    return fig


@style.figure
def cloud(x, y):
    fig, ax = style.subplots(height=2.6)
    ax.scatter(x, y, s=8, color=style.PURPLE)
    ax.set(xlabel=_("input"), ylabel=_("output"))
    return fig
"""
CALLS = [
    "lines(noise.random((3, 20)))",
    "bars(noise.random(6))",
    "maps(noise.random((2, 12, 12)))",
    "cloud(*noise.random((2, 60)))",
]
SECTION = """# [start:{kind}]
import numpy as np

from cnnnotes.figures import {stem} as figures
from cnnnotes.site import show

noise = np.random.default_rng({seed})
show(figures.{call})
# [end:{kind}]
"""


def make(folder):
    """Write the project: the real package and configuration, other pages."""
    for name in ("cnnnotes", "docs", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    os.symlink(ROOT / "node_modules", folder / "node_modules")
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        nav = "nav:\n" + "".join(f"  - {stem}.md\n" for stem in ["index", *STEMS, "glossary"]) + "\n"
        text = re.sub(r"(?s)nav:\n.*?\n\n", nav, text, count=1)
        (folder / name).write_text(text, encoding="utf-8")
    for path in [*folder.glob("docs/??/*.md"), *folder.glob("docs/code/*.py")]:
        if path.name != "glossary.md":
            path.unlink()
    (folder / "docs/claims.yml").write_text("claims: []\n", encoding="utf-8")
    for seed, stem in enumerate(STEMS):
        (folder / f"cnnnotes/figures/{stem}.py").write_text(FIGURES, encoding="utf-8")
        made = [SECTION.format(kind=call.split("(")[0], stem=stem, seed=seed, call=call) for call in CALLS]
        (folder / f"docs/code/{stem}.py").write_text("\n".join(made), encoding="utf-8")
    for language in ("ko", "en"):
        (folder / f"docs/{language}/index.md").write_text('---\ntitle: "0"\n---\n\n# 0 { #home }\n', encoding="utf-8")
        for stem in STEMS:
            (folder / f"docs/{language}/{stem}.md").write_text(page(stem), encoding="utf-8")


def page(stem):
    """One page: four figures, text, two formulas, a citation."""
    parts = [f'---\ntitle: "1 {stem}"\ndescription: "{stem}"\n---\n\n# 1 {stem} {{ #{stem} }}\n']
    text = "합성곱 신경망은 특징 맵을 만듭니다. A convolutional neural network slides a kernel over its input. " * 6
    for call in CALLS:
        kind = call.split("(")[0]
        parts.append(
            f"\n## {kind} {{ #{kind} }}\n\n{text} [](#fig-{stem}-{kind}) $y_{{{kind[0]}}} = Wx + b$\n\n"
            f'```python run="{kind}"\nfigure: fig-{stem}-{kind}\ncaption: {kind} $x^2$\nalt: {kind}\n```\n\n{text}\n'
        )
    return "".join(parts) + "\n## References { #references }\n\nSee [@LeCun1989].\n\n\\bibliography\n"


def bare(folder):
    """Draw the 96 figures in one process and write them as SVG."""
    program = f"""
import sys; sys.path.insert(0, {str(folder)!r})
import gettext, importlib, io
import numpy as np
from cnnnotes.figures import style, words
for language in ("ko", "en"):
    for seed, stem in enumerate({STEMS!r}):
        figures = importlib.import_module("cnnnotes.figures." + stem)
        for call in {CALLS!r}:
            noise = np.random.default_rng(seed)
            with style.context():
                eval("figures." + call).savefig(io.StringIO(), format="svg")
"""
    return measured([sys.executable, "-c", program], folder)


def measured(command, folder):
    """Run a command and give its CPU and wall seconds."""
    env = os.environ | {"PYTHONPATH": str(folder), "OPENBLAS_NUM_THREADS": "1", "NO_MKDOCS_2_WARNING": "1"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ctypes.CDLL(None).prctl(36, 1)  # become the reaper of all descendants, so that their CPU time counts too (Linux)
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, 0):
            pass
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def served(folder):
    """Serve, edit a sentence and then a figure function, and wait for each to be seen."""
    env = os.environ | {"PYTHONPATH": str(folder), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", "127.0.0.1:8765"]
    server = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = "http://127.0.0.1:8765/page03/"
        waited(address, "slides a kernel", 120)
        time.sleep(2)
        path = folder / "docs/ko/page03.md"
        path.write_text(
            path.read_text(encoding="utf-8").replace("slides a kernel", "glides a kernel", 1), encoding="utf-8"
        )
        yield "sentence", waited(address, "glides a kernel", 60)
        time.sleep(2)
        path = folder / "cnnnotes/figures/page03.py"
        path.write_text(
            path.read_text(encoding="utf-8").replace("color=style.PURPLE", "color=style.RED"), encoding="utf-8"
        )
        yield "figure", waited(address, "--cn-red", 60)
    finally:
        server.terminate()
        server.wait()


def waited(address, text, limit):
    """Wait until a page holds a text and give the seconds."""
    start = time.perf_counter()
    while time.perf_counter() - start < limit:
        try:
            if text in urllib.request.urlopen(address, timeout=5).read().decode():
                return time.perf_counter() - start
        except OSError:
            pass
        time.sleep(0.05)
    sys.exit(f"{address}: {text!r} was not seen within {limit} s")


def main():
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        build = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        measured([sys.executable, "-c", "import matplotlib.font_manager"], folder)
        base = bare(folder)[0]
        print(f"{'bare figures':24} {base:6.2f} s CPU", flush=True)
        for what in ("cold", "warm", "one sentence edited"):
            if what == "one sentence edited":
                path = folder / "docs/en/page05.md"
                path.write_text(path.read_text(encoding="utf-8").replace("slides", "glides", 1), encoding="utf-8")
            cpu, wall = measured(build, folder)
            print(f"{what:24} {cpu:6.2f} s CPU = {cpu / base:.2f} x bare, {wall:6.2f} s", flush=True)
        for what, wall in served(folder):
            print(f"{'serving, ' + what:24} {wall:6.2f} s until it is seen", flush=True)


if __name__ == "__main__":
    main()
