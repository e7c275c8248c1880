"""Which code made a release: known without a version control system, so it works anywhere."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
PROJECT = PACKAGE.parent / "pyproject.toml"
LETTERS = 12
IMPORT = re.compile(
    rf"(?:from|import) +({PACKAGE.name}[\w.]*)(?: +import +(?:\(([^)]*)\)|([^\n(]*)))?"
)


@cache
def code_version() -> str:
    """Version, then a hash over all code of this package: changes whenever any of it does."""
    version = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"]
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(str(path.relative_to(PACKAGE)).encode())
        digest.update(path.read_bytes())
    return f"{version}+{digest.hexdigest()[:LETTERS]}"


def code_reached(*start: Path) -> tuple[Path, ...]:
    """Files of this package, and every module of it that these or what they import name.

    Found in the text, so a name that only stands in a docstring counts too: one more than is
    needed does no harm. A folder stands for all its files.
    """
    waiting, reached = [file for path in start for file in _files(path)], set[Path]()
    while waiting:
        file = waiting.pop()
        if file in reached:
            continue
        reached.add(file)
        if file.suffix == ".py":
            waiting.extend(_named_in(file))
    return tuple(sorted(reached))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [each for each in sorted(path.rglob("*")) if each.is_file() and each.suffix != ".pyc"]


@cache
def _named_in(file: Path) -> tuple[Path, ...]:
    """The modules a file imports, and the packages they are in, whose code runs first."""
    files: set[Path] = set()
    for module, one_line, in_brackets in IMPORT.findall(file.read_text("utf-8")):
        names = (one_line or in_brackets).replace(",", " ").split()
        for dotted in (module, *(f"{module}.{name}" for name in names)):
            files.update(_module_files(dotted))
    return tuple(sorted(files))


def _module_files(dotted: str) -> list[Path]:
    """The file of a module and the `__init__` of every package above it; none of other names."""
    parts = dotted.split(".")[1:]
    folders = [PACKAGE.joinpath(*parts[:end]) for end in range(len(parts) + 1)]
    files = [folders[-1].with_suffix(".py"), *(each / "__init__.py" for each in folders)]
    return [file for file in files if file.is_file()]
