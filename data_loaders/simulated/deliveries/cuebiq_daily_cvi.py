"""Cuebiq's daily visit index: a file a sector, all days so far; one lacks brands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.simulated import cuebiq
from data_loaders.simulated.city import City

FIRST_DAY = "2020-01-08"
LATE_DAYS = 14  # the newest days are still incomplete; the next delivery restates them
LATE = 0.97
YEAR = 364  # days, so that weekdays match
PER_STORE = ("roll_avg_7days_cvi_per_store", "ly_roll_avg_7days_cvi_per_store")


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file a sector, of every day up to `until`; each replaces the last."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_file(folder, city, sector, until, scale) for sector in cuebiq.VERTICALS]


def _file(folder: Path, city: City, sector: str, until: date, scale: float) -> Path:
    path = folder / f"daily-cvi-{sector}-{until:%Y%m%d}.csv000.gz"
    rows = _rows(city, sector, until, scale)
    away = rows[:3].assign(market_area_code=cuebiq.ELSEWHERE[0], market_area=cuebiq.ELSEWHERE[1])
    packed = {"method": "gzip", "mtime": 0, "compresslevel": 6}
    table = pd.concat([rows, away])
    table.to_csv(path, index=False, lineterminator="\n", compression=packed)
    return path


def _rows(city: City, sector: str, until: date, scale: float) -> pd.DataFrame:
    made = cuebiq.brands(city, sector, scale)
    weekly = cuebiq.rolling(made.levels, city.days)
    now, before = (weekly.shift(days)[FIRST_DAY : str(until)].copy() for days in (0, YEAR))
    now.iloc[-LATE_DAYS:] *= LATE
    days, size = now.index, now.shape[1]
    rows = pd.DataFrame(
        {
            "date": np.repeat(pd.DatetimeIndex(days).strftime("%Y-%m-%d"), size),
            "market_area_code": cuebiq.MARKET[0],
            "market_area": cuebiq.MARKET[1],
            "sector": sector.title(),
            "vertical": list(made.verticals) * len(days),
            "brand": list(made.names) * len(days),
            "naics6_code": "722511",
            "roll_avg_7days_cvi": now.to_numpy().ravel().round(4),
            "ly_roll_avg_7days_cvi": before.to_numpy().ravel().round(4),
        }
    )
    if sector == cuebiq.WITHOUT_BRANDS:
        return _by_vertical(rows)
    rows = rows.assign(
        **{name: (rows[name[: -len("_per_store")]] / 7).round(4) for name in PER_STORE}
    )
    return rows.dropna(subset=["roll_avg_7days_cvi"])


def _by_vertical(rows: pd.DataFrame) -> pd.DataFrame:
    """The sums of each kind of place, without brand and NAICS."""
    both = ["roll_avg_7days_cvi", "ly_roll_avg_7days_cvi"]
    keys = ["date", "market_area_code", "market_area", "sector", "vertical"]
    return rows.groupby(keys, sort=False)[both].sum().round(4).reset_index()
