"""One area's values over time as observations, with a row for every period of the run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import reject_rows
from data_loaders.observations.table import COLUMNS
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Frequency, Geography, Indicator, Status

STEPS = {Frequency.DAY: "D", Frequency.WEEK: "7D", Frequency.MONTH: "MS"}


def series(
    indicator: Indicator,
    geography: Geography,
    area_id: str,
    values: pd.Series,
    *,
    industry_id: str = ALL_INDUSTRIES,
    statuses: pd.Series | None = None,
) -> pd.DataFrame:
    """Observations of one area from the first to the last period in `values`.

    `values` is indexed by first day of period; a period without a value is not reported.
    `statuses` marks periods that have a value; where absent they are normal. Raises ValueError
    where a period is out of step with the first, KeyError where the indicator has a frequency
    other than day, week or month.
    """
    if values.empty:
        return pd.DataFrame(columns=COLUMNS)
    starts = _every_start(indicator, values)
    run = values.reindex(starts)
    marks = pd.Series(str(Status.NORMAL), index=starts)
    if statuses is not None:
        marks = statuses.reindex(starts).fillna(marks)
    marks = marks.where(run.notna(), str(Status.NOT_REPORTED))
    return pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "geography": str(geography),
            "area_id": area_id,
            "period_start": starts,
            "industry_id": industry_id,
            "period_end": last_days(starts, indicator.frequency),
            "value": run.to_numpy(),
            "status": marks.to_numpy(),
        }
    )


def _every_start(indicator: Indicator, values: pd.Series) -> pd.DatetimeIndex:
    first, last = values.index.min(), values.index.max()
    starts = pd.date_range(first, last, freq=STEPS[indicator.frequency], unit="ms")
    stray = values.index.difference(starts)
    if len(stray):
        raise ValueError(f"{indicator.id}: {stray[0]:%Y-%m-%d} is out of step with other periods")
    return starts


def last_days(starts: pd.DatetimeIndex, frequency: Frequency) -> pd.DatetimeIndex:
    """Last day of each period that begins on `starts`; a day, a week or a month long."""
    match frequency:
        case Frequency.DAY:
            return starts
        case Frequency.WEEK:
            return starts + pd.Timedelta(days=6)
        case _:
            return starts + pd.offsets.MonthEnd(0)


def require_unique(path: Path, column: pd.Series, keys: pd.DataFrame | pd.Series) -> None:
    """Raise DeliveryError where `keys` repeat; `column` is what the message quotes."""
    reject_rows(path, column.astype("str"), keys.duplicated(keep=False), "each key once")
