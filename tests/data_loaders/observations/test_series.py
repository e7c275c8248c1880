"""Values over time as observations: gaps, lengths of periods, marks."""

from __future__ import annotations

import pandas as pd
import pytest

from data_loaders.observations.series import series
from data_loaders.sources.public.indeed_hiring_lab import JOB_POSTINGS
from data_loaders.sources.public.mta_ridership.indicators import COUNTS
from data_loaders.sources.public.oca_evictions.indicators import FILINGS
from data_loaders.sources.public.times_square_alliance import PEDESTRIANS
from data_loaders.vocabulary.model import Geography


def values(*pairs: tuple[str, float]) -> pd.Series:
    days = pd.to_datetime([day for day, _ in pairs])
    return pd.Series([number for _, number in pairs], index=days)


def test_a_gap_in_the_run_is_a_row_that_is_not_reported() -> None:
    part = series(COUNTS[0], Geography.CITY, "NYC", values(("2024-02-28", 5), ("2024-03-01", 0)))
    assert part["status"].tolist() == ["normal", "not_reported", "normal"]
    assert part["value"].fillna(-1).tolist() == [5, -1, 0]


def test_a_period_ends_with_its_day_its_week_or_its_month() -> None:
    start = values(("2024-02-01", 1))
    ends = [
        series(indicator, Geography.CITY, "NYC", start)["period_end"].iloc[0]
        for indicator in (JOB_POSTINGS, FILINGS, PEDESTRIANS)
    ]
    assert [f"{end:%Y-%m-%d}" for end in ends] == ["2024-02-01", "2024-02-07", "2024-02-29"]


def test_a_mark_stays_only_where_there_is_a_value() -> None:
    run = values(("2024-01-01", 1), ("2024-01-02", float("nan")))
    marks = pd.Series("provisional", index=run.index)
    part = series(COUNTS[0], Geography.CITY, "NYC", run, statuses=marks)
    assert part["status"].tolist() == ["provisional", "not_reported"]


def test_a_week_out_of_step_is_refused() -> None:
    run = values(("2024-01-01", 1), ("2024-01-09", 1))
    with pytest.raises(ValueError, match="2024-01-09 is out of step"):
        series(FILINGS, Geography.CITY, "NYC", run)
