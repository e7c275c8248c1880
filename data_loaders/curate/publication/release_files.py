"""The files of a release: frames, tables, shapes and what names them. Writes where it is told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import msgspec
from pandas import DataFrame

from data_loaders.curate.geography.geojson import geojson
from data_loaders.curate.publication.frame_tables import frames, margins_of, with_range_of
from data_loaders.observations.durable import flush
from data_loaders.observations.parquet import write_observations
from data_loaders.observations.table import ObservationError
from data_loaders.released.csv_rows import HEADER, labels, write_rows
from data_loaders.released.packing import packed
from data_loaders.released.release import (
    FORMAT,
    MANIFEST,
    SHOWN_ONLY,
    FileEntry,
    Manifest,
    ShownOnly,
    file_entry,
)
from data_loaders.vocabulary.frames import Frame, FrameEntry, Index
from data_loaders.vocabulary.model import Area, Catalog, Geography, Source
from data_loaders.vocabulary.progress import Progress
from data_loaders.vocabulary.shapes import Shapes
from data_loaders.vocabulary.terms import is_passed_on

HASH_LETTERS = 16
FRAMES, SHOWN = "frames/", "shown/"
GEOJSON = "geojson"
FLUSHED_AT_ONCE = 8


def write_data(
    folder: Path,
    catalog: Catalog,
    observations: Mapping[str, DataFrame],
    shapes: Mapping[Geography, Shapes],
    progress: Progress,
) -> tuple[Index, ShownOnly]:
    """Write observations, frames, tables and shapes of every source into `folder`.

    Sources whose terms do not let figures be passed on get frames only, which the index leaves
    out. Raises ObservationError where frames would hold fewer cells than the observations.
    """
    entries: list[FrameEntry] = []
    shown_only: list[FrameEntry] = []
    tables: dict[str, str] = {}
    for done, source in enumerate(catalog.sources, start=1):
        progress.count("writing", done, len(catalog.sources))
        table = observations[source.id]
        if is_passed_on(source):
            ranged = with_range_of(source, table, catalog.areas)
            write_observations(folder / "observations" / f"{source.id}.parquet", ranged)
        cells = 0
        for name, same in _frames_by_table(source, table, catalog):
            cells += sum(len(frame.areas) * len(frame.periods) for frame in same)
            if not is_passed_on(source):
                shown_only.extend(_write_frame(folder, SHOWN, frame) for frame in same)
            else:
                entries.extend(_write_frame(folder, FRAMES, frame) for frame in same)
                tables[name] = _write_table(folder, name, catalog, same)
        if cells != len(table):
            raise ObservationError(
                f"{source.id}: {len(table)} observations became {cells} cells of frames"
            )
    index = Index(tuple(entries), write_shapes(folder, shapes), tables)
    return index, ShownOnly(tuple(shown_only))


def _frames_by_table(
    source: Source, table: DataFrame, catalog: Catalog
) -> Iterator[tuple[str, list[Frame]]]:
    """Frames of one figure and geography, with the name of the table they make."""
    known = {indicator.id: indicator for indicator in source.indicators}
    made = frames(table, known, catalog.areas, margins_of(source, table, catalog.areas))
    for (indicator_id, geography), same in groupby(
        made, key=lambda frame: (frame.indicator_id, frame.geography)
    ):
        yield f"{indicator_id}_{geography}", list(same)


def write_json(path: Path, record: object) -> None:
    """Write a record as indented JSON with a final newline."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")


def write_manifest(
    folder: Path,
    catalog: Catalog,
    code_version: str,
    made_from: str,
    previous: str | None = None,
) -> None:
    """List every file of the folder with hash and size; nothing may change afterwards.

    Files that may be shown and not passed on stand in a list of their own, which is pinned here.
    `previous` is the hash of the manifest before it in the chain.
    """
    entries = {str(path.relative_to(folder)): file_entry(path) for path in files_of(folder)}
    unlisted = {name for name in entries if name.startswith((SHOWN, SHOWN_ONLY))}
    files = {name: entry for name, entry in entries.items() if name not in unlisted}
    manifest = Manifest(
        catalog.release_id,
        catalog.published_on,
        catalog.is_simulated,
        code_version,
        made_from,
        files,
        FORMAT,
        _pinned(folder, {name: entries[name] for name in sorted(unlisted - {SHOWN_ONLY})}),
        previous,
    )
    write_json(folder / MANIFEST, manifest)


def _pinned(folder: Path, files: dict[str, FileEntry]) -> FileEntry | None:
    """Complete the list of what may only be shown; None where there is none."""
    path = folder / SHOWN_ONLY
    if not path.is_file():
        return None
    write_json(path, replace(msgspec.json.decode(path.read_bytes(), type=ShownOnly), files=files))
    return file_entry(path)


def files_of(folder: Path) -> list[Path]:
    """Every file of a release folder but its manifest, in order of name."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in paths if path != folder / MANIFEST)


def flush_to_disk(folder: Path) -> None:
    """Make every file and folder survive a power cut before anything points at them."""
    # The disk takes many at once in hardly more time than one.
    with ThreadPoolExecutor(FLUSHED_AT_ONCE) as threads:
        for _ in threads.map(flush, [*folder.rglob("*"), folder]):
            pass


def _write_frame(folder: Path, place: str, frame: Frame) -> FrameEntry:
    file = _write_hashed(folder, place, packed(frame))
    first, last = frame.periods[0][0], frame.periods[-1][1]
    return FrameEntry(frame.indicator_id, frame.geography, frame.industry_id, file, first, last)


def write_shapes(
    folder: Path, shapes: Mapping[Geography, Shapes], kind: str = "shapes"
) -> dict[Geography, str]:
    """Write outlines, or tiles, into a folder of that kind; returns the file of each geography."""
    return {
        geography: _write_hashed(folder, f"{kind}/{geography}.", msgspec.json.encode(outline))
        for geography, outline in shapes.items()
    }


def write_geojson(
    folder: Path, shapes: Mapping[Geography, Shapes], areas: Mapping[Geography, tuple[Area, ...]]
) -> None:
    """Write the boundaries that maps are drawn with for programs that know no pixels."""
    for geography, outline in shapes.items():
        path = folder / GEOJSON / f"{geography}.geojson"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(geojson(outline, {area.id: area for area in areas.get(geography, ())}))


def _write_hashed(folder: Path, prefix: str, content: bytes) -> str:
    name = f"{prefix}{hashlib.sha256(content).hexdigest()[:HASH_LETTERS]}.json"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return name


def _write_table(folder: Path, name: str, catalog: Catalog, group: list[Frame]) -> str:
    prefix = "SIMULATED_" if catalog.is_simulated else ""
    file = f"csv/{prefix}{name}.csv"
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        lines.write(HEADER)
        lines.writelines(_table_rows(catalog, group))
    return file


def _table_rows(catalog: Catalog, group: Iterable[Frame]) -> Iterator[str]:
    for frame in group:
        yield from write_rows(labels(catalog, frame.indicator_id, frame.geography), frame)
