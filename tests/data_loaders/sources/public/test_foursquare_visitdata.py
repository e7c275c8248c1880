from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public import foursquare_visitdata as visitdata
from data_loaders.vocabulary.model import Publication

DELIVERY = """\
2020-03-01,New York,Queens,Food,97.0,89.0,97.0,1
2020-03-01,New York,New York,Grocery,88.0,"",88.0,2
2020-03-01,New York,Bronx County,Food,90.0,70.0,91.0,1
2020-03-03,New York,Staten Island,Food,80.0,"",80.0,1
2020-03-03,New York,Suffolk County,Food,80.0,81.0,80.0,1
2020-03-03,New York,St. Lawrence,Food,80.0,81.0,80.0,1
"""


def read(folder: Path, old: str = "", new: str = "") -> pd.DataFrame:
    """What is read of the tiny delivery, with one piece of it replaced."""
    assert old in DELIVERY
    (folder / visitdata.FILE).write_text(DELIVERY.replace(old, new) if old else DELIVERY)
    return visitdata.read(folder)


def one(
    table: pd.DataFrame, area_id: str, industry_id: str, day: str, indicator_id: str
) -> tuple[float | None, str]:
    """Value and status of one observation."""
    rows = table[
        table["indicator_id"].eq(indicator_id)
        & table["area_id"].eq(area_id)
        & table["industry_id"].eq(industry_id)
        & table["period_start"].eq(pd.Timestamp(day))
    ]
    assert len(rows) == 1
    value = float(rows["value"].iloc[0])
    return None if pd.isna(value) else value, str(rows["status"].iloc[0])


def test_a_tiny_delivery_has_a_row_for_every_day_borough_and_group(tmp_path: Path) -> None:
    table = read(tmp_path)
    observations.check(table, visitdata.SOURCE.indicators)
    assert len(table) == 2 * 3 * 5 * 30


def test_the_county_of_new_york_is_manhattan_and_not_the_state(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert one(table, "MN", "grocery", "2020-03-01", "foot_traffic") == (88, "normal")
    assert one(table, "BX", "food", "2020-03-01", "foot_traffic") == (90, "normal")


def test_a_group_left_out_is_hidden_or_none_and_never_zero(tmp_path: Path) -> None:
    table = read(tmp_path)
    hidden = (None, "withheld_or_none")
    assert one(table, "BK", "food", "2020-03-01", "foot_traffic") == hidden
    assert one(table, "MN", "grocery", "2020-03-01", "foot_traffic_over_65") == hidden
    assert one(table, "QN", "food", "2020-03-01", "foot_traffic_over_65") == (89, "normal")


def test_a_day_without_any_line_is_not_reported(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert one(table, "QN", "food", "2020-03-02", "foot_traffic") == (None, "not_reported")


def test_counties_outside_the_city_are_left_out(tmp_path: Path) -> None:
    assert set(read(tmp_path)["area_id"]) == {"BX", "BK", "MN", "QN", "SI"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Queens,Food", "Kings,Food", "line 1: 2020-03-01,New York,Kings,Food.*county"),
        ("Queens,Food", "Queens,Foods", "known group"),
        ("2020-03-01,New York,Queens", "1989-03-01,New York,Queens", "March or April 2020"),
        ("2020-03-01,New York,Queens", "2020-05-01,New York,Queens", "March or April 2020"),
        ("2020-03-01,New York,Queens", "03/01/2020,New York,Queens", "March or April 2020"),
        ("New York,Queens", "New Jersey,Queens", "the state New York"),
        ("97.0,89.0", "many,89.0", "all_ages as a number"),
        ("97.0,89.0", "97.0,-1", "over_65 as a number"),
        ("New York,Grocery,88.0", "Queens,Food,88.0", "each day, county and group once"),
        (",97.0,1\n", ",97.0\n", r"lines \[1\] with other fields"),
        ("2020-03-01,New York,Queens", "day,state,county", "the state New York"),
    ],
)
def test_a_damaged_file_is_refused_by_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(DeliveryError, match=rf"groupedNewYork\.csv: .*{told}"):
        read(tmp_path, old, new)


def test_an_absent_or_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="not found"):
        visitdata.read(tmp_path)
    (tmp_path / visitdata.FILE).write_text("")
    with pytest.raises(DeliveryError, match="empty"):
        visitdata.read(tmp_path)


def test_figures_are_shown_and_never_passed_on() -> None:
    assert visitdata.SOURCE.publication is Publication.SHOW


@pytest.fixture(scope="module")
def real(mirror: Path) -> pd.DataFrame:
    return visitdata.read(mirror / visitdata.SOURCE.feed.folder)


def test_the_real_file_keeps_the_promises_of_its_indicators(real: pd.DataFrame) -> None:
    observations.check(real, visitdata.SOURCE.indicators)
    assert len(real) == 2 * 33 * 5 * 30


def test_every_line_of_the_real_file_is_read_and_every_other_cell_is_hidden(
    real: pd.DataFrame,
) -> None:
    """The file has 4,129 lines, 1,950 of them without a figure for people over 65."""
    found = real.groupby(["indicator_id", "status"]).size()
    assert found["foot_traffic"].to_dict() == {"normal": 4129, "withheld_or_none": 4950 - 4129}
    assert found["foot_traffic_over_65"].to_dict() == {"normal": 2179, "withheld_or_none": 2771}


def test_real_figures_are_those_in_the_file(real: pd.DataFrame) -> None:
    everyone, old = "foot_traffic", "foot_traffic_over_65"
    assert one(real, "QN", "airport", "2020-03-01", everyone) == (100, "normal")
    assert one(real, "QN", "banks", "2020-03-02", old) == (122, "normal")
    assert one(real, "BX", "food", "2020-03-15", everyone) == (86, "normal")
    assert one(real, "MN", "metro-stations", "2020-03-22", old) == (17, "normal")
    assert one(real, "SI", "grocery", "2020-04-02", everyone) == (70, "normal")
    assert one(real, "BK", "beach", "2020-03-29", everyone) == (None, "withheld_or_none")


def test_the_last_day_is_the_one_the_source_ended_on(real: pd.DataFrame, mirror: Path) -> None:
    assert real["period_start"].min() == pd.Timestamp("2020-03-01")
    assert real["period_start"].max().date() == visitdata.SOURCE.ended_on
    file = visitdata.SOURCE.feed.files[0]
    assert (mirror / visitdata.SOURCE.feed.folder / file.name).is_file()
