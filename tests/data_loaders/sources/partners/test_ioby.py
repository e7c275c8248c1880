from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.workbooks import write_sheet
from data_loaders.sources.partners.ioby import source as ioby
from data_loaders.vocabulary.geography import UNALLOCATED
from tests.support.handed_over import observed

Rows = list[list[object]]
MAY, JUNE = datetime(2021, 5, 4), datetime(2021, 6, 5)  # noqa: DTZ001
HEADERS = {
    "projects": "Campaign Name,Campaign Description,Project Zip,Expected Revenue in Campaign,"
    "Total Project Donations,Project Posted,Funding Deadline,Days Since Last Donation",
    "ideas": "Campaign Name,Campaign Description,Campaign Status,Contact City,Project City",
    "donations": "Amount,Close Date,Project,Project City,Type,Drupal Order ID",
}
BANNER = {"projects": 17, "ideas": 14, "donations": 13}
FOOTER = {"projects": 6, "ideas": 6, "donations": 7}
SECRET = "a garden for Mrs. Rivera"
GARDEN = [SECRET, "words", "11201-1234", 900, 100, MAY, JUNE, 3]
MURAL = ["Mural", "words", 10453, 900, 100, MAY, JUNE, 3]


def gift(
    amount: object = 25.0,
    project: str = SECRET,
    city: str = "Brooklyn",
    order: object = 1,
    day: object = MAY,
) -> list[object]:
    return [amount, day, project, city, "Donation", order]


def workbook(folder: Path, kind: str, body: Rows, day: str, banner: int = 0) -> Path:
    """A workbook as ioby's reports are written; rows begin in column B."""
    path = folder / f"ioby_{kind}_{day}.xlsx"
    above: Rows = [[f"{kind} report"]] * (banner or BANNER[kind])
    below: Rows = [[], *([["", "Copyright"]] * (FOOTER[kind] - 1))]
    header = ["", *HEADERS[kind].split(",")]
    write_sheet(path, [*above, header, *(["", *row] for row in body), *below])
    return path


def write(
    folder: Path,
    donations: Rows,
    projects: Rows | None = None,
    ideas: Rows | None = None,
    day: str = "2021-06-30",
) -> list[Path]:
    return [
        workbook(folder, "projects", [GARDEN, MURAL] if projects is None else projects, day),
        workbook(folder, "ideas", ideas or [["An idea", "", "Idea", "Brooklyn", ""]], day),
        workbook(folder, "donations", donations, day),
    ]


def kept_of(files: list[Path]) -> pd.DataFrame:
    kept, report = read_delivery(ioby, files)
    assert kept is not None, [finding.sentence for finding in report.findings]
    return kept


def gifts_of(files: list[Path]) -> pd.DataFrame:
    kept = kept_of(files)
    return kept[kept["kind"].eq("gift")].reset_index(drop=True)


def found_in(files: list[Path]) -> str:
    kept, report = read_delivery(ioby, files)
    assert kept is None
    return "\n".join(finding.sentence for finding in report.findings)


def test_a_gift_is_placed_by_the_zip_code_of_the_project_it_names(tmp_path: Path) -> None:
    given = gifts_of(write(tmp_path, [gift(25.4), gift(100, " MURAL", "Bronx", 2)]))
    assert given["area_id"].tolist() == ["BK", "BX"]
    assert given["amount"].tolist() == [25, 100]
    assert set(given["month"]) == set(given["posted"]) == {pd.Timestamp("2021-05-01")}


def test_names_and_descriptions_are_in_no_kept_row_and_no_finding(tmp_path: Path) -> None:
    files = write(tmp_path, [gift(), gift(project=f"{SECRET}s", order=2), gift(order=3, amount=0)])
    kept, report = read_delivery(ioby, files)
    assert kept is not None
    assert list(kept.columns) == ["day", "kind", "month", "area_id", "amount", "posted"]
    everything = kept.to_csv() + "".join(finding.sentence for finding in report.findings)
    assert "Rivera" not in everything
    assert "words" not in everything


def test_what_cannot_be_placed_is_unallocated_and_other_cities_are_left_out(tmp_path: Path) -> None:
    nowhere = ["Nowhere", "", "", 1, 1, MAY, JUNE, 1]
    cleveland = ["Orchard", "", 44113, 1, 1, MAY, JUNE, 1]
    donations = [
        gift(project="Nowhere", city="NEWYORK", order=1),
        gift(project="Unheard of", city="", order=2),
        gift(project="Unheard of", city="Long Island City", order=3),
        gift(project="Unheard of", city="Memphis", order=4),
        gift(project="Orchard", city="Brooklyn", order=5),
        gift(project="Nowhere", city="Detroit", order=6),
    ]
    files = write(tmp_path, donations, [GARDEN, nowhere, cleveland])
    assert gifts_of(files)["area_id"].tolist() == [UNALLOCATED] * 3
    _, report = read_delivery(ioby, files)
    rows = {finding.found: finding.rows for finding in report.findings}
    assert rows["gifts to projects that the workbook of projects lacks"] == (16, 17)
    assert rows["gifts to projects of other cities"] == (18, 19, 20)


def test_an_idea_tells_the_city_of_a_project_without_zip_code(tmp_path: Path) -> None:
    projects = [[name, "", "", 1, 1, MAY, JUNE, 1] for name in ("Here", "There")]
    ideas = [["Here", "", "Open", "Memphis", "Bronx"], ["There", "", "Open", "Memphis", ""]]
    kept = kept_of(write(tmp_path, [gift(project="Here")], projects, ideas))
    assert kept.loc[kept["kind"].eq("project"), "area_id"].tolist() == [UNALLOCATED]


def test_no_idea_and_no_city_at_all_place_nothing(tmp_path: Path) -> None:
    projects = [["Here", "", "", 1, 1, MAY, JUNE, 1]]
    ideas = [["There", "", "Open", "", ""]]
    kept = kept_of(write(tmp_path, [gift(project="Here", city="")], projects, ideas))
    assert set(kept["area_id"]) == {UNALLOCATED}


def test_projects_of_two_boroughs_under_one_name_place_no_gift(tmp_path: Path) -> None:
    twin = ["Mural", "other words", 10301, 1, 1, JUNE, JUNE, 1]
    files = write(tmp_path, [gift(project="Mural")], [MURAL, twin])
    assert gifts_of(files)["area_id"].tolist() == [UNALLOCATED]
    _, report = read_delivery(ioby, files)
    assert report.findings[0].rows == (19, 20)


def test_a_donations_file_with_a_banner_of_another_length_is_read(tmp_path: Path) -> None:
    files = write(tmp_path, [gift()])
    files[2] = workbook(tmp_path, "donations", [gift()], "2021-06-30", banner=15)
    assert len(gifts_of(files)) == 1


def test_a_gift_delivered_twice_stops_and_gifts_without_order_do_not(tmp_path: Path) -> None:
    assert "rows 15, 16: rows that share" in found_in(write(tmp_path, [gift(), gift()]))
    assert len(gifts_of(write(tmp_path, [gift(order=""), gift(order="")]))) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (gift("a lot"), "amount: no number"),
        (gift(-5), "amount: below 0"),
        (gift(""), "amount: empty"),
        (gift(day=datetime(1989, 1, 1)), "close_date: a date that cannot be"),  # noqa: DTZ001
        (gift(day=datetime(2021, 7, 1)), "close_date: a date that cannot be"),  # noqa: DTZ001
        (gift(day="in May"), "close_date: no date"),
    ],
)
def test_amounts_and_days_that_cannot_be_stop(
    tmp_path: Path, wrong: list[object], said: str
) -> None:
    text = found_in(write(tmp_path, [gift(order=7), wrong]))
    assert f"row 16: {said}" in text
    assert "a lot" not in text


def test_the_three_workbooks_must_be_of_one_day_and_all_there(tmp_path: Path) -> None:
    files = write(tmp_path, [gift()])
    other = workbook(tmp_path, "donations", [gift()], "2021-06-15")
    assert "workbooks of several days" in found_in([*files[:2], other])
    assert "two of a kind" in found_in([*files, other])
    assert "ioby_ideas_2022-03-31.xlsx: not among the files" in found_in([files[0], files[2]])


def test_a_workbook_cut_off_above_its_footer_stops(tmp_path: Path) -> None:
    files = write(tmp_path, [gift()])
    header = HEADERS["donations"].split(",")
    write_sheet(files[2], [header, gift(), gift(order=2)])
    assert "0 rows from the first empty one on" in found_in(files)


def test_money_held_by_one_gift_and_few_gifts_are_withheld(tmp_path: Path) -> None:
    zips = {"BX": 10453, "BK": 11201, "MN": 10001, "QN": 11354, "SI": 10301}
    projects = [[name, "", code, 1, 1, MAY, JUNE, 1] for name, code in zips.items()]
    many = [gift(30 + n, name, "", f"{name}{n}") for name in zips for n in range(30)]
    many += [gift(30 + n, order=1000 + n) for n in range(30)]
    large = [gift(90_000, "QN", "", "large")]
    table = observed(ioby, kept_of(write(tmp_path, [*many, *large, gift(day=JUNE)], projects)))
    may = table[table["period_start"].eq(pd.Timestamp("2021-05-01"))]
    status = may.set_index(["indicator_id", "area_id"])["status"]
    assert status["ioby_amount", "QN"] == "withheld"
    assert status["ioby_gifts", "QN"] == "normal"
    assert status["ioby_gifts", "NYC"] == "normal"
    june = table[table["period_start"].eq(pd.Timestamp("2021-06-01"))]
    gifts = june[june["indicator_id"].eq("ioby_gifts")].set_index("area_id")
    # One gift in June, in no borough: neither it nor the city's total may be seen.
    assert gifts.loc[[UNALLOCATED, "NYC"], "status"].tolist() == ["withheld", "withheld"]
    assert gifts.loc["BX", "value"] == 0
    assert not {"contributors", "largest", "second"} & set(table.columns)


def test_a_project_counts_when_posted_and_rests_on_the_gifts_it_had(tmp_path: Path) -> None:
    donations = [gift(order=n, day=JUNE) for n in range(12)]
    counted = ioby.counted(kept_of(write(tmp_path, [gift(project="Mural", order=99), *donations])))
    posted = counted[counted["indicator_id"].eq("ioby_projects_posted")]
    may = posted[posted["period_start"].eq(pd.Timestamp("2021-05-01"))].set_index("area_id")
    # Boroughs have too few: one figure for the city.
    assert may.index.tolist() == ["NYC"]
    assert may.loc["NYC", ["value", "contributors", "largest"]].tolist() == [2, 13, 0]
