from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.streeteasy_dashboard import source as streeteasy_dashboard
from data_loaders.sources.public.streeteasy_dashboard.indicators import (
    MEDIANS_CHECKED,
    MEDIANS_UNDER,
)
from data_loaders.sources.public.streeteasy_dashboard.source import FIGURES, SOURCE, read
from data_loaders.vocabulary.geography import areas
from data_loaders.vocabulary.model import Geography

VALUES = """\
areaName,Borough,areaType,2018-12,2019-01,2019-02
NYC,,city,2600,2700.0,2710.0
Bronx,Bronx,borough,1800,1899.0,
All Downtown,Manhattan,submarket,4000,4000,4000
Fordham,Bronx,neighborhood,1700,1750.0,1760.0
Baychester,Bronx,neighborhood,1500,2200.0,
Astoria,Queens,neighborhood,1500,2195.0,
"""
COUNTS = """\
areaName,Borough,areaType,2018-12,2019-01
NYC,,city,30000,40005
Bronx,Bronx,borough,1000,1075
All Downtown,Manhattan,submarket,900,900
Fordham,Bronx,neighborhood,40,10
Baychester,Bronx,neighborhood,5,9
Astoria,Queens,neighborhood,1600,0
"""
INDEX = """\
year_month,borough,borocode,sales_index,rental_index
2019-01,MN,1,1054545,3171
2019-01,NYC,,625805,
2018-12,NYC,,625000,2500
"""


def delivery(folder: Path, values: str = VALUES, counts: str = COUNTS, index: str = INDEX) -> Path:
    files = folder / streeteasy_dashboard.FOLDER
    files.mkdir(exist_ok=True)
    for figure in FIGURES:
        (files / f"{figure.file}.csv").write_text(values)
        (files / f"{figure.counts}.csv").write_text(counts)
    (files / streeteasy_dashboard.INDEX_FILE).write_text(index)
    return folder


def vouched(folder: Path, values: str) -> Path:
    """An older rent file that keeps StreetEasy's minimum, beside the newest one."""
    path = folder / streeteasy_dashboard.VOUCHED_RENTS
    path.parent.mkdir()
    path.write_text(values)
    return folder


def cell(table: pd.DataFrame, indicator_id: str, area_id: str, month: str) -> tuple[float, str]:
    chosen = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["period_start"] == pd.Timestamp(f"{month}-01"))
    ]
    assert len(chosen) == 1
    return float(chosen["value"].iloc[0]), str(chosen["status"].iloc[0])


def hidden(found: tuple[float, str], status: str) -> bool:
    return pd.isna(found[0]) and found[1] == status


def test_a_median_of_ten_listings_is_published_and_of_nine_withheld(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))

    assert cell(table, "asking_rent", "fordham", "2019-01") == (1750, "normal")
    assert hidden(cell(table, "asking_rent", "baychester", "2019-01"), "withheld")


def test_without_a_count_a_neighborhood_has_no_figure_and_none_is_called_hidden(
    tmp_path: Path,
) -> None:
    table = read(delivery(tmp_path))

    assert hidden(cell(table, "asking_rent", "fordham", "2019-02"), "not_reported")
    assert cell(table, "asking_rent", "NYC", "2019-02") == (2710, "normal")
    assert hidden(cell(table, "asking_rent", "BX", "2019-02"), "not_reported")


def test_a_file_that_keeps_the_minimum_vouches_for_its_own_neighborhoods(tmp_path: Path) -> None:
    older = VALUES.replace("1760.0", "1765.0").replace("2710.0", "9999")
    table = read(vouched(delivery(tmp_path), older))

    assert cell(table, "asking_rent", "fordham", "2019-02") == (1765, "normal")
    assert cell(table, "asking_rent", "NYC", "2019-02") == (2710, "normal")
    assert hidden(cell(table, "asking_rent", "baychester", "2019-02"), "not_reported")
    # Our own minimum holds where the count is known, whatever the file published.
    assert hidden(cell(table, "asking_rent", "baychester", "2019-01"), "withheld")
    # The file is of all homes: it vouches for no size of home.
    assert hidden(cell(table, "asking_rent_studio", "fordham", "2019-02"), "not_reported")


def test_a_zero_count_is_a_value_and_no_count_is_not(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))

    assert cell(table, "rental_inventory", "astoria", "2019-01") == (0, "normal")
    assert hidden(cell(table, "rental_inventory", "chelsea", "2019-01"), "not_reported")
    assert hidden(cell(table, "asking_rent", "chelsea", "2019-01"), "not_reported")


def test_a_blank_count_is_zero_by_bedrooms_and_an_error_for_all_homes(tmp_path: Path) -> None:
    counts = COUNTS.replace("neighborhood,40,10", "neighborhood,40,")
    folder = delivery(tmp_path, counts=counts)
    with pytest.raises(DeliveryError, match=r"rentalInventory_All.*fordham 2019-01"):
        read(folder)

    for name in ("rentalInventory_All", "totalInventory_All"):
        (folder / streeteasy_dashboard.FOLDER / f"{name}.csv").write_text(COUNTS)
    table = read(folder)

    assert hidden(cell(table, "asking_rent_studio", "fordham", "2019-01"), "withheld")
    assert cell(table, "asking_rent", "fordham", "2019-01") == (1750, "normal")


def test_shares_become_percents(tmp_path: Path) -> None:
    folder = delivery(tmp_path)
    (folder / streeteasy_dashboard.FOLDER / "priceCutShare_All.csv").write_text(
        VALUES.replace("2700.0", "0.151")
    )

    assert cell(read(folder), "price_cut_share", "NYC", "2019-01") == (15.1, "normal")


def test_submarkets_and_months_before_2019_are_left_out(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))

    assert table["period_start"].min() == pd.Timestamp("2019-01-01")
    assert not table["value"].eq(4000).any()


def test_an_index_does_not_cover_areas_it_never_had(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))

    assert cell(table, "rent_index", "MN", "2019-01") == (3171, "normal")
    assert cell(table, "price_index", "NYC", "2019-01") == (625805, "normal")
    assert hidden(cell(table, "rent_index", "NYC", "2019-01"), "not_applicable")
    assert hidden(cell(table, "price_index", "BX", "2019-01"), "not_applicable")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("areaType", "kind", r"columns \['areaType'\] missing"),
        ("2019-02", "Feb 2019", r"columns \['Feb 2019'\] unknown"),
        ("2019-01,", "Jan 2019,2019-01,", "another length"),
        ("2018-12", "2018-11", r"months \['2018-12'\] missing"),
        ("Fordham", "Fordhamville", "row 5: 'Fordhamville, Bronx, neighborhood'"),
        ("Fordham,Bronx", "Fordham,Queens", "row 5: 'Fordham, Queens, neighborhood'"),
        ("Baychester", "Fordham", "Expected each area once"),
        ("submarket", "district", "row 4: 'district'"),
        ("1750.0", "about 1750", "2019-01 unreadable .row 5: 'about 1750'"),
    ],
)
def test_damage_is_refused_by_name(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(delivery(tmp_path, values=VALUES.replace(right, wrong)))


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("rental_index", "rent", r"columns \['rental_index'\] missing"),
        ("MN,1", "Manhattan,1", "row 2: 'Manhattan'"),
        ("2019-01,MN", "1/2019,MN", "row 2: '1/2019'"),
    ],
)
def test_a_damaged_index_is_refused(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(delivery(tmp_path, index=INDEX.replace(right, wrong)))


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror)


def test_the_published_files_keep_every_promise(published: pd.DataFrame) -> None:
    observations.check(published, SOURCE.indicators)

    assert set(published["indicator_id"]) == {indicator.id for indicator in SOURCE.indicators}


def test_every_area_has_every_month(published: pd.DataFrame) -> None:
    rent = published[published["indicator_id"] == "asking_rent"]

    # 177 neighborhoods, 5 boroughs and the city, from January 2019 to June 2026.
    assert len(rent) == (177 + 5 + 1) * 90
    assert rent.groupby("area_id").size().eq(90).all()


def test_figures_are_those_of_the_files(published: pd.DataFrame) -> None:
    assert cell(published, "asking_rent", "NYC", "2026-06") == (4200, "normal")
    assert cell(published, "asking_rent", "BX", "2019-01") == (1899, "normal")
    assert cell(published, "asking_rent", "fordham", "2023-10") == (2166, "normal")
    assert cell(published, "asking_rent_studio", "SI", "2023-10") == (1732, "normal")
    assert cell(published, "rental_inventory", "NYC", "2023-11") == (32049, "normal")
    assert cell(published, "rental_inventory", "baychester", "2019-01") == (0, "normal")
    assert cell(published, "asking_price", "SI", "2023-11") == (699998, "normal")
    assert cell(published, "days_on_market", "MN", "2019-01") == (107.5, "normal")
    assert cell(published, "price_cut_share", "NYC", "2023-10") == (15.1, "normal")
    assert cell(published, "rent_index", "MN", "2026-05") == (4371, "normal")


def test_medians_of_single_listings_in_the_newest_rent_file_are_withheld(
    published: pd.DataFrame,
) -> None:
    # The file says 2,200 dollars in June 2019 and 5,950 in June 2026, on one listing or none known.
    assert hidden(cell(published, "asking_rent", "baychester", "2019-06"), "withheld")
    assert hidden(cell(published, "asking_rent", "baychester", "2026-06"), "not_reported")
    assert hidden(cell(published, "asking_rent", "auburndale", "2021-11"), "withheld")


def test_neighborhood_rents_end_with_the_file_that_keeps_the_minimum(
    published: pd.DataFrame,
) -> None:
    rent = published[
        (published["indicator_id"] == "asking_rent") & (published["geography"] == "streeteasy")
    ]
    shown = rent[rent["status"] == "normal"]

    assert shown["period_start"].max() == pd.Timestamp("2025-12-01")
    by_month = {
        month: set(rows["area_id"]) for month, rows in shown.groupby("period_start") if len(rows)
    }
    both = by_month[pd.Timestamp("2019-12-01")] & by_month[pd.Timestamp("2025-12-01")]
    borough_of = {area.id: area.borough_id for area in areas()[Geography.STREETEASY]}
    assert Counter(borough_of[area_id] for area_id in both) == {
        "BK": 40,
        "MN": 30,
        "QN": 23,
        "BX": 12,
    }


def test_no_neighborhood_without_a_count_is_called_hidden(published: pd.DataFrame) -> None:
    late = published[
        (published["geography"] == "streeteasy")
        & (published["period_start"] > pd.Timestamp("2023-11-01"))
    ]
    assert set(late["status"]) == {"normal", "not_reported"}


def test_an_area_the_counts_hold_and_the_rents_lack_is_hidden(published: pd.DataFrame) -> None:
    assert hidden(cell(published, "asking_rent", "ocean-parkway", "2021-01"), "withheld")
    assert hidden(cell(published, "asking_price", "ocean-parkway", "2021-01"), "withheld")


def test_bedroom_medians_rest_on_their_own_bedroom_count(published: pd.DataFrame) -> None:
    # Seven studios were listed in Staten Island in November 2023, among 64 homes.
    assert hidden(cell(published, "asking_rent_studio", "SI", "2023-11"), "withheld")
    assert cell(published, "rental_inventory", "SI", "2023-11") == (64, "normal")


def test_no_median_rests_on_fewer_listings_than_the_minimum(
    mirror: Path, published: pd.DataFrame
) -> None:
    counts = pd.read_csv(mirror / "streeteasy-data-dashboard" / "rentalInventory_All.csv")
    long = counts.melt(["areaName", "Borough", "areaType"], var_name="month", value_name="count")
    few = long[(long["areaType"] == "neighborhood") & (long["count"] < 10)]
    few_keys = set(zip(few["areaName"], few["month"], strict=True))
    rent = published[
        (published["indicator_id"] == "asking_rent") & (published["status"] == "normal")
    ]
    names = {area.id: area.name for area in areas()[Geography.STREETEASY]}
    shown = {
        (names[row.area_id], f"{row.period_start:%Y-%m}")
        for row in rent[rent["geography"] == "streeteasy"].itertuples()
    }

    assert shown
    assert not shown & few_keys


def test_every_file_read_is_in_the_feed_once(mirror: Path) -> None:
    assert SOURCE.feed is not None
    names = [file.name for file in SOURCE.feed.files]

    assert len(names) == len(set(names)) == 16
    assert all((mirror / SOURCE.feed.folder / name).is_file() for name in names)
    urls = {file.name: file.url for file in SOURCE.feed.files}
    assert urls[f"{streeteasy_dashboard.FOLDER}/medianAskingRent_OneBd.csv"].endswith(
        "/rentals/OneBd/medianAskingRent_OneBd.zip"
    )
    assert urls[f"{streeteasy_dashboard.FOLDER}/totalInventory_All.csv"].endswith(
        "/sales/All/totalInventory_All.zip"
    )


def test_medians_of_the_file_to_2025_rest_on_ten_listings_as_its_caveat_says(mirror: Path) -> None:
    """Held against the counts that go on to March 2024."""
    folder = mirror / "streeteasy-vintages"
    area = ["areaName", "Borough", "areaType"]
    rents, counts = (
        pd.read_csv(folder / name).melt(area, var_name="month", value_name=what)
        for name, what in (
            ("medianAskingRent_All_2025-12.csv", "rent"),
            ("rentalInventory_All_2024-03.csv", "count"),
        )
    )
    both = rents.merge(counts, on=[*area, "month"])
    is_checked = both["areaType"].eq("neighborhood") & both["month"].ge("2019-01")
    medians = both[is_checked & both["rent"].notna()]
    assert medians["month"].max() == "2024-03"
    under = int(medians["count"].lt(10).sum())
    assert (len(medians), under) == (MEDIANS_CHECKED, MEDIANS_UNDER)
