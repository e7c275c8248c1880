"""Figures that rest on a published count, and what that count says of their contributors."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Mask
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import Contributors, Policy

REST = ["geography", "area_id", "period_start", "industry_id"]


def without_a_base(indicators: Iterable[Indicator], policy: Policy) -> list[str]:
    """Rates, shares, medians, indexes and changes that stand beside counts of their source while
    no link says which count they rest on.

    Shown beside a hidden count they say that it is not the small one, and a rate of people that
    a census counts says what it is. A partner that attests a minimum of its own hides no counts.
    """
    known = tuple(indicators)
    counts = any(one.measure is Measure.COUNT for one in known)
    if policy.contributors is Contributors.ATTESTED or not counts:
        return []
    declared = {link.result for link in (*policy.bases, *policy.ratios)} | set(policy.additive)
    return sorted(
        one.id for one in known if one.measure is not Measure.COUNT and one.id not in declared
    )


def may_be_alone(observations: pd.DataFrame, hidden: Mask, policy: Policy) -> Mask:
    """Rows that one contributor may hold alone: all but those whose published count says otherwise.

    Whoever gave most of an amount that many gave does not know the amount, and can subtract it
    from nothing.
    """
    alone = np.ones(len(observations), dtype=bool)
    minimum = policy.primary.minimum_contributors if policy.primary else 1
    many = ~hidden & (observations["value"] >= max(minimum, 2)).to_numpy()
    for link in policy.bases:
        rows = np.flatnonzero(observations["indicator_id"] == link.result)
        counts = many & (observations["indicator_id"] == link.count).to_numpy()
        places = pd.MultiIndex.from_frame(observations[REST].iloc[rows])
        alone[rows] &= ~places.isin(pd.MultiIndex.from_frame(observations.loc[counts, REST]))
    return alone
