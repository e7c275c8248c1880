"""Observations as a table: its columns, and the check every publish runs.

Key `indicator_id, geography, area_id, period_start, industry_id`; then `period_end` (inclusive),
`value` in the indicator's unit, `status`, `reason`. Ids, statuses and reasons are strings, dates
are `datetime64[ms]` midnight, `value` is float with NaN where the status allows none. A reason is
empty where the status says all, and in tables of readers whose source gives one for all cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date

import numpy as np
import pandas as pd

from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    STATUS_OF_REASON,
    VALUED,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Status,
)

KEY = ["indicator_id", "geography", "area_id", "period_start", "industry_id"]
REASON = "reason"
COLUMNS = [*KEY, "period_end", "value", "status", REASON]
NOT_NEGATIVE = {Measure.COUNT, Measure.RATE, Measure.MONEY, Measure.INDEX, Measure.DAYS}
LENGTH_IN_DAYS = {
    Frequency.DAY: (1, 1),
    Frequency.WEEK: (7, 7),
    Frequency.MONTH: (28, 31),
    Frequency.QUARTER: (90, 92),
    Frequency.HALF_YEAR: (181, 184),
    Frequency.YEAR: (365, 366),
}


class ObservationError(ValueError):
    """Observations that must not be published.

    The message names the first offending keys, never a value: it may be one to withhold.
    """


def tidy(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Parts of a reader's result as one table of observations, in key order."""
    joined = pd.concat([_whole(part) for part in parts], ignore_index=True)
    joined["value"] = joined["value"].astype("float64")
    for column in ("period_start", "period_end"):
        joined[column] = joined[column].astype("datetime64[ms]")
    for column in ("indicator_id", "geography", "area_id", "industry_id", "status", REASON):
        joined[column] = joined[column].astype("str")
    return joined.sort_values(KEY, ignore_index=True)


def _whole(part: pd.DataFrame) -> pd.DataFrame:
    """A part with every column in order; without reasons where it gives none."""
    if REASON not in part.columns:
        return part[COLUMNS[:-1]].assign(reason="")
    return part[COLUMNS].assign(reason=part[REASON].fillna(""))


def check(
    observations: pd.DataFrame, indicators: Iterable[Indicator], received_on: date | None = None
) -> None:
    """Raise ObservationError unless every observation keeps the promises of its indicator.

    No value may be of a period that begins, or a total that ends, after they were received.
    """
    known = {indicator.id: indicator for indicator in indicators}
    if list(observations.columns) != COLUMNS:
        raise ObservationError(f"expected columns {COLUMNS}, found {list(observations.columns)}")
    _reject(observations, ~observations["indicator_id"].isin(known), "have an unknown indicator")
    _reject(observations, observations.duplicated(KEY, keep=False), "share their key")
    _reject(observations, observations[KEY].isna().any(axis=1), "lack a part of their key")
    _reject(observations, observations["value"].abs().eq(np.inf), "are no finite number")
    _check_statuses(observations, known.values())
    if received_on is not None:
        totals = {each.id for each in known.values() if each.frequency is Frequency.TOTAL}
        # A month may still run; what is counted in one total has happened.
        is_over = observations["indicator_id"].isin(totals)
        until = observations["period_end"].where(is_over, observations["period_start"])
        is_to_come = until > pd.Timestamp(received_on)
        _reject(observations, is_to_come, f"are of periods after {received_on}, when received")
    has_value = observations["status"].isin({str(status) for status in VALUED})
    _reject(observations, observations["value"].notna() != has_value, "contradict their status")
    expected = observations[REASON].map(
        {str(reason): str(status) for reason, status in STATUS_OF_REASON.items()}
    )
    explained = observations[REASON].ne("")
    differs = explained & (expected != observations["status"])
    _reject(observations, differs, "have a reason of another status, or of no list")
    for indicator_id, group in observations.groupby("indicator_id", sort=False):
        _check_indicator(group, known[str(indicator_id)])


def _check_statuses(observations: pd.DataFrame, indicators: Collection[Indicator]) -> None:
    """The whole city is not hidden for a handful of people, nor may it be none of millions.

    A part of a whole may be: one industry, or one of several figures of a family.
    """
    families = Counter(indicator.family for indicator in indicators)
    whole = [each.id for each in indicators if families[each.family] == 1]
    is_whole = (
        observations["indicator_id"].isin(whole)
        & observations["geography"].eq(str(Geography.CITY))
        & observations["industry_id"].eq(ALL_INDUSTRIES)
    )
    unclear = observations["status"].eq(str(Status.WITHHELD_OR_NONE))
    problem = "of the whole city are said to be hidden or none; they are cut off or not reported"
    _reject(observations, is_whole & unclear, problem)


def _check_indicator(group: pd.DataFrame, indicator: Indicator) -> None:
    allowed = {str(name) for name in indicator.geographies}
    _reject(group, ~group["geography"].isin(allowed), f"are outside {sorted(allowed)}")
    industries = {industry_id for industry_id, *_ in indicator.industries}
    _reject(group, ~group["industry_id"].isin(industries), "have an unknown industry")
    for name, rows in group.groupby("geography", sort=False):
        ids = geography.area_ids(Geography(str(name)))
        if name != Geography.CITY:
            ids |= {geography.UNALLOCATED}
        _reject(rows, ~rows["area_id"].isin(ids), f"name areas that are not in {name}")
    _check_periods(group, indicator)
    _check_range(group, indicator)


def _check_periods(group: pd.DataFrame, indicator: Indicator) -> None:
    start, end = group["period_start"], group["period_end"]
    days = (end - start).dt.days + 1
    shortest, longest = LENGTH_IN_DAYS.get(indicator.frequency, (1, 36_600))
    _reject(group, ~days.between(shortest, longest), f"are not one whole {indicator.frequency}")
    match indicator.frequency:
        case Frequency.WEEK:
            misaligned = end.dt.day_of_week + 1 != indicator.week_ends_on
        case Frequency.MONTH | Frequency.QUARTER | Frequency.HALF_YEAR | Frequency.YEAR:
            misaligned = ~(start.dt.is_month_start & end.dt.is_month_end)
        case Frequency.DAY | Frequency.TOTAL:
            return
    _reject(group, misaligned, f"are not aligned to the {indicator.frequency}")


def _check_range(group: pd.DataFrame, indicator: Indicator) -> None:
    value = group["value"]
    if indicator.measure in NOT_NEGATIVE:
        _reject(group, value < 0, f"are negative {indicator.measure} values")
    if indicator.measure in (Measure.PERCENT, Measure.SCORE):
        _reject(group, (value < 0) | (value > 100), "are outside 0 to 100")
    if indicator.measure is Measure.PERCENT_CHANGE:
        _reject(group, value < -100, "fall by more than 100 percent")


def _reject(observations: pd.DataFrame, bad: pd.Series, problem: str) -> None:
    if bad.any():
        rows = observations.loc[bad, [*KEY, "status"]].head(5).to_string(index=False)
        raise ObservationError(f"{int(bad.sum())} observations {problem}:\n{rows}")
