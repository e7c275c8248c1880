"""Sums over periods and changes between them, as equations of the rows they tie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data_loaders.privacy.audit import over_time
from data_loaders.privacy.audit.over_time import SERIES, SeriesTable
from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.tables.linear import Term
from data_loaders.privacy.tables.network import Ints
from data_loaders.vocabulary.model import Measure

NO_ROW = -1


@dataclass
class Equations:
    """`least` <= sum of the terms <= `most`, one after the other; terms are (row, factor)."""

    terms: list[list[Term]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, terms: list[Term], least: float, most: float) -> None:
        self.terms.append(terms)
        self.least.append(least)
        self.most.append(most)


def time_rules(published: PublishedSource) -> Equations:
    """All that hold a gap, for every pair of indicators of which one sums up the other."""
    panels, equations = over_time.panels(published), Equations()
    rows = _rows(published)
    for name, level in panels.items():
        kind = published.indicator(name).measure
        if kind not in (Measure.COUNT, Measure.MONEY) or not level.hidden.any():
            continue
        for other_name, other in panels.items():
            if other is not level:
                pair = _Pair(level, other, rows[name], rows[other_name], equations)
                pair.collect()
    return equations


def _rows(published: PublishedSource) -> dict[str, Ints]:
    """Where each series and period of an indicator stands in the observations."""
    table = published.observations
    series = pd.MultiIndex.from_frame(table[SERIES]).unique().sort_values()
    periods = pd.Index(sorted(set(table["period_start"])))
    at_series = series.get_indexer(pd.MultiIndex.from_frame(table[SERIES]))
    at_period = periods.get_indexer(pd.Index(table["period_start"]))
    rows = {}
    for name, places in table.groupby("indicator_id").indices.items():
        rows[str(name)] = np.full((len(series), len(periods)), NO_ROW, dtype=np.int64)
        rows[str(name)][at_series[places], at_period[places]] = places
    return rows


@dataclass(frozen=True)
class _Pair:
    """Two indicators: figures of each period, and what may sum them up."""

    level: SeriesTable
    other: SeriesTable
    rows: Ints
    other_rows: Ints
    found: Equations

    def collect(self) -> None:
        level, other = self.level, self.other
        for window in over_time.WINDOWS:
            for factor in (1.0, 1.0 / window):
                if over_time.is_rolling(level, other, window, factor):
                    self._sums(window, factor)
        if over_time.is_cumulative(level, other):
            self._differences()
        for earlier in over_time.spans_of(level, other):
            self._growth(earlier)

    def _spans(self, window: int) -> Iterator[tuple[Ints, int, float]]:
        """Rows of each window with a gap, the row of its sum, and what that shows (NaN: hidden)."""
        there = (np.isfinite(self.level.shown) | self.level.hidden) & (self.rows != NO_ROW)
        for place, end in np.argwhere(self.other_rows != NO_ROW).tolist():
            span = slice(end - window + 1, end + 1)
            if end + 1 < window or not there[place, span].all():
                continue
            told = self.other_rows[place, end], float(self.other.shown[place, end])
            if self.level.hidden[place, span].any() or self.other.hidden[place, end]:
                yield self.rows[place, span], int(told[0]), told[1]

    def _sums(self, window: int, factor: float) -> None:
        for rows, total, shown in self._spans(window):
            terms = [(int(row), 1.0) for row in rows]
            if factor == 1.0:
                self.found.add([*terms, (total, -1.0)], 0.0, 0.0)
            elif np.isfinite(shown):
                half = self.other.half_step
                self.found.add(terms, (shown - half) / factor, (shown + half) / factor)

    def _differences(self) -> None:
        for rows, total, _ in self._spans(1):
            place, end = np.argwhere(self.other_rows == total)[0]
            before = int(self.other_rows[place, end - 1]) if end else NO_ROW
            if before != NO_ROW:
                self.found.add([(total, 1.0), (before, -1.0), (int(rows[0]), -1.0)], 0.0, 0.0)

    def _growth(self, earlier: Ints) -> None:
        """What a shown change says of a gap, whether it is since a gap or until one."""
        half = self.other.half_step
        for place, end in np.argwhere(np.isfinite(self.other.shown)).tolist():
            pair = [end, int(earlier[end])]
            now, then = (int(row) for row in self.rows[place, pair])
            if pair[1] < 0 or NO_ROW in (now, then) or now == then:
                continue
            if self.level.hidden[place, pair].any():
                shown = float(self.other.shown[place, end])
                self.found.add([(now, 1.0), (then, -1 - (shown + half) / 100)], -np.inf, 0.0)
                self.found.add([(now, -1.0), (then, 1 + (shown - half) / 100)], -np.inf, 0.0)
