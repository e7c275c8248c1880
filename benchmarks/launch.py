"""`python -m benchmarks.launch`: a launch day in small, with and without the cache in front.

A mix of a few hot pages and many distinct addresses, at 1, 50 and 500 connections. Says errors,
the share that the cache answered, processor time, and memory before, halfway and after.
`python -m benchmarks.launch_document` puts the figures into README.md of this folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import nginx
from benchmarks.addresses import launch_day
from benchmarks.journal import Figures, Journal, Outcome, machine
from benchmarks.load import mixed
from benchmarks.serving_load import megabytes, processor_seconds, workers
from data_loaders.released.serving import releases
from data_loaders.vocabulary import installation
from tests.support.browser.serving import free_port, served, wait_for_port

CLIENTS = [1, 50, 500]
# Caches fill in the first half of a run of some minutes; what grows after that does not end.
FLAT_FROM_SECONDS, FLAT_MEGABYTES = 300.0, 10.0
CONNECTIONS, CACHE = "connections", "has_cache"
WRITTEN = installation.ROOT / "var" / "benchmarks" / "launch.json"


def main(
    seconds: Annotated[float, typer.Option(min=1, help="How long each run is.")] = 600.0,
    connections: Annotated[
        list[int] | None, typer.Option(min=1, help="Of one run; 1, 50 and 500 without any.")
    ] = None,
    cache: Annotated[
        bool | None, typer.Option(help="Only with the cache, or only without; both unless said.")
    ] = None,
    distinct: int = 500,
    write: Annotated[Path, typer.Option(help="Where the figures go.")] = WRITTEN,
) -> None:
    """Replay it; status 1 where any request was answered with an error, or memory grows."""
    if not nginx.is_installed():
        raise typer.BadParameter("nginx is not installed: apt-get install nginx-light")
    release = releases().current()
    about = {"machine": machine(), "release": release.id, "seconds": seconds, "distinct": distinct}
    journal = Journal(write, Console(), about)
    for has_cache in (False, True) if cache is None else (cache,):
        for clients in connections or CLIENTS:
            requests = launch_day(release, distinct)
            journal.keep(_outcome(requests, clients, seconds, has_cache=has_cache))
    raise typer.Exit(1 if any(each.problem for each in journal.outcomes) else 0)


def _outcome(requests: Iterator[str], clients: int, seconds: float, *, has_cache: bool) -> Outcome:
    """One run; a site or a cache that does not start is a failure of this run alone."""
    step = f"{clients} connections, {'with' if has_cache else 'without'} the cache"
    try:
        figures, problem = _replayed(requests, clients, seconds, has_cache=has_cache)
    except (OSError, RuntimeError) as error:
        return Outcome(step, seconds, problem=str(error))
    return Outcome(step, seconds, figures, problem)


def _replayed(
    requests: Iterator[str], clients: int, seconds: float, *, has_cache: bool
) -> tuple[Figures, str]:
    """What was measured, and what is wrong."""
    with _stood(has_cache=has_cache) as (address, processes):
        before = sum(map(processor_seconds, processes))
        held = [_megabytes(processes)]
        halfway = Timer(seconds / 2, lambda: held.append(_megabytes(processes)))
        halfway.start()
        try:
            mix = mixed(address, requests, clients, seconds)
        finally:
            halfway.cancel()
        spent = sum(map(processor_seconds, processes)) - before
        held.append(_megabytes(processes))
    figures = {
        **mix.figures(),
        CONNECTIONS: clients,
        CACHE: int(has_cache),
        "processor_ms_a_request": 1000 * spent / max(mix.requests, 1),
        "megabytes_before": held[0],
        "megabytes_halfway": held[len(held) // 2],
        "megabytes_after": held[-1],
    }
    problem = mix.problem() if mix.requests else "nobody was answered"
    return figures, problem or grown(held[1:], seconds)


def grown(held: Sequence[float], seconds: float) -> str:
    """What is wrong with memory halfway and after; empty where it is flat, or too early to say."""
    growth = held[-1] - held[0]
    if seconds < FLAT_FROM_SECONDS or growth <= FLAT_MEGABYTES:
        return ""
    return f"memory grew by {growth:.0f} MB in the second half"


def _megabytes(processes: Sequence[int]) -> float:
    """Memory of the largest of them."""
    return max(map(megabytes, processes))


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
            processes = workers(site.process_id) + nginx.workers(process_id)
            yield f"http://127.0.0.1:{port}", processes


if __name__ == "__main__":
    typer.run(main)
