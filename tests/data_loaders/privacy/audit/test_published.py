"""What an attacker holds of a source: its gaps, what adds up, and what stands beside a base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.vocabulary.policy import (
    Base,
    Contributors,
    Grid,
    IndexRule,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Treatment,
)
from tests.data_loaders.privacy.audit.test_arithmetic import GAP, series
from tests.support.privacy import made, released

POLICY: Policy = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "quarter"))
KINDS = (made.CLIENTS, made.DONATIONS, made.SHARE, made.VISITS)
AREAS = ("BX", "BK", "MN", "QN", "SI", "NYC")


def published(*tables: pd.DataFrame, policy: Policy = POLICY) -> PublishedSource:
    table = pd.concat(tables).sort_values(KEY, ignore_index=True)
    return published_source(released.source(policy, *KINDS), table, made.BOROUGHS)


def of_city(indicator_id: str, quarters: Sequence[Sequence[float]]) -> pd.DataFrame:
    """Figures of five boroughs and the city, quarter after quarter."""
    areas = [
        series(indicator_id, [quarter[at] for quarter in quarters], area)
        for at, area in enumerate(AREAS)
    ]
    table = pd.concat(areas)
    city = table["area_id"].eq("NYC")
    return table.assign(geography=table["geography"].mask(city, "city"))


def test_the_minimum_and_the_level_are_those_of_the_policy_or_one() -> None:
    one = published(series("clients", [50]))
    assert (one.minimum, one.level) == (10, 3)
    theirs = replace(
        POLICY,
        treatment=Treatment.PUBLISHER,
        publisher_rule="fewer than five are left out",
        primary=None,
        secondary=Secondary(SecondaryMethod.NONE, protection=0),
    )
    other = published(series("clients", [50]), policy=theirs)
    assert (other.minimum, other.level) == (1, 1)
    more = replace(POLICY, primary=Primary(12), secondary=replace(POLICY.secondary, protection=5))
    strict = published(series("clients", [50]), policy=more)
    assert (strict.minimum, strict.level) == (12, 5)


def test_gaps_are_rows_that_are_withheld_and_what_was_not_reported_is_nothing() -> None:
    table = series("clients", [50, GAP, GAP, GAP])
    table["status"] = ["normal", "withheld", "withheld_or_none", "not_reported"]
    one = published(table)
    assert one.hidden.tolist() == [False, True, True, False]
    np.testing.assert_equal(one.values, [50, GAP, GAP, 0])


def test_a_figure_that_stands_beside_the_word_withheld_is_none() -> None:
    table = series("clients", [50, 60]).assign(status=["normal", "withheld"])
    np.testing.assert_equal(published(table).values, [50, GAP])


def hidden(one: PublishedSource, mask: np.ndarray) -> set[str]:
    return set(one.observations.loc[mask, "indicator_id"])


RULE = IndexRule("2018", 30, 5.0)
BASED = replace(POLICY, bases=(Base("share", "clients"),))
ATTESTED = Contributors.ATTESTED


@pytest.mark.parametrize(
    ("policy", "indexes", "beside"),
    [
        (POLICY, True, {"visits"}),
        (BASED, True, {"share", "visits"}),
        # Indexes of a partner that attests its minimum arrive as such, unless we make them.
        (replace(POLICY, contributors=ATTESTED), False, set()),
        (replace(BASED, contributors=ATTESTED), False, {"share"}),
        (replace(POLICY, contributors=ATTESTED, index=RULE), True, {"visits"}),
    ],
)
def test_gaps_beside_a_base_are_those_of_shares_that_name_one_and_of_indexes_of_counts(
    policy: Policy, indexes: bool, beside: set[str]
) -> None:
    names = ("clients", "share", "visits")
    one = published(*(series(name, [50, GAP]) for name in names), policy=policy)
    assert one.has_indexes_of_counts == indexes
    assert hidden(one, one.hidden_additive) == {"clients"}
    assert hidden(one, one.hidden_beside_a_base) == beside
    assert hidden(one, one.hidden_resting) == beside
    assert one.hidden_beside_a_base.sum() == len(beside)


def test_a_gap_of_money_stands_in_a_sum_and_beside_a_base_and_rests_on_the_sum() -> None:
    gifts = replace(POLICY, bases=(Base("donations", "clients"),), additive=("donations",))
    both = series("clients", [50, 60]), series("donations", [500, GAP])
    one = published(*both, policy=gifts)
    assert hidden(one, one.hidden_additive) == {"donations"}
    assert hidden(one, one.hidden_beside_a_base) == {"donations"}
    assert not one.hidden_resting.any()
    # A base that is not published is none.
    alone = published(both[1], policy=gifts)
    assert not alone.hidden_beside_a_base.any()


def test_an_indicator_is_found_by_its_id_and_says_whether_it_is_money() -> None:
    gifts = replace(POLICY, additive=("donations",))
    one = published(series("clients", [50]), series("donations", [500]), policy=gifts)
    assert one.indicator("share") == made.SHARE
    assert [(cube.indicator_id, one.is_money(cube)) for cube in one.cubes] == [
        ("clients", False),
        ("donations", True),
    ]
    assert one.policy == gifts


SOUND = (50.0, 60.0, 70.0, 80.0, 90.0, 350.0)
WRONG = (50.0, 60.0, 70.0, 80.0, 90.0, 351.0)
OPEN = (50.0, 60.0, 70.0, 80.0, GAP, 350.0)
EMPTY = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
ONE = (1.0, 0.0, 0.0, 0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("quarters", "adds_up"),
    [
        ([SOUND] * 3, True),
        ([SOUND] * 2, False),
        ([SOUND] * 2 + [WRONG], True),
        ([SOUND] * 2 + [WRONG] * 2, True),
        ([SOUND] * 2 + [WRONG] * 3, False),
        ([WRONG] * 3, False),
        # A sum with a gap, and one of nothing, cannot be checked.
        ([SOUND] * 2 + [OPEN], False),
        ([SOUND] * 3 + [OPEN] * 9, True),
        ([SOUND] * 2 + [EMPTY], False),
        ([WRONG] * 2 + [EMPTY] * 2, False),
        ([ONE] * 3, True),
    ],
)
def test_money_that_is_not_declared_adds_up_where_half_of_three_sums_or_more_do(
    quarters: list[tuple[float, ...]], adds_up: bool
) -> None:
    one = published(of_city("donations", quarters))
    assert bool(one.cubes) == adds_up


@pytest.mark.parametrize(("quarters", "adds_up"), [([WRONG] * 2, True), ([WRONG] * 3, False)])
def test_counts_and_money_that_is_declared_add_up_unless_three_sums_say_otherwise(
    quarters: list[tuple[float, ...]], adds_up: bool
) -> None:
    assert bool(published(of_city("clients", quarters)).cubes) == adds_up
    money = replace(POLICY, additive=("donations",))
    assert bool(published(of_city("donations", quarters), policy=money).cubes) == adds_up


def test_of_many_quarters_a_dozen_are_checked() -> None:
    """Of 36 quarters a dozen: the first, the fourth and so on."""
    quarters = [SOUND if at % 3 == 0 else WRONG for at in range(36)]
    assert published(of_city("donations", quarters)).cubes
    assert not published(of_city("donations", quarters[1:])).cubes


def test_shares_never_add_up_and_rows_of_what_does_are_found_again() -> None:
    """A table of one indicator is placed among the rows of all."""
    tables = [of_city(name, [SOUND] * 4) for name in ("share", "clients", "visits")]
    one = published(*tables)
    [cube] = one.cubes
    assert (cube.indicator_id, cube.industries) == ("clients", ("all",))
    assert list(cube.periods) == sorted(set(one.observations["period_start"]))
    places = cube.places[cube.places >= 0]
    assert set(one.observations["indicator_id"].iloc[places]) == {"clients"}
    assert len(np.unique(places)) == 24
    np.testing.assert_equal(cube.take(one.values)[0].tolist()[-1], 350.0)


def test_the_indicator_that_is_asked_for_has_to_be_one_of_the_source() -> None:
    with pytest.raises(StopIteration):
        published(series("clients", [50])).indicator("no_such")
