"""A secret order among complements that cost nearly the same.

The algorithm is public: whoever runs it on a guess and gets the published gaps again learns that
the guess may be right. With an order that only the operator can remake, most guesses fit.
"""

from __future__ import annotations

import hashlib

import numpy as np

from data_loaders.privacy.tables.network import Floats

# Costs differ by up to this share: near-equal cells trade places, dear ones stay dear.
SPREAD = 0.25
PUBLIC = ""


def tilts(key: str, table: str, cells: int) -> Floats:
    """What the cost of each cell of a table is multiplied by; 1 for all without a key.

    The same for every period, so that a pattern stays as it is from one period to the next.
    """
    if key == PUBLIC:
        return np.ones(cells)
    digest = hashlib.sha256(f"{key} {table}".encode()).digest()
    random = np.random.default_rng(int.from_bytes(digest))
    return 1.0 + SPREAD * random.random(cells)
