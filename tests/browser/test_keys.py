"""The map by keys and by voice: the keys stay where they stood, and only news is read aloud."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import HEIGHTS, Visit
from tests.browser.test_map import VIEW, alive, reached, settled
from tests.support.browser.opening import asked, open_live

# How often the words of the page are written anew, each time of which they are read aloud.
READ_ALOUD = """
window.readAloud = 0;
new MutationObserver(() => window.readAloud++).observe(
  document.getElementById("map-words"), { childList: true, subtree: true, characterData: true });
"""


def in_words(page: Page) -> tuple[str | None, str]:
    """What the slider says aloud, and the period its control names."""
    spoken = page.locator("#map-slider").get_attribute("aria-valuetext")
    return spoken, page.locator("#map-period option:checked").inner_text()


def test_an_area_chosen_by_keys_is_said_and_its_page_is_not_read_again(visit: Visit) -> None:
    page = reached(visit(VIEW))
    page.evaluate(READ_ALOUD)
    held = page.locator("#map-words a[data-holds]")
    settled(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("#map-spoken")).to_contain_text("Chosen: ")
    chosen = asked(page)["areas"]
    assert f"areas={chosen}" in (held.get_attribute("href") or "")
    settled(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("#map-spoken")).to_contain_text("No longer chosen: ")
    assert page.evaluate("readAloud") == 0
    settled(page, lambda: page.locator("#map-period").select_option(index=3))
    assert page.evaluate("readAloud") > 0


def test_who_sorts_a_table_by_keys_stands_on_the_same_column(visit: Visit) -> None:
    page = alive(visit(VIEW))
    page.locator("#map-table summary").click()
    for name in ("Borough", "ZIP area"):
        column = page.locator("#map-table thead a", has_text=name)
        column.focus()
        settled(page, lambda: page.keyboard.press("Enter"))
        expect(column).to_be_focused()
        head = page.locator("#map-table thead th", has_text=name)
        expect(head).not_to_have_attribute("aria-sort", "none")
        expect(head).to_have_accessible_name(name)


def test_the_slider_says_a_period_and_not_a_count(visit: Visit) -> None:
    page = alive(visit(VIEW))
    spoken, named = in_words(page)
    assert spoken == named
    page.locator("#map-slider").focus()
    settled(page, lambda: page.keyboard.press("ArrowLeft"))
    assert in_words(page)[0] == in_words(page)[1] != named


def test_what_was_copied_is_said(browser: Browser, server: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    open_live(page, server + VIEW)
    page.get_by_role("button", name="Copy link").press("Enter")
    expect(page.locator("#copied")).to_have_text("Link copied")
    expect(page.locator("#copied")).to_have_role("status")
    context.close()


@pytest.mark.nightly
def test_no_line_is_kept_for_a_button_that_cannot_copy(browser: Browser, server: str) -> None:
    """A site over plain HTTP has no clipboard."""
    context = browser.new_context()
    context.add_init_script("delete Navigator.prototype.clipboard")
    page = context.new_page()
    open_live(page, server + VIEW)
    button = page.locator("button.copy").first
    assert button.bounding_box() is None
    assert button.locator("..").bounding_box() is None
    context.close()


@pytest.mark.parametrize("path", ["/data", "/methodology", "/about"])
def test_the_part_of_the_site_that_is_open_is_in_sight_on_a_phone(visit: Visit, path: str) -> None:
    page = visit(path, width=360)
    box = page.locator(".head nav a[aria-current]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["y"] < HEIGHTS[360]


@pytest.mark.parametrize("path", [VIEW, "/trends"])
def test_a_list_stands_under_its_name_where_no_script_runs(visit: Visit, path: str) -> None:
    page = visit(path, java_script_enabled=False)
    control = page.locator(".control.long").first
    name, listed = (control.locator(each).bounding_box() for each in ("label", "select"))
    assert name is not None
    assert listed is not None
    assert listed["y"] - (name["y"] + name["height"]) < 12
