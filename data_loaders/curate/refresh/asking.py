"""Asking publishers: all of them or those whose figures are due, each within its time.

`python -m data_loaders refresh` and `make run` both end here, and so keep the same promises: one
feed's failure holds back no other, a second run changes nothing, what was done is recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx

from data_loaders.curate import plans
from data_loaders.curate.deliveries.deliveries import with_partners
from data_loaders.curate.feeds.feeds import asked_on, cached, client, hosts_of, trusted
from data_loaders.curate.feeds.mirror import FeedError, FeedFiles, mirrored
from data_loaders.curate.publication.build import Plan
from data_loaders.curate.publication.gather import FilesOf
from data_loaders.curate.refresh.budget import Budget
from data_loaders.curate.refresh.run import refresh
from data_loaders.released.freshness import Timeliness, freshness
from data_loaders.released.refreshed import FeedOutcome, Refreshed
from data_loaders.released.release import Release
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Delivery, Source
from data_loaders.vocabulary.progress import SILENT, Progress

SECONDS_A_FEED = 300.0


def transport() -> httpx.BaseTransport:
    """How requests reach publishers."""
    return httpx.HTTPTransport(verify=trusted())


@dataclass(frozen=True)
class Publishers:
    """The publishers of all feeds: who answers at all, and what each has within its time."""

    http: httpx.Client
    budget: Budget
    seconds: float
    reachable: Collection[str]
    progress: Progress

    def newest(self, source: Source) -> FeedFiles:
        """Files of today, or as they were downloaded before with a note why. Raises FeedError."""
        with self.budget.of(self.seconds):
            return plans.files_from_feeds(self.http, self.reachable, self.progress)(source)

    def at_hand(self, source: Source) -> FeedFiles:
        """Files as they were downloaded before; asked for where they never were."""
        try:
            return cached(source.id, plans.feed_of(source), installation.FEEDS)
        except FeedError:
            return self.newest(source)

    def any_of(self, sources: Collection[str]) -> bool:
        """Whether the publisher of any of these sources answers."""
        feeds = [module.SOURCE.feed for module in catalog.MODULES if module.SOURCE.id in sources]
        return any(hosts_of(feed) & set(self.reachable) for feed in feeds if feed is not None)

    def plan(self, files_of: FilesOf) -> Plan:
        """A release of all sources, partners' too, from files had so."""
        with self.budget.of(self.seconds):
            plan = plans.feed_plan(self.http, self.reachable, plans.today(), self.progress)
        return with_partners(plans.of_files(plan, files_of), self.progress)


@contextmanager
def publishers(seconds: float, progress: Progress) -> Iterator[Publishers]:
    """The publishers of the catalog, each feed of which may take so many seconds."""
    budget = Budget(transport())
    with client(budget) as http:
        reachable = plans.reachable_hosts(catalog.MODULES, http)
        yield Publishers(http, budget, seconds, reachable, progress)


def refresh_all(seconds: float, progress: Progress) -> Refreshed:
    """Ask every publisher, and publish what is new and good. Raises RunningError."""
    with publishers(seconds, progress) as asked:
        if not asked.reachable:
            progress.say("No publisher answers: no internet here. Files at hand are read again.")
        return refresh(installation.releases(), catalog.MODULES, asked.newest, asked.plan, progress)


def refresh_due(due: Collection[str], seconds: float, progress: Progress) -> Refreshed | None:
    """Ask the publishers of these sources, and publish what is new and good beside the files at
    hand of all others; None, and nothing is done, where none of them answers.

    Raises RunningError where a refresh is under way.
    """
    with publishers(seconds, progress) as asked:
        if not asked.any_of(due):
            count = "1 source" if len(due) == 1 else f"{len(due)} sources"
            progress.say(f"No publisher answers: no internet here. {count} could be newer.")
            return None

        def fetch(source: Source) -> FeedFiles:
            return asked.newest(source) if source.id in due else asked.at_hand(source)

        return refresh(installation.releases(), catalog.MODULES, fetch, asked.plan, progress)


def refresh_from_copy(mirror: Path, progress: Progress) -> Refreshed:
    """Publish what is new and good in a copy of the published files. Raises RunningError."""
    on = plans.today()

    def plan_of(files_of: FilesOf) -> Plan:
        plan = plans.mirror_plan(mirror, on, progress)
        return with_partners(plans.of_files(plan, files_of), progress)

    return refresh(
        installation.releases(),
        plans.copied(catalog.MODULES, SILENT),
        lambda source: mirrored(plans.feed_of(source), mirror, on),
        plan_of,
        progress,
    )


def due_sources(release: Release, on: date) -> set[str]:
    """Ids of sources of which newer figures may be out, and that gave no files today; those a
    release lacks too, and those whose feed failed when it was made."""
    known = {each.source_id: each for each in release.catalog.deliveries}
    return {
        source.id
        for source in (module.SOURCE for module in catalog.MODULES)
        if source.feed is not None
        and asked_on(source.id, installation.FEEDS) < on
        and _is_due(source, known.get(source.id), on)
    }


def _is_due(source: Source, known: Delivery | None, on: date) -> bool:
    if known is None or known.note:
        return True
    may_be_newer = (Timeliness.LATE, Timeliness.COPY, Timeliness.UNSCHEDULED)
    return freshness(source, known, on).timeliness in may_be_newer


def say_what_was_done(done: Refreshed, progress: Progress) -> None:
    """Each feed that was not read and why, then how it ended, in a line."""
    failed = [each for each in done.feeds if each.outcome is not FeedOutcome.READ]
    for each in failed:
        progress.say(f"{each.source_id}: {each.outcome}. {each.why}")
    minutes = (done.ended_at - done.started_at).total_seconds() / 60
    progress.say(
        f"{len(done.feeds) - len(failed)} of {len(done.feeds)} feeds read, "
        f"{done.outcome}, serving {done.release_id or 'no release'}; {minutes:.1f} minutes."
    )
