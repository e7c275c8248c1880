"""A publisher's server on this machine: it answers as the official ones do, and fails as they do.

Real addresses lead here: `Replay.client()` sends every request to this machine, whatever host it
names, so that a source's own feed is downloaded as it is written.
"""

from __future__ import annotations

import csv
import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx

from data_loaders.curate.feeds.feeds import USER_AGENT

PAGE = "<!DOCTYPE html>\n<html><title>Down for maintenance</title></html>"
PATIENCE = 0.3  # seconds the client waits here for a server that says nothing


@dataclass
class Replay:
    """What is published, by host and path; which fault each of the next answers has; what was
    asked. A path that takes `$limit` answers in pages, as Socrata does."""

    port: int = 0
    files: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def client(self) -> httpx.Client:
        """A client as curation's own, with less patience, all of whose requests come here."""
        return httpx.Client(
            transport=self.transport(),
            timeout=PATIENCE,
            follow_redirects=True,
            headers={"User-Agent": USER_AGENT},
        )

    def transport(self) -> httpx.BaseTransport:
        """All of whose requests come here."""
        return _Here(self.port)

    def addresses(self) -> list[str]:
        return [address for address, _headers in self.asked]


class _Here(httpx.HTTPTransport):
    """Sends each request to this machine, with the host it names in a header."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        here = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        headers = {**request.headers, "X-Host": request.url.host}
        sent = httpx.Request(request.method, here, headers=headers, extensions=request.extensions)
        return super().handle_request(sent)


def rows_asked(text: str, query: dict[str, list[str]]) -> str:
    """The rows of a Socrata answer: at most `$limit`, 1,000 where nothing is said."""
    rows = list(csv.reader(io.StringIO(text)))
    limit = int(query.get("$limit", ["1000"])[0])
    offset = int(query.get("$offset", ["0"])[0])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([rows[0], *rows[1:][offset : offset + limit]])
    return out.getvalue()


def _handler(replay: Replay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Tests print nothing."""

        def do_GET(self) -> None:  # noqa: N802 - named by the library
            parts = urlsplit(self.path)
            key = f"{self.headers['X-Host']}{parts.path}"
            headers = {name.lower(): value for name, value in self.headers.items()}
            replay.asked.append((f"{key}?{parts.query}", headers))
            fault = replay.faults.get(key, [])
            kind = fault.pop(0) if fault else ""
            FAULTS.get(kind, _answer)(self, replay, key, parse_qs(parts.query), kind)

    return Handler


def _send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]
) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


Query = dict[str, list[str]]


def _answer(
    handler: BaseHTTPRequestHandler, replay: Replay, key: str, query: Query, _kind: str
) -> None:
    if key not in replay.files:
        return _send(handler, 404, b"not found", {})
    text = replay.files[key]
    body = (rows_asked(text, query) if "/resource/" in key else text).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
    if handler.headers.get("If-None-Match") == etag:
        return _send(handler, 304, b"", {"ETag": etag})
    start = handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-")
    if handler.headers.get("If-Range") == etag:
        last = len(body) - 1
        headers = {"ETag": etag, "Content-Range": f"bytes {start}-{last}/{len(body)}"}
        return _send(handler, 206, body[int(start) :], headers)
    return _send(handler, 200, body, {"ETag": etag, "Content-Type": "text/csv"})


def _cut(handler: BaseHTTPRequestHandler, replay: Replay, key: str, *_: object) -> None:
    """Half of the file, though all of it is announced."""
    body = replay.files[key].encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()[:8]}"')
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.close_connection = True


def _silent(_handler: BaseHTTPRequestHandler, replay: Replay, *_: object) -> None:
    """Nothing, for longer than the client waits."""
    replay.over.wait(PATIENCE * 4)
    _handler.close_connection = True


def _status(
    handler: BaseHTTPRequestHandler, _replay: Replay, _key: str, _query: Query, kind: str
) -> None:
    """A status, and after a colon how long to wait or where to go."""
    status, _, more = kind.partition(":")
    name = "Location" if status.startswith("3") else "Retry-After"
    _send(handler, int(status), b"", {name: more} if more else {})


def _body(text: str, content_type: str) -> Callable[..., None]:
    def send(handler: BaseHTTPRequestHandler, *_: object) -> None:
        _send(handler, 200, text.encode(), {"Content-Type": content_type})

    return send


class _Faults(dict[str, Callable[..., None]]):
    def get(self, kind: str, default: Callable[..., None]) -> Callable[..., None]:  # type: ignore[override]
        return super().get(kind, _status if kind[:3].isdigit() else default)


FAULTS = _Faults(
    cut=_cut,
    silent=_silent,
    page=_body(PAGE, "text/html"),
    error=_body('{"error": true, "message": "query timed out"}', "application/json"),
    empty=_body("", "text/csv"),
)


@contextmanager
def replayed() -> Iterator[Replay]:
    """The server, for as long as it is needed."""
    replay = Replay()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(replay))
    server.daemon_threads = True
    replay.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield replay
    finally:
        replay.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
