"""Publishers of feeds on this machine, who may be slow, silent or wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

from data_loaders.vocabulary.model import Feed, FeedFile
from tests.support.tiny import COURTS, FILINGS, observed


@dataclass
class Publisher:
    """Files by path, and what it received. A path in `slow` sends one byte and then nothing."""

    address: str
    files: dict[str, bytes] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


@contextmanager
def publisher() -> Iterator[Publisher]:
    """A server of this machine, for as long as it is used."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            own.asked.append(self.path)
            content = own.files.get(self.path)
            self.send_response(200 if content is not None else 503)
            content = content if content is not None else b"closed"
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.path in own.slow:
                self.wfile.write(content[:1])
                self.wfile.flush()
                own.stopping.wait(30)
                return
            self.wfile.write(content)

        def do_POST(self) -> None:  # noqa: N802
            own.received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200 if self.path == "/hook" else 500)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own = Publisher(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield own
    finally:
        own.stopping.set()
        server.shutdown()
        server.server_close()


def fed(address: str, name: str) -> ModuleType:
    """A source of one file at an address; its reader reads what was downloaded."""
    indicator = replace(FILINGS, id=f"{name}_filed", family=name)
    feed = Feed(name, (FeedFile("filings.csv", f"{address}/{name}.csv"),))
    made = ModuleType(name)
    source = replace(COURTS, id=name, name=name.title(), feed=feed, indicators=(indicator,))

    def read(folder: Path) -> object:
        return observed((folder / "filings.csv").read_text("utf-8"), indicator.id)

    vars(made).update(SOURCE=source, read=read)
    return made
