"""Every figure of the pages, drawn in any language from the arrays that its section computes once."""

import contextlib
import functools
import gettext
import importlib
import io
import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from matplotlib.figure import Figure
from matplotlib.text import Text

from cnnnotes.figures import words
from cnnnotes.site import handover, svg
from cnnnotes.site.blocks import sections

ROOT = Path(__file__).parents[2]
OPEN, CLOSE = "«", "»"
SHOWN = [
    (path.stem, name)
    for path in sorted((ROOT / "docs/code").glob("*.py"))
    for name, section in sections(path)[0].items()
    if "show(" in section.source
]


class Catalog(gettext.NullTranslations):
    """Words by a function."""

    def __init__(self, translate):
        super().__init__()
        self.gettext = translate


@functools.cache
def catalog(language):
    """The words of a language; those of ``pseudo`` stand in quotation marks, to be told from words that nobody marked."""
    if language == "pseudo":
        return Catalog(lambda word: f"{OPEN}{word}{CLOSE}")
    if language == "en":
        return gettext.NullTranslations()
    with (ROOT / f"docs/locale/{language}.po").open("rb") as file:
        known = {entry.id: entry.string for entry in read_po(file) if entry.id}
    return Catalog(lambda word: known.get(word, word))


@functools.cache
def computed(page, name):
    """Run a section up to its figure; give the figure function and what it is called with."""
    module, called = importlib.import_module(f"cnnnotes.figures.{page}"), []
    section = sections(ROOT / f"docs/code/{page}.py")[0][name]
    with pytest.MonkeyPatch.context() as patch:
        if "CNNNOTES_CACHE" not in os.environ:
            patch.setenv("CNNNOTES_CACHE", str(ROOT / ".cache/results"))
        for key, function in list(vars(module).items()):
            if hasattr(function, "__wrapped__"):
                patch.setattr(module, key, functools.partial(note, called, function))
        handover.record(handover.Record())
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(
                    compile(section.source, str(section.path), "exec"),
                    {"__name__": "__block__", "__file__": str(section.path)},
                )
        finally:
            handover.record(None)
    ((function, args, options),) = called
    return function, args, options


def note(called, function, *args, **options):
    called.append((function, args, options))
    return Figure()


@functools.cache
def drawn(page, name, language):
    """Draw a section's figure in a language as the site does; give its box, and each text that can be seen with its own, in points."""
    function, args, options = computed(page, name)
    seen = {}

    def see(text, renderer):
        draw(text, renderer)
        if text.get_visible() and text.get_text().strip():
            seen[text] = Text.get_window_extent(text, renderer)

    draw = Text.draw
    words.use(catalog(language))
    try:
        figure = function(*args, **options)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Text, "draw", see)
            made = svg.render(figure, "fig-x")
    finally:
        words.use(gettext.NullTranslations())
    width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', made).groups())
    return SimpleNamespace(width=width, height=height, texts=list(seen.items()))


@pytest.fixture(scope="session")
def draw_section():
    return drawn


def pytest_generate_tests(metafunc):
    """Let a test that takes a ``shown`` section run for each of them."""
    if "shown" in metafunc.fixturenames:
        metafunc.parametrize("shown", SHOWN, ids="/".join)
