"""The server itself: slow connections hold up nobody, and its refusals are in our words."""

from __future__ import annotations

import os
import platform
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import gevent
import httpx
import pytest

from api import worker
from api.headers import ALWAYS, NO_SCRIPTS
from benchmarks.load import mixed
from data_loaders.released.release import Release
from tests.support.browser.serving import Site, served

SLOW = 200
# The test machine is slow; a server that waits for the slow ones waits far longer.
SECONDS_TO_ANSWER = 15.0
LARGE = "/_dash-component-suites/dash/dash-renderer/build/dash_renderer.min.js"
MOST_MEGABYTES = 250
# What a visitor asked for and where from; no line of a log may hold either.
ASKED, FROM = "10458-is-my-neighborhood", "203.0.113.77"
HEAD = b"GET /map?areas=10458-is-my-neighborhood HTTP/1.1\r\nHost: x\r\n"


@dataclass(frozen=True)
class Server:
    """A site as in production, and the file it logs to."""

    site: Site
    log: Path

    def connect(self) -> socket.socket:
        connection = socket.socket()
        connection.settimeout(SECONDS_TO_ANSWER)
        # As small as it goes, so that an answer that is not read waits in the server.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        connection.connect(("127.0.0.1", urlsplit(self.site.address).port or 0))
        return connection

    def told(self, sent: bytes) -> tuple[int, httpx.Headers, str]:
        """Status, headers and words that are answered to bytes."""
        with self.connect() as connection, connection.makefile("rb") as answer:
            connection.sendall(sent)
            head, _, body = answer.read().partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        named = [tuple(line.split(": ", 1)) for line in lines]
        return int(status.split()[1]), httpx.Headers(named), body.decode()


@pytest.fixture(scope="module")
def server(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("logs") / "server.log"
    environment = {
        "RELEASES": str(release.folder.parent),
        "DEMO_RELEASES": str(log.parent / "none"),
        "GUNICORN_CMD_ARGS": f"--error-logfile {log}",
        "SCRIPT_NAME": "",
    }
    with served(environment=environment) as site:
        yield Server(site, log)


POST = b"POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
SLOW_SENDERS = {
    "nothing is sent": b"",
    "half a head is sent": HEAD + b"X-Slow: ",
    "half a body is sent": POST + b"Content-Length: 500\r\n\r\n{",
    "a large answer is not read": f"GET {LARGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
}


@pytest.mark.parametrize("sent", SLOW_SENDERS.values(), ids=SLOW_SENDERS)
def test_two_hundred_slow_connections_hold_up_nobody(server: Server, sent: bytes) -> None:
    with ExitStack() as held:
        for _ in range(SLOW):
            connection = held.enter_context(server.connect())
            connection.setblocking(False)
            connection.send(sent)
        for path in ("/map", "/healthz", "/trends") * 3:
            started = time.monotonic()
            answer = httpx.get(f"{server.site.address}{path}", timeout=SECONDS_TO_ANSWER)
            assert answer.status_code == 200
            assert time.monotonic() - started < SECONDS_TO_ANSWER
        assert resident_megabytes(server.site.process_id) < MOST_MEGABYTES


def resident_megabytes(process_id: int) -> float:
    """Memory of a process's children together."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    sizes = [Path(f"/proc/{child}/statm").read_text().split()[1] for child in children]
    return sum(int(pages) * os.sysconf("SC_PAGE_SIZE") for pages in sizes) / 1e6


REFUSED = {
    "no request": (b"\x16\x03\x01 hello\r\n\r\n", 400),
    "no such version": (b"GET / HTTP/9\r\n\r\n", 400),
    "a header without value": (HEAD + b"Nonsense\r\n\r\n", 400),
    "two lengths": (POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}", 400),
    "a long address": (b"GET /map?areas=%s HTTP/1.1\r\n\r\n" % (b"1" * 9000), 414),
    "a long header": (HEAD + b"X: %s\r\n\r\n" % (b"1" * 9000), 431),
    "many headers": (HEAD + b"".join(b"X-%d: 1\r\n" % i for i in range(120)) + b"\r\n", 431),
    "a large body": (POST + b"Content-Length: 200000\r\n\r\n" + b"1" * 200_000, 413),
    "an unknown coding": (POST + b"Transfer-Encoding: zip\r\n\r\n", 501),
    "an expectation": (POST + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n", 417),
}


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED)
def test_what_the_server_refuses_has_our_words_and_headers(
    server: Server, sent: bytes, status: int
) -> None:
    given, headers, words = server.told(sent)
    assert given == status
    for name, value in {**ALWAYS, "Content-Security-Policy": NO_SCRIPTS}.items():
        assert headers[name] == value
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert words.endswith(".\n")
    assert "<" not in words


FOREIGN = {
    "a header of a proxy": b"SCRIPT_NAME: /map\r\n",
    "the same with hyphens": b"SCRIPT-NAME: /map\r\nX-Script-Name: /map\r\n",
    "another path": b"PATH_INFO: /trends\r\nX-Forwarded-Prefix: /trends\r\n",
}


@pytest.mark.parametrize("header", FOREIGN.values(), ids=FOREIGN)
def test_no_header_moves_the_site_elsewhere(server: Server, header: bytes) -> None:
    asked = b"GET /map HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    status, _headers, page = server.told(asked + header + b"\r\n")
    assert status == 200
    assert "<title>New COVID-19 cases by ZIP area" in page
    assert 'action="/map"' in page


def test_logs_hold_no_address_and_no_query(server: Server) -> None:
    forwarded = f"X-Forwarded-For: {FROM}\r\nX-Real-IP: {FROM}\r\n".encode()
    for sent, _status in REFUSED.values():
        server.told(sent.replace(b"\r\n", b"\r\n" + forwarded, 1))
    server.told(
        b"GET /nowhere?%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % ASKED.encode()
    )
    log = server.log.read_text("utf-8")
    assert log.count("request refused: ") >= len(REFUSED)
    for private in ("127.0.0.1:", "ip=", FROM, ASKED, "10458"):
        assert private not in log.replace(server.site.address.removeprefix("http://"), "")


def test_a_fault_of_ours_is_answered_in_words_and_logged_without_its_address() -> None:
    logged: list[tuple[object, ...]] = []
    ours, theirs = socket.socketpair()
    broken = worker.SiteWorker.__new__(worker.SiteWorker)
    broken.log = SimpleNamespace(error=lambda *told, **_: logged.append(told), debug=print)
    with theirs:
        theirs.shutdown(socket.SHUT_WR)
        broken.handle_error(None, ours, (FROM, 1), ZeroDivisionError("of ours"))
        answer = theirs.recv(9999).decode()
    assert answer.startswith("HTTP/1.1 500 ")
    assert "Something went wrong on this site." in answer
    assert "of ours" not in answer
    assert FROM not in str(logged)


def test_a_body_that_never_comes_ends_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        def read(self, _size: int) -> bytes:
            gevent.sleep(SECONDS_TO_ANSWER)
            return b""

    monkeypatch.setattr(worker, "SECONDS_FOR_BODY", 0.01)
    request = SimpleNamespace(body=Slow(), _expected_100_continue=False)
    with pytest.raises(worker.SlowBodyError):
        worker._whole_body(request)  # pyright: ignore[reportArgumentType]


def test_a_server_told_to_stop_closes_connections_nothing_is_asked_on(
    release: Release, tmp_path: Path
) -> None:
    log = tmp_path / "server.log"
    environment = {
        "RELEASES": str(release.folder.parent),
        "DEMO_RELEASES": str(tmp_path),
        # Longer than this test: it must end for another reason.
        "GUNICORN_CMD_ARGS": f"--graceful-timeout 300 --error-logfile {log}",
    }
    with served(environment=environment) as site, httpx.Client() as client:
        assert client.get(f"{site.address}/map").status_code == 200
        os.kill(site.process_id, signal.SIGTERM)
        os.waitpid(site.process_id, 0)
        assert "Shutting down: Master" in log.read_text("utf-8")


ASKING, SECONDS_AN_ANSWER = 80, 0.02
BUSY_SITE = f"""
import time

def site(_environment, start):
    until = time.process_time() + {SECONDS_AN_ANSWER}
    while time.process_time() < until:
        pass
    start("200 OK", [("Content-Length", "0")])
    return [b""]
"""


def test_a_worker_that_many_ask_at_once_is_not_taken_for_one_that_hangs(tmp_path: Path) -> None:
    (tmp_path / "busy.py").write_text(BUSY_SITE, "utf-8")
    environment = {
        "PYTHONPATH": str(tmp_path),
        "READY_PAGES": "none",
        # All of them together take longer than a worker may be silent.
        "GUNICORN_CMD_ARGS": f"--workers 1 --timeout 1 --error-logfile {tmp_path / 'log'}",
    }
    with served("busy:site", environment=environment) as site:
        mix = mixed(site.address, ["/"] * 2 * ASKING, ASKING, SECONDS_TO_ANSWER)
    assert (mix.requests, mix.errors) == (2 * ASKING, 0), mix.kinds_of_errors
    assert "WORKER TIMEOUT" not in (tmp_path / "log").read_text("utf-8")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has its own way")
def test_a_worker_has_large_pieces_of_memory_go_back_to_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert worker.give_memory_back()
    called = list[bool]()
    monkeypatch.setattr(worker, "give_memory_back", lambda: called.append(True))
    monkeypatch.setattr(worker.GeventWorker, "init_process", lambda _self: None)
    worker.SiteWorker.__new__(worker.SiteWorker).init_process()
    assert called == [True]
