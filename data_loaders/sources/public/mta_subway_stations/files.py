"""Files of monthly subway entries: as the publisher's portal sums them, and as a mirror holds them.

The portal has an entry for every station, hour and kind of fare, too many to download. It is
asked to add them up by station, month, and weekday or weekend. A mirror holds the same sums in
one file, with the base of 2017 to 2019 ready in another.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode

import pandas as pd

from data_loaders.observations.feed_files import (
    dates,
    numbers,
    read_csv,
    reject_rows,
)
from data_loaders.vocabulary.model import FeedFile, Holder

PORTAL = "https://data.ny.gov/resource/{dataset}.csv?{query}"
BEFORE, UNTIL_2024, SINCE_2025 = "t69i-h2me", "wujg-7c2s", "5wq4-mkjj"
WEEKDAY, WEEKEND, TOTAL = "weekday", "weekend", "total"
ENTRIES_FILE = "monthly_ridership_station.csv"
BASE_FILE = "monthly_baseline_station.csv"
STATIONS_FILE = "stations_complexes.csv"
STATIONS_URL = "https://data.ny.gov/api/views/5f5g-n3cz/rows.csv?accessType=DOWNLOAD"
BASE_YEARS = (2017, 2018, 2019)
MONTHS_OF_YEAR = 12
PAGE_ROWS = 50_000
SUMMED = ["station_complex_id", "month", "day_group", "ridership", "last_hour"]
KEY = ["station", "month", "days"]


def summed(dataset: str, year: int | None = None) -> str:
    """The address at which the portal adds up a dataset, or one year of it."""
    hour = "transit_timestamp"
    day = f"date_extract_dow({hour})"
    of_year = f" and date_extract_y({hour}) = {year}" if year else ""
    query = {
        "$select": (
            f"station_complex_id,date_trunc_ym({hour}) as month,"
            f"case({day} = 0,'{WEEKEND}',{day} = 6,'{WEEKEND}',true,'{WEEKDAY}') as day_group,"
            f"sum(ridership) as ridership,max({hour}) as last_hour"
        ),
        "$where": f"transit_mode = 'subway'{of_year}",
        "$group": "station_complex_id,month,day_group",
        "$order": "station_complex_id,month,day_group",
        "$limit": str(PAGE_ROWS),
    }
    return PORTAL.format(dataset=dataset, query=urlencode(query, quote_via=quote, safe="$(),'"))


SUMMED_FILES = (
    *(
        FeedFile(f"summed_{year}.csv", summed(UNTIL_2024, year), Holder.PUBLISHER, PAGE_ROWS)
        for year in range(2020, 2025)
    ),
    FeedFile("summed_since_2025.csv", summed(SINCE_2025), Holder.PUBLISHER, PAGE_ROWS),
)
BASE_FILES = tuple(
    FeedFile(f"summed_{year}.csv", summed(BEFORE, year), Holder.PUBLISHER, PAGE_ROWS)
    for year in BASE_YEARS
)
FILES = (
    *SUMMED_FILES,
    *BASE_FILES,
    FeedFile(ENTRIES_FILE, PORTAL.format(dataset=UNTIL_2024, query=""), Holder.MIRROR),
    FeedFile(BASE_FILE, PORTAL.format(dataset=BEFORE, query=""), Holder.MIRROR),
    FeedFile(STATIONS_FILE, STATIONS_URL),
)


def entries(folder: Path) -> pd.DataFrame:
    """Entries by `station`, `month` and `days` (total, weekday, weekend), from either layout."""
    path = folder / ENTRIES_FILE
    if path.is_file():
        return _monthly(path)
    return _with_total(pd.concat([_portal(folder / file.name) for file in SUMMED_FILES]))


def base(folder: Path) -> pd.DataFrame:
    """Mean entries of 2017 to 2019 by `station`, `calendar_month` and `days`."""
    path = folder / BASE_FILE
    if not path.is_file():
        years = pd.concat([_portal(folder / file.name) for file in BASE_FILES])
        return _mean_of_whole_years(_with_total(years))
    table = read_csv(path, ["complex_id", "month", "day_group", "ridership"])
    _require_day_groups(path, table["day_group"])
    entry_counts = pd.DataFrame(
        {
            "station": table["complex_id"],
            "calendar_month": numbers(path, table["month"]).astype("int64"),
            "days": table["day_group"],
            "base": numbers(path, table["ridership"], least=0),
        }
    )
    _require_once(path, entry_counts[["station", "calendar_month", "days"]])
    return entry_counts


def stations(folder: Path) -> pd.DataFrame:
    """Latitude and longitude by `station` complex."""
    path = folder / STATIONS_FILE
    table = read_csv(path, ["Complex ID", "Latitude", "Longitude"])
    reject_rows(path, table["Complex ID"], table["Complex ID"].duplicated(), "each complex once")
    return pd.DataFrame(
        {
            "latitude": numbers(path, table["Latitude"]).to_numpy(),
            "longitude": numbers(path, table["Longitude"]).to_numpy(),
        },
        index=pd.Index(table["Complex ID"], name="station"),
    )


def _monthly(path: Path) -> pd.DataFrame:
    table = read_csv(path, ["complex_id", "period", "day_group", "ridership"])
    _require_day_groups(path, table["day_group"])
    entry_counts = pd.DataFrame(
        {
            "station": table["complex_id"],
            "month": dates(path, table["period"], "%Y-%m-%d"),
            "days": table["day_group"],
            "entries": numbers(path, table["ridership"], least=0),
        }
    )
    _require_once(path, entry_counts[KEY])
    by_days = entry_counts.pivot_table("entries", ["station", "month"], "days").reset_index()
    off = (by_days[TOTAL] - by_days[WEEKDAY] - by_days[WEEKEND]).abs() > 0.5
    reject_rows(path, by_days["station"], off, "a total of weekdays and weekends")
    return entry_counts


def _portal(path: Path) -> pd.DataFrame:
    """Sums as the portal gives them; a month that is not over is left out."""
    table = read_csv(path, SUMMED, may_be_empty=True)
    _require_day_groups(path, table["day_group"])
    months = dates(path, table["month"].str[:10], "%Y-%m-%d")
    entry_counts = pd.DataFrame(
        {
            "station": table["station_complex_id"],
            "month": months,
            "days": table["day_group"],
            "entries": numbers(path, table["ridership"], least=0),
        }
    )
    _require_once(path, entry_counts[KEY])
    last_hour = (
        dates(path, table["last_hour"].str[:10], "%Y-%m-%d").groupby(months).transform("max")
    )
    return entry_counts[last_hour == months + pd.offsets.MonthEnd(0)]


def _with_total(parts: pd.DataFrame) -> pd.DataFrame:
    total = parts.groupby(["station", "month"], as_index=False)["entries"].sum()
    return pd.concat([parts, total.assign(days=TOTAL)], ignore_index=True)


def _mean_of_whole_years(years: pd.DataFrame) -> pd.DataFrame:
    """Means over the years in which a station was open in every month."""
    years = years.assign(year=years["month"].dt.year, calendar_month=years["month"].dt.month)
    is_open = years[years["days"].eq(TOTAL) & years["entries"].gt(0)]
    open_months = is_open.groupby(["station", "year"])["month"].nunique().rename("open_months")
    counted = years.join(open_months, on=["station", "year"])
    counted = counted[counted["open_months"] == MONTHS_OF_YEAR]
    by = counted.groupby(["station", "calendar_month", "days"])
    return by["entries"].mean().rename("base").reset_index()


def _require_day_groups(path: Path, groups: pd.Series) -> None:
    unknown = ~groups.isin([TOTAL, WEEKDAY, WEEKEND])
    reject_rows(path, groups, unknown, f"{TOTAL}, {WEEKDAY} or {WEEKEND}")


def _require_once(path: Path, keys: pd.DataFrame) -> None:
    reject_rows(
        path, keys["station"], keys.duplicated(), "each station, month and kind of day once"
    )
