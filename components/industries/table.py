"""Industries as a table: the ranked, those without a figure, then totals and groups."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.figures import tables
from components.industries import words
from components.industries.ranks import IndustryComparison, IndustryRow
from components.markup import addresses
from components.text import formats
from components.text.words import _
from data_loaders.released.view import Sort

ANCHOR = "industries-rows"


def table(comparison: IndustryComparison) -> html.Table:
    """Ranked or listed industries, those without a figure, then totals and groups."""
    rows: list[list[tables.Content]] = []
    for i, band in enumerate(comparison.bands):
        rank = words.rank(comparison.bands, i)
        rows += [[*_cells(comparison, row), rank] for row in band]
    if not comparison.bands:
        rows += [[*_cells(comparison, row), _("not ranked")] for row in comparison.listed]
    rows = _sorted(rows, comparison.view.sort)
    small = comparison.small if comparison.bands else []
    unranked = [*small, *comparison.hidden, *comparison.apart]
    rows += [[*_cells(comparison, row), _("not ranked")] for row in unranked]
    return tables.table(words.figure_title(comparison), _heads(comparison), rows)


def _heads(comparison: IndustryComparison) -> list[str | Component]:
    """What each column holds; the names, and what is ranked by, sort."""
    view = comparison.view
    by_value = Sort.LOWEST if view.sort is Sort.HIGHEST else Sort.HIGHEST

    def sorting(text: str, by: Sort) -> Component:
        return tables.sorting_head(view, text, by, addresses.INDUSTRIES, ANCHOR)

    when = formats.first_upper(words.when(comparison))
    name = sorting(_("Industry"), Sort.NAME)
    if not comparison.is_change:
        return [name, sorting(when, by_value), _("Rank")]
    before = formats.first_upper(words.base_words(comparison))
    return [name, when, before, sorting(_("Change"), by_value), _("Rank")]


def _sorted(rows: list[list[tables.Content]], sort: Sort) -> list[list[tables.Content]]:
    """Compared industries in the order asked for; they come highest first."""
    if sort is Sort.NAME:
        return sorted(rows, key=lambda row: str(row[0]))
    return rows[::-1] if sort is Sort.LOWEST else rows


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
    change = formats.number(row.value, comparison.drawn) if row.value is not None else _("none")
    return [*cells, before, change]
