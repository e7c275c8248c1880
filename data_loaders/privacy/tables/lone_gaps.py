"""Gaps that stand in no sum: nothing needs them hidden, so a reader knows that each is small.

Parts of one whole that add up to nothing, such as reasons of which a person may give several,
keep each other company: several of them are hidden, and none is known to be the small one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.bases import REST
from data_loaders.privacy.tables.groups import cheapest
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.vocabulary.policy import Policy


def short_groups(observations: pd.DataFrame, hidden: Mask, policy: Policy) -> Iterator[Ints]:
    """Rows of parts of one whole in one place and period, in no sum, with too few gaps among them
    and a figure beside these."""
    values = observations["value"].to_numpy("float64")
    summed = {name for link in policy.sums for name in (link.total, *link.parts)}
    table = observations.groupby(["indicator_id", "period_start"])["area_id"]
    is_alone = table.transform("size").eq(1).to_numpy()
    for whole in sorted({link.whole for link in policy.at_most}):
        parts = {link.part for link in policy.at_most if link.whole == whole} - summed
        rows = np.flatnonzero(is_alone & observations["indicator_id"].isin(list(parts)).to_numpy())
        for places in observations.iloc[rows].groupby(REST).indices.values():
            group = rows[places]
            gaps = int(hidden[group].sum())
            if 0 < gaps < policy.least_gaps and (~hidden[group] & (values[group] > 0)).any():
                yield group


def cells_to_add(
    observations: pd.DataFrame, hidden: Mask, policy: Policy, tilt: Floats | float = 1.0
) -> Mask:
    """One more figure, the cheapest shown, for each of those groups."""
    added = np.zeros(len(observations), dtype=bool)
    values = observations["value"].to_numpy("float64")
    for group in short_groups(observations, hidden, policy):
        free = group[~hidden[group] & (values[group] > 0)]
        added[cheapest(values, free, tilt)] = True
    return added
