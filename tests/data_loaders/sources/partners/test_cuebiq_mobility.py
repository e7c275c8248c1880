"""Block groups are averaged by borough in Ibis, turned into miles, and kept nowhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries import partner
from data_loaders.sources.contracts import Partner
from data_loaders.sources.partners.cuebiq_mobility import source as cuebiq_mobility
from tests.support.handed_over import observed
from tests.support.packed import packed, stopped, taken

SOURCE: Partner = cuebiq_mobility
NAME = "cityhall-20200405.csv.gz"
DELIVERY = """\
2020-04-05,2020-W14,New York (Manhattan),New York,360610001001,3,1
2020-04-05,2020-W14,New York (Manhattan),New York,360610002001,4,3
2020-04-05,2020-W14,Kings(Brooklyn),New York,360470001001,3.5,1
2020-04-05,2020-W14,Queens,New York,360810001001,3.5,1
2020-04-05,2020-W14,Bronx County,New York,360050001001,3.5,1
2020-04-05,2020-W14,Richmond (Staten Island),New York,360850001001,3.5,1
"""


def by_area(seen: pd.DataFrame) -> dict[str, float]:
    return dict(zip(seen["area_id"], seen["value"], strict=True))


def test_block_groups_are_averaged_by_their_weight_and_gone(tmp_path: Path) -> None:
    kept, report = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    assert list(kept.columns) == ["day", "area_id", "weighted", "weight"]
    manhattan = kept[kept["area_id"] == "MN"]
    assert manhattan[["weighted", "weight"]].to_numpy().tolist() == [[15, 4]]
    assert (report.findings, report.rows_read) == ([], 6)


def test_a_mean_of_logarithms_of_meters_becomes_miles(tmp_path: Path) -> None:
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    miles = by_area(observed(SOURCE, kept))
    assert miles["MN"] == 3.49  # 10 ** 3.75 is 5,623 meters
    assert miles["BK"] == 1.96
    assert miles["NYC"] == 2.62  # (15 + 4 × 3.5) / 8


def test_only_a_weeks_last_day_is_taken(tmp_path: Path) -> None:
    other = DELIVERY.replace("04-05", "04-04")
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY + other))
    assert len(kept) == 10
    seen = observed(SOURCE, kept)
    assert set(seen["period_end"].astype(str)) == {"2020-04-05"}


def test_a_borough_without_figures_leaves_the_city_out_too(tmp_path: Path) -> None:
    lines = DELIVERY.replace("04-05", "04-12").splitlines(keepends=True)
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY + "".join(lines[:5])))
    seen = observed(SOURCE, kept)
    missing = seen[seen["status"] == "not_reported"]
    assert set(missing["period_end"].astype(str)) == {"2020-04-12"}
    assert set(missing["area_id"]) == {"SI", "NYC"}


def test_missing_measurements_weigh_nothing(tmp_path: Path) -> None:
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY.replace(",4,3\n", ",,3\n")))
    manhattan = kept[kept["area_id"] == "MN"]
    assert manhattan[["weighted", "weight"]].to_numpy().tolist() == [[3, 1]]


def test_other_counties_are_counted_and_left_out(tmp_path: Path) -> None:
    away = "2020-04-05,2020-W14,Nassau,New York,360594142001,9,9\n"
    kept, report = taken(SOURCE, packed(tmp_path, NAME, DELIVERY + away))
    assert kept["weight"].sum() == 8
    assert [finding.found for finding in report.findings] == ["rows of other counties, 1 in all"]


def test_of_a_day_in_two_deliveries_the_newer_is_taken(tmp_path: Path) -> None:
    first, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    second, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY.replace(",4,3\n", ",5,3\n")))
    both = partner.merged(SOURCE, [first, second])
    assert len(both) == 5
    assert by_area(both.assign(value=both["weighted"]))["MN"] == 18


@pytest.mark.parametrize(
    ("old", "new", "said", "row"),
    [
        ("2020-04-05,2020-W14,Kings", "1989-04-05,2020-W14,Kings", "date: no date of 2018", 3),
        ("2020-04-05,2020-W14,Kings", "4/5/2020,2020-W14,Kings", "date: no date of 2018", 3),
        ("Kings(Brooklyn)", "Brooklyn borough", "county_name: not the county of cbg2010", 3),
        ("Kings(Brooklyn)", "Queens", "county_name: not the county of cbg2010", 3),
        ("360470001001", "36047000100", "cbg2010: no block group", 3),
        ("360470001001,3.5,1", "360470001001,far,1", "no number of 0 or more", 3),
        ("360470001001,3.5,1", "360470001001,3.5,-1", "no number of 0 or more", 3),
        ("360610002001", "360610001001", "rows that share date, cbg2010", 2),
        ("360470001001,3.5,1\n", "360470001001\n", "rows without 7 cells", 3),
    ],
)
def test_what_is_not_of_the_format_stops_with_its_rows(
    tmp_path: Path, old: str, new: str, said: str, row: int
) -> None:
    assert old in DELIVERY
    message = stopped(SOURCE, packed(tmp_path, NAME, DELIVERY.replace(old, new)))
    assert said in message
    assert f"row {row}" in message or f"rows {row}" in message
    assert "360470001001" not in message


def test_columns_in_another_order_stop_the_delivery(tmp_path: Path) -> None:
    lines = [line.split(",") for line in DELIVERY.splitlines()]
    turned = "\n".join(",".join([line[4], *line[1:4], line[0], *line[5:]]) for line in lines)
    assert "cbg2010: no block group" in stopped(SOURCE, packed(tmp_path, NAME, turned))


def test_a_file_without_one_whole_row_stops_the_delivery(tmp_path: Path) -> None:
    wider = DELIVERY.replace("\n", ",more\n")
    assert "rows without 7 cells" in stopped(SOURCE, packed(tmp_path, NAME, wider))


def test_a_file_cut_off_in_its_packing_stops_the_delivery(tmp_path: Path) -> None:
    path = packed(tmp_path, NAME, DELIVERY)
    path.write_bytes(path.read_bytes()[:-20])
    assert "cut off or damaged" in stopped(SOURCE, path)


def test_a_delivery_of_other_counties_alone_is_refused(tmp_path: Path) -> None:
    away = "2020-04-05,2020-W14,Nassau,New York,360594142001,9,9\n"
    assert "no rows of New York City" in stopped(SOURCE, packed(tmp_path, NAME, away))
