"""An address that names no place with a page: what it may have meant."""

from __future__ import annotations

from dash import html

from components.markup import addresses
from components.place.gathering import page_places
from components.place.view import address
from components.place.words import title
from components.site.page import Page
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.vocabulary.likeness import likest
from data_loaders.vocabulary.model import Geography, Place

MOST_SUGGESTED = 8


def page(release: Release, wanted: str) -> Page:
    """Status 404, with links to the places the id comes closest to."""
    heading = _("There is no place “{wanted}” here", wanted=wanted[:80])
    near = suggestions(release, wanted)
    links = [html.Li(html.A(title(release, place), href=address(place))) for place in near]
    return Page(
        title=heading,
        description=heading,
        body=[
            html.H1(heading),
            html.P(
                _(
                    "There is a page for each borough, each neighborhood where people live, each "
                    "community district and each ZIP area."
                )
            ),
            html.P(_("Did you mean:")),
            html.Ul(links),
            html.P(_("Or type a ZIP code, a neighborhood or a borough in the box at the top.")),
            html.P(html.A(_("See all places"), href=addresses.PLACES)),
        ],
        status=404,
        is_indexed=False,
    )


def suggestions(release: Release, wanted: str) -> list[Place]:
    """Places with a page that the id or name may mean, best first; the boroughs if none is near."""
    with_page = {place.id: place for place in page_places(release)}
    ids = _overlapping(release, wanted.upper()) or _close(with_page, wanted)
    places = [with_page[place_id] for place_id in ids if place_id in with_page]
    if wanted.upper() in with_page:
        places = [with_page[wanted.upper()]]
    return places[:MOST_SUGGESTED] or [
        place for place in with_page.values() if place.kind == "borough"
    ]


def _overlapping(release: Release, wanted: str) -> tuple[str, ...]:
    """Neighborhoods in a ZIP code or district; the borough of an area where nobody lives."""
    for place in release.places:
        if place.id == wanted:
            return place.areas.get(Geography.NTA2020, ())
    area = release.areas(Geography.NTA2020).get(wanted)
    return (area.borough_id,) if area and area.borough_id else ()


def _close(with_page: dict[str, Place], wanted: str) -> list[str]:
    plain = wanted.replace("-", " ").replace("_", " ").lower()
    named = {
        term.lower(): place.id
        for place in with_page.values()
        for term in (*place.terms, place.name, place.id)
    }
    return list(dict.fromkeys(named[name] for name in likest(plain, named, MOST_SUGGESTED)))
