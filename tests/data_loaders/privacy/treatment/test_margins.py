"""A breakdown is flat: a parent beside its children would be counted twice in the total."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables import flat
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import Grid, Policy
from tests.support.privacy import made


@pytest.mark.parametrize("children", [("food", "rent"), ("food", "rent", "work"), ("food",)])
def test_a_parent_given_as_one_more_category_is_refused(children: tuple[str, ...]) -> None:
    counted = made.counted()
    chosen = counted[counted["industry_id"].isin(children)]
    sums = chosen.groupby("area_id")["value"].sum()
    parent = counted[counted["industry_id"].eq("food")].assign(industry_id="care")
    value = parent["area_id"].map(sums)
    table = pd.concat([counted, parent.assign(value=value, contributors=value)], ignore_index=True)
    with pytest.raises(TreatmentError, match="category care is the sum of|is the sum of care"):
        treat(table, made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS)


@pytest.mark.parametrize(
    "parents",
    [
        {"both": ("food", "rent"), "rest": ("work", "care")},  # two that are flat
        {"both": ("food", "rent"), "three": ("food", "rent", "work")},  # one inside the other
        {"both": ("food", "rent"), "twice": ("food", "rent")},  # the same under two names
        {"both": ("food", "rent"), "some": ("rent", "work")},  # two that share a child
    ],
    ids=["flat", "nested", "same", "shared"],
)
def test_two_parents_given_as_categories_are_refused(parents: dict[str, tuple[str, ...]]) -> None:
    random = np.random.default_rng(3)
    quarters = ("2020-01-01", "2020-04-01", "2020-07-01")
    counted = pd.concat(
        made.counted({area: tuple(random.integers(30, 300, 4)) for area in made.AREAS}, start=start)
        for start in quarters
    )
    parts = [counted]
    for name, children in parents.items():
        chosen = counted[counted["industry_id"].isin(children)]
        sums = chosen.groupby(["area_id", "period_start"])["value"].sum()
        parent = counted[counted["industry_id"].eq("food")].assign(industry_id=name)
        value = sums.loc[list(zip(parent["area_id"], parent["period_start"], strict=True))]
        parts.append(parent.assign(value=value.to_numpy(), contributors=value.to_numpy()))
    with pytest.raises(TreatmentError, match="is the sum of"):
        treat(pd.concat(parts), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS)


def by_borough(numbers: dict[str, list[int]]) -> pd.DataFrame:
    """People of one quarter by borough, in some categories."""
    base = made.counted({"BX01": (1,)}).assign(geography="borough")
    rows = [
        base.assign(industry_id=name, area_id=borough, value=float(value), contributors=value)
        for name, values in numbers.items()
        for borough, value in zip(("BX", "BK", "MN", "QN", "SI"), values, strict=True)
    ]
    return pd.concat(rows, ignore_index=True)


OF_BOROUGHS = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "quarter", "service"))


@pytest.mark.parametrize("least", [40, 1])
def test_a_parent_is_refused_in_a_table_of_few_rows_too(least: int) -> None:
    """Six children of five boroughs: rows are too few to solve for who is whose child."""
    random = np.random.default_rng(4)
    children = {name: random.integers(least, 6 * least, 5) for name in "abcdef"}
    parent = {"food total": children["b"] + children["d"] + children["e"]}
    counted = by_borough({name: list(one) for name, one in {**children, **parent}.items()})
    if least < 10:  # of such small numbers it may be chance
        flat.require_flat_categories(counted)
        return
    with pytest.raises(TreatmentError, match="category food total is the sum of b, d, e"):
        treat(counted, OF_BOROUGHS, [made.CLIENTS], None, made.BOROUGHS)
    flat.require_flat_categories(counted[counted["industry_id"] != "food total"])


QUARTERS = [f"201{year}-{month}-01" for year in (8, 9) for month in ("01", "04", "07", "10")]


def areas_of(*starts: str) -> pd.DataFrame:
    random = np.random.default_rng(5)
    return pd.concat(
        [
            made.counted({area: tuple(random.integers(30, 300, 3)) for area in made.AREAS}, start)
            for start in starts
        ],
        ignore_index=True,
    )


def test_a_parent_with_one_number_corrected_is_refused() -> None:
    counted = areas_of(*QUARTERS)
    sums = counted[counted["industry_id"].ne("work")].groupby(["area_id", "period_start"])["value"]
    parent = (
        sums.sum()
        .reset_index()
        .merge(counted[counted["industry_id"].eq("food")].drop(columns="value"))
    )
    parent["value"] += np.arange(len(parent)) == 0
    parent = parent.assign(industry_id="both", contributors=parent["value"])
    with pytest.raises(TreatmentError, match="category both is the sum of food, rent"):
        treat(pd.concat([counted, parent]), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS)


def parts_of(least: int, most: int, categories: int = 3) -> pd.DataFrame:
    """People of five areas in four quarters by category, some number in each."""
    random = np.random.default_rng(5)
    quarters = ("2020-01-01", "2020-04-01", "2020-07-01", "2020-10-01")
    return pd.concat(
        [
            made.counted(
                {area: tuple(random.integers(least, most, categories)) for area in made.AREAS},
                start=start,
            )
            for start in quarters
        ],
        ignore_index=True,
    )


def once_each(
    counted: pd.DataFrame, by: str, name: str, shares: tuple[float, float]
) -> pd.DataFrame:
    """The sum of rows over areas or categories, less those who are in two of them: a part of it
    that is one of `shares`, or lies between."""
    keys = [key for key in ("area_id", "industry_id", "period_start") if key != by]
    value = counted.groupby(keys)["value"].sum().reset_index()
    share = np.random.default_rng(6).uniform(*shares, len(value))
    value["value"] = np.rint(value["value"] * share)
    like = counted[counted[by].eq(counted[by].iloc[0])].drop(columns=["value", by])
    return value.merge(like, on=keys).assign(**{by: name}).assign(contributors=lambda t: t["value"])


@pytest.mark.parametrize(("least", "most"), [(30, 90), (3_000, 9_000)])
@pytest.mark.parametrize(
    ("by", "children", "name"),
    [
        ("industry_id", ("food", "rent", "work"), "any"),
        ("industry_id", ("food", "rent"), "some"),
        ("area_id", ("BX01", "BX02", "BX03"), "Bronx"),
        ("area_id", tuple(made.AREAS), "All"),
    ],
)
def test_a_parent_that_counts_each_person_once_is_refused(
    by: str, children: tuple[str, ...], name: str, least: int, most: int
) -> None:
    """Two to four percent are in two of its children: it is a little less than their sum."""
    counted = parts_of(least, most)
    parent = once_each(counted[counted[by].isin(children)], by, name, (0.96, 0.98))
    with pytest.raises(TreatmentError, match=f"{name} is hardly less than the sum of"):
        treat(pd.concat([counted, parent]), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS)


@pytest.mark.parametrize("shares", [(0.7, 0.75), (0.85, 1.0), (1.05, 1.06)])
def test_a_category_that_is_about_as_large_as_all_others_is_no_parent(
    shares: tuple[float, float],
) -> None:
    counted = parts_of(300, 900)
    other = once_each(counted, "industry_id", "care", shares)
    flat.require_flat_categories(pd.concat([counted, other]))


@pytest.mark.parametrize(
    ("name", "within"),
    [("Bronx", ("BX01", "BX02", "BX03")), ("All", tuple(made.AREAS)), ("Old name", ("BK02",))],
)
@pytest.mark.parametrize("policy", [made.PEOPLE, made.NOISY], ids=["hidden", "noisy"])
def test_an_area_that_is_the_sum_of_others_is_refused(
    name: str, within: tuple[str, ...], policy: Policy
) -> None:
    """Nobody knows it: as what lies in no area it would be counted twice in the city."""
    counted = areas_of(*QUARTERS)
    inside = counted[counted["area_id"].isin(within)]
    keys = ["industry_id", "period_start"]
    value = inside.groupby(keys)["value"].sum().reset_index()
    total = value.merge(counted[counted["area_id"].eq("BX01")].drop(columns=["value", "area_id"]))
    total = total.assign(area_id=name, contributors=total["value"])
    with pytest.raises(
        TreatmentError, match=f"area {name} is the sum of {', '.join(sorted(within))}"
    ):
        treat(pd.concat([counted, total]), policy, [made.CLIENTS], None, made.BOROUGHS)


def test_a_parent_is_refused_where_noise_protects() -> None:
    counted = areas_of(*QUARTERS)
    keys = ["area_id", "period_start"]
    value = counted.groupby(keys)["value"].sum().reset_index()
    total = value.merge(counted[counted["industry_id"].eq("food")].drop(columns="value"))
    with pytest.raises(TreatmentError, match="category everything is the sum of"):
        treat(
            pd.concat([counted, total.assign(industry_id="everything")]),
            made.NOISY,
            [made.CLIENTS],
            None,
            made.BOROUGHS,
        )


def test_an_area_that_nobody_knows_and_is_no_sum_stays() -> None:
    counted = areas_of(*QUARTERS)
    other = counted[counted["area_id"].eq("BX01")].assign(area_id="ferry")
    moved = other.assign(value=other["value"] + 40 + np.arange(len(other)) % 3)
    result = treat(
        pd.concat([counted, moved.assign(contributors=moved["value"])]),
        made.PEOPLE,
        [made.CLIENTS],
        None,
        made.BOROUGHS,
    ).observations
    assert "unallocated" in set(result["area_id"])


def test_a_table_without_groups_of_industries_is_treated_and_adds_up() -> None:
    result = treat(made.counted(), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    assert made.cell(result, "NYC")["value"] == 678
