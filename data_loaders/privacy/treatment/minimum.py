"""Our minimum on top of a publisher's treatment, for public figures that rest on too few.

The publisher's rule stands; nothing here claims that a hidden figure cannot be found elsewhere.
"""

from __future__ import annotations

import pandas as pd

from data_loaders.vocabulary.policy import Policy


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
