"""Terms of the glossary: linked at their first use on a page, and only in running text."""

import re

import markdown
import pytest

from cnnnotes.site.terms import Terms, pattern

TERMS = [
    {
        "id": "convolution",
        "ko": "합성곱",
        "en": "convolution",
        "def_ko": "훑어 곱합니다.",
        "def_en": 'Slides & "multiplies".',
    },
    {
        "id": "cnn",
        "ko": "합성곱 신경망",
        "en": "convolutional neural network",
        "def_ko": "망입니다.",
        "def_en": "A network.",
    },
    {"id": "kernel", "ko": "커널", "en": "kernel", "def_ko": "작은 배열입니다.", "def_en": "A small array."},
    {"id": "bias", "ko": "편향", "en": "bias", "def_ko": "더하는 값입니다.", "def_en": "Added."},
    {"id": "c++", "ko": "시++", "en": "C++", "def_ko": "언어입니다.", "def_en": "A language."},
]


@pytest.fixture
def convert():
    def make(text, language="en", page="page"):
        terms = Terms(TERMS, language)
        terms.page = page
        return markdown.markdown(text, extensions=["attr_list", "footnotes", "tables", "md_in_html", "def_list", terms])

    return make


def linked(html):
    return re.findall(r'<a class="cn-term" href="glossary.md#([\w+-]+)" title="[^"]*">([^<]*)</a>', html)


def test_the_first_use_is_linked_with_its_meaning(convert):
    made = convert("A convolution is a convolution.\n\nA convolution.")
    card = 'title="Slides &amp; &quot;multiplies&quot;."'
    link = f'<a class="cn-term" href="glossary.md#convolution" {card}>convolution</a>'
    assert made.startswith(f"<p>A {link} is a convolution.</p>")
    assert linked(made) == [("convolution", "convolution")]


def test_text_around_a_link_stays(convert):
    made = convert("One kernel, **one bias** and `code`, then a convolution *with a kernel*.")
    assert re.sub("<[^>]*>", "", made) == "One kernel, one bias and code, then a convolution with a kernel."
    assert linked(made) == [("kernel", "kernel"), ("bias", "bias"), ("convolution", "convolution")]


@pytest.mark.parametrize(
    "text",
    [
        "# kernel",
        "###### kernel",
        "`kernel`",
        "    kernel = 3\n",
        "[kernel](page.md)",
        "[the *kernel*](page.md)",
        "<figure><figcaption>kernel</figcaption></figure>",
        '<figure markdown="1">\n\n<figcaption markdown="span">a **kernel**</figcaption>\n\n</figure>',
        '<details markdown="1">\n<summary>kernel</summary>\n\n</details>',
        "Text.[^1]\n\n[^1]: A kernel.",
        "akernel kernelish multi-kernel kernel-wise",
    ],
)
def test_other_places_are_left(convert, text):
    assert linked(convert(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "- a kernel",
        "1. a kernel",
        "| a |\n|---|\n| kernel |",
        "a\n: kernel",
        "> kernel",
        '<div markdown="1">\n\nkernel\n\n</div>',
        "***kernel***",
    ],
)
def test_running_text_is_linked_wherever_it_stands(convert, text):
    assert linked(convert(text)) == [("kernel", "kernel")]


def test_a_use_in_a_heading_does_not_count_as_first(convert):
    assert linked(convert("# kernel\n\nkernel")) == [("kernel", "kernel")]


@pytest.mark.parametrize(
    ("text", "word"),
    [("kernels", "kernel"), ("biases", "bias"), ("Kernel", "Kernel"), ("C++", "C++"), ("kernel's", "kernel")],
)
def test_plurals_and_capitals_are_found(convert, text, word):
    assert [found for _, found in linked(convert(text))] == [word]


def test_the_longest_term_wins(convert):
    assert linked(convert("A convolutional neural network.")) == [("cnn", "convolutional neural network")]
    assert linked(convert("합성곱 신경망은 합성곱을 씁니다.", "ko")) == [
        ("cnn", "합성곱 신경망"),
        ("convolution", "합성곱"),
    ]


@pytest.mark.parametrize(
    "after",
    ["", "은", "을", "의", "에서", "으로", "입니다", "이라고", "에는", "과의", ".", ",", ")", " 은", "(kernel)"],
)
def test_korean_particles_follow_a_term(convert, after):
    assert linked(convert(f"이 커널{after}", "ko")) == [("kernel", "커널")]


@pytest.mark.parametrize("text", ["커널링", "초커널", "편향적", "합성곱망", "합성곱신경망"])
def test_other_korean_words_are_left(convert, text):
    assert linked(convert(text, "ko")) == []


def test_a_page_can_do_without(convert):
    assert linked(convert("kernel", page=None)) == []


def test_a_term_that_is_found_has_a_meaning():
    for language in ("ko", "en"):
        found = pattern(TERMS, language).fullmatch(TERMS[2][language])
        assert found[1] == TERMS[2][language]
