"""Cuebiq's travelers: a file a handover, each day by county and state of origin, no header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats
from data_loaders.simulated.city import City, Kind
from data_loaders.vocabulary.geography import BOROUGHS

FIRST_DAY = date(2020, 1, 1)
# Devices of the panel that came in 14 days before the pandemic, and how they part by origin.
DEVICES: Mapping[str, float] = {"MN": 9000.0, "BK": 2600.0, "QN": 3600.0, "BX": 1400.0, "SI": 620.0}
ORIGINS: Mapping[str, float] = {
    "New Jersey": 0.34,
    "New York": 0.27,
    "Connecticut": 0.11,
    "Pennsylvania": 0.10,
    "Massachusetts": 0.05,
    "Florida": 0.05,
    "California": 0.04,
    "Illinois": 0.02,
    "District of Columbia": 0.015,
    "Alaska": 0.005,
}
LATE_DAYS = 10  # the newest days are written again by the next delivery
LATE = 0.96
AWAY = ("36059", "Nassau")
COUNTY_NAMES = {"BK": "Kings(Brooklyn)", "SI": "Richmond (Staten Island)"}


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file of the days since the last handover, its newest ten written again, to `until`."""
    folder.mkdir(parents=True, exist_ok=True)
    first = FIRST_DAY if after is None else after - timedelta(days=LATE_DAYS - 1)
    days = pd.date_range(first, until, freq="D", unit="ms")
    path = folder / f"travelers-{until:%Y%m%d}.csv000.gz"
    rows = pd.concat([_rows(city, place, days, scale) for place in DEVICES], ignore_index=True)
    rows = rows.sort_values(["date", "fips_county", "origin_state"], ignore_index=True)
    away = rows[:2].assign(fips_county=AWAY[0], county=AWAY[1])
    packed = {"method": "gzip", "mtime": 0, "compresslevel": 6}
    table = pd.concat([rows, rows[-1:], away])
    table.to_csv(path, header=False, index=False, lineterminator="\n", compression=packed)
    return [path]


def _rows(city: City, borough_id: str, days: pd.DatetimeIndex, scale: float) -> pd.DataFrame:
    """Counts of a borough, days × states of origin; the newest days lack late records."""
    borough = next(one for one in BOROUGHS if one.id == borough_id)
    went_out = _counts(city, borough_id, "going out", scale, 0.0)
    stayed = _counts(city, borough_id, "staying in", scale, 1.0)
    at = city.days.get_indexer(days)
    late = np.ones((len(days), 1))
    late[-LATE_DAYS:] = LATE
    out, home = (np.floor(people[at] * late) for people in (went_out, stayed))
    size = len(ORIGINS)
    return pd.DataFrame(
        {
            "date": np.repeat(days.strftime("%Y-%m-%d"), size),
            "fips_county": borough.fips,
            "county": COUNTY_NAMES.get(borough_id, borough.county),
            "origin_state": list(ORIGINS) * len(days),
            "last_14_days_travelers": (out + home).ravel().astype("int64"),
            "last_14_days_travelers_sip": home.ravel().astype("int64"),
            "last_14_days_travelers_not_sip": out.ravel().astype("int64"),
            "travelers_not_sip_daily_miles": np.tile(np.arange(size) * 3 + 9, len(days)),
        }
    )


def _counts(city: City, borough_id: str, what: str, scale: float, staying: float) -> Floats:
    """Devices of the last 14 days, days × states; `staying` 1 for those who stay in."""
    random = city.random(f"cuebiq travelers {what} {borough_id}")
    level = city.level(Kind.TRAVELERS)
    empty = 1 - city.level(Kind.TRANSIT).clip(0, 1)
    share = 0.15 + 0.35 * empty if staying else 0.85 - 0.35 * empty
    mean = DEVICES[borough_id] * scale * level * share
    drift = np.exp(np.cumsum(random.normal(0, 0.01, (len(mean), len(ORIGINS))), axis=0))
    drift /= drift.mean(axis=0)
    return np.rint(mean[:, None] * np.array(list(ORIGINS.values())) * drift)
