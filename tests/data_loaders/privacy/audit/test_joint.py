"""What only the whole tells: periods, tables and releases that give a cell away together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import joined
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.privacy.treatment.vintages import Additive, keep_or_revise
from data_loaders.vocabulary.policy import Grid, Policy
from tests.support.privacy import made, released

BOROUGHS = ("BX", "BK", "MN", "QN", "SI")
KINDS = ("food", "rent", "work", "care")
POLICY: Policy = replace(
    made.PEOPLE, publication_grid=Grid(("borough", "city"), "quarter", "service")
)
HALF_YEARS = replace(made.CLIENTS, id="clients_half_years")
SOURCE = released.source(POLICY, made.CLIENTS)
ROLLING = released.source(POLICY, made.CLIENTS, HALF_YEARS)
ADDING = Additive(frozenset({"clients"}), frozenset(), made.BOROUGHS)
STARTS = pd.date_range("2018-01-01", periods=6, freq="QS")
ENDS = STARTS[1::2]


def cube_of(told: dict[tuple[int, int, int], float]) -> Floats:
    """Quarters × boroughs × kinds, 30 or more in each but where told, with all totals last."""
    leaf = 30.0 + np.random.default_rng(3).integers(0, 40, (len(STARTS), 5, 4)).astype(np.float64)
    for place, value in told.items():
        leaf[place] = value
    return totals(leaf)


def totals(leaf: Floats) -> Floats:
    """With the city under the boroughs, and all kinds beside each."""
    whole = np.concatenate([leaf, leaf.sum(axis=1, keepdims=True)], axis=1)
    return np.concatenate([whole, whole.sum(axis=2, keepdims=True)], axis=2)


def rows_of(numbers: Floats, gaps: Mask, indicator_id: str = "clients") -> pd.DataFrame:
    """Published rows of quarters × boroughs and city × kinds and all."""
    areas, kinds = (*BOROUGHS, "NYC"), (*KINDS, "all")
    places = pd.MultiIndex.from_product(
        [STARTS[: len(numbers)], areas, kinds], names=["period_start", "area_id", "industry_id"]
    )
    table = places.to_frame(index=False)
    hidden = gaps.ravel()
    table = table.assign(
        indicator_id=indicator_id,
        geography=np.where(table["area_id"] == "NYC", "city", "borough"),
        period_end=table["period_start"] + pd.offsets.QuarterEnd(0),
        value=np.where(hidden, np.nan, numbers.ravel()),
        status=np.where(hidden, "withheld", "normal"),
    )
    for column in ("period_start", "period_end"):
        table[column] = table[column].astype("datetime64[ms]")
    return table.sort_values(KEY, ignore_index=True)


def square(quarters: tuple[int, ...]) -> Mask:
    """Gaps at two boroughs × two kinds in each of some quarters."""
    gaps = np.zeros((len(STARTS), 6, 5), dtype=bool)
    for quarter in quarters:
        gaps[quarter, :2, :2] = True
    return gaps


def with_sums(corner: float, opposite: float) -> pd.DataFrame:
    """Two quarters with four gaps each, and the sums of half a year beside them."""
    numbers = cube_of({(2, 0, 0): corner, (3, 1, 1): opposite})
    later = np.concatenate([numbers[:1], numbers[1:] + numbers[:-1]])
    sums = rows_of(later, square(()), HALF_YEARS.id)
    both = pd.concat([rows_of(numbers, square((2, 3))), sums[sums["period_start"].isin(ENDS)]])
    return both.sort_values(KEY, ignore_index=True)


def test_two_tables_and_the_sums_of_both_give_away_what_none_does(tmp_path: Path) -> None:
    """Gaps stand in pairs of 33 and more. By all rules, two far corners are eight together."""
    audit = released.audit(released.write(tmp_path / "r", ROLLING, with_sums(3.0, 5.0)))
    assert released.failed(audit) == {"A14"}
    told = released.result(audit, "A14")
    assert (told.failures, told.covered) == (2, 8)


def test_systems_that_were_left_out_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = released.write(tmp_path / "r", ROLLING, with_sums(3.0, 25.0))
    monkeypatch.setattr(joined, "parts", lambda _system: iter(()))
    told = released.result(released.audit(folder), "A14")
    assert (told.failures, told.covered) == (8, 0)
    assert told.note == "8 withheld cells of sums were not looked at"


def test_figures_that_contradict_each_other_fail(tmp_path: Path) -> None:
    table = with_sums(3.0, 25.0)
    sums = table["indicator_id"].eq(HALF_YEARS.id) & table["period_start"].eq(STARTS[3])
    corner = sums & table["area_id"].eq("BX") & table["industry_id"].eq("food")
    later = table.assign(value=table["value"].where(~corner, table["value"] + 1.0))
    assert "A14" in released.failed(
        released.audit(released.write(tmp_path / "r", ROLLING, later.sort_values(KEY)))
    )


# Gaps by borough and kind: the first two kinds have theirs in the first two boroughs only.
HIDDEN = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)) + tuple(
    (borough, kind) for borough in (2, 3, 4) for kind in (2, 3)
)
# Every sum changes by nothing or by ten and more. Two boroughs less two kinds leave the third kind
# of both boroughs: it changed by two.
ALL_MORE = {(0, 0): 15.0, (0, 2): 2.0, (1, 0): 15.0, (2, 2): 13.0}
BOTH_WAYS = {(0, 0): 15.0, (0, 1): -30.0, (0, 2): 2.0, (1, 0): 15.0, (2, 2): 13.0}


def revised(change: dict[tuple[int, int], float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A quarter before and after it changed so by borough and kind."""
    before = cube_of({})[:1]
    leaf = before[:, :5, :4].copy()
    for place, value in change.items():
        leaf[0][place] += value
    now = totals(leaf)
    gaps = np.zeros(before.shape, dtype=bool)
    for place in HIDDEN:
        gaps[0][place] = True
    return rows_of(before, gaps), rows_of(now, gaps)


def failed(tmp_path: Path, before: pd.DataFrame, now: pd.DataFrame) -> set[str]:
    last = released.write(tmp_path / "last", SOURCE, before)
    return released.failed(released.audit(released.write(tmp_path / "now", SOURCE, now), last))


@pytest.mark.parametrize("change", [ALL_MORE, BOTH_WAYS])
def test_changes_that_cancel_give_away_what_no_rule_does(
    tmp_path: Path, change: dict[tuple[int, int], float]
) -> None:
    assert failed(tmp_path, *revised(change)) == {"A14"}


@pytest.mark.parametrize("rest", [0.0, 10.0, 40.0])
def test_changes_that_leave_nothing_or_many_pass(tmp_path: Path, rest: float) -> None:
    one_way = {**ALL_MORE, (0, 2): rest}
    assert failed(tmp_path, *revised(one_way)) == set()


@pytest.mark.parametrize("change", [ALL_MORE, BOTH_WAYS])
def test_treatment_keeps_a_table_whose_changes_cancel(change: dict[tuple[int, int], float]) -> None:
    before, now = revised(change)
    kept = keep_or_revise(now, before, now, POLICY, ADDING)
    pd.testing.assert_frame_equal(kept, before)


def test_treatment_revises_a_table_whose_changes_are_of_many() -> None:
    before, now = revised({**ALL_MORE, (0, 2): 40.0})
    pd.testing.assert_frame_equal(keep_or_revise(now, before, now, POLICY, ADDING), now)


def test_a_gap_shown_in_an_earlier_release_opens_its_table(tmp_path: Path) -> None:
    """Four gaps of a square, and one of them a figure three releases ago."""
    table, gaps = cube_of({})[:1], square((0,))[:1]
    few = gaps.copy()
    few[0, 0, 0] = False
    first, rest = rows_of(table, few), rows_of(table, gaps)
    last = released.write(tmp_path / "first", SOURCE, first)
    now = released.write(tmp_path / "now", SOURCE, rest)
    assert released.result(released.audit(now, last), "A14").failures > 0
