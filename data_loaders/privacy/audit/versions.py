"""A6: this release beside the last one, cell by cell, and both patterns together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.audit.table_attack import Findings, attack
from data_loaders.privacy.audit.tables import goal_of
from data_loaders.privacy.tables.cube import ABSENT
from data_loaders.privacy.tables.network import Floats, Mask, Network
from data_loaders.vocabulary.audit_record import CheckResult, result
from data_loaders.vocabulary.policy import LEAST_WITHHELD


def version_check(published: PublishedSource, previous: pd.DataFrame | None) -> CheckResult:
    """Changes of published figures are 0 or rest on the minimum, those of groups of gaps too;
    nothing shown before is a gap now; and what only one of both releases withholds leaves the
    rest protected."""
    if previous is None:
        return result("A6", 0, 0, note="no earlier release of this source")
    last = _last_values(published.observations, previous)
    now = np.where(published.hidden, np.nan, published.values)
    change = now - last
    small = _too_small(published, change)
    shown_before = published.hidden & np.isfinite(last)
    told = _union_attack(published, last)
    failures = int(small.sum() + shown_before.sum()) + told.exact + told.too_narrow
    failures += _told_by_gaps(published, change, last)
    revised = int((np.nan_to_num(change) != 0).sum())
    note = f"{revised} figures revised"
    seen = (published.hidden & _was_there(published, previous)).sum()
    return result("A6", failures, np.isfinite(change).sum(), note=note, covered=seen)


def _was_there(published: PublishedSource, previous: pd.DataFrame) -> Mask:
    keys = pd.MultiIndex.from_frame(published.observations[KEY])
    return keys.isin(pd.MultiIndex.from_frame(previous[KEY]))


def _too_small(published: PublishedSource, change: Floats) -> Mask:
    """Changes that may be one person's: of counts by their size, of money by its count's."""
    table = published.observations
    size = np.abs(change)
    # A delivered sum of money says nothing of how many gave it; only its count can.
    base = np.abs(_change_of_count(published, change))
    money = np.isin(table["indicator_id"], list(_money(published)))
    too_few = np.where(money, ~(base >= published.minimum), size < published.minimum)
    return np.asarray(np.isfinite(change) & (size > 0) & too_few & _counts(published))


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


def _told_by_gaps(published: PublishedSource, change: Floats, last: Floats) -> int:
    """Rules of addition by which gaps that both releases have changed, together, by too little."""
    told = 0
    both_hidden = published.hidden & np.isnan(last)
    known = np.where(both_hidden, np.nan, np.nan_to_num(change))
    for cube in published.cubes:
        enough = np.inf if published.is_money(cube) else float(published.minimum)
        of_cell = np.where(cube.places == ABSENT, 0.0, known[cube.places])
        for period in np.flatnonzero((np.nan_to_num(of_cell) != 0).any(axis=1)):
            told += _rules_told(cube.network, of_cell[period], enough)
    return told


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
    for cube in published.cubes:
        now, before = cube.take(published.values), cube.take(last)
        overlaid = cube.take(known)
        for period in range(len(now)):
            opened = np.isfinite(before[period]) & np.isnan(now[period])
            both = np.isfinite(before[period]) & np.isfinite(now[period])
            revised = bool((before[period] != now[period])[both].any())
            if opened.any() and not revised:
                hidden = np.isnan(overlaid[period]) & (cube.places[period] != ABSENT)
                goal = goal_of(published, cube)
                total = total + attack(cube.network, overlaid[period], hidden, goal, LEAST_WITHHELD)
    return total
