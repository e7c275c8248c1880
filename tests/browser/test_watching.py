"""What the fixtures watch for is found when it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import is_third_party, watch
from tests.browser.test_pages import overflow

SITE = "http://127.0.0.1:1"


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    """A page of no site, closed with all that was put on it."""
    page = browser.new_page()
    yield page
    page.close()


def test_a_request_to_another_host_is_refused_and_kept(blank: Page) -> None:
    faults: list[str] = []
    watch(blank, SITE, faults)
    with blank.expect_event("requestfailed") as refused:
        blank.set_content("<img src='http://192.0.2.1/map.png'>")
    assert refused.value.failure == "net::ERR_NAME_NOT_RESOLVED"
    assert "third-party request: http://192.0.2.1/map.png" in faults


def test_an_error_in_the_console_is_kept(blank: Page) -> None:
    faults: list[str] = []
    watch(blank, SITE, faults)
    with blank.expect_event("console"):
        blank.evaluate("console.error('no frame')")
    assert faults == ["console error on about:blank: no frame"]


def test_an_error_of_a_script_is_kept(blank: Page) -> None:
    faults: list[str] = []
    watch(blank, SITE, faults)
    with blank.expect_event("pageerror"):
        blank.set_content("<script>throw new Error('no shapes')</script>")
    assert faults == ["page error on about:blank: no shapes"]


def test_only_the_site_itself_is_no_third_party() -> None:
    assert not is_third_party(f"{SITE}/map", SITE)
    assert not is_third_party("data:image/png;base64,AA==", SITE)
    assert is_third_party("http://127.0.0.1:2/map", SITE)
    assert is_third_party("https://cdn.example/plotly.js", SITE)


def test_a_picture_without_words_is_found(blank: Page, axe: Callable[[Page], list[str]]) -> None:
    blank.set_content("<html lang=en><title>T</title><main><h1>H</h1><img src='data:,'></main>")
    violations = axe(blank)
    assert len(violations) == 1
    assert violations[0].startswith("image-alt")


def test_an_element_wider_than_the_page_is_reported(blank: Page) -> None:
    blank.set_viewport_size({"width": 360, "height": 740})
    blank.set_content("<body style='margin:0'><div style='width:400px'>wide</div>")
    assert overflow(blank) == 40
