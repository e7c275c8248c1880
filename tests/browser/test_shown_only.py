"""The map of figures that may only be shown: its frame comes once, from a signed address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.support import literal
from tests.support.browser.serving import served
from tests.support.browser.tabs import Lent

VIEW = "/map?indicator=asking_rent&geography=borough"
PAINTED = "() => document.querySelectorAll('#map-figure path.hid').length === 1"
UNHIDDEN = "() => document.querySelectorAll('#map-figure path.hid').length === 0"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = literal.release(tmp_path_factory.mktemp("releases")).folder
    with served(environment={"RELEASES": str(folder.parent)}, path="/readyz") as site:
        yield site.address


@pytest.fixture
def page(lent: Lent) -> Page:
    return lent.tab()


def asked_for(page: Page) -> list[str]:
    """The paths a page asks for, as it does."""
    paths: list[str] = []
    page.on("request", lambda request: paths.append(request.url.partition("//")[2]))
    return paths


def test_moving_through_time_asks_for_no_frame(page: Page, address: str) -> None:
    paths = asked_for(page)
    page.goto(f"{address}{VIEW}")
    page.wait_for_selector("#map-figure svg.map.live")
    assert sum("/frames/" in path for path in paths) == 0
    page.locator("#map-slider").focus()
    page.wait_for_function("() => dash_clientside.map.hasNumbers()")
    page.wait_for_function(PAINTED)
    before = len(paths)
    assert sum("/frames/" in path for path in paths) == 1
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(UNHIDDEN)
    page.wait_for_function("() => location.search.includes('period=2020-01-31')")
    asked = [path for path in paths[before:] if not path.endswith("/icon.svg")]
    assert [path for path in asked if "/parts/map" not in path] == []


def test_an_address_that_has_run_out_is_asked_for_anew(page: Page, address: str) -> None:
    refused: list[str] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.fulfill(status=410, body="This address has run out.")

    page.route("**/frames/*", refuse_once)
    paths = asked_for(page)
    page.goto(f"{address}{VIEW}")
    page.wait_for_selector("#map-figure svg.map.live")
    page.locator("#map-slider").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(UNHIDDEN)
    assert len(refused) == 1
    assert any("/parts/map" in path for path in paths)
    assert sum("/frames/" in path for path in paths) == 2
