"""The typeface of the pages: the letters of Pretendard that the site has, in two small files.

Its own web fonts are cut by how often a letter is used anywhere, so that a Korean page asks for twenty files that hold three times what
the whole site needs. A font that was changed needs another name (SIL Open Font License: the name Pretendard is reserved).
"""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

FAMILY = "CNN Notes Sans"
LIBRARIES = ("fonttools", "brotli")
_HANGUL = [(0x1100, 0x11FF), (0x3000, 0x303F), (0x3130, 0x318F), (0xAC00, 0xD7A3)]
_OTHERS = [(0, 0x10FF), (0x1200, 0x2FFF), (0x3040, 0x312F), (0x3190, 0xABFF), (0xD7A4, 0x10FFFF)]
_FEATURES = ["calt", "ccmp", "kern", "tnum"]  # numbers in columns have figures of one width


@dataclass
class Part:
    """One file: what it is called, what is in it, and the rule that asks for it."""

    name: str
    data: bytes
    rule: str


def parts(font, text, everywhere=""):
    """Cut a font to the letters of a text.

    Parameters
    ----------
    font : pathlib.Path
        Pretendard as one variable font.
    text : str
        All that the site may show. What it lacks, such as what a reader types, is set in a font of the reader's.
    everywhere : str, optional
        Of what pages in other languages show, too: the name of the language, a few words.

    Returns
    -------
    list of Part
        A file for Hangul, and one for all else, with all that is shown everywhere. The name of a file changes with what is in it. The
        rules hold in this order: of two that have a letter a browser takes the last.
    """
    letters, common = set(text) | set(everywhere), set(filter(_is_hangul, everywhere))
    hangul = set(filter(_is_hangul, letters)) - common
    spans = [*_OTHERS, *((ord(letter), ord(letter)) for letter in sorted(common))]
    return [_part(font, "hangul", hangul, _HANGUL), _part(font, "latin", letters - hangul, spans)]


def _is_hangul(letter):
    return any(first <= ord(letter) <= last for first, last in _HANGUL)


def _part(font, name, letters, spans):
    data = _cut(font, letters)
    file = f"{name}-{hashlib.sha256(data).hexdigest()[:8]}.woff2"
    codes = ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in spans)
    source = f"url(sans/{file}) format('woff2')"
    rule = f"font-family:'{FAMILY}';font-weight:45 920;font-display:swap;src:{source};unicode-range:{codes}"
    return Part(file, data, f"@font-face{{{rule}}}")


def _cut(path, letters):
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font: Any
    with TTFont(path, recalcTimestamp=False) as font:
        names = [0, 1, 2, 3, 4, 6, 13, 14]
        options = subset.Options(layout_features=_FEATURES, hinting=False, notdef_outline=True, name_IDs=names)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=map(ord, letters))
        cutter.subset(font)
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6):
                record.string = FAMILY.replace(" ", "") if record.nameID in (3, 6) else FAMILY
        font.flavor = "woff2"
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue()
