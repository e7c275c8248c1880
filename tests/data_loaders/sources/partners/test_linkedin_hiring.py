"""LinkedIn's file: months and fractions; anything else stops it, and every fault is said."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners.linkedin_hiring import source as linkedin_hiring
from tests.support.handed_over import observed

DELIVERY = """\
month_begin_date,hiring_rate_sa,mom_change,yoy_change
2020-01-01,1.0500,,
2020-02-01,1.0710,0.0200,
2020-03-01,0.9639,-0.1000,
2020-04-01,0.4820,-0.5000,
2020-05-01,0.5302,0.1000,
"""
NAME = "linkedin_hiring_rate_2020-06-15.csv"


def read(folder: Path, content: str, name: str = NAME) -> tuple[pd.DataFrame | None, Report]:
    path = folder / name
    path.write_text(content)
    return read_delivery(linkedin_hiring, [path])


def published(folder: Path, content: str) -> pd.DataFrame:
    kept, report = read(folder, content)
    assert kept is not None, [finding.sentence for finding in report.findings]
    return observed(linkedin_hiring, kept)


def refusal(folder: Path, content: str, name: str = NAME) -> str:
    kept, report = read(folder, content, name)
    assert kept is None
    return "\n".join(finding.sentence for finding in report.findings)


def test_the_rate_is_given_against_100_and_changes_in_percent(tmp_path: Path) -> None:
    table = published(tmp_path, DELIVERY).set_index(["indicator_id", "period_start"])["value"]
    april = pd.Timestamp("2020-04-01")
    assert table["hiring_rate", april] == 48.2
    assert table["hiring_rate_monthly_change", april] == -50.0


def test_the_newest_three_months_are_provisional(tmp_path: Path) -> None:
    table = published(tmp_path, DELIVERY)
    rates = table[table["indicator_id"] == "hiring_rate"]
    assert rates["status"].tolist() == ["normal"] * 2 + ["provisional"] * 3


def test_a_change_without_an_earlier_month_is_not_reported(tmp_path: Path) -> None:
    table = published(tmp_path, DELIVERY)
    yearly = table[table["indicator_id"] == "hiring_rate_yearly_change"]
    assert set(yearly["status"]) == {"not_reported"}
    assert yearly["value"].isna().all()


def test_a_month_left_out_is_not_reported_and_said(tmp_path: Path) -> None:
    content = "".join(line for line in DELIVERY.splitlines(keepends=True) if "2020-03" not in line)
    kept, report = read(tmp_path, content)
    assert kept is not None
    assert "months left out: 1" in report.findings[0].sentence
    table = observed(linkedin_hiring, kept)
    march = table[table["period_start"] == "2020-03-01"]
    assert set(march["status"]) == {"not_reported"}


def test_columns_may_come_in_another_order(tmp_path: Path) -> None:
    rows = [line.split(",") for line in DELIVERY.splitlines()]
    reordered = "\n".join(",".join([*row[1:], row[0]]) for row in rows)
    pd.testing.assert_frame_equal(published(tmp_path, reordered), published(tmp_path, DELIVERY))


def test_percents_in_place_of_fractions_stop(tmp_path: Path) -> None:
    said = refusal(tmp_path, DELIVERY.replace("0.1000,", "10.00,").replace("-0.5000", "-50.0"))
    assert "mom_change: below -1" in said
    said = refusal(tmp_path, DELIVERY.replace("0.0200", "2.00"))
    assert "row 3: mom_change: not the change of hiring_rate_sa" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1.0710", "107.10", "row 3: hiring_rate_sa: above 10"),
        ("1.0710", "", "row 3: hiring_rate_sa: empty"),
        ("2020-04-01", "2020-04-15", "row 5: month_begin_date: not the first day"),
        ("2020-04-01", "2020-03-01", "rows 4, 5: rows that share month_begin_date"),
        ("2020-05-01", "2021-05-01", "row 6: month_begin_date: a date that cannot be"),
        ("2020-05-01", "05/01/2020", "row 6: month_begin_date: no date"),
        ("hiring_rate_sa", "hiring_rate", "may be 'hiring_rate_sa'"),
        (",0.1000,\n", "", "rows without 4 cells"),
    ],
)
def test_what_is_damaged_stops_with_its_row(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refusal(tmp_path, DELIVERY.replace(old, new))


def test_a_name_with_a_nonsense_date_stops(tmp_path: Path) -> None:
    assert "1989-06-15.csv" in refusal(tmp_path, DELIVERY, "linkedin_hiring_rate_1989-06-15.csv")
    assert "2020-13-45.csv" in refusal(tmp_path, DELIVERY, "linkedin_hiring_rate_2020-13-45.csv")


def test_two_files_at_once_stop(tmp_path: Path) -> None:
    first, second = tmp_path / NAME, tmp_path / NAME.replace("06-15", "07-15")
    first.write_text(DELIVERY)
    second.write_text(DELIVERY)
    kept, report = read_delivery(linkedin_hiring, [first, second])
    assert kept is None
    assert "give the newest" in report.findings[0].sentence
