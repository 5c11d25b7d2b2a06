"""What stands in for our font until it is there has its measures."""

import base64
import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from cnnnotes.site import fallback, typeface

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "node_modules/pretendard/dist/public/static"
CSS = fallback.faces(FONTS)
FACES = [
    dict(part.split(":", 1) for part in face.split(";"))
    for face in re.findall(r"@font-face\{([^}]*)\}", CSS.replace("font/ttf;", "font/ttf#"))
]


def percent(face, name):
    return float(face[name].rstrip("%")) / 100 if name in face else 1.0


def named(family, weight):
    return [
        face
        for face in FACES
        if face["font-family"] == f'"{family}"' and face["font-weight"] == fallback._WEIGHTS[weight]
    ]


def letters(face):
    return [chr(int(code[2:], 16)) for code in face["unicode-range"].split(",")]


@pytest.fixture(params=["Regular", "Bold"])
def weight(request):
    return request.param


@pytest.fixture
def ours(weight):
    return fallback.Measures(FONTS / f"Pretendard-{weight}.otf")


def test_every_letter_is_as_wide_as_ours(weight, ours):
    theirs = fallback.helvetica(fallback._METRICS[weight])
    found = []
    for face in named("Notes Latin", weight):
        for letter in letters(face):
            assert theirs[letter] * percent(face, "size-adjust") == pytest.approx(
                ours[letter], rel=fallback.TOLERANCE + 1e-4
            )
            found.append(letter)
    assert sorted(found) == sorted(fallback.LATIN)


def test_a_line_of_text_is_as_long_as_ours(weight, ours):
    theirs = fallback.helvetica(fallback._METRICS[weight])
    scales = {letter: percent(face, "size-adjust") for face in named("Notes Latin", weight) for letter in letters(face)}
    text = (ROOT / "docs/en/locality.md").read_text(encoding="utf-8")
    seen = [letter for letter in text if letter in scales]
    wanted, got = sum(ours[letter] for letter in seen), sum(theirs[letter] * scales[letter] for letter in seen)
    assert got == pytest.approx(wanted, rel=0.01)
    assert sum(theirs[letter] for letter in seen) != pytest.approx(wanted, rel=0.01) or weight == "Bold"


def test_the_measures_of_helvetica_are_those_of_the_fonts_named(weight):
    """Where the machine has one of them."""
    program = shutil.which("fc-match")
    style = "Bold" if weight == "Bold" else "Regular"
    asked = [program, "-f", "%{file}", f"Liberation Sans:style={style}"] if program else ["true"]
    path = Path(subprocess.run(asked, capture_output=True, text=True, check=False).stdout)
    if "LiberationSans-" not in path.name:
        pytest.skip("Liberation Sans is not installed")
    there, here = fallback.Measures(path), fallback.helvetica(fallback._METRICS[weight])
    assert {letter: there[letter] for letter in fallback.LATIN} == pytest.approx(here, abs=1e-3)


def test_lines_are_as_high_as_ours(ours):
    for face in FACES:
        for name, wanted in (("ascent-override", ours.ascent), ("descent-override", ours.descent)):
            assert percent(face, name) * percent(face, "size-adjust") == pytest.approx(wanted, rel=1e-3)
        assert face["line-gap-override"] == "0%"


def test_the_blank_and_the_box_are_as_wide_as_ours(weight, ours):
    (face,) = named("Notes Blank", weight)
    data = base64.b64decode(re.search(r"base64,([^)]*)", face["src"])[1])
    assert data == fallback.blank(ours)
    font: Any = TTFont(io.BytesIO(data))
    widths = {name: width / font["head"].unitsPerEm for name, (width, _) in font["hmtx"].metrics.items()}
    assert widths == pytest.approx({".notdef": ours["가"], "space": ours[" "]}, abs=1e-9)
    assert font.getBestCmap() == {0x20: "space", 0xA0: "space"}
    assert len(data) < 1000


def test_all_syllables_have_one_width(ours):
    assert {ours[chr(code)] for code in range(0xAC00, 0xD7A4)} == {ours["가"]}
    (hangul,) = [face for face in FACES if face["font-family"] == '"Notes Hangul"']
    assert percent(hangul, "size-adjust") * fallback._NOTO_WIDTH == pytest.approx(ours["가"], rel=1e-3)


def test_the_style_names_them_around_ours():
    style = (ROOT / "docs/overrides/assets/notes.css").read_text(encoding="utf-8")
    (names,) = re.findall(r"--md-text-font: ([^;]*);", style)
    ours = [f'"{typeface.FAMILY}"', "Pretendard"]
    assert names.split(", ") == ['"Notes Blank"', *ours, '"Notes Latin"', '"Notes Hangul"']
    assert {face["font-family"] for face in FACES} == set(names.split(", ")) - set(ours)
