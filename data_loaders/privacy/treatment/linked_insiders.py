"""More to withhold where tables of several indicators, taken together, tell a lone contributor."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, vstack

from data_loaders.privacy.tables import bases, groups, insiders, joined, linked
from data_loaders.privacy.tables.cube import Cube
from data_loaders.privacy.tables.insiders import Insiders
from data_loaders.privacy.tables.joined import Attack, JoinedSystem, Need, Part
from data_loaders.privacy.tables.linear import LinearSystem
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.privacy.tables.programs import rows
from data_loaders.vocabulary.policy import LEAST_WITHHELD, Policy


def cells_to_add(
    part: pd.DataFrame, withheld: Mask, tables: list[Cube], policy: Policy, tilt: Floats
) -> Mask:
    """The cheapest figure shown beside each group of gaps in which one person, who is alone in a
    gap and knows that it is 1, works out another count under the minimum."""
    added = np.zeros(len(part), dtype=bool)
    values = part["value"].fillna(0.0).to_numpy("float64")
    minimum = policy.primary.minimum_contributors if policy.primary else 1
    alone = bases.may_be_alone(part, withheld, policy)
    for period in linked.periods_of(part[withheld]):
        tied = linked.linked_tables(part, withheld, tables, policy, period, LEAST_WITHHELD, {})
        here = tied.rows
        system = _joined(tied.system)
        for group in joined.parts(system):
            if _tells(group, alone[here][group.cells], values[here][group.cells], minimum):
                beside = _beside(system, group)
                free = beside[~withheld[here[beside]] & (values[here[beside]] > 0)]
                if len(free):
                    added[groups.cheapest(values, here[free], tilt)] = True
    return added


def _joined(system: LinearSystem) -> JoinedSystem:
    equal, at_most = rows(system.equal), rows(system.at_most)
    least = np.r_[np.zeros(equal), np.full(at_most, -np.inf)]
    most = np.zeros(equal + at_most)
    several = np.full(equal + at_most, -1)
    rules = csr_array(vstack([system.equal, system.at_most]))
    return JoinedSystem(rules, least, most, system.lower, system.upper, several)


def _tells(group: Part, alone: Mask, values: Floats, minimum: int) -> bool:
    """Whether anybody who may be alone, or one who is, works out a small count."""
    size = len(group.cells)
    everything, below = np.arange(size), np.full(size, float(minimum))
    attack = Attack(group, Need(below, 1.0, np.zeros(size)))
    may_be, is_one = Insiders(alone, below), Insiders(alone & (values == 1), below)
    return bool(
        insiders.tied(attack, may_be, everything).any()
        or insiders.told_to_one(group, is_one, everything).any()
    )


def _beside(system: JoinedSystem, group: Part) -> Ints:
    """Every cell in a rule with a gap of the group."""
    mine = np.zeros(len(system.lower), dtype=bool)
    mine[group.cells] = True
    touched = np.flatnonzero(np.asarray(abs(system.rules) @ mine.astype(np.float64)) > 0)
    return np.unique(system.rules[touched].tocoo().col)
