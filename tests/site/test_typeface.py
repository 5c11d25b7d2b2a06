"""Every letter that the site has is in the typeface's two files, in the measures of the whole and under a name that may be used."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from cnnnotes.site import plugin, typeface

ROOT = Path(__file__).parents[2]
WHOLE = ROOT / plugin._PRETENDARD / "public/variable/PretendardVariable.ttf"
TEXT = plugin._shown(ROOT)
EVERYWHERE = "한국어 가"


def read(data) -> Any:
    return TTFont(io.BytesIO(data))


@pytest.fixture(scope="module")
def made():
    return typeface.parts(WHOLE, TEXT, EVERYWHERE)


@pytest.fixture(scope="module")
def whole() -> Any:
    return TTFont(WHOLE)


def test_every_letter_of_the_sources_is_in_one_file(made, whole):
    hangul, latin = (set(read(part.data).getBestCmap()) for part in made)
    there = {code for code in map(ord, set(TEXT)) if code in whole.getBestCmap()}
    assert hangul | latin == there
    assert not hangul & latin
    assert len({code for code in hangul if 0xAC00 <= code <= 0xD7A3}) > 500
    assert {code for code in latin if 0xAC00 <= code <= 0xD7A3} == set(map(ord, "한국어가"))


def test_each_letter_is_asked_of_the_file_that_has_it(made):
    """Of two rules with a letter, a browser takes the last."""
    for number, part in enumerate(made):
        for code in read(part.data).getBestCmap():
            asked = [rule for rule, other in enumerate(made) if code in codes(other.rule)]
            assert asked[-1] == number, chr(code)
        assert f"url(sans/{part.name})" in part.rule
        assert "font-display:swap" in part.rule


def codes(rule):
    """The letters that a rule is for, as ranges."""
    spans = re.search(r"unicode-range:([^;}]*)", rule)[1].split(",")
    return Spans([[int(end, 16) for end in (span[2:].split("-") * 2)[:2]] for span in spans])


class Spans(list):
    def __contains__(self, code):
        return any(first <= code <= last for first, last in self)


def test_what_was_changed_has_a_name_of_its_own(made):
    for part in made:
        names = {record.nameID: str(record) for record in read(part.data)["name"].names}
        assert not [number for number in (1, 3, 4, 6, 16, 17) if "pretendard" in names.get(number, "").lower()]
        assert names[1] == names[4] == typeface.FAMILY
        assert "Open Font License" in names[13]


def test_letters_are_as_wide_and_as_heavy_as_they_were(made, whole):
    for part in made:
        font = read(part.data)
        ours, theirs = font.getBestCmap(), whole.getBestCmap()
        assert all(font["hmtx"][ours[code]] == whole["hmtx"][theirs[code]] for code in ours)
        weights = [[(axis.axisTag, axis.minValue, axis.maxValue) for axis in one["fvar"].axes] for one in (font, whole)]
        assert weights[0] == weights[1]
        assert font["hhea"].ascent == whole["hhea"].ascent
    features = {record.FeatureTag for record in read(made[1].data)["GSUB"].table.FeatureList.FeatureRecord}
    assert "tnum" in features


def test_the_same_letters_give_the_same_file_and_others_another_name():
    first, again, other = (typeface.parts(WHOLE, text)[0] for text in ("가나 ab", "b나가a ", "가나다 ab"))
    assert first == again
    assert first.name != other.name
