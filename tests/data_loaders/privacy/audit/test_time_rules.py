"""Equations over periods: the truth fits all of them, and no table with another gap does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.privacy.audit.time_rules import time_rules
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.model import Indicator, Measure
from tests.data_loaders.privacy.audit.test_joint import (
    POLICY,
    cube_of,
    rows_of,
    square,
)
from tests.support.privacy import made, released

NUMBERS = cube_of({})
GAPS = square((2, 3))
AVERAGE = replace(made.CLIENTS, id="average", measure=Measure.SCORE, decimals=1)
CHANGE = replace(made.CLIENTS, id="change", measure=Measure.PERCENT_CHANGE, decimals=1)
SUMS = replace(made.CLIENTS, id="sums")
SO_FAR = replace(made.CLIENTS, id="so_far")


def beside(other: Indicator, numbers: Floats, first: int = 1) -> tuple[PublishedSource, Floats]:
    """Clients with gaps in two quarters beside another figure without, and the truth of each row.

    The other figure starts with the period that is `first`.
    """
    shown = rows_of(numbers, np.zeros_like(GAPS), other.id)
    shown = shown[shown["period_start"].isin(pd.unique(shown["period_start"])[first:])]
    table = pd.concat([rows_of(NUMBERS, GAPS), shown]).sort_values(KEY, ignore_index=True)
    truth = pd.concat([rows_of(NUMBERS, np.zeros_like(GAPS)), shown]).sort_values(KEY)
    source = released.source(POLICY, made.CLIENTS, other)
    return published_source(source, table, made.BOROUGHS), truth["value"].to_numpy("float64")


def broken(published: PublishedSource, table: Floats) -> int:
    """How many equations a table of all rows does not fit."""
    equations = time_rules(published)
    sums = [sum(table[row] * factor for row, factor in terms) for terms in equations.terms]
    least, most = np.array(equations.least) - 1e-6, np.array(equations.most) + 1e-6
    return int(((sums < least) | (sums > most)).sum())


def later(numbers: Floats) -> Floats:
    """Each quarter beside the one before; the first beside itself."""
    return np.concatenate([numbers[:1], numbers[:-1]])


CASES = [
    (SUMS, NUMBERS + later(NUMBERS), 1),
    # The first sum is of a quarter that is not published, too; those after it tie all the same.
    (SUMS, NUMBERS + later(NUMBERS), 0),
    (AVERAGE, np.round((NUMBERS + later(NUMBERS)) / 2, 1), 1),
    (CHANGE, np.round((NUMBERS / later(NUMBERS) - 1) * 100, 1), 1),
    # Counted since before the first quarter, so that it is no sum over those published.
    (SO_FAR, NUMBERS[:1] + NUMBERS.cumsum(axis=0), 0),
]


@pytest.mark.parametrize(
    ("other", "numbers", "first"), CASES, ids=lambda one: getattr(one, "id", "")
)
def test_the_truth_fits_and_no_other_gap_does(
    other: Indicator, numbers: Floats, first: int
) -> None:
    published, truth = beside(other, numbers, first)
    assert broken(published, truth) == 0
    gaps = np.flatnonzero(published.hidden)
    assert len(gaps) == 8
    for gap in gaps:
        for off in (-0.5, 0.5):
            moved = truth.copy()
            moved[gap] += off
            assert broken(published, moved) > 0


def test_a_change_since_the_first_period_ties_it_and_one_since_none_before_ties_nothing() -> None:
    """The first quarter's own change is since a quarter that is not published."""
    change = np.round((NUMBERS / later(NUMBERS) - 1) * 100, 1)
    change[0] = 5.0
    require_that_the_first_gap_is_tied(CHANGE, change)


def test_the_first_sum_of_as_many_periods_as_it_needs_ties_the_first_of_them() -> None:
    require_that_the_first_gap_is_tied(SUMS, NUMBERS + later(NUMBERS))


def test_a_count_since_the_first_period_has_none_before_it() -> None:
    require_that_the_first_gap_is_tied(SO_FAR, NUMBERS.cumsum(axis=0))


def require_that_the_first_gap_is_tied(other: Indicator, numbers: Floats) -> None:
    """Gaps of the first quarter fit the truth and nothing else."""
    shown, gaps = rows_of(numbers, np.zeros_like(GAPS), other.id), square((0,))
    tables = [rows_of(NUMBERS, hidden) for hidden in (gaps, np.zeros_like(GAPS))]
    table, truth = (pd.concat([each, shown]).sort_values(KEY, ignore_index=True) for each in tables)
    source = released.source(POLICY, made.CLIENTS, other)
    published = published_source(source, table, made.BOROUGHS)
    figures = truth["value"].to_numpy("float64")
    assert broken(published, figures) == 0
    for gap in np.flatnonzero(published.hidden):
        for off in (-0.5, 0.5):
            moved = figures.copy()
            moved[gap] += off
            assert broken(published, moved) > 0


@pytest.mark.parametrize(("other", "numbers", "first"), [CASES[0], CASES[3]])
def test_a_quarter_that_is_not_published_ties_nothing(
    other: Indicator, numbers: Floats, first: int
) -> None:
    """Neither by a sum or change of it, nor by one of the quarter after."""
    whole, truth = beside(other, numbers, first)
    table = whole.observations
    second = sorted(set(table["period_start"]))[1]
    is_kept = ~(table["indicator_id"].eq("clients") & table["period_start"].eq(second)).to_numpy()
    kept = table[is_kept].reset_index(drop=True)
    published = published_source(whole.source, kept, made.BOROUGHS)
    assert time_rules(published).terms
    assert broken(published, truth[is_kept]) == 0


@pytest.mark.parametrize(("other", "numbers", "first"), [CASES[0], CASES[2]])
def test_a_quarter_that_was_not_reported_is_in_no_sum(
    other: Indicator, numbers: Floats, first: int
) -> None:
    """Its row is neither a figure nor a gap: how many it was nobody has said."""
    whole, truth = beside(other, numbers, first)
    table = whole.observations.copy()
    second = sorted(set(table["period_start"]))[1]
    silent = table["indicator_id"].eq("clients") & table["period_start"].eq(second)
    table.loc[silent, ["value", "status"]] = [np.nan, "not_reported"]
    published = published_source(whole.source, table, made.BOROUGHS)
    tied = {row for terms in time_rules(published).terms for row, _ in terms}
    assert tied & set(np.flatnonzero(published.hidden).tolist())
    assert not tied & set(np.flatnonzero(silent).tolist())
    assert broken(published, truth) == 0


def test_a_sum_over_more_periods_than_there_are_ties_nothing_though_it_is_hidden() -> None:
    sums = NUMBERS + later(NUMBERS)
    none = np.zeros_like(GAPS)
    tables = [
        pd.concat([rows_of(NUMBERS, of_clients), rows_of(sums, of_sums, SUMS.id)])
        for of_clients, of_sums in ((square((2,)), square((0,))), (none, none))
    ]
    table, truth = (each.sort_values(KEY, ignore_index=True) for each in tables)
    published = published_source(released.source(POLICY, made.CLIENTS, SUMS), table, made.BOROUGHS)
    assert broken(published, truth["value"].to_numpy("float64")) == 0


def test_figures_that_are_no_sums_over_time_make_no_equation() -> None:
    published, _ = beside(
        SUMS, np.random.default_rng(9).permutation(NUMBERS.ravel()).reshape(NUMBERS.shape)
    )
    assert time_rules(published).terms == []


def test_a_series_without_a_gap_and_one_that_counts_nothing_make_no_equation() -> None:
    """Scores that are hidden hold no whole number of people, whatever adds them up."""
    level = replace(AVERAGE, decimals=0)
    sums = rows_of(NUMBERS + later(NUMBERS), np.zeros_like(GAPS), SUMS.id)
    sums = sums[sums["period_start"] > sums["period_start"].min()]
    for gaps, one in ((np.zeros_like(GAPS), made.CLIENTS), (GAPS, level)):
        table = pd.concat([rows_of(NUMBERS, gaps, one.id), sums])
        ordered = table.sort_values(KEY, ignore_index=True)
        source = released.source(POLICY, one, SUMS)
        assert time_rules(published_source(source, ordered, made.BOROUGHS)).terms == []
