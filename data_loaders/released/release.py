"""The read side of releases: open one, verify it, watch for the next. JSON only, no pandas.

A release is an immutable folder: `manifest.json` (every file with its hash), `catalog.json`,
`audit.json`, `index.json`, `notes.md`, and the files the index names. `CURRENT` beside the
folders holds the id of the one to serve.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

import msgspec

from data_loaders.released.packing import unpacked
from data_loaders.vocabulary import naming
from data_loaders.vocabulary.audit_record import Audit, refusals
from data_loaders.vocabulary.frames import Frame, FrameEntry, Index
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Area,
    Catalog,
    Geography,
    Indicator,
    Place,
    Source,
)
from data_loaders.vocabulary.shapes import Shapes

logger = logging.getLogger(__name__)
T = TypeVar("T")

CURRENT = "CURRENT"
SECONDS_BETWEEN_LOOKS = 1.0
FORMAT = 2


class ReleaseError(ValueError):
    """A release that must not be served; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every file of a release but the manifest itself. `made_from` is "feeds" or "seed".

    `format` numbers how the files are written; a reader opens only the one it knows.
    """

    release_id: str
    published_on: date
    is_simulated: bool
    code_version: str
    made_from: str
    files: dict[str, FileEntry]
    format: int = 1


class Release:
    """An opened, verified release. Immutable; its frames and shapes are read once each."""

    def __init__(self, folder: Path, manifest: Manifest, catalog: Catalog, audit: Audit) -> None:
        self.folder = folder
        self.manifest = manifest
        self.catalog = catalog
        self.audit = audit
        self.index = _decoded(folder / "index.json", Index)
        self.id = manifest.release_id
        self.indicators: dict[str, Indicator] = {}
        self.source_of: dict[str, Source] = {}
        for source in catalog.sources:
            for indicator in source.indicators:
                self.indicators[indicator.id] = indicator
                self.source_of[indicator.id] = source
        self.sources = {source.id: source for source in catalog.sources}
        self._entries = {(e.indicator_id, e.geography, e.industry_id): e for e in self.index.frames}
        self._areas = {
            name: {area.id: area for area in areas} for name, areas in catalog.areas.items()
        }
        self.frame = lru_cache(maxsize=48)(self._frame)
        self.shapes = lru_cache(maxsize=None)(self._shapes)
        self.tiles = lru_cache(maxsize=None)(self._tiles)

    @classmethod
    def open(cls, folder: Path) -> Release:
        """Open a release after verifying every hash and its audit; raises ReleaseError."""
        manifest = verified_manifest(folder)
        catalog = _decoded(folder / "catalog.json", Catalog)
        audit = _decoded(folder / "audit.json", Audit)
        _require_passing(folder, manifest, audit, catalog)
        if catalog.is_simulated != manifest.is_simulated:
            raise ReleaseError(f"{folder.name}: catalog and manifest disagree on is_simulated")
        return cls(folder, manifest, catalog, audit)

    def entry(
        self, indicator_id: str, geography: Geography, industry_id: str = ALL_INDUSTRIES
    ) -> FrameEntry | None:
        """Where the frame lies, None where the release has no such frame."""
        return self._entries.get((indicator_id, geography, industry_id))

    def _frame(
        self, indicator_id: str, geography: Geography, industry_id: str = ALL_INDUSTRIES
    ) -> Frame:
        entry = self.entry(indicator_id, geography, industry_id)
        if entry is None:
            raise KeyError(f"{indicator_id} has no {industry_id} figures by {geography}")
        try:
            return unpacked((self.folder / entry.file).read_bytes())
        except (msgspec.MsgspecError, OSError) as error:
            raise ReleaseError(f"{self.id}/{entry.file} is unreadable: {error}") from error

    def _shapes(self, geography: Geography) -> Shapes | None:
        """Outlines of a geography; None for one that has no shapes."""
        file = self.index.shapes.get(geography)
        return None if file is None else _decoded(self.folder / file, Shapes)

    def _tiles(self, geography: Geography) -> Shapes | None:
        """Hexagons of equal size for a geography; None where the release has none."""
        file = self.index.tiles.get(geography)
        return None if file is None else _decoded(self.folder / file, Shapes)

    def area(self, geography: Geography, area_id: str) -> Area:
        """An area; KeyError where the release knows none of that id."""
        return self._areas[geography][area_id]

    def areas(self, geography: Geography) -> dict[str, Area]:
        """Areas of a geography by id, empty where the release has none."""
        return self._areas.get(geography, {})

    @property
    def places(self) -> Sequence[Place]:
        """What search finds."""
        return self.catalog.places


class Releases:
    """The releases of one installation, and the one to serve now.

    `roots` are folders of releases, preferred first. A release that fails to open, or is of the
    other kind (real, simulated), never replaces the one being served; `problem` then says why,
    for /readyz.
    """

    def __init__(self, roots: Sequence[Path], *, is_simulated: bool = False) -> None:
        self.roots = tuple(roots)
        self.is_simulated = is_simulated
        self.problem: str | None = None
        self._lock = Lock()
        self._served: Release | None = None
        self._named: str | None = None
        self._looked_at = float("-inf")
        self._opened = lru_cache(maxsize=4)(self._open_or_none)

    def current(self) -> Release:
        """The release to serve; looks at CURRENT at most once a second. Raises ReleaseError
        only while there is none at all."""
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at >= SECONDS_BETWEEN_LOOKS:
                self._looked_at = now
                self._look()
            if self._served is None:
                raise ReleaseError(self.problem or "no release found")
            return self._served

    def ids(self) -> list[str]:
        """Ids of all releases held, newest first."""
        found = {path.parent.name for root in self.roots for path in root.glob("*/manifest.json")}
        return sorted(found, key=release_order, reverse=True)

    def pinned(self, release_id: str) -> Release | None:
        """The release of that id; None where it is not held or does not verify."""
        # Only what is there is remembered: a release not held now may be published next.
        held = release_id in self.ids()
        folders = [root / release_id for root in self.roots] if held else []
        found = (self._opened(path) for path in folders if (path / "manifest.json").is_file())
        return next((release for release in found if release is not None), None)

    def _look(self) -> None:
        named = self._name_of_current()
        if named == self._named and self._served is not None:
            return
        self._named, self.problem = named, None
        folders = self._candidates(named)
        if named is not None and named not in map(_name, folders):
            self._named, self.problem = None, f"{named} is not there, though {CURRENT} names it"
            if self._served is not None:
                return
        for folder in folders:
            try:
                self._served = self._open(folder)
                logger.info("serving release %s", self._served.id)
                return
            except ReleaseError as error:
                logger.error("release refused: %s", error)
                self.problem = self.problem or str(error)
                if self._served is not None:
                    return

    def _open(self, folder: Path) -> Release:
        """The release in a folder; ReleaseError where it is damaged or of the other kind."""
        release = Release.open(folder)
        refused = naming.refusals(release.catalog, self.is_simulated)
        if refused:
            raise ReleaseError(f"{folder.name}: {'; '.join(refused)}")
        return release

    def _open_or_none(self, folder: Path) -> Release | None:
        """As `_open`; None, with the reason in the log, for what must not be served."""
        try:
            return self._open(folder)
        except ReleaseError as error:
            logger.error("pinned release refused: %s", error)
            return None

    def _name_of_current(self) -> str | None:
        for root in self.roots:
            try:
                return f"{root.name}/{(root / CURRENT).read_text('utf-8', 'replace').strip()}"
            except FileNotFoundError:
                continue
        return None

    def _candidates(self, named: str | None) -> list[Path]:
        """Folders to try: the named one, then all others, preferred root and newest first."""
        folders = [
            folder
            for root in self.roots
            for folder in sorted(root.glob("*"), key=lambda p: release_order(p.name), reverse=True)
            if (folder / "manifest.json").is_file()
        ]
        return sorted(folders, key=lambda folder: _name(folder) != named)


def _name(folder: Path) -> str:
    """A release by its root and id: two roots may hold the same id."""
    return f"{folder.parent.name}/{folder.name}"


def release_order(release_id: str) -> tuple[str, int]:
    """Sort key of release ids: `2026-11-22-10` comes after `2026-11-22-2`."""
    day, number = release_id[:10], release_id[11:]
    return day, int(number) if number.isdigit() else 1


def verified_manifest(folder: Path) -> Manifest:
    """The manifest after checking that every file it lists is there, whole and unchanged."""
    manifest = _decoded(folder / "manifest.json", Manifest)
    if manifest.format != FORMAT:
        raise ReleaseError(
            f"{folder.name} is written in format {manifest.format}, and this version reads "
            f"{FORMAT}: make a new release"
        )
    for name, entry in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise ReleaseError(f"{folder.name}/{name} is missing")
        if _sha256(path) != entry.sha256:
            raise ReleaseError(f"{folder.name}/{name} differs from its manifest")
    return manifest


def _sha256(path: Path) -> str:
    """In chunks: a whole table at once would stay in a worker's memory for good."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _require_passing(folder: Path, manifest: Manifest, audit: Audit, catalog: Catalog) -> None:
    hashes = {
        name: entry.sha256
        for name, entry in manifest.files.items()
        if name.startswith("observations/")
    }
    policies = {source.id: source.policy for source in catalog.sources}
    problems = refusals(audit, policies, manifest.is_simulated, hashes)
    if problems:
        raise ReleaseError(f"{folder.name}: {'; '.join(problems)}")


def _decoded(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError as error:
        raise ReleaseError(f"{path.parent.name}/{path.name} is missing") from error
    except (msgspec.MsgspecError, OSError) as error:
        raise ReleaseError(f"{path.parent.name}/{path.name} is unreadable: {error}") from error


def file_entry(path: Path) -> FileEntry:
    content = path.read_bytes()
    return FileEntry(hashlib.sha256(content).hexdigest(), len(content))
