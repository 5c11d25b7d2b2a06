"""What is kept from build to build is what would have been made anew, and nothing else."""

from types import SimpleNamespace
from typing import Any

import markdown
import pytest
from material.plugins.search.plugin import SearchIndex
from mkdocs.structure.toc import get_toc
from mkdocs_bibtex.citation import Citation
from mkdocs_bibtex.registry import SimpleRegistry

from cnnnotes.site import kept, plugin

TEXT = """
# One { #one }

Some `code` and <b>bold</b> text.

```python title="a.py" hl_lines="1"
def f(x):  # <&>
    return [x for _ in range(3)]
```

<div data-search-exclude markdown="1">not this</div>

## Two { #two }

- a list

```{ .text .cn-output title="Output" }
1 2 3
```

    indented = code
"""


@pytest.fixture
def again(tmp_path):
    """Give what a build before left."""
    return lambda: kept.Kept(tmp_path / "folder" / "kept.json")


def test_a_value_is_made_once_and_dropped_when_no_build_asks_for_it(again):
    made = []

    def make():
        made.append(1)
        return len(made)

    first = again()
    assert [first.get(["a", 1], make), first.get(["a", 1], make), first.get(["a", 2], make)] == [1, 1, 2]
    first.save()
    second = again()
    assert second.get(["a", 2], make) == 2
    second.save()
    third = again()
    assert third.get(["a", 2], make) == 2
    assert third.get(["a", 1], make) == 3


def test_another_version_of_a_library_makes_anew(tmp_path):
    path = tmp_path / "kept.json"
    old = kept.Kept(path, ["1.0"])
    old.get("x", lambda: "old")
    old.save()
    assert kept.Kept(path, ["1.0"]).get("x", lambda: "new") == "old"
    assert kept.Kept(path, ["1.1"]).get("x", lambda: "new") == "new"


def test_a_damaged_file_is_made_anew(tmp_path):
    path = tmp_path / "kept.json"
    path.write_text('{"half')
    assert kept.Kept(path).get("x", lambda: "new") == "new"


def convert(highlight, settings, text=TEXT):
    extensions = [highlight, "pymdownx.superfences", "pymdownx.inlinehilite", "attr_list", "md_in_html", "toc"]
    configs = {"pymdownx.highlight": settings} if isinstance(highlight, str) else {}
    md: Any = markdown.Markdown(extensions=extensions, extension_configs=configs)
    return md.convert(text), get_toc(md.toc_tokens)


@pytest.mark.parametrize("settings", [{"anchor_linenums": False, "pygments_lang_class": True}, {"linenums": True}])
def test_highlighted_code_is_that_of_the_extension(again, settings):
    wanted, _ = convert("pymdownx.highlight", settings)
    for _ in range(2):  # made, then kept
        store = again()
        assert convert(kept.Highlighting(store, **settings), settings)[0] == wanted
        store.save()
    assert len(store.known) == len(store.used) == 2
    other = {**settings, "noclasses": True}
    assert convert(kept.Highlighting(again(), **other), other)[0] == convert("pymdownx.highlight", other)[0] != wanted


def test_the_search_reads_what_material_reads(again):
    config = {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}
    html, toc = convert("pymdownx.highlight", {})
    meta = {"title": "Title", "search": {"boost": 2}}
    page = SimpleNamespace(content=html, toc=toc, url="page/", meta=meta, title="Title")
    plain = SearchIndex(**config)
    plain.add_entry_from_context(page)
    for _ in range(2):
        store = again()
        index = kept.Index(store, **config)
        index.add_entry_from_context(page)
        store.save()
        assert index.entries == plain.entries
    assert "not this" not in str(index.entries)
    assert "indented" in str(index.entries)
    page.meta = {"search": {"exclude": True}}
    index.add_entry_from_context(page)
    assert index.entries == plain.entries


def test_a_source_that_changes_is_set_anew(again, tmp_path):
    path = tmp_path / "references.bib"
    texts = []
    for year in ("1989", "1990", "1990"):
        path.write_text(f"@misc{{Key, author={{A. Author}}, title={{Title}}, year={{{year}}}}}")
        store = again()
        registry = SimpleRegistry([str(path)])
        wanted = registry.reference_text(Citation("Key"))
        kept.keep_references(registry, store)
        texts.append(registry.reference_text(Citation("Key")))
        assert texts[-1] == wanted
        store.save()
    assert "1989" in texts[0]
    assert "1990" in texts[1]


def test_the_words_of_figures_are_those_of_the_file_as_it_is(tmp_path):
    """Not only where the file is younger than what was made of it: a checkout may bring an older one."""
    import gettext
    import os

    source = tmp_path / "locale" / "ko.po"
    source.parent.mkdir()
    project = SimpleNamespace(docs=tmp_path, cache=tmp_path / ".cache")
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    for time, word in ((2_000_000_000, "낱말"), (1_000_000_000, "단어")):
        source.write_text(f'{head}msgid "word"\nmsgstr "{word}"\n', encoding="utf-8")
        os.utime(source, (time, time))
        with plugin._catalog(project, "ko").open("rb") as file:
            assert gettext.GNUTranslations(file).gettext("word") == word


def test_what_another_language_used_is_taken_over_and_kept(tmp_path):
    first = kept.Kept(tmp_path / "ko.json")
    first.get(["a"], lambda: None)
    second = kept.Kept(tmp_path / "en.json", also=first.used)
    assert second.get(["a"], lambda: "made again") is None
    assert second.get(["b"], lambda: "new") == "new"
    second.save()
    assert kept.Kept(tmp_path / "en.json").get(["a"], lambda: "made again") is None


def test_the_search_reads_code_as_if_it_were_not_highlighted():
    code = '<span class="k">def</span><span class="w"> </span><span class="nf">f</span>(x):\n    <span class="c1"># a &lt; b</span>'
    page = '<h1 id="a">A</h1><pre><code>{}</code></pre><p><span class="cn-held">b.</span></p>'
    plain = page.format("def f(x):\n    # a &lt; b")
    parser = kept.Parser()
    parser.feed(page.format(code))
    assert kept._sections(page.format(code)) == kept._sections(plain)
    assert kept._sections(plain)[0][2] == ["".join(parser.data[0].text)]
