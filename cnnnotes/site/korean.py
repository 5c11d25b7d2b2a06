"""Korean particles behind numbers and words whose last sound is known only when the page is built."""

import re

PAIRS = (
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("으로", "로"),
    ("이라", "라"),
    ("이다", "다"),
    ("이며", "며"),
)
_FORMS = {form: pair for pair in PAIRS for form in pair}
PARTICLE = re.compile(f"({'|'.join(sorted(_FORMS, key=len, reverse=True))})(?![가-힣])")
_BEHIND = re.compile(
    r"<(pre|code|script|style|svg|button)\b.*?</\1>|<[^>]*>|([)%’”])([가-힣]+[,.;:)]?)",
    re.DOTALL,
)
_DIGITS = dict(zip("0123456789", ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", ""), strict=True))
_FINALS = {"L": "ㄹ", "M": "ㅁ", "N": "ㄴ", "R": "ㄹ", "%": ""}


def last_sound(text):
    """Give the final consonant of what is read aloud last: ``""`` for a vowel.

    Examples
    --------
    >>> last_sound("그림 1"), last_sound("그림 2"), last_sound("합성곱")
    ('ㄹ', '', 'ㅂ')
    """
    text = text.rstrip(" )*]_")
    if not text:
        return ""
    char = text[-1]
    if "가" <= char <= "힣":
        jong = (ord(char) - ord("가")) % 28
        return "\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"[jong] if jong else ""
    return _DIGITS.get(char, _FINALS.get(char.upper(), ""))


def particle(text, written):
    """Choose between 은 and 는, 이 and 가 … by the sound before.

    Examples
    --------
    >>> "그림 1" + particle("그림 1", "는"), "그림 3" + particle("그림 3", "로"), "그림 1" + particle("그림 1", "으로")
    ('그림 1은', '그림 3으로', '그림 1로')
    """
    closed, open_ = _FORMS[written]
    sound = last_sound(text)
    if closed == "으로" and sound == "ㄹ":
        return open_
    return closed if sound else open_


def held(html):
    """Keep a particle on the line of the bracket, quotation mark or per cent sign before it, where browsers would break.

    Examples
    --------
    >>> held("<p>커널(kernel)을 <code>f(x)를</code></p>")
    '<p>커널(kernel<span class="cn-held">)을</span> <code>f(x)를</code></p>'
    """

    def hold(match):
        return f'<span class="cn-held">{match[2]}{match[3]}</span>' if match[2] else match[0]

    return _BEHIND.sub(hold, html)
