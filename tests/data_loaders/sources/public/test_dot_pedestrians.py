"""Pedestrian counts: 0 is not counted, uneven names of columns, and shares over the same sites."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.dot_pedestrians import FILE, SOURCE, read

SEASONS = ("Sept18_{}", "May19_{}", "Oct20_{}", "May22_{}", "June24_{}")
TIMES = ("AM", "PM", "MD")
COLUMNS = [season.format(time) for season in SEASONS for time in TIMES]
HEADER = f"the_geom,OBJECTID,Loc,Borough,Street_Nam,Iex,May16_PM,{','.join(COLUMNS)}\n"


def site(number: int, borough: str, index: str, *seasons: int) -> str:
    counts = ",".join(str(count) for count in seasons for _ in TIMES)
    return f"POINT (-73.9 40.8),{number},{number},{borough},Street,{index},9,{counts}\n"


ROWS = (
    site(1, "Bronx", "Y", 100, 200, 50, 100, 120)
    + site(2, "Bronx", "Y", 100, 200, 0, 150, 160)
    + site(3, "Bronx", "N", 0, 0, 7000, 7000, 7000)
    + site(4, "Staten Isla", "Y", 10, 20, 0, 0, 30)
    + site(5, "East River Bridges", "N", 5, 5, 5, 5, 5)
)


def deliver(folder: Path, header: str = HEADER, rows: str = ROWS) -> Path:
    (folder / FILE).write_text(header + rows)
    return folder


def cell(table: pd.DataFrame, indicator_id: str, area_id: str, start: str) -> float | None:
    found = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["period_start"] == pd.Timestamp(start))
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return None if pd.isna(value) else float(value)


def test_zero_is_not_counted_and_never_nobody(tmp_path: Path) -> None:
    table = read(deliver(tmp_path))
    check(table, SOURCE.indicators)
    assert cell(table, "pedestrians_evening", "BX", "2019-01-01") == 400
    assert cell(table, "pedestrians_evening", "BX", "2020-07-01") is None
    assert cell(table, "pedestrians_evening", "SI", "2022-01-01") is None
    assert cell(table, "pedestrians_evening", "NYC", "2024-01-01") == 310


def test_shares_are_over_the_sites_counted_in_both_seasons(tmp_path: Path) -> None:
    table = read(deliver(tmp_path))
    share = "pedestrians_evening_vs_2019"
    assert cell(table, share, "BX", "2020-07-01") == 50
    assert cell(table, share, "BX", "2024-01-01") == 70
    assert cell(table, share, "SI", "2020-07-01") is None
    assert cell(table, share, "NYC", "2024-01-01") == 74


def test_sites_outside_the_index_do_not_count(tmp_path: Path) -> None:
    table = read(deliver(tmp_path))
    assert table["value"].max() < 1000


def test_a_half_year_without_counts_is_not_reported(tmp_path: Path) -> None:
    table = read(deliver(tmp_path))
    found = table[table["period_start"] == pd.Timestamp("2020-01-01")]
    assert set(found["status"]) == {"not_reported"}


def test_uneven_names_of_columns_read_alike(tmp_path: Path) -> None:
    uneven = HEADER.replace("May22_PM", "May22_pM").replace("June24_", "june_24_")
    assert read(deliver(tmp_path, uneven)).equals(read(deliver(tmp_path)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("May19_PM", "Spring19_PM", "May 2019 and September 2018"),
        ("Staten Isla", "Staten Is", "'Staten Is'"),
        (",Y,9,100", ",?,9,100", r"'\?'"),
        (",2,2,Bronx", ",2,1,Bronx", "each site once"),
        (",100,100,100,200", ",1OO,100,100,200", "'1OO'"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = deliver(tmp_path) / FILE
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path)


@pytest.mark.parametrize(
    ("area_id", "start", "value"),
    [
        ("BX", "2019-01-01", 29_563),
        ("BX", "2025-01-01", 18_035),
        ("MN", "2019-01-01", 224_241),
        ("MN", "2025-01-01", 179_732),
        ("QN", "2025-01-01", 28_541),
        ("SI", "2025-01-01", 1_472),
        ("BK", "2019-01-01", 80_831),
        # One site of the borough has not been counted since 2020.
        ("BK", "2025-01-01", None),
    ],
)
def test_published_sums_counted_by_hand(
    mirror: Path, area_id: str, start: str, value: float | None
) -> None:
    table = read(mirror / "dot-pedestrian-counts")
    check(table, SOURCE.indicators)
    assert cell(table, "pedestrians_evening", area_id, start) == value
