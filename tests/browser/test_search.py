"""Finding a place while typing: by keyboard, by pointer, and without a script."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from data_loaders.vocabulary.place_names import index_version
from tests.browser.conftest import Visit

FIELD = "header .search input[name=q]"
LIST = "header .suggestions"


def test_suggestions_are_walked_by_keyboard(visit: Visit, axe: Callable[[Page], list[str]]) -> None:
    page = visit("/methodology")
    field = page.locator(FIELD)
    field.focus()
    field.press_sequentially("jackson")
    expect(page.locator(f"{LIST} li").first).to_contain_text("Jackson Heights")
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    first = page.locator(f"{LIST} li").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert axe(page) == []
    field.press("Escape")
    expect(page.locator(LIST)).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")


def test_enter_on_a_suggestion_opens_its_place(visit: Visit) -> None:
    page = visit("/methodology")
    field = page.locator(FIELD)
    field.focus()
    field.press_sequentially("jackson heights")
    page.locator(f"{LIST} li").first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/places/QN0301")


def test_a_whole_zip_code_opens_its_page_with_enter(visit: Visit) -> None:
    page = visit("/methodology")
    field = page.locator(FIELD)
    field.focus()
    field.press_sequentially("10456")
    expect(page.locator(f"{LIST} li")).to_have_count(1)
    # A voice reads the name and the kind of place as words apart.
    expect(page.locator(f"{LIST} li")).to_have_text("10456 Claremont, Morrisania ZIP Code, Bronx")
    field.press("Enter")
    page.wait_for_url("**/places/10456")


def test_a_suggestion_can_be_pressed(visit: Visit) -> None:
    page = visit("/search", width=360)
    field = page.locator("main .search input[name=q]")
    field.focus()
    field.press_sequentially("10458")
    page.locator("main .suggestions li").first.click()
    page.wait_for_url("**/places/10458")
    assert "10458" in page.locator("h1").inner_text()


def test_the_form_answers_without_a_script(visit: Visit) -> None:
    page = visit("/search", java_script_enabled=False)
    field = page.locator("main .search input[name=q]")
    field.fill("bronx")
    field.press("Enter")
    page.wait_for_url("**/places/BX")
    page.goto(page.url.replace("/places/BX", "/search"))
    field.fill("harlem")
    field.press("Enter")
    page.wait_for_url("**/search?q=harlem")
    assert page.locator("main .figure-list li").count() > 1


def test_the_index_of_places_is_fetched_at_the_first_focus_only(visit: Visit) -> None:
    page = visit("/methodology")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/places.json?*"):
        page.locator(FIELD).focus()
    page.locator("main a").first.focus()
    page.locator(FIELD).focus()
    page.evaluate("() => 0")  # what it asked for has been heard of before its answer
    # The browser asks for the site's icon by itself, whenever it likes.
    names = [url.rpartition("/")[2] for url in asked]
    assert [name for name in names if name != "icon.svg"] == [f"places.json?of={index_version()}"]
