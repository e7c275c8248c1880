"""Commands an installation runs by itself: `refresh`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from data_loaders.command_line.console import ConsoleProgress
from data_loaders.command_line.failures import console
from data_loaders.command_line.lines import JsonLines
from data_loaders.curate.refresh.alerts import AlertError, alert, needs_a_person, words
from data_loaders.curate.refresh.asking import (
    SECONDS_A_FEED,
    refresh_all,
    refresh_from_copy,
    say_what_was_done,
)
from data_loaders.curate.refresh.run import RunningError
from data_loaders.released.refreshed import Outcome, Refreshed
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary import typed_facts
from data_loaders.vocabulary.progress import Progress

# What programs that start others know as “try again later”.
RUNNING_ALREADY = 75

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
            done = (
                refresh_from_copy(mirror, progress)
                if mirror is not None
                else refresh_all(seconds_a_feed, progress)
            )
        except RunningError as error:
            progress.say(f"Nothing is done: {error}.")
            raise typer.Exit(RUNNING_ALREADY) from error
        say_what_was_done(done, progress)
        if needs_a_person(done):
            _tell(done, progress)
        for each in (*typed_facts.overdue(), *typed_facts.overdue_terms(SOURCES)):
            progress.say(f"A fact about others: {typed_facts.sentence(each)}.")
    raise typer.Exit(done.outcome is Outcome.STOPPED)


def _tell(done: Refreshed, progress: Progress) -> None:
    try:
        where = alert(words(done))
    except AlertError as error:
        progress.say(f"Nobody could be told: {error}.")
    else:
        progress.say(f"Told {where}." if where else "Nobody is told: ALERT is not set.")
