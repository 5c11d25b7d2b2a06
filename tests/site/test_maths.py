"""Formulas are set while the site is built; what KaTeX refuses is told."""

from pathlib import Path

import pytest

from cnnnotes.site.maths import Maths

ROOT = Path(__file__).parents[2]
PAGE = Path("page.md")


@pytest.fixture
def maths(tmp_path):
    return Maths(ROOT, tmp_path)


def inline(tex):
    return f'<span class="arithmatex">\\({tex}\\)</span>'


def display(tex):
    return f'<div class="arithmatex">\\[\n{tex}\n\\]</div>'


def set_in(maths, page):
    """The page with its formulas, which KaTeX takes."""
    found = maths.find(page, PAGE)
    assert "arithmatex" not in found
    assert maths.make() == []
    return maths.set(found)


def test_a_formula_is_set_with_mathml_for_those_who_listen(maths):
    made = set_in(maths, f"<p>a {inline('x^2')} b</p>{display('y = Wx')}")
    assert made.startswith('<p>a <span class="cn-maths"><span class="katex"><span class="katex-mathml"><math')
    assert '<div class="cn-maths"><span class="katex-display">' in made
    assert "data-cn-maths" not in made


def test_the_same_formula_inline_and_displayed_differ(maths):
    made = set_in(maths, inline("x") + display("x") + inline("x"))
    assert made.count("katex-display") == 1
    assert made.count('class="katex"') == 3


def test_formulas_of_all_pages_are_made_in_one_go(maths, monkeypatch):
    runs = []
    monkeypatch.setattr("cnnnotes.site.maths._katex", lambda _root, pairs: runs.append(pairs) or [["<b>", None]] * 3)
    pages = [maths.find(inline("x") + inline("y"), PAGE), maths.find(inline("y") + display("y"), Path("other.md"))]
    assert maths.make() == []
    assert runs == [[("x", False), ("y", False), ("y", True)]]
    assert [maths.set(page).count("<b>") for page in pages] == [2, 2]


@pytest.mark.parametrize("tex", ["P", "7 - 2 = 5"])
@pytest.mark.parametrize("behind", ["는", "에서", "이다.", ".", ")"])
def test_what_stands_right_behind_a_short_formula_stays_on_its_line(maths, behind, tex):
    made = set_in(maths, f"<p>{inline(tex)}{behind} 행렬</p>")
    assert made.startswith('<p><span class="cn-held"><span class="cn-maths">')
    assert made.endswith(f"</span>{behind}</span> 행렬</p>")


def test_a_long_formula_may_break(maths):
    made = set_in(maths, f"<p>{inline('a + b + c + d + e + f = g + h')}는</p>")
    assert "cn-held" not in made and made.endswith("\u2060는</p>")


def test_signs_that_html_escapes_are_read(maths):
    assert "<mo>&lt;</mo>" in set_in(maths, inline("a &lt; b"))


def test_hangul_in_text_is_set(maths):
    assert "입력" in set_in(maths, inline(r"\text{입력}"))


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\frac{1}{2", "expected '}'"),
        (r"\unknown", r"Undefined control sequence: \unknown"),
        ("x^2^3", "Double superscript"),
        ("입력", "Unicode"),
    ],
)
def test_bad_tex_is_refused_with_page_and_reason(maths, tex, reason):
    maths.find(inline("x") + inline(tex), PAGE)
    ((page, found, said),) = maths.make()
    assert (page, found) == (PAGE, tex)
    assert reason in said


def test_all_bad_formulas_are_told_on_all_their_pages(maths):
    maths.find(inline(r"\one") + inline("x") + display(r"\two"), PAGE)
    maths.find(inline(r"\one"), Path("other.md"))
    told = {(str(page), tex) for page, tex, _ in maths.make()}
    assert told == {("page.md", r"\one"), ("page.md", r"\two"), ("other.md", r"\one")}


def test_formulas_are_kept_but_not_bad_ones(maths, tmp_path, monkeypatch):
    first = set_in(maths, inline("x"))
    maths.find(inline(r"\unknown"), PAGE)
    assert len(maths.make()) == 1
    again = Maths(ROOT, tmp_path)
    monkeypatch.setattr("cnnnotes.site.maths._katex", None)
    assert set_in(again, inline("x")) == first
    again.find(inline(r"\unknown"), PAGE)
    with pytest.raises(TypeError):
        again.make()


@pytest.mark.parametrize("text", ["", "{", "[1"])
def test_a_broken_file_is_made_anew(maths, tmp_path, text):
    set_in(maths, inline("x"))
    maths.path.write_text(text)
    assert "katex" in set_in(Maths(ROOT, tmp_path), inline("x"))


def test_a_missing_katex_says_what_brings_it(tmp_path):
    with pytest.raises(RuntimeError, match="make setup"):
        Maths(tmp_path, tmp_path)
