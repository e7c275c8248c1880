"""The order among complements: secret, the same for a key, and never at protection's cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.privacy.audit import tables
from data_loaders.privacy.audit.published import published_source
from data_loaders.privacy.treatment.order import PUBLIC, SPREAD, tilts
from data_loaders.privacy.treatment.treat import treat
from tests.support.privacy import made, released

# One small count in a row of near-equal ones: any of them may stand beside it.
ALIKE = {
    "BX01": (4, 31, 32, 33),
    "BX02": (31, 33, 32, 31),
    "BX03": (33, 32, 31, 33),
    "BK01": (32, 31, 33, 32),
    "BK02": (31, 32, 33, 31),
}


def treated(key: str) -> pd.DataFrame:
    return treat(
        made.counted(ALIKE), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS, key
    ).observations


def gaps(table: pd.DataFrame) -> frozenset[tuple[str, str]]:
    hidden = table[table["status"] == "withheld"]
    return frozenset(zip(hidden["area_id"], hidden["industry_id"], strict=True))


def test_a_key_gives_the_same_table_each_time() -> None:
    pd.testing.assert_frame_equal(treated("a key"), treated("a key"))


def test_other_keys_hide_other_near_equal_cells() -> None:
    patterns = {gaps(treated(f"key {number}")) for number in range(6)}
    assert len(patterns) > 2
    assert len({len(pattern) for pattern in patterns}) == 1


def test_every_order_passes_the_audit() -> None:
    source = released.source(made.PEOPLE, made.CLIENTS)
    for number in range(3):
        published = published_source(source, treated(f"key {number}"), made.BOROUGHS)
        checks = tables.checks(published, 1, lambda _done, _total: None)
        assert [check.id for check in checks if not check.passed] == []


def test_a_tilt_is_small_and_differs_by_table() -> None:
    first = tilts("key", "clients", 50)
    assert first.min() >= 1
    assert first.max() <= 1 + SPREAD
    assert not np.array_equal(first, tilts("key", "donations", 50))
    assert (tilts(PUBLIC, "clients", 50) == 1).all()
