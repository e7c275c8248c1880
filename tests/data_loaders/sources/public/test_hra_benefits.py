"""Benefits by community district: codes, commas, sums of whole boroughs, and a stated base."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.hra_benefits.source import FILE, SOURCE, read
from data_loaders.vocabulary.geography import areas
from data_loaders.vocabulary.model import AreaKind, Geography

HEADER = (
    '"Month","Borough","Community District (CD)","Borough Consultation Total SNAP Recipients",'
    '"Borough Consultation Total SNAP Households",'
    '"Borough Consultation Total Cash Assistance Recipients",'
    '"Borough Consultation Total Cash Assistance Cases",'
    '"Borough Consultation Total Medicaid Only Enrollees",'
    '"Borough Consultation Total Medicaid Enrollees"\n'
)
LETTERS = {"1": ("M", "Manhattan"), "2": ("B", "Bronx"), "3": ("K", "Brooklyn")}
LETTERS |= {"4": ("Q", "Queens"), "5": ("S", "Staten_Island")}


def rows(month: str) -> str:
    """A row a district; the first of the Bronx has more than a thousand of each."""
    lines = []
    for area in areas()[Geography.CD]:
        if area.kind is AreaKind.RESIDENTIAL:
            letter, borough = LETTERS[area.id[0]]
            counts = (
                '"1,100","600","400","300","500","900"'
                if area.id == "201"
                else ('"10","6","4","3","5","9"')
            )
            lines.append(f'"{month}","{borough}","{letter}{area.id[1:]}",{counts}\n')
    return "".join(lines)


def deliver(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(HEADER + text)
    return folder


def cell(table: pd.DataFrame, indicator_id: str, area_id: str, end: str) -> float:
    found = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["period_end"] == pd.Timestamp(end))
    ]
    assert len(found) == 1
    return float(found["value"].iloc[0])


def test_districts_boroughs_and_city(tmp_path: Path) -> None:
    table = read(deliver(tmp_path, rows("09/01/2025")))
    check(table, SOURCE.indicators)
    require_parts(table, SOURCE.indicators)
    assert cell(table, "snap_recipients", "201", "2025-09-30") == 1100
    assert cell(table, "snap_recipients", "BX", "2025-09-30") == 1100 + 11 * 10
    assert cell(table, "cash_assistance_cases", "NYC", "2025-09-30") == 300 + 58 * 3
    assert set(table["period_start"]) == {pd.Timestamp("2025-07-01")}


def test_rates_are_per_1000_residents_of_2020(tmp_path: Path) -> None:
    table = read(deliver(tmp_path, rows("09/01/2025")))
    residents = next(area.population for area in areas()[Geography.CD] if area.id == "201")
    assert residents is not None
    expected = round(1100 / residents * 1000, 1)
    assert cell(table, "snap_recipients_rate", "201", "2025-09-30") == expected


def test_months_between_the_quarters_ends_are_left_out(tmp_path: Path) -> None:
    table = read(deliver(tmp_path, rows("09/01/2025") + rows("10/01/2025")))
    assert set(table["period_end"]) == {pd.Timestamp("2025-09-30")}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"B01"', '"X01"', "row .*'X01'.*a district like B01"),
        ('"Bronx","B01"', '"Brooklyn","B01"', "a district of its borough"),
        ('"B01"', '"B13"', "one of the 59"),
        ('"B01"', '"B02"', "each district and month once"),
        ('"1,100"', '"1,1OO"', "'1,1OO'"),
        ('"09/01/2025","Bronx","B01"', '"2025-09","Bronx","B01"', "'2025-09'"),
        ("SNAP Recipients", "SNAP Persons", "missing"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    deliver(tmp_path, rows("09/01/2025"))
    path = tmp_path / FILE
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path)


def test_a_month_without_all_districts_is_refused(tmp_path: Path) -> None:
    cut_off = rows("09/01/2025").rsplit('"09/01', 1)[0]
    with pytest.raises(DeliveryError, match="58 districts in 2025-09.*59 in every month"):
        read(deliver(tmp_path, cut_off))


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "hra-community-district")


def test_the_published_file_passes_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)
    require_parts(published, SOURCE.indicators)
    assert published["period_end"].nunique() == 29


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "end", "value"),
    [
        ("snap_recipients", "201", "2018-09-30", 45575),
        ("cash_assistance_cases", "203", "2018-09-30", 6632),
        ("medicaid_recipients", "502", "2025-09-30", 18324),
        ("snap_recipients", "NYC", "2019-12-31", 1490158),
        ("snap_recipients", "NYC", "2025-09-30", 1777892),
        # The Mayor's Management Report says 180,800.
        ("cash_assistance_cases", "NYC", "2019-09-30", 180884),
    ],
)
def test_cells_read_by_hand(
    published: pd.DataFrame, indicator_id: str, area_id: str, end: str, value: float
) -> None:
    assert cell(published, indicator_id, area_id, end) == value


MEDICAID = ("medicaid_recipients", "medicaid_only_recipients", "medicaid_recipients_rate")


def test_numbers_beside_other_districts_names_are_kept_out(published: pd.DataFrame) -> None:
    # June 2023, September 2023, September 2024 of the Financial District: 2,791, 22,049, 3,506.
    of_medicaid = published[published["indicator_id"].isin(MEDICAID)]
    is_kept_out = of_medicaid["reason"].eq("publisher_error_kept_out")
    kept_out = of_medicaid[is_kept_out]
    assert set(kept_out["period_end"].dt.strftime("%Y-%m")) == {
        "2023-09",
        "2023-12",
        "2024-03",
        "2024-06",
    }
    assert len(kept_out) == 3 * 4 * (59 + 5)
    assert kept_out["value"].isna().all()
    assert set(kept_out["geography"]) == {"cd", "borough"}
    assert of_medicaid.loc[~is_kept_out, "value"].notna().all()
    assert cell(published, "medicaid_recipients", "NYC", "2023-09-30") == 1_605_163
    assert cell(published, "medicaid_recipients", "101", "2023-06-30") == 2_791
    assert cell(published, "medicaid_recipients", "101", "2024-09-30") == 3_506


def test_what_the_agency_has_set_right_stops_the_source(tmp_path: Path) -> None:
    deliver(tmp_path, rows("06/01/2023") + rows("09/01/2023"))
    with pytest.raises(DeliveryError, match="of 2023-09 beside the names of their districts"):
        read(tmp_path)
