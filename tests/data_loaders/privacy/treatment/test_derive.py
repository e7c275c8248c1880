"""An index, row by row: its base, its step, its floor, and what a gap takes with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.treatment import derive
from data_loaders.vocabulary.policy import Base, IndexRule, Policy, Ratio
from tests.support.privacy import made

RULE = IndexRule("2018", minimum_base=100, rounding=5.0)
FLOORED = IndexRule("2018", minimum_base=100, rounding=5.0, floor=20.0)
QUARTERS = pd.to_datetime(["2018-01-01", "2018-04-01", "2019-01-01", "2019-04-01"])
GAP = np.nan


def levels(values: list[float], area: str = "BX") -> pd.DataFrame:
    """A series of two quarters of the base year and two after; a gap is withheld."""
    return pd.DataFrame(
        {
            "indicator_id": "rides",
            "geography": "borough",
            "area_id": area,
            "industry_id": "all",
            "period_start": QUARTERS,
            "value": values,
            "status": ["withheld" if np.isnan(value) else "normal" for value in values],
        }
    )


def shown(table: pd.DataFrame, rule: IndexRule = RULE) -> list[float | str]:
    """What each row shows: its value, or its status where it has none."""
    rows = derive.indexed(table, np.ones(len(table), dtype=bool), rule)
    pairs = zip(rows["value"].tolist(), rows["status"].tolist(), strict=True)
    return [status if np.isnan(value) else value for value, status in pairs]


def test_an_index_is_a_hundred_in_its_base_and_keeps_the_status_of_its_rows() -> None:
    table = levels([100, 300, 200, 21])
    rows = derive.indexed(table, np.ones(4, dtype=bool), RULE)
    assert rows["value"].tolist() == [50, 150, 100, 10]
    assert rows["status"].tolist() == ["normal"] * 4


def test_a_base_with_a_gap_hides_its_series_and_no_other() -> None:
    table = pd.concat([levels([100, GAP, 200, 20]), levels([100, 100, 50, 20], "BK")])
    rows = shown(table.reset_index(drop=True))
    assert rows == ["withheld"] * 4 + [100, 100, 50, 20]


@pytest.mark.parametrize(
    ("values", "rule", "expected"),
    [
        ([100, 100, GAP, 10], FLOORED, [100, 100, "withheld", "withheld"]),
        ([100, 100, GAP, 20], FLOORED, [100, 100, "withheld", 20]),  # as much as the floor
        ([100, 100, 40, 10], FLOORED, [100, 100, 40, 10]),  # no gap beside it
        ([100, 100, GAP, 10], RULE, [100, 100, "withheld", 10]),  # no floor
    ],
)
def test_beside_a_gap_an_index_under_the_floor_is_hidden(
    values: list[float], rule: IndexRule, expected: list[float | str]
) -> None:
    assert shown(levels(values), rule) == expected


def test_a_gap_in_one_series_hides_nothing_low_in_another() -> None:
    table = pd.concat([levels([100, 100, GAP, 10]), levels([100, 100, 50, 10], "BK")])
    rows = shown(table.reset_index(drop=True), FLOORED)
    assert rows == [100, 100, "withheld", "withheld", 100, 100, 50, 10]


def test_a_row_without_a_value_that_nobody_hid_stays_as_it_is() -> None:
    table = levels([100, 100, GAP, 60]).assign(status=["normal", "normal", "missing", "normal"])
    assert shown(table, FLOORED) == [100, 100, "missing", 60]


def by_name(**values: float) -> pd.DataFrame:
    """One figure of each name, in one place and period."""
    rows = [
        levels([value] * 4).iloc[[0]].assign(indicator_id=name) for name, value in values.items()
    ]
    return pd.concat(rows, ignore_index=True)


RATIOS: Policy = replace(
    made.PEOPLE,
    ratios=(Ratio("share_of_men", "men", "clients"), Ratio("share_of_young", "young", "clients")),
)


@pytest.mark.parametrize(
    ("gap", "hidden"),
    [
        ("men", [True, False]),
        ("young", [False, True]),
        ("clients", [True, True]),
        ("old", [False] * 2),
    ],
)
def test_each_ratio_of_a_hidden_count_is_hidden(gap: str, hidden: list[bool]) -> None:
    values = {"men": 60.0, "young": 50.0, "clients": 100.0, "old": 50.0, gap: GAP}
    table = by_name(share_of_men=60, share_of_young=50, **values)
    assert derive.hidden_by_ratio(table, RATIOS).tolist() == [*hidden, *[False] * 4]


def test_a_figure_that_rests_on_two_counts_is_hidden_with_either() -> None:
    policy = replace(made.PEOPLE, bases=(Base("median", "men"), Base("median", "women")))
    for gap in ("men", "women"):
        table = by_name(median=30, **{"men": 60.0, "women": 50.0, gap: GAP})
        assert derive.hidden_by_base(table, policy).tolist() == [True, False, False]


def test_rows_in_key_order_are_numbered_from_nothing() -> None:
    table = pd.concat([levels([1, 2, 3, 4]), levels([5, 6, 7, 8], "BK")])
    rows = derive.sorted_by_key(table.iloc[::-1])
    assert rows.index.tolist() == list(range(8))
    assert rows["value"].tolist() == [5, 6, 7, 8, 1, 2, 3, 4]
