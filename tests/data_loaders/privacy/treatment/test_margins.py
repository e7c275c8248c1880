"""A breakdown is flat: a parent beside its children would be counted twice in the total."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment.treat import treat
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


def test_a_table_without_groups_of_industries_is_treated_and_adds_up() -> None:
    result = treat(made.counted(), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    assert made.cell(result, "NYC")["value"] == 678
