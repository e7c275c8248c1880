"""Cuebiq's home switchers: one file of all weeks so far, by old and new county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats
from data_loaders.simulated.city import City, Kind
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.geography import BOROUGHS, Borough
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.policy import MINIMUM_DEVICES

FIRST_WEEK = "2019-12-30"
PANEL_SHARE = 0.05  # of residents
IN_CITY = 0.45  # of those who move, before the pandemic
DESTINATIONS: Mapping[str, str] = {
    "36059": "Nassau",
    "36119": "Westchester",
    "36103": "Suffolk",
    "34003": "Bergen",
    "34017": "Hudson",
    "09001": "Fairfield",
    "36111": "Ulster",
    "12086": "Miami-Dade",
    "06037": "Los Angeles",
    "42101": "Philadelphia",
}
LATE_WEEKS = 2  # the newest weeks are restated by the next delivery
LATE = 0.92


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file of every week that has ended by `until`; it is small at any scale."""
    folder.mkdir(parents=True, exist_ok=True)
    weeks = pd.date_range(FIRST_WEEK, until, freq="W-SUN", unit="ms")
    days = city.days.get_indexer(weeks)
    moved = city.levels(Kind.MOVED_AWAY, Geography.BOROUGH)[days]
    place = list(city.area_ids(Geography.BOROUGH)).index
    rows = pd.concat(
        [_flows(city, one, weeks, moved[:, place(one.id)]) for one in BOROUGHS], ignore_index=True
    )
    keys = ["ref_week_code", "old_fips_county", "new_fips_county"]
    rows = rows.sort_values(keys, ignore_index=True)
    # Flows into the city stand in the same file; they are of other counties.
    inward = rows[:4].rename(columns=_turned)[list(rows.columns)]
    path = folder / f"ri-{until:%Y%m%d}.csv000.gz"
    packed = {"method": "gzip", "mtime": 0, "compresslevel": 6}
    table = pd.concat([rows, inward[~inward["old_fips_county"].isin(_own())]])
    table.to_csv(path, index=False, lineterminator="\n", compression=packed)
    return [path]


def _turned(column: str) -> str:
    swap = {"new_": "old_", "old_": "new_"}
    return swap.get(column[:4], column[:4]) + column[4:]


def _own() -> list[str]:
    return [borough.fips for borough in BOROUGHS]


def _flows(city: City, borough: Borough, weeks: pd.DatetimeIndex, moved: Floats) -> pd.DataFrame:
    """Flows out of one borough that are large enough to be handed over."""
    others = {one.fips: one.county for one in BOROUGHS if one is not borough}
    names = {**others, **DESTINATIONS}
    random = city.random(f"cuebiq home switchers {borough.id}")
    percent = _percents(random, moved, len(others), len(DESTINATIONS))
    people = {area.id: area.population or 0 for area in geography.areas()[Geography.BOROUGH]}
    devices = percent / 100 * people[borough.id] * PANEL_SHARE
    week, new = np.nonzero(devices >= MINIMUM_DEVICES)
    share = percent[week, new]
    ends = weeks[week]
    return pd.DataFrame(
        {
            "ref_week_code": ends.strftime("%GW%V"),
            "ref_week_name": (ends - pd.Timedelta(days=6)).strftime("Week of %b %d"),
            "new_fips_county": np.array(list(names))[new],
            "new_county": np.array(list(names.values()))[new],
            "old_fips_county": borough.fips,
            "old_county": borough.county,
            "home_switcher_pct": share.round(4),
            "top10_home_switcher_pct": (share * 1.3).round(4),
            "bottom10_home_switcher_pct": (share * 0.7).round(4),
        }
    )


def _percents(random: np.random.Generator, moved: Floats, near: int, far: int) -> Floats:
    """Percents of devices with a new home in each other county, weeks × counties."""
    # When many leave, they leave the city.
    in_city = (IN_CITY * np.minimum(1.0, 0.45 / moved))[:, None]
    split_near, split_far = (
        random.dirichlet(np.full(near, 8.0)),
        random.dirichlet(np.full(far, 3.0)),
    )
    share = np.hstack([in_city * split_near, (1 - in_city) * split_far])
    percents = moved[:, None] * share * random.lognormal(0.0, 0.06, share.shape)
    percents[-LATE_WEEKS:] *= LATE
    return percents
