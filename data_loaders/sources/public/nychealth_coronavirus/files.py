"""Reading the Health Department's COVID-19 files: by day, by week or month and area, and visits."""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import (
    DeliveryError,
    all_numbers,
    dates,
    numbers,
    read_csv,
    reject_rows,
)
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Reason, Status

logger = logging.getLogger(__name__)

DAY = "date_of_interest"
SHADED = "INCOMPLETE"
# A column of probable deaths, as older files had, would mean that DEATH_COUNT is confirmed only:
# a file with a column not named here is refused.
DAILY_COLUMN = (
    rf"{DAY}|{SHADED}|((BX|BK|MN|QN|SI)_)?"
    r"((ALL_|PROBABLE_)?CASE|HOSP|HOSPITALIZED|DEATH)_COUNT(_7DAY_AVG)?"
)
# The Health Department's code for people whose address is in no area.
NO_AREA = "99999"
NOT_AVAILABLE = "NA"
# How names of columns of a by-day file begin, by area.
PREFIXES = {geography.CITY_ID: "", **{id_: f"{id_}_" for id_ in geography.BOROUGH_IDS}}


def daily_table(path: Path, counts: tuple[str, ...]) -> pd.DataFrame:
    """A by-day file as numbers, with `day` and `is_early`: shaded by the publisher.

    It must have each of `counts` for the city and every borough.
    """
    named = [prefix + name for prefix in PREFIXES.values() for name in counts]
    table = read_csv(path, (DAY, SHADED, *named))
    unknown = table.columns[~table.columns.str.fullmatch(DAILY_COLUMN)].tolist()
    if unknown:
        raise DeliveryError(
            path,
            f"columns {unknown}",
            "only counts, probable cases and 7-day averages",
            "If a new column changes what a count includes, say so in the indicator.",
        )
    days = dates(path, table[DAY], "%m/%d/%Y")
    _require_every(path, days, "D")
    values = all_numbers(path, table.drop(columns=[DAY, SHADED]))
    return values.assign(day=days, is_early=_is_shaded(path, table))


def daily_counts(table: pd.DataFrame, indicator_id: str, counts: tuple[str, ...]) -> pd.DataFrame:
    """Counts of the city and the boroughs from a daily table; several columns are added up."""
    parts = [
        pd.DataFrame(
            {
                "geography": Geography.BOROUGH if prefix else Geography.CITY,
                "area_id": area_id,
                "period_start": table["day"],
                "period_end": table["day"],
                "value": table[[prefix + name for name in counts]].sum(axis=1, skipna=False),
                "is_early": table["is_early"],
            }
        )
        for area_id, prefix in PREFIXES.items()
    ]
    return _observations(indicator_id, pd.concat(parts), Status.NOT_REPORTED)


def weekly_rates(path: Path, indicator_id: str, prefix: str, daily: pd.DataFrame) -> pd.DataFrame:
    """Rates of a file with one row a week (dated its Saturday) and one column an area."""
    table = read_csv(path, ("week_ending",))
    end = dates(path, table["week_ending"], "%m/%d/%Y")
    _require_every(path, end, "W-SAT")
    start = end - pd.Timedelta(days=6)
    rates = table.drop(columns="week_ending")
    return _wide_rates(path, rates, indicator_id, prefix, start, end, daily)


def monthly_rates(path: Path, indicator_id: str, prefix: str, daily: pd.DataFrame) -> pd.DataFrame:
    """Rates of a file with one row a month (as 3/2020) and one column an area."""
    table = read_csv(path, ("date",))
    start = dates(path, table["date"], "%m/%Y")
    _require_every(path, start, "MS")
    end = start + pd.offsets.MonthEnd()
    return _wide_rates(path, table.drop(columns="date"), indicator_id, prefix, start, end, daily)


def illness_visits(city_path: Path, borough_path: Path) -> pd.DataFrame:
    """Visits of all ages, by day, of the city's file and the boroughs' file."""
    city = _visits(city_path, "Visit All ages", "Visit ")
    city = city.assign(geography=Geography.CITY, area_id=geography.CITY_ID)
    boroughs = _visits(borough_path, "Visit_All_ages", "Visit_")
    area_ids = boroughs["Borough"].map(geography.BOROUGH_OF_NAME)
    reject_rows(borough_path, boroughs["Borough"], area_ids.isna(), "a borough")
    boroughs = boroughs.assign(geography=Geography.BOROUGH, area_id=area_ids)
    for path, table in ((city_path, city), (borough_path, boroughs)):
        for _, rows in table.groupby("area_id"):
            _require_every(path, rows["period_start"], "D")
    return _observations(
        "covid_like_illness_visits", pd.concat([city, boroughs]), Status.NOT_REPORTED
    )


def _visits(path: Path, total: str, prefix: str) -> pd.DataFrame:
    """A visits file; where an age group is not available the zeros beside it are no counts."""
    required = ("Date", total) if prefix == "Visit " else ("Date", "Borough", total)
    table = read_csv(path, required, missing=("", NOT_AVAILABLE))
    ages = [name for name in table.columns if name.startswith(prefix)]
    whole = all_numbers(path, table[ages]).notna().all(axis=1)
    days = dates(path, table["Date"], "%Y-%m-%d")
    value = numbers(path, table[total]).where(whole)
    kept_out = table[total].notna() & ~whole
    reason = kept_out.map({True: str(Reason.KEPT_OUT), False: ""})
    return table.assign(
        period_start=days, period_end=days, value=value, is_early=False, reason=reason
    )


def _is_shaded(path: Path, table: pd.DataFrame) -> pd.Series:
    """Days the publisher shades as incomplete: one constant on the last rows, else 0 or blank."""
    shade = numbers(path, table[SHADED], least=0).fillna(0)
    shaded = shade > 0
    if len(shade[shaded].unique()) > 1 or not shaded.is_monotonic_increasing:
        raise DeliveryError(
            path,
            f"{SHADED} holds {sorted(shade.unique())[:5]}, not only at the end",
            "0 or blank, then one constant on the last days",
            "Find out what the column means now before marking early figures with it.",
        )
    return shaded


def _require_every(path: Path, periods: pd.Series, frequency: str) -> None:
    """Raise DeliveryError unless `periods` are each there once, without a gap."""
    expected = pd.date_range(periods.min(), periods.max(), freq=frequency)
    different = expected.symmetric_difference(pd.DatetimeIndex(periods))
    repeated = periods[periods.duplicated()]
    if len(different) or len(repeated):
        dated = [day.date().isoformat() for day in [*different[:3], *repeated[:3]]]
        raise DeliveryError(
            path,
            f"periods missing, repeated or out of step: {dated}",
            f"one row each ({frequency}) from first to last",
            "Fetch the file again; if the publisher left periods out, ask.",
        )


def _wide_rates(
    path: Path,
    rates: pd.DataFrame,
    indicator_id: str,
    prefix: str,
    start: pd.Series,
    end: pd.Series,
    daily: pd.DataFrame,
) -> pd.DataFrame:
    """Rates of columns named by area; early where `daily` shades a day of the period."""
    is_early = end >= daily.loc[daily["is_early"], "day"].min()
    areas = _areas(path, rates, prefix)
    values = all_numbers(path, rates[list(areas)])
    parts = [
        pd.DataFrame(
            {
                "geography": area_geography,
                "area_id": area_id,
                "period_start": start,
                "period_end": end,
                "value": values[column],
                "is_early": is_early,
            }
        )
        for column, (area_geography, area_id) in areas.items()
    ]
    return _observations(indicator_id, pd.concat(parts), Status.WITHHELD_OR_NONE)


def _areas(path: Path, rates: pd.DataFrame, prefix: str) -> dict[str, tuple[Geography, str]]:
    """Geography and area id of each column: every area is there, and nothing else."""
    known = _known_columns(prefix)
    no_area = prefix + NO_AREA
    if no_area in rates.columns:
        logger.warning("%s: dropped column %s, %d rows", path.name, no_area, len(rates))
    columns = rates.columns.drop(no_area, errors="ignore")
    unknown = [name for name in columns if name not in known]
    absent = set(known.values()) - {known[name] for name in columns if name in known}
    if unknown or absent:
        missing = sorted(area_id for _, area_id in absent)
        raise DeliveryError(
            path,
            f"columns of no known area: {unknown[:5]}; areas without a column: {missing[:5]}",
            f"one column for each of {len(set(known.values()))} areas, named {prefix}…",
            "If the publisher's areas changed, renew the area table first.",
        )
    return {name: known[name] for name in columns}


def _known_columns(prefix: str) -> dict[str, tuple[Geography, str]]:
    """Column names in use: files call an area BX or Bronx, CITY or Citywide."""
    known: dict[str, tuple[Geography, str]] = {}
    for name in ("CITY", "Citywide"):
        known[prefix + name] = (Geography.CITY, geography.CITY_ID)
    for borough in geography.BOROUGHS:
        for name in (borough.id, borough.name.replace(" ", "_")):
            known[prefix + name] = (Geography.BOROUGH, borough.id)
    for area_id in geography.area_ids(Geography.MODZCTA):
        known[prefix + area_id] = (Geography.MODZCTA, area_id)
    return known


def _observations(indicator_id: str, table: pd.DataFrame, absent: Status) -> pd.DataFrame:
    """Observations of one indicator; a missing value has the status `absent`."""
    status = pd.Series(str(Status.NORMAL), index=range(len(table)))
    observed = table.reset_index(drop=True)
    status = status.mask(observed["is_early"].astype("bool"), str(Status.PROVISIONAL))
    status = status.mask(observed["value"].isna(), str(absent))
    return observed.assign(indicator_id=indicator_id, industry_id=ALL_INDUSTRIES, status=status)
