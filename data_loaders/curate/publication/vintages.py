"""How figures were revised, from several files of the same source laid beside each other.

Vintages are files that somebody kept, what earlier releases held here published, and what the
release being made publishes. What a file says of a figure is held against the newest file that has
it; figures without a value, or that the release marks as unreliable, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.curate.publication.last_good import Curated
from data_loaders.observations.kept_vintages import KeptVintages, Reading
from data_loaders.observations.parquet import read_observations
from data_loaders.released.release import Release, ReleaseError, release_order
from data_loaders.released.view_reading import own_industry
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Status,
)
from data_loaders.vocabulary.vintages import (
    RevisionHistory,
    RevisionUnit,
    UsualRevision,
    Vintage,
)

Tables = Sequence[tuple[date, pd.DataFrame]]
CELL = ["geography", "area_id", "industry_id", "period_start"]
MOST_RELEASES = 12
LEAST_FIGURES = 3
NINE_OF_TEN = 0.9
DECIMALS = 3
POINTS = (Measure.PERCENT, Measure.PERCENT_CHANGE, Measure.POINTS, Measure.SCORE)
# How many of the newest periods a fan shows, and the first age of each class of ages.
PERIODS_OF_FAN = {
    Frequency.DAY: 90,
    Frequency.WEEK: 52,
    Frequency.MONTH: 48,
    Frequency.QUARTER: 24,
    Frequency.HALF_YEAR: 12,
    Frequency.YEAR: 12,
}
FIRST_LAGS = {
    Frequency.DAY: (0, 1, 7, 30, 90, 365),
    Frequency.WEEK: (0, 1, 2, 3, 4, 8),
    Frequency.MONTH: (0, 1, 2, 3, 6, 12, 24),
    Frequency.QUARTER: (0, 1, 2, 3, 4, 8),
    Frequency.HALF_YEAR: (0, 1, 2, 4),
    Frequency.YEAR: (0, 1, 2, 4),
}


@dataclass(frozen=True, slots=True)
class _Grid:
    """One indicator: a row a cell, a column a vintage, oldest file first; NaN without a value."""

    indicator: Indicator
    as_of: tuple[date, ...]
    cells: pd.DataFrame
    ends: Mapping[pd.Timestamp, pd.Timestamp]


def histories(
    curated: Mapping[str, Curated], kept: Mapping[str, Tables], root: Path
) -> tuple[RevisionHistory, ...]:
    """The history of every indicator of which two vintages or more differ or go on.

    `kept` are older files by source; `root` holds the releases made before this one.
    """
    revised: list[RevisionHistory] = []
    earlier = _earlier_releases(root)
    for source_id, one in curated.items():
        tables = [*kept.get(source_id, ()), *_published(earlier, one)]
        tables.append((one.delivery.vintage, one.observations))
        if len(tables) > 1:
            revised.extend(of_indicators(one.source.indicators, tables))
    return tuple(revised)


def carried_on(
    made: Iterable[RevisionHistory],
    earlier: Iterable[RevisionHistory],
    curated: Mapping[str, Curated],
) -> tuple[RevisionHistory, ...]:
    """Of each indicator the history of the most files: older ones may be at hand no more.

    What is hidden now, or has no value, is not told again from an older history either.
    """
    best = {history.indicator_id: history for history in made}
    for one in curated.values():
        periods = {i.id: i.frequency for i in one.source.indicators}
        for history in earlier:
            name = history.indicator_id
            is_same = periods.get(name) is history.frequency and not one.is_coarser
            if is_same and (name not in best or best[name].files < history.files):
                best[name] = _told_now(history, one.observations)
    return tuple(best[name] for name in sorted(best))


def _told_now(history: RevisionHistory, table: pd.DataFrame) -> RevisionHistory:
    series = [str(history.geography), history.area_id, history.industry_id]
    rows = table[(table["indicator_id"] == history.indicator_id) & table["value"].notna()]
    is_own = (rows[CELL[:3]] == series).all(axis=1)
    valued = {start.date() for start in rows.loc[is_own, "period_start"]}
    is_told = [first in valued for first, _last in history.periods]
    vintages = tuple(
        replace(
            each,
            values=tuple(
                value if told else None for value, told in zip(each.values, is_told, strict=True)
            ),
        )
        for each in history.vintages
    )
    return replace(history, vintages=vintages)


def kept_vintages(
    kept: Iterable[KeptVintages], mirror: Path | None, reading: Reading | None = None
) -> Tables:
    """Observations of every older file of a source in a mirror; none without one."""
    if mirror is None:
        return ()
    return [pair for each in kept for pair in each.every(mirror, reading)]


def of_indicators(indicators: Iterable[Indicator], tables: Tables) -> Iterator[RevisionHistory]:
    """The history of each indicator that two tables or more have."""
    split = [(as_of, _by_indicator(table)) for as_of, table in tables]
    for indicator in indicators:
        own = [(as_of, parts[indicator.id]) for as_of, parts in split if indicator.id in parts]
        is_told = indicator.id in split[-1][1]
        if indicator.frequency in FIRST_LAGS and is_told and len(own) > 1:
            grid = _grid(indicator, own)
            if len(grid.as_of) > 1 and (grid.cells.notna().sum(axis=1) > 1).any():
                yield _history(grid)


def _by_indicator(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    parts = table.groupby("indicator_id", sort=False)
    return {str(indicator_id): part for indicator_id, part in parts}


def _earlier_releases(root: Path) -> list[Release]:
    """The newest releases of the folder, oldest first, but digests, whose periods are longer."""
    names = sorted((path.parent.name for path in root.glob("*/manifest.json")), key=release_order)
    opened: list[Release] = []
    for name in names[-MOST_RELEASES:]:
        try:
            release = Release.open(root / name, is_whole=False)
        except ReleaseError:
            continue  # a damaged release is told of where it is served; it is no vintage
        if not release.catalog.digest:
            opened.append(release)
    return opened


def _published(earlier: Iterable[Release], now: Curated) -> Iterator[tuple[date, pd.DataFrame]]:
    """What earlier releases published of a source, of each set of files once."""
    seen = {now.delivery.sha256}
    for release in earlier:
        name = f"observations/{now.source.id}.parquet"
        deliveries = [d for d in release.catalog.deliveries if d.source_id == now.source.id]
        if deliveries and deliveries[0].sha256 not in seen and _is_as_published(release, name):
            seen.add(deliveries[0].sha256)
            yield deliveries[0].vintage, read_observations(release.folder / name)


def _is_as_published(release: Release, name: str) -> bool:
    """Whether a release has a file, and it is the one published: a damaged one is no vintage."""
    try:
        release.files.check(name)
    except ReleaseError:
        return False
    return True


def _grid(indicator: Indicator, tables: Tables) -> _Grid:
    """All vintages of an indicator, from tables of it alone, the one that reaches furthest last.

    The last table is what is published now: what it hides, or has no value for, is told of no
    vintage, and a vintage that says nothing else than another is left out.
    """
    told = _cells(tables[-1][1])
    starts = told.index.get_level_values("period_start")
    readings: list[tuple[pd.Timestamp, date, pd.Series]] = []
    for as_of, table in tables:
        cells = _cells(table)["value"]
        own = cells.reindex(told.index)
        if own.notna().any():
            readings.append((cells.index.get_level_values("period_start").max(), as_of, own))
    readings.sort(key=lambda one: one[0])
    distinct: list[tuple[date, pd.Series]] = []
    for _newest, as_of, own in readings:
        if not any(_says_no_more(own, other, starts) for _, other in distinct):
            distinct.append((as_of, own))
    if not distinct:
        return _Grid(indicator, (), pd.DataFrame(), {})
    values = pd.concat([own for _, own in distinct], axis=1, keys=range(len(distinct)))
    ends = dict(zip(starts, told["period_end"], strict=True))
    return _Grid(indicator, tuple(as_of for as_of, _ in distinct), values.sort_index(), ends)


def _cells(table: pd.DataFrame) -> pd.DataFrame:
    is_sure = table["value"].notna() & (table["status"] != str(Status.LOW_RELIABILITY))
    rows = table[is_sure]
    return rows.set_index(CELL)[["value", "period_end"]]


def _says_no_more(own: pd.Series, other: pd.Series, starts: pd.Index) -> bool:
    """Whether two files end together and agree wherever both have a value."""
    both = (own.notna() & other.notna()).to_numpy()
    ends = [starts[each.notna().to_numpy()].max() for each in (own, other)]
    return ends[0] == ends[1] and bool((own.to_numpy()[both] == other.to_numpy()[both]).all())


def _history(grid: _Grid) -> RevisionHistory:
    compared = grid.cells[grid.cells.notna().sum(axis=1) > 1]
    geography, area_id, industry_id = _widest(grid.indicator, compared)
    levels = [compared.index.get_level_values(name) for name in CELL[:3]]
    is_own = (levels[0] == geography) & (levels[1] == area_id) & (levels[2] == industry_id)
    own = compared[is_own].droplevel([0, 1, 2]).sort_index()
    fan = _where_most_end(own, PERIODS_OF_FAN[grid.indicator.frequency])
    unit = RevisionUnit.POINTS if grid.indicator.measure in POINTS else RevisionUnit.PERCENT
    return RevisionHistory(
        grid.indicator.id,
        grid.indicator.frequency,
        Geography(geography),
        area_id,
        industry_id,
        tuple((start.date(), grid.ends[start].date()) for start in fan.index),
        tuple(_lines(grid.as_of, fan)),
        len(grid.as_of),
        unit,
        tuple(_usual(grid, unit)),
    )


def _widest(indicator: Indicator, compared: pd.DataFrame) -> tuple[str, str, str]:
    """The series that a fan shows: of the city, of all industries together, the longest."""
    industry = own_industry(indicator, ALL_INDUSTRIES)
    periods = compared.groupby(level=CELL[:3]).size()
    return min(
        periods.index,
        key=lambda one: (one[0] != Geography.CITY, one[2] != industry, -periods[one], one),
    )


def _where_most_end(series: pd.DataFrame, most: int) -> pd.DataFrame:
    """So many periods in which the most files end, the newest such: there a fan is widest open."""
    is_there = series.notna().to_numpy()
    places = sorted(int(np.flatnonzero(column)[-1]) for column in is_there.T if column.any())
    inside = [sum(last - most < place <= last for place in places) for last in places]
    last = max(zip(inside, places, strict=True))[1]
    return series.iloc[max(last + 1 - most, 0) : last + 1]


def _lines(as_of: Sequence[date], fan: pd.DataFrame) -> Iterator[Vintage]:
    for name, day in enumerate(as_of):
        column = fan[name]
        if column.notna().any():
            values = (None if pd.isna(value) else float(value) for value in column)
            yield Vintage(day, tuple(values))


def _usual(grid: _Grid, unit: RevisionUnit) -> Iterator[UsualRevision]:
    lags, changes = _revisions(grid, unit)
    firsts = FIRST_LAGS[grid.indicator.frequency]
    for first, after in zip(firsts, [*firsts[1:], None], strict=True):
        is_of_age = (lags >= first) & (True if after is None else lags < after)
        settled = changes[is_of_age]
        if len(settled) >= LEAST_FIGURES:
            sizes = np.abs(settled)
            yield UsualRevision(
                first,
                None if after is None else after - 1,
                len(settled),
                int(np.count_nonzero(settled == 0)),
                round(float(np.median(sizes)), DECIMALS),
                round(float(np.quantile(sizes, NINE_OF_TEN)), DECIMALS),
                round(float(np.median(settled)), DECIMALS),
            )


def _revisions(grid: _Grid, unit: RevisionUnit) -> tuple[np.ndarray, np.ndarray]:
    """Age and revision of every figure of every file that a newer file has too.

    A percent of nothing is none, so figures of 0 are left out where percents are counted.
    """
    values = grid.cells.to_numpy(float)
    starts, order = pd.factorize(grid.cells.index.get_level_values("period_start"), sort=True)
    ages: list[np.ndarray] = []
    changes: list[np.ndarray] = []
    for column in range(values.shape[1] - 1):
        now, later = values[:, column], _newest(values[:, column + 1 :])
        both = ~np.isnan(now) & ~np.isnan(later)
        if unit is RevisionUnit.PERCENT:
            both &= now > 0
        change = later[both] - now[both]
        ages.append(starts[~np.isnan(now)].max() - starts[both])
        changes.append(change / now[both] * 100 if unit is RevisionUnit.PERCENT else change)
    assert len(order), "a grid of two vintages or more has periods"
    return np.concatenate(ages), np.concatenate(changes).round(9)


def _newest(later: np.ndarray) -> np.ndarray:
    """The value of the newest file that has one."""
    frame = pd.DataFrame(later).ffill(axis=1)
    return frame.iloc[:, -1].to_numpy(float)
