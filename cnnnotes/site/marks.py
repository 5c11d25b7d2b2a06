"""The marks of the prose: references to figures, verdicts of claims, facts, and the blocks themselves, as ordinary Markdown."""

import html
import posixpath
import re

from cnnnotes.site import korean
from cnnnotes.site.blocks import Problem, fences

_CODE = r"(?P<code>`+)(?!`).+?(?<!`)(?P=code)(?!`)"
_MARK = re.compile(rf"{_CODE}|\[\]\(#(?P<figure>fig-[\w-]+)\)|\[\]\(#(?P<claim>[CTL]\d[\w.]*)\)|\[=(?P<fact>[\w-]+)\]")


_CITED = re.compile(r"(\S)[ \t]+\[@")  # the number of a source stands right behind its word, and stays on its line


class Marks:
    """What the marks of one language stand for.

    Parameters
    ----------
    language : str
        Such as ``"ko"``.
    words : dict
        The language's words of the interface, ``extra.words`` of its configuration.
    numbers : dict
        Figure id to (page stem, number on its page).
    titles : dict
        Page stem to its title.
    claims : dict
        Published claims by id.
    addresses : dict, optional
        Page stem to its file; ``<stem>.md`` where it is not there.
    """

    def __init__(self, language, words, numbers, titles, claims, addresses=None):
        self.language, self.words = language, words
        self.numbers, self.titles, self.claims = numbers, titles, claims
        self.addresses = addresses or {}

    def replace(self, markdown, path, facts, *, first_line=1):
        """Replace the marks of a text that has no fenced code in it any more, or only around its marks.

        Returns
        -------
        tuple of str and list
            The text with links and values for marks, and the problems found.
        """
        problems, seen = [], set()
        skipped = [(fence.first, fence.last) for fence in fences(markdown)]
        lines = markdown.split("\n")
        for index, line in enumerate(lines):
            if any(first <= index + 1 <= last for first, last in skipped) or "[" not in line:
                continue

            def one(match, number=index + first_line):
                if match["code"]:
                    return match[0]
                try:
                    text = self._text(match, path.stem, facts, seen)
                except LookupError as error:
                    problems.append(Problem(path, number, str(error.args[0])))
                    text = match[0]
                return text

            lines[index] = _CITED.sub("\\1\u2060[@", self._with_particles(line, one))
        return "\n".join(lines), problems

    def _with_particles(self, line, one):
        if self.language != "ko":
            return _MARK.sub(one, line)
        parts, place = [], 0
        for match in _MARK.finditer(line):
            text = one(match)
            parts += [line[place : match.start()], text]
            place = match.end()
            after = korean.PARTICLE.match(line, place)
            if after and (match["figure"] or match["fact"]):
                parts.append(korean.particle(re.sub(r"\]\(.*", "", text), after[1]))
                place = after.end()
        return "".join([*parts, line[place:]])

    def _text(self, match, page, facts, seen):
        if match["fact"]:
            if match["fact"] not in facts:
                raise LookupError(
                    f"no block of this page gives the fact {match['fact']!r}; there are: {', '.join(sorted(facts)) or 'none'}"
                )
            return facts[match["fact"]]
        return self._figure(match["figure"], page) if match["figure"] else self._claim(match["claim"], page, seen)

    def _figure(self, name, page):
        if name not in self.numbers:
            raise LookupError(f"no block has `figure: {name}`")
        there, number = self.numbers[name]
        label = f"{self.words['figure']} {number}"
        if there == page:
            return f"[{label}](#{name}){{ .cn-ref }}"
        first = self.titles[there].split(" ")[0]
        section = first if first[0].isdigit() else self.titles[there]
        return f"[{self.words['figure_of'].format(figure=label, page=section)}]({self.to(there, page)}#{name}){{ .cn-ref }}"

    def to(self, there, page):
        """The way from a page's file to another's."""
        here = self.addresses.get(page, "")
        return posixpath.relpath(self.addresses.get(there, f"{there}.md"), posixpath.dirname(here) or ".")

    def _claim(self, name, page, seen):
        claim = self.claims.get(name)
        if claim is None:
            raise LookupError(
                f"{name} is not a published claim: its entry in docs/claims.yml is missing, or has no `page`"
            )
        anchor = "" if name in seen else f"#claim-{name} "
        seen.add(name)
        verdict = self.words["verdicts"][claim["verdict"]]
        said = (
            html.escape(claim[f"claim_{self.language}"].strip().replace("\n", " "), quote=True)
            .replace("{", "")
            .replace("}", "")
        )
        kinds = f".cn-mark .cn-mark--{claim['verdict']}"
        return f'[{name} {verdict}]({self.to("claims", page)}#{name}){{ {anchor}{kinds} title="{verdict}: {said}" }}'

    def figure(self, block, result, number):
        """Write the Markdown of one block: its figure, caption, tools, code and output.

        Parameters
        ----------
        block : Block
            The block in the page.
        result : Result
            What it gave.
        number : int or None
            The number of its figure on the page.

        Returns
        -------
        str
            Markdown in place of the fence.
        """
        code = f"```python\n{block.section.source}```\n"
        output = (
            f'\n```{{ .text .cn-output title="{self.words["output"]}" }}\n{result.output.rstrip()}\n```\n'
            if result.output
            else ""
        )
        if block.figure is None:
            made = f"{code}{output}" if block.code == "open" else self._folded(self.words["program"], f"{code}{output}")
        else:
            label = f"{self.words['figure']} {number}"
            below = self._folded(self.words["code"], f"{code}{output}", opened=block.code == "open")
            above, below = (f"{code}{output}\n", "") if block.code == "above" else ("", below)
            made = above + (
                f'<figure class="cn-figure" id="{block.figure}" markdown="1">\n\n<div data-cn-svg="{block.figure}"></div>\n\n'
                f'<figcaption markdown="span">**{label}.** {block.caption}</figcaption>\n\n<div data-cn-tools="{block.figure}"></div>\n\n'
                f"{below}\n</figure>\n"
            )
        return "\n".join(block.fence.indent + line if line else line for line in made.split("\n"))

    def _folded(self, title, code, *, opened=False):
        start = '<details class="cn-code" markdown="1" open>' if opened else '<details class="cn-code" markdown="1">'
        return f"{start}\n<summary>{title}</summary>\n\n{code}\n</details>\n"
