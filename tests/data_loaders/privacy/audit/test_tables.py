"""A1 to A4 and A13, line by line: one area, three categories and their total in a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.context import BaseContext

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import tables
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.privacy.audit.table_attack import Findings, Goal
from data_loaders.privacy.tables import linear
from data_loaders.vocabulary.audit_record import CheckResult
from data_loaders.vocabulary.policy import (
    P_PERCENT,
    Base,
    Grid,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)
from tests.data_loaders.privacy.audit.test_arithmetic import GAP, series
from tests.support.privacy import made, released

POLICY: Policy = replace(made.PEOPLE, publication_grid=Grid(("borough",), "quarter", "service"))
NAMES = ("food", "rent", "work", "all")
Row = tuple[float, float, float, float]
NOTHING: Mapping[str, list[float]] = {}


def published(
    *rows: Row,
    policy: Policy = POLICY,
    indicator_id: str = "clients",
    others: Mapping[str, list[float]] = NOTHING,
) -> PublishedSource:
    """Quarters of one borough, and other indicators of it."""
    parts = [
        series(indicator_id, [row[at] for row in rows]).assign(industry_id=name)
        for at, name in enumerate(NAMES)
    ]
    parts += [series(name, values) for name, values in others.items()]
    kinds = made.CLIENTS, made.DONATIONS, made.SHARE, made.VISITS
    table = pd.concat(parts).sort_values(KEY, ignore_index=True)
    return published_source(released.source(policy, *kinds), table, made.BOROUGHS)


def failures(one: PublishedSource) -> tuple[int, ...]:
    """Of A1, A2, A3 and A4."""
    found = tables.checks(one, 1, lambda _done, _of: None)
    assert [check.id for check in found] == ["A1", "A2", "A3", "A4"]
    gaps = int(one.hidden_additive.sum())
    assert {(check.checked, check.covered) for check in found} == {(gaps, gaps)}
    return tuple(check.failures for check in found)


SOUND: Row = (GAP, GAP, GAP, 90)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ((30, 30, 30, 90), (0, 0, 0, 0)),
        (SOUND, (0, 0, 0, 0)),
        # One gap is exact to everyone, and one that stands alone is known to be small.
        ((GAP, 30, 30, 90), (1, 1, 2, 0)),
        # Two of 60 keep their ranges; and who is alone in one learns that the other is 59.
        ((GAP, GAP, 30, 90), (0, 0, 0, 0)),
        # Two of ten may be ten and none. Who knows that neither is none has nine at most of each,
        # a pair of which one is small, and where one is alone the other is nine.
        ((GAP, GAP, 30, 40), (0, 0, 3, 2)),
        ((GAP, GAP, 30, 39), (0, 2, 3, 2)),
        # Two of two are one each to whoever knows that neither is none.
        ((GAP, GAP, 30, 32), (0, 2, 3, 2)),
    ],
)
def test_gaps_of_a_row_are_attacked_by_who_knows_nothing_and_by_who_knows_the_least(
    row: Row, found: tuple[int, ...]
) -> None:
    assert failures(published(row)) == found


def said(
    *rows: Row, policy: Policy = POLICY, others: Mapping[str, list[float]] = NOTHING
) -> list[CheckResult]:
    return list(
        tables.checks(published(*rows, policy=policy, others=others), 1, lambda _done, _of: None)
    )


def test_the_note_of_an_attack_says_what_it_could_not_open() -> None:
    sound = said(SOUND)
    assert [check.note for check in sound] == ["", "", "withheld cells are at least 1", ""]
    broken = said(SOUND, (GAP, 30, 70, 90))
    assert broken[0].note == "published figures of 1 tables contradict each other"
    assert all(check.failures for check in broken)
    unnested = replace(published(SOUND), unnested="zips and areas overlap")
    found = tables.checks(unnested, 1, lambda _done, _of: None)
    assert [check.note for check in found][0] == "zips and areas overlap"
    assert [check.failures for check in found] == [1, 1, 1, 1]


def test_the_narrowest_range_is_said_where_there_is_one() -> None:
    assert [check.worst_width for check in said((GAP, 30, 30, 90), SOUND)] == [0, 0, 0, None]
    assert said((30, 30, 30, 90))[0].worst_width is None


def test_gaps_that_stand_in_no_sum_are_counted_with_the_attack_that_looks_at_them() -> None:
    based = replace(POLICY, bases=(Base("share", "clients"),))
    share, visits = ({name: [GAP, 5.0]} for name in ("share", "visits"))
    row = (30.0, 30.0, 30.0, 90.0)
    some = said(SOUND, row, policy=based, others=share)
    assert some[0].note == "1 withheld cells stand in no sum: A8 looks at 1"
    unbased = said(SOUND, row, others=share)
    told = "1 withheld cells stand in no sum: A8 looks at 0, and no attack looks at 1"
    assert unbased[0].note == told
    both = said(SOUND, row, others={**share, **visits})
    told = "2 withheld cells stand in no sum: A8 looks at 1, and no attack looks at 1"
    assert both[0].note == told


def test_gaps_that_no_attack_saw_fail_every_attack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "attack", lambda *_: Findings(checked=1))
    found = said(SOUND)
    assert [check.failures for check in found] == [2, 2, 2, 2]
    assert found[0].note == "2 withheld cells of sums were not looked at"


def test_whoever_waits_hears_of_every_table_with_a_gap() -> None:
    heard: list[tuple[int, int]] = []
    one = published(SOUND, (30, 30, 30, 90), SOUND)
    tables.checks(one, 1, lambda done, of: heard.append((done, of)))
    assert heard == [(1, 2), (2, 2)]
    assert [int(period) for _, period, _, _ in tables.tables_with_gaps(one)] == [0, 2]


def mistaken(monkeypatch: pytest.MonkeyPatch, lower: float, upper: float) -> None:
    """Let a linear program be so far off at the ends of a range."""
    honest = linear.extreme

    def off(
        system: linear.LinearSystem, cell: int, highest: bool
    ) -> tuple[float, np.ndarray, np.ndarray]:
        bound, table, binding = honest(system, cell, highest)
        return bound + (upper if highest else lower), table, binding

    monkeypatch.setattr(linear, "extreme", off)


@pytest.mark.parametrize(("wrong", "failing"), [(0.0, False), (1e-6, False), (1.0, True)])
def test_flow_and_linear_program_have_the_same_ends(
    wrong: float, failing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three tables at most, and of four gaps of each."""
    mistaken(monkeypatch, wrong, wrong)
    for rows, compared in (
        ([SOUND], 3),
        ([SOUND] * 2, 6),
        ([SOUND] * 4, 9),
        ([(GAP, GAP, GAP, GAP)], 4),
        ([(GAP, 30.0, 30.0, 90.0)], 1),
        ([(30.0, 30.0, 30.0, 90.0)], 0),
    ):
        found = tables.cross_check(published(*rows))
        assert (found.id, found.checked, found.covered) == ("A13", compared, compared)
        assert found.failures == (compared if failing else 0)


@pytest.mark.parametrize(("lower", "upper"), [(-0.5, 0.0), (0.5, 0.0), (0.0, -0.5), (0.0, 0.5)])
def test_one_end_that_differs_is_enough(
    lower: float, upper: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    mistaken(monkeypatch, lower, upper)
    assert tables.cross_check(published(SOUND)).failures == 3


def test_gaps_of_figures_that_contradict_each_other_cannot_be_compared() -> None:
    found = tables.cross_check(published((GAP, 30, 70, 90)))
    assert (found.failures, found.checked) == (1, 1)


@pytest.mark.parametrize(
    ("row", "told"), [((GAP, GAP, 300, 1000), True), ((GAP, GAP, GAP, 1000), False)]
)
def test_a_lone_donor_subtracts_its_own_from_a_pair(row: Row, told: bool) -> None:
    money = replace(POLICY, additive=("donations",))
    one = published(row, policy=money, indicator_id="donations")
    assert bool(failures(one)[3]) == told


@pytest.mark.parametrize(
    ("rent", "work", "told"), [(300.0, 600.0, 2), (300.0, 0.0, 2), (0.0, 0.0, 0)]
)
def test_a_total_and_its_part_are_the_same_people_where_nobody_else_is_in_it(
    rent: float, work: float, told: int
) -> None:
    """Whoever gave all of the part learns the total beside it, unless that is the part."""
    money = replace(POLICY, additive=("donations",))
    one = published((GAP, rent, work, GAP), policy=money, indicator_id="donations")
    assert failures(one)[3] == told


def test_a_sum_of_a_sensitive_source_has_three_gaps_at_least() -> None:
    health = replace(POLICY, sensitivity=Sensitivity.HEALTH, primary=Primary(11))
    for policy, least in ((POLICY, 2), (health, 3)):
        one = published(SOUND, policy=policy)
        goal = tables.goal_of(one, one.cubes[0])
        minimum = one.minimum
        assert goal == Goal(minimum, 3, None, least)


def test_money_of_a_catalog_without_rules_is_judged_by_our_share() -> None:
    theirs = replace(
        POLICY,
        additive=("donations",),
        treatment=Treatment.PUBLISHER,
        publisher_rule="fewer than five are left out",
        primary=None,
    )
    one = published(SOUND, policy=theirs, indicator_id="donations")
    assert tables.goal_of(one, one.cubes[0]).p_percent == P_PERCENT


def test_tables_of_every_indicator_are_attacked() -> None:
    others = {"donations": [GAP, 40.0, GAP]}
    one = published(SOUND, SOUND, policy=replace(POLICY, additive=("donations",)), others=others)
    found = [(cube.indicator_id, int(at)) for cube, at, _, _ in tables.tables_with_gaps(one)]
    assert found == [("clients", 0), ("clients", 1), ("donations", 0), ("donations", 2)]


@pytest.mark.parametrize(
    ("quarters", "asked", "cores", "used"),
    [
        (59, 4, 4, []),
        (60, 4, 4, [4]),
        (60, 1, 4, []),
        (60, None, 3, [3]),
        (60, None, 12, [8]),
        (60, None, None, []),
        (60, 12, 1, [8]),
    ],
)
def test_sixty_tables_are_shared_among_as_many_processes_as_asked_for_and_eight_at_most(
    quarters: int,
    asked: int | None,
    cores: int | None,
    used: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Threads stand in for processes: each says the same. Processes begin anew, without a copy."""
    started: list[int] = []

    def pool(count: int, mp_context: BaseContext) -> ThreadPoolExecutor:
        assert mp_context.get_start_method() == "spawn"
        started.append(count)
        return ThreadPoolExecutor(count)

    monkeypatch.setattr(tables, "ProcessPoolExecutor", pool)
    monkeypatch.setattr(tables.os, "cpu_count", lambda: cores)
    heard: list[int] = []
    one = published(*[SOUND] * quarters)
    found = tables.checks(one, asked, lambda done, _of: heard.append(done))
    assert (started, heard) == (used, list(range(1, quarters + 1)))
    assert [(check.failures, check.checked) for check in found] == [(0, 3 * quarters)] * 4
