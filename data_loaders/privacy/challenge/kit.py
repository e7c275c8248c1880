"""The attack code of the pack: the audit's own modules, and nothing they do not need."""

from __future__ import annotations

import ast
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

from data_loaders.vocabulary.installation import ROOT

ATTACK = "attack.py"
NEEDS = ("msgspec", "numpy", "pandas", "pyarrow", "scipy")


def write_kit(folder: Path) -> None:
    """`attack.py`, each module it needs, and the versions of the libraries it was made with."""
    folder.mkdir(parents=True)
    attack = Path(__file__).with_name(ATTACK)
    shutil.copyfile(attack, folder / ATTACK)
    for module in needed(attack):
        copy = folder / module.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(module, copy)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "break-our-table"\nversion = "{version}"\n', encoding="utf-8"
    )
    pins = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    chosen = [pin for pin in pins if pin.split("==")[0].lower() in NEEDS]
    (folder / "requirements.txt").write_text("\n".join([*chosen, ""]), encoding="utf-8")


def needed(first: Path) -> set[Path]:
    """Every module of ours that a file imports, however far, with the packages they stand in."""
    paths: set[Path] = set()
    to_read = [first]
    while to_read:
        for module in _imported(to_read.pop()):
            if module not in paths:
                paths.add(module)
                to_read.append(module)
    return paths


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from _files_of(node.module)
            for name in node.names:
                yield from _files_of(f"{node.module}.{name.name}")
        elif isinstance(node, ast.Import):
            for name in node.names:
                yield from _files_of(name.name)


def _files_of(module: str) -> Iterator[Path]:
    """The file of a module of ours, and those of the packages above it."""
    parts = module.split(".")
    for count in range(1, len(parts) + 1):
        place = ROOT.joinpath(*parts[:count])
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            if parts[0] == "data_loaders" and file.is_file():
                yield file
