"""What an attacker holds: the observations a release publishes, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import BoroughOf, TreatmentError
from data_loaders.privacy.tables.cube import ABSENT, Cube, cubes
from data_loaders.privacy.tables.network import NO_CELL, Floats, Ints, Mask
from data_loaders.vocabulary.model import Indicator, Measure, Source, Status
from data_loaders.vocabulary.policy import Contributors, Policy

HIDDEN = [str(status) for status in Status if status.is_hidden]
ENOUGH_SUMS = 3


@dataclass(frozen=True)
class PublishedSource:
    """The published observations of one source, in key order.

    `unnested` says why its areas are not one nested table, empty where they are.
    """

    source: Source
    observations: pd.DataFrame
    cubes: tuple[Cube, ...]
    unnested: str = ""

    @property
    def policy(self) -> Policy:
        return self.source.policy

    @property
    def minimum(self) -> int:
        """The fewest contributors a published figure may rest on."""
        return self.policy.primary.minimum_contributors if self.policy.primary else 1

    @property
    def level(self) -> int:
        """The least width of a withheld cell's range."""
        return max(self.policy.secondary.protection, 1)

    @cached_property
    def hidden(self) -> Mask:
        return self.observations["status"].isin(HIDDEN).to_numpy()

    @cached_property
    def hidden_additive(self) -> Mask:
        """Withheld rows among those whose cells add up."""
        ids = {cube.indicator_id for cube in self.cubes}
        return self.hidden & self.observations["indicator_id"].isin(ids).to_numpy()

    @property
    def has_indexes_of_counts(self) -> bool:
        """Whether indexes may be counts we were given; those of an attesting partner arrive so."""
        attested = self.policy.contributors is Contributors.ATTESTED
        return self.policy.index is not None or not attested

    @cached_property
    def hidden_beside_a_base(self) -> Mask:
        """Withheld rows that stand beside a count they rest on, or in an index of counts."""
        ids = self.observations["indicator_id"]
        present = set(ids)
        chosen = {link.result for link in self.policy.bases if link.count in present}
        if self.has_indexes_of_counts:
            kinds = self.source.indicators
            chosen |= {one.id for one in kinds if one.measure is Measure.INDEX}
        return self.hidden & ids.isin(chosen).to_numpy()

    @property
    def hidden_resting(self) -> Mask:
        """Those of them that stand in no sum."""
        return self.hidden_beside_a_base & ~self.hidden_additive

    @cached_property
    def values(self) -> Floats:
        """Published values; 0 where nothing was reported, NaN where a value is withheld."""
        value = self.observations["value"].to_numpy("float64")
        return np.where(self.hidden, np.nan, np.nan_to_num(value))

    def indicator(self, indicator_id: str) -> Indicator:
        """One of the source's indicators."""
        return next(one for one in self.source.indicators if one.id == indicator_id)

    def is_money(self, cube: Cube) -> bool:
        return self.indicator(cube.indicator_id).measure is Measure.MONEY


def published_source(
    source: Source, observations: pd.DataFrame, boroughs: BoroughOf
) -> PublishedSource:
    """Published observations with every nested table an attacker can add up.

    Counts are taken to add up; any other indicator is, too, where its published totals equal
    the sums of their parts, whatever the source says about it.
    """
    ordered = observations.sort_values(KEY, ignore_index=True)
    bare = PublishedSource(source, ordered, ())
    summable = [
        one.id for one in source.indicators if one.measure in (Measure.COUNT, Measure.MONEY)
    ]
    part = ordered["indicator_id"].isin(summable).to_numpy()
    try:
        nested_cubes = list(cubes(ordered[part], boroughs))
    except TreatmentError as error:
        return PublishedSource(source, ordered, (), unnested=str(error))
    back = np.append(np.flatnonzero(part), ABSENT)
    placed = [_replaced(cube, back[cube.places]) for cube in nested_cubes]
    additive = [cube for cube in placed if _adds_up(cube, bare)]
    return PublishedSource(source, ordered, tuple(additive))


def _replaced(cube: Cube, places: Ints) -> Cube:
    return Cube(cube.indicator_id, cube.network, cube.rows, cube.industries, cube.periods, places)


def _adds_up(cube: Cube, bare: PublishedSource) -> bool:
    """Whether totals are sums: most of those that can be checked are, or none can be checked."""
    network = cube.network
    values = cube.take(bare.values)
    closing = network.cells == NO_CELL
    closed = {0, *network.tails[closing].tolist()}
    nodes = [node for node in range(network.nodes) if node not in closed]
    checkable = agreeing = 0
    for by_cell in values[:: max(len(values) // 12, 1)]:
        known = np.nan_to_num(by_cell, nan=np.inf)
        with np.errstate(invalid="ignore"):
            balance = network.imbalance(known)[nodes]
        nonzero = np.bincount(
            network.heads[~closing], known[network.cells[~closing]] > 0, network.nodes
        )
        usable = np.isfinite(balance) & (nonzero[nodes] > 0)
        checkable += int(usable.sum())
        agreeing += int((np.abs(balance[usable]) < 0.5).sum())
    declared = bare.indicator(cube.indicator_id).measure is Measure.COUNT
    declared |= cube.indicator_id in bare.policy.additive
    if checkable < ENOUGH_SUMS:
        return declared
    return agreeing >= checkable / 2
