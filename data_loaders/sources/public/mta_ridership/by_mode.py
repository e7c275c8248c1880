"""The MTA's daily file as it is published since 2025: a row a mode and day, and no share.

The file before it, which ended on January 9, 2025, has a share of a comparable day before the
pandemic. Counts over those shares give the day that is compared with, so the shares go on here.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import dates, numbers, read_csv, reject_rows
from data_loaders.vocabulary.model import FeedFile, Holder

FILE = "MTA_Daily_by_Mode.csv"
PAGE_ROWS = 50_000
URL = (
    "https://data.ny.gov/resource/sayj-mze2.csv"
    f"?$select=date,mode,count&$order=date,mode&$limit={PAGE_ROWS}"
)
FEED_FILE = FeedFile(FILE, URL, Holder.PUBLISHER, PAGE_ROWS)
MODE_OF_NAME = {
    "Subway": "subway_ridership",
    "Bus": "bus_ridership",
    "LIRR": "lirr_ridership",
    "MNR": "metro_north_ridership",
    "AAR": "access_a_ride_trips",
    "BT": "bridge_and_tunnel_traffic",
    "SIR": "staten_island_railway_ridership",
}
# Vehicles that enter the toll zone, counted another way: no part of these series.
PASSED_OVER = ("CRZ Entries", "CBD Entries")
COLUMNS = ("date", "mode", "count")
SATURDAY = 5  # Monday is 0; days before it are one kind


def counts(folder: Path) -> dict[str, pd.Series]:
    """Riders, trips or vehicles by day, of each mode; empty where the folder has no such file."""
    path = folder / FILE
    if not path.is_file():
        return {}
    table = read_csv(path, ())
    table = table.rename(columns={name: name.lower() for name in table.columns})
    _require_columns(path, table)
    known = table["mode"].isin([*MODE_OF_NAME, *PASSED_OVER])
    reject_rows(path, table["mode"], ~known, f"a mode of {[*MODE_OF_NAME, *PASSED_OVER]}")
    days = _days(path, table["date"])
    reject_rows(path, table["date"], table.duplicated(["date", "mode"]), "each mode once a day")
    riders = numbers(path, table["count"])
    return {
        mode_id: riders[table["mode"] == name].set_axis(days[table["mode"] == name]).sort_index()
        for name, mode_id in MODE_OF_NAME.items()
    }


def _require_columns(path: Path, table: pd.DataFrame) -> None:
    """Raise DeliveryError where a column of this layout is absent, whatever its letters' case."""
    absent = pd.Series([name for name in COLUMNS if name not in table.columns], name="header")
    reject_rows(path, absent, absent.notna(), f"columns {list(COLUMNS)}")


def _days(path: Path, column: pd.Series) -> pd.Series:
    """Days as the portal answers (2025-01-10T00:00:00.000) or as it is downloaded (01/10/2025)."""
    if column.str.contains("/", na=False).all():
        return dates(path, column, "%m/%d/%Y")
    return dates(path, column.str[:10], "%Y-%m-%d")


def later(counted: pd.Series | None, known: pd.Series) -> pd.Series:
    """Of newer counts those after the last day that is known; none where there are none."""
    if counted is None or counted.empty:
        return known.iloc[:0]
    last = known.last_valid_index()
    return counted if last is None else counted[counted.index > last]


def shares(counted: pd.Series, known: pd.Series, percents: pd.Series) -> pd.Series:
    """Percent of a comparable day before the pandemic: the mean day of the same month and kind
    of day (weekday, Saturday, Sunday) that the known shares were computed with."""
    if counted.empty:
        return counted
    both = known.notna() & percents.gt(0)
    sums = (
        pd.DataFrame({"riders": known[both], "percent": percents[both]})
        .groupby(_kinds(known.index[both]))
        .sum()
    )
    base = 100 * sums["riders"] / sums["percent"]
    of_day = pd.Series(
        base.reindex(_kinds(counted.index)).to_numpy(), index=counted.index, dtype="float64"
    )
    return (100 * counted / of_day).round(0)


def _kinds(days: pd.Index) -> pd.Index:
    """Month and kind of each day, as one number."""
    stamps = pd.DatetimeIndex(days)
    kind = pd.Series(stamps.day_of_week).clip(lower=SATURDAY - 1).to_numpy()
    return pd.Index(stamps.month.to_numpy() * 10 + kind)
