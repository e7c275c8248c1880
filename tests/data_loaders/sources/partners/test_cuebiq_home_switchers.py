"""Moves are added up by borough left, apart for the city's boroughs and the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.curate.deliveries import partner
from data_loaders.sources.contracts import Partner
from data_loaders.sources.partners import cuebiq_home_switchers
from tests.support.handed_over import observed
from tests.support.packed import packed, stopped, taken

SOURCE: Partner = cuebiq_home_switchers
NAME = "ri-20200419.csv000.gz"
HEADER = (
    "ref_week_code,ref_week_name,new_fips_county,new_county,old_fips_county,old_county,"
    "home_switcher_pct,top10_home_switcher_pct,bottom10_home_switcher_pct\n"
)
DELIVERY = f"""\
{HEADER}2020W14,Week of Mar 30,36047,Kings,36061,New York,0.21,0.3,0.1
2020W14,Week of Mar 30,36081,Queens,36061,New York,0.14,0.3,0.1
2020W14,Week of Mar 30,36059,Nassau,36061,New York,0.8,0.9,0.1
2020W14,Week of Mar 30,09001,Fairfield,36061,New York,0.523,0.9,0.1
2020W15,Week of Apr 06,36119,Westchester,36005,Bronx,0.4,0.9,0.1
2020W15,Week of Apr 06,36061,New York,36059,Nassau,0.05,0.9,0.1
"""


def test_new_counties_are_added_up_inside_and_outside_the_city(tmp_path: Path) -> None:
    kept, report = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    assert kept["day"].astype(str).tolist() == ["2020-04-05", "2020-04-12"]
    assert kept["area_id"].tolist() == ["MN", "BX"]
    assert kept["left_city"].tolist() == pytest.approx([1.323, 0.4])
    assert kept["other_borough"].tolist() == pytest.approx([0.35, float("nan")], nan_ok=True)
    assert [(finding.found, finding.rows) for finding in report.findings] == [
        ("rows of other counties", (7,))
    ]


def test_a_kind_of_move_without_a_row_is_not_reported_and_not_zero(tmp_path: Path) -> None:
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    seen = observed(SOURCE, kept).set_index(["indicator_id", "area_id", "period_end"])
    assert seen.loc[("moved_out_of_city", "MN", "2020-04-05"), "value"] == 1.32
    missing = seen.loc[("moved_to_another_borough", "BX", "2020-04-12")]
    assert missing["status"] == "not_reported"
    assert len(seen) == 2 * 5 * 2


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    lines = [line.split(",") for line in DELIVERY.splitlines()]
    turned = "\n".join(",".join(reversed(line)) for line in lines)
    first, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    second, _ = taken(SOURCE, packed(tmp_path, "ri-20200420.csv000.gz", turned))
    assert first.equals(second)


def test_a_row_that_stays_in_its_county_is_no_move(tmp_path: Path) -> None:
    same = DELIVERY.replace("36047,Kings,36061", "36061,New York,36061")
    kept, report = taken(SOURCE, packed(tmp_path, NAME, same))
    assert kept["other_borough"].iloc[0] == 0.14
    assert "rows whose new county is the old one" in [finding.found for finding in report.findings]


def test_later_deliveries_take_the_place_of_earlier_ones(tmp_path: Path) -> None:
    first, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    restated = DELIVERY.replace("Nassau,36061,New York,0.8,", "Nassau,36061,New York,0.9,")
    second, _ = taken(SOURCE, packed(tmp_path, "ri-20200426.csv000.gz", restated))
    merged = partner.merged(SOURCE, [first, second])
    assert merged["left_city"].round(3).tolist() == [1.423, 0.4]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2020W15,", "2020-04,", "ref_week_code: no week"),
        ("36047,Kings", "Kings(Brooklyn),Kings", "new_fips_county: no county code"),
        ("36047,Kings", ",Kings", "new_fips_county: empty"),
        ("36005,Bronx", "Bronx,Bronx", "old_fips_county: no county code"),
        ("New York,0.21,", "New York,,", "home_switcher_pct: empty"),
        ("New York,0.21,", "New York,210,", "home_switcher_pct: above 100"),
        ("New York,0.21,", "New York,-0.21,", "home_switcher_pct: below 0"),
        ("36081,Queens", "36047,Kings", "rows that share ref_week_code"),
        ("0.4,0.9,0.1\n", "0.4\n", "rows without 9 cells"),
    ],
)
def test_what_is_not_of_the_format_stops_with_its_rows(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in DELIVERY
    message = stopped(SOURCE, packed(tmp_path, NAME, DELIVERY.replace(old, new)))
    assert said in message
    assert "row" in message.split(said)[0].splitlines()[-1]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER.replace("home_switcher_pct", "switchers", 1), "may be 'home_switcher_pct'"),
        (HEADER.replace("new_county", "device_id"), "(text of 9 letters)"),
        (HEADER.replace("old_fips_county", "old_county_fips"), "columns ['old_fips_county']"),
    ],
)
def test_a_renamed_or_unknown_column_stops_the_delivery(
    tmp_path: Path, header: str, said: str
) -> None:
    message = stopped(SOURCE, packed(tmp_path, NAME, DELIVERY.replace(HEADER, header)))
    assert said in message
