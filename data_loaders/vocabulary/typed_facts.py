"""Facts about others that are typed by hand: who says so where, when that was read, until when.

What a page says of somebody else may stop being so. Past `recheck_by` the claim drops from every
page, while name and link stay; `doctor` and every refresh name it to the operator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from data_loaders.vocabulary.events import EVENTS
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.services import SERVICES

WARNED_BEFORE = timedelta(days=30)
TERMS = "Terms of "


@dataclass(frozen=True, slots=True)
class Overdue:
    """A claim to be read again at its source: `is_dropped` where pages no longer make it."""

    what: str
    source: str
    recheck_by: date
    is_dropped: bool


def overdue(on: date | None = None) -> list[Overdue]:
    """What is due to be read again within a month, or was not read in time, by date."""
    day = on or datetime.now(UTC).date()
    facts = [(each.name, each.said_in, each.recheck_by) for each in SERVICES if each.what]
    facts += [(each.text, each.url, each.recheck_by) for each in EVENTS]
    due = [fact for fact in facts if fact[2] <= day + WARNED_BEFORE]
    return [Overdue(*fact, is_dropped=fact[2] < day) for fact in sorted(due, key=lambda f: f[2])]


def overdue_terms(sources: Iterable[Source], on: date | None = None) -> list[Overdue]:
    """Terms of publishers that are due to be read again, by date. They stay on pages with the day
    they were read, as they decide what may be passed on."""
    day = on or datetime.now(UTC).date()
    due = [
        (f"{TERMS}{each.name}", each.publisher_url, each.terms_of_use.recheck_by)
        for each in sources
        if each.terms_of_use.recheck_by <= day + WARNED_BEFORE
    ]
    return [Overdue(*fact, is_dropped=False) for fact in sorted(due, key=lambda fact: fact[2])]


def sentence(each: Overdue) -> str:
    """What an operator is told."""
    if each.what.startswith(TERMS):
        state = "shown with the day they were read"
    else:
        state = "no longer shown" if each.is_dropped else "shown until then"
    return f"“{each.what}”, to be read again by {each.recheck_by} and {state}: {each.source}"
