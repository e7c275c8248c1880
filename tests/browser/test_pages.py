"""What every page keeps to, at every width and in both color schemes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import HEIGHTS, ColorScheme, Visit
from tests.support.browser.paths import PATHS, example


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits_at_every_width(
    visit: Visit, axe: Callable[[Page], list[str]], path: str, color_scheme: ColorScheme
) -> None:
    page = visit(path, color_scheme=color_scheme)
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert axe(page) == [], f"{path} at {width} px"
        assert overflow(page) == 0, f"{path} scrolls sideways at {width} px"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_on_a_phone_without_faults(visit: Visit, path: str) -> None:
    page = visit(path, width=360)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_reads_without_scripts(visit: Visit, path: str) -> None:
    page = visit(path, java_script_enabled=False)
    assert page.locator("main h1").is_visible()


def overflow(page: Page) -> int:
    """How many pixels of the page stick out to the right of the window."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_a_page_of_a_thing_is_opened_with_an_example() -> None:
    assert example("/places/<place_id>") == "/places/BX"
    with pytest.raises(KeyError):
        example("/partners/<partner>")
