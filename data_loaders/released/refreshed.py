"""What the last refresh did, feed by feed: kept beside the releases, watched by operators.

It holds no figure and nothing of a visitor.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

import msgspec

logger = logging.getLogger(__name__)
FOLDER, RECORD = ".refresh", "last.json"


class Outcome(StrEnum):
    """How a refresh ended: STOPPED means that nothing was published, for a reason."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    STOPPED = "stopped"


class FeedOutcome(StrEnum):
    """What became of a feed: FAILED, its last good files stand in; HELD_BACK, its last figures."""

    READ = "read"
    FAILED = "failed"
    HELD_BACK = "held back"


@dataclass(frozen=True, slots=True)
class FeedRefreshed:
    """One feed. `reached_on` is the last day its publisher gave its files; None if never.

    `sha256` is that of all its files; empty where there are none.
    """

    source_id: str
    outcome: FeedOutcome
    reached_on: date | None
    seconds: float
    sha256: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refresh that ended. `good_at` is when one last ended without being stopped."""

    started_at: datetime
    ended_at: datetime
    outcome: Outcome
    release_id: str
    good_at: datetime | None
    feeds: tuple[FeedRefreshed, ...] = ()
    why: str = ""


def last_refresh(root: Path) -> Refreshed | None:
    """The last refresh of a folder of releases; None where there was none, or it is unreadable."""
    path = root / FOLDER / RECORD
    try:
        return msgspec.json.decode(path.read_bytes(), type=Refreshed)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        logger.error("the record of the last refresh cannot be read: %s", error)
        return None
