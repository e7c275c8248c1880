"""Which cells of a source are withheld: the small ones, and those that would give them away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data_loaders.privacy.tables import bases, groups, linear, linked, lone_gaps, rests
from data_loaders.privacy.tables.counted import BoroughOf, TreatmentError
from data_loaders.privacy.tables.cube import ABSENT, Cube, cubes
from data_loaders.privacy.tables.groups import Asked
from data_loaders.privacy.tables.linear import Need
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.privacy.treatment import (
    blocks,
    derive,
    linked_insiders,
    order,
    primary,
    suppress,
    withheld_sums,
)
from data_loaders.privacy.treatment.suppress import Demand
from data_loaders.vocabulary.policy import LEAST_WITHHELD, Policy, Primary, SecondaryMethod


def withheld_cells(
    whole: pd.DataFrame,
    small: Mask,
    policy: Policy,
    additive: list[str],
    boroughs: BoroughOf,
    also: Mask,
    key: str = order.PUBLIC,
) -> Mask:
    """Rows to withhold among those of additive indicators, complements included.

    `small` marks rows that are primary; `also` others to withhold; `key` is that
    of the order among complements.
    """
    hidden = np.zeros(len(whole), dtype=bool)
    chosen = np.flatnonzero(whole["indicator_id"].isin(additive))
    if policy.secondary.method is SecondaryMethod.NONE or not len(chosen):
        return hidden
    part = whole.iloc[chosen].reset_index(drop=True)
    tables = list(cubes(part, boroughs))
    forced, tilt = also[chosen], order.tilts_of_rows(key, part)
    while True:
        withheld = _by_table(part, small[chosen], forced, tables, policy, key)
        if policy.secondary.method is not SecondaryMethod.LINEAR_PROGRAM:
            break
        repaired = _repaired(part, withheld, tables, policy, tilt)
        repaired |= _short_groups(part, repaired, tables, policy, tilt)
        repaired |= lone_gaps.cells_to_add(part, repaired, policy, tilt)
        if (repaired == withheld).all():
            repaired |= linked_insiders.cells_to_add(part, repaired, tables, policy, tilt)
        if (repaired == withheld).all():
            break
        # What the links made us withhold must be protected within each table as well.
        forced = repaired
    hidden[chosen] = withheld
    return hidden


def _by_table(
    part: pd.DataFrame,
    small: Mask,
    forced: Mask,
    tables: list[Cube],
    policy: Policy,
    key: str,
) -> Mask:
    resting_on_counts = {link.result for link in policy.bases}
    # Counts first: what stays shown of them says of which amounts nobody is the only giver.
    tables = sorted(tables, key=lambda cube: cube.indicator_id in resting_on_counts)
    while True:
        withheld = np.zeros(len(part), dtype=bool)
        for cube in tables:
            alone = bases.may_be_alone(part, withheld, policy)
            pattern = _TableOfPeriods(cube, part, small, forced, alone, policy, key).withheld()
            withheld[cube.places[pattern]] = True
        resting = derive.resting_on(part, withheld, policy) & ~withheld
        if not (resting & (part["value"] > 0).to_numpy()).any():
            return withheld
        # A sum of money shown beside its hidden count says that the count is not the small one.
        forced = forced | withheld | resting


class _TableOfPeriods:
    """One nested table over its periods, as arrays of periods × cells."""

    def __init__(
        self,
        cube: Cube,
        part: pd.DataFrame,
        small: Mask,
        forced: Mask,
        alone: Mask,
        policy: Policy,
        key: str,
    ) -> None:
        if policy.primary is None:
            raise TreatmentError("a source we treat needs `primary` rules")
        if (cube.places == ABSENT).any():
            raise TreatmentError(
                f"{cube.indicator_id}: {int((cube.places == ABSENT).sum())} cells of the grid have "
                "no row; every area, category and period needs one"
            )
        self.cube, self.policy = cube, policy
        # One giver can make up most of an amount; of a count each is one.
        is_money = cube.indicator_id in policy.additive
        self.rules = policy.primary if is_money else replace(policy.primary, p_percent=None)
        self.alone = alone[cube.places]
        self.tilt = order.tilts(key, cube.indicator_id, cube.network.cell_count)
        self.bases = {
            name: cube.take(part[name].to_numpy("float64"))
            for name in ("contributors", "largest", "second")
        }
        self.values = np.nan_to_num(cube.take(part["value"].to_numpy("float64")))
        if (self.values != np.rint(self.values)).any() or (self.values < 0).any():
            raise TreatmentError(
                f"{cube.indicator_id}: cells that add up must be whole and not below 0"
            )
        level = policy.secondary.protection
        rise, fall = primary.required_change(part, small, self.rules, level)
        least = self.rules.minimum_contributors
        fall = np.maximum(fall, rests.required_fall(part, policy, least))
        self.rise, self.fall = cube.take(rise), cube.take(fall)
        self.forced = (small[cube.places] | forced[cube.places] | self._sticky(small)) & (
            self.values > 0
        )

    def _sticky(self, small: Mask) -> Mask:
        secondary, cube = self.policy.secondary, self.cube
        primary_cells = small[cube.places]
        if not secondary.block_periods:
            return np.zeros_like(primary_cells)
        numbers = blocks.block_numbers(cube.periods, secondary.block_periods)
        below = secondary.sticky_multiple * self.rules.minimum_contributors
        base = np.where(self.values > 0, self.bases["contributors"], 0.0)
        return blocks.sticky(base, primary_cells, numbers, secondary.block_periods, below)

    def withheld(self) -> Mask:
        """The withheld cells of every period; each prefers the pattern of the one before."""
        is_withheld = np.zeros(self.values.shape, dtype=bool)
        before = np.zeros(self.cube.network.cell_count, dtype=bool)
        for period in range(len(self.values)):
            if self.forced[period].any():
                is_withheld[period] = self._one_period(period, before)
            before = is_withheld[period]
        return is_withheld

    def _one_period(self, period: int, before: Mask) -> Mask:
        network, values = self.cube.network, self.values[period]
        forced = self.forced[period]
        while True:
            demand = self._demand(period, forced)
            hidden = suppress.suppress(network, values, forced, demand, before, self.tilt)
            wanted = hidden | self._exposed(period, hidden) | self._short(period, hidden)
            # Readers cannot tell which amount is dominated: every gap is protected as if it were.
            alike = self.rules.p_percent is None or (hidden == forced).all()
            if alike and (wanted == hidden).all():
                return hidden
            forced = wanted

    def _demand(self, period: int, forced: Mask) -> Demand:
        values, p_percent = self.values[period], self.rules.p_percent
        minimum, level = self.rules.minimum_contributors, max(self.policy.secondary.protection, 1)
        if p_percent is None:
            least_rise, least_fall = primary.to_reach(values, minimum, float(level))
        else:
            least_rise = np.maximum(float(level), np.ceil(values * p_percent / 100))
            room = np.maximum(values - LEAST_WITHHELD, 0)
            least_fall = np.minimum(np.ceil(values * p_percent / 100), room)
        rise = np.where(forced, np.maximum(self.rise[period], least_rise), 0.0)
        fall = np.where(forced, np.maximum(self.fall[period], least_fall), 0.0)
        below = float(minimum) if p_percent is None else np.inf
        return Demand(rise, fall, LEAST_WITHHELD, below, self.alone[period])

    def _short(self, period: int, hidden: Mask) -> Mask:
        """More cells where too few gaps stand in a sum; of money any two are kept apart already."""
        if self.rules.p_percent is not None:
            return np.zeros_like(hidden)
        rules, values = self.cube.network.rules, self.values[period]
        return groups.cells_to_add(rules, values, hidden, _asked(self.policy), self.tilt)

    def _exposed(self, period: int, hidden: Mask) -> Mask:
        of_cells = {name: base[period] for name, base in self.bases.items()}
        values = self.values[period]
        if self.rules.p_percent is None and np.array_equal(of_cells["contributors"], values):
            # A known sum of people under the minimum holds each part under it: demanded already.
            return np.zeros_like(hidden)
        return withheld_sums.cells_to_add(
            self.cube.network, values, hidden, of_cells, self.rules, self.tilt
        )


def _asked(policy: Policy) -> Asked:
    minimum = policy.primary.minimum_contributors if policy.primary else 1
    return Asked(minimum, max(policy.secondary.protection, 1), policy.least_gaps)


def _short_groups(
    part: pd.DataFrame, withheld: Mask, tables: list[Cube], policy: Policy, tilt: Floats
) -> Mask:
    """One more figure, the cheapest shown, for each sum with too few gaps, and for each pair of
    gaps that gives itself away, over the sums of indicators as over those of areas."""
    added = np.zeros(len(part), dtype=bool)
    values = part["value"].fillna(0.0).to_numpy("float64")
    for period in linked.periods_of(part[withheld]):
        tied = linked.linked_tables(part, withheld, tables, policy, period, LEAST_WITHHELD, {})
        here, rules = tied.rows, tied.system.equal
        asked = _asked(policy)
        more = groups.cells_to_add(rules, values[here], withheld[here], asked, tilt[here])
        added[here[more]] = True
    return added


def _repaired(
    part: pd.DataFrame, withheld: Mask, tables: list[Cube], policy: Policy, tilt: Floats
) -> Mask:
    """The pattern once all linked tables are looked at together, period by period."""
    if policy.primary is None or policy.primary.p_percent is not None:
        raise TreatmentError("linked tables are treated for counts only, not for amounts of money")
    result = withheld.copy()
    values = part["value"].fillna(0.0).to_numpy("float64")
    for period in linked.periods_of(part[withheld]):  # the others have nothing to repair
        tied = linked.linked_tables(part, result, tables, policy, period, LEAST_WITHHELD, {})
        need = _need(len(tied.rows), policy.primary, policy.secondary.protection)
        cost = (1.0 + np.log1p(values[tied.rows])) * tilt[tied.rows]
        hidden = result[tied.rows]
        result[tied.rows] = linear.repair(tied.system, values[tied.rows], cost, hidden, need)
    return result


def _need(size: int, rules: Primary, protection: int) -> Need:
    """Every gap of a count may be as much as the minimum, whatever it is."""
    reach = np.full(size, float(rules.minimum_contributors))
    return Need(reach, float(max(protection, 1)), LEAST_WITHHELD)
