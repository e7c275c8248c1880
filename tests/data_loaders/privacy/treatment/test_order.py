"""The order among complements: secret, the same for a key, and never at protection's cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.audit import tables
from data_loaders.privacy.audit.published import published_source
from data_loaders.privacy.treatment.order import PUBLIC, SPREAD, tilts, tilts_of_rows
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.model import Indicator
from data_loaders.vocabulary.policy import (
    AtMost,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Sum,
)
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


def test_each_series_of_a_table_has_one_tilt_of_its_own_in_all_periods() -> None:
    """Rows of a table in any order: areas, then their periods, are told apart by name."""
    rows = pd.DataFrame(
        {
            "indicator_id": ["men", "men", "women", "men", "women"],
            "geography": "borough",
            "area_id": ["BX", "BK", "BX", "BX", "BK"],
            "industry_id": "all",
        }
    )
    men, women = tilts("a key", "men beside others", 2), tilts("a key", "women beside others", 2)
    expected = [men[1], men[0], women[1], men[1], women[0]]
    assert tilts_of_rows("a key", rows).tolist() == expected
    assert len(set(expected)) == 4
    assert tilts_of_rows(PUBLIC, rows).tolist() == [1.0] * 5


KINDS = [
    made.CLIENTS,
    *(replace(made.CLIENTS, id=name) for name in ("men", "women", "others", "unknown")),
]
PARTS = tuple(one.id for one in KINDS[1:])
LINKED = replace(
    made.PEOPLE,
    publication_grid=Grid(("city",), "quarter"),
    secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
)
SUMMED = replace(LINKED, sums=(Sum("clients", PARTS),))
NO_SUM = replace(LINKED, at_most=tuple(AtMost(name, "clients") for name in PARTS))
HEALTH = replace(SUMMED, sensitivity=Sensitivity.HEALTH, primary=Primary(11))
BY_BOROUGH = replace(
    made.PEOPLE,
    publication_grid=Grid(("borough", "city"), "quarter"),
    sensitivity=Sensitivity.HEALTH,
    primary=Primary(11),
)


def of_kinds() -> pd.DataFrame:
    """Four men of the city, and three other kinds of nearly as many people each."""
    numbers = dict(zip(PARTS, (4.0, 31.0, 32.0, 33.0), strict=True))
    base = made.counted({"BX01": (1,)}).assign(geography="city", area_id="NYC", industry_id="all")
    rows = [
        base.assign(indicator_id=name, value=number, contributors=number)
        for name, number in {**numbers, "clients": sum(numbers.values())}.items()
    ]
    return pd.concat(rows, ignore_index=True)


def of_boroughs() -> pd.DataFrame:
    base = made.counted({"BX01": (1,)}).assign(geography="borough", industry_id="all")
    numbers = {"BX": 31.0, "BK": 32.0, "MN": 33.0, "QN": 34.0, "SI": 4.0}
    rows = [
        base.assign(area_id=area, value=number, contributors=number)
        for area, number in numbers.items()
    ]
    return pd.concat(rows, ignore_index=True)


@pytest.mark.parametrize(
    ("counted", "policy", "kinds"),
    [
        (of_kinds(), SUMMED, KINDS),
        (of_kinds(), HEALTH, KINDS),
        (of_kinds(), NO_SUM, KINDS),
        (of_boroughs(), BY_BOROUGH, KINDS[:1]),
    ],
    ids=["a sum of indicators", "a third in it", "parts in no sum", "a third of boroughs"],
)
def test_other_keys_hide_other_companions_of_linked_figures(
    counted: pd.DataFrame, policy: Policy, kinds: list[Indicator]
) -> None:
    """The smallest one shown says of itself that it is below all others."""
    patterns = set()
    for number in range(8):
        table = treat(counted, policy, kinds, None, made.BOROUGHS, f"key {number}").observations
        hidden = table[table["status"] == "withheld"]
        patterns.add(frozenset(zip(hidden["indicator_id"], hidden["area_id"], strict=True)))
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
