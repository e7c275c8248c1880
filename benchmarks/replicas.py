"""`python -m benchmarks.replicas`: a launch day through nginx on two replicas, while the release
is switched.

The mix of `benchmarks.launch` at 1, 50 and 500 connections. In the middle of each run the origin
serves the other of two releases, a store carries it, and both replicas follow. Counts errors.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import nginx
from benchmarks.addresses import launch_day
from benchmarks.journal import Journal, Outcome, machine
from benchmarks.launch import CLIENTS
from benchmarks.load import mixed
from benchmarks.serving_load import megabytes, workers
from data_loaders.curate.publication.publish import next_id, publish, rollback
from data_loaders.curate.publication.seed import seed_contents
from data_loaders.released.release import Release
from data_loaders.replica.carrying import push
from data_loaders.replica.stores import Store
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.progress import SILENT
from tests.support.browser.serving import free_port, wait_for_port
from tests.support.replicas import Replica

WRITTEN = installation.ROOT / "var" / "benchmarks" / "replicas.json"
COUNT, DISTINCT = 2, 500
FOLLOWS_WITHIN_SECONDS = 30.0


@dataclass(frozen=True)
class Site:
    """An origin with two releases, a store, and replicas behind nginx at `front`."""

    origin: Path
    store: Store
    replicas: Sequence[Replica]
    releases: tuple[str, str]
    front: str

    def switch(self) -> float:
        """Serve the other release everywhere; how many seconds that took."""
        began = time.monotonic()
        now = (self.origin / "CURRENT").read_text("utf-8").strip()
        other = next(name for name in self.releases if name != now)
        rollback(self.origin, other)
        push(self.origin, self.store, _silent)
        for replica in self.replicas:
            replica.bring_up(self.store)
        while not all(replica.serves(other) for replica in self.replicas):
            if time.monotonic() - began > FOLLOWS_WITHIN_SECONDS:
                raise RuntimeError(f"not every replica serves {other}")
            time.sleep(0.1)
        return time.monotonic() - began


def main(
    seconds: float = 200.0,
    connections: Annotated[list[int] | None, typer.Option(help="1, 50 and 500.")] = None,
    write: Annotated[Path, typer.Option(help="Where the figures go.")] = WRITTEN,
) -> None:
    """Replay it; status 1 where any request was answered with an error or no switch took place."""
    if not nginx.is_installed():
        raise typer.BadParameter("nginx is not installed: apt-get install nginx-light")
    about = {"machine": machine(), "replicas": COUNT, "seconds": seconds, "distinct": DISTINCT}
    journal = Journal(write, Console(), about)
    with standing() as site:
        for clients in connections or CLIENTS:
            journal.keep(replayed(site, clients, seconds))
    raise typer.Exit(1 if any(each.problem for each in journal.outcomes) else 0)


def replayed(site: Site, clients: int, seconds: float) -> Outcome:
    """One run with a switch in its middle."""
    release = Release.open(site.origin / site.releases[0])
    took: list[float] = []
    switching = threading.Timer(seconds / 2, lambda: took.append(site.switch()))
    switching.start()
    mix = mixed(site.front, launch_day(release, DISTINCT), clients, seconds)
    switching.join()
    processes = [each for replica in site.replicas for each in workers(replica.process_id)]
    figures = {
        **mix.figures(),
        "seconds_of_switch": took[0] if took else 0.0,
        "megabytes_after": max(map(megabytes, processes)),
    }
    problem = "" if took else "the release was not switched"
    problem = mix.problem() or problem if mix.requests else "nobody was answered"
    return Outcome(f"{clients} connections, {COUNT} replicas, a switch", seconds, figures, problem)


@contextmanager
def standing() -> Iterator[Site]:
    """Two replicas of two releases of the digest that ships, behind nginx."""
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        origin, store = folder / "origin", Store(f"file://{folder}/store")
        releases = _two_releases(origin)
        push(origin, store, _silent)
        replicas = [Replica(folder / f"replica-{n}", stack) for n in range(COUNT)]
        for replica in replicas:
            replica.bring_up(store)
            replica.start()
        port, aside = free_port(), folder / "nginx"
        aside.mkdir()
        first, *others = (replica.address for replica in replicas)
        stack.enter_context(nginx.in_front_of(first, port, aside, *others))
        wait_for_port(port)
        yield Site(origin, store, replicas, releases, f"http://127.0.0.1:{port}")


def _two_releases(origin: Path) -> tuple[str, str]:
    """The digest, published on two days: the same figures, so that every address is of both."""
    contents = seed_contents(installation.SHIPPED_SEED)
    made: list[str] = []
    for day in range(2):
        on = contents.catalog.published_on + timedelta(days=day)
        catalog = replace(contents.catalog, release_id=next_id(on, origin), published_on=on)
        made.append(publish(origin, replace(contents, catalog=catalog), SILENT).name)
    return made[0], made[1]


def _silent(_text: str) -> None:
    """Carrying says each step; here only figures are printed."""


if __name__ == "__main__":
    typer.run(main)
