"""The blocks of a page: where they stand in the Markdown, and the section of ``docs/code`` that each one runs."""

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_RUN = re.compile(r'^python run="(?P<section>[\w-]+)"$')
_START = re.compile(r"^# \[(?P<edge>start|end):(?P<name>[\w-]+)\]$")
_PLAIN = re.compile(r'^(?:[\w+#-]*(?: +(?:title|linenums|hl_lines)="[^"]*")*|\{.*\})$')
KEYS = ("figure", "caption", "alt", "code")


@dataclass(frozen=True)
class Problem:
    """Something in the sources that keeps the site from being built."""

    path: Path
    line: int
    message: str

    def __str__(self):
        """Name the place first, so that editors jump there."""
        path = self.path
        if path.is_absolute() and path.is_relative_to(Path.cwd()):
            path = path.relative_to(Path.cwd())
        return f"{path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Fence:
    """One fenced code block of a Markdown text; lines count from 1."""

    info: str
    body: str
    indent: str
    first: int
    last: int


@dataclass(frozen=True)
class Section:
    """One ``[start:name]`` … ``[end:name]`` part of a page's program."""

    path: Path
    line: int
    source: str


@dataclass(frozen=True)
class Block:
    """One block of one page in one language."""

    path: Path
    fence: Fence
    name: str
    section: Section
    figure: str | None
    caption: str
    alt: str
    code: str

    @property
    def page(self):
        """The stem that the page has everywhere."""
        return self.path.stem


def fences(markdown):
    r"""Find the fenced blocks of a Markdown text; a fence inside a longer fence is text.

    Parameters
    ----------
    markdown : str
        The whole source of a page.

    Returns
    -------
    list of Fence
        In the order of the text.

    Examples
    --------
    >>> [(fence.info, fence.first, fence.last) for fence in fences("a\n```python\nx = 1\n```\n")]
    [('python', 2, 4)]
    """
    return _scan(markdown)[0]


def _scan(markdown):
    """Find the fences, and the line of one that is never closed."""
    found, opened = [], None
    lines = markdown.split("\n")
    for number, line in enumerate(lines, 1):
        match = _FENCE.match(line)
        if match is None:
            continue
        if opened is None:
            opened = match, number
            continue
        start, first = opened
        same = match["ticks"][0] == start["ticks"][0] and len(match["ticks"]) >= len(start["ticks"])
        if same and not match["info"].strip():
            indent = start["indent"]
            body = "\n".join(row.removeprefix(indent) for row in lines[first : number - 1])
            found.append(Fence(start["info"].strip(), body, indent, first, number))
            opened = None
    return found, opened and opened[1]


def sections(path):
    """Read the sections of a page's program.

    Parameters
    ----------
    path : pathlib.Path
        ``docs/code/<page>.py``.

    Returns
    -------
    tuple of dict and list
        Sections by name, and the problems found.

    Examples
    --------
    >>> sections(Path("nowhere.py"))
    ({}, [])
    """
    if not path.is_file():
        return {}, []
    found, problems, opened = {}, [], None
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        match = _START.match(line)
        if match is None:
            continue
        edge, name = match["edge"], match["name"]
        if edge == "start" and opened is None and name not in found:
            opened = name, number
        elif edge == "end" and opened is not None and opened[0] == name:
            source = "\n".join(lines[opened[1] : number - 1])
            blank = len(source) - len(source.lstrip("\n"))
            found[name] = Section(path, opened[1] + 1 + blank, source.strip("\n") + "\n")
            opened = None
        else:
            inside = f"section {opened[0]!r} of line {opened[1]} is open" if opened else "no section is open"
            again = "; the name was used before" if name in found else ""
            problems.append(Problem(path, number, f"[{edge}:{name}] does not fit here: {inside}{again}"))
    if opened is not None:
        problems.append(Problem(path, opened[1], f"section {opened[0]!r} has no [end:{opened[0]}]"))
    return found, problems


def blocks(path, code):
    """Read the blocks of one page.

    Parameters
    ----------
    path : pathlib.Path
        ``docs/<language>/<page>.md``.
    code : pathlib.Path
        The folder of the programs, ``docs/code``.

    Returns
    -------
    tuple of list and list
        The blocks in order, and the problems found.
    """
    program = code / f"{path.stem}.py"
    known, broken = sections(program)
    found, problems = blocks_of(path, path.read_text(encoding="utf-8"), program.name, known)
    return found, broken + problems


def blocks_of(path, text, program, known):
    """Read the blocks of a page's text, which run the ``known`` sections of its ``program``."""
    found, problems = [], []
    fenced, unclosed = _scan(text)
    if unclosed:
        problems.append(Problem(path, unclosed, "the code fence that opens here is not closed"))
    for fence in fenced:
        match = _RUN.match(fence.info)
        if match is None:
            if not _PLAIN.match(fence.info):
                wanted = 'python run="name"'
                problems.append(
                    Problem(path, fence.first, f"a block that runs starts with ```{wanted}, got ```{fence.info}")
                )
            continue
        options, wrong = _options(path, fence)
        problems += wrong
        name = match["section"]
        if name not in known:
            has = ", ".join(known) or "none"
            problems.append(Problem(path, fence.first, f"no section [start:{name}] in {program}; it has: {has}"))
        elif not wrong:
            found.append(Block(path, fence, name, known[name], **options))
    return found, problems


def _options(path, fence):
    """Read ``key: value`` lines; a value goes on in indented lines."""
    options, key, problems = {}, None, []
    for offset, line in enumerate(fence.body.split("\n"), 1):
        match = re.match(r"^(\w+):(?:\s+(.*))?$", line)
        if match and match[1] in KEYS:
            key = match[1]
            options[key] = (match[2] or "").strip()
        elif line.startswith("  ") and key:
            options[key] = f"{options[key]} {line.strip()}".strip()
        elif line.strip():
            wanted = f"a block's lines are `key: value` with the keys {', '.join(KEYS)}, or go on with two spaces"
            problems.append(Problem(path, fence.first + offset, f"{wanted}; got {line.strip()[:60]!r}"))
    figure = options.get("figure")
    if figure is not None and not re.fullmatch(r"fig-[a-z0-9-]+", figure):
        problems.append(
            Problem(path, fence.first, f"a figure's id is fig- and small letters, digits, hyphens; got {figure!r}")
        )
    for needed in ("caption", "alt"):
        if bool(figure) != bool(options.get(needed)):
            problems.append(
                Problem(
                    path,
                    fence.first,
                    f"`figure`, `caption` and `alt` go together; here `{needed}` is "
                    + ("missing" if figure else "given without `figure`"),
                )
            )
    if options.get("code", "open") not in ("open", "folded", "above"):
        problems.append(Problem(path, fence.first, f"`code` is open, folded or above, got {options['code']!r}"))
    return {
        "figure": figure,
        "caption": options.get("caption", ""),
        "alt": options.get("alt", ""),
        "code": options.get("code", "folded" if figure else "open"),
    }, problems
