"""What a visitor waits for: bytes, first map, blocked time, and the time of each interaction."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.contenders import Contender

WATCHER = Path(__file__).with_name("in_page.js")
KB = 1000
STEPS = 5
LIMIT_MS = 45_000
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


Figures = dict[str, float]


class Wire:
    """Bytes a page has received, compressed and with headers, as the browser counts them."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes = 0.0
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, float]) -> None:
        self.bytes += event["encodedDataLength"]


def visit(
    browser: Browser, address: str, contender: Contender, colored: int, device: Device
) -> Figures:
    """One visit to a contender's page, waited for until nothing moves anymore."""
    with opened(browser, device, contender.areas, colored) as (page, wire):
        page.goto(address + contender.path, wait_until="load")
        page.wait_for_function("() => watched.painted !== null")
        page.wait_for_load_state("networkidle")
        loaded, first = wire.bytes, page.evaluate("() => [watched.bytesBeforePaint(), watched]")
        # A hand reaches for the map before it moves a control: this site fetches numbers then.
        page.locator(contender.areas).first.dispatch_event("pointerover")
        page.wait_for_load_state("networkidle")
        changes = [_repainted(page, wire, act) for act in contender.choose]
        steps = [_repainted(page, wire, contender.step)[0] for _ in range(STEPS)]
    return {
        "kilobytes": loaded / KB,
        "before_paint_kilobytes": first[0] / KB,
        "painted": first[1]["painted"],
        "blocking": first[1]["blocking"],
        "step": statistics.median(steps),
        "change": statistics.median(time for time, _ in changes[:-1]),
        "change_kilobytes": max(sent for _, sent in changes[:-1]) / KB,
        "seen_kilobytes": changes[-1][1] / KB,
    }


def vitals(browser: Browser, url: str, device: Device) -> Figures:
    """One visit to any page until it is live, its details opened and scrolled through.

    Raises playwright's TimeoutError for a page that is not live within its limit.
    """
    with opened(browser, device) as (page, wire):
        page.goto(url, wait_until="load")
        page.wait_for_function("() => watched.live !== null && watched.first !== null")
        page.wait_for_load_state("networkidle")
        before = page.evaluate("() => ({ ...watched })")
        page.evaluate(
            "() => document.querySelectorAll('details').forEach((each) => { each.open = true; })"
        )
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SETTLED_MS)
        seen = page.evaluate("() => ({ ...watched })")
        return {
            "kilobytes": wire.bytes / KB,
            "first": before["first"],
            "live": max(0.0, before["live"] - before["first"]),
            "longest": before["longest"],
            "blocking": before["blocking"],
            "largest": before["largest"],
            "shift": seen["shift"],
        }


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
    try:
        yield page, Wire(session)
    finally:
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
