from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import merged, read_delivery
from data_loaders.delivery.findings import Report
from data_loaders.sources.foursquare_groups import AGES, PUBLISHED_IDS
from data_loaders.sources.partners.foursquare_county import source as foursquare_county
from tests.support.handed_over import observed

HEADER = "date,state,borough,categoryid,category,demo,visits,avgDuration,p50Duration\n"
LINES = """\
2021-05-03,New York,Brooklyn,Group,Food,All,50,31.5,20.0
2021-05-03,New York,Brooklyn,Group,Food,Below65,40,31.5,20.0
2021-05-03,New York,Brooklyn,Group,Food,Above65,10,31.5,20.0
2021-05-03,New York,Bronx County,Group,Food,All,7,,
2021-05-03,New York,Queens,4bf58dd8d48988d1e0931735,Coffee Shop,All,9,12.0,9.0
"""


def read(folder: Path, text: str, day: str = "2021-05-03") -> tuple[pd.DataFrame | None, Report]:
    path = folder / f"county-{day}.csv"
    path.write_text(text, encoding="utf-8")
    return read_delivery(foursquare_county, [path])


def said(folder: Path, text: str, day: str = "2021-05-03") -> str:
    return "\n".join(finding.sentence for finding in read(folder, text, day)[1].findings)


def test_boroughs_are_read_by_the_names_the_file_gives_them(tmp_path: Path) -> None:
    kept, _ = read(tmp_path, HEADER + LINES)
    assert kept is not None
    found = kept[kept["visits"] > 0].set_index(["area_id", "age"])["visits"]
    assert found.to_dict() == {
        ("BX", "All"): 7,
        ("BK", "All"): 50,
        ("BK", "Below65"): 40,
        ("BK", "Above65"): 10,
    }
    assert len(kept) == 5 * len(PUBLISHED_IDS) * len(AGES)


def test_durations_never_pass_the_door(tmp_path: Path) -> None:
    kept, report = read(tmp_path, HEADER + LINES.replace("31.5", "no number"))
    assert kept is not None
    assert set(kept.columns) == {*foursquare_county.KEY, "visits"}
    assert not report.is_refused
    assert foursquare_county.SOURCE.policy.excluded == ("avgDuration", "p50Duration")


def test_single_venue_types_and_homes_are_left_out_and_said(tmp_path: Path) -> None:
    homes = "2021-05-03,New York,Queens,Group,Residences,All,99,1,1\n"
    kept, report = read(tmp_path, HEADER + LINES + homes)
    assert kept is not None
    assert kept["visits"].sum() == 107
    words = " ".join(finding.sentence for finding in report.findings)
    assert "rows of single venue types: 1" in words
    assert "rows of 'Residences': 1" in words


def test_a_newer_file_restates_what_an_older_said(tmp_path: Path) -> None:
    older, _ = read(tmp_path, HEADER + LINES)
    newer, _ = read(
        tmp_path,
        HEADER
        + LINES.replace("Bronx County,Group,Food,All,7", "Bronx County,Group,Food,All,8")
        + LINES.replace("2021-05-03", "2021-05-04"),
        "2021-05-04",
    )
    assert older is not None
    assert newer is not None
    both = merged(foursquare_county, [older, newer])
    bronx = both[(both["area_id"] == "BX") & (both["visits"] > 0)]
    assert bronx["visits"].tolist() == [8, 7]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("New York,Brooklyn", "New Jersey,Brooklyn", "state: unknown text of 10 letters"),
        ("Bronx County", "Kings(Brooklyn)", "row 5: borough: unknown text of 15 letters"),
        ("Group,Food,Below65", "Group,Diners,Below65", "category: unknown text of 6 letters"),
        ("Above65", "Over65", "row 4: demo: unknown text of 4 letters and 2 digits"),
        (",50,", ",many,", "row 2: visits: no number"),
        (",50,", ",5.5,", "row 2: visits: no whole number"),
        (",50,", ",-5,", "row 2: visits: below 0"),
        ("2021-05-03,New York,Bronx", "2021-05-04,New York,Bronx", "row 5: date: a date that"),
        ("2021-05-03,New York,Bronx", "1989-05-03,New York,Bronx", "row 5: date: a date that"),
        ("2021-05-03,New York,Bronx", "05/03/2021,New York,Bronx", "row 5: date: no date"),
        ("Below65", "All", "rows 2, 3: rows that share"),
        ("Brooklyn,Group,Food,All", "Queens,Group,Food,All", "ages without a row of all"),
        (",7,,", ",7,", "row 5: rows without 9 cells"),
        ("Group,Food,All,7", ",Food,All,7", "row 5: categoryid: empty"),
        ("p50Duration", "medianDuration", "may be 'p50Duration'"),
        ("Bronx County", "=Bronx County", "cells that begin as a formula does"),
    ],
)
def test_what_is_wrong_is_found_with_its_row(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    kept, report = read(tmp_path, (HEADER + LINES).replace(old, new, 1))
    assert kept is None
    assert message in "\n".join(finding.sentence for finding in report.findings)


def test_ages_that_do_not_add_up_are_said(tmp_path: Path) -> None:
    assert "do not add up" not in said(tmp_path, HEADER + LINES)
    text = HEADER + LINES.replace(",10,", ",9,")
    assert "ages that do not add up: 1 places and days" in said(tmp_path, text)


def test_columns_may_stand_in_another_order(tmp_path: Path) -> None:
    swapped = HEADER.replace("date,state", "state,date") + LINES.replace(
        "2021-05-03,New York", "New York,2021-05-03"
    )
    kept, _ = read(tmp_path, swapped)
    assert kept is not None
    assert kept["visits"].sum() == 107


def test_each_age_is_an_index_of_its_own_february() -> None:
    span = pd.date_range("2020-02-03", "2020-03-08", unit="ms")
    grid = pd.MultiIndex.from_product(
        [span, ["BX", "BK", "MN", "QN", "SI"], PUBLISHED_IDS, AGES],
        names=list(foursquare_county.KEY),
    )
    kept = grid.to_frame(index=False).assign(visits=0.0)
    in_march = kept["day"] >= pd.Timestamp("2020-03-02")
    for age, before, after in (("All", 60, 27), ("Below65", 50, 25), ("Above65", 10, 2)):
        chosen = (kept["age"] == age) & (kept["area_id"] == "MN") & (kept["industry_id"] == "food")
        kept.loc[chosen, "visits"] = in_march.map({False: before, True: after}).astype("float64")
    observations = observed(foursquare_county, kept)
    last = observations[
        (observations["period_start"] == "2020-03-02") & (observations["area_id"] == "MN")
    ]
    told = last[last["industry_id"] == "all"].set_index("indicator_id")
    assert told["value"].dropna().to_dict() == {
        "venue_visits_all_ages": 45,
        "venue_visits_under_65": 50,
    }
    # 14 visits in the week.
    assert told.loc["venue_visits_over_65", "status"] == "withheld"
