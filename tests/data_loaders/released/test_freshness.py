from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from data_loaders.released import freshness
from data_loaders.released.freshness import Timeliness
from data_loaders.vocabulary.model import Cadence, Delivery
from tests.support.tiny import COURTS, FILINGS

WEEKLY = replace(COURTS, cadence=Cadence.WEEK)


def delivery(vintage: date) -> Delivery:
    return Delivery("courts", vintage, date(2026, 8, 20), "0", 1, asked_on=date(2026, 9, 7))


@pytest.mark.parametrize(
    ("cadence", "vintage", "due"),
    [
        (Cadence.DAY, date(2024, 2, 28), date(2024, 3, 1)),
        (Cadence.WEEK, date(2026, 8, 15), date(2026, 8, 29)),
        (Cadence.TWO_WEEKS, date(2021, 5, 2), date(2021, 5, 30)),
        (Cadence.MONTH, date(2026, 6, 30), date(2026, 8, 31)),
        (Cadence.MONTH, date(2026, 8, 15), date(2026, 9, 30)),
        (Cadence.QUARTER, date(2026, 3, 31), date(2026, 9, 30)),
        (Cadence.HALF_YEAR, date(2025, 12, 31), date(2026, 12, 31)),
        (Cadence.YEAR, date(2022, 12, 31), date(2024, 12, 31)),
    ],
)
def test_figures_are_due_a_period_after_their_own_period_ends(
    cadence: Cadence, vintage: date, due: date
) -> None:
    assert freshness.due_after(vintage, cadence) == due


@pytest.mark.parametrize("cadence", [Cadence.AS_NEEDED, Cadence.ONCE])
def test_a_cadence_without_a_day_has_nothing_due(cadence: Cadence) -> None:
    assert freshness.due_after(date(2023, 9, 12), cadence) is None


def test_every_cadence_has_a_day_or_is_known_to_have_none() -> None:
    without = {each for each in Cadence if freshness.due_after(date(2026, 8, 15), each) is None}
    assert without == {Cadence.AS_NEEDED, Cadence.ONCE}


def test_what_comes_as_needed_is_never_late_and_what_came_once_has_ended() -> None:
    found = {
        cadence: freshness.freshness(
            replace(COURTS, cadence=cadence), delivery(date(2020, 8, 15)), date(2026, 9, 7)
        )
        for cadence in (Cadence.AS_NEEDED, Cadence.ONCE)
    }
    assert found[Cadence.AS_NEEDED].timeliness is Timeliness.UNSCHEDULED
    assert found[Cadence.ONCE].timeliness is Timeliness.ENDED
    assert {(each.due, each.days_late) for each in found.values()} == {(None, 0)}


def test_a_catalog_of_the_first_releases_is_still_read() -> None:
    assert msgspec.json.decode(b'["total", "week"]', type=list[Cadence]) == ["once", "week"]


def test_on_the_day_figures_are_due_they_are_not_late() -> None:
    state = freshness.freshness(WEEKLY, delivery(date(2026, 8, 15)), date(2026, 8, 29))
    assert (state.timeliness, state.days_late) == (Timeliness.EXPECTED, 0)


def test_days_late_are_counted_from_the_day_figures_were_due() -> None:
    state = freshness.freshness(WEEKLY, delivery(date(2026, 8, 15)), date(2026, 9, 7))
    assert (state.timeliness, state.days_late) == (Timeliness.LATE, 9)


@pytest.mark.parametrize("asked_on", [None, date(2026, 8, 20), date(2026, 8, 29)])
def test_days_after_the_publisher_was_asked_are_not_its_lateness(asked_on: date | None) -> None:
    known = replace(delivery(date(2026, 8, 15)), asked_on=asked_on)
    state = freshness.freshness(WEEKLY, known, date(2028, 9, 7))
    assert (state.timeliness, state.due, state.days_late) == (Timeliness.COPY, None, 0)


def test_lateness_is_counted_to_the_day_the_publisher_was_asked() -> None:
    state = freshness.freshness(WEEKLY, delivery(date(2026, 8, 15)), date(2028, 9, 7))
    assert (state.timeliness, state.days_late) == (Timeliness.LATE, 9)


def test_a_copy_that_is_not_due_yet_is_on_time() -> None:
    copy = replace(delivery(date(2026, 8, 15)), asked_on=None)
    state = freshness.freshness(WEEKLY, copy, date(2026, 8, 29))
    assert (state.timeliness, state.due) == (Timeliness.EXPECTED, date(2026, 8, 29))


def test_a_delivery_of_a_release_made_before_has_nobody_asked() -> None:
    old = (
        b'{"source_id":"a","vintage":"2026-08-15","received_on":"2026-08-20","sha256":"","rows":1}'
    )
    assert msgspec.json.decode(old, type=Delivery).asked_on is None


def test_a_series_that_ended_is_never_late() -> None:
    ended = replace(WEEKLY, ended_on=date(2022, 12, 3))
    state = freshness.freshness(ended, delivery(date(2022, 12, 3)), date(2026, 9, 7))
    assert (state.timeliness, state.due) == (Timeliness.ENDED, None)


def test_a_computed_source_follows_what_it_is_computed_from() -> None:
    change = replace(FILINGS, derived_from=("courts:filings",))
    computed = replace(WEEKLY, feed=None, indicators=(change,))
    state = freshness.freshness(computed, delivery(date(2022, 12, 3)), date(2026, 9, 7))
    assert (state.timeliness, state.due) == (Timeliness.COMPUTED, None)


def test_what_is_due_is_listed_by_day_without_ended_sources() -> None:
    monthly = replace(COURTS, id="monthly")
    ended = replace(COURTS, id="ended", ended_on=date(2022, 12, 3))
    sources = [monthly, ended, replace(WEEKLY, id="weekly")]
    deliveries = [replace(delivery(date(2026, 8, 15)), source_id=each.id) for each in sources]
    due = freshness.due_next(sources, deliveries, date(2026, 8, 20))
    assert [(each.source.id, each.due) for each in due] == [
        ("weekly", date(2026, 8, 29)),
        ("monthly", date(2026, 9, 30)),
    ]
