"""The gunicorn worker of this site: a connection that is slow holds up nobody else.

Each connection is a greenlet of gevent's, so a browser that sends a byte a second, or reads as
slowly, takes no thread from others; each step has a limit all the same. What gunicorn answers
itself is said in our words, with our headers, and logged without the visitor's address or query.
"""

# pyright: reportAttributeAccessIssue=false, reportIncompatibleMethodOverride=false
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false
# pyright: reportIncompatibleVariableOverride=false
# The types pyright knows of gunicorn's workers are those of an older version.

from __future__ import annotations

import ctypes
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from types import FrameType

import gevent
from gevent import Greenlet, Timeout
from gevent.pool import Pool
from gevent.socket import socket
from gunicorn import util
from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.workers.ggevent import GeventWorker

from api import ready_pages
from api.callback_posts import MOST_BYTES
from api.headers import ALWAYS, NO_SCRIPTS
from api.ready_pages import ReadyPages
from api.refusals import SENTENCES
from api.sharing_out import SharingServer, open_connections
from data_loaders.vocabulary import installation

# Numbers of the C library's `mallopt`, as <malloc.h> has them.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
BYTES_GIVEN_BACK = 64 << 10
Address = tuple[str, int] | str
SECONDS_FOR_BODY = 10.0
# Long enough for five megabytes on a slow telephone.
SECONDS_FOR_ANSWER = 180.0
# What a stopping worker allows a browser that is about to ask again on an open connection.
SECONDS_TO_ASK_AGAIN = 2.0
# How long after its start, and after a request, a worker makes pages ready, and how often as long
# as one takes it rests after it.
SECONDS_TO_SETTLE, SECONDS_UNASKED, PAUSES = 10.0, 2.0, 4
# How long after its start a worker makes pages: by then the demonstration was hashed aside.
SECONDS_TO_WARM = 2.0


class SlowBodyError(Exception):
    """What was announced did not arrive in time."""


class LargeBodyError(Exception):
    """More was sent than any address of this site takes."""


# The first that fits; what fits none is a fault of ours.
REFUSALS: tuple[tuple[tuple[type[BaseException], ...], HTTPStatus], ...] = (
    ((errors.LimitRequestLine,), HTTPStatus.REQUEST_URI_TOO_LONG),
    ((errors.LimitRequestHeaders,), HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    ((SlowBodyError,), HTTPStatus.REQUEST_TIMEOUT),
    ((LargeBodyError,), HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ((errors.ExpectationFailed,), HTTPStatus.EXPECTATION_FAILED),
    ((errors.UnsupportedTransferCoding,), HTTPStatus.NOT_IMPLEMENTED),
    (
        (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName),
        HTTPStatus.INTERNAL_SERVER_ERROR,
    ),
    ((errors.ConfigurationProblem, errors.ParseException), HTTPStatus.BAD_REQUEST),
)


class SiteWorker(GeventWorker):
    """Serves each connection apart, with a limit of time to each step of a request."""

    # Connections on which a request is awaited, each with its limit of time.
    _waiting: dict[Greenlet, Timeout]
    # When a request came last.
    _asked_at: float

    def init_process(self) -> None:
        """Begin to serve; returns when the worker is told to stop."""
        self._waiting, self._asked_at = {}, time.monotonic()
        give_memory_back()
        gevent.spawn_later(SECONDS_TO_WARM, self._keep_warm)
        pages = ready_pages.use(installation.ready_pages())
        if pages is not None:
            gevent.spawn_later(SECONDS_TO_SETTLE, self._make_ready, pages)
        super().init_process()

    def server_class(self, listener: socket, *, spawn: Pool, **_: object) -> SharingServer:
        """What accepts this worker's connections, so that each worker has its share of them."""
        open_connections.begin(self.age)
        handle = partial(self.handle, listener)
        return SharingServer(listener, handle, spawn, open_connections, self.age)

    def _keep_warm(self) -> None:
        """Make the pages that are asked for most before a visitor waits for them, at first and of
        each new release: half a second where they were not made, and nothing where they were."""
        offered = getattr(self.wsgi, "extensions", {}).get(ready_pages.WARM)
        while offered is not None and self.alive:
            try:
                for make in offered():
                    make()
                    self._wait_for_a_pause()  # Home is made at once; the others take longer
            except Exception:
                self.log.exception("a page could not be made; it is tried again")
            gevent.sleep(SECONDS_TO_SETTLE)

    def _make_ready(self, pages: ReadyPages) -> None:
        """Make pages ready while nobody asks for anything, those of new releases too."""
        offered = getattr(self.wsgi, "extensions", {}).get(ready_pages.READY)
        while offered is not None and self.alive:
            try:
                for make in offered(pages):
                    self._wait_for_a_pause()
                    started = time.process_time()
                    make()
                    gevent.sleep(PAUSES * (time.process_time() - started))
            except Exception:
                self.log.exception("a page could not be made ready; it is tried again")
            gevent.sleep(SECONDS_TO_SETTLE)

    def _wait_for_a_pause(self) -> None:
        while time.monotonic() - self._asked_at < SECONDS_UNASKED:
            gevent.sleep(1)

    @contextmanager
    def timeout_ctx(self) -> Iterator[None]:
        """The time a whole head of a request may take; the connection is closed after it."""
        seconds = self.cfg.keepalive if self.alive else SECONDS_TO_ASK_AGAIN
        connection, limit = gevent.getcurrent(), Timeout(seconds, False)
        self._waiting[connection] = limit
        try:
            with limit:
                yield
        finally:
            del self._waiting[connection]

    def handle_request(
        self, listener_name: Address, req: Request, sock: socket, addr: Address
    ) -> None:
        """Answer one request, once all of it is here."""
        self._asked_at = time.monotonic()
        gevent.sleep(0)  # who asks for many things at once lets others in between
        # Else the sign of life waits behind all who ask, and gunicorn ends who seems to hang.
        self.tmp.notify()
        req.body = _whole_body(req)
        req._expected_100_continue = False  # its body is here already
        try:
            with Timeout(SECONDS_FOR_ANSWER):
                super().handle_request(listener_name, req, sock, addr)
        except Timeout as slow:
            # Half an answer is sent: only closing the connection can say so.
            raise StopIteration from slow

    def handle_error(
        self, req: Request | None, client: socket, addr: Address, exc: BaseException
    ) -> None:
        """Refuse what cannot be read, or own up to a fault, in words and with our headers."""
        status = next(
            (status for kinds, status in REFUSALS if isinstance(exc, kinds)),
            HTTPStatus.INTERNAL_SERVER_ERROR,
        )
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("a request could not be answered", exc_info=exc)
        else:
            self.log.warning("request refused: %d, %s", status, type(exc).__name__)
        try:
            util.write(client, written(status, SENTENCES[status]))
            util.close_graceful(client)
        except OSError:
            self.log.debug("the connection was closed before it could be refused")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: connections on which nothing was asked yet are closed after a moment."""
        super().handle_exit(sig, frame)
        gevent.spawn_later(SECONDS_TO_ASK_AGAIN, self._close_waiting)

    def _close_waiting(self) -> None:
        for connection, limit in list(self._waiting.items()):
            gevent.kill(connection, limit)


def give_memory_back() -> bool:
    """Have large pieces of memory go back to the system as soon as they are free, where the C
    library can: else what one page took for its compression stays with the worker for good."""
    tuned = getattr(ctypes.CDLL(None), "mallopt", None)
    if tuned is None:
        return False
    settings = (MMAP_THRESHOLD, TRIM_THRESHOLD)
    return all(tuned(each, BYTES_GIVEN_BACK) == 1 for each in settings)


def _whole_body(req: Request) -> io.BytesIO:
    """All that was sent with a request, read before anything is answered."""
    if req._expected_100_continue:
        raise errors.ExpectationFailed("100-continue")
    with Timeout(SECONDS_FOR_BODY, SlowBodyError()):
        content = req.body.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise LargeBodyError
    return io.BytesIO(content)


def written(status: HTTPStatus, sentence: str) -> bytes:
    """A whole answer as it goes over the wire."""
    content = f"{sentence}\n".encode()
    headers = {
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(content)),
        "Cache-Control": "no-store",
        "Content-Security-Policy": NO_SCRIPTS,
        **ALWAYS,
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content
