"""One refresh: every feed within its time, then one release of what came, or none.

A feed that fails, or whose new figures are refused, keeps its last good ones and holds nobody
back. Run again after a crash it goes on: downloads are continued, and a release is whole or not
there.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import msgspec

from data_loaders.code_version import code_version
from data_loaders.curate import plans
from data_loaders.curate.feeds.mirror import FeedError, FeedFiles
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.coverage import CoverageError
from data_loaders.curate.publication.gather import FilesOf
from data_loaders.curate.publication.publish import Contents, current_id
from data_loaders.observations.durable import flush
from data_loaders.released.refreshed import (
    FOLDER,
    RECORD,
    FeedOutcome,
    FeedRefreshed,
    Outcome,
    Refreshed,
    last_refresh,
)
from data_loaders.released.release import Release, ReleaseError
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.progress import Progress

LOCK = "lock"
PlanOf = Callable[[FilesOf], Plan]


class RunningError(Exception):
    """Another refresh of the same releases is under way."""


@dataclass(frozen=True)
class Fetched:
    """What came of one feed: its files, or why there are none."""

    files: FeedFiles | None
    outcome: FeedRefreshed


def refresh(
    root: Path,
    modules: Sequence[ModuleType],
    fetch: FilesOf,
    plan_of: PlanOf,
    progress: Progress,
) -> Refreshed:
    """Fetch, curate, and publish or stop; what was done is recorded beside the releases.

    `fetch` has a feed's files within its time; `plan_of` makes a plan from what was fetched.
    Raises RunningError where another is under way; else every failure is in what is returned.
    """
    with only_refresh(root):
        started_at, before = datetime.now(UTC), last_refresh(root)
        fetched = {
            module.SOURCE.id: _fetched(module.SOURCE, fetch, progress)
            for module in modules
            if module.SOURCE.feed is not None
        }
        outcome, release_id, why, held_back = _published(root, fetched, plan_of, progress)
        ended_at = datetime.now(UTC)
        is_good = outcome is not Outcome.STOPPED
        good_at = ended_at if is_good else before and before.good_at
        feeds = tuple(_with_reason(each.outcome, held_back) for each in fetched.values())
        done = Refreshed(started_at, ended_at, outcome, release_id, good_at, feeds, why)
        _record(root, done)
        return done


@contextmanager
def only_refresh(root: Path) -> Iterator[None]:
    """Raise RunningError unless this is the only refresh of a folder; let go even by a crash."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunningError(f"another refresh of {root} is under way") from None
        yield


def _fetched(source: Source, fetch: FilesOf, progress: Progress) -> Fetched:
    started = time.monotonic()
    files, why = None, ""
    try:
        files = fetch(source)
    except (FeedError, OSError) as error:
        why = str(error)
        progress.say(f"{source.id}: {why}")
    seconds = round(time.monotonic() - started, 1)
    reached_on = files.received_on if files else None
    why = files.note if files else why
    outcome = FeedOutcome.FAILED if why else FeedOutcome.READ
    sha256 = files.sha256 if files else ""
    return Fetched(files, FeedRefreshed(source.id, outcome, reached_on, seconds, sha256, why))


def _published(
    root: Path, fetched: Mapping[str, Fetched], plan_of: PlanOf, progress: Progress
) -> tuple[Outcome, str, str, Mapping[str, str]]:
    """How it ended, the release that is served then, why it stopped, and what was held back."""
    served = _served(root)
    held_back: dict[str, str] = {}
    try:
        plan = plan_of(lambda source: _files_of(source, fetched, held_back))
        if served is not None and _is_same(served, plan, fetched, last_refresh(root)):
            progress.say(f"Nothing is new since {served.id}.")
            return Outcome.UNCHANGED, served.id, "", held_back
        contents = _built(plan, held_back, progress)
    except (*plans.FAILURES, OSError) as error:
        progress.say(f"Nothing is published: {error}")
        return Outcome.STOPPED, served.id if served else "", str(error), held_back
    held_back |= _stood_in(contents, fetched)
    return Outcome.PUBLISHED, contents.catalog.release_id, "", held_back


def _files_of(
    source: Source, fetched: Mapping[str, Fetched], held_back: Mapping[str, str]
) -> FeedFiles:
    if source.id in held_back:
        raise FeedError(f"held back: {held_back[source.id]}")
    files = fetched[source.id].files
    if files is None:
        raise FeedError(fetched[source.id].outcome.why)
    return files


def _built(plan: Plan, held_back: dict[str, str], progress: Progress) -> Contents:
    """A release; a source that lost values is held back, so that it alone stays as it was."""
    while True:
        try:
            return build(plan, progress)
        except CoverageError as error:
            new = [name for name in error.source_ids if name not in held_back]
            if not new:
                raise
            held_back |= dict.fromkeys(new, str(error))
            progress.say(f"Held back: {', '.join(new)}. {error}")


def _stood_in(contents: Contents, fetched: Mapping[str, Fetched]) -> dict[str, str]:
    """Sources whose files came and could not be read: their last good figures stand in."""
    noted = {each.source_id: each.note for each in contents.catalog.deliveries}
    return {
        name: noted.get(name, "It is left out: there are no good figures of it.")
        for name, each in fetched.items()
        if each.outcome.outcome is FeedOutcome.READ and noted.get(name, "left out")
    }


def _served(root: Path) -> Release | None:
    try:
        return Release.open(root / current_id(root)) if current_id(root) else None
    except ReleaseError:
        return None  # damaged: one more reason to publish


def _is_same(
    served: Release, plan: Plan, fetched: Mapping[str, Fetched], before: Refreshed | None
) -> bool:
    """Whether a release of what came would tell readers nothing they are not told already."""
    if served.manifest.code_version != code_version():
        return False
    deliveries = {each.source_id: each for each in served.catalog.deliveries}
    staged = plan.staged.items()
    if any(deliveries.get(name) != each.delivery for name, each in staged):
        return False
    made_by_refresh = (
        before is not None
        and before.release_id == served.id
        and before.outcome is not Outcome.STOPPED
    )
    if before is not None and made_by_refresh:
        # What was held back then, would be now.
        known = {each.source_id: _state(each) for each in before.feeds}
    else:
        known = {name: (each.sha256, bool(each.note)) for name, each in deliveries.items()}
    return all(
        known.get(name, ("", True)) == _state(each.outcome) for name, each in fetched.items()
    )


def _state(feed: FeedRefreshed) -> tuple[str, bool]:
    """The files of a feed, and whether its publisher could not be reached for them."""
    return feed.sha256, feed.outcome is FeedOutcome.FAILED


def _with_reason(feed: FeedRefreshed, held_back: Mapping[str, str]) -> FeedRefreshed:
    if feed.source_id not in held_back:
        return feed
    return replace(feed, outcome=FeedOutcome.HELD_BACK, why=held_back[feed.source_id])


def _record(root: Path, done: Refreshed) -> None:
    folder = root / FOLDER
    aside = folder / f"{RECORD}.new"
    with aside.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(done)))
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, folder / RECORD)
    flush(folder)
