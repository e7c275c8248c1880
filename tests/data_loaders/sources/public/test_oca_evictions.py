"""Eviction filings by week and by ZIP code, and marshal evictions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.oca_evictions import source as oca_evictions

DAILY_HEADER = (
    "day,nyc_holdover_filings,nyc_holdover_res_filings,nyc_nonpay_filings,"
    "nyc_nonpay_res_filings,outside_nyc_holdover_filings,outside_nyc_nonpay_filings,total_filings"
)
FILES = {
    oca_evictions.DAILY: "\n".join(
        [
            DAILY_HEADER,
            *(f"2021-03-{day:02},9,5,9,6,9,9,45" for day in range(1, 22)),
            "2021-03-22,9,5,9,7,9,9,45",
        ]
    ),
    oca_evictions.BY_ZIP: """\
zipcode,filings_since_032320,unitsres_total,unitsrental,filingsrate_2plus
10001,50,2000,1500,33
10002,40,2000,0,
10003,12,2000,1900,6
10004,10,2000,2000,5
10162,60,,,
00000,47,,,
""",
    oca_evictions.MARSHALS: """\
week_eviction,marshalevictions
2018-12-31,400
2019-01-07,410
2019-01-21,420
2019-01-28,430
2019-02-04,17
""",
}


def write(tmp_path: Path, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """The six-line delivery in a folder, with (old, new) text replaced in the files named."""
    for name, text in FILES.items():
        old, new = (changes or {}).get(name, ("", ""))
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return tmp_path


def row(table: pd.DataFrame, indicator_id: str, area_id: str, start: str) -> pd.Series:
    chosen = (
        table["indicator_id"].eq(indicator_id)
        & table["area_id"].eq(area_id)
        & table["period_start"].eq(start)
    )
    assert chosen.sum() == 1
    return table[chosen].iloc[0]


def test_a_week_of_residential_filings_runs_from_monday_to_sunday(tmp_path: Path) -> None:
    table = oca_evictions.read(write(tmp_path))
    week = row(table, "eviction_filings", "NYC", "2021-03-01")
    assert (week["value"], week["status"]) == (77, "normal")
    assert str(week["period_end"].date()) == "2021-03-07"


def test_newest_weeks_are_provisional_and_one_without_all_days_is_not_reported(
    tmp_path: Path,
) -> None:
    table = oca_evictions.read(write(tmp_path))
    assert row(table, "eviction_filings", "NYC", "2021-03-08")["status"] == "provisional"
    last = row(table, "eviction_filings", "NYC", "2021-03-22")
    assert last["status"] == "not_reported"
    assert pd.isna(last["value"])


def test_a_day_that_is_missing_or_blank_is_not_counted_as_zero(tmp_path: Path) -> None:
    for lost in (("2021-03-03,9,5,9,6,9,9,45\n", ""), ("2021-03-03,9,5", "2021-03-03,9,")):
        table = oca_evictions.read(write(tmp_path, {oca_evictions.DAILY: lost}))
        assert row(table, "eviction_filings", "NYC", "2021-03-01")["status"] == "not_reported"


def test_a_zip_under_eleven_filings_is_withheld_with_the_next_smallest(tmp_path: Path) -> None:
    table = oca_evictions.read(write(tmp_path))
    for indicator_id in ("eviction_filings_total", "eviction_filings_rate"):
        for zip_code in ("10003", "10004"):
            hidden = row(table, indicator_id, zip_code, "2020-03-23")
            assert hidden["status"] == "withheld"
            assert pd.isna(hidden["value"])
    shown = row(table, "eviction_filings_total", "10001", "2020-03-23")
    assert (shown["value"], shown["status"]) == (50, "normal")


def test_nothing_is_withheld_where_no_total_is_small() -> None:
    filings = pd.Series({"10001": 11.0, "10002": float("nan"), "10003": 90.0})
    assert not oca_evictions.withheld(filings, 11).any()


def test_a_rate_needs_homes_and_says_why_it_is_missing(tmp_path: Path) -> None:
    table = oca_evictions.read(write(tmp_path))
    assert row(table, "eviction_filings_rate", "10001", "2020-03-23")["value"] == 33.3
    none = row(table, "eviction_filings_rate", "10002", "2020-03-23")
    unknown = row(table, "eviction_filings_rate", "10162", "2020-03-23")
    assert (none["status"], unknown["status"]) == ("not_applicable", "not_reported")
    assert row(table, "eviction_filings_total", "10162", "2020-03-23")["value"] == 60


def test_a_zip_the_file_leaves_out_is_not_reported(tmp_path: Path) -> None:
    table = oca_evictions.read(write(tmp_path))
    assert row(table, "eviction_filings_total", "10005", "2020-03-23")["status"] == "not_reported"


def test_filings_outside_the_citys_zip_codes_are_counted_as_not_placed(tmp_path: Path) -> None:
    table = oca_evictions.read(write(tmp_path))
    unplaced = row(table, "eviction_filings_not_placed", "NYC", "2020-03-23")
    assert unplaced["value"] == (21 * 11 + 12) - (50 + 40 + 12 + 10 + 60)
    assert str(unplaced["period_end"].date()) == "2021-03-22"


def test_marshal_weeks_without_a_line_or_not_over_are_not_reported(tmp_path: Path) -> None:
    table = oca_evictions.read(write(tmp_path))
    weeks = table[table["indicator_id"].eq("marshal_evictions")]
    assert weeks["status"].tolist() == [
        "normal",
        "not_reported",
        "normal",
        "normal",
        "not_reported",
    ]
    assert weeks["value"].dropna().tolist() == [410, 420, 430]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (oca_evictions.DAILY, "nyc_nonpay_res_filings", "nonpay", "nyc_nonpay_res_filings"),
        (oca_evictions.DAILY, "2021-03-05", "03/05/2021", "rows of day unreadable"),
        (oca_evictions.DAILY, "2021-03-05", "2021-03-04", "each key once"),
        (oca_evictions.BY_ZIP, "10004", "1000A", "ZIP code of five digits"),
        (oca_evictions.BY_ZIP, "10004", "10003", "each key once"),
        (oca_evictions.BY_ZIP, "1900,6", "1900,7", "cut to a whole number"),
        (oca_evictions.BY_ZIP, "10162,60", "10162,600", "at most the 243"),
        (oca_evictions.MARSHALS, "2019-01-21", "2019-01-22", "a Monday"),
    ],
)
def test_a_damaged_file_is_refused(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message) as raised:
        oca_evictions.read(write(tmp_path, {name: (old, new)}))
    assert name in str(raised.value)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return oca_evictions.read(mirror / oca_evictions.SOURCE.feed.folder)


def test_the_published_files_keep_the_promises_of_their_indicators(
    published: pd.DataFrame,
) -> None:
    observations.check(published, oca_evictions.SOURCE.indicators)


def test_weekly_filings_are_the_citys_and_not_the_states(published: pd.DataFrame) -> None:
    # 1,373 residential filings in the city from October 21 to 27, 2024; 2,363 statewide.
    week = row(published, "eviction_filings", "NYC", "2024-10-21")
    assert (week["value"], week["status"]) == (1373, "provisional")
    assert row(published, "eviction_filings", "NYC", "2024-10-14")["status"] == "normal"
    assert row(published, "eviction_filings", "NYC", "2024-11-04")["status"] == "not_reported"
    assert row(published, "eviction_filings", "NYC", "2019-01-07")["status"] == "normal"


def test_zip_totals_span_the_days_of_the_citys_filings(published: pd.DataFrame) -> None:
    shown = row(published, "eviction_filings_total", "10001", "2020-03-23")
    assert shown["value"] == 1274
    assert str(shown["period_end"].date()) == "2024-11-08"
    assert row(published, "eviction_filings_rate", "10001", "2020-03-23")["value"] == 55.2


def test_small_zip_totals_and_one_more_are_withheld(published: pd.DataFrame) -> None:
    totals = published[published["indicator_id"].eq("eviction_filings_total")]
    hidden = totals[totals["status"].eq("withheld")]["area_id"]
    assert sorted(hidden) == [
        *("10041", "10158", "10176", "10279", "11001"),
        *("11005", "11040", "11371", "11430", "11697"),
    ]
    assert totals["value"].min() == 36


def test_what_is_not_placed_is_said_in_numbers_and_words(
    published: pd.DataFrame, mirror: Path
) -> None:
    unplaced = row(published, "eviction_filings_not_placed", "NYC", "2020-03-23")["value"]
    assert unplaced == 418_291 - 396_577
    text = (mirror / "oca-evictions" / oca_evictions.BY_ZIP).read_text(encoding="utf-8")
    lines = [line.split(",") for line in text.splitlines()[1:]]
    in_list = set(published.loc[published["indicator_id"].eq("eviction_filings_total"), "area_id"])
    strays = [int(cells[1]) for cells in lines if cells[0] not in in_list]
    assert sum(int(cells[1]) for cells in lines) == 396_752
    said = oca_evictions.SOURCE.known_errors[0]
    for number in (
        f"{len(strays)} of the {len(lines)} lines",
        f"{sum(strays)} filings",
        f"{unplaced - sum(strays):,.0f} more",
        f"These {unplaced:,.0f} of 418,291",
    ):
        assert number in said


def test_marshal_evictions_are_the_publishers(published: pd.DataFrame) -> None:
    assert row(published, "marshal_evictions", "NYC", "2020-03-02")["value"] == 235
    assert row(published, "marshal_evictions", "NYC", "2024-11-04")["value"] == 241
    assert row(published, "marshal_evictions", "NYC", "2020-03-16")["status"] == "not_reported"
    assert row(published, "marshal_evictions", "NYC", "2024-11-11")["status"] == "not_reported"
