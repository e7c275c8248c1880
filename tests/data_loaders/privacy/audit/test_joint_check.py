"""A14, line by line: what sums over periods, releases and changes tell together, in memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import joint
from data_loaders.privacy.audit.joint import Found, joint_check
from data_loaders.privacy.audit.joint_rules import Releases
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.privacy.audit.time_rules import Equations
from data_loaders.privacy.tables import joined
from data_loaders.privacy.tables.network import Ints, Mask
from data_loaders.vocabulary.audit_record import CheckResult
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.policy import Grid, Primary, Sum
from tests.data_loaders.privacy.audit.test_arithmetic import GAP, series
from tests.data_loaders.privacy.audit.test_arithmetic import POLICY as PLAIN
from tests.data_loaders.privacy.audit.test_joint import (
    ALL_MORE,
    BOTH_WAYS,
    HALF_YEARS,
    POLICY,
    ROLLING,
    SOURCE,
    STARTS,
    cube_of,
    revised,
    rows_of,
    square,
    with_sums,
)
from tests.support.privacy import made, released

NUMBERS = cube_of({})[:1]
FIRST = square((0,))[:1]


def published(table: pd.DataFrame, source: Source = SOURCE) -> PublishedSource:
    return published_source(source, table, made.BOROUGHS)


def checked(table: pd.DataFrame, *before: pd.DataFrame, source: Source = SOURCE) -> CheckResult:
    return joint_check(published(table, source), before, made.BOROUGHS)


def said(seen: int, insider: int = 0, relaxed: int = 0) -> str:
    return (
        f"{seen} withheld cells tied beyond one table: {seen - relaxed} ranges shown by whole "
        f"numbers that fit, {relaxed} by relaxation; {insider} are worked out by a lone "
        f"contributor of another; all others by flow, A1 to A4"
    )


@pytest.mark.parametrize(
    ("corner", "opposite", "failures", "insider", "width"),
    [
        # Two far corners are as many as both together. Of up to nine each is found; of up to twelve
        # one is small in nearly all ways to share them.
        (3.0, 5.0, 2, 0, 6.0),
        (3.0, 6.0, 2, 0, 7.0),
        (3.0, 7.0, 2, 0, 8.0),
        (4.0, 7.0, 1, 0, 9.0),
        (4.0, 9.0, 0, 0, 11.0),
        (3.0, 25.0, 1, 1, 26.0),
    ],
)
def test_sums_of_two_periods_leave_corners_enough_or_fail(
    corner: float, opposite: float, failures: int, insider: int, width: float
) -> None:
    found = checked(with_sums(corner, opposite), source=ROLLING)
    assert (found.id, found.failures, found.worst_width) == ("A14", failures, width)
    assert (found.checked, found.covered) == (8, 8)
    assert found.note == said(8, insider)


def test_figures_that_no_table_has_fail_and_are_said_to() -> None:
    table = with_sums(3.0, 25.0)
    sums = table["indicator_id"].eq(HALF_YEARS.id) & table["period_start"].eq(STARTS[3])
    corner = sums & table["area_id"].eq("BX") & table["industry_id"].eq("food")
    wrong = table.assign(value=table["value"] + corner)
    found = checked(wrong.sort_values(KEY, ignore_index=True), source=ROLLING)
    assert (found.failures, found.checked, found.covered) == (1, 8, 8)
    assert found.note == "published figures of 1 systems contradict each other"


def test_gaps_that_no_attack_saw_fail_and_are_not_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined, "parts", lambda _system: iter(()))
    found = checked(with_sums(3.0, 25.0), source=ROLLING)
    assert (found.failures, found.checked, found.covered) == (8, 8, 0)
    assert found.note == "8 withheld cells of sums were not looked at"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (ALL_MORE, 2),
        (BOTH_WAYS, 12),
        ({**ALL_MORE, (0, 2): 0.0}, 0),
        ({**ALL_MORE, (0, 2): 1.0}, 2),
        ({**ALL_MORE, (0, 2): 9.0}, 2),
        ({**ALL_MORE, (0, 2): 10.0}, 0),
    ],
)
def test_changes_of_one_to_nine_that_rules_together_tell_fail_in_every_release(
    change: dict[tuple[int, int], float], told: int
) -> None:
    before, now = revised(change)
    once = checked(now, before)
    assert (once.failures, once.checked, once.covered) == (told, 12, 12)
    assert once.note == said(0)
    twice = checked(now, before, before)
    assert (twice.failures, twice.note) == (2 * told, said(24))


def test_money_changes_by_any_amount_that_is_told() -> None:
    """What a minimum of counts lets pass, of dollars says how many one gave."""
    money = replace(POLICY, additive=("donations",))
    source = released.source(money, made.DONATIONS)
    before, now = (
        one.assign(indicator_id="donations") for one in revised({**ALL_MORE, (0, 2): 40.0})
    )
    assert checked(now, before, source=source).failures > 0
    assert checked(before, before, source=source).failures == 0


def test_a_gap_that_was_a_figure_before_opens_its_table() -> None:
    few = FIRST.copy()
    few[0, 0, 0] = False
    found = checked(rows_of(NUMBERS, FIRST), rows_of(NUMBERS, few))
    assert (found.failures, found.worst_width) == (7, 0.0)
    assert (found.checked, found.covered, found.note) == (4, 4, said(7))


def test_areas_that_overlap_are_one_failure_and_no_attack() -> None:
    one = replace(published(rows_of(NUMBERS, FIRST)), unnested="zips and areas overlap")
    found = joint_check(one, [], made.BOROUGHS)
    assert (found.failures, found.checked, found.note) == (1, 0, "zips and areas overlap")


def test_what_two_systems_tell_is_added_up() -> None:
    both = Found(1, 2, 3, 4.0, 5, 6) + Found(10, 20, 30, 2.0, 50, 60)
    assert both == Found(11, 22, 33, 2.0, 55, 66)


def test_counts_need_the_minimum_and_money_a_share_on_both_sides() -> None:
    """Whoever is alone works out a count below the minimum, and money in any case."""
    policy = replace(POLICY, additive=("donations",), primary=Primary(10, p_percent=20.0))
    kinds = made.CLIENTS, made.DONATIONS, made.SHARE
    source = released.source(policy, *kinds)
    table = pd.concat([rows_of(NUMBERS, FIRST, one.id) for one in kinds])
    one = published(table.sort_values(KEY, ignore_index=True), source)
    releases = Releases((one,), policy, Equations())
    is_money = one.observations["indicator_id"].eq("donations").to_numpy()
    need = joint._need(releases)
    np.testing.assert_equal(need.reach, np.where(is_money, 0.0, 10.0))
    np.testing.assert_allclose(need.share, np.where(is_money, 0.2, 0.0))
    assert need.level == 3
    np.testing.assert_equal(joint._found_below(releases), np.where(is_money, np.inf, 10.0))


@pytest.mark.parametrize(
    ("men", "women", "clients", "told"),
    [
        (GAP, GAP, 11.0, 1),
        (GAP, GAP, 12.0, 1),
        (GAP, GAP, 13.0, 0),
        # Whoever knows that one of a total and its part is small knows which.
        (GAP, 60.0, GAP, 1),
        # A gap that stands alone is exact.
        (GAP, 60.0, 72.0, 1),
        (GAP, GAP, GAP, 0),
    ],
)
def test_two_gaps_of_a_sum_of_indicators_are_told_where_both_are_small_or_one_is_the_total(
    men: float, women: float, clients: float, told: int
) -> None:
    figures = {"men": men, "women": women, "clients": clients}
    kinds = [replace(made.CLIENTS, id=name) for name in figures]
    policy = replace(PLAIN, sums=(Sum("clients", ("men", "women")),))
    table = pd.concat([series(name, [value]) for name, value in figures.items()])
    source = released.source(policy, *kinds)
    found = checked(table.sort_values(KEY, ignore_index=True), source=source)
    assert found.failures == told


def test_two_gaps_of_money_are_told_to_whoever_is_alone_and_are_no_small_counts() -> None:
    adding = ("clients", "men", "women")
    policy = replace(PLAIN, sums=(Sum("clients", ("men", "women")),), additive=adding)
    figures = {"men": GAP, "women": GAP, "clients": 11.0}
    kinds = [replace(made.DONATIONS, id=name) for name in figures]
    table = pd.concat([series(name, [value]) for name, value in figures.items()])
    source = released.source(policy, *kinds)
    found = checked(table.sort_values(KEY, ignore_index=True), source=source)
    assert (found.failures, found.note) == (2, said(2, insider=2))


def test_gaps_that_are_settled_by_relaxation_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def relaxed(_attack: object, targets: Ints) -> tuple[Mask, Mask]:
        return np.zeros(len(targets), dtype=bool), np.ones(len(targets), dtype=bool)

    monkeypatch.setattr(joined.Attack, "judged", relaxed)
    assert said(8, relaxed=8) in checked(with_sums(4.0, 9.0), source=ROLLING).note


def test_what_is_bounded_by_relaxation_is_no_range_that_numbers_show() -> None:
    assert joint._note(Found(seen=2400, relaxed=1300, insider=7), 0) == (
        "2,400 withheld cells tied beyond one table: 1,100 ranges shown by whole numbers that fit, "
        "1,300 by relaxation; 7 are worked out by a lone contributor of another; all others by "
        "flow, A1 to A4"
    )


def test_an_earlier_release_of_small_areas_is_added_up_by_their_boroughs() -> None:
    places = [("nta2010", "BX01"), ("nta2010", "BX02"), ("borough", "BX")]
    parts = [
        series("clients", [value], area).assign(geography=name)
        for (name, area), value in zip(places, (40.0, 50.0, 90.0), strict=True)
    ]
    now = pd.concat(parts).sort_values(KEY, ignore_index=True)
    before = now.assign(value=now["value"] + 20)
    policy = replace(PLAIN, publication_grid=Grid(("nta2010", "borough"), "quarter"))
    one = published(now, released.source(policy, made.CLIENTS))
    [earlier] = joint._otherwise(one, [before], made.BOROUGHS)
    assert [cube.network.cell_count for cube in earlier.cubes] == [3]
    assert joint_check(one, [before], made.BOROUGHS).passed
