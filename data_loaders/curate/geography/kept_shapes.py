"""Shapes and places made before, kept under a hash of all that decides them.

Boundaries hardly ever change, and to simplify them took a third of a release. What decides them:
the publishers' files, what ships in `data/geography`, the code of this room, and the libraries.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import msgspec
import shapely

from data_loaders.curate.geography.boundaries import FALLBACK, OFFICIAL
from data_loaders.vocabulary import geography as vocabulary
from data_loaders.vocabulary import installation, model, shapes
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.shapes import Shapes

FOLDER = installation.ROOT / "var" / "shapes"
LIBRARIES = ("geopandas", "h3", "numpy", "pandas", "pyogrio", "scipy", "shapely")
CODE = (Path(__file__).parent, *(Path(str(one.__file__)) for one in (vocabulary, model, shapes)))
LETTERS = 20
Record = TypeVar("Record")


def kept(kind: str, geography: Geography, decides: str, make: Callable[[], Shapes]) -> Shapes:
    """The shapes made before from the same; else made now, and kept in place of older ones."""
    return kept_record(f"{kind}-{geography}", decides, Shapes, make)


def kept_record(name: str, decides: str, kind: type[Record], make: Callable[[], Record]) -> Record:
    """What was made before from the same; else made now, and kept in place of older ones."""
    file = FOLDER / f"{name}.{decides}.json"
    record = _read(file, kind)
    if record is not None:
        return record
    made = make()
    FOLDER.mkdir(parents=True, exist_ok=True)
    older = [path for path in FOLDER.glob(f"{name}.*") if path != file]
    aside = file.with_suffix(f".{os.getpid()}")
    aside.write_bytes(msgspec.json.encode(made))
    aside.replace(file)
    for path in older:
        path.unlink(missing_ok=True)
    return made


def _read(file: Path, kind: type[Record]) -> Record | None:
    """None where there is no such file, or half of one: it is made again."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def deciding(boundary_files: Path | None) -> str:
    """A hash of all that decides a shape; `boundary_files` is a folder of publishers' files."""
    digest = hashlib.sha256(repr([shapely.geos_version, *map(version, LIBRARIES)]).encode())
    for path in (*_own_files(), *(_published(boundary_files) if boundary_files else ())):
        digest.update(f"\n{path.name} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:LETTERS]


def _own_files() -> Iterator[Path]:
    for place in (*CODE, installation.GEOGRAPHY):
        yield from [place] if place.is_file() else sorted(place.glob("*.*"))


def _published(folder: Path) -> Iterator[Path]:
    """Every boundary file at hand, with the others of its name: a shapefile is several."""
    for file in (*OFFICIAL.values(), *FALLBACK.values()):
        path = folder / file.path
        yield from sorted(path.parent.glob(f"{path.stem}.*"))
