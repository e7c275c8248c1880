"""One figure over one set of areas as a grid: a row a series, a column a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_loaders.vocabulary.model import ALL_INDUSTRIES, Frequency, Indicator

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
# Below a quarter of what is usual in a series a change is small, however large its share.
FLOOR = 0.25
# Publishers complete their newest periods: how many are not yet settled.
UNSETTLED = {
    Frequency.DAY: 14,
    Frequency.WEEK: 4,
    Frequency.MONTH: 2,
    Frequency.QUARTER: 1,
}


@dataclass(frozen=True, eq=False)
class Grid:
    """Values of a figure now and in the last release, NaN where there is none.

    `series` are area and industry of each row, `starts` the first days of the columns. `last` is
    all NaN where there is no last release.
    """

    indicator: Indicator
    geography: str
    series: list[tuple[str, str]]
    starts: pd.DatetimeIndex
    now: Floats
    last: Floats

    @property
    def name(self) -> str:
        """The figure and its boundaries, as messages name it."""
        return f"{self.indicator.id} by {self.geography}"

    @property
    def floor(self) -> Floats:
        """For each series the size below which a change is small; a column."""
        before = np.where(self.has_last.any(axis=1, keepdims=True), self.last, self.now)
        with np.errstate(invalid="ignore"):
            return FLOOR * _median_of_some(np.abs(before))

    @property
    def has_now(self) -> Mask:
        return ~np.isnan(self.now)

    @property
    def has_last(self) -> Mask:
        return ~np.isnan(self.last)

    def rows(self, cells: Mask) -> tuple[str, ...]:
        """The cells of a mask in words, those of the newest periods first."""
        places = np.argwhere(cells)
        order = np.argsort(-places[:, 1], kind="stable") if len(places) else places[:, 0]
        return tuple(self._row(*places[each]) for each in order)

    def _row(self, series: int, period: int) -> str:
        return f"{self.named(series)} {self.starts[period]:%Y-%m-%d}"

    def named(self, series: int) -> str:
        """A series in words."""
        area, industry = self.series[series]
        return area if industry == ALL_INDUSTRIES else f"{area} {industry}"


def grid(
    indicator: Indicator, geography: str, now: pd.DataFrame, last: pd.DataFrame | None
) -> Grid:
    """The grid of the rows of one figure and geography, now and before."""
    both = now if last is None else pd.concat([now, last], ignore_index=True)
    area, areas = pd.factorize(both["area_id"])
    industry, industries = pd.factorize(both["industry_id"])
    key = area * len(industries) + industry
    rows, keys = pd.factorize(key)
    columns, starts = pd.factorize(both["period_start"], sort=True)
    values = both["value"].to_numpy("float64")
    tables = []
    for part in (slice(0, len(now)), slice(len(now), None)):
        table = np.full((len(keys), len(starts)), np.nan)
        table[rows[part], columns[part]] = values[part]
        tables.append(table)
    names = [
        (str(areas[int(each) // len(industries)]), str(industries[int(each) % len(industries)]))
        for each in keys
    ]
    return Grid(indicator, geography, names, pd.DatetimeIndex(starts), tables[0], tables[1])


def settled(figure: Grid) -> Mask:
    """The columns whose figures publishers have completed, as a row."""
    ends = np.flatnonzero(figure.has_last.any(axis=0))
    newest = ends[-UNSETTLED.get(figure.indicator.frequency, 0) :] if len(ends) else ends
    is_settled = np.ones(figure.now.shape[1], dtype=bool)
    if figure.indicator.frequency in UNSETTLED:
        is_settled[newest] = False
    return is_settled[np.newaxis, :]


def median(values: Floats) -> Floats:
    """The median of each row's values, NaN where it has none; a column."""
    ranked = np.sort(values, axis=1)  # NaN comes last
    count = (~np.isnan(values)).sum(axis=1, keepdims=True)
    low = np.take_along_axis(ranked, np.maximum(count - 1, 0) // 2, axis=1)
    high = np.take_along_axis(ranked, np.minimum(count // 2, values.shape[1] - 1), axis=1)
    return np.where(count > 0, (low + high) / 2, np.nan)


def _median_of_some(sizes: Floats) -> Floats:
    """The median of each row's values above zero, that of all rows where one has none; a column."""
    above = np.where(sizes > 0, sizes, np.nan)
    of_rows = median(above)
    whole = float(median(of_rows.T)[0, 0])
    return np.where(np.isnan(of_rows), 1.0 if np.isnan(whole) else whole, of_rows)
