"""A figure at a place, for who names both: "covid 10456" leads to the cases of that ZIP area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dash import html

from components.markup import addresses
from components.markup.addresses import kept
from components.markup.prose import Content, bullets
from components.text import formats
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import MOST_AREAS
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Indicator, Place


def areas_of(
    release: Release, indicator: Indicator, place: Place
) -> tuple[Geography, tuple[str, ...]] | None:
    """The fewest areas below the city that hold a figure for a place; of as few, the smallest.
    None where the figure is of the city as a whole."""
    held = [
        (geography, tuple(place.areas.get(geography, ())[:MOST_AREAS]))
        for geography in indicator.geographies
        if geography is not Geography.CITY and release.areas(geography)
    ]
    reached = [each for each in held if each[1]]
    return min(reached, key=lambda each: (len(each[1]), each[0] is Geography.BOROUGH), default=None)


def listed(
    release: Release,
    named: Iterable[Indicator],
    place: Place,
    query: Mapping[str, str],
    *,
    most: int,
) -> html.Ul:
    """Each figure with its link: to its lines at the place, or to its page where it has none.
    Those of the place itself come before those of its borough, and those of no place last."""
    held = [(each, areas_of(release, each, place)) for each in named]
    nearest = sorted(held, key=lambda each: _distance(*each))
    return bullets([_item(release, each, areas, query) for each, areas in nearest[:most]])


def _distance(
    indicator: Indicator, held: tuple[Geography, tuple[str, ...]] | None
) -> tuple[bool, bool, bool]:
    """How far a figure is from a place: of none, of its borough, or open on one industry alone."""
    is_part = ALL_INDUSTRIES not in {each.id for each in indicator.industries}
    return (held is None, held is not None and held[0] is Geography.BOROUGH, is_part)


def _item(
    release: Release,
    indicator: Indicator,
    held: tuple[Geography, tuple[str, ...]] | None,
    query: Mapping[str, str],
) -> list[Content]:
    title = _(indicator.title)
    if held is None:
        page = html.A(title, href=kept(addresses.figure(indicator.id), query))
        return [page, " ", html.Span(_("not by place"), className="why")]
    geography, ids = held
    view = {"indicator": indicator.id, "geography": str(geography), "areas": "~".join(ids)}
    names = [formats.area(release.area(geography, each)) for each in ids]
    link = html.A(title, href=kept(addresses.TRENDS, query, **view))
    return [link, " ", html.Span(formats.listed(names), className="why")]
