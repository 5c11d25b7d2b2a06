"""API pages on disk: mkdocstrings takes seconds for what changes only with the package, so what it made is kept.

A kept page holds its HTML before cross-references are applied, its table of contents, and what mkdocstrings told the others about it: the
anchors, and the entries of the inventory ``objects.inv``.
"""

import hashlib
import pickle
import re
from importlib.metadata import version

from cnnnotes import _sources
from cnnnotes.site.cache import write_whole

_DIRECTIVE = re.compile(r"^(?:#+ )?::: ([\w.]+)", re.MULTILINE)
_LIBRARIES = (
    "mkdocstrings",
    "mkdocstrings-python",
    "mkdocs-autorefs",
    "griffelib",
    "markdown",
    "pygments",
    "mkdocs-material",
)


class Reference:
    """The API pages of one language.

    Parameters
    ----------
    folder : pathlib.Path
        Where pages are kept.
    settings : str
        All of the configuration and templates that the pages come from.
    """

    def __init__(self, folder, settings):
        self.folder = folder
        self.settings = "\0".join([settings, *map(version, _LIBRARIES)])
        self.modules = set(_sources.imported("__import__(any)"))  # all of the package's
        self.found, self.new = {}, {}

    def begin(self, page, markdown):
        """Look a page up; give the Markdown that is still to be rendered, which is none where the page is kept."""
        modules = _DIRECTIVE.findall(markdown)
        if not modules:
            return markdown
        name = f"{hashlib.sha256(f'{self._key(modules)}{page.url}{markdown}'.encode()).hexdigest()}.pickle"
        try:
            self.found[page.url] = pickle.loads((self.folder / name).read_bytes())
        except (OSError, pickle.PickleError, EOFError, AttributeError, ImportError):
            self.new[page.url] = name
            return markdown
        return ""

    def is_on(self, page):
        """Does a page describe modules?"""
        return page.url in self.found or page.url in self.new

    def _key(self, modules):
        known = [_longest(module, self.modules) for module in modules]
        return _sources.digest(known, self.settings)

    def end(self, page, html, plugins):
        """Complete a page from what was kept, or keep it now."""
        if page.url in self.found:
            return self._restore(page, self.found[page.url], plugins)
        if page.url in self.new:
            self._keep(page, html, plugins)
        return html

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
            "title": page.title,
            "anchors": anchors,
            "items": items,
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / self.new[page.url], pickle.dumps(kept))

    def _restore(self, page, kept, plugins):
        autorefs, inventory = plugins["autorefs"], plugins["mkdocstrings"].handlers.inventory
        for identifier, anchor, title, primary in kept["anchors"]:
            autorefs.register_anchor(page, identifier, anchor, title=title, primary=primary)
        for name, domain, role, uri, priority in kept["items"]:
            inventory.register(name=name, domain=domain, role=role, uri=uri, priority=priority)
        page.toc, page.present_anchor_ids = kept["toc"], kept["ids"]
        return kept["html"]


def _longest(name, modules):
    """The module that a dotted name goes through last: a directive may name a function."""
    parts = name.split(".")
    names = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((module for module in names if module in modules), name)


def entries(page, html):
    """Describe a page to the search: one entry for each documented name, with its first sentence.

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
