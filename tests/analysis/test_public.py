"""What is public has an example and its errors, depends on `ops` and NumPy alone, and stays short."""

import ast
import inspect
import pathlib
import sys

import pytest

from cnnnotes import analysis

FILES = sorted(pathlib.Path(analysis.__file__).parent.glob("*.py"))
FUNCTIONS = [name for name in analysis.__all__ if inspect.isfunction(getattr(analysis, name))]


@pytest.mark.parametrize("name", [name for name in analysis.__all__ if callable(getattr(analysis, name))])
def test_has_a_docstring_with_an_example(name):
    assert ">>> " in inspect.getdoc(getattr(analysis, name)).split("Examples\n--------")[1]


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"network_names"}))
def test_says_what_it_returns_and_raises(name):
    said = inspect.getdoc(getattr(analysis, name))
    assert "Returns\n-------" in said and "Raises\n------" in said


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestModules:
    def test_imports_ops_and_numpy_alone(self, file):
        allowed = {"numpy", *sys.stdlib_module_names}
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                name = getattr(node, "module", None) or node.names[0].name
                ours = f"{name}." if name != "cnnnotes" else f"cnnnotes.{node.names[0].name}."
                assert name.split(".")[0] in allowed or ours.startswith(("cnnnotes.ops.", "cnnnotes.analysis.")), name

    def test_is_below_250_lines(self, file):
        assert len(file.read_text(encoding="utf-8").splitlines()) < 250

    def test_bodies_are_below_25_lines(self, file):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                assert not body or body[-1].end_lineno - body[0].lineno < 25, node.name
