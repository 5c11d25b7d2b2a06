"""Rendered pages on disk: Markdown takes long, and most pages are as they were in the build before.

A kept page holds its HTML as Markdown gave it, and what rendering told the others about it: its table of contents, its anchors and
the links to those of other pages; of an API page also the entries of the inventory ``objects.inv``.
"""

import hashlib
import json
import logging
import pickle
import platform
import re
from importlib.metadata import version

from cnnnotes import _sources
from cnnnotes.site.cache import write_whole

_DIRECTIVE = re.compile(r"^(?:#+ )?::: ([\w.]+)", re.MULTILINE)
_EXTENSIONS = ["cnnnotes.site.kept", "cnnnotes.site.pages", "cnnnotes.site.terms"]
_LIBRARIES = (
    "mkdocs",
    "mkdocs-material",
    "mkdocs-autorefs",
    "mkdocstrings",
    "mkdocstrings-python",
    "griffelib",
    "markdown",
    "pymdown-extensions",
    "pygments",
)


class _Warnings(logging.Handler):
    """Counts what MkDocs warns of; a page that was warned of is rendered again, and warned of again."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record):
        self.count += 1


_warnings = _Warnings()
logging.getLogger("mkdocs").addHandler(_warnings)


class Pages:
    """The pages of one language.

    Parameters
    ----------
    folder : pathlib.Path
        Where pages are kept.
    settings : str
        All that pages come from besides their Markdown, the package, and the libraries: configuration, templates, glossary.
    """

    def __init__(self, folder, settings):
        self.folder = folder
        versions = [platform.python_version(), *map(version, _LIBRARIES)]
        self.base = _sources.digest(_EXTENSIONS, settings, *versions)
        self.modules = set(_sources.imported("__import__(any)"))  # all of the package's
        self.names, self.found, self.describing = {}, {}, set()
        self.places, self.warned = None, 0

    def begin(self, page, markdown, files):
        """Look a page up; give the Markdown that is still to be rendered, which is none where the page is kept."""
        if self.places is None:
            self.places = sorted((file.src_uri, file.url) for file in files)
            self.base = _hash([self.base, self.places])
        modules = _DIRECTIVE.findall(markdown)
        described = _sources.digest([_longest(module, self.modules) for module in modules]) if modules else ""
        if modules:
            self.describing.add(page.url)
        name = f"{_hash([self.base, described, page.url, page.meta, markdown])}.pickle"
        self.names[page.url], self.warned = name, _warnings.count
        try:
            self.found[page.url] = pickle.loads((self.folder / name).read_bytes())
        except Exception:  # none there, or broken, of which pickle may say anything
            return markdown
        return ""

    def describes(self, page):
        """Does a page describe modules?"""
        return page.url in self.describing

    def end(self, page, html, plugins, files):
        """Complete a page from what was kept, or keep it now."""
        if page.url in self.found:
            return self._restore(page, self.found[page.url], plugins, files)
        if page.url in self.names and self.warned == _warnings.count:
            self._keep(page, html, plugins)
        return html

    def clear(self):
        """Remove what this build had no use for."""
        for path in self.folder.glob("*.pickle"):
            if path.name not in self.names.values():
                path.unlink(missing_ok=True)

    def _keep(self, page, html, plugins):
        autorefs, inventory = plugins["autorefs"], plugins["mkdocstrings"].handlers.inventory
        here = f"{page.url}#"
        anchors = []
        for primary, urls in ((True, autorefs._primary_url_map), (False, autorefs._secondary_url_map)):
            for identifier, places in urls.items():
                for url in places:
                    if url.startswith(here):
                        anchors.append((identifier, url.removeprefix(here), autorefs._title_map.get(url), primary))
        items = [
            (item.name, item.domain, item.role, item.uri, item.priority)
            for item in inventory.values()
            if item.uri.startswith(here)
        ]
        kept = {
            "html": html,
            "toc": page.toc,
            "ids": page.present_anchor_ids,
            "links": {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
            "title": page.title,
            "anchors": anchors,
            "items": items,
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / self.names[page.url], pickle.dumps(kept))

    def _restore(self, page, kept, plugins, files):
        autorefs, inventory = plugins["autorefs"], plugins["mkdocstrings"].handlers.inventory
        for identifier, anchor, title, primary in kept["anchors"]:
            autorefs.register_anchor(page, identifier, anchor, title=title, primary=primary)
        for name, domain, role, uri, priority in kept["items"]:
            inventory.register(name=name, domain=domain, role=role, uri=uri, priority=priority)
        page.toc, page.present_anchor_ids, page.title = kept["toc"], kept["ids"], kept["title"]
        page.links_to_anchors = {files.get_file_from_path(name): links for name, links in kept["links"].items()}
        return kept["html"]


def _hash(parts):
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def _longest(name, modules):
    """The module that a dotted name goes through last: a directive may name a function."""
    parts = name.split(".")
    names = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((module for module in names if module in modules), name)


def entries(page, html):
    """Describe an API page to the search: one entry for each documented name, with its first sentence.

    Parameters
    ----------
    page : mkdocs.structure.pages.Page
        An API page.
    html : str
        Its HTML.

    Returns
    -------
    list of dict
        ``location``, ``title`` and ``text``, as the search index has them.
    """
    found = [{"location": page.url, "title": page.title, "text": page.meta.get("description", "")}]
    pattern = r'<h[23] id="([\w.]+)" class="doc doc-heading">.*?</h[23]>.*?<p>(.*?)</p>'
    for match in re.finditer(pattern, html, re.DOTALL):
        found.append(
            {
                "location": f"{page.url}#{match[1]}",
                "title": match[1].split(".")[-1],
                "text": f"{match[1]}<br>{match[2]}",
            }
        )
    return found
