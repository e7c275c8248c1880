"""The map on a phone: the answer on the first screen, near to the finger, and Back means back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import HEIGHTS, Visit
from tests.browser.test_map import VIEW, alive, at_rest, click_area, settled
from tests.support.browser.opening import asked, open_live

MAP = "#map-figure svg.map"
# Where the words of each begin and end.
WRITTEN = """(all) => all.filter((one) => one.checkVisibility()).map((one) => {
  const words = document.createRange();
  words.selectNodeContents(one);
  const box = words.getBoundingClientRect();
  return [box.left, box.right, box.top, box.bottom]; })"""
APART = 4  # pixels
# The middle of the ZIP area that holds City Hall.
CITY_HALL = {"latitude": 40.7127, "longitude": -74.0059}
FROM_THE_SEA = {"latitude": 40.3, "longitude": -73.5}


def view_box(page: Page) -> list[float]:
    return [float(number) for number in page.locator(MAP).get_attribute("viewBox").split()]


def entries(page: Page) -> int:
    return page.evaluate("history.length")


def test_sentence_and_map_are_on_the_first_screen_of_a_phone(
    visit: Visit, axe: Callable[[Page], list[str]]
) -> None:
    page = alive(visit(VIEW, width=360))
    sentence = page.locator("#map-words .answer").bounding_box()
    drawn = page.locator(MAP).bounding_box()
    assert sentence["y"] + sentence["height"] < drawn["y"] < HEIGHTS[360] * 0.62
    assert not page.locator("#map-indicator").is_visible()
    expect(page.locator("#map-folded")).to_contain_text("COVID-19 case rate · ZIP areas · ")
    page.locator(".folded > summary").click()
    expect(page.locator("#map-indicator")).to_be_visible()
    assert axe(page) == []


def test_half_of_the_map_is_on_the_first_screen_of_a_small_phone(visit: Visit) -> None:
    page = visit("/map?indicator=covid_case_rate&geography=modzcta", width=360)
    page.set_viewport_size({"width": 360, "height": 640})
    page.evaluate("document.fonts.ready")
    sentence = page.locator("#map-words .answer").bounding_box()
    drawn = page.locator(MAP).bounding_box()
    strip = page.locator("#map-strip").bounding_box()
    assert sentence["y"] + sentence["height"] < drawn["y"]
    assert strip["y"] - drawn["y"] >= drawn["height"] / 2


def test_controls_stand_open_on_a_wide_screen(visit: Visit) -> None:
    page = visit(VIEW, java_script_enabled=False)
    expect(page.locator("#map-indicator")).to_be_visible()
    expect(page.locator(".folded > summary")).not_to_be_visible()


def test_a_tapped_area_says_its_value_in_a_strip_on_the_screen(visit: Visit) -> None:
    page = alive(visit(VIEW, width=360))
    settled(page, lambda: click_area(page, "10458"))
    strip = page.locator("#map-strip")
    expect(strip).to_contain_text("10458")
    box = strip.bounding_box()
    assert box["y"] + box["height"] <= HEIGHTS[360]
    assert strip.get_by_role("link", name="All of 10458").get_attribute("href") == "/places/10458"


def test_the_strip_lies_on_the_map_and_never_on_words_above_it(visit: Visit) -> None:
    """Of a wide screen at 200 % the first view ends above the map."""
    page = alive(visit(VIEW, width=720))
    page.set_viewport_size({"width": 720, "height": 450})
    page.evaluate("scrollTo(0, 0)")
    strip, frame = (page.locator(each).bounding_box() for each in ("#map-strip", ".map-frame"))
    assert strip["y"] >= frame["y"]


@pytest.mark.parametrize("figure", ["subway_entries", "snap_recipients"])
def test_ends_of_color_classes_stand_apart(visit: Visit, figure: str) -> None:
    page = visit(f"/map?indicator={figure}", width=320)
    for width in (320, 360, 720, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        boxes = page.locator(".bound").evaluate_all(WRITTEN)
        boxes = [box for box in boxes if box[0] < box[1]]
        assert len(boxes) > 2  # noqa: PLR2004
        near = [
            (one, other)
            for one, other in combinations(boxes, 2)
            if other[0] - one[1] < APART and one[3] > other[2] and other[3] > one[2]
        ]
        assert near == [], width


def test_taps_and_periods_do_not_fill_the_history(visit: Visit) -> None:
    page = alive(visit(VIEW))
    before = entries(page)
    settled(page, lambda: click_area(page, "10458"))
    settled(page, lambda: click_area(page, "10474"))
    settled(page, lambda: page.locator("#map-period").select_option(index=5))
    assert entries(page) == before
    settled(page, lambda: page.locator("#map-borough").select_option("BX"))
    assert entries(page) == before + 1
    settled(page, lambda: page.locator("#map-geography").select_option("borough"))
    assert entries(page) == before + 2


def test_a_borough_is_looked_at_from_near_with_and_without_a_script(visit: Visit) -> None:
    still = visit(f"{VIEW}&borough=SI", java_script_enabled=False)
    page = alive(visit(VIEW))
    settled(page, lambda: page.locator("#map-borough").select_option("SI"))
    assert view_box(page) == view_box(still)
    assert view_box(page)[2] < 400
    assert "in Staten Island" in page.locator("h1").inner_text()
    settled(page, lambda: page.locator("#map-borough").select_option(""))
    assert view_box(page) == [0, 0, 1000, 990]
    assert "borough" not in asked(page)


def test_keys_and_buttons_look_closer_and_back(visit: Visit) -> None:
    page = alive(visit(VIEW))
    page.locator(MAP).focus()
    page.keyboard.press("+")
    assert view_box(page)[2] == 1000 / 1.6
    page.get_by_role("button", name="Look closer").click()
    assert view_box(page)[2] < 400
    page.locator(MAP).focus()
    page.keyboard.press("0")
    assert view_box(page) == [0, 0, 1000, 990]


def located(browser: Browser, server: str, place: dict[str, float]) -> tuple[Page, list[str]]:
    """The map after Near me was pressed at a place, and what was asked of the server since."""
    context = browser.new_context(geolocation=place, permissions=["geolocation"])
    page = context.new_page()
    open_live(page, server + VIEW)
    alive(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.locator("#map-near").click()
    return page, sent


def test_near_me_is_found_on_the_phone_and_no_place_is_sent(browser: Browser, server: str) -> None:
    page, sent = located(browser, server, CITY_HALL)
    page.wait_for_url("**areas=10007**")
    at_rest(page)
    assert view_box(page)[2] < 400
    assert [line for line in sent if "40.7" in line or "74.0" in line] == []
    page.context.close()


def test_near_me_outside_the_city_says_so(browser: Browser, server: str) -> None:
    page, sent = located(browser, server, FROM_THE_SEA)
    expect(page.locator("#map-spoken")).to_contain_text("outside the city")
    assert sent == []
    page.context.close()


def test_a_figure_is_found_by_any_of_its_words_with_the_keyboard(
    visit: Visit, axe: Callable[[Page], list[str]]
) -> None:
    page = alive(visit(VIEW))
    page.locator("#map-indicator-find").focus()
    page.keyboard.type("vaccination meas")
    assert axe(page) == []
    settled(page, lambda: page.keyboard.press("Enter"))
    assert asked(page)["indicator"] == "measles_vaccination"
    expect(page.locator("#map-indicator")).to_be_focused()
    expect(page.locator("#map-indicator-find")).to_have_value("")


def test_a_table_is_sorted_in_the_address_without_filling_the_history(visit: Visit) -> None:
    page = alive(visit(f"{VIEW}#map-rows"))
    first = page.locator("#map-table tbody tr").first
    expect(first).to_be_visible()  # a link to the table opens it
    before = entries(page)
    settled(page, lambda: page.locator("#map-table th a", has_text="ZIP area").click())
    assert asked(page)["sort"] == "name"
    assert entries(page) == before
    expect(first).to_contain_text("10001")


def test_sorting_the_places_next_door_does_not_fill_the_history(visit: Visit) -> None:
    page = visit("/places/BX0301")
    before = entries(page)
    page.locator("#next-door th a").first.click()
    page.wait_for_url("**sort=name**")
    assert entries(page) == before
    expect(page.locator("#next-door th").first).to_have_attribute("aria-sort", "ascending")
