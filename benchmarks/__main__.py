"""`python -m benchmarks`: page weight, paint, interaction and server load, against budgets."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typer
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.progress import track

from benchmarks import reporting
from benchmarks.browsing import DESKTOP, MOBILE, Vitals, measured, median, vitals
from benchmarks.budgets import Budget, Visits, map_budgets, page_budgets, server_budgets
from benchmarks.contenders import Contender, contenders
from benchmarks.contenders import ours as our_map
from benchmarks.exported import map_data
from benchmarks.serving_load import ServerRun, server_run
from data_loaders.released.serving import releases
from tests.support.browser.chromium import ARGUMENTS, executable
from tests.support.browser.paths import PATHS
from tests.support.browser.serving import served

FOLDER = Path(__file__).resolve().parent.parent / "var" / "benchmarks"


def main(runs: int = 3, pages: bool = True, server: bool = True) -> None:
    """Measure, print, and write results.json; status 1 where a budget is exceeded."""
    console = Console()
    release = releases().current()
    data = map_data(release)
    budgets: list[Budget] = []
    visits: Visits = {}
    run: ServerRun | None = None
    if server:
        run = server_run(our_map(data), release)
        budgets += server_budgets(run)
    if pages:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=executable(playwright), args=list(ARGUMENTS)
            )
            compared = contenders(data, FOLDER)
            visits = compared_visits(browser, compared, data.colored_areas, runs)
            budgets += map_budgets(visits) + page_budgets(all_vitals(browser, runs))
            browser.close()
    reporting.show(console, visits, run, budgets)
    write_results(visits, run, budgets)
    raise typer.Exit(0 if all(budget.is_met for budget in budgets) else 1)


def compared_visits(
    browser: Browser, compared: tuple[Contender, ...], colored: int, runs: int
) -> Visits:
    """The median visit to each contender on each device."""
    visits: Visits = {}
    for contender in compared:
        with served(
            contender.application, environment=contender.environment, path=contender.health
        ) as site:
            for device in (DESKTOP, MOBILE):
                visits[contender.name, device] = median(
                    [
                        measured(browser, site.address, contender, colored, device)
                        for _ in track(range(runs), f"{contender.name}, {device.name}")
                    ]
                )
    return visits


def all_vitals(browser: Browser, runs: int) -> dict[str, Vitals]:
    """The median visit to every page of the site, on a phone."""
    with served() as site:
        return {
            path: median([vitals(browser, site.address + path, MOBILE) for _ in range(runs)])
            for path in track(PATHS, "every page, mobile")
        }


def write_results(visits: Visits, run: ServerRun | None, budgets: list[Budget]) -> None:
    """Everything measured, for whoever wants to compare with another day."""
    results = {
        "visits": [
            {"page": name, "device": device.name, **asdict(visit)}
            for (name, device), visit in visits.items()
        ],
        "server": asdict(run) if run else None,
        "budgets": [{**asdict(budget), "met": budget.is_met} for budget in budgets],
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "results.json").write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    typer.run(main)
