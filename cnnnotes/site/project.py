"""Where things lie in the project, and its data files, read once a build."""

import re
from functools import cached_property

import yaml

from cnnnotes.site.blocks import Problem, blocks, blocks_of
from cnnnotes.site.labs import Lab


class Project:
    """The sources that both languages share.

    Parameters
    ----------
    root : pathlib.Path
        The folder of ``mkdocs.yml``.
    languages : list of str
        The folders of ``docs`` that hold the pages, the default language first.
    """

    def __init__(self, root, languages):
        self.root, self.docs, self.languages = root, root / "docs", languages
        self.cache = root / ".cache"

    def pages(self, language):
        """The pages of a language, sorted by name."""
        return sorted((self.docs / language).rglob("*.md"))

    @cached_property
    def labs(self):
        """The notebooks by stem."""
        paths = sorted((self.docs / "labs").glob("*.ipynb"))
        return {path.stem: Lab(path, self.languages) for path in paths}

    def sources(self, language):
        """The pages of a language, and behind them its labs: each has the path it would have, were the languages apart."""
        return self.pages(language) + [self.docs / "labs" / language / f"{stem}.ipynb" for stem in self.labs]

    def text(self, path):
        """The text of a page, or of a lab as a page."""
        if path.suffix == ".ipynb":
            return self.labs[path.stem].texts[path.parent.name]
        return path.read_text(encoding="utf-8")

    @cached_property
    def addresses(self):
        """The stem of each page and lab, and its file as pages link to it."""
        pages = {path.stem: path.name for path in self.pages(self.languages[0])}
        return pages | {stem: f"labs/{stem}.ipynb" for stem in self.labs}

    def place(self, problem):
        """Put a problem of a lab where it is in the notebook."""
        lab = self.labs.get(problem.path.stem) if problem.path.suffix == ".ipynb" else None
        return problem if lab is None or problem.path == lab.path else lab.at(problem.path.parent.name, problem)

    @cached_property
    def blocks(self):
        """The blocks of every page by its path, and all problems found while reading them."""
        found, problems = {}, []
        for language in self.languages:
            for path in self.pages(language):
                found[path], wrong = blocks(path, self.docs / "code")
                problems += wrong
            for stem, lab in self.labs.items():
                path = self.docs / "labs" / language / lab.path.name
                found[path], wrong = blocks_of(path, lab.texts[language], f"{stem}.ipynb", lab.sections)
                problems += wrong
        for stem, lab in self.labs.items():
            problems += lab.problems()
            if (self.docs / self.languages[0] / f"{stem}.md").is_file():
                problems.append(
                    Problem(lab.path, 1, "a page has this name, too: names are those of figures and citations")
                )
        return found, problems + list(self._twice(found)) + list(self._missing())

    def _missing(self):
        pages = {name: {path.relative_to(self.docs / name) for path in self.pages(name)} for name in self.languages}
        for language, here in pages.items():
            for other, there in pages.items():
                for path in sorted(here - there):
                    message = f"the page is missing in {other}: docs/{other}/{path.as_posix()}"
                    yield Problem(self.docs / language / path, 1, message)

    def _twice(self, found):
        for language in self.languages:
            first = {}
            for path, page in found.items():
                if path.parent.name != language:
                    continue
                for block in page:
                    if block.figure in first:
                        other = first[block.figure]
                        where = f"{other.path.name}:{other.fence.first}"
                        yield Problem(
                            path, block.fence.first, f"the figure id {block.figure!r} is used before, in {where}"
                        )
                    elif block.figure:
                        first[block.figure] = block

    def numbers(self, language):
        """Figure id to (page stem, number on its page)."""
        made = {}
        for path, page in self.blocks[0].items():
            if path.parent.name == language:
                figures = [block.figure for block in page if block.figure]
                made |= {figure: (path.stem, number) for number, figure in enumerate(figures, 1)}
        return made

    def titles(self, language):
        """Page stem to the title in its front matter."""
        made = {}
        for path in self.sources(language):
            match = re.search(r'^title: *"?(.*?)"? *$', self.text(path), re.MULTILINE)
            made[path.stem] = match[1] if match else path.stem
        return made

    @cached_property
    def claims(self):
        """All claims, in order."""
        return load(self.docs / "claims.yml")["claims"]

    @cached_property
    def published(self):
        """The claims whose page exists, by id."""
        pages = {path.stem for path in self.pages(self.languages[0])}
        return {claim["id"]: claim for claim in self.claims if claim.get("page") in pages}

    @cached_property
    def terms(self):
        """The glossary's terms."""
        return load(self.docs / "glossary.yml")["terms"]


def load(path):
    """Read YAML with the fast reader where PyYAML has it."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
