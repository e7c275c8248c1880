"""Fixtures that drive a real browser against the site as it is served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

from data_loaders.released.serving import make_seed_ready
from tests.support.browser.chromium import ARGUMENTS, executable
from tests.support.browser.opening import open_live, open_plain
from tests.support.browser.serving import ROOT, served
from tests.support.browser.tabs import ColorScheme, Lent, Tabs

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ALL_RULES = ["all"]
HEIGHTS = {360: 740, 768: 1024, 1440: 900}
# As long as Playwright gives an act; its five seconds for what is expected are short beside load.
expect.set_options(timeout=30_000)
Visit: TypeAlias = Callable[..., Page]
Axe: TypeAlias = Callable[..., list[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site, served from the release that ships, whatever else was made here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASES", str(tmp_path_factory.mktemp("releases")))
        make_seed_ready()
        with served(path="/readyz") as site:
            yield site.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable(playwright), args=list(ARGUMENTS)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    """The tabs that tests use one after another."""
    return Tabs(browser)


@pytest.fixture
def lent(tabs: Tabs) -> Iterator[Lent]:
    """Tabs of this test alone until it ends: `lent.tab(viewport=...)`."""
    with tabs.lent() as lent:
        yield lent


@pytest.fixture
def visit(lent: Lent, server: str) -> Iterator[Visit]:
    """Opens a path of the site, mounted: `visit("/map", width=360, color_scheme="dark")`.

    Scripts and styles may be there from a visit before; a test of how they come takes a tab itself.

    The test fails afterwards if any page asked another host for anything, wrote an error to
    its console, or raised one.
    """
    with watching(server) as watch:

        def open_page(
            path: str,
            *,
            width: int = 1440,
            color_scheme: ColorScheme = "light",
            java_script_enabled: bool = True,
        ) -> Page:
            page = lent.tab(
                is_first_visit=False,
                viewport={"width": width, "height": HEIGHTS.get(width, 900)},
                color_scheme=color_scheme,
                java_script_enabled=java_script_enabled,
            )
            watch(page)
            open_page_of = open_live if java_script_enabled else open_plain
            open_page_of(page, server + path)
            return page

        yield open_page


@pytest.fixture
def page(visit: Visit) -> Page:
    """The home page at 1440 px, in light colors."""
    return visit("/")


@contextmanager
def watching(server: str) -> Iterator[Callable[[Page], None]]:
    """Gives what watches a page; whatever went wrong on one of them fails the test at the end."""
    faults: list[str] = []
    watched: list[Callable[[], None]] = []
    yield lambda page: watched.append(watch(page, server, faults))
    for stop in watched:
        stop()
    assert not faults, "\n".join(faults)


def watch(page: Page, server: str, faults: list[str]) -> Callable[[], None]:
    """Add to `faults` what goes wrong on a page, until what it answers is called.

    Other hosts are out of reach of the browser itself, see its ARGUMENTS. To stop them here would
    take the browser its cache, and read every script anew on every page.
    """

    def keep_third_parties(request: Request) -> None:
        if is_third_party(request.url, server):
            faults.append(f"third-party request: {request.url}")

    def keep_errors(message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            faults.append(f"console error on {page.url}: {message.text} {place}".rstrip())

    def keep_raised(error: Error) -> None:
        faults.append(f"page error on {page.url}: {error}")

    def stop() -> None:
        page.remove_listener("request", keep_third_parties)
        page.remove_listener("console", keep_errors)
        page.remove_listener("pageerror", keep_raised)

    page.on("request", keep_third_parties)
    page.on("console", keep_errors)
    page.on("pageerror", keep_raised)
    return stop


def is_third_party(url: str, server: str) -> bool:
    """Whether a request leaves the site; data in the page itself does not."""
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(server).netloc


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Accessibility violations of a page, in words; empty when axe-core finds none.

    `rules` are those to try, by axe-core's names; without them, or for ALL_RULES, all it has.
    """
    source = AXE.read_text("utf-8")

    def violations(page: Page, rules: list[str] | None = None) -> list[str]:
        # Evaluated, not added as a script tag, which the site's own policy would refuse; once for
        # each page opened, as reading it takes as long as a short page.
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(source)
        only = {"runOnly": rules} if rules not in (None, ALL_RULES) else {}
        options = {"resultTypes": ["violations"], **only}
        found = page.evaluate("options => axe.run(options)", options)["violations"]
        return [
            f"{one['id']}: {one['help']}: {node['html']}" for one in found for node in one["nodes"]
        ]

    return violations
