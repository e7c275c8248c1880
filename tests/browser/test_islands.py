"""Islands: what is chosen before the controls are live is not lost, and nothing else is mounted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit, watching
from tests.support.browser.opening import asked, open_live
from tests.support.browser.tabs import Lent

# As long as a slow phone takes; one test waits it out, the others let go once all is chosen.
HELD_MILLISECONDS = 5_000
TRENDS = "/trends?indicator=ui_claims&geography=borough&areas=BX"
CHANGED = f"{TRENDS}&show=change"
CLAIMS = "/industries?indicator=ui_claims_by_industry"
# Address, control, parameter; the option chosen is another than the one that stands.
SELECTS = [
    ("/map?indicator=covid_case_rate&geography=modzcta", "map-indicator", "indicator"),
    ("/map?indicator=covid_case_rate&geography=modzcta", "map-geography", "geography"),
    ("/map?indicator=covid_case_rate&geography=modzcta", "map-layout", "layout"),
    ("/map?indicator=covid_case_rate&geography=modzcta", "map-period", "period"),
    (TRENDS, "trends-add", "indicator"),
    (TRENDS, "trends-area", "areas"),
    (TRENDS, "trends-show", "show"),
    (CLAIMS, "industries-indicator", "indicator"),
]
# Told as one of those is, by the same lines.
MORE_SELECTS = [
    (TRENDS, "trends-geography", "geography"),
    (CHANGED, "trends-baseline", "baseline"),
    (CLAIMS, "industries-area", "areas"),
    (CLAIMS, "industries-period", "period"),
    (CLAIMS, "industries-baseline", "baseline"),
]
OTHERS = """control => [...control.options].map((one) => one.value)
  .filter((value) => value && value !== control.value)"""
# What the mounted controls hold, and those of an answer of the server.
MOUNTED, WRITTEN = "#react-entry-point", "#island"
CONTROLS = """(page, within) => [...page.querySelectorAll(
  `${within} :is(select, input):not([type=hidden])`
)].map((one) => [one.id, one.value])"""

# Far down a page too: who reads there when scripts come keeps the line.
# Where things stand once style and type have come: beside load a page is parsed before its style,
# and no type is asked for until that is there.
TOPS = """async () => {
  const links = [...document.querySelectorAll('link[rel="stylesheet"]')];
  await Promise.all(links.filter((link) => !link.sheet).map((link) =>
    new Promise((done) => link.addEventListener('load', done))));
  do {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await document.fonts.ready;
  } while (document.fonts.status !== 'loaded');
  return [...document.querySelectorAll('main :is(h2, h3, svg.chart, table), footer')]
    .filter((one) => one.checkVisibility())
    .map((one) => Math.round(one.getBoundingClientRect().top + scrollY)); }"""


class Held:
    """A page whose scripts do not come until they are let go."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: list[Route] = []
        page.route("**/*.js", lambda route: self.waiting.append(route))

    def let_go(self, after: int = 0) -> None:
        """Let them come after some milliseconds, or as soon as one was asked for."""
        self.page.wait_for_timeout(after)
        expect(self.page.locator("html:not(.is-live)")).to_be_attached()
        assert self.waiting, "no script was asked for"
        self.page.unroute("**/*.js")  # lets go those that wait
        self.page.wait_for_selector("html.is-live")


@pytest.fixture
def held(lent: Lent, server: str) -> Iterator[Held]:
    with watching(server) as watch:
        page = lent.tab()
        watch(page)
        yield Held(page)


def opened(held: Held, address: str) -> Page:
    with held.page.expect_request("**/*.js"):
        held.page.goto(address, wait_until="commit")
    held.page.wait_for_selector("footer", state="attached")
    return held.page


def agrees_with_its_address(held: Held) -> None:
    """Heading and controls are those the server writes for the address, once all is answered."""
    page = held.page
    url = page.evaluate("location.href")
    answer = httpx.get(url, timeout=60).text
    heading = re.search(r"<h1>(.*?)</h1>", answer, re.S)
    assert heading is not None
    expect(page.locator("h1")).to_have_text(re.sub(r"<[^>]*>", "", heading[1]))
    text = "new DOMParser().parseFromString(text, 'text/html')"
    values = page.evaluate(f"text => ({CONTROLS})({text}, '{WRITTEN}')", answer)
    assert len(values) >= 3
    page.wait_for_function(
        f"values => JSON.stringify(({CONTROLS})(document, '{MOUNTED}')) === values",
        arg=json.dumps(values, separators=(",", ":"), ensure_ascii=False),
    )
    assert page.evaluate("location.href") == url


@pytest.mark.parametrize(
    ("path", "width"),
    [
        ("/industries", 360),
        ("/industries", 1440),
        pytest.param("/trends", 1440, marks=pytest.mark.nightly),
        pytest.param("/", 360, marks=pytest.mark.nightly),
        pytest.param("/data/covid_case_rate", 360, marks=pytest.mark.nightly),
    ],
)
def test_nothing_moves_as_scripts_come_however_far_down(
    held: Held, server: str, path: str, width: int
) -> None:
    held.page.set_viewport_size({"width": width, "height": 740})
    page = opened(held, server + path)
    before = page.evaluate(TOPS)
    held.let_go()
    after = page.evaluate(TOPS)
    assert len(before) == len(after) > 4
    moved = [late - early for early, late in zip(before, after, strict=True)]
    assert max(map(abs, moved)) <= 2, moved


@pytest.mark.parametrize(
    ("address", "control", "parameter"),
    [*SELECTS, *(pytest.param(*one, marks=pytest.mark.nightly) for one in MORE_SELECTS)],
)
def test_what_is_chosen_before_the_page_is_live_takes_effect(
    held: Held, server: str, address: str, control: str, parameter: str
) -> None:
    page = opened(held, server + address)
    before = asked(page).get(parameter, "")
    select = page.locator(f"#{control}")
    value = select.evaluate(OTHERS)[-1]
    select.select_option(value)
    held.let_go()
    page.wait_for_function(
        "([name, value]) => (new URLSearchParams(location.search).get(name) || '')"
        ".split('~').includes(value)",
        arg=[parameter, value],
    )
    wanted = [*before.split("~"), value] if control in ("trends-add", "trends-area") else [value]
    assert asked(page)[parameter].split("~") == wanted
    agrees_with_its_address(held)


@pytest.mark.parametrize(("control", "parameter"), [("trends-from", "from"), ("trends-to", "to")])
def test_what_is_typed_before_the_page_is_live_takes_effect(
    held: Held, server: str, control: str, parameter: str
) -> None:
    page = opened(held, server + TRENDS)
    page.locator(f"#{control}").fill("2021-03")
    held.let_go()
    expect(page).to_have_url(re.compile(f"{parameter}=2021-03"))
    agrees_with_its_address(held)


def test_of_several_choices_before_the_page_is_live_none_is_lost(held: Held, server: str) -> None:
    page = opened(held, server + TRENDS)
    page.locator("#trends-show").select_option("index")
    page.locator("#trends-from").fill("2021-03")
    area = page.locator("#trends-area").evaluate(OTHERS)[-1]
    page.locator("#trends-area").select_option(area)
    held.let_go(HELD_MILLISECONDS)
    for part in ("show=index", f"areas=BX~{area}", "from=2021-03"):
        expect(page).to_have_url(re.compile(f"[?&]{part}(-|&|$)"))
    agrees_with_its_address(held)


def test_focus_and_details_stay_when_the_island_is_mounted(held: Held, server: str) -> None:
    page = opened(held, server + TRENDS)
    page.locator("main details:not(.folded) > summary").first.click()
    page.locator("#trends-geography").focus()
    held.let_go()
    expect(page.locator("#trends-geography")).to_be_focused()
    assert page.locator("main details:not(.folded)").first.evaluate("found => found.open")


def test_controls_unfolded_on_a_phone_stay_so_when_the_island_is_mounted(
    held: Held, server: str
) -> None:
    held.page.set_viewport_size({"width": 360, "height": 740})
    page = opened(held, server + TRENDS)
    page.locator(".folded > summary").click()
    expect(page.locator("form.controls")).to_be_visible()
    held.let_go()
    expect(page.locator("form.controls")).to_be_visible()


@pytest.mark.parametrize("path", [SELECTS[0][0], TRENDS, CLAIMS])
def test_all_but_the_island_stays_the_elements_of_the_first_response(
    lent: Lent, server: str, path: str
) -> None:
    page = lent.tab()
    kept = page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
          window.first = [...document.body.querySelectorAll("header *, h1, main > * *, footer *")]
            .filter((found) => !found.closest("#island, #react-entry-point"));
        })"""
    )
    with kept:
        open_live(page, server + path)
    assert page.evaluate("() => window.first.length > 50")
    gone = "() => window.first.filter((e) => !e.isConnected).map((e) => e.outerHTML)"
    assert page.evaluate(gone) == []
    assert page.locator("#island").count() == 0
    assert page.locator("#react-entry-point form.controls").count() == 1


@pytest.mark.parametrize("path", ["/", "/data", "/methodology", "/privacy", "/search?q=harlem"])
def test_a_page_without_callbacks_is_live_without_dash(visit: Visit, path: str) -> None:
    page = visit(path)
    page.wait_for_selector("html.is-live")
    loaded = page.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
    assert [name for name in loaded if "/_" in urlsplit(name).path] == []
    assert page.evaluate("() => window.React === undefined")
