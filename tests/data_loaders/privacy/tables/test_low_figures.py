"""Indexes and changes so low that a gap beside them has next to no values left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.tables import low_figures
from data_loaders.vocabulary.model import Measure
from data_loaders.vocabulary.policy import Contributors, IndexRule, Policy
from tests.support.privacy import made

INDEX = replace(made.CLIENTS, id="index", measure=Measure.INDEX, decimals=0)
CHANGE = replace(made.CLIENTS, id="change", measure=Measure.PERCENT_CHANGE, decimals=1)
INDEXED: Policy = replace(made.PEOPLE, index=IndexRule("2018", 100, 5.0))
ATTESTED: Policy = replace(made.PEOPLE, contributors=Contributors.ATTESTED)


@pytest.mark.parametrize(
    ("policy", "decimals", "step"),
    [
        (made.PEOPLE, 0, 1.0),
        (made.PEOPLE, 1, 0.1),
        (made.PEOPLE, 2, 0.01),
        (replace(made.PEOPLE, rounding=5.0), 1, 5.0),
        (replace(made.PEOPLE, rounding=0.05), 1, 0.1),
    ],
)
def test_a_change_is_rounded_by_its_policy_or_by_its_digits(
    policy: Policy, decimals: int, step: float
) -> None:
    kind = replace(CHANGE, decimals=decimals)
    assert low_figures.step_of(replace(policy, index=None), kind) == pytest.approx(step)


@pytest.mark.parametrize(("above", "is_low"), [(0.0, True), (5.0, True), (10.0, False)])
def test_three_figures_as_low_are_enough(above: float, is_low: bool) -> None:
    assert low_figures.leave_few(np.array([above]), 5.0).tolist() == [is_low]


def rows(indicator_id: str, area: str, *values: float) -> pd.DataFrame:
    """A series of one area."""
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "geography": "borough",
            "area_id": area,
            "industry_id": "all",
            "value": values,
        }
    )


TABLE = pd.concat(
    [
        rows("index", "BX", 0, 5, 10, 100),  # the last is withheld
        rows("index", "BK", 0, 5, 10, 100),
        rows("change", "BX", -100, -99.9, -99.8, -100),  # withheld, too, with its true value
        rows("clients", "BX", 0, 1, 2, 100),
    ],
    ignore_index=True,
)
HIDDEN = np.isin(np.arange(16), [3, 11, 15])


@pytest.mark.parametrize(
    ("policy", "low"),
    [
        (INDEXED, [0, 1, 8, 9]),
        (replace(INDEXED, contributors=Contributors.ATTESTED), [0, 1, 8, 9]),
        (ATTESTED, []),
    ],
)
def test_the_lowest_figures_of_a_series_with_a_gap_are_hidden(
    policy: Policy, low: list[int]
) -> None:
    kinds = (INDEX, CHANGE, made.CLIENTS)
    found = low_figures.beside_gaps(TABLE, HIDDEN, policy, kinds)
    assert np.flatnonzero(found).tolist() == low
