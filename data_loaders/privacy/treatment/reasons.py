"""Which rule hides a cell: for whoever holds the delivery, never for the public."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data_loaders.privacy.tables.counted import TreatmentError, borough_of
from data_loaders.privacy.treatment import primary
from data_loaders.privacy.treatment.treat import prepared
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Indicator
from data_loaders.vocabulary.policy import Policy

Cell = tuple[str, str, str, str, pd.Timestamp]
KEY = ["indicator_id", "geography", "area_id", "industry_id", "period_start"]
BESIDE = (
    "no rule of its own: hidden beside another cell, which could be computed from it, or computed "
    "from a cell that is hidden"
)


def rules_that_hide(
    counted: pd.DataFrame, policy: Policy, indicators: Iterable[Indicator], cell: Cell
) -> str:
    """The primary rules that a cell fails, in words; else that it is hidden beside another."""
    known = tuple(indicators)
    whole = prepared(counted, policy, known, borough_of(geography.areas()))
    here = (whole[KEY] == pd.Series(dict(zip(KEY, cell, strict=True)))).all(axis=1).to_numpy()
    if not here.any():
        raise TreatmentError("this delivery has no such cell: give the files that the release has")
    failing = primary.failing_by_rule(whole, policy, known)
    failed = [words for words, rows in failing.items() if rows[here].any()]
    return "; ".join(failed) or BESIDE
