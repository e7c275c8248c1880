"""Which figures of a few counts that add up are hidden beside a small one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment.complement import withheld_cells
from data_loaders.vocabulary.policy import (
    AtMost,
    Base,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Sum,
    Treatment,
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
    beside = [hidden(table, SUMMED, key=f"key {number}") - {"men"} for number in (0, 3, 5)]
    assert set().union(*beside) == {"others", "unknown", "women"}
    assert all(len(one) == 1 for one in beside)
    assert hidden(table, SUMMED) == {"men", "others"}


def test_linked_amounts_of_money_are_refused() -> None:
    dominated = replace(SUMMED, primary=Primary(10, p_percent=10.0))
    table = city(4, 31, 45, 50).assign(largest=1.0, second=1.0)
    with pytest.raises(TreatmentError, match="^linked tables are treated for counts only, not for"):
        hidden(table, dominated)


STARTS = ("2018-01-01", "2018-04-01", "2018-07-01", "2018-10-01", "2019-01-01")
TWO = ("BX01", "BX02", "BK01", "BK02")


def areas(*quarters: tuple[float, ...], indicator_id: str = "clients") -> pd.DataFrame:
    """Counts of four areas and of the city, quarter by quarter."""
    tables = []
    for start, numbers in zip(STARTS, quarters, strict=False):
        named = dict(zip((*TWO, "NYC"), (*numbers, sum(numbers)), strict=True))
        row = made.counted({name: (1,) for name in named}, start)
        row = row.drop_duplicates("area_id").assign(industry_id="all", indicator_id=indicator_id)
        value = row["area_id"].map(named).astype("float64")
        place = row["area_id"].map(lambda name: "city" if name == "NYC" else "nta2010")
        tables.append(row.assign(value=value, contributors=value, geography=place))
    return pd.concat(tables, ignore_index=True)


def gaps(table: pd.DataFrame, policy: Policy, small: pd.Series | None = None) -> list[str]:
    """What is hidden, quarter by quarter, of each indicator."""
    is_small = table["value"].between(1, 9) if small is None else small
    names = list(table["indicator_id"].unique())
    none = np.zeros(len(table), dtype=bool)
    found = withheld_cells(table, is_small.to_numpy(), policy, names, made.BOROUGHS, none)
    rows = table[found].groupby(["indicator_id", "period_start"])["area_id"]
    return [" ".join(sorted(each)) for _, each in rows]


BY_AREA: Policy = replace(
    made.PEOPLE,
    publication_grid=Grid(("nta2010", "city"), "quarter"),
    secondary=Secondary(SecondaryMethod.NETWORK, protection=3),
)


def test_the_figure_that_was_hidden_the_quarter_before_is_hidden_again() -> None:
    first, then = (4.0, 30.0, 31.0, 60.0), (4.0, 33.0, 31.0, 60.0)
    assert gaps(areas(first, then), BY_AREA) == ["BX01 BX02"] * 2
    assert gaps(areas(then), BY_AREA) == ["BK01 BX01"]


def test_a_figure_that_was_small_lately_is_held_for_its_block() -> None:
    """Fifteen is under twice the minimum; no one and twenty are not."""
    secondary = Secondary(SecondaryMethod.NETWORK, protection=3, block_periods=4, sticky_multiple=2)
    policy = replace(BY_AREA, secondary=secondary)
    large = (40.0, 50.0, 60.0, 70.0)
    quarters = [large, large, large, (15.0, 50.0, 60.0, 70.0), large]
    assert gaps(areas(*quarters), policy) == ["BX01 BX02"]
    assert gaps(areas(*quarters), BY_AREA) == []
    for enough in (0.0, 20.0):
        quarters[3] = (enough, 50.0, 60.0, 70.0)
        assert gaps(areas(*quarters), policy) == []


def test_counts_that_are_no_whole_numbers_or_below_nothing_are_refused() -> None:
    for number in (40.5, -1.0):
        with pytest.raises(TreatmentError) as error:
            gaps(areas((number, 30.0, 31.0, 60.0)), BY_AREA)
        assert str(error.value) == "clients: cells that add up must be whole and not below 0"
    # Nobody and one are counts.
    assert gaps(areas((0.0, 30.0, 31.0, 60.0)), BY_AREA) == []
    assert gaps(areas((1.0, 30.0, 31.0, 60.0)), BY_AREA) == ["BX01 BX02"]


def test_a_cell_that_is_not_there_is_counted_and_refused() -> None:
    with pytest.raises(TreatmentError, match="^clients: 1 cells of the grid have no row; every"):
        gaps(areas((4.0, 30.0, 31.0, 60.0), (40.0, 30.0, 31.0, 60.0)).drop(index=1), BY_AREA)
    nothing = replace(BY_AREA, primary=None, treatment=Treatment.PUBLISHER, publisher_rule="Blank.")
    with pytest.raises(TreatmentError, match="^a source we treat needs `primary` rules$"):
        gaps(areas((4.0, 30.0, 31.0, 60.0)), nothing)


def with_counts(amount: float) -> tuple[pd.DataFrame, Policy]:
    """Amounts of four areas, that rest on counts beside them."""
    money = areas((amount, 900.0, 950.0, 990.0), indicator_id="donations")
    money = money.assign(largest=1.0, second=1.0, contributors=50.0)
    policy = replace(
        BY_AREA,
        primary=Primary(10, p_percent=10.0),
        additive=("donations",),
        bases=(Base("donations", "clients"),),
    )
    return pd.concat([money, areas((4.0, 30.0, 31.0, 60.0))], ignore_index=True), policy


@pytest.mark.parametrize(
    ("amount", "expected"), [(300.0, "BK01 BX01 BX02"), (0.0, "BK01 BK02 BX02")]
)
def test_an_amount_is_hidden_with_the_count_it_rests_on(amount: float, expected: str) -> None:
    """And protected there with another; an amount of nothing stays."""
    table, policy = with_counts(amount)
    small = table["indicator_id"].eq("clients") & table["value"].between(1, 9)
    found = gaps(table, policy, small)
    assert found == ["BX01 BX02", expected]
