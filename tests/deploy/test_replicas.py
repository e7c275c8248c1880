"""Two replicas behind nginx: a switch of release and a rolling restart cost no reader an answer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import httpx
import pytest

from benchmarks import nginx
from data_loaders.curate.publication.withdraw import withdraw
from data_loaders.replica.carrying import pull, push
from data_loaders.replica.stores import Store
from tests.support import literal
from tests.support.browser.serving import free_port, served, wait_for_port
from tests.support.readers import NEW, OLD, Readers, wait_until

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not nginx.is_installed(), reason="nginx is not installed"),
]
FRAME_KEY = "k" * 64


class Replica:
    """A site with a folder of its own, which it serves at one port, however often it starts."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.root, self._stack, self._port = folder / "releases", stack, free_port()
        self._running: ExitStack | None = None
        self.address = f"http://127.0.0.1:{self._port}"

    def bring_up(self, store: Store) -> None:
        pull(store, self.root, print)

    def start(self) -> None:
        self._running = self._stack.enter_context(ExitStack())
        self._running.enter_context(
            served(environment=self._environment(), path="/readyz", port=self._port)
        )

    def restart(self) -> None:
        assert self._running is not None
        self._running.close()
        self.start()

    def serves(self, release_id: str) -> bool:
        return httpx.get(f"{self.address}/readyz", timeout=30).json()["release"] == release_id

    def _environment(self) -> Mapping[str, str]:
        return {
            "RELEASES": str(self.root),
            "DEMO_RELEASES": str(self.root / "none"),
            "WEB_CONCURRENCY": "1",
            "FRAME_KEY": FRAME_KEY,
        }


def test_a_switch_and_a_rolling_restart_cost_no_reader_an_answer(tmp_path: Path) -> None:
    origin, store = tmp_path / "origin", Store(f"file://{tmp_path}/store")
    literal.release(origin)
    push(origin, store, print)
    with ExitStack() as stack:
        replicas = [Replica(tmp_path / name, stack) for name in ("one", "two")]
        for replica in replicas:
            replica.bring_up(store)
            replica.start()
        port, folder = free_port(), tmp_path / "nginx"
        folder.mkdir()
        one, two = (replica.address for replica in replicas)
        stack.enter_context(nginx.in_front_of(one, port, folder, two))
        wait_for_port(port)
        front = f"http://127.0.0.1:{port}"
        readers = Readers(front)
        try:
            literal.release(origin, literal.readers(leaks=True), date(2026, 11, 23))
            push(origin, store, print)
            for replica in replicas:
                replica.bring_up(store)
            for replica in replicas:
                wait_until(lambda each=replica: each.serves(NEW))
            wait_until(lambda: NEW in readers.releases)
            for replica in replicas:
                replica.restart()
        finally:
            readers.finish()
        assert set(readers.statuses) == {200}
        assert sum(readers.statuses.values()) > 40
        assert readers.releases == {OLD, NEW}
        assert readers.mixed == []
        _withdrawn_everywhere(origin, store, replicas, front)


def _withdrawn_everywhere(origin: Path, store: Store, replicas: list[Replica], front: str) -> None:
    withdraw(origin, OLD, "A figure about few people.", date(2026, 11, 24))
    push(origin, store, print)
    for replica in replicas:
        replica.bring_up(store)
    for address in (*(replica.address for replica in replicas), front):
        pinned = f"{address}/map?release={OLD}"
        wait_until(lambda at=pinned: httpx.get(at, timeout=30).status_code == 410)
        assert "A figure about few people." in httpx.get(pinned, timeout=30).text
