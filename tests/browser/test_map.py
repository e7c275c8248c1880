"""The map under a person's hands: by pointer, by keys, by address, and without scripts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_pages import overflow
from tests.support.browser.opening import asked, open_live
from tests.support.browser.tabs import Lent

VIEW = "/map?indicator=covid_case_rate&geography=modzcta"
AREAS = "#map-figure .areas path"
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Area id, number or reason in the table, and the tooltip's words for the same area. A shape that
# stands for several ZIP codes has words of its own, as the table lists each of them.
PAIRS = """
() => [...document.querySelectorAll("#map-table tbody tr")].map((row) => {
  const id = new URL(row.querySelector("th a").href).searchParams.get("areas");
  const cell = row.querySelector("td:last-child").cloneNode(true);
  const isReason = cell.childNodes.length === 1 && cell.firstElementChild?.matches(".why");
  if (!isReason) cell.querySelectorAll(".why").forEach((mark) => mark.remove());
  return [id, cell.textContent, dash_clientside.map.words(id)];
}).filter(([id]) => !dash_clientside.map.isShared(id))
"""


@pytest.fixture
def map_page(visit: Visit) -> Page:
    """The map of cases by ZIP area, alive."""
    return alive(visit(VIEW))


def alive(page: Page) -> Page:
    """The page once its script listens."""
    page.wait_for_selector("html.is-live")
    page.wait_for_selector("#map-figure svg.map.live")
    return page


def reached(page: Page) -> Page:
    """The page once its numbers are here, which a hand at the map has asked for."""
    alive(page).focus("#map-figure svg.map")
    page.wait_for_function("() => dash_clientside.map.hasNumbers()")
    return page


def heading(page: Page) -> str:
    """What the page says it shows."""
    return page.locator("h1").inner_text()


def shown(page: Page) -> dict[str, str]:
    """What a reader sees of a view at rest: its words, its controls, its colors."""
    at_rest(page)
    controls = ("map-indicator", "map-geography", "map-period")
    return {
        "heading": heading(page),
        "title": page.title(),
        **{name: page.locator(f"#{name}").input_value() for name in controls},
        "colors": str(
            page.eval_on_selector_all(AREAS, "paths => paths.map(p => p.className.baseVal)")
        ),
    }


def at_rest(page: Page) -> Page:
    """The page once its view is the one chosen last, in its words and in every control."""
    page.wait_for_function("() => dash_clientside.map.isSettled()")
    return page


def settled(page: Page, change: Callable[[], object]) -> None:
    """Do something that changes the view, and wait for all of it."""
    before = page.evaluate("location.href")
    change()
    page.wait_for_function("before => location.href !== before", arg=before)
    at_rest(page)


def told_anew(page: Page, change: Callable[[], object]) -> None:
    """Do something that changes the heading, and wait for all that changes with it."""
    words = page.evaluate("() => document.querySelector('h1').innerText")
    change()
    page.wait_for_function("words => document.querySelector('h1').innerText !== words", arg=words)
    at_rest(page)


def walked(page: Page, key: str) -> str:
    """The area that is spoken of once a key has led to another."""
    spoken = page.locator("#map-spoken")
    before = spoken.inner_text()
    page.keyboard.press(key)
    expect(spoken).not_to_have_text(before)
    return spoken.inner_text()[:5]


def paths_asked(page: Page) -> list[str]:
    """The paths a page asks for from now on, as it does, but for Chromium's icon."""
    paths: list[str] = []

    def keep(request: Request) -> None:
        path = urlsplit(request.url).path
        paths.extend([] if path.startswith("/assets/") else [path])

    page.on("request", keep)
    return paths


def heard(page: Page) -> None:
    """Once this answers, so has all that the page asked for before it was heard of."""
    page.evaluate("() => 0")


def click_area(page: Page, area_id: str, **options: object) -> None:
    """Click an area of the map inside its shape."""
    page.locator(f'{AREAS}[data-id="{area_id}"]').dispatch_event("click", options)


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_jumps_when_the_script_takes_over(lent: Lent, server: str, width: int) -> None:
    page = lent.tab(viewport={"width": width, "height": 900})
    with page.add_init_script(SHIFTS):
        open_live(page, server + VIEW)
    alive(page)
    assert page.evaluate("window.shifts") <= 0.02


def test_the_map_of_the_first_response_is_the_map_that_comes_alive(
    visit: Visit,
) -> None:
    still = visit(VIEW, java_script_enabled=False)
    classes = "paths => paths.map(p => [p.dataset.id, p.className.baseVal])"
    live = alive(visit(VIEW))
    drawn = still.locator(AREAS).evaluate_all(classes)
    assert live.locator(AREAS).evaluate_all(classes) == drawn
    assert len(drawn) > 170


def test_outlines_come_once_and_again_only_as_a_hand_reaches_for_the_map(
    lent: Lent, server: str
) -> None:
    page = lent.tab()
    files = paths_asked(page)
    page.goto(f"{server}{VIEW}")
    alive(page)
    page.wait_for_load_state("networkidle")
    assert not [path for path in files if "/releases/" in path]
    with page.expect_response("**/shapes/**"):
        reached(page)
    heard(page)
    assert [len([path for path in files if kind in path]) for kind in ("/frames/", "/shapes/")] == [
        1,
        1,
    ]


# Who reaches for the map or a control, in the ways there are.
HANDS: dict[str, Callable[[Page], object]] = {
    "pointer on the map": lambda page: page.hover(AREAS),
    "pointer on the slider": lambda page: page.hover("#map-slider"),
    "finger on the map": lambda page: page.dispatch_event(AREAS, "touchstart"),
    "keys on the map": lambda page: page.focus("#map-figure svg.map"),
    "keys on a control": lambda page: page.focus("#map-indicator"),
    "a choice alone": lambda page: page.select_option("#map-borough", index=1),
}


# The first hand of other tests that read the map.
FIRST_ELSEWHERE = ("pointer on the slider", "keys on the map")


@pytest.mark.parametrize(
    "hand",
    [
        pytest.param(hand, marks=pytest.mark.nightly if hand in FIRST_ELSEWHERE else ())
        for hand in HANDS
    ],
)
def test_the_numbers_come_once_at_the_first_sign_of_a_hand(
    lent: Lent, server: str, hand: str
) -> None:
    page = lent.tab()
    files = paths_asked(page)
    open_live(page, server + VIEW)
    alive(page)
    assert not [path for path in files if "/frames/" in path]
    HANDS[hand](page)
    page.wait_for_function("() => dash_clientside.map.hasNumbers()")
    for again in ("pointer on the slider", "finger on the map", "keys on the map"):
        HANDS[again](page)
    heard(at_rest(page))
    assert len([path for path in files if "/frames/" in path]) == 1


def test_the_slider_repaints_by_keyboard_without_a_request_and_moves_the_address(
    map_page: Page,
) -> None:
    page = map_page
    page.locator("#map-slider").focus()
    page.wait_for_function("() => dash_clientside.map.hasNumbers()")
    requests = paths_asked(page)
    before = shown(page)
    told_anew(page, lambda: page.keyboard.press("Home"))
    after = shown(page)
    assert after["colors"] != before["colors"]
    assert after["map-period"] != before["map-period"]
    assert asked(page)["period"] == after["map-period"]
    assert set(requests) == {"/parts/map"}


# A hand that moves every 16 ms, however slow the machine is: timers that are set meanwhile run by
# its clock, and those left once it rests by the real one.
SCRUB = """positions => {
  const slider = document.getElementById("map-slider");
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const { setTimeout: later, clearTimeout: never, fetch: ask } = window;
  const count = () => performance.getEntriesByName("map:painted").length;
  const due = new Map();
  const before = count();
  let now = 0;
  let asked = 0;
  window.fetch = (...what) => (asked += 1) && ask(...what);
  window.setTimeout = (run, wait = 0, ...rest) => {
    const number = 1e9 + due.size;
    due.set(number, { at: now + wait, run: () => run(...rest) });
    return number;
  };
  window.clearTimeout = (number) => due.set(number, null) && never(number);
  for (const at of positions) {
    set.call(slider, at);
    for (const type of ["input", "change"])
      slider.dispatchEvent(new Event(type, { bubbles: true }));
    now += 16;
    for (const [number, timer] of due)
      if (timer && timer.at <= now && due.set(number, null)) timer.run();
  }
  Object.assign(window, { setTimeout: later, clearTimeout: never, fetch: ask });
  for (const timer of due.values()) if (timer) later(timer.run, timer.at - now);
  return { painted: count() - before, asked };
}"""


def test_a_scrub_paints_each_period_and_asks_for_nothing_until_the_hand_rests_or_twice(
    map_page: Page,
) -> None:
    """The numbers are there once a hand is: see the test of its first sign."""
    page = map_page
    page.hover("#map-slider")
    page.wait_for_function("() => dash_clientside.map.hasNumbers()")
    requests = paths_asked(page)

    def scrub(positions: list[int]) -> None:
        assert page.evaluate(SCRUB, positions) == {"painted": len(positions), "asked": 0}

    for _ in range(2):
        told_anew(page, lambda: scrub([9, 8, 7, 6, 5, 4, 3]))
        told_anew(page, lambda: scrub([4, 5, 6]))
    heard(page)
    assert requests == ["/parts/map", "/parts/map"]


def test_who_comes_back_to_a_figure_seen_before_asks_for_nothing(map_page: Page) -> None:
    """The first of them came with the page, the others were asked for: each is there once."""
    page = map_page
    figures = [page.input_value("#map-indicator"), "covid_hospitalization_rate"]
    seen = [(heading(page), page.inner_text("#map-place"), shown(page)["colors"])]
    told_anew(page, lambda: page.select_option("#map-indicator", figures[1]))
    seen.append((heading(page), page.inner_text("#map-place"), shown(page)["colors"]))
    requests = paths_asked(page)
    for figure, (words, place, colors) in ((figures[0], seen[0]), (figures[1], seen[1])):
        told_anew(page, lambda chosen=figure: page.select_option("#map-indicator", chosen))
        assert (heading(page), page.inner_text("#map-place")) == (words, place)
        assert shown(page)["colors"] == colors
    heard(page)
    assert requests == []


def test_another_figure_is_chosen_and_back_and_forward_follow(map_page: Page) -> None:
    page = map_page
    first = shown(page)
    other = page.locator("#map-indicator option").evaluate_all(
        "found => found.find(o => !o.disabled && o.value !== 'covid_case_rate').value"
    )
    settled(page, lambda: page.locator("#map-indicator").select_option(other))
    second = shown(page)
    assert second["map-indicator"] == other
    assert asked(page)["indicator"] == other
    assert second["heading"] != first["heading"]
    page.go_back()
    expect(page.locator("h1")).to_have_text(first["heading"])
    assert shown(page) == first
    page.go_forward()
    expect(page.locator("h1")).to_have_text(second["heading"])
    assert shown(page) == second


def test_a_reload_and_a_pasted_link_open_the_same_view(map_page: Page, visit: Visit) -> None:
    page = map_page
    settled(page, lambda: page.locator("#map-geography").select_option("borough"))
    settled(page, lambda: page.locator("#map-period").select_option(index=5))
    settled(page, lambda: click_area(page, "BX"))
    view = shown(page)
    assert asked(page)["areas"] == "BX"
    page.reload()
    assert shown(alive(page)) == view
    address = urlsplit(page.url)
    pasted = alive(visit(f"{address.path}?{address.query}"))
    assert shown(pasted) == view


def test_a_click_chooses_an_area_another_replaces_it_and_shift_adds(map_page: Page) -> None:
    page = map_page
    settled(page, lambda: click_area(page, "10458"))
    assert asked(page)["areas"] == "10458"
    expect(page.locator("#map-place .place-name")).to_contain_text("10458")
    assert page.locator("#map-figure .ring").count() == 1
    settled(page, lambda: click_area(page, "10474"))
    assert asked(page)["areas"] == "10474"
    settled(page, lambda: click_area(page, "10451", shiftKey=True))
    assert asked(page)["areas"] == "10474~10451"
    assert page.locator("#map-figure .ring").count() == 2
    settled(page, lambda: click_area(page, "10474"))
    assert asked(page)["areas"] == "10451"


def test_arrow_keys_walk_to_true_neighbors_and_enter_chooses(map_page: Page) -> None:
    page = map_page
    settled(page, lambda: click_area(page, "10458"))
    areas = page.evaluate(
        """async () => (await fetch(performance.getEntriesByType("resource")
          .map((entry) => entry.name).find((name) => name.includes("/areas/")))).json()"""
    )
    reached(page)
    expect(page.locator("#map-spoken")).to_contain_text("10458")
    here = "10458"
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp"):
        there = walked(page, key)
        assert there in areas[here][2], f"{here} → {there}"
        here = there
    settled(page, lambda: page.keyboard.press("Enter"))
    assert asked(page)["areas"] == here
    beside = walked(page, "ArrowLeft")
    settled(page, lambda: page.keyboard.press("Shift+Enter"))
    assert asked(page)["areas"] == f"{here}~{beside}"


@pytest.mark.parametrize(
    ("late", "last", "path"),
    [
        ("**/shapes/**", "Enter", "/map"),
        ("**/shapes/**", "t", "/trace"),
        ("**/frames/**", "Shift+Enter", "/map"),
    ],
)
def test_keys_pressed_before_the_map_can_follow_are_followed_in_their_order(
    map_page: Page, late: str, last: str, path: str
) -> None:
    """Two steps, and what the last key does with the area they lead to."""
    page, waiting = map_page, list[Route]()
    page.route(late, lambda route: waiting.append(route))
    with page.expect_request(late):
        page.locator("#map-figure svg.map").focus()
    start = page.locator(AREAS).first.get_attribute("data-id")
    for key in ("ArrowDown", "ArrowRight", last):
        page.keyboard.press(key)
    assert waiting
    page.unroute(late)  # lets go those that wait
    page.wait_for_function(
        "path => location.pathname === path && location.search.includes('areas=')",
        arg=path,
    )
    found = asked(page)["areas"]
    page.goto(page.url.partition("/map")[0].partition("/trace")[0] + VIEW)
    reached(alive(page))
    expect(page.locator("#map-spoken")).to_contain_text(start or "")
    assert found == [walked(page, key) for key in ("ArrowDown", "ArrowRight")][-1]


def same_words(number: str, tip: str) -> bool:
    """Whether a tooltip says a table's number, with a unit or a status behind it; or its reason."""
    return tip == number or tip.startswith((f"{number} ", f"{number}%"))


@pytest.mark.parametrize(
    "view",
    [
        VIEW,
        "/map?indicator=covid_deaths&geography=modzcta",
        "/map?indicator=evictions&geography=zip",
        "/map?indicator=covid_case_rate&geography=borough",
    ],
)
def test_a_tooltip_says_what_the_table_says_for_every_area(visit: Visit, view: str) -> None:
    pairs = reached(visit(view)).evaluate(PAIRS)
    assert len(pairs) >= 5
    assert [pair for pair in pairs if not same_words(pair[1], pair[2])] == []


def test_a_hidden_area_says_so_under_the_pointer_and_holds_no_number(visit: Visit) -> None:
    page = alive(visit("/map?indicator=evictions&geography=zip"))
    hidden = page.locator("#map-figure .areas path.hid").first
    if hidden.count() == 0:
        page = alive(visit("/map?indicator=flu_er_visits&geography=modzcta"))
        hidden = page.locator("#map-figure .areas path.hid").first
    hidden.hover(force=True)
    tip = page.locator("#map-tip")
    expect(tip).to_contain_text("Hidden ")
    name = tip.locator("b").inner_text()
    said = tip.inner_text().removeprefix(name).strip()
    assert said.startswith("Hidden ")
    assert not re.search(r"\d", said)


def test_the_pointer_brings_a_tooltip_and_takes_it_away(map_page: Page) -> None:
    page = map_page
    page.locator(f'{AREAS}[data-id="10458"]').hover(force=True)
    expect(page.locator("#map-tip b")).to_have_text(re.compile("^104"))
    page.mouse.move(2, 2)
    expect(page.locator("#map-tip")).to_have_count(0)


def test_what_an_address_got_wrong_is_said_after_the_script_took_over(visit: Visit) -> None:
    page = alive(visit("/map?indicator=covid_case_rat&areas=10458~nowhere&period=soon&junk=1"))
    said = page.locator(".notice[role=status]").inner_text()
    for word in ("covid_case_rat", "nowhere", "soon"):
        assert f"“{word}”" in said
    assert "junk" not in said


def test_the_form_answers_without_a_script(visit: Visit) -> None:
    page = visit(VIEW, java_script_enabled=False)
    before = heading(page)
    page.locator("#map-geography").select_option("borough")
    page.locator("form.controls button[type=submit]").click()
    page.wait_for_url("**geography=borough**")
    assert heading(page) != before
    assert page.locator(".notice[role=status]").count() == 0
    assert page.locator("#map-table tbody tr").count() == 5


def test_the_download_of_the_map_is_what_its_table_shows(map_page: Page) -> None:
    page = reached(map_page)
    link = page.locator("#map-foot a", has_text="Download CSV").get_attribute("href")
    text = page.evaluate("async (url) => (await fetch(url)).text()", link)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    pairs = page.evaluate(PAIRS)
    assert {row["area_id"] for row in rows} == {pair[0] for pair in pairs}
    numbers = {row["area_id"]: row["value"] for row in rows}
    for area_id, number, _tip in pairs:
        if numbers[area_id]:
            assert float(number.replace(",", "")) == pytest.approx(
                float(numbers[area_id]), abs=0.051
            )
        else:
            assert not re.search(r"\d", number)


def test_copy_link_copies_the_address_of_the_view(browser: Browser, server: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    open_live(page, f"{server}{VIEW}&areas=10458")
    button = alive(page).locator("button.copy").first
    expect(button).to_be_visible()
    button.click()
    expect(button).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(server)
    assert parse_qs(urlsplit(copied).query)["areas"] == ["10458"]
    context.close()


def test_exactly_these_numbers_are_kept_and_let_go(map_page: Page) -> None:
    page = map_page
    page.get_by_role("link", name="Keep exactly these numbers").click()
    page.wait_for_url("**release=**")
    kept = asked(page)["release"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d(-\d+)?", kept)
    expect(alive(page).locator("#map-foot")).to_contain_text(f"This address keeps release {kept}")
    settled(page, lambda: page.locator("#map-geography").select_option("borough"))
    assert asked(page)["release"] == kept
    page.get_by_role("link", name="Always newest").click()
    page.wait_for_url(lambda address: "release=" not in address)
    assert asked(page)["geography"] == "borough"


def test_back_to_an_address_without_parameters_brings_its_view(visit: Visit) -> None:
    page = alive(visit("/map"))
    first = shown(page)
    settled(page, lambda: page.locator("#map-geography").select_option("borough"))
    settled(page, lambda: page.locator("#map-period").select_option(index=3))
    page.go_back()  # a period is no step of its own
    expect(page.locator("h1")).to_have_text(first["heading"])
    assert asked(page) == {}
    assert shown(page) == first
    page.go_forward()
    expect(page.locator("h1")).to_contain_text("borough")
    assert asked(page)["period"] == shown(page)["map-period"]


def test_nothing_scrolls_sideways_on_the_smallest_phones(visit: Visit) -> None:
    page = alive(visit(VIEW, width=320))
    assert overflow(page) == 0
    page.set_viewport_size({"width": 360, "height": 740})
    assert overflow(page) == 0


def test_at_400_percent_the_page_still_fits(browser: Browser, server: str) -> None:
    # 400 % of a window of 1280 by 1024 leaves 320 by 256 of the page's own pixels.
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    page = context.new_page()
    open_live(page, server + VIEW)
    assert overflow(alive(page)) == 0
    page.locator(".folded > summary").click()
    page.locator("#map-slider").scroll_into_view_if_needed()
    assert page.locator("#map-slider").is_visible()
    context.close()


def test_nothing_moves_for_readers_who_asked_for_that(lent: Lent, server: str) -> None:
    page = lent.tab()
    page.emulate_media(reduced_motion="reduce")
    open_live(page, server + VIEW)
    alive(page)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((found) => {
          const style = getComputedStyle(found);
          return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
        }).map((found) => found.tagName + "." + found.className)"""
    )
    assert moving == []


def test_the_page_stays_accessible_in_the_dark_with_areas_chosen(
    visit: Visit, axe: Callable[[Page], list[str]]
) -> None:
    page = alive(visit(f"{VIEW}&areas=10458~10474~BX", color_scheme="dark"))
    for summary in page.locator("summary:visible").all():
        summary.click()
    assert axe(page) == []


def test_no_word_in_a_chart_is_smaller_than_can_be_read_on_a_phone(visit: Visit) -> None:
    page = alive(visit(f"{VIEW}&areas=10458", width=360))
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("svg.chart text")].map((text) => {
          const svg = text.ownerSVGElement;
          const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
          return parseFloat(getComputedStyle(text).fontSize) * scale;
        })"""
    )
    assert sizes
    assert min(sizes) >= 11.5


@pytest.mark.parametrize("path", ["/map", "/map?indicator=unemployment_rate&geography=borough"])
def test_a_tip_leads_to_where_its_number_comes_from(visit: Visit, path: str) -> None:
    """A tip that follows the hand holds no link; that of an area clicked does, and T goes there."""
    page = alive(visit(path))
    area = page.locator("svg.map .areas path").nth(2)
    area.hover()
    tip = page.locator("#map-tip")
    expect(tip).to_be_visible()
    expect(tip.locator("a")).to_have_count(0)
    area.click()
    expect(tip.locator("a")).to_have_text("Where this number comes from")
    address = tip.locator("a").get_attribute("href")
    tip.locator("a").click()
    page.wait_for_url("**/trace?**")
    expect(page.locator("h1")).not_to_have_text("There is no such number")
    assert address
    assert address in page.url
    page.go_back()
    alive(page).locator("svg.map.live").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("t")
    page.wait_for_url("**/trace?**")
    expect(page.locator("h1")).not_to_have_text("There is no such number")
