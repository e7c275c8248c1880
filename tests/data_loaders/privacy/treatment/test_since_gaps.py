"""Changes since a gap, row by row: how far back each reaches is read from the true figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.treatment import changes
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import Base, Policy
from tests.support.privacy import made

NONE = np.nan
LEVEL = np.array([[100.0, 110.0, 121.0, 133.1], [100.0, 110.0, 121.0, 133.1]])
QUARTERS = pd.date_range("2018-01-01", periods=4, freq="QS")
TREND = replace(made.SHARE, id="trend", measure=Measure.PERCENT_CHANGE, decimals=1)
LATER = replace(TREND, id="later")
POLICY: Policy = replace(made.PEOPLE, bases=(Base("later", "clients"), Base("trend", "clients")))


@pytest.mark.parametrize(
    ("change", "gap", "reached"),
    [
        ([NONE, 10, 10, 10], 1, [2]),  # since the one before
        ([NONE, 10, 10, 10], 3, []),
        ([NONE, NONE, 21, 21], 1, [3]),  # since two before
        ([NONE, 10, 21, 33.1], 0, [0, 1, 2, 3]),  # since the first
        ([NONE, 10, 21, 33.1], 1, []),
        ([5, 5, 5, 5], 2, [0, 1, 2, 3]),  # since whichever, as far as can be told
        ([NONE] * 4, 2, [0, 1, 2, 3]),
        ([NONE, 10.05, 9.95, 10], 1, [2]),  # as far off as rounding
        ([NONE, 10.06, 10, 10], 1, [0, 1, 2, 3]),
    ],
)
def test_a_change_is_reached_by_a_gap_it_may_be_since(
    change: list[float], gap: int, reached: list[int]
) -> None:
    gaps = np.zeros(LEVEL.shape, dtype=bool)
    gaps[0, gap] = True
    found = changes._since_gaps(LEVEL, np.array([change, change]), 0.05, gaps)
    assert np.flatnonzero(found[0]).tolist() == reached
    # A gap of one series reaches nothing of another.
    assert not found[1].any()


def test_a_change_that_may_be_since_one_or_three_quarters_is_reached_by_either() -> None:
    level = np.array([[100.0, 110, 100, 110, 100, 110]])
    change = np.array([[NONE, 10, -9.1, 10, -9.1, 10]])
    gaps = np.arange(6)[None, :] == 2
    assert np.flatnonzero(changes._since_gaps(level, change, 0.05, gaps)).tolist() == [3, 5]


def rows(indicator_id: str, area: str, numbers: list[float]) -> pd.DataFrame:
    """Figures of an area by quarter; what is NaN is not there."""
    table = pd.DataFrame({"period_start": QUARTERS, "value": numbers}).dropna()
    return table.assign(
        indicator_id=indicator_id,
        geography="borough",
        area_id=area,
        industry_id="all",
        status="normal",
    )


def told(
    kinds: tuple[Indicator, ...], policy: Policy, gap: tuple[str, int] | None, *tables: pd.DataFrame
) -> set[tuple[str, str, int]]:
    """Rows that are hidden, where a count of one area and quarter is withheld."""
    whole = pd.concat(tables).sample(frac=1, random_state=3).reset_index(drop=True)
    is_gap = np.zeros(len(whole), dtype=bool)
    if gap is not None:
        is_gap = (
            whole["indicator_id"].eq("clients")
            & whole["area_id"].eq(gap[0])
            & whole["period_start"].eq(QUARTERS[gap[1]])
        ).to_numpy()
    seen = whole.assign(
        value=whole["value"].mask(is_gap), status=whole["status"].mask(is_gap, "withheld")
    )
    found = changes.of_hidden_before(seen, whole, policy, kinds)
    quarter = QUARTERS.get_indexer(pd.Index(whole["period_start"]))
    keys = zip(whole["indicator_id"], whole["area_id"], quarter.tolist(), strict=True)
    return {key for key, is_told in zip(keys, found, strict=True) if is_told}


KINDS = (made.CLIENTS, TREND, LATER)
GROWN = [100.0, 110.0, 121.0, 133.1]
BOTH = (rows("clients", "BX", GROWN), rows("clients", "BK", GROWN))
STEPS = rows("trend", "BX", [NONE, 10, 10, 10])
SINCE = rows("later", "BX", [NONE, 10, 21, 33.1])


def test_changes_that_rest_on_a_count_are_hidden_with_the_one_they_are_since() -> None:
    assert told(KINDS, POLICY, ("BX", 1), *BOTH, STEPS, SINCE) == {("trend", "BX", 2)}
    assert told(KINDS, POLICY, ("BX", 0), *BOTH, STEPS, SINCE) == {
        ("trend", "BX", 1),
        *(("later", "BX", at) for at in (1, 2, 3)),
    }
    assert told(KINDS, POLICY, ("BK", 0), *BOTH, STEPS, SINCE) == set()
    assert told(KINDS, POLICY, None, *BOTH, STEPS, SINCE) == set()
    # Off by more than rounding, it may be since any.
    off = rows("trend", "BX", [NONE, 10.1, 10, 10])
    assert told(KINDS, POLICY, ("BX", 1), *BOTH, off) == {("trend", "BX", at) for at in (1, 2, 3)}
    # No link ties them to that count, or they are no changes.
    assert told(KINDS, made.PEOPLE, ("BX", 1), *BOTH, STEPS, SINCE) == set()
    shares = (made.CLIENTS, replace(TREND, measure=Measure.PERCENT), LATER)
    assert told(shares, POLICY, ("BX", 1), *BOTH, STEPS) == set()


@pytest.mark.parametrize(("change", "is_told"), [(-95.0, True), (-90.0, False)])
def test_a_change_to_a_quarter_without_a_count_is_hidden_where_it_tells_of_a_few(
    change: float, is_told: bool
) -> None:
    """Five of a hundred, and ten; the count of Brooklyn says that it is since the one before."""
    counts = rows("clients", "BX", [100, NONE, 100, 110]), rows("clients", "BK", GROWN)
    steps = rows("trend", "BX", [NONE, change, NONE, 10]), rows("trend", "BK", [NONE, 10, 10, 10])
    expected = {("trend", "BX", 1)} if is_told else set()
    assert told(KINDS, POLICY, None, *counts, *steps) == expected
