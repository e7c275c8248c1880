"""The federal census of jobs by county: yearly files with titles, and quarterly ones without.

Both have a code of disclosure: `N` hides jobs and wages, which are then written 0; `-` says that
there is no employer; blank is disclosed, and 0 beside a blank is a true zero.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import (
    DeliveryError,
    numbers,
    read_csv,
    reject_rows,
    years,
)
from data_loaders.sources.public.naics import SECTOR_OF_CODE
from data_loaders.vocabulary.geography import BOROUGH_OF_FIPS
from data_loaders.vocabulary.model import ALL_INDUSTRIES, FeedFile, Holder

API = "https://data.bls.gov/cew/data/api/{year}/{quarter}/area/{fips}.csv"
ARCHIVE = "https://data.bls.gov/cew/data/files/2016/csv/2016_qtrly_by_area.zip"
# The last quarter seen online in November 2026, and the last to ask for, if it is out.
FIRST_QUARTER, LAST_SEEN, LAST_QUARTER = (2019, 1), (2026, 1), (2027, 4)
COPIES = tuple(
    f"2016.q1-q4 {fips} {county} County, New York.csv"
    for fips, county in (
        ("36005", "Bronx"),
        ("36047", "Kings"),
        ("36061", "New York"),
        ("36081", "Queens"),
        ("36085", "Richmond"),
    )
)
TOTAL, PRIVATE = ("0", "10", "70"), ("5", "74")
# All, federal, State, local, international, private; and two sums: of government, of insured.
OWNERS = ("0", "1", "2", "3", "4", "5", "8", "9")
LEVELS = tuple(str(level) for level in range(70, 79))
DISCLOSED, HIDDEN, NO_EMPLOYER = "", "N", "-"
ABSENT = "absent"  # ours: the file has no row
PAY = "avg_wkly_wage"
MONTHS = ("month1_emplvl", "month2_emplvl", "month3_emplvl")
ESTABLISHMENTS = ("qtrly_estabs", "qtrly_estabs_count")
COLUMNS = (
    "area_fips",
    "own_code",
    "industry_code",
    "agglvl_code",
    "size_code",
    "year",
    "qtr",
    "disclosure_code",
    *MONTHS,
    PAY,
)
KEY = ["area_id", "industry_id", "year", "quarter"]


def quarters() -> list[tuple[int, int]]:
    """Year and quarter of every file to ask for."""
    first, last = (year * 4 + quarter - 1 for year, quarter in (FIRST_QUARTER, LAST_QUARTER))
    return [(number // 4, number % 4 + 1) for number in range(first, last + 1)]


SLICES = tuple(
    FeedFile(
        f"{year}q{quarter}_{fips}.csv",
        API.format(year=year, quarter=quarter, fips=fips),
        Holder.PUBLISHER,
        is_awaited=(year, quarter) > LAST_SEEN,
    )
    for year, quarter in quarters()
    for fips in BOROUGH_OF_FIPS
)
FILES = (*SLICES, *(FeedFile(name, ARCHIVE, Holder.MIRROR) for name in COPIES))


def cells(folder: Path) -> pd.DataFrame:
    """A row a borough, sector and quarter: `disclosure`, establishments, jobs by month, pay."""
    names = [file.name for file in SLICES if (folder / file.name).is_file()]
    names = names or list(COPIES)
    rows = pd.concat([_file(folder / name) for name in names], ignore_index=True)
    boroughs = rows.groupby(["year", "quarter"])["area_id"].nunique()
    short = boroughs[boroughs < len(BOROUGH_OF_FIPS)]
    if len(short):
        year, quarter = short.index[0]
        of_quarter = rows[rows["year"].eq(year) & rows["quarter"].eq(quarter)]
        raise DeliveryError(
            ", ".join(sorted(set(of_quarter["file"]))),
            f"{int(short.iloc[0])} boroughs in {year} Q{quarter}",
            "all five",
            "Fetch the files of that quarter again.",
        )
    return _on_grid(rows.drop(columns="file"))


def _on_grid(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for every borough of each sector and quarter, absent ones marked."""
    pairs = rows[["industry_id", "year", "quarter"]].drop_duplicates()
    boroughs = pd.DataFrame({"area_id": list(BOROUGH_OF_FIPS.values())})
    grid = boroughs.merge(pairs, how="cross")
    whole = grid.merge(rows, how="left", on=KEY)
    return whole.assign(disclosure=whole["disclosure"].fillna(ABSENT))


def _file(path: Path) -> pd.DataFrame:
    table = read_csv(path, COLUMNS, missing=())
    count = next((name for name in ESTABLISHMENTS if name in table.columns), None)
    if count is None:
        raise DeliveryError(path, "no count of places of work", f"one of {ESTABLISHMENTS}", "Look.")
    for column, known in (("own_code", OWNERS), ("agglvl_code", LEVELS)):
        reject_rows(path, table[column], ~table[column].isin(known), f"one of {list(known)}")
    codes = table["own_code"] + "," + table["industry_code"] + "," + table["agglvl_code"]
    is_total = codes.eq(",".join(TOTAL))
    is_sector = table["own_code"].eq(PRIVATE[0]) & table["agglvl_code"].eq(PRIVATE[1])
    table = table[(is_total | is_sector) & table["size_code"].eq("0")]
    industries = {code: sector.id for code, sector in SECTOR_OF_CODE.items()}
    industry_ids = table["industry_code"].map(industries | {"10": ALL_INDUSTRIES})
    reject_rows(path, table["industry_code"], industry_ids.isna(), "a known sector")
    codes = table["disclosure_code"]
    reject_rows(path, codes, ~codes.isin([DISCLOSED, HIDDEN, NO_EMPLOYER]), "blank, N or -")
    area_ids = table["area_fips"].map(BOROUGH_OF_FIPS)
    reject_rows(path, table["area_fips"], area_ids.isna(), "a county of the city")
    rows = pd.DataFrame(
        {
            "file": path.name,
            "area_id": area_ids,
            "industry_id": industry_ids,
            "year": years(path, table["year"]),
            "quarter": numbers(path, table["qtr"]).astype("int64"),
            "disclosure": codes,
            "establishments": numbers(path, table[count], are_whole=True),
            **{name: numbers(path, table[name], are_whole=True) for name in (*MONTHS, PAY)},
        }
    )
    reject_rows(path, table["industry_code"], rows.duplicated(KEY), "each sector once a quarter")
    _require_hidden_zeros(path, table["disclosure_code"], rows)
    return rows


def _require_hidden_zeros(path: Path, codes: pd.Series, rows: pd.DataFrame) -> None:
    """Hidden cells are written 0; a number beside the code would be one told by mistake."""
    is_told = rows["disclosure"].eq(HIDDEN) & rows[[*MONTHS, PAY]].gt(0).any(axis=1)
    reject_rows(path, codes, is_told, "0 beside N: a number that should be hidden was delivered")
