"""Place: the figures of every area that overlaps a borough or a residential neighborhood."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.place import unknown, view, words
from components.place.gathering import needs, page_places
from components.place.orders import PARAMETERS
from components.site.page import Asked, Page, Route
from components.text.zip_words import counted_with
from data_loaders.released.release import Release
from data_loaders.released.zip_areas import area_of
from data_loaders.vocabulary.model import Place


def build(asked: Asked) -> Page:
    """The place of that id; else a page that suggests where to look."""
    wanted = asked.variables["place"]
    by_id = {place.id: place for place in page_places(asked.release)}
    own = by_id.get(wanted)
    place = own or by_id.get(_counted_in(asked.release, wanted))
    if place is None:
        return unknown.page(asked.release, wanted)
    pinned = asked.query.get("release")
    each = needs(asked.release, place, pinned)
    with_own = [need for need in each if need.has_own]
    title = words.title(asked.release, place)
    return Page(
        title=title,
        description=view.in_short(with_own[0]) if with_own else title,
        body=[
            *_alias(asked, wanted, place),
            *view.layout(asked.release, place, each, asked.query, asked.demo),
        ],
        is_indexed=own is not None,
        arranged="answer-first",
        card=view.card(asked.release, with_own),
        follows={"place": place.id},
    )


def _counted_in(release: Release, code: str) -> str:
    """The ZIP area that a ZIP Code is counted in; empty for any other text."""
    areas = (area_of(place) for place in release.places if place.id == code)
    return next((area for area in areas if area is not None), "")


def _alias(asked: Asked, wanted: str, place: Place) -> list[Component]:
    """That the ZIP Code asked for has the page of the area it is counted in."""
    together = counted_with(asked.release, wanted) if wanted != place.id else ""
    return [html.Div(html.P(together), className="notice", role="status")] if together else []


def _paths(release: Release) -> list[str]:
    return [view.address(place) for place in page_places(release)]


PAGE = Route(f"{view.PATH}/<place>", build, takes=PARAMETERS, ready=_paths)
