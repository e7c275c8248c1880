"""What every page keeps to, at every width and in both color schemes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import HEIGHTS, Axe, Visit
from tests.support.browser.paths import PATHS, example

# The rules of axe-core that read colors.
COLOR_RULES = ["color-contrast", "link-in-text-block"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits_at_every_width(visit: Visit, axe: Axe, path: str) -> None:
    page = visit(path)
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert axe(page) == [], f"{path} at {width} px"
        assert overflow(page) == 0, f"{path} scrolls sideways at {width} px"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_in_the_dark_on_a_phone_and_is_as_accessible(
    visit: Visit, axe: Axe, path: str
) -> None:
    page = visit(path, width=360, color_scheme="dark")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title()
    assert axe(page) == [], f"{path} opened at 360 px"
    # The same tags as in light at every other width: only their colors differ.
    for width, height in list(HEIGHTS.items())[1:]:
        page.set_viewport_size({"width": width, "height": height})
        assert axe(page, COLOR_RULES) == [], f"{path} at {width} px"
        assert overflow(page) == 0, f"{path} scrolls sideways at {width} px"


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
