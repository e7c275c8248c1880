"""Subway entries by the place of the station: both layouts, the base, closures, and no station."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.mta_subway_stations.files import (
    BASE_FILES,
    ENTRIES_FILE,
    SUMMED_FILES,
)
from data_loaders.sources.public.mta_subway_stations.source import SOURCE, read

STATIONS = """\
Complex ID,Stop Name,Borough,Latitude,Longitude
1,Astoria-Ditmars Blvd,Q,40.775036,-73.912034
160,72 St,M,40.775594,-73.97641
9999,New Station,Bk,40.7301,-73.9540
"""
MONTHLY = """\
complex_id,year,month,period,day_group,ridership,omny_pct
1,2025,1,2025-01-01,total,500,40.0
1,2025,1,2025-01-01,weekday,400,40.0
1,2025,1,2025-01-01,weekend,100,40.0
160,2025,1,2025-01-01,total,0,
160,2025,1,2025-01-01,weekday,0,
160,2025,1,2025-01-01,weekend,0,
9999,2025,1,2025-01-01,total,70,50.0
9999,2025,1,2025-01-01,weekday,50,50.0
9999,2025,1,2025-01-01,weekend,20,50.0
"""
BASE = """\
complex_id,month,day_group,ridership
1,1,total,1000.0
1,1,weekday,800.0
1,1,weekend,200.0
160,1,total,3000.0
160,1,weekday,2000.0
160,1,weekend,1000.0
"""
HEADER = "station_complex_id,month,day_group,ridership,last_hour\n"


def mirror_layout(folder: Path, monthly: str = MONTHLY) -> Path:
    (folder / "stations_complexes.csv").write_text(STATIONS)
    (folder / ENTRIES_FILE).write_text(monthly)
    (folder / "monthly_baseline_station.csv").write_text(BASE)
    return folder


def portal_row(station: str, month: str, days: str, riders: float, last: str | None = None) -> str:
    end = last or f"{pd.Timestamp(month) + pd.offsets.MonthEnd(0):%Y-%m-%d}T23:00:00.000"
    return f"{station},{month}-01T00:00:00.000,{days},{riders},{end}\n"


def portal_layout(folder: Path) -> Path:
    """Station 1 open in 2017 to 2019; station 160 closed in half of 2018."""
    (folder / "stations_complexes.csv").write_text(STATIONS)
    for file in SUMMED_FILES:
        (folder / file.name).write_text(HEADER)
    for year, file in zip((2017, 2018, 2019), BASE_FILES, strict=True):
        months = [f"{year}-{month:02}" for month in range(1, 13)]
        rows = [portal_row("1", month, "weekday", 800 + year - 2018) for month in months]
        rows += [portal_row("1", month, "weekend", 200) for month in months]
        is_closed = year == 2018
        open_months = months[:6] if is_closed else months
        rows += [
            portal_row("160", month, "weekday", 10 if is_closed else 40) for month in open_months
        ]
        (folder / file.name).write_text(HEADER + "".join(rows))
    (folder / SUMMED_FILES[-1].name).write_text(
        HEADER
        + portal_row("1", "2025-01", "weekday", 400)
        + portal_row("1", "2025-01", "weekend", 100)
        + portal_row("160", "2025-01", "weekday", 30)
        + portal_row("1", "2025-02", "weekday", 9, "2025-02-11T20:00:00.000")
    )
    return folder


def cell(
    table: pd.DataFrame, indicator_id: str, geography: str, area_id: str, month: str
) -> tuple[float | None, str]:
    found = table[
        (table["indicator_id"] == indicator_id)
        & (table["geography"] == geography)
        & (table["area_id"] == area_id)
        & (table["period_start"] == pd.Timestamp(month))
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


def test_entries_are_added_up_by_the_area_of_the_station(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    check(table, SOURCE.indicators)
    require_parts(table, SOURCE.indicators)
    assert cell(table, "subway_entries", "city", "NYC", "2025-01") == (570, "normal")
    assert cell(table, "subway_entries", "puma2020", "4401", "2025-01") == (500, "normal")
    assert cell(table, "subway_entries_weekends", "borough", "QN", "2025-01") == (100, "normal")


def test_shares_leave_out_stations_without_a_base(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    share = "subway_entries_vs_2017_19"
    assert cell(table, share, "puma2020", "4401", "2025-01") == (50.0, "normal")
    assert cell(table, share, "nta2020", "BK0101", "2025-01") == (None, "not_reported")
    assert cell(table, share, "city", "NYC", "2025-01") == (12.5, "low_reliability")


def test_a_closed_station_is_a_true_zero_and_its_share_is_less_reliable(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    assert cell(table, "subway_entries", "cd", "107", "2025-01") == (0, "normal")
    closed = cell(table, "subway_entries_vs_2017_19", "cd", "107", "2025-01")
    assert closed == (0.0, "low_reliability")


def test_an_area_without_a_station_has_no_figure_and_no_zero(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    for indicator in SOURCE.indicators:
        found = cell(table, indicator.id, "borough", "SI", "2025-01")
        assert found == (None, "not_applicable")


def test_a_station_on_a_parks_edge_counts_for_the_neighborhood_beside_it(tmp_path: Path) -> None:
    """72 St lies in Central Park's own area by its coordinates; people live on the other side."""
    table = read(mirror_layout(tmp_path))
    assert cell(table, "subway_entries", "nta2020", "MN6491", "2025-01")[1] == "not_applicable"
    assert cell(table, "subway_entries", "nta2020", "MN0701", "2025-01") == (0, "normal")


def test_a_station_opened_since_is_placed_by_its_coordinates(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    assert cell(table, "subway_entries", "nta2020", "BK0101", "2025-01") == (70, "normal")


def test_the_portals_sums_read_alike_and_a_month_under_way_is_left_out(tmp_path: Path) -> None:
    table = read(portal_layout(tmp_path))
    check(table, SOURCE.indicators)
    assert table["period_start"].max() == pd.Timestamp("2025-01-01")
    assert cell(table, "subway_entries", "puma2020", "4401", "2025-01") == (500, "normal")
    share = cell(table, "subway_entries_vs_2017_19", "puma2020", "4401", "2025-01")
    assert share == (50.0, "normal")


def test_a_year_in_which_a_station_was_closed_is_not_in_its_base(tmp_path: Path) -> None:
    table = read(portal_layout(tmp_path))
    share = cell(table, "subway_entries_vs_2017_19", "cd", "107", "2025-01")
    assert share == (75.0, "normal")


def test_the_portal_is_asked_to_add_up_and_for_all_rows() -> None:
    query = parse_qs(urlsplit(SUMMED_FILES[0].url).query)
    assert "sum(ridership)" in query["$select"][0]
    assert query["$group"] == ["station_complex_id,month,day_group"]
    assert int(query["$limit"][0]) > 1000
    assert "= 2020" in query["$where"][0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("total,500", "total,600", "a total of weekdays and weekends"),
        ("weekday,400", "Weekday,400", "row 3: 'Weekday'"),
        ("weekend,100", "weekend,1OO", "row 4: '1OO'"),
        ("2025-01-01,total,500", "Jan 2025,total,500", "row 2: 'Jan 2025'"),
        ("1,2025,1,2025-01-01,weekend", "1,2025,1,2025-01-01,weekday", "kind of day once"),
        ("ridership", "entries", "columns .'ridership'. missing"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(mirror_layout(tmp_path, MONTHLY.replace(old, new, 1)))


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "mta-subway-stations")


def test_the_published_sums_pass_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)
    require_parts(published, SOURCE.indicators)


@pytest.mark.parametrize(
    ("geography", "area_id", "month", "indicator_id", "value"),
    [
        ("city", "NYC", "2025-10", "subway_entries_vs_2017_19", 75.4),
        ("city", "NYC", "2026-01", "subway_entries_weekends_vs_2017_19", 96.9),
        ("puma2020", "4212", "2025-10", "subway_entries_vs_2017_19", 52.8),
        ("puma2020", "4205", "2025-10", "subway_entries_vs_2017_19", 58.1),
        ("puma2020", "4103", "2025-10", "subway_entries_vs_2017_19", 94.1),
        ("puma2020", "4103", "2020-01", "subway_entries", 2754983),
        ("city", "NYC", "2020-01", "subway_entries", 138563363),
    ],
)
def test_cells_read_by_hand(
    published: pd.DataFrame,
    geography: str,
    area_id: str,
    month: str,
    indicator_id: str,
    value: float,
) -> None:
    assert cell(published, indicator_id, geography, area_id, month)[0] == value


def test_station_sums_equal_the_comptrollers_table_to_the_unit(
    mirror: Path, published: pd.DataFrame
) -> None:
    theirs = pd.read_csv(
        mirror / "mta-subway-stations/monthly_ridership_puma.csv",
        dtype={"puma": "str"},
        parse_dates=["period"],
    )
    for days, indicator_id in (("total", "subway_entries"), ("weekend", "subway_entries_weekends")):
        ours = published[
            (published["indicator_id"] == indicator_id) & (published["geography"] == "puma2020")
        ]
        both = ours.merge(
            theirs[theirs["day_group"] == days],
            left_on=["area_id", "period_start"],
            right_on=["puma", "period"],
        )
        assert len(both) == 49 * 73
        assert both["value"].equals(both["ridership"])
