"""A breakdown is flat: a parent beside its children would be counted twice in the total."""

from __future__ import annotations

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


def test_a_table_without_groups_of_industries_is_treated_and_adds_up() -> None:
    result = treat(made.counted(), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS)
    assert made.cell(result, "NYC")["value"] == 678
