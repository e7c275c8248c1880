"""The daily visit index is added up by sector in Ibis, and compared with the year before."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.sources.contracts import Partner
from data_loaders.sources.partners.cuebiq_daily_cvi import source as cuebiq_daily_cvi
from tests.support.handed_over import observed
from tests.support.packed import packed, stopped, taken

SOURCE: Partner = cuebiq_daily_cvi
NAME = "daily-cvi-dining-20200412.csv000.gz"
HEADER = (
    "date,market_area_code,market_area,sector,vertical,brand,naics6_code,roll_avg_7days_cvi,"
    "ly_roll_avg_7days_cvi,roll_avg_7days_cvi_per_store,ly_roll_avg_7days_cvi_per_store\n"
)
DELIVERY = f"""\
{HEADER}2020-04-05,501,"New York, NY",Dining,Casual Dining,Alpha Grill,722511,2,40,0.1,1
2020-04-05,501,"New York, NY",Dining,Coffee,Beta Cafe,722515,10.5,30,0.1,1
2020-04-05,501,"New York, NY",Dining,Coffee,Gamma Deli,722513,7.5,10,0.1,1
2020-04-06,501,"New York, NY",Dining,Casual Dining,Alpha Grill,722511,3,40,0.1,1
2020-04-06,501,"New York, NY",Dining,Coffee,Beta Cafe,722515,11,30,0.1,1
"""


def test_the_change_is_a_ratio_of_sums_and_never_of_a_brand(tmp_path: Path) -> None:
    kept, report = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    assert list(kept.columns) == ["day", "sector", "now", "before", "brands"]
    assert kept[["now", "before", "brands"]].to_numpy().tolist() == [[20, 80, 3], [14, 70, 2]]
    assert (report.findings, report.rows_read) == ([], 5)
    seen = observed(SOURCE, kept)
    dining = seen[seen["industry_id"] == "dining"]
    assert dining["value"].tolist() == [-75.0]


def test_only_weeks_whose_last_day_is_reported_are_taken(tmp_path: Path) -> None:
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY.replace("04-06", "04-03")))
    seen = observed(SOURCE, kept)
    assert set(seen["period_start"].astype(str)) == {"2020-03-30"}
    assert set(seen["period_end"].astype(str)) == {"2020-04-05"}
    assert seen["status"].value_counts().to_dict() == {"not_reported": 7, "normal": 1}


def test_a_brand_without_a_year_before_counts_in_neither_sum(tmp_path: Path) -> None:
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY.replace("722513,7.5,10,", ",7.5,,")))
    assert kept.iloc[0][["now", "before", "brands"]].tolist() == [12.5, 70, 2]


def test_a_day_without_any_year_before_is_not_reported_and_not_zero(tmp_path: Path) -> None:
    text = DELIVERY
    for before in (",2,40,", ",10.5,30,", ",7.5,10,"):
        text = text.replace(before, f",{before.split(',')[1]},,")
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, text))
    seen = observed(SOURCE, kept)
    assert set(seen["status"]) == {"not_reported"}


def test_a_sector_of_two_brands_is_withheld(tmp_path: Path) -> None:
    week = [DELIVERY.replace(HEADER, "").replace("-04-05", day) for day in ("-04-12", "-04-19")]
    week = ["".join(line for line in text.splitlines(True) if "04-06" not in line) for text in week]
    more = [*week, *(week[0].replace("-04-12", day) for day in ("-04-26", "-05-03"))]
    two = DELIVERY.replace("722513,7.5,10,", "722513,7.5,,")
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, "".join([two, *more])))
    seen = observed(SOURCE, kept)
    hidden = seen[seen["status"] == "withheld"]
    assert hidden["period_end"].astype(str).tolist() == ["2020-04-05"]
    assert hidden["value"].isna().all()


def test_the_transportation_file_has_no_brands_and_counts_kinds_of_places(tmp_path: Path) -> None:
    lines = [line.split(",") for line in DELIVERY.replace('"New York, NY"', "NY").splitlines()]
    fewer = "\n".join(",".join([*line[:5], *line[7:]]) for line in lines[:3])
    fewer = fewer.replace("Dining", "Transportation")
    name = NAME.replace("dining", "transportation")
    kept, _ = taken(SOURCE, packed(tmp_path, name, fewer))
    assert kept[["now", "brands"]].to_numpy().tolist() == [[12.5, 2]]
    message = stopped(SOURCE, packed(tmp_path, NAME, fewer))
    assert "columns ['brand', 'naics6_code'] missing" in message


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    lines = [line.split(",") for line in DELIVERY.replace('"New York, NY"', "NY").splitlines()]
    turned = "\n".join(",".join(reversed(line)) for line in lines)
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, turned))
    assert kept["now"].tolist() == [20, 14]


def test_other_markets_are_counted_and_left_out(tmp_path: Path) -> None:
    away = '1989-04-05,504,"Philadelphia, PA",Nonsense,Coffee,Beta Cafe,,10.5,30,0.1,1\n'
    kept, report = taken(SOURCE, packed(tmp_path, NAME, DELIVERY + away))
    assert kept["now"].tolist() == [20, 14]
    assert [finding.found for finding in report.findings] == [
        "rows of other market areas, 1 in all"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said", "row"),
    [
        ("2020-04-06,501,", "2020-04-06,New York,", "market_area_code: no market area", 5),
        ("2020-04-06,501,", "1989-04-06,501,", "date: no date of 2018 to 2030", 5),
        ("2020-04-06,501,", "04/06/2020,501,", "date: no date of 2018 to 2030", 5),
        ("Dining,Coffee,Gamma", "Diners,Coffee,Gamma", "sector: unknown", 4),
        (",7.5,10,", ",many,10,", "no number of 0 or more", 4),
        (",7.5,10,", ",-7.5,10,", "no number of 0 or more", 4),
        (",7.5,10,", ",7.5,1e,", "no number of 0 or more", 4),
        ("Gamma Deli", "Beta Cafe", "rows that share date, sector, vertical, brand", 4),
        ("3,40,0.1,1\n", "3,40\n", "rows without 11 cells", 5),
    ],
)
def test_what_is_not_of_the_format_stops_with_its_rows(
    tmp_path: Path, old: str, new: str, said: str, row: int
) -> None:
    assert old in DELIVERY
    message = stopped(SOURCE, packed(tmp_path, NAME, DELIVERY.replace(old, new, 1)))
    assert said in message
    assert f"row {row}" in message or f"rows {row}" in message
    assert not any(brand in message for brand in ("Cafe", "Deli", "Grill"))


def test_a_renamed_column_stops_the_delivery(tmp_path: Path) -> None:
    renamed = DELIVERY.replace("market_area_code", "market_code", 1)
    assert "may be 'market_area_code'" in stopped(SOURCE, packed(tmp_path, NAME, renamed))


def test_a_file_cut_off_in_its_packing_stops_the_delivery(tmp_path: Path) -> None:
    path = packed(tmp_path, NAME, DELIVERY)
    path.write_bytes(path.read_bytes()[:-20])
    assert "cut off or damaged" in stopped(SOURCE, path)


def test_a_sector_in_two_files_stops_the_delivery(tmp_path: Path) -> None:
    twice = packed(tmp_path, NAME.replace("dining", "malls"), DELIVERY)
    assert "share day, sector" in stopped(SOURCE, packed(tmp_path, NAME, DELIVERY), twice)


def test_a_file_of_other_markets_alone_stops_the_delivery(tmp_path: Path) -> None:
    away = DELIVERY.replace(",501,", ",504,")
    other = packed(tmp_path, NAME.replace("dining", "malls"), away)
    assert "no row of market area 501" in stopped(SOURCE, packed(tmp_path, NAME, DELIVERY), other)
