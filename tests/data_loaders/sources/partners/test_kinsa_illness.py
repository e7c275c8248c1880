"""Kinsa's file: five counties by day; whole weeks of boroughs leave it, and nothing finer."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners.kinsa_illness import source as kinsa_illness
from tests.support.handed_over import observed

HEADER = "region_type,region_name,region_state,region_id,signal_type,created_date,pct_ill"
COUNTIES = {
    "36061": "New York",
    "36005": "Bronx County",
    "36047": "Kings(Brooklyn)",
    "36081": "Queens",
    "36085": "Richmond (Staten Island)",
}
SUNDAY = date(2020, 3, 1)


def rows(days: int = 9, ill: float = 3.0) -> list[str]:
    """All counties from Sunday, March 1, 2020: a rest of a week, a whole one, and its end."""
    return [
        f"county,{name},NY,{fips},gamma,{SUNDAY + timedelta(days=day)},{ill + day / 10:.2f}"
        for fips, name in COUNTIES.items()
        for day in range(days)
    ]


def read(folder: Path, lines: list[str]) -> tuple[pd.DataFrame | None, Report]:
    path = folder / "kinsa_gamma_signal.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return read_delivery(kinsa_illness, [path])


def published(folder: Path, lines: list[str]) -> pd.DataFrame:
    kept, report = read(folder, lines)
    assert kept is not None, [finding.sentence for finding in report.findings]
    return observed(kinsa_illness, kept).set_index(["area_id", "period_start"])


def refusal(folder: Path, lines: list[str]) -> str:
    kept, report = read(folder, lines)
    assert kept is None
    return "\n".join(finding.sentence for finding in report.findings)


def changed(old: str, new: str) -> list[str]:
    return [line.replace(old, new) for line in rows()]


def test_a_week_is_the_mean_of_monday_to_sunday_to_one_decimal(tmp_path: Path) -> None:
    table = published(tmp_path, rows(ill=3.01))
    # March 2 to 8 are 3.11 … 3.71; March 1 and 9 belong to weeks that are not whole.
    assert table.loc["BK", "value"].to_dict() == {pd.Timestamp("2020-03-02"): 3.4}
    assert set(table["period_end"]) == {pd.Timestamp("2020-03-08")}


def test_a_week_with_a_day_missing_is_not_reported(tmp_path: Path) -> None:
    without = [line for line in rows() if "36047" not in line or "2020-03-04" not in line]
    blank = [
        line.rpartition(",")[0] + "," if "36061" in line and "2020-03-05" in line else line
        for line in without
    ]
    table = published(tmp_path, blank)
    monday = pd.Timestamp("2020-03-02")
    for area_id in ("BK", "MN"):
        assert table.loc[(area_id, monday), "status"] == "not_reported"
    assert table.loc[("QN", monday), "value"] == 3.4


def test_less_than_a_week_publishes_nothing(tmp_path: Path) -> None:
    kept, _ = read(tmp_path, rows(days=4))
    assert kept is not None
    assert kinsa_illness.counted(kept).empty


def test_the_newest_two_weeks_are_provisional(tmp_path: Path) -> None:
    table = published(tmp_path, rows(days=1 + 3 * 7))
    assert table.loc["BX", "status"].tolist() == ["normal", "provisional", "provisional"]


def test_rows_of_no_county_of_the_city_are_counted_and_left_out(tmp_path: Path) -> None:
    elsewhere = [
        "state,New York,NY,36,gamma,2020-03-02,9.9",
        "county,Nassau,NY,36059,gamma,2020-03-02,9.9",
        "county,Hudson,NJ,34017,gamma,2020-03-02,9.9",
    ]
    kept, report = read(tmp_path, rows() + elsewhere)
    assert kept is not None
    assert len(kept) == 45
    said = [finding.sentence for finding in report.findings]
    assert "row 47: region_type: 1 rows of text of 5 letters left out" in said[0]
    assert "rows 48, 49: region_id: 2 rows of a number of 5 digits left out" in said[1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("36061", "36062", "no rows of Manhattan"),
        ("Kings(Brooklyn)", "Queens", "region_name: not the county of its region_id"),
        (",gamma,", ",atypical,", "signal_type: unknown text of 8 letters"),
        (",NY,36081", ",NJ,36081", "region_state: unknown text of 2 letters"),
        ("2020-03-04", "2020-03-03", "rows that share region_id, created_date"),
        ("2020-03-04", "1920-03-04", "created_date: a date that cannot be"),
        ("2020-03-04", "03/04/2020", "created_date: no date"),
        (",3.40", ",340", "pct_ill: above 40"),
        (",3.40", ",-3", "pct_ill: below 0"),
        (",3.40", ",<5", "pct_ill: no number"),
        (",3.40", "", "rows without 7 cells"),
        (",3.", ",0.03", "pct_ill: never as high as 0.5"),
    ],
)
def test_a_damaged_illness_file_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refusal(tmp_path, changed(old, new))


def test_a_renamed_column_and_another_encoding_stop(tmp_path: Path) -> None:
    path = tmp_path / "kinsa_gamma_signal.csv"
    path.write_text("\n".join([HEADER.replace("pct_ill", "percent_ill"), *rows()]))
    _, report = read_delivery(kinsa_illness, [path])
    assert "may be 'pct_ill'" in report.findings[0].sentence
    path.write_bytes("\n".join([HEADER, *changed("Queens", "Quéens")]).encode("latin-1"))
    _, report = read_delivery(kinsa_illness, [path])
    assert "not written in utf-8" in report.findings[0].sentence


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    lines = [line.replace("2020-03-04", "yesterday").replace(",3.50", ",much") for line in rows()]
    said = refusal(tmp_path, lines)
    assert "created_date: no date" in said
    assert "pct_ill: no number" in said
    assert "much" not in said
