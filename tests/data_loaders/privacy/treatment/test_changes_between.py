"""What may lie between two versions of a table, rule by rule, on rows short enough to read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.privacy.treatment import vintages
from data_loaders.privacy.treatment.vintages import Additive
from data_loaders.vocabulary.policy import AtMost, Base, Policy, Primary, Ratio, Sum
from tests.support.privacy import made

GAP = float("nan")
Rows = list[tuple[str, str, float, float]]
BASED: Policy = replace(made.PEOPLE, bases=(Base("money", "clients"), Base("share", "clients")))
AMOUNTS: Policy = replace(BASED, primary=Primary(10, p_percent=15.0), additive=("money",))
ADDING = Additive(frozenset({"clients", "men", "women"}), frozenset({"money"}), made.BOROUGHS)


def versions(rows: Rows) -> pd.DataFrame:
    """Indicator, area, and what stands there now and stood there last; NaN where it is hidden."""
    table = pd.DataFrame(rows, columns=["indicator_id", "area_id", "value", "value_last"])
    status = {
        name.replace("value", "status"): np.where(table[name].isna(), "withheld", "normal")
        for name in ("value", "value_last")
    }
    return table.assign(
        geography=table["area_id"].str.len().map({2: "borough", 3: "city", 4: "nta2010"}),
        period_start=pd.Timestamp(made.QUARTER),
        industry_id="all",
        **status,
    )


def change_of(table: pd.DataFrame) -> Floats:
    return (table["value"] - table["value_last"]).to_numpy()


def whole_of(table: pd.DataFrame, largest: float = 1.0, second: float = 1.0) -> pd.DataFrame:
    return table[KEY].assign(largest=largest, second=second)


def test_what_adds_up_is_counts_and_money() -> None:
    kinds = [made.CLIENTS, made.DONATIONS, made.SHARE]
    told = vintages.additive(["clients", "donations"], kinds, made.BOROUGHS)
    assert told == Additive(frozenset({"clients"}), frozenset({"donations"}), made.BOROUGHS)


def test_only_what_the_last_release_withheld_under_the_same_key_was_withheld() -> None:
    now = versions([("clients", area, 4, 4) for area in ("BX", "BK", "MN")])
    last = versions([("clients", "BX", GAP, 4), ("clients", "BK", 4, 4), ("men", "MN", GAP, 4)])
    assert vintages.withheld_before(now, last).tolist() == [True, False, False]
    none = vintages.withheld_before(now, None)
    assert (none.dtype, none.tolist()) == (np.bool_, [False, False, False])


@pytest.mark.parametrize(
    ("indicator", "now", "last", "must_stay"),
    [
        ("clients", 49, 40, True),
        ("clients", 31, 40, True),
        ("clients", 50, 40, False),
        ("clients", 30, 40, False),
        ("clients", 40, 40, False),
        ("clients", GAP, 40, True),  # taken back
        ("clients", 40, GAP, True),  # a gap of a table with totals is filled
        ("clients", GAP, GAP, False),
        ("share", 41, 40, True),  # and its count did not change
        ("share", 40, 40, False),
        ("share", GAP, 40, True),
        ("share", 40, GAP, False),
        ("rate", 41, 40, False),  # rests on no count
    ],
)
def test_a_figure_stays_where_what_changed_is_few(
    indicator: str, now: float, last: float, must_stay: bool
) -> None:
    table = versions([(indicator, "BX", now, last)])
    stays = vintages._must_not_change(table, whole_of(table), BASED, ADDING)
    assert stays.tolist() == [must_stay]


def test_a_gap_that_nobody_hid_may_be_filled() -> None:
    table = versions([("clients", "BX", 40, GAP)]).assign(status_last="not_reported")
    assert not vintages._must_not_change(table, whole_of(table), BASED, ADDING).any()


@pytest.mark.parametrize(
    ("now", "clients", "policy", "is_few"),
    [
        # The largest gave 100 and the second 50: 15 more of others have to come, from ten.
        (1165, 50, AMOUNTS, False),
        (1164, 50, AMOUNTS, True),
        (1164.9, 50, AMOUNTS, True),
        (1165, 49, AMOUNTS, True),
        (1000, 40, AMOUNTS, False),
        (835, 30, AMOUNTS, True),  # fewer dollars of fewer people
        (1001, 50, BASED, False),  # without a p % rule
        (1001, 49, BASED, True),
    ],
)
def test_money_changes_with_enough_people_and_enough_of_others(
    now: float, clients: float, policy: Policy, is_few: bool
) -> None:
    table = versions([("money", "BX", now, 1000), ("clients", "BX", clients, 40)])
    whole = whole_of(table, 100.0, 50.0)
    few = vintages._rests_on_too_few(table, change_of(table), whole, policy, ADDING)
    assert few[0] == is_few


def test_an_amount_of_unknown_givers_and_one_without_a_count_do_not_change() -> None:
    table = versions([("money", "BX", 5000, 1000), ("clients", "BX", 90, 40)])
    unknown = whole_of(table, GAP, GAP)
    few = vintages._rests_on_too_few(table, change_of(table), unknown, AMOUNTS, ADDING)
    # A count is never dominated.
    assert few.tolist() == [True, False]
    lost = whole_of(table)[1:]
    few = vintages._rests_on_too_few(table, change_of(table), lost, AMOUNTS, ADDING)
    assert few.tolist() == [True, False]
    alone = table[:1]
    few = vintages._rests_on_too_few(alone, change_of(alone), whole_of(alone), BASED, ADDING)
    assert few.tolist() == [True]


def test_a_count_changes_by_the_minimum_or_stays() -> None:
    table = versions([("clients", "BX", 41, 40), ("clients", "BK", 50, 40)])
    few = vintages._rests_on_too_few(table, change_of(table), whole_of(table), BASED, ADDING)
    assert few.tolist() == [True, False]


@pytest.mark.parametrize(
    ("share", "clients", "policy", "is_alone"),
    [
        (41, 40, BASED, True),
        (41, 49, BASED, True),
        (41, 50, BASED, False),
        (40, 41, BASED, False),
        (41, GAP, BASED, True),
        (41, 40, made.PEOPLE, False),  # it rests on nothing
    ],
)
def test_a_share_moves_with_enough_of_its_count(
    share: float, clients: float, policy: Policy, is_alone: bool
) -> None:
    table = versions([("share", "BX", share, 40), ("clients", "BX", clients, 40)])
    alone = vintages._moved_alone(table, change_of(table), policy)
    assert alone.tolist() == [is_alone, False]


def test_a_base_is_the_change_of_the_count_at_the_same_place() -> None:
    table = versions(
        [
            ("clients", "BX", 47, 40),
            ("money", "BX", 900, 800),
            ("money", "BK", 900, 800),
            ("clients", "MN", 42, 40),
        ]
    )
    base = vintages.change_of_base(table, change_of(table), BASED)
    np.testing.assert_array_equal(base, [GAP, 7, GAP, GAP])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ([GAP, GAP, 9, 0, 0], 1),
        ([GAP, GAP, -9, 0, 0], 1),
        ([GAP, GAP, 10, 0, 0], 0),
        ([GAP, GAP, 0, 0, 0], 0),
        ([GAP, 3, GAP, 0, 0], 0),  # a gap on each side
        ([GAP, 3, 12, 0, 0], 1),
        ([GAP, 3, 12, GAP, -1], 2),
        ([1, 1, 2, 0, 0], 0),  # no gap
        ([1, 1, 5, 0, 0], 0),  # nor here, though it does not add up
    ],
)
def test_gaps_of_one_side_tell_their_change_together(change: list[float], told: int) -> None:
    rules = csr_array(np.array([[1.0, 1, -1, 0, 0], [0, 0, 0, 1, -1]]))
    assert vintages.changes_of_gaps(rules, np.array(change), 10) == told


def test_each_reason_alone_keeps_a_figure() -> None:
    """One gift may be most of an amount, few came to a rest, or few to a sum of gaps."""
    amount = versions([("money", "BX", 1164, 1000), ("clients", "BX", 50, 40)])
    whole = whole_of(amount, 100.0, 50.0)
    stays = vintages._must_not_change(amount, whole, AMOUNTS, ADDING)
    assert stays.tolist() == [True, False]
    table = shown([("money", "BX", 1164), ("clients", "BX", 50)])
    last = shown([("money", "BX", 1000), ("clients", "BX", 40)])
    result = vintages.keep_or_revise(table, last, whole, AMOUNTS, ADDING)
    assert result["value"].tolist() == [40, 1000]
    part: Policy = replace(made.PEOPLE, at_most=(AtMost("men", "clients"),))
    rest = versions([("clients", "BX", 140, 120), ("men", "BX", 91, 80)])
    stays = vintages._must_not_change(rest, whole_of(rest), part, ADDING)
    assert stays.tolist() == [False, True]
    gaps = versions([row for row in city("clients", 20, ("SI", "QN")) if row[1] != "NYC"])
    grown = versions([("clients", "BX", 51, 40), ("clients", "NYC", 220, 200)])
    table = pd.concat([gaps[gaps["area_id"] != "BX"], grown], ignore_index=True)
    stays = vintages._must_not_change(table, whole_of(table), BASED, ADDING)
    assert stays.all()


FIVE = ("BX", "BK", "MN", "QN", "SI")


def city(indicator: str, total: float, hidden: tuple[str, ...], now: float = GAP) -> Rows:
    """Boroughs that did not change, some of them gaps, and so many more in the city."""
    rows = [(indicator, area, 40.0, 40.0) for area in FIVE if area not in hidden]
    gaps = [(indicator, area, now, GAP) for area in hidden]
    return [*rows, *gaps, (indicator, "NYC", 200.0 + total, 200.0)]


@pytest.mark.parametrize(
    ("indicator", "total", "policy", "is_told"),
    [
        ("clients", 9, BASED, True),
        ("clients", 10, BASED, False),
        ("clients", 0, BASED, False),
        ("money", 500, BASED, True),  # any amount may be of one
        ("money", 0, BASED, False),
        ("share", 9, BASED, False),  # it does not add up
    ],
)
@pytest.mark.parametrize("now", [GAP, 20.0])
def test_gaps_of_a_table_tell_where_they_changed_by_few(
    indicator: str, total: float, policy: Policy, is_told: bool, now: float
) -> None:
    """Hidden in either version they are gaps, and the whole table stays."""
    table = versions(city(indicator, total, ("SI", "QN"), now))
    told = vintages._told_by_gaps(table, change_of(table), policy, ADDING)
    assert told.tolist() == [is_told] * len(table)


def test_a_table_that_tells_leaves_others_and_other_periods_alone() -> None:
    few, many = city("clients", 9, ("SI", "QN")), city("men", 90, ("SI", "QN"))
    tables = [versions(few), versions(many)]
    later = versions(city("clients", 0, ())).assign(period_start=pd.Timestamp("2021-01-01"))
    table = pd.concat([*tables, later], ignore_index=True)
    told = vintages._told_by_gaps(table, change_of(table), BASED, ADDING)
    assert told.tolist() == [True] * 6 + [False] * 12


def test_what_is_not_there_has_not_changed_and_areas_add_up_to_their_borough() -> None:
    rows = [row for row in city("clients", 10, ("SI", "QN")) if row[1] != "MN"]
    table = versions(rows)
    assert not vintages._told_by_gaps(table, change_of(table), BASED, ADDING).any()
    areas: Rows = [("clients", f"BX0{number}", GAP, GAP) for number in (1, 2, 3)]
    table = versions([*areas, ("clients", "BX", 49, 40), ("clients", "NYC", 80, 40)])
    assert vintages._told_by_gaps(table, change_of(table), BASED, ADDING).all()
    many = versions([*areas, ("clients", "BX", 50, 40), ("clients", "NYC", 80, 40)])
    assert not vintages._told_by_gaps(many, change_of(many), BASED, ADDING).any()
    # Each period is looked at for itself.
    later = many.assign(period_start=pd.Timestamp("2019-01-01"))
    both = pd.concat([later, table], ignore_index=True)
    told = vintages._told_by_gaps(both, change_of(both), BASED, ADDING)
    assert told.tolist() == [False] * 5 + [True] * 5


SUMMED: Policy = replace(made.PEOPLE, sums=(Sum("clients", ("men", "women")),))


@pytest.mark.parametrize(
    ("changes", "minimum", "is_told"),
    [
        ((9, GAP, 0), 10, True),
        ((-9, GAP, 0), 10, True),
        ((1, GAP, 0), 10, True),
        ((10, GAP, 0), 10, False),
        ((12, GAP, 3), 10, True),
        ((13, GAP, 3), 10, False),
        ((3, GAP, 3), 10, False),
        ((GAP, 4, 5), 10, True),
        ((GAP, 5, 5), 10, False),
        ((9, GAP, GAP), 10, True),
        ((9, 4, 5), 10, False),
        ((9, 4, 4), 10, False),  # no gap: such tables do not add up, which others see
        ((9, GAP), 10, False),  # a part has no row
    ],
)
def test_a_gap_of_a_sum_of_indicators_tells_where_it_changed_by_few(
    changes: tuple[float, ...], minimum: float, is_told: bool
) -> None:
    names = ("clients", "men", "women")
    table = versions([(name, "BX", 40, 40) for name, _ in zip(names, changes, strict=False)])
    elsewhere = versions([("clients", "BK", 40, 40), ("share", "BX", 40, 40)])
    both = pd.concat([table, elsewhere], ignore_index=True).assign(change=[*changes, 0.0, 5.0])
    told = vintages._told_by_sums(both, SUMMED, minimum)
    assert told.tolist() == [is_told] * len(changes) + [False, False]


def test_what_one_sum_tells_stays_told_where_another_tells_nothing() -> None:
    both: Policy = replace(
        made.PEOPLE, sums=(Sum("clients", ("men", "women")), Sum("clients", ("old", "young")))
    )
    table = versions([(name, "BX", 40, 40) for name in ("clients", "men", "women", "old", "young")])
    told = vintages._told_by_sums(table.assign(change=[9, GAP, 0, 4, 5]), both, 10)
    assert told.tolist() == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("men", "is_told"), [(9, True), (-9, True), (10, False), (-10, False), (0, False)]
)
def test_a_part_stays_where_few_came_to_the_rest_of_its_whole(men: float, is_told: bool) -> None:
    part: Policy = replace(made.PEOPLE, at_most=(AtMost("men", "clients"),))
    table = versions([("clients", "BX", 140, 120), ("men", "BX", 80 + 20 - men, 80)])
    assert vintages._told_by_rests(table, change_of(table), part).tolist() == [False, is_told]


# By how many each changed; gaps are those of HIDDEN. All men of three boroughs but the Bronx are
# clients that are hidden, too: 29 beside 20.
GROWN = {
    "clients": {"SI": 12.0, "QN": 8.0, "BX": 40.0, "MN": 12.0, "NYC": 72.0},
    "men": {"SI": 12.0, "QN": 8.0, "BX": 9.0, "NYC": 29.0},
    "women": {"BX": 31.0, "MN": 12.0, "NYC": 43.0},
}
HIDDEN = {"clients": ("SI", "QN"), "men": ("SI", "QN", "BX"), "women": ("BX", "MN")}


def three_tables(more: float) -> pd.DataFrame:
    """Clients, men and women by borough; so many more of the men of the Bronx."""
    grown = {name: dict(each) for name, each in GROWN.items()}
    for area in ("BX", "NYC"):
        grown["men"][area] += more
        grown["clients"][area] += more
    return versions(
        [
            (name, area, GAP if area in HIDDEN[name] else 40 + grown[name].get(area, 0.0), 40)
            for name in GROWN
            for area in (*FIVE, "NYC")
        ]
    )


def places(table: pd.DataFrame, rows: Mask) -> list[tuple[str, str]]:
    return list(table.loc[rows, ["indicator_id", "area_id"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("more", "policy", "told"),
    [
        (0.0, SUMMED, [("men", "BX")]),
        (1.0, SUMMED, []),
        # A ratio ties tables and adds nothing up.
        (0.0, replace(made.PEOPLE, ratios=(Ratio("share", "men", "clients"),)), []),
    ],
)
def test_several_rules_tell_together_that_few_came(
    more: float, policy: Policy, told: list[tuple[str, str]]
) -> None:
    table = three_tables(more)
    known = change_of(table)
    none = np.zeros(len(table), dtype=bool)
    found = vintages._told_together(table, known, none, policy, ADDING)
    assert places(table, found) == told
    # Tables that stay in any case are not looked at.
    assert not vintages._told_together(table, known, ~none, policy, ADDING).any()
    tables = vintages._told_by_gaps(table, known, policy, ADDING)
    assert tables.any() == bool(told)


def test_of_money_several_rules_tell_any_change() -> None:
    """Each gap got hundreds, and what it got is known."""
    table = three_tables(500.0)
    known = change_of(table)
    none = np.zeros(len(table), dtype=bool)
    money = Additive(frozenset(), frozenset(GROWN), made.BOROUGHS)
    found = vintages._told_together(table, known, none, SUMMED, money)
    assert found.tolist() == table["value"].isna().tolist()


def test_tied_indicators_stand_in_one_table_of_each_period() -> None:
    rows = versions([(name, "BX", 1, 1) for name in ("women", "clients", "share", "rate")])
    rows.loc[3, "period_start"] = pd.Timestamp("2021-01-01")
    tables = vintages._tables(rows, replace(SUMMED, bases=(Base("share", "clients"),)))
    first, later = pd.Timestamp(made.QUARTER), pd.Timestamp("2021-01-01")
    assert tables.tolist() == [("clients", first)] * 3 + [("rate", later)]


def shown(rows: list[tuple[str, str, float]], start: str = made.QUARTER) -> pd.DataFrame:
    """A release: indicator, area and value of one quarter."""
    table = versions([(name, area, value, value) for name, area, value in rows])
    return table.assign(period_start=pd.Timestamp(start)).drop(
        columns=["value_last", "status_last"]
    )


def kept(now: pd.DataFrame, *releases: pd.DataFrame | None) -> list[tuple[str, float]]:
    """Areas and values after some releases, newest first."""
    earlier = [each for each in releases[1:] if each is not None]
    result = vintages.keep_or_revise(now, releases[0], whole_of(now), BASED, ADDING, earlier)
    assert result.index.tolist() == list(range(len(result)))
    assert result[KEY].equals(result.sort_values(KEY)[KEY])
    return list(zip(result["area_id"], result["value"], strict=True))


def clients(**values: float) -> pd.DataFrame:
    return shown([("clients", area, value) for area, value in values.items()])


def test_a_table_is_revised_as_one_or_stays_as_one() -> None:
    last = clients(BK=40, BX=60)
    assert kept(clients(BK=55, BX=60), last) == [("BK", 55), ("BX", 60)]
    assert kept(clients(BK=55, BX=61), last) == [("BK", 40), ("BX", 60)]
    assert kept(clients(BK=41), None) == kept(clients(BK=41), clients()) == [("BK", 41)]


def test_an_area_that_comes_was_nothing_and_one_that_goes_takes_nothing_along() -> None:
    last = clients(BX=60)
    assert kept(clients(BX=60, MN=9), last) == [("BX", 60)]
    assert kept(clients(BX=60, MN=10), last) == [("BX", 60), ("MN", 10)]
    assert kept(clients(BX=80), clients(BX=60, MN=10)) == [("BX", 60), ("MN", 10)]


def test_a_new_period_is_no_revision_and_an_old_one_that_is_gone_stays_away() -> None:
    last = clients(BX=60)
    later = shown([("clients", "BX", 9.0)], "2021-01-01")
    assert kept(later, last) == [("BX", 9)]
    both = pd.concat([later, clients(BX=61)], ignore_index=True)
    assert kept(both, last) == [("BX", 60), ("BX", 9)]


def test_each_release_so_far_may_keep_the_newest() -> None:
    first, second = clients(BX=60), clients(BX=90)
    assert kept(clients(BX=61), second) == [("BX", 61)]
    assert kept(clients(BX=61), second, first) == [("BX", 90)]
    assert kept(clients(BX=61), second, clients()) == [("BX", 61)]
