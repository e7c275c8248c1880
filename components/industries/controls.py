"""The controls of Industries: what, where, when, and against which year."""

from __future__ import annotations

from dash.development.base_component import Component

from components.industries import boroughs
from components.industries.ranks import (
    IndustryComparison,
    first_position,
    is_relative,
    with_industries,
)
from components.markup import addresses, controls
from components.markup.attributes import marked
from components.text import formats
from components.text.marks import DOT
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import Area, Geography

PATH = addresses.INDUSTRIES
INDICATOR, AREA, PERIOD = "industries-indicator", "industries-area", "industries-period"
BASELINE, INDUSTRY = "industries-baseline", "industries-industry"


def control_bar(comparison: IndustryComparison, view: View) -> Component:
    """What, where, when, and against which year."""
    rows: list[Component] = [
        controls.select(
            INDICATOR,
            "indicator",
            _("Show"),
            controls.indicator_options(with_industries(comparison.release)),
            view.indicator,
        ),
        controls.select(
            AREA,
            "areas",
            _("Area"),
            [*_areas(comparison.release), *_small(comparison)],
            _area(comparison, view),
        ),
        controls.select(
            PERIOD,
            "period",
            formats.period_word(comparison.indicator.frequency),
            _periods(comparison),
            comparison.periods[comparison.position][1].isoformat(),
        ),
    ]
    years = _years(comparison)
    if years:
        rows.append(
            controls.select(BASELINE, "baseline", _("Compared with"), years, comparison.baseline)
        )
    choices = boroughs.options(comparison)
    if len(choices) > 1:
        rows.append(
            controls.select(INDUSTRY, "industry", _("One industry"), choices, view.industry)
        )
    if view.release:
        rows.append(controls.hidden("release", view.release))
    form = controls.form(PATH, _("What the page shows"), rows)
    return controls.folded(_folded(comparison), marked(form, {"data-page": "industries"}))


def _folded(comparison: IndustryComparison) -> str:
    """What is chosen, in the one line the controls are folded to on a phone."""
    period = comparison.periods[comparison.position]
    when = formats.short_period_of(*period, comparison.indicator)
    return DOT.join([_(comparison.indicator.title), formats.area(comparison.area), when])


def _area(comparison: IndustryComparison, view: View) -> str:
    return view.areas[0] if view.areas else comparison.area.id


def _areas(release: Release) -> list[controls.Option]:
    """The city, its boroughs and the country: also where there are no figures, to say so.

    A market area is named only where something by industry is measured there.
    """
    has_market = any(
        Geography.MARKET in indicator.geographies for indicator in with_industries(release).values()
    )
    named = [
        (geography, area_id)
        for geography, ids in (
            (Geography.CITY, (CITY_ID,)),
            (Geography.BOROUGH, BOROUGH_IDS),
            (Geography.MARKET, tuple(release.areas(Geography.MARKET)) if has_market else ()),
            (Geography.US, tuple(release.areas(Geography.US))),
        )
        for area_id in ids
        if area_id in release.areas(geography)
    ]
    return [(area_id, formats.area(release.area(name, area_id))) for name, area_id in named]


def _small(comparison: IndustryComparison) -> list[controls.Option]:
    """Areas smaller than a borough that have figures by industry, in the order of their names."""
    wide = (Geography.CITY, Geography.BOROUGH, Geography.MARKET, Geography.STATE, Geography.US)
    areas: list[Area] = []
    for geography in comparison.indicator.geographies:
        names = [name for name, *_ in comparison.indicator.industries]
        has = [
            name
            for name in names
            if comparison.release.entry(comparison.indicator.id, geography, name)
        ]
        if geography not in wide and has:
            frame = comparison.release.frame(comparison.indicator.id, geography, has[0])
            areas += [comparison.release.area(geography, area_id) for area_id in frame.areas]
    return sorted(((area.id, formats.area(area)) for area in areas), key=lambda pair: pair[1])


def _periods(comparison: IndustryComparison) -> list[controls.Option]:
    frame = next(iter(comparison.frames.values()))
    start = first_position(frame, comparison.base_year)
    return [
        (last.isoformat(), formats.short_period_of(first, last, comparison.indicator))
        for first, last in reversed(frame.periods[start:])
        if last.year in comparison.years
    ]


def _years(comparison: IndustryComparison) -> list[controls.Option]:
    """Years held before the newest; none for figures that are a comparison already."""
    if is_relative(comparison.indicator):
        return []
    return [(str(year), str(year)) for year in comparison.years[:-1]]
