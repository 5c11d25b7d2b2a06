"""Text in the figures of the pages: in the language of the page, large enough, inside the figure, and never over other text."""

import re
from itertools import combinations

import pytest

LANGUAGES = ["ko", "en"]
SMALLEST = 9
#: What is read alike in every language: units, and names of works.
ALLOWED = {"px", "KiB", "MiB", "CNN", "SIFT", "HOG", "LeNet", "AlexNet", "KPSS", "f²", "conv", "fc"} | {
    *("GoogLeNet", "ResNet", "VGG", "MobileNetV", "ViT"),
}
MARKED = re.compile("«[^«»]*»")


def unmarked(text):
    """The words of a text that did not go through `_()`, where what did stands in quotation marks."""
    text = re.sub(r"(?<!\\)\$[^$]*\$", "", text)
    while MARKED.search(text):
        text = MARKED.sub(" ", text)
    return [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1 and word not in ALLOWED]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("«input»", []),
        ("3 «rows of {}» × 4", []),
        ("«a «word» inside»", []),
        ("input", ["input"]),
        ("«input» and", ["and"]),
        ("$W_{in}$ k 1,024 px 3×3 12 MiB", []),
        ("입력", ["입력"]),
    ],
)
def test_words_that_nobody_marked_are_found(text, words):
    assert unmarked(text) == words


def test_every_word_goes_through_the_catalogue(shown, draw_section):
    made = draw_section(*shown, "pseudo")
    said = {text: unmarked(text) for text in [*(text.get_text() for text, _ in made.texts), *made.said]}
    assert {text: words for text, words in said.items() if words} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_too_small(shown, language, draw_section):
    sizes = {text.get_text(): text.get_size() for text, _ in draw_section(*shown, language).texts}
    assert {text: size for text, size in sizes.items() if size < SMALLEST} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_off(shown, language, draw_section):
    made = draw_section(*shown, language)
    cut = [
        text.get_text()
        for text, box in made.texts
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > made.width + 0.5 or box.y1 > made.height + 0.5
    ]
    assert cut == []


def overlaps(texts):
    """Pairs of texts that share more than a sixth of the smaller one's box."""
    for (one, first), (two, second) in combinations(texts, 2):
        width = min(first.x1, second.x1) - max(first.x0, second.x0)
        height = min(first.y1, second.y1) - max(first.y0, second.y0)
        smaller = min(first.width * first.height, second.width * second.height)
        if width > 0 and height > 0 and width * height > smaller / 6:
            yield one.get_text(), two.get_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_lies_over_another(shown, language, draw_section):
    made = draw_section(*shown, language)
    assert [pair for texts in made.frames for pair in overlaps(texts)] == []


def test_every_figure_has_the_one_width(shown, draw_section):
    assert draw_section(*shown, "en").width == pytest.approx(5.2 * 72)
