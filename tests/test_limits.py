"""Functions stay short enough to read in one go."""

from __future__ import annotations

import ast

from tests.test_layers import ROOT, modules

FUNCTION_LINES = 40
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def long_functions(source: str) -> list[str]:
    """Names and lengths of functions over the limit, from `def` to their last line."""
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > FUNCTION_LINES]


def test_every_function_is_short() -> None:
    files = [*modules().values(), *TESTS]
    assert len(files) > 1000
    too_long = {
        str(path.relative_to(ROOT)): names
        for path in files
        if (names := long_functions(path.read_text("utf-8")))
    }
    assert too_long == {}


def test_a_function_of_41_lines_is_too_long() -> None:
    body = "    pass\n" * FUNCTION_LINES
    assert long_functions("def wordy():\n" + body) == ["wordy: 41 lines"]
    assert long_functions("def wordy():\n" + body.removesuffix("    pass\n")) == []
