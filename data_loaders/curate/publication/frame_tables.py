"""Observations to frames: one small table an indicator, geography and industry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter
from types import MappingProxyType
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_loaders.curate.publication.classes import class_bounds, period_bounds
from data_loaders.observations.table import KEY, ObservationError
from data_loaders.privacy.tables import noisy
from data_loaders.privacy.tables.counted import borough_of
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import (
    REASON_CODES,
    STATUS_CODES,
    Area,
    Geography,
    Indicator,
    Source,
)

Key = tuple[str, str, str]
Margins = Mapping[tuple[str, str, str, str], float]
NOT_NOISY: Margins = MappingProxyType({})
SERIES = ["indicator_id", "geography", "industry_id"]
CODE_OF = {str(status): code for status, code in STATUS_CODES.items()}
CODE_OF_REASON = {str(reason): code for reason, code in REASON_CODES.items()}


@dataclass(frozen=True, slots=True)
class _Columns:
    """Observations as arrays: what is done once for a table is not done for each of its frames."""

    table: pd.DataFrame
    area: NDArray[np.intp]
    area_ids: list[str]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]

    def series(self) -> Iterator[tuple[Key, NDArray[np.intp]]]:
        """The rows of every indicator, geography and industry, in that order."""
        rows = self.table.groupby(SERIES, sort=False).indices
        yield from sorted(cast("dict[Key, NDArray[np.intp]]", rows).items(), key=itemgetter(0))


def _columns(observations: pd.DataFrame) -> _Columns:
    area, area_ids = pd.factorize(observations["area_id"])
    start = observations["period_start"].to_numpy()
    end = observations["period_end"].to_numpy()
    return _Columns(observations, area, [str(each) for each in area_ids], start, end)


def frames(
    observations: pd.DataFrame,
    indicators: dict[str, Indicator],
    areas: dict[Geography, tuple[Area, ...]],
    margins: Margins = NOT_NOISY,
) -> Iterator[Frame]:
    """Every frame of checked observations, in order of indicator, geography, industry.

    `margins` are those of noisy figures, by indicator, geography, industry and area.
    Areas stand in the order of their area table. Raises ObservationError where a frame's grid
    has holes: every area needs a row, and a status, for every period.
    """
    columns = _columns(observations)
    values = observations["value"].to_numpy()
    reasons = observations["reason"].map(CODE_OF_REASON)
    codes = reasons.fillna(observations["status"].map(CODE_OF)).to_numpy()
    order = {
        name: {area.id: place for place, area in enumerate(all_)} for name, all_ in areas.items()
    }
    for (indicator_id, name, industry_id), rows in columns.series():
        _require_whole_grid(columns, rows, f"{indicator_id} by {name} ({industry_id})")
        known = order[Geography(name)]
        # What no table of areas names comes last, each whole.
        last = enumerate(columns.area_ids, start=len(known))
        ranks = np.array([known.get(area_id, place) for place, area_id in last])
        rows = rows[np.lexsort((columns.start[rows], ranks[columns.area[rows]]))]
        made = _frame(
            columns,
            rows,
            indicators[indicator_id],
            (Geography(name), industry_id),
            values[rows],
            "".join(codes[rows]),
        )
        keys = [(indicator_id, name, industry_id, area_id) for area_id in made.areas]
        yield replace(made, margins=tuple(margins[key] for key in keys)) if margins else made


def margins_of(
    source: Source, observations: pd.DataFrame, areas: dict[Geography, tuple[Area, ...]]
) -> Margins:
    """How far from a figure of a source the true one may lie; none where it is not noisy."""
    noise, grid = source.policy.noise, source.policy.publication_grid
    if noise is None or grid is None:
        return NOT_NOISY
    return noisy.margins(observations, noise, grid, borough_of(areas))


def with_range_of(
    source: Source, observations: pd.DataFrame, areas: dict[Geography, tuple[Area, ...]]
) -> pd.DataFrame:
    """Observations as their file holds them: with the range of each figure where it is noisy."""
    noise, grid = source.policy.noise, source.policy.publication_grid
    if noise is None or grid is None:
        return observations
    return noisy.with_range(observations, noise, grid, borough_of(areas))


def _frame(
    columns: _Columns,
    rows: NDArray[np.intp],
    indicator: Indicator,
    cut: tuple[Geography, str],
    values: NDArray[np.float64],
    codes: str,
) -> Frame:
    """The frame of rows that stand area by area, oldest period first."""
    length = len(np.unique(columns.start[rows]))
    first = rows[:length]
    grid = values.reshape((-1, length))
    return Frame(
        indicator.id,
        *cut,
        periods=tuple(zip(_days(columns.start[first]), _days(columns.end[first]), strict=True)),
        areas=tuple([columns.area_ids[place] for place in columns.area[rows[::length]].tolist()]),
        values=tuple(map(tuple, _plain(grid))),
        statuses=tuple(codes[at : at + length] for at in range(0, len(codes), length)),
        classes=class_bounds(values, indicator.measure),
        period_classes=period_bounds(grid, indicator.measure),
    )


def _days(moments: NDArray[np.datetime64]) -> list[date]:
    return moments.astype("datetime64[D]").tolist()


def _plain(grid: NDArray[np.float64]) -> list[list[float | None]]:
    """NaN as None, whole numbers without a decimal point: a third fewer bytes."""
    cells, is_whole = grid.astype(object), grid == np.trunc(grid)
    cells[is_whole] = grid[is_whole].astype(np.int64)
    cells[np.isnan(grid)] = None
    return cells.tolist()


def require_whole(observations: pd.DataFrame) -> None:
    """Raise ObservationError where the grid of one series has holes.

    Known of each source before anything is written, so that one does not stop the others.
    """
    columns = _columns(observations)
    for (indicator_id, geography, industry_id), rows in columns.series():
        _require_whole_grid(columns, rows, f"{indicator_id} by {geography} ({industry_id})")


def _require_whole_grid(columns: _Columns, rows: NDArray[np.intp], name: str) -> None:
    if _is_whole_grid(columns, rows):
        return
    group = columns.table.iloc[rows]
    spans = group[["period_start", "period_end"]].drop_duplicates()
    repeated = spans["period_start"].duplicated()
    if repeated.any():
        starts = spans.loc[repeated, "period_start"].dt.date.head(5).tolist()
        raise ObservationError(f"{name}: periods of different length start on {starts}")
    areas_a_period = group.groupby("period_start")["area_id"].nunique()
    short = areas_a_period[areas_a_period < group["area_id"].nunique()]
    if len(short):
        sample = group.loc[group["period_start"].isin(short.index), KEY].head(3)
        raise ObservationError(
            f"{name}: {len(short)} periods lack a row for some of its "
            f"{group['area_id'].nunique()} areas, the first {short.index[0].date()}. Every area "
            f"needs a row with a status for every period. Near:\n{sample.to_string(index=False)}"
        )


def _is_whole_grid(columns: _Columns, rows: NDArray[np.intp]) -> bool:
    """Whether one series has as many rows as areas times periods, each period of one length.

    Its keys are unique, as checked before.
    """
    start, end = columns.start[rows], columns.end[rows]
    starts, place = np.unique(start, return_inverse=True)
    ends = np.empty(len(starts), end.dtype)
    ends[place] = end
    is_of_one_length = bool((ends[place] == end).all())
    return is_of_one_length and len(rows) == len(starts) * len(np.unique(columns.area[rows]))
