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
    "/places/BX",
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

# Of the short lines of a verdict no term lies on that of the next.
OVERLAID = """() => { const all = [...document.querySelectorAll('.verdict .outcome a')];
    const boxes = all.map((one) => one.getBoundingClientRect());
    return all.filter((one, i) => boxes.slice(0, i).some((it) =>
      Math.min(it.bottom, boxes[i].bottom) - Math.max(it.top, boxes[i].top) > 0.5 &&
      Math.min(it.right, boxes[i].right) - Math.max(it.left, boxes[i].left) > 0.5))
    .map((one) => one.outerHTML.slice(0, 90)); }"""
# Words beside an element of a row of boxes become a box of their own, with a gap before it.
TORN = """() => [...document.querySelectorAll('body *')]
    .filter((one) => /flex|grid/.test(getComputedStyle(one).display) && one.children.length)
    .filter((one) => [...one.childNodes].some((it) => it.nodeType === 3 && it.data.trim()))
    .filter((one) => one.textContent.trim() && one.checkVisibility() && one.tagName !== 'SUMMARY')
    .map((one) => one.outerHTML.slice(0, 90))"""
# It names its table, for a reader who hears links alone.
UNNAMED = """() => [...document.querySelectorAll('caption .own-address')].filter((one) =>
    !one.ariaLabel.includes(one.parentElement.textContent.replace('#', '').trim()))
    .map((one) => one.ariaLabel)"""
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""
# The head before a cell is as wide as its longest word, so that no word stands letter below letter.
SQUEEZED = """() => { const pen = document.createElement('canvas').getContext('2d');
    return [...document.querySelectorAll('td[data-label]')].filter((one) => one.checkVisibility())
    .map((one) => [one, getComputedStyle(one, '::before')])
    .filter(([one, style]) => style.content !== 'none' && style.display !== 'none')
    .filter(([one, style]) => { pen.font = style.font;
      const widths = one.dataset.label.split(/\\s|-/).map((word) => pen.measureText(word).width);
      return parseFloat(style.inlineSize) < Math.max(...widths) - 1; })
    .map(([one]) => one.dataset.label + ': ' + one.textContent.slice(0, 60)); }"""
# The link to a table stands on the line its caption ends on.
ALONE = """() => [...document.querySelectorAll('caption .own-address')]
    .filter((one) => one.checkVisibility())
    .filter((one) => { const words = document.createRange();
      words.selectNodeContents(one.parentElement.firstChild);
      const lines = [...words.getClientRects()], box = one.getBoundingClientRect();
      return box.top > lines.at(-1).bottom; })
    .map((one) => one.parentElement.textContent)"""

# A part of a page without words draws no rule and takes no room.
BARE = """() => [...document.querySelectorAll('main .section')]
    .filter((one) => one.checkVisibility() && !one.textContent.trim())
    .map((one) => one.id)"""
# A control shows the whole of what is chosen; its arrow takes 18 px.
CUT = """async () => { await document.fonts.ready;
    const pen = document.createElement('canvas').getContext('2d');
    return [...document.querySelectorAll('main form.controls select')]
    .filter((one) => one.checkVisibility() && one.selectedOptions.length)
    .map((one) => [one, getComputedStyle(one), one.selectedOptions[0].textContent])
    .filter(([one, style, text]) => { pen.font = style.font;
      const beside = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight) + 2 + 18;
      return pen.measureText(text).width > one.offsetWidth - beside; })
    .map(([one, _style, text]) => one.id + ': ' + text); }"""
# Long names of boundaries and of times; one name of a figure fills the narrowest screen.
CHOSEN = (
    "/map?indicator=snap_recipients&geography=cd",
    "/trends?indicator=jobs&show=index&baseline=2019",
    pytest.param("/map?indicator=covid_case_rate", marks=pytest.mark.nightly),
    pytest.param("/industries", marks=pytest.mark.nightly),
)
PHONES = ((360, 640), (390, 844))


# Words of a drawing that go on beyond the screen.
OFF_SCREEN = """() => [...document.querySelectorAll('svg.chart text')]
    .filter((one) => { const box = one.getBoundingClientRect();
      return box.width && (box.right > innerWidth || box.left < 0); })
    .map((one) => one.textContent)"""


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
    assert page.evaluate(OVERLAID) == []
    assert page.evaluate(TORN) == []
    assert page.evaluate(SQUEEZED) == []
    assert page.evaluate(ALONE) == []
    assert page.evaluate(UNNAMED) == []
    words_of_a_reader_with_wide_letters_fit(page)
    if path in DRAWN:
        words_are_of_a_fitting_size(page, path)


def test_a_part_of_a_page_without_words_takes_no_room(visit: Visit) -> None:
    assert visit("/industries?indicator=ui_claims_by_industry").evaluate(BARE) == []


@pytest.mark.parametrize("path", CHOSEN)
def test_a_control_shows_the_whole_of_what_is_chosen(visit: Visit, path: str) -> None:
    page = visit(path, width=360)
    opened(page)
    for width, height in (*PHONES, *HEIGHTS.items()):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(CUT) == [], f"at {width} px"


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


def test_columns_of_the_list_of_figures_hold_for_figures_under_others(visit: Visit) -> None:
    page = visit("/data", width=768)
    lines = page.locator(".figure-list .line").evaluate_all(
        "(all) => all.map((one) => one.children[1].getBoundingClientRect().left)"
    )
    assert len(lines) > 50
    assert len(set(lines)) == 1


def words_of_a_reader_with_wide_letters_fit(page: Page) -> None:
    """On the narrowest screen, with the spaces of WCAG 1.4.12, nothing scrolls sideways."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": 320, "height": before["height"]})
    style = page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(OFF_SCREEN) == []
    style.evaluate("(one) => one.remove()")
    page.set_viewport_size(before)
