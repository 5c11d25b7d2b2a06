"""Search that finds Korean words inside compounds and in front of particles, and other names of the same thing."""

import json
import re

_BASE = r"[\s\-,:!=\[\]()\"'`/.·…“”‘’<>|{}+*#&;?×]+"
_PARTICLES = "은는이가을를과와의에도로만"
_LONGER = "으로|에서|부터|까지|처럼|보다|이나|이란|입니다|합니다"


def separator(terms, language):
    """Build the expression at which the search splits words, in the page and in the query.

    A Korean word is also split before every glossary term inside it (합성곱신경망 gives 합성곱, 신경망) and loses the
    particle at its end (합성곱은 gives 합성곱); an English word loses its plural s.

    Parameters
    ----------
    terms : list of dict
        The glossary.
    language : str
        Such as ``"ko"``.

    Returns
    -------
    str
        For Material's ``search.separator``; the expression is used by the reader's browser.

    Examples
    --------
    >>> split = separator([{"ko": "신경망", "en": "network"}], "ko")
    >>> [word for word in re.split(split, "합성곱신경망은 좋다") if word]
    ['합성곱', '신경망', '좋다']
    """
    if language != "ko":
        return rf"{_BASE}|(?<=[a-z]{{3}})s(?![\w])"
    words = sorted(
        {word for term in terms for word in re.findall("[가-힣]{2,}", term["ko"])}, key=lambda word: (-len(word), word)
    )
    inside = f"|(?<=[가-힣])(?={'|'.join(words)})" if words else ""
    end = r"(?=[^가-힣\w]|$)"
    return rf"{_BASE}|(?<=[가-힣]{{2}})(?:{_LONGER}|[{_PARTICLES}]){end}{inside}"


def complete(path, terms, language, entries=()):
    """Add entries to the search index, and to each entry the other names of the terms it uses.

    Parameters
    ----------
    path : pathlib.Path
        ``search_index.json``, as Material wrote it.
    terms : list of dict
        The glossary.
    language : str
        Such as ``"ko"``.
    entries : list of dict
        More entries, for pages that Material left out.
    """
    index = json.loads(path.read_text(encoding="utf-8"))
    index["docs"] += entries
    for entry in index["docs"]:
        text = entry["title"] + entry["text"]
        also = [
            name
            for term in terms
            if term[language] in text
            for name in term.get(f"{language}_also") or []
            if name not in text
        ]
        if also:
            entry["text"] += f"<p>{', '.join(dict.fromkeys(also))}</p>"
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
