"""Our minimum on top of a publisher's treatment, for public figures that rest on too few.

The publisher's rule stands; nothing here claims that a hidden figure cannot be found elsewhere.
"""

from __future__ import annotations

import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.vocabulary.model import Status
from data_loaders.vocabulary.policy import Policy

TABLE = ["indicator_id", "geography", "period_start", "industry_id"]


def under_minimum(bases: pd.Series, policy: Policy) -> pd.Series:
    """Which figures rest on fewer than the policy's minimum, or on an unknown number."""
    if policy.primary is None:
        raise ValueError("the policy names no minimum")
    return ~(bases >= policy.primary.minimum_contributors)


def with_complement(hidden: pd.Series, bases: pd.Series) -> pd.Series:
    """The hidden figures of one table and, beside them, the one with the smallest base left.

    A single hidden figure would be the table's total minus all others.
    """
    rest = bases[~hidden].dropna()
    if not hidden.any() or rest.empty:
        return hidden
    return hidden | (hidden.index == rest.idxmin())


def enforce_minimum(observations: pd.DataFrame, bases: pd.Series, policy: Policy) -> pd.DataFrame:
    """Observations with every value withheld that rests on too few, or on an unknown number.

    `bases` is aligned with `observations`: how many listings, filings or people a value rests
    on. With `secondary.with_complement`, one more value of the same indicator, geography,
    period and industry goes with those withheld. Rows without a value keep their status.
    """
    valued = observations["value"].notna()
    hidden = under_minimum(bases, policy) & valued
    if policy.secondary.with_complement:
        shown = bases.where(valued)
        for _, rows in observations[KEY].groupby(TABLE, sort=False):
            hidden[rows.index] = with_complement(hidden[rows.index], shown[rows.index])
    return observations.assign(
        value=observations["value"].mask(hidden),
        status=observations["status"].mask(hidden, str(Status.WITHHELD)),
    )
