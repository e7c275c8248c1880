"""A8, line by line: what a shown figure, a share or an index says of a small count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import arithmetic
from data_loaders.privacy.audit.arithmetic import arithmetic_check
from data_loaders.privacy.audit.published import published_source
from data_loaders.vocabulary.audit_record import CheckResult
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import Base, Contributors, Grid, IndexRule, Policy, Ratio
from tests.support.privacy import made, released

POLICY: Policy = replace(made.PEOPLE, publication_grid=Grid(("borough",), "quarter"))
SHARE = replace(made.SHARE, decimals=1)
OF_CLIENTS = replace(POLICY, ratios=(Ratio("share", "clients", "clients"),))
GAP = np.nan


def series(indicator_id: str, values: Sequence[float], area: str = "BX") -> pd.DataFrame:
    """Figures of one area, quarter after quarter, of which NaN are withheld."""
    starts = pd.date_range("2018-01-01", periods=len(values), freq="QS").astype("datetime64[ms]")
    rows = pd.DataFrame({"period_start": starts, "value": values})
    return rows.assign(
        indicator_id=indicator_id,
        geography="borough",
        area_id=area,
        industry_id="all",
        period_end=starts + pd.offsets.QuarterEnd(0),
        status=np.where(rows["value"].isna(), "withheld", "normal"),
    )


def checked(policy: Policy, kinds: Sequence[Indicator], *tables: pd.DataFrame) -> CheckResult:
    table = pd.concat(tables).sort_values(KEY, ignore_index=True)
    published = published_source(released.source(policy, *kinds), table, made.BOROUGHS)
    return arithmetic_check(published, table, made.BOROUGHS)


def test_counts_of_one_to_nine_that_are_shown_are_too_small() -> None:
    counts = series("clients", [0, 1, 9, 10, GAP])
    assert checked(POLICY, [made.CLIENTS], counts).failures == 2
    attested = replace(POLICY, contributors=Contributors.ATTESTED)
    assert checked(attested, [made.CLIENTS], counts).failures == 0
    dollars = series("donations", [0, 1, 9, 10, GAP])
    kinds = [made.DONATIONS, made.CLIENTS]
    assert checked(POLICY, kinds, dollars, series("clients", [50.0])).failures == 0


def test_rows_in_another_order_than_that_of_their_keys_say_something() -> None:
    table = series("clients", [40, 50, 60])
    published = published_source(released.source(POLICY, made.CLIENTS), table, made.BOROUGHS)
    assert arithmetic_check(published, table, made.BOROUGHS).passed
    turned = arithmetic_check(published, table.iloc[::-1].reset_index(drop=True), made.BOROUGHS)
    assert (turned.failures, turned.passed) == (1, False)


@pytest.mark.parametrize(
    ("percent", "count", "told"),
    [
        # Of 200 people a tenth of a percent is a fifth of one: 4.5 % are nine, 5 % are ten.
        (4.5, 200, 1),
        (5.0, 200, 0),
        (0.5, 200, 1),
        (0.0, 200, 0),
        (95.5, 200, 1),
        (95.0, 200, 0),
        (99.5, 200, 1),
        (100.0, 200, 0),
        # Of 2,000 it is two: seven to nine are few, eight to ten may be ten.
        (0.4, 2000, 1),
        (0.45, 2000, 0),
        (99.6, 2000, 1),
        (99.55, 2000, 0),
        (0.05, 2000, 0),
    ],
)
def test_a_percent_of_a_count_tells_its_part_or_rest_where_that_is_surely_few(
    percent: float, count: int, told: int
) -> None:
    found = checked(
        OF_CLIENTS, [made.CLIENTS, SHARE], series("clients", [count]), series("share", [percent])
    )
    assert (found.failures, found.checked) == (told, 1)


def test_a_rounded_percent_tells_less() -> None:
    """In steps of five, 5 % of 100 may be three to seven: few; of 10 %, eight to twelve."""
    coarse = replace(OF_CLIENTS, rounding=5.0)
    counts = series("clients", [100, 100, 100, 100])
    found = checked(coarse, [made.CLIENTS, SHARE], counts, series("share", [5, 10, 90, 95]))
    assert (found.failures, found.checked) == (2, 4)
    # Of 80 people ten percent are six to ten.
    eighty = checked(coarse, [made.CLIENTS, SHARE], series("clients", [80]), series("share", [10]))
    assert eighty.failures == 0


def test_percents_are_of_the_counts_of_their_family_or_that_a_policy_names() -> None:
    counts, shares = series("clients", [200, 200]), series("share", [4.5, GAP])
    men = replace(made.CLIENTS, id="men", family="men")
    attested = replace(POLICY, contributors=Contributors.ATTESTED)
    family = replace(SHARE, family="clients")
    of_men = replace(attested, ratios=(Ratio("share", "men", "clients"),))
    of_others = replace(attested, ratios=(Ratio("rate", "men", "clients"),))
    for policy, kind, found in (
        (attested, SHARE, (0, 0)),
        (attested, family, (1, 1)),
        (of_men, SHARE, (2, 2)),
        (of_others, SHARE, (0, 0)),
    ):
        kinds = [made.CLIENTS, men, kind]
        check = checked(policy, kinds, counts, series("men", [200, 200]), shares)
        assert (check.failures, check.checked) == found


@pytest.mark.parametrize(
    ("shown", "by_five", "by_one"),
    [
        ([0, 90], 2, 2),
        ([1, 90], 2, 2),
        ([2, 90], 2, 0),
        ([5, 90], 2, 0),
        ([90, 9.9], 2, 0),
        ([10, 90], 0, 0),
        ([], 0, 0),
    ],
)
def test_a_gap_under_the_lowest_index_of_its_series_has_next_to_no_values(
    shown: list[float], by_five: int, by_one: int
) -> None:
    """Ten, five and nothing are three; and of a series without a figure nothing is known."""
    policy = replace(POLICY, index=IndexRule("2018-Q1", 10, 5.0, 10.0))
    table = series("visits", [*shown, GAP, GAP])
    other = series("visits", [50.0, GAP], area="BK")
    found = checked(policy, [made.VISITS], table, other)
    assert (found.failures, found.covered, found.checked) == (by_five, 3, 2)
    plain = replace(policy, index=IndexRule("2018-Q1", 10, 0.0, 10.0))
    assert checked(plain, [made.VISITS], table, other).failures == by_one
    without = replace(policy, index=None)
    assert checked(without, [made.VISITS], table, other).failures == by_one


@pytest.mark.parametrize(("steps", "told"), [(0.1, 1), (5.0, 0)])
def test_an_index_gives_up_its_counts_where_few_bases_fit_it(steps: float, told: int) -> None:
    """A series of one figure says nothing of its base."""
    policy = replace(POLICY, index=IndexRule("2018", 30, steps))
    kind = replace(made.VISITS, decimals=1)
    counts = np.array([37, 41, 52, 33, 48, 61, 39, 44, 57, 35])
    indexes = np.round(counts / 37 * 100 / steps) * steps
    assert checked(policy, [kind], series("visits", indexes.tolist())).failures == told
    assert checked(policy, [kind], series("visits", indexes.tolist()[1:2])).failures == 0
    both = [series("visits", indexes.tolist(), area=area) for area in ("BX", "BK")]
    assert checked(policy, [kind], *both).failures == 2 * told


@pytest.mark.parametrize(("first", "second", "told"), [(100.0, 109.1, 1), (100.0, 110.0, 0)])
def test_nine_bases_are_few_and_ten_are_not(first: float, second: float, told: int) -> None:
    """To a tenth, 109.1 is made by eleven and its multiples to 99, 110.0 by ten and its own."""
    kind = replace(made.VISITS, decimals=1)
    for rule in (IndexRule("2018", 30, 0.1), None):
        policy = replace(POLICY, index=rule)
        assert checked(policy, [kind], series("visits", [first, second])).failures == told


def test_an_index_in_whole_steps_may_be_half_a_step_off() -> None:
    """Counts of 47, 55, 51 and 56: 23 bases fit to a half, and seven would to a third."""
    kind, policy = replace(made.VISITS, decimals=1), replace(POLICY, index=IndexRule("2018", 30, 1))
    assert checked(policy, [kind], series("visits", [100, 117, 109, 119])).failures == 0


@pytest.mark.parametrize(("index", "fits"), [(11, 0), (12, 1), (13, 1), (14, 0)])
def test_a_base_fits_where_its_index_lies_between_two_that_are_printed(
    index: float, fits: int
) -> None:
    """One of eight is twelve and a half."""
    found = arithmetic._fitting_bases(np.array([index], dtype=np.float64), np.array([8.0]), 0.5)
    assert found == fits


def test_indexes_that_arrive_as_such_are_not_counts_we_were_given() -> None:
    attested = replace(POLICY, contributors=Contributors.ATTESTED)
    found = checked(attested, [made.VISITS], series("visits", [100.0, 110.8, 140.5, GAP]))
    assert (found.failures, found.checked, found.covered) == (0, 0, 0)


def test_a_share_shown_beside_a_hidden_count_says_that_it_is_no_small_one() -> None:
    """Where a link says so, and where none says on which count of its source it rests."""
    counts, shares = series("clients", [GAP, GAP, 50]), series("share", [20, GAP, 30])
    men = replace(made.CLIENTS, id="men", family="men")
    of_men = series("men", [40, GAP, GAP])
    linked = replace(POLICY, bases=(Base("share", "clients"),))
    attested = replace(linked, contributors=Contributors.ATTESTED)
    for policy, told in ((linked, 1), (attested, 1), (POLICY, 2)):
        found = checked(policy, [made.CLIENTS, men, SHARE], counts, of_men, shares)
        assert found.failures == told, policy.bases
    found = checked(linked, [made.CLIENTS, SHARE], shares)
    assert (found.failures, found.covered) == (0, 0)
    found = checked(linked, [made.CLIENTS, SHARE], counts, shares)
    assert (found.failures, found.covered) == (1, 1)


def test_figures_of_percents_and_series_of_indexes_are_counted_together() -> None:
    percents = series("share", [4.5, 60.0])
    indexes = pd.concat([series("visits", [50.0], area=area) for area in ("BX", "BK", "MN")])
    kinds = [made.CLIENTS, SHARE, made.VISITS]
    found = checked(OF_CLIENTS, kinds, series("clients", [200, 200]), percents, indexes)
    assert (found.checked, found.failures) == (2 + 3, 1)


@pytest.mark.parametrize(("share", "failures"), [(0.9, 1), (0.4, 0)])
def test_a_hidden_index_that_its_whole_and_the_other_part_tell_fails(
    share: float, failures: int
) -> None:
    """A year of weeks of two groups and both, and one more week that hides the first group."""
    random = np.random.default_rng(4)
    true = np.vstack([[100.0, 100.0], random.uniform(20, 160, (51, 2)), [1.0, 60.0]])
    steps = np.round(np.column_stack([true, true @ [share, 1 - share]]) / 5) * 5
    steps[-1, 0] = GAP
    tables = [
        series("visits", steps[:, at].tolist()).assign(industry_id=name)
        for at, name in enumerate(("food", "rent", "all"))
    ]
    policy = replace(POLICY, publication_grid=Grid(("borough",), "quarter", "service"))
    policy = replace(policy, index=IndexRule("2018-Q1", 10, 5.0, 10.0))
    assert checked(policy, [made.VISITS], *tables).failures == failures


@pytest.mark.parametrize(("count", "failures"), [(130.0, 1), (140.0, 0)])
def test_a_percent_in_steps_of_five_may_be_half_a_step_off(count: float, failures: int) -> None:
    """Of 140 five percent may be ten, of 130 they are nine at most."""
    rounded = replace(OF_CLIENTS, rounding=5.0)
    tables = series("clients", [count]), series("share", [5.0])
    assert checked(rounded, [made.CLIENTS, SHARE], *tables).failures == failures


CHANGE = replace(made.SHARE, id="trend", measure=Measure.PERCENT_CHANGE, decimals=1)
DAYS = replace(made.SHARE, id="days", measure=Measure.DAYS)
LATER = replace(CHANGE, id="trend_anew")
KINDS = [made.CLIENTS, DAYS, CHANGE, LATER]
WITH_CHANGES = replace(
    POLICY, bases=tuple(Base(one.id, "clients") for one in (DAYS, CHANGE, LATER))
)
# Of eleven changes each is since the quarter before, for both figures.
GROWN = [100.0, 110, 99, 198, 99, 198, 396, 99, 198, 99, 198, 396]
STEPS = [0.0, 10, -10, 100, -50, 100, 100, -75, 100, -50, 100, 100]
BROOKLYN = (
    series("clients", GROWN, "BK"),
    series("trend", STEPS, "BK"),
    series("trend_anew", STEPS, "BK"),
    series("days", GROWN, "BK"),
)


@pytest.mark.parametrize(
    ("change", "policy", "failures"),
    [
        (-95.0, WITH_CHANGES, 1),  # five of a hundred
        (-50.0, WITH_CHANGES, 0),
        (-95.0, POLICY, 0),  # no link says of what it is a change
    ],
)
def test_a_change_to_a_quarter_without_a_count_tells_that_it_was_a_few(
    change: float, policy: Policy, failures: int
) -> None:
    counts = series("clients", [100, 1, 100, 100]).drop(index=1)
    changes = series("trend", [0, change, 0, 0]).drop(index=[0, 2])
    assert checked(policy, KINDS, counts, changes, *BROOKLYN).failures == failures


def test_a_change_that_may_be_since_any_quarter_tells_of_each_that_it_may_be_since() -> None:
    """Without others to compare with, 24 may be four times a six of long ago."""
    counts, changes = series("clients", [24, 30]), series("trend", [300, 25])
    assert checked(WITH_CHANGES, KINDS, counts, changes).failures == 1
    assert checked(WITH_CHANGES, KINDS, counts, changes.drop(index=0)).failures == 0


def test_a_change_since_a_hidden_count_is_left_to_the_check_over_time() -> None:
    """Known to be since the quarter before, which somebody hid: it is a gap, and not absent."""
    counts = series("clients", [100, GAP, 20, 100])
    changes = series("trend", [0, 0, 300, 400]).drop(index=[0, 1])
    assert checked(WITH_CHANGES, KINDS, counts, changes, *BROOKLYN).failures == 0
