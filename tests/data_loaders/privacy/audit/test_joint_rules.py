"""Equations of all periods and releases: the truth fits each of them, and no other gap does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import joint_rules
from data_loaders.privacy.audit.joint_rules import Releases, Rules, joined_system, stacked
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.privacy.audit.time_rules import Equations, time_rules
from data_loaders.privacy.tables.joined import JoinedSystem
from data_loaders.privacy.tables.network import Floats, Ints
from data_loaders.vocabulary.model import Indicator
from data_loaders.vocabulary.policy import AtMost, Base, Policy, Sum
from tests.data_loaders.privacy.audit.test_joint import (
    ENDS,
    HALF_YEARS,
    POLICY,
    cube_of,
    rows_of,
    square,
)
from tests.support.privacy import made, released

NUMBERS = cube_of({})[:2]
FIRST, BOTH = square((0,))[:2], square((0, 1))[:2]
NO_GAPS = np.zeros_like(BOTH)
MEN, WOMEN = (replace(made.CLIENTS, id=name) for name in ("men", "women"))


def published(table: pd.DataFrame, *kinds: Indicator, policy: Policy = POLICY) -> PublishedSource:
    source = released.source(policy, *(kinds or (made.CLIENTS,)))
    return published_source(source, table, made.BOROUGHS)


def releases_of(*held: PublishedSource, policy: Policy = POLICY) -> Releases:
    """Releases of a source, the newest first."""
    return Releases(held, policy, time_rules(held[0]))


def truth_of(*tables: pd.DataFrame) -> Floats:
    """The figures of all cells of all releases, those of gaps too."""
    ordered = [table.sort_values(KEY)["value"] for table in tables]
    return np.concatenate(ordered)


def broken(system: JoinedSystem, table: Floats) -> Ints:
    """The equations that a table of all cells does not fit."""
    sums = system.rules @ table
    return np.flatnonzero((sums < system.least - 1e-6) | (sums > system.most + 1e-6))


def require_that_rules_hold_gaps(releases: Releases, truth: Floats) -> JoinedSystem:
    """All rules are true, and each gap that is moved breaks one; the system they are in."""
    system = joined_system(releases)
    gaps = releases.rows["_gap"].to_numpy()
    assert not len(broken(system, truth))
    for gap in np.flatnonzero(gaps):
        for off in (-3.0, 3.0):
            moved = truth.copy()
            moved[gap] += off
            assert len(broken(system, moved))
    assert (system.lower[gaps] == 1).all()
    assert np.isinf(system.upper[gaps]).all()
    assert (system.lower[~gaps] == truth[~gaps]).all()
    assert (system.upper[~gaps] == truth[~gaps]).all()
    return system


def with_sums_of_half_years() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Six quarters with gaps in two of them, beside sums of both that are all shown; the truth."""
    numbers, gaps = cube_of({}), square((2, 3))
    later = np.concatenate([numbers[:1], numbers[1:] + numbers[:-1]])
    sums = rows_of(later, np.zeros_like(gaps), HALF_YEARS.id)
    sums = sums[sums["period_start"].isin(ENDS)]
    hidden, open_ = (rows_of(numbers, each) for each in (gaps, np.zeros_like(gaps)))
    both = [pd.concat([table, sums]).sort_values(KEY) for table in (hidden, open_)]
    return both[0], both[1]


def test_tables_of_all_periods_and_their_sums_are_one_system() -> None:
    table, truth = with_sums_of_half_years()
    releases = releases_of(published(table, made.CLIENTS, HALF_YEARS))
    system = require_that_rules_hold_gaps(releases, truth_of(truth))
    # Four sums over both quarters tie the gaps of each; all else is in one of three tables.
    assert (system.table == -1).sum() == 4
    assert len(set(system.table.tolist())) - 1 == 3


def test_a_gap_is_what_it_is_in_another_release() -> None:
    """One release hides some cells and the other others; what both have is said once a pair."""
    other = np.roll(BOTH, 2, axis=2)
    tables = [rows_of(NUMBERS, gaps) for gaps in (BOTH, other)]
    whole = rows_of(NUMBERS, NO_GAPS)
    releases = releases_of(*(published(each) for each in tables))
    assert releases.starts.tolist() == [0, 60, 120]
    assert releases.rows["release"].tolist() == [0] * 60 + [1] * 60
    system = require_that_rules_hold_gaps(releases, truth_of(whole, whole))
    between = system.rules[np.flatnonzero(system.table == -1)].tocoo()
    # Four of each release in two quarters.
    assert between.shape[0] == 2 * 2 * 4
    first, second = (between.col[between.data == sign] for sign in (1.0, -1.0))
    assert ((first < 60) & (second >= 60)).all()
    assert sorted(first) == sorted(second - 60)


def between_of(*releases: PublishedSource, policy: Policy = POLICY) -> pd.DataFrame:
    """The cells that are the same in two releases, by their keys."""
    whole = releases_of(*releases, policy=policy)
    cells = [each.rules.tocoo() for each in joint_rules._between(whole)]
    size = int(whole.starts[-1])
    assert all(each.shape == (len(each.col) // 2, size) for each in cells)
    places = np.concatenate([each.col[each.data == 1.0] for each in cells])
    return whole.rows.iloc[np.sort(places)]


def test_a_table_that_was_revised_says_nothing_of_its_gaps_and_all_others_do() -> None:
    revised = NUMBERS.copy()
    revised[0, 4, 3] += 20
    table, before = rows_of(NUMBERS, BOTH), rows_of(revised, BOTH)
    same = between_of(published(table), published(before))
    assert set(same["period_start"]) == {table["period_start"].max()}
    assert len(same) == 4
    assert same["_gap"].all()
    # A figure that one of both hides is no revision of it.
    gap = before["value"].ne(table["value"]) & before["value"].notna()
    hidden = before.assign(value=before["value"].mask(gap))
    hidden = hidden.assign(status=hidden["status"].mask(gap, "withheld"))
    assert len(between_of(published(table), published(hidden))) == 4 + 4 + 1


def test_tables_that_are_tied_are_revised_together() -> None:
    """A figure of men that is another one says that those of all may be others, too."""
    tied = replace(POLICY, sums=(Sum("clients", ("men", "women")),))
    men, women = rows_of(NUMBERS, BOTH, "men"), rows_of(NUMBERS, NO_GAPS, "women")
    both = rows_of(NUMBERS * 2, BOTH)
    revised = men.assign(value=men["value"] + 15 * (men.index == men.index[-1]))
    now, before = (pd.concat([each, women, both]) for each in (men, revised))
    for policy, names in ((POLICY, {"clients": 8, "men": 4}), (tied, {"clients": 4, "men": 4})):
        kinds = made.CLIENTS, MEN, WOMEN
        held = [published(each, *kinds, policy=policy) for each in (now, before)]
        same = between_of(*held, policy=policy)
        assert same["indicator_id"].value_counts().to_dict() == names


def test_every_two_of_three_releases_are_held_against_each_other() -> None:
    table = published(rows_of(NUMBERS, FIRST))
    assert len(between_of(table, table, table)) == 3 * 4


def test_what_does_not_add_up_is_not_said_to_be_the_same() -> None:
    scores = rows_of(NUMBERS, FIRST, "share")
    table = pd.concat([rows_of(NUMBERS, FIRST), scores])
    held = published(table, made.CLIENTS, made.SHARE)
    assert set(between_of(held, held)["indicator_id"]) == {"clients"}


@pytest.mark.parametrize(
    ("policy", "before", "periods"),
    [
        # By itself a table is attacked elsewhere: of the newest release only what another has.
        (POLICY, (), [[]]),
        (POLICY, ((0,),), [[0], [0]]),
        (POLICY, ((1,),), [[], []]),
        (POLICY, ((1,), (0, 1)), [[0], [], [0]]),
        (replace(POLICY, at_most=(AtMost("men", "clients"),)), (), [[0]]),
    ],
)
def test_periods_are_those_with_a_gap_that_anything_beyond_one_table_ties(
    policy: Policy, before: tuple[tuple[int, ...], ...], periods: list[list[int]]
) -> None:
    table = rows_of(NUMBERS, FIRST)
    starts = sorted(set(table["period_start"]))
    earlier = [
        published(table[table["period_start"].isin([starts[at] for at in places])])
        for places in before
    ]
    releases = releases_of(published(table), *earlier, policy=policy)
    found = [joint_rules._periods(releases, place) for place in range(len(releases.held))]
    assert found == [[starts[at] for at in places] for places in periods]


def test_equations_over_time_tie_every_period_with_a_gap() -> None:
    one = published(rows_of(NUMBERS, BOTH))
    over_time = Equations([[(0, 1.0), (1, -1.0)]], [0.0], [2.0])
    releases = Releases((one,), POLICY, over_time)
    assert len(joint_rules._periods(releases, 0)) == 2
    rules = joint_rules.over_time(over_time, 3)
    assert rules.rules.toarray().tolist() == [[1, -1, 0]]
    assert (rules.least.tolist(), rules.most.tolist()) == ([0], [2])


def rules_of(terms: Sequence[Sequence[float]], least: list[float], most: list[float]) -> Rules:
    return Rules(csr_array(np.array(terms)), np.array(least), np.array(most))


def test_rules_are_stacked_in_order_and_none_is_none() -> None:
    one = rules_of([[1.0, 0.0, -1.0], [0.0, 2.0, 0.0]], [0.0, 1.0], [3.0, 4.0])
    none = Rules(csr_array((0, 3)), np.empty(0), np.empty(0))
    other = rules_of([[0.0, 0.0, 5.0]], [6.0], [7.0])
    both = stacked([one, none, other], 3)
    assert both.rules.toarray().tolist() == [[1, 0, -1], [0, 2, 0], [0, 0, 5]]
    assert (both.least.tolist(), both.most.tolist()) == ([0, 1, 6], [3, 4, 7])
    for empty in (stacked([], 4), stacked([none], 4)):
        assert empty.rules.shape == (0, 4)
        assert (len(empty.least), len(empty.most)) == (0, 0)


def test_a_rule_stands_in_the_one_table_of_all_its_cells_or_in_none() -> None:
    rules = csr_array(np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 1.0, -1.0, 0.0], [0.0, 0.0, 1.0, 1.0]]))
    assert joint_rules._one_table(rules, np.array([0, 0, 3, 3])).tolist() == [0, -1, 3]


def test_equations_of_a_release_are_numbered_from_its_first_cell() -> None:
    """Of 60 cells after ten others, those of the second quarter; a subset is a rule of one side."""
    subset = replace(POLICY, at_most=(AtMost("men", "clients"),))
    table = pd.concat([rows_of(NUMBERS * 2, BOTH), rows_of(NUMBERS, BOTH, "men")])
    one = published(table, made.CLIENTS, MEN, policy=subset)
    last = one.observations["period_start"].max()
    rules = list(joint_rules.within(one, subset, [last], 10, 130))
    assert [each.rules.toarray().shape[1] for each in rules] == [130, 130]
    equal, at_most = rules
    at = np.unique(np.r_[equal.rules.tocoo().col, at_most.rules.tocoo().col]) - 10
    assert set(one.observations["period_start"].iloc[at]) == {last}
    assert len(at) == 60
    assert (equal.least == 0).all()
    assert np.isneginf(at_most.least).all()
    assert not np.r_[equal.most, at_most.most].any()
    # Men of each of 30 places are at most its clients.
    assert len(at_most.least) == 30
    assert at_most.rules.sum() == 0


def test_targets_are_gaps_that_add_up_and_who_is_alone_is_said_of_every_release() -> None:
    table = pd.concat([rows_of(NUMBERS, FIRST), rows_of(NUMBERS, FIRST, "share")])
    one = published(table, made.CLIENTS, made.SHARE)
    whole = releases_of(one, published(rows_of(NUMBERS, BOTH)))
    assert whole.is_target.tolist() == [
        *one.hidden_additive.tolist(),
        *rows_of(NUMBERS, BOTH)["value"].isna(),
    ]
    assert whole.is_target.sum() == 4 + 8


def test_who_may_be_alone_is_said_by_the_counts_of_each_release() -> None:
    """A share rests on many where these are shown: in the second release they all are."""
    based = replace(POLICY, bases=(Base("share", "clients"),))
    shares = rows_of(NUMBERS, FIRST, "share")
    held = [
        published(pd.concat([rows_of(NUMBERS, gaps), shares]), made.CLIENTS, made.SHARE)
        for gaps in (FIRST, NO_GAPS)
    ]
    releases = releases_of(*held, policy=based)
    cells = releases.rows
    alone = cells[releases.may_be_alone & cells["indicator_id"].eq("share")]
    assert len(releases.may_be_alone) == 2 * 120
    assert set(alone["release"]) == {0}
    assert alone["_gap"].all()
    assert len(alone) == 4
