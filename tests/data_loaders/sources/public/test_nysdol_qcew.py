"""The census of jobs: three yearly layouts, quarters, what is hidden, and nothing given away."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.nysdol_qcew.files import COPY_2023, SHEETS, TEXT_FILES, WORKBOOK
from data_loaders.sources.public.nysdol_qcew.source import SOURCE, read

COUNTIES = ("Bronx", "Kings", "New York", "Queens", "Richmond")
TEXT_HEADER = '"AREATYPE","AREA","NAICS","TITLE","YEAR","ESTAB","AVGEMP","TOTWAGE","ANNAVGSAL"\n'
OWNED_HEADER = "year,area,nyc,naics_level,naics,title,ownerf,owner,estabs,emp,payroll\n"
PORTAL_HEADER = (
    "area_type,area,ownership,naics,naics_title,year,establishments,average_employment,"
    "total_wage,annual_average_salary\n"
)
PORTAL_QUARTERS = (
    "area_type,area,year,quarter,ownership,naics,naics_title,establishments,month_1_employment,"
    "month_2_employment,month_3_employment,total_wage\n"
)


def text(year: int) -> str:
    """All industries, all private, retail; food services in all boroughs but the Bronx."""
    rows = [f'"State","New York State",00,"NAICS 00: Total\t",{year},9,900,9000,10\n']
    for county in COUNTIES:
        at = f'"County","{county} County"'
        rows.append(f'{at},00,"NAICS 00: Total, All Industries\t",{year},10,100,1000000,10000\n')
        rows.append(f'{at},01,"NAICS 01: Total, All Private\t",{year},9,80,800000,10000\n')
        rows.append(f'{at},44,"NAICS 44-45: Retail Trade\t",{year},4,40,400000,10000\n')
        if county != "Bronx":
            rows.append(f'{at},72,"NAICS 72: Food\t",{year},3,30,300000,10000\n')
    return TEXT_HEADER + "".join(rows)


def owned(year: int, template: str) -> str:
    return "".join(
        template.format(
            year=year, area=county, naics=naics, owner=owner, estabs=estabs, jobs=jobs, wages=wages
        )
        for county in COUNTIES
        for naics, owner, estabs, jobs, wages in (
            ("00", "Total Private and Government", 11, 110, 1_320_000),
            ("00", "Private", 9, 90, 900_000),
            ("00", "Federal Government", 1, 5, 100_000),
            ("72", "Private", 3, 33, 363_000),
            ("72", "Local Government", 1, 7, 70_000),
            ("722", "Private", 3, 33, 363_000),
        )
    )


def workbook(path: Path) -> None:
    header = [
        "",
        "",
        "",
        "",
        "Establishments",
        "Average Employment",
        "Change",
        "%",
        "Total Wages",
        "Average",
    ]
    rows = [header, ["2024", "Q1", "00", "Total", "12", "120", "0", "0", "1560000", "1"]]
    rows += [["2023", "Q4", "00", "Total", "11", "110", "0", "0", "1430000", "1"]]
    rows += [["", "Q3", "00", "Total", "10", "100", "0", "0", "1300000", "1"]]
    with pd.ExcelWriter(path, engine="xlsxwriter") as writer:
        for sheet in SHEETS:
            pd.DataFrame(rows).to_excel(writer, sheet_name=sheet, header=False, index=False)


def mirror_layout(folder: Path) -> Path:
    for year, name in zip((2015, 2016, 2017), TEXT_FILES, strict=True):
        (folder / name).write_text(text(year), newline="\r\n")
    template = '{year},{area},TRUE,2,{naics},"NAICS",1,{owner},{estabs},{jobs},{wages}\n'
    (folder / COPY_2023).write_text(OWNED_HEADER + owned(2023, template))
    workbook(folder / WORKBOOK)
    return folder


def portal_layout(folder: Path) -> Path:
    template = "County,{area} County,{owner},{naics},NAICS,{year},{estabs},{jobs},{wages},1\n"
    (folder / "yearly.csv").write_text(
        PORTAL_HEADER + owned(2022, template) + owned(2023, template)
    )
    rows = "".join(
        f"County,{county} County,2024,1,{owner},00,Total,12,118,120,122,1560000\n"
        for county in COUNTIES
        for owner in ("Total Private and Government", "Private")
    )
    (folder / "quarterly.csv").write_text(PORTAL_QUARTERS + rows)
    return folder


def cell(
    table: pd.DataFrame, indicator_id: str, area_id: str, start: str, industry_id: str = "all"
) -> tuple[float | None, str]:
    found = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["industry_id"] == industry_id)
        & (table["period_start"] == pd.Timestamp(start))
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


def test_years_of_both_layouts_read_alike(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    check(table, SOURCE.indicators)
    require_parts(table, SOURCE.indicators)
    assert cell(table, "jobs_by_sector", "BX", "2017-01-01") == (100, "normal")
    assert cell(table, "jobs_by_sector", "BX", "2017-01-01", "retail") == (40, "normal")
    assert cell(table, "jobs_by_sector", "BX", "2023-01-01") == (110, "normal")
    assert cell(table, "jobs_by_sector", "QN", "2023-01-01", "accommodation_food") == (33, "normal")
    assert cell(table, "yearly_pay_by_sector", "BX", "2023-01-01") == (12000, "normal")
    assert cell(table, "employers_by_sector", "NYC", "2017-01-01", "retail") == (20, "normal")


def test_a_sector_without_a_row_is_hidden_or_none_and_so_is_the_citys(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    for indicator_id in ("jobs_by_sector", "employers_by_sector", "yearly_pay_by_sector"):
        for area_id in ("BX", "NYC"):
            found = cell(table, indicator_id, area_id, "2017-01-01", "accommodation_food")
            assert found == (None, "withheld_or_none")


def test_no_total_of_private_employers_gives_a_hidden_sector_away(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    assert "private" not in set(table["industry_id"])
    assert 80 not in set(table["value"])
    assert 90 not in set(table["value"])


def test_years_between_those_held_are_gaps_and_not_hidden(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    for year in range(2018, 2023):
        found = cell(table, "jobs_by_sector", "MN", f"{year}-01-01", "retail")
        assert found == (None, "not_reported")


def test_quarters_are_read_with_the_year_above_them(tmp_path: Path) -> None:
    table = read(mirror_layout(tmp_path))
    assert cell(table, "jobs_by_workplace", "MN", "2023-07-01") == (100, "normal")
    assert cell(table, "jobs_by_workplace", "MN", "2023-10-01") == (110, "normal")
    assert cell(table, "jobs_by_workplace", "NYC", "2024-01-01") == (600, "normal")
    assert cell(table, "weekly_pay_by_workplace", "SI", "2024-01-01") == (1000, "normal")


def test_the_portals_answer_reads_alike(tmp_path: Path) -> None:
    table = read(portal_layout(tmp_path))
    check(table, SOURCE.indicators)
    assert cell(table, "jobs_by_sector", "BX", "2022-01-01") == (110, "normal")
    assert cell(table, "jobs_by_sector", "NYC", "2023-01-01", "accommodation_food")[0] == 165
    assert cell(table, "jobs_by_workplace", "MN", "2024-01-01") == (120, "normal")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("yearly.csv", "Federal Government", "Federal Govt", "an owner of"),
        ("yearly.csv", "Private,72", "Private,73", "a sector of the classification"),
        ("yearly.csv", "Private,72", "Private,72.0", "a sector of the classification"),
        ("yearly.csv", "Private,72", "Private,+Inf", "a sector of the classification"),
        ("yearly.csv", ",110,", ",11O,", "'11O'"),
        ("yearly.csv", "ownership", "owner", "no column ownership"),
        (
            "yearly.csv",
            "County,Bronx County,Total Private and Government,00",
            "County,Bronx County,Private,21",
            "no total of every borough",
        ),
        (
            "quarterly.csv",
            "Kings County,2024,1,Total",
            "Bronx County,2024,1,Total",
            "once a borough",
        ),
        ("quarterly.csv", "Total Private and Government", "Everyone", "an owner of"),
        ("quarterly.csv", "Kings County,2024,1,Private", "Kings County,2024,1,Priv", "an owner of"),
        (
            "quarterly.csv",
            "Kings County,2024,1,Total Private and Government",
            "Kings County,2024,1,Private",
            r"no total of every borough in \['2024 Q1'\]",
        ),
        ("quarterly.csv", "Kings County", "Kings Co.", "a county of the city"),
        ("quarterly.csv", "month_2_employment", "month_2", "month_2_employment"),
    ],
)
def test_a_damaged_answer_is_refused_in_words(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    path = portal_layout(tmp_path) / file
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "nysdol-qcew")


def test_the_published_files_pass_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)
    require_parts(published, SOURCE.indicators)


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "start", "industry_id", "value"),
    [
        ("jobs_by_sector", "BX", "2017-01-01", "accommodation_food", 17562),
        ("jobs_by_sector", "BX", "2023-01-01", "accommodation_food", 16039),
        ("jobs_by_sector", "SI", "2023-01-01", "utilities", 1028),
        ("jobs_by_sector", "SI", "2017-01-01", "manufacturing", 1192),
        ("employers_by_sector", "SI", "2023-01-01", "arts_entertainment", 139),
        ("jobs_by_workplace", "BX", "2024-07-01", "all", 327358),
        ("employers_by_workplace", "BX", "2023-10-01", "all", 20134),
    ],
)
def test_cells_read_by_hand(
    published: pd.DataFrame,
    indicator_id: str,
    area_id: str,
    start: str,
    industry_id: str,
    value: float,
) -> None:
    assert cell(published, indicator_id, area_id, start, industry_id) == (value, "normal")


@pytest.mark.parametrize("year", [2017, 2023])
def test_a_years_jobs_equal_the_mean_of_its_quarters_within_one(
    published: pd.DataFrame, year: int
) -> None:
    for area_id in ("BX", "BK", "MN", "QN", "SI"):
        starts = [f"{year}-{month:02}-01" for month in (1, 4, 7, 10)]
        quarters = [cell(published, "jobs_by_workplace", area_id, start)[0] for start in starts]
        whole = cell(published, "jobs_by_sector", area_id, f"{year}-01-01")[0]
        assert whole is not None
        assert abs(whole - sum(value or 0 for value in quarters) / 4) <= 1


def test_sectors_the_state_hides_in_2023_stay_hidden(published: pd.DataFrame) -> None:
    hidden = published[
        (published["indicator_id"] == "jobs_by_sector")
        & (published["period_start"] == pd.Timestamp("2023-01-01"))
        & (published["status"] == "withheld_or_none")
        & (published["geography"] == "borough")
    ]
    pairs_hidden = set(zip(hidden["area_id"], hidden["industry_id"], strict=True))
    assert pairs_hidden == {
        ("BX", "mining"),
        ("BX", "utilities"),
        ("MN", "utilities"),
        ("QN", "utilities"),
        ("SI", "agriculture"),
        ("SI", "mining"),
    }
