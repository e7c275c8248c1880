"""Revisions of periods already published: all of a table or none of it.

Two versions of one table are one more equation for an attacker. A revised table replaces the
last one only where no published cell disappears and every change is 0 or at least the minimum.
Tables that a sum or a ratio links are revised together or not at all: an old total beside new
parts would be two versions in one release.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.vocabulary.model import Status

TABLE = ["indicator_id", "period_start"]
LINKED = "linked tables"


def withheld_before(counted: pd.DataFrame, previous: pd.DataFrame | None) -> Mask:
    """Which rows were withheld, under the same key, in the last release."""
    if previous is None:
        return np.zeros(len(counted), dtype=bool)
    hidden = previous.loc[previous["status"] == str(Status.WITHHELD), KEY]
    return pd.MultiIndex.from_frame(counted[KEY]).isin(pd.MultiIndex.from_frame(hidden))


def keep_or_revise(
    treated: pd.DataFrame,
    previous: pd.DataFrame | None,
    minimum: float,
    additive: list[str],
    linked: Collection[str] = (),
) -> pd.DataFrame:
    """The treated observations, with tables that must not be revised as they were published.

    The size of a change matters for `additive` indicators only: the others have no totals.
    Indicators in `linked` are one table.
    """
    if previous is None or previous.empty:
        return treated
    both = treated.merge(previous, on=KEY, how="outer", suffixes=("", "_last"), indicator=True)
    unsafe = both[both["_merge"] == "both"]
    unsafe = unsafe[_must_not_change(unsafe, minimum, additive)]
    gone = both.loc[both["_merge"] == "right_only", TABLE]
    shrunk = gone[_tables(gone, linked).isin(_tables(treated, linked))]
    frozen = _tables(pd.concat([unsafe[TABLE], shrunk]), linked).unique()
    fresh = treated[~_tables(treated, linked).isin(frozen)]
    kept = previous[_tables(previous, linked).isin(frozen)]
    return pd.concat([fresh, kept], ignore_index=True).sort_values(KEY, ignore_index=True)


def _tables(rows: pd.DataFrame, linked: Collection[str]) -> pd.MultiIndex:
    """The table each row stands in; linked indicators stand in one."""
    name = rows["indicator_id"].where(~rows["indicator_id"].isin(list(linked)), LINKED)
    return pd.MultiIndex.from_arrays([name, rows["period_start"]])


def _must_not_change(both: pd.DataFrame, minimum: float, additive: list[str]) -> Mask:
    """Rows whose revision would tell: a figure is taken back, a gap of a table with totals is
    filled, or a figure with totals changes by too little."""
    now, last = both["value"].to_numpy("float64"), both["value_last"].to_numpy("float64")
    adds_up = both["indicator_id"].isin(additive).to_numpy()
    taken_back = np.isnan(now) & ~np.isnan(last)
    was_withheld = (both["status_last"] == str(Status.WITHHELD)).to_numpy()
    filled = adds_up & was_withheld & ~np.isnan(now)
    change: Floats = np.abs(now - last)
    return taken_back | filled | (adds_up & (change > 0) & (change < minimum))
