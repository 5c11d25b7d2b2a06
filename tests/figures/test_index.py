"""The figures of the home page draw what they are given, and the page keeps its two promises about the notes."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml
from matplotlib.colors import to_hex

from cnnnotes.figures import index as figures
from cnnnotes.figures import style
from tests.helpers import number

DOCS = Path(__file__).parents[2] / "docs"


def frames(ax):
    return [(*patch.get_xy(), patch.get_width(), patch.get_height()) for patch in ax.patches]


def test_window_draws_the_arrays_and_frames_one_answer():
    rng = np.random.default_rng(0)
    image, kernel, response = rng.random((6, 7)), rng.integers(-1, 2, (3, 3)).astype(float), rng.normal(size=(4, 5))
    left, centre, right = figures.window(image, kernel, response, 2, 1).axes
    for ax, array in zip((left, centre, right), (image, kernel, response), strict=True):
        np.testing.assert_array_equal(ax.images[0].get_array(), array)
    weights = [number(text) for text in centre.texts]
    np.testing.assert_array_equal(weights, kernel.ravel())
    assert frames(left) == [(0.5, 1.5, 3, 3)]
    assert frames(right) == [(0.5, 1.5, 1, 1)]
    assert right.images[0].norm.vmin == -right.images[0].norm.vmax == -np.abs(response).max()


def test_chapters_places_every_idea_under_its_number_and_colours_the_problems():
    rows = [["weights", "neighbours"], ["locality"], ["convolution"]]
    leads_to = {"weights": ["locality"], "neighbours": ["locality"], "locality": ["convolution"]}
    sections = {"weights": "1.1", "convolution": "3"}
    ax = figures.chapters(rows, leads_to, sections, {"weights", "neighbours"}).axes[0]
    drawn = {text.get_gid(): text.get_position() for text in ax.texts if text.get_gid()}
    assert drawn == {"weights": (0.5, 0), "neighbours": (1.5, 0), "locality": (1, 1), "convolution": (1, 2)}
    heads = [text.xy for text in ax.texts if getattr(text, "arrow_patch", None) is not None]
    assert [(column, round(row)) for column, row in heads] == [(1, 1), (1, 1), (1, 2)]
    first = {text.get_gid(): text.get_text().split()[0] for text in ax.texts if text.get_gid()}
    assert first == {"weights": "1.1", "neighbours": "neighbours", "locality": "locality", "convolution": "3"}
    colours = [to_hex(box.get_facecolor()).upper() for box in ax.patches]
    assert colours == [style.ORANGE.upper()] * 2 + [style.BLUE.upper()] * 2


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_verdicts_shown_as_examples_are_what_they_illustrate(language):
    claims = yaml.safe_load((DOCS / "claims.yml").read_text(encoding="utf-8"))["claims"]
    verdicts = {claim["id"]: claim["verdict"] for claim in claims}
    page = (DOCS / language / "index.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|.*\[\]\(#(C[\d.]+)\) \|$", page, re.MULTILINE)
    assert [verdicts[name] for name in rows] == ["true", "imprecise", "false", "opinion", "unfinished"]


@pytest.mark.claim("C0.1")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_pages_use_one_form_of_every_term(language):
    terms = yaml.safe_load((DOCS / "glossary.yml").read_text(encoding="utf-8"))["terms"]
    rejected = [form for term in terms for key in ("reject_en", "reject_ko") for form in term.get(key) or []]
    assert "Convolution Neural Network" in rejected
    for page in sorted((DOCS / language).glob("*.md")):
        text = re.sub(r"`[^`\n]+`", "", page.read_text(encoding="utf-8"))  # what is quoted as a word may be a wrong one
        assert [form for form in rejected if form in text] == [], page.name


@pytest.mark.claim("C0.2")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_first_chapter_has_three_problems_numbered_without_a_gap(language):
    config = (DOCS.parent / ("mkdocs.yml" if language == "ko" else "mkdocs.en.yml")).read_text(encoding="utf-8")
    section = re.search(r"- problem\.md\n((?:\s+- \w+\.md\n)+)", config)[1]
    pages = re.findall(r"- (\w+)\.md", section)
    texts = [(DOCS / language / f"{page}.md").read_text(encoding="utf-8") for page in pages]
    numbers = [re.search(r'^title: "(\S+)', text, re.MULTILINE)[1] for text in texts]
    assert numbers == ["1.1", "1.2", "1.3"]
