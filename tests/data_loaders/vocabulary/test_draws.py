"""What draws of noise have cost, by the budget that each of them was paid from."""

from __future__ import annotations

from datetime import date

import pytest

from data_loaders.vocabulary.draws import Drawn, is_overspent, spent
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit

ENDS = [date(2021, month, 28) for month in range(1, 13)] + [date(2022, 1, 28)]


def noise(period: BudgetPeriod) -> Noise:
    fields = {} if period == BudgetPeriod.ALWAYS else {"unit_field": "id", "time_field": "month"}
    return Noise(1.0, NoiseUnit.PERSON, period, bound=1, **fields)


def drawn(ends: list[date], epsilon: float) -> list[Drawn]:
    return [Drawn(end.replace(day=1), end, "2022-02-05", epsilon, 5, "ab") for end in ends]


@pytest.mark.parametrize(
    ("period", "most"),
    [
        (BudgetPeriod.MONTH, 1),
        (BudgetPeriod.QUARTER, 3),
        (BudgetPeriod.YEAR, 12),
        (BudgetPeriod.ALWAYS, 1),
    ],
)
def test_what_is_spent_is_that_of_the_fullest_budget(period: BudgetPeriod, most: int) -> None:
    rule, share = noise(period), 1.0 / most
    assert spent(drawn(ENDS, share), rule) == pytest.approx(1.0)
    assert not is_overspent(drawn(ENDS, share), rule)
    again = [*drawn(ENDS, share), *drawn(ENDS[3:4], share)]
    assert spent(again, rule) == pytest.approx(1.0 + share)
    assert is_overspent(again, rule)


def test_a_quarter_begins_with_its_own_month() -> None:
    rule = noise(BudgetPeriod.QUARTER)
    assert spent(drawn(ENDS[:3], 0.25), rule) == 0.75
    assert spent(drawn(ENDS[1:4], 0.25), rule) == 0.5
    assert spent(drawn(ENDS[11:], 0.25), rule) == 0.25


def test_a_period_counts_where_it_ends_and_nothing_drawn_costs_nothing() -> None:
    over_new_year = Drawn(date(2021, 12, 27), date(2022, 1, 2), "2022-02-05", 0.5, 5, "ab")
    january = drawn(ENDS[-1:], 0.5)
    assert spent([over_new_year, *january], noise(BudgetPeriod.MONTH)) == 1.0
    assert spent([over_new_year, *drawn(ENDS[11:12], 0.5)], noise(BudgetPeriod.MONTH)) == 0.5
    assert spent([], noise(BudgetPeriod.YEAR)) == 0
