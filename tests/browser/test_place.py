"""A resident on a phone: is toddler vaccination falling where I live, against my borough?"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import Visit

TREND = re.compile(
    r"July to December 2025 against July to December 2024: ZIP area 10458 (rose|fell|stayed).*"
    r"the Bronx (rose|fell|stayed).*the city (rose|fell|stayed)"
)


def test_a_resident_finds_the_trend_of_vaccination_from_a_zip_code(visit: Visit) -> None:
    page = visit("/", width=360)
    page.get_by_role("searchbox").first.fill("10458")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Fordham Heights").first.click()
    page.wait_for_url("**/places/BX0503*")
    page.get_by_role("link", name="Children").click()
    said = page.locator("#measles_vaccination").inner_text()
    assert TREND.search(said.replace("\n", " "))
    assert "99% means 99% or more" in said
    assert page.locator("#measles_vaccination svg.chart").is_visible()


def test_charts_stay_when_a_link_within_the_page_is_followed(visit: Visit) -> None:
    page = visit("/places/BX")
    drawn = page.locator(".place-chart svg").count()
    page.get_by_role("link", name="Health", exact=True).click()
    page.wait_for_url("**#health")
    assert page.locator(".place-chart svg").count() == drawn > 4


def test_an_unknown_place_is_not_found_and_accessible(
    visit: Visit, axe: Callable[[Page], list[str]]
) -> None:
    page = visit("/places/BX", width=360)
    answer = page.request.get(page.url.replace("/BX", "/10458"))
    assert answer.status == 404
    assert "/places/BX0503" in answer.text()
    assert axe(page) == []
