"""The newest value of each area of a figure: rows that sort, and small areas borough by borough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.figures import row_order, tables
from components.figures.row_order import RowOrder
from components.markup import addresses
from components.markup.addresses import kept
from components.text import formats
from components.text.marks import DOT
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Area, Geography, Indicator

NAME, FIGURE = "name", "figure"
ANCHOR = "areas-rows"
# What the page of a figure reads of an address for its tables.
PARAMETERS = row_order.PARAMETERS | {"borough"}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area with its newest figure, its period in words, and where the figure comes from."""

    area: Area
    when: str
    cell: Cell
    trace: str

    @property
    def keys(self) -> dict[str, row_order.Key]:
        """What the row is sorted by, column by column."""
        return {NAME: formats.area(self.area), FIGURE: self.cell.value}


def rows(
    release: Release, indicator: Indicator, geography: Geography, industry: str
) -> Iterator[AreaRow]:
    """Every area of these boundaries in the newest period."""
    frame = release.frame(indicator.id, geography, industry)
    position = frame.latest()
    when = formats.short_period_of(*frame.periods[position], indicator)
    cells = dict(frame.cells(position))
    for area_id, area in release.areas(geography).items():
        if area_id in cells:
            day = frame.periods[position][1]
            traced = tables.trace(indicator, geography, area_id, day, industry)
            yield AreaRow(area, when, cells[area_id], traced)


def caption(indicator: Indicator, industry: str) -> str:
    """What the figures of a table are, with the one industry they are of, and their unit."""
    what = _(indicator.title)
    if industry != ALL_INDUSTRIES:
        of_one = _(indicator.industry_names[industry])
        what = _("{what}, {industry}", what=what, industry=of_one)
    return formats.in_unit(what, indicator)


def table(
    indicator: Indicator, industry: str, area_rows: Sequence[AreaRow], order: RowOrder
) -> html.Table:
    """The areas as asked; the period is a column of its own, as it may differ."""
    heads: list[str | Component] = [
        order.head(NAME, _("Area"), is_text=True),
        _("Period"),
        order.head(FIGURE, _("Figure")),
    ]
    written = [
        [formats.area(row.area), row.when, tables.value_cell(row.cell, indicator, row.trace)]
        for row in order.rows(area_rows, lambda row: row.keys)
    ]
    last = len(heads) - 1
    return tables.table(caption(indicator, industry), heads, written, (last,), order.anchor)


def of_borough(
    release: Release, indicator: Indicator, industry: str, query: Mapping[str, str]
) -> list[Component]:
    """The boroughs to choose from, and the small areas of the one chosen; nothing for a figure
    without small areas."""
    small = _smallest(release, indicator, industry)
    if small is None:
        return []
    here = addresses.figure(indicator.id)
    boroughs = release.areas(Geography.BOROUGH)
    chosen = query.get("borough", "")
    parts: list[Component | str] = [
        _("{boundaries} of one borough:", boundaries=formats.boundaries(small))
    ]
    for borough_id, borough in boroughs.items():
        address = kept(f"{here}#{ANCHOR}", query, borough=borough_id)
        link = html.A(borough.name, href=address)
        shown = html.Strong(borough.name) if borough_id == chosen else link
        parts += [DOT if len(parts) > 1 else " ", shown]
    area_rows = [
        row for row in rows(release, indicator, small, industry) if row.area.borough_id == chosen
    ]
    line = html.P(parts, className="note")
    if chosen not in boroughs or not area_rows:
        return [line]
    order = row_order.of_query(query, here, ANCHOR, borough=chosen)
    return [line, table(indicator, industry, area_rows, order)]


def _smallest(release: Release, indicator: Indicator, industry: str) -> Geography | None:
    """The boundaries with the most areas, where these lie in boroughs."""
    held = [
        name
        for name in indicator.geographies
        if name not in (Geography.CITY, Geography.BOROUGH)
        and release.entry(indicator.id, name, industry)
        and any(area.borough_id for area in release.areas(name).values())
    ]
    return max(held, key=lambda name: len(release.areas(name)), default=None)
