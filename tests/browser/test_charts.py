"""Charts are read by hand, by tap and by keys, and change without losing the address."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

CHART_PAGES = ("/trends", "/industries")


@pytest.mark.parametrize("path", CHART_PAGES)
def test_the_first_drawing_and_the_table_need_no_script(visit: Visit, path: str) -> None:
    page = visit(path, java_script_enabled=False)
    expect(page.locator("svg.chart >> visible=true").first).to_be_visible()
    assert page.locator("main table tbody tr").count() > 3
    assert page.locator("main form button[type=submit]").first.is_visible()


@pytest.mark.parametrize("path", ["/map", *CHART_PAGES])
def test_a_table_that_a_choice_replaces_is_laid_out_only_as_it_comes_near(
    visit: Visit, path: str
) -> None:
    """All rows at once would keep a hand waiting for a table it does not see."""
    page = visit(path, width=360)
    laid_out = page.locator("main .scroll").evaluate_all(
        "(boxes) => boxes.map((each) => getComputedStyle(each).contentVisibility)"
    )
    assert laid_out
    assert set(laid_out) == {"auto"}


@pytest.mark.parametrize(
    ("path", "chart"),
    [
        ("/trends?indicator=unemployment_rate&geography=borough&areas=BX~BK~MN~QN~SI", "svg.chart"),
        ("/industries", "svg.bar-chart"),
        ("/industries", "svg.heat-chart"),
        ("/map?indicator=unemployment_rate&geography=borough&areas=BX~MN", "#map-chart svg.chart"),
        ("/places/BX", "#place-lead svg.chart"),
    ],
)
def test_a_chart_is_read_by_hand_and_by_keys(visit: Visit, path: str, chart: str) -> None:
    page = visit(path, width=360)
    drawn = page.locator(f"{chart}:visible").first
    drawn.scroll_into_view_if_needed()
    drawn.hover()
    told = page.locator("#chart-tip")
    expect(told).to_be_visible()
    box = told.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    drawn.focus()
    for key in ("End", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("#chart-spoken")).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)


def test_who_adds_a_figure_by_keys_on_a_phone_can_add_another(visit: Visit) -> None:
    page = visit("/trends?indicator=unemployment_rate&geography=borough&areas=BX", width=360)
    page.locator(".folded > summary").click()
    adds = page.locator("#trends-add")
    adds.focus()
    for count in (2, 3):
        page.keyboard.press("ArrowDown")
        expect(page.locator("#trends-panels .trend")).to_have_count(count)
        expect(adds).to_be_focused()
        expect(adds).to_have_value("")


@pytest.mark.parametrize(
    ("path", "chart"),
    [
        ("/trends?indicator=unemployment_rate&geography=borough&areas=BX~MN", "svg.chart"),
        ("/industries", "svg.bar-chart"),
        ("/industries", "svg.heat-chart"),
        ("/map?indicator=unemployment_rate&geography=borough&areas=BX~MN", "#map-chart svg.chart"),
        ("/places/BX", "#place-lead svg.chart"),
    ],
)
def test_a_reading_leads_to_where_its_number_comes_from(
    visit: Visit, path: str, chart: str
) -> None:
    """In one step: by Enter and by a click; the page reached is of the period that was read."""
    page = visit(path)
    drawn = page.locator(f"{chart}:visible").first
    drawn.focus()
    page.keyboard.press("Home")
    link = page.locator("#chart-tip a").first
    expect(link).to_have_count(0)
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    address = link.get_attribute("href") or ""
    assert address.startswith("/trace?")
    page.keyboard.press("Escape")
    expect(drawn).to_be_focused()
    expect(page.locator("#chart-tip")).to_have_count(0)
    drawn.click(position={"x": 150, "y": 60})
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url("**/trace?**")
    says_its_release(page)
    page.goto(urljoin(page.url, address))
    says_its_release(page)


def says_its_release(page: Page) -> None:
    """A page has its heading, and says what release its number is of."""
    expect(page.locator("h1")).to_be_visible()
    assert "release" in page.locator("main").inner_text().lower()


def test_values_of_a_period_stand_highest_first_with_the_key_of_their_line(visit: Visit) -> None:
    page = visit("/trends?indicator=unemployment_rate&geography=borough&areas=MN~BX")
    page.locator("svg.chart:visible").first.focus()
    page.keyboard.press("Home")
    rows = page.locator("#chart-tip .tip-row")
    expect(rows).to_have_text(["Bronx6.5%", "Manhattan4.2%"])
    assert [key.get_attribute("class") for key in rows.locator(".key").all()] == [
        "key bx",
        "key mn",
    ]


def test_a_control_changes_the_address_and_back_returns(visit: Visit) -> None:
    page = visit("/trends")
    before = page.locator("h1").inner_text()
    page.select_option("#trends-area", "QN")
    page.wait_for_url("**areas=BX~MN~QN**")
    expect(page.locator("h1")).to_contain_text("Queens")
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    page.go_forward()
    expect(page.locator("h1")).to_contain_text("Queens")


def test_a_phone_shows_the_answer_first_and_a_notice_goes_with_its_cause(visit: Visit) -> None:
    page = visit("/trends?indicator=unemployment_rate&geography=borough&areas=BX~MN~ZZ", width=360)
    expect(page.locator("form.controls")).to_be_hidden()
    answer = page.locator("p.answer").first.bounding_box()
    assert answer is not None
    assert answer["y"] < 740
    expect(page.locator("main > .notice")).to_be_visible()
    page.locator(".folded > summary").click()
    page.select_option("#trends-area", "QN")
    page.wait_for_url("**areas=BX~MN~QN**")
    expect(page.locator("main > .notice")).to_have_count(0)


def test_a_form_sent_without_a_script_adds_to_what_is_chosen(visit: Visit) -> None:
    page = visit(
        "/trends?indicator=unemployment_rate&geography=borough&areas=BX", java_script_enabled=False
    )
    page.select_option("#trends-area", "MN")
    page.locator("form.controls button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("the Bronx and Manhattan")


def test_words_of_a_chart_stay_readable_at_every_width(visit: Visit) -> None:
    for path in CHART_PAGES:
        page = visit(path, java_script_enabled=False)
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert smallest_words(page) >= 11.5, f"{path} at {width} px"


def smallest_words(page: Page) -> float:
    """The size in pixels, as seen, of the smallest words in a chart."""
    return page.evaluate(
        """() => Math.min(...[...document.querySelectorAll("svg.chart")]
          .filter((svg) => svg.getBoundingClientRect().width)
          .map((svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
            * Math.min(...[...svg.querySelectorAll("text")]
              .map((text) => parseFloat(getComputedStyle(text).fontSize)))))"""
    )


def test_a_borough_opens_with_its_own_jobs(visit: Visit) -> None:
    page = visit("/industries?areas=BX")
    first = page.locator("#industries-words > *").first
    expect(first).to_contain_text("Jobs by industry and place of work in the Bronx")


def test_two_boroughs_unemployment_reads_as_in_the_published_files(visit: Visit) -> None:
    # NYBRON5URN and NYNEWY1URN: 7.3 and 5.1 in October 2023, 26.2 and 16.3 in May 2020.
    page = visit("/trends?indicator=unemployment_rate&geography=borough&areas=BX~MN&from=2019-01")
    expect(page.locator("p.answer").first).to_have_text(
        "The Bronx was 2.2 percentage points above Manhattan in October 2023: 7.3% against 5.1%. "
        "The widest gap shown was 9.9 percentage points (May 2020)."
    )


def test_march_2020_ranks_as_in_the_workbook(visit: Visit) -> None:
    # New York City: accommodation and food 2,810 to 84,030, public administration 470 to 730,
    # 13,430 of 285,300 unclassified.
    page = visit("/industries?indicator=ui_claims_by_industry&period=2020-03")
    words = page.locator("#industries-words")
    expect(words).to_contain_text("Highest: Accommodation and food services (+2,890%)")
    expect(words).to_contain_text("Lowest: Public administration (+55%)")
    expect(page.locator("#industries-ranks")).to_contain_text("not known for 4.7% of all")


def test_a_view_can_be_held_to_its_release(visit: Visit) -> None:
    page = visit("/trends?indicator=unemployment_rate&geography=borough&areas=BX~MN")
    page.get_by_role("link", name="Keep exactly these numbers").click()
    page.wait_for_url("**release=**")
    expect(page.locator("main")).to_contain_text("This address keeps release")
    page.select_option("#trends-show", "change")
    page.wait_for_url("**show=change**")
    assert "release=" in page.url


@pytest.mark.parametrize(
    "path",
    [
        "/places/BX",
        *(
            pytest.param(each, marks=pytest.mark.nightly)
            for each in ("/", "/trends", "/industries")
        ),
    ],
)
def test_no_word_of_a_chart_is_too_small_on_the_smallest_phone(visit: Visit, path: str) -> None:
    page = visit(path, width=320)
    sizes = page.evaluate(
        """() => {
          document.querySelectorAll("details").forEach((each) => { each.open = true; });
          return [...document.querySelectorAll("svg.chart text")]
            .filter((text) => text.getBoundingClientRect().width)
            .map((text) => {
              const svg = text.ownerSVGElement;
              const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
              return [parseFloat(getComputedStyle(text).fontSize) * scale, text.textContent];
            });
        }"""
    )
    assert len(sizes) > 10
    assert [each for each in sizes if each[0] < 11] == []
