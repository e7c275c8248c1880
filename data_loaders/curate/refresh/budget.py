"""A time budget for each feed: a publisher that sends a byte a minute holds up nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

USED_UP = "the time this feed may take is used up"


class Budget(httpx.BaseTransport):
    """Sends requests while there is time left; what is sent when, stays to be continued later."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport
        self._until = float("inf")

    @contextmanager
    def of(self, seconds: float) -> Iterator[None]:
        """Everything asked for in here ends within so many seconds."""
        self._until = time.monotonic() + seconds
        try:
            yield
        finally:
            self._until = float("inf")

    def left(self) -> float:
        return self._until - time.monotonic()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, read no longer than the budget lasts. Raises httpx.TransportError."""
        left = self.left()
        if left <= 0:
            # Of all failures the one that is not tried again.
            raise httpx.ConnectTimeout(USED_UP, request=request)
        limits = request.extensions.get("timeout", {})
        request.extensions["timeout"] = {
            name: left if seconds is None else min(left, seconds)
            for name, seconds in limits.items()
        }
        response = self._transport.handle_request(request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=_Timed(response.stream, self, request),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._transport.close()


class _Timed(httpx.SyncByteStream):
    def __init__(
        self, stream: httpx.SyncByteStream, budget: Budget, request: httpx.Request
    ) -> None:
        self._stream, self._budget, self._request = stream, budget, request

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            if self._budget.left() <= 0:
                raise httpx.ReadTimeout(USED_UP, request=self._request)
            yield chunk

    def close(self) -> None:
        self._stream.close()
