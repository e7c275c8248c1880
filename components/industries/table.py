"""Industries as a table: the ranked, those without a figure, then totals and groups."""

from __future__ import annotations

from dash import html

from components.figures import tables
from components.industries import words
from components.industries.ranks import IndustryComparison, IndustryRow
from components.text import formats
from components.text.words import _


def table(comparison: IndustryComparison) -> html.Table:
    """Ranked or listed industries, those without a figure, then totals and groups."""
    heads = [_("Industry"), formats.first_upper(words.when(comparison))]
    if comparison.is_change:
        heads += [formats.first_upper(words.base_words(comparison)), _("Change")]
    rows: list[list[tables.Content]] = []
    for i, band in enumerate(comparison.bands):
        rank = words.rank(comparison.bands, i)
        rows += [[*_cells(comparison, row), rank] for row in band]
    if not comparison.bands:
        rows += [[*_cells(comparison, row), _("not ranked")] for row in comparison.listed]
    small = comparison.small if comparison.bands else []
    unranked = [*small, *comparison.hidden, *comparison.apart]
    rows += [[*_cells(comparison, row), _("not ranked")] for row in unranked]
    return tables.table(words.figure_title(comparison), [*heads, _("Rank")], rows)


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
