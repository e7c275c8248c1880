"""What a page folds away: long pages are short on a phone, and nothing folded is out of reach."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import HEIGHTS, Visit

# The most screens of a phone that a page takes before anything is opened.
MOST_SCREENS = {"/data": 9, "/privacy": 13, "/methodology": 14, "/industries": 11}
# An address, and what it must show: an id within what is folded, or a heading right above it.
LEADS_TO = {
    "/privacy#mended-rows": "#mended-rows",
    "/privacy#mended": "#mended-rows",
    "/privacy#rules": "#rules-rows",
    "/data#deliveries-rows": "#deliveries-rows",
    "/data#housing": "#housing .figure-list",
}
LINES = "document.querySelectorAll('.phone-folded > summary')"


@pytest.mark.parametrize(("path", "most"), MOST_SCREENS.items())
def test_a_long_page_is_a_few_screens_of_a_phone(visit: Visit, path: str, most: int) -> None:
    page = visit(path, width=360)
    assert page.evaluate("document.documentElement.scrollHeight") <= most * HEIGHTS[360]


def test_an_address_that_leads_into_what_is_folded_opens_it(visit: Visit) -> None:
    page = visit("/words", width=360)
    site = page.url.removesuffix("/words")
    for address, shown in LEADS_TO.items():
        page.goto(site + address.partition("#")[0])
        assert not page.locator(shown).is_visible(), address
        page.evaluate("(to) => { location.hash = to; }", address.partition("#")[2])
        page.locator(shown).wait_for(state="visible")
        page.goto(site + "/words")
        page.goto(site + address)
        page.locator(shown).wait_for(state="visible")


def test_what_is_folded_is_reached_without_a_script(visit: Visit) -> None:
    page = visit("/privacy#mended-rows", width=360, java_script_enabled=False)
    page.locator("#mended-rows").wait_for(state="visible")
    page.locator("#rules .phone-folded > summary").first.click()
    page.locator("#rules-rows").wait_for(state="visible")
    assert not page.locator("#audit-rows").is_visible()


def test_a_wide_screen_and_paper_show_what_a_phone_folds(visit: Visit) -> None:
    page = visit("/methodology", width=1440)
    everything_stands_open(page)
    page.goto(page.url.replace("/methodology", "/privacy"))
    everything_stands_open(page)
    page.emulate_media(media="print")
    everything_stands_open(page)
    assert page.locator("#mended-rows").is_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_voice_names_what_is_folded_with_and_without_its_line(visit: Visit, width: int) -> None:
    page = visit("/methodology", width=width)
    told = page.locator("main").aria_snapshot()
    assert 'group "What it measures"' in told
    assert len(re.findall(r'- group "', told)) == page.locator(".phone-folded").count()


def everything_stands_open(page: Page) -> None:
    """And no line that would fold it is there."""
    assert page.evaluate(f"[...{LINES}].length") > 5
    assert page.evaluate(f"[...{LINES}].filter((one) => one.checkVisibility()).length") == 0
    hidden = f"[...{LINES}].filter((one) => !one.nextElementSibling?.checkVisibility())"
    assert page.evaluate(f"{hidden}.filter((one) => one.nextElementSibling).length") == 0


@pytest.mark.parametrize("path", ["/api", "/practice"])
def test_a_cell_without_content_takes_no_room_on_a_phone(visit: Visit, path: str) -> None:
    empty = visit(path, width=360).locator(".stacked td:empty")
    assert empty.count() > 0
    assert empty.filter(visible=True).count() == 0
