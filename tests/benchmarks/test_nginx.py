"""The cache in front of the site keeps what it may, and nothing else."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks import nginx
from benchmarks.serving_load import workers as children
from data_loaders.vocabulary.installation import ROOT
from tests.support.browser.serving import free_port

CACHE = {
    "/map": "public, max-age=0, must-revalidate",
    "/frames/token": "private, no-store",
    "/releases/2026-11-28/frames/a.json": "public, max-age=31536000, immutable",
    "/healthz": "no-cache",
}
SECONDS = 10.0
needs_nginx = pytest.mark.skipif(not nginx.is_installed(), reason="nginx is not installed")


@dataclass
class Front:
    """nginx before a site of our own; `asked` counts what came through, by address."""

    port: int
    asked: Counter[str] = field(default_factory=Counter)
    process_id: int = 0

    def get(self, path: str, encoding: str = "br", method: str = "GET") -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        with closing(connection):
            connection.request(method, path, headers={"Accept-Encoding": encoding})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("X-Cache", ""), answer.read()


def site(asked: Counter[str]) -> ThreadingHTTPServer:
    """Says what it was asked for and in which encoding."""

    class Site(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802 - named by the library
            path, encoding = self.path, self.headers.get("Accept-Encoding", "")
            asked[path] += 1
            if path.startswith("/hung-up"):
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status = 410 if path.startswith("/gone") else 200
            body = f"{path} {encoding} {asked[path]}".encode()
            self.send_response(status)
            self.send_header("Cache-Control", CACHE.get(path.partition("?")[0], CACHE["/map"]))
            self.send_header("Vary", "Accept-Encoding")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - named by the library

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Site)


@contextmanager
def standing(folder: Path, replicas: int) -> Iterator[Front]:
    """nginx before so many sites."""
    made = Front(free_port())
    behind = [site(made.asked) for _ in range(replicas)]
    for each in behind:
        threading.Thread(target=each.serve_forever, daemon=True).start()
    first, *others = (f"http://127.0.0.1:{each.server_address[1]}" for each in behind)
    with nginx.in_front_of(first, made.port, folder, *others) as made.process_id:
        wait_for(made)
        yield made
    for each in behind:
        each.shutdown()
        each.server_close()


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with standing(tmp_path_factory.mktemp("nginx"), 1) as made:
        yield made


def wait_for(front: Front) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            front.get("/healthz")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


@needs_nginx
def test_a_page_is_asked_for_once_by_each_kind_of_client(front: Front) -> None:
    for encoding in (
        "br",
        "gzip, deflate, br, zstd",
        "br;q=0.9",
        "gzip",
        "gzip, deflate",
        "",
        "zstd",
    ):
        front.get("/map?areas=1", encoding)
        front.get("/map?areas=1", encoding)
    assert front.asked["/map?areas=1"] == 3
    assert front.get("/map?areas=1")[1:] == ("HIT", b"/map?areas=1 br 1")


@needs_nginx
def test_the_processes_that_are_watched_are_those_that_stay(front: Front) -> None:
    """Its reader of a cache left from before ends after a minute."""
    watched = nginx.workers(front.process_id)
    assert watched
    assert len(watched) < len(children(front.process_id)), "there are others"


@needs_nginx
def test_another_query_or_a_written_question_mark_is_another_page(front: Front) -> None:
    bodies = {
        front.get(path)[2] for path in ("/data?q=1", "/data?q=2", "/data%3Fq=1", "/data?q=1?")
    }
    assert len(bodies) == 4


@needs_nginx
def test_what_may_not_be_passed_on_is_never_kept(front: Front) -> None:
    answers = [front.get("/frames/token") for _ in range(3)]
    assert {cache for _status, cache, _body in answers} == {"MISS"}
    assert front.asked["/frames/token"] == 3


@needs_nginx
def test_a_file_that_never_changes_is_kept(front: Front) -> None:
    path = "/releases/2026-11-28/frames/a.json"
    assert [front.get(path)[1] for _ in range(3)] == ["MISS", "HIT", "HIT"]


@needs_nginx
def test_what_is_posted_and_whether_the_site_is_well_go_to_the_site(front: Front) -> None:
    before = front.asked["/healthz"]
    for _ in range(2):
        front.get("/healthz")
        front.get("/_island/map/_dash-update-component", method="POST")
    assert front.asked["/healthz"] == before + 2
    assert front.asked["/_island/map/_dash-update-component"] == 2


@needs_nginx
def test_a_crowd_that_asks_at_once_asks_the_site_once(front: Front) -> None:
    threads = [threading.Thread(target=front.get, args=("/trends",)) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert front.asked["/trends"] == 1


@needs_nginx
def test_one_answer_cut_off_leaves_no_replica_out(tmp_path: Path) -> None:
    """As before an empty cache: nginx left both out for ten seconds, and answered all with 502."""
    with standing(tmp_path, 2) as front:
        assert [front.get(f"/hung-up/{n}")[0] for n in range(2)] == [502, 502]
        assert [front.get(f"/map?areas={n}")[0] for n in range(6)] == [200] * 6


def test_nginx_lets_go_of_a_connection_before_the_site_does() -> None:
    upstream = re.search(r"upstream site \{.*?\n    \}", nginx.CONFIGURATION.read_text(), re.S)
    site = re.search(r"^keepalive = (\d+)", (ROOT / "gunicorn.conf.py").read_text(), re.M)
    assert upstream
    assert site
    let_go = re.search(r"keepalive_timeout (\d+)s;", upstream[0])
    assert let_go
    assert int(let_go[1]) < int(site[1])


def test_the_configuration_that_ships_is_the_one_that_is_tried(tmp_path: Path) -> None:
    text = nginx.written("http://127.0.0.1:1", 2, tmp_path).read_text("utf-8")
    assert "server 127.0.0.1:1 max_fails=0;" in text
    assert "listen 127.0.0.1:2;" in text
    shipped = nginx.CONFIGURATION.read_text("utf-8").splitlines()
    assert len(set(shipped) - set(text.splitlines())) == 2


def test_no_address_is_logged() -> None:
    text = nginx.CONFIGURATION.read_text("utf-8")
    assert "access_log off;" in text
    assert text.count("access_log") == 1
