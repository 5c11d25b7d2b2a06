"""Every letter that the site has is found in the typeface's files, and no file is named in vain."""

import re
from pathlib import Path

from cnnnotes.site import plugin, typeface

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "node_modules/pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css"


def codes(css):
    """Address of each file and the letters it is asked for."""
    found = {}
    for face in re.findall(r"@font-face\s*\{[^}]*\}", css):
        ranges = re.search(r"unicode-range:([^;}]*)", face)[1]
        found[re.search(r"url\(([^)]*)\)", face)[1]] = set(typeface._codes(ranges))
    return found


def test_every_syllable_of_the_sources_is_asked_of_the_file_that_has_it():
    whole = SHEET.read_text(encoding="utf-8")
    text = plugin._shown(ROOT)
    narrow = typeface.narrow(whole, text)
    before, after = codes(whole), codes(narrow)
    shown = {ord(letter) for letter in text}
    assert sum(0xAC00 <= code <= 0xD7A3 for code in shown) > 500
    for file, letters in before.items():
        assert after.get(file, set()) == {code for code in letters if not 0xAC00 <= code <= 0xD7A3 or code in shown}
    assert all(after.values())
    assert len(narrow) < len(whole) / 2
    assert "font-display:swap" in narrow
