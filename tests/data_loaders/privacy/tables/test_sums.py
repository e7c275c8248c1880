"""Sums between indicators that nobody declared, found in the figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables.sums import found_sums
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import Grid, Sum
from tests.support.privacy import made, released

MEN = (4, 60, 50, 40, 30)
WOMEN = (50, 55, 65, 70, 45)
CHILDREN = (31, 22, 13, 74, 95)


def table(**figures: tuple[float, ...]) -> pd.DataFrame:
    """Indicators by borough, one quarter."""
    base = made.counted({"BX01": (1,)}).assign(geography="borough", industry_id="all")
    rows = [
        base.assign(indicator_id=name, area_id=borough, value=float(one), contributors=float(one))
        for name, values in figures.items()
        for borough, one in zip(("BX", "BK", "MN", "QN", "SI"), values, strict=False)
    ]
    return pd.concat(rows, ignore_index=True)


def added(*parts: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(map(sum, zip(*parts, strict=True)))


def found(rows: pd.DataFrame, **families: str) -> list[Sum]:
    names = sorted({str(name) for name in rows["indicator_id"]})
    return found_sums(rows, {name: families.get(name, name) for name in names})


def test_a_total_of_two_is_found_in_whatever_family_they_are() -> None:
    rows = table(men=MEN, women=WOMEN, clients=added(MEN, WOMEN), visits=CHILDREN)
    link = Sum("clients", ("men", "women"))
    assert found(rows) == [link]
    assert found(rows, men="a", women="a", clients="a", visits="a") == [link]
    one_off = (*added(MEN, WOMEN)[:4], 76.0)
    assert found(table(men=MEN, women=WOMEN, clients=one_off)) == []


def test_four_places_are_enough_and_three_are_not() -> None:
    three, four = (
        table(men=MEN[:some], women=WOMEN[:some], clients=added(MEN, WOMEN)[:some])
        for some in (3, 4)
    )
    assert found(three) == []
    assert found(four) == [Sum("clients", ("men", "women"))]


def test_a_part_that_is_mostly_nothing_makes_no_total() -> None:
    """Two figures that are equal are no sum of each other and of nothing."""
    assert found(table(men=MEN, women=(0, 0, 0, 0, 0), clients=MEN)) == []
    # Of one family it is taken for one, as all others of it.
    same = found(
        table(men=MEN, women=(0, 0, 0, 0, 0), clients=MEN), men="a", women="a", clients="a"
    )
    assert Sum("clients", ("men", "women")) in same


def test_gaps_hide_no_sum_that_all_other_places_show() -> None:
    rows = table(men=MEN, women=WOMEN, clients=added(MEN, WOMEN))
    is_gap = rows["indicator_id"].eq("men") & rows["area_id"].eq("BX")
    assert found(rows.assign(value=rows["value"].mask(is_gap))) == [
        Sum("clients", ("men", "women"))
    ]


def test_a_total_of_three_is_found_among_others_where_only_one_choice_fits() -> None:
    random = np.random.default_rng(2)
    names = ("men", "women", "children", "visits")
    parts = [
        table(**{name: tuple(random.integers(20, 90, 5).tolist()) for name in names})
        for _ in range(3)
    ]
    for number, part in enumerate(parts):
        part["period_start"] = pd.Timestamp(2020, 1 + 3 * number, 1)
    rows = pd.concat(parts, ignore_index=True)
    clients = rows[rows["indicator_id"] == "men"].assign(indicator_id="clients")
    sums = rows.pivot_table(
        index=["period_start", "area_id"], columns="indicator_id", values="value"
    )
    wanted = (sums["men"] + sums["women"] + sums["children"]).rename("value").reset_index()
    clients = clients.drop(columns="value").merge(wanted, on=["period_start", "area_id"])
    assert found(pd.concat([rows, clients])) == [Sum("clients", ("children", "men", "women"))]


@pytest.mark.parametrize("families", [("clients", "clients"), ("men", "women")])
def test_a_total_published_as_another_figure_fails_the_audit(
    tmp_path: Path, families: tuple[str, str]
) -> None:
    """Four men of the Bronx are its clients less its women, and one more figure stands by."""
    men, women = (
        replace(made.CLIENTS, id=name, family=family)
        for name, family in zip(("men", "women"), families, strict=True)
    )
    visits = replace(made.CLIENTS, id="visits", family="clients")
    policy = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "quarter"))
    source = released.source(policy, made.CLIENTS, men, women, visits)
    rows = table(men=MEN, women=WOMEN, clients=added(MEN, WOMEN), visits=CHILDREN)
    shown = treat(rows, policy, source.indicators, None, made.BOROUGHS).observations
    audit = released.audit(released.write(tmp_path / "r", source, shown))
    assert released.failed(audit) == {"A7", "A14"}
