"""Indicators that add up, of which one person knows one figure: it is this person alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.treatment import linked_insiders
from data_loaders.vocabulary.policy import Policy, Sum
from tests.support.privacy import made

POLICY: Policy = replace(made.PEOPLE, sums=(Sum("clients", ("men", "others", "women")),))
NAMES = ["clients", "men", "women", "others"]
GAPS = ("men", "women")


def added(rows: list[tuple[str, str, float]], hidden: tuple[str, ...] = GAPS) -> list[str]:
    """Which figures are hidden beside some indicators, of `indicator area value`."""
    table = pd.DataFrame(rows, columns=["indicator_id", "area_id", "value"]).assign(
        geography="borough", industry_id="all", period_start=pd.Timestamp(made.QUARTER)
    )
    gaps = table["indicator_id"].isin(hidden).to_numpy()
    tilt = np.ones(len(table))
    more = linked_insiders.cells_to_add(table, gaps, [], POLICY, tilt)
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
