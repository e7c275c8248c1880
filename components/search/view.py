"""Search: places that match what was typed, each with its map and its own page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from components.about.text_pages import TextPage, text_pages
from components.data import view as data_view
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.prose import Content, Contents, bullets
from components.search.finding import MOST_RESULTS, Closeness, PlaceMatch, find
from components.site import shell
from components.text import formats
from components.text.spelling import normalized
from components.text.words import _, ngettext
from data_loaders.records.held import records
from data_loaders.released.release import Release
from data_loaders.released.view import MOST_AREAS, is_mapped
from data_loaders.vocabulary.model import Geography, Place

PATH = addresses.SEARCH
INPUT = "search-page-q"
PREFERRED = "covid_case_rate"
WITH_PAGE = ("borough", "neighborhood")
EXAMPLES = ("10458", "Jackson Heights", "Bronx", "Queens CD 7")
MOST_INSIDE = 4
MOST_FIGURES = 6
MOST_PAGES = 6


def title(typed: str) -> str:
    """The heading, with what was typed."""
    return _("Places like “{typed}”", typed=typed) if typed else _("Find a place")


def layout(release: Release, typed: str, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    matches = find(release, typed)
    body: list[Component] = [html.H1(title(typed)), shell.search_form(typed, INPUT)]
    if not typed:
        return [*body, *_hints(query)]
    if not matches:
        told = html.P(nothing(release, typed), role="status")
        texts = _texts(release, typed, query)
        return [*body, told, *texts, *_figures(release, typed, query), *_hints(query)]
    lead, others = (matches[0], matches[1:]) if matches[0].is_exact else (None, matches)
    body.append(html.P(summary(matches), className="hint", role="status"))
    if lead is not None:
        body.append(_first(release, lead.place, query))
    if others:
        words = _("Also matching") if lead else _("Matching places")
        items = [_result(release, match.place, query) for match in others]
        body += [html.H2(words), html.Ul(items, className="figure-list")]
    body += _texts(release, typed, query)
    return body if lead is not None else [*body, *_figures(release, typed, query)]


def _pages(typed: str, query: Mapping[str, str]) -> list[Component]:
    """Pages of words that mention what was typed, where the demonstration has none."""
    wanted = normalized(typed).split()
    if not wanted:
        return []
    pages = [each for each in text_pages(records().current()) if _mentions(each, wanted)]
    if not pages:
        return []
    links: list[Contents] = [
        [
            html.A(each.name, href=kept(each.path, query)),
            " ",
            html.Span(each.told, className="why"),
        ]
        for each in pages[:MOST_PAGES]
    ]
    return [html.H2(_("Pages that mention it")), bullets(links)]


def _texts(release: Release, typed: str, query: Mapping[str, str]) -> list[Component]:
    """Those pages; none in the demonstration, which has no such page."""
    return [] if release.manifest.is_simulated else _pages(typed, query)


def _mentions(page: TextPage, wanted: list[str]) -> bool:
    words = normalized(" ".join((page.name, page.told, *page.terms))).split()
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _figures(release: Release, typed: str, query: Mapping[str, str]) -> list[Component]:
    """Figures that mention what was typed: who looks for "pick-up" names no place."""
    families = data_view.matching(release, typed)
    if not families:
        return []
    named = [indicator for family in families for indicator in family]
    links: list[Content] = [
        html.A(_(indicator.title), href=kept(f"{data_view.PATH}/{indicator.id}", query))
        for indicator in named[:MOST_FIGURES]
    ]
    every = html.A(_("All figures that mention it"), href=kept(data_view.PATH, query, q=typed))
    more = [html.P(every)] if len(named) > MOST_FIGURES else []
    return [html.H2(_("Figures that mention it")), bullets(links), *more]


def summary(matches: list[PlaceMatch]) -> str:
    """How many places match, or that they are guesses."""
    if matches[0].closeness is Closeness.LIKE:
        return _("No place is spelled just so. These are the nearest.")
    if len(matches) == MOST_RESULTS:
        return _("Many places match. These come closest.")
    return ngettext("{number} place matches.", "{number} places match.", len(matches))


def nothing(release: Release, typed: str) -> str:
    """Why nothing was found, and what can be."""
    if not release.places:
        return _("This release has no list of places. Use the map instead.")
    if typed.strip().isdigit():
        return _("“{typed}” is not a ZIP code of New York City that has figures.", typed=typed)
    return _(
        "No place is called “{typed}”. Streets and addresses are not known here; try the ZIP code "
        "or the neighborhood.",
        typed=typed,
    )


def _hints(query: Mapping[str, str]) -> list[Component]:
    """What may be typed; each example is a link."""
    links: list[Content] = [html.A(text, href=kept(PATH, query, q=text)) for text in EXAMPLES]
    return [
        html.P(_("Type a ZIP code, a neighborhood, a borough or a community district:")),
        bullets(links),
    ]


def _first(release: Release, place: Place, query: Mapping[str, str]) -> Component:
    """A place that matches exactly, first and large."""
    links = [html.A(words, href=address) for words, address in _links(release, place, query)]
    inside = list(_inside(release, place, query))
    return html.Section(
        [
            html.H2(place.name, className="found-name"),
            html.P(where(release, place), className="hint"),
            html.Ul([html.Li(link) for link in links], className="actions"),
            *([html.P([_("Neighborhoods in it: "), *inside])] if inside else []),
        ],
        className="found",
    )


def _result(release: Release, place: Place, query: Mapping[str, str]) -> html.Li:
    (_words, address), *others = _links(release, place, query)
    name = html.A(place.name, href=address)
    return html.Li(
        html.Div(
            [
                html.Span(name),
                html.Span(where(release, place), className="meta"),
                html.Span([html.A(words, href=to) for words, to in others], className="meta"),
            ],
            className="line",
        )
    )


def where(release: Release, place: Place) -> str:
    """What kind of place it is, and in which borough."""
    kinds = {
        "borough": _("borough"),
        "neighborhood": _("neighborhood"),
        "community district": _("community district"),
        "ZIP Code": _("ZIP code"),
    }
    kind = kinds.get(place.kind, place.kind)
    borough = release.areas(Geography.BOROUGH).get(place.borough_id or "")
    if borough is None or place.kind == "borough":
        return kind
    return _("{kind}, {borough}", kind=kind, borough=formats.area(borough))


def _links(release: Release, place: Place, query: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Its own page where it has one, then the map."""
    if place.kind in WITH_PAGE:
        yield _("All figures of this place"), kept(addresses.place(place.id), query)
    address = map_address(release, place, query)
    if address:
        yield _("See it on the map"), address
    if place.kind not in WITH_PAGE and not address:
        yield _("See the map"), kept(addresses.MAP, query)


def map_address(release: Release, place: Place, query: Mapping[str, str]) -> str | None:
    """The map with the areas the place overlaps; None where it overlaps none that are drawn."""
    geography = Geography.BOROUGH if place.kind == "borough" else Geography.MODZCTA
    overlapping = place.areas.get(geography, ())[:MOST_AREAS]
    indicator = mapped_indicator(release, geography)
    if indicator is None or not overlapping:
        return None
    view = {"indicator": indicator, "geography": str(geography), "areas": "~".join(overlapping)}
    return kept(addresses.MAP, query, **view)


def mapped_indicator(release: Release, geography: Geography) -> str | None:
    """The indicator a place is first shown with: case rates, else the first that is drawn so."""
    names = sorted(release.indicators, key=lambda name: name != PREFERRED)
    for name in names:
        if is_mapped(release, geography) and geography in release.indicators[name].geographies:
            return name
    return None


def _inside(release: Release, place: Place, query: Mapping[str, str]) -> Iterator[Content]:
    """Neighborhoods that a ZIP code or a district overlaps, largest part first."""
    if place.kind in WITH_PAGE:
        return
    pages = {each.id: each for each in release.places if each.kind == "neighborhood"}
    overlapping = [name for name in place.areas.get(Geography.NTA2020, ()) if name in pages]
    for number, name in enumerate(overlapping[:MOST_INSIDE]):
        yield ", " if number else ""
        yield html.A(pages[name].name, href=kept(addresses.place(name), query))
