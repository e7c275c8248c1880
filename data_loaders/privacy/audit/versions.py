"""A6: this release beside the last one, cell by cell, and both patterns together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.audit.table_attack import Findings, attack
from data_loaders.privacy.audit.tables import goal_of
from data_loaders.privacy.tables.cube import ABSENT
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.vocabulary.audit_record import CheckResult, result


def version_check(published: PublishedSource, previous: pd.DataFrame | None) -> CheckResult:
    """Changes of published counts are 0 or at least the minimum; nothing shown before is a gap
    now; and what only one of both releases withholds leaves the rest protected."""
    if previous is None:
        return result("A6", 0, 0, note="no earlier release of this source")
    last = _last_values(published.observations, previous)
    now = np.where(published.hidden, np.nan, published.values)
    both = np.isfinite(last) & np.isfinite(now)
    change = np.abs(now - last)
    small = both & (change > 0) & (change < published.minimum) & _counts(published)
    shown_before = published.hidden & np.isfinite(last)
    told = _union_attack(published, last)
    failures = int(small.sum() + shown_before.sum()) + told.exact + told.too_narrow
    note = f"{int((both & (change > 0)).sum())} figures revised"
    return result("A6", failures, both.sum(), note=note)


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
                total = total + attack(cube.network, overlaid[period], hidden, goal, 0)
    return total
