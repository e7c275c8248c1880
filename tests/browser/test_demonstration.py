"""The demonstration in a browser: marked whatever a script draws, and left by no control."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Unpack

import pytest
from playwright.sync_api import Page, expect

from data_loaders.vocabulary.naming import BASE
from pages import routes
from tests.browser.conftest import HEIGHTS, Axe, watching
from tests.browser.test_pages import COLOR_RULES, overflow, rules_at
from tests.support import demonstration
from tests.support.browser.opening import open_live, open_plain
from tests.support.browser.paths import ABOUT_ONE_NUMBER
from tests.support.browser.serving import served
from tests.support.browser.tabs import Lent, Settings

EXAMPLES = {"places": "BX", "data": "visits_index", "methodology": "visits"}
PATHS = sorted(
    BASE + re.sub(r"<\w+>", EXAMPLES.get(route.path.split("/")[1], ""), route.path).rstrip("/")
    for route in routes()
    if BASE in route.sides and route.path != ABOUT_ONE_NUMBER
)
MARK = ".simulated-mark path"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with the literal real release and two simulated ones."""
    sides = demonstration.both(tmp_path_factory.mktemp("sides"))
    environment = {"RELEASES": str(sides.real), "DEMO_RELEASES": str(sides.demo)}
    with served(environment=environment, path="/readyz") as site:
        yield site.address


@pytest.fixture
def opened(lent: Lent, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a path; fails afterwards on any fault in a console."""
    with watching(address) as watch:

        def open_page(path: str, **settings: Unpack[Settings]) -> Page:
            page = lent.tab(is_first_visit=False, **settings)
            watch(page)
            is_live = settings.get("java_script_enabled", True)
            (open_live if is_live else open_plain)(page, address + path)
            return page

        yield open_page


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits_at_every_width(
    opened: Callable[..., Page], axe: Axe, path: str
) -> None:
    """Its tags are those of the real site and the mark of simulated ones."""
    page = opened(path)
    for width, height in reversed(HEIGHTS.items()):
        page.set_viewport_size({"width": width, "height": height})
        if rules := rules_at(width, all_at=360, colors_at=()):
            assert axe(page, rules) == [], f"{path} at {width} px"
        assert overflow(page) == 0, f"{path} scrolls sideways at {width} px"
        expect(page.locator(".simulated-band")).to_be_in_viewport()
    page.emulate_media(color_scheme="dark")
    assert axe(page, COLOR_RULES) == [], f"{path} in the dark"


def test_a_map_drawn_anew_keeps_the_word_and_the_address(opened: Callable[..., Page]) -> None:
    page = opened(f"{BASE}/map?indicator=visits_index")
    page.wait_for_selector("#map-figure svg.map.live")
    page.select_option("#map-indicator", "rental_listings")
    page.wait_for_url(f"**{BASE}/map?*rental_listings*")
    expect(page.locator("h1")).to_contain_text("Simulated: Rental listings")
    assert page.locator(f"#map-figure {MARK}").count() > 0
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Simulated: Foot traffic")
    assert page.locator(f"#map-figure {MARK}").count() > 0
    page.select_option("#map-industry", "food")
    page.wait_for_url(f"**{BASE}/map?*industry=food*")
    expect(page.locator("h1")).to_contain_text("Restaurants")


def test_a_tooltip_and_what_is_spoken_say_it(opened: Callable[..., Page]) -> None:
    page = opened(f"{BASE}/map?indicator=bankruptcies_prepared")
    page.wait_for_selector("#map-figure svg.map.live")
    page.locator("#map-figure .areas path").last.hover()
    expect(page.locator("#map-tip")).to_contain_text("Simulated. ")
    page.locator("#map-figure svg.map").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#map-spoken")).to_contain_text("Simulated. ")


@pytest.mark.parametrize("path", ["/trends?indicator=hiring_rate", "/industries?areas=10458", ""])
def test_what_is_read_of_a_chart_says_it(opened: Callable[..., Page], path: str) -> None:
    # On the narrow drawings of stories, which leave their numbers to the wide ones beside them.
    page = opened(BASE + path, viewport={"width": 1440 if path else 360, "height": 900})
    page.locator("svg.chart[data-keys]:visible").first.hover()
    expect(page.locator("#chart-tip")).to_contain_text("Simulated")


def test_a_place_suggested_is_one_of_the_demonstration(opened: Callable[..., Page]) -> None:
    page = opened(f"{BASE}/data", viewport={"width": 1440, "height": 900})
    page.locator("#search-q").press_sequentially("Fordham")
    page.locator(".suggestions [role=option]").first.click()
    page.wait_for_url(f"**{BASE}/places/BX0503")
    expect(page.locator("h1")).to_contain_text("Simulated")


def test_without_a_script_a_form_stays_in_the_demonstration(opened: Callable[..., Page]) -> None:
    page = opened(f"{BASE}/map", java_script_enabled=False)
    page.select_option("#map-indicator", "bankruptcies_prepared")
    page.locator("form.controls button[type=submit]").click()
    page.wait_for_url(f"**{BASE}/map?*bankruptcies_prepared*")
    expect(page.locator("h1")).to_contain_text("Simulated: Bankruptcies prepared")
    assert page.locator(f"#map-figure {MARK}").count() > 0


def test_print_and_forced_colors_keep_the_word(opened: Callable[..., Page]) -> None:
    page = opened(f"{BASE}/places/BX")
    content = "() => getComputedStyle(document.body, '::after').content"
    page.emulate_media(media="print")
    assert page.evaluate(content) == '"SIMULATED"'
    expect(page.locator(".simulated-band")).to_be_visible()
    page.emulate_media(media="screen", forced_colors="active")
    stroke = page.locator(MARK).first.evaluate("path => getComputedStyle(path).stroke")
    assert stroke not in ("none", "")
