"""Which cells are too small, too dominated or too one-sided; unknown bases are withheld."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.treatment import primary
from data_loaders.vocabulary.model import Indicator
from data_loaders.vocabulary.policy import AtMost, IndexRule, Policy, Primary
from tests.support.privacy import made


def rows(indicator_id: str, **columns: list[float]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    areas = {f"A{number}": (1,) for number in range(size)}
    return made.counted(areas, indicator_id=indicator_id).assign(**columns)


def withheld(
    table: pd.DataFrame, rules: Primary, indicator: Indicator, **more: object
) -> list[bool]:
    policy: Policy = replace(made.PEOPLE, primary=rules, **more)
    return primary.is_primary(table, policy, [indicator]).tolist()


def test_the_minimum_is_inclusive_nobody_may_be_said_and_an_unknown_base_is_withheld() -> None:
    table = rows("clients", value=[9, 10, 0, 40, 5], contributors=[9, 10, 0, np.nan, 0])
    assert withheld(table, Primary(10), made.CLIENTS) == [True, False, False, True, True]


def test_a_percent_of_nobody_is_withheld() -> None:
    table = rows("share", value=[0, 50], contributors=[0, 40])
    assert withheld(table, Primary(10), made.SHARE) == [True, False]


def test_amounts_that_the_second_largest_could_guess_are_withheld() -> None:
    # Remainders beside the two largest: 14.9, 15 and 16 against 15 % of 100.
    table = rows(
        "donations",
        value=[164.9, 165, 166, 200, 1, 0],
        largest=[100, 100, 100, np.nan, 1, np.nan],
        second=[50, 50, 50, 50, 0, 0],
        contributors=[20, 20, 20, 20, 20, 20],
    )
    rules = Primary(10, p_percent=15)
    assert withheld(table, rules, made.DONATIONS) == [True, False, False, True, True, False]


def test_too_few_establishments_withhold_and_a_chain_counts_once() -> None:
    table = rows(
        "clients", value=[50, 50, 50], contributors=[50] * 3, establishments=[2, 3, np.nan]
    )
    rules = Primary(10, minimum_establishments=3)
    assert withheld(table, rules, made.CLIENTS) == [True, False, True]


def test_a_percent_needs_half_the_minimum_on_either_side() -> None:
    # 12.5 % of 40 is 5 people; 12 % is 4.8; 90 % leaves 4.
    table = rows("share", value=[12.5, 12, 87.5, 90], contributors=[40] * 4)
    rules = Primary(10, percent_rule=True)
    assert withheld(table, rules, made.SHARE) == [False, True, False, True]


def test_all_or_none_of_a_group_is_withheld() -> None:
    table = rows("share", value=[0, 100, 3], contributors=[40] * 3)
    rules = Primary(10, all_or_none_margin=0)
    assert withheld(table, rules, made.SHARE) == [True, True, False]


def test_a_series_with_a_small_or_unknown_base_period_is_withheld_throughout() -> None:
    base = rows("visits", value=[90, 90, 90], contributors=[29, 30, np.nan])
    later = base.assign(period_start=pd.Timestamp("2020-07-01"), contributors=[80.0, 80.0, 80.0])
    rules = Primary(30, minimum_in_base_period=30)
    index = IndexRule("2020-04", minimum_base=30, rounding=5)
    is_withheld = withheld(pd.concat([base, later]), rules, made.VISITS, index=index)
    assert is_withheld == [True, False, True, True, False, True]


def test_a_series_that_lacks_its_base_period_is_withheld() -> None:
    table = rows("visits", value=[90], contributors=[80])
    rules = Primary(30, minimum_in_base_period=30)
    index = IndexRule("2019-02", minimum_base=30, rounding=5)
    assert withheld(table, rules, made.VISITS, index=index) == [True]


def test_an_indicator_the_source_does_not_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="mystery"):
        withheld(rows("mystery", value=[1]), Primary(10), made.CLIENTS)


def test_dominated_amounts_must_stay_uncertain_on_both_sides() -> None:
    table = rows("donations", value=[160], largest=[100], second=[50], contributors=[20])
    rules = Primary(10, p_percent=15)
    rise, fall = primary.required_change(table, np.array([True]), rules, 1)
    # The rule lacks 15 - 10 = 5.
    assert (rise[0], fall[0]) == (5, 5)


def test_a_policy_for_health_below_eleven_is_refused() -> None:
    with pytest.raises(ValueError, match="11 or more"):
        replace(made.PEOPLE, sensitivity="health", primary=Primary(10))


def test_each_rule_is_named_in_words() -> None:
    rules = Primary(
        10, minimum_establishments=3, p_percent=15, percent_rule=True, minimum_in_base_period=50
    )
    policy = replace(
        made.PEOPLE,
        primary=rules,
        at_most=(AtMost("men", "clients"),),
        index=IndexRule("2018", 50, 5.0),
    )
    table = rows("clients", value=[50], contributors=[50], establishments=[5]).assign(
        largest=1.0, second=1.0
    )
    assert list(primary.failing_by_rule(table, policy, [made.CLIENTS])) == [
        "fewer than 10 contributors, or an unknown number",
        "fewer than 10 of those it is a part of are not in it",
        "fewer than 3 establishments, or an unknown number",
        "a percent too close to none or to all",
        "the largest contributor could be guessed within 15 percent",
        "fewer than 50 contributors in the base period",
    ]


def test_a_percent_is_withheld_by_either_rule() -> None:
    """Three of twenty are under half the minimum, and more than one."""
    table = rows("share", value=[15, 50, 95], contributors=[20, 20, 40])
    both = Primary(10, percent_rule=True, all_or_none_margin=1)
    assert withheld(table, both, made.SHARE) == [True, False, True]


def test_a_base_of_which_one_period_is_unknown_is_too_small() -> None:
    quarters = [
        rows("visits", value=[50, 50], contributors=[60, base]).assign(period_start=start)
        for start, base in (("2018-01-01", 60), ("2018-04-01", np.nan))
    ]
    table = pd.concat(quarters, ignore_index=True)
    table["period_start"] = pd.to_datetime(table["period_start"])
    rules = Primary(10, minimum_in_base_period=50)
    index = IndexRule("2018", 50, 5.0)
    found = withheld(table, rules, made.VISITS, index=index)
    assert found == [False, True, False, True]


@pytest.mark.parametrize(
    ("value", "largest", "second", "protection", "expected"),
    [
        (164, 100, 50, 3, (3, 3)),  # one is lacking, and three are asked for
        (164, 100, 50, 1, (1, 1)),
        (1000, 900, 50, 3, (85, 85)),  # 135 less the 50 of the others
        (1010, np.nan, 50, 3, (152, 152)),  # as if one held it all
        (2, 2, 0, 3, (8, 1)),  # it has to reach ten, and may be one
        (1, 1, 0, 3, (9, 0)),
    ],
)
def test_how_far_an_amount_must_stay_open(
    value: float, largest: float, second: float, protection: int, expected: tuple[float, float]
) -> None:
    table = rows("donations", value=[value] * 2).assign(largest=largest, second=second)
    first = np.array([True, False])
    rise, fall = primary.required_change(table, first, Primary(10, p_percent=15), protection)
    assert (rise.tolist(), fall.tolist()) == ([expected[0], 0], [expected[1], 0])


@pytest.mark.parametrize(
    ("value", "minimum", "expected"),
    [
        (4, 10, (6, 0)),
        (9, 10, (1, 2)),  # a range of three: up by one, and down by two
        (10, 10, (3, 0)),
        (40, 10, (3, 0)),
        (1, 2, (3, 0)),  # it cannot fall
        (2, 3, (2, 1)),
    ],
)
def test_how_far_a_count_must_rise_and_fall(
    value: float, minimum: float, expected: tuple[float, float]
) -> None:
    rise, fall = primary.to_reach(np.array([float(value)]), minimum, 3.0)
    assert (rise.tolist(), fall.tolist()) == ([expected[0]], [expected[1]])
