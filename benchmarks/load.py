"""How many requests a second a site answers, and how late the latest ones are.

Only ever aimed at a server on this machine; bounded in requests and in time.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

CLIENTS = 50
REQUESTS = 4_000
LIMIT_SECONDS = 15.0
HERE = "127.0.0.1"
ANSWERED_WITHIN_SECONDS = 30.0
KEPT = frozenset({"HIT", "STALE", "UPDATING", "REVALIDATED"})
# Who asks has the same cores as who answers: of a head no more is read than what is asked of it.
LENGTH, FROM_CACHE, LAST = (
    re.compile(rf"\r\n{name}:[ \t]*([^\r]*)".encode(), re.I)
    for name in ("content-length", "x-cache", "connection")
)


@dataclass(frozen=True, slots=True)
class Load:
    """`latency_99` is the time, in milliseconds, that 99 of 100 requests stay within."""

    requests_per_second: float
    latency_99: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Mix:
    """Many addresses under load. Latencies in milliseconds; `kept` is the share that a cache in
    front answered, `megabytes` what all answers weighed."""

    requests: int
    requests_per_second: float
    latency_50: float
    latency_99: float
    errors: int
    kept: float
    megabytes: float
    kinds_of_errors: str = ""

    def figures(self) -> dict[str, float]:
        """All of it that is a number."""
        return {name: each for name, each in asdict(self).items() if not isinstance(each, str)}

    def problem(self) -> str:
        """How many errors of which kinds there were; empty without any."""
        return f"{self.errors} errors ({self.kinds_of_errors})" if self.errors else ""


class WrongAnswerError(RuntimeError):
    """A server under load answered with something else than 200."""


def loaded(url: str, headers: Mapping[str, str] | None = None) -> Load:
    """Ask for one address over and over, from several connections that are kept open.

    Raises ValueError for a server elsewhere, WrongAnswerError where an answer is not 200.
    """
    parts = urlsplit(url)
    if parts.hostname != HERE or parts.port is None:
        raise ValueError(f"{url} is not on this machine: load is put on {HERE} only")
    lines = {"Host": HERE, "Accept-Encoding": "br, gzip", **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return asyncio.run(_all_clients(parts.port, f"GET {target} HTTP/1.1\r\n{head}\r\n".encode()))


async def _all_clients(port: int, request: bytes) -> Load:
    latencies: list[float] = []
    start = time.perf_counter()
    deadline = start + LIMIT_SECONDS
    sizes = await asyncio.gather(
        *(_client(port, request, latencies, deadline) for _ in range(CLIENTS))
    )
    seconds = time.perf_counter() - start
    return Load(
        requests_per_second=len(latencies) / seconds,
        latency_99=statistics.quantiles(latencies, n=100)[98] * 1000,
        bytes=sizes[0],
    )


async def _client(port: int, request: bytes, latencies: list[float], deadline: float) -> int:
    reader, writer = await asyncio.open_connection(HERE, port)
    size = 0
    try:
        for _ in range(REQUESTS // CLIENTS):
            start = time.perf_counter()
            if start > deadline:
                break
            writer.write(request)
            size = await _answer(reader)
            latencies.append(time.perf_counter() - start)
    finally:
        writer.close()
        await writer.wait_closed()
    return size


def mixed(site: str, addresses: Iterable[str], clients: int, limit_seconds: float) -> Mix:
    """Ask for addresses, each once, from several connections that are kept open.

    Stops when they run out or the time does. Raises ValueError for a server elsewhere.
    """
    parts = urlsplit(site)
    if parts.hostname != HERE or parts.port is None:
        raise ValueError(f"{site} is not on this machine: load is put on {HERE} only")
    return asyncio.run(_mixed(parts.port, iter(addresses), clients, limit_seconds))


async def _mixed(port: int, addresses: Iterator[str], clients: int, limit_seconds: float) -> Mix:
    tally = Tally()
    start = time.perf_counter()
    await asyncio.gather(
        *(_visitor(port, addresses, tally, start + limit_seconds) for _ in range(clients))
    )
    seconds = time.perf_counter() - start
    cuts = statistics.quantiles(tally.latencies, n=100) if len(tally.latencies) > 1 else [0.0] * 99
    count = len(tally.latencies)
    return Mix(
        count,
        count / seconds,
        cuts[49] * 1000,
        cuts[98] * 1000,
        tally.errors,
        tally.kept / max(count, 1),
        tally.bytes / 1e6,
        ", ".join(f"{kind}: {count}" for kind, count in tally.kinds.most_common()),
    )


@dataclass(slots=True)
class Tally:
    """What all visitors of a run have counted so far."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0
    kept: int = 0
    bytes: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


async def _visitor(port: int, addresses: Iterator[str], tally: Tally, deadline: float) -> None:
    """One connection, opened anew where the server ends it: that is an error where it did not say
    so with the answer before, as nginx does with each thousandth."""
    reader, writer = await asyncio.open_connection(HERE, port)
    try:
        for address in addresses:
            start = time.perf_counter()
            if start > deadline:
                break
            request = f"GET {address} HTTP/1.1\r\nHost: {HERE}\r\nAccept-Encoding: br\r\n\r\n"
            try:
                writer.write(request.encode())
                async with asyncio.timeout(ANSWERED_WITHIN_SECONDS):
                    head, size = await _one(reader)
            except (WrongAnswerError, OSError, EOFError, TimeoutError) as error:
                tally.errors += 1
                tally.kinds[f"{type(error).__name__} {error}".strip()[:60]] += 1
                writer.close()
                reader, writer = await asyncio.open_connection(HERE, port)
                continue
            tally.latencies.append(time.perf_counter() - start)
            tally.kept += _said(FROM_CACHE, head) in KEPT
            tally.bytes += size
            if _said(LAST, head).lower() == "close":
                writer.close()
                reader, writer = await asyncio.open_connection(HERE, port)
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    """Read one answer whole; its length in bytes without the head."""
    return (await _one(reader))[1]


async def _one(reader: asyncio.StreamReader) -> tuple[bytes, int]:
    """The head of one answer, and how long the rest was."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = head.partition(b"\r\n")[0].decode("latin-1")
    if " 200 " not in status:
        raise WrongAnswerError(status)
    length = int(_said(LENGTH, head))
    await reader.readexactly(length)
    return head, length


def _said(name: re.Pattern[bytes], head: bytes) -> str:
    """What a head says under a name; empty where it says nothing."""
    line = name.search(head)
    return line[1].decode("latin-1").strip() if line else ""
