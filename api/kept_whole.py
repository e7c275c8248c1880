"""Pages that were just sent, sent again as they are, before Flask looks at the request.

A page that is asked for again took four fifths of its time on the way to the bytes that are sent:
routing, the parameters, its tag, its headers. Here it is found by the address as it was written,
and sent only while everything it was kept under still holds, its body among it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from cachetools import LRUCache

from api import answers
from components.site.page import Asked
from components.site.routing import Routing
from data_loaders.records.held import records
from data_loaders.released.release import ReleaseError
from data_loaders.released.serving import demo_categories, held

# Where a request carries what its answer may be sent again under.
SENT = "site.sent"
MOST_ANSWERS, LONGEST_ADDRESS, LONGEST_ENCODING = 128, 600, 80
# What makes an answer another than the whole page.
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_RANGE")
Name = tuple[str, str, str]
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it was asked for, and what its body is kept under."""

    routing: Routing
    asked: Asked
    records: str
    lasts: tuple[object, ...]
    kept_under: tuple[object, ...]
    pages: answers.Kept[..., answers.Body]

    def content(self) -> bytes | None:
        """The compressed page; None where anything it depends on is another by now."""
        asked = self.asked
        is_of_today = asked.today == datetime.now(UTC).date() or not self.routing.is_dated(asked)
        is_current = (
            is_of_today
            and records().version == self.records
            and demo_categories() == asked.demo
            and ("release" in asked.query or self._current() is asked.release)
            and self.routing.lasts(asked) == self.lasts
        )
        body = answers.still_kept(self.pages, *self.kept_under) if is_current else None
        return body.in_encoding("br") if body is not None and body.is_compressed else None

    def _current(self) -> object:
        return held(is_demo=bool(self.asked.base)).current()


class KeptWhole:
    """Answers an address again, while that is what the application would answer."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self._sent: LRUCache[Name, tuple[Sent, Headers]] = LRUCache(MOST_ANSWERS)
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        name = _name(environ)
        if name is None:
            return self.application(environ, start_response)
        found = self._found(name)
        if found is not None:
            content, headers = found
            start_response("200 OK", headers)
            return [content]

        def noted(status: str, headers: Headers, *more: object) -> object:
            sent = environ.get(SENT)
            if sent is not None and status == "200 OK" and ("Content-Encoding", "br") in headers:
                with self._lock:
                    self._sent[name] = sent, list(headers)
            return start_response(status, headers, *more)  # pyright: ignore[reportArgumentType]

        return self.application(environ, noted)  # pyright: ignore[reportArgumentType]

    def _found(self, name: Name) -> tuple[bytes, Headers] | None:
        with self._lock:
            found = self._sent.get(name)
        if found is None:
            return None
        try:
            content = found[0].content()
        except ReleaseError:  # said in words by who makes the answer
            content = None
        # It may have been compressed further since.
        if content is not None and ("Content-Length", str(len(content))) in found[1]:
            return content, list(found[1])
        with self._lock:
            self._sent.pop(name, None)
        return None


def _name(environ: WSGIEnvironment) -> Name | None:
    """What an answer is kept under; None for a request whose answer is not kept."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    encoding = environ.get("HTTP_ACCEPT_ENCODING", "")
    if environ["REQUEST_METHOD"] != "GET" or "br" not in encoding:
        return None
    if len(path) + len(query) > LONGEST_ADDRESS or len(encoding) > LONGEST_ENCODING:
        return None
    if any(each in environ for each in CONDITIONS):
        return None
    return path, query, encoding
