"""Every place with a page, in lists that open: for whoever shortens an address, or browses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.figure_words import Lead
from components.markup.folding import aside
from components.markup.prose import section
from components.place.gathering import page_places
from components.search.council import has_districts
from components.text import formats
from components.text.words import _, ngettext
from data_loaders.released.place_pages import BOROUGH, DISTRICT, NEIGHBORHOOD
from data_loaders.released.release import Release
from data_loaders.released.zip_areas import ZIP_KIND
from data_loaders.vocabulary.council_districts import council_districts
from data_loaders.vocabulary.model import Geography, Place


@dataclass(frozen=True, slots=True)
class KindOfPlace:
    """A kind of place with the words for its list, and the places of a release."""

    name: str
    heading: str
    count: str
    places: tuple[Place, ...]


def title() -> str:
    """The title of the page."""
    return _("All places with a page")


def lead(release: Release) -> str:
    """How many places there are of each kind."""
    counts = [kind.count for kind in kinds(release)]
    return _("There is a page for each of {kinds}.", kinds=formats.listed(counts))


def layout(release: Release) -> list[Component]:
    """The whole page: how to search, the boroughs, and closed lists of all smaller places."""
    return [
        html.H1(title()),
        Lead(lead(release)),
        html.P(
            _("To find one, type a ZIP code, a neighborhood or a borough in the box at the top."),
            className="hint",
        ),
        *[_section(release, kind) for kind in kinds(release)],
        *_council(release),
    ]


def kinds(release: Release) -> list[KindOfPlace]:
    """Every kind of place that the release has pages for, the largest places first."""
    by_kind: dict[str, list[Place]] = {}
    for place in page_places(release):
        by_kind.setdefault(place.kind, []).append(place)
    return [
        KindOfPlace(name, heading, _count(name, len(by_kind[name])), tuple(by_kind[name]))
        for name, heading in _headings().items()
        if name in by_kind
    ]


def _headings() -> dict[str, str]:
    return {
        BOROUGH: _("Boroughs"),
        NEIGHBORHOOD: _("Neighborhoods"),
        DISTRICT: _("Community districts"),
        ZIP_KIND: _("ZIP areas"),
    }


def _count(kind: str, number: int) -> str:
    match kind:
        case "borough":
            return ngettext("{number} borough", "{number} boroughs", number)
        case "neighborhood":
            return ngettext("{number} neighborhood", "{number} neighborhoods", number)
        case "community district":
            return ngettext("{number} community district", "{number} community districts", number)
        case _:
            return ngettext("{number} ZIP area", "{number} ZIP areas", number)


def _section(release: Release, kind: KindOfPlace) -> Component:
    anchor = kind.name.lower().replace(" ", "-")
    if kind.name == BOROUGH:
        return section(kind.heading, [_links(kind.places)], anchor)
    lists = [
        aside(f"{where}: {_count(kind.name, len(places))}", _links(places))
        for where, places in _by_borough(release, _in_order(kind))
    ]
    return section(kind.heading, lists, anchor)


def _in_order(kind: KindOfPlace) -> Sequence[Place]:
    """Neighborhoods by name; districts and ZIP areas by number, as the release lists them."""
    is_named = kind.name == NEIGHBORHOOD
    return sorted(kind.places, key=lambda place: place.name) if is_named else kind.places


def _by_borough(release: Release, places: Sequence[Place]) -> Iterator[tuple[str, list[Place]]]:
    """Places with the name of the borough they lie in, in the order of the boroughs."""
    boroughs = release.areas(Geography.BOROUGH)
    for borough_id in (*boroughs, None):
        inside = [place for place in places if place.borough_id == borough_id]
        if inside:
            where = formats.area(boroughs[borough_id]) if borough_id else _("In no borough")
            yield where, inside


def _links(places: Iterable[Place]) -> Component:
    links = [html.A(_called(place), href=addresses.place(place.id)) for place in places]
    return html.Ul([html.Li(link) for link in links], className="names")


def _called(place: Place) -> str:
    """The name of a place, a ZIP area's behind its digits."""
    if place.kind == ZIP_KIND and place.name != place.id:
        return f"{place.id} {place.name.removeprefix(place.id).strip(' :,')}".strip()
    return place.name


def _council(release: Release) -> list[Component]:
    """The City Council's districts, which lead to what each overlaps."""
    if not has_districts(release):
        return []
    numbers = list(council_districts())
    named = [(n, _("City Council District {number}", number=str(n))) for n in numbers]
    links = [
        html.Li(
            html.A(words, href=f"{addresses.SEARCH}?{urlencode({'q': f'council district {n}'})}")
        )
        for n, words in named
    ]
    count = ngettext("{number} council district", "{number} council districts", len(numbers))
    told = _("No figure is counted by council district. Each link lists the places it overlaps.")
    body = [html.P(told), aside(count, html.Ul(links, className="names"))]
    return [section(_("City Council districts"), body, "council-districts")]
