"""Indexes and changes so low that a gap beside them can be next to nothing else.

The count behind a gap is smaller than every one that is shown, so a gap of the same series is no
higher than the lowest figure of it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.privacy.tables import shared_bases
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import Contributors, Policy

SERIES = ["indicator_id", "geography", "area_id", "industry_id"]
LEAST_VALUES = 3
# What each may be at least: nothing of the base, or all of it gone.
LOWEST = {Measure.INDEX: 0.0, Measure.PERCENT_CHANGE: -100.0}


def leave_few(above: Floats, step: float) -> Mask:
    """Whether fewer than three figures are as low as one that is so far above the lowest."""
    return np.asarray(np.floor(above / step + 1e-9) + 1 < LEAST_VALUES)


def step_of(policy: Policy, kind: Indicator) -> float:
    """What an index or a change is rounded to."""
    if policy.index is not None and kind.measure is Measure.INDEX:
        return shared_bases.step_of(policy.index, kind)
    return max(policy.rounding or 0.0, 10.0**-kind.decimals)


def beside_gaps(
    observations: pd.DataFrame, hidden: Mask, policy: Policy, indicators: tuple[Indicator, ...]
) -> Mask:
    """Rows of figures that low in series with a gap; a partner that attests its own minimum
    answers for what it hid."""
    low = np.zeros(len(observations), dtype=bool)
    if policy.contributors is Contributors.ATTESTED and policy.index is None:
        return low
    values = observations["value"].to_numpy("float64")
    for kind in indicators:
        if kind.measure in LOWEST:
            above = values - LOWEST[kind.measure]
            is_its = observations["indicator_id"].eq(kind.id).to_numpy()
            low |= is_its & leave_few(np.where(hidden, np.inf, above), step_of(policy, kind))
    gaps = pd.Series(hidden).groupby([observations[name].to_numpy() for name in SERIES])
    return low & gaps.transform("any").to_numpy(dtype=bool)
