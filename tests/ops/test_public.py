"""What is public is listed, documented with an example, depends on NumPy alone, and stays short."""

import ast
import inspect
import itertools
import pathlib

import pytest

from cnnnotes import ops

FOLDER = pathlib.Path(ops.__file__).parent
FILES = sorted(FOLDER.glob("*.py"))


@pytest.mark.parametrize("name", ops.__all__)
def test_has_a_docstring_with_an_example(name):
    assert ">>> " in inspect.getdoc(getattr(ops, name)).split("Examples\n--------")[1]


@pytest.mark.parametrize("name", [name for name in ops.__all__ if not name.endswith("_backward")])
def test_has_a_source_or_is_a_definition(name):
    assert "References\n----------" in inspect.getdoc(getattr(ops, name)) or name in {"pad2d", "col2im", "attention"}


def test_every_public_function_is_listed_and_sorted():
    public = [name for name, value in vars(ops).items() if inspect.isfunction(value)]
    assert sorted(public) == ops.__all__


def test_every_operation_on_data_has_a_backward():
    without = {"conv2d_loops", "output_size", "same_padding", "im2col", "col2im", "conv_matrix", "dft_diagonal"}
    without |= {"attention_weights", "gabor_bank"} | {name for name in ops.__all__ if name.endswith("_filter")}
    operations = {name for name in ops.__all__ if not name.endswith("_backward")} - without
    assert {f"{name}_backward" for name in operations} == {n for n in ops.__all__ if n.endswith("_backward")}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestModules:
    def test_imports_numpy_alone(self, file):
        allowed = ("numpy", "cnnnotes.ops", "operator", "numbers", "functools", "typing")
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                name = getattr(node, "module", None) or node.names[0].name
                assert name.startswith(allowed), name

    def test_is_below_250_lines(self, file):
        assert len(file.read_text().splitlines()) < 250

    def test_bodies_are_below_25_lines(self, file):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                assert body[-1].end_lineno - body[0].lineno < 25, node.name

    def test_a_backward_stands_below_its_forward(self, file):
        names = [node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)]
        for before, name in itertools.pairwise(names):
            assert not name.endswith("_backward") or name == f"{before}_backward"
