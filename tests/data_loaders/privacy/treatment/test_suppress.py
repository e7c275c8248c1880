"""Complementary suppression against every table that fits, and against the cheapest pattern."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings

from data_loaders.privacy.audit.table_attack import Goal, attack
from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.network import NO_CELL, TOP, Floats, Mask, Network, TableError
from data_loaders.privacy.treatment import suppress
from data_loaders.privacy.treatment.moves import Move, Room
from data_loaders.privacy.treatment.suppress import Demand
from tests.support.privacy import tables
from tests.support.privacy.ranges import ranges

MINIMUM = 3


def demand_for(values: Floats, primary: Mask, *, apart: bool = False) -> Demand:
    rise = np.where(primary, np.maximum(MINIMUM - values, 1), 0)
    below = np.inf if apart else 0.0
    return Demand(rise, np.zeros_like(values), least=1, insider_below=below)


def small_cells(values: Floats) -> Mask:
    return (values > 0) & (values < MINIMUM)


@settings(max_examples=80, deadline=None)
@given(tables.withheld_tables(highest=5))
def test_no_table_attack_narrows_a_protected_cell_below_the_minimum(
    case: tuple[Network, Floats, Mask, int],
) -> None:
    table, values, _, categories = case
    primary = small_cells(values)
    assume(primary.any())
    withheld = suppress.suppress(table, values, primary, demand_for(values, primary))
    assert withheld[primary].all()
    assert (values[withheld] > 0).all()
    found = ranges(table, values, withheld, least=1)
    assert (found.upper[withheld] >= MINIMUM).all()
    assert (found.width[withheld] >= 1).all()
    bound = 10
    leaf_cells = int(table.is_leaf.sum()) * max(categories, 1)
    if withheld.sum() <= 5 and leaf_cells <= 6:
        every = np.array(tables.every_table(table, values, withheld, categories, 1, bound))
        assert (every.max(axis=0)[withheld] >= MINIMUM).all()
        assert (every.min(axis=0) < every.max(axis=0))[withheld].all()


@settings(max_examples=60, deadline=None)
@given(tables.withheld_tables(highest=5))
def test_cells_kept_apart_stay_hidden_from_one_who_knows_any_other(
    case: tuple[Network, Floats, Mask, int],
) -> None:
    table, values, _, _ = case
    primary = small_cells(values)
    assume(primary.any())
    try:
        demand = demand_for(values, primary, apart=True)
        withheld = suppress.suppress(table, values, primary, demand)
    except TableError:
        # Some small tables have too few cells; refusing them is the promise.
        return
    for known in np.flatnonzero(withheld):
        left = withheld.copy()
        left[known] = False
        found = ranges(table, values, left, least=0)
        exact = np.flatnonzero(left & (found.width == 0))
        assert all(values[cell] == values[known] for cell in exact)


def cheapest_pattern(table: Network, values: Floats, primary: Mask) -> float:
    """The least total cost over all patterns that pass the flow audit, by trying them all."""
    cost = suppress.costs(table, values, np.zeros_like(primary))
    free = np.flatnonzero(~primary & (values > 0))
    best = np.inf
    for choice in product((False, True), repeat=len(free)):
        withheld = primary.copy()
        withheld[free] = choice
        total = float(cost[withheld].sum())
        if total < best and passes(table, values, withheld):
            best = total
    return best


def passes(table: Network, values: Floats, withheld: Mask) -> bool:
    found = ranges(table, values, withheld, least=1)
    upper, width = found.upper[withheld], found.width[withheld]
    return bool((upper >= MINIMUM).all() and (width >= 1).all())


def test_the_heuristic_stays_near_the_cheapest_pattern_on_tiny_tables() -> None:
    random = np.random.default_rng(7)
    ratios = []
    table = network.build([2, 2, TOP], 2)
    for _ in range(25):
        values = tables.filled(table, random.integers(0, 7, 4).tolist(), 2)
        primary = small_cells(values)
        if not primary.any():
            continue
        withheld = suppress.suppress(table, values, primary, demand_for(values, primary))
        cost = suppress.costs(table, values, np.zeros_like(primary))[withheld].sum()
        ratios.append(cost / cheapest_pattern(table, values, primary))
    assert min(ratios) >= 1 - 1e-9
    assert np.mean(ratios) <= 1.25


def test_cells_withheld_last_period_are_withheld_again_rather_than_others() -> None:
    table = network.build([TOP], 3)
    values = np.array([4.0, 20.0, 21.0, 45.0])
    primary = np.array([True, False, False, False])
    asked = Demand(np.where(primary, 6.0, 0.0), np.zeros(4), least=1)
    fresh = suppress.suppress(table, values, primary, asked)
    assert fresh.tolist() == [True, True, False, False]
    before = np.array([True, False, True, False])
    again = suppress.suppress(table, values, primary, asked, before)
    assert again.tolist() == [True, False, True, False]


def test_a_demand_to_fall_is_met_below_the_true_value() -> None:
    table = network.build([TOP], 3)
    values = np.array([90.0, 300.0, 400.0, 790.0])
    primary = np.array([True, False, False, False])
    asked = Demand(np.where(primary, 15.0, 0.0), np.where(primary, 15.0, 0.0))
    withheld = suppress.suppress(table, values, primary, asked)
    found = ranges(table, values, withheld)
    assert found.lower[0] <= 75
    assert found.upper[0] >= 105


def test_a_cell_that_cannot_be_protected_stops_the_table() -> None:
    table = network.build([TOP], 1)
    values = np.array([40.0, 40.0])
    primary = np.array([True, False])
    # Both cells are one number; falling below zero is impossible.
    asked = Demand(np.zeros(2), np.where(primary, 90.0, 0.0))
    with pytest.raises(TableError, match="cannot be protected"):
        suppress.suppress(table, values, primary, asked)


@settings(max_examples=80, deadline=None)
@given(tables.withheld_tables(highest=40))
def test_every_cell_can_rise_and_fall_by_what_was_asked(
    case: tuple[Network, Floats, Mask, int],
) -> None:
    table, values, chosen, _ = case
    asked = chosen & (values > 3)
    assume(asked.any())
    amount = np.where(asked, np.ceil(values / 4), 0.0)
    try:
        withheld = suppress.suppress(table, values, asked, Demand(amount, amount))
    except TableError:
        return
    found = ranges(table, values, withheld)
    assert (found.upper[asked] >= (values + amount)[asked]).all()
    assert (found.lower[asked] <= (values - amount)[asked]).all()


@settings(max_examples=60, deadline=None)
@given(tables.withheld_tables(highest=9))
def test_no_cell_withheld_for_others_could_be_shown(
    case: tuple[Network, Floats, Mask, int],
) -> None:
    table, values, _, _ = case
    primary = small_cells(values)
    assume(primary.any())
    demand = demand_for(values, primary)
    withheld = suppress.suppress(table, values, primary, demand)
    room = Room(table, table.on_arcs(values), 1)
    for spare in np.flatnonzero(withheld & ~primary):
        left = withheld.copy()
        left[spare] = False
        on_arcs = (table.cells == NO_CELL) | left[table.cells]
        asked = {int(table.arc_of_cell[cell]): demand.rise[cell] for cell in np.flatnonzero(left)}
        moves = [Move(arc, max(int(amount), 1), rise=True) for arc, amount in asked.items()]
        assert any(room.possible(move, on_arcs)[0] < move.amount for move in moves)


def test_a_whole_city_loses_few_cells_more_than_its_small_ones() -> None:
    """5 boroughs of 39 areas × 12 groups, as a partner's week: what the search is for."""
    city = network.build([TOP, *[0] * 5, *np.repeat(np.arange(1, 6), 39).tolist()], 12)
    random = np.random.default_rng(5)
    leaves = int(city.is_leaf.sum())
    sizes = random.lognormal(3.4, 0.9, (leaves, 1)) * random.lognormal(0.0, 0.7, (1, 12))
    values = tables.filled(city, random.poisson(sizes).ravel().tolist(), 12)
    small = (values > 0) & (values < 10)
    rise = np.where(small, np.maximum(10 - values, 3), 0)
    demand = Demand(rise, np.zeros_like(values), least=1, insider_below=10)
    withheld = suppress.suppress(city, values, small, demand)
    told = attack(city, np.where(withheld, np.nan, values), withheld, Goal(10, 3), 1)
    assert (told.exact, told.too_narrow, told.insider) == (0, 0, 0)
    assert small.sum() > 300
    assert (withheld & ~small).sum() < 0.2 * small.sum()


def test_totals_cost_more_than_their_parts_and_what_was_hidden_before_less() -> None:
    nothing = np.zeros(9, dtype=bool)
    table = network.build([2, 2, TOP], 2)
    margins = [1, 1, 26, 1, 1, 26, 61, 61, 201]
    assert suppress.costs(table, np.zeros(9), nothing).tolist() == margins
    before = np.arange(9) < 1
    assert suppress.costs(table, np.zeros(9), before).tolist() == [0.35, *margins[1:]]
    # A larger figure costs more: one more for each e-fold.
    large = suppress.costs(table, np.full(9, np.e - 1), nothing)
    assert large.tolist() == pytest.approx([cost + 1 for cost in margins])
    # Without categories there is no total of a row; areas of nothing have none above them.
    without = network.build([2, 2, TOP], 0)
    assert suppress.costs(without, np.zeros(3), nothing[:3]).tolist() == [1, 1, 201]
    one = network.build([2, 2, TOP], 1)
    assert suppress.costs(one, np.zeros(6), nothing[:6]).tolist() == [1, 26, 1, 26, 61, 201]
    apart = network.build([TOP, TOP], 2)
    assert suppress.costs(apart, np.zeros(6), nothing[:6]).tolist() == [1, 1, 26, 1, 1, 26]


def test_what_is_asked_is_of_hidden_cells_and_whole() -> None:
    table = network.build([TOP], 3)
    values = np.array([5.0, 6.0, 7.0, 18.0])
    hidden = np.array([True, True, False, False])
    pattern = suppress.Suppression(table, values, hidden, np.zeros(4, dtype=bool))
    arcs = table.arc_of_cell.tolist()
    amounts = np.array([2.1, 0.0, 4.0, 0.0])
    assert suppress._asked(pattern, amounts, rise=True) == [Move(arcs[0], 3, rise=True)]
    assert pattern.first_cost.tolist() == suppress.costs(table, values, ~hidden & hidden).tolist()
    both = suppress._asked(pattern, np.array([1.0, 3.0, 4.0, 0.0]), rise=False)
    assert both == [Move(arcs[0], 1, rise=False), Move(arcs[1], 3, rise=False)]


def row_of(values: list[float], *hidden: int) -> suppress.Suppression:
    """One row of figures, the last of which is the sum of the others."""
    table = network.build([TOP], len(values) - 1)
    forced = np.isin(np.arange(len(values)), hidden)
    return suppress.Suppression(table, np.array(values), forced, np.zeros(len(values), dtype=bool))


NOTHING = np.empty(0, dtype=np.int64)


@pytest.mark.parametrize(
    ("values", "amount", "rise", "with_it"),
    [
        ([4, 7, 20, 31], 6, True, [1]),  # seven fall by six, to one
        ([4, 6, 20, 30], 6, True, [2]),
        ([10, 0, 20, 30], 5, False, [2]),  # a zero is never hidden
        ([10, 1, 20, 31], 5, False, [1]),  # and one may rise
        ([6, 20, 30, 56], 5, False, [1]),  # to one
    ],
)
def test_the_cheapest_figure_that_gives_way_is_hidden_beside_another(
    values: list[float], amount: float, rise: bool, with_it: list[int]
) -> None:
    row = row_of(values, 0)
    arc = int(row.network.arc_of_cell[0])
    assert row.protect(arc, amount, rise, 1, NOTHING)
    assert np.flatnonzero(row.cells()).tolist() == [0, *with_it]


@pytest.mark.parametrize(
    ("values", "amount", "rise"),
    [
        ([5, 20, 30, 55], 5, False),  # it would be nobody
        ([4, 0, 0, 4], 6, True),  # nothing but the sum gives way, and that is not to be hidden
    ],
)
def test_a_figure_beside_which_none_gives_way_is_not_said_to_be_protected(
    values: list[float], amount: float, rise: bool
) -> None:
    row = row_of(values, 0)
    arc, total = (int(row.network.arc_of_cell[cell]) for cell in (0, -1))
    assert not row.protect(arc, amount, rise, 1, np.array([total]) if rise else NOTHING)
    assert np.flatnonzero(row.cells()).tolist() == [0]


@pytest.mark.parametrize(
    ("values", "hidden", "after"),
    [
        # Three fall by two, and six by the four that are missing.
        ([4, 3, 6, 30, 43], [0, 1], [0, 1, 2]),
        ([4, 7, 6, 30, 47], [0, 1], [0, 1]),
        # Six fall by five; that one more is asked of them gives no more: another is needed.
        ([4, 6, 30, 40], [0, 1], [0, 1, 2]),
    ],
)
def test_what_is_hidden_already_is_made_use_of(
    values: list[float], hidden: list[int], after: list[int]
) -> None:
    row = row_of(values, *hidden)
    room = Room(row.network, row.values, 1)
    assert row.allow(Move(int(row.network.arc_of_cell[0]), 6, rise=True), room)
    assert np.flatnonzero(row.cells()).tolist() == after


@pytest.mark.parametrize(
    ("values", "rise", "with_it"),
    [
        # Two fall by one, which is asked first; thirty fall by all that is asked, and two is shown.
        ([4, 2, 30, 36], 6, [2]),
        ([9, 20, 30, 59], 1, [1]),  # one is enough
    ],
)
def test_nothing_is_hidden_that_is_not_needed_in_the_end(
    values: list[float], rise: float, with_it: list[int]
) -> None:
    table, size = network.build([TOP], 3), len(values)
    first = np.arange(size) == 0
    demand = Demand(np.where(first, rise, 0.0), np.zeros(size), least=1)
    hidden = suppress.suppress(table, np.array(values), first, demand)
    assert np.flatnonzero(hidden).tolist() == [0, *with_it]


def test_the_dear_one_of_two_alike_is_shown_and_a_tilt_makes_it_dear() -> None:
    table, first = network.build([TOP], 3), np.arange(4) == 0
    demand = Demand(np.where(first, 6.0, 0.0), np.zeros(4), least=1)
    for tilt, expected in (([1, 1, 1.2, 1], [0, 1]), ([1, 1.2, 1, 1], [0, 2])):
        row = np.array([4.0, 20, 20, 44])
        hidden = suppress.suppress(table, row, first, demand, tilt=np.array(tilt))
        assert np.flatnonzero(hidden).tolist() == expected


def test_what_lets_a_figure_fall_alone_is_not_shown_again() -> None:
    """Five cannot fall by fifteen, so that ninety cannot rise; nobody asks that of it."""
    table, first = network.build([TOP], 3), np.arange(4) == 0
    demand = Demand(np.zeros(4), np.where(first, 15.0, 0.0), least=1)
    hidden = suppress.suppress(table, np.array([90.0, 5, 300, 395]), first, demand)
    assert np.flatnonzero(hidden).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("below", "alone", "hidden"),
    [
        (0.0, None, [0, 1]),  # not asked
        (10.0, None, [0, 1, 2]),  # one alone knows that the other is nine
        (9.0, None, [0, 1]),
        (10.0, [], [0, 1]),  # nobody is alone
        (10.0, [0], [0, 1, 2]),
        (10.0, [1], [0, 1, 2]),
        (10.0, [2, 3], [0, 1]),  # only in a figure that is shown
        (float("inf"), [1], [0, 1, 2]),  # any amount is somebody's
        (float("inf"), [], [0, 1]),
    ],
)
def test_who_may_be_alone_in_one_of_two_figures_learns_no_small_other(
    below: float, alone: list[int] | None, hidden: list[int]
) -> None:
    table, first = network.build([TOP], 3), np.arange(4) == 0
    may_be = None if alone is None else np.isin(np.arange(4), alone)
    asked = Demand(np.where(first, 5.0, 0.0), np.zeros(4), 1, below, may_be)
    found = suppress.suppress(table, np.array([4.0, 6, 20, 30]), first, asked)
    assert np.flatnonzero(found).tolist() == hidden


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([4, 6, 2, 12], [0, 1, 2]),  # two fall by one
        ([4, 6, 1, 11], [0, 1, 2]),  # one may rise, and no more is asked
        ([4, 6, 0, 10], None),
    ],
)
def test_two_figures_that_tell_each_other_are_parted_by_a_third(
    values: list[float], expected: list[int] | None
) -> None:
    row = row_of(values, 0, 1)
    group = row.network.arc_of_cell[:2]
    total = int(row.network.arc_of_cell[-1])
    row.cost[total] = np.inf
    if expected is None:
        with pytest.raises(TableError, match="^the cell in row 0, column 0 cannot be protected in"):
            suppress._part(row, group, 1)
        return
    suppress._part(row, group, 1)
    assert np.flatnonzero(row.cells()).tolist() == expected


@pytest.mark.parametrize(("amount", "falls"), [(4, True), (5, False)])
def test_a_figure_among_others_does_not_fall_to_nobody(amount: float, falls: bool) -> None:
    """In a table both ways it is not held by a sum: only its own value says how far it falls."""
    table = network.build([2, 2, TOP], 2)
    values = tables.filled(table, [5, 40, 50, 60], 2)
    first = np.arange(len(values)) == 0
    found = suppress.Suppression(table, values, first, np.zeros_like(first))
    arc = int(table.arc_of_cell[0])
    assert found.protect(arc, amount, rise=False, least=1, avoid=NOTHING) == falls
