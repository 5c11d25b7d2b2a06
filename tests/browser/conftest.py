"""The site as it is published, and as it is read without a server, in a real browser.

Both are built once for all these tests, with the results that earlier builds kept in ``.cache``.
"""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
collect_ignore = ["frames"]  # a page's program: as a module it would open its figures in windows
CANONICAL = "https://notes.example/"
ROOTS = {"ko": "", "en": "en/"}
LABS = sorted(f"labs/{path.stem}" for path in (ROOT / "docs/labs").glob("*.ipynb"))
STEMS = sorted(path.stem for path in (ROOT / "docs/ko").glob("*.md")) + LABS
CHAPTERS = [stem for stem in STEMS if (ROOT / f"cnnnotes/figures/{stem}.py").exists()] + LABS
SYSTEM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def path_of(language, stem):
    return ROOTS[language] + ("" if stem == "index" else f"{stem}/")


def pytest_generate_tests(metafunc):
    """`path`: every page of the site; `chapter`: those with figures; `language`: both."""
    every = {
        "path": [path_of(language, stem) for language in ROOTS for stem in STEMS],
        "chapter": [path_of(language, stem) for language in ROOTS for stem in CHAPTERS],
        "language": list(ROOTS),
    }
    for name, values in every.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, values, ids=[value or "home" for value in values])


# -- the site --------------------------------------------------------------------------------------------------------------------


def build(folder, **settings):
    """Build the whole site, with nothing of this machine's environment in it but what is given."""
    environment = {name: value for name, value in os.environ.items() if name not in ("SITE_URL", "REPO_URL", "OFFLINE")}
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder)]
    environment |= {"NO_MKDOCS_2_WARNING": "1", **settings}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"the site could not be built\n{done.stderr}", pytrace=False)
    return folder


class Server(http.server.SimpleHTTPRequestHandler):
    """Serves files as the hosts of static sites do: a missing page is the nearest 404.html."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def send_error(self, code, message=None, explain=None):
        folder = Path(self.directory)
        first = self.path.split("/")[1]
        page = folder / first / "404.html" if first in ROOTS else folder / "404.html"
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The published site: its folder, and the address where it is served."""
    folder = build(tmp_path_factory.mktemp("built") / "site", SITE_URL=CANONICAL)
    handler = functools.partial(Server, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield SimpleNamespace(folder=folder, address=f"http://127.0.0.1:{server.server_port}/", canonical=CANONICAL)
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def offline(tmp_path_factory):
    """The folder of the site that needs no server; nobody gave it an address."""
    return build(tmp_path_factory.mktemp("built") / "offline", OFFLINE="true")


# -- the browser -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, or the one that Playwright brought."""
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, SYSTEM)), playwright.chromium.executable_path)
        if not Path(path).is_file():
            deps = " --with-deps" if sys.platform == "linux" else ""
            said = f"no Chromium here; this brings one: {Path(sys.executable)} -m playwright install{deps} chromium"
            (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def visit(browser, site):
    """Open a page of the site; at the end, whatever went wrong in it fails the test.

    ``visit("en/", dark=True, width=360)``; further options are those of a Playwright context.
    """
    contexts, wrong = [], []

    def go(path, *, dark=False, width=1280, missing=False, **options):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        tab = context.new_page()
        host = urlsplit(site.address).netloc
        tab.on("console", lambda said: said.type == "error" and not missing and wrong.append(f"console: {said.text}"))
        tab.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        tab.on(
            "requestfailed",
            lambda asked: asked.failure != "net::ERR_ABORTED" and wrong.append(f"no answer: {asked.url}"),
        )
        tab.on("response", lambda got: got.status >= 400 and not missing and wrong.append(f"{got.status}: {got.url}"))
        tab.on("request", lambda asked: foreign(asked.url, host) and wrong.append(f"another host: {asked.url}"))
        tab.goto(path if ":" in path else site.address + path)
        return tab

    yield go
    for context in contexts:
        context.close()
    assert not wrong


def foreign(url, host):
    """Does an address lead away from the site?"""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host
