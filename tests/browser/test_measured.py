"""Measured on pages as they are drawn: words of charts, and what a finger must hit."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import HEIGHTS, Visit

SMALLEST, LARGEST, FINGER = 11, 20, 23.5
DRAWN = ("/", "/industries", "/impact/measles-vaccination", "/places/10456", "/trends")
TAPPED = (
    *DRAWN,
    "/coverage",
    "/changes",
    "/partnership",
    "/data/covid_case_rate",
    "/search?q=harlem",
)
SIZES = """() => [...document.querySelectorAll('svg text')]
    .filter((one) => one.getBoundingClientRect().width)
    .map((one) => [one.closest('[id]').id,
      parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().d])"""
# A link among other words is as high as its line; one alone in its cell or line is not.
LOW = """(least) => [...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter((one) => one.checkVisibility() && one.type !== 'hidden' && !one.closest('.skip, svg'))
    .filter((one) => getComputedStyle(one).display !== 'inline' ||
      [...one.parentElement.childNodes].every((it) => it === one || !it.textContent.trim()))
    .filter((one) => { const box = one.getBoundingClientRect();
      return box.width > 0 && Math.min(box.height, box.width) < least; })
    .map((one) => one.outerHTML.slice(0, 90))"""


def opened(page: Page) -> None:
    """Open all that is closed, as a reader may."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("path", TAPPED)
def test_a_finger_hits_each_link_and_words_of_charts_are_neither_tiny_nor_huge(
    visit: Visit, path: str
) -> None:
    page = visit(path, width=360)
    opened(page)
    low = page.evaluate(LOW, FINGER)
    assert not low, "\n".join(low[:5])
    if path in DRAWN:
        words_are_of_a_fitting_size(page, path)


def words_are_of_a_fitting_size(page: Page, path: str) -> None:
    """At every width."""
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        odd = [
            (chart, round(size, 1))
            for chart, size in page.evaluate(SIZES)
            if not SMALLEST <= size <= LARGEST
        ]
        assert not odd, f"{path} at {width} px: {odd[:5]}"
