"""Mastercard's simulated deliveries: indexes of card spending by day, ZIP Code and industry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats
from data_loaders.simulated.city import City, Kind
from data_loaders.sources.partners.mastercard_spending import COLUMNS, MISSING
from data_loaders.vocabulary.geography import area_ids
from data_loaders.vocabulary.model import Geography

INDUSTRIES = {
    "Eating Places": Kind.RESTAURANT,
    "Grocery and Food Stores": Kind.GROCERY,
    "Total Apparel": Kind.SHOP,
    "Accommodations": Kind.HOTEL,
    "Recreation": Kind.ARTS,
}
DAYS_A_FILE = 91
DAYS_A_YEAR = 364  # the same day of the week
USUAL = 100.0
DAILY_NOISE = 0.06
DEARER_TICKETS = 1.06  # what a payment costs against 2019
WITHOUT_YEAR_BEFORE = 0.02


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file with the days before `until`, a quarter at most; `scale` thins the industries."""
    folder.mkdir(parents=True, exist_ok=True)
    last = pd.Timestamp(until)
    first = last - pd.Timedelta(days=DAYS_A_FILE)
    if after is not None:
        first = max(first, pd.Timestamp(after))
    is_delivered = (city.days >= first) & (city.days < last)
    chosen = list(INDUSTRIES.items())[: max(1, round(scale * len(INDUSTRIES)))]
    parts = [_industry(city, name, kind, is_delivered) for name, kind in chosen]
    table = pd.concat(parts, ignore_index=True).sort_values(["txn_date", "zip_code", "industry"])
    path = folder / f"mastercard_{until}.csv"
    table[list(COLUMNS)].to_csv(path, sep="|", index=False, lineterminator="\n")
    return [path]


def _industry(city: City, name: str, kind: Kind, is_delivered: np.ndarray) -> pd.DataFrame:
    """Rows of one industry: every ZIP Code and day delivered."""
    random = city.random(f"card spending in {name}")
    level = city.levels(kind) * city.week(kind)[:, None]
    sales = USUAL * level * random.normal(1.0, DAILY_NOISE, level.shape)
    payments = sales / DEARER_TICKETS * random.normal(1.0, DAILY_NOISE / 2, level.shape)
    is_without = random.random(level.shape) < WITHOUT_YEAR_BEFORE
    zips = np.flatnonzero([area in area_ids(Geography.ZIP) for area in city.areas])
    days = np.flatnonzero(is_delivered)
    pick = np.ix_(days, zips)
    dates = np.repeat(city.days[days].to_numpy(), len(zips))
    texts = pd.DatetimeIndex(dates)
    return pd.DataFrame(
        {
            "yr": texts.year,
            "txn_date": texts.strftime("%Y-%m-%d"),
            "industry": name,
            "segment": "Overall",
            "geo_type": "ZIP",
            "geo_name": np.tile([city.areas[place] for place in zips], len(days)),
            "nation_name": "UNITED STATES",
            "zip_code": np.tile([city.areas[place] for place in zips], len(days)),
            "txn_amt": _texts(sales[pick]),
            "txn_cnt": _texts(payments[pick]),
            "acct_cnt": _texts(payments[pick] * 0.9),
            "avg_ticket": _texts(USUAL * sales[pick] / payments[pick]),
            "avg_freq": _texts(np.full(sales[pick].shape, USUAL)),
            "avg_spend_amt": _texts(USUAL * sales[pick] / payments[pick]),
            "yoy_txn_amt": _changes(sales, is_without, days, zips),
            "yoy_txn_cnt": _changes(payments, is_without, days, zips),
        }
    )


def _texts(values: Floats) -> list[str]:
    return [f"{value:.2f}" for value in values.ravel()]


def _changes(
    values: Floats, is_without: np.ndarray, days: np.ndarray, zips: np.ndarray
) -> list[str]:
    """Percent on the same day of the year before; the partner's word where there is none."""
    before = np.full(values.shape, np.nan)
    before[DAYS_A_YEAR:] = values[:-DAYS_A_YEAR]
    change = 100 * (values / before - 1)
    change = np.where(is_without, np.nan, change)[np.ix_(days, zips)].ravel()
    return [MISSING if np.isnan(value) else f"{value:.2f}" for value in change]
