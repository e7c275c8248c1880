"""Sorting a table is no step of its own: one step back leaves the page, and one on returns to it
as it was sorted."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        ("/industries", "each-industry-rows"),
        ("/places/BX", "next-door-rows"),
        ("/methodology", "sources-rows"),
    ],
)
def test_one_step_back_leaves_a_page_whose_table_was_sorted(
    visit: Visit, view: str, rows: str
) -> None:
    page = visit("/about")
    page.goto(page.url.replace("/about", view))
    page.wait_for_selector("html.is-live", state="attached")
    for column in (0, 1):
        head = page.locator(f"#{rows} thead th a").nth(column)
        before = page.url
        head.click()
        page.wait_for_function("before => location.href !== before", arg=before)
        page.wait_for_selector("html.is-live", state="attached")  # or the next is a mere link
        page.wait_for_selector(f"#{rows} thead th[aria-sort]:not([aria-sort=none])")
    sorted_so = page.url
    page.go_back()
    assert page.url.endswith("/about")
    page.go_forward()
    assert page.url == sorted_so
    head = page.locator(f"#{rows} thead th").nth(1)
    assert head.get_attribute("aria-sort") in ("ascending", "descending")
