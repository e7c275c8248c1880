"""Kinsa's simulated deliveries: every county and day, and the state they are in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats
from data_loaders.simulated.city import City, Kind
from data_loaders.vocabulary.geography import BOROUGHS
from data_loaders.vocabulary.model import Geography

NAMES = {"BK": "Kings(Brooklyn)", "SI": "Richmond (Staten Island)", "BX": "Bronx County"}
NEIGHBORS = (("Nassau", "NY", "36059"), ("Hudson", "NJ", "34017"))
DAILY_NOISE = 0.04
LATE_DAYS = 12  # readings of so many days are still coming in
LATE_SHARE = 0.12  # and lower the newest day's percent by this much
BLANK = 0.004  # share of days the signal could not be computed
OUTAGE = ("2021-02-01", "2021-02-04")  # no rows at all: the upload failed


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file with every day from 2019 to the one before `until`.

    `after` and `scale` change nothing: each delivery holds the whole series.
    """
    days = city.days[city.days < pd.Timestamp(until)]
    levels = city.levels(Kind.ILLNESS, Geography.BOROUGH)
    columns = dict(zip(city.area_ids(Geography.BOROUGH), levels.T, strict=True))
    random = city.random("illness signal")
    parts = []
    for borough in BOROUGHS:
        name = NAMES.get(borough.id, borough.county)
        values = _daily(columns[borough.id], random)[: len(days)]
        parts.append(_rows(days, name, "NY", borough.fips, _while_late(values)))
    whole = levels.mean(axis=1)
    for name, state, fips in NEIGHBORS:
        parts.append(_rows(days, name, state, fips, _daily(whole, random)[: len(days)]))
    statewide = _rows(days, "New York", "NY", "36", whole[: len(days)], "state")
    table = pd.concat([*parts, statewide], ignore_index=True)
    table = table[~table["created_date"].between(*OUTAGE)]
    path = folder / f"kinsa_gamma_signal_{until}.csv"
    table.to_csv(path, index=False, float_format="%.6f", lineterminator="\n")
    return [path]


def _daily(level: Floats, random: np.random.Generator) -> Floats:
    """Percent ill by day; a few days have none."""
    noisy = level * random.normal(1.0, DAILY_NOISE, len(level))
    return np.where(random.random(len(level)) < BLANK, np.nan, noisy)


def _while_late(values: Floats) -> Floats:
    """Values as they stand before the last readings are in."""
    arrived = np.ones(len(values))
    newest = min(LATE_DAYS, len(values))
    arrived[len(values) - newest :] = 1 - LATE_SHARE * np.arange(1, newest + 1) / LATE_DAYS
    return values * arrived


def _rows(
    days: pd.DatetimeIndex, name: str, state: str, fips: str, ill: Floats, region: str = "county"
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region_type": region,
            "region_name": name,
            "region_state": state,
            "region_id": fips,
            "signal_type": "gamma",
            "created_date": days.strftime("%Y-%m-%d"),
            "pct_ill": ill,
        }
    )
