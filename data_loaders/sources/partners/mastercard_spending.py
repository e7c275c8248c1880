"""Mastercard's card spending by ZIP Code and industry: indexes only, no count of anything.

The year-on-year columns hold the literal `None` where there is nothing to compare with. That is
missing. Read as zero, it would say that sales stood still.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery import cells
from data_loaders.delivery.findings import Report
from data_loaders.delivery.names import file_day
from data_loaders.delivery.tables import TextFormat, only_file, text_table
from data_loaders.delivery.zips import five_digits
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.vocabulary.geography import area_ids
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Publication,
    Reason,
    Source,
    Status,
)
from data_loaders.vocabulary.policy import (
    MINIMUM_PEOPLE,
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

YEAR, DAY, INDUSTRY, ZIP = "yr", "txn_date", "industry", "zip_code"
INDEXES = ("txn_amt", "txn_cnt", "acct_cnt", "avg_ticket", "avg_freq", "avg_spend_amt")
CHANGES = ("yoy_txn_amt", "yoy_txn_cnt")
MISSING = "None"
MOST_INDEX = 100_000  # a hundred is usual
COLUMNS = (
    *(YEAR, DAY, INDUSTRY, "segment", "geo_type", "geo_name", "nation_name", ZIP),
    *INDEXES,
    *CHANGES,
)
NEVER_READ = ("segment", "geo_type", "geo_name", "nation_name", *INDEXES[2:])
LAYOUT = TextFormat(
    COLUMNS,
    read=tuple(name for name in COLUMNS if name not in NEVER_READ),
    separator="|",
    missing=("",),
)
FIRST = date(2018, 1, 1)
KEY = ("day", "zip_code", "industry")


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """One row a day, ZIP Code and industry, with two indexes and two changes on the year before."""
    path = only_file(report, files)
    delivered = file_day(report, path, FIRST) if path else None
    table = text_table(report, path, LAYOUT) if path else None
    if path is None or delivered is None or table is None:
        return None
    file = path.name
    for column in (YEAR, DAY, INDUSTRY, ZIP):
        cells.require_cells(report, file, table[column])
    cells.require_unique(report, file, table, [DAY, INDUSTRY, ZIP])
    day = cells.days(report, file, table[DAY], "%Y-%m-%d", FIRST, delivered)
    _require_year(report, file, table[YEAR], day)
    spending = pd.DataFrame({"day": day, "zip_code": _zips(report, file, table[ZIP])})
    spending["industry"] = table[INDUSTRY]
    for name in INDEXES[:2]:
        _refuse_word(report, file, table[name])
        spending[name] = cells.numbers(report, file, table[name], least=0, most=MOST_INDEX)
    for name in CHANGES:
        known = table[name].mask(table[name].eq(MISSING))
        spending[name] = cells.numbers(report, file, known)
    return spending


def _zips(report: Report, file: str, column: pd.Series) -> pd.Series:
    """The city's ZIP Codes; others are noted and belong to no area of the city."""
    return cells.noted_outside(
        report, file, five_digits(column).rename(ZIP), area_ids(Geography.ZIP), "ZIP Codes"
    )


def _refuse_word(report: Report, file: str, column: pd.Series) -> None:
    """The word for missing stands in the changes alone; in an index it is not of this format."""
    bad = column.eq(MISSING)
    if bad.any():
        report.stop(
            file,
            f"{column.name}: the word for missing in an index",
            "a number, or an empty cell",
            "Ask Mastercard whether the index is missing.",
            column.index[bad],
        )


def _require_year(report: Report, file: str, year: pd.Series, day: pd.Series) -> None:
    other = cells.numbers(report, file, year).ne(day.dt.year) & day.notna() & year.notna()
    if other.any():
        report.stop(
            file,
            f"{YEAR}: not the year of {DAY}",
            "the year of the day",
            "Ask Mastercard which of the two holds.",
            year.index[other],
        )


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """The mean of the industries of each ZIP Code and day, without a base: none is delivered.

    An index tells nothing of the size of an industry, so a mean weighs all alike. One that is
    missing in an industry is left out of it, never taken for zero.
    """
    inside = kept[kept["zip_code"].notna()]
    means = inside.groupby(["day", "zip_code"], as_index=False)[[*INDICATOR_OF]].mean()
    parts = [
        pd.DataFrame(
            {
                "indicator_id": indicator_id,
                "geography": str(Geography.ZIP),
                "area_id": means["zip_code"],
                "industry_id": ALL_INDUSTRIES,
                "period_start": means["day"],
                "period_end": means["day"],
                "value": means[column],
            }
        )
        for column, indicator_id in INDICATOR_OF.items()
    ]
    table = pd.concat(parts, ignore_index=True).reindex(columns=COUNTED)
    has_value = table["value"].notna()
    table["status"] = has_value.map({True: str(Status.NORMAL), False: str(Status.NOT_REPORTED)})
    return table


def _indicator(indicator_id: str, title: str, noun: str, measure: Measure, unit: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family="mastercard_spending",
        title=title,
        noun=noun,
        description=f"{title}, by ZIP Code of the shop, as Mastercard's index.",
        processing="The mean of the industries delivered, each counted alike, rounded.",
        unit=unit,
        measure=measure,
        decimals=0,
        frequency=Frequency.DAY,
        geographies=(Geography.ZIP,),
        direction=Direction.BACK_TO_BASELINE,
        category=Category.SPENDING,
        caveats=(
            "An index tells how sales move, and not how large they are. Do not compare the levels "
            "of two ZIP Codes.",
            "The files name no day or year at which the index is 100.",
        ),
    )


SALES = _indicator(
    "mastercard_sales", "Card sales, index", "card sales", Measure.INDEX, "index points"
)
PAYMENTS = _indicator(
    "mastercard_payments", "Card payments, index", "card payments", Measure.INDEX, "index points"
)
SALES_CHANGE = _indicator(
    "mastercard_sales_change",
    "Card sales, change on the year before",
    "change in card sales on the year before",
    Measure.PERCENT_CHANGE,
    "%",
)
PAYMENTS_CHANGE = _indicator(
    "mastercard_payments_change",
    "Card payments, change on the year before",
    "change in card payments on the year before",
    Measure.PERCENT_CHANGE,
    "%",
)
INDICATOR_OF = {
    "txn_amt": SALES.id,
    "txn_cnt": PAYMENTS.id,
    "yoy_txn_amt": SALES_CHANGE.id,
    "yoy_txn_cnt": PAYMENTS_CHANGE.id,
}

SOURCE = Source(
    id="mastercard_spending",
    name="Mastercard card spending",
    partner="Mastercard",
    publisher_url="https://www.mastercard.us/",
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Mastercard, through the NYC Recovery Data Partnership",
    description="How card sales and payments move by ZIP Code, as indexes of the partner's own.",
    covers="Payments with the partner's cards. Cash and other cards are missing, and with them "
    "more of what poorer people spend.",
    category=Category.SPENDING,
    cadence=Cadence.AS_NEEDED,
    policy=Policy(
        sensitivity=Sensitivity.BUSINESS,
        unit_of_observation="an industry in a ZIP Code on a day",
        treatment=Treatment.OURS,
        contributors=Contributors.ATTESTED,
        contributor_unit=ContributorUnit.PERSON,
        plain="Mastercard sends indexes and no count of cards or shops. It attests that each "
        "rests on enough of them; we cannot check that. Numbers are rounded to whole points, and "
        "no industry is shown on its own.",
        revision="Each file adds days; of a day sent twice the newer is taken.",
        retention="Files stay with the City's intake; only treated indexes leave it.",
        publication_grid=Grid((str(Geography.ZIP),), "day"),
        excluded=NEVER_READ,
        primary=Primary(minimum_contributors=MINIMUM_PEOPLE),
        rounding=1.0,
    ),
    indicators=(SALES, PAYMENTS, SALES_CHANGE, PAYMENTS_CHANGE),
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                r"mastercard_(?P<date>\d{4}-\d{2}-\d{2})\.csv",
                "mastercard_2021-06-30.csv",
                "indexes of card spending by day, ZIP Code and industry",
                columns=COLUMNS,
            ),
        ),
        is_file_by_file=True,
    ),
    known_errors=(
        "The word None in the year-on-year columns means missing. The program's own code read "
        "it as 0, which says that sales stood still; here it stays missing.",
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)
