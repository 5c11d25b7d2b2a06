"""Nothing moves while a page is read: fonts that come late change letters, not lines."""

import pytest

WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
    window.shifts.push([entry.value, ...entry.sources.map(({ node }) => node?.className || node?.nodeName)]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
SHOWN = """() => [...document.fonts].filter((face) => face.status === "loaded" && face.family.includes("CNN Notes")).length"""


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("page", ["convolution/", "en/convolution/"])
def test_late_fonts_move_nothing(visit, site, page, width):
    tab = visit("about:blank", width=width)
    held = []
    tab.add_init_script(WATCH)
    tab.context.route("**/*.woff2", lambda route: held.append(route))
    tab.goto(site.address + page, wait_until="domcontentloaded")
    tab.wait_for_timeout(1500)  # the page is seen without them
    assert tab.evaluate(SHOWN) == 0
    while held:  # they come one after the other, each with some of the letters
        held.pop(0).continue_()
        tab.wait_for_timeout(40)
    tab.wait_for_timeout(500)
    assert tab.evaluate(SHOWN) == (1 if page.startswith("en/") else 2)
    shifts = tab.evaluate("window.shifts")
    print(f"{page} {width}: {sum(value for value, *_ in shifts):.3f}", shifts)
    assert sum(value for value, *_ in shifts) < 0.1, shifts
