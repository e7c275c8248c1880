"""What every page keeps to, at every width and in both color schemes."""

from __future__ import annotations

import os
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ALL_RULES, HEIGHTS, Axe, Visit
from tests.support.browser.opening import open_plain
from tests.support.browser.paths import PATHS, example
from tests.support.searching import NIGHTLY

# The rules of axe-core that read colors.
COLOR_RULES = ["color-contrast", "link-in-text-block"]
# Where a phone and a wide screen show other things: tried in both color schemes at both widths. Of
# the others each width is tried in one, and nightly in both.
BOTH_WAYS = ("/", "/map", "/trends", "/places/BX")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_in_the_dark_on_a_phone_and_is_accessible_everywhere(
    visit: Visit, axe: Axe, path: str
) -> None:
    """In both color schemes and at every width, in one tab; nightly a wide one is opened too."""
    page = visit(path, width=360, color_scheme="dark")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title()
    tried(page, axe, all_at=360, colors_at=[1440] if path in BOTH_WAYS else [])
    page.emulate_media(color_scheme="light")
    tried(page, axe, all_at=1440, colors_at=[360] if path in BOTH_WAYS else [])


@pytest.mark.nightly
@pytest.mark.parametrize("path", PATHS)
def test_a_page_opened_on_a_wide_screen_is_accessible_everywhere(
    visit: Visit, axe: Axe, path: str
) -> None:
    tried(visit(path), axe, all_at=1440, colors_at=[360])


def tried(page: Page, axe: Axe, *, all_at: int, colors_at: list[int]) -> None:
    """Try the rules and the width of a page at every width, beginning with the one it has."""
    widths = sorted(HEIGHTS, reverse=page.viewport_size == {"width": 1440, "height": 900})
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if rules := rules_at(width, all_at=all_at, colors_at=(*colors_at,)):
            assert axe(page, rules) == [], f"{page.url} at {width} px"
        assert overflow(page) == 0, f"{page.url} scrolls sideways at {width} px"


def test_every_page_reads_without_scripts(visit: Visit) -> None:
    page = visit(PATHS[0], java_script_enabled=False)
    for path in PATHS:
        open_plain(page, urljoin(page.url, path))
        assert page.locator("main h1").is_visible(), path


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


def test_the_ledger_keeps_to_its_column_at_every_width(visit: Visit) -> None:
    """Beside what follows it, above it, and stacked on a phone; also just before each changes."""
    page = visit("/")
    for width in (360, 601, 641, 701, 860, 1001, 1060, 1121, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        beyond, apart = page.evaluate(LEDGER)
        assert beyond <= 0, f"{beyond} px beyond its column at {width} px"
        assert apart <= 150, f"{apart} px of white between two of its columns at {width} px"


# How far the ledger reaches beyond its column, and the most white between two of its columns.
LEDGER = """() => {
  const box = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  const table = document.querySelector(".measures");
  const rows = [...table.querySelectorAll("tbody tr")].filter((row) => row.cells.length > 4);
  const columns = [...rows[0].cells].map((_, i) => rows.map((row) => box(row.cells[i])));
  const start = columns.map((boxes) => Math.min(...boxes.map((each) => each.left)));
  const end = columns.map((boxes) => Math.max(...boxes.map((each) => each.right)));
  return [
    table.getBoundingClientRect().right - table.parentElement.getBoundingClientRect().right,
    Math.max(...start.slice(1).map((left, i) => Math.round(left - end[i]))),
  ];
}"""
