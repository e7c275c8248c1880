"""Every equation an attacker holds on a source: of all its periods, tables and releases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import links
from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.audit.time_rules import Equations
from data_loaders.privacy.tables import bases, linear, linked
from data_loaders.privacy.tables.joined import JoinedSystem
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.privacy.tables.programs import rows
from data_loaders.vocabulary.policy import LEAST_WITHHELD, Policy

TABLE = ["indicator_id", "period_start", "release"]


@dataclass(frozen=True)
class Rules:
    """`least` <= `rules` @ x <= `most`."""

    rules: csr_array
    least: Floats
    most: Floats


@dataclass(frozen=True)
class Releases:
    """A source in every release, the newest first, each row a cell: those of the second follow
    those of the first. Of earlier releases only periods that are otherwise now.

    `policy` names all sums, and `over_time` are the sums over periods of the newest.
    """

    held: tuple[PublishedSource, ...]
    policy: Policy
    over_time: Equations

    @cached_property
    def rows(self) -> pd.DataFrame:
        """All rows, with the `release` each stands in, its value, and whether it is a gap."""
        each = [
            one.observations.assign(release=place, _value=one.values, _gap=one.hidden)
            for place, one in enumerate(self.held)
        ]
        return pd.concat(each, ignore_index=True)

    @cached_property
    def starts(self) -> Ints:
        return np.cumsum([0, *(len(one.observations) for one in self.held)])

    @cached_property
    def is_target(self) -> Mask:
        """Gaps of figures that add up."""
        return np.concatenate([one.hidden_additive for one in self.held])

    @cached_property
    def may_be_alone(self) -> Mask:
        """Cells that one contributor may hold alone, by what is published beside each."""
        each = [bases.may_be_alone(one.observations, one.hidden, self.policy) for one in self.held]
        return np.concatenate(each)


def joined_system(releases: Releases) -> JoinedSystem:
    """All equations of all releases, each with the table it stands in."""
    cells, size = releases.rows, int(releases.starts[-1])
    collected = stacked(
        [
            *(
                rule
                for place, one in enumerate(releases.held)
                for rule in within(
                    one, releases.policy, _periods(releases, place), releases.starts[place], size
                )
            ),
            over_time(releases.over_time, size),
            *_between(releases),
        ],
        size,
    )
    gap, value = cells["_gap"].to_numpy(dtype=bool), cells["_value"].to_numpy("float64")
    lower, upper = np.where(gap, float(LEAST_WITHHELD), value), np.where(gap, np.inf, value)
    table = _one_table(collected.rules, np.asarray(cells.groupby(TABLE).ngroup(), dtype=np.int64))
    return JoinedSystem(collected.rules, collected.least, collected.most, lower, upper, table)


def stacked(collected: Iterable[Rules], size: int) -> Rules:
    """All of them as one, over `size` cells."""
    each = [one for one in collected if rows(one.rules)]
    starts = np.cumsum([0, *(rows(one.rules) for one in each)])
    places = [one.rules.tocoo() for one in each]
    none = np.empty(0, dtype=np.int64)
    row = np.concatenate(
        [none, *(at.row + start for at, start in zip(places, starts, strict=False))]
    )
    column = np.concatenate([none, *(at.col for at in places)])
    factor = np.concatenate([np.empty(0), *(at.data for at in places)])
    rules = csr_array(coo_array((factor, (row, column)), shape=(int(starts[-1]), size)))
    least, most = (
        np.concatenate([np.empty(0), *(getattr(one, end) for one in each)])
        for end in ("least", "most")
    )
    return Rules(rules, least, most)


def within(
    one: PublishedSource, policy: Policy, periods: Iterable[pd.Timestamp], start: int, size: int
) -> Iterator[Rules]:
    """The equations of some periods of one release; its first row is cell `start` of `size`."""
    steps = links.rounding(one, policy)
    for period in periods:
        tied = linked.linked_tables(
            one.observations, one.hidden, list(one.cubes), policy, period, LEAST_WITHHELD, steps
        )
        for rules, least in ((tied.system.equal, 0.0), (tied.system.at_most, -np.inf)):
            terms, count = rules.tocoo(), rows(rules)
            at = terms.row, tied.rows[terms.col] + start
            moved = csr_array(coo_array((terms.data, at), shape=(count, size)))
            yield Rules(moved, np.full(count, least), np.zeros(count))


def over_time(equations: Equations, size: int) -> Rules:
    """Equations over periods of the newest release."""
    rules = linear.matrix(equations.terms, size)
    return Rules(rules, np.array(equations.least, float), np.array(equations.most, float))


def _periods(releases: Releases, place: int) -> list[pd.Timestamp]:
    """Those with a gap that anything beyond one table may tie."""
    one = releases.held[place]
    with_gaps = set(one.observations.loc[one.hidden_additive, "period_start"])
    if place or linked.linked_indicators(releases.policy) or releases.over_time.terms:
        return sorted(with_gaps)
    others = [set(other.observations["period_start"]) for other in releases.held[1:]]
    return sorted(with_gaps & set().union(*others))


def _one_table(rules: csr_array, table: Ints) -> Ints:
    """The table that all cells of a rule stand in, -1 where they stand in several."""
    first, last = np.full(rows(rules), len(table)), np.full(rows(rules), -1)
    places = rules.tocoo()
    np.minimum.at(first, places.row, table[places.col])
    np.maximum.at(last, places.row, table[places.col])
    return np.where(first == last, first, -1)


def _between(releases: Releases) -> Iterator[Rules]:
    """A gap is what it is in another release, where no figure of its table differs."""
    size = int(releases.starts[-1])
    names = {
        name: min(releases.policy.tied_to(name)) for name in set(releases.rows["indicator_id"])
    }
    for first, second in combinations(range(len(releases.held)), 2):
        both = _beside(releases, first, second)
        differ = both["_value"].ne(both["_value_2"]) & ~both["_gap"] & ~both["_gap_2"]
        tables = [both["indicator_id"].map(names), both["period_start"]]
        revised = differ.groupby(tables).transform("any")
        same = both[~revised & (both["_gap"] | both["_gap_2"])]
        count = np.arange(len(same))
        at = np.r_[count, count], np.r_[same["_cell"], same["_cell_2"]]
        signs = np.repeat([1.0, -1.0], len(same))
        zero = np.zeros(len(same))
        yield Rules(csr_array(coo_array((signs, at), shape=(len(same), size))), zero, zero)


def _beside(releases: Releases, first: int, second: int) -> pd.DataFrame:
    """Cells that add up and stand in both releases, one row a pair."""
    cells = releases.rows.assign(_cell=np.arange(len(releases.rows)))
    ids = {cube.indicator_id for one in releases.held for cube in one.cubes}
    cells = cells[cells["indicator_id"].isin(ids)]
    columns = [*KEY, "_value", "_gap", "_cell"]
    one, other = (cells.loc[cells["release"] == place, columns] for place in (first, second))
    return one.merge(other, on=KEY, suffixes=("", "_2"))
