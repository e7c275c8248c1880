from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.streeteasy_weekly import source as streeteasy_weekly
from data_loaders.sources.public.streeteasy_weekly.source import SOURCE, read

INDEXES = """\
isoweek,city_wide_data_week_ending,city_wide_index,man_index,bk_index,qn_index
52,2019-12-29,50,40,150,NA
1,2020-01-05,97.329773018,100,50,100
"""
REFERENCE = """\
\ufeffisoweek,nyc_total_2019_rolling_avg,man_2019_rolling_avg,bk_2019_rolling_avg,qn_2019_rolling_avg
52,300,100,80,40
1,249.6666667,120,90,30
"""
SALES = """\
Week Ending,Number of Pending Sales
2020-01-05,243
"""
RENTALS = """\
Week of Year,Week Ending,Rental Inventory
2,2020-01-11,16852
1,2020-01-04,15632
"""
FILES = {
    streeteasy_weekly.INDEXES: INDEXES,
    streeteasy_weekly.REFERENCE: REFERENCE,
    streeteasy_weekly.CITY_SALES: SALES,
    streeteasy_weekly.RENTALS: RENTALS,
}


def delivery(folder: Path, **changed: str) -> Path:
    for name, text in FILES.items():
        stem = name.removesuffix(".csv")
        (folder / name).write_text(changed.get(stem, text), encoding="utf-8")
    return folder


def cell(
    table: pd.DataFrame, indicator_id: str, area_id: str, last_day: str
) -> tuple[float | None, str]:
    chosen = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["period_end"] == pd.Timestamp(last_day))
    ]
    assert len(chosen) == 1
    value = float(chosen["value"].iloc[0])
    return None if pd.isna(value) else value, str(chosen["status"].iloc[0])


def test_sales_are_recovered_from_index_and_average(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))

    assert cell(table, "pending_home_sales", "NYC", "2020-01-05") == (243, "normal")
    assert cell(table, "pending_home_sales", "BK", "2019-12-29") == (120, "normal")


def test_boroughs_without_figures_are_not_covered(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))

    assert cell(table, "pending_home_sales", "SI", "2020-01-05") == (None, "not_applicable")
    assert cell(table, "pending_home_sales", "QN", "2019-12-29") == (None, "not_reported")


def test_rental_weeks_get_their_real_sunday(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))

    assert cell(table, "rental_inventory_weekly", "NYC", "2020-01-05") == (15632, "normal")


@pytest.mark.parametrize(
    ("file", "right", "wrong", "message"),
    [
        ("borough_home_sales_indexes", "man_index", "manhattan", r"\['man_index'\] missing"),
        ("borough_home_sales_indexes", "isoweek,", "bx_index,isoweek,", "another length"),
        ("borough_home_sales_indexes", "2020-01-05", "5 Jan", "row 3: '5 Jan'"),
        ("borough_home_sales_indexes", "2020-01-05", "2020-01-06", "row 3: '2020-01-06'"),
        ("borough_home_sales_indexes", "1,2020-01-05", "1,2020-01-12", "week before"),
        ("borough_home_sales_indexes", "1,2020", "2,2020", "row 3: '2'"),
        ("borough_home_sales_indexes", ",150,", ",150.5,", "whole sales"),
        ("borough_home_sales_ref_2019", "52,300", "51,300", "whole sales"),
        ("streeteasy_home_sales", "243", "244", "row 2: '244'"),
        ("streeteasy_rentals", "2020-01-11", "2020-01-12", "row 2: '2020-01-12'"),
        ("streeteasy_rentals", "2020-01-11", "2020-01-04", "each week once"),
    ],
)
def test_damage_is_refused_by_name(
    tmp_path: Path, file: str, right: str, wrong: str, message: str
) -> None:
    damaged = FILES[f"{file}.csv"].replace(right, wrong)
    with pytest.raises(DeliveryError, match=message):
        read(delivery(tmp_path, **{file: damaged}))


def test_an_unknown_column_is_refused_by_name(tmp_path: Path) -> None:
    header, *rows = FILES["borough_home_sales_indexes.csv"].splitlines()
    wider = "\n".join([f"bx_index,{header}", *(f"1,{row}" for row in rows)]) + "\n"
    with pytest.raises(DeliveryError, match=r"\['bx_index'\] unknown"):
        read(delivery(tmp_path, borough_home_sales_indexes=wider))


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "streeteasy-weekly-ny1")


@pytest.mark.filterwarnings("ignore:Series.dt.dayofweek is deprecated")
def test_the_published_files_keep_every_promise(published: pd.DataFrame) -> None:
    observations.check(published, SOURCE.indicators)

    # 205 weeks of sales for the city and 5 boroughs, 153 of listings for the city.
    assert published.groupby("indicator_id").size().to_dict() == {
        "pending_home_sales": 205 * 6,
        "rental_inventory_weekly": 153,
    }


def test_figures_are_those_of_the_files(published: pd.DataFrame) -> None:
    assert cell(published, "pending_home_sales", "NYC", "2022-12-04") == (374, "normal")
    assert cell(published, "pending_home_sales", "NYC", "2019-01-06") == (277, "normal")
    # 122.5 percent of an average of 40 sales.
    assert cell(published, "pending_home_sales", "QN", "2019-01-06") == (49, "normal")
    assert cell(published, "rental_inventory_weekly", "NYC", "2022-12-04") == (16530, "normal")
    assert cell(published, "rental_inventory_weekly", "NYC", "2020-01-05") == (15632, "normal")


def test_every_file_read_is_in_the_feed(mirror: Path) -> None:
    assert SOURCE.feed is not None
    names = {file.name for file in SOURCE.feed.files}

    assert names == set(FILES)
    assert all((mirror / SOURCE.feed.folder / name).is_file() for name in names)
