"""A resident on a phone: is toddler vaccination falling where I live, against my borough?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HEIGHTS, Visit

TREND = re.compile(
    r"July to December 2025 against July to December 2024: ZIP area 10458 (rose|fell|stayed).*\. "
    r"The Bronx (rose|fell|stayed).*the city (rose|fell|stayed)"
)


def test_a_resident_finds_the_trend_of_vaccination_by_search(visit: Visit) -> None:
    page = visit("/", width=360)
    # Part of several names: a ZIP code alone would open its own page at once.
    page.locator(".search input[name=q]:visible").first.fill("fordham")
    page.locator(".search button:visible", has_text="Find").first.press("Enter")
    page.get_by_role("link", name="Fordham Heights").first.click()
    page.wait_for_url("**/places/BX0503*")
    page.locator("#children > summary").click()
    said = page.locator("#measles_vaccination").inner_text()
    assert TREND.search(said.replace("\n", " "))
    assert "shows anything above 99% as 99%" in said
    assert page.locator("#measles_vaccination svg.chart").is_visible()


@pytest.mark.parametrize("place", ["BX", "BX0301", "10456", "203"])
def test_a_place_answers_within_four_screens_of_a_phone(
    visit: Visit, axe: Callable[[Page], list[str]], place: str
) -> None:
    page = visit(f"/places/{place}", width=360)
    assert page.evaluate("document.documentElement.scrollHeight") <= 4 * HEIGHTS[360]
    assert page.locator("#verdict li").count() >= 3
    assert page.locator("#verdict").bounding_box()["y"] < HEIGHTS[360]
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 360, 390])
def test_the_way_to_compare_is_whole_on_a_phone(visit: Visit, width: int) -> None:
    page = visit("/places/10456", width=width)
    over = page.locator(".next-door .scroll").evaluate_all(
        "(all) => all.map((one) => one.scrollWidth - one.clientWidth)"
    )
    assert over
    assert max(over) <= 0


def test_a_link_to_a_figure_opens_its_theme(visit: Visit) -> None:
    page = visit("/places/BX")
    page.locator("#verdict a", has_text="Measles").click()
    page.wait_for_url("**#measles_vaccination")
    expect(page.locator("#measles_vaccination svg.chart")).to_be_visible()


def test_an_unknown_place_is_not_found_and_accessible(
    visit: Visit, axe: Callable[[Page], list[str]]
) -> None:
    page = visit("/places/BX", width=360)
    answer = page.request.get(page.url.replace("/BX", "/90210"))
    assert answer.status == 404
    assert "/places/BX" in answer.text()
    assert axe(page) == []
