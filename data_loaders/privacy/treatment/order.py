"""A secret order among complements that cost nearly the same.

The algorithm is public: whoever runs it on a guess and gets the published gaps again learns that
the guess may be right. With an order that only the operator can remake, most guesses fit.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.network import Floats

# Costs differ by up to this share: near-equal cells trade places, dear ones stay dear.
SPREAD = 0.25
PUBLIC = ""
SERIES = ["geography", "area_id", "industry_id"]


def tilts(key: str, table: str, cells: int) -> Floats:
    """What the cost of each cell of a table is multiplied by; 1 for all without a key.

    The same for every period, so that a pattern stays as it is from one period to the next.
    """
    if key == PUBLIC:
        return np.ones(cells)
    digest = hashlib.sha256(f"{key} {table}".encode()).digest()
    random = np.random.default_rng(int.from_bytes(digest))
    return 1.0 + SPREAD * random.random(cells)


def tilts_of_rows(key: str, rows: pd.DataFrame) -> Floats:
    """The same for each row of several tables, by its series."""
    result = np.ones(len(rows))
    for name, places in rows.groupby("indicator_id").indices.items():
        series = pd.MultiIndex.from_frame(rows.iloc[places][SERIES])
        known = series.unique().sort_values()
        result[places] = tilts(key, f"{name} beside others", len(known))[known.get_indexer(series)]
    return result
