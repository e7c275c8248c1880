"""Longer periods are means of whole, published parts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data_loaders.released.coarser import coarser, coarsest, longer_period
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import Frequency, Geography


def daily(first: date, values: list[float | None], codes: str) -> Frame:
    days = [first + timedelta(days=i) for i in range(len(values))]
    return Frame(
        "rides",
        Geography.CITY,
        "all",
        tuple((day, day) for day in days),
        ("NYC",),
        (tuple(values),),
        (codes,),
    )


def test_a_week_to_saturday_is_the_mean_of_its_days() -> None:
    frame = daily(date(2021, 3, 7), [1, 2, 3, 4, 5, 6, 7], "n" * 7)
    by_step = coarser(frame, Frequency.DAY, Frequency.WEEK)
    assert by_step.periods == ((date(2021, 3, 7), date(2021, 3, 13)),)
    assert by_step.values == ((4.0,),)


def test_a_series_that_is_a_seven_day_mean_is_not_averaged_again() -> None:
    frame = daily(date(2021, 3, 7), list(range(1, 15)), "n" * 14)
    by_step = coarser(frame, Frequency.DAY, Frequency.WEEK, smoothed_over=7)
    assert by_step.values == ((7.0, 14.0),)
    month = daily(date(2021, 2, 1), list(range(1, 29)), "n" * 28)
    by_step = coarser(month, Frequency.DAY, Frequency.MONTH, smoothed_over=7)
    assert by_step.values == (((7 + 14 + 21 + 28) / 4,),)


def test_a_week_that_lacks_a_day_at_the_edge_is_left_out() -> None:
    frame = daily(date(2021, 3, 8), [1.0] * 13, "n" * 13)
    by_step = coarser(frame, Frequency.DAY, Frequency.WEEK)
    assert by_step.periods == ((date(2021, 3, 14), date(2021, 3, 20)),)


def test_a_week_with_a_hidden_day_is_hidden_and_one_with_an_early_day_early() -> None:
    hidden = daily(date(2021, 3, 7), [1, 2, None, 4, 5, 6, 7], "nnwnnnp")
    assert coarser(hidden, Frequency.DAY, Frequency.WEEK).statuses == ("w",)
    assert coarser(hidden, Frequency.DAY, Frequency.WEEK).values == ((None,),)
    early = daily(date(2021, 3, 7), [1, 2, 3, 4, 5, 6, 7], "nnnnnnp")
    assert coarser(early, Frequency.DAY, Frequency.WEEK).statuses == ("p",)


def test_a_frame_that_is_long_enough_stays_itself() -> None:
    frame = daily(date(2021, 3, 7), [1.0], "n")
    assert coarser(frame, Frequency.MONTH, Frequency.WEEK) is frame


@pytest.mark.parametrize(
    ("frequency", "first", "last"),
    [
        (Frequency.WEEK, date(2024, 2, 25), date(2024, 3, 2)),
        (Frequency.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (Frequency.QUARTER, date(2024, 1, 1), date(2024, 3, 31)),
        (Frequency.HALF_YEAR, date(2024, 1, 1), date(2024, 6, 30)),
        (Frequency.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_leap_day_is_in_its_longer_period(frequency: Frequency, first: date, last: date) -> None:
    assert longer_period(date(2024, 2, 29), frequency) == (first, last)


def test_days_cannot_be_put_together_by_day_or_total() -> None:
    for frequency in (Frequency.DAY, Frequency.TOTAL):
        with pytest.raises(ValueError, match="cannot be put together"):
            longer_period(date(2024, 2, 29), frequency)


def test_the_coarsest_of_several_frequencies_has_the_longest_periods() -> None:
    assert coarsest([Frequency.WEEK, Frequency.MONTH, Frequency.DAY]) is Frequency.MONTH


def test_a_mean_is_this_much_or_more_if_one_of_its_parts_is() -> None:
    frame = daily(date(2021, 3, 7), [97, 98, 99, 99, 97, 98, 99], "nnCCnnC")
    assert coarser(frame, Frequency.DAY, Frequency.WEEK).statuses == ("C",)
