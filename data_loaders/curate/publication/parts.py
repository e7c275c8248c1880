"""The city held against its boroughs: a series whose place is not the city's does not fit them.

An indicator may say how the city follows from its boroughs. For the others the kind of number
tells: counts add up but for what lies in no borough, and the city's rate, price or share is
nowhere below the lowest borough's or above the highest one's.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data_loaders.observations.table import ObservationError
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID, UNALLOCATED
from data_loaders.vocabulary.model import (
    Geography,
    Indicator,
    Measure,
    Parts,
    PartsRule,
    Reason,
    Status,
)

KEY = ["industry_id", "period_start"]
SHOWN = 5
# Publishers leave out of boroughs what they cannot place: 202 of 20,000 felonies, 22 of 1,000
# cases a day. Of the published series none has more.
COUNTS = Parts(PartsRule.SUM, within=25, share=0.025)
MOST_ODD = 0.05


def require_parts(
    observations: pd.DataFrame, indicators: Iterable[Indicator], *, is_published: bool = True
) -> None:
    """Raise ObservationError where a city's values do not follow from its boroughs'.

    Held are the periods in which the city and all five boroughs have a value. Unless figures
    are as their publisher has them, only rules that indicators state are held.
    """
    for indicator in indicators:
        parts = indicator.parts or (_by_kind(indicator) if is_published else None)
        if parts is not None:
            _require(observations, indicator, parts)


def _by_kind(indicator: Indicator) -> Parts | None:
    """How the kind of number makes a city follow from its boroughs."""
    if not {Geography.CITY, Geography.BOROUGH} <= set(indicator.geographies):
        return None
    if indicator.measure is Measure.COUNT:
        return COUNTS
    return Parts(PartsRule.BETWEEN, within=10.0**-indicator.decimals, most_odd=MOST_ODD)


def _require(observations: pd.DataFrame, indicator: Indicator, parts: Parts) -> None:
    values = _by_area(observations, indicator.id, none_adds_nothing=parts.rule is PartsRule.SUM)
    expected = _expected(observations, values, parts)
    difference = (values[CITY_ID] - expected).abs()
    differing = difference[difference > parts.within + parts.share * expected.abs()]
    held = int(difference.count())
    if len(differing) <= parts.most_odd * held:
        return
    periods = ", ".join(f"{key[1]:%Y-%m-%d}" for key in list(differing.index)[:SHOWN])
    raise ObservationError(
        f"{indicator.id}: the city is not {_in_words(parts.rule)}, within {parts.within:g} "
        f"{indicator.unit}, in {len(differing)} of {held} periods ({periods}). Look at the "
        "publisher's title of each series: one of them is of another place, or in another unit."
    )


def _in_words(rule: PartsRule) -> str:
    if rule is PartsRule.BETWEEN:
        return "between the lowest and the highest of its boroughs"
    return f"the {rule} of its boroughs"


def _expected(observations: pd.DataFrame, values: pd.DataFrame, parts: Parts) -> pd.Series:
    """What the boroughs make the city, NaN where one of them has no value."""
    boroughs = values[list(BOROUGH_IDS)]
    match parts.rule:
        case PartsRule.SUM:
            return boroughs.sum(axis=1, skipna=False) + values[UNALLOCATED].fillna(0)
        case PartsRule.MEAN:
            weights = _by_area(observations, parts.weights)[list(BOROUGH_IDS)]
            weights = weights.reindex(boroughs.index)
            return (boroughs * weights).sum(axis=1, skipna=False) / weights.sum(
                axis=1, skipna=False
            )
        case PartsRule.BETWEEN:
            lowest = boroughs.min(axis=1, skipna=False)
            inside = values[CITY_ID].clip(lowest, boroughs.max(axis=1, skipna=False))
            return inside.where(lowest.notna())


def _by_area(
    observations: pd.DataFrame, indicator_id: str, *, none_adds_nothing: bool = False
) -> pd.DataFrame:
    """Values of one indicator, a row a period and industry, a column an area."""
    is_held = observations["geography"].isin([str(Geography.CITY), str(Geography.BOROUGH)])
    cells = observations[is_held & observations["indicator_id"].eq(indicator_id)]
    if none_adds_nothing:
        # What a publisher does not cover may be anything; only where there is nothing it is 0.
        is_none = cells["status"].eq(str(Status.NOT_APPLICABLE)) & cells["reason"].ne(
            str(Reason.NOT_COVERED)
        )
        cells = cells.assign(value=cells["value"].mask(is_none, 0.0))
    table = cells.pivot_table("value", KEY, "area_id", dropna=False)
    return table.reindex(columns=[CITY_ID, UNALLOCATED, *BOROUGH_IDS])
