"""Revisions of periods already published: all of a table or none of it.

Two versions of one table are one more equation for an attacker: what lies between them is a
figure like any other. A revised table replaces the last one only where no published cell
disappears and every change, those of groups of gaps too, is 0 or rests on the minimum. Indicators
that a sum, a ratio or a base links are one table: an old total beside new parts, or new money
beside an old count of gifts, would be two versions in one release.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import combinations, linked, rests
from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.privacy.tables.cube import ABSENT, cubes
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.vocabulary.model import Indicator, Measure, Status
from data_loaders.vocabulary.policy import Policy

PLACE = [name for name in KEY if name != "indicator_id"]


@dataclass(frozen=True)
class Additive:
    """What adds up in a source: ids of counts and of money, and the borough of each area."""

    counts: frozenset[str]
    money: frozenset[str]
    boroughs: BoroughOf


def additive(ids: Iterable[str], indicators: Iterable[Indicator], areas: BoroughOf) -> Additive:
    """`ids` told apart by what they measure."""
    measures = {one.id: one.measure for one in indicators}
    money = frozenset(name for name in ids if measures[name] is Measure.MONEY)
    return Additive(frozenset(ids) - money, money, areas)


def withheld_before(counted: pd.DataFrame, previous: pd.DataFrame | None) -> Mask:
    """Which rows were withheld, under the same key, in the last release."""
    if previous is None:
        return np.zeros(len(counted), dtype=bool)
    hidden = previous.loc[previous["status"] == str(Status.WITHHELD), KEY]
    return pd.MultiIndex.from_frame(counted[KEY]).isin(pd.MultiIndex.from_frame(hidden))


def keep_or_revise(
    treated: pd.DataFrame,
    previous: pd.DataFrame | None,
    whole: pd.DataFrame,
    policy: Policy,
    adding: Additive,
    earlier: Sequence[pd.DataFrame] = (),
) -> pd.DataFrame:
    """The treated observations, with tables that must not be revised as they were published.

    `whole` is the counted table they were treated from, `previous` what was published last and
    `earlier` what was before: two large changes may leave a small one between first and third. The
    size of a change matters where figures add up: the others have no totals.
    """
    if previous is None or previous.empty:
        return treated
    unsafe = [
        _unsafe(treated, release, whole, policy, adding)
        for release in (previous, *earlier)
        if not release.empty
    ]
    frozen = _tables(pd.concat(unsafe), policy).unique()
    fresh = treated[~_tables(treated, policy).isin(frozen)]
    kept = previous[_tables(previous, policy).isin(frozen)]
    return pd.concat([fresh, kept], ignore_index=True).sort_values(KEY, ignore_index=True)


def _unsafe(
    treated: pd.DataFrame,
    published: pd.DataFrame,
    whole: pd.DataFrame,
    policy: Policy,
    adding: Additive,
) -> pd.DataFrame:
    """Keys whose tables must stay as they are, because of what one earlier release shows."""
    both = treated.merge(published, on=KEY, how="outer", suffixes=("", "_last"), indicator=True)
    is_new = (both["_merge"] == "left_only") & _tables(both, policy).isin(
        _tables(published, policy)
    )
    # A category or an area that comes to a table was nothing in it before: totals grew by it.
    both.loc[is_new, "value_last"] = 0.0
    compared = both[(both["_merge"] == "both") | is_new].reset_index(drop=True)
    unsafe = compared[_must_not_change(compared, whole, policy, adding)]
    gone = both.loc[both["_merge"] == "right_only", KEY]
    shrunk = gone[_tables(gone, policy).isin(_tables(treated, policy))]
    return pd.concat([unsafe[KEY], shrunk])


def _tables(rows: pd.DataFrame, policy: Policy) -> pd.MultiIndex:
    """The table each row stands in; tied indicators stand in one, named for the first of them."""
    names = {name: min(policy.tied_to(name)) for name in rows["indicator_id"].unique()}
    table = rows["indicator_id"].map(names)
    return pd.MultiIndex.from_arrays([table, rows["period_start"]])


def _must_not_change(
    both: pd.DataFrame, whole: pd.DataFrame, policy: Policy, adding: Additive
) -> Mask:
    """Rows whose revision would tell: a figure is taken back, a gap of a table with totals is
    filled, a figure with totals or a group of its gaps changes by too little, or a share or a mean
    of a count that does not change enough."""
    now, last = both["value"].to_numpy("float64"), both["value_last"].to_numpy("float64")
    adds_up = both["indicator_id"].isin(adding.counts | adding.money).to_numpy()
    taken_back = np.isnan(now) & ~np.isnan(last)
    was_withheld = (both["status_last"] == str(Status.WITHHELD)).to_numpy()
    filled = adds_up & was_withheld & ~np.isnan(now)
    change = now - last
    return (
        taken_back
        | filled
        | (adds_up & _rests_on_too_few(both, change, whole, policy, adding))
        | (~adds_up & _moved_alone(both, change, policy))
        | _told_by_rests(both, change, policy)
        | _told_by_gaps(both, change, policy, adding)
    )


def _told_by_rests(both: pd.DataFrame, change: Floats, policy: Policy) -> Mask:
    """Parts whose whole gained or lost, beside what they did, too few."""
    minimum = policy.primary.minimum_contributors if policy.primary else 1
    found = rests.rests(both, policy)
    told = np.zeros(len(both), dtype=bool)
    told[found.parts[found.of_few(change, minimum) | found.of_few(-change, minimum)]] = True
    return told


def _rests_on_too_few(
    both: pd.DataFrame, change: Floats, whole: pd.DataFrame, policy: Policy, adding: Additive
) -> Mask:
    """Changes of too few people, and changes of money that are not known to rest on enough."""
    rules = policy.primary
    minimum = rules.minimum_contributors if rules else 1
    is_money = both["indicator_id"].isin(adding.money).to_numpy()
    base = change_of_base(both, change, policy)
    small = np.where(is_money, ~(base >= minimum), np.abs(change) < minimum)
    if rules is not None and rules.p_percent is not None:
        amounts = both[KEY].merge(whole[[*KEY, "largest", "second"]], on=KEY, how="left")
        largest, second = (amounts[name].to_numpy("float64") for name in ("largest", "second"))
        # Who gave what lies between two versions is not kept: it may have been the two largest.
        rest = change - largest - second
        small |= is_money & ~(rest >= rules.p_percent / 100 * largest)
    return small & (np.nan_to_num(change) != 0)


def _moved_alone(both: pd.DataFrame, change: Floats, policy: Policy) -> Mask:
    """Shares and means that change while the count they rest on gains too few: multiplied by it
    they would tell what one more, or another one, was."""
    minimum = policy.primary.minimum_contributors if policy.primary else 1
    resting = both["indicator_id"].isin({link.result for link in policy.bases}).to_numpy()
    base = change_of_base(both, change, policy)
    return resting & (np.nan_to_num(change) != 0) & ~(base >= minimum)


def change_of_base(both: pd.DataFrame, change: Floats, policy: Policy) -> Floats:
    """By how many contributors each row changed; NaN where no published count says so."""
    count_of = {link.result: link.count for link in policy.bases}
    of_row = both.assign(change=change).set_index(KEY)["change"]
    wanted = both[KEY].assign(indicator_id=both["indicator_id"].map(count_of))
    return of_row.reindex(pd.MultiIndex.from_frame(wanted)).to_numpy("float64")


def _told_by_gaps(both: pd.DataFrame, change: Floats, policy: Policy, adding: Additive) -> Mask:
    """Rows of tables in which a group of gaps changed by too little, by addition."""
    minimum = policy.primary.minimum_contributors if policy.primary else 1
    withheld = both[["status", "status_last"]].isin([Status.WITHHELD]).any(axis=1).to_numpy()
    known = np.where(withheld, np.nan, np.nan_to_num(change))
    rows = np.flatnonzero(both["indicator_id"].isin(adding.counts | adding.money))
    told = np.zeros(len(both), dtype=bool)
    for cube in cubes(both.iloc[rows].reset_index(drop=True), adding.boroughs):
        enough = np.inf if cube.indicator_id in adding.money else minimum
        of_cell, places = np.nan_to_num(cube.take(known[rows]), nan=0.0), cube.places
        of_cell = np.where((places != ABSENT) & withheld[rows][places], np.nan, of_cell)
        for period in np.flatnonzero((np.nan_to_num(of_cell) != 0).any(axis=1)):
            if changes_of_gaps(cube.network.rules, of_cell[period], enough):
                told[rows[places[period][places[period] != ABSENT]]] = True
    told |= _told_by_sums(both.assign(change=known), policy, minimum)
    return told | _told_together(both, known, told, policy, adding)


def _told_together(
    both: pd.DataFrame, known: Floats, told: Mask, policy: Policy, adding: Additive
) -> Mask:
    """Gaps of tables not `told` of yet, whose change several rules tell together."""
    kept = _tables(both[told], policy).unique()
    adds_up = both["indicator_id"].isin(adding.counts | adding.money).to_numpy()
    rows = np.flatnonzero(adds_up & ~_tables(both, policy).isin(kept))
    part = both.iloc[rows].reset_index(drop=True)
    change = known[rows]
    minimum = policy.primary.minimum_contributors if policy.primary else 1
    is_money = part["indicator_id"].isin(adding.money).to_numpy()
    enough = np.where(is_money, np.inf, float(minimum))
    sums_only = replace(policy, ratios=(), at_most=())
    tables = list(cubes(part, adding.boroughs))
    result = np.zeros(len(both), dtype=bool)
    for period in linked.periods_of(part[np.nan_to_num(change) != 0]):
        tied = linked.linked_tables(part, np.isnan(change), tables, sums_only, period, 0, {})
        here = tied.rows
        result[rows[here]] = combinations.told(tied.system.equal, change[here], enough[here])
    return result


def changes_of_gaps(rules: csr_array, change: Floats, enough: float) -> int:
    """In how many rules of addition the gaps of one side changed, together, by less than enough.

    `rules` are equations × cells; `change` is NaN where either version has a gap.
    """
    gaps = np.isnan(change).astype(np.float64)
    together = np.abs(rules @ np.nan_to_num(change))
    all_gaps = abs(rules) @ gaps
    on_one_side = (all_gaps > 0) & (np.abs(rules @ gaps) == all_gaps)
    return int((on_one_side & (together > 0) & (together < enough)).sum())


def _told_by_sums(both: pd.DataFrame, policy: Policy, minimum: float) -> Mask:
    """The same, for a total and the indicators that add up to it."""
    told = np.zeros(len(both), dtype=bool)
    for link in policy.sums:
        ids = [link.total, *link.parts]
        rows = np.flatnonzero(both["indicator_id"].isin(ids))
        here = both.iloc[rows]
        signed = here["change"].where(here["indicator_id"].ne(link.total), -here["change"])
        groups = signed.groupby([here[name] for name in PLACE])
        together, gaps = (
            groups.transform("sum").abs(),
            groups.transform("size") - groups.transform("count"),
        )
        whole = groups.transform("size") == len(ids)
        few = whole & (gaps > 0) & (together > 0) & (together < minimum)
        told[rows] |= few.to_numpy()
    return told
