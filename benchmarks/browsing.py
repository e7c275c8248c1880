"""What a visitor waits for: bytes, first map, blocked time, and the time of each interaction."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.contenders import Contender

WATCHER = Path(__file__).with_name("in_page.js")
STEPS = 5
LIMIT_MS = 120_000
SETTLED_MS = 300


@dataclass(frozen=True, slots=True)
class Device:
    """Who visits. Network in bits a second and milliseconds; None is this machine's own."""

    name: str
    width: int
    height: int
    slower: float = 1
    bits_per_second: int | None = None
    latency_ms: float = 0


DESKTOP = Device("desktop", 1440, 900)
MOBILE = Device("mobile", 360, 740, slower=4, bits_per_second=1_600_000, latency_ms=150)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit with an empty cache. Times in milliseconds, sizes in bytes on the wire."""

    bytes: float
    bytes_before_paint: float
    painted: float
    blocking: float
    step: float
    change: float
    change_bytes: float
    seen_bytes: float


@dataclass(frozen=True, slots=True)
class Vitals:
    """One visit to a page without a map to wait for. Bytes, milliseconds; shift has no unit."""

    bytes: float
    blocking: float
    largest_paint: float
    shift: float


T = TypeVar("T", Visit, Vitals)


class Wire:
    """Bytes a page has received, compressed and with headers, as the browser counts them."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes = 0.0
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, float]) -> None:
        self.bytes += event["encodedDataLength"]


def measured(
    browser: Browser, address: str, contender: Contender, colored: int, device: Device
) -> Visit:
    """One visit to a contender's page, waited for until nothing moves anymore."""
    with opened(browser, device, contender.areas, colored) as (page, wire):
        page.goto(address + contender.path, wait_until="load")
        page.wait_for_function("() => watched.painted !== null")
        page.wait_for_load_state("networkidle")
        loaded, first = wire.bytes, page.evaluate("() => [watched.bytesBeforePaint(), watched]")
        changes = [_repainted(page, wire, act) for act in contender.choose]
        steps = [_repainted(page, wire, contender.step)[0] for _ in range(STEPS)]
    return Visit(
        bytes=loaded,
        bytes_before_paint=first[0],
        painted=first[1]["painted"],
        blocking=first[1]["blocking"],
        step=statistics.median(steps),
        change=statistics.median(time for time, _ in changes[:-1]),
        change_bytes=max(sent for _, sent in changes[:-1]),
        seen_bytes=changes[-1][1],
    )


def vitals(browser: Browser, url: str, device: Device) -> Vitals:
    """One visit to any page, scrolled through so that everything on it has loaded."""
    with opened(browser, device) as (page, wire):
        page.goto(url, wait_until="load")
        page.wait_for_load_state("networkidle")
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SETTLED_MS)
        seen = page.evaluate("() => watched")
        return Vitals(wire.bytes, seen["blocking"], seen["largest"], seen["shift"])


@contextmanager
def opened(
    browser: Browser, device: Device, areas: str = "", colored: int = 0
) -> Iterator[tuple[Page, Wire]]:
    """A new page with an empty cache on a device, watched from its first moment."""
    page = browser.new_page(viewport={"width": device.width, "height": device.height})
    page.set_default_timeout(LIMIT_MS)
    session = page.context.new_cdp_session(page)
    slow_down(session, device)
    watch(page, areas, colored)
    yield page, Wire(session)
    page.close()


def slow_down(session: CDPSession, device: Device) -> None:
    """Make this machine as slow as the device."""
    session.send("Network.enable")
    if device.slower != 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": device.slower})
    if device.bits_per_second:
        speed = device.bits_per_second / 8
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": device.latency_ms,
                "downloadThroughput": speed,
                "uploadThroughput": speed / 2,
            },
        )


def watch(page: Page, areas: str, colored: int) -> None:
    """Have the page watched from its first moment."""
    page.add_init_script(
        f"const AREAS = {json.dumps(areas)}, COLORED = {colored};\n{WATCHER.read_text('utf-8')}"
    )


def _repainted(page: Page, wire: Wire, act: str) -> tuple[float, float]:
    """(milliseconds until the map had changed, bytes it took)."""
    before = wire.bytes
    taken: float = page.evaluate(f"() => watched.repainted(() => {{ {act} }})")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED_MS)
    return taken, wire.bytes - before


def median(visits: list[T]) -> T:
    """The median of each number over several visits of one kind."""
    names = [field.name for field in fields(visits[0])]
    kind = type(visits[0])
    return kind(*(statistics.median(getattr(one, name) for one in visits) for name in names))
