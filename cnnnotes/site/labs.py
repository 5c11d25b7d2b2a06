"""The labs: notebooks with the code once and prose cells tagged by language.

A notebook reads as a page in each language: its prose as it stands, each code cell as a block that runs. So marks, figures, terms,
sources and tests are those of every page. Only the running differs (:mod:`cnnnotes.site.jupyter`): the cells of a lab share one kernel,
as they do at the reader's.
"""

import ast
import html
import json
import posixpath
import re
import textwrap
from functools import cached_property

from mkdocs.structure.files import File

from cnnnotes.site import appendix
from cnnnotes.site.blocks import Problem, Section
from cnnnotes.site.marks import Marks

_FIGURE = re.compile(r"figure: fig-")
_SOLUTION = "solution"
_BOX = re.compile(
    r'^(?P<kind>!!!|\?\?\?\+?) (?P<type>\w+)(?: "(?P<title>[^"]*)")?\n(?P<body>(?:(?: {4}.*)?(?:\n|\Z))*)', re.MULTILINE
)
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<where>[^)\s]+)\)(?:\{[^}]*\})?")
_KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
_FORM = {"nbformat": 4, "nbformat_minor": 5}


class Page(File):
    """A notebook that MkDocs takes for a page."""

    def is_documentation_page(self):
        """MkDocs itself looks for ``.md``."""
        return True


class Lab:
    """One notebook.

    Parameters
    ----------
    path : pathlib.Path
        ``docs/labs/<lab>.ipynb``.
    languages : list of str
        The tags of its prose.
    """

    def __init__(self, path, languages):
        self.path, self.languages, self.stem = path, languages, path.stem
        self.raw = path.read_text(encoding="utf-8")
        self.cells, self.unreadable = [], None
        try:
            self.cells = json.loads(self.raw)["cells"]
        except (ValueError, KeyError, TypeError) as error:
            self.unreadable = Problem(path, getattr(error, "lineno", 1), f"this is not a notebook: {error!r}")
        for number, cell in enumerate(self.cells, 1):
            cell["source"] = "".join(cell["source"])
            cell.setdefault("id", f"cell-{number}")
        self.texts, self.origins = {}, {}
        for language in languages:
            self.texts[language], self.origins[language] = self._text(language)

    def spoken(self, language):
        """The cells of one language and their numbers in the notebook, which count from 1; untagged prose belongs to all."""
        others = set(self.languages) - {language}
        return [(number, cell) for number, cell in enumerate(self.cells, 1) if not others & set(_tags(cell))]

    @cached_property
    def sections(self):
        """The code cells as the sections that blocks run, by name."""
        return {
            cell["id"]: Section(self.path, number, cell["source"].rstrip() + "\n") for number, cell in self.programs
        }

    @property
    def programs(self):
        """The code cells and their numbers in the notebook."""
        return [(number, cell) for number, cell in enumerate(self.cells, 1) if cell["cell_type"] == "code"]

    def _text(self, language):
        """Write the notebook as a page; give the text, and of each line the cell and the line in that."""
        lines, origins, running = [], [], None
        for number, cell in self.spoken(language):
            source = cell["source"].rstrip("\n").split("\n")
            places = [(number, line) for line in range(len(source))]
            if cell["cell_type"] == "code":
                indent = "    " if _SOLUTION in _tags(cell) else ""
                running, source = indent, [f'{indent}```python run="{cell["id"]}"', f"{indent}```"]
                places = [(number, 0)] * 2
            elif _is_figure(cell) and running is not None:
                source = [running + line if line else line for line in source]
                del lines[-2:], origins[-2:]
                lines += [*source, f"{running}code: above", f"{running}```", ""]
                origins += [*places, *[(number, 0)] * 3]
                running = None
                continue
            else:
                running = None
            lines += [*source, ""]
            origins += [*places, (number, 0)]
        return "\n".join(lines).rstrip("\n") + "\n", origins

    def problems(self):
        """What is wrong with the notebook before anything runs."""
        if self.unreadable:
            yield self.unreadable
        names = [cell["id"] for cell in self.cells]
        for number, cell in enumerate(self.cells, 1):
            if names.index(cell["id"]) < number - 1:
                yield self.problem(number, 0, f"the id {cell['id']!r} is that of cell {names.index(cell['id']) + 1}")
            unknown = set(_tags(cell)) - {*self.languages, _SOLUTION}
            if unknown:
                yield self.problem(
                    number,
                    0,
                    f"the tags {sorted(unknown)} mean nothing; there are {', '.join(self.languages)}, {_SOLUTION}",
                )
            if cell["cell_type"] == "code":
                if set(_tags(cell)) & set(self.languages):
                    yield self.problem(number, 0, "code belongs to all languages; only prose is tagged with one")
                if _SOLUTION in _tags(cell) and not self._has_box(number):
                    yield self.problem(
                        number, 0, "a solution stands behind prose that ends with its box, `??? success`"
                    )
                try:
                    ast.parse(cell["source"])
                except SyntaxError as error:
                    yield self.problem(
                        number, (error.lineno or 1) - 1, f"this is not Python (magics are not, either): {error.msg}"
                    )
            elif not set(_tags(cell)) & set(self.languages) and re.search("[가-힣]", cell["source"]):
                yield self.problem(number, 0, "prose without a tag of its language")

    def _has_box(self, number):
        """Does the prose before a cell end with a folded box, in each language?"""
        for language in self.languages:
            before = [cell for place, cell in self.spoken(language) if place < number]
            if not before or not re.search(
                r"^\?\?\?.*\n(?:(?: {4}.*)?(?:\n|\Z))*\Z", before[-1]["source"], re.MULTILINE
            ):
                return False
        return True

    def problem(self, number, line, message):
        """A problem in one cell, at the line of the notebook's file where it stands."""
        return Problem(self.path, self._line(number, line), f"cell {number}: {message}")

    def at(self, language, problem):
        """Move a problem from the page's text to the notebook."""
        origins = self.origins[language]
        number, line = origins[min(problem.line, len(origins)) - 1]
        return self.problem(number, line, problem.message)

    def _line(self, number, line):
        """The line of the file that holds a line of a cell: a cell is a list with one text a line there, or a single text."""
        rows, row, place = [row.strip().rstrip(",") for row in self.raw.split("\n")], 0, 0
        for cell in self.cells[:number]:
            lines = cell["source"].splitlines(keepends=True) or [""]
            listed = [json.dumps(text, ensure_ascii=False) for text in lines]
            single = f'"source": {json.dumps(cell["source"], ensure_ascii=False)}'
            found = next(
                (at for at in range(row, len(rows)) if rows[at] == single or rows[at : at + len(listed)] == listed),
                None,
            )
            if found is None:
                return 1  # written in another form
            place = found + (0 if rows[found] == single else min(line, len(lines) - 1))
            row = found + 1
        return place + 1

    def download(self, language, facts, settings):
        """Write the notebook for readers of one language: that language alone, no outputs, whatever the site adds spelled out.

        Parameters
        ----------
        language : str
            Such as ``"ko"``.
        facts : dict
            The values of ``[=name]``.
        settings : Settings
            What the marks stand for, and the words of figures.

        Returns
        -------
        str
            The file.
        """
        plain = _Plain(language, settings)
        cells = []
        for _, cell in self.spoken(language):
            if cell["cell_type"] == "code":
                hidden = {"jupyter": {"source_hidden": True}} if _SOLUTION in _tags(cell) else {}
                cells.append(_code(cell["id"], cell["source"], hidden))
            elif cell["cell_type"] == "markdown":
                text = plain.caption(cell["source"]) if _is_figure(cell) else plain.prose(cell["source"], self, facts)
                cells.append(_prose(cell["id"], text))
        cells[1:1] = _opening(settings)
        notebook = {"cells": cells, "metadata": {**_KERNEL, "language_info": {"name": "python"}}, **_FORM}
        return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


class Settings:
    """What a notebook to download needs to know of the site.

    Parameters
    ----------
    marks : Marks
        Those of the language.
    reference : callable
        Key to formatted source.
    words : dict
        The words that its figures ask for, and what they are in its language; empty where they are the same.
    address : str
        Where the pages of the language are, or empty.
    """

    def __init__(self, marks, reference, words, address):
        self.marks, self.reference, self.words, self.address = marks, reference, words, address


class _Plain(Marks):
    """Marks in a notebook: words without links."""

    def __init__(self, language, settings):
        marks = settings.marks
        super().__init__(language, marks.words, marks.numbers, marks.titles, marks.claims, marks.addresses)
        self.settings = settings

    def _figure(self, name, page):
        there, number = self.numbers[name]
        label = f"{self.words['figure']} {number}"
        return label if there == page else self.words["figure_of"].format(figure=label, page=self.titles[there])

    def _claim(self, name, page, seen):
        return f"({name}: {self.words['verdicts'][self.claims[name]['verdict']]})"

    def caption(self, source):
        """A caption as a cell below its figure."""
        options = dict(re.findall(r"^(\w+): +((?:.|\n {2,})*)", source, re.MULTILINE))
        number = self.numbers[options["figure"].strip()][1]
        caption = " ".join(options["caption"].split())
        return f"**{self.words['figure']} {number}.** {caption}"

    def prose(self, source, lab, facts):
        """A cell of prose in what Jupyter understands."""
        text, _ = self.replace(source, lab.path, facts)
        text = _BOX.sub(self._box, text)
        text = re.sub(r" *\{ *[#.:][^}\n]*\} *$", "", text, flags=re.MULTILINE)
        text = re.sub(r"\u2060?\[@[^\]]+\]", self._cited, text)
        text = _LINK.sub(self._link, text)
        if "\\bibliography" in text:
            keys = dict.fromkeys(key for key, _ in appendix.citations(lab.texts[self.language]))
            text = text.replace(
                "\\bibliography", "\n".join(f"- [{key}] {self.settings.reference(key)}" for key in keys)
            )
        return text

    def _box(self, match):
        body = textwrap.dedent(match["body"]).strip()
        title = match["title"] or self.words["admonitions"].get(match["type"], match["type"])
        if match["kind"] == "!!!":
            return textwrap.indent(f"**{title}**\n\n{body}\n", "> ", lambda line: True) + "\n"
        return f"<details>\n<summary>{html.escape(title)}</summary>\n\n{body}\n\n</details>\n"

    def _cited(self, match):
        return " [" + ", ".join(re.findall(r"@([\w-]+)", match[0])) + "]"

    def _link(self, match):
        """Links to other pages lead somewhere only if the site has an address."""
        where = match["where"]
        if "://" in where:
            return match[0]
        if not self.settings.address or where.startswith("#"):
            return match["text"]
        page, _, heading = posixpath.normpath(posixpath.join("labs", where)).partition("#")
        page = re.sub(r"\.(md|ipynb)$", "/", page)
        return f"[{match['text']}]({self.settings.address}{page}{'#' + heading if heading else ''})"


def _opening(settings):
    """Behind the title: what is needed to run this, and the words of the figures."""
    yield _prose("how-to-run", settings.marks.words["lab"]["how"])
    if settings.words:
        listed = "".join(
            f"        {json.dumps(word, ensure_ascii=False)}: {json.dumps(said, ensure_ascii=False)},\n"
            for word, said in settings.words.items()
        )
        note = settings.marks.words["lab"]["words"]
        yield _code(
            "words", f"# {note}\nfrom cnnnotes.figures import words\n\nwords.translate(\n    {{\n{listed}    }}\n)", {}
        )


def _tags(cell):
    return cell["metadata"].get("tags", [])


def _is_figure(cell):
    return cell["cell_type"] == "markdown" and _FIGURE.match(cell["source"]) is not None


def _prose(name, text):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text.strip("\n").splitlines(keepends=True)}


def _code(name, text, metadata):
    source = text.strip("\n").splitlines(keepends=True)
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def clean(text):
    r"""Give a notebook as it is kept: prose and code, no outputs, nothing about the machine it was edited on.

    Examples
    --------
    >>> print(clean('{"cells": [{"cell_type": "code", "source": "x = 1\\n", "outputs": [1], "metadata": {}}]}'))
    {
     "cells": [
      {
       "cell_type": "code",
       "execution_count": null,
       "id": "cell-1",
       "metadata": {},
       "outputs": [],
       "source": [
        "x = 1"
       ]
      }
     ],
     "metadata": {
      "kernelspec": {
       "display_name": "Python 3",
       "language": "python",
       "name": "python3"
      }
     },
     "nbformat": 4,
     "nbformat_minor": 5
    }
    <BLANKLINE>
    """
    cells = []
    for number, cell in enumerate(json.loads(text)["cells"], 1):
        kept = {"cell_type": cell["cell_type"], "id": cell.get("id", f"cell-{number}")}
        kept["metadata"] = {"tags": _tags(cell)} if _tags(cell) else {}
        kept["source"] = "".join(cell["source"]).strip("\n").splitlines(keepends=True)
        cells.append(kept | ({"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {}))
    notebook = {"cells": cells, "metadata": _KERNEL, **_FORM}
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
