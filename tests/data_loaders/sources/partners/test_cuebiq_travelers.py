"""Travelers are added up over states of origin, and taken on a week's last day only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries import partner
from data_loaders.sources.contracts import Partner
from data_loaders.sources.partners import cuebiq_travelers
from tests.support.handed_over import observed
from tests.support.packed import packed, stopped, taken

SOURCE: Partner = cuebiq_travelers
NAME = "travelers-20200405.csv000.gz"
DELIVERY = """\
2020-04-05,36061,New York,New Jersey,500,200,300,12
2020-04-05,36061,New York,CT,90,40,50,20
2020-04-05,36047,Kings(Brooklyn),New Jersey,210,100,110,12
2020-04-05,36081,Queens,New Jersey,310,150,160,12
2020-04-05,36005,Bronx County,New Jersey,95,45,50,12
2020-04-05,36085,Richmond (Staten Island),New Jersey,72,12,60,12
"""


def of_borough(seen: pd.DataFrame, indicator_id: str) -> dict[str, float]:
    rows = seen[seen["indicator_id"] == indicator_id]
    return dict(zip(rows["area_id"], rows["value"], strict=True))


def test_states_of_origin_are_added_up_and_gone(tmp_path: Path) -> None:
    kept, report = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    manhattan = kept[kept["area_id"] == "MN"]
    assert manhattan.astype(str).to_numpy().tolist() == [
        ["2020-04-05", "MN", "590.0", "240.0", "350.0"]
    ]
    assert not {"origin_state", "county", "travelers_not_sip_daily_miles"} & set(kept.columns)
    assert report.findings == []


def test_a_small_count_is_withheld_with_what_would_give_it_away(tmp_path: Path) -> None:
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    seen = observed(SOURCE, kept)
    everyone = of_borough(seen, "travelers")
    assert everyone["NYC"] == 590 + 210 + 310 + 95 + 72
    home, out = (of_borough(seen, name) for name in ("travelers_staying_in", "travelers_going_out"))
    assert pd.isna(home["SI"])
    assert pd.isna(out["SI"]) or pd.isna(everyone["SI"])
    withheld = seen[seen["status"] == "withheld"]
    assert withheld.groupby("indicator_id").size().min() >= 2


def test_the_weeks_last_day_is_taken_and_days_are_never_added(tmp_path: Path) -> None:
    days = [DELIVERY.replace("2020-04-05", day) for day in ("2020-04-03", "2020-04-06")]
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, "".join([*days, DELIVERY])))
    assert len(kept) == 15
    seen = observed(SOURCE, kept)
    assert set(seen["period_end"].astype(str)) == {"2020-04-05"}
    assert of_borough(seen, "travelers")["MN"] == 590


def test_a_week_whose_last_day_lacks_a_borough_is_not_reported(tmp_path: Path) -> None:
    short = "".join(DELIVERY.replace("04-05", "04-12").splitlines(keepends=True)[:5])
    later = DELIVERY.replace("04-05", "04-19")
    kept, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY + short + later))
    seen = observed(SOURCE, kept)
    week = seen[seen["period_end"] == "2020-04-12"]
    assert set(week["status"]) == {"not_reported"}
    assert len(week) == 18


def test_other_counties_and_repeated_rows_are_said_and_left_out(tmp_path: Path) -> None:
    away = "2020-04-05,36059,Nassau,New Jersey,500,200,300,12\n"
    first = DELIVERY.splitlines(keepends=True)[0]
    kept, report = taken(SOURCE, packed(tmp_path, NAME, DELIVERY + away + first))
    assert kept["last_14_days_travelers"].sum() == 1277
    assert [finding.found for finding in report.findings] == [
        "rows that repeat another",
        "rows of other counties",
    ]


def test_of_a_day_in_two_deliveries_the_newer_is_taken(tmp_path: Path) -> None:
    first, _ = taken(SOURCE, packed(tmp_path, NAME, DELIVERY))
    restated = DELIVERY.replace("500,200,300", "520,210,310")
    second, _ = taken(SOURCE, packed(tmp_path, NAME, restated))
    both = partner.merged(SOURCE, [first, second])
    assert both.groupby("area_id")["last_14_days_travelers"].sum()["MN"] == 610


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2020-04-05,36047", "1989-04-05,36047", "date: a date that cannot be"),
        ("2020-04-05,36047", "04/05/2020,36047", "date: no date"),
        (",36047,", ",Kings,", "fips_county: no county code"),
        (",CT,", ",All,", "origin_state: unknown text of 3 letters"),
        (",CT,", ",,", "origin_state: empty"),
        (",90,40,50,", ",90,40,51,", "do not add up to last_14_days_travelers"),
        (",90,40,50,", ",90,,50,", "last_14_days_travelers_sip: empty"),
        (",90,40,50,", ",90,39.5,50.5,", "last_14_days_travelers_sip: no whole number"),
        (",90,40,50,", ",-90,40,50,", "last_14_days_travelers: below 0"),
        (",90,40,50,20\n", ",90,40\n", "rows without 8 cells"),
        ("New York,CT", "New York,New Jersey", "rows that share date, fips_county"),
    ],
)
def test_what_is_not_of_the_format_stops_with_its_rows(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in DELIVERY
    message = stopped(SOURCE, packed(tmp_path, NAME, DELIVERY.replace(old, new)))
    assert said in message
    assert "row" in message.split(said)[0].splitlines()[-1]


def test_counts_in_another_order_stop_for_they_no_longer_add_up(tmp_path: Path) -> None:
    lines = [line.split(",") for line in DELIVERY.splitlines()]
    turned = "\n".join(",".join([*line[:4], line[5], line[4], *line[6:]]) for line in lines)
    assert "do not add up" in stopped(SOURCE, packed(tmp_path, NAME, turned))


def test_a_delivery_of_other_counties_alone_is_refused(tmp_path: Path) -> None:
    away = "2020-04-05,36059,Nassau,New Jersey,500,200,300,12\n"
    assert "no rows of New York City" in stopped(SOURCE, packed(tmp_path, NAME, away))
