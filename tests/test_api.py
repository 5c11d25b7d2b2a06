"""Every public name has its own entry in the API pages of both languages, and nothing private has one."""

import importlib
import inspect
import pkgutil
import re
import shutil
import subprocess
import sys
import zlib
from collections import Counter
from pathlib import Path

import pytest

import cnnnotes

ROOT = Path(__file__).parents[1]
LANGUAGES = ["ko", "en"]
PAGES = {path.stem for folder in ("docs/code", "docs/labs") for path in (ROOT / folder).glob("*.*")}


def modules():
    """The modules whose names are public: packages that list them, else every module, without what only a page uses."""
    for package in pkgutil.iter_modules(cnnnotes.__path__, "cnnnotes."):
        if package.ispkg:
            yield from below(package.name)


def below(name):
    module = importlib.import_module(name)
    if hasattr(module, "__all__"):
        yield module
        return
    for found in pkgutil.iter_modules(module.__path__, f"{name}."):
        last = found.name.split(".")[-1]
        if found.ispkg:
            yield from below(found.name)
        elif not last.startswith("_") and not (name == "cnnnotes.figures" and last in PAGES):
            yield importlib.import_module(found.name)


def names(module):
    """The public names of a module: those it lists, else what it defines."""
    if hasattr(module, "__all__"):
        return list(module.__all__)
    own = (name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__)
    return [name for name in own if name == "_" or not name.startswith("_")]


PUBLIC = {f"{module.__name__}.{name}": getattr(module, name) for module in modules() for name in names(module)}


def directives(language):
    """The modules and names that the API pages of a language describe."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / language).glob("api*.md")))
    return re.findall(r"^(?:#+ )?::: (\S+)$", text, re.MULTILINE)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The API pages alone, built."""
    root = tmp_path_factory.mktemp("api")
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        stems = ["index", *sorted(path.stem for path in (ROOT / "docs/en").glob("api*.md"))]
        nav = "nav:\n" + "".join(f"  - {stem}.md\n" for stem in stems)
        text = (ROOT / name).read_text(encoding="utf-8")
        (root / name).write_text(re.sub(r"^nav:\n(?:[ -].*\n)+", nav, text, flags=re.MULTILINE), encoding="utf-8")
    shutil.copytree(ROOT / "docs/overrides", root / "docs/overrides")
    for name in ("claims.yml", "glossary.yml", "references.bib"):
        shutil.copy(ROOT / "docs" / name, root / "docs")
    for name in ("cnnnotes", "node_modules"):
        (root / name).symlink_to(ROOT / name)
    for language in LANGUAGES:
        (root / "docs" / language).mkdir()
        (root / "docs" / language / "index.md").write_text('---\ntitle: "x"\ndescription: "x"\n---\n\n# x { #x }\n')
        for path in (ROOT / "docs" / language).glob("api*.md"):
            shutil.copy(path, root / "docs" / language)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (root / "said.txt").write_text(done.stderr)
    return root / "site"


def inventory(folder):
    data = (folder / "objects.inv").read_bytes()
    lines = zlib.decompress(data[data.index(b"zlib.\n") + 6 :]).decode().split("\n")
    return {line.split(" ")[0]: line.split(" ")[-2] for line in lines if line}


def test_every_public_name_is_unique():
    known = Counter(name.split(".")[-1] for name in PUBLIC)
    assert [name for name, count in known.items() if count > 1] == []
    for module in modules():
        assert len(names(module)) == len(set(names(module)))


@pytest.mark.parametrize(
    "module", [module for module in modules() if hasattr(module, "__all__")], ids=lambda module: module.__name__
)
def test_lists_of_names_are_sorted_and_whole(module):
    assert list(module.__all__) == sorted(module.__all__)
    taken = {name for name, value in vars(module).items() if not name.startswith("_") and not inspect.ismodule(value)}
    assert taken == set(module.__all__), "imported but not listed, or listed but not there"


@pytest.mark.parametrize("name", sorted(name for name, value in PUBLIC.items() if callable(value)))
def test_every_public_function_says_what_it_takes_gives_and_does(name):
    function = PUBLIC[name]
    said = inspect.getdoc(function)
    assert said, f"{name} has no docstring"
    taken = set(inspect.signature(function).parameters) - {"self", "args", "kwargs"}
    assert taken - described(said) == set(), f"{name}: parameters that the docstring does not describe"


def described(said):
    """The parameters that a docstring of the numpy style has an entry for."""
    section = re.search(r"^(?:Parameters|Attributes)\n-+\n(.*?)(?=^\w[^\n]*\n---|\Z)", said, re.DOTALL | re.MULTILINE)
    rows = [row for row in section[1].split("\n") if row and not row.startswith(" ")] if section else []
    return {name.strip(" *") for row in rows for name in row.split(" : ")[0].split(",")}


def test_pages_describe_each_public_name_once_in_both_languages():
    korean, english = (directives(language) for language in LANGUAGES)
    assert korean == english
    whole = {module.__name__: [f"{module.__name__}.{name}" for name in names(module)] for module in modules()}
    described = Counter(name for directive in korean for name in whole.get(directive, [directive]))
    assert described == Counter(list(PUBLIC))


def test_docstrings_are_understood(site):
    said = (site.parent / "said.txt").read_text().split("\n")
    assert sorted({line for line in said if line.startswith(("WARNING", "ERROR"))}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_name_has_an_entry(site, language):
    folder = site if language == "ko" else site / language
    listed = inventory(folder)
    pages = "".join(path.read_text(encoding="utf-8") for path in folder.glob("api*/index.html"))
    missing = [name for name in PUBLIC if name not in listed or f'id="{name}"' not in pages]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_private_has_an_entry(site, language):
    listed = inventory(site if language == "ko" else site / language)
    private = [name for name in listed if re.search(r"^cnnnotes.*\._(?!_)", name)]
    assert [name for name in private if name not in PUBLIC] == []
