"""`python -m benchmarks.launch`: a launch day in small, with and without the cache in front.

A mix of a few hot pages and many distinct addresses, at 1, 50 and 500 connections. Says errors,
the share that the cache answered, processor time and memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import nginx
from benchmarks.addresses import launch_day
from benchmarks.journal import Journal, Outcome, machine
from benchmarks.load import mixed
from benchmarks.serving_load import megabytes, processor_seconds, workers
from data_loaders.released.serving import releases
from data_loaders.vocabulary import installation
from tests.support.browser.serving import free_port, served, wait_for_port

CLIENTS = (1, 50, 500)
MOST_REQUESTS = 2_000_000
WRITTEN = installation.ROOT / "var" / "benchmarks" / "launch.json"


def main(
    seconds: float = 600.0,
    distinct: int = 500,
    write: Annotated[Path, typer.Option(help="Where the figures go.")] = WRITTEN,
) -> None:
    """Replay it; status 1 where any request was answered with an error."""
    if not nginx.is_installed():
        raise typer.BadParameter("nginx is not installed: apt-get install nginx-light")
    release = releases().current()
    about = {"machine": machine(), "release": release.id, "seconds": seconds, "distinct": distinct}
    journal = Journal(write, Console(), about)
    for has_cache in (False, True):
        for clients in CLIENTS:
            requests = launch_day(release, distinct, MOST_REQUESTS)
            journal.keep(_replayed(requests, clients, seconds, has_cache=has_cache))
    raise typer.Exit(1 if any(each.problem for each in journal.outcomes) else 0)


def _replayed(requests: Iterator[str], clients: int, seconds: float, *, has_cache: bool) -> Outcome:
    with _stood(has_cache=has_cache) as (address, processes):
        before = sum(map(processor_seconds, processes))
        held = max(map(megabytes, processes))
        mix = mixed(address, requests, clients, seconds)
        spent = sum(map(processor_seconds, processes)) - before
        after = max(map(megabytes, processes))
    figures = {
        **mix.figures(),
        "processor_ms_a_request": 1000 * spent / max(mix.requests, 1),
        "megabytes_before": held,
        "megabytes_after": after,
    }
    step = f"{clients} connections, {'with' if has_cache else 'without'} the cache"
    problem = mix.problem() if mix.requests else "nobody was answered"
    return Outcome(step, seconds, figures, problem)


@contextmanager
def _stood(*, has_cache: bool) -> Iterator[tuple[str, list[int]]]:
    """Where to ask, and the processes that answer."""
    with served() as site, TemporaryDirectory() as folder:
        if not has_cache:
            yield site.address, workers(site.process_id)
            return
        port = free_port()
        with nginx.in_front_of(site.address, port, Path(folder)) as process_id:
            wait_for_port(port)
            processes = workers(site.process_id) + workers(process_id)
            yield f"http://127.0.0.1:{port}", processes


if __name__ == "__main__":
    typer.run(main)
