"""MTA daily ridership and traffic, and the share of a comparable day before the pandemic.

The official file is comma-separated with MM/DD/YYYY dates; a copy saved from a spreadsheet is in
use too, with semicolons and DD/MM/YYYY. Both are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import (
    DeliveryError,
    dates,
    numbers,
    read_csv,
    reject_rows,
)
from data_loaders.observations.series import require_unique, series
from data_loaders.sources.public.mta_ridership import by_mode
from data_loaders.sources.public.mta_ridership.indicators import COUNTS, MODES, SHARES, Mode
from data_loaders.sources.public.mta_ridership.vintages import VINTAGES as VINTAGES
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    Cadence,
    Category,
    Feed,
    FeedFile,
    Geography,
    Grant,
    Holder,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FILE = "MTA_Daily_Ridership.csv"
# The newest copy that somebody kept of that file; the publisher gives it under one name.
COPY = "mta-ridership-vintages/mta_daily_2024-11-14.csv"
PAGE = "https://data.ny.gov/Transportation/MTA-Daily-Ridership-Data-Beginning-2020/vxuj-8kew"
DOWNLOAD = "https://data.ny.gov/api/views/vxuj-8kew/rows.csv?accessType=DOWNLOAD"

# Shares have come as fractions (0.97), whole percents (97) and text (97%). The highest share of a
# file tells them apart: the busiest day on record is 237 percent, and no file peaks below 10.
HIGHEST_FRACTION = 4.0
LOWEST_PEAK_PERCENT = 10.0

SOURCE = Source(
    id="mta_ridership",
    name="Daily Ridership",
    partner="Metropolitan Transportation Authority",
    publisher_url=PAGE,
    feed=Feed(
        folder="",
        files=(
            FeedFile(FILE, DOWNLOAD, Holder.PUBLISHER),
            FeedFile(COPY, DOWNLOAD, Holder.MIRROR),
            by_mode.FEED_FILE,
        ),
    ),
    terms_of_use=Terms(
        grant=Grant.FREE_TO_USE,
        stated="free to use with attribution to the MTA",
        stated_in="New York State's open data terms",
        of_public_agency=True,
        credit=("the MTA",),
    ),
    publication=Publication.OPEN,
    citation=f"Metropolitan Transportation Authority, MTA Daily Ridership Data. {PAGE}",
    description=(
        "How many people rode the MTA's subways, buses and trains each day. Also how many "
        "Access-A-Ride trips were scheduled, and how many vehicles used its bridges and tunnels. "
        "The MTA estimates riders from fare payments."
    ),
    covers=(
        "Trips that begin with a paid or counted entry. It misses people who do not pay a fare,"
        " trips on NYC Ferry, private buses, taxis and bicycles. The Long Island Rail Road and"
        " Metro-North mostly carry people who live outside the city."
    ),
    category=Category.TRANSPORTATION,
    cadence=Cadence.DAY,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a system and day",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The MTA publishes one total a day for each whole system.",
        plain="Totals for whole transit systems say nothing about any single rider.",
        revision="The MTA revises its estimates; each release takes the newest file whole.",
        retention="Public data; kept with every release.",
    ),
    indicators=tuple(indicator for pair in zip(COUNTS, SHARES, strict=True) for indicator in pair),
    known_errors=(
        "Buses, March 23 to August 30, 2020: riders boarded by the rear door and most paid no "
        "fare. So the count is far too low (1 to 3 percent of normal). Shown as unreliable.",
        "Metro-North, March 2020: the file shows half of normal ridership until March 31 and 3"
        " percent on April 1. The March figures look like averages. Shown as unreliable.",
        "Staten Island Railway: 32 weekend days in 2020 and 2021 read zero riders though trains"
        " ran on other weekends. The MTA does not say why. Shown as unreliable.",
    ),
    reasons=(Reason.DOUBTFUL,),
)


@dataclass(frozen=True, slots=True)
class FileFormat:
    separator: str
    date_format: str


OFFICIAL = FileFormat(separator=",", date_format="%m/%d/%Y")
SPREADSHEET = FileFormat(separator=";", date_format="%d/%m/%Y")


def read(folder: Path) -> pd.DataFrame:
    """Observations of all modes, one a day; the newer file goes on where the older one ends."""
    path = folder / COPY if (folder / COPY).is_file() else folder / FILE
    header = _header(path)
    layout = SPREADSHEET if SPREADSHEET.separator in header else OFFICIAL
    shares = {mode.id: _name_in_use(mode, header) for mode in MODES}
    required = ("Date", *(mode.count_column for mode in MODES), *shares.values())
    table = read_csv(path, required, separator=layout.separator)
    days = dates(path, table["Date"], layout.date_format)
    require_unique(path, table["Date"], days)
    percents = _percents(path, table[list(shares.values())])
    newer = by_mode.counts(folder)
    parts: list[pd.DataFrame] = []
    for mode, count, share in zip(MODES, COUNTS, SHARES, strict=True):
        # A download may have the newest day first: the newer file goes on after the last.
        riders = numbers(path, table[mode.count_column]).set_axis(days).sort_index()
        percent = percents[shares[mode.id]].set_axis(days).sort_index()
        later = by_mode.later(newer.get(mode.id), riders)
        ours = by_mode.shares(later, riders, percent)
        whole = pd.concat([riders, later])
        marks = _unreliable(mode, whole)
        parts.append(series(count, Geography.CITY, CITY_ID, whole, statuses=marks))
        marks = marks.mask(marks.index.isin(ours.index), str(Status.ESTIMATED))
        whole = pd.concat([percent, ours])
        parts.append(series(share, Geography.CITY, CITY_ID, whole, statuses=marks))
    return observations.tidy(parts)


def _header(path: Path) -> str:
    """The first line; empty where there is no file, which `read_csv` then reports."""
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return file.readline()


def _name_in_use(mode: Mode, header: str) -> str:
    """The share column's name in this file; the current one where it has none of them."""
    return next((name for name in mode.share_columns if name in header), mode.share_columns[0])


def _percents(path: Path, shares: pd.DataFrame) -> pd.DataFrame:
    """Shares of all modes in percent, whichever of three ways the file writes them."""
    text = {str(name): column.str.strip() for name, column in shares.items()}
    if any(column.str.endswith("%").any() for column in text.values()):
        return pd.DataFrame({name: _unsigned(path, column) for name, column in text.items()})
    parsed = pd.DataFrame({name: numbers(path, column) for name, column in text.items()})
    peak = float(parsed.to_numpy().max(initial=0.0, where=parsed.notna().to_numpy()))
    if peak <= HIGHEST_FRACTION:
        return (parsed * 100).round(6)
    if peak >= LOWEST_PEAK_PERCENT:
        return parsed
    raise DeliveryError(
        path,
        f"the highest share of a comparable day is {peak}",
        f"fractions up to {HIGHEST_FRACTION} or percents that reach {LOWEST_PEAK_PERCENT}",
        "Look up the unit of the share columns and extend the reader.",
    )


def _unsigned(path: Path, column: pd.Series) -> pd.Series:
    """Cells like "97%" as numbers; where one has the sign, all must."""
    bare = ~column.str.endswith("%").eq(True) & column.notna()
    reject_rows(path, column, bare, "a percent sign")
    return numbers(path, column.str.removesuffix("%"))


def _unreliable(mode: Mode, riders: pd.Series) -> pd.Series:
    """Status of each day that has a figure: normal, or one of the publisher's known errors."""
    days = pd.DatetimeIndex(riders.index)
    doubtful = pd.Series(False, index=riders.index)
    for first, last in mode.unreliable:
        doubtful |= (days >= pd.Timestamp(first)) & (days <= pd.Timestamp(last))
    if mode.doubts_zeros:
        doubtful |= riders.eq(0)
    return doubtful.map({True: str(Status.LOW_RELIABILITY), False: str(Status.NORMAL)})
