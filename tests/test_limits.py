"""Functions and modules stay short enough to read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.test_layers import ROOT, modules

FUNCTION_LINES = 40
MODULE_LINES = 250
TESTS = {str(path.relative_to(ROOT)): path for path in sorted((ROOT / "tests").rglob("*.py"))}


def long_functions(source: str) -> list[str]:
    """Names and lengths of functions over the limit, from `def` to their last line."""
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > FUNCTION_LINES]


def written_lines(source: str) -> int:
    """Lines that are neither blank nor a comment alone."""
    lines = (line.strip() for line in source.splitlines())
    return sum(bool(line) and not line.startswith("#") for line in lines)


@pytest.mark.parametrize("path", [*modules().values(), *TESTS.values()], ids=str)
def test_every_function_is_short(path: Path) -> None:
    assert long_functions(path.read_text("utf-8")) == []


@pytest.mark.parametrize("module", modules())
def test_every_module_is_short(module: str) -> None:
    assert written_lines(modules()[module].read_text("utf-8")) <= MODULE_LINES


def test_a_function_of_41_lines_is_too_long() -> None:
    body = "    pass\n" * FUNCTION_LINES
    assert long_functions("def wordy():\n" + body) == ["wordy: 41 lines"]
    assert long_functions("def wordy():\n" + body.removesuffix("    pass\n")) == []


def test_blank_lines_and_comments_do_not_count() -> None:
    assert written_lines("a = 1\n\n# why\nb = 2  # what\n") == 2
