"""Records of people in the invented city: when each happened, where, and when it was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data_loaders.delivery.zips import borough_of_zip
from data_loaders.privacy.tables.network import Floats
from data_loaders.simulated.city import BEFORE, City, Kind

LATE = 0.08
LONGEST_DELAY = 75  # days
ELSEWHERE = ("10701", "07030", "11550")


def records(
    city: City, kind: Kind, a_day: float, name: str, *, poorer: float = 0.0
) -> pd.DataFrame:
    """One row a record of 2019 to 2022: `day`, `zip` and `received`, the day it was entered.

    `a_day` is how many there are on a day of February 2020; `poorer` how many more of them come
    from the poorest areas than from the richest, as a share. Most are entered at once.
    """
    random = city.random(name)
    weight = city.population * (1 + poorer * (city.poverty - 0.5))
    level = city.levels(kind) * weight / weight.sum()
    level *= (city.week(kind) / level[city.day(BEFORE)].sum())[:, None]
    numbers = random.poisson(level * a_day)
    days, areas = (part.ravel() for part in np.indices(numbers.shape))
    table = pd.DataFrame({"day": np.repeat(city.days[days], numbers.ravel())})
    table["zip"] = np.repeat(np.array(city.areas)[areas], numbers.ravel())
    late = random.random(len(table)) < LATE
    delay = np.where(late, random.integers(1, LONGEST_DELAY, len(table)), 0)
    table["received"] = table["day"] + pd.to_timedelta(delay, unit="D")
    return table


def thinned(table: pd.DataFrame, city: City, name: str, scale: float) -> pd.DataFrame:
    """A share `scale` of the records, the same ones for the same name."""
    return table[city.random(f"{name}, which are kept").random(len(table)) < scale]


def handed_over(table: pd.DataFrame, until: date) -> pd.DataFrame:
    """The records entered by a day, in the order in which they were."""
    entered = table[table["received"] <= pd.Timestamp(until)]
    return entered.sort_values("received", kind="stable", ignore_index=True)


def choice(random: np.random.Generator, shares: dict[str, float], size: int) -> np.ndarray:
    """One answer a record, by what share of people gives each; the rest gives ''."""
    answers = [*shares, ""]
    weights = np.array([*shares.values(), 1 - sum(shares.values())])
    return random.choice(np.array(answers), size, p=weights)


@dataclass(frozen=True, slots=True)
class Written:
    """Shares of ZIP Codes written as ZIP+4, missing or in no list, and of places elsewhere."""

    plus_four: float
    lost: float
    elsewhere: float


def as_written(table: pd.DataFrame, random: np.random.Generator, how: Written) -> pd.Series:
    """ZIP Codes of records as people write them."""
    zips = table["zip"].to_numpy(dtype=object).copy()
    size = len(zips)
    with_end = random.random(size) < how.plus_four
    ends = random.integers(0, 10_000, size)
    zips[with_end] = [f"{z}-{e:04d}" for z, e in zip(zips[with_end], ends[with_end], strict=True)]
    for share, instead in (
        (how.lost, ("", "N/A", "00000", unlisted())),
        (how.elsewhere, ELSEWHERE),
    ):
        replaced = random.random(size) < share
        zips[replaced] = random.choice(np.array(instead), int(replaced.sum()))
    return pd.Series(zips, index=table.index)


def unlisted() -> str:
    """A ZIP Code that begins as the city's do and is in no list."""
    known = borough_of_zip()
    return next(code for number in range(11200, 11300) if (code := str(number)) not in known)


def share_over_time(days: pd.Series, before: float, after: float) -> Floats:
    """A share that goes from `before` to `after` as the pandemic begins, one a record."""
    started = pd.Timestamp(BEFORE)
    passed = np.asarray(((days - started).dt.days / 60).clip(0, 1), dtype=np.float64)
    return before + (after - before) * passed
