"""Fonts of the reader's machine in the measures of ours, so that no line moves when ours arrives.

Every letter of a stand-in is scaled until it is as wide as the letter it stands in for; letters that need about the same scale share a
face. All Hangul syllables of a font have one width. The first font of a text is a tiny one that is always there: it has the blank, which is
so never another's, and it is what a browser takes the box from that it draws for letters which no font of the machine has. That box is as
wide as a syllable.
"""

import base64
import io
import string
from pathlib import Path
from typing import Any

LIBRARIES = ("fonttools", "matplotlib")
LATIN = [*string.ascii_letters, *string.digits, *".,:;!?'\"()-/%+="]
TOLERANCE = 0.025  # by which a letter of a stand-in may be too wide or too narrow
_HANGUL = "U+1100-11ff,U+3130-318f,U+ac00-d7a3"
# Liberation Sans, Arimo and Arial have the widths of Helvetica, of which Matplotlib brings the measures.
_SANS = {
    "Regular": ["Arial", "ArialMT", "Helvetica", "Liberation Sans", "LiberationSans", "Arimo", "Arimo-Regular"],
    "Bold": [
        *("Arial Bold", "Arial-BoldMT", "Helvetica Bold", "Helvetica-Bold"),
        *("Liberation Sans Bold", "LiberationSans-Bold", "Arimo Bold", "Arimo-Bold"),
    ],
}
_METRICS = {"Regular": "Helvetica.afm", "Bold": "Helvetica-Bold.afm"}
# Noto Sans CJK and Source Han Sans are one design: a syllable is 920 of 1000 units wide.
_NOTO = ["NotoSansCJKkr-Regular", "Noto Sans CJK KR", "Noto Sans CJK KR Regular", "NotoSansKR-Regular", "Noto Sans KR"]
_NOTO += ["SourceHanSansK-Regular", "Source Han Sans K", "Source Han Sans KR"]
_NOTO_WIDTH = 0.92
_WEIGHTS = {"Regular": "1 549", "Bold": "550 1000"}


def faces(folder):
    """Write the ``@font-face`` rules of the stand-ins.

    Parameters
    ----------
    folder : pathlib.Path
        Pretendard's static fonts: ``Pretendard-Regular.otf`` and ``Pretendard-Bold.otf``.

    Returns
    -------
    str
        CSS of the families Notes Blank, which goes before our font, and Notes Latin and Notes Hangul, which go behind it.
    """
    made = []
    for weight, span in _WEIGHTS.items():
        ours = Measures(folder / f"Pretendard-{weight}.otf")
        data = base64.b64encode(blank(ours)).decode()
        made.append(_face("Notes Blank", span, f"url(data:font/ttf;base64,{data})", None, ours))
        for scale, letters in groups(ours, helvetica(_METRICS[weight])):
            made.append(_face("Notes Latin", span, _local(_SANS[weight]), _range(letters), ours, scale))
    scale = ours["가"] / _NOTO_WIDTH
    made.append(_face("Notes Hangul", "1 1000", _local(_NOTO), _HANGUL, ours, scale))
    return "".join(made)


class Measures:
    """Widths of the letters of a font, its ascent and its descent, in units of the font's size.

    Parameters
    ----------
    path : pathlib.Path
        A TrueType or OpenType font.
    """

    def __init__(self, path):
        from fontTools.ttLib import TTFont

        font: Any
        with TTFont(path, lazy=True) as font:
            self.unit, names, widths = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"].metrics
            self.widths = {chr(code): widths[name][0] / self.unit for code, name in names.items()}
            self.ascent, self.descent = font["hhea"].ascent / self.unit, -font["hhea"].descent / self.unit
            self.lower, self.upper = font["OS/2"].sxHeight, font["OS/2"].sCapHeight
            self.line, self.thick = font["post"].underlinePosition, font["post"].underlineThickness

    def __getitem__(self, letter):
        """Give the width of a letter."""
        return self.widths[letter]


def helvetica(name):
    """Read the widths of the letters of Helvetica: of a letter the width."""
    import matplotlib

    widths = {}
    path = Path(matplotlib.get_data_path()) / "fonts/pdfcorefonts" / name
    for line in path.read_text(encoding="latin-1").split("\n"):
        if line.startswith("C ") and not line.startswith("C -1"):
            code, width = line.split(";")[:2]
            widths[int(code[2:])] = int(width.split()[1]) / 1000
    return {letter: widths[0xA9 if letter == "'" else ord(letter)] for letter in LATIN}  # 0x27 is another quote there


def groups(ours, theirs):
    """Put letters that need about the same scale together.

    Parameters
    ----------
    ours, theirs : mapping of str to float
        Widths of letters.

    Returns
    -------
    list of tuple of float and list
        Scales, and the letters that each makes as wide as ours, up to `TOLERANCE`.

    Examples
    --------
    >>> ours = dict.fromkeys(LATIN, 1.0) | {"i": 0.5}
    >>> [(scale, len(letters)) for scale, letters in groups(ours, dict.fromkeys(LATIN, 1.0))]
    [(0.5, 1), (1.0, 76)]
    """
    made = []
    for ratio, letter in sorted((ours[letter] / theirs[letter], letter) for letter in LATIN):
        if made and ratio <= made[-1][0] * (1 + 2 * TOLERANCE):
            made[-1][1].append(letter)
        else:
            made.append((ratio, [letter]))
    middles = [(ours[letters[-1]] / theirs[letters[-1]] + least) / 2 for least, letters in made]
    return [(middle, letters) for middle, (_, letters) in zip(middles, made, strict=True)]


def blank(ours):
    """Make a font of a blank, and a box for all that is missing, in the measures of another.

    Parameters
    ----------
    ours : Measures
        Those of the other font.

    Returns
    -------
    bytes
        A TrueType font of some hundred bytes.
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    width, pen = round(ours["가"] * ours.unit), TTGlyphPen(None)
    edge, line = width // 10, width // 24
    for turn, inset in ((1, 0), (-1, line)):
        low, high, left, right = inset, width * 4 // 5 - inset, edge + inset, width - edge - inset
        first, *others = [(left, low), (left, high), (right, high), (right, low)][::turn]
        pen.moveTo(first)
        for point in others:
            pen.lineTo(point)
        pen.closePath()
    builder = FontBuilder(ours.unit, isTTF=True)
    builder.setupHead(unitsPerEm=ours.unit, created=0, modified=0)
    builder.setupGlyphOrder([".notdef", "space"])
    builder.setupCharacterMap({0x20: "space", 0xA0: "space"})
    builder.setupGlyf({".notdef": pen.glyph(), "space": TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics({".notdef": (width, edge), "space": (round(ours[" "] * ours.unit), 0)})
    up, down = round(ours.ascent * ours.unit), round(ours.descent * ours.unit)
    builder.setupHorizontalHeader(ascent=up, descent=-down)
    builder.setupNameTable({"familyName": "Notes Blank", "styleName": "Regular"})
    sizes = {"sxHeight": ours.lower, "sCapHeight": ours.upper, "usWinAscent": up, "usWinDescent": down}
    builder.setupOS2(version=4, sTypoAscender=up, sTypoDescender=-down, sTypoLineGap=0, **sizes)
    builder.setupPost(keepGlyphNames=False, underlinePosition=ours.line, underlineThickness=ours.thick)
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def _face(family, weight, source, letters, ours, scale=1.0):
    parts = [f'font-family:"{family}"', f"font-weight:{weight}", f"src:{source}"]
    parts += [f"unicode-range:{letters}"] if letters else []
    parts += [f"size-adjust:{scale:.2%}"] if scale != 1 else []
    parts += [f"ascent-override:{ours.ascent / scale:.2%}", f"descent-override:{ours.descent / scale:.2%}"]
    return f"@font-face{{{';'.join([*parts, 'line-gap-override:0%'])}}}"


def _local(names):
    return ",".join(f'local("{name}")' for name in names)


def _range(letters):
    return ",".join(f"U+{ord(letter):x}" for letter in sorted(letters))
