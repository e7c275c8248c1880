"""Choices on the map faster than a slow server answers: no color is ever painted that no view has.

While a person chooses, the page is looked at before every frame it draws and after every change of
a color. Each map seen must be the one the server itself draws, without a script, for one of the
views asked for; and for the very view its heading names, unless the map says that it is pending.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Request, expect

from tests.support.browser.opening import open_live
from tests.support.browser.tabs import Lent

RATE, STAYS, VACCINATED = "covid_case_rate", "covid_hospitalization_rate", "routine_vaccination"
FIGURES = [
    {"indicator": indicator, "geography": geography}
    for indicator in (RATE, STAYS, VACCINATED)
    for geography in ("modzcta", "borough")
]
LAYOUTS = ("map", "tiles")
POSITIONS = (0, 3, 40)
STEP = re.compile(r"\b[sd]\d\b")
Colors: TypeAlias = dict[str, str]
Choice: TypeAlias = Callable[[Page], object]


def opening(scale: str) -> str:
    """The view a test begins with; `scale` is what its colors compare."""
    return f"/map?indicator={RATE}&geography=modzcta&scale={scale}"


# Answers of the server wait; the later may be faster. What is seen is kept, each state once.
SLOWED = """
(() => {
  const WAITS = {
    "/parts/": [900, 250, 600, 1100, 350],
    "/frames/": [120, 30],
    "/shapes/": [300],
    "/tiles/": [500],
  };
  const asked = {};
  const fetched = window.fetch;
  window.fetch = async (...given) => {
    const url = String(given[0].url || given[0]);
    const kind = Object.keys(WAITS).find((part) => url.includes(part));
    if (window.isSlow && kind) {
      asked[kind] = (asked[kind] || 0) + 1;
      await new Promise((done) => setTimeout(done, WAITS[kind][asked[kind] % WAITS[kind].length]));
    }
    return fetched(...given);
  };
  const seen = new Map();
  window.look = () => {
    const heading = document.querySelector("#map-words h1");
    const slot = document.getElementById("map-figure");
    if (!window.isSlow || !heading || !slot) return;
    const colors = [...slot.querySelectorAll(".areas path")]
      .map((path) => [path.dataset.id, path.getAttribute("class") || ""]);
    const isPending = slot.getAttribute("aria-busy") === "true";
    const sight = { heading: heading.textContent, isPending, colors };
    seen.set(JSON.stringify(sight), sight);
  };
  window.sights = () => [...seen.values()];
  const frame = () => { window.look(); requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  document.addEventListener("DOMContentLoaded", () => new MutationObserver(window.look).observe(
    document.body,
    {
      subtree: true, childList: true, attributes: true, attributeFilter: ["class", "aria-busy"],
    },
  ));
})();
"""
SLIDE = """(position) => {
  const slider = document.getElementById("map-slider");
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  set.call(slider, Math.min(position, slider.max));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  slider.dispatchEvent(new Event("change", { bubbles: true }));
}"""

# Looked up and chosen at once: an answer between the two may take the option away.
CHOOSE = """([id, value]) => {
  const control = document.getElementById(id);
  const isOffered = [...(control?.options ?? [])].some((one) => one.value === value);
  if (!isOffered || !control.checkVisibility()) return;
  control.focus();
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(control, value);
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
}"""
# Done once the page has heard of it; a step that a choice overtakes is never heard of.
STEP_IN_HISTORY = """way => new Promise((done) => {
  const { currentEntry, canGoForward } = navigation;
  if (way === "back" ? currentEntry.index <= window.began : !canGoForward) return done();
  addEventListener("popstate", () => done(), { once: true });
  setTimeout(() => done(), 1000);
  history[way]();
})"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A view as the server draws it for a reader without a script."""

    heading: str
    colors: tuple[tuple[str, str], ...]
    controls: dict[str, str]
    withheld: frozenset[str]


def slide(position: int) -> Choice:
    """Move through time."""
    return lambda page: page.evaluate(SLIDE, position)


def choose(name: str, value: str) -> Choice:
    """Choose in a select, as far as it offers that now."""

    return lambda page: page.evaluate(CHOOSE, [f"map-{name}", value])


def wait(milliseconds: int) -> Choice:
    """Let a person think, as long as said."""
    return lambda page: page.wait_for_timeout(milliseconds)


def back(page: Page) -> None:
    """The browser's own Back, as long as that stays on the map."""
    page.evaluate(STEP_IN_HISTORY, "back")


def forward(page: Page) -> None:
    """The browser's own Forward."""
    page.evaluate(STEP_IN_HISTORY, "forward")


def answered(page: Page) -> None:
    """Wait until the slowed server has answered the last choice."""
    page.wait_for_function("() => dash_clientside.map.isSettled()")


FIGURE, OTHER = choose("indicator", STAYS), choose("indicator", VACCINATED)
FIRST = choose("indicator", RATE)
BOROUGHS, ZIPS = choose("geography", "borough"), choose("geography", "modzcta")
SOON = wait(60)


def some(seed: int) -> list[Choice]:
    """Twelve choices in an order and a haste of their own."""
    chance = random.Random(seed)
    every = [FIGURE, OTHER, FIRST, BOROUGHS, ZIPS, back, forward]
    every += [slide(position) for position in POSITIONS]
    every += [choose("layout", layout) for layout in LAYOUTS]
    return [
        step
        for _ in range(12)
        for step in (chance.choice(every), wait(chance.choice((0, 20, 150, 200, 700))))
    ]


CHOICES: dict[str, list[Choice]] = {
    "slider, then figure": [slide(3), answered, FIGURE],
    "slider, then figure at once": [slide(3), FIGURE],
    "figure, then slider before the answer": [FIGURE, wait(200), slide(3)],
    "figures in haste": [FIGURE, SOON, OTHER, SOON, FIRST, SOON, FIGURE],
    "figure, then Back before the answer": [slide(40), answered, FIGURE, wait(200), back],
    "slider, then Back at once": [FIGURE, answered, slide(3), SOON, back],
    "boundaries, then slider before the answer": [BOROUGHS, wait(200), slide(3)],
    "boundaries, then figure before the answer": [BOROUGHS, SOON, FIGURE],
    "boundaries there and back": [BOROUGHS, SOON, ZIPS, SOON, BOROUGHS, answered, back],
    "figure, boundaries and Back twice": [FIGURE, answered, BOROUGHS, answered, back, SOON, back],
    "tiles, then figure": [choose("layout", "tiles"), wait(400), FIGURE, SOON, slide(0)],
    **{f"in any order, {seed}": some(seed) for seed in range(3)},
}
AT_NIGHT = [f"in any order, {seed}" for seed in range(1, 3)]


@pytest.fixture
def slow_map(lent: Lent, server: str, scale: str) -> Iterator[Page]:
    """The map of cases by ZIP area, alive, whose server is slow from now on."""
    page = lent.tab()
    with page.add_init_script(SLOWED):
        open_live(page, server + opening(scale))
        page.wait_for_selector("#map-figure svg.map.live")
        page.evaluate("window.began = navigation.currentEntry.index; window.isSlow = true")
        yield page


@cache
def drawn(server: str, address: str) -> Drawn:
    """What the server draws for an address. Its table tells which areas are withheld."""
    text = httpx.get(server + address, timeout=30).text
    areas = re.search(r'<g class="areas">(.*?)</g>', text, re.S)
    heading = re.search(r"<h1>(.*?)</h1>", text, re.S)
    assert areas is not None
    assert heading is not None
    paths = re.findall(r"<path\b[^>]*>", areas[1])
    colors = tuple(sorted((_named(path, "data-id"), _named(path, "class")) for path in paths))
    withheld = frozenset(area_id for area_id, color in colors if not STEP.search(color))
    controls = {name: _selected(text, name) for name in ("indicator", "geography", "period")}
    return Drawn(html.unescape(re.sub("<[^>]+>", "", heading[1])), colors, controls, withheld)


def _selected(text: str, name: str) -> str:
    control = re.search(rf'<select[^>]*id="map-{name}".*?</select>', text, re.S)
    assert control is not None
    chosen = next(
        found for found in re.findall(r"<option\b[^>]*>", control[0]) if "selected" in found
    )
    return _named(chosen, "value")


def _named(element: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', element)
    return match[1] if match else ""


def every_view(server: str, scale: str, addresses: set[str]) -> list[Drawn]:
    """Views asked for, and those painted before they are: each figure at each day chosen."""
    days = re.findall(r'<option value="([\d-]+)"', _period_options(server))
    days.reverse()
    chosen = [days[position] for position in POSITIONS]
    chosen += re.findall(r"period=([\d-]+)", " ".join(addresses))
    made = {
        f"/map?{urlencode({**which, **layout, **period, 'scale': scale})}"
        for which in FIGURES
        for layout in ({}, {"layout": "tiles"})
        for period in ({}, *({"period": day} for day in chosen))
    }
    return [drawn(server, address) for address in sorted(made | addresses)]


@cache
def _period_options(server: str) -> str:
    text = httpx.get(server + opening("all"), timeout=30).text
    match = re.search(r'<select[^>]*id="map-period".*?</select>', text, re.S)
    assert match is not None
    return match[0]


@pytest.mark.parametrize(
    ("name", "scale"),
    [
        *(
            pytest.param(name, "all", marks=pytest.mark.nightly if name in AT_NIGHT else ())
            for name in CHOICES
        ),
        ("slider, then figure", "period"),
    ],
)
def test_no_choice_paints_an_area_with_what_no_view_shows(
    slow_map: Page, server: str, scale: str, name: str
) -> None:
    page, addresses = slow_map, {opening(scale)}

    def keep(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.path.startswith("/parts/map"):
            addresses.add(f"/map?{parts.query}")

    page.on("request", keep)
    for choice in CHOICES[name]:
        choice(page)
    answered(page)
    addresses.add(f"/map?{urlsplit(page.url).query}")
    sights = page.evaluate("window.sights()")
    assert sights
    found = odd_among(sights, [drawn(server, address) for address in sorted(addresses)])
    # What no view asked for explains may have been painted ahead of one that never was.
    assert not found or odd_among(sights, every_view(server, scale, addresses)) == []
    controls_agree(page, drawn(server, f"/map?{urlsplit(page.url).query}"))


def odd_among(sights: list[dict], views: list[Drawn]) -> list[str]:
    """What is wrong with sights, as far as these views tell."""
    tests = (painted_though_withheld, of_another_view)
    return [found for sight in sights for test in tests if (found := test(sight, views))]


def painted_though_withheld(sight: dict, views: list[Drawn]) -> str:
    """Says which areas have a color in this sight though no view they fit gives them one."""
    colors = tuple(sorted((area_id, color) for area_id, color in sight["colors"]))
    if any(colors == view.colors for view in views):
        return ""
    painted = {area_id for area_id, color in colors if STEP.search(color)}
    ids = {area_id for area_id, _color in colors}
    alike = [view for view in views if {area_id for area_id, _color in view.colors} == ids]
    fewest = min((sorted(painted & view.withheld) for view in alike), key=len, default=[])
    steps = sorted({color for _area_id, color in colors})
    return f"under “{sight['heading']}”: steps {steps}, withheld and painted: {fewest[:6]}"


def of_another_view(sight: dict, views: list[Drawn]) -> str:
    """Says which heading stands over a map of another view that is not marked as pending."""
    colors = tuple(sorted((area_id, color) for area_id, color in sight["colors"]))
    own = [view.colors for view in views if view.heading == sight["heading"]]
    if sight["isPending"] or colors in own:
        return ""
    others = sorted({view.heading for view in views if view.colors == colors})
    return f"“{sight['heading']}” stands over the map of {others}"


def controls_agree(page: Page, view: Drawn) -> None:
    """At rest, address, heading, colors and controls say the same."""
    expect(page.locator("h1")).to_have_text(view.heading)
    for name, value in view.controls.items():
        expect(page.locator(f"#map-{name}")).to_have_value(value)
