"""Observations as arrays: one indicator, its periods × the cells of its nested table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.counted import BoroughOf, TreatmentError
from data_loaders.privacy.tables.network import TOP, Floats, Ints, Network
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID, UNALLOCATED
from data_loaders.vocabulary.model import ALL_INDUSTRIES

ABSENT = -1
ABOVE = ("borough", "city")
OUTSIDE = ("market", "state", "us")
AreaKey = tuple[str, str]


@dataclass(frozen=True)
class Cube:
    """Where each cell of each period of one indicator stands in a table of observations.

    `places[p, c]` is a row position, ABSENT where the table has none. `industries` are the
    categories, the total last; a table without its total is several cubes of one column.
    """

    indicator_id: str
    network: Network
    rows: tuple[AreaKey, ...]
    industries: tuple[str, ...]
    periods: tuple[pd.Timestamp, ...]
    places: Ints

    def take(self, column: Floats) -> Floats:
        """A column of the observations as periods × cells; NaN where absent."""
        return np.where(self.places == ABSENT, np.nan, column[self.places])


def cubes(observations: pd.DataFrame, boroughs: BoroughOf) -> Iterator[Cube]:
    """The nested tables among observations: one an indicator, or one a category."""
    positions = np.arange(len(observations))
    for _, rows in observations.assign(_position=positions).groupby("indicator_id", sort=True):
        industries = sorted(set(rows["industry_id"]) - {ALL_INDUSTRIES})
        if ALL_INDUSTRIES in set(rows["industry_id"]):
            yield _cube(rows, (*industries, ALL_INDUSTRIES), boroughs)
        else:
            for industry in industries:
                yield _cube(rows[rows["industry_id"] == industry], (industry,), boroughs)


def _cube(rows: pd.DataFrame, industries: tuple[str, ...], boroughs: BoroughOf) -> Cube:
    areas = pd.MultiIndex.from_frame(rows[["geography", "area_id"]])
    ordered = _nested(set(areas.to_list()))
    parents = parents_of(ordered, boroughs)
    periods = tuple(sorted(set(rows["period_start"])))
    table = network.build(parents, len(industries) - 1)
    area = pd.MultiIndex.from_tuples(ordered).get_indexer(areas)
    industry = pd.Index(industries).get_indexer(pd.Index(rows["industry_id"]))
    period = pd.Index(periods).get_indexer(pd.Index(rows["period_start"]))
    places = np.full((len(periods), table.cell_count), ABSENT, dtype=np.int64)
    places[period, area * len(industries) + industry] = rows["_position"].to_numpy()
    indicator_id = str(rows["indicator_id"].iloc[0])
    return Cube(indicator_id, table, tuple(ordered), industries, periods, places)


def _nested(areas: set[AreaKey]) -> list[AreaKey]:
    """Areas in a fixed order; more than one set of small areas cannot be one table."""
    small = sorted({name for name, _ in areas} - set(ABOVE) - set(OUTSIDE))
    if len(small) > 1:
        raise TreatmentError(
            f"{' and '.join(small)} overlap without nesting; a source publishes one of them"
        )
    order = {name: position for position, name in enumerate((*small, *ABOVE, *OUTSIDE))}
    return sorted(areas, key=lambda area: (order[area[0]], area[1]))


def parents_of(areas: list[AreaKey], boroughs: BoroughOf) -> list[int]:
    """For each area the position of the one it adds up to: its borough, else the city."""
    position = {area: place for place, area in enumerate(areas)}
    city = position.get(("city", CITY_ID), TOP)
    parents = []
    for name, area_id in areas:
        if name in ("city", *OUTSIDE):
            parents.append(TOP)
        elif name == "borough":
            parents.append(city)
        else:
            parents.append(_parent(position, boroughs.get(name, {}), area_id, city))
    return parents


def _parent(
    position: dict[AreaKey, int], borough: Mapping[str, str | None], area_id: str, city: int
) -> int:
    if area_id not in borough and area_id != UNALLOCATED:
        raise TreatmentError(f"area {area_id} is not in its geography's area table; add it there")
    borough_id = borough.get(area_id)
    if borough_id is not None and borough_id not in BOROUGH_IDS:
        raise TreatmentError(f"area {area_id} names {borough_id}, which is no borough")
    return city if borough_id is None else position.get(("borough", borough_id), city)
