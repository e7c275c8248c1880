"""Which releases stay, by policy; the others go and leave manifest, audit and a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from data_loaders.curate.publication.publish import current_id, release_ids
from data_loaders.curate.publication.withdraw import withdraw
from data_loaders.released.release import release_order
from data_loaders.vocabulary.progress import Progress

NEWEST = 12
WHY = (
    "It was cleared away: of each quarter the last release is kept, and the newest twelve. Its "
    "figures stand, as they are now, in the releases after it"
)


def kept(ids: Sequence[str], current: str, named: Collection[str]) -> set[str]:
    """Ids that stay: the one served, the last of each quarter, the newest, and those named."""
    in_order = sorted(ids, key=release_order)
    last_of_quarter = {_quarter(release_id): release_id for release_id in in_order}
    stay = {current, *last_of_quarter.values(), *in_order[-NEWEST:], *named}
    return stay & set(ids)


def prune(
    root: Path, named: Collection[str], on: date, progress: Progress, *, is_trial: bool
) -> list[str]:
    """Clear away what no policy keeps, oldest first; with `is_trial` only say what that is."""
    ids, current = release_ids(root), current_id(root)
    stay = kept(ids, current, named)
    gone = [release_id for release_id in ids if release_id not in stay]
    if not is_trial:
        for release_id in gone:
            withdraw(root, release_id, WHY, on, progress)
    return gone


def _quarter(release_id: str) -> tuple[int, int]:
    return int(release_id[:4]), (int(release_id[5:7]) - 1) // 3
