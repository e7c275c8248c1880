"""Cuebiq's mobility index: a file a month, each day by block group, without a header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats
from data_loaders.simulated.city import City, Kind
from data_loaders.vocabulary.geography import BOROUGHS, Borough
from data_loaders.vocabulary.model import Geography

FIRST_DAY = date(2020, 1, 1)
# About as many block groups as the census of 2010 drew.
BLOCK_GROUPS: Mapping[str, int] = {"BX": 1130, "BK": 2080, "MN": 1170, "QN": 1740, "SI": 335}
COUNTY_NAMES: Mapping[str, str] = {
    "BX": "Bronx",
    "BK": "Kings(Brooklyn)",
    "MN": "New York (Manhattan)",
    "QN": "Queens",
    "SI": "Richmond (Staten Island)",
}
LATE_DAYS = 7  # the newest days are written again by the next delivery
TOO_NEAR = 0.98  # late records are of those who went far
GAP = ("2021-08-07", "2021-08-09")  # days that were never handed over
MISSING = 0.02  # of block groups on a day
AWAY = ("360594142001", "Nassau")


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """A file a month of the days since the last handover, its newest week written again."""
    folder.mkdir(parents=True, exist_ok=True)
    first = FIRST_DAY if after is None else after - timedelta(days=LATE_DAYS - 1)
    days = pd.date_range(first, until, freq="D", unit="ms")
    days = days[(days < pd.Timestamp(GAP[0])) | (days > pd.Timestamp(GAP[1]))]
    meters = city.levels(Kind.MOVING_DISTANCE, Geography.BOROUGH)
    meters *= city.week(Kind.MOVING_DISTANCE)[:, None]
    place = list(city.area_ids(Geography.BOROUGH)).index
    groups = [_BlockGroups(city, one, meters[:, place(one.id)], scale) for one in BOROUGHS]
    return [
        _file(folder, groups, days[days.to_period("M") == month], until)
        for month in days.to_period("M").unique()
    ]


def _file(
    folder: Path, groups: Sequence[_BlockGroups], days: pd.DatetimeIndex, until: date
) -> Path:
    path = folder / f"cityhall-{days[-1]:%Y%m%d}.csv.gz"
    rows = pd.concat([one.rows(days, until) for one in groups], ignore_index=True)
    rows = rows.sort_values(["date", "cbg2010"], ignore_index=True)
    away = rows[:1].assign(cbg2010=AWAY[0], county_name=AWAY[1])
    packed = {"method": "gzip", "mtime": 0, "compresslevel": 1}
    table = pd.concat([rows, away])
    table.to_csv(path, header=False, index=False, lineterminator="\n", compression=packed)
    return path


class _BlockGroups:
    """Block groups of one borough: how far their people move, and how much each weighs."""

    def __init__(self, city: City, borough: Borough, meters: Floats, scale: float) -> None:
        self.city, self.borough = city, borough
        count = max(round(BLOCK_GROUPS[borough.id] * scale), 8)
        random = city.random(f"cuebiq block groups of {borough.id}")
        self.ids = [f"{borough.fips}{1000 + n:06d}{1 + n % 4}" for n in range(count)]
        self.apart = random.normal(0.0, 0.12, count)
        self.weight = random.gamma(4.0, 0.25, count).round(4) + 0.01
        level = pd.Series(np.log10(meters), index=city.days)
        self.index = level.rolling(7, min_periods=1).mean()

    def rows(self, days: pd.DatetimeIndex, until: date) -> pd.DataFrame:
        """Rows of some days; a few block groups are missing on each."""
        random = self.city.random(f"cuebiq mobility {self.borough.id} {days[0]:%Y-%m}")
        index = self._index(days, until, random)
        day, group = np.nonzero(random.random(index.shape) >= MISSING)
        ends = days[day]
        return pd.DataFrame(
            {
                "date": ends.strftime("%Y-%m-%d"),
                "week_name": ends.strftime("%G-W%V"),
                "county_name": COUNTY_NAMES[self.borough.id],
                "state_name": "New York",
                "cbg2010": np.array(self.ids)[group],
                "mobility_index": index[day, group].round(8),
                "weight": self.weight[group],
            }
        )

    def _index(self, days: pd.DatetimeIndex, until: date, random: np.random.Generator) -> Floats:
        noise = random.normal(0.0, 0.05, (len(days), len(self.ids)))
        late = days > pd.Timestamp(until - timedelta(days=LATE_DAYS))
        index = self.index[days].to_numpy()[:, None] + self.apart + noise
        return index * np.where(late, TOO_NEAR, 1.0)[:, None]
