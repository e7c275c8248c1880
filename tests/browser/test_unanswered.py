"""A choice that cannot be sent, or is answered late: no figure stands under another's label."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browser.opening import asked, open_live
from tests.support.browser.tabs import Lent

ADDRESSES = [
    ("/map?indicator=covid_case_rate&geography=modzcta", "map-geography", "geography"),
    ("/trends?indicator=ui_claims&geography=borough&areas=BX", "trends-show", "show"),
    ("/industries?indicator=ui_claims_by_industry", "industries-area", "areas"),
]
WORDS = "**/parts/**"
ANSWERS = re.compile(r"/(parts|frames)/")
OTHERS = """control => [...control.options].map((one) => one.value)
  .filter((value) => value && value !== control.value)"""


class Line:
    """The way to the server, cut, restored, or kept waiting."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: list[Route] = []

    def cut(self) -> None:
        self.page.route(ANSWERS, lambda route: route.abort("internetdisconnected"))

    def restore(self) -> None:
        self.page.unroute(ANSWERS)

    def hold_the_next(self) -> None:
        """Keep one answer waiting; those asked for after it come."""
        self.page.route(WORDS, lambda route: self.waiting.append(route), times=1)


@pytest.fixture
def page(lent: Lent) -> Page:
    return lent.tab()


@pytest.mark.parametrize(("address", "control", "parameter"), ADDRESSES)
def test_without_a_connection_the_page_stays_says_so_and_follows_once_there_is_one(
    page: Page, server: str, address: str, control: str, parameter: str
) -> None:
    open_live(page, server + address)
    before, line = page.locator("h1").inner_text(), Line(page)
    note = page.locator("#unreached")
    expect(note).to_be_hidden()
    value = page.locator(f"#{control}").evaluate(OTHERS)[0]
    line.cut()
    page.locator(f"#{control}").select_option(value)
    expect(note).to_be_visible()
    assert page.locator("h1").inner_text() == before
    line.restore()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name)?.includes(value)",
        arg=[parameter, value],
    )
    expect(page.locator("#unreached")).to_be_hidden()


def test_a_choice_made_before_the_map_has_its_numbers_waits_for_a_connection(
    page: Page, server: str
) -> None:
    line = Line(page)
    line.cut()
    open_live(page, server + ADDRESSES[0][0])
    period = page.locator("#map-period").evaluate(OTHERS)[0]
    page.locator("#map-period").select_option(period)
    expect(page.locator("#unreached")).to_be_visible()
    line.restore()
    page.locator("#unreached button").click()
    page.wait_for_function(
        "period => new URLSearchParams(location.search).get('period') === period", arg=period
    )
    expect(page.locator("#unreached")).to_be_hidden()


def test_a_choice_that_is_answered_takes_the_note_of_one_that_was_not_away(
    page: Page, server: str
) -> None:
    open_live(page, server + ADDRESSES[1][0])
    line = Line(page)
    line.cut()
    page.locator("#trends-show").select_option("index")
    expect(page.locator("#unreached")).to_be_visible()
    line.restore()
    page.locator("#trends-show").select_option("change")
    expect(page.locator("#unreached")).to_be_hidden()
    assert asked(page)["show"] == "change"


@pytest.mark.parametrize(
    ("address", "control", "parameter"),
    [(ADDRESSES[0][0], "map-indicator", "indicator"), ADDRESSES[1]],
)
def test_an_older_choice_that_fails_late_is_not_heard(
    page: Page, server: str, address: str, control: str, parameter: str
) -> None:
    open_live(page, server + address)
    first, second = page.locator(f"#{control}").evaluate(OTHERS)[:2]
    line = Line(page)
    line.hold_the_next()
    with page.expect_request(WORDS):
        page.locator(f"#{control}").select_option(first)
    page.locator(f"#{control}").select_option(second)
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value",
        arg=[parameter, second],
    )
    with page.expect_event("requestfailed"):
        line.waiting[0].abort()
    page.wait_for_timeout(200)
    assert asked(page)[parameter] == second
    expect(page.locator("#unreached")).to_be_hidden()
