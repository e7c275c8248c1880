"""Fixtures that drive a real browser against the site as it is served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright

from data_loaders.released.serving import make_seed_ready
from tests.support.browser.chromium import ARGUMENTS, executable
from tests.support.browser.opening import open_live, open_plain
from tests.support.browser.serving import ROOT, served

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HEIGHTS = {360: 740, 768: 1024, 1440: 900}
ColorScheme: TypeAlias = Literal["light", "dark"]
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


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """Opens a path of the site, mounted: `visit("/map", width=360, color_scheme="dark")`.

    The test fails afterwards if any page asked another host for anything, wrote an error to
    its console, or raised one.
    """
    faults: list[str] = []
    pages: list[Page] = []

    def open_page(
        path: str,
        *,
        width: int = 1440,
        color_scheme: ColorScheme = "light",
        java_script_enabled: bool = True,
    ) -> Page:
        page = browser.new_page(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=color_scheme,
            java_script_enabled=java_script_enabled,
        )
        pages.append(page)
        watch(page, server, faults)
        open_page_of = open_live if java_script_enabled else open_plain
        open_page_of(page, server + path)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(visit: Visit) -> Page:
    """The home page at 1440 px, in light colors."""
    return visit("/")


def watch(page: Page, server: str, faults: list[str]) -> None:
    """Add to `faults` what goes wrong on a page; requests to other hosts are refused."""

    def refuse_third_parties(route: Route, request: Request) -> None:
        if is_third_party(request.url, server):
            faults.append(f"third-party request: {request.url}")
            route.abort()
        else:
            route.continue_()

    def keep_errors(message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            faults.append(f"console error on {page.url}: {message.text} {place}".rstrip())

    page.route("**/*", refuse_third_parties)
    page.on("console", keep_errors)
    page.on("pageerror", lambda error: faults.append(f"page error on {page.url}: {error}"))


def is_third_party(url: str, server: str) -> bool:
    """Whether a request leaves the site; data in the page itself does not."""
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(server).netloc


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Accessibility violations of a page, in words; empty when axe-core finds none.

    `rules` are those to try, by axe-core's names; without them it tries all it has.
    """
    source = AXE.read_text("utf-8")

    def violations(page: Page, rules: list[str] | None = None) -> list[str]:
        # Evaluated, not added as a script tag, which the site's own policy would refuse.
        page.evaluate(source)
        options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
        found = page.evaluate("options => axe.run(options)", options)["violations"]
        return [
            f"{one['id']}: {one['help']}: {node['html']}" for one in found for node in one["nodes"]
        ]

    return violations
