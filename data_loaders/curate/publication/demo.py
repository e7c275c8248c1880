"""The demonstration that ships: simulated releases, and making them servable where they run.

Areas, names and shapes are those of the digest that ships beside it, so they are not shipped twice.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from data_loaders.curate.geography.unallocated import with_unallocated
from data_loaders.curate.publication.pinning import require_pinned
from data_loaders.curate.publication.publish import Contents, publish_locked
from data_loaders.curate.publication.release_files import write_json, write_manifest
from data_loaders.curate.publication.seed import UNPACKED, mark_of, opens, seed_contents
from data_loaders.observations.durable import empty, only_publisher
from data_loaders.observations.parquet import read_observations
from data_loaders.released.release import DEMONSTRATION, Release, release_order, verified_manifest
from data_loaders.released.seal import seal
from data_loaders.vocabulary.audit_record import Audit
from data_loaders.vocabulary.model import Catalog
from data_loaders.vocabulary.progress import Progress

SHIPPED = ("audit.json", "notes.md")
MADE_FROM = DEMONSTRATION


def ship(release: Path, target: Path) -> None:
    """Copy a published release as it ships; ReleaseError where it does not verify."""
    opened = Release.open(release)
    new = empty(target.with_name(f".{target.name}.partial"))
    write_json(new / "catalog.json", replace(opened.catalog, areas={}, places=()))
    for name in SHIPPED:
        shutil.copyfile(release / name, new / name)
    shutil.copytree(release / "observations", new / "observations")
    write_manifest(new, opened.catalog, opened.manifest.code_version, MADE_FROM)
    if target.exists():
        shutil.rmtree(target)
    new.rename(target)


def unpack(demo: Path, seed: Path, root: Path, progress: Progress) -> list[str]:
    """Make the shipped releases servable in `root`, oldest first; returns their ids.

    Nothing is written where this same code did that before, or where releases were made here.
    Raises ReleaseError where what ships is damaged or fails its audit.
    """
    shipped = sorted((path.parent for path in demo.glob("*/manifest.json")), key=_order)
    if not shipped:
        return []
    with only_publisher(root, progress.say):
        marked = root / UNPACKED
        made_here = opens(root) and not marked.is_file()
        is_done = marked.is_file() and marked.read_text() == mark_of(seed, *shipped)
        if not made_here and not (is_done and opens(root)):
            for contents, audit in _contents(shipped, seed):
                publish_locked(root, contents, progress, replace=True, audit=audit)
            seal(root, [folder.name for folder in shipped])
            marked.write_text(mark_of(seed, *shipped))
    return [folder.name for folder in shipped]


def _contents(shipped: list[Path], seed: Path) -> Iterator[tuple[Contents, Audit]]:
    around = seed_contents(seed)
    for folder in shipped:
        require_pinned(folder)
        verified_manifest(folder)
        catalog = msgspec.json.decode((folder / "catalog.json").read_bytes(), type=Catalog)
        observations = {
            source.id: read_observations(folder / "observations" / f"{source.id}.parquet")
            for source in catalog.sources
        }
        whole = replace(
            catalog,
            areas=with_unallocated(around.catalog.areas, observations.values()),
            places=around.catalog.places,
            generalised=around.catalog.generalised,
        )
        audit = msgspec.json.decode((folder / "audit.json").read_bytes(), type=Audit)
        contents = Contents(whole, observations, around.shapes, MADE_FROM, around.tiles)
        yield contents, audit


def _order(folder: Path) -> tuple[str, int]:
    return release_order(folder.name)
