"""What Cuebiq's products share: who they cover, weeks, the market area, rows written twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pandas as pd

from data_loaders.delivery.findings import Report
from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Status

PARTNER = "Cuebiq"
PUBLISHER_URL = "https://www.cuebiq.com"
RETENTION = "Files as delivered stay with the City; only what the treatment lets pass is published."
REVISION = (
    "Revised at most once a quarter, and only where the change tells nothing of a few devices."
)
MINIMUM_SAID = (
    "Cuebiq attests that each figure it hands over rests on 30 devices or more. That is a rule"
    " of the partner: the files have no counts of devices."
)
PANEL = (
    "Phones whose owners agreed that an app may tell where they are. People without such a phone"
    " or app are left out: more often children, older adults and people with little money."
)
MARKET_AREA = "501"
IN_MARKET = f"market area {MARKET_AREA}"
MARKET_CODE = r"^[0-9]{3}$"
SECTORS = (
    ("automotive", "Car dealers and repair"),
    ("dining", "Restaurants and cafes"),
    ("healthcare", "Health care"),
    ("lifestyle", "Fitness, beauty and leisure"),
    ("malls", "Malls"),
    ("retail", "Stores"),
    ("telco", "Phone stores"),
    ("transportation", "Travel and transit"),
)
SECTOR_IDS = {sector: sector for sector, _ in SECTORS}
# Only known sectors: what a name of free letters holds would be said back in reports.
SECTOR_IN_NAME = "|".join(SECTOR_IDS)
FIRST_DAY, LAST_DAY = date(2018, 1, 1), date(2030, 12, 31)
NO_MARKET = "market_area_code: no market area"
THREE_DIGITS = "three digits, like 501"
NO_PART = "They are no part of these figures, and are left out."
ASK = "Ask the partner, or extend the source's module."


def week_ends(report: Report, file: str, column: pd.Series) -> pd.Series:
    """ISO week codes ("2020W14", "2020-W14") as their Sundays; every cell needs one."""
    parts = column.str.extract(r"^(\d{4})-?W(\d{2})$")
    text = parts[0] + "-" + parts[1] + "-7"
    days = pd.to_datetime(text, format="%G-%V-%u", errors="coerce").astype("datetime64[ms]")
    bad = ~days.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(LAST_DAY))
    if bad.any():
        expected = f"an ISO week like 2020W14, of {FIRST_DAY.year} to {LAST_DAY.year}"
        report.stop(file, f"{column.name}: no week", expected, ASK, column.index[bad])
    return days


def of_the_market(report: Report, file: str, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of New York's market area; those of others are counted and left out.

    What is no code of three digits stops the delivery, and so does a file without any row.
    """
    code = table["market_area_code"]
    bad = ~code.str.contains(MARKET_CODE).eq(True)
    if bad.any():
        report.stop(file, NO_MARKET, THREE_DIGITS, ASK, table.index[bad])
    outside = code.ne(MARKET_AREA) & ~bad
    _note_outside(report, file, table[outside], "market areas", IN_MARKET)
    require_market(report, file, int(code.eq(MARKET_AREA).sum()))
    return table[code.eq(MARKET_AREA)]


def require_market(report: Report, file: str, count: int) -> None:
    """A file of which no row is kept would be a sector lost without a word."""
    if not count:
        report.stop(file, f"no row of {IN_MARKET}", "some", "Ask the partner for the whole file.")


def of_the_city(
    report: Report, file: str, table: pd.DataFrame, fips: str, boroughs: dict[str, str]
) -> pd.DataFrame:
    """Rows of the city's counties, by the column `fips`; those of others are left out.

    What is no five-digit county code stops the delivery.
    """
    is_county = require_counties(report, file, table[fips])
    outside = ~table[fips].isin(list(boroughs)) & is_county
    _note_outside(report, file, table[outside], "counties", "the city's five counties")
    return table[table[fips].isin(list(boroughs))]


def require_counties(report: Report, file: str, column: pd.Series) -> pd.Series:
    """Whether each cell is a county code of five digits; one that is not stops the delivery."""
    is_county = column.str.fullmatch(r"\d{5}").eq(True)
    if not is_county.all():
        expected = "five digits, like 36061"
        report.stop(file, f"{column.name}: no county code", expected, ASK, column.index[~is_county])
    return is_county


def _note_outside(report: Report, file: str, rows: pd.DataFrame, what: str, kept: str) -> None:
    if len(rows):
        report.note(file, f"rows of other {what}", kept, NO_PART, rows.index)


def note_left_out(report: Report, file: str, count: int, what: str, kept: str) -> None:
    """Say how many rows of a big file are of other places."""
    if count:
        report.note(file, f"rows of other {what}, {count:,} in all", kept, NO_PART)


def without_repeats(report: Report, file: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table without rows that repeat another to the letter: said, and counted once."""
    repeated = table.duplicated()
    if repeated.any():
        mend = "Each is counted once."
        report.note(file, "rows that repeat another", "each row once", mend, table.index[repeated])
    return table[~repeated]


def in_grid(
    cells: pd.DataFrame,
    indicator_id: str,
    geography: str,
    areas: Sequence[str],
    industries: Sequence[str] = (ALL_INDUSTRIES,),
) -> pd.DataFrame:
    """Counted observations by week: every area and industry in every week from first to last.

    `cells` has area_id, industry_id, period_end (a Sunday), value, and any of status and bases.
    What has no cell was not reported.
    """
    ends = pd.date_range(cells["period_end"].min(), cells["period_end"].max(), freq="7D")
    names = ["area_id", "industry_id", "period_end"]
    grid = pd.MultiIndex.from_product(
        [areas, industries, ends.astype("datetime64[ms]")], names=names
    )
    whole = cells.set_index(names).reindex(grid).reset_index()
    status = whole["status"] if "status" in whole else pd.Series(str(Status.NORMAL), whole.index)
    whole = whole.assign(
        indicator_id=indicator_id,
        geography=geography,
        period_start=whole["period_end"] - pd.Timedelta(days=6),
        status=status.where(whole["value"].notna(), str(Status.NOT_REPORTED)),
    )
    return whole.reindex(columns=COUNTED).sort_values(KEY, ignore_index=True)


def is_day(text: object) -> bool:
    """Whether a cell is a date, as 2020-04-05, that a delivery can hold."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        return FIRST_DAY <= date.fromisoformat(text) <= LAST_DAY
    except ValueError:
        return False
