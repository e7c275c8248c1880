"""A6, line by line: what this release and an earlier one say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.privacy.audit.versions import known_changes, version_check
from data_loaders.vocabulary.policy import AtMost, Base, Grid, Policy, Sum
from tests.data_loaders.privacy.audit.test_arithmetic import GAP, POLICY, series
from tests.data_loaders.privacy.audit.test_tables import published as tables_of
from tests.support.privacy import made, released

KINDS = tuple(replace(made.CLIENTS, id=name) for name in ("clients", "men", "women"))
GIFTS = replace(POLICY, bases=(Base("donations", "clients"),), additive=("donations",))
GRID = Grid(("borough",), "quarter", "service")
ADDED = replace(POLICY, sums=(Sum("clients", ("men", "women")),))
BY_AGE = Sum("clients", ("old", "young"))
SUBSET = replace(POLICY, at_most=(AtMost("men", "clients"),))


def table(*parts: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(parts).sort_values(KEY, ignore_index=True)


def published(policy: Policy, *parts: pd.DataFrame) -> PublishedSource:
    source = released.source(policy, *KINDS, made.DONATIONS)
    return published_source(source, table(*parts), made.BOROUGHS)


NOW: Sequence[float] = (50, 60, GAP)


@pytest.mark.parametrize(
    ("before", "failures", "checked", "covered"),
    [
        ((50, 60, GAP), 0, 2, 1),
        ((50, 51, GAP), 1, 2, 1),
        ((50, 50, GAP), 0, 2, 1),
        ((50, 69, GAP), 1, 2, 1),
        ((49, 61, GAP), 2, 2, 1),
        ((50, GAP, GAP), 0, 1, 1),
        # What was shown is no gap any more, whatever is said of it now.
        ((50, 60, 30), 1, 2, 1),
        ((50, 60, 0), 1, 2, 1),
        ((50, 60), 0, 2, 0),
    ],
)
def test_a_count_changes_by_nothing_or_by_the_minimum_and_what_was_shown_is_no_gap(
    before: Sequence[float], failures: int, checked: int, covered: int
) -> None:
    now = published(POLICY, series("clients", NOW))
    found = version_check(now, [series("clients", before)])
    assert (found.failures, found.checked, found.covered) == (failures, checked, covered)


def test_every_release_is_held_against_this_one_and_the_last_is_counted() -> None:
    now = published(POLICY, series("clients", NOW))
    last, first = series("clients", [30, 60, GAP]), series("clients", [50, 51, GAP])
    found = version_check(now, [last, first])
    assert (found.failures, found.note) == (1, "1 figures revised beside 2 releases")
    alone = version_check(now, [last])
    assert (alone.failures, alone.note) == (0, "1 figures revised")
    none = version_check(now, [])
    assert (none.passed, none.checked, none.note) == (True, 0, "no earlier release of this source")


@pytest.mark.parametrize(("value", "failures"), [(40.0, 2), (GAP, 2), (0.0, 0)])
def test_a_row_that_is_gone_from_a_table_that_is_there_is_told_by_its_absence(
    value: float, failures: int
) -> None:
    """In two quarters. The third has no table any more, and scores add up to nothing."""
    now = published(POLICY, series("clients", [50, 60]))
    gone = series("clients", [value] * 3, area="BK")
    scores = series("share", [5.0, 5.0], area="BK")
    before = table(series("clients", [50, 60, 70]), gone, scores)
    assert version_check(now, [before]).failures == failures


@pytest.mark.parametrize(
    ("clients", "failures"), [([50, 30], 0), ([50, 31], 2), ([50, 49], 2), ([50, GAP], 1)]
)
def test_money_changes_where_its_count_does_by_the_minimum(
    clients: list[float], failures: int
) -> None:
    """Forty clients now: ten more gave the hundred dollars more, or too few, or nobody knows."""
    now = published(GIFTS, series("clients", [50, 40]), series("donations", [900, 800]))
    before = table(series("clients", clients), series("donations", [900, 700]))
    assert version_check(now, [before]).failures == failures
    same = table(series("clients", [50, 40]), series("donations", [900, 700]))
    assert version_check(now, [same]).failures == 1


@pytest.mark.parametrize(
    ("men", "women", "clients", "told"),
    [
        # Twenty more clients and 15 more women leave five men for the gap; and so on.
        (GAP, 15, 20, 1),
        (GAP, 10, 20, 0),
        (GAP, 11, 20, 1),
        (GAP, 19, 20, 1),
        (GAP, 20, 20, 0),
        (GAP, -20, -10, 0),
        (GAP, -20, -11, 1),
        (GAP, GAP, 20, 0),
        (GAP, 15, GAP, 0),
        # Five more women are few by themselves, and tell nothing of two gaps.
        (GAP, 5, GAP, 1),
        (15, 15, GAP, 0),
        (20, -15, GAP, 1),
    ],
)
def test_what_a_sum_of_indicators_leaves_for_the_change_of_its_gaps_is_many(
    men: float, women: float, clients: float, told: int
) -> None:
    now, before = revised(men, women, clients)
    assert version_check(published(ADDED, *now), [table(*before)]).failures == told


def revised(
    men: float, women: float, clients: float
) -> tuple[list[pd.DataFrame], list[pd.DataFrame]]:
    """Figures now and before they changed by so much, NaN where they were hidden before."""
    changes = {"men": men, "women": women, "clients": clients}
    base = {"men": 60.0, "women": 70.0, "clients": 130.0}
    now = [series(name, [base[name] + change]) for name, change in changes.items()]
    before = [
        series(name, [GAP if np.isnan(change) else base[name]]) for name, change in changes.items()
    ]
    return now, before


def test_without_a_sum_or_where_a_part_of_it_stands_elsewhere_nothing_is_left() -> None:
    now, before = revised(GAP, 15, 20)
    assert version_check(published(ADDED, *now), [table(*before)]).failures == 1
    assert version_check(published(POLICY, *now), [table(*before)]).failures == 0
    moved, then = ([tables[0].assign(area_id="SI"), *tables[1:]] for tables in (now, before))
    assert version_check(published(ADDED, *moved), [table(*then)]).failures == 0


@pytest.mark.parametrize(
    ("men", "clients", "told"), [(20, 32, 0), (20, 25, 1), (25, 20, 1), (20, 20, 0), (32, 20, 0)]
)
def test_who_is_in_a_whole_and_not_in_its_part_changes_by_nothing_or_by_the_minimum(
    men: float, clients: float, told: int
) -> None:
    now = published(SUBSET, series("men", [60 + men]), series("clients", [130 + clients]))
    before = table(series("men", [60]), series("clients", [130]))
    assert version_check(now, [before]).failures == told


def test_a_change_is_known_where_neither_release_has_a_gap() -> None:
    """What a table gained was nothing in it before, and a table that is new has not changed."""
    now = published(
        POLICY, series("clients", [50, GAP, 60, 70]), series("clients", [20, 30], area="SI")
    )
    before = table(series("clients", [40, 50, GAP]), series("women", [20]))
    changes = known_changes(now, before)
    by_area = {area: changes[now.observations["area_id"] == area] for area in ("BX", "SI")}
    np.testing.assert_equal(by_area["BX"], [10, GAP, GAP, 0])
    np.testing.assert_equal(by_area["SI"], [20, 30])


def test_a_pattern_that_was_another_one_is_attacked_with_what_both_show() -> None:
    """Three gaps of 40, of which one was 30: two are left of ten, and each may be one person."""
    now, before = (tables_of((GAP, GAP, work, 40.0)).observations for work in (GAP, 30.0))
    # One was shown, both are narrow and a pair, and whoever is alone in one knows the other.
    assert version_check(tables_of((GAP, GAP, GAP, 40.0)), [before]).failures == 1 + 3 + 2
    assert version_check(tables_of((GAP, GAP, GAP, 40.0)), [now]).failures == 0


def test_a_gap_beside_what_the_last_release_showed_of_its_row_is_exact() -> None:
    """Two figures that are gaps now, and a third gap that both leave 14: told, narrow and alone."""
    before = tables_of((GAP, 12.0, 14.0, 40.0)).observations
    assert version_check(tables_of((GAP, GAP, GAP, 40.0)), [before]).failures == 2 + 1 + 2


def test_what_either_release_shows_of_a_row_is_laid_together() -> None:
    """Twelve were shown before and 14 are now: the gap of both releases is 14, told and narrow."""
    before = tables_of((12.0, GAP, GAP, 40.0)).observations
    assert version_check(tables_of((GAP, GAP, 14.0, 40.0)), [before]).failures == 1 + 1 + 2


def test_gaps_of_a_table_that_changed_together_by_too_few_are_told_in_every_period() -> None:
    """Twenty more at work and 25 in all leave five for both gaps; thirty in all leave ten."""
    before = tables_of(*[(GAP, GAP, 30.0, 90.0)] * 3).observations
    now = tables_of((GAP, GAP, 50.0, 115.0), (GAP, GAP, 50.0, 115.0), (GAP, GAP, 50.0, 120.0))
    assert version_check(now, [before]).failures == 2


@pytest.mark.parametrize(("total", "told"), [(120.0, 0), (119.0, 1)])
def test_a_category_without_a_row_changed_by_nothing(total: float, told: int) -> None:
    """Twenty more at work and thirty in all leave ten for the gap; rent had a row before."""
    tables = [
        tables_of((50.0, 50.0, 50.0, 150.0), row).observations
        for row in ((GAP, 0.0, 50.0, total), (GAP, 0.0, 30.0, 90.0))
    ]
    rows = [one[one["value"].ne(0)].reset_index(drop=True) for one in tables]
    source = tables_of((50.0, 0.0, 0.0, 50.0)).source
    now = published_source(source, rows[0], made.BOROUGHS)
    assert version_check(now, [rows[1]]).failures == told


def test_what_one_sum_tells_is_told_though_another_tells_nothing() -> None:
    """Five men are left of twenty clients; the old and the young are all of them."""
    now, before = revised(GAP, 15, 20)
    ages = [[series(name, [value]) for name in ("old", "young")] for value in (75.0, 65.0)]
    kinds = [*KINDS, *(replace(made.CLIENTS, id=name) for name in ("old", "young"))]
    for sums in ((ADDED.sums[0], BY_AGE), (BY_AGE, ADDED.sums[0])):
        source = released.source(replace(POLICY, sums=sums), *kinds)
        one = published_source(source, table(*now, *ages[0]), made.BOROUGHS)
        assert version_check(one, [table(*before, *ages[1])]).failures == 1


def test_any_amount_by_which_gaps_of_money_changed_together_is_told() -> None:
    """Figures of which no count says how many gave fail by themselves, two of them."""
    policy = replace(POLICY, additive=("donations",), publication_grid=GRID)
    now, before = (
        tables_of(row, indicator_id="donations", policy=policy)
        for row in ((GAP, GAP, 5000.0, 11_500.0), (GAP, GAP, 3000.0, 9000.0))
    )
    assert version_check(now, [before.observations]).failures == 2 + 1


@pytest.mark.parametrize(("clients", "failures"), [(50.0, 1), (40.0, 0), (41.0, 2)])
def test_a_share_changes_where_the_count_it_rests_on_does_by_the_minimum(
    clients: float, failures: int
) -> None:
    based = replace(POLICY, bases=(Base("share", "clients"),))
    tables = [
        table(series("clients", [count]), series("share", [share]))
        for count, share in ((50.0, 30.0), (clients, 20.0))
    ]
    now = published_source(
        released.source(based, made.CLIENTS, made.SHARE), tables[0], made.BOROUGHS
    )
    assert version_check(now, [tables[1]]).failures == failures


def test_a_table_that_was_revised_is_not_laid_over_the_one_before() -> None:
    """Thirty at work of seventy say nothing of forty; of the same forty they leave ten."""
    now = tables_of((GAP, GAP, GAP, 40.0))
    revised, same = (tables_of((GAP, GAP, 30.0, total)).observations for total in (70.0, 40.0))
    assert version_check(now, [revised]).failures == 1
    assert version_check(now, [same]).failures == 1 + 3 + 2


def test_a_table_with_the_gaps_it_had_is_attacked_elsewhere() -> None:
    narrow = tables_of((GAP, GAP, 30.0, 40.0))
    assert version_check(narrow, [narrow.observations]).failures == 0


@pytest.mark.parametrize(("clients", "failures"), [(GAP, 1 + 2), (50.0, 1)])
def test_nobody_is_alone_in_an_overlaid_gap_whose_count_is_shown(
    clients: float, failures: int
) -> None:
    """A gap of money was a figure, which leaves two; who is alone in one subtracts its own."""
    counts = tables_of((clients, clients, clients, 150.0)).observations
    tables = [
        tables_of((GAP, GAP, work, 90_000.0), indicator_id="donations", policy=GIFTS)
        for work in (GAP, 30_000.0)
    ]
    both = [table(one.observations, counts) for one in tables]
    source = released.source(replace(GIFTS, publication_grid=GRID), *KINDS, made.DONATIONS)
    now = published_source(source, both[0], made.BOROUGHS)
    assert version_check(now, [both[1]]).failures == failures
