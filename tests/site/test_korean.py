"""Particles follow the sound before them, whatever was written."""

import pytest

from cnnnotes.site import korean


@pytest.mark.parametrize(
    ("text", "sound"),
    [(str(digit), sound) for digit, sound in enumerate(["ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", ""])]
    + [("합성곱", "ㅂ"), ("커널", "ㄹ"), ("필터", ""), ("값", "ㅄ"), ("가", ""), ("힣", "ㅎ")]
    + [("CNN", "ㄴ"), ("ReLU", ""), ("pixel", "ㄹ"), ("RAM", "ㅁ"), ("94%", ""), ("", "")]
    + [("[그림 1]", "ㄹ"), ("**계층**", "ㅇ"), ("`3`", "")],
)
def test_last_sound(text, sound):
    assert korean.last_sound(text) == sound


@pytest.mark.parametrize(
    ("text", "written", "right"),
    [
        ("그림 1", "는", "은"),
        ("그림 2", "은", "는"),
        ("그림 10", "는", "은"),
        ("그림 4", "이", "가"),
        ("그림 6", "가", "이"),
        ("0.95", "을", "를"),
        ("450", "를", "을"),
        ("그림 9", "과", "와"),
        ("그림 3", "와", "과"),
        ("커널", "은", "은"),
        ("필터", "이라", "라"),
        ("합성곱", "다", "이다"),
        ("CNN", "는", "은"),
        ("94%", "은", "는"),
        ("그림 5", "이며", "며"),
    ],
)
def test_particle(text, written, right):
    assert korean.particle(text, written) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("그림 1", "로"),
        ("그림 7", "로"),
        ("그림 8", "로"),
        ("그림 2", "로"),
        ("그림 3", "으로"),
        ("그림 6", "으로"),
        ("커널", "로"),
        ("합성곱", "으로"),
    ],
)
@pytest.mark.parametrize("written", ["으로", "로"])
def test_euro_is_ro_behind_a_vowel_and_behind_rieul(text, written, right):
    assert korean.particle(text, written) == right


@pytest.mark.parametrize(
    ("behind", "found"), [("은 ", "은"), ("으로 간다", "으로"), ("이라.", "이라"), ("이다.", "이다"), ("이", "이")]
)
def test_a_particle_is_taken_whole(behind, found):
    assert korean.PARTICLE.match(behind)[1] == found


@pytest.mark.parametrize("behind", ["이미지", "로봇", "가까운", "과정", "에서", " 은", ""])
def test_a_word_that_begins_like_a_particle_is_left(behind):
    assert korean.PARTICLE.match(behind) is None


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("커널(kernel)을 쓴다", ")을"),
        ("정답률은 23%로, 낮다", "%로,"),
        ("‘없음’은", "’은"),
        ('<a title="(ㄱ)은">“말”이라고</a>', "”이라고"),
    ],
)
def test_a_particle_stays_with_the_sign_before_it(html, kept):
    sign, behind = kept[0], kept[1:]
    assert korean.held(html) == html.replace(f"{sign}{behind}", f'<span class="cn-held">{kept}</span>')


@pytest.mark.parametrize(
    "html", ["<code>f(x)를</code>", "<pre>f(x)를</pre>", '<img alt="창(window)을">', "f(x) 를", "(a)b"]
)
def test_code_and_attributes_are_left_as_they_are(html):
    assert korean.held(html) == html
