"""Gaps between places are named with both ends, their dates, and what they cannot say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from components.home.area_gaps import area_gaps
from components.home.measures import LedgerEntry, LedgerRow
from components.home.words import value_period
from data_loaders.observations.table import tidy
from data_loaders.released.recovery import recovery
from data_loaders.released.release import Release
from data_loaders.vocabulary.geography import BOROUGH_IDS
from data_loaders.vocabulary.model import Direction, Frequency, Geography, Indicator, Measure
from tests.support.tiny import COURTS, DAY, FILINGS, released

JOBS = replace(
    FILINGS,
    id="jobs_by_workplace",
    unit="jobs",
    frequency=Frequency.QUARTER,
    geographies=(Geography.BOROUGH,),
    direction=Direction.HIGHER_IS_BETTER,
    baseline="2019",
)
SNAP = replace(
    FILINGS,
    id="snap_recipients_rate",
    unit="per 1,000 residents",
    measure=Measure.RATE,
    frequency=Frequency.QUARTER,
    geographies=(Geography.CITY, Geography.CD),
)
ENTRIES = replace(
    FILINGS,
    id="subway_entries",
    unit="entries",
    frequency=Frequency.MONTH,
    geographies=(Geography.PUMA2020,),
)
SUBWAY = replace(
    FILINGS,
    id="subway_entries_vs_2017_19",
    unit="% of 2017 to 2019",
    measure=Measure.INDEX,
    frequency=Frequency.MONTH,
    geographies=(Geography.PUMA2020,),
)
DISTRICTS = {"201": 450.0, "202": 300.0, "203": 200.0, "204": 120.0, "205": 28.0}
PUMAS = {"4204": 56.0, "4205": 70.0, "4208": 80.0, "4211": 90.0, "4103": 93.0}


def rows(indicator: Indicator, geography: str, values: dict[str, float], start: str) -> list[dict]:
    first = pd.Timestamp(start)
    months = 3 if indicator.frequency is Frequency.QUARTER else 1
    end = first + pd.DateOffset(months=months) - pd.Timedelta(days=1)
    same = {"indicator_id": indicator.id, "geography": geography, "industry_id": "all"}
    period = {"period_start": first, "period_end": end, "status": "normal"}
    return [{**same, **period, "area_id": name, "value": each} for name, each in values.items()]


def subway_rows(month: str, shares: dict[str, float], base: float = 1000.0) -> list[dict]:
    """Shares of a month and the entries they are shares of."""
    counts = {name: base * share / 100 for name, share in shares.items()}
    return [*rows(SUBWAY, "puma2020", shares, month), *rows(ENTRIES, "puma2020", counts, month)]


def release_of(root: Path, indicator: Indicator, table: list[dict], *more: Indicator) -> Release:
    made = ModuleType("made")
    source = replace(COURTS, id="made", indicators=(indicator, *more))
    vars(made).update(SOURCE=source, read=lambda _: tidy([pd.DataFrame(table)]))
    released(root, made)
    return Release.open(root / DAY.isoformat())


def test_jobs_of_boroughs_are_told_over_a_year_and_by_place_of_work(tmp_path: Path) -> None:
    changes = dict(zip(BOROUGH_IDS, (-3, 1, 14, 5, 6), strict=True))
    table = [
        row
        for year in (2019, 2024)
        for month in (1, 4, 7, 10)
        for row in rows(
            JOBS,
            "borough",
            {b: 1000 + (changes[b] * 10 if year == 2024 else 0) for b in BOROUGH_IDS},
            f"{year}-{month:02}-01",
        )
    ]
    [gap] = area_gaps(release_of(tmp_path, JOBS, table))
    assert gap.size is None
    assert gap.sentence.startswith("In the 12 months to December 2024, against 2019: ")
    assert "counted where the work is, not where the workers live" in gap.sentence
    for said in ("+14%", "+6%", "+5%", "+1%", "\N{MINUS SIGN}3%"):
        assert said in gap.sentence


@pytest.mark.parametrize(("year", "is_old"), [(2025, True), (2026, False)])
def test_a_gap_between_places_that_is_old_is_last_known(
    tmp_path: Path, year: int, is_old: bool
) -> None:
    table = rows(SNAP, "cd", DISTRICTS, f"{year}-07-01")
    [gap] = area_gaps(release_of(tmp_path, SNAP, table))
    assert gap.is_last_known is is_old


def test_snap_names_the_districts_of_both_ends_now_and_before(tmp_path: Path) -> None:
    table = [
        *rows(SNAP, "cd", DISTRICTS, "2019-07-01"),
        *rows(SNAP, "cd", {**DISTRICTS, "201": 498.0}, "2025-07-01"),
        *rows(SNAP, "city", {"NYC": 202.0}, "2025-07-01"),
    ]
    [gap] = area_gaps(release_of(tmp_path, SNAP, table))
    assert "In September 2025, 498 of every 1,000 residents of" in gap.sentence
    assert "In September 2019 they were 450 and 28." in gap.sentence
    assert gap.sentence.endswith("In the whole city it was 202 in September 2025.")


def test_the_subway_gap_is_over_a_year_and_warns_of_riders_who_do_not_pay(tmp_path: Path) -> None:
    table = [
        row
        for month in pd.date_range("2025-02-01", periods=12, freq="MS")
        for row in subway_rows(f"{month:%Y-%m-%d}", PUMAS)
    ]
    [gap] = area_gaps(release_of(tmp_path, SUBWAY, table, ENTRIES))
    assert gap.sentence.startswith("In the 12 months to January 2026, paid subway entries in ")
    assert "were at 56% of 2017 to 2019. In " in gap.sentence
    assert "they were at 93%. Riders" in gap.sentence
    assert "Riders who do not pay are not counted" in gap.sentence


def test_a_share_of_a_year_weighs_each_month_by_its_base(tmp_path: Path) -> None:
    """Eleven months at 50 of 1,000 and one at 100 of 100,000: 95, where a plain mean says 54."""
    table = []
    for month in pd.date_range("2025-02-01", periods=12, freq="MS"):
        is_busy = month.month == 1
        shares = {**PUMAS, "4204": 100.0 if is_busy else 50.0}
        table += subway_rows(f"{month:%Y-%m-%d}", shares, 100_000 if is_busy else 1000)
    [gap] = area_gaps(release_of(tmp_path, SUBWAY, table, ENTRIES))
    assert "they were at 95%." in gap.sentence


def test_no_place_is_named_where_several_share_an_end_or_its_figure_is_doubtful(
    tmp_path: Path,
) -> None:
    table = rows(SNAP, "cd", {**DISTRICTS, "202": 450.4, "206": 900.0}, "2025-07-01")
    table[-1]["status"] = "low_reliability"
    [gap] = area_gaps(release_of(tmp_path, SNAP, table))
    assert "450 of every 1,000 residents of 2 districts got SNAP" in gap.sentence


@pytest.mark.parametrize("months", [11, 1])
def test_less_than_a_year_of_entries_says_nothing(tmp_path: Path, months: int) -> None:
    table = [
        row
        for month in pd.date_range("2025-02-01", periods=months, freq="MS")
        for row in subway_rows(f"{month:%Y-%m-%d}", PUMAS)
    ]
    assert area_gaps(release_of(tmp_path, SUBWAY, table, ENTRIES)) == []


def test_a_rows_number_and_its_change_are_of_one_window(tmp_path: Path) -> None:
    """Quarters of 100 before and of 80 now, but for the newest, which alone would be 20."""
    table = [
        row
        for start, value in [
            *((f"2019-{month:02}-01", 100.0) for month in (1, 4, 7, 10)),
            *((f"2024-{month:02}-01", 80.0) for month in (1, 4, 7)),
            ("2024-10-01", 20.0),
        ]
        for row in rows(JOBS, "borough", {"BX": value}, start)
    ]
    release = release_of(tmp_path, JOBS, table)
    stands = recovery(release, JOBS.id, Geography.BOROUGH, "BX")
    assert stands is not None
    assert (stands.figure, stands.now, stands.before) == (80, 80, 100)
    assert value_period(stands) == "middle of the 12 months to December 2024"
    assert LedgerRow(LedgerEntry("Jobs", "Jobs", ()), stands).standing.window == stands.compared
