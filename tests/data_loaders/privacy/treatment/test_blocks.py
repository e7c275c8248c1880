"""Cells that were small lately stay withheld for whole blocks of the calendar."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.privacy.treatment import blocks

WEEKS = list(pd.date_range("2018-01-01", periods=8, freq="7D"))


def held(base: list[float], length: int = 4, below: float = 20.0) -> list[bool]:
    column = np.array(base)[:, None]
    primary = ~(column >= 10) & (column != 0)
    numbers = blocks.block_numbers(WEEKS, length)
    return blocks.sticky(column, primary, numbers, length, below)[:, 0].tolist()


def test_a_cell_below_twice_the_minimum_is_held_for_the_next_block() -> None:
    assert held([50, 50, 50, 19, 50, 50, 50, 50]) == [False] * 4 + [True] * 4


def test_a_cell_at_twice_the_minimum_or_at_nothing_is_not_held() -> None:
    assert held([50, 50, 0, 20, 50, 50, 50, 50]) == [False] * 8


def test_an_unknown_base_counts_as_small() -> None:
    assert held([50, np.nan, 50, 50, 50, 50, 50, 50]) == [False, True, True, True] + [True] * 4


def test_a_cell_that_becomes_small_is_held_to_the_end_of_the_block() -> None:
    assert held([50, 9, 50, 50, 50, 50, 50, 50])[:4] == [False, True, True, True]


def test_blocks_do_not_move_when_a_period_is_added_or_dropped() -> None:
    whole = blocks.block_numbers(WEEKS, 4)
    assert whole.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert blocks.block_numbers(WEEKS[2:], 4).tolist() == whole[2:].tolist()


def test_quarters_make_blocks_of_whole_years() -> None:
    quarters = list(pd.date_range("2018-01-01", periods=8, freq="QS"))
    assert blocks.block_numbers(quarters, 4).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_months_make_blocks_of_whole_years() -> None:
    """February has 28 days, the fewest that tell months from weeks."""
    months = list(pd.date_range("2018-01-01", periods=24, freq="MS"))
    assert blocks.block_numbers(months, 12).tolist() == [0] * 12 + [1] * 12


def test_days_make_blocks_of_weeks() -> None:
    days = list(pd.date_range("2018-01-01", periods=8, freq="D"))
    assert blocks.block_numbers(days, 7).tolist() == [0] * 7 + [1]


def test_a_period_alone_is_taken_for_a_week() -> None:
    assert blocks.block_numbers([pd.Timestamp("2018-01-29")], 4).tolist() == [1]


def test_a_week_before_the_first_block_is_in_the_block_before() -> None:
    weeks = list(pd.date_range("2017-12-25", periods=2, freq="7D"))
    assert blocks.block_numbers(weeks, 4).tolist() == [-1, 0]


def test_only_what_came_before_a_block_holds_a_cell_that_is_never_under_the_minimum() -> None:
    assert held([50, 50, 50, 50, 15, 50, 50, 50]) == [False] * 8
    assert held([15, 50, 50, 50, 50, 50, 50, 50]) == [False] * 4 + [True] * 4


def test_a_small_cell_does_not_hold_its_neighbor() -> None:
    base = np.array([[50.0, 50.0]] * 3 + [[15.0, 50.0]] + [[50.0, 50.0]] * 4)
    numbers = blocks.block_numbers(WEEKS, 4)
    is_held = blocks.sticky(base, base < 10, numbers, 4, 20.0)
    assert is_held.tolist() == [[False, False]] * 4 + [[True, False]] * 4
