"""The seed: the digest that ships with the code, and making it servable where it runs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from data_loaders.code_version import code_version
from data_loaders.curate.feeds.mirror import file_hash
from data_loaders.curate.publication.last_good import Curated
from data_loaders.curate.publication.pinning import require_pinned
from data_loaders.curate.publication.publish import (
    Contents,
    current_id,
    publish_locked,
    write_audit,
    write_figures,
)
from data_loaders.curate.publication.release_files import write_json, write_manifest, write_shapes
from data_loaders.observations.durable import empty, only_publisher
from data_loaders.observations.parquet import read_observations
from data_loaders.released.release import (
    MANIFEST,
    REVISIONS,
    SEED,
    Release,
    ReleaseError,
    verified_manifest,
)
from data_loaders.released.seal import is_sealed, seal
from data_loaders.vocabulary.frames import Index
from data_loaders.vocabulary.model import Catalog, Geography
from data_loaders.vocabulary.progress import Progress
from data_loaders.vocabulary.shapes import Shapes
from data_loaders.vocabulary.vintages import RevisionHistories, RevisionHistory

SHIPPED = ("catalog.json", "audit.json", "notes.md")
MADE_FROM = SEED
UNPACKED = ".unpacked"


def pack(contents: Contents, seed: Path, aside: Path, progress: Progress) -> None:
    """Write a digest as a seed: all but frames, tables and compressed files, made at unpacking.

    The whole release is written to `aside` first, so that the audit covers what readers get.
    """
    whole = empty(aside)
    write_figures(whole, contents, progress)
    write_audit(whole, contents, progress)
    new = empty(seed.with_name(f".{seed.name}.partial"))
    for name in SHIPPED:
        shutil.copyfile(whole / name, new / name)
    if (whole / REVISIONS).is_file():
        shutil.copyfile(whole / REVISIONS, new / REVISIONS)
    shutil.copytree(whole / "observations", new / "observations")
    write_json(new / "index.json", _shapes_written(new, contents))
    write_manifest(new, contents.catalog, code_version(), MADE_FROM)
    if seed.exists():
        shutil.rmtree(seed)
    new.rename(seed)
    shutil.rmtree(whole)


def unpack(seed: Path, root: Path, progress: Progress) -> Path:
    """Make the seed servable in `root`; nothing where that was done by this same code before.

    Safe to call from several processes at once. Raises ReleaseError where the seed is damaged.
    """
    with only_publisher(root, progress.say):
        mark = mark_of(seed)
        marked = root / UNPACKED
        if marked.is_file() and marked.read_text() == mark and opens(root):
            return root / current_id(root)
        folder = publish_locked(root, seed_contents(seed), progress, replace=True)
        seal(root, [folder.name])
        marked.write_text(mark)
        return folder


def seed_contents(seed: Path) -> Contents:
    """What a seed holds, after verifying every file. Raises ReleaseError."""
    require_pinned(seed)
    verified_manifest(seed)
    catalog = msgspec.json.decode((seed / "catalog.json").read_bytes(), type=Catalog)
    index = msgspec.json.decode((seed / "index.json").read_bytes(), type=Index)
    observations = {
        source.id: read_observations(seed / "observations" / f"{source.id}.parquet")
        for source in catalog.sources
    }
    return Contents(
        catalog,
        observations,
        _shapes_read(seed, index.shapes),
        MADE_FROM,
        _shapes_read(seed, index.tiles),
        histories=shipped_histories(seed),
    )


def shipped_histories(seed: Path) -> tuple[RevisionHistory, ...]:
    """How figures were revised before the seed was made; none where it does not say."""
    path = seed / REVISIONS
    if not path.is_file():
        return ()
    return msgspec.json.decode(path.read_bytes(), type=RevisionHistories).histories


def _shapes_written(folder: Path, contents: Contents) -> Index:
    shapes = write_shapes(folder, contents.shapes)
    return Index((), shapes, {}, write_shapes(folder, contents.tiles, "tiles"))


def _shapes_read(seed: Path, files: Mapping[Geography, str]) -> dict[Geography, Shapes]:
    return {
        geography: msgspec.json.decode((seed / file).read_bytes(), type=Shapes)
        for geography, file in files.items()
    }


def from_seed(seed: Path, source_id: str) -> Curated | None:
    """A source as the seed has it, in its coarser periods; None where it has none."""
    try:
        contents = seed_contents(seed)
    except ReleaseError:
        return None
    catalog = contents.catalog
    for source in catalog.sources:
        if source.id == source_id:
            delivery = next(d for d in catalog.deliveries if d.source_id == source_id)
            note = "The feed could not be had; the digest that ships stands in."
            return Curated(
                source, contents.observations[source_id], replace(delivery, note=note), True
            )
    return None


def opens(root: Path) -> bool:
    """Whether the release a folder names as current can be served."""
    folder = root / current_id(root)
    try:
        Release.open(folder)
    except ReleaseError:
        return False
    return is_sealed(folder) or not (root / UNPACKED).is_file()


def mark_of(*shipped: Path) -> str:
    """What tells whether shipped releases were unpacked before, by this same code."""
    hashes = " ".join(file_hash(folder / MANIFEST) for folder in shipped)
    return f"{hashes} {code_version()}\n"
