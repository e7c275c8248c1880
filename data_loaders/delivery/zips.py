"""ZIP Codes as people and forms write them, and the borough each lies in."""

from __future__ import annotations

from functools import cache

import pandas as pd

from data_loaders.delivery.cells import shapes
from data_loaders.delivery.findings import Report
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.geography import UNALLOCATED
from data_loaders.vocabulary.model import Geography

ZIP = r"(\d{5})(?:-?\d{4})?"
SHORTENED = r"\d{2,4}"
OUTSIDE = "outside"


@cache
def borough_of_zip() -> dict[str, str]:
    """The borough of each of the city's ZIP Codes."""
    zip_codes = geography.areas()[Geography.ZIP]
    return {area.id: area.borough_id for area in zip_codes if area.borough_id}


def five_digits(column: pd.Series) -> pd.Series:
    """ZIP Codes as five digits, NA where a cell holds none.

    ZIP+4 loses its end, and zeros that a spreadsheet took away come back (83 is 00083).
    """
    text = column.str.strip()
    padded = text.where(~text.str.fullmatch(SHORTENED, na=False), text.str.zfill(5))
    return padded.str.extract(f"^{ZIP}$", expand=False)


def boroughs(report: Report, file: str, column: pd.Series) -> pd.Series:
    """The borough each cell's ZIP Code lies in; UNALLOCATED, or OUTSIDE the city.

    A cell without a ZIP Code, or with one no list of the city has though it begins as the city's
    do, is unallocated: it may be of the city and stays in its totals. One that begins otherwise
    is outside. Both are said.
    """
    zips = five_digits(column)
    known = borough_of_zip()
    borough_ids = zips.map(known)
    begins = zips.str[:3].isin({code[:3] for code in known})
    outside = zips.notna() & ~begins
    borough_ids = borough_ids.mask(outside, OUTSIDE).fillna(UNALLOCATED).astype("str")
    _note(report, file, zips[borough_ids.eq(UNALLOCATED)].rename(str(column.name)))
    _note_outside(report, file, zips[outside].rename(str(column.name)))
    return borough_ids


def _note(report: Report, file: str, lost: pd.Series) -> None:
    if lost.empty:
        return
    unknown = lost.dropna()
    listed = f", {shapes(unknown)} in no list" if len(unknown) else ""
    report.note(
        file,
        f"{lost.name}: {int(lost.isna().sum())} cells without a ZIP Code{listed}",
        "ZIP Codes of New York City",
        "They count in the city's totals, in no borough.",
        lost.index,
    )


def _note_outside(report: Report, file: str, outside: pd.Series) -> None:
    if outside.empty:
        return
    report.note(
        file,
        f"{outside.name}: {shapes(outside)} of other places",
        "ZIP Codes of New York City",
        "They are not counted: the figures are of the city.",
        outside.index,
    )
