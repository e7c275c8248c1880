"""Where the attacks draw a line: what is on it, and what is beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from data_loaders.privacy.audit import (
    controls,
    joint,
    links,
    over_time,
    table_attack,
    tables,
    versions,
)
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.privacy.tables import guess, network
from data_loaders.privacy.tables.cube import cubes
from data_loaders.privacy.tables.joined import Need
from data_loaders.privacy.tables.network import TOP
from data_loaders.privacy.tables.programs import Constraints, lowest
from data_loaders.vocabulary.policy import KEPT_PRIVATE, P_PERCENT, Grid, Primary
from tests.data_loaders.privacy.audit.test_joint import POLICY, cube_of, rows_of, square
from tests.support.privacy import made, released

NUMBERS = cube_of({})
NO_GAPS = np.zeros((6, 6, 5), dtype=bool)


def clients(table: pd.DataFrame) -> PublishedSource:
    return published_source(released.source(POLICY, made.CLIENTS), table, made.BOROUGHS)


@pytest.mark.parametrize(
    ("stated", "used"), [(30.0, 30.0), (None, P_PERCENT), (KEPT_PRIVATE, P_PERCENT)]
)
def test_money_is_judged_by_the_share_its_policy_states(stated: float | None, used: float) -> None:
    policy = replace(POLICY, additive=("donations",), primary=Primary(10, p_percent=stated))
    table = rows_of(NUMBERS[:1], square((0,))[:1], "donations")
    published = published_source(released.source(policy, made.DONATIONS), table, made.BOROUGHS)
    assert tables.goal_of(published, published.cubes[0]).p_percent == used


def test_rows_are_attacked_in_key_order_and_numbered_so() -> None:
    table = rows_of(NUMBERS[:1], square((0,))[:1])
    published = clients(table.sample(frac=1, random_state=2, ignore_index=True))
    pd.testing.assert_frame_equal(published.observations, table)


@pytest.mark.parametrize(("periods", "adds_up"), [(2, False), (3, True)])
def test_three_sums_that_hold_are_enough_for_money_that_is_not_declared(
    periods: int, adds_up: bool
) -> None:
    whole = rows_of(NUMBERS[:periods], NO_GAPS[:periods], "donations")
    table = whole[whole["industry_id"] == "all"]
    policy = replace(POLICY, publication_grid=Grid(("borough", "city"), "quarter"))
    source = released.source(policy, made.DONATIONS)
    assert bool(published_source(source, table, made.BOROUGHS).cubes) == adds_up


def test_a_row_that_is_gone_makes_its_period_one_that_was_otherwise() -> None:
    before = rows_of(NUMBERS[:2], NO_GAPS[:2])
    first = before["period_start"].min()
    gone = before["area_id"].eq("SI") & before["industry_id"].eq("care")
    now = before[~(gone & before["period_start"].eq(first))]
    earlier = list(joint._otherwise(clients(now), [before], made.BOROUGHS))
    assert [set(one.observations["period_start"]) for one in earlier] == [{first}]


def test_nothing_reported_is_nothing_and_one_is_otherwise() -> None:
    nobody = {(0, 4, kind): 0.0 for kind in range(4)}
    zeros = rows_of(cube_of(nobody)[:1], NO_GAPS[:1])
    island = zeros["area_id"].eq("SI")
    nothing = zeros.assign(value=zeros["value"].mask(island))
    one = zeros.assign(value=zeros["value"].mask(island & zeros["industry_id"].eq("care"), 1.0))
    for now, others in ((zeros, 0), (nothing, 0), (one, 1)):
        assert len(list(joint._otherwise(clients(now), [nothing], made.BOROUGHS))) == others


@pytest.mark.parametrize(
    ("change", "told"),
    [
        # A gap beside 20, and 25 in all: five are left for it.
        ([np.nan, 20.0, 25.0], 1),
        ([np.nan, -20.0, 25.0], 0),
        ([np.nan, 15.0, 25.0], 0),
        ([np.nan, 16.0, 25.0], 1),
        ([np.nan, 24.0, 25.0], 1),
        ([np.nan, 25.0, 25.0], 0),
        ([np.nan, 20.0, np.nan], 0),
    ],
)
def test_what_a_sum_leaves_for_its_only_gap_is_told_below_the_minimum(
    change: list[float], told: int
) -> None:
    table = network.build([2, 2, TOP], 0)
    assert versions._rules_told(table, np.array(change), 10.0) == told


@pytest.mark.parametrize(
    "change",
    [
        [np.nan, 20.0, 25.0, 20.0, 20.0, 40.0, 65.0],
        [10.0, 20.0, 30.0, np.nan, 20.0, 25.0, 55.0],
    ],
)
def test_a_rule_that_tells_is_counted_though_the_others_do_not(change: list[float]) -> None:
    """Two pairs, each with its total, and the total of both: five are left for the only gap."""
    table = network.build([2, 2, 6, 5, 5, 6, TOP], 0)
    assert versions._rules_told(table, np.array(change), 10.0) == 1


@pytest.mark.parametrize(
    ("total", "level", "told"),
    [
        # A gap can be ten or more in nine ways, in ten.
        (19, 10, 1),
        (20, 10, 0),
        # Of one to nine and 19 to 27, the ends of what a gap may be, 18 values, 17 apart.
        (28, 18, 1),
        (28, 17, 0),
    ],
)
def test_a_pair_is_told_below_the_level_and_not_on_it(total: int, level: int, told: int) -> None:
    table = network.build([2, 2, TOP], 0)
    values, hidden = np.array([np.nan, np.nan, total]), np.array([True, True, False])
    goal = table_attack.Goal(minimum=10, level=level)
    assert table_attack._told_by_groups(table, values, hidden, goal, 1) == told


def test_categories_without_a_total_are_tables_of_their_own() -> None:
    whole = rows_of(NUMBERS[:1], NO_GAPS[:1])
    without = whole[whole["industry_id"] != "all"].reset_index(drop=True)
    assert [one.industries for one in cubes(without, made.BOROUGHS)] == [
        ("care",),
        ("food",),
        ("rent",),
        ("work",),
    ]


def test_equations_that_fix_every_unknown_tell_all_of_them() -> None:
    told = over_time._determined(np.array([[1.0, 1.0], [1.0, -1.0]]))
    assert told.tolist() == [True, True]
    assert over_time._determined(np.array([[1.0, 1.0]])).tolist() == [False, False]


@pytest.mark.parametrize(("high", "met"), [(109.0, False), (110.0, True), (111.0, True)])
def test_a_share_of_both_ends_may_meet_and_not_overlap(high: float, met: bool) -> None:
    """Ten percent above 90 and below 110 are both 99."""
    need = Need(np.zeros(1), 1.0, np.array([0.1]))
    assert need.met(np.array([90.0]), np.array([high])).tolist() == [met]


@pytest.mark.parametrize(("branches", "is_settled"), [(5, False), (500, True)])
def test_a_search_over_whole_numbers_ends_with_its_branches(
    branches: int, is_settled: bool
) -> None:
    """Twelve items of two sizes that no choice splits into halves: five branches show nothing."""
    sizes = np.random.default_rng(3).integers(0, 100, (2, 12)).astype(np.float64)
    half = np.floor(sizes.sum(axis=1) / 2)
    given = Constraints(csr_array(sizes), half, half, np.zeros(12), np.ones(12))
    assert lowest(np.ones(12), given).is_proven
    solution = lowest(np.ones(12), given, branches)
    assert (solution.place, solution.is_proven) == (None, False)
    assert solution.is_impossible == is_settled


def test_ways_of_guessing_are_the_last_the_line_and_the_line_bent_to_sums() -> None:
    """One gap between 40 and 80 whose row leaves it 52."""
    numbers = cube_of({(0, 0, 0): 40.0, (1, 0, 0): 52.0, (2, 0, 0): 80.0})[:3]
    gaps = NO_GAPS[:3].copy()
    gaps[1, 0, 0] = True
    published = clients(rows_of(numbers, gaps))
    ways = guess.guesses(published.observations, published.cubes, POLICY)
    place = np.flatnonzero(published.hidden)
    assert [float(way[place[0]]) for way in ways][:3] == [40.0, 60.0, 52.0]


def test_notes_say_what_was_looked_at_and_what_was_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    published = clients(rows_of(NUMBERS[:1], square((0,))[:1]))
    assert links.link_check(published).note == (
        "one nested table an indicator, attacked by flow in A1 to A3"
    )
    assert over_time.time_check(published).note == (
        "0 pairs of series are sums or changes of one another"
    )
    assert controls.control_check(published).note == "every break was found"
    assert controls.control_check(published) == controls.control_check(published)
    assert versions.version_check(published, []).note == "no earlier release of this source"
    unnested = replace(published, unnested="zips and neighborhoods overlap")
    told = joint.joint_check(unnested, [], made.BOROUGHS)
    assert (told.failures, told.note) == (1, unnested.unnested)
    monkeypatch.setattr(controls, "_revision_is_found", lambda _published: False)
    assert controls.control_check(published).note == "missed: revision"


@pytest.mark.parametrize(("high", "is_far"), [(120.0, True), (119.9, False), (121.0, True)])
def test_an_amount_is_open_where_both_ends_lie_its_share_from_any_value(
    high: float, is_far: bool
) -> None:
    """A fifth above 80 and a fifth below 120 are both 96."""
    goal = table_attack.Goal(minimum=10, level=1, p_percent=20.0)
    found = table_attack._far_enough(np.array([80.0]), np.array([high]), goal)
    assert found.tolist() == [is_far]


def test_areas_that_overlap_are_said_and_no_table_is_made_of_them() -> None:
    boroughs = rows_of(NUMBERS[:1], NO_GAPS[:1])
    small = boroughs[boroughs["area_id"].eq("BX")]
    overlapping = [small.assign(geography=name, area_id=area) for name, area in OVERLAPPING]
    published = clients(pd.concat(overlapping))
    assert published.unnested == (
        "nta2010 and zip overlap without nesting; a source publishes one of them"
    )
    assert (published.cubes, published.source.id) == ((), "clients")
    assert len(published.observations) == 10


def test_areas_of_one_kind_are_one_table() -> None:
    boroughs = rows_of(NUMBERS[:1], NO_GAPS[:1])
    small = boroughs[boroughs["area_id"].eq("BX")].assign(geography="nta2010", area_id="BX01")
    [cube] = clients(small).cubes
    assert cube.rows == (("nta2010", "BX01"),)


OVERLAPPING = (("nta2010", "BX01"), ("zip", "10451"))
