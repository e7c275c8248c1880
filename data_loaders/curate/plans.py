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
    asked_on,
    cached,
    client,
    fetched_or_cached,
    hosts_of,
)
from data_loaders.curate.feeds.mirror import FeedError, FeedFiles, mirrored
from data_loaders.curate.geography.outlines import BOUNDARY_FEED, outlines, tiles
from data_loaders.curate.geography.places import places
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.coverage import CoverageError
from data_loaders.curate.publication.demo import unpack as unpack_demo
from data_loaders.curate.publication.gather import FilesOf
from data_loaders.curate.publication.seed import from_seed, shipped_histories, unpack
from data_loaders.delivery.engines.contract import EngineError
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import ObservationError
from data_loaders.privacy.challenge.pack import ChallengeError
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import TableError
from data_loaders.released.freshness import Freshness, Timeliness, freshness
from data_loaders.released.release import Release, ReleaseError, Releases
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Feed, Holder, Source
from data_loaders.vocabulary.progress import Progress

BOUNDARIES = "boundaries"
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


def mirror_plan(mirror: Path, on: date, accept_shrink: Collection[str], progress: Progress) -> Plan:
    """Build from a local copy of the published files; a failure stops it unless figures of an
    earlier release stand in."""

    def files_of(source: Source) -> FeedFiles:
        return mirrored(_feed(source), mirror, on)

    return Plan(
        root=installation.releases(),
        modules=copied(catalog.MODULES, progress),
        files_of=files_of,
        published_on=on,
        shapes=outlines(mirror, progress),
        tiles=tiles(progress),
        places=places(),
        is_strict=True,
        accept_shrink=accept_shrink,
        mirror=mirror,
    )


def copied(modules: Sequence[ModuleType], progress: Progress) -> tuple[ModuleType, ...]:
    """Modules of which a mirror can hold files; those read online alone are left out, in words."""
    online = [module.SOURCE for module in modules if is_read_online_alone(module.SOURCE)]
    for source in online:
        progress.say(f"{source.name}: a mirror holds no copy. It is read where there is internet.")
    return tuple(module for module in modules if module.SOURCE not in online)


def is_read_online_alone(source: Source) -> bool:
    """Whether only the publisher has the files of a source."""
    return source.feed is not None and not source.feed.held_by(Holder.MIRROR)


def feed_plan(
    http: httpx.Client,
    reachable: Collection[str],
    on: date,
    accept_shrink: Collection[str],
    progress: Progress,
) -> Plan:
    """Build from the public feeds; what fails is replaced by the last good figures."""
    try:
        boundary_files = _newest(BOUNDARIES, BOUNDARY_FEED, http, reachable, progress).folder
    except FeedError as error:
        progress.say(f"{error}. Boundaries will be generalised.")
        boundary_files = None
    return Plan(
        root=installation.releases(),
        modules=catalog.MODULES,
        files_of=files_from_feeds(http, reachable, progress),
        published_on=on,
        shapes=outlines(boundary_files, progress),
        tiles=tiles(progress),
        places=places(),
        stand_in=lambda source_id: from_seed(installation.SHIPPED_SEED, source_id),
        accept_shrink=accept_shrink,
        earlier=shipped_histories(installation.SHIPPED_SEED),
    )


def of_files(plan: Plan, files_of: FilesOf) -> Plan:
    """The plan with files had otherwise; what fails is replaced by the last good figures."""
    return replace(plan, files_of=files_of, is_strict=False)


def files_from_feeds(http: httpx.Client, reachable: Collection[str], progress: Progress) -> FilesOf:
    """How a source's files are had: downloaded, or as they were downloaded before."""

    def files_of(source: Source) -> FeedFiles:
        return _newest(source.id, _feed(source), http, reachable, progress)

    return files_of


def reachable_hosts(modules: Sequence[ModuleType], http: httpx.Client) -> set[str]:
    """Hosts of the feeds that answer within seconds; empty without internet."""
    feeds = [module.SOURCE.feed for module in modules if module.SOURCE.feed is not None]
    hosts = {host for feed in [*feeds, BOUNDARY_FEED] for host in hosts_of(feed)}
    return answering(hosts, http)


def prepare(mirror: Path | None, progress: Progress, *, offline: bool = False) -> str:
    """Make sure there is a release to serve; returns in words which.

    A good release stays, and where feeds are due and any answers, a newer one is made. Without
    one it is made from the mirror, or the feeds if any answers; else the seed is unpacked, which
    needs no internet. Raises ReleaseError where even that fails.
    """
    try:
        current = Releases([installation.releases()]).current()
    except ReleaseError:
        progress.say("No release has been made here yet.")
    else:
        newer = None if offline or mirror is not None else refresh(current, today(), progress)
        return f"Serving release {newer or current.id}."
    if mirror is not None and not offline:
        plan = mirror_plan(mirror, today(), (), progress)
        return f"Serving release {build(plan, progress).catalog.release_id}, from {mirror}."
    if not offline and (made := _made_from_feeds(progress)):
        return f"Serving release {made}, from the public feeds."
    seed = unpack(installation.SHIPPED_SEED, installation.SEED, progress)
    return f"Serving the digest that ships, {seed.name}: coarser periods, open sources only."


def prepare_demonstration(progress: Progress) -> str:
    """Make sure the demonstration that ships can be served; returns in words what there is."""
    shipped = unpack_demo(
        installation.SHIPPED_DEMO, installation.SHIPPED_SEED, installation.demo_releases(), progress
    )
    named = f"simulated releases {', '.join(shipped)}" if shipped else "none ships here"
    return f"Demonstration: {named}."


def refresh(current: Release, on: date, progress: Progress) -> str | None:
    """Ask publishers for the figures that are due, and make a release where any are new; its id,
    None where the release stays. A failure leaves what is served and is said."""
    due = due_sources(current, on)
    if not due:
        progress.say("No feed is due today.")
        return None
    modules = [module for module in catalog.MODULES if module.SOURCE.id in due]
    with client() as http:
        reachable = reachable_hosts(modules, http)
        if not reachable:
            count = "1 source" if len(due) == 1 else f"{len(due)} sources"
            progress.say(
                f"Figures of {count} are due and no publisher answers: what is here stays."
            )
            return None
        try:
            return _made_where_new(current, modules, http, reachable, on, progress)
        except FAILURES as error:
            progress.say(f"No newer release could be made, so what is here stays: {error}")
            return None


def due_sources(release: Release, on: date) -> set[str]:
    """Ids of sources of which newer figures may be out, and that were not asked today; those a
    release lacks too, for their feed failed when it was made."""
    known = {each.source_id: each for each in release.catalog.deliveries}
    return {
        source.id
        for source in (module.SOURCE for module in catalog.MODULES)
        if source.feed is not None
        and asked_on(source.id, installation.FEEDS) < on
        and (source.id not in known or _is_due(freshness(source, known[source.id], on)))
    }


def _is_due(of_source: Freshness) -> bool:
    return of_source.timeliness in (Timeliness.LATE, Timeliness.COPY, Timeliness.UNSCHEDULED)


def _made_where_new(
    current: Release,
    modules: Sequence[ModuleType],
    http: httpx.Client,
    reachable: Collection[str],
    on: date,
    progress: Progress,
) -> str | None:
    """The id of a release made with what is new; None where nothing is."""
    held = {each.source_id: each.sha256 for each in current.catalog.deliveries}
    asked: dict[str, FeedFiles] = {}
    for module in modules:
        source = module.SOURCE
        try:
            asked[source.id] = _newest(source.id, _feed(source), http, reachable, progress)
        except FeedError as error:
            progress.say(f"{source.id}: {error}")
    new = [name for name, files in asked.items() if files.sha256 != held.get(name)]
    if not new:
        progress.say("The publishers have nothing newer.")
        return None
    progress.say(f"New figures of {', '.join(new)}.")
    # All hosts are looked for now: a release is made of every source, due or not.
    everywhere = reachable_hosts(catalog.MODULES, http)
    plan = feed_plan(http, everywhere, on, (), progress)
    others = plan.files_of
    plan = replace(plan, files_of=lambda source: asked.get(source.id) or others(source))
    return build(plan, progress).catalog.release_id


def _made_from_feeds(progress: Progress) -> str | None:
    with client() as http:
        reachable = reachable_hosts(catalog.MODULES, http)
        if not reachable:
            progress.say("No publisher answers: no internet here.")
            return None
        try:
            plan = feed_plan(http, reachable, today(), (), progress)
            return build(plan, progress).catalog.release_id
        except FAILURES as error:
            progress.say(f"No release could be made from the feeds: {error}")
            return None


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


def _feed(source: Source) -> Feed:
    if source.feed is None:
        raise FeedError(f"{source.id} has no feed; its figures come as deliveries")
    return source.feed
