"""StreetEasy's weekly file: its columns, and one file's rows as typed columns."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import (
    counts,
    days,
    mapped,
    noted_outside,
    numbers,
    require_cells,
    require_unique,
    shapes,
)
from data_loaders.delivery.findings import Report
from data_loaders.delivery.names import file_day
from data_loaders.delivery.tables import TextFormat, text_table
from data_loaders.sources.partners.streeteasy_nta_weekly.indicators import PERCENT
from data_loaders.vocabulary.geography import area_ids
from data_loaders.vocabulary.model import Geography

CODE, BEDROOMS, WEEK = "NTA Code", "No. of bedrooms", "Week Start Date"
NEW_SALES, PENDING_SALES = "No. of New Sale Listings", "No. of Pending Sale Listings"
SALES, SALE_CUT = "No. of Sale Listings", "Pct Cut (Sales)"
SALE_MEDIAN = "Median Weeks on Market (Sales)"
NEW_RENTALS, PENDING_RENTALS = "No. of New Rental Listings", "No. of Pending Rental Listings"
RENTALS, RENT_CUT = "No. of Rental Listings", "Pct Cut (Rentals)"
CONCESSION, RENTAL_MEDIAN = "Pct with Concessions (Rentals)", "Median Weeks on Market (Rentals)"
COLUMNS = (
    "NTA Name",
    CODE,
    NEW_SALES,
    "Pct Hike (Sales)",
    SALE_CUT,
    PENDING_SALES,
    SALES,
    SALE_MEDIAN,
    NEW_RENTALS,
    "Pct Hike (Rentals)",
    RENT_CUT,
    PENDING_RENTALS,
    RENTALS,
    "Pct Furnished (Rentals)",
    "Pct Short Term (Rentals)",
    CONCESSION,
    RENTAL_MEDIAN,
    BEDROOMS,
    WEEK,
)
COUNTS = (NEW_SALES, PENDING_SALES, SALES, NEW_RENTALS, PENDING_RENTALS, RENTALS)
FRACTIONS = (SALE_CUT, RENT_CUT, CONCESSION)
MEDIANS = (SALE_MEDIAN, RENTAL_MEDIAN)
LAYOUT = TextFormat(COLUMNS, read=(CODE, BEDROOMS, WEEK, *COUNTS, *FRACTIONS, *MEDIANS))

ALL = "all"
STUDIO, THREE = "studio", "3+"
# Rows of bedroom classes are checked for what they are, and left out.
SIZES = {"All": ALL, "all": ALL, "Studio": STUDIO, "studio": STUDIO, "0": STUDIO} | {
    "1": "1", "2": "2", "3": THREE, "3+": THREE, "4": THREE, "4+": THREE
}  # fmt: skip
FIRST_FILE = date(2019, 1, 15)
# A file is dated the day it was made: the Monday its week begins, or the Monday or Tuesday after.
LONGEST_LAG = timedelta(days=8)
WEEK_LENGTH = pd.Timedelta(days=6)
MOST_WEEKS = 520


def read_file(path: Path, report: Report) -> pd.DataFrame | None:
    """One row a neighborhood: `nta_code`, `week` (Monday), `day` (Sunday), and the figures.

    Figures keep the file's column names; shares are percents from here on.
    """
    made_on = file_day(report, path, FIRST_FILE)
    table = text_table(report, path, LAYOUT)
    if made_on is None or table is None:
        return None
    table = _all_bedrooms(report, path.name, table)
    weeks = _weeks(report, path.name, table[WEEK], made_on)
    _check_codes(report, path.name, table)
    figures: dict[str, pd.Series] = {}
    for name in COUNTS:
        require_cells(report, path.name, table[name])
        figures[name] = counts(report, path.name, table[name])
    for name in FRACTIONS:
        # StreetEasy sends shares as fractions of one.
        figures[name] = numbers(report, path.name, table[name], least=0, most=1) * PERCENT
    for name in MEDIANS:
        figures[name] = numbers(report, path.name, table[name], least=0, most=MOST_WEEKS)
    kept = pd.DataFrame({"nta_code": table[CODE], "week": weeks, "day": weeks + WEEK_LENGTH})
    return kept.assign(**figures)


def _all_bedrooms(report: Report, file: str, table: pd.DataFrame) -> pd.DataFrame:
    require_cells(report, file, table[BEDROOMS])
    size = mapped(report, file, table[BEDROOMS], SIZES, "classes of bedrooms")
    require_unique(report, file, table.assign(size=size), [CODE, "size"])
    others = table.loc[size.notna() & size.ne(ALL), BEDROOMS]
    if len(others):
        report.note(
            file,
            f"{BEDROOMS}: {len(others):,} rows of {shapes(others, SIZES)} left out",
            "rows of all bedrooms",
            "Nothing to do: neighborhoods are published for all bedrooms alone.",
            others.index,
        )
    return table[size.eq(ALL)]


def _weeks(report: Report, file: str, column: pd.Series, made_on: date) -> pd.Series:
    """The Monday of every row, which must be one and the same, and fit the file's date."""
    weeks = days(report, file, column, "%Y-%m-%d", made_on - LONGEST_LAG, made_on)
    inside = weeks.notna() & weeks.dt.day_of_week.ne(0)
    if inside.any():
        mend = "Ask StreetEasy which days a week has."
        report.stop(file, f"{WEEK}: no Monday", "weeks from Monday", mend, column.index[inside])
    different = len(set(weeks.dropna()))
    if different > 1:
        problem = f"{WEEK}: {different} different weeks"
        report.stop(file, problem, "one week a file", "Ask StreetEasy for a file of each.")
    return weeks


def _check_codes(report: Report, file: str, table: pd.DataFrame) -> None:
    known = area_ids(Geography.NTA2010)
    require_cells(report, file, table[CODE])
    noted_outside(report, file, table[CODE], known, "neighborhoods of 2010")
    if len(table) and not table[CODE].isin(known).any():
        problem = f"{CODE}: none in the list of neighborhoods of 2010"
        report.stop(file, problem, "codes like BK88", "Are these codes of 2020? Ask StreetEasy.")
