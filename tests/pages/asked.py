"""Addresses of the interactive pages: every figure of both sides, with a sample of choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from dash.development.base_component import Component
from markupsafe import Markup

from components.industries.ranks import with_industries
from components.markup.first_view import AsHtml, Slot
from components.site.page import Asked, Page
from data_loaders.released.release import Release
from data_loaders.released.view import ColorScale, MapLayout, Reading, Show
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import Geography, Indicator
from pages import industries, trends
from pages import map as mapped

Query = dict[str, str]
Read = Callable[[Mapping[str, str], Release], Reading]
READ: dict[str, Read] = {"map": mapped.read, "trends": trends.read, "industries": industries.read}
BUILD: dict[str, Callable[[Asked], Page]] = {
    "map": mapped.build,
    "trends": trends.build,
    "industries": industries.build,
}
SIDES = ("digest", "demonstration")
AREAS = (CITY_ID, *BOROUGH_IDS, "10001", "501", "BX05", "US", "99999", "NYC~BX")
DAYS = ("", "latest", "1999", "2019", "2020-03", "2021-06-15", "2031")
SEED = 11


def plain(release: Release, page: str) -> Iterator[Query]:
    """Every figure of a page in every geography, and in the one it opens with."""
    known = with_industries(release) if page == "industries" else release.indicators
    for name, indicator in known.items():
        yield {"indicator": name}
        yield from ({"indicator": name, "geography": place} for place in indicator.geographies)


def chosen(release: Release, page: str) -> Iterator[Query]:
    """Every figure with a sample of all that may be chosen beside it, of other pages too."""
    random = Random(SEED)
    for query in plain(release, page):
        for _ in range(3):
            yield {**query, **_choices(random, release, release.indicators[query["indicator"]])}


def _choices(random: Random, release: Release, indicator: Indicator) -> Query:
    """Any values but that of the indicator, some of them wrong."""
    place = random.choice([*Geography])
    own = random.sample(sorted(release.areas(place)), min(3, len(release.areas(place))))
    found = {
        "geography": random.choice(["", place, "nowhere"]),
        "areas": random.choice(["", "~".join(own), *AREAS]),
        "industry": random.choice(["", *indicator.industry_names, "nothing"]),
        "period": random.choice(DAYS),
        "from": random.choice(DAYS),
        "to": random.choice(DAYS),
        "show": random.choice(["", *Show]),
        "baseline": random.choice(["", "2019", "2020-02", "1990", "soon"]),
        "layout": random.choice(["", *MapLayout]),
        "borough": random.choice(["", *BOROUGH_IDS]),
        "scale": random.choice(["", *ColorScale]),
    }
    return {name: value for name, value in found.items() if value and random.random() < 0.6}


def some(release: Release, page: str, count: int) -> list[Query]:
    """A sample of `chosen`, the same in every run."""
    return Random(SEED).sample([*chosen(release, page)], count)


def svgs(page: Page) -> dict[str, str]:
    """Every drawing of a page by the id of its slot."""
    found = [(slot, getattr(slot, "id")) for slot in _slots([*page.parts.values()])]  # noqa: B009
    return {str(name): str(slot.svg) for slot, name in found if isinstance(slot.svg, Markup)}


def _slots(node: object) -> Iterator[Slot]:
    if isinstance(node, AsHtml):
        yield from _slots(node.content)
    if isinstance(node, Slot):
        yield node
    if isinstance(node, (list, tuple)):
        for child in node:
            yield from _slots(child)
    elif isinstance(node, Component):
        yield from _slots(getattr(node, "children", None))
