"""Two replicas behind nginx: a switch of release and a rolling restart cost no reader an answer."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path

import httpx
import pytest

from benchmarks import nginx
from data_loaders.curate.publication.withdraw import withdraw
from data_loaders.replica.carrying import push
from data_loaders.replica.stores import Store
from tests.support import literal
from tests.support.browser.serving import free_port, wait_for_port
from tests.support.readers import NEW, OLD, Readers, wait_until
from tests.support.replicas import Replica

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not nginx.is_installed(), reason="nginx is not installed"),
]


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
