"""The heatmap's numbers: every industry in every period, sorted into classes around no change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import quantiles

from components.figures import ramps
from components.industries.ranks import (
    UNCLASSIFIED,
    IndustryComparison,
    IndustryRow,
    first_position,
)
from components.text import formats, reasons
from components.text.words import _
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Measure

HIDDEN, MISSING, GAP = "heat-hid", "heat-mis", "heat-gap"
STYLE_NAMES = {HIDDEN: "hid", MISSING: "mis"}
FROM_HUNDRED = 100.0
ROUND = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 2000)


@dataclass(frozen=True, eq=False)
class Heat:
    """Industries over all periods of a comparison from `start` on; each part is made when it is
    first asked for, as a page that is drawn already asks for few."""

    comparison: IndustryComparison
    rows: Sequence[IndustryRow]
    start: int

    @property
    def is_drawn(self) -> bool:
        """Whether there is something to draw: levels of industries share no scale."""
        return bool(self.rows and self.comparison.baseline)

    @property
    def kept_under(self) -> tuple[Hashable, ...]:
        """All that its cells, and so its drawings, depend on: not the period asked for."""
        of = self.comparison
        return of.release, of.indicator.id, of.area.geography, of.area.id, of.base_year

    @property
    def periods(self) -> Sequence[tuple[date, date]]:
        """The columns, oldest first."""
        return self.comparison.periods[self.start :]

    @cached_property
    def cells(self) -> Sequence[Sequence[Cell]]:
        """A row an industry, a cell a period, as compared."""
        bases, line = self.comparison.bases, self.comparison.line
        return [line(row.industry_id, bases)[self.start :] for row in self.rows]

    @cached_property
    def edges(self) -> Sequence[float]:
        """What parts the seven color classes, lowest first, around no change: half is as deep as
        double. Empty where nothing is compared."""
        if not self.comparison.baseline:
            return ()
        is_index = self.comparison.drawn.measure is Measure.INDEX
        middle = FROM_HUNDRED if is_index else 0.0
        values = [c.value - middle for line in self.cells for c in line if c.value is not None]
        rises = _rises([max(value, _as_rise(value)) for value in values])
        falls = [round(100 * (100 / (100 + rise) - 1)) for rise in reversed(rises)]
        return [middle + edge for edge in (*falls, *rises)]

    @cached_property
    def gaps(self) -> frozenset[int]:
        """Positions of periods of which no figure is held."""
        if not self.comparison.baseline:
            return frozenset()
        columns = zip(*self.cells, strict=True)
        return frozenset(i for i, cells in enumerate(columns) if not any(map(_is_told, cells)))

    @cached_property
    def classes(self) -> Sequence[str]:
        """The styles of the colors, lowest first."""
        compared = self.comparison
        return ramps.of_changes(compared.indicator) if compared.baseline else ()

    @cached_property
    def styles(self) -> Sequence[Sequence[str]]:
        """The style class of each cell."""
        return [[self.style(cell, i) for i, cell in enumerate(line)] for line in self.cells]

    def style(self, cell: Cell, position: int) -> str:
        """The style class of a cell."""
        if position in self.gaps:
            return GAP
        if cell.value is None:
            return HIDDEN if cell.status.is_hidden else MISSING
        return self.classes[bisect_left(self.edges, cell.value)]


def heat(comparison: IndustryComparison) -> Heat:
    """Industries over all periods.

    Of figures that begin with the year compared with only those after it are kept: that year
    is no change from itself.
    """
    rows = [*comparison.rows, *(row for row in comparison.apart if row.industry_id == UNCLASSIFIED)]
    year, some = comparison.base_year, next(iter(comparison.frames.values()))
    begins_with_base = bool(comparison.years) and comparison.years[0] == year
    return Heat(comparison, rows, first_position(some, year) if begins_with_base else 0)


def _is_told(cell: Cell) -> bool:
    return cell.value is not None or cell.status.is_hidden


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
    """Every class that a cell has with its span in words, lowest first, and the reasons for cells
    without one."""
    words = [formats.bound(edge, comparison.drawn) for edge in heat_map.edges]
    spans = [_("up to {high}", high=words[0])]
    spans += [
        _("over {low}, up to {high}", low=low, high=high)
        for low, high in zip(words, words[1:], strict=False)
    ]
    spans.append(_("over {low}", low=words[-1]))
    drawn = {style for styles in heat_map.styles for style in styles}
    classes = zip(heat_map.classes, spans, strict=True)
    items: list[tuple[str, str]] = [(style, span) for style, span in classes if style in drawn]
    lacking = {
        (STYLE_NAMES[style], reasons.label(cell))
        for cells, styles in zip(heat_map.cells, heat_map.styles, strict=True)
        for cell, style in zip(cells, styles, strict=True)
        if style in STYLE_NAMES
    }
    items += sorted(lacking)
    if GAP in drawn:
        period = formats.periods_word(comparison.indicator.frequency)
        items.append(("gap", _("No figures held of these {periods}", periods=period)))
    return items
