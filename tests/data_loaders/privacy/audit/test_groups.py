"""A gap says that one of its group is below the minimum: what that gives away, and is prevented."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import groups, network
from data_loaders.privacy.tables.network import TOP
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import (
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Sum,
)
from tests.support.privacy import made, released

BOROUGHS = ("BX", "BK", "MN", "QN", "SI")
PEOPLE: Policy = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "quarter"))
HEALTH: Policy = replace(PEOPLE, sensitivity=Sensitivity.HEALTH, primary=Primary(11))
COUNTS = dict(zip(BOROUGHS, (40.0, 51.0, 73.0, 62.0, 4.0), strict=True))


def counted() -> pd.DataFrame:
    """People by borough in one quarter; Staten Island has four."""
    base = made.counted({"BX01": (1,)}).assign(geography="borough", industry_id="all")
    rows = [
        base.assign(area_id=name, value=number, contributors=number)
        for name, number in COUNTS.items()
    ]
    return pd.concat(rows, ignore_index=True)


def hiding(*areas: str) -> pd.DataFrame:
    """The quarter as published with these areas withheld."""
    base = counted()
    city = base.head(1).assign(area_id="NYC", geography="city", value=sum(COUNTS.values()))
    table = pd.concat([base, city], ignore_index=True)[[*KEY, "period_end", "value", "status"]]
    gaps = table["area_id"].isin(areas)
    table["value"], table["status"] = (
        table["value"].mask(gaps),
        table["status"].mask(gaps, "withheld"),
    )
    return table.sort_values(KEY, ignore_index=True)


@pytest.mark.parametrize(
    ("policy", "areas", "fails"),
    [
        (PEOPLE, ("SI", "BX"), False),  # 4 and 40, or 40 and 4: both ways are open
        (PEOPLE, ("SI", "NYC"), True),  # a total and its part: the part is the small one
        (HEALTH, ("SI", "BX"), True),  # of a pair, history names the small one
        (HEALTH, ("SI", "BX", "BK"), False),
    ],
)
def test_the_attacker_knows_that_one_of_a_group_is_small(
    tmp_path: Path, policy: Policy, areas: tuple[str, ...], fails: bool
) -> None:
    source = released.source(policy, made.CLIENTS)
    audit = released.audit(released.write(tmp_path / "r", source, hiding(*areas)))
    assert ("A3" in released.failed(audit)) == fails


@pytest.mark.parametrize(("known", "is_told"), [(11, True), (12, True), (13, False), (77, False)])
def test_two_gaps_with_next_to_no_room_for_a_large_one_tell_that_both_are_small(
    known: float, is_told: bool
) -> None:
    """Of ten pairs of counts that add up to eleven, eight have none of ten or more."""
    pair = groups.Pair(np.array([0, 1]), known, is_total_and_part=False)
    assert groups.is_told(pair, 10, 3, 1) is is_told
    assert groups.is_told(replace(pair, is_total_and_part=True), 10, 3, 1)


@pytest.mark.parametrize(("island", "gaps"), [(1.0, 3), (4.0, 2)])
def test_a_pair_without_that_room_is_hidden_with_a_third(
    tmp_path: Path, island: float, gaps: int
) -> None:
    """Beside the ten of the Bronx, four of Staten Island; or one."""
    few = {"BX": 10.0, "SI": island}
    table = counted()
    numbers = table["area_id"].map({**COUNTS, **few})
    table = table.assign(value=numbers, contributors=numbers)
    result = treat(table, PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    assert result["status"].eq("withheld").sum() == gaps
    source = released.source(PEOPLE, made.CLIENTS)
    audit = released.audit(released.write(tmp_path / "r", source, result))
    assert released.failed(audit) == set()


def test_a_pair_without_that_room_fails_the_audit(tmp_path: Path) -> None:
    table = hiding("SI", "BX")
    is_city = table["area_id"].eq("NYC")
    told = table.assign(value=table["value"].mask(is_city, table["value"] - 33))  # 4 and 7
    audit = released.audit(
        released.write(tmp_path / "r", released.source(PEOPLE, made.CLIENTS), told)
    )
    assert released.failed(audit) == {"A3"}


def test_a_source_on_health_hides_at_least_three_figures_of_a_sum() -> None:
    for policy, least in ((PEOPLE, 2), (HEALTH, 3)):
        result = treat(counted(), policy, [made.CLIENTS], None, made.BOROUGHS).observations
        assert result["status"].eq("withheld").sum() == least


def test_the_width_of_a_pair_is_counted_over_both_ways() -> None:
    table = network.build([1, TOP], 3)
    hidden = np.zeros(table.cell_count, dtype=bool)
    hidden[[0, 1]] = True
    values = np.full(table.cell_count, 77.0)
    made_pair = groups.Pair(np.array([0, 1]), 77.0, is_total_and_part=False)
    # 1 to 10 and 67 to 76: twenty values, not the seventy-six between them.
    assert groups.width(made_pair, 11, 1) == 19
    assert groups.width(replace(made_pair, known=5.0), 11, 1) == 3
    assert groups.width(replace(made_pair, is_total_and_part=True), 11, 1) == -1
    assert values.size == hidden.size


KINDS = [made.CLIENTS, *(replace(made.CLIENTS, id=name) for name in ("men", "women", "others"))]
SUMMED: Policy = replace(
    made.PEOPLE,
    publication_grid=Grid(("city",), "quarter"),
    secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
    sums=(Sum("clients", ("men", "women", "others")),),
)


def of_kinds(men: float, women: float, others: float = 56.0) -> pd.DataFrame:
    """People of the city in one quarter, in three kinds."""
    numbers = {"men": men, "women": women, "others": others, "clients": men + women + others}
    base = made.counted({"BX01": (1,)}).assign(geography="city", area_id="NYC", industry_id="all")
    rows = [
        base.assign(indicator_id=name, value=number, contributors=number)
        for name, number in numbers.items()
    ]
    return pd.concat(rows, ignore_index=True).sort_values(KEY, ignore_index=True)


@pytest.mark.parametrize(
    ("women", "hidden", "fails"),
    [
        (7.0, ("men", "women"), True),  # 4 and 7: both are small in nearly all ways
        (40.0, ("men", "women"), False),
        (40.0, ("men", "clients"), True),  # a total and its part: the part is the small one
        (7.0, ("men", "women", "others"), False),
    ],
)
def test_a_pair_of_indicators_in_one_sum_tells_as_one_of_areas_does(
    tmp_path: Path, women: float, hidden: tuple[str, ...], fails: bool
) -> None:
    table = of_kinds(4, women)[[*KEY, "period_end", "value", "status"]]
    gaps = table["indicator_id"].isin(hidden)
    shown = table.assign(
        value=table["value"].mask(gaps), status=table["status"].mask(gaps, "withheld")
    )
    source = released.source(SUMMED, *KINDS)
    audit = released.audit(released.write(tmp_path / "r", source, shown))
    assert ("A14" in released.failed(audit)) is fails


@pytest.mark.parametrize(("men", "gaps"), [(1.0, 3), (4.0, 2)])
def test_a_pair_of_indicators_without_room_is_hidden_with_a_third(
    tmp_path: Path, men: float, gaps: int
) -> None:
    result = treat(of_kinds(men, 10), SUMMED, KINDS, None, made.BOROUGHS).observations
    assert result["status"].eq("withheld").sum() == gaps
    source = released.source(SUMMED, *KINDS)
    assert released.failed(released.audit(released.write(tmp_path / "r", source, result))) == set()
