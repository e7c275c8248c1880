"""Two deliveries of an invented city: what is hard to protect, in one small release.

People by neighborhood and group, with places that are always empty and a row for those who live
nowhere known; visits whose parts add up to a total and hold a subset; money beside the count of
gifts it rests on. The second delivery holds later weeks, cases that came late by ones and twos,
and batches that came late as a whole, large enough to be published as a revision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.challenge import invented
from data_loaders.privacy.challenge.invented import FIRST_WEEK, PROFILES
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.vocabulary.geography import BOROUGH_IDS, UNALLOCATED
from data_loaders.vocabulary.model import Geography, Indicator, Measure, industries
from data_loaders.vocabulary.policy import (
    AtMost,
    Base,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sum,
)

ALWAYS_EMPTY = 0.04
LATE = 0.02
LATE_WEEKS = 3
NEW_WEEKS = 2
BATCH, BATCHES, LARGE = 25, 2, 60
KINDS = tuple((f"kind_{letter}", f"Kind {letter.upper()}") for letter in "abcd")
GIFT, FEW = 40.0, 7.0
LATE_BOROUGH = "BK"
VISITED = {LATE_BOROUGH: 3.0, "SI": 0.25}
BOROUGHS_ONLY = (Geography.BOROUGH, Geography.CITY)


@dataclass(frozen=True)
class Delivered:
    """One source: its policy, its indicators, and what it delivered first and second."""

    source_id: str
    policy: Policy
    indicators: tuple[Indicator, ...]
    first: pd.DataFrame
    second: pd.DataFrame


def deliveries(seed: int, weeks: int, areas: int) -> Iterator[Delivered]:
    """The three sources, small ones first.

    `weeks` (four or more) are those of the second delivery, two more than of the first; `areas`
    is how many neighborhoods there are.
    """
    random = np.random.default_rng(seed)
    yield _gifts(weeks, random)
    yield _visits(weeks, random)
    yield _clients(seed, weeks, areas, random)


def _clients(seed: int, weeks: int, areas: int, random: np.random.Generator) -> Delivered:
    """People by neighborhood and group; those who live nowhere known are a row of their own."""
    profile = replace(PROFILES[0], indicator_id="clients", seed=seed)
    table = invented.counted(profile, weeks, areas)
    places, groups = (pd.factorize(table[name])[0] for name in ("area_id", "industry_id"))
    is_empty = random.random((places.max() + 1, groups.max() + 1)) < ALWAYS_EMPTY
    table = table.assign(value=table["value"].where(~is_empty[places, groups], 0.0))
    # As many as anywhere: a row of next to nothing would say of its gaps that they are 1.
    fullest = table.groupby("area_id")["value"].sum().idxmax()
    nowhere = table[table["area_id"] == fullest].assign(area_id=UNALLOCATED)
    # People of their own: rows that repeat those of an area would be that area, given twice.
    nowhere["value"] = random.poisson(nowhere["value"]).astype("float64")
    second = pd.concat([table, nowhere], ignore_index=True)
    late = random.poisson(LATE * second["value"]) * _is_late(second, weeks)
    first = second.assign(value=second["value"] - np.minimum(late, second["value"]))
    indicators = (invented.indicator(profile),)
    return _delivered(
        "clients", invented.policy(), indicators, _people(first), _people(second), weeks
    )


def _visits(weeks: int, random: np.random.Generator) -> Delivered:
    """Visits by borough and kind: first and further ones, and those of the first by referral."""
    names = ("first_visits", "further_visits", "referred_visits", "visits")
    indicators = tuple(_indicator(name, KINDS) for name in names)
    grid = _borough_grid(weeks, KINDS)
    # Many visit the borough whose files come late, few the one that is never large.
    factor = np.array([VISITED.get(name, 1.0) for name in (*BOROUGH_IDS, UNALLOCATED)])
    size = random.lognormal(3.8, 0.4, (6, len(KINDS))) * factor[:, None]
    mean = np.tile(size.ravel(), weeks)
    parts = {name: random.poisson(mean) for name in names[:2]}
    parts["referred_visits"] = random.binomial(parts["first_visits"], 0.7)
    parts["visits"] = parts["first_visits"] + parts["further_visits"]
    # One borough's files came late, and in the week after single visits did.
    batch = _is_batch(grid, weeks) & (parts["first_visits"] >= LARGE)
    single = random.poisson(LATE * parts["first_visits"]) * _is_last_of_first(grid, weeks)
    late = np.minimum(single, parts["first_visits"]) + batch * (parts["first_visits"] // 4)
    early = {**parts, "first_visits": parts["first_visits"] - late}
    early["visits"] = early["first_visits"] + parts["further_visits"]
    early["referred_visits"] = np.minimum(parts["referred_visits"], early["first_visits"])
    policy = replace(
        invented.policy(),
        publication_grid=Grid(("borough", "city"), "week", "group"),
        secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3, block_periods=13),
        sums=(Sum("visits", names[:2]),),
        at_most=(AtMost("referred_visits", "first_visits"),),
    )
    first, second = (
        _people(pd.concat([grid.assign(indicator_id=name, value=of[name]) for name in names]))
        for of in (early, parts)
    )
    return _delivered("visits", policy, indicators, first, second, weeks)


def _gifts(weeks: int, random: np.random.Generator) -> Delivered:
    """Gifts by borough, and their money, which rests on them."""
    indicators = (_indicator("gifts", ()), replace(_indicator("money", ()), measure=Measure.MONEY))
    grid = _borough_grid(weeks, ())
    # In one borough few give.
    mean = np.where(np.arange(6) == 4, FEW, random.lognormal(4.0, 0.4, 6))
    number = random.poisson(np.tile(mean, weeks))
    one = (_is_last_of_first(grid, weeks) & (grid["area_id"] == "BX").to_numpy()) & (number > 1)
    batch = _is_batch(grid, weeks) * BATCH
    drawn = [np.rint(GIFT * random.lognormal(0, 0.6, many + BATCH)) + 1 for many in number]
    first = _with_money(grid, drawn, number - one)
    second = _with_money(grid, drawn, number + batch)
    policy = replace(
        invented.policy(),
        contributor_unit=ContributorUnit.DONOR,
        publication_grid=Grid(("borough", "city"), "week"),
        primary=Primary(10, p_percent=15),
        additive=("money",),
        bases=(Base("money", "gifts"),),
    )
    return _delivered("gifts", policy, indicators, first, second, weeks)


def _with_money(grid: pd.DataFrame, drawn: list[Floats], number: Ints) -> pd.DataFrame:
    """The first so many gifts of each cell, counted and added up."""
    given = [np.sort(gifts[:many])[::-1] for gifts, many in zip(drawn, number, strict=True)]
    two = [np.r_[gifts, 0.0, 0.0][:2] for gifts in given]
    count = grid.assign(indicator_id="gifts", value=number)
    money = grid.assign(
        indicator_id="money",
        value=[gifts.sum() for gifts in given],
        contributors=number,
        largest=[largest for largest, _ in two],
        second=[second for _, second in two],
    )
    return pd.concat([_people(count), money])


def _indicator(name: str, kinds: tuple[tuple[str, str], ...]) -> Indicator:
    shape = invented.indicator(replace(PROFILES[0], indicator_id=name))
    named = industries((("all", "All kinds"), *kinds))
    return replace(shape, family=name, geographies=BOROUGHS_ONLY, industries=named)


def _borough_grid(weeks: int, kinds: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """One row a week, borough and kind, in this order; with those who live nowhere known."""
    starts = pd.date_range(FIRST_WEEK, periods=weeks, freq="7D").astype("datetime64[ms]")
    areas, names = (*BOROUGH_IDS, UNALLOCATED), [name for name, _ in kinds] or ["all"]
    places = pd.MultiIndex.from_product(
        [starts, areas, names], names=["period_start", "area_id", "industry_id"]
    )
    grid = places.to_frame(index=False).assign(geography="borough", status="normal")
    return grid.assign(
        period_end=grid["period_start"] + pd.Timedelta(days=6), establishments=np.nan
    )


def _delivered(
    source_id: str,
    policy: Policy,
    indicators: tuple[Indicator, ...],
    first: pd.DataFrame,
    second: pd.DataFrame,
    weeks: int,
) -> Delivered:
    early = first[_week(first) < weeks - NEW_WEEKS]
    return Delivered(source_id, policy, indicators, _ordered(early), _ordered(second))


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    return table[COUNTED].sort_values(KEY, ignore_index=True)


def _people(table: pd.DataFrame) -> pd.DataFrame:
    """Counted people: one contributor a unit of value."""
    value = table["value"].astype("float64")
    return table.assign(
        value=value,
        contributors=value,
        largest=value.clip(upper=1.0),
        second=(value - 1).clip(0.0, 1.0),
    )


def _week(table: pd.DataFrame) -> Ints:
    """The number of each row's week, from 0."""
    days = (table["period_start"] - pd.Timestamp(FIRST_WEEK)).dt.days
    return np.asarray(days // 7, dtype=np.int64)


def _is_late(table: pd.DataFrame, weeks: int) -> Mask:
    """Weeks of which cases were still to come when the first delivery was made."""
    return _week(table) >= weeks - NEW_WEEKS - LATE_WEEKS


def _is_last_of_first(table: pd.DataFrame, weeks: int) -> Mask:
    return _week(table) == weeks - NEW_WEEKS - 1


def _is_batch(table: pd.DataFrame, weeks: int) -> Mask:
    """The borough and weeks whose files came late as a whole."""
    last = weeks - NEW_WEEKS - 1
    return (
        np.isin(_week(table), np.arange(last - BATCHES, last))
        & (table["area_id"] == LATE_BOROUGH).to_numpy()
    )
