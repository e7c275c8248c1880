"""StreetEasy's weekly file: fractions, classes of bedrooms, codes of 2010; small numbers hide."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import merged, read_delivery
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners.streeteasy_nta_weekly import source as streeteasy_nta_weekly
from data_loaders.sources.partners.streeteasy_nta_weekly.files import COLUMNS
from data_loaders.vocabulary.geography import areas
from data_loaders.vocabulary.model import Geography
from tests.support.handed_over import observed

HEADER = ",".join(COLUMNS)
# Sales: new, hike, cut, pending, listed, weeks; rentals: new, hike, cut, pending, listed,
# furnished, short term, concessions, weeks; bedrooms and week.
SALES = "6,0.01,0.125,4,40,10.5"
RENTALS = "30,0.02,0.25,20,120,0.05,0.01,0.4,4.5"
WEEK = "2021-05-31"
ROW = f"Bushwick South,BK77,{SALES},{RENTALS},All,{WEEK}"
FEW = f"Melrose South,BX34,{SALES},1,,1,0,3,,,1,2,All,{WEEK}"
NONE = f'"Old Town-Dongan Hills, South",SI45,{SALES},0,,,0,0,,,,,All,{WEEK}'
STUDIOS = ROW.replace(",All,", ",0,")
DELIVERY = [ROW, FEW, NONE, STUDIOS]
NAME = "nta-metrics-2021-06-07.csv"
MONDAY = pd.Timestamp(WEEK)


def read(
    folder: Path, lines: list[str], name: str = NAME, header: str = HEADER
) -> tuple[pd.DataFrame | None, Report]:
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n")
    return read_delivery(streeteasy_nta_weekly, [path])


def kept(folder: Path, lines: list[str], name: str = NAME) -> pd.DataFrame:
    rows, report = read(folder, lines, name)
    assert rows is not None, [finding.sentence for finding in report.findings]
    return rows


def refusal(folder: Path, lines: list[str], name: str = NAME, header: str = HEADER) -> str:
    rows, report = read(folder, lines, name, header)
    assert rows is None
    return "\n".join(finding.sentence for finding in report.findings)


def everywhere(rentals: int = 120, week: str = WEEK) -> list[str]:
    """A row for every neighborhood, with as many homes for rent."""
    row = ROW.replace(",120,", f",{rentals},").replace(WEEK, week)
    known = areas()[Geography.NTA2010]
    return [row.replace("Bushwick South,BK77", f"Somewhere,{area.id}") for area in known]


def test_fractions_become_percents_and_sunday_ends_the_week(tmp_path: Path) -> None:
    rows = kept(tmp_path, DELIVERY).set_index("nta_code")
    assert rows.loc["BK77", "Pct Cut (Rentals)"] == 25.0
    assert rows.loc["BK77", "Median Weeks on Market (Rentals)"] == 4.5
    assert set(rows["day"]) == {pd.Timestamp("2021-06-06")}


def test_classes_of_bedrooms_are_counted_and_left_out(tmp_path: Path) -> None:
    lines = [ROW, *(ROW.replace(",All,", f",{size},") for size in ("Studio", "1", "2", "3+"))]
    rows, report = read(tmp_path, lines)
    assert rows is not None
    assert len(rows) == 1
    assert "4 rows of 'Studio', '1', '2', '3+' left out" in report.findings[0].sentence


def test_figures_that_are_not_published_never_pass_the_door(tmp_path: Path) -> None:
    rows = kept(tmp_path, DELIVERY)
    assert not {"NTA Name", "Pct Furnished (Rentals)", "Pct Hike (Sales)"} & set(rows.columns)


def test_a_few_listings_hide_their_count_and_what_rests_on_them(tmp_path: Path) -> None:
    few = [FEW if ",BX34," in line else line for line in everywhere()]
    table = observed(streeteasy_nta_weekly, kept(tmp_path, few))
    table = table.set_index(["indicator_id", "area_id"])
    for indicator_id in ("rental_listings", "rent_cut_share", "rental_weeks_on_market"):
        assert table.loc[(indicator_id, "BX34"), "status"] == "withheld"
        # One more neighborhood of the borough: the total would give the first away.
        hidden = table.loc[indicator_id]["status"].eq("withheld")
        assert hidden[hidden].index.str.startswith("BX").sum() == 2
    assert table.loc[("sale_listings", "BX34"), "value"] == 40
    assert table.loc[("rental_listings", "NYC"), "value"] == 194 * 120 + 3


def test_a_share_or_median_rests_on_the_listings_of_its_own_market(tmp_path: Path) -> None:
    blank = FEW.replace(",1,,1,0,3,,,1,2,", ",1,,1,0,3,,,,,")
    table = streeteasy_nta_weekly.counted(kept(tmp_path, [ROW, blank]))
    cells = table.set_index(["indicator_id", "area_id"])
    for indicator_id, listings in (
        ("rent_cut_share", 120),
        ("rent_concession_share", 120),
        ("rental_weeks_on_market", 120),
        ("sale_cut_share", 40),
        ("sale_weeks_on_market", 40),
    ):
        assert cells.loc[(indicator_id, "BK77"), "contributors"] == listings
    # StreetEasy's own blank on three listings looks like ours.
    assert cells.loc[("rental_weeks_on_market", "BX34"), "status"] == "withheld"


def test_no_listing_is_a_zero_and_its_share_not_applicable(tmp_path: Path) -> None:
    none = [NONE if ",SI45," in line else line for line in everywhere()]
    table = observed(streeteasy_nta_weekly, kept(tmp_path, none))
    table = table.set_index(["indicator_id", "area_id"])
    assert table.loc[("rental_listings", "SI45"), "value"] == 0
    assert table.loc[("rent_cut_share", "SI45"), "status"] == "not_applicable"


def test_a_neighborhood_without_a_row_is_not_reported(tmp_path: Path) -> None:
    lines = [line for line in everywhere() if ",QN99," not in line]
    table = observed(streeteasy_nta_weekly, kept(tmp_path, lines))
    status = table.set_index(["indicator_id", "area_id"])["status"]
    assert status["sale_listings", "QN99"] == "not_reported"
    assert status["sale_cut_share", "QN99"] == "not_reported"


def test_new_and_pending_listings_are_published_from_the_borough_up(tmp_path: Path) -> None:
    table = observed(streeteasy_nta_weekly, kept(tmp_path, everywhere()))
    new = table[table["indicator_id"] == "new_rental_listings"]
    assert set(new["geography"]) == {"borough", "city"}
    assert new.loc[new["area_id"] == "NYC", "value"].item() == 195 * 30


def test_a_code_of_2020_is_said_and_stays_in_the_totals(tmp_path: Path) -> None:
    lines = [line.replace(",BK77,", ",BK0401,") for line in everywhere()]
    rows, report = read(tmp_path, lines)
    assert rows is not None
    assert (
        "NTA Code: text of 2 letters and 4 digits in no list of neighborhoods of 2010"
        in report.findings[0].sentence
    )
    table = observed(streeteasy_nta_weekly, rows).set_index(["indicator_id", "area_id"])
    assert table.loc[("rental_listings", "unallocated"), "value"] == 120
    assert table.loc[("rental_listings", "NYC"), "value"] == 195 * 120
    assert table.loc[("new_sale_listings", "NYC"), "value"] == 195 * 6
    assert ("rent_cut_share", "unallocated") not in table.index


def test_a_week_without_a_file_is_not_reported_and_one_without_strays_has_none(
    tmp_path: Path,
) -> None:
    stray = [line.replace(",BK77,", ",BK0401,") for line in everywhere(week="2021-05-17")]
    first = kept(tmp_path, stray, "nta-metrics-2021-05-24.csv")
    both = merged(streeteasy_nta_weekly, [first, kept(tmp_path, everywhere())])
    table = streeteasy_nta_weekly.counted(both)
    table = table[table["indicator_id"] == "rental_listings"].set_index(["area_id", "period_start"])
    assert table.loc[("MN17", pd.Timestamp("2021-05-24")), "status"] == "not_reported"
    assert table.loc[("BK0401", MONDAY), "value"] == 0
    assert table.loc[("BK77", pd.Timestamp("2021-05-17")), "status"] == "not_reported"


def test_the_first_file_is_dated_a_tuesday(tmp_path: Path) -> None:
    lines = [line.replace(WEEK, "2019-01-07") for line in DELIVERY]
    assert len(kept(tmp_path, lines, "nta-metrics-2019-01-15.csv")) == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (WEEK, "2021-06-01", "Week Start Date: no Monday"),
        (WEEK, "2021-05-24", "Week Start Date: a date that cannot be"),
        (WEEK, "5/31/2021", "Week Start Date: no date"),
        (",All,", ",5 or so,", "No. of bedrooms: unknown text of 6 letters and 1 digits"),
        (",0.25,", ",25,", "Pct Cut (Rentals): above 1"),
        (",120,", ",,", "No. of Rental Listings: empty"),
        (",120,", ",<10,", "No. of Rental Listings: no number"),
        (",120,", ",119.5,", "No. of Rental Listings: no whole number"),
        ("BK77", "BX34", "rows that share NTA Code, size"),
        ("BK77", "", "NTA Code: empty"),
        (",4.5,All", ",All", "rows without 19 cells"),
    ],
)
def test_a_damaged_listings_file_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refusal(tmp_path, [ROW.replace(old, new), FEW, NONE])


def test_two_weeks_in_a_file_stop(tmp_path: Path) -> None:
    other = FEW.replace(WEEK, "2021-06-07")
    assert "Week Start Date: 2 different weeks" in refusal(tmp_path, [ROW, other])


def test_codes_of_2020_throughout_stop(tmp_path: Path) -> None:
    assert "none in the list" in refusal(tmp_path, [ROW.replace("BK77", "BK0401")])


def test_columns_may_be_reordered_but_not_renamed(tmp_path: Path) -> None:
    turned = ",".join(reversed(COLUMNS))
    lines = [",".join(reversed(line.split(","))) for line in (ROW, FEW)]
    rows, _ = read(tmp_path, lines, header=turned)
    assert rows is not None
    pd.testing.assert_frame_equal(rows, kept(tmp_path, [ROW, FEW]))
    said = refusal(tmp_path, DELIVERY, header=HEADER.replace("NTA Code", "NTA2020 Code"))
    assert "columns ['NTA Code'] missing" in said
    assert "(text of 8 letters and 4 digits)" in said


def test_a_nonsense_date_in_the_name_stops(tmp_path: Path) -> None:
    assert "without a day that can be" in refusal(tmp_path, DELIVERY, "nta-metrics-1989-06-07.csv")
