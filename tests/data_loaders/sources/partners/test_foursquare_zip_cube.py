from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import merged, read_delivery
from data_loaders.delivery.findings import Report
from data_loaders.privacy.tables.counted import UNALLOCATED
from data_loaders.sources.foursquare_groups import PUBLISHED_IDS
from data_loaders.sources.partners.foursquare_zip_cube import source as foursquare_zip_cube
from data_loaders.sources.partners.foursquare_zip_cube.layout import COLUMNS
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Geography
from tests.support.cubes import DAY, archive, row
from tests.support.handed_over import observed

Read = tuple[pd.DataFrame | None, Report]


def read(folder: Path, *parts: str, day: str = DAY) -> Read:
    return read_delivery(foursquare_zip_cube, [archive(folder, *parts, day=day)])


def visits(folder: Path, *parts: str) -> pd.Series:
    """Visits by area and group that are not nothing."""
    kept, report = read(folder, *parts)
    assert kept is not None, [found.sentence for found in report.findings]
    found = kept.set_index(["area_id", "industry_id"])["visits"]
    return found[found.ne(0)]


def said(folder: Path, *parts: str, day: str = DAY) -> str:
    return "\n".join(finding.sentence for finding in read(folder, *parts, day=day)[1].findings)


def refusal(folder: Path, *parts: str, day: str = DAY) -> str:
    kept, report = read(folder, *parts, day=day)
    assert kept is None
    assert report.is_refused
    return "\n".join(finding.sentence for finding in report.findings)


def test_zip_codes_of_all_parts_add_up_to_their_zip_area(tmp_path: Path) -> None:
    # 10119 is a building in the ZIP area of 10001.
    observations = visits(tmp_path, row("10001", visits=40), row("10119", visits=2.0))
    assert observations.to_dict() == {("10001", "grocery"): 42}


def test_every_area_and_group_has_a_row_so_that_a_newer_day_takes_the_place_of_an_older(
    tmp_path: Path,
) -> None:
    older, _ = read(tmp_path, row("10001") + row("10002"))
    newer, _ = read(tmp_path, row("10001", visits=50))
    assert older is not None
    assert newer is not None
    both = merged(foursquare_zip_cube, [older, newer])
    assert len(both) == len(older) == 178 * len(PUBLISHED_IDS)
    assert both["visits"].sum() == 50
    assert set(both["day"]) == {pd.Timestamp(DAY)}


def test_only_rows_of_groups_whole_days_and_all_ages_count(tmp_path: Path) -> None:
    lines = (
        row(visits=40)
        + row(visits=30, demo="Below65")
        + row(visits=10, hour="Late Night")
        + row(group="Coffee Shop", category="4bf58dd8d48988d1e0931735", visits=7)
    )
    assert visits(tmp_path, lines).to_dict() == {("10001", "grocery"): 40}
    assert "rows of single venue types: 1" in said(tmp_path, lines)


def test_homes_and_groups_that_are_never_published_are_not_kept(tmp_path: Path) -> None:
    lines = row() + row(group="Residences", visits=77) + row("11430", "Airport", county="Queens")
    assert visits(tmp_path, lines).to_dict() == {("10001", "grocery"): 40}
    assert "rows of 'Residences', 'Airport': 2" in said(tmp_path, lines)


def test_an_empty_cell_is_not_known_and_not_nothing(tmp_path: Path) -> None:
    observations = visits(tmp_path, row("10001") + row("10119", visits="") + row("10002", visits=3))
    assert observations.isna().to_dict() == {
        ("10001", "grocery"): True,
        ("10002", "grocery"): False,
    }
    assert "visits: 1 empty" in said(tmp_path, row() + row("10119", visits=""))


def test_an_unknown_zip_code_counts_in_no_area_and_is_said(tmp_path: Path) -> None:
    lines = row() + row("00083", visits=6)
    assert visits(tmp_path, lines)[UNALLOCATED, "grocery"] == 6
    assert "zip: a number of 5 digits in no list of ZIP Codes" in said(tmp_path, lines)


def test_counties_outside_the_city_are_left_out_and_said(tmp_path: Path) -> None:
    lines = row() + row("10550", county="Westchester County", visits=9)
    assert visits(tmp_path, lines).sum() == 40
    assert "rows of text of 18 letters: 1" in said(tmp_path, lines)


@pytest.mark.parametrize("place", [{"county": "Kings(Brooklyn)"}, {"state": "NY"}, {"county": ""}])
def test_a_county_of_another_name_does_not_lose_the_citys_zip_codes(
    tmp_path: Path, place: dict[str, str]
) -> None:
    said = refusal(tmp_path, row() + row("11201", **place))
    assert "part-00001, row 2: state, county: another one for a ZIP Code of the city" in said


def test_a_name_in_quotation_marks_may_hold_a_comma(tmp_path: Path) -> None:
    lines = row() + row(group='"Shop, small"', category="4bf58dd8")
    assert visits(tmp_path, lines).sum() == 40


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (row(hour="Noon"), "hour: unknown text of 4 letters"),
        (row(hour=""), "hour: unknown an empty cell"),
        (row(demo="Below18"), "demo: unknown text of 5 letters and 2 digits"),
        (row(group="Bookstores"), "categoryname: unknown text of 10 letters"),
        (row(group=""), "categoryname: unknown an empty cell"),
        (row(day="2021-05-04"), "dt: another day than the file's"),
        (row(day=""), "dt: another day than the file's"),
        (row(zip_code="1001"), "zip: no ZIP Code"),
        (row(zip_code=""), "zip: no ZIP Code"),
        (row(visits="many"), "visits: no whole number"),
        (row(visits=-4), "visits: no whole number"),
        (row(visits=4.5), "visits: no whole number"),
        (row(visits="1e3"), "visits: no whole number"),
        (row(visits="inf"), "visits: no whole number"),
        (row().replace("\n", ",1\n"), "rows without 20 cells"),
        (row()[:40] + "\n", "rows without 20 cells"),
    ],
)
def test_what_cannot_be_is_found_in_its_part_and_row(
    tmp_path: Path, line: str, message: str
) -> None:
    said = refusal(tmp_path, row(), row("10002") + line + row("10003"))
    assert f"2021-05-03.tar.gz, part-00002, row 2: {message}" in said


def test_everything_wrong_is_said_at_once_without_a_figure(tmp_path: Path) -> None:
    said = refusal(tmp_path, row(hour="Noon", visits=4711.5) + row(zip_code="x") + "cut,4711\n")
    for words in ("hour: unknown", "visits: no whole number", "zip: no ZIP", "20 cells"):
        assert words in said
    assert "4711" not in said


def test_many_bad_rows_are_counted_and_the_first_named(tmp_path: Path) -> None:
    areas = [f"{number}" for number in range(10001, 10014)]
    said = refusal(tmp_path, "".join(row(code, visits="?") for code in areas))
    assert "rows 1, 2, 3, 4, 5 and 8 more: visits: no whole number" in said


def test_columns_in_another_order_are_refused(tmp_path: Path) -> None:
    cells = row().split(",")
    place = COLUMNS.index("zip")
    cells[place], cells[place - 1] = cells[place - 1], cells[place]
    assert "zip: no ZIP Code" in refusal(tmp_path, ",".join(cells))


def test_visits_in_the_place_of_durations_are_refused(tmp_path: Path) -> None:
    cells = row(visits=12.5).split(",")
    assert "visits: no whole number" in refusal(tmp_path, ",".join(cells))


def test_a_cube_file_with_a_header_is_refused(tmp_path: Path) -> None:
    assert "row 1: dt: another day" in refusal(tmp_path, ",".join(COLUMNS) + "\n" + row())


def test_a_row_twice_is_refused_also_across_parts(tmp_path: Path) -> None:
    said = refusal(tmp_path, row(), row(visits=41))
    assert "part-00001, row 1: rows that share zip, group, hour, demo" in said
    assert "part-00002, row 1" in said


def test_parts_of_a_day_without_the_whole_day_are_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, row() + row("10002", hour="Morning"))
    assert "no row of the whole day and all ages for 1 pairs" in said


def test_parts_of_the_day_that_do_not_add_up_are_said(tmp_path: Path) -> None:
    hours = (
        *("Morning", "Late Morning", "Early Afternoon", "Late Afternoon"),
        *("Evening", "Late Evening", "Night", "Late Night"),
    )
    parts = "".join(row(hour=hour, visits=5) for hour in hours)
    assert "do not add up" not in said(tmp_path, row(visits=40) + parts)
    assert "do not add up for 1 pairs" in said(tmp_path, row(visits=41) + parts)


def test_a_cube_without_groups_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, row(category="4bf58dd8d48988d1e0931735"))
    assert "no row with categoryid Group" in said


@pytest.mark.parametrize("day", ["1989-04-01", "2021-02-30", "2999-01-01"])
def test_a_file_of_a_nonsense_day_is_refused(tmp_path: Path, day: str) -> None:
    assert "named for a day that cannot be" in refusal(tmp_path, row(day=day), day=day)


@pytest.mark.parametrize("content", [b"", b"2021-05-03,US\n"])
def test_a_damaged_archive_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / f"{DAY}.tar.gz"
    path.write_bytes(content)
    _, report = read_delivery(foursquare_zip_cube, [path])
    assert "Expected: a whole .tar.gz" in report.findings[0].sentence


def days(first: str, last: str, *, visits: dict[str, float]) -> pd.DataFrame:
    """Kept rows with the same visits to shops in each area every day, and none to anything else."""
    span = pd.date_range(first, last, unit="ms")
    grid = pd.MultiIndex.from_product(
        [span, [*geography.area_ids(Geography.MODZCTA), UNALLOCATED], PUBLISHED_IDS],
        names=list(foursquare_zip_cube.KEY),
    )
    kept = grid.to_frame(index=False).assign(visits=0.0)
    for area, number in visits.items():
        chosen = (kept["area_id"] == area) & (kept["industry_id"] == "shops-services")
        kept.loc[chosen, "visits"] = number
    return kept


def series(table: pd.DataFrame, area: str, industry: str = "all") -> dict[str, object]:
    chosen = table[(table["area_id"] == area) & (table["industry_id"] == industry)]
    told = chosen["value"].astype("object").where(chosen["value"].notna(), chosen["status"])
    return dict(zip(chosen["period_start"].dt.strftime("%m-%d"), told, strict=True))


KEPT = pd.concat(
    [
        days("2020-01-30", "2020-03-01", visits={"10001": 20, "11201": 5, UNALLOCATED: 10}),
        days("2020-03-02", "2020-03-17", visits={"10001": 7, "11201": 4, UNALLOCATED: 2}),
    ]
)


def test_an_index_is_of_february_rounded_and_of_whole_weeks() -> None:
    observations = observed(foursquare_zip_cube, KEPT)
    weeks = ["02-03", "02-10", "02-17", "02-24"]
    assert series(observations, "10001") == dict.fromkeys(weeks, 100) | {"03-02": 35, "03-09": 35}
    # 13 visits a day after 35: what lies in no area counts in the city.
    assert series(observations, "NYC") == dict.fromkeys(weeks, 100) | {"03-02": 35, "03-09": 35}
    assert series(observations, "MN", "shops-services") == series(observations, "10001")


def test_under_thirty_visits_are_withheld_and_a_place_without_venues_is_none() -> None:
    observations = observed(foursquare_zip_cube, KEPT)
    assert series(observations, "11201")["03-02"] == "withheld"
    assert set(series(observations, "11201", "hotel").values()) == {"not_applicable"}


def test_a_series_with_too_few_in_february_is_withheld_throughout() -> None:
    kept = pd.concat(
        [
            days("2020-02-01", "2020-02-09", visits={"10001": 4}),
            days("2020-02-10", "2020-03-08", visits={"10001": 90}),
        ]
    )
    assert set(series(observed(foursquare_zip_cube, kept), "10001").values()) == {"withheld"}


def test_a_week_without_one_of_its_days_is_not_reported() -> None:
    observations = observed(foursquare_zip_cube, KEPT[KEPT["day"] != pd.Timestamp("2020-03-04")])
    assert series(observations, "10001")["03-02"] == "not_reported"
    assert series(observations, "NYC")["03-02"] == "not_reported"
    assert series(observations, "10001")["03-09"] == 35


def test_columns_that_are_not_needed_are_never_read() -> None:
    source = foursquare_zip_cube.SOURCE
    assert {"avgDuration", "medianDuration", "pctOver8Hours"} <= set(source.policy.excluded)
    assert set(KEPT.columns) == {*foursquare_zip_cube.KEY, "visits"}
