"""Observations to frames: one small table an indicator, geography and industry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from data_loaders.curate.publication.classes import class_bounds, period_bounds
from data_loaders.observations.table import KEY, ObservationError
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import (
    REASON_CODES,
    STATUS_CODES,
    Area,
    Geography,
    Indicator,
)

CODE_OF = {str(status): code for status, code in STATUS_CODES.items()}
CODE_OF_REASON = {str(reason): code for reason, code in REASON_CODES.items()}


def frames(
    observations: pd.DataFrame,
    indicators: dict[str, Indicator],
    areas: dict[Geography, tuple[Area, ...]],
) -> Iterator[Frame]:
    """Every frame of checked observations, in order of indicator, geography, industry.

    Areas stand in the order of their area table. Raises ObservationError where a frame's grid
    has holes: every area needs a row, and a status, for every period.
    """
    keys = ["indicator_id", "geography", "industry_id"]
    for key, group in observations.groupby(keys, sort=True):
        indicator_id, geography, industry_id = (str(part) for part in key)
        order = [area.id for area in areas[Geography(geography)]]
        yield _frame(group, indicators[indicator_id], Geography(geography), industry_id, order)


def _frame(
    group: pd.DataFrame,
    indicator: Indicator,
    geography: Geography,
    industry_id: str,
    order: Sequence[str],
) -> Frame:
    _require_whole_grid(group, f"{indicator.id} by {geography} ({industry_id})")
    rank = {area_id: place for place, area_id in enumerate(order)}
    group = group.assign(rank=group["area_id"].map(rank)).sort_values(["rank", "period_start"])
    periods = _periods(group)
    grid = (-1, len(periods))
    values = group["value"].to_numpy().reshape(grid)
    letters = group["reason"].map(CODE_OF_REASON).fillna(group["status"].map(CODE_OF))
    codes = letters.to_numpy().reshape(grid)
    return Frame(
        indicator.id,
        geography,
        industry_id,
        periods=periods,
        areas=tuple(group["area_id"].iloc[:: len(periods)]),
        values=tuple(_plain(row) for row in values.tolist()),
        statuses=tuple("".join(row) for row in codes.tolist()),
        classes=class_bounds(values.ravel(), indicator.measure),
        period_classes=period_bounds(values, indicator.measure),
    )


def _periods(group: pd.DataFrame) -> tuple[tuple[date, date], ...]:
    spans = group[["period_start", "period_end"]].drop_duplicates().sort_values("period_start")
    return tuple(
        (start.date(), end.date())
        for start, end in zip(spans["period_start"], spans["period_end"], strict=True)
    )


def _plain(row: list[float]) -> tuple[float | None, ...]:
    """NaN as None, whole numbers without a decimal point: a third fewer bytes."""
    return tuple(
        None if value != value else int(value) if value == int(value) else value for value in row
    )


def require_whole(observations: pd.DataFrame) -> None:
    """Raise ObservationError where the grid of one series has holes.

    Known of each source before anything is written, so that one does not stop the others.
    """
    for key, group in observations.groupby(["indicator_id", "geography", "industry_id"]):
        indicator_id, geography, industry_id = (str(part) for part in key)
        _require_whole_grid(group, f"{indicator_id} by {geography} ({industry_id})")


def _require_whole_grid(group: pd.DataFrame, name: str) -> None:
    if _is_whole_grid(group):
        return
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


def _is_whole_grid(group: pd.DataFrame) -> bool:
    """Whether one series has as many rows as areas times periods, each period of one length.

    Its keys are unique, as checked before.
    """
    starts = group["period_start"].nunique()
    spans = len(group[["period_start", "period_end"]].drop_duplicates())
    return starts == spans and len(group) == starts * group["area_id"].nunique()
