"""The weekly visit index is read by place, added up by sector, and rid of its brands."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.curate.deliveries import partner
from data_loaders.sources.contracts import Partner
from data_loaders.sources.partners import cuebiq_weekly_cvi
from tests.support.handed_over import observed
from tests.support.packed import packed, stopped, taken

SOURCE: Partner = cuebiq_weekly_cvi
NAME = "cvi-dining-20200419.csv000.gz"
DELIVERY = """\
2020W06,Week of Feb 03,501,"New York, NY",Alpha Grill,Casual Dining,Dining,20.5,1.1
2020W06,Week of Feb 03,501,"New York, NY",Beta Cafe,Coffee,Dining,10.5,1.1
2020W06,Week of Feb 03,501,"New York, NY",Gamma Deli,Quick Service,Dining,9,1.1
2020W14,Week of Mar 30,501,"New York, NY",Alpha Grill,Casual Dining,Dining,5,1.1
2020W14,Week of Mar 30,501,"New York, NY",Beta Cafe,Coffee,Dining,3,1.1
2020W14,Week of Mar 30,501,"New York, NY",Gamma Deli,Quick Service,Dining,2,1.1
"""
FEBRUARY = "".join(
    DELIVERY[: DELIVERY.index("2020W14")].replace("2020W06", f"2020W0{week}") for week in (7, 8, 9)
)


def damaged(folder: Path, old: str, new: str) -> str:
    assert old in DELIVERY
    return stopped(SOURCE, packed(folder, NAME, DELIVERY.replace(old, new)))


def test_weeks_end_on_their_sunday_and_brands_are_added_up_and_gone(tmp_path: Path) -> None:
    kept, report = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    assert kept.astype(str).to_numpy().tolist() == [
        ["2020-02-09", "dining", "40.0", "3"],
        ["2020-04-05", "dining", "10.0", "3"],
    ]
    assert report.findings == []
    assert partner.vintage(kept).isoformat() == "2020-04-05"


def test_the_index_is_against_february_2020_and_rounded_to_fives(tmp_path: Path) -> None:
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, FEBRUARY + DELIVERY))
    seen = observed(SOURCE, kept)
    dining = seen[seen["industry_id"] == "dining"].set_index("period_end")["value"]
    assert dining["2020-02-09"] == 100
    assert dining["2020-04-05"] == 25
    assert set(seen["area_id"]) == {"501"}


def test_weeks_and_sectors_without_figures_are_not_reported_and_not_zero(tmp_path: Path) -> None:
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    seen = observed(SOURCE, kept)
    assert len(seen) == 8 * 9
    missing = seen[(seen["industry_id"] == "malls") | (seen["period_end"] == "2020-02-16")]
    assert set(missing["status"]) == {"not_reported"}
    assert missing["value"].isna().all()


def test_a_sector_of_two_brands_is_withheld(tmp_path: Path) -> None:
    later = DELIVERY[DELIVERY.index("2020W14") :]
    two = "".join(later.splitlines(keepends=True)[:2])
    weeks = [later.replace("2020W14", f"2020W{week}") for week in (15, 16, 17, 18)]
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, "".join([FEBRUARY, DELIVERY, *weeks])))
    seen = observed(SOURCE, kept)
    assert "withheld" not in set(seen["status"])
    text = "".join([FEBRUARY, DELIVERY, *weeks]).replace(later, two, 1)
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, text))
    seen = observed(SOURCE, kept)
    hidden = seen[seen["status"] == "withheld"]
    assert hidden["period_end"].astype(str).tolist() == ["2020-04-05"]
    assert hidden["value"].isna().all()


def test_kinds_of_places_are_counted_where_a_file_names_no_brand(tmp_path: Path) -> None:
    text = DELIVERY.replace("Dining,", "Transportation,").replace("Casual Transportation", "Air")
    for brand in ("Alpha Grill", "Beta Cafe", "Gamma Deli"):
        text = text.replace(brand, "")
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, text))
    assert kept["brands"].tolist() == [3, 3]


def test_a_week_with_fewer_brands_than_usual_is_less_reliable(tmp_path: Path) -> None:
    lines = [
        f'2020W{week},Week,501,"New York, NY",Brand {number},Coffee,Dining,4,1\n'
        for week, brands in (("06", 6), ("07", 6), ("08", 6), ("09", 6), ("10", 4))
        for number in range(brands)
    ]
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, "".join(lines)))
    seen = observed(SOURCE, kept)
    dining = seen[seen["industry_id"] == "dining"]
    assert dining["status"].tolist() == ["normal"] * 4 + ["low_reliability"]


def test_other_markets_and_repeated_rows_are_said_and_left_out(tmp_path: Path) -> None:
    away = '2020W14,Week,504,"Philadelphia, PA",Alpha Grill,Casual Dining,Dining,50,1\n'
    first = DELIVERY.splitlines(keepends=True)[0]
    kept, report = taken(SOURCE, packed(tmp_path, NAME, DELIVERY + away + first))
    assert kept["visits"].tolist() == [40.0, 10.0]
    assert [(finding.found, finding.rows) for finding in report.findings] == [
        ("rows that repeat another", (8,)),
        ("rows of other market areas", (7,)),
    ]


def test_an_index_that_is_missing_is_no_zero_and_no_brand(tmp_path: Path) -> None:
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY.replace("Dining,5,", "Dining,,")))
    assert kept["visits"].tolist() == [40.0, 5.0]
    assert kept["brands"].tolist() == [3, 2]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Mar 30,501,", "Mar 30,NY,", "market_area_code: no market area"),
        ("2020W14,", "2020W54,", "visit_week_cd: no week"),
        ("2020W14,", "1989W14,", "visit_week_cd: no week"),
        ("Dining,2,", "Diners,2,", "sector: unknown text of 6 letters"),
        ("Dining,2,", ",2,", "sector: empty"),
        ("Dining,2,", "Dining,many,", "cvi: no number"),
        ("Dining,2,", "Dining,-2,", "cvi: below 0"),
        ("Dining,2,1.1\n", "Dining,2\n", "rows without 9 cells"),
        ("Dining,2,1.1\n", "Dining", "rows without 9 cells"),
        ("Gamma Deli,Quick Service", "Beta Cafe,Coffee", "rows that share visit_week_cd"),
        ("Beta Cafe", "=HYPERLINK(1)", "cells that begin as a formula does"),
    ],
)
def test_what_is_not_of_the_format_stops_with_its_rows(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    report = damaged(tmp_path, old, new)
    assert said in report
    assert "row" in report.split(said)[0].splitlines()[-1]
    assert "Cafe" not in report


def test_columns_in_another_order_stop_the_delivery(tmp_path: Path) -> None:
    lines = [line.split(",") for line in DELIVERY.replace('"New York, NY"', "NY").splitlines()]
    turned = "\n".join(",".join([line[7], *line[1:7], line[0], line[8]]) for line in lines)
    message = stopped(SOURCE, packed(tmp_path, NAME, turned))
    assert "visit_week_cd: no week" in message
    assert "cvi: no number" in message


def test_a_sector_in_two_files_stops_the_delivery(tmp_path: Path) -> None:
    twice = packed(tmp_path, "cvi-malls-20200419.csv000.gz", DELIVERY)
    assert "share day, sector" in stopped(SOURCE, packed(tmp_path, NAME, DELIVERY), twice)


def test_a_file_of_another_product_is_refused_by_its_name(tmp_path: Path) -> None:
    path = packed(tmp_path, "travelers-20200419.csv000.gz", DELIVERY)
    assert "a file of another name" in stopped(SOURCE, path)


def test_a_file_of_other_markets_alone_stops_the_delivery(tmp_path: Path) -> None:
    away = DELIVERY.replace(",501,", ",504,")
    other = packed(tmp_path, NAME.replace("dining", "malls"), away)
    assert "no row of market area 501" in stopped(SOURCE, packed(tmp_path, NAME, DELIVERY), other)
