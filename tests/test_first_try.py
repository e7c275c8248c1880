"""What a person tries first: `python app.py`, and the tests with no more than requirements.txt."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support import literal
from tests.support.browser.serving import free_port, wait_until_it_answers

ROOT = Path(__file__).resolve().parent.parent
OURS = frozenset({"api", "app", "components", "data_loaders", "pages", "tests"})


def test_python_app_py_serves_the_site(tmp_path: Path) -> None:
    port = free_port()
    releases = literal.release(tmp_path / "releases").folder.parent
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")],
        cwd=tmp_path,
        env={
            **os.environ,
            "PORT": str(port),
            "WEB_CONCURRENCY": "1",
            "RELEASES": str(releases),
            "DEMO_RELEASES": str(tmp_path / "none"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until_it_answers(process, port, "/")
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    assert f"NYC Recovery Data is at http://localhost:{port}" in said


def required() -> frozenset[str]:
    """Distributions that requirements.txt pins, in small letters with dashes."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    pinned = [re.match(r"([\w.-]+)(?:\[\w+\])?==\S+$", line) for line in lines]
    return frozenset(_plain(found.group(1)) for found in pinned if found)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def first_tests() -> list[Path]:
    """The tests of pages, and every test module of ours that they lead to."""
    seen: dict[Path, None] = {}
    waiting = [ROOT / "tests" / "conftest.py", *sorted((ROOT / "tests" / "pages").glob("*.py"))]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen[path] = None
        waiting += [found for name in imported(path) if (found := _file(name)) is not None]
    return list(seen)


def imported(path: Path) -> set[str]:
    """Names of the modules a file imports as it is loaded: not for types, nor when asked for."""
    pairs_hidden: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text())]
    while waiting:
        node = waiting.pop()
        if not _is_for_later(node):
            waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            pairs_hidden |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            pairs_hidden |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return pairs_hidden


def _is_for_later(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test)
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def _file(name: str) -> Path | None:
    path = ROOT / Path(*name.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((found for found in candidates if found.is_file()), None)


def lacking(paths: list[Path]) -> dict[str, set[str]]:
    """Packages that files import and requirements.txt does not pin, by file."""
    pinned, holders = required(), packages_distributions()
    found: dict[str, set[str]] = {}
    for path in paths:
        for name in {module.split(".")[0] for module in imported(path)} - OURS:
            if name in sys.stdlib_module_names:
                continue
            if not pinned & {_plain(holder) for holder in holders.get(name, [])}:
                found.setdefault(str(path.relative_to(ROOT)), set()).add(name)
    return found


def test_tests_of_pages_and_all_they_import_need_only_what_requirements_txt_pins() -> None:
    paths = first_tests()
    assert ROOT / "tests" / "support" / "described.py" in paths
    assert ROOT / "components" / "site" / "shell.py" in paths
    assert lacking(paths) == {}


def test_a_package_for_development_would_be_named() -> None:
    drives_a_browser = ROOT / "tests" / "browser" / "conftest.py"
    assert "playwright" in lacking([drives_a_browser])["tests/browser/conftest.py"]


@pytest.mark.parametrize("package", ["pytest", "iniconfig", "pluggy", "packaging", "pygments"])
def test_requirements_txt_pins_pytest_and_what_it_brings(package: str) -> None:
    assert package in required()
