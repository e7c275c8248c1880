"""Indicators that add up, of which one person knows one figure: it is this person alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.treatment import linked_insiders
from data_loaders.vocabulary.policy import AtMost, Policy, Sum
from tests.support.privacy import made

POLICY: Policy = replace(made.PEOPLE, sums=(Sum("clients", ("men", "others", "women")),))
NAMES = ["clients", "men", "women", "others"]
GAPS = ("men", "women")


def added(
    rows: list[tuple[str, str, float]], hidden: tuple[str, ...] = GAPS, policy: Policy = POLICY
) -> list[str]:
    """Which figures are hidden beside some indicators, of `indicator area value`."""
    table = pd.DataFrame(rows, columns=["indicator_id", "area_id", "value"]).assign(
        geography="borough", industry_id="all", period_start=pd.Timestamp(made.QUARTER)
    )
    gaps = table["indicator_id"].isin(hidden).to_numpy()
    tilt = np.ones(len(table))
    more = linked_insiders.cells_to_add(table, gaps, [], policy, tilt)
    chosen = table[more]
    return [
        f"{one} {area}" for one, area in zip(chosen["indicator_id"], chosen["area_id"], strict=True)
    ]


def place(area: str, men: float, women: float, others: float) -> list[tuple[str, str, float]]:
    numbers = (np.nansum([men, women, others]), men, women, others)
    return [(name, area, number) for name, number in zip(NAMES, numbers, strict=True)]


@pytest.mark.parametrize(
    ("men", "women", "others", "beside"),
    [
        # The only man knows all women: nine, or ten, which may be told.
        (1, 9, 30, ["others BX"]),
        (1, 10, 30, []),
        # Of nothing and of what nobody counted nothing can be hidden.
        (1, 9, 0, ["clients BX"]),
        (1, 9, np.nan, ["clients BX"]),
        (1, 9, 1, ["others BX"]),
        (2, 9, 30, []),
        (2, 3, 30, ["others BX"]),  # nobody is alone, and nobody can tell that from outside
    ],
)
def test_a_figure_beside_gaps_that_tell_one_person_another_is_hidden_too(
    men: float, women: float, others: float, beside: list[str]
) -> None:
    assert added(place("BX", men, women, others)) == beside


def test_every_place_and_period_is_looked_at_for_itself() -> None:
    two = place("BX", 1, 40, 30) + place("BK", 1, 3, 30) + place("MN", 4, 1, 2)
    assert added(two) == ["others BK", "others MN"]
    assert added(two, ()) == []


PARTS: Policy = replace(
    made.PEOPLE,
    sums=(Sum("people", ("men", "others", "women")),),
    at_most=(AtMost("men", "clients"), AtMost("women", "clients")),
)


@pytest.mark.parametrize(
    ("clients", "others", "beside"),
    [
        # The only client is man and woman at once, as the format has it: eight are neither.
        (1, 8, ["people BX"]),
        (1, 10, []),
        (2, 8, []),
    ],
)
def test_one_person_in_a_whole_knows_its_parts_and_what_they_leave(
    clients: float, others: float, beside: list[str]
) -> None:
    numbers = {"clients": clients, "men": 1, "women": 1, "others": others, "people": 2 + others}
    rows = [(name, "BX", float(number)) for name, number in numbers.items()]
    assert added(rows, ("clients", "men", "women", "others"), PARTS) == beside


def test_what_is_hidden_may_stand_in_any_rule_with_one_of_the_gaps() -> None:
    two = (Sum("people", ("men", "others", "women")), Sum("adults", ("guests", "men")))
    numbers = {"men": 1, "women": 3, "others": 30, "people": 34, "guests": 2, "adults": 3}
    rows = [(name, "BX", float(number)) for name, number in numbers.items()]
    assert added(rows, GAPS, replace(made.PEOPLE, sums=two)) == ["guests BX"]
