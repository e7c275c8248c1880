"""A full release of the real published files, and its digest packed as it ships."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from data_loaders.curate.feeds.mirror import mirrored
from data_loaders.curate.geography.outlines import outlines, tiles
from data_loaders.curate.geography.places import places
from data_loaders.curate.plans import copied, not_copied
from data_loaders.curate.publication import publish
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.digest import digest
from data_loaders.curate.publication.publish import current_id
from data_loaders.curate.publication.seed import pack
from data_loaders.released.release import Release
from data_loaders.sources import catalog
from data_loaders.vocabulary.progress import Silent
from tests.support.kept import kept
from tests.support.mirror import mirror

DAY = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class FromMirror:
    """The release, and its digest as a seed."""

    release: Release
    seed: Path


def release_from_mirror() -> FromMirror:
    """The release of the published files as they are."""
    folder = kept("release-from-mirror", make, reads=[mirror()])
    root = folder / "releases"
    return FromMirror(Release.open(root / current_id(root)), folder / "seed")


def make(folder: Path) -> None:
    """Build the release into `releases`, and pack its digest into `seed`.

    Nothing is compressed, which takes as long as a quarter of all of it: `shipped_digest` does
    that with files of the same kind, and unpacks a seed.
    """
    files = mirror()
    plan = Plan(
        root=folder / "releases",
        modules=copied(catalog.MODULES, Silent()),
        lacking=not_copied(catalog.MODULES),
        files_of=lambda source: (
            mirrored(source.feed, files, DAY) if source.feed else pytest.fail("no feed")
        ),
        published_on=DAY,
        shapes=outlines(files, Silent()),
        tiles=tiles(Silent()),
        places=places(),
        is_strict=True,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "compressing", lambda *_given: nullcontext())
        contents = build(plan, Silent())
    pack(digest(contents), folder / "seed", folder / "aside", Silent())
