"""The application of this process listening on a port, for clients that need an address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        """Nothing: a request line says what somebody looked at."""


@contextmanager
def listening(client: FlaskClient) -> Iterator[str]:
    """The address at which the site of a test client answers, until the block ends."""
    server = make_server("127.0.0.1", 0, client.application, threaded=True, request_handler=_Silent)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
