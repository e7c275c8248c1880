"""The seed: the digest that ships with the code, and making it servable where it runs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from data_loaders.code_version import code_version
from data_loaders.curate.kept import Curated
from data_loaders.curate.mirror import file_hash
from data_loaders.curate.observation_files import read_observations
from data_loaders.curate.progress import Progress
from data_loaders.curate.publish import (
    Contents,
    current_id,
    empty,
    only_publisher,
    publish_locked,
    write_release,
)
from data_loaders.curate.release_files import MANIFEST, write_manifest
from data_loaders.model import Catalog, Geography
from data_loaders.release import ReleaseError, verified_manifest
from data_loaders.shapes import Shapes

SHIPPED = ("catalog.json", "audit.json", "notes.md")
MADE_FROM = "seed"
UNPACKED = ".unpacked"


def pack(contents: Contents, seed: Path, aside: Path, progress: Progress) -> None:
    """Write a digest as a seed: catalog, audit, notes, observations. Frames are made at unpacking.

    The whole release is written to `aside` first, so that the audit covers what readers get.
    """
    whole = empty(aside)
    write_release(whole, replace(contents, made_from=MADE_FROM), progress)
    new = empty(seed.with_name(f".{seed.name}.partial"))
    for name in SHIPPED:
        shutil.copyfile(whole / name, new / name)
    shutil.copytree(whole / "observations", new / "observations")
    write_manifest(new, contents.catalog, code_version(), MADE_FROM)
    if seed.exists():
        shutil.rmtree(seed)
    new.rename(seed)
    shutil.rmtree(whole)


def unpack(seed: Path, root: Path, shapes: Mapping[Geography, Shapes], progress: Progress) -> Path:
    """Make the seed servable in `root`; nothing where that was done by this same code before.

    Safe to call from several processes at once. Raises ReleaseError where the seed is damaged.
    """
    with only_publisher(root):
        mark = f"{_mark(seed)}\n"
        marked = root / UNPACKED
        done = root / current_id(root)
        if marked.is_file() and marked.read_text() == mark and (done / MANIFEST).is_file():
            return done
        folder = publish_locked(root, seed_contents(seed, shapes), progress, replace=True)
        marked.write_text(mark)
        return folder


def seed_contents(seed: Path, shapes: Mapping[Geography, Shapes]) -> Contents:
    """What a seed holds, after verifying every file. Raises ReleaseError."""
    verified_manifest(seed)
    catalog = msgspec.json.decode((seed / "catalog.json").read_bytes(), type=Catalog)
    observations = {
        source.id: read_observations(seed / "observations" / f"{source.id}.parquet")
        for source in catalog.sources
    }
    generalised = tuple(name for name, outline in shapes.items() if outline.generalised)
    catalog = replace(catalog, generalised=generalised)
    return Contents(catalog, observations, shapes, MADE_FROM)


def from_seed(seed: Path, source_id: str) -> Curated | None:
    """A source as the seed has it, in its coarser periods; None where it has none."""
    try:
        contents = seed_contents(seed, {})
    except ReleaseError:
        return None
    catalog = contents.catalog
    for source in catalog.sources:
        if source.id == source_id:
            delivery = next(d for d in catalog.deliveries if d.source_id == source_id)
            note = "The feed could not be had; the digest that ships stands in."
            return Curated(source, contents.observations[source_id], replace(delivery, note=note))
    return None


def _mark(seed: Path) -> str:
    return f"{file_hash(seed / MANIFEST)} {code_version()}"
