"""The reason of every value that is hidden, missing, unreliable or cut off, from its source.

A reader gives it a cell at a time, or its indicator or source gives one for a status.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data_loaders.observations.table import ObservationError
from data_loaders.vocabulary.model import NEEDS_REASON, Indicator, Reason, Source, Status
from data_loaders.vocabulary.policy import Treatment

# What a status says where its source says no more.
ALWAYS = (Reason.BLANK,)


def with_reasons(table: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Observations of a source, each with its reason where its status needs one.

    Raises ObservationError where a status has no reason, and where a source that we treat gives
    reasons cell by cell: which rule hid a figure is for nobody outside. That a figure is noisy is
    said of all figures of a source with noise.
    """
    own = ["", *([str(Reason.NOISY)] if source.policy.noise is not None else [])]
    if source.policy.treatment is Treatment.OURS and not table["reason"].isin(own).all():
        raise ObservationError(f"{source.id} is treated here, and its reader gives reasons")
    known = {indicator.id: _by_status(indicator, source) for indicator in source.indicators}
    keys = table[["indicator_id", "status"]].drop_duplicates().itertuples(index=False)
    given = {
        (indicator_id, status): known.get(indicator_id, {}).get(status, "")
        for indicator_id, status in keys
    }
    pairs = pd.MultiIndex.from_frame(table[["indicator_id", "status"]])
    reasons = table["reason"].where(table["reason"].ne(""), pairs.map(given))
    lacking = reasons.eq("") & table["status"].isin([str(status) for status in NEEDS_REASON])
    if lacking.any():
        named = table.loc[lacking, ["indicator_id", "status"]].drop_duplicates()
        raise ObservationError(
            f"{source.id} gives no reason for {named.to_dict('records')[:5]}; name one in its "
            "`reasons`, or a cell at a time in its reader"
        )
    return table.assign(reason=reasons.astype("str"))


def explained(table: pd.DataFrame, which: pd.Series, reason: Reason) -> pd.DataFrame:
    """The table with these rows given a reason and its status."""
    before = table["reason"] if "reason" in table else pd.Series("", index=table.index)
    return table.assign(
        status=table["status"].mask(which, str(reason.status)),
        reason=before.mask(which, str(reason)),
    )


def without_uncovered(table: pd.DataFrame) -> pd.DataFrame:
    """Areas that one indicator's publisher never gave a value for are not covered by it."""
    valued = table["value"].notna().groupby(table["area_id"]).transform("any")
    return explained(table, ~valued, Reason.NOT_COVERED)


def _by_status(indicator: Indicator, source: Source) -> dict[str, str]:
    """The reason of each status, the indicator's own before its source's."""
    ours = source.policy.treatment is Treatment.OURS
    hidden = (Reason.SITE_RULE,) if ours else ()
    return _first((*hidden, *indicator.reasons, *source.reasons, *ALWAYS))


def _first(reasons: Iterable[Reason]) -> dict[str, str]:
    first: dict[str, str] = {}
    for reason in reasons:
        # No value is cut off merely because it is published.
        if reason.status is not Status.NORMAL:
            first.setdefault(str(reason.status), str(reason))
    return first
