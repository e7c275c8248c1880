"""Dated events of the pandemic in New York City that a series may be read against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Event:
    """What happened `on` a day, in a few words, and who says so where; read there on
    `checked_on`, and to be read again by `recheck_by`, after which it is no longer drawn."""

    on: date
    text: str
    source: str
    url: str
    checked_on: date = date(2026, 11, 28)
    recheck_by: date = date(2028, 11, 30)


TRACKER = "https://github.com/OpportunityInsights/EconomicTracker"
MILESTONES = "Opportunity Insights, Policy Milestones"
EVENTS = (
    Event(
        date(2020, 3, 1),
        "First confirmed COVID-19 case in the city announced",
        "News 12",
        "https://longisland.news12.com/1-year-observed-since-first-confirmed-covid-19-case-in-new-york",
    ),
    Event(
        date(2020, 3, 22),
        "Stay-at-home order: all non-essential businesses close",
        MILESTONES,
        TRACKER,
    ),
    Event(
        date(2020, 6, 8),
        "Select businesses reopen statewide",
        MILESTONES,
        TRACKER,
    ),
    Event(
        date(2020, 12, 14),
        "First vaccine doses given in the city",
        "NYC Department of Health and Mental Hygiene",
        "https://github.com/nychealth/covid-vaccine-data",
    ),
    Event(
        date(2021, 5, 19),
        "Most limits on how many people a business may admit end",
        MILESTONES,
        TRACKER,
    ),
    Event(
        date(2021, 12, 2),
        "First Omicron cases in the city announced",
        "ABC News",
        "https://abcnews.go.com/US/video/hochul-announces-multiple-omicron-cases-york-81528161",
    ),
)


def events_between(first: date, last: date, today: date | None = None) -> list[Event]:
    """Events of the days from `first` to `last`, oldest first, that were read again in time."""
    day = today or datetime.now(UTC).date()
    return [each for each in EVENTS if first <= each.on <= last and day <= each.recheck_by]
