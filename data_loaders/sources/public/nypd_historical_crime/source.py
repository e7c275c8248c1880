"""Seven major felonies by year, from the Police Department's workbook of precincts.

A precinct's number is only on the first row of its block of eight, some years in the header are
text, labels are padded with blanks, and notes follow the last block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.sheets import open_workbook, whole_workbook
from data_loaders.sources.public.nypd_historical_crime.indicators import (
    INDICATOR_OF_OFFENSE,
    INDICATORS,
    TOTAL_OFFENSE,
)
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Geography,
    Holder,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

PAGE = "https://www.nyc.gov/site/nypd/stats/crime-statistics/historical.page"
# The name of each edition ends with its last year: "...-by-precinct-2000-2024.xls".
LINK = r"seven-major-felony-offenses-by-precinct-2000-(20\d\d)\.xlsx?$"
NEWEST = "seven-major-felony-offenses-by-precinct.xls"
FILE = "seven-major-felony-offenses-by-precinct-2000-2022.xls"
FOLDER = "https://www.nyc.gov/assets/nypd/downloads/excel/analysis_and_planning"
FIRST_YEAR = 2019
HEADER = ["PCT", "CRIME"]
# Complaints in the City's jails, which belong to no precinct.
JAILS = "DOC"
PRECINCTS_OF_BOROUGH = {
    "MN": (1, 5, 6, 7, 9, 10, 13, 14, 17, 18, 19, 20, 22, 23, 24, 25, 26, 28, 30, 32, 33, 34),
    "BX": (*range(40, 51), 52),
    "BK": (60, 61, 62, 63, *range(66, 74), 75, 76, 77, 78, 79, 81, 83, 84, 88, 90, 94),
    "QN": tuple(range(100, 116)),
    "SI": (120, 121, 122, 123),
}
BOROUGH_OF_PRECINCT = {
    str(number): borough for borough, numbers in PRECINCTS_OF_BOROUGH.items() for number in numbers
}
MEND = "Open the workbook; if the Police Department changed its layout, extend the reader."

Rows = Sequence[Sequence[object]]

SOURCE = Source(
    id="nypd_historical_crime",
    name="Historical New York City crime data",
    partner="New York City Police Department",
    publisher_url=PAGE,
    feed=Feed(
        folder="nypd-historical-crime",
        files=(
            FeedFile(NEWEST, PAGE, Holder.PUBLISHER, link=LINK),
            FeedFile(FILE, f"{FOLDER}/historical-crime-data/{FILE}", Holder.MIRROR),
        ),
    ),
    terms_of_use=Terms(
        available="Published on the Police Department's statistics page.",
        of_public_agency=True,
        credit=("the New York City Police Department",),
    ),
    publication=Publication.OPEN,
    citation="New York City Police Department, Seven Major Felony Offenses by Precinct, 2000-2022.",
    description="Complaints of the seven major felonies that the Police Department recorded in a"
    " year: murder, rape, robbery, felony assault, burglary, grand larceny and car theft.",
    covers="Crimes reported to the police. Many crimes, rape above all, are not reported.",
    category=Category.PUBLIC_SAFETY,
    cadence=Cadence.YEAR,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a precinct and year",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The Police Department hides nothing: small counts are in its file.",
        plain="We add up precincts to boroughs, so no small area is shown.",
        revision="Each year is as counted in the January after it and is not revised.",
        retention="Public data; kept with every release.",
    ),
    indicators=INDICATORS,
    known_errors=(
        "Precincts 77, 78 and 88 changed borders in 2012, and 121 was made from parts of 120 and"
        " 122 in 2013. We publish boroughs from 2019, which these changes do not touch.",
    ),
    reasons=(Reason.INCOMPLETE,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of boroughs and the city, one a year from 2019."""
    newest = folder / NEWEST
    path = newest if newest.is_file() else folder / FILE
    counts = felonies(path, _rows(path))
    counts = counts[counts["year"] >= FIRST_YEAR]
    counts = counts.assign(borough=counts["precinct"].map(BOROUGH_OF_PRECINCT))
    boroughs = counts[counts["precinct"].ne(JAILS)]
    return observations.tidy(
        [
            _yearly(boroughs, Geography.BOROUGH, "borough"),
            _yearly(counts.assign(city=CITY_ID), Geography.CITY, "city"),
        ]
    )


def felonies(path: Path, rows: Rows) -> pd.DataFrame:
    """`precinct` (text), `offense`, `year` and `count` (NaN where blank) of a sheet's rows.

    Raises DeliveryError for an unknown precinct or offense, one that is missing or comes twice,
    a cell that is not a number, and a total that is not the sum of the seven.
    """
    start, years = _header(path, rows)
    records = [
        (precinct, offense, year, _count(path, f"precinct {precinct}, {offense}, {year}", cell))
        for precinct, offense, cells in _blocks(rows[start:])
        for year, cell in zip(years, cells, strict=False)
    ]
    table = pd.DataFrame(records, columns=["precinct", "offense", "year", "count"])
    _require_names(path, table["precinct"], {*BOROUGH_OF_PRECINCT, JAILS}, "precincts")
    _require_names(path, table["offense"], set(INDICATOR_OF_OFFENSE), "offenses")
    _require_whole(path, table)
    return table


def _rows(path: Path) -> Rows:
    workbook = open_workbook(path, MEND)
    with whole_workbook(path, MEND):
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)


def _header(path: Path, rows: Rows) -> tuple[int, list[int]]:
    """Where data begins, and the years of its columns: numbers in the file, or text."""
    for position, row in enumerate(rows):
        if list(row[:2]) == HEADER:
            try:
                return position + 1, [int(float(str(cell))) for cell in row[2:]]
            except ValueError as error:
                raise DeliveryError(path, f"a header of {row[2:]}", "years", MEND) from error
    raise DeliveryError(path, "no header row", f"a row that begins {HEADER}", MEND)


def _blocks(rows: Rows) -> Iterator[tuple[str, str, Sequence[object]]]:
    """Precinct, offense and cells of each row up to the blank row before the notes."""
    precinct = ""
    for first, offense, *cells in rows:
        if not str(offense).strip():
            return
        if isinstance(first, float):
            precinct = f"{first:g}"
        elif str(first).strip():
            precinct = str(first).strip()
        yield precinct, str(offense).strip(), cells


def _count(path: Path, where: str, cell: object) -> float:
    if cell == "":
        return float("nan")
    if isinstance(cell, (int, float)) and cell >= 0:
        return float(cell)
    raise DeliveryError(path, f"{cell!r} for {where}", "a count", MEND)


def _require_names(path: Path, column: pd.Series, known: set[str], what: str) -> None:
    names = set(column)
    if names != known:
        strange, absent = sorted(names - known)[:5], sorted(known - names)[:5]
        problem = f"unknown {what} {strange}, missing {absent}"
        raise DeliveryError(path, problem, f"the {len(known)} known {what}", MEND)


def _require_whole(path: Path, table: pd.DataFrame) -> None:
    """Each precinct has each offense once, and its total row is the sum of the others."""
    key = ["precinct", "year"]
    repeated = table[table.duplicated([*key, "offense"])]["precinct"].unique().tolist()
    if repeated:
        raise DeliveryError(path, f"repeated blocks of {repeated}", "each precinct once", MEND)
    is_total = table["offense"].eq(TOTAL_OFFENSE)
    totals = table[is_total].set_index(key)["count"].sort_index()
    sums = table[~is_total].groupby(key)["count"].sum(min_count=len(INDICATOR_OF_OFFENSE) - 1)
    wrong = sums.ne(totals) & (sums.notna() | totals.notna())
    if wrong.any():
        cells = [f"precinct {precinct} in {year}" for precinct, year in sums.index[wrong][:5]]
        raise DeliveryError(path, f"wrong totals: {cells}", "the sum of seven felonies", MEND)


def _yearly(counts: pd.DataFrame, area_set: Geography, area_column: str) -> pd.DataFrame:
    """Sums over precincts; a sum with a blank in it is not reported."""
    keys = ["offense", area_column, "year"]
    sums = counts.groupby(keys)["count"].agg(lambda column: column.sum(skipna=False)).reset_index()
    years = pd.PeriodIndex(sums["year"].astype("str"), freq="Y")
    return pd.DataFrame(
        {
            "indicator_id": sums["offense"].map(INDICATOR_OF_OFFENSE),
            "geography": str(area_set),
            "area_id": sums[area_column],
            "period_start": years.start_time,
            "industry_id": ALL_INDUSTRIES,
            "period_end": years.end_time.normalize(),
            "value": sums["count"],
            "status": sums["count"]
            .notna()
            .map({True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)}),
        }
    )
