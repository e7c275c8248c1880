from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data_loaders import freshness
from data_loaders.freshness import Timeliness
from data_loaders.model import Delivery, Frequency
from tests.data_loaders.curate.tiny import COURTS, FILINGS

WEEKLY = replace(COURTS, cadence=Frequency.WEEK)


def delivery(vintage: date) -> Delivery:
    return Delivery("courts", vintage, date(2026, 8, 20), "0", 1)


@pytest.mark.parametrize(
    ("cadence", "vintage", "due"),
    [
        (Frequency.DAY, date(2024, 2, 28), date(2024, 3, 1)),
        (Frequency.WEEK, date(2026, 8, 15), date(2026, 8, 29)),
        (Frequency.MONTH, date(2026, 6, 30), date(2026, 8, 31)),
        (Frequency.MONTH, date(2026, 8, 15), date(2026, 9, 30)),
        (Frequency.QUARTER, date(2026, 3, 31), date(2026, 9, 30)),
        (Frequency.HALF_YEAR, date(2025, 12, 31), date(2026, 12, 31)),
        (Frequency.YEAR, date(2022, 12, 31), date(2024, 12, 31)),
    ],
)
def test_figures_are_due_a_period_after_their_own_period_ends(
    cadence: Frequency, vintage: date, due: date
) -> None:
    assert freshness.due_after(vintage, cadence) == due


def test_one_total_has_no_next() -> None:
    assert freshness.due_after(date(2023, 9, 12), Frequency.TOTAL) is None


def test_on_the_day_figures_are_due_they_are_not_late() -> None:
    found = freshness.freshness(WEEKLY, delivery(date(2026, 8, 15)), date(2026, 8, 29))
    assert (found.timeliness, found.days_late) == (Timeliness.EXPECTED, 0)


def test_days_late_are_counted_from_the_day_figures_were_due() -> None:
    found = freshness.freshness(WEEKLY, delivery(date(2026, 8, 15)), date(2026, 9, 7))
    assert (found.timeliness, found.days_late) == (Timeliness.LATE, 9)


def test_a_series_that_ended_is_never_late() -> None:
    ended = replace(WEEKLY, ended_on=date(2022, 12, 3))
    found = freshness.freshness(ended, delivery(date(2022, 12, 3)), date(2026, 9, 7))
    assert (found.timeliness, found.due) == (Timeliness.ENDED, None)


def test_a_computed_source_follows_what_it_is_computed_from() -> None:
    change = replace(FILINGS, derived_from=("courts:filings",))
    computed = replace(WEEKLY, feed=None, indicators=(change,))
    found = freshness.freshness(computed, delivery(date(2022, 12, 3)), date(2026, 9, 7))
    assert (found.timeliness, found.due) == (Timeliness.COMPUTED, None)


def test_what_is_due_is_listed_by_day_without_ended_sources() -> None:
    monthly = replace(COURTS, id="monthly")
    ended = replace(COURTS, id="ended", ended_on=date(2022, 12, 3))
    sources = [monthly, ended, replace(WEEKLY, id="weekly")]
    deliveries = [replace(delivery(date(2026, 8, 15)), source_id=each.id) for each in sources]
    found = freshness.due_next(sources, deliveries, date(2026, 8, 20))
    assert [(each.source.id, each.due) for each in found] == [
        ("weekly", date(2026, 8, 29)),
        ("monthly", date(2026, 9, 30)),
    ]
