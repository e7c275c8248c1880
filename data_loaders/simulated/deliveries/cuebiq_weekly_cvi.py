"""Cuebiq's weekly visit index: a file a sector, all weeks so far, without a header."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.simulated import cuebiq
from data_loaders.simulated.city import City

FIRST_WEEK = "2019-12-30"
LATE_WEEKS = 4  # the newest weeks are still incomplete; the next delivery restates them
LATE = 0.97


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file a sector, of every week that has ended by `until`; each replaces the last."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_file(folder, city, sector, until, scale) for sector in cuebiq.VERTICALS]


def _file(folder: Path, city: City, sector: str, until: date, scale: float) -> Path:
    path = folder / f"cvi-{sector}-{until:%Y%m%d}.csv000.gz"
    table = _rows(city, sector, until, scale)
    packed = {"method": "gzip", "mtime": 0, "compresslevel": 6}
    table.to_csv(path, header=False, index=False, lineterminator="\n", compression=packed)
    return path


def _rows(city: City, sector: str, until: date, scale: float) -> pd.DataFrame:
    made = cuebiq.brands(city, sector, scale)
    weeks = cuebiq.rolling(made.levels, city.days)[FIRST_WEEK : str(until)]
    weeks = weeks[pd.DatetimeIndex(weeks.index).day_of_week == 6]
    late = np.ones(len(weeks))
    late[-LATE_WEEKS:] = LATE
    levels = weeks.mul(late, axis=0).rename_axis("day").reset_index()
    tall = levels.melt("day", var_name="brand", value_name="cvi").dropna()
    tall = tall.sort_values(["day", "brand"], ignore_index=True)
    number = tall["brand"].to_numpy("int64")
    named = sector != cuebiq.WITHOUT_BRANDS
    rows = pd.DataFrame(
        {
            "visit_week_cd": tall["day"].dt.strftime("%GW%V"),
            "week_label": (tall["day"] - pd.Timedelta(days=6)).dt.strftime("Week of %b %d"),
            "market_area_code": cuebiq.MARKET[0],
            "market_area": cuebiq.MARKET[1],
            "brand": np.array(made.names)[number] if named else "",
            "vertical": np.array(made.verticals)[number],
            "sector": sector.title(),
            "cvi": tall["cvi"].round(4),
            "cvi_per_store": (tall["cvi"] / 7).round(4),
        }
    )
    if not named:
        keys = [name for name in rows if name not in ("cvi", "cvi_per_store")]
        rows = rows.groupby(keys, sort=False)[["cvi", "cvi_per_store"]].sum().round(4).reset_index()
    away = rows[:3].assign(market_area_code=cuebiq.ELSEWHERE[0], market_area=cuebiq.ELSEWHERE[1])
    # A row written twice, and rows of another market, as in files of the whole country.
    return pd.concat([rows, rows[:1], away], ignore_index=True)
