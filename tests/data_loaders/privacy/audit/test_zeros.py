"""All-or-none rows and published zeros, counted on a table small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import zeros
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.vocabulary.policy import Grid, Sensitivity
from tests.support.privacy import made, released

HIDDEN = np.nan
# Food, rent, work and all. The Bronx has food alone, Brooklyn nobody, Manhattan a gap in food.
ROWS = {
    ("borough", "BX"): (20.0, 0.0, 0.0, 20.0),
    ("borough", "BK"): (0.0, 0.0, 0.0, 0.0),
    ("borough", "MN"): (HIDDEN, 0.0, 0.0, HIDDEN),
    ("borough", "QN"): (15.0, 12.0, 11.0, 38.0),
    ("borough", "SI"): (HIDDEN, 14.0, HIDDEN, HIDDEN),
    ("city", "NYC"): (90.0, 26.0, 30.0, 146.0),
}
KINDS = ("food", "rent", "work", "all")
# Of one category and its total, in two boroughs.
ONE_KIND = {"BX": 20.0, "SI": HIDDEN}
OTHERS, SINGLE = (replace(made.CLIENTS, id=name) for name in ("others", "single"))


def published(sensitivity: Sensitivity) -> PublishedSource:
    """The rows in two quarters, others counted without categories, and some with a single one."""
    policy = replace(
        made.PEOPLE,
        sensitivity=sensitivity,
        primary=replace(made.PEOPLE.primary or made.Primary(11), minimum_contributors=11),
        publication_grid=Grid(("borough", "city"), "quarter", "service"),
    )
    rows = [
        (name, *area, start, kind, value)
        for start in ("2020-01-01", "2020-04-01")
        for area, values in ROWS.items()
        for name, kind, value in [
            *(("clients", kind, one) for kind, one in zip(KINDS, values, strict=True)),
            ("others", "all", HIDDEN if area[1] == "SI" else 0.0),
        ]
    ]
    rows += [
        ("single", "borough", area, start, kind, value)
        for start in ("2020-01-01", "2020-04-01")
        for area, value in ONE_KIND.items()
        for kind in ("food", "all")
    ]
    columns = ["indicator_id", "geography", "area_id", "period_start", "industry_id", "value"]
    table = pd.DataFrame(rows, columns=columns).astype({"period_start": "datetime64[ms]"})
    table = table.assign(
        period_end=table["period_start"] + pd.offsets.QuarterEnd(0),
        status=np.where(table["value"].isna(), "withheld", "normal"),
    )
    # A row that is not there stands for nothing, not for the last row, which is hidden.
    absent = table["area_id"].eq("NYC") & table["indicator_id"].eq("clients")
    absent &= table["industry_id"].eq("rent") & table["period_start"].eq("2020-04-01")
    source = released.source(policy, made.CLIENTS, OTHERS, SINGLE)
    return published_source(source, table[~absent].sort_values(KEY), made.BOROUGHS)


@pytest.mark.parametrize(
    ("sensitivity", "failures"),
    [
        (Sensitivity.PERSONAL_AGGREGATE, 0),
        (Sensitivity.HEALTH, 8),
        (Sensitivity.FINANCIAL_DISTRESS, 8),
    ],
)
def test_rows_zeros_and_gaps_are_counted(sensitivity: Sensitivity, failures: int) -> None:
    found = zeros.zero_check(published(sensitivity))
    reason = zeros.FORBIDDEN if failures else zeros.JUSTIFIED
    assert (found.id, found.failures, found.passed) == ("A9", failures, failures == 0)
    # Each quarter: five rows that are not empty, two of them with all in food; two of one kind.
    assert found.checked == 14
    assert found.note == f"8 all-or-none rows and 14 published zeros: {reason}"
    # Each quarter two gaps, three, and two of one kind; those without categories are none.
    assert found.covered == 14


def test_a_table_without_categories_hides_none_of_the_others() -> None:
    """The first indicator by name has no categories; those after it are still looked at."""
    both = published(Sensitivity.HEALTH)
    turned = PublishedSource(both.source, both.observations, both.cubes[::-1])
    assert zeros.zero_check(turned).failures == 8
    assert zeros.zero_check(turned).covered == 14
