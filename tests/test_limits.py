"""Functions stay short enough to read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.test_layers import ROOT, modules

FUNCTION_LINES = 40
TESTS = {str(path.relative_to(ROOT)): path for path in sorted((ROOT / "tests").rglob("*.py"))}


def long_functions(source: str) -> list[str]:
    """Names and lengths of functions over the limit, from `def` to their last line."""
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > FUNCTION_LINES]


@pytest.mark.parametrize("path", [*modules().values(), *TESTS.values()], ids=str)
def test_every_function_is_short(path: Path) -> None:
    assert long_functions(path.read_text("utf-8")) == []


def test_a_function_of_41_lines_is_too_long() -> None:
    body = "    pass\n" * FUNCTION_LINES
    assert long_functions("def wordy():\n" + body) == ["wordy: 41 lines"]
    assert long_functions("def wordy():\n" + body.removesuffix("    pass\n")) == []
