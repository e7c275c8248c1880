"""A6: this release beside each earlier one, cell by cell, and both patterns together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.published import HIDDEN, PublishedSource
from data_loaders.privacy.audit.table_attack import Findings, attack
from data_loaders.privacy.audit.tables import goal_of
from data_loaders.privacy.tables import bases, rests
from data_loaders.privacy.tables.cube import ABSENT
from data_loaders.privacy.tables.network import Floats, Mask, Network
from data_loaders.vocabulary.audit_record import CheckResult, result
from data_loaders.vocabulary.policy import LEAST_WITHHELD


def version_check(published: PublishedSource, released: Sequence[pd.DataFrame]) -> CheckResult:
    """Changes of published figures are 0 or rest on the minimum, those of groups of gaps too;
    nothing shown before is a gap now; and what only one of both releases withholds leaves the
    rest protected. Against every release so far: `released`, newest first."""
    if not released:
        return result("A6", 0, 0, note="no earlier release of this source")
    failures = sum(_told_beside(published, one) for one in released)
    last = _last_values(published.observations, released[0])
    change = np.where(published.hidden, np.nan, published.values) - last
    revised = int((np.nan_to_num(change) != 0).sum())
    releases = f" beside {len(released)} releases" if len(released) > 1 else ""
    note = f"{revised} figures revised{releases}"
    seen = (published.hidden & _was_there(published, released[0])).sum()
    return result("A6", failures, np.isfinite(change).sum(), note=note, covered=seen)


def _told_beside(published: PublishedSource, previous: pd.DataFrame) -> int:
    """What a reader of both releases works out."""
    last = _last_values(published.observations, previous)
    change = np.where(published.hidden, np.nan, published.values) - last
    shown_before = published.hidden & np.isfinite(last)
    told = _union_attack(published, last)
    alone = int(_too_small(published, change).sum() + shown_before.sum())
    alone += _taken_away(published, previous)
    known = known_changes(published, previous)
    groups = _told_by_gaps(published, known) + _told_by_sums(published, known)
    groups += _told_by_rests(published, known)
    return alone + groups + told.exact + told.too_narrow + told.insider


def known_changes(published: PublishedSource, previous: pd.DataFrame) -> Floats:
    """By how much each figure differs from an earlier release, NaN where either has a gap.

    What came to a table was nothing in it before, and is in the change of its totals.
    """
    last = np.nan_to_num(_last_values(published.observations, previous))
    is_old = _tables_of(published.observations, previous)
    change = np.where(is_old, published.values, 0.0) - np.where(is_old, last, 0.0)
    return np.where(published.hidden | _was_hidden(published, previous), np.nan, change)


def _tables_of(rows: pd.DataFrame, others: pd.DataFrame) -> Mask:
    """Which rows stand in a table, one indicator of one period, that the others have, too."""
    table = ["indicator_id", "period_start"]
    keys = pd.MultiIndex.from_frame(rows[table])
    return keys.isin(pd.MultiIndex.from_frame(others[table]))


def _taken_away(published: PublishedSource, previous: pd.DataFrame) -> int:
    """Rows that were figures before and are in no row of a table that is still there."""
    there = pd.MultiIndex.from_frame(published.observations[KEY])
    gone = ~pd.MultiIndex.from_frame(previous[KEY]).isin(there)
    adding = previous["indicator_id"].isin({cube.indicator_id for cube in published.cubes})
    still = _tables_of(previous, published.observations)
    return int((gone & adding.to_numpy() & still & (previous["value"] != 0).to_numpy()).sum())


def _was_hidden(published: PublishedSource, previous: pd.DataFrame) -> Mask:
    hidden = previous.loc[previous["status"].isin(HIDDEN), KEY]
    keys = pd.MultiIndex.from_frame(published.observations[KEY])
    return keys.isin(pd.MultiIndex.from_frame(hidden))


def _was_there(published: PublishedSource, previous: pd.DataFrame) -> Mask:
    keys = pd.MultiIndex.from_frame(published.observations[KEY])
    return keys.isin(pd.MultiIndex.from_frame(previous[KEY]))


def _too_small(published: PublishedSource, change: Floats) -> Mask:
    """Changes that may be one person's: of counts by their size, of money, and of shares and
    means that rest on a count, by that count's."""
    table = published.observations
    size = np.abs(change)
    # A delivered sum of money says nothing of how many gave it; only its count can.
    base = np.abs(_change_of_count(published, change))
    resting = {link.result for link in published.policy.bases}
    by_base = np.isin(table["indicator_id"], list(_money(published) | resting))
    too_few = np.where(by_base, ~(base >= published.minimum), size < published.minimum)
    looked_at = _counts(published) | by_base
    return np.asarray(np.isfinite(change) & (size > 0) & too_few & looked_at)


def _change_of_count(published: PublishedSource, change: Floats) -> Floats:
    """What the count that each row rests on changed by; NaN where none is published."""
    count_of = {link.result: link.count for link in published.policy.bases}
    keys = published.observations[KEY]
    of_key = pd.Series(change, pd.MultiIndex.from_frame(keys))
    wanted = keys.assign(indicator_id=keys["indicator_id"].map(count_of))
    changes = of_key.reindex(pd.MultiIndex.from_frame(wanted))
    return np.asarray(changes, dtype=np.float64)


def _money(published: PublishedSource) -> set[str]:
    return {cube.indicator_id for cube in published.cubes if published.is_money(cube)}


def _told_by_gaps(published: PublishedSource, known: Floats) -> int:
    """Rules of addition by which gaps changed, together, by too little. `known` is the change of
    each row, NaN where either release has a gap."""
    told = 0
    for cube in published.cubes:
        enough = np.inf if published.is_money(cube) else float(published.minimum)
        of_cell = np.where(cube.places == ABSENT, 0.0, known[cube.places])
        for period in np.flatnonzero((np.nan_to_num(of_cell) != 0).any(axis=1)):
            told += _rules_told(cube.network, of_cell[period], enough)
    return told


def _told_by_sums(published: PublishedSource, known: Floats) -> int:
    """The same, for an indicator and those that add up to it."""
    told = 0
    table = published.observations.assign(_change=known)
    for link in published.policy.sums:
        rows = table[table["indicator_id"].isin([link.total, *link.parts])]
        is_total = rows["indicator_id"] == link.total
        places = [rows[name] for name in KEY if name != "indicator_id"]
        of_parts = rows["_change"].mask(is_total).groupby(places).agg(["sum", "count", "size"])
        of_total = rows["_change"].where(is_total).groupby(places).agg(["sum", "count"])
        whole = of_parts["size"] == len(link.parts) + 1
        together = (of_parts["sum"] - of_total["sum"]).abs()
        few = together.between(0, published.minimum, inclusive="neither")
        gaps_in_parts = len(link.parts) - of_parts["count"]
        gaps_in_total = 1 - of_total["count"]
        on_one_side = (gaps_in_parts > 0) != (gaps_in_total > 0)
        told += int((whole & few & on_one_side).sum())
    return told


def _told_by_rests(published: PublishedSource, known: Floats) -> int:
    """Parts whose whole gained or lost, beside what they did, too few."""
    found = rests.rests(published.observations, published.policy)
    few = (found.of_few(sign * known, published.minimum) for sign in (1.0, -1.0))
    return sum(int(each.sum()) for each in few)


def _rules_told(network: Network, change: Floats, enough: float) -> int:
    told = 0
    for sides in network.sides:
        gaps = [int(np.isnan(change[side]).sum()) for side in sides]
        together = abs(np.nansum(change[sides[0]]) - np.nansum(change[sides[1]]))
        told += bool(min(gaps) == 0 < max(gaps) and 0 < together < enough)
    return told


def _last_values(observations: pd.DataFrame, previous: pd.DataFrame) -> Floats:
    """The value each row had in the last release, NaN where it had none."""
    before = previous.set_index(KEY)["value"]
    return before.reindex(pd.MultiIndex.from_frame(observations[KEY])).to_numpy("float64")


def _counts(published: PublishedSource) -> Mask:
    """Rows of the indicators whose cells add up."""
    ids = {cube.indicator_id for cube in published.cubes}
    return published.observations["indicator_id"].isin(ids).to_numpy()


def _union_attack(published: PublishedSource, last: Floats) -> Findings:
    """Tables whose pattern changed while their figures did not: an attacker overlays both."""
    total = Findings()
    known = np.where(np.isfinite(published.values), published.values, last)
    lone = bases.may_be_alone(published.observations, published.hidden, published.policy)
    for cube in published.cubes:
        now, before = cube.take(published.values), cube.take(last)
        overlaid = cube.take(known)
        for period in range(len(now)):
            opened = np.isfinite(before[period]) & np.isnan(now[period])
            both = np.isfinite(before[period]) & np.isfinite(now[period])
            revised = bool((before[period] != now[period])[both].any())
            if opened.any() and not revised:
                hidden = np.isnan(overlaid[period]) & (cube.places[period] != ABSENT)
                goal, alone = goal_of(published, cube), lone[cube.places[period]]
                total = total + attack(
                    cube.network, overlaid[period], hidden, goal, LEAST_WITHHELD, alone
                )
    return total
