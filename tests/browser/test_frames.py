"""Figures made of frames: played, stepped through, sought and set by mouse, keyboard and finger; on paper and without a script."""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "frames"
FILES = {
    "docs/ko/index.md": "ko.md",
    "docs/en/index.md": "en.md",
    "docs/code/index.py": "index.py",
    "docs/locale/ko.po": "ko.po",
}
ROOTS = {"ko": "", "en": "en/"}


def make(root):
    """Write a project of one page with our configuration, theme and package."""
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        text = re.sub(r"^nav:\n(?:[ -].*\n)+", "nav:\n  - index.md\n", text, flags=re.MULTILINE)
        (root / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs/overrides", root / "docs/overrides")
    shutil.copy(ROOT / "docs/references.bib", root / "docs")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    for name, source in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PAGES / source, root / name)
    (root / "docs/claims.yml").write_text("claims: []\n")
    term = "{id: kernel, en: kernel, ko: 커널, def_ko: 배열, def_en: An array}"
    (root / "docs/glossary.yml").write_text(f"terms:\n- {term}\n", encoding="utf-8")


def build(root, **settings):
    given = {name: value for name, value in os.environ.items() if name not in ("SITE_URL", "REPO_URL", "OFFLINE")}
    given |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=root, env=given, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"the page could not be built\n{done.stderr}", pytrace=False)
    return root / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """In place of the whole site: one page with a sequence of 60 frames and one with controls."""
    root = tmp_path_factory.mktemp("frames")
    make(root)
    folder = build(root)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    handler.log_message = lambda *arguments: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield SimpleNamespace(folder=folder, address=f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
