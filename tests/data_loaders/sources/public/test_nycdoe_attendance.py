"""School attendance: the city's own rate, unweighted boroughs, and schools that sent none."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import fmean

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.nycdoe_attendance import SOURCE, read

HEADER = "SCHOOL,SCHOOL NAME,ATTD DATE,%ATTD\n"
SCHOOLS = (("01M015", 52.84), ("01M019", 61.72), ("07X001", 80.0), ("31R001", 90.0))


def deliver(folder: Path) -> Path:
    assert SOURCE.feed is not None
    for file in SOURCE.feed.files:
        year, month, day = file.name.removesuffix(".csv").split("-")
        on = f"{int(month)}/{int(day)}/{year} 12:00:00 AM"
        rows = f"ALL,ALL,{on},67.38\n" + "".join(
            f"{school},P.S.,{on},{rate}\n" for school, rate in SCHOOLS
        )
        (folder / file.name).write_text(HEADER + rows)
    return folder


def cell(table: pd.DataFrame, area_id: str, day: str) -> tuple[float | None, str]:
    found = table[(table["area_id"] == area_id) & (table["period_start"] == pd.Timestamp(day))]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


def damage(folder: Path, old: str, new: str) -> Path:
    path = deliver(folder) / "2022-01-03.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    return folder


def test_the_city_is_the_departments_rate_and_a_borough_the_mean_of_schools(
    tmp_path: Path,
) -> None:
    table = read(deliver(tmp_path))
    check(table, SOURCE.indicators)
    assert cell(table, "NYC", "2022-01-03") == (67.4, "normal")
    assert cell(table, "MN", "2022-01-03") == (57.3, "normal")


def test_a_school_that_sent_none_is_not_zero(tmp_path: Path) -> None:
    table = read(damage(tmp_path, "52.84", "NS"))
    assert cell(table, "MN", "2022-01-03") == (61.7, "low_reliability")


def test_a_borough_without_any_rate_is_not_reported(tmp_path: Path) -> None:
    table = read(deliver(tmp_path))
    assert cell(table, "QN", "2022-01-03") == (None, "not_reported")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("01M015", "01L015", "a borough's letter"),
        ("01M015", "M015", "a school like 01M015"),
        ("01M015", "01M019", "each school once"),
        ("ALL,ALL,1/3/2022 12:00:00 AM,67.38\n", "", "no row of all schools"),
        ("52.84", "5284%", "row 3: '5284%'"),
        ("1/3/2022", "1/4/2022", "as the file is named"),
        ("%ATTD", "ATTD", "columns"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(damage(tmp_path, old, new))


def test_published_attendance_read_by_hand(mirror: Path) -> None:
    table = read(mirror / "thecity-doe-attendance")
    check(table, SOURCE.indicators)
    assert len(table) == 89 * 6
    assert cell(table, "NYC", "2022-01-03") == (67.4, "normal")
    assert cell(table, "NYC", "2022-06-07") == (72.7, "normal")
    assert cell(table, "SI", "2022-06-07")[1] == "low_reliability"


def test_a_borough_counted_by_hand(mirror: Path) -> None:
    path = mirror / "thecity-doe-attendance" / "2022-01-26.csv"
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    bronx = [
        float(row["%ATTD"]) for row in rows if row["SCHOOL"][2] == "X" and row["%ATTD"] != "NS"
    ]
    table = read(mirror / "thecity-doe-attendance")
    assert cell(table, "BX", "2022-01-26")[0] == round(fmean(bronx), 1)
