"""What the first visit costs: all that a page asks for, gzipped; fonts and the program of the search apart, which come once."""

import gzip
from urllib.parse import urlsplit

import pytest

BUDGET = 150 * 1024  # for a page with four figures
PER_FIGURE = 12 * 1024  # for every further one
PER_SEQUENCE = 25 * 1024  # for every one made of frames, besides
MOST = 250 * 1024  # whatever is on the page


def test_the_first_visit_is_light(visit, site, chapter):
    tab = visit("404.html")  # an empty start: the events below see all that the page asks for
    asked = []
    tab.on("request", lambda request: asked.append(urlsplit(request.url).path))
    tab.goto(site.address + chapter, wait_until="networkidle")
    sizes = {}
    for path in set(asked):
        file = site.folder / path.lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        if file.suffix != ".woff2" and "/workers/search." not in path:
            sizes[path] = len(gzip.compress(file.read_bytes(), 6))
    total, figures, sequences = sum(sizes.values()), tab.locator(".cn-svg").count(), tab.locator(".cn-steps").count()
    print(
        f"{chapter or '/'}: {total / 1024:.0f} KiB with {figures} figures, {sequences} of frames",
        sorted(sizes.items(), key=lambda item: -item[1])[:9],
    )
    budget = BUDGET + PER_FIGURE * max(0, figures - 4) + PER_SEQUENCE * sequences
    assert total < min(budget, MOST), sizes


@pytest.mark.parametrize(
    ("page", "files", "most"), [("", 2, 200), ("problem/", 2, 200), ("en/", 1, 40), ("en/problem/", 1, 40)]
)
def test_the_letters_of_the_whole_site_are_light(visit, site, page, files, most):
    tab = visit("about:blank")
    asked = set()
    tab.on("request", lambda request: asked.add(urlsplit(request.url).path))
    tab.goto(site.address + page, wait_until="networkidle")
    sizes = {path: (site.folder / path.lstrip("/")).stat().st_size for path in asked if "/sans/" in path}
    assert len(sizes) == files
    assert sum(sizes.values()) < most * 1024, sizes
