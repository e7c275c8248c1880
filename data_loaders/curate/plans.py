"""Where releases of this installation come from: a mirror, the public feeds, or the seed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import httpx

from data_loaders.curate.feeds.feeds import (
    answering,
    cached,
    fetched_or_cached,
    hosts_of,
)
from data_loaders.curate.feeds.mirror import FeedError, FeedFiles, mirrored
from data_loaders.curate.geography.outlines import BOUNDARY_FEED, known_places, outlines, tiles
from data_loaders.curate.publication.build import Plan
from data_loaders.curate.publication.coverage import CoverageError
from data_loaders.curate.publication.demo import unpack as unpack_demo
from data_loaders.curate.publication.gather import FilesOf
from data_loaders.curate.publication.kept_readings import KeptReadings
from data_loaders.curate.publication.seed import from_seed, shipped_histories
from data_loaders.delivery.engines.contract import EngineError
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import ObservationError
from data_loaders.privacy.challenge.pack import ChallengeError
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import TableError
from data_loaders.released.release import ReleaseError
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Failure, Feed, Holder, Source
from data_loaders.vocabulary.progress import Progress

BOUNDARIES = "boundaries"
NO_COPY = (
    "This release was made from copies of the publishers' files, and no copy of this one is at "
    "hand. A release made with a line to the publisher has it."
)
FAILURES = (
    FeedError,
    CoverageError,
    DeliveryError,
    ObservationError,
    ReleaseError,
    ChallengeError,
    TreatmentError,
    TableError,
    EngineError,
    FileExistsError,
)


def today() -> date:
    return datetime.now(UTC).date()


def mirror_plan(mirror: Path, on: date, progress: Progress) -> Plan:
    """Build from a local copy of the published files; a failure stops it unless figures of an
    earlier release stand in."""

    def files_of(source: Source) -> FeedFiles:
        return mirrored(feed_of(source), mirror, on)

    return Plan(
        root=installation.releases(),
        modules=copied(catalog.MODULES, progress),
        lacking=not_copied(catalog.MODULES),
        files_of=files_of,
        published_on=on,
        shapes=outlines(mirror, progress),
        tiles=tiles(progress),
        places=known_places(),
        is_strict=True,
        mirror=mirror,
        readings=KeptReadings(installation.READINGS),
    )


def copied(modules: Sequence[ModuleType], progress: Progress) -> tuple[ModuleType, ...]:
    """Modules of which a mirror can hold files; those read online alone are left out, in words."""
    for each in not_copied(modules):
        progress.say(f"{each.name}: {each.why}")
    return tuple(module for module in modules if not is_read_online_alone(module.SOURCE))


def not_copied(modules: Sequence[ModuleType]) -> tuple[Failure, ...]:
    """Sources that only the publisher has, so that a release made from a mirror lacks them."""
    online = [module.SOURCE for module in modules if is_read_online_alone(module.SOURCE)]
    return tuple(Failure(each.id, each.name, NO_COPY) for each in online)


def is_read_online_alone(source: Source) -> bool:
    """Whether only the publisher has the files of a source."""
    return source.feed is not None and not source.feed.held_by(Holder.MIRROR)


def feed_plan(
    http: httpx.Client,
    reachable: Collection[str],
    on: date,
    progress: Progress,
) -> Plan:
    """Build from the public feeds; what fails is replaced by the last good figures."""
    try:
        boundary_files = _newest(BOUNDARIES, BOUNDARY_FEED, http, reachable, progress).folder
    except FeedError as error:
        progress.say(f"{error}. Boundaries will be generalized.")
        boundary_files = None
    return Plan(
        root=installation.releases(),
        modules=catalog.MODULES,
        files_of=files_from_feeds(http, reachable, progress),
        published_on=on,
        shapes=outlines(boundary_files, progress),
        tiles=tiles(progress),
        places=known_places(),
        stand_in=lambda source_id: from_seed(installation.SHIPPED_SEED, source_id),
        earlier=shipped_histories(installation.SHIPPED_SEED),
        readings=KeptReadings(installation.READINGS),
    )


def of_files(plan: Plan, files_of: FilesOf) -> Plan:
    """The plan with files had otherwise; what fails is replaced by the last good figures."""
    return replace(plan, files_of=files_of, is_strict=False)


def files_from_feeds(http: httpx.Client, reachable: Collection[str], progress: Progress) -> FilesOf:
    """How a source's files are had: downloaded, or as they were downloaded before."""

    def files_of(source: Source) -> FeedFiles:
        return _newest(source.id, feed_of(source), http, reachable, progress)

    return files_of


def reachable_hosts(modules: Sequence[ModuleType], http: httpx.Client) -> set[str]:
    """Hosts of the feeds that answer within seconds; empty without internet."""
    feeds = [module.SOURCE.feed for module in modules if module.SOURCE.feed is not None]
    hosts = {host for feed in [*feeds, BOUNDARY_FEED] for host in hosts_of(feed)}
    return answering(hosts, http)


def prepare_demonstration(progress: Progress) -> str:
    """Make sure the demonstration that ships can be served; returns in words what there is."""
    shipped = unpack_demo(
        installation.SHIPPED_DEMO, installation.SHIPPED_SEED, installation.demo_releases(), progress
    )
    named = f"simulated releases {', '.join(shipped)}" if shipped else "none ships here"
    return f"Demonstration: {named}."


def _newest(
    name: str, feed: Feed, http: httpx.Client, reachable: Collection[str], progress: Progress
) -> FeedFiles:
    silent = hosts_of(feed).difference(reachable)
    if not silent:
        return fetched_or_cached(name, feed, installation.FEEDS, http, progress)
    try:
        files = cached(name, feed, installation.FEEDS)
    except FeedError as error:
        raise FeedError(f"{', '.join(sorted(silent))} does not answer") from error
    note = f"The feed does not answer; its files of {files.received_on} were read again."
    return cached(name, feed, installation.FEEDS, note)


def feed_of(source: Source) -> Feed:
    """The feed of a public source. Raises FeedError for a partner's."""
    if source.feed is None:
        raise FeedError(f"{source.id} has no feed; its figures come as deliveries")
    return source.feed
