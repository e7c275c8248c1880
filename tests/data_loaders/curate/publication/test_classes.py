from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.curate.publication.classes import class_bounds, period_bounds
from data_loaders.vocabulary.model import Measure

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 3))


def test_classes_hold_about_as_many_values_each() -> None:
    bounds = class_bounds(np.arange(1.0, 601.0), Measure.COUNT)
    assert bounds == (100, 200, 300, 400, 500)


def test_bounds_are_numbers_people_can_read() -> None:
    bounds = class_bounds(np.linspace(1234.567, 98765.4, 500), Measure.MONEY)
    assert bounds == (17000, 34000, 50000, 66000, 83000)


def test_close_values_keep_as_many_digits_as_tell_them_apart() -> None:
    assert class_bounds(np.linspace(1001.0, 1007.0, 601), Measure.INDEX) == (
        1002,
        1003,
        1004,
        1005,
        1006,
    )


def test_signed_measures_have_classes_symmetric_around_zero() -> None:
    bounds = class_bounds(np.linspace(-30.0, 90.0, 400), Measure.PERCENT_CHANGE)
    assert bounds == (-50, -20, 20, 50)


def test_many_zeros_do_not_make_two_classes_of_zero() -> None:
    bounds = class_bounds(np.array([0.0] * 80 + list(range(1, 21))), Measure.COUNT)
    assert bounds[0] == 0
    assert len(set(bounds)) == len(bounds)


@pytest.mark.parametrize("values", [[], [5.0] * 40, [1.0, 2.0, 3.0], [np.nan] * 40])
def test_too_few_values_are_not_classed(values: list[float]) -> None:
    assert class_bounds(np.array(values, dtype="float64"), Measure.COUNT) == ()


def test_few_values_are_told_apart_by_thirds() -> None:
    values = np.array([18.0, 49.0, 111.0, 156.0, 190.0, 898.0])
    assert class_bounds(values, Measure.COUNT) == (90, 170)


def test_a_period_of_few_areas_has_no_classes_of_its_own() -> None:
    few, many = np.arange(5.0), np.arange(40.0)
    grid = np.column_stack([np.concatenate([few, np.full(35, np.nan)]), many])
    alone, among = period_bounds(grid, Measure.COUNT)
    assert alone == ()
    assert len(among) == 5


def test_withheld_cells_do_not_move_the_bounds() -> None:
    published = np.arange(1.0, 601.0)
    with_hidden = np.concatenate([published, np.full(300, np.nan)])
    assert class_bounds(with_hidden, Measure.COUNT) == class_bounds(published, Measure.COUNT)


@given(st.lists(NUMBERS, min_size=12, max_size=80), st.sampled_from(list(Measure)))
def test_bounds_always_ascend(values: list[float], measure: Measure) -> None:
    bounds = class_bounds(np.array(values), measure)
    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) <= 6
    if measure in (Measure.PERCENT_CHANGE, Measure.POINTS):
        assert bounds == tuple(-bound for bound in reversed(bounds))
