"""From single contributions to counted observations, margins included.

A contributor that appears in several cells counts once in each total above them, and a chain
of establishments under one owner is one contributor: only records can tell.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import COUNTED


def count(records: pd.DataFrame) -> pd.DataFrame:
    """Counted observations of records: KEY columns, `period_end`, `contributor_id`,
    `holding_id` and `amount`.

    `holding_id` is the owner of an establishment, or the contributor where nothing is owned.
    `contributors` counts people or devices once, `establishments` counts owners once, and
    `largest` and `second` are what the two largest owners amount to together.
    """
    keys = [*KEY, "period_end"]
    by_owner = records.groupby([*keys, "holding_id"], sort=False)["amount"].sum()
    owners = by_owner.to_frame().reset_index()
    owners = owners.sort_values("amount", ascending=False, kind="stable")
    rank = owners.groupby(keys, sort=False).cumcount()
    cells = owners.groupby(keys, sort=False)["amount"].agg(value="sum", establishments="size")
    cells["contributors"] = records.groupby(keys, sort=False)["contributor_id"].nunique()
    for position, name in enumerate(("largest", "second")):
        cells[name] = owners[rank == position].set_index(keys)["amount"]
    cells["second"] = cells["second"].fillna(0.0)
    counted = cells.reset_index().assign(status="normal")
    return counted[COUNTED].astype(
        {
            name: np.float64
            for name in ("value", "contributors", "establishments", "largest", "second")
        }
    )
