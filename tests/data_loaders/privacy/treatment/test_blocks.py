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
