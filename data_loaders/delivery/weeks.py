"""Visits by day as levels by week, for sources that publish an index of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Status

ONE_DAY = pd.Timedelta(days=1)


def whole_weeks(
    kept: pd.DataFrame, areas: Sequence[str], industries: Sequence[str]
) -> tuple[pd.DatetimeIndex, Floats]:
    """First days of weeks, and visits as weeks × areas × industries.

    `kept` has day, area_id, industry_id and visits. Weeks run Monday to Sunday, from the first to
    the last that is whole; one between them that lacks a day, or a number of visits, is NaN.
    """
    first, last = kept["day"].min(), kept["day"].max()
    monday = first + (7 - first.day_of_week) % 7 * ONE_DAY
    sunday = last - (last.day_of_week + 1) % 7 * ONE_DAY
    days = pd.date_range(monday, sunday, unit="ms")
    place = [
        days.get_indexer(pd.DatetimeIndex(kept["day"])),
        pd.Index(areas).get_indexer(pd.Index(kept["area_id"])),
        pd.Index(industries).get_indexer(pd.Index(kept["industry_id"])),
    ]
    inside = np.min(place, axis=0) >= 0
    visits = np.full((len(days), len(areas), len(industries)), np.nan)
    visits[tuple(axis[inside] for axis in place)] = kept["visits"].to_numpy("float64")[inside]
    by_week = visits.reshape(-1, 7, len(areas), len(industries)).sum(axis=1)
    return days[::7], by_week


def with_total(visits: Floats, industries: Sequence[str], parts: Sequence[str]) -> Floats:
    """Visits with ALL_INDUSTRIES, the sum of `parts`, before the industries."""
    chosen = [list(industries).index(name) for name in parts]
    return np.concatenate([visits[..., chosen].sum(axis=-1, keepdims=True), visits], axis=-1)


def levels(
    indicator_id: str,
    starts: pd.DatetimeIndex,
    industries: Sequence[str],
    by_geography: Mapping[Geography, tuple[Sequence[str], Floats]],
) -> pd.DataFrame:
    """Counted observations of visits, which are never fewer than the devices they were seen with.

    `industries` without ALL_INDUSTRIES, which comes first in the arrays (weeks × areas ×
    industries). A series that nobody was ever seen in is not applicable: there is no such venue.
    """
    names = [ALL_INDUSTRIES, *industries]
    parts = [
        _long(str(geography), starts, areas, names, visits)
        for geography, (areas, visits) in by_geography.items()
    ]
    table = pd.concat(parts, ignore_index=True).assign(indicator_id=indicator_id)
    table["contributors"] = table["value"]
    unknown = dict.fromkeys(["establishments", "largest", "second"], np.nan)
    return table.assign(**unknown)[COUNTED]


def _long(
    geography: str,
    starts: pd.DatetimeIndex,
    areas: Sequence[str],
    industries: Sequence[str],
    visits: Floats,
) -> pd.DataFrame:
    index = pd.MultiIndex.from_product(
        [starts, areas, industries], names=["period_start", "area_id", "industry_id"]
    )
    is_ever = np.broadcast_to((np.nan_to_num(visits) > 0).any(axis=0), visits.shape)
    value = np.where(is_ever, visits, np.nan)
    status = np.select(
        [~is_ever, np.isnan(value)],
        [str(Status.NOT_APPLICABLE), str(Status.NOT_REPORTED)],
        str(Status.NORMAL),
    )
    table = index.to_frame(index=False)
    return table.assign(
        geography=geography,
        period_end=table["period_start"] + 6 * ONE_DAY,
        value=value.ravel(),
        status=status.ravel(),
    )
