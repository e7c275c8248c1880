"""Counts are drawn once, totals are made of what was drawn, and later releases repeat both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import Floats
from data_loaders.privacy.tables.noisy import with_range
from data_loaders.privacy.treatment.noised import noised
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.model import Measure
from data_loaders.vocabulary.noise import BudgetPeriod
from tests.support.privacy import made

NEXT = "2020-07-01"


def published(counted: pd.DataFrame, released: Sequence[pd.DataFrame] = ()) -> pd.DataFrame:
    """A small source's figures, each count two scales up or down."""
    return noised(counted, made.NOISY, [made.CLIENTS], released, made.BOROUGHS, made.steps)


def test_every_figure_is_a_noisy_count_and_none_is_withheld_for_being_small() -> None:
    table = published(made.counted())
    assert set(table["status"]) == {"estimated"}
    assert set(table["reason"]) == {"noisy"}
    assert made.cell(table, "BX01", "work")["value"] == 2.0  # of 4
    assert (table["value"] >= 0).all()


def test_a_budget_for_a_year_is_shared_out_among_the_quarters_of_the_grid() -> None:
    yearly = replace(
        made.NOISE,
        period=BudgetPeriod.YEAR,
        unit_field="person",
        time_field="day",
        cells_per_record=2,
    )
    scales: list[float] = []

    def draw(counts: Floats, scale: float) -> Floats:
        scales.append(scale)
        return counts + 1

    policy = replace(made.NOISY, noise=yearly)
    noised(made.counted(), policy, [made.CLIENTS], [], made.BOROUGHS, draw)
    assert scales == [8.0]  # of two counts a person, in four quarters of an epsilon of one


def test_a_draw_that_leaves_counts_as_they_are_stops_a_source() -> None:
    wide = replace(made.NOISY, noise=replace(made.NOISE, epsilon=0.05))
    with pytest.raises(TreatmentError, match="15 of 15 counts are as they were"):
        noised(
            made.counted(), wide, [made.CLIENTS], [], made.BOROUGHS, lambda counts, _scale: counts
        )


def test_totals_are_sums_of_draws_so_they_are_right_on_average() -> None:
    areas = {**made.AREAS, "BX01": (0, 31, 4)}
    table = published(made.counted(areas))
    assert made.cell(table, "BX01", "food")["value"] == 0.0  # drawn two below zero
    # 0 - 2, 31 + 2, 4 - 2: the draw below zero counts in the sum.
    assert made.cell(table, "BX01")["value"] == 33.0
    truth, city = made.counted(areas)["value"].sum(), made.cell(table, "NYC")["value"]
    assert abs(city - truth) <= 2
    boroughs = table[table["geography"].eq("borough") & table["industry_id"].eq("all")]
    assert boroughs["value"].sum() == city


def test_totals_that_a_source_brings_are_made_anew_of_noisy_counts() -> None:
    counts = made.counted()
    brought = counts.assign(geography="city", area_id="NYC", industry_id="all")
    total = brought.iloc[[0]].assign(value=counts["value"].sum())
    table = published(pd.concat([counts, total], ignore_index=True))
    pd.testing.assert_frame_equal(table, published(counts))


def test_a_range_says_where_the_true_count_lies() -> None:
    counts, grid = made.counted(), made.NOISY.publication_grid
    assert grid is not None
    known = with_range(
        published(counts),
        made.NOISE,
        grid,
        made.BOROUGHS,  # type: ignore[arg-type]
    )
    work, city = made.cell(known, "BX01", "work"), made.cell(known, "NYC")
    assert (work["lower"], work["upper"]) == (0.0, 5.0)  # 2, and 3 either way
    assert city["upper"] - city["value"] == made.NOISE.margin("quarter", 15)
    assert (known["lower"] <= known["value"]).all()


def test_what_was_published_is_repeated_whatever_came_late() -> None:
    first = published(made.counted())
    late = made.counted({**made.AREAS, "BX01": (45, 31, 9)})
    both = pd.concat([late, made.counted(start=NEXT)], ignore_index=True)
    second = published(both, [first])
    old = second[second["period_start"] == made.QUARTER].reset_index(drop=True)
    pd.testing.assert_frame_equal(old, first)
    assert second["period_start"].nunique() == 2


def test_a_period_left_out_of_one_release_is_taken_from_the_one_before() -> None:
    first = published(made.counted())
    second = published(made.counted(start=NEXT))
    again = published(made.counted({"BX01": (9, 9, 9)} | made.AREAS), [second, first])
    assert again["period_start"].nunique() == 2
    pd.testing.assert_frame_equal(
        again[again["period_start"] == made.QUARTER].reset_index(drop=True), first
    )


def test_a_period_of_the_first_and_third_release_stands_as_in_the_newest() -> None:
    newest, second = published(made.counted()), published(made.counted(start=NEXT))
    oldest = published(made.counted({**made.AREAS, "BX01": (9, 9, 9)}))
    assert not oldest.equals(newest)
    again = published(made.counted(), [newest, second, oldest])
    pd.testing.assert_frame_equal(
        again, pd.concat([newest, second]).sort_values(KEY, ignore_index=True)
    )


def test_two_releases_of_real_noise_do_not_average_out() -> None:
    counts = made.counted()
    first = treat(counts, made.NOISY, [made.CLIENTS], None, made.BOROUGHS).observations
    for _ in range(3):
        more = treat(counts, made.NOISY, [made.CLIENTS], first, made.BOROUGHS).observations
        pd.testing.assert_frame_equal(more, first)


def test_periods_told_without_noise_are_not_told_again_with_it() -> None:
    exact = treat(made.counted(), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    with pytest.raises(TreatmentError, match="published without noise"):
        published(made.counted(), [exact])


def test_areas_that_come_after_a_period_was_published_stop_a_source() -> None:
    first = published(made.counted())
    fewer = made.counted({name: made.AREAS[name] for name in ("BX01", "BX02")}, NEXT)
    with pytest.raises(TreatmentError, match="would need a second draw"):
        published(fewer, [first])


def test_a_grid_with_a_hole_or_an_empty_cell_stops_a_source() -> None:
    counts = made.counted()
    both = pd.concat([counts, made.counted(start=NEXT).iloc[1:]], ignore_index=True)
    words = "^some periods lack .*; give 0 where there are none, as a cell .* tells the same$"
    with pytest.raises(TreatmentError, match=words):
        published(both)
    with pytest.raises(TreatmentError, match="a number in every cell"):
        published(counts.assign(value=counts["value"].where(counts.index > 0)))


def test_noise_is_for_counts_by_the_periods_of_the_grid() -> None:
    for wrong, words in (
        ({"measure": Measure.MONEY}, "noise is for counts; clients"),
        ({"frequency": "week"}, "the grid is by quarter; clients"),
    ):
        with pytest.raises(TreatmentError, match=words):
            noised(
                made.counted(),
                made.NOISY,
                [replace(made.CLIENTS, **wrong)],  # type: ignore[arg-type]
                [],
                made.BOROUGHS,
                made.steps,
            )


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=15, max_size=15), st.sampled_from([0.5, 1.0, 2.0]))
def test_ranges_hold_the_truth_where_noise_stays_within_them(
    numbers: list[int], epsilon: float
) -> None:
    rows = np.array(numbers).reshape(5, 3)
    counts = made.counted({a: tuple(row) for a, row in zip(made.AREAS, rows.tolist(), strict=True)})
    policy = replace(made.NOISY, noise=replace(made.NOISE, epsilon=epsilon))
    table = noised(counts, policy, [made.CLIENTS], [], made.BOROUGHS, made.steps)
    known = with_range(table, policy.noise, policy.publication_grid, made.BOROUGHS)  # type: ignore[arg-type]
    both = known.merge(counts[[*KEY, "value"]], on=KEY, suffixes=("", "_true"))
    assert len(both) == 15
    assert both["value_true"].between(both["lower"], both["upper"]).all()
