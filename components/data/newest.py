"""The newest values of a figure, and what its source has delivered: sections of its page."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.data import coverage, newest_areas
from components.figures import row_order, sentences
from components.figures.scene import scene
from components.markup import addresses
from components.markup.prose import definitions, section
from components.text import formats
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.released.view_reading import opening_industry
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Indicator, Source

FEW = (Geography.CITY, Geography.BOROUGH)


def newest(release: Release, indicator: Indicator, query: Mapping[str, str]) -> Component | None:
    """The newest figure of the city and of each borough; else of its own boundaries in words. Of
    smaller areas, those of one borough as `query` asks."""
    industry = opening_industry(release, indicator)
    few = [name for name in FEW if release.entry(indicator.id, name, industry)]
    rows = [row for name in few for row in newest_areas.rows(release, indicator, name, industry)]
    small = newest_areas.of_borough(release, indicator, industry, query)
    if not rows:
        return _in_words(release, indicator, industry, small)
    order = row_order.of_query(query, addresses.figure(indicator.id), "newest-rows")
    table = newest_areas.table(indicator, industry, rows, order)
    several = _of_several_times(release, indicator, industry, few)
    body = [table, *several, *small, *_more(indicator, industry)]
    return section(_("Newest figures"), body, "newest")


def _of_several_times(
    release: Release, indicator: Indicator, industry: str, few: list[Geography]
) -> list[Component]:
    """That city and boroughs are of different times, where they are."""
    frames = [release.frame(indicator.id, name, industry) for name in few]
    if len({frame.periods[frame.latest()] for frame in frames}) == 1:
        return []
    words = _("These are of different times. Compare only those of the same period.")
    return [html.P(words, className="note")]


def _in_words(
    release: Release, indicator: Indicator, industry: str, small: list[Component]
) -> Component | None:
    """The middle, highest and lowest area of the newest period."""
    names = [name for name in indicator.geographies if release.entry(indicator.id, name, industry)]
    if not names:
        return None
    shown = scene(release, View((indicator.id,), names[0], industry=industry))
    said = [sentences.map_title(shown), sentences.map_sentence(shown)]
    hidden = sentences.hidden_sentence(shown)
    words = html.P(f"{said[0]}. {said[1]} {hidden}".strip())
    return section(_("Newest figures"), [words, *small, *_more(indicator, industry)], "newest")


def _more(indicator: Indicator, industry: str) -> list[Component]:
    """The way to the other parts of a figure that is split."""
    if len(indicator.industries) == 1:
        return []
    part = _(indicator.industry_names[industry])
    words = (
        _("These are of all industries together; Industries has each.")
        if industry == ALL_INDUSTRIES
        else _("These are of one part alone, {part}; Industries has each.", part=part)
    )
    return [html.P(html.A(words, href=f"{addresses.INDUSTRIES}?indicator={indicator.id}"))]


def value_range(release: Release, indicator: Indicator) -> str:
    """The lowest and the highest value published anywhere; empty where there is none."""
    values = [
        value
        for frame in coverage.frames(release, indicator)
        for row in frame.values
        for value in row
        if value is not None
    ]
    if not values:
        return ""
    return _(
        "Lowest {low}, highest {high}, over all areas and periods",
        low=formats.with_unit(min(values), indicator),
        high=formats.with_unit(max(values), indicator),
    )


def _of_all(source: Source, rows: int) -> str:
    """How many observations were read, and of how many figures where they are not of one alone."""
    count = len(source.indicators)
    if count == 1:
        return formats.integer(rows)
    return ngettext(
        "{rows}, of the {number} figure of this source",
        "{rows}, of all {number} figures of this source together",
        count,
        rows=formats.integer(rows),
    )


def updates(release: Release, source: Source) -> Component:
    """What this release holds of the source, when it came, and what stands in for a lost feed."""
    rows: list[tuple[str, str]] = []
    for each in release.catalog.deliveries:
        if each.source_id == source.id:
            rows += [
                (_("Data as of"), formats.day(each.vintage)),
                (_("Received"), formats.day(each.received_on)),
                (_("Observations read"), _of_all(source, each.rows)),
                (_("Note"), _(each.note) if each.note else ""),
            ]
    rows.append((_("Revisions"), _(source.policy.revision)))
    link = html.A(_("What each release changed"), href=addresses.RELEASE)
    return section(_("Updates"), [definitions(rows), html.P(link)], "updates")
