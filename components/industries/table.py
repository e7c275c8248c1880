"""Industries as a table: the ranked, those without a figure, then totals and groups."""

from __future__ import annotations

from dash import html

from components.figures import tables
from components.industries import words
from components.industries.ranks import IndustryComparison, IndustryRow
from components.text import formats
from components.text.words import _


def table(found: IndustryComparison) -> html.Table:
    """Ranked or listed industries, those without a figure, then totals and groups."""
    heads = [_("Industry"), formats.first_upper(words.when(found))]
    if found.is_change:
        heads += [formats.first_upper(words.base_words(found)), _("Change")]
    rows: list[list[tables.Content]] = []
    for i, band in enumerate(found.bands):
        rank = words.rank(found.bands, i)
        rows += [[*_cells(found, row), rank] for row in band]
    if not found.bands:
        rows += [[*_cells(found, row), _("not ranked")] for row in found.listed]
    unranked = [*found.hidden, *found.apart]
    rows += [[*_cells(found, row), _("not ranked")] for row in unranked]
    return tables.table(words.figure_title(found), [*heads, _("Rank")], rows)


def _cells(found: IndustryComparison, row: IndustryRow) -> list[tables.Content]:
    cells: list[tables.Content] = [_(row.name), tables.value_cell(row.cell, found.indicator)]
    if not found.is_change:
        return cells
    before = tables.value_cell(row.before, found.indicator) if row.before else _("no such period")
    change = formats.number(row.value, found.drawn) if row.value is not None else _("none")
    return [*cells, before, change]
