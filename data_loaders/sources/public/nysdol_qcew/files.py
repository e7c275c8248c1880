"""The State's census of jobs in each layout in circulation, as one table a frequency.

Yearly: text files without owners (to 2017), a copy with owners (2023), or the portal's answer.
Quarterly, all industries: a workbook of tables by county, or the portal's answer. An industry
that may not be disclosed has no row, in all of them.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode

import pandas as pd

from data_loaders.observations.feed_files import (
    DeliveryError,
    numbers,
    read_csv,
    reject_rows,
    years,
)
from data_loaders.observations.sheets import read_sheets
from data_loaders.sources.public.naics import SECTOR_OF_CODE
from data_loaders.vocabulary.geography import BOROUGH_OF_COUNTY, BOROUGH_OF_COUNTY_SPELLING
from data_loaders.vocabulary.model import ALL_INDUSTRIES, FeedFile, Holder

YEARLY, QUARTERLY = "shc7-xcbw", "cwsm-2ns3"
PORTAL = "https://data.ny.gov/resource/{dataset}.csv?{query}"
ARCHIVE = "https://statistics.labor.ny.gov/qcew.zip"
YEARLY_FILE, QUARTERLY_FILE = "yearly.csv", "quarterly.csv"
TEXT_FILES = tuple(f"qcew_annual_{year}.txt" for year in (2015, 2016, 2017))
COPY_2023 = "qcewmta_2023_nyc.csv"
WORKBOOK = "Quarterly_QCEW_Table_MTA.xlsx"
SHEETS = {
    "Bronx": "BX",
    "Kings": "BK",
    "New York County": "MN",
    "Queens": "QN",
    "Richmond": "SI",
}
ALL_CODE = "00"
# All private employers, public administration, all of government: never read, and known.
NO_SECTOR = ("01", "92", "95")
A_SECTOR = r"\d\d(-\d\d)?"
A_CODE = r"\d+(-\d+)?"  # of a sector, or of an industry within one
# Who owns the employer: sectors are those of private employers, the total is everyone's.
PRIVATE = "Private"
EVERYONE = ("Total Private and Government", "Total, All Ownerships", "All Ownerships")
OTHERS = ("Federal Government", "State Government", "Local Government", "Total Government")
FIRST_YEAR = 2015
PAGE_ROWS = 50_000
FIGURES = ["establishments", "jobs", "wages"]


def _asked(dataset: str, only: str = "") -> str:
    counties = ",".join(f"'{county} County'" for county in BOROUGH_OF_COUNTY)
    where = f"area_type = 'County' and area in({counties}) and year >= {FIRST_YEAR}{only}"
    asked = {"$where": where, "$order": ":id", "$limit": str(PAGE_ROWS)}
    query = urlencode(asked, quote_via=quote, safe="$(),':")
    return PORTAL.format(dataset=dataset, query=query)


FILES = (
    FeedFile(YEARLY_FILE, _asked(YEARLY), Holder.PUBLISHER, PAGE_ROWS),
    FeedFile(
        QUARTERLY_FILE,
        _asked(QUARTERLY, f" and naics = '{ALL_CODE}'"),
        Holder.PUBLISHER,
        PAGE_ROWS,
    ),
    *(FeedFile(name, ARCHIVE, Holder.MIRROR) for name in (*TEXT_FILES, COPY_2023)),
    FeedFile(WORKBOOK, "https://dol.ny.gov/quarterly-census-employment-and-wages", Holder.MIRROR),
)


def yearly(folder: Path) -> pd.DataFrame:
    """`area_id`, `year`, `industry_id` and figures: all jobs, and private sectors."""
    portal = folder / YEARLY_FILE
    if portal.is_file():
        parts = [_owned(portal, _portal(portal, "average_employment"), "ownership")]
    else:
        parts = [_text(folder / name) for name in TEXT_FILES]
        parts.append(_copy_2023(folder / COPY_2023))
    return pd.concat(parts, ignore_index=True)


def quarterly(folder: Path) -> pd.DataFrame:
    """`area_id`, `year`, `quarter` and figures of all industries and owners."""
    portal = folder / QUARTERLY_FILE
    if portal.is_file():
        return _portal_quarters(portal)
    return _workbook(folder / WORKBOOK)


def _text(path: Path) -> pd.DataFrame:
    """A year without a column of owners: `00` is everyone, sectors are private."""
    table = read_csv(path, ["AREATYPE", "AREA", "NAICS", "YEAR", "ESTAB", "AVGEMP", "TOTWAGE"])
    table = table[table["AREATYPE"].eq("County")]
    names = {"AREA": "area", "NAICS": "naics", "YEAR": "year", "ESTAB": "establishments"}
    table = table.rename(columns={**names, "AVGEMP": "jobs", "TOTWAGE": "wages"})
    return _figures(path, table)


def _copy_2023(path: Path) -> pd.DataFrame:
    table = read_csv(path, ["area", "naics", "year", "owner", "estabs", "emp", "payroll"])
    names = {"estabs": "establishments", "emp": "jobs", "payroll": "wages"}
    return _owned(path, table.rename(columns=names), "owner")


def _portal(path: Path, jobs: str, *more: str) -> pd.DataFrame:
    columns = ["area", "naics", "year", "establishments", jobs, *more, "total_wage"]
    table = read_csv(path, columns)
    return table.rename(columns={jobs: "jobs", "total_wage": "wages"})


def _owned(path: Path, table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Of a table with owners: everyone's total, and sectors of private employers."""
    if column not in table.columns:
        raise DeliveryError(path, f"no column {column}", "the owner of each row", "Look at it.")
    owners = _owners(path, table, column)
    is_total = table["naics"].eq(ALL_CODE) & owners.isin(EVERYONE)
    is_sector = table["naics"].ne(ALL_CODE) & owners.eq(PRIVATE)
    return _figures(path, table[is_total | is_sector])


def _owners(path: Path, table: pd.DataFrame, column: str) -> pd.Series:
    """Who owns the employers of each row; an unknown word would leave its rows out unseen."""
    owners = table[column]
    known = (PRIVATE, *EVERYONE, *OTHERS)
    reject_rows(path, owners, ~owners.isin(known), f"an owner of {list(known)}")
    return owners


def _figures(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of boroughs for all industries and sectors, with numbers."""
    codes = {code: sector.id for code, sector in SECTOR_OF_CODE.items()} | {
        ALL_CODE: ALL_INDUSTRIES
    }
    table = table[table["area"].isin(BOROUGH_OF_COUNTY_SPELLING)]
    unknown = table["naics"].str.fullmatch(A_SECTOR) & ~table["naics"].isin([*codes, *NO_SECTOR])
    # A sector under what is no code would be left out, and read as hidden.
    unknown |= ~table["naics"].str.fullmatch(A_CODE).eq(True)
    reject_rows(path, table["naics"], unknown, "a sector of the classification")
    table = table[table["naics"].isin(codes)]
    rows = pd.DataFrame(
        {
            "area_id": table["area"].map(BOROUGH_OF_COUNTY_SPELLING),
            "year": years(path, table["year"]),
            "industry_id": table["naics"].map(codes),
            **{name: numbers(path, table[name]) for name in FIGURES},
        }
    )
    key = ["area_id", "year", "industry_id"]
    reject_rows(path, table["naics"], rows.duplicated(key), "each industry once a borough and year")
    totals = rows[rows["industry_id"] == ALL_INDUSTRIES].groupby("year")["area_id"].nunique()
    short = sorted(set(rows["year"]) - set(totals[totals == len(SHEETS)].index))
    if short or rows.empty:
        raise DeliveryError(
            path, f"no total of every borough in {short}", "one for all five", "Fetch it again."
        )
    return rows


def _workbook(path: Path) -> pd.DataFrame:
    """Tables of five counties: the year stands in the first row of each, newest first."""
    sheets = read_sheets(path, list(SHEETS))
    return pd.concat([_sheet(path, sheets[name], area_id) for name, area_id in SHEETS.items()])


def _sheet(path: Path, cells: pd.DataFrame, area_id: str) -> pd.DataFrame:
    header = cells.iloc[0].tolist()
    expected = ["Establishments", "Average Employment", "Total Wages"]
    absent = [name for name in expected if name not in header]
    if absent:
        raise DeliveryError(path, f"columns {absent} missing", f"{expected}", "Look at its sheets.")
    rows = cells.iloc[1:]
    rows = rows[rows[1].notna()]
    quarters = rows[1].str.removeprefix("Q")
    reject_rows(path, rows[1].rename("quarter"), ~quarters.isin(list("1234")), "Q1 to Q4")
    columns = {
        "area_id": area_id,
        "year": years(path, rows[0].ffill().rename("year")),
        "quarter": quarters.astype("int64"),
    }
    for name, column in zip(FIGURES, expected, strict=True):
        columns[name] = numbers(path, rows[header.index(column)].rename(column))
    return _recent(pd.DataFrame(columns))


def _portal_quarters(path: Path) -> pd.DataFrame:
    later = ["month_2_employment", "month_3_employment"]
    table = _portal(path, "month_1_employment", *later, "quarter", "ownership")
    owners = _owners(path, table, "ownership")
    months = [numbers(path, table[name]) for name in ("jobs", *later)]
    table = table.assign(jobs=sum(months) / len(months))
    table = table[table["naics"].eq(ALL_CODE) & owners.isin(EVERYONE)]
    area_ids = table["area"].map(BOROUGH_OF_COUNTY_SPELLING)
    reject_rows(path, table["area"], area_ids.isna(), "a county of the city")
    quarters = pd.DataFrame(
        {
            "area_id": area_ids,
            "year": years(path, table["year"]),
            "quarter": numbers(path, table["quarter"]).astype("int64"),
            "establishments": numbers(path, table["establishments"]),
            "jobs": table["jobs"].round(0),
            "wages": numbers(path, table["wages"]),
        }
    )
    key = ["area_id", "year", "quarter"]
    reject_rows(path, table["area"], quarters.duplicated(key), "each quarter once a borough")
    _require_every_borough(path, quarters)
    return _recent(quarters)


def _require_every_borough(path: Path, quarters: pd.DataFrame) -> None:
    """All industries of a borough are never hidden: a quarter without one is cut short."""
    boroughs = quarters.groupby(["year", "quarter"])["area_id"].nunique()
    short = [f"{year} Q{quarter}" for year, quarter in boroughs[boroughs < len(SHEETS)].index]
    if short or quarters.empty:
        raise DeliveryError(
            path, f"no total of every borough in {short[:5]}", "one for all five", "Fetch it again."
        )


def _recent(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["year"] >= FIRST_YEAR]
