"""Place: the figures of every area that overlaps a borough or a residential neighborhood."""

from __future__ import annotations

from components.place import unknown, view, words
from components.place.gathering import needs, page_places
from components.site.page import Asked, Page, Route


def build(asked: Asked) -> Page:
    """The place of that id; else a page that suggests where to look."""
    wanted = asked.variables["place"]
    place = next(
        (each for each in page_places(asked.release) if each.id == wanted),
        None,
    )
    if place is None:
        return unknown.page(asked.release, wanted)
    pinned = asked.query.get("release")
    each = needs(asked.release, place, pinned)
    with_own = [need for need in each if need.has_own]
    title = words.title(asked.release, place)
    return Page(
        title=title,
        description=view.in_short(with_own[0]) if with_own else title,
        body=view.layout(asked.release, place, each, pinned, asked.demo),
    )


PAGE = Route(f"{view.PATH}/<place>", build)
