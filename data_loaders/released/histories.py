"""How figures of a release were revised before it, as the release says."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from data_loaders.released.release import REVISIONS, SHOWN_ONLY, Release, ReleaseError, ShownOnly
from data_loaders.vocabulary.vintages import RevisionHistories, RevisionHistory


@lru_cache(maxsize=8)
def histories_of(release: Release) -> dict[str, RevisionHistory]:
    """By indicator; empty for a release made before this was kept. Raises ReleaseError."""
    histories: list[RevisionHistory] = []
    try:
        if REVISIONS in release.manifest.files:
            content = release.files.read(REVISIONS)
            histories += msgspec.json.decode(content, type=RevisionHistories).histories
        if release.manifest.shown_only is not None:
            content = release.files.read(SHOWN_ONLY)
            histories += msgspec.json.decode(content, type=ShownOnly).histories
    except msgspec.MsgspecError as error:
        raise ReleaseError(f"{release.id}: what it says of revisions is unreadable") from error
    return {history.indicator_id: history for history in histories}
