"""Figures whose period is longer than the time they are of."""

from __future__ import annotations

from datetime import date

from data_loaders.vocabulary.model import Frequency, Indicator

# Families whose figure of a quarter is that of its last month.
OF_THE_LAST_MONTH = frozenset({"snap", "cash_assistance", "medicaid"})


def of_the_last_month(indicator: Indicator) -> bool:
    """Whether the figure of a quarter is that of its last month alone."""
    return indicator.family in OF_THE_LAST_MONTH and indicator.frequency is Frequency.QUARTER


def told(first: date, last: date, indicator: Indicator) -> tuple[date, date, Frequency]:
    """The time that a figure of a period is of, as it is told."""
    if of_the_last_month(indicator):
        return last.replace(day=1), last, Frequency.MONTH
    return first, last, indicator.frequency
