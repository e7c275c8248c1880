"""Publishing: write a release aside, audit it, make it durable, then point at it by one rename.

A crash at any moment leaves the release being served and `CURRENT` untouched.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import msgspec
import pandas as pd
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from data_loaders.code_version import code_version
from data_loaders.curate.publication.compress import compressing
from data_loaders.curate.publication.release_files import (
    flush_to_disk,
    write_data,
    write_geojson,
    write_json,
    write_manifest,
    write_shapes,
)
from data_loaders.curate.publication.revision_files import write_histories
from data_loaders.curate.publication.signing import operator_key, sign
from data_loaders.observations.durable import empty, flush, only_publisher, write_whole
from data_loaders.privacy.audit.report import problems
from data_loaders.privacy.audit.run import audit_release, observation_hashes, rescanned
from data_loaders.released.chain import WITHDRAWN, kept_manifests, require_vouched, site_key
from data_loaders.released.release import (
    AUDIT,
    CURRENT,
    INDEX,
    MANIFEST,
    SHOWN_ONLY,
    Manifest,
    Release,
    ReleaseError,
    release_order,
    whole_index,
)
from data_loaders.released.seal import has_seals, seal
from data_loaders.vocabulary.audit_record import Audit, refusals
from data_loaders.vocabulary.guess_rates import GuessRates
from data_loaders.vocabulary.model import Catalog, Geography
from data_loaders.vocabulary.policy import public_record
from data_loaders.vocabulary.progress import SILENT, Progress
from data_loaders.vocabulary.shapes import Shapes
from data_loaders.vocabulary.vintages import RevisionHistory

# A folder of its own: readers look for releases one level down and must not see a half one.
PARTIAL = ".partial"


@dataclass(frozen=True)
class Contents:
    """What a release is made of. `observations` by source id; `made_from` feeds or seed.

    `stopped` are ids of sources whose newest files were not taken; `histories` say how figures
    were revised; `guessed` is, by source id, what may be told of guesses at hidden figures.
    """

    catalog: Catalog
    observations: Mapping[str, pd.DataFrame]
    shapes: Mapping[Geography, Shapes]
    made_from: str
    tiles: Mapping[Geography, Shapes] = field(default_factory=dict)
    stopped: tuple[str, ...] = ()
    histories: tuple[RevisionHistory, ...] = ()
    guessed: Mapping[str, GuessRates] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """How a manifest is tied to the one before it: who signs it, and that one's hash."""

    key: Ed25519PrivateKey | None
    previous: str | None


def chain_end(root: Path) -> str | None:
    """The hash of the newest manifest that no other names, those of withdrawn releases too."""
    manifests = list(kept_manifests(root, None))
    named = {each.link.previous for each in manifests}
    ends = [each for each in manifests if each.sha256 not in named]
    newest = max(ends, key=lambda each: release_order(each.link.release_id), default=None)
    return newest.sha256 if newest else None


def publish(root: Path, contents: Contents, progress: Progress) -> Path:
    """Write a release and make it the current one; returns its folder.

    Raises ReleaseError, and changes nothing that is served, where the audit fails or the
    folder already holds a release of that id or of the other kind (real, simulated).
    """
    with only_publisher(root, progress.say):
        return publish_locked(root, contents, progress)


def publish_locked(
    root: Path,
    contents: Contents,
    progress: Progress,
    *,
    replace: bool = False,
    audit: Audit | None = None,
) -> Path:
    """`publish` for a caller that is the only publisher; `replace` allows an id held already.

    `audit` is that of the same observations, where they were attacked before they shipped.
    """
    release_id = contents.catalog.release_id
    target = root / release_id
    _refuse_mixture(root, contents.catalog)
    if target.exists() and not replace:
        raise ReleaseError(f"{root} already holds {release_id}; releases never change")
    if (root / WITHDRAWN / release_id).exists():
        raise ReleaseError(f"{release_id} was withdrawn from {root}; its id is not used again")
    aside = empty(root / PARTIAL / release_id)
    current = current_id(root)
    # What ships is pinned in the code and unpacked anew at will: it is sealed, not signed.
    link = None if replace else Link(operator_key(), chain_end(root))
    previous = root / current if current else None
    write_release(aside, contents, progress, previous, audit, link, withdrawn_folders(root))
    if target.exists():
        os.rename(target, empty(root / PARTIAL / "replaced") / release_id)
    os.rename(aside, target)
    flush(root)
    if has_seals(root) and not replace:
        seal(root, release_ids(root))  # made beside what was unpacked here: this machine knows it
    switch(root, release_id)
    shutil.rmtree(root / PARTIAL)
    progress.say(f"{release_id} is published")
    return target


def write_release(
    folder: Path,
    contents: Contents,
    progress: Progress,
    previous: Path | None = None,
    audit: Audit | None = None,
    link: Link | None = None,
    gone: Sequence[Path] = (),
) -> None:
    """Write all files of a release into an empty folder, the manifest last.

    `previous` is the release readers have now: the audit lays both beside each other. `link` ties
    the manifest to the one before it. `gone` are folders of what withdrawn releases left.
    """
    write_figures(folder, contents, progress)
    with compressing(folder, _asked_for(folder), progress, previous):
        write_audit(folder, contents, progress, previous, audit, gone)
    before_it = link.previous if link else None
    write_manifest(folder, contents.catalog, code_version(), contents.made_from, before_it)
    if link is not None and link.key is not None:
        sign(folder / MANIFEST, link.key)
    flush_to_disk(folder)


def _asked_for(folder: Path) -> list[str]:
    """The files of a release that browsers ask for."""
    index = whole_index(folder)
    return [
        *(entry.file for entry in index.frames),
        INDEX,
        "catalog.json",
        *index.shapes.values(),
        *index.tiles.values(),
        *index.tables.values(),
    ]


def write_figures(folder: Path, contents: Contents, progress: Progress) -> None:
    """Write everything readers may see, but its audit."""
    catalog = contents.catalog
    write_json(folder / "catalog.json", _as_published(catalog))
    (folder / "notes.md").write_text(catalog.notes, encoding="utf-8")
    index, shown_only = write_data(
        folder, catalog, contents.observations, contents.shapes, progress
    )
    index = replace(index, tiles=write_shapes(folder, contents.tiles, "tiles"))
    write_json(folder / INDEX, index)
    if not catalog.is_simulated:
        write_geojson(folder, contents.shapes, catalog.areas)
    shown = write_histories(folder, catalog, contents.histories)
    if shown_only.frames:
        write_json(folder / SHOWN_ONLY, replace(shown_only, histories=shown))


def write_audit(
    folder: Path,
    contents: Contents,
    progress: Progress,
    previous: Path | None = None,
    audited: Audit | None = None,
    gone: Sequence[Path] = (),
) -> None:
    """Write the audit of what was written; ReleaseError where that fails."""
    catalog = contents.catalog
    if audited is None:
        others = all_others(previous.parent, previous.name) if previous else []
        found = audit_release(folder, previous, progress, earlier=others, gone=gone)
        audit = _with_rates(found, contents.guessed)
    else:
        audit = rescanned(folder, audited, progress)
    if not audit.passed:
        raise ReleaseError("the audit failed: " + "; ".join(problems(audit)))
    policies = {source.id: source.policy for source in catalog.sources}
    refused = refusals(audit, policies, catalog.is_simulated, observation_hashes(folder))
    if refused:
        raise ReleaseError("it would not be served: " + "; ".join(refused))
    write_json(folder / AUDIT, audit)


def _with_rates(audit: Audit, guessed: Mapping[str, GuessRates]) -> Audit:
    """The audit with what treatment measured, which no reader of the files can."""
    sources = (replace(one, guessed=guessed.get(one.source_id)) for one in audit.sources)
    return replace(audit, sources=tuple(sources))


def _as_published(catalog: Catalog) -> Catalog:
    """The catalog without what policies keep private."""
    sources = [replace(one, policy=public_record(one.policy)) for one in catalog.sources]
    return replace(catalog, sources=tuple(sources))


def switch(root: Path, release_id: str) -> None:
    """Point CURRENT at a release: readers see the old id or the new one, never a half."""
    write_whole(root / CURRENT, f"{release_id}\n".encode())
    flush(root)


def before(root: Path, release_id: str) -> Path | None:
    """The folder of the release made before this one; None for the first."""
    earlier = [i for i in release_ids(root) if release_order(i) < release_order(release_id)]
    return root / max(earlier, key=release_order) if earlier else None


def all_others(root: Path, release_id: str) -> list[Path]:
    """The folders of all other releases, newest first: readers may have kept any of them."""
    return [
        root / each
        for each in sorted(release_ids(root), key=release_order, reverse=True)
        if each != release_id
    ]


def withdrawn_folders(root: Path) -> list[Path]:
    """What the withdrawn releases of a folder left, oldest first."""
    left = (path.parent for path in (root / WITHDRAWN).glob(f"*/{MANIFEST}"))
    return sorted(left, key=lambda folder: release_order(folder.name))


def rollback(root: Path, release_id: str | None = None, progress: Progress = SILENT) -> str:
    """Serve an earlier release again, the one before the current unless named; returns its id.

    The release is verified first. Raises ReleaseError where there is none to go back to.
    """
    with only_publisher(root, progress.say):
        current = current_id(root)
        if release_id is None:
            earlier = [i for i in release_ids(root) if release_order(i) < release_order(current)]
            if not earlier:
                raise ReleaseError(f"no release in {root} is older than {current}")
            release_id = earlier[-1]
        Release.open(root / release_id)
        key = site_key()
        if key is not None:
            require_vouched(root / release_id, key)
        switch(root, release_id)
        return release_id


def current_id(root: Path) -> str:
    """The id CURRENT names, empty where there is none."""
    path = root / CURRENT
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def release_ids(root: Path) -> list[str]:
    """Ids of the releases of a folder, oldest first."""
    return sorted((path.parent.name for path in root.glob("*/manifest.json")), key=release_order)


def next_id(day: date, root: Path) -> str:
    """The id for a release of that day that a folder does not hold yet: `2026-11-22`, then `-2`."""
    taken = {*release_ids(root), *(path.name for path in (root / WITHDRAWN).glob("*"))}
    number = 1
    while (candidate := f"{day}-{number}" if number > 1 else f"{day}") in taken:
        number += 1
    return candidate


def _refuse_mixture(root: Path, catalog: Catalog) -> None:
    for release_id in release_ids(root):
        manifest = msgspec.json.decode((root / release_id / MANIFEST).read_bytes(), type=Manifest)
        if manifest.is_simulated != catalog.is_simulated:
            kind = "simulated" if catalog.is_simulated else "real"
            raise ReleaseError(f"{root} holds releases of the other kind: not for {kind} figures")
