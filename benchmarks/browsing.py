"""What a visitor waits for: bytes, first map, blocked time, and the time of each interaction."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Locator, Page

from benchmarks.contenders import Contender

WATCHER = Path(__file__).with_name("in_page.js")
KB = 1000
STEPS = 5
LIMIT_MS = 45_000
SETTLED_MS, LOOK_MS = 300, 30
MOST_OPENED = 25  # details of a page that a reader opens
HAND_MS = 600  # from touching a control until something else is chosen in it
CLOSED = "details:not([open]) > summary:visible"
# What a reader moves: by keys, as no list that a browser draws itself can be tapped from here.
CONTROLS = "main select, main input:not([type=hidden]), main button, main svg.map"
NAME_OF = "(each) => each.id || each.name || each.getAttribute('aria-label') || each.localName"
KEYS = {
    "select": ("ArrowDown", "ArrowUp"),
    "input": ("ArrowRight", "ArrowLeft"),
    "svg": ("ArrowUp", "Enter"),
}


@dataclass(frozen=True, slots=True)
class Device:
    """Who visits. Network in bits a second and milliseconds; None is this machine's own."""

    name: str
    width: int
    height: int
    slower: float = 1
    bits_per_second: int | None = None
    latency_ms: float = 0
    has_touch: bool = False


DESKTOP = Device("desktop", 1440, 900)
MOBILE = Device(
    "mobile", 360, 740, slower=4, bits_per_second=1_600_000, latency_ms=150, has_touch=True
)


Figures = dict[str, float]


class NoPageError(RuntimeError):
    """An address that names no page, or a page that is broken."""


class Wire:
    """Bytes a page has received, compressed and with headers, as the browser counts them."""

    def __init__(self, session: CDPSession) -> None:
        self.bytes = 0.0
        self._asked: set[str] = set()
        session.on("Network.requestWillBeSent", lambda event: self._asked.add(event["requestId"]))
        session.on("Network.loadingFailed", lambda event: self._asked.discard(event["requestId"]))
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        self._asked.discard(event["requestId"])
        self.bytes += event["encodedDataLength"]

    def rest(self, page: Page) -> None:
        """Wait until nothing has been on its way for a moment.

        A page's own state says so only once, after its first files. Raises TimeoutError where it
        takes too long.
        """
        deadline, still_since = time.monotonic() + LIMIT_MS / 1000, time.monotonic()
        while time.monotonic() - still_since < SETTLED_MS / 1000:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self._asked)} files are still on their way")
            page.wait_for_timeout(LOOK_MS)  # events come in meanwhile
            if self._asked:
                still_since = time.monotonic()


def go_to(page: Page, url: str) -> None:
    """Open a page. A page that is not there is light and quick: raises NoPageError for it."""
    answer = page.goto(url, wait_until="load")
    if answer is None or answer.status != HTTPStatus.OK:
        raise NoPageError(f"{url} answers {answer and answer.status}, so nothing was measured")


def visit(
    browser: Browser, address: str, contender: Contender, colored: int, device: Device
) -> Figures:
    """One visit to a contender's page, waited for until nothing moves anymore."""
    with opened(browser, device, contender.areas, colored) as (page, wire):
        go_to(page, address + contender.path)
        page.wait_for_function("() => watched.painted !== null")
        wire.rest(page)
        loaded, first = wire.bytes, page.evaluate("() => [watched.bytesBeforePaint(), watched]")
        # A hand reaches for the map before it moves a control: this site fetches numbers then.
        page.locator(contender.areas).first.dispatch_event("pointerover")
        page.locator(contender.control).first.dispatch_event("pointerover")
        page.wait_for_timeout(HAND_MS)
        wire.rest(page)
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
        go_to(page, url)
        page.wait_for_function("() => watched.live !== null && watched.first !== null")
        wire.rest(page)
        before = page.evaluate("() => ({ ...watched })")
        _open_all(page, device)
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        wire.rest(page)
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


def _open_all(page: Page, device: Device) -> None:
    """Open what is closed as a reader does: what a tap or a click moves at once is no shift that
    comes unasked, what follows it later is."""
    closed = page.locator(CLOSED)
    for _ in range(MOST_OPENED):
        if not closed.count():
            return
        summary = closed.first
        if device.has_touch:
            summary.tap()
        else:
            summary.click()
        page.wait_for_timeout(SETTLED_MS)


def interactions(browser: Browser, url: str, device: Device) -> Figures:
    """How long each control of a page takes to answer, and the longest of them.

    As browsers count it: from a key or a tap to the next picture on the screen. Raises
    playwright's TimeoutError for a page that is not live within its limit.
    """
    with opened(browser, device) as (page, wire):
        go_to(page, url)
        page.wait_for_function("() => watched.live !== null")
        wire.rest(page)
        _open_all(page, device)
        milliseconds = {}
        for position in range(page.locator(CONTROLS).count()):
            control = page.locator(CONTROLS).nth(position)
            if control.is_visible() and control.is_enabled():
                name = control.evaluate(NAME_OF)
                milliseconds[f"{name} {position}"] = _answered(page, wire, control, device)
    return {"longest_interaction": max(milliseconds.values()), **milliseconds}


def _answered(page: Page, wire: Wire, control: Locator, device: Device) -> float:
    """Milliseconds of a control's slowest interaction."""
    page.evaluate("() => { watched.interaction = 0; }")
    kind = str(control.evaluate("(each) => each.localName"))
    if kind == "button":
        (control.tap if device.has_touch else control.click)()
    else:
        control.focus()
    for key in KEYS.get(kind, ()):
        page.keyboard.press(key)
        page.wait_for_timeout(SETTLED_MS)
    wire.rest(page)
    return float(page.evaluate("() => watched.interaction"))


@contextmanager
def opened(
    browser: Browser, device: Device, areas: str = "", colored: int = 0
) -> Iterator[tuple[Page, Wire]]:
    """A new page with an empty cache on a device, watched from its first moment."""
    page = browser.new_page(
        viewport={"width": device.width, "height": device.height}, has_touch=device.has_touch
    )
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
    wire.rest(page)
    return taken, wire.bytes - before
