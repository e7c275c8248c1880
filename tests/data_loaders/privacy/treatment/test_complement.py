"""Which figures of a few counts that add up are hidden beside a small one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment.complement import withheld_cells
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
from tests.support.privacy import made

PARTS = ("men", "others", "unknown", "women")
SUMMED: Policy = replace(
    made.PEOPLE,
    publication_grid=Grid(("city",), "quarter"),
    secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
    sums=(Sum("clients", PARTS),),
)
HEALTH = replace(SUMMED, sensitivity=Sensitivity.HEALTH, primary=Primary(11))
NO_SUM = replace(SUMMED, sums=(), at_most=tuple(AtMost(name, "clients") for name in PARTS))


def city(*numbers: float, clients: float | None = None) -> pd.DataFrame:
    """Clients of the city in one quarter, all and by kind."""
    row = made.counted({"BX01": (1,)}).iloc[[0]]
    row = row.assign(geography="city", area_id="NYC", industry_id="all")
    total = sum(numbers) if clients is None else clients
    named = {"clients": total, **dict(zip(PARTS, numbers, strict=True))}
    rows = [
        row.assign(indicator_id=name, value=value, contributors=value)
        for name, value in named.items()
    ]
    return pd.concat(rows, ignore_index=True)


def hidden(
    table: pd.DataFrame, policy: Policy, also: Sequence[str] = (), key: str = ""
) -> set[str]:
    """What is hidden where figures of one to the minimum are small, and some are forced."""
    assert policy.primary is not None
    small = table["value"].between(1, policy.primary.minimum_contributors - 1).to_numpy()
    forced = table["indicator_id"].isin(list(also)).to_numpy()
    names = list(table["indicator_id"].unique())
    found = withheld_cells(table, small, policy, names, made.BOROUGHS, forced, key)
    return set(table["indicator_id"][found])


@pytest.mark.parametrize(
    ("policy", "numbers", "expected"),
    [
        (SUMMED, (40, 31, 45, 50), ""),  # nothing is small
        (SUMMED, (4, 31, 45, 50), "men others"),  # the smallest other
        (SUMMED, (4, 0, 45, 50), "men unknown"),  # a zero is never hidden
        (SUMMED, (4, 9, 45, 50), "men others"),  # of 13 either may be ten and more
        (SUMMED, (4, 8, 45, 50), "men others unknown"),  # of 12 hardly
        (SUMMED, (4, 5, 6, 50), "men others unknown women"),  # nor one of three with a sum of 15
        (HEALTH, (4, 31, 45, 50), "men others unknown"),  # three gaps in a sum
        (HEALTH, (4, 0, 0, 50), "clients men women"),  # or its total
    ],
)
def test_figures_hidden_beside_a_small_one(
    policy: Policy, numbers: tuple[float, ...], expected: str
) -> None:
    assert hidden(city(*numbers), policy) == set(expected.split())


def test_without_a_sum_a_gap_does_not_stand_alone() -> None:
    """Of two hundred clients some are men and some others, and more are neither."""
    assert hidden(city(4, 31, 45, 50, clients=200), NO_SUM) == {"men", "others"}
    assert hidden(city(4, 4, 45, 50, clients=200), NO_SUM) == {"men", "others"}
    assert hidden(city(40, 31, 45, 50, clients=200), NO_SUM) == set()


def test_what_is_hidden_for_other_reasons_is_protected_as_well() -> None:
    assert hidden(city(40, 31, 45, 50), SUMMED, also=["women"]) == {"others", "women"}


def test_each_method_hides_as_far_as_it_looks() -> None:
    table = city(4, 31, 45, 50)
    expected = {
        SecondaryMethod.NONE: set[str](),
        SecondaryMethod.NETWORK: {"men"},  # in its own table nothing stands beside it
        SecondaryMethod.LINEAR_PROGRAM: {"men", "others"},
    }
    for method, names in expected.items():
        policy = replace(SUMMED, secondary=Secondary(method, protection=3))
        assert hidden(table, policy) == names


def test_the_key_decides_among_figures_that_are_nearly_alike() -> None:
    table = city(4, 31, 32, 33)
    beside = [hidden(table, SUMMED, key=f"key {number}") - {"men"} for number in range(6)]
    assert set().union(*beside) == {"others", "unknown", "women"}
    assert all(len(one) == 1 for one in beside)
    assert hidden(table, SUMMED) == {"men", "others"}


def test_linked_amounts_of_money_are_refused() -> None:
    dominated = replace(SUMMED, primary=Primary(10, p_percent=10.0))
    table = city(4, 31, 45, 50).assign(largest=1.0, second=1.0)
    with pytest.raises(TreatmentError, match="^linked tables are treated for counts only, not for"):
        hidden(table, dominated)
