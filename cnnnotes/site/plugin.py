"""The MkDocs plug-in: runs the blocks, sets figures, marks and formulas, and builds every language into one site.

Order of a build: all blocks of all languages run before any page is rendered, so every failure is listed at once; pages are rendered
into a folder beside the site; other languages are built into that folder; only a whole, good site replaces the one that is there.
"""

import atexit
import base64
import hashlib
import html
import logging
import os
import posixpath
import re
import shutil
import subprocess
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import material
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import FileSystemBytecodeCache
from mkdocs.commands.build import build
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File
from mkdocs.utils import CountHandler
from mkdocs_bibtex.citation import Citation

from cnnnotes.site import (
    appendix,
    cite,
    fallback,
    jupyter,
    kept,
    korean,
    labs,
    pages,
    search,
    svg_text,
    typeface,
)
from cnnnotes.site.blocks import Problem
from cnnnotes.site.cache import Cache, write_whole
from cnnnotes.site.marks import Marks
from cnnnotes.site.maths import Maths
from cnnnotes.site.project import Project
from cnnnotes.site.runner import key, run_all, words_of
from cnnnotes.site.terms import Terms

log = logging.getLogger("mkdocs.plugins.cnnnotes")

_built = {}  # while serving: what each other language was last built from

_ADMONITION = re.compile(r"^( *)(!!!|\?\?\?\+?) (\w+) *$", re.MULTILINE)
_SOURCES = re.compile(r'</a></sup>\s*(?=<sup id="fnref)')
_SOURCE_ON_NEXT_LINE = re.compile(r'(?<=\S)\s+(?=<sup id="fnref)')  # in the Markdown, where a line ended before it
_NOT_NEEDED = re.compile(r'<link rel="stylesheet" href="[^"]*_mkdocstrings\.css">')  # but where the API is described
_PRETENDARD = "node_modules/pretendard/dist"
_PLACE = re.compile(r'<div data-cn-(svg|tools)="([\w-]+)"></div>')


class Settings(Config):
    """What ``mkdocs.<language>.yml`` says of this plug-in."""

    language = config_options.Type(str)
    others = config_options.ListOfItems(config_options.Type(str), default=[])


class NotesPlugin(BasePlugin[Settings]):
    """One language's build; the default language's also runs the blocks and builds the others."""

    def __init__(self):
        self.project = self.results = self.site = self.also = None
        self.problems = []

    # -- before any page ---------------------------------------------------------------------------------------------------------

    @event_priority(100)
    def on_config(self, config):
        """Read the sources, choose a folder to build in, and fill in what the configuration cannot know."""
        root = Path(config.config_file_path).resolve().parent
        self.project = self.project or Project(root, [self.config.language, *map(_language, self.config.others)])
        os.environ.setdefault("CNNNOTES_CACHE", str(self.project.cache / "results"))
        self.language, self.words = self.config.language, config.extra["words"]
        self.titles, self.numbers = self.project.titles(self.language), self.project.numbers(self.language)
        self.marks = Marks(
            self.language, self.words, self.numbers, self.titles, self.project.published, self.project.addresses
        )
        self.maths = Maths(root, self.project.cache / "maths" / self.language)
        self.pages = pages.Pages(self.project.cache / "pages" / self.language, self._settings_of_pages(config))
        self.entries = []
        self.terms = Terms(self.project.terms, self.language)
        self.kept = kept.Kept(self.project.cache / "kept" / f"{self.language}.json", also=self.also)
        extensions: Any = config.markdown_extensions
        settings = config.mdx_configs.get("pymdownx.highlight", {})
        extensions[extensions.index("pymdownx.highlight")] = kept.Highlighting(self.kept, **settings)
        extensions.append(self.terms)
        config.plugins["material/search"].config.separator = search.separator(self.project.terms, self.language)
        offline = config.plugins.get("material/offline")
        if offline and offline.config.enabled:  # else Material asks another host for it
            config.extra["polyfills"] = [f"{config.extra['vendor']}/iframe-worker/shim.js"]
        config.extra["notes"] = {
            "version": version("cnnnotes"),
            "date": _date(root),
            "languages": self._languages(config),
        }
        if config.repo_url:
            config.edit_uri = f"blob/HEAD/docs/{self.language}/"
        self.site = Path(config.site_dir)
        if self.results is None:
            config.site_dir = str(self.site.parent / f".{self.site.name}-{os.getpid()}")
            atexit.register(shutil.rmtree, config.site_dir, ignore_errors=True)  # where Ctrl-C ends the build
            config.watch.extend(str(root / name) for name in ["cnnnotes", "docs", "tests", *self.config.others])
        return config

    def _settings_of_pages(self, config):
        """All that pages come from besides their text and the package: the configuration, our templates, the glossary."""
        templates = sorted((self.project.docs / "overrides" / "mkdocstrings").rglob("*.jinja"))
        shared = [self.project.root / "mkdocs.yml", self.project.docs / "glossary.yml"]
        names = [config.config_file_path, *shared, *templates]
        return "\0".join(Path(name).read_text(encoding="utf-8") for name in names)

    def _languages(self, config):
        """Each language's name and the way from this language's root to its root."""
        return [
            {"code": alternative["lang"], "name": alternative["name"], "root": alternative["root"]}
            for alternative in config.extra["alternate_languages"]
        ]

    def on_pre_build(self, config):
        """Run the blocks of every language, or stop with the list of all that is wrong."""
        searching: Any = config.plugins["material/search"]
        searching.search_index = kept.Index(self.kept, **searching.search_index.config)
        kept.keep_references(config.plugins["bibtex"].registry, self.kept)
        if self.results is not None:
            return
        found, problems = self.project.blocks
        catalogs = {language: _catalog(self.project, language) for language in self.project.languages}
        pages = [(page, catalogs[path.parent.name]) for path, page in found.items() if path.suffix != ".ipynb"]
        notebooks = [(page, catalogs[path.parent.name]) for path, page in found.items() if path.suffix == ".ipynb"]
        wanted = [(block, catalog) for page, catalog in pages for block in page]
        cache, root = self.project.cache, self.project.root
        self.results, failed, self.summary = run_all(wanted, Cache(cache / "blocks", root), root)
        if notebooks:
            made, broken, summary = jupyter.run_labs(notebooks, jupyter.cache(cache / "labs", root), root)
            self.results |= made
            failed += broken
            self.summary = f"{self.summary}. {summary}"
        self._stop(problems + failed)

    def on_files(self, files, config):
        """Add what is not in the docs folder: fonts and styles from npm, and the figures as files."""
        vendored = list(_vendored(self.project.root)) if not self._is_sibling(config) else []
        if vendored and config.extra.get("polyfills"):
            vendored.append(("iframe-worker/shim.js", self.project.root / "node_modules/iframe-worker/shim/index.js"))
        for name, source in vendored:
            files.append(File.generated(config, f"assets/vendor/{name}", abs_src_path=str(source)))
        for name, content in _styles(self.project.root, self.kept, self._everywhere()) if vendored else []:
            files.append(File.generated(config, f"assets/vendor/{name}", content=content))
        for stem, lab in self.project.labs.items():
            files.append(self._lab_page(stem, lab, config))
            files.append(File.generated(config, self._download(stem), content=self._notebook(stem, lab, config)))
        for (language, _, _, figure), result in self.results.items():
            if language == self.language and figure:
                svg = result.frames["first"] if result.frames else result.svg
                files.append(File.generated(config, f"assets/figures/{figure}.svg", content=svg_text.alone(svg)))
        return files

    def _everywhere(self):
        """The text of pages in other languages: their own, their settings, and the citation, which is in all languages on all pages."""
        paths = [Path(cite.__file__), *(self.project.root / name for name in self.config.others)]
        paths += [path for name in self.config.others for path in self.project.pages(_language(name))]
        return "".join(path.read_text(encoding="utf-8") for path in paths)

    def _lab_page(self, stem, lab, config):
        page: Any = labs.Page.generated(config, f"labs/{stem}.ipynb", content=lab.texts[self.language])
        page.abs_src_path = str(self.project.docs / "labs" / self.language / f"{stem}.ipynb")
        page.edit_uri = f"../labs/{stem}.ipynb"
        return page

    def _download(self, stem):
        """The notebook of this language, beside its page; both languages may lie in one folder of the reader's."""
        return f"labs/{stem}-{self.language}.ipynb"

    def _notebook(self, stem, lab, config):
        blocks = self.project.blocks[0][self.project.docs / "labs" / self.language / f"{stem}.ipynb"]
        results = [self.results[key(block)] for block in blocks]
        facts = {name: text for result in results for name, text in result.facts.items()}
        translate = words_of(self._words()).gettext
        said = {word: translate(word) for result in results for word in result.words if translate(word) != word}
        registry = config.plugins["bibtex"].registry
        known = registry.bib_data.entries

        def reference(name):
            return _reference_text(registry, name) if name in known else name  # the page names what is not known

        settings = labs.Settings(self.marks, reference, said, config.site_url or "")
        return lab.download(self.language, facts, settings)

    def _words(self):
        path = _catalog(self.project, self.language)
        return str(path) if path else None

    def _is_sibling(self, config):
        return config.extra.get("vendor", "assets/vendor").startswith("..")

    # -- each page ---------------------------------------------------------------------------------------------------------------

    @event_priority(100)
    def _on_page_markdown_first(self, markdown, page, config, files):
        """Turn blocks and marks into ordinary Markdown, before citations are resolved."""
        path = Path(page.file.abs_src_path)
        if not path.is_relative_to(self.project.docs):
            return markdown
        source = self.project.text(path)
        before = source[: source.index(markdown[:100])].count("\n") if markdown else 0
        blocks = self.project.blocks[0].get(path, [])
        results = {block: self.results[key(block)] for block in blocks}
        facts = self._facts(results)
        text, problems = self.marks.replace(markdown, path, facts, first_line=before + 1)
        self.problems += problems
        lines = text.split("\n")
        for block in reversed(blocks):
            number = self.numbers[block.figure][1] if block.figure else None
            caption, problems = self.marks.replace(block.caption, path, facts, first_line=block.fence.first)
            self.problems += problems
            made = self.marks.figure(_with_caption(block, caption), results[block], number)
            lines[block.fence.first - 1 - before : block.fence.last - before] = made.split("\n")
        text = _ADMONITION.sub(self._admonition, "\n".join(lines))
        text = self._generated(text, config)
        self._cite(text, path, source, config)
        if path.suffix == ".ipynb":
            text = self._offer(path.stem, text)
        self.terms.glossary = self.marks.to("glossary", path.stem)
        self.terms.page = None if page.meta.get("terms") is False else path.stem
        self.terms.found = set()
        return text

    @event_priority(-100)
    def _on_page_markdown_last(self, markdown, page, config, files):
        """Leave out what was rendered before."""
        return self.pages.begin(page, markdown, files)

    on_page_markdown = CombinedEvent(_on_page_markdown_first, _on_page_markdown_last)

    def _offer(self, stem, text):
        """Put the link to a lab's notebook below its title."""
        words = self.words["lab"]
        link = f"[{words['download']}]({posixpath.basename(self._download(stem))}){{ .cn-download download }}"
        return re.sub(
            r"^# .*$",
            lambda title: f"{title[0]}\n\n{link}\n{words['how']}\n{{ .cn-lab }}",
            text,
            count=1,
            flags=re.MULTILINE,
        )

    def _facts(self, results):
        facts, given = {}, {}
        for block, result in results.items():
            for name in result.facts.keys() & facts.keys():
                message = f"the fact {name!r} is given before, by block {given[name]!r}"
                self.problems.append(Problem(block.path, block.fence.first, message))
            facts |= result.facts
            given |= dict.fromkeys(result.facts, block.name)
        return facts

    def _admonition(self, match):
        title = self.words["admonitions"].get(match[3])
        return f'{match[0].rstrip()} "{title}"' if title else match[0]

    def _generated(self, text, config):
        if "\\generated-claims" in text:
            made = appendix.claims(self.project, self.language, self.words, self.titles, self.numbers, config.repo_url)
            text = text.replace("\\generated-claims", made)
        if "\\generated-glossary" in text:
            text = text.replace(
                "\\generated-glossary", appendix.glossary(self.project, self.language, self.words, self._uses())
            )
        if "\\generated-bibliography" in text:
            registry = config.plugins["bibtex"].registry
            text = text.replace(
                "\\generated-bibliography",
                appendix.bibliography(
                    registry.bib_data.entries,
                    lambda name: _reference_text(registry, name),
                    self._citing(),
                    self.words,
                ),
            )
        return text

    def _uses(self):
        """Term id to links of the pages that use the term; read from the sources, since pages come in any order."""
        found = {}
        for path in self.project.sources(self.language):
            text = self.project.text(path)
            if not re.search(r"^terms: *false", text, re.MULTILINE):
                for match in self.terms.pattern.finditer(text):
                    term = self.terms.forms[match[1].lower()]["id"]
                    found.setdefault(term, {})[path.stem] = self._to(path)
        return {term: self._in_order(links) for term, links in found.items()}

    def _citing(self):
        found = {}
        for path in self.project.sources(self.language):
            for name, _ in appendix.citations(self.project.text(path)):
                found.setdefault(name, {})[path.stem] = self._to(path)
        return {name: self._in_order(links) for name, links in found.items()}

    def _in_order(self, links):
        """Links by page, in the order in which pages are read."""
        return [links[stem] for stem in sorted(links, key=lambda stem: appendix.as_read(self.titles[stem]))]

    def _to(self, path):
        return f"[{self.titles[path.stem]}]({self.project.addresses[path.stem]})"

    def _cite(self, text, path, source, config):
        known = config.plugins["bibtex"].registry.bib_data.entries
        for name, number in appendix.citations(source):
            if name not in known:
                self.problems.append(Problem(path, number, f"the source {name!r} is not in docs/references.bib"))

    def _stop(self, problems):
        if problems:
            said = dict.fromkeys(
                str(self.project.place(problem)) for problem in problems
            )  # a lab's code fails once a language
            listed = "\n\n".join(said)
            raise PluginError(f"{len(said)} problem(s); the site was left as it was.\n\n{listed}\n")

    @event_priority(100)
    def on_page_content(self, html, page, config, files):
        """Set formulas; they and the figures are put in last, so that nothing else has to read through them."""
        path = Path(page.file.abs_src_path)
        html = self.pages.end(page, html, config.plugins, files)
        if page.meta.get("search", {}).get("exclude"):
            self.entries += pages.entries(page, html)
        if '<sup id="fnref' in html:
            html = _SOURCE_ON_NEXT_LINE.sub("\u2060", _SOURCES.sub("</a></sup><sup>, </sup>", html))
        html = self.maths.find(html, path)
        if self.language == "ko":
            html = korean.held(html)
        blocks = self.project.blocks[0].get(path, [])
        page.meta["frames"] = any(self.results[key(block)].frames for block in blocks)
        if "```" in html and "```" in re.sub(r"<pre.*?</pre>|<code.*?</code>", "", html, flags=re.DOTALL):
            self.problems.append(Problem(path, 1, "a code fence was not understood and stands in the page as text"))
        return html

    def on_post_page(self, output, page, config):
        """Put formulas and figures into the finished page."""
        path = Path(page.file.abs_src_path)
        figures = {block.figure: block for block in self.project.blocks[0].get(path, []) if block.figure}
        letters = {}
        output = _PLACE.sub(lambda match: self._place(match, figures, letters, page), self.maths.set(output))
        return self._label_search(output if self.pages.describes(page) else _NOT_NEEDED.sub("", output))

    def on_post_template(self, output, template_name, config):
        """Mend the page that says that there is no such page, too."""
        return self._label_search(_NOT_NEEDED.sub("", output)) if template_name == "404.html" else output

    def _label_search(self, output):
        label = f'aria-label="{html.escape(self.words["skip_search"])}"'
        dialog = 'data-md-component="search" role="dialog"'
        return output.replace(dialog, f"{dialog} {label}", 1)

    def _place(self, match, figures, letters, page):
        block = figures[match[2]]
        number = self.numbers[block.figure][1]
        if match[1] == "tools":
            return svg_text.tools(block.figure, number, self.words, _up(page.url))
        result = self.results[key(block)]
        if result.frames:
            label = f"{self.words['figure']} {number}"
            return svg_text.share(svg_text.steps(result, block.alt, label, self.words), letters)
        return svg_text.inline(svg_text.share(result.svg, letters), block.alt)

    def on_env(self, env, config, files):
        """Stop here, before anything is written, if a page has problems."""
        for path, tex, reason in self.maths.make():
            self.problems.append(
                Problem(path, _line_of(self.project, path, tex), f"KaTeX cannot set {tex!r}: {reason}")
            )
        self._stop(self.problems)
        folder = self.project.cache / "jinja"
        folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(folder))
        return env

    def on_page_context(self, context, page, config, nav):
        """Say where the same page is in the other languages."""
        url = "" if page.url in (".", "./") else page.url
        context["same_page"] = [
            {
                **language,
                "url": _relative(language["root"], url, page.url),
                "absolute": urljoin(config.site_url, language["root"] + url) if config.site_url else None,
            }
            for language in config.extra["notes"]["languages"]
        ]
        title, notes = page.meta.get("title") or page.title, config.extra["notes"]
        context["cite"] = {
            "title": title,
            "author": cite.AUTHORS,
            "forms": cite.forms(
                title, Path(page.file.src_uri).stem, self.language, config.site_name, notes["version"], notes["date"]
            ),
        }
        return context

    # -- the whole site ----------------------------------------------------------------------------------------------------------

    @event_priority(-100)
    def on_post_build(self, config):
        """Complete the search index, build the other languages, and put the whole site in its place."""
        self.kept.save()
        self.pages.clear()
        search.complete(
            Path(config.site_dir) / "search" / "search_index.json", self.project.terms, self.language, self.entries
        )
        for name in self.config.others:
            self._build(name, config)
        if self.site == Path(config.site_dir):
            return
        if config.strict and _warned():
            return
        _publish(Path(config.site_dir), self.site)
        config.site_dir = str(self.site)
        log.info(self.summary)

    def _build(self, name, config):
        language = _language(name)
        stamp = self._stamp(language, config)
        if _built.get(language) == stamp and (self.site / language).is_dir():
            shutil.copytree(self.site / language, Path(config.site_dir) / language, copy_function=_link)
            return
        sibling = load_config(
            str(self.project.root / name), site_dir=str(Path(config.site_dir) / language), strict=config.strict
        )
        if config.site_url:
            sibling.site_url = config.site_url.rstrip("/") + f"/{language}/"
        sibling.use_directory_urls = config.use_directory_urls
        plugin: Any = sibling.plugins["cnnnotes"]
        plugin.project, plugin.results, plugin.also = self.project, self.results, self.kept.used
        build(sibling)
        _built[language] = stamp

    def _stamp(self, language, config):
        """All that another language's pages come from, as it is on disk now: the same stamp, the same pages."""
        shared = [self.project.docs / name for name in ("code", "labs", "locale", "overrides", language)]
        files = [
            path
            for folder in [*shared, self.project.root / "cnnnotes", self.project.root / "tests"]
            for path in folder.rglob("*")
        ]
        files += [*self.project.root.glob("mkdocs*.yml"), *self.project.docs.glob("*.*")]
        stats = sorted((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.is_file())
        return config.site_url, config.strict, config.extra["notes"]["date"], tuple(stats)

    def on_build_error(self, error):
        """Leave nothing half-built behind."""
        if self.site is not None:
            shutil.rmtree(self.site.parent / f".{self.site.name}-{os.getpid()}", ignore_errors=True)


def _language(name):
    """``mkdocs.en.yml`` is the configuration of ``en``."""
    return name.split(".")[1]


def _reference_text(registry, name):
    return registry.reference_text(Citation(name))


def _link(source, target):
    """A file that does not change can be in two places at once; where the disk cannot do that, copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _with_caption(block, caption):
    from dataclasses import replace

    return replace(block, caption=caption)


def _line_of(project, path, tex):
    """The line of a formula in the source of its page."""
    text = project.text(path) if path.suffix == ".ipynb" or path.is_file() else ""
    place = text.find(tex)
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def _up(url):
    """The way from a page to the root of its language."""
    return "../" * url.count("/")


def _relative(root, url, page_url):
    """The way from a page to the same page under another language's root."""
    return f"{_up(page_url)}{root}{url}" or "./"


def _catalog(project, language):
    """Compile a language's words; English needs none."""
    source = project.docs / "locale" / f"{language}.po"
    if not source.is_file():
        return None
    text = source.read_bytes()
    target = project.cache / "locale" / f"{language}-{hashlib.sha256(text).hexdigest()[:16]}.mo"
    if not target.is_file():
        catalog, buffer = read_po(BytesIO(text), abort_invalid=True), BytesIO()
        write_mo(buffer, catalog)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, buffer.getvalue())
    return target


def _vendored(root):
    """Fonts from npm that the site serves itself, as they are."""
    katex = root / "node_modules/katex/dist/fonts"
    if not katex.is_dir() or not (root / _PRETENDARD).is_dir():
        raise PluginError("the fonts are not installed: `make setup` brings them (or `npm ci`)")
    for path in sorted(katex.glob("*.woff2")):
        yield f"katex/fonts/{path.name}", path
    yield "sans/LICENSE.txt", root / _PRETENDARD / "LICENSE.txt"


def _styles(root, kept, everywhere):
    """Files of the typeface, and one style sheet for it, for what stands in for it, for formulas and the theme: a page waits for two.

    It leaves out the formats of fonts that no browser of today asks for.
    """
    theme = Path(material.__file__).parent / "templates/assets/stylesheets"
    css = [path.read_text(encoding="utf-8") for name in ("main", "palette") for path in theme.glob(f"{name}.*.min.css")]
    katex = (root / "node_modules/katex/dist/katex.min.css").read_text(encoding="utf-8")
    katex = re.sub(r',url\([^)]+\.(?:woff|ttf)\) format\("[^"]+"\)', "", katex)
    css.append(katex.replace("url(fonts/", "url(katex/fonts/"))
    text = _shown(root)
    for name, data, rule in kept.get(
        _made_by(root, typeface, text, everywhere), lambda: _typeface(root, text, everywhere)
    ):
        yield f"sans/{name}", base64.b64decode(data)
        css.append(rule)
    css.append(kept.get(_made_by(root, fallback), lambda: fallback.faces(root / _PRETENDARD / "public/static")))
    yield "styles.css", re.sub(r"/\*# sourceMappingURL=.*?\*/", "", "\n".join(css))


def _typeface(root, text, everywhere):
    made = typeface.parts(root / _PRETENDARD / "public/variable/PretendardVariable.ttf", text, everywhere)
    return [[part.name, base64.b64encode(part.data).decode(), part.rule] for part in made]


def _made_by(root, module, *texts):
    """What goes into fonts that a module makes: itself, its libraries, Pretendard, and the letters of texts."""
    sources = [Path(module.__file__), root / _PRETENDARD / "../package.json"]
    made_by = [path.read_text(encoding="utf-8") for path in sources]
    return [*made_by, *map(version, module.LIBRARIES), *("".join(sorted(set(text))) for text in texts)]


def _shown(root):
    """All that pages are made of: sources, settings, code, and the theme's own words in the languages of the site."""
    theme = Path(material.__file__).parent / "templates/partials/languages"
    kinds = {".md", ".ipynb", ".yml", ".bib", ".po", ".html", ".jinja", ".js", ".py"}
    found = [
        *root.glob("mkdocs*.yml"),
        *(root / "docs").rglob("*"),
        *(root / "cnnnotes").rglob("*.py"),
        *(path for path in theme.glob("*.html") if (root / "docs" / path.stem).is_dir()),
    ]
    return "".join(path.read_text(encoding="utf-8") for path in found if path.suffix in kinds)


def _date(root):
    """The day of the sources: SOURCE_DATE_EPOCH, or the last commit, or today."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None and (root / ".git").exists():
        said = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=False
        )
        epoch = said.stdout.strip() or None
    day = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return day.strftime("%Y-%m-%d")


def _warned():
    handlers = logging.getLogger("mkdocs").handlers
    return any(handler.get_counts() for handler in handlers if isinstance(handler, CountHandler))


def _publish(built, site):
    """Put a whole site in the place of the old one."""
    old = site.parent / f".{site.name}-old-{os.getpid()}"
    if site.exists():
        site.rename(old)
    built.rename(site)
    shutil.rmtree(old, ignore_errors=True)
