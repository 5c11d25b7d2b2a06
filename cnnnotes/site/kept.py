"""What rendering takes long for, kept from build to build: highlighted code, the text that the search reads, sources as citations.

Each value is what a pure function of other people's gave; its name is made of everything that went in, and of their versions. What a
build did not ask for is not kept on.
"""

import hashlib
import json
import platform
import re
from importlib.metadata import version
from types import SimpleNamespace

from material.plugins.search.plugin import Parser, SearchIndex
from pymdownx.highlight import Highlight, HighlightExtension

from cnnnotes.site.cache import write_whole

_LIBRARIES = ("mkdocs-material", "pymdown-extensions", "pygments", "markdown", "mkdocs-bibtex", "pybtex", "latexcodec")

# The parser goes from tag to tag, and highlighted code has one around each word.
_WORD_OF_CODE = re.compile(r'<span class="[a-z][a-z0-9]{0,2}">([^<]*)</span>')


class Kept:
    """Values on disk, by all they were made of.

    Parameters
    ----------
    path : pathlib.Path
        The file; made by :meth:`save`.
    versions : iterable of str, optional
        Of all that makes values; by default of the libraries below.
    also : dict, optional
        Values by their names that another language's build used: most code is the same there.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "kept.json"
    >>> kept = Kept(path)
    >>> kept.get(["square", 3], lambda: 3**2)
    9
    >>> kept.save()
    >>> Kept(path).get(["square", 3], lambda: "is not asked")
    9
    """

    def __init__(self, path, versions=None, also=None):
        self.path, self.also = path, also or {}
        made_by = [platform.python_version(), *map(version, _LIBRARIES)] if versions is None else list(versions)
        self._base = hashlib.sha256(json.dumps(made_by).encode())
        try:
            self.known = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.known = {}
        self.used = {}

    def get(self, parts, make):
        """Give the value of ``parts``, anything that JSON can write; ``make`` gives it where it is not known."""
        total = self._base.copy()
        total.update(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode())
        name = total.hexdigest()
        if name not in self.used:
            found = next((values for values in (self.known, self.also) if name in values), None)
            self.used[name] = make() if found is None else found[name]
        return self.used[name]

    def save(self):
        """Write what this build used."""
        if self.used.keys() != self.known.keys():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, json.dumps(self.used, ensure_ascii=False).encode())
            self.known = self.used


class Highlighting(HighlightExtension):
    """``pymdownx.highlight``, with blocks of code from what is kept.

    Parameters
    ----------
    kept : Kept
        Where they are looked up.
    **settings
        Those of ``pymdownx.highlight``.
    """

    def __init__(self, kept, **settings):
        super().__init__(**settings)
        self.kept = kept

    def get_pymdownx_highlighter(self):
        """Give the class that other extensions highlight with."""
        kept = self.kept

        class Known(Highlight):
            def highlight(self, *arguments, **options):
                def make():
                    return super(Known, self).highlight(*arguments, **options)

                if options.get("inline") or len(arguments) > 3:  # no code of a paragraph: it is an element
                    return make()
                settings = {name: value for name, value in vars(self).items() if name != "md"}
                if settings.get("title_mode") == "html":  # such a title leaves something behind in the page
                    return make()
                return kept.get(["highlight", settings, arguments, options], make)

        return Known


class Index(SearchIndex):
    """Material's search index, with the text of pages from what is kept.

    Parameters
    ----------
    kept : Kept
        Where it is looked up.
    **config
        That of Material's plug-in.
    """

    def __init__(self, kept, **config):
        super().__init__(**config)
        self.kept = kept

    def add_entry_from_context(self, page):
        """Add the sections of a page."""
        if (page.meta.get("search") or {}).get("exclude"):
            return
        for name, title, text in self.kept.get(["search", page.content], lambda: _sections(page.content)):
            section = SimpleNamespace(id=name, title=title, text=text)
            self.create_entry_for_section(section, page.toc, page.url, page)


def _sections(content):
    parser = Parser()
    parser.feed(_WORD_OF_CODE.sub(r"\1", content))
    parser.close()
    return [
        (section.id, ["".join(section.title)] if section.title else [], ["".join(section.text)])
        for section in parser.data
        if not section.is_excluded()
    ]


def keep_references(registry, kept):
    """Let a registry of sources take their texts from what is kept.

    Parameters
    ----------
    registry : mkdocs_bibtex.registry.SimpleRegistry
        Of one build, or of all builds while serving.
    kept : Kept
        Where they are looked up.
    """
    entries, make = registry.bib_data.entries, type(registry).reference_text

    def reference_text(citation):
        return kept.get(["reference", repr(entries[citation.key])], lambda: make(registry, citation))

    registry.reference_text = reference_text
