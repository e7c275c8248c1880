"""`python -m benchmarks.measure …`: one step of a run, whose last line is its figures as JSON.

A process of its own, so that whoever started it can end it whatever it waits for.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from playwright.sync_api import Browser, sync_playwright

from benchmarks import bare_files, lighthouse
from benchmarks.addresses import HOT, distinct
from benchmarks.browsing import DESKTOP, MOBILE, interactions, visit, vitals
from benchmarks.contenders import Contender, contenders
from benchmarks.exported import map_data
from benchmarks.load import loaded, mixed
from benchmarks.serving_load import megabytes, workers
from data_loaders.released.serving import releases
from data_loaders.vocabulary import installation
from tests.support.browser.chromium import ARGUMENTS, executable
from tests.support.browser.serving import served

DEVICES = {device.name: device for device in (DESKTOP, MOBILE)}
CLIENTS = 8
LOAD_SECONDS = 240.0
commands = typer.Typer(add_completion=False)


def _say(figures: dict[str, float]) -> None:
    typer.echo(json.dumps(figures))


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(playwright), args=list(ARGUMENTS)
        )
        yield browser
        browser.close()


@commands.command()
def page(url: str, device: str) -> None:
    """A visit to a page, until it is live and scrolled through."""
    with _browser() as browser:
        _say(vitals(browser, url, DEVICES[device]))


@commands.command()
def hand(url: str, device: str) -> None:
    """Every control of a page, moved by hand and by keys."""
    with _browser() as browser:
        _say(interactions(browser, url, DEVICES[device]))


@commands.command("lighthouse")
def lighthouse_scores(url: str) -> None:
    """What Lighthouse gives a page."""
    _say(lighthouse.scores(url))


@commands.command()
def ready() -> None:
    """Pages made ready that are not, as an operator does after a release."""
    from api.ready_pages import READY
    from app import server  # the site is not needed by the other steps

    started = time.process_time()
    result = server.test_cli_runner().invoke(args=[READY])
    if result.exit_code:
        raise typer.BadParameter(result.output)
    _say({"processor_seconds": time.process_time() - started})


def contender_of(name: str, folder: Path) -> tuple[Contender, int]:
    """A page compared, its files written below `folder`, and how many areas it colors."""
    data = map_data(releases().current())
    wanted = next(each for each in contenders(data, folder) if each.name == name)
    return wanted, data.colored_areas


@commands.command()
def contender(name: str, device: str, folder: Path) -> None:
    """A visit to one of the pages compared, which is served for it."""
    contender_, colored = contender_of(name, folder)
    serving = served(
        contender_.application, environment=contender_.environment, path=contender_.health
    )
    with serving as site, _browser() as browser:
        _say(visit(browser, site.address, contender_, colored, DEVICES[device]))


@commands.command()
def load(application: str, path: str, health: str = "/healthz", files: str = "") -> None:
    """One address asked for over and over, after its caches are filled."""
    with served(application, path=health, environment={bare_files.FOLDER: files}) as site:
        loaded(site.address + path)
        load_ = loaded(site.address + path)
    _say({"a_second": load_.requests_per_second, "latency_99": load_.latency_99})


@commands.command("distinct")
def distinct_addresses(count: int) -> None:
    """The processor time of distinct addresses, each asked for once, in this process."""
    from api import ready_pages
    from app import server  # the site is not needed by the other steps

    ready_pages.use(installation.ready_pages())  # as the server's workers do
    client, spent = server.test_client(), []
    addresses = distinct(releases().current(), count)
    for address in addresses:
        started = time.process_time()
        answer = client.get(address, headers={"Accept-Encoding": "br"}, buffered=True)
        spent.append((time.process_time() - started) * 1000)
        if answer.status_code != 200:
            raise typer.BadParameter(f"{address} answered {answer.status_code}")
    nearly_all = statistics.quantiles(spent, n=20)[18]
    _say(
        {
            "processor_ms": statistics.median(spent),
            "mean_ms": statistics.mean(spent),
            "of_95_in_100_ms": nearly_all,
            "addresses": len(spent),
        }
    )


@commands.command()
def crowd(count: int) -> None:
    """The server as it is run, a worker a core, asked for distinct addresses by several at once.

    What everyone asks for comes first: the site is ready when one worker is, and whoever opens
    connections then finds no other.
    """
    addresses = distinct(releases().current(), count)
    with served() as site:
        mixed(site.address, HOT * CLIENTS, CLIENTS, LOAD_SECONDS)
        mix = mixed(site.address, addresses, CLIENTS, LOAD_SECONDS)
    if mix.errors:
        raise typer.BadParameter(mix.problem())
    _say(
        {
            "a_second": mix.requests_per_second,
            "latency_50": mix.latency_50,
            "latency_99": mix.latency_99,
            "addresses": mix.requests,
        }
    )


@commands.command()
def memory(count: int) -> None:
    """One worker asked for distinct addresses, and for as many again."""
    every = distinct(releases().current(), 2 * count)
    os.environ["WEB_CONCURRENCY"] = "1"
    with served() as site:
        first = mixed(site.address, every[: len(every) // 2], CLIENTS, LOAD_SECONDS)
        (worker,) = workers(site.process_id)
        held = megabytes(worker)
        mixed(site.address, every[len(every) // 2 :], CLIENTS, LOAD_SECONDS)
        after = megabytes(worker)
    _say(
        {
            "megabytes": held,
            "growth": after / held,
            "addresses": first.requests,
            "ready_seconds": site.seconds_until_ready,
        }
    )


if __name__ == "__main__":
    commands()
