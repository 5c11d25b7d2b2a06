"""The style sheet of the Korean typeface: it names, for each of its many small files, the letters inside; the site needs few of them."""

import re

_FACE = re.compile(r"@font-face\{[^}]*\}")
_RANGE = re.compile(r"unicode-range:([^;}]*)")
_HANGUL = range(0xAC00, 0xD7A4)


def narrow(css, text):
    """Name only the syllables that a text has; whatever is not Hangul stays.

    Parameters
    ----------
    css : str
        ``@font-face`` rules with ``unicode-range``; comments and blanks are left out of what is given back.
    text : str
        All that the site may show. What it lacks, such as what a reader types, is set in a font of the reader's.

    Returns
    -------
    str
        The rules whose files are of use.

    Examples
    --------
    >>> narrow("@font-face { src: url(a); unicode-range: U+ac00-ac02, U+ff03; }", "가각")
    '@font-face{src:url(a);unicode-range:U+ac00-ac01,U+ff03}'
    >>> narrow("@font-face { src: url(a); unicode-range: U+ac00-ac02 }", "abc")
    ''
    """
    shown = set(map(ord, set(text)))
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{};:,])\s*", r"\1", css).replace(";}", "}").strip()

    def face(match):
        ranges = _RANGE.search(match[0])
        if ranges is None:
            return match[0]
        kept = [code for code in _codes(ranges[1]) if code not in _HANGUL or code in shown]
        return match[0].replace(ranges[0], f"unicode-range:{_ranges(kept)}") if kept else ""

    return _FACE.sub(face, css)


def _codes(ranges):
    for part in ranges.split(","):
        first, _, last = part.strip()[2:].partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _ranges(codes):
    runs = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in runs)
