"""Commands an installation runs by itself: `refresh`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import httpx
import typer

from data_loaders.command_line.console import ConsoleProgress
from data_loaders.command_line.failures import console
from data_loaders.command_line.lines import JsonLines
from data_loaders.curate import plans
from data_loaders.curate.deliveries.deliveries import with_partners
from data_loaders.curate.feeds.feeds import TIMEOUT, USER_AGENT
from data_loaders.curate.feeds.mirror import FeedFiles, mirrored
from data_loaders.curate.publication.build import Plan
from data_loaders.curate.publication.gather import FilesOf
from data_loaders.curate.refresh.alerts import AlertError, alert, needs_a_person, words
from data_loaders.curate.refresh.budget import Budget
from data_loaders.curate.refresh.run import RunningError, refresh
from data_loaders.released.refreshed import FeedOutcome, Outcome, Refreshed
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation, typed_facts
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.progress import Progress

# What programs that start others know as “try again later”.
RUNNING_ALREADY = 75
SECONDS_A_FEED = 300.0

commands = typer.Typer()


@commands.command("refresh")
def refresh_command(
    seconds_a_feed: Annotated[
        float, typer.Option(min=1, help="Seconds each feed may take.")
    ] = SECONDS_A_FEED,
    mirror: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="A copy of the published files instead."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines on a terminal too.")] = False,
) -> None:
    """Fetch every feed, and publish what is new and good. For a timer: see docs/operate.md."""
    is_terminal = sys.stdout.isatty() and not as_json
    with ConsoleProgress(console) if is_terminal else JsonLines(sys.stdout) as progress:
        try:
            done = _refreshed(seconds_a_feed, mirror, progress)
        except RunningError as error:
            progress.say(f"Nothing is done: {error}.")
            raise typer.Exit(RUNNING_ALREADY) from error
        _say(done, progress)
        if needs_a_person(done):
            _tell(done, progress)
        for each in typed_facts.overdue():
            progress.say(f"A fact about others: {typed_facts.sentence(each)}.")
    raise typer.Exit(done.outcome is Outcome.STOPPED)


def _refreshed(seconds: float, mirror: Path | None, progress: Progress) -> Refreshed:
    root, on = installation.releases(), plans.today()
    budget = Budget(httpx.HTTPTransport())
    headers = {"User-Agent": USER_AGENT}
    with httpx.Client(
        transport=budget, timeout=TIMEOUT, follow_redirects=True, headers=headers
    ) as http:
        reachable = set() if mirror else plans.reachable_hosts(catalog.MODULES, http)
        newest = plans.files_from_feeds(http, reachable, progress)

        def fetch(source: Source) -> FeedFiles:
            if mirror is not None and source.feed is not None:
                return mirrored(source.feed, mirror, on)
            with budget.of(seconds):
                return newest(source)

        def plan_of(files_of: FilesOf) -> Plan:
            if mirror is not None:
                plan = plans.mirror_plan(mirror, on, (), progress)
            else:
                with budget.of(seconds):
                    plan = plans.feed_plan(http, reachable, on, (), progress)
            return with_partners(plans.of_files(plan, files_of), progress)

        modules = catalog.MODULES if mirror is None else plans.copied(catalog.MODULES, progress)
        return refresh(root, modules, fetch, plan_of, progress)


def _say(done: Refreshed, progress: Progress) -> None:
    failed = [each for each in done.feeds if each.outcome is not FeedOutcome.READ]
    for each in failed:
        progress.say(f"{each.source_id}: {each.outcome}. {each.why}")
    minutes = (datetime.now(UTC) - done.started_at).total_seconds() / 60
    progress.say(
        f"{len(done.feeds) - len(failed)} of {len(done.feeds)} feeds read, "
        f"{done.outcome}, serving {done.release_id or 'no release'}; {minutes:.1f} minutes."
    )


def _tell(done: Refreshed, progress: Progress) -> None:
    try:
        where = alert(words(done))
    except AlertError as error:
        progress.say(f"Nobody could be told: {error}.")
    else:
        progress.say(f"Told {where}." if where else "Nobody is told: ALERT is not set.")
