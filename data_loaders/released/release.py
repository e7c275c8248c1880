"""The read side of releases: open one, verify it, watch for the next. JSON only, no pandas.

A release is an immutable folder: `manifest.json` (every file with its hash), `catalog.json`,
`audit.json`, `index.json`, `notes.md`, and the files the index names. Frames of sources that may be
shown and not passed on are named, with their hashes, in `shown_only.json` alone, which the manifest
pins and no address serves. `CURRENT` beside the folders holds the id of the one to serve.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from os.path import exists, isdir, islink
from pathlib import Path
from threading import Lock
from typing import TypeVar

import msgspec
from cachetools import LRUCache, cached

from data_loaders.released import siblings
from data_loaders.released.chain import (
    SIGNATURE_ENDING,
    WITHDRAWN,
    Withdrawal,
    require_one_line,
    require_vouched,
    withdrawal,
)
from data_loaders.released.packing import unpacked, weight
from data_loaders.released.seal import has_seals, is_sealed
from data_loaders.released.watched import FileEntry, ReleaseError, WatchedFiles, content_of
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
    Publication,
    Source,
)
from data_loaders.vocabulary.shapes import Shapes
from data_loaders.vocabulary.vintages import RevisionHistory

logger = logging.getLogger(__name__)
RELEASE_ID = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(-[0-9]+)?")
T = TypeVar("T")

MANIFEST, INDEX, SHOWN_ONLY = "manifest.json", "index.json", "shown_only.json"
REVISIONS, CATALOG, AUDIT = "revisions.json", "catalog.json", "audit.json"
# What opening a release reads.
OPENED = frozenset((MANIFEST, f"{MANIFEST}{SIGNATURE_ENDING}", CATALOG, AUDIT, INDEX, SHOWN_ONLY))
CURRENT = "CURRENT"
PACKED = (".gz", ".br")  # endings of compressed copies
SECONDS_BETWEEN_LOOKS = 1.0
MOST_OPENED = 4  # earlier releases, of each side
MOST_BYTES_OF_FRAMES = 5 << 20
# A look that refuses every release reads all their files, and is repeated while none is served.
TIMES_A_VAIN_LOOK = 20.0
FORMAT = 3
# What a release was made from, where it came with the code and was unpacked here.
SEED, DEMONSTRATION = "seed", "demonstration"
SHIPPED_AS = (SEED, DEMONSTRATION)
# Format 2 names the frames that may be shown and not passed on in its manifest and its index.
READABLE = (2, FORMAT)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every file anyone may have, but the manifest itself. `made_from` is "feeds" or "seed".

    `shown_only` is the list of files that may be shown and not passed on, where there are any.
    `previous` is the hash of the manifest published before it in the same folder (see `chain`).
    `format` numbers how the files are written; a reader opens only those it knows.
    """

    release_id: str
    published_on: date
    is_simulated: bool
    code_version: str
    made_from: str
    files: dict[str, FileEntry]
    format: int = 1
    shown_only: FileEntry | None = None
    previous: str | None = None


@dataclass(frozen=True, slots=True)
class ShownOnly:
    """Frames that may be shown and not passed on, the hash of each of their files, and how such
    figures were revised."""

    frames: tuple[FrameEntry, ...] = ()
    files: dict[str, FileEntry] = field(default_factory=dict)
    histories: tuple[RevisionHistory, ...] = ()


class Release:
    """An opened, verified release. Immutable; its frames and shapes are read once each."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        catalog: Catalog,
        audit: Audit,
        files: WatchedFiles,
    ) -> None:
        self.folder = folder
        self.files = files
        self.manifest = manifest
        self.catalog = catalog
        self.audit = audit
        self.index = whole_index(folder)
        self.id = manifest.release_id
        self.indicators: dict[str, Indicator] = {}
        self.source_of: dict[str, Source] = {}
        for source in catalog.sources:
            for indicator in source.indicators:
                self.indicators[indicator.id] = indicator
                self.source_of[indicator.id] = source
        self.sources = {source.id: source for source in catalog.sources}
        self._entries = {(e.indicator_id, e.geography, e.industry_id): e for e in self.index.frames}
        self._entries_of: dict[str, list[FrameEntry]] = {}
        for each in self.index.frames:
            self._entries_of.setdefault(each.indicator_id, []).append(each)
        self.unlisted = self._unlisted()
        self._figured: dict[str, frozenset[str]] = {}
        self._areas = {
            name: {area.id: area for area in areas} for name, areas in catalog.areas.items()
        }
        # As a reader looks for them: the Bronx before Brooklyn, whose id comes first.
        boroughs = self._areas.get(Geography.BOROUGH, {}).values()
        self._areas[Geography.BOROUGH] = {
            area.id: area for area in sorted(boroughs, key=attrgetter("name"))
        }
        self.shapes = lru_cache(maxsize=None)(self._shapes)
        self.tiles = lru_cache(maxsize=None)(self._tiles)

    @classmethod
    def open(cls, folder: Path, *, is_whole: bool = True) -> Release:
        """Open a release after verifying every hash and its audit; raises ReleaseError.

        With `is_whole` False only the hashes of what opening reads are verified. Every other file
        is there in its size, and is compared with its hash before it is used (`WatchedFiles`).
        """
        manifest, files = _verified(folder, None if is_whole else OPENED)
        catalog = _decoded(folder / CATALOG, Catalog)
        audit = _decoded(folder / AUDIT, Audit)
        _require_passing(folder, manifest, audit, catalog)
        _require_one_id(folder, manifest, catalog, audit)
        if catalog.is_simulated != manifest.is_simulated:
            raise ReleaseError(f"{folder.name}: catalog and manifest disagree on is_simulated")
        return cls(folder, manifest, catalog, audit, files)

    def _unlisted(self) -> frozenset[str]:
        """Files that no list may name and no plain address serve."""
        frames = {
            entry.file
            for entry in self.index.frames
            if self.source_of[entry.indicator_id].publication is Publication.SHOW
        }
        packed = {f"{name}{ending}" for name in frames for ending in PACKED}
        return frozenset(frames | packed)

    def is_passed_on(self, entry: FrameEntry) -> bool:
        """Whether anyone may have a frame; else pages show it and no list names it."""
        return entry.file not in self.unlisted

    def entry(
        self, indicator_id: str, geography: Geography, industry_id: str = ALL_INDUSTRIES
    ) -> FrameEntry | None:
        """Where the frame lies, None where the release has no such frame."""
        return self._entries.get((indicator_id, geography, industry_id))

    def entries_of(self, indicator_id: str) -> Sequence[FrameEntry]:
        """Where every frame of a figure lies."""
        return self._entries_of.get(indicator_id, ())

    def frame(
        self, indicator_id: str, geography: Geography, industry_id: str = ALL_INDUSTRIES
    ) -> Frame:
        """The frame; KeyError where the release has none."""
        return _kept_frame(self, indicator_id, geography, industry_id)

    def read_frame(self, indicator_id: str, geography: Geography, industry_id: str) -> Frame:
        """As `frame`, from the disk."""
        entry = self.entry(indicator_id, geography, industry_id)
        if entry is None:
            raise KeyError(f"{indicator_id} has no {industry_id} figures by {geography}")
        try:
            return unpacked(self.files.read(entry.file))
        except msgspec.MsgspecError as error:
            raise ReleaseError(f"{self.id}/{entry.file} is unreadable: {error}") from error

    def figured_areas(self, entry: FrameEntry) -> frozenset[str]:
        """Areas with any figure in a frame, hidden or not.

        Kept, as a page of a place asks it of every frame, and reads few of them beyond that.
        """
        if entry.file not in self._figured:
            frame = self.frame(entry.indicator_id, entry.geography, entry.industry_id)
            self._figured[entry.file] = frozenset(frame.figured_areas())
        return self._figured[entry.file]

    def has_same_frame(self, other: Release, entry: FrameEntry) -> bool:
        """Whether another release holds this frame to the byte, by the hashes of both."""
        theirs = other.entry(entry.indicator_id, entry.geography, entry.industry_id)
        own = self.files.hash_of(entry.file)
        return theirs is not None and own is not None and own == other.files.hash_of(theirs.file)

    def _shapes(self, geography: Geography) -> Shapes | None:
        """Outlines of a geography; None for one that has no shapes."""
        return self._outlines(self.index.shapes.get(geography))

    def _tiles(self, geography: Geography) -> Shapes | None:
        """Hexagons of equal size for a geography; None where the release has none."""
        return self._outlines(self.index.tiles.get(geography))

    def _outlines(self, file: str | None) -> Shapes | None:
        try:
            return None if file is None else msgspec.json.decode(self.files.read(file), type=Shapes)
        except msgspec.MsgspecError as error:
            raise ReleaseError(f"{self.id}/{file} is unreadable: {error}") from error

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


# Of all releases together: whoever asks for old ones must not make a worker grow.
@cached(LRUCache(MOST_BYTES_OF_FRAMES, getsizeof=weight), lock=Lock())
def _kept_frame(
    release: Release, indicator_id: str, geography: Geography, industry_id: str
) -> Frame:
    return release.read_frame(indicator_id, geography, industry_id)


class Releases:
    """The releases of one installation, and the one to serve now.

    `roots` are folders of releases, preferred first. With `key`, the site's public key, only
    releases that its holder vouches for are opened, but those of `sealed` roots, which were
    unpacked here from what ships with the code (see `seal`). A release that fails to open, or is
    of the other kind (real, simulated), never replaces the one being served; `problem` then says
    why, for /readyz.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        *,
        is_simulated: bool = False,
        key: bytes | None = None,
        sealed: Collection[Path] = (),
    ) -> None:
        self.roots = tuple(roots)
        self.key = key
        self.sealed = frozenset(sealed)
        self.is_simulated = is_simulated
        self.problem: str | None = None
        self._lock = Lock()
        self._served: Release | None = None
        self._looked_for: tuple[str | None, str | None] | None = None
        self._next_look = float("-inf")
        self._opened = lru_cache(maxsize=MOST_OPENED)(self._open_or_none)

    def current(self) -> Release:
        """The release to serve; looks at CURRENT at most once a second. Raises ReleaseError
        only while there is none at all."""
        with self._lock:
            if time.monotonic() >= self._next_look:
                started = time.monotonic()
                self._look()
                self._next_look = time.monotonic() + self._pause(time.monotonic() - started)
            if self._served is None:
                raise ReleaseError(self.problem or "no release found")
            return self._served

    def _pause(self, spent: float) -> float:
        """Seconds until the next look; longer where this one found nothing to serve."""
        is_serving = self._served is not None
        return SECONDS_BETWEEN_LOOKS * (1.0 if is_serving else 1.0 + TIMES_A_VAIN_LOOK * spent)

    def ids(self) -> list[str]:
        """Ids of all releases held, newest first."""
        return sorted({f.name for f in self._folders()}, key=release_order, reverse=True)

    def _folders(self) -> list[Path]:
        """Folders of all releases that are not withdrawn, preferred root and newest first."""
        return [folder for root in self.roots for folder in _held_in(root)]

    def pinned(self, release_id: str) -> Release | None:
        """The release of that id; None where it is not held or does not verify."""
        # Only what is there is remembered: a release not held now may be published next.
        held = release_id in self.ids()
        folders = [root / release_id for root in self.roots] if held else []
        releases = (self._held_at(path) for path in folders if (path / MANIFEST).is_file())
        return next((release for release in releases if release is not None), None)

    def _held_at(self, folder: Path) -> Release | None:
        """The release of a folder: the one that is served is not opened, and held, again."""
        served = self._served
        is_served = served is not None and served.folder == folder
        return served if is_served else self._opened(folder)

    def withdrawn(self, release_id: str) -> Withdrawal | None:
        """Why a release is no longer here; None where it was never withdrawn."""
        if not RELEASE_ID.fullmatch(release_id):
            return None
        reasons = (withdrawal(root, release_id) for root in self.roots)
        return next((reason for reason in reasons if reason is not None), None)

    def _look(self) -> None:
        named, lost = self._name_of_current()
        if self._served is not None and self.withdrawn(self._served.id) is not None:
            self._served = None
        if (named, lost) == self._looked_for and self._served is not None:
            return
        self._looked_for, self.problem = (named, lost), lost
        folders = self._candidates(named)
        if named is not None and named not in [_name(folder) for folder in folders]:
            self._looked_for = None
            self.problem = f"{named} is not there, though {CURRENT} names it"
        if self.problem is None or self._served is None:
            self._serve_first(folders)

    def _serve_first(self, folders: Sequence[Path]) -> None:
        """Serve the first release that opens; while one is served, only the very first is tried."""
        lost = self.problem
        for folder in folders:
            try:
                self._served = self._open(folder)
            except ReleaseError as error:
                logger.error("release refused: %s", error)
                if self.problem == lost:  # of several refusals the first is said
                    self.problem = f"{lost}; {error}" if lost else str(error)
                if self._served is not None:
                    return
            else:
                logger.info("serving release %s", self._served.id)
                if lost is not None:
                    self.problem = f"{lost}; serving {self._served.id}"
                return

    def _open(self, folder: Path, *, is_whole: bool = True) -> Release:
        """The release in a folder; ReleaseError where it is damaged or of the other kind."""
        release = Release.open(folder, is_whole=is_whole)
        self._require_vouched(folder, release.manifest)
        refused = naming.refusals(release.catalog, self.is_simulated)
        if refused:
            raise ReleaseError(f"{folder.name}: {'; '.join(refused)}")
        return release

    def _require_vouched(self, folder: Path, manifest: Manifest) -> None:
        """Raise ReleaseError for what neither this site's key nor its own unpacking vouches for.

        What says that it came with the code needs its seal even where somebody took all seals away.
        """
        if folder.parent in self.sealed and is_sealed(folder):
            return
        has_shipped = manifest.made_from in SHIPPED_AS or has_seals(folder.parent)
        if self.key is not None:
            require_vouched(folder, self.key)
            require_one_line(folder, self.key)
        elif folder.parent in self.sealed and has_shipped:
            raise ReleaseError(f"{folder.name}: its manifest is not the one that was unpacked here")

    def _open_or_none(self, folder: Path) -> Release | None:
        """A release; None, with the reason in the log, for what must not be served.

        A visitor waits for it, so the files of one earlier than the one served are hashed as they
        are read. A later one may be one that was refused.
        """
        try:
            return self._open(folder, is_whole=not self._is_earlier(folder))
        except ReleaseError as error:
            logger.error("pinned release refused: %s", error)
            return None

    def _is_earlier(self, folder: Path) -> bool:
        served = self._served
        return served is not None and release_order(folder.name) < release_order(served.id)

    def _name_of_current(self) -> tuple[str | None, str | None]:
        """The release to serve, and what is wrong where no `CURRENT` of its folder says so."""
        for root in self.roots:
            try:
                text = content_of(root / CURRENT).decode("utf-8", "replace").strip()
            except OSError as error:
                held = _held_in(root)
                if held:
                    is_gone = isinstance(error, FileNotFoundError)
                    why = "is gone" if is_gone else f"is unreadable ({error.strerror})"
                    return _name(held[0]), f"{root.name}/{CURRENT} {why}"
            else:
                return f"{root.name}/{text}", None
        return None, None

    def _candidates(self, named: str | None) -> list[Path]:
        """Folders to try: the named one, then all others, preferred root and newest first."""
        return sorted(self._folders(), key=lambda folder: _name(folder) != named)


def _held_in(root: Path) -> list[Path]:
    """Folders of the releases of a root, newest first, but of those that are withdrawn."""
    try:
        names = os.listdir(root)  # asked for by every answer: a Path's own search takes ten times
    except (FileNotFoundError, NotADirectoryError):
        return []
    there = [
        name
        for name in names
        if exists(f"{root}/{name}/{MANIFEST}") and not isdir(f"{root}/{WITHDRAWN}/{name}")
    ]
    return [root / name for name in sorted(there, key=release_order, reverse=True)]


def _name(folder: Path) -> str:
    """A release by its root and id: two roots may hold the same id."""
    return f"{folder.parent.name}/{folder.name}"


def release_order(release_id: str) -> tuple[str, int]:
    """Sort key of release ids: `2026-11-22-10` comes after `2026-11-22-2`."""
    day, number = release_id[:10], release_id[11:]
    return day, int(number) if number.isdigit() else 1


def verified_manifest(folder: Path) -> Manifest:
    """The manifest after checking that every file it lists is there, whole and unchanged."""
    return _verified(folder)[0]


def _verified(folder: Path, names: Collection[str] | None = None) -> tuple[Manifest, WatchedFiles]:
    """The manifest, with every file hashed; or these hashed, and all others there in their size."""
    manifest = _decoded(folder / MANIFEST, Manifest)
    if manifest.format not in READABLE:
        raise ReleaseError(
            f"{folder.name} is written in format {manifest.format}, and this version reads "
            f"{FORMAT}: make a new release"
        )
    files = {**manifest.files}
    for name in (MANIFEST, f"{MANIFEST}{SIGNATURE_ENDING}"):
        if (folder / name).is_file():
            content = (folder / name).read_bytes()
            files[name] = FileEntry(hashlib.sha256(content).hexdigest(), len(content))
    files |= _shown_files(folder, manifest)
    watched = WatchedFiles(folder, files)
    _require_inside(folder, files)
    if names is None:
        _hash_whole(watched, f"{folder} {files[MANIFEST].sha256}")
        return manifest, watched
    for name in files:
        if name in names:
            watched.check(name)
        else:
            watched.require_there(name)
    return manifest, watched


def _shown_files(folder: Path, manifest: Manifest) -> dict[str, FileEntry]:
    """The list of files that may be shown and not passed on, and those files."""
    if manifest.shown_only is None:
        if (folder / SHOWN_ONLY).exists():
            raise ReleaseError(f"{folder.name}: its manifest does not name {SHOWN_ONLY}")
        return {}
    pinned = {SHOWN_ONLY: manifest.shown_only}
    WatchedFiles(folder, pinned).check(SHOWN_ONLY)
    return pinned | _decoded(folder / SHOWN_ONLY, ShownOnly).files


def _hash_whole(watched: WatchedFiles, release: str) -> None:
    """Compare every file with its hash, but those that a sibling found unchanged."""
    with_siblings = siblings.shared()
    if with_siblings is None:
        watched.check_all()
        return
    with with_siblings.turn(release):
        watched.take(with_siblings.noted(release))
        watched.check_all()
        with_siblings.note(release, watched.stamps)


def _require_inside(folder: Path, names: Iterable[str]) -> None:
    """A release is its own files: none that lies elsewhere, or that a link leads to."""
    # Paths as text: thousands of Path objects take a third of the time until a site is ready, and
    # Python keeps each of their parts for good.
    root, plain = str(folder), set[str]()
    for name in names:
        parts = name.split("/")
        if ".." in parts or name.startswith("/"):
            raise ReleaseError(f"{folder.name}: its manifest names {name}, outside of its folder")
        for place in accumulate(parts, "{}/{}".format, initial=root):
            if place != root and place not in plain and islink(place):
                raise ReleaseError(
                    f"{folder.name}/{name} is a link; a release holds its files itself"
                )
            plain.add(place)


def _require_one_id(folder: Path, manifest: Manifest, catalog: Catalog, audit: Audit) -> None:
    """A release stands under its own name, and every part of it says so."""
    parts = {"manifest": manifest, "catalog": catalog, "audit": audit}
    for name, part in parts.items():
        if part.release_id != folder.name:
            raise ReleaseError(
                f"{folder.name}: its {name} is of release {part.release_id}. A release is served "
                "from the folder of its own name only"
            )


def whole_index(folder: Path) -> Index:
    """The index of a release with the frames that no list names."""
    index = _decoded(folder / INDEX, Index)
    if not (folder / SHOWN_ONLY).is_file():
        return index
    frames = (*index.frames, *_decoded(folder / SHOWN_ONLY, ShownOnly).frames)
    return replace(index, frames=tuple(sorted(frames, key=frame_order)))


def frame_order(entry: FrameEntry) -> tuple[str, str, str]:
    """Sort key of frames: by indicator, geography, industry."""
    return entry.indicator_id, entry.geography, entry.industry_id


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
        return msgspec.json.decode(content_of(path), type=kind)
    except FileNotFoundError as error:
        raise ReleaseError(f"{path.parent.name}/{path.name} is missing") from error
    except (msgspec.MsgspecError, OSError) as error:
        raise ReleaseError(f"{path.parent.name}/{path.name} is unreadable: {error}") from error


def file_entry(path: Path) -> FileEntry:
    content = content_of(path)
    return FileEntry(hashlib.sha256(content).hexdigest(), len(content))
