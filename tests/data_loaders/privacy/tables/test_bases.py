"""Who a published count clears of being the only giver of an amount that rests on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables.bases import may_be_alone
from data_loaders.vocabulary.policy import Base, Policy, Primary
from tests.support.privacy import made

POLICY: Policy = replace(made.PEOPLE, bases=(Base("donations", "gifts"), Base("grants", "clients")))
FIRST, SECOND = pd.Timestamp("2020-01-01"), pd.Timestamp("2020-04-01")
Row = tuple[str, str, str, pd.Timestamp, str, float, bool]


def donations(
    count: Row, policy: Policy = POLICY, result: str = "donations"
) -> tuple[bool, bool, bool]:
    """Whether money in the Bronx in the first quarter may be one giver's, beside one count; the
    same of the count itself, and of money beside no count at all."""
    rows = [
        count,
        (result, "borough", "BX", FIRST, "all", 900.0, False),
        (result, "borough", "SI", FIRST, "all", 900.0, False),
    ]
    columns = ["indicator_id", "geography", "area_id", "period_start", "industry_id", "value"]
    table = pd.DataFrame([row[:-1] for row in rows], columns=columns)
    hidden = np.array([row[-1] for row in rows])
    of_count, money, other = may_be_alone(table, hidden, policy).tolist()
    return money, of_count, other


def count(value: float, *, hidden: bool = False, name: str = "gifts") -> Row:
    return (name, "borough", "BX", FIRST, "all", value, hidden)


@pytest.mark.parametrize(("value", "alone"), [(9.0, True), (10.0, False), (40.0, False)])
def test_a_count_of_many_clears_the_amount_beside_it_alone(value: float, alone: bool) -> None:
    assert donations(count(value)) == (alone, True, True)
    by_clients = donations(count(value, name="clients"), result="grants")
    assert by_clients == (alone, True, True)


def test_a_hidden_count_or_one_of_something_else_clears_nothing() -> None:
    assert donations(count(40.0, hidden=True)) == (True, True, True)
    assert donations(count(40.0, name="clients")) == (True, True, True)
    assert donations(count(np.nan)) == (True, True, True)


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("gifts", "city", "BX", FIRST, "all", 40.0, False),
        ("gifts", "borough", "BK", FIRST, "all", 40.0, False),
        ("gifts", "borough", "BX", SECOND, "all", 40.0, False),
        ("gifts", "borough", "BX", FIRST, "food", 40.0, False),
    ],
)
def test_a_count_of_another_place_period_or_category_clears_nothing(elsewhere: Row) -> None:
    assert donations(elsewhere) == (True, True, True)


@pytest.mark.parametrize(("value", "alone"), [(1.0, True), (2.0, False)])
@pytest.mark.parametrize("primary", [None, Primary(1)])
def test_one_is_alone_and_two_are_not_whatever_the_minimum(
    value: float, alone: bool, primary: Primary | None
) -> None:
    policy = replace(POLICY)
    object.__setattr__(policy, "primary", primary)
    assert donations(count(value), policy)[0] is alone


def test_one_count_that_clears_is_enough_for_an_amount_that_rests_on_two() -> None:
    both = replace(POLICY, bases=(Base("donations", "clients"), Base("donations", "gifts")))
    assert donations(count(40.0), both)[0] is False
    assert donations(count(40.0, name="clients"), both)[0] is False
