"""What every page keeps to, at every width and in both color schemes."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ALL_RULES, HEIGHTS, Axe, Visit
from tests.support.browser.paths import PATHS, example
from tests.support.searching import NIGHTLY

# The rules of axe-core that read colors.
COLOR_RULES = ["color-contrast", "link-in-text-block"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits_at_every_width(visit: Visit, axe: Axe, path: str) -> None:
    page = visit(path)
    for width, height in reversed(HEIGHTS.items()):
        page.set_viewport_size({"width": width, "height": height})
        if rules := rules_at(width, all_at=1440, colors_at=(360,)):
            assert axe(page, rules) == [], f"{path} at {width} px"
        assert overflow(page) == 0, f"{path} scrolls sideways at {width} px"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_in_the_dark_on_a_phone_and_is_as_accessible(
    visit: Visit, axe: Axe, path: str
) -> None:
    page = visit(path, width=360, color_scheme="dark")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title()
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        if rules := rules_at(width, all_at=360, colors_at=(1440,)):
            assert axe(page, rules) == [], f"{path} at {width} px"
        assert overflow(page) == 0, f"{path} scrolls sideways at {width} px"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_reads_without_scripts(visit: Visit, path: str) -> None:
    page = visit(path, java_script_enabled=False)
    assert page.locator("main h1").is_visible()


def rules_at(width: int, *, all_at: int, colors_at: tuple[int, ...]) -> list[str]:
    """The rules to try at a width; none at some, as laying out a page for them takes a second.

    A page has the same tags at every width, and those hidden at some are shown on a phone or on a
    wide screen, where all rules and the colors are tried; nightly runs try all of them everywhere.
    """
    if width == all_at or os.environ.get(NIGHTLY):
        return ALL_RULES
    return COLOR_RULES if width in colors_at else []


def overflow(page: Page) -> int:
    """How many pixels of the page stick out to the right of the window."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_a_page_of_a_thing_is_opened_with_an_example() -> None:
    assert example("/places/<place_id>") == "/places/BX"
    with pytest.raises(KeyError):
        example("/partners/<partner>")
