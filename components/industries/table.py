"""Industries as a table: the ranked, those without a figure, then totals and groups."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from dash import html
from dash.development.base_component import Component

from components.figures import row_order, tables
from components.figures.row_order import RowOrder
from components.industries import words
from components.industries.ranks import IndustryComparison, IndustryRow
from components.markup import addresses
from components.text import formats
from components.text.words import _
from data_loaders.released.view import Sort, View

ANCHOR = "industries-rows"
# Its columns, as an address names them; `SHOWN` is what the chart draws.
NAME, NOW, BEFORE, SHOWN = "name", "now", "before", "shown"


def table(comparison: IndustryComparison) -> html.Table:
    """Ranked or listed industries, those without a figure, then totals and groups."""
    ranks: dict[str, str] = {
        row.industry_id: words.rank(comparison.bands, i)
        for i, band in enumerate(comparison.bands)
        for row in band
    }
    compared = [row for band in comparison.bands for row in band] or list(comparison.listed)
    small = comparison.small if comparison.bands else []
    order = _order(comparison)
    rows = [*_sorted(compared, order), *small, *comparison.hidden, *comparison.apart]
    cells = [
        [*_cells(comparison, row), ranks.get(row.industry_id, _("not ranked"))] for row in rows
    ]
    heads = _heads(comparison, order)
    return tables.table(words.figure_title(comparison), heads, cells, range(1, len(heads) - 1))


def _order(comparison: IndustryComparison) -> RowOrder:
    """How the rows are asked for: an address that names no column means what is ranked by."""
    view = comparison.view
    if not view.by:
        column = NAME if view.sort is Sort.NAME else SHOWN
        way = Sort.LOWEST if view.sort in (Sort.NAME, Sort.LOWEST) else Sort.HIGHEST
        view = replace(view, by=f"{ANCHOR}{row_order.JOINT}{column}", sort=way)
    return RowOrder(ANCHOR, view.by, view.sort, partial(_address, comparison.view))


def _address(view: View, by: str, sort: Sort) -> str:
    """The page in an order, in the short form where that says it."""
    if by == f"{ANCHOR}{row_order.JOINT}{SHOWN}":
        return view.address(addresses.INDUSTRIES, sort=sort, by="")
    if by == f"{ANCHOR}{row_order.JOINT}{NAME}" and sort is Sort.LOWEST:
        return view.address(addresses.INDUSTRIES, sort=Sort.NAME, by="")
    return view.address(addresses.INDUSTRIES, sort=sort, by=by)


def _heads(comparison: IndustryComparison, order: RowOrder) -> list[str | Component]:
    """What each column holds; all but the rank sort."""
    name = order.head(NAME, _("Industry"), is_text=True)
    when = formats.first_upper(words.when(comparison))
    if not comparison.is_change:
        return [name, order.head(SHOWN, when), _("Rank")]
    before = formats.first_upper(words.base_words(comparison))
    numbers = [(NOW, when), (BEFORE, before), (SHOWN, _("Change"))]
    return [name, *(order.head(column, text) for column, text in numbers), _("Rank")]


def _sorted(rows: list[IndustryRow], order: RowOrder) -> list[IndustryRow]:
    """Compared industries in the order asked for; they come highest first."""
    return order.rows(
        rows,
        lambda row: {
            NAME: _(row.name),
            NOW: row.cell.value,
            BEFORE: row.before.value if row.before else None,
            SHOWN: row.value,
        },
    )


def _cells(comparison: IndustryComparison, row: IndustryRow) -> list[tables.Content]:
    periods = next(iter(comparison.frames.values())).periods
    area, indicator = comparison.area, comparison.indicator

    def traced(position: int) -> str:
        last = periods[position][1]
        return tables.trace(indicator, area.geography, area.id, last, row.industry_id)

    number = tables.value_cell(row.cell, indicator, traced(comparison.position))
    cells: list[tables.Content] = [_(row.name), number]
    if not comparison.is_change:
        return cells
    before: tables.Content = _("no such period")
    if row.before and comparison.base_position is not None:
        before = tables.value_cell(row.before, indicator, traced(comparison.base_position))
    change = (
        formats.number(row.value, comparison.drawn) if row.value is not None else _("no figure")
    )
    return [*cells, before, change]
