"""What each step of hiding figures beside small ones is told, and how far a gap must stay open."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables import groups, lone_gaps, network
from data_loaders.privacy.tables.cube import cubes
from data_loaders.privacy.tables.network import TOP, Mask
from data_loaders.privacy.treatment import (
    complement,
    linked_insiders,
    order,
    suppress,
    withheld_sums,
)
from data_loaders.vocabulary.policy import Policy, Primary, Secondary, SecondaryMethod
from tests.data_loaders.privacy.treatment.test_complement import (
    BY_AREA,
    SUMMED,
    areas,
    city,
    gaps,
    hidden,
    with_counts,
)
from tests.support.privacy import made, tables

STEPS = (
    (suppress, "suppress"),
    (groups, "cells_to_add"),
    (lone_gaps, "cells_to_add"),
    (linked_insiders, "cells_to_add"),
)


def told(patch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[tuple[object, ...]]:
    """What a step is told each time it is asked, while it does what it does."""
    calls: list[tuple[object, ...]] = []
    step = getattr(module, name)

    def listens(*given: object) -> object:
        calls.append(given)
        return step(*given)

    patch.setattr(module, name, listens)
    return calls


def is_secret(given: tuple[object, ...], table: pd.DataFrame, key: str) -> bool:
    """Whether the last thing a step is told is the order that the key makes of its figures."""
    tilt = np.asarray(given[-1])
    of_rows = order.tilts_of_rows(key, table)
    of_cells = [order.tilts(key, name, 1) for name in table["indicator_id"]]
    return any(np.array_equal(tilt, one) for one in (of_rows, *of_cells))


@pytest.mark.parametrize(("module", "name"), STEPS)
def test_each_step_that_chooses_a_figure_goes_by_the_secret_order(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    calls = told(monkeypatch, module, name)
    table = city(4, 31, 32, 33)
    assert hidden(table, SUMMED, key="key 0") > {"men"}
    assert calls
    assert all(is_secret(given, table, "key 0") for given in calls)


def test_sums_of_gaps_are_looked_at_for_money_and_groups_of_gaps_for_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sums, grouped = (
        told(monkeypatch, module, "cells_to_add") for module in (withheld_sums, groups)
    )
    gaps(areas((4.0, 30.0, 31.0, 60.0)), BY_AREA)
    assert (len(sums), len(grouped) > 0) == (0, True)
    # Of counts in which one person stands for several, sums are looked at as well.
    gaps(areas((4.0, 30.0, 31.0, 60.0)).assign(contributors=3.0), BY_AREA)
    of_counts = len(sums)
    grouped.clear()
    table, policy = with_counts(300.0)
    money = table[table["indicator_id"].eq("donations")].reset_index(drop=True)
    gaps(money, replace(policy, bases=()), money["area_id"].eq("BX01"))
    assert (of_counts > 0, len(sums) > of_counts, grouped) == (True, True, [])
    tilts = order.tilts(order.PUBLIC, "donations", 5)
    assert np.array_equal(np.asarray(sums[-1][-1]), tilts)


def test_an_amount_of_one_is_hidden_with_its_count_and_nothing_is_not() -> None:
    for amount, is_hidden in ((1.0, True), (0.0, False)):
        table, policy = with_counts(amount)
        beside = table["indicator_id"].eq("donations") & table["area_id"].eq("BX02")
        table["value"] = table["value"].mask(beside, amount)
        total = table["indicator_id"].eq("donations") & table["area_id"].eq("NYC")
        table.loc[total, "value"] = 2 * amount + 950 + 990
        small = table["indicator_id"].eq("clients") & table["value"].between(1, 9)
        counts, *amounts = gaps(table, policy, small)
        assert counts == "BX01 BX02"
        assert any("BX01" in one for one in amounts) == is_hidden


def table_of(
    table: pd.DataFrame, policy: Policy, small: Mask, alone: Mask
) -> complement._TableOfPeriods:
    (cube,) = cubes(table, made.BOROUGHS)
    none = np.zeros(len(table), dtype=bool)
    return complement._TableOfPeriods(cube, table, small, none, alone, policy, "")


AMOUNTS = (1.0, 40.0, 450.0, 60.0)


@pytest.mark.parametrize(
    ("p_percent", "protection", "rise", "fall"),
    [
        (10.0, 3, [3.0, 4, 45, 0, 56], [0.0, 4, 45, 0, 56]),  # an amount is one at least
        (10.0, 0, [1.0, 4, 45, 0, 56], [0.0, 4, 45, 0, 56]),
        (None, 3, [9.0, 3, 3, 0, 3], [0.0] * 5),
        (None, 0, [9.0, 1, 1, 0, 1], [0.0] * 5),
    ],
)
def test_how_far_a_gap_must_stay_open_to_either_side(
    p_percent: float | None, protection: int, rise: list[float], fall: list[float]
) -> None:
    """Amounts by a tenth, counts up to the minimum, both by what is asked in any case; what is
    shown by nothing."""
    table = areas(AMOUNTS, indicator_id="donations").assign(largest=0.0, second=0.0)
    policy = replace(
        BY_AREA,
        primary=Primary(10, p_percent=p_percent),
        additive=() if p_percent is None else ("donations",),
        secondary=Secondary(SecondaryMethod.NETWORK, protection=protection),
    )
    none, alone = np.zeros(5, dtype=bool), np.arange(5) == 1
    found = table_of(table, policy, none, alone)
    names = ["BX01", "BX02", "BK01", "BK02", "NYC"]
    place = [names.index(table["area_id"].iloc[row]) for row in found.cube.places[0]]
    forced = np.array([names[one] != "BK02" for one in place])
    demand = found._demand(0, forced)
    assert demand.rise.tolist() == [rise[one] for one in place]
    assert demand.fall.tolist() == [fall[one] for one in place]
    assert (demand.least, demand.insider_below) == (1, 10 if p_percent is None else np.inf)
    assert demand.alone is not None
    assert demand.alone.tolist() == alone[found.cube.places[0]].tolist()


@pytest.mark.parametrize(("protection", "width"), [(0, 1), (1, 1), (2, 2)])
def test_a_gap_has_two_values_at_least_and_is_one_or_more(protection: int, width: int) -> None:
    need = complement._need(2, Primary(10), protection)
    assert (need.reach.tolist(), need.width, need.least) == ([10.0, 10.0], width, 1)
    secondary = Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=protection)
    asked = complement._asked(replace(SUMMED, secondary=secondary))
    assert asked == groups.Asked(10, width, SUMMED.least_gaps)


def test_gaps_of_linked_counts_are_mended_in_each_quarter() -> None:
    """Nine in two gaps are eight in one at most, under the minimum; of forty there are enough."""
    first = city(4, 5, 45, 50)
    then = city(4, 40, 45, 50).assign(period_start=pd.Timestamp("2020-07-01"))
    last = city(4, 5, 50, 45).assign(period_start=pd.Timestamp("2020-10-01"))
    table = pd.concat([first, then, last], ignore_index=True)
    withheld = table["indicator_id"].isin(["men", "others"]).to_numpy()
    found_in = list(cubes(table, made.BOROUGHS))
    found = complement._repaired(table, withheld, found_in, SUMMED, np.ones(len(table)))
    names = table[found & ~withheld].groupby("period_start")["indicator_id"].agg(list)
    assert names.tolist() == [["unknown"], ["women"]]
    assert pd.DatetimeIndex(names.index).month.tolist() == [4, 10]


@pytest.mark.parametrize(
    ("parents", "values", "expected"),
    [
        ([2, 2, TOP], [8, 10, 11, 3], [0, 1, 2, 4, 5, 6, 7]),  # not all: some are shown again
        ([3, 3, 3, TOP], [7, 11, 2, 2, 3, 13], [0, 1, 3, 4, 5, 6, 8]),  # one value more is enough
        ([3, 3, 3, TOP], [11, 7, 7, 9, 12, 1], [1, 2, 3, 4, 5, 6, 7]),  # and it is upward
    ],
)
def test_what_is_shown_again_leaves_each_gap_its_room(
    parents: list[int], values: list[int], expected: list[int]
) -> None:
    """Two columns of small areas, where one alone learns no figure under five."""
    table = network.build(parents, 2)
    numbers = tables.filled(table, values, 2)
    few = (numbers > 0) & (numbers < 5)
    rise, fall = np.where(few, 5 - numbers, 0.0), np.where(few & (numbers > 2), 1.0, 0.0)
    found = suppress.suppress(table, numbers, few, suppress.Demand(rise, fall, 1, 5.0))
    assert np.flatnonzero(found).tolist() == expected
