"""Whole builds of a small project: both languages, the same bytes twice; whatever is wrong is named, and the site stays as it was."""

import hashlib
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
ADDRESS = "https://example.org/notes/"

WORDS = {
    "ko": {
        "home": "처음",
        "second": "둘째",
        "text": "[](#fig-line)는 [=two]를, 커널은 [](#C9.1)",
        "there": "[](#fig-dot)을",
    },
    "en": {
        "home": "Home",
        "second": "Second",
        "text": "[](#fig-line) shows [=two], a kernel [](#C9.1)",
        "there": "[](#fig-dot)",
    },
}
INDEX = """---
title: "{home}"
description: "{home}"
---

# {home} {{ #home }}

{text} $x^2$ [@LeCun1989], {there} [{second}](second.md#second)

```python run="line"
figure: fig-line
caption: "{home}" [=two] $y$
alt: "{home}" <alt>
```

```python run="printed"
```

\\bibliography
"""
SECOND = """---
title: "1.1 {second}"
description: "{second}"
---

# 1.1 {second} {{ #second }}

```python run="dot"
figure: fig-dot
caption: "{second}"
alt: "{second}"
```
"""
APPENDIX = """---
title: "{page}"
description: "{page}"
terms: false
---

# {page} {{ #{page} }}

{text}
"""
DRAWN = """
import numpy as np

from cnnnotes.figures import style
from cnnnotes.figures.words import _
from cnnnotes.site import fact, show


@style.figure
def draw(values):
    fig, ax = style.subplots(height=2)
    ax.plot(values, "o-")
    ax.set_title(_("a word"))
    return fig


show(draw(np.arange(3)))
"""
FILES = {
    "docs/code/index.py": (
        f'# [start:line]{DRAWN}fact("two", "2")\n# [end:line]\n\n# [start:printed]\nprint("42 printed")\n# [end:printed]\n'
    ),
    "docs/code/second.py": f"# [start:dot]{DRAWN}# [end:dot]\n",
    "docs/claims.yml": """claims:
- {id: C9.1, claim_ko: 그렇다, claim_en: It is, verdict: imprecise, correction_ko: 꼭 그렇지는 않다, correction_en: Not quite, page: index,
   anchor: home, figure: fig-line, references: [LeCun1989]}
""",
    "docs/glossary.yml": """terms:
- {id: kernel, en: kernel, ko: 커널, def_ko: 배열, def_en: An array, ko_also: [필터], en_also: [filter]}
""",
    "docs/locale/ko.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a word"\nmsgstr "낱말"\n',
    "tests/test_claims.py": 'import pytest\n\n\n@pytest.mark.claim("C9.1")\ndef test_it_is_not_quite():\n    assert True\n',
}
for language, said in WORDS.items():
    FILES[f"docs/{language}/index.md"] = INDEX.format(**said)
    FILES[f"docs/{language}/second.md"] = SECOND.format(**said)
    for name in ("claims", "glossary", "bibliography"):
        page = "references" if name == "bibliography" else name
        FILES[f"docs/{language}/{page}.md"] = APPENDIX.format(page=page, text=f"\\generated-{name}")
    FILES[f"docs/{language}/api.md"] = APPENDIX.format(page="api", text="::: cnnnotes.ops.pointwise")


def cell(kind, source, *tags):
    return {"cell_type": kind, "metadata": {"tags": tags}, "source": source}


def prose(source, **words):
    """A cell in each language."""
    return [
        cell("markdown", source.format(**{name: value[at] for name, value in words.items()}), language)
        for at, language in enumerate(("ko", "en"))
    ]


LAB = [
    *(
        cell("raw", f'---\ntitle: "{title}"\ndescription: "x"\n---', tag)
        for tag, title in (("ko", "실습"), ("en", "Lab"))
    ),
    *prose(
        "# {lab} {{ #lab }}\n\n{says} [=three] [](#fig-bars) [](#C9.1) $z^2$ [@LeCun1989]",
        lab=("실습", "Lab"),
        says=("말 커널", "Word kernel"),
    ),
    cell("code", f"value = 3\nprint('printed', value){DRAWN}fact('three', str(value))"),
    *prose("figure: fig-bars\ncaption: {says} [=three]\nalt: {says}", says=("설명", "Caption")),
    cell("markdown", "[x](../second.md#second)"),
    cell("code", "value + 1"),
    *prose(
        '## {task} {{ #task }}\n\n??? success "{solution}"\n    $x$',
        task=("문제", "Task"),
        solution=("풀이", "Solution"),
    ),
    cell("code", "print(value * 111)", "solution"),
    *prose("## {end} {{ #end }}\n\n\\bibliography", end=("끝", "End")),
]


def notebook(cells):
    return json.dumps(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False, indent=1
    )


FILES["docs/labs/lab.ipynb"] = notebook(LAB)
NAV = "nav:\n" + "".join(
    f"  - {name}\n"
    for name in ("index.md", "second.md", "labs/lab.ipynb", "claims.md", "glossary.md", "references.md", "api.md")
)


def make(root):
    """Write the small project: our configuration, theme and package; its own pages."""
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = re.sub(r"^nav:\n(?:[ -].*\n)+", NAV, (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert NAV in text
        (root / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs/overrides", root / "docs/overrides")
    shutil.copy(ROOT / "docs/references.bib", root / "docs")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    write(root, FILES)


def write(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def build(root, **environment):
    """Build as a user would; give the exit code and what was said."""
    settings = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SITE_URL", "REPO_URL", "OFFLINE", "CNNNOTES_CACHE")
    }
    settings |= {
        "SOURCE_DATE_EPOCH": "1750000000",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONIOENCODING": "utf-8",
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root, env=settings, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def staging(root):
    return [path.name for path in root.iterdir() if path.name.startswith(".site")]


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The small project, built once."""
    root = tmp_path_factory.mktemp("good")
    make(root)
    code, said = build(root, SITE_URL=ADDRESS)
    assert code == 0, said
    assert "Blocks: 6 run, 0 from the cache" in said
    assert "Labs: 2 run, 0 from the cache" in said
    return root


@pytest.fixture
def copy(good, tmp_path):
    """The project with its site and its cache, to be broken."""
    shutil.copytree(good, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


def page(root, name):
    return (root / "site" / name).read_text(encoding="utf-8")


# -- a good build ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "second/", "labs/lab/", "claims/", "glossary/", "references/", "404.html"])
def test_both_languages_have_every_page(good, name):
    for language, other in (("", "en/"), ("en/", "")):
        made = page(good, f"{language}{name}" + ("" if name.endswith("html") else "index.html"))
        assert f'<html lang="{"en" if language else "ko"}"' in made
        if not name.endswith("html"):
            assert (
                f'<link href="{ADDRESS}{language}{name}" rel="canonical">' in made
                or f'<link rel="canonical" href="{ADDRESS}{language}{name}">' in made
            )
            found = dict(re.findall(r'<link rel="alternate ?" hreflang="([\w-]+)" href="([^"]+)">', made))
            assert found == {"ko": f"{ADDRESS}{name}", "en": f"{ADDRESS}en/{name}", "x-default": f"{ADDRESS}{name}"}
            switch = re.search(r'<a class="md-header__button cn-language" href="([^"]+)"', made)[1]
            up = "../" * (language + name).count("/")
            assert switch.rstrip("/") == f"{up}{other}{name}".rstrip("/") or (
                up + other + name == "" and switch == "./"
            )


def test_there_is_nothing_staged_and_nothing_unfinished(good):
    assert staging(good) == []
    for path in (good / "site").rglob("*.html"):
        made = path.read_text(encoding="utf-8")
        for mark in (
            "data-cn-svg",
            "data-cn-tools",
            "data-cn-maths",
            "[=",
            "[](#",
            "\\generated",
            "[@",
            "run=&quot;",
            "fig-line&quot;",
        ):
            assert mark not in made, f"{mark} in {path}"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", [">그림 1</a>은 2를", "1.1의 그림 1", "<strong>그림 1.</strong>", "C9.1 부정확", "그림 1: "]),
        (
            "en/",
            [">Figure 1</a> shows 2", "Figure 1 of 1.1", "<strong>Figure 1.</strong>", "C9.1 imprecise", "Figure 1: "],
        ),
    ],
)
def test_a_page_has_its_figures_marks_facts_and_formulas(good, language, words):
    made = page(good, f"{language}index.html")
    for word in [
        *words,
        "42 printed",
        'class="katex"',
        'id="fig-line"',
        'id="claim-C9.1"',
        'class="cn-term"',
        "LeCun",
        "&lt;alt&gt;",
    ]:
        assert word in made, word
    ids = re.findall(r'\sid="([^"]+)"', made)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", ["", "en/"])
def test_every_link_of_the_site_leads_somewhere(good, language):
    for path in (good / "site" / language).rglob("*.html"):
        if path.name == "404.html":
            continue
        for tag, link in re.findall(r'<(\w+)[^>]*? (?:href|src)="([^"]*)"', path.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", link):
                assert tag == "a" or link.startswith(ADDRESS), f"{link} in {path} is loaded from elsewhere"
                continue
            address, _, anchor = link.partition("#")
            target = (path.parent / address.partition("?")[0]).resolve() if address else path
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{link} in {path}"
            if anchor and target.suffix == ".html" and not anchor.startswith("__"):
                assert re.search(rf'(?:id|name)="{re.escape(anchor)}"', target.read_text(encoding="utf-8")), (
                    f"{link} in {path}"
                )


def test_figures_are_files_of_their_own_in_each_language(good):
    drawn = {}
    for language in ("", "en/"):
        for name in ("fig-line", "fig-dot"):
            drawn[language, name] = page(good, f"{language}assets/figures/{name}.svg")
            assert ElementTree.fromstring(drawn[language, name]).tag.endswith("svg")
    assert len(set(drawn.values())) == 4


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", ["말 <a", ">그림 1</a>", "<strong>그림 1.</strong> 설명 3", "C9.1 부정확", "<summary>풀이</summary>"]),
        ("en/", ["Word <a", ">Figure 1</a>", "<strong>Figure 1.</strong> Caption 3", "C9.1 imprecise", "<summary>Solution</summary>"]),
    ],
)  # fmt: skip
def test_a_lab_is_a_page_like_others_in_its_language_alone(good, language, words):
    made = page(good, f"{language}labs/lab/index.html")
    for word in [*words, 'class="katex"', 'id="fig-bars"', 'class="cn-term"', "LeCun", 'id="task"']:
        assert word in made, word
    text = re.sub(
        r"<[^>]+>", "", re.sub(r"<(script|style|svg).*?</\1>|<a [^>]*lang=.*?</a>", "", made, flags=re.DOTALL)
    )
    assert "printed 3" in text and re.search(r"<code>4\s*</code>", made)
    assert text.index("value = 3") < text.index("printed 3") < text.index(("설명 3", "Caption 3")[bool(language)])
    folded = re.search(r'<details class="success">.*?</details>', made, re.DOTALL)[0]
    assert "333" in folded
    others = ("Word", "Caption", "Solution") if language == "" else ("말", "설명", "풀이")
    assert not [word for word in others if word in text]
    drawn = page(good, f"{language}assets/figures/fig-bars.svg")
    assert ElementTree.fromstring(drawn).tag.endswith("svg")


def test_the_figures_of_a_lab_speak_the_language_of_the_page(good):
    assert len({page(good, f"{language}assets/figures/fig-bars.svg") for language in ("", "en/")}) == 2


def test_nothing_of_a_lab_comes_from_another_host(good):
    for language in ("", "en/"):
        made = page(good, f"{language}labs/lab/index.html")
        assert not re.findall(r'<(?:link|script|img|iframe)[^>]*(?:href|src)="(?!https://example\.org)[a-z]+://', made)
        assert "cdnjs" not in made and "jsdelivr" not in made


def test_each_language_has_its_own_search(good):
    korean, english = (json.loads(page(good, f"{language}search/search_index.json")) for language in ("", "en/"))
    texts = ["".join(entry["title"] + entry["text"] for entry in index["docs"]) for index in (korean, english)]
    assert "처음" in texts[0] and "Home" not in texts[0]
    assert "Home" in texts[1] and "처음" not in texts[1]
    assert "필터" in texts[0] and "filter" in texts[1]
    assert [index["config"]["lang"] for index in (korean, english)] == [["ko"], ["en"]]
    assert korean["config"]["separator"] != english["config"]["separator"]
    assert "카" not in "".join(re.findall(r"<svg.*?</svg>", texts[0]))


def test_the_appendix_counts_and_shows_the_test(good):
    for name in ("claims/index.html", "en/claims/index.html"):
        made = page(good, name)
        assert 'id="C9.1"' in made
        assert "test_it_is_not_quite" in made
        assert "#claim-C9.1" in made
    assert 'id="kernel"' in page(good, "glossary/index.html")
    assert 'id="ref-LeCun1989"' in page(good, "en/references/index.html")


def test_the_second_build_is_the_same_to_the_byte_and_runs_nothing(good, copy):
    shutil.rmtree(copy / "site")
    broken = sorted((copy / ".cache" / "pages" / "ko").iterdir())[:3]
    for path, left in zip(broken, (0, 9, -9), strict=True):
        path.write_bytes(path.read_bytes()[:left])
    code, said = build(copy, SITE_URL=ADDRESS)
    assert code == 0, said
    assert "Blocks: 0 run, 6 from the cache" in said
    assert "Labs: 0 run, 2 from the cache" in said
    assert contents(copy / "site") == contents(good / "site")
    assert staging(copy) == []


def test_the_second_build_renders_nothing_but_what_is_edited(copy):
    """What is kept is changed here, to be recognised."""
    kept = list((copy / ".cache" / "pages" / "ko").iterdir())
    assert len(kept) == NAV.count(".md") + NAV.count(".ipynb")
    for path in kept:
        rendered = pickle.loads(path.read_bytes())
        path.write_bytes(pickle.dumps({**rendered, "html": rendered["html"] + "<!-- kept -->"}))
    write(copy, {"docs/ko/second.md": FILES["docs/ko/second.md"] + "\nmore\n"})
    code, said = build(copy, SITE_URL=ADDRESS)
    assert code == 0, said
    for name in ("index.html", "labs/lab/index.html", "claims/index.html", "api/index.html"):
        assert "<!-- kept -->" in page(copy, name)
    assert "doc-heading" in page(copy, "api/index.html")
    assert "<!-- kept -->" not in page(copy, "second/index.html")
    assert len(list((copy / ".cache" / "pages" / "ko").iterdir())) == len(kept)  # the one before is removed


def test_a_page_that_has_not_changed_follows_what_it_is_made_of(copy):
    """The glossary's words, which it shows, and the settings of Markdown."""
    assert 'title="배열"' in page(copy, "index.html")
    write(copy, {"docs/glossary.yml": FILES["docs/glossary.yml"].replace("배열", "숫자 표")})
    settings = (copy / "mkdocs.yml").read_text(encoding="utf-8").replace('permalink: "#"', 'permalink: "%"')
    write(copy, {"mkdocs.yml": settings})
    code, said = build(copy, SITE_URL=ADDRESS)
    assert code == 0, said
    made = page(copy, "index.html")
    assert 'title="숫자 표"' in made
    assert 'title="배열"' not in made
    assert ">%</a>" in made


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_page_that_has_not_changed_is_warned_of_as_often_as_it_is_built(copy, language):
    """Its link was good before an anchor of another page went, and its warning is not lost with the first build."""
    text = FILES[f"docs/{language}/second.md"].replace("#second", "#other")
    for _time in range(2):
        said = fails(copy, {f"docs/{language}/second.md": text + "\n[x](nowhere.md)\n"})
        assert "'index.md' contains a link 'second.md#second', but" in said
        assert "'second.md' contains a link 'nowhere.md'" in said


def test_a_page_that_has_not_changed_misses_a_file_that_is_gone(copy):
    text = FILES["docs/ko/second.md"] + "\n[x](data.txt)\n"
    write(copy, {"docs/ko/second.md": text, "docs/ko/data.txt": "1 2 3"})
    code, said = build(copy, SITE_URL=ADDRESS)
    assert code == 0, said
    assert "'second.md' contains a link 'data.txt'" in fails(copy, {"docs/ko/data.txt": None})


def test_without_an_address_nothing_points_anywhere_and_one_edit_runs_one_block(copy):
    """No SITE_URL; the section is changed, which both languages run again."""
    write(copy, {"docs/code/index.py": FILES["docs/code/index.py"].replace("42 printed", "43 printed")})
    code, said = build(copy)
    assert code == 0, said
    # No word is asked for, so one run serves both languages, or each runs its own.
    assert re.search(r"Blocks: [12] run, [45] from the cache", said)
    for name in ("index.html", "en/index.html", "en/second/index.html"):
        made = page(copy, name)
        assert "example.org" not in made
        assert "hreflang" not in re.sub(r"<a [^>]*>", "", made)
        assert 'rel="canonical"' not in made
        assert not re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="https?:', made)
    assert "43 printed" in page(copy, "index.html")


# -- builds that fail ------------------------------------------------------------------------------------------------------------


def fails(root, files):
    """Break the project and build it: it fails, and the site that was there stays as it was."""
    before = contents(root / "site")
    for name, text in files.items():
        if text is None:
            (root / name).unlink()
        else:
            write(root, {name: text})
    code, said = build(root, SITE_URL=ADDRESS)
    assert code != 0, said
    assert contents(root / "site") == before
    assert staging(root) == []
    return said


def line(text, part):
    """The line on which a part of a text stands."""
    return text[: text.index(part)].count("\n") + 1


BLOCKS = """---
title: "1.1 x"
description: "x"
---

# 1.1 x { #second }

```python run="raises"
```

```python run="exits"
```

```python run="warns"
```

```python run="missing"
```

```python run="silent"
figure: fig-silent
caption: x
alt: x
```

```python run="dot"
figure: fig-line
caption: x
alt: x
```

```python rnu="dot"
```

```python run="unknown-word"
figure: fig-word
caption: x
alt: x
```
"""
SECTIONS = f"""# [start:raises]
x = 1
raise ValueError("too bad")
# [end:raises]

# [start:exits]
import sys

sys.exit(0)
# [end:exits]

# [start:warns]
import numpy as np

np.ones(1) / np.zeros(1)
# [end:warns]

# [start:silent]
x = 1
# [end:silent]

# [start:dot]{DRAWN}# [end:dot]

# [start:unknown-word]{DRAWN.replace("a word", "another word")}# [end:unknown-word]
"""


def test_every_broken_block_of_a_run_is_named(copy):
    english = BLOCKS.replace("fig-line", "fig-dot")
    said = fails(copy, {
        "docs/code/second.py": SECTIONS,
        "docs/ko/second.md": BLOCKS,
        "docs/en/second.md": english,
        "docs/ko/alone.md": FILES["docs/ko/second.md"].replace("fig-dot", "fig-alone").replace('run="dot"', 'run="alone"'),
        "docs/code/alone.py": FILES["docs/code/second.py"].replace(":dot]", ":alone]"),
    })  # fmt: skip
    program = 'docs/code/second.py", line '
    for language in ("ko", "en"):
        place = f"docs/{language}/second.md:"
        for part, *messages in (
            ('run="raises"', "block 'raises' failed", f"{program}{line(SECTIONS, 'raise V')}", "ValueError: too bad"),
            ('run="exits"', "block 'exits' failed", f"{program}{line(SECTIONS, 'sys.exit')}", "SystemExit: 0"),
            (
                'run="warns"',
                "block 'warns' failed",
                f"{program}{line(SECTIONS, 'np.ones')}",
                "RuntimeWarning: divide by zero",
            ),
            ('run="missing"', "no section [start:missing] in second.py"),
            (
                'run="silent"',
                "block 'silent' failed",
                "figure: fig-silent for this block, but show() was called 0 times",
            ),
            ('rnu="dot"', "a block that runs starts with"),
        ):
            entry = said[said.index(f"{place}{line(BLOCKS, part)}: ") :]
            position = 0
            for message in messages:
                assert message in entry[position:], f"{place} {part}: {message}"
                position = entry.index(message, position)
    dot, word = line(BLOCKS, 'run="dot"'), line(BLOCKS, 'run="unknown-word"')
    assert f"docs/ko/second.md:{dot}: the figure id 'fig-line' is used before, in index.md:" in said
    assert f"docs/ko/second.md:{word}: docs/locale/ko.po has no entry for 'another word'" in said
    assert "docs/ko/alone.md:1: the page is missing in en: docs/en/alone.md" in said


MARKS = """---
title: "1.1 x"
description: "x"
---

# 1.1 x { #second }

Text [](#fig-none) here.

Text [=nothing] here.

Text [](#C7.7) here.

Text [@Nobody1999] here.

Text $\\frac{1}{2$ here.

```python run="dot"
figure: fig-dot
caption: Caption [=nobody] and [](#fig-nowhere)
alt: x
```
"""


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_broken_mark_of_a_language_is_named(copy, language):
    said = fails(copy, {f"docs/{language}/second.md": MARKS})
    for part, message in (
        ("#fig-none", "no block has `figure: fig-none`"),
        ("[=nothing]", "no block of this page gives the fact 'nothing'"),
        ("C7.7", "C7.7 is not a published claim"),
        ("@Nobody1999", "the source 'Nobody1999' is not in docs/references.bib"),
        ("\\frac", "KaTeX cannot set '\\\\frac{1}{2'"),
        ('run="dot"', "no block of this page gives the fact 'nobody'"),
        ('run="dot"', "no block has `figure: fig-nowhere`"),
    ):
        assert f"docs/{language}/second.md:{line(MARKS, part)}: {message}" in said


def test_a_cell_that_fails_stops_the_build_by_its_name(copy):
    """Both languages run it, and it is named once, where it stands in the notebook's file."""
    cells = [dict(part) for part in LAB]
    cells[8]["source"] = "import math\nmath.sqrt(value - 10)"
    text = notebook(cells)
    said = fails(copy, {"docs/labs/lab.ipynb": text})
    where = text.split("\n").index(f'   "source": {json.dumps(cells[8]["source"])}') + 1
    assert f"docs/labs/lab.ipynb:{where}: cell 9: the code failed" in said
    assert "math.sqrt(value - 10)" in said
    assert "ValueError: math domain error" in said
    assert said.count("the code failed") == 1


@pytest.mark.parametrize(
    ("at", "source", "message"),
    [
        (4, "import warnings\nwarnings.warn('old')", "cell 5: the code failed.*UserWarning: old"),
        (4, "value = 3", "cell 5: the code failed.*figure: fig-bars for this block, but show\\(\\) was called 0 times"),
        (8, "from IPython.display import display, SVG\ndisplay(SVG('<svg/>'))", "cell 9: the code failed.*show\\(\\)"),
        (8, "%time 1", "cell 9: this is not Python"),
        (2, "# x { #lab }\n\n[=none]", "cell 3: no block of this page gives the fact 'none'"),
        (2, "# x { #lab }\n\n[@Nobody1999]", "cell 3: the source 'Nobody1999' is not"),
    ],
)
def test_what_is_wrong_in_a_lab_is_named(copy, at, source, message):
    cells = [dict(part) for part in LAB]
    cells[at]["source"] = source
    said = fails(copy, {"docs/labs/lab.ipynb": notebook(cells)})
    assert re.search(r"docs/labs/lab\.ipynb:\d+: " + message, said, re.DOTALL)


def test_prose_of_a_lab_changes_without_running_its_code(copy):
    cells = [dict(part) for part in LAB]
    cells[2]["source"] = cells[2]["source"].replace("말", "다른 글")
    write(copy, {"docs/labs/lab.ipynb": notebook(cells)})
    code, said = build(copy, SITE_URL=ADDRESS)
    assert code == 0, said
    assert "Labs: 0 run, 2 from the cache" in said
    assert "다른 글" in page(copy, "labs/lab/index.html")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_broken_link_fails_the_build(copy, language):
    text = FILES[f"docs/{language}/second.md"] + "\n[x](nowhere.md) [y](#nowhere) [z](index.md#nowhere)\n"
    said = fails(copy, {f"docs/{language}/second.md": text})
    for link in ("'nowhere.md'", "'#nowhere'", "'index.md#nowhere'"):
        assert re.search(rf"WARNING.*'second\.md' contains a link {link}", said)


def test_a_page_missing_in_the_other_language_is_named(copy):
    said = fails(
        copy, {"docs/ko/second.md": None, "docs/ko/index.md": FILES["docs/ko/index.md"].replace("[](#fig-dot)", "x")}
    )
    assert "docs/en/second.md:1: the page is missing in ko: docs/ko/second.md" in said


def test_a_fact_given_by_two_blocks_of_a_page_is_named(copy):
    program = FILES["docs/code/index.py"].replace(
        'print("42 printed")', 'from cnnnotes.site import fact\nfact("two", "3")'
    )
    said = fails(copy, {"docs/code/index.py": program})
    printed = line(FILES["docs/ko/index.md"], 'run="printed"')
    assert f"docs/ko/index.md:{printed}: the fact 'two' is given before, by block 'line'" in said
