"""Areas and industries that moved most against their own history, beyond what is noise.

A figure is held against the same period a year before, so that seasons do not count as moves, and
that change against all earlier changes in a year of the same series. Left out are figures that are
unreliable, early or estimated; moves that several share, as no one of them stands out; and values
at the end of a scale, which cannot move on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data_loaders.vocabulary.model import (
    Frequency,
    Geography,
    Indicator,
    Measure,
    Publication,
    Source,
    Standout,
    Status,
)

MOST = 10
MOST_OF_A_FAMILY = 2
# Of changes that scatter evenly, one in 700 lies as far out.
LEAST_TIMES_USUAL = 2.5
LEAST_EARLIER_CHANGES = 8
# Of counts, the number that chance alone moves is the root of what was counted, twice as likely.
LEAST_TIMES_CHANCE = 3.0
LEAST_ROUNDING_STEPS = 3
RECENT = timedelta(days=400)
A_YEAR = {
    Frequency.DAY: 364,  # the same day of the week
    Frequency.WEEK: 52,
    Frequency.MONTH: 12,
    Frequency.QUARTER: 4,
    Frequency.HALF_YEAR: 2,
    Frequency.YEAR: 1,
}
OUTER = (0.1, 0.9)
SHARED_BY = 3
FRAME = ["indicator_id", "geography", "industry_id"]


@dataclass(frozen=True)
class _Table:
    """Values and statuses of one frame: a row an area, a column a period, oldest first."""

    areas: tuple[str, ...]
    periods: tuple[tuple[date, date], ...]
    values: np.ndarray
    is_firm: np.ndarray


def standouts(
    sources: Iterable[Source], observations: Mapping[str, pd.DataFrame], published_on: date
) -> tuple[Standout, ...]:
    """The ten that stand out most; of what is only shown, none."""
    by_family: list[tuple[str, Standout]] = []
    for source in sources:
        if source.publication is not Publication.SHOW:
            families = {indicator.id: indicator.family for indicator in source.indicators}
            for each in of_source(source, observations[source.id], published_on):
                by_family.append((families[each.indicator_id], each))
    return tuple(_best(by_family))


def of_source(source: Source, observations: pd.DataFrame, published_on: date) -> Iterator[Standout]:
    """Every standout of a source, in any geography and industry; groups of industries are none."""
    indicators = {indicator.id: indicator for indicator in source.indicators}
    for key, cells in observations.groupby(FRAME, sort=True):
        name, geography, industry_id = map(str, key)  # pyright: ignore[reportArgumentType]
        indicator = indicators.get(name)
        if indicator is None or published_on - cells["period_end"].max().date() > RECENT:
            continue
        is_group = {industry.id: industry.is_group for industry in indicator.industries}
        if indicator.frequency in A_YEAR and not is_group.get(industry_id):
            yield from _of_table(indicator, Geography(geography), industry_id, _table(cells))


def _table(cells: pd.DataFrame) -> _Table:
    rows, areas = pd.factorize(cells["area_id"], sort=True)
    columns, starts = pd.factorize(cells["period_start"], sort=True)
    values = np.full((len(areas), len(starts)), np.nan)
    is_firm = np.zeros(values.shape, dtype=bool)
    values[rows, columns] = cells["value"].to_numpy(float)
    # A reason beside a number says that it is early, unreliable, or cut off where it stands.
    is_plain = (cells["status"] == str(Status.NORMAL)) & (cells["reason"] == "")
    is_firm[rows, columns] = is_plain.to_numpy(bool)
    ends = dict(zip(columns.tolist(), cells["period_end"], strict=True))
    periods = tuple((start.date(), ends[at].date()) for at, start in enumerate(starts))
    return _Table(tuple(map(str, areas)), periods, values, is_firm)


def _of_table(
    indicator: Indicator, geography: Geography, industry_id: str, table: _Table
) -> Iterator[Standout]:
    """Standouts of one frame in the newest period in which any of its areas has a value."""
    lag = A_YEAR[indicator.frequency]
    columns = np.flatnonzero(~np.isnan(table.values).all(axis=0))
    newest = int(columns[-1]) if len(columns) else -1
    if newest < lag + LEAST_EARLIER_CHANGES:
        return
    values = np.where(table.is_firm, table.values, np.nan)
    changes = values[:, lag : newest + 1] - values[:, : newest + 1 - lag]
    for row, area_id in enumerate(table.areas):
        earlier = changes[row, :-1][~np.isnan(changes[row, :-1])]
        times = _times_usual(float(changes[row, -1]), earlier)
        pair = (float(values[row, newest - lag]), float(values[row, newest]))
        if times >= LEAST_TIMES_USUAL and _is_move(indicator, pair, changes[:, -1], values):
            yield Standout(
                indicator.id,
                geography,
                industry_id,
                area_id,
                *table.periods[newest],
                pair[1],
                *table.periods[newest - lag],
                pair[0],
                _usual(indicator, earlier),
                round(times, 1),
            )


def _times_usual(change: float, earlier: np.ndarray) -> float:
    """How far out a change lies, where the ends of what is usual lie at 1; 0 where that is not
    known."""
    if np.isnan(change) or len(earlier) < LEAST_EARLIER_CHANGES:
        return 0.0
    low, high = np.quantile(earlier, OUTER)
    return float(abs(change - (low + high) / 2) / ((high - low) / 2)) if high > low else 0.0


def _is_move(
    indicator: Indicator, pair: tuple[float, float], changes: np.ndarray, values: np.ndarray
) -> bool:
    """Whether a change is more than rounding and chance, its own alone, and free to go on."""
    before, value = pair
    change = abs(value - before)
    if change < LEAST_ROUNDING_STEPS * 10.0**-indicator.decimals:
        return False
    if indicator.measure is Measure.COUNT and change < LEAST_TIMES_CHANCE * (before + value) ** 0.5:
        return False
    is_tied = np.count_nonzero(np.isclose(changes, value - before)) > 1
    return not is_tied and not any(_is_capped(indicator, each, values) for each in pair)


def _is_capped(indicator: Indicator, value: float, values: np.ndarray) -> bool:
    """Whether a value is at the end of its scale, or at a top or bottom that many are put at."""
    if indicator.measure is Measure.PERCENT and value in (0.0, 100.0):
        return True
    if indicator.measure in (Measure.COUNT, Measure.RATE) and value == 0:
        return True
    is_end = value in (np.nanmin(values), np.nanmax(values))
    return bool(is_end and np.count_nonzero(values == value) >= SHARED_BY)


def _usual(indicator: Indicator, earlier: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(earlier, OUTER)
    return round(float(low), indicator.decimals), round(float(high), indicator.decimals)


def _best(by_family: list[tuple[str, Standout]]) -> Iterator[Standout]:
    """The most unusual first. No figure fills the list, and one area that two sets of boundaries
    share comes once."""
    taken: Counter[str] = Counter()
    told: set[tuple[object, ...]] = set()
    order = sorted(
        by_family, key=lambda each: (-each[1].times_usual, each[1].indicator_id, each[1].area_id)
    )
    for family, each in order:
        same = (each.indicator_id, each.industry_id, each.first, each.value, each.before)
        if same not in told and taken[family] < MOST_OF_A_FAMILY and taken.total() < MOST:
            told.add(same)
            taken[family] += 1
            yield each
