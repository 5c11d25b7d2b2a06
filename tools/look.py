"""Take pictures of the built site: both languages, light and dark, wide and 360 px, and print.

    mkdocs build && python tools/look.py parameters            # pictures in .cache/look/
    python tools/look.py parameters --site site --only ko-light-wide,ko-print

Needs a Chromium (Debian's `chromium`, or `playwright install chromium`) and the packages of `make test`.
"""

import argparse
import contextlib
import functools
import http.server
import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
SIZES = {"wide": (1280, 900), "phone": (360, 740)}


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that does not list its requests."""

    def log_message(self, *arguments):
        """Say nothing."""


@contextlib.contextmanager
def served(folder):
    """Serve a folder on a free port of this machine, and give its address."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def main():
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="+", help="stems, such as parameters; index is the home page")
    parser.add_argument("--site", default=ROOT / "site", type=Path)
    parser.add_argument("--out", default=ROOT / ".cache/look", type=Path)
    parser.add_argument("--only", default="", help="names such as ko-light-wide, separated by commas")
    parser.add_argument("--height", type=int, help="cut the page into pictures of this height")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with served(options.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for page in options.pages:
            for language in ("ko", "en"):
                where = address + ("" if language == "ko" else f"{language}/") + ("" if page == "index" else f"{page}/")
                for scheme in ("light", "dark"):
                    for size, (width, height) in SIZES.items():
                        name = f"{language}-{scheme}-{size}"
                        if not options.only or name in options.only.split(","):
                            picture(
                                browser, where, options.out / f"{page}-{name}", scheme, width, height, options.height
                            )
                if not options.only or f"{language}-print" in options.only.split(","):
                    tab = browser.new_page()
                    tab.goto(where)
                    tab.pdf(path=options.out / f"{page}-{language}-print.pdf", format="A4")
                    tab.close()
        browser.close()


def picture(browser, where, path, scheme, width, height, cut):
    """Take one page as one picture, or as several of a given height."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=1 if width > 600 else 2
    )
    tab = context.new_page()
    tab.goto(where, wait_until="networkidle")
    tab.evaluate("document.fonts.ready")
    whole = tab.evaluate("document.documentElement.scrollHeight")
    if not cut:
        tab.screenshot(path=f"{path}.png", full_page=True)
    for part, top in enumerate(range(0, whole, cut) if cut else ()):
        box = {"x": 0, "y": top, "width": width, "height": min(cut, whole - top)}
        tab.screenshot(path=f"{path}-{part}.png", full_page=True, clip=box)
    context.close()


if __name__ == "__main__":
    main()
