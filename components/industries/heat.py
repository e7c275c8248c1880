"""The heatmap's numbers: every industry in every period, sorted into classes around no change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from components.industries.ranks import (
    UNCLASSIFIED,
    IndustryComparison,
    IndustryRow,
    change,
    first_position,
    same_period,
)
from components.text import formats
from components.text.words import _
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Measure, Status

CLASSES = ("d0", "d1", "d2", "d3", "d4", "d5", "d6")
HIDDEN, MISSING = "heat-hid", "heat-mis"
FROM_HUNDRED = 100.0
ROUND = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Heat:
    """`cells` holds a row an industry, a cell a period, as compared. `edges` part the seven
    color classes, lowest first, around no change: half is as deep as double."""

    periods: Sequence[tuple[date, date]]
    rows: Sequence[IndustryRow]
    cells: Sequence[Sequence[Cell]]
    edges: Sequence[float]

    def style(self, cell: Cell) -> str:
        """The style class of a cell."""
        if cell.value is None:
            return HIDDEN if cell.status.is_hidden else MISSING
        return CLASSES[bisect_left(self.edges, cell.value)]


def heat(comparison: IndustryComparison) -> Heat:
    """Industries over all periods that can be compared."""
    rows = [*comparison.rows, *(row for row in comparison.apart if row.industry_id == UNCLASSIFIED)]
    year = int(comparison.baseline) if comparison.is_change else None
    start = first_position(next(iter(comparison.frames.values())), year)
    cells = [
        [
            _cell(comparison, row, position, year)
            for position in range(start, len(comparison.periods))
        ]
        for row in rows
    ]
    middle = FROM_HUNDRED if comparison.drawn.measure is Measure.INDEX else 0.0
    values = [c.value - middle for line in cells for c in line if c.value is not None]
    rises = _rises([max(value, _as_rise(value)) for value in values])
    edges = [round(100 * (100 / (100 + rise) - 1)) for rise in reversed(rises)] + rises
    return Heat(comparison.periods[start:], rows, cells, [middle + edge for edge in edges])


def _cell(
    comparison: IndustryComparison, row: IndustryRow, position: int, year: int | None
) -> Cell:
    base = same_period(comparison.frames[row.industry_id], position, year) if year else None
    cell, before = comparison.cells(row.industry_id, position, base)
    if year is None or cell.value is None:
        return cell
    if before is None or not before.value:
        hidden = before is not None and before.status.is_hidden
        return Cell(None, before.status if before and hidden else Status.NOT_REPORTED)
    return Cell(change(cell.value, before.value), cell.status)


def _as_rise(value: float) -> float:
    """The rise that undoes a fall, both in percent: 100 for -50."""
    return 100 * (100 / max(100 + value, 1.0) - 1)


def _rises(values: Sequence[float]) -> list[float]:
    """Three round rises near the quarters of all changes."""
    if len(values) < 4:
        return [10.0, 25.0, 50.0]
    edges: list[float] = []
    for wanted in quantiles(values, n=4):
        larger = [one for one in ROUND if not edges or one > edges[-1]] or [ROUND[-1]]
        edges.append(float(min(larger, key=lambda one: abs(one - wanted))))
    return edges


def legend(heat_map: Heat, comparison: IndustryComparison) -> list[tuple[str, str]]:
    """Every class with its span in words, lowest first, and the reasons for cells without one."""
    words = [formats.bound(edge, comparison.drawn) for edge in heat_map.edges]
    spans = [_("under {high}", high=words[0])]
    spans += [
        _("{low} to {high}", low=low, high=high)
        for low, high in zip(words, words[1:], strict=False)
    ]
    spans.append(_("over {low}", low=words[-1]))
    items: list[tuple[str, str]] = [*zip(CLASSES, spans, strict=True)]
    used = {heat_map.style(cell) for line in heat_map.cells for cell in line}
    if HIDDEN in used:
        items.append(("hid", formats.status(Status.WITHHELD_OR_NONE)))
    if MISSING in used:
        items.append(("mis", formats.status(Status.NOT_REPORTED)))
    return items
