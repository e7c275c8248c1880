"""`python -m benchmarks`: page weight and speed, interaction and server load, against budgets.

Exits 1 where a budget is missed, a step fails or nothing was measured of what is promised.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import budgets, lighthouse, reporting
from benchmarks.browsing import DESKTOP, MOBILE
from benchmarks.budgets import Promise
from benchmarks.contenders import BY_HAND, OURS, ours
from benchmarks.exported import map_data
from benchmarks.journal import Journal, machine
from benchmarks.serving_load import addresses
from benchmarks.visited import VISITED
from data_loaders.released.release import Release
from data_loaders.released.serving import releases
from data_loaders.vocabulary import installation
from tests.support.browser.serving import served

FOLDER = installation.ROOT / "var" / "benchmarks"
MEASURE = (sys.executable, "-m", "benchmarks.measure")
PAGE_SECONDS, CONTENDER_SECONDS, LOAD_SECONDS, MEMORY_SECONDS = 120.0, 240.0, 120.0, 600.0
READY_SECONDS, HAND_SECONDS = 600.0, 240.0
BY_HAND_ON = ("/map", "/trends", "/industries")
Path_ = Annotated[list[str] | None, typer.Option("--page", help="Only these pages.")]


def main(
    runs: int = 3,
    pages: bool = True,
    compare: bool = True,
    server: bool = True,
    distinct: int = 500,
    page: Path_ = None,
    write: Annotated[Path, typer.Option(help="Where the figures go.")] = FOLDER / "results.json",
) -> None:
    """Measure, print and write; status 1 where a budget is missed or a step fails."""
    console = Console()
    release = releases().current()
    about = {"machine": machine(), "release": release.id, "runs": runs}
    journal = Journal(write, console, about)
    promises: list[Promise] = []
    # As a site that stands for a day: pages of places are ready.
    os.environ.setdefault("READY_PAGES", str(installation.ready_pages()))
    journal.attempt("pages made ready", (*MEASURE, "ready"), READY_SECONDS)
    if server:
        promises += serve(journal, release, distinct)
    if compare:
        promises += compare_maps(journal, runs)
    if pages:
        promises += visit_pages(journal, page or list(VISITED), runs)
        promises += move_controls(
            journal, [each for each in BY_HAND_ON if not page or each in page]
        )
    if pages and not page:
        promises += score_pages(journal, console, runs)
    judged = budgets.judged(promises, budgets.medians(journal.outcomes))
    journal.write([{**asdict(each), "met": each.is_met} for each in judged])
    console.print(reporting.budget_table(judged))
    raise typer.Exit(0 if budgets.is_kept(judged, journal.outcomes) else 1)


def serve(journal: Journal, release: Release, distinct: int) -> list[Promise]:
    """Load on hello world and on each kind of answer; distinct addresses; memory."""
    data = map_data(release)
    contender = ours(data)
    hello = (*MEASURE, "load", "benchmarks.hello:server", "/", "--health", "/")
    journal.attempt(budgets.HELLO, hello, LOAD_SECONDS)
    indicator_id = data.frames[0].indicator_id
    asked = addresses(contender.path, indicator_id, release)
    for name, path in asked.items():
        journal.attempt(name, (*MEASURE, "load", contender.application, path), LOAD_SECONDS)
    for name in (budgets.FRAME, budgets.TABLE):
        path = asked[name].removeprefix(f"/releases/{release.id}")
        options = ("--health", path, "--files", str(release.folder))
        bare = (*MEASURE, "load", "benchmarks.bare_files:server", path, *options)
        journal.attempt(budgets.BARE.format(name), bare, LOAD_SECONDS)
    journal.attempt(budgets.DISTINCT, (*MEASURE, "distinct", str(distinct)), LOAD_SECONDS * 2)
    journal.attempt(budgets.CROWD, (*MEASURE, "crowd", str(2 * distinct)), LOAD_SECONDS * 2)
    memory = (*MEASURE, "memory", str(10 * distinct))
    journal.attempt(budgets.MEMORY, memory, MEMORY_SECONDS)
    return budgets.server_promises()


def compare_maps(journal: Journal, runs: int) -> list[Promise]:
    """The map beside the same map by hand, on a phone."""
    for name in (BY_HAND, OURS):
        command = (*MEASURE, "contender", name, MOBILE.name, str(FOLDER))
        for _ in range(runs):
            journal.attempt(budgets.page_step(name, MOBILE.name), command, CONTENDER_SECONDS)
    return budgets.map_promises()


def visit_pages(journal: Journal, paths: list[str], runs: int) -> list[Promise]:
    """Every page on both devices."""
    with served() as site:
        for path in paths:
            for device in (DESKTOP, MOBILE):
                command = (*MEASURE, "page", site.address + path, device.name)
                for _ in range(runs):
                    step = budgets.page_step(path, device.name)
                    journal.attempt(step, command, PAGE_SECONDS)
    return budgets.page_promises(paths)


def move_controls(journal: Journal, paths: list[str]) -> list[Promise]:
    """Every control of the pages that have most of them, on a phone."""
    with served() as site:
        for path in paths:
            command = (*MEASURE, "hand", site.address + path, MOBILE.name)
            journal.attempt(budgets.hand_step(path), command, HAND_SECONDS)
    return budgets.hand_promises(paths)


def score_pages(journal: Journal, console: Console, runs: int) -> list[Promise]:
    """What Lighthouse gives the pages people come to; nothing is promised where it is not here."""
    if lighthouse.found() is None:
        console.print("Lighthouse is not on this machine (`make lighthouse`): not measured.")
        return []
    with served() as site:
        for path in lighthouse.PATHS:
            command = (*MEASURE, "lighthouse", site.address + path)
            for _ in range(runs):
                journal.attempt(budgets.lighthouse_step(path), command, lighthouse.SECONDS)
    return budgets.lighthouse_promises(lighthouse.PATHS)


if __name__ == "__main__":
    typer.run(main)
