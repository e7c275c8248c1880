"""The benchmarks measure what they say, and aim only at this machine."""

from __future__ import annotations

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from benchmarks import exported, load
from benchmarks.budgets import Budget
from tests.support.browser.serving import served

HERE = Path(__file__).resolve().parent.parent.parent / "benchmarks"


def test_path_data_becomes_corners() -> None:
    assert exported.rings("M10 20l5-.5.5 1zM1-2l1 0 0 1z") == [
        [(10.0, 20.0), (15.0, 19.5), (15.5, 20.5)],
        [(1.0, -2.0), (2.0, -2.0), (2.0, -1.0)],
    ]


def test_a_ring_inside_another_is_a_hole() -> None:
    outer = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    inner = [(2.0, 2.0), (4.0, 2.0), (4.0, 4.0), (2.0, 4.0)]
    assert exported.polygon([outer, inner]).area == 96


def test_a_budget_is_missed_on_the_wrong_side_only() -> None:
    assert Budget("weight", 60, 60, "KB").is_met
    assert not Budget("weight", 61, 60, "KB").is_met
    assert Budget("answers", 70, 70, "%", at_least=True).is_met
    assert not Budget("answers", 69, 70, "%", at_least=True).is_met


@pytest.mark.parametrize("url", ["http://192.0.2.1:80/", "http://example.org:80/"])
def test_no_load_is_put_on_another_machine(url: str) -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        load.loaded(url)


def test_a_server_that_answers_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "REQUESTS", 100)
    with served("benchmarks.hello:server", path="/") as site:
        measured = load.loaded(f"{site.address}/")
        assert measured.bytes == len("Hello, world")
        assert measured.requests_per_second > 0
        with pytest.raises(load.WrongAnswerError, match="404"):
            load.loaded(f"{site.address}/nothing")


def test_the_page_by_hand_fetches_its_first_indicator_early() -> None:
    page = (HERE / "static_d3" / "index.html").read_text()
    assert f'href="{exported.FIRST_INDICATOR}.json" as="fetch"' in page
    assert not re.search(r"https?://", page)


class Once(BaseHTTPRequestHandler):
    """Answers once a connection, and says so."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Nothing is said."""


def test_a_line_that_the_server_said_it_would_end_is_no_error() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Once) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        mix = load.mixed(site, [f"/{number}" for number in range(20)], 2, 10)
        server.shutdown()
    assert (mix.requests, mix.errors) == (20, 0)
