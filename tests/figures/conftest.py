"""Every figure of the pages, drawn in any language from the arrays that its section computes once."""

import functools
import gettext
import importlib
import inspect
import os
import re
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from matplotlib.figure import Figure
from matplotlib.text import Text

from cnnnotes.figures import style, words
from cnnnotes.figures.frames import Frame
from cnnnotes.site import svg
from cnnnotes.site.blocks import sections
from cnnnotes.site.labs import Lab
from tests.helpers import ROOT, perform

OPEN, CLOSE = "«", "»"
SHOWN = [
    (path.stem, name)
    for path in sorted((ROOT / "docs/code").glob("*.py"))
    for name, section in sections(path)[0].items()
    if "show(" in section.source
]
LABS = {path.stem: Lab(path, ["ko", "en"]) for path in sorted((ROOT / "docs/labs").glob("*.ipynb"))}
SHOWN += [
    (stem, name) for stem, lab in LABS.items() for name, section in lab.sections.items() if "show(" in section.source
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
    if page in LABS:
        return performed(page)[name]
    ((function, args, options),) = run(page, [sections(ROOT / f"docs/code/{page}.py")[0][name]])
    return function, args, options


@functools.cache
def performed(lab):
    """Run a lab once; give, by the names of its cells, what `computed` gives for one."""
    drawing = [name for name, section in LABS[lab].sections.items() if "show(" in section.source]
    return dict(zip(drawing, run(lab, LABS[lab].sections.values()), strict=True))


def run(page, parts):
    """Run sections one after the other; note each figure function that they call, and what with."""
    module, called = importlib.import_module(f"cnnnotes.figures.{page}"), []
    with pytest.MonkeyPatch.context() as patch:
        if "CNNNOTES_CACHE" not in os.environ:
            patch.setenv("CNNNOTES_CACHE", str(ROOT / ".cache/results"))
        for key, function in list(vars(module).items()):
            if hasattr(function, "__wrapped__"):
                patch.setattr(module, key, functools.partial(note, called, function))
        perform(parts)
    return called


def note(called, function, *args, **options):
    called.append((function, args, options))
    return Figure()


@dataclass(frozen=True)
class Seen:
    """A text as it was in one frame."""

    text: str
    size: float

    def get_text(self):
        return self.text

    def get_size(self):
        return self.size


@functools.cache
def drawn(page, name, language):
    """Draw a section's figure in a language as the site does, every frame of it.

    Gives its box, each text that can be seen with its own, in points, those of each frame, and what the frames say in words.
    """
    function, args, options = computed(page, name)
    frames, said, seen = [], [], {}

    def see(text, renderer):
        draw(text, renderer)
        if text.get_visible() and text.get_text().strip():
            seen[text] = Seen(text.get_text(), text.get_size()), Text.get_window_extent(text, renderer)

    draw = Text.draw
    words.use(catalog(language))
    try:
        shown = function(*args, **options)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Text, "draw", see)
            for frame in [Frame(shown, "")] if isinstance(shown, Figure) else shown:
                seen.clear()
                if not frames:
                    made = svg.render(frame.figure, "fig-x")
                else:
                    renderer = frame.figure._get_renderer()
                    with style.context(), renderer._draw_disabled():
                        frame.figure.draw(renderer)
                frames.append(list(seen.values()))
                said += [frame.words, *(text for pair in (frame.at or {}).items() for text in pair)]
    finally:
        words.use(gettext.NullTranslations())
    width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', made).groups())
    texts = [pair for frame in frames for pair in frame]
    return SimpleNamespace(width=width, height=height, texts=texts, frames=frames, said=said)


def is_sequence(page, name):
    """Whether a section shows frames."""
    parts = LABS[page].sections if page in LABS else sections(ROOT / f"docs/code/{page}.py")[0]
    called = re.search(r"show\(\s*figures\.(\w+)\(", parts[name].source)[1]
    return inspect.isgeneratorfunction(getattr(importlib.import_module(f"cnnnotes.figures.{page}"), called).__wrapped__)


@pytest.fixture
def sequence_of():
    """Give the frames that a section shows."""

    def make(page, name):
        function, args, options = computed(page, name)
        return function(*args, **options)

    return make


@pytest.fixture(scope="session")
def draw_section():
    return drawn


def pytest_generate_tests(metafunc):
    """Let a test that takes a ``shown`` section run for each of them, one that takes a ``moving`` one for those with frames."""
    if "shown" in metafunc.fixturenames:
        metafunc.parametrize("shown", SHOWN, ids="/".join)
    if "moving" in metafunc.fixturenames:
        metafunc.parametrize("moving", [shown for shown in SHOWN if is_sequence(*shown)], ids="/".join)
