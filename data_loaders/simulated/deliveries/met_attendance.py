"""The Metropolitan Museum's simulated deliveries: one Latin-1 file without a header."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.simulated.city import City, Kind

CLOSED = pd.Timestamp("2020-03-13"), pd.Timestamp("2020-08-28")
BREUER_ENDS = pd.Timestamp("2020-03-12")
A_DAY = {"The Met Fifth Avenue": 15_500, "The Met Cloisters": 850, "The Met Breuer": 700}
# Where visitors come from before the pandemic; those from abroad follow the curve of travelers.
HOME = {"United States": 0.66, "Unknown": 0.05}
ABROAD = {"France": 0.06, "México": 0.05, "Brasil": 0.05, "United Kingdom": 0.08, "España": 0.05}
LATE_DAYS = 10  # tickets of so many days are still being counted
LATE_SHARE = 0.08


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file with every day from 2019 to the one before `until`; each restates all.

    `after` and `scale` change nothing: it has some twenty rows a day.
    """
    folder.mkdir(parents=True, exist_ok=True)
    days = city.days[city.days < pd.Timestamp(until)]
    is_open = ~((days >= CLOSED[0]) & (days <= CLOSED[1])) & (days.day_of_week != 2)
    arrived = np.ones(len(days))
    arrived[-LATE_DAYS:] = 1 - LATE_SHARE * np.arange(1, LATE_DAYS + 1) / LATE_DAYS
    random = city.random("museum visitors")
    lines: list[str] = []
    for building, usual in A_DAY.items():
        for country, share in {**HOME, **ABROAD}.items():
            kind = Kind.TRAVELERS if country in ABROAD else Kind.ARTS
            mean = usual * share * city.level(kind) * city.week(Kind.ARTS)
            people = random.poisson(mean)[: len(days)] * arrived
            is_there = is_open & ((building != "The Met Breuer") | (days <= BREUER_ENDS))
            lines += _lines(days[is_there], building, people[is_there], country)
    path = folder / f"met_attendance_{until}.csv"
    path.write_text("\n".join([*sorted(lines), ""]), encoding="latin-1")
    return [path]


def _lines(days: pd.DatetimeIndex, building: str, people: np.ndarray, country: str) -> list[str]:
    state = "Unknown" if country != "United States" else "NY"
    return [
        f"{day:%Y-%m-%d},{building},{int(count)},General,Onsite,{state},{country}"
        for day, count in zip(days, people, strict=True)
    ]
