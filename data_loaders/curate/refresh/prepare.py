"""Making sure there is something to serve: what `make run` does before it serves."""

from __future__ import annotations

from pathlib import Path

from data_loaders.curate import plans
from data_loaders.curate.deliveries.deliveries import with_partners
from data_loaders.curate.publication.build import build
from data_loaders.curate.publication.seed import unpack
from data_loaders.curate.refresh.asking import (
    SECONDS_A_FEED,
    due_sources,
    refresh_due,
    say_what_was_done,
)
from data_loaders.curate.refresh.run import RunningError
from data_loaders.released.release import Release, ReleaseError, Releases
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.progress import Progress


def prepare(
    mirror: Path | None,
    progress: Progress,
    *,
    offline: bool = False,
    seconds_a_feed: float = SECONDS_A_FEED,
) -> str:
    """Make sure there is a release to serve; returns in words which.

    A good release stays, and where feeds are due and any answers, a newer one is made. Without
    one it is made from the mirror, or the feeds if any answers; else the seed is unpacked, which
    needs no internet. Raises ReleaseError where even that fails.
    """
    current = _current()
    if current is None:
        progress.say("No release has been made here yet.")
    if offline:
        progress.say("No publisher is asked: started offline.")
    elif mirror is None:
        _refresh(current, seconds_a_feed, progress)
    elif current is None:
        plan = with_partners(plans.mirror_plan(mirror, plans.today(), progress), progress)
        return f"Serving release {build(plan, progress).catalog.release_id}, from {mirror}."
    served = _current()
    if served is not None:
        return f"Serving release {served.id}."
    seed = unpack(installation.SHIPPED_SEED, installation.SEED, progress)
    return f"Serving the digest that ships, {seed.name}: coarser periods, open sources only."


def _current() -> Release | None:
    try:
        return Releases([installation.releases()]).current()
    except ReleaseError:
        return None


def _refresh(current: Release | None, seconds: float, progress: Progress) -> None:
    """Ask for what is due, all where there is no release; what fails leaves what is served."""
    due = (
        {module.SOURCE.id for module in catalog.MODULES if module.SOURCE.feed is not None}
        if current is None
        else due_sources(current, plans.today())
    )
    if not due:
        progress.say("No feed is due today.")
        return
    try:
        done = refresh_due(due, seconds, progress)
    except RunningError as error:
        progress.say(f"Nothing is asked for: {error}.")
        return
    if done is not None:
        say_what_was_done(done, progress)
