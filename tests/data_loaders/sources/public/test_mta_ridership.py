"""The MTA's daily file, in its official layout and in the spreadsheet copy's."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.mta_ridership import source as mta_ridership
from data_loaders.sources.public.mta_ridership.indicators import MODES

COLUMNS = ["Date"] + [name for mode in MODES for name in (mode.count_column, mode.share_columns[0])]
DAYS = [
    ("2022-02-28", "2500000,55,1000000,50,90000,40,80000,35,20000,70,800000,95,5000,35"),
    ("2022-03-01", "2600000,57,1100000,51,91000,41,81000,36,21000,71,810000,96,5100,36"),
    ("2022-03-02", "2700000,58,1200000,52,92000,42,82000,37,22000,72,820000,97,5200,37"),
    ("2022-03-03", ",,1300000,53,93000,43,83000,38,23000,73,830000,98,5300,38"),
    ("2022-03-05", "2900000,59,1400000,54,94000,44,84000,39,24000,74,840000,119,0,0"),
]


def official(rows: list[str] | None = None) -> str:
    rows = rows or [f"{pd.Timestamp(day):%m/%d/%Y},{cells}" for day, cells in DAYS]
    return "\n".join([",".join(COLUMNS), *rows]) + "\n"


def spreadsheet() -> str:
    rows = [f"{pd.Timestamp(day):%d/%m/%Y},{cells}" for day, cells in DAYS]
    return "\r\n".join([",".join(COLUMNS), *rows]).replace(",", ";") + "\r\n"


def read(tmp_path: Path, text: str) -> pd.DataFrame:
    (tmp_path / mta_ridership.FILE).write_text(text, encoding="utf-8", newline="")
    return mta_ridership.read(tmp_path)


def row(table: pd.DataFrame, indicator_id: str, day: str) -> pd.Series:
    chosen = table["indicator_id"].eq(indicator_id) & table["period_start"].eq(day)
    assert chosen.sum() == 1
    return table[chosen].iloc[0]


@pytest.mark.parametrize("text", [official(), spreadsheet()], ids=["official", "spreadsheet"])
def test_both_layouts_give_the_same_days(tmp_path: Path, text: str) -> None:
    table = read(tmp_path, text)
    assert row(table, "subway_ridership", "2022-03-01")["value"] == 2_600_000
    assert row(table, "subway_ridership_vs_2019", "2022-03-01")["value"] == 57
    assert row(table, "bridge_and_tunnel_traffic_vs_2019", "2022-03-05")["value"] == 119
    assert row(table, "access_a_ride_trips", "2022-03-03")["value"] == 23_000


def test_a_blank_and_an_absent_day_are_not_reported_and_not_zero(tmp_path: Path) -> None:
    table = read(tmp_path, official())
    for day in ("2022-03-03", "2022-03-04"):
        missing = row(table, "subway_ridership", day)
        assert missing["status"] == "not_reported"
        assert pd.isna(missing["value"])
    assert len(table) == 6 * 14


def test_a_zero_on_the_staten_island_railway_is_kept_and_doubted(tmp_path: Path) -> None:
    zero = row(read(tmp_path, official()), "staten_island_railway_ridership", "2022-03-05")
    assert (zero["value"], zero["status"]) == (0, "low_reliability")


@pytest.mark.parametrize(
    "share", [lambda cell: f"{float(cell) / 100}", lambda cell: f"{cell}%"], ids=["fraction", "%"]
)
def test_shares_are_percents_however_they_are_written(tmp_path: Path, share: object) -> None:
    assert callable(share)
    rows = []
    for day, cells in DAYS:
        split = cells.split(",")
        split[1::2] = [share(cell) if cell else "" for cell in split[1::2]]
        rows.append(f"{pd.Timestamp(day):%m/%d/%Y},{','.join(split)}")
    table = read(tmp_path, official(rows))
    assert row(table, "subway_ridership_vs_2019", "2022-03-01")["value"] == 57
    assert row(table, "bridge_and_tunnel_traffic_vs_2019", "2022-03-05")["value"] == 119


def test_shares_in_no_known_unit_are_refused(tmp_path: Path) -> None:
    cells = ",".join(["1000,7"] * 7)
    with pytest.raises(DeliveryError, match=r"highest share of a comparable day is 7\.0"):
        read(tmp_path, official([f"03/01/2022,{cells}"]))


def test_the_railroads_former_column_names_are_read(tmp_path: Path) -> None:
    text = official().replace(
        "LIRR: % of Comparable Pre-Pandemic Day",
        "LIRR: % of 2019 Monthly Weekday/Saturday/Sunday Average",
    )
    assert row(read(tmp_path, text), "lirr_ridership_vs_2019", "2022-03-01")["value"] == 41


def test_a_renamed_column_is_named(tmp_path: Path) -> None:
    text = official().replace("Subways: Total Estimated Ridership", "Subway riders")
    with pytest.raises(DeliveryError, match="Subways: Total Estimated Ridership"):
        read(tmp_path, text)


def test_a_date_in_the_other_order_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="rows of Date unreadable"):
        read(tmp_path, official().replace("02/28/2022", "28/02/2022"))


def test_a_day_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="each key once"):
        read(tmp_path, official().replace("03/02/2022", "03/01/2022"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="MTA_Daily_Ridership.csv: not found"):
        mta_ridership.read(tmp_path)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return mta_ridership.read(mirror / mta_ridership.SOURCE.feed.folder)


def test_the_published_file_keeps_the_promises_of_its_indicators(published: pd.DataFrame) -> None:
    observations.check(published, mta_ridership.SOURCE.indicators)


def test_the_published_file_is_read_whole(published: pd.DataFrame) -> None:
    assert len(published) == 1720 * 14
    assert published["value"].notna().all()
    assert str(published["period_start"].min().date()) == "2020-03-01"
    assert str(published["period_start"].max().date()) == "2024-11-14"


@pytest.mark.parametrize(
    ("indicator_id", "day", "value"),
    [
        ("subway_ridership", "2020-03-02", 5_329_915),
        ("subway_ridership_vs_2019", "2020-03-02", 96),
        ("subway_ridership", "2024-10-31", 4_340_272),
        ("subway_ridership_vs_2019", "2024-10-31", 76),
        ("metro_north_ridership_vs_2019", "2024-10-30", 85),
        ("lirr_ridership_vs_2019", "2023-11-10", 237),
        ("staten_island_railway_ridership", "2022-12-26", 2_214),
        ("bridge_and_tunnel_traffic", "2024-10-31", 952_775),
    ],
)
def test_figures_are_the_publishers(
    published: pd.DataFrame, indicator_id: str, day: str, value: float
) -> None:
    assert row(published, indicator_id, day)["value"] == value


def test_known_errors_are_marked_on_their_days_only(published: pd.DataFrame) -> None:
    doubted = published[published["status"].eq("low_reliability")]
    counts = doubted.groupby("indicator_id").size()
    assert counts.to_dict() == {
        "bus_ridership": 161,
        "bus_ridership_vs_2019": 161,
        "metro_north_ridership": 31,
        "metro_north_ridership_vs_2019": 31,
        "staten_island_railway_ridership": 32,
        "staten_island_railway_ridership_vs_2019": 32,
    }
    assert row(published, "bus_ridership", "2020-08-30")["status"] == "low_reliability"
    assert row(published, "bus_ridership", "2020-08-31")["status"] == "normal"
