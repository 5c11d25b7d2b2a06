"""The appendix pages that are made from data: claims and corrections, glossary, references."""

import ast
import functools
import re
from collections import Counter

VERDICTS = ("true", "imprecise", "false", "opinion", "unfinished")


def as_read(title):
    """Sort titles by the numbers in them, in the order in which pages are read: the home page has none, labs stand behind.

    Examples
    --------
    >>> sorted(["4.10 Ten", "Lab 1", "4.2 Two", "Notes", "5 Five"], key=as_read)
    ['Notes', '4.2 Two', '4.10 Ten', '5 Five', 'Lab 1']
    """
    parts = re.split(r"(\d+)", title)
    return [int(part) if place % 2 else part for place, part in enumerate(parts)] if len(parts) > 1 else []


def claims(project, language, words, titles, numbers, repository):
    """Write the claims page: counts, then every published claim with its page, figure and test.

    Returns
    -------
    str
        Markdown.
    """
    published, tests = list(project.published.values()), claim_tests(project.root)
    counted = Counter(claim["verdict"] for claim in published)
    head = "".join(
        f"| {_badge(verdict, words)} | {words['verdict_help'][verdict]} | {counted[verdict]} |\n"
        for verdict in VERDICTS
    )
    columns = words["verdict_columns"]
    parts = [f"| {' | '.join(columns)} |\n|---|---|--:|\n{head}| | **{words['together']}** | **{len(published)}** |\n"]
    page = None
    for claim in sorted(published, key=lambda claim: as_read(titles[claim["page"]])):
        if claim["page"] != page:
            page = claim["page"]
            parts.append(f"## {titles[page]} {{ #claims-{page} }}\n")
        parts.append(_claim(claim, language, words, numbers, tests.get(claim["id"], []), repository))
    return "\n".join(parts)


def _badge(verdict, words):
    return f'<span class="cn-mark cn-mark--{verdict}">{words["verdicts"][verdict]}</span>'


def _claim(claim, language, words, numbers, tests, repository):
    page, links = claim["page"], []
    links.append(f"[{words['in_text']}]({page}.md#claim-{claim['id']})")
    if claim.get("figure"):
        links.append(f"[{words['figure']} {numbers[claim['figure']][1]}]({page}.md#{claim['figure']})")
    for test in tests:
        where = f"`{test.path}:{test.line}`"
        links.append(f"[{where}]({repository}/blob/HEAD/{test.path}#L{test.line})" if repository else where)
    sources = "".join(f"[@{key}]" for key in claim.get("references") or [])
    code = "".join(f"```python\n{test.source}\n```\n\n" for test in tests)
    shown = (
        f'<details class="cn-code" markdown="1">\n<summary>{words["test_code"]}</summary>\n\n{code}</details>\n'
        if code
        else ""
    )
    said, right = _line(claim[f"claim_{language}"]), _line(claim[f"correction_{language}"])
    return (
        f'<div class="cn-entry" id="{claim["id"]}" markdown="1">\n\n'
        f"**{claim['id']}** {_badge(claim['verdict'], words)} {said}\n{{ .cn-said }}\n\n{right}\u2060{sources}\n\n"
        f"{' · '.join(links)}\n{{ .cn-links }}\n\n{shown}\n</div>\n"
    )


def _line(text):
    return " ".join(text.split())


class ClaimTest:
    """A test that carries ``@pytest.mark.claim``."""

    def __init__(self, path, node, text):
        self.path, self.name, self.line = path, node.name, node.lineno
        first = min(mark.lineno for mark in node.decorator_list)
        self.source = "\n".join(text.split("\n")[first - 1 : node.end_lineno])


def claim_tests(root):
    """Find the tests that check claims, without running them.

    Parameters
    ----------
    root : pathlib.Path
        The project.

    Returns
    -------
    dict
        Claim id to a list of :class:`ClaimTest`.
    """
    found = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        for name, test in _marked(path, path.relative_to(root).as_posix(), path.stat().st_mtime_ns):
            found.setdefault(name, []).append(test)
    return found


@functools.cache
def _marked(path, relative, stamp):
    """The marked tests of one file, as it was at one time."""
    text = path.read_text(encoding="utf-8")
    if "mark.claim(" not in text:
        return []
    return [
        (ast.literal_eval(argument), ClaimTest(relative, node, text))
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.claim"
        for argument in mark.args
    ]


def glossary(project, language, words, pages):
    """Write the glossary: every term, its meaning, other forms, and the pages that use it.

    Parameters
    ----------
    project : Project
        The sources.
    language : str
        Such as ``"ko"``.
    words : dict
        The language's words of the interface.
    pages : dict
        Term id to the links of the pages where it stands, as Markdown.

    Returns
    -------
    str
        Markdown.
    """
    other = "en" if language == "ko" else "ko"
    parts = []
    for term in sorted(project.terms, key=lambda term: term[language].lower()):
        also = ", ".join(term.get(f"{language}_also") or [])
        rejected = ", ".join(term.get(f"reject_{language}") or [])
        notes = [
            f"{words['also']}: {also}" if also else "",
            f"{words['not']}: <s>{rejected}</s>" if rejected else "",
            term.get(f"note_{language}", ""),
            f"{words['used_in']}: {', '.join(pages[term['id']])}" if pages.get(term["id"]) else "",
        ]
        rest = "".join(f"<br>{_line(note)}" for note in notes if note)
        foreign = f'<span lang="{other}">{term[other]}</span>'
        parts.append(
            f'<div class="cn-entry" id="{term["id"]}" markdown="1">\n\n**{term[language]}** ({foreign})\n{{ .cn-said }}\n\n'
            f"{_line(term[f'def_{language}'])}<small>{rest}</small>\n\n</div>\n"
        )
    return "\n".join(parts)


def bibliography(entries, text, cited, words):
    """Write the list of all sources, each with an anchor and the pages that cite it.

    Parameters
    ----------
    entries : iterable of str
        The keys.
    text : callable
        Key to formatted reference.
    cited : dict
        Key to the links of the pages that cite it, as Markdown.
    words : dict
        The language's words of the interface.

    Returns
    -------
    str
        Markdown.
    """
    parts = []
    for key in sorted(entries, key=str.lower):
        where = f"<br><small>{words['cited_in']}: {', '.join(cited[key])}</small>" if cited.get(key) else ""
        parts.append(f'<div class="cn-entry" id="ref-{key}" markdown="1">\n\n{text(key)}{where}\n\n</div>\n')
    return "\n".join(parts)


def citations(markdown):
    r"""List the keys that a text cites, with the line of each.

    Examples
    --------
    >>> citations("a [@LeCun1989]\nb [@Lowe2004; @Zhang2017]")
    [('LeCun1989', 1), ('Lowe2004', 2), ('Zhang2017', 2)]
    """
    found = []
    for number, line in enumerate(markdown.split("\n"), 1):
        for group in re.findall(r"\[([^\]]*@[^\]]*)\]", re.sub(r"`[^`]*`", "", line)):
            found += [(key, number) for key in re.findall(r"(?<!\w)@([\w-]+)", group)]
    return found
