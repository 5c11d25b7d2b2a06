"""Imports run one way, and what is heavy is imported only where it is needed."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cnnnotes"
BELOW = {
    "ops": set(),
    "data": set(),
    "analysis": {"ops"},
    "learn": {"ops", "analysis", "data"},
    "figures": {"ops", "analysis", "learn", "data"},
    "site": {"ops", "analysis", "learn", "data", "figures"},
}
THIRD_PARTY = {
    "ops": {"numpy"},
    "data": {"numpy", "matplotlib", "PIL"},
    "analysis": {"numpy"},
    "learn": {"numpy"},
    "figures": {"numpy", "matplotlib"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(source, package):
    """List what a module imports as (dotted name, is it at the top level of the module)."""
    tree = ast.parse(source)
    top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, node.module] if node.module else above)
            found += [(f"{base}.{alias.name}", id(node) in top) for alias in node.names]
    return found


def wrong(part, source, package):
    """List the imports that a part of the package must not have."""
    said = []
    for name, at_top in imports(source, package):
        first, *rest = name.split(".")
        if first == "cnnnotes":
            other = rest[0] if rest else ""
            if other in BELOW and other != part and other not in BELOW[part]:
                said.append(f"{part} imports {name}")
        elif first not in sys.stdlib_module_names and part in THIRD_PARTY:
            if first not in THIRD_PARTY[part]:
                said.append(f"{part} imports {name}")
            elif part == "data" and first != "numpy" and at_top:
                said.append(f"{part} imports {name} before it is needed")
    return said


def part_of(path):
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path):
    if part_of(path) not in BELOW:
        assert path.name in ("__init__.py", "_sources.py"), "a part of the package that this test does not know"
        assert not [
            name
            for name, _ in imports(path.read_text(encoding="utf-8"), "cnnnotes")
            if name.split(".")[0] in ("numpy", "matplotlib")
        ]
        return
    package = ".".join(path.parent.relative_to(PACKAGE.parent).parts)
    assert wrong(part_of(path), path.read_text(encoding="utf-8"), package) == []


@pytest.mark.parametrize(
    ("part", "source", "found"),
    [
        ("ops", "from cnnnotes.analysis import cost", ["ops imports cnnnotes.analysis.cost"]),
        ("ops", "def f():\n    import cnnnotes.data.warp", ["ops imports cnnnotes.data.warp"]),
        ("ops", "from ..learn import train", ["ops imports cnnnotes.learn.train"]),
        ("ops", "from .. import figures", ["ops imports cnnnotes.figures"]),
        ("ops", "import scipy.signal", ["ops imports scipy.signal"]),
        ("analysis", "from cnnnotes.data import digits", ["analysis imports cnnnotes.data.digits"]),
        ("learn", "import matplotlib.pyplot as plt", ["learn imports matplotlib.pyplot"]),
        ("figures", "from cnnnotes.site import show", ["figures imports cnnnotes.site.show"]),
        ("data", "from PIL import Image", ["data imports PIL.Image before it is needed"]),
        ("data", "def load():\n    from PIL import Image", []),
        (
            "ops",
            "import numpy as np\nfrom math import pi\nfrom cnnnotes.ops.conv import conv2d\nfrom . import pool",
            [],
        ),
        ("learn", "from cnnnotes import _sources\nfrom cnnnotes.ops import conv2d", []),
        ("site", "import mkdocs\nfrom cnnnotes.figures import style", []),
    ],
)
def test_a_wrong_import_is_found(part, source, found):
    assert wrong(part, source, f"cnnnotes.{part}") == found


def test_every_part_has_modules():
    assert {part_of(path) for path in MODULES} >= set(BELOW)
