from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.betanyc_open_maps import files
from data_loaders.sources.public.betanyc_open_maps import source as maps

NORTH_BROOKLYN, EAST_VILLAGE, QUEENS = (each.file for each in files.DIRECTORIES)
HEADER = (
    "Name,Phone,Last Updated,Status,Latitude,Longitude,Address,Pickup Offered,Delivery Offered,"
    "Special Accommodation Hours\n"
)
ENTRY = "Shop {n},555-0{n},2020-05-01T02:00:00.000Z,Open,40.730{n},-73.954,1 Street,Yes,No,\n"
TWELVE = HEADER + "".join(ENTRY.format(n=n) for n in range(10, 22))
ELSEWHERE = ENTRY.replace("40.730{n},-73.954", "40.7265,-73.9787")


def deliver(tmp_path: Path) -> Path:
    """Twelve open businesses of Greenpoint, and two lists of one entry each."""
    (tmp_path / NORTH_BROOKLYN).write_text(TWELVE)
    (tmp_path / EAST_VILLAGE).write_text(HEADER + ELSEWHERE.format(n=1).replace("Open", "Opened"))
    (tmp_path / QUEENS).write_text(HEADER + "A,,,,40.7644,-73.9235,,,,\n")
    return tmp_path


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    return deliver(tmp_path)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def one(table: pd.DataFrame, indicator: str, area_id: str) -> tuple[float | None, str]:
    """Value and status of one observation."""
    rows = table[
        table["indicator_id"].eq(f"open_businesses_{indicator}") & table["area_id"].eq(area_id)
    ]
    assert len(rows) == 1
    value = float(rows["value"].iloc[0])
    return None if pd.isna(value) else value, str(rows["status"].iloc[0])


def test_a_tiny_delivery_counts_by_neighborhood(delivery: Path) -> None:
    table = maps.read(delivery)
    observations.check(table, maps.SOURCE.indicators)
    assert len(table) == 4 * 262
    assert one(table, "listed", "BK0101") == (12, "normal")
    assert one(table, "pick_up", "BK0101") == (12, "normal")
    assert one(table, "delivery", "BK0101") == (0, "normal")


def test_where_no_list_went_a_count_does_not_apply_and_is_never_zero(delivery: Path) -> None:
    table = maps.read(delivery)
    assert one(table, "listed", "MN0102") == (None, "not_reported")
    assert one(table, "listed", "MN6491") == (None, "not_applicable")
    assert not (table["value"].eq(0) & table["indicator_id"].eq("open_businesses_listed")).any()


def test_fewer_than_ten_listed_are_not_reported(delivery: Path) -> None:
    table = maps.read(delivery)
    assert one(table, "listed", "MN0303") == (None, "not_reported")
    assert one(table, "listed", "QN0103") == (None, "not_reported")


def test_the_period_is_the_city_s_days_of_the_first_and_last_update(delivery: Path) -> None:
    replace(delivery / NORTH_BROOKLYN, "2020-05-01T02", "2021-08-04T19")
    table = maps.read(delivery)
    assert set(table["period_start"]) == {pd.Timestamp("2020-04-30")}  # 10 p.m. in New York
    assert set(table["period_end"]) == {pd.Timestamp("2021-08-04")}


def test_a_business_entered_twice_counts_once_as_updated_last(delivery: Path) -> None:
    twice = ENTRY.format(n=10).replace("Shop", " SHOP").replace("Yes", "No")
    path = delivery / NORTH_BROOKLYN
    path.write_text(path.read_text() + twice.replace("2020-05-01", "2020-06-01"))
    table = maps.read(delivery)
    assert one(table, "listed", "BK0101") == (12, "normal")
    assert one(table, "pick_up", "BK0101") == (11, "normal")


@pytest.mark.parametrize(
    "status", ["Closed", "No Answer", "Follow-up", "CLOSED until further notice"]
)
def test_a_business_not_known_to_be_open_does_not_count(delivery: Path, status: str) -> None:
    replace(delivery / NORTH_BROOKLYN, "Open,40", f"{status},40")
    assert one(maps.read(delivery), "listed", "BK0101") == (11, "normal")


@pytest.mark.parametrize("status", ["", " OPEN", "Opened"])
def test_spellings_of_open_and_no_status_count(delivery: Path, status: str) -> None:
    replace(delivery / NORTH_BROOKLYN, "Open,40", f"{status},40")
    assert one(maps.read(delivery), "listed", "BK0101") == (12, "normal")


def test_answers_of_fewer_than_ten_are_not_reported(delivery: Path) -> None:
    for _ in range(3):
        replace(delivery / NORTH_BROOKLYN, "Yes,No", ",No")
    table = maps.read(delivery)
    assert one(table, "pick_up", "BK0101") == (None, "not_reported")
    assert one(table, "delivery", "BK0101") == (0, "normal")


def test_senior_hours_are_counted_where_some_entry_says(delivery: Path) -> None:
    assert one(maps.read(delivery), "senior_hours", "BK0101") == (None, "not_reported")
    replace(delivery / NORTH_BROOKLYN, "Yes,No,\n", "Yes,No,None \n")
    assert one(maps.read(delivery), "senior_hours", "BK0101") == (0, "normal")
    replace(delivery / NORTH_BROOKLYN, "Yes,No,\n", "Yes,No,Tues: 8am-9am for Seniors\n")
    assert one(maps.read(delivery), "senior_hours", "BK0101") == (1, "normal")


def test_senior_hours_of_a_place_with_fewer_than_ten_listed_are_not_reported(
    delivery: Path,
) -> None:
    replace(delivery / EAST_VILLAGE, "Yes,No,\n", "Yes,No,Daily: 7am-8am for Seniors\n")
    assert one(maps.read(delivery), "senior_hours", "MN0303") == (None, "not_reported")


def test_businesses_without_a_place_or_outside_the_district_are_counted_in_the_log(
    delivery: Path, caplog: pytest.LogCaptureFixture
) -> None:
    replace(delivery / NORTH_BROOKLYN, "40.73010,-73.954", ",")
    replace(delivery / NORTH_BROOKLYN, "40.73011,-73.954", "40.7265,-73.9787")
    with caplog.at_level(logging.WARNING):
        table = maps.read(delivery)
    assert one(table, "listed", "BK0101") == (10, "normal")
    assert "12 open businesses, 1 of them in no neighborhood and 1 outside" in caplog.text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Pickup Offered", "Pick-up", r"\['Pickup Offered'\] missing"),
        ("Open,40", "Perhaps,40", "row 2: 'Perhaps'"),
        ("Yes,No", "On Sundays,No", "row 2: 'On Sundays'"),
        ("Yes,No,\n", "Yes,No,Ask inside\n", "row 2: 'Ask inside'"),
        ("2020-05-01T02:00:00.000Z", "5/1/2020", "row 2: '5/1/2020'"),
        ("40.73010", "north", "row 2: 'north'"),
    ],
)
def test_a_damaged_list_is_refused_by_row(delivery: Path, old: str, new: str, told: str) -> None:
    replace(delivery / NORTH_BROOKLYN, old, new)
    with pytest.raises(DeliveryError, match=rf"north-brooklyn_rows\.csv.*{told}"):
        maps.read(delivery)


def test_no_contact_and_no_owner_leaves_the_reader(delivery: Path) -> None:
    kept = files.entries_of(delivery / NORTH_BROOKLYN)
    assert not {"Phone", "Address"} & set(kept.columns)
    assert "555-0" not in kept.to_csv()
    assert set(files.COLUMNS).isdisjoint(maps.SOURCE.policy.excluded)


@pytest.fixture(scope="module")
def real(mirror: Path) -> pd.DataFrame:
    return maps.read(mirror / maps.SOURCE.feed.folder)


def test_the_real_lists_keep_the_promises_of_their_indicators(real: pd.DataFrame) -> None:
    observations.check(real, maps.SOURCE.indicators)
    assert set(real["period_start"]) == {pd.Timestamp("2020-03-11")}
    assert {end.date() for end in real["period_end"]} == {maps.SOURCE.ended_on}


def test_real_counts_are_those_of_the_lists(real: pd.DataFrame) -> None:
    """The East Village list has 1,003 opened, 973 with pick-up and 400 with delivery in all."""
    assert one(real, "listed", "MN0303") == (924, "normal")
    assert one(real, "pick_up", "MN0303") == (898, "normal")
    assert one(real, "delivery", "MN0303") == (367, "normal")
    assert one(real, "listed", "BK0101") == (269, "normal")
    assert one(real, "senior_hours", "BK0101") == (7, "normal")
    assert one(real, "listed", "QN0202") == (212, "normal")
    assert one(real, "pick_up", "QN0103") == (None, "not_reported")


def test_every_open_business_is_counted_or_said_not_to_be(
    real: pd.DataFrame, mirror: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        maps.read(mirror / maps.SOURCE.feed.folder)
    told = [record.args[1:] for record in caplog.records if isinstance(record.args, tuple)]
    opened, nowhere, outside = (sum(each) for each in zip(*told, strict=True))
    listed = real[real["indicator_id"].eq("open_businesses_listed")]["value"].sum()
    assert (opened, nowhere, outside, listed) == (3234, 26, 76, 3014)
    assert "26 open businesses have no coordinates" in maps.SOURCE.known_errors[0]
    assert "76 more" in maps.SOURCE.known_errors[0]
    assert (
        f"and {opened - nowhere - outside - int(listed)} in parts of Queens"
        in (maps.SOURCE.known_errors[0])
    )
