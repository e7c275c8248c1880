"""What was read of a public source, kept under a hash of all that decides it.

Most sources give the same files as on the day before, and to read all of them took a third of a
release. What decides a reading: the source's files, what else lies in their folder, the code that
reads and checks them, what ships in `data/geography`, and the libraries.

Kept are figures that passed every check, as a release publishes or shows them: of public sources
alone, never of a partner's delivery, whose figures do not come this way. A file names what it was
made from and is covered by its own hash, so a damaged or a misplaced one is read anew.
"""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import msgspec
import pandas as pd
import pyarrow as pa

from data_loaders.code_version import code_reached
from data_loaders.curate.feeds.mirror import FeedFiles, file_hash
from data_loaders.observations.table import COLUMNS
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.policy import Treatment

LIBRARIES = (
    "geopandas",
    "h3",
    "msgspec",
    "numpy",
    "pandas",
    "pyarrow",
    "python-calamine",
    "shapely",
)
LETTERS = 20
HASH_LENGTH = hashlib.sha256().digest_size
TEXTS = ("indicator_id", "geography", "area_id", "industry_id", "status", "reason")
# The module that reads a source and checks what it gives; it imports this one.
CHECKS = Path(__file__).with_name("gather.py")
STARTED = time.time()
# Code that changed while it was being loaded may not be the code that runs.
SECONDS_TO_LOAD = 20.0
logger = logging.getLogger(__name__)


class Kept(msgspec.Struct, frozen=True):
    """What decided a kept table, in full, and the day until which its periods were checked."""

    decides: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What a reading is called, and the files it is of: their hashes and names."""

    name: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading is kept, and the hash of all that decides it."""

    name: str
    decides: str
    file: Path


@dataclass
class KeptReadings:
    """Readings of earlier runs in a folder; of one run, which alone may use it."""

    folder: Path
    code: dict[Path, str | None] = field(default_factory=dict)

    def of(
        self, module: ModuleType, files: FeedFiles, read: Callable[[], pd.DataFrame]
    ) -> pd.DataFrame:
        """The observations of a source's files: kept ones, else read now and kept."""
        made_from = _made_from(module, files) if files.hashes else None
        return self._kept(module, made_from, files.received_on, read)

    def of_file(
        self, module: ModuleType, path: Path, read: Callable[[Path], pd.DataFrame]
    ) -> pd.DataFrame:
        """The observations of one older file of a source: kept ones, else read now and kept."""
        return self._kept(module, _made_from_file(module, path), date.min, lambda: read(path))

    def lacks(self, module: ModuleType, files: FeedFiles) -> bool:
        """Whether what a source's files say may be kept, and is not."""
        return self._lacks(module, _made_from(module, files) if files.hashes else None)

    def lacks_file(self, module: ModuleType, path: Path) -> bool:
        """Whether what an older file says may be kept, and is not."""
        return self._lacks(module, _made_from_file(module, path))

    def _lacks(self, module: ModuleType, made_from: MadeFrom | None) -> bool:
        place = self._place(module, made_from)
        return place is not None and not place.file.exists()

    def _kept(
        self,
        module: ModuleType,
        made_from: MadeFrom | None,
        received_on: date,
        read: Callable[[], pd.DataFrame],
    ) -> pd.DataFrame:
        place = self._place(module, made_from)
        if place is None:
            return read()
        table = _read(place.file, place.decides, received_on)
        if table is None:
            table = read()
            _keep(place, Kept(place.decides, received_on), table)
        return table

    def _place(self, module: ModuleType, made_from: MadeFrom | None) -> Place | None:
        """Where a reading is kept; None where it may not be."""
        code = self._code(module) if made_from and may_be_kept(module.SOURCE) else None
        if made_from is None or code is None:
            return None
        decides = _hash_of((made_from.name, code, *made_from.files))
        file = self.folder / f"{made_from.name}.{decides[:LETTERS]}.arrow"
        return Place(made_from.name, decides, file)

    def _code(self, module: ModuleType) -> str | None:
        """A hash of the code and tables that make a source's figures of its files; None where
        that cannot be told, or changed since it was loaded."""
        start = _file_of(module)
        if start is None:
            return None
        if start not in self.code:
            own = (start, CHECKS, Path(__file__))
            files = (*code_reached(*own), *sorted(installation.GEOGRAPHY.iterdir()))
            named = (f"{each} {file_hash(each)}" for each in files)
            self.code[start] = _hash_of((*libraries(), *named)) if is_as_loaded(files) else None
        return self.code[start]


def may_be_kept(source: Source) -> bool:
    """Whether a source is public, and its publisher hid what must be hidden."""
    return source.feed is not None and source.policy.treatment is Treatment.PUBLISHER


def _file_of(module: ModuleType) -> Path | None:
    """A reader's file, or its folder where it has one; None of one made in memory."""
    if getattr(module, "__file__", None) is None:
        return None
    file = Path(str(module.__file__))
    return file.parent if file.parent.name == module.SOURCE.id else file


def _made_from(module: ModuleType, files: FeedFiles) -> MadeFrom:
    return MadeFrom(module.SOURCE.id, (files.sha256, *_others_in(files)))


def _made_from_file(module: ModuleType, path: Path) -> MadeFrom:
    return MadeFrom(f"{module.SOURCE.id}-{path.stem}", (path.name, file_hash(path)))


def _others_in(files: FeedFiles) -> list[str]:
    """Names of what lies beside a source's files: a reader may look whether it is there, and
    opens none of it."""
    beside = (path for path in files.folder.rglob("*") if path.is_file())
    return sorted({path.relative_to(files.folder).as_posix() for path in beside} - {*files.hashes})


def is_as_loaded(files: Iterable[Path]) -> bool:
    """Whether none of these files changed since this process began to load its code."""
    return all(file.stat().st_mtime < STARTED - SECONDS_TO_LOAD for file in files)


@cache
def libraries() -> tuple[str, ...]:
    """Python and the packages that figures follow from, in the versions installed."""
    named = (f"{name} {version(name)}" for name in LIBRARIES)
    return (f"python {platform.python_version()}", *named)


def _hash_of(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _read(file: Path, decides: str, received_on: date) -> pd.DataFrame | None:
    """The table in a kept file; None where there is none that is whole and made from the same."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    body = content[HASH_LENGTH:]
    if hashlib.sha256(body).digest() != content[:HASH_LENGTH]:
        logger.warning("%s is damaged: its source is read anew", file.name)
        return None
    header, _, table = body.partition(b"\n")
    kept = msgspec.json.decode(header, type=Kept)
    if kept.decides != decides:
        logger.warning("%s holds something else: its source is read anew", file.name)
        return None
    # Periods were checked until that day; of a later one there are none that begin after it.
    return _table(table) if kept.checked_on <= received_on else None


def _keep(place: Place, kept: Kept, table: pd.DataFrame) -> None:
    """Write a table in place of what was kept of its source; not one that would come back
    otherwise."""
    if list(table.columns) != COLUMNS or not isinstance(table.index, pd.RangeIndex):
        return
    written = _bytes_of(table)
    if not _table(written).equals(table):
        return
    body = msgspec.json.encode(kept) + b"\n" + written
    file, name = place.file, place.name
    file.parent.mkdir(parents=True, exist_ok=True)
    older = [path for path in file.parent.glob(f"{name}.*.arrow") if path != file]
    aside = file.with_suffix(f".{os.getpid()}")
    aside.write_bytes(hashlib.sha256(body).digest() + body)
    aside.replace(file)
    for path in older:
        path.unlink(missing_ok=True)


def _bytes_of(table: pd.DataFrame) -> bytes:
    """A table in the order of its rows, its texts once each."""
    columns = pa.Table.from_pandas(table, preserve_index=False)
    for name in TEXTS:
        place = columns.column_names.index(name)
        columns = columns.set_column(place, name, columns[name].dictionary_encode())
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4", unify_dictionaries=True)
    with pa.ipc.new_file(sink, columns.schema, options=options) as writer:
        writer.write_table(columns)
    return sink.getvalue().to_pybytes()


def _table(content: bytes) -> pd.DataFrame:
    columns = pa.ipc.open_file(pa.BufferReader(content)).read_all()
    for name in TEXTS:
        place = columns.column_names.index(name)
        columns = columns.set_column(place, name, columns[name].cast(pa.large_string()))
    return columns.to_pandas()
