"""People in shelter: repeated dates, missing nights, a night that does not add up, months."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.dhs_shelter import FILE, SOURCE, read

HEADER = (
    "Date of Census,Total Adults in Shelter,Total Children in Shelter,"
    "Total Individuals in Shelter,Single Adult Men in Shelter,Single Adult Women in Shelter,"
    "Total Single Adults in Shelter,Families with Children in Shelter,"
    "Adults in Families with Children in Shelter,Children in Families with Children in Shelter,"
    "Total Individuals in Families with Children in Shelter ,Adult Families in Shelter,"
    "Individuals in Adult Families in Shelter\n"
)


def night(day: str, adults: int, children: int, people: int) -> str:
    return f"{day},{adults},{children},{people},10,5,15,8,9,{children},20,3,6\n"


def deliver(folder: Path, rows: str) -> Path:
    (folder / FILE).write_text(HEADER + rows)
    return folder


def cell(table: pd.DataFrame, indicator_id: str, month: str) -> tuple[float | None, str]:
    found = table[
        (table["indicator_id"] == indicator_id) & (table["period_start"] == pd.Timestamp(month))
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


NIGHTS = [f"{day:%m/%d/%Y}" for day in pd.date_range("2023-01-01", "2023-01-31")]
JANUARY = "".join(night(day, 60, 40, 100) for day in reversed(NIGHTS))


def test_a_month_is_the_mean_of_its_nights_each_once(tmp_path: Path) -> None:
    twice = night("02/01/2023", 100, 100, 200)
    rows = JANUARY + twice + twice + night("02/28/2023", 50, 50, 100)
    table = read(deliver(tmp_path, rows))
    check(table, SOURCE.indicators)
    assert cell(table, "people_in_shelter", "2023-01-01") == (100, "normal")
    assert cell(table, "people_in_shelter", "2023-02-01") == (150, "low_reliability")
    assert cell(table, "children_in_shelter", "2023-01-01") == (40, "normal")


def test_a_month_that_is_not_over_is_left_out(tmp_path: Path) -> None:
    table = read(deliver(tmp_path, JANUARY + night("02/27/2023", 50, 50, 100)))
    assert set(table["period_start"]) == {pd.Timestamp("2023-01-01")}


def test_a_night_that_does_not_add_up_is_left_out(tmp_path: Path) -> None:
    wrong = JANUARY.replace("01/31/2023,60,40,100", "01/31/2023,60,40,9999")
    table = read(deliver(tmp_path, wrong))
    assert cell(table, "people_in_shelter", "2023-01-01") == (100, "normal")


def test_a_month_without_any_night_is_not_reported(tmp_path: Path) -> None:
    table = read(deliver(tmp_path, JANUARY + night("03/31/2023", 50, 50, 100)))
    assert cell(table, "people_in_shelter", "2023-02-01") == (None, "not_reported")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("01/31/2023", "01/30/2023", "one set of numbers a night"),
        ("01/31/2023,60", "01/31/2023,6O", "row 2: '6O'"),
        ("01/31/2023", "2023-01-31", "row 2: '2023-01-31'"),
        ("Total Adults", "Adults", "columns .'Total Adults in Shelter'"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    deliver(tmp_path, JANUARY.replace("01/30/2023,60,40,100", "01/30/2023,61,40,101"))
    path = tmp_path / FILE
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "dhs-daily-census")


def test_the_published_file_passes_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)
    assert published["period_end"].max() == pd.Timestamp("2023-12-31")


def test_a_month_counted_by_hand(mirror: Path, published: pd.DataFrame) -> None:
    rows = (mirror / "dhs-daily-census" / FILE).read_text("utf-8-sig").splitlines()
    july = {
        row.split(",")[0]: int(row.split(",")[3])
        for row in rows
        if row[:2] == "07" and row[6:10] == "2023"
    }
    mean = sum(july.values()) / len(july)
    assert cell(published, "people_in_shelter", "2023-07-01")[0] == round(mean)
