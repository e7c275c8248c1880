"""New connections go to the worker that has fewest."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import gevent
import pytest
from gevent import socket as gevent_socket
from gevent.pool import Pool

from api.sharing_out import SECONDS_FOR_OTHERS, OpenConnections, SharingServer
from benchmarks.serving_load import workers
from data_loaders.released.release import Release
from tests.support.browser.serving import Site, served

HERE = "127.0.0.1"
CONNECTIONS = 12
# How far two workers may be apart where the machine lets one of them wait.
MOST_APART = 4


@pytest.fixture
def open_connections() -> OpenConnections:
    return OpenConnections()


@pytest.fixture
def listener() -> Iterator[gevent_socket.socket]:
    listening = gevent_socket.socket()
    listening.bind((HERE, 0))
    listening.listen(CONNECTIONS)
    listening.setblocking(False)
    yield listening
    listening.close()


def test_who_has_fewest_is_told_among_those_that_are_there(
    open_connections: OpenConnections,
) -> None:
    for worker in (1, 2):
        open_connections.begin(worker)
    assert open_connections.has_fewest(1)
    assert open_connections.has_fewest(2)
    open_connections.add(1, 1)
    assert not open_connections.has_fewest(1)
    assert open_connections.has_fewest(2)
    open_connections.end(2)
    assert open_connections.has_fewest(1), "an ended worker takes nothing more"
    open_connections.begin(3)
    assert not open_connections.has_fewest(1), "who takes its place has none yet"


def test_a_connection_is_left_to_others_for_a_moment_only(
    listener: gevent_socket.socket, open_connections: OpenConnections
) -> None:
    accepted: list[float] = []
    server = SharingServer(
        listener, lambda *_: accepted.append(time.monotonic()), Pool(5), open_connections, 1
    )
    for worker in (1, 2):
        open_connections.begin(worker)
    open_connections.add(1, 1)
    server.start()
    try:
        started = time.monotonic()
        for number in (1, 2):  # after the first it waits again
            with gevent_socket.create_connection(listener.getsockname()):
                while len(accepted) < number:
                    gevent.sleep(SECONDS_FOR_OTHERS / 10)
        assert accepted[0] - started >= SECONDS_FOR_OTHERS
        assert accepted[1] - accepted[0] >= SECONDS_FOR_OTHERS
    finally:
        server.stop()
    assert not open_connections.has_fewest(1), "a connection that ended is counted no more"
    open_connections.add(1, -1)
    assert open_connections.has_fewest(1)


def test_a_server_that_is_closed_while_it_waits_stays_closed(
    listener: gevent_socket.socket, open_connections: OpenConnections
) -> None:
    accepted: list[int] = []
    server = SharingServer(listener, lambda *_: accepted.append(1), Pool(5), open_connections, 1)
    for worker in (1, 2):
        open_connections.begin(worker)
    open_connections.add(1, 1)
    server.start()
    with gevent_socket.create_connection(listener.getsockname()):
        gevent.sleep(SECONDS_FOR_OTHERS / 2)
        server.close()
        gevent.sleep(SECONDS_FOR_OTHERS * 3)
    assert not accepted


@pytest.fixture(scope="module")
def site(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with two workers, both of which listen."""
    environment = {
        "RELEASES": str(release.folder.parent),
        "DEMO_RELEASES": str(tmp_path_factory.mktemp("no demonstration")),
        "WEB_CONCURRENCY": "2",
    }
    with served(environment=environment) as site:
        _wait_for_both(site.process_id, urlsplit(site.address).port or 0)
        yield site


def test_connections_opened_at_once_are_shared_out(site: Site) -> None:
    port = urlsplit(site.address).port or 0
    held = [socket.create_connection((HERE, port)) for _ in range(CONNECTIONS)]
    try:
        for connection in held:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
        first, second = (len(_connections(each, port)) for each in workers(site.process_id))
    finally:
        for connection in held:
            connection.close()
    assert first + second == CONNECTIONS
    assert abs(first - second) <= MOST_APART


def test_workers_share_what_was_there_before_they_began(site: Site) -> None:
    for worker in workers(site.process_id):
        assert _written(worker, "Shared_Dirty") > _written(worker, "Private_Dirty")


def _written(process_id: int, how: str) -> int:
    """Kilobytes a process has that someone wrote, alone or with others."""
    lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{how}:"))


def _wait_for_both(process_id: int, port: int) -> None:
    """Each worker has to listen: the second begins a moment after the first answers."""
    deadline = time.monotonic() + 15
    asked: set[int] = set()
    while len(asked) < 2:
        assert time.monotonic() < deadline, "one worker took no connection"
        held = [socket.create_connection((HERE, port)) for _ in range(CONNECTIONS)]
        time.sleep(0.05)  # what is polled for: a worker of this server to take one
        asked.update(each for each in workers(process_id) if _connections(each, port))
        for connection in held:
            connection.close()


def _connections(process_id: int, port: int) -> list[str]:
    """Open connections of a process on a port, as the system numbers them."""
    rows = [line.split() for line in Path(f"/proc/{process_id}/net/tcp").read_text().splitlines()]
    established = {
        f"socket:[{row[9]}]"
        for row in rows[1:]
        if row[3] == "01" and row[1].endswith(f":{port:04X}")
    }
    folder = Path(f"/proc/{process_id}/fd")
    return [link for each in folder.iterdir() if (link := _link(each)) in established]


def _link(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""  # closed meanwhile
