"""Every view prints to a clean page: what a hand would use is gone, what matters is there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.test_pages import overflow
from tests.support.browser.paths import PATHS

# What a hand would use, none of which does anything on paper.
USED = "nav a, form, button, select, input, iframe, .actions a, .embed-this"
SHEET = re.compile(rb"/Type\s*/Page[^s]")
LEAST_WORD = 60  # bytes that a word takes in a file, at the least
PAPER = 700  # pixels between the margins of a sheet
# Words of a line that stands on paper, which are not there because they lead to what they mean.
LOST_WORDS = """() => [...document.querySelectorAll("main a.term")]
  .filter((term) => term.parentElement.checkVisibility() && !term.checkVisibility())
  .map((term) => term.parentElement.textContent)"""
# Sentences of the footer share a line; they stand apart as words do.
TOUCHING = """() => [...document.querySelectorAll(".foot p")]
  .filter((one) => one.checkVisibility())
  .filter((one, i, all) => i && (() => {
    const before = [...all[i - 1].getClientRects()].at(-1), box = one.getClientRects()[0];
    return Math.abs(before.top - box.top) < 2 && box.left - before.right < 2; })())
  .map((one) => one.textContent)"""
VIEWS = (
    "/",
    "/map",
    "/map?indicator=unemployment_rate&geography=borough",
    "/map?layout=table",
    "/trends",
    "/industries",
    "/data",
    "/data/covid_case_rate",
    "/methodology",
    "/privacy",
    "/uses",
)


def test_every_view_prints_to_a_clean_page(visit: Visit) -> None:
    page = visit("/map", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    site = page.url.split("/map")[0]
    for view in VIEWS:
        page.goto(site + view)
        seen = page.locator(USED).filter(visible=True)
        assert seen.count() == 0, f"{view}: {seen.first.evaluate('node => node.outerHTML')[:200]}"
        assert page.locator("h1").is_visible(), view
        assert page.locator(".foot").is_visible(), view
        ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)", view
        assert overflow(page) <= 0, f"{view} is wider than a sheet"
        assert f"From {urlsplit(view).path}." in page.locator(".foot").inner_text(), view
        assert page.evaluate(LOST_WORDS) == [], view
        assert page.evaluate(TOUCHING) == [], view


@pytest.mark.parametrize(
    ("view", "most"),
    [
        ("/industries", 5),
        ("/", 7),
        ("/places/10456", 1),
        ("/map", 5),
        ("/trends", 2),
        ("/share", 4),
    ],
)
def test_a_view_fits_on_few_sheets(visit: Visit, view: str, most: int) -> None:
    paper = visit(view).pdf(format="Letter")
    assert 0 < len(SHEET.findall(paper)) <= most


def test_paper_says_what_a_folded_list_holds_and_where_a_link_leads(visit: Visit) -> None:
    """Else all neighborhoods run on without their boroughs, and names of pages stand bare."""
    page = visit("/places")
    page.emulate_media(media="print")
    lines = page.locator("main details.aside > summary")
    assert lines.count() > 4
    assert lines.filter(visible=True).count() == lines.count()
    page.goto(page.url.replace("/places", "/about"))
    told = page.locator("main li p")
    assert told.count() > 4
    assert told.filter(visible=True).count() == told.count()


def test_names_of_fields_stand_in_columns(visit: Visit) -> None:
    """A line for each ran down a screen, and four sheets of paper."""
    page = visit("/partnership/betanyc")
    page.set_viewport_size({"width": 768, "height": 900})
    fields = page.locator("ul:has(> li > code)").first
    lines = fields.evaluate("list => new Set([...list.children].map((li) => li.offsetLeft)).size")
    assert lines > 1


@pytest.mark.parametrize(
    "view",
    ["/uses", *(pytest.param(p, marks=pytest.mark.nightly) for p in PATHS if p != "/uses")],
)
def test_no_sheet_holds_the_footer_alone(visit: Visit, view: str) -> None:
    page = visit(view)
    assert not any(footer_is_alone(page, kind) for kind in ("Letter", "A4"))


def test_a_sheet_with_the_footer_alone_is_found(visit: Visit) -> None:
    page = visit("/uses")
    page.add_style_tag(content=".foot { break-before: page !important; }")
    assert footer_is_alone(page, "Letter")


def footer_is_alone(page: Page, kind: str) -> bool:
    """Whether the last sheet is the same with everything else unseen."""
    last = len(SHEET.findall(page.pdf(format=kind)))
    whole = page.pdf(format=kind, page_ranges=str(last))
    page.evaluate("() => { document.querySelector('main').style.visibility = 'hidden'; }")
    footer = page.pdf(format=kind, page_ranges=str(last))
    page.evaluate("() => { document.querySelector('main').style.visibility = ''; }")
    return len(whole) - len(footer) < LEAST_WORD


@pytest.mark.parametrize("view", ["/trends", "/industries"])
def test_a_chart_prints_with_its_source_and_how_to_cite_it(visit: Visit, view: str) -> None:
    page = visit(view)
    page.emulate_media(media="print")
    assert page.locator("svg.chart").filter(visible=True).count() > 0
    assert page.locator("p.source").first.is_visible()
    assert page.locator(".cite-this:not(.embed-this) .citation").first.is_visible()


def test_a_place_next_door_without_a_figure_says_why_on_paper_too(visit: Visit) -> None:
    page = visit("/places/10456?by=subway_entries_vs_2017_19")
    page.emulate_media(media="print")
    reasons = page.locator(".next-door td[colspan] .why")
    assert reasons.count() > 0
    assert reasons.filter(visible=True).count() == reasons.count()


@pytest.mark.parametrize(
    "view", ["/map", "/map?indicator=unemployment_rate&geography=borough", "/trends", "/industries"]
)
def test_a_figure_prints_with_its_table(visit: Visit, view: str) -> None:
    """Nobody has opened it: paper cannot be opened."""
    page = visit(view)
    page.emulate_media(media="print")
    last = page.locator("#map-table, #trends-panels, #industries-ranks").locator("tbody tr").last
    assert last.is_visible()
    assert last.bounding_box() is not None
