"""One invented city that every simulated delivery is written from, so that sources agree.

Each kind of visit or measure has a citywide curve held to published facts (`facts`); areas depart
from it by what they are: business districts fall further and come back later, areas with more
people in poverty, whose workers could not stay home, fall less. Deterministic: the same seed
gives the same city on any machine.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from data_loaders.observations.points import H3_FILE
from data_loaders.privacy.tables.network import Floats
from data_loaders.simulated.facts import (
    BEFORE,
    BUSINESS_DISTRICTS,
    CURVES,
    EVEN_WEEK,
    FIRST,
    LAST,
    VISITS,
    WEEKS,
)
from data_loaders.simulated.facts import Kind as Kind
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Geography

SEED = 2020
DEEPER_IN_BUSINESS_DISTRICTS = 0.75  # of visits; of everything else a fifth of that
SHALLOWER_WHERE_POOR = 0.25
SPREAD_OF_AREAS = 0.10
FLATTER_WEEK = 0.6  # how much of the week's shape is left when a place is nearly empty


@dataclass(frozen=True)
class City:
    """The invented city, day by day from 2019 to 2022, by MODZCTA (177 areas)."""

    seed: int = SEED
    days: pd.DatetimeIndex = field(
        default_factory=lambda: pd.date_range(FIRST, LAST, freq="D", unit="ms")
    )

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """MODZCTA ids, in the order of the columns of `levels`."""
        return tuple(area.id for area in geography.areas()[Geography.MODZCTA])

    @cached_property
    def population(self) -> Floats:
        """Residents of each area in 2020."""
        modzctas = geography.areas()[Geography.MODZCTA]
        return np.array([float(area.population or 0) for area in modzctas])

    @cached_property
    def business(self) -> Floats:
        """How much of a business district each area is, 0 to 1."""
        return np.array([BUSINESS_DISTRICTS.get(area_id, 0.0) for area_id in self.areas])

    @cached_property
    def poverty(self) -> Floats:
        """Poverty third of each area: 0, 0.5 or 1 (1 the poorest); 0.5 where unknown."""
        modzctas = geography.areas()[Geography.MODZCTA]
        return np.array([((area.poverty_third or 2) - 1) / 2 for area in modzctas])

    def random(self, name: str) -> np.random.Generator:
        """Random numbers of their own for each name, the same for a seed."""
        digest = hashlib.sha256(f"{self.seed} {name}".encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:8], "big"))

    def level(self, kind: Kind) -> Floats:
        """The citywide curve of a kind, one value a day, without weekly rhythm or noise."""
        # Loaded where it is needed: it takes longer to load than most commands to run.
        from scipy.interpolate import PchipInterpolator

        curve = CURVES[kind]
        known = np.array([self.day(text) for text in curve], dtype=float)
        smooth = PchipInterpolator(known, np.log(list(curve.values())))
        return np.exp(smooth(np.arange(len(self.days), dtype=float)))

    def levels(self, kind: Kind, where: Geography = Geography.MODZCTA) -> Floats:
        """The curve in every area, days × areas, in the order of `area_ids(where)`.

        What differs from before the pandemic is multiplied, in logarithms, by what the area is.
        """
        if where is Geography.MODZCTA:
            level = self.level(kind)
            before = level[self.day(BEFORE)]
            return before * (level / before)[:, None] ** self._depth(kind)[None, :]
        return self.levels(kind) @ self.shares(where).T

    def _depth(self, kind: Kind) -> Floats:
        own = self.random(f"depth of {kind}").normal(1.0, SPREAD_OF_AREAS, len(self.areas))
        poor = 1 - SHALLOWER_WHERE_POOR * (self.poverty - 0.5)
        deeper = DEEPER_IN_BUSINESS_DISTRICTS * (1.0 if kind in VISITS else 0.2)
        return np.clip(own * poor * (1 + deeper * self.business), 0.4, 2.2)

    def week(self, kind: Kind) -> Floats:
        """The weekly rhythm of a kind, one factor a day with mean 1, flatter when empty."""
        shape = np.array(WEEKS.get(kind, EVEN_WEEK))
        factor = shape[self.days.day_of_week.to_numpy()]
        fullness = np.clip(self.level(kind), 0.0, 1.0)
        return 1 + (factor - 1) * (FLATTER_WEEK + (1 - FLATTER_WEEK) * fullness)

    def area_ids(self, where: Geography) -> tuple[str, ...]:
        """Ids of a geography's areas, in the order of `levels` and `shares`."""
        return tuple(area.id for area in geography.areas()[where])

    def shares(self, where: Geography) -> Floats:
        """How much of each MODZCTA's character each area has, areas × MODZCTAs, rows sum to 1.

        By people, or by ground where nobody lives. An area that overlaps none is like the city.
        """
        if where is Geography.CITY:
            weights = self.population[None, :]
        else:
            weights = _overlaps(where, self.area_ids(where), self.areas)
        empty = weights.sum(axis=1) == 0
        weights[empty] = self.population
        return weights / weights.sum(axis=1, keepdims=True)

    def day(self, text: str) -> int:
        """Position of a date among the days; KeyError outside them."""
        return int(self.days.get_loc(text))  # pyright: ignore[reportArgumentType]


def _overlaps(where: Geography, rows: tuple[str, ...], columns: tuple[str, ...]) -> Floats:
    table = pq.read_table(H3_FILE, columns=[str(where), "modzcta", "population"]).to_pandas()
    table = table[table["modzcta"].isin(columns) & table[str(where)].isin(rows)]
    residents = np.zeros((len(rows), len(columns)))
    row = pd.Index(rows).get_indexer(pd.Index(table[str(where)].astype("str")))
    column = pd.Index(columns).get_indexer(pd.Index(table["modzcta"].astype("str")))
    np.add.at(residents, (row, column), table["population"].to_numpy(dtype=float) + 0.01)
    return residents
