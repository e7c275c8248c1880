"""The city held against its boroughs: a series whose place is not the city's does not add up."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data_loaders.observations.table import ObservationError
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID, UNALLOCATED
from data_loaders.vocabulary.model import Geography, Indicator, Parts, PartsRule, Status

KEY = ["industry_id", "period_start"]
SHOWN = 5


def require_parts(observations: pd.DataFrame, indicators: Iterable[Indicator]) -> None:
    """Raise ObservationError where a city's values do not follow from its boroughs' by rule.

    Held are the periods in which the city and all five boroughs have a value.
    """
    for indicator in indicators:
        if indicator.parts is not None:
            _require(observations, indicator, indicator.parts)


def _require(observations: pd.DataFrame, indicator: Indicator, parts: Parts) -> None:
    values = _by_area(observations, indicator.id)
    expected = _expected(observations, values, parts)
    difference = (values[CITY_ID] - expected).abs()
    differing = difference[difference > parts.within]
    if differing.empty:
        return
    periods = ", ".join(f"{key[1]:%Y-%m-%d}" for key in list(differing.index)[:SHOWN])
    raise ObservationError(
        f"{indicator.id}: the city is not the {parts.rule} of its boroughs, within "
        f"{parts.within:g} {indicator.unit}, in {len(differing)} of {int(difference.count())} "
        f"periods ({periods}). Look at the publisher's title of each series: one of them is "
        "of another place, or in another unit."
    )


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


def _by_area(observations: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    """Values of one indicator, a row a period and industry, a column an area."""
    is_held = observations["geography"].isin([str(Geography.CITY), str(Geography.BOROUGH)])
    cells = observations[is_held & observations["indicator_id"].eq(indicator_id)]
    # Where there is nothing to count, a part adds nothing.
    is_none = cells["status"].eq(str(Status.NOT_APPLICABLE))
    cells = cells.assign(value=cells["value"].mask(is_none, 0.0))
    table = cells.pivot_table("value", KEY, "area_id", dropna=False)
    return table.reindex(columns=[CITY_ID, UNALLOCATED, *BOROUGH_IDS])
