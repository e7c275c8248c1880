"""Addresses of the site's own style and type.

`python -m frontend.build` makes them from npm packages, compressed and named by content. Where
it has not run, the same names stand for what Python packages ship: all of Bootstrap, and no fonts
of ours.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import msgspec

from data_loaders.vocabulary import installation

StaticName: TypeAlias = Literal[
    "bootstrap.css",
    "fonts.css",
    "newsreader.woff2",
    "newsreader-latin.woff2",
    "newsreader-ext.woff2",
    "public-sans.woff2",
    "public-sans-latin.woff2",
    "public-sans-ext.woff2",
]
STATIC_NAMES: tuple[StaticName, ...] = get_args(StaticName)
STATIC_DIR = installation.STATIC
PREFIX = "/static/"
_IN_PYTHON_PACKAGES: dict[StaticName, tuple[str, str]] = {
    "bootstrap.css": ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css"),
}


def manifest_path() -> Path:
    """The list of built files, written last: where it is, they all are."""
    return STATIC_DIR / "manifest.json"


def static_url(name: StaticName) -> str | None:
    """Address of a file, good forever as its content is in the name; None where there is none."""
    address = _addresses().get(name)
    return address[0] if address else None


def static_files() -> dict[str, Path]:
    """Every address and the file to serve there; beside it may stand `.br` and `.gz` of it."""
    return dict(_addresses().values())


def hashed_name(name: str, content: bytes) -> str:
    """`fonts.css` → `fonts.1f2e3d4c5b6a.css`."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"


@cache
def _addresses() -> dict[StaticName, tuple[str, Path]]:
    if manifest_path().is_file():
        names = msgspec.json.decode(manifest_path().read_bytes(), type=dict[str, str])
        # A build of before may have files that no page names any more.
        return {
            name: (PREFIX + names[name], STATIC_DIR / names[name])
            for name in STATIC_NAMES
            if name in names
        }
    return {name: _shipped(name, *place) for name, place in _IN_PYTHON_PACKAGES.items()}


def _shipped(name: StaticName, package: str, path: str) -> tuple[str, Path]:
    spec = find_spec(package)  # finds the folder without importing the package
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{package} is not installed: pip install -r requirements.txt")
    file = Path(spec.origin).parent / path
    return PREFIX + hashed_name(name, file.read_bytes()), file
