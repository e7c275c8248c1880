"""The site's scripts and style as `python -m frontend.build` packed them: small, named by content.

A packed file stands for those of `assets/` only where it was made of exactly what is there now.
Else pages name these as they are: scripts are modules, which find each other by name. So the site
runs where npm never did, and who changes a script sees the change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from components.site.static import PREFIX, STATIC_DIR, static_files
from data_loaders.vocabulary import installation

ASSETS = installation.ROOT / "assets"
STYLE = "style.css"
WRITTEN = (".css", ".js")


class Packed(msgspec.Struct, frozen=True):
    """What was packed: the version of all of `assets/` it was made of, and each file by its name
    there. The style sheet, which holds Bootstrap and the rules of our type too, is `STYLE`."""

    version: str
    files: dict[str, str]


def list_path() -> Path:
    """The list of packed files, written last: where it is, they all are."""
    return STATIC_DIR / "packed.json"


def version_of(assets: Path) -> str:
    """A hash of the scripts and the style sheet in a folder."""
    digest = hashlib.sha256()
    for file in sorted(assets.iterdir()):
        if file.suffix in WRITTEN:
            digest.update(f"{file.name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def packed_url(name: str) -> str | None:
    """The address of a packed file, good forever; None where pages name files as they are."""
    file = packed().get(name)
    return PREFIX + file if file else None


def packed_files() -> dict[str, Path]:
    """Every address of a packed file and the file to serve there."""
    return {PREFIX + file: STATIC_DIR / file for file in packed().values()}


def built() -> str:
    """All that pages name of what was built: a page made for another build may name lost files."""
    return " ".join(sorted((*static_files(), *packed_files())))


@cache
def packed() -> Mapping[str, str]:
    """The packed files by name; none where they were made of anything else than is here now."""
    if not list_path().is_file():
        return {}
    found = msgspec.json.decode(list_path().read_bytes(), type=Packed)
    return found.files if found.version == version_of(ASSETS) else {}
