"""Place: the figures of every area that overlaps a borough or a residential neighborhood."""

from __future__ import annotations

from components import place_unknown, place_view, place_words
from components.page import Asked, Page, Route
from components.place_gathering import needs, page_places


def build(asked: Asked) -> Page:
    """The place of that id; else a page that suggests where to look."""
    wanted = asked.variables["place"]
    place = next((found for found in page_places(asked.release) if found.id == wanted), None)
    if place is None:
        return place_unknown.page(asked.release, wanted)
    pinned = asked.query.get("release")
    found = needs(asked.release, place, pinned)
    with_own = [need for need in found if need.has_own]
    title = place_words.title(asked.release, place)
    return Page(
        title=title,
        description=place_view.in_short(with_own[0]) if with_own else title,
        body=place_view.layout(asked.release, place, found, pinned, asked.demo),
    )


PAGE = Route(f"{place_view.PATH}/<place>", build)
