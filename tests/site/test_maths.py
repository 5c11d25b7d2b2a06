"""Formulas are set while the site is built; what KaTeX refuses is told."""

from pathlib import Path

import pytest

from cnnnotes.site.maths import Maths

ROOT = Path(__file__).parents[2]


@pytest.fixture
def maths(tmp_path):
    return Maths(ROOT, tmp_path)


def inline(tex):
    return f'<span class="arithmatex">\\({tex}\\)</span>'


def display(tex):
    return f'<div class="arithmatex">\\[\n{tex}\n\\]</div>'


def test_a_formula_is_set_with_mathml_for_those_who_listen(maths):
    page, refused = maths.find(f"<p>a {inline('x^2')} b</p>{display('y = Wx')}")
    assert refused == []
    assert page.count("data-cn-maths") == 2
    made = maths.set(page)
    assert made.startswith('<p>a <span class="cn-maths"><span class="katex"><span class="katex-mathml"><math')
    assert '<div class="cn-maths"><span class="katex-display">' in made
    assert "data-cn-maths" not in made


def test_the_same_formula_inline_and_displayed_differ(maths):
    page, _ = maths.find(inline("x") + display("x") + inline("x"))
    made = maths.set(page)
    assert made.count("katex-display") == 1
    assert made.count('class="katex"') == 3


@pytest.mark.parametrize("behind", ["는", "에서", "이다.", ".", ")"])
def test_what_stands_right_behind_a_short_formula_stays_on_its_line(maths, behind):
    made = maths.set(maths.find(f"<p>{inline('P')}{behind} 행렬</p>")[0])
    assert made.startswith('<p><span class="cn-held"><span class="cn-maths">')
    assert made.endswith(f"</span>{behind}</span> 행렬</p>")


def test_a_long_formula_may_break(maths):
    made = maths.set(maths.find(f"<p>{inline('a + b = c')}는</p>")[0])
    assert "cn-held" not in made and made.endswith("\u2060는</p>")


def test_signs_that_html_escapes_are_read(maths):
    page, refused = maths.find(inline("a &lt; b"))
    assert refused == []
    assert "<mo>&lt;</mo>" in maths.set(page)


def test_hangul_in_text_is_set(maths):
    assert maths.find(inline(r"\text{입력}"))[1] == []


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\frac{1}{2", "expected '}'"),
        (r"\unknown", r"Undefined control sequence: \unknown"),
        ("x^2^3", "Double superscript"),
        ("입력", "Unicode"),
    ],
)
def test_bad_tex_is_refused_with_the_reason(maths, tex, reason):
    _page, refused = maths.find(f"{inline('x')}{inline(tex)}")
    assert [found for found, _ in refused] == [tex]
    assert reason in refused[0][1]


def test_all_bad_formulas_of_a_page_are_told(maths):
    assert len(maths.find(inline(r"\one") + inline("x") + display(r"\two"))[1]) == 2


def test_formulas_are_kept_but_not_bad_ones(maths, tmp_path, monkeypatch):
    first = maths.set(maths.find(inline("x"))[0])
    maths.find(inline(r"\unknown"))
    maths.save()
    again = Maths(ROOT, tmp_path)
    monkeypatch.setattr("cnnnotes.site.maths.subprocess.run", None)
    assert again.set(again.find(inline("x"))[0]) == first
    with pytest.raises(TypeError):
        again.find(inline(r"\unknown"))


@pytest.mark.parametrize("text", ["", "{", "[1"])
def test_a_broken_file_is_made_anew(maths, tmp_path, text):
    maths.find(inline("x"))
    maths.save()
    maths.path.write_text(text)
    again = Maths(ROOT, tmp_path)
    assert "katex" in again.set(again.find(inline("x"))[0])


def test_a_missing_katex_says_what_brings_it(tmp_path):
    with pytest.raises(RuntimeError, match="make setup"):
        Maths(tmp_path, tmp_path)
