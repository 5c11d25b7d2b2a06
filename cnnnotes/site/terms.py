"""The first use of each glossary term on a page becomes a link with its meaning as a hover card."""

import re
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_SKIP = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "button", "figcaption", "svg", "abbr"}
_TEXT = {"p", "li", "td", "dd", "strong", "em"}
_AFTER = "은는이가을를과와의에도로만란인일"
_ENDINGS = "으로|에서|부터|까지|처럼|보다|이나|이란|이라|입니다|이며|마다|조차|하고|이고"


def pattern(terms, language):
    """Build one expression that finds any term, the longest first.

    Parameters
    ----------
    terms : list of dict
        The glossary.
    language : str
        Such as ``"ko"``.

    Returns
    -------
    re.Pattern
        Whose match, folded to small letters, is a key of :func:`forms`.
    """
    known = sorted(forms(terms, language), key=len, reverse=True)
    words = "|".join(map(re.escape, known))
    if language == "ko":
        return re.compile(
            f"(?<![가-힣\\w])({words})(?=[^가-힣\\w]|[{_AFTER}][은는의도만]?(?![가-힣])|(?:{_ENDINGS})|$)"
        )
    return re.compile(f"(?<![\\w-])({words})(?:s|es)?(?![\\w-])", re.IGNORECASE)


def forms(terms, language):
    """Every preferred form and the term it belongs to."""
    return {term[language].lower(): term for term in terms}


class Terms(Extension):
    """Python-Markdown extension; ``page``, and the way from it to the ``glossary``, are set before each page.

    Parameters
    ----------
    terms : list of dict
        The glossary.
    language : str
        Such as ``"ko"``.
    """

    def __init__(self, terms, language):
        super().__init__()
        self.pattern, self.forms, self.language = pattern(terms, language), forms(terms, language), language
        self.page: str | None = None
        self.glossary = "glossary.md"
        self.found = set()

    def extendMarkdown(self, md):  # noqa: N802 (the name is Python-Markdown's)
        """Register, after the inline marks and before links are resolved."""
        md.treeprocessors.register(_Links(md, self), "cnnnotes-terms", 5)


class _Links(Treeprocessor):
    def __init__(self, md, terms):
        super().__init__(md)
        self.terms = terms

    def run(self, root):
        if self.terms.page is not None:
            self._walk(root)

    def _walk(self, parent):
        if parent.tag in _SKIP or parent.get("class", "") in ("arithmatex", "footnote"):
            return
        if parent.tag in _TEXT:
            self._link(parent, None)
        for child in list(parent):
            self._walk(child)
            if parent.tag in _TEXT:
                self._link(parent, child)

    def _link(self, parent, child):
        """Link the first new term in the text at the start of ``parent``, or behind its ``child``; then look on in the rest."""
        text = str((parent.text if child is None else child.tail) or "")
        for match in self.terms.pattern.finditer(text):
            term = self.terms.forms[match[1].lower()]
            if term["id"] in self.terms.found:
                continue
            self.terms.found.add(term["id"])
            link = Element(
                "a",
                {
                    "class": "cn-term",
                    "href": f"{self.terms.glossary}#{term['id']}",
                    "title": term[f"def_{self.terms.language}"].strip(),
                },
            )
            link.text = match[1]
            link.tail = text[match.end(1) :]
            before = text[: match.start(1)]
            if child is None:
                parent.text = before
                parent.insert(0, link)
            else:
                child.tail = before
                parent.insert(list(parent).index(child) + 1, link)
            self._link(parent, link)
            return
