"""How fresh a source is, in a sentence, and a calendar of what is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dash import html

from components import formats
from components.words import _
from data_loaders.freshness import Freshness, Timeliness, due_next, freshness
from data_loaders.model import Cadence, Delivery, Source
from data_loaders.release import Release

WORTH_SAYING = 30  # days: below that, a late figure is a normal week
RULE = (
    "Figures are due when as much time has passed after a period as the period lasts: "
    "a week's figures within a week, a month's within a month."
)


def sentence(source: Source, delivery: Delivery, today: date) -> str:
    """When the next figures are due, how late they are, or that the series has ended.

    A feed that failed is said too.
    """
    words = timeliness(freshness(source, delivery, today))
    return f"{words} {_(delivery.note)}" if delivery.note else words


def timeliness(found: Freshness) -> str:
    """One sentence: "Expected weekly, 9 days late: newest figures to …, due by …"."""
    if found.source.ended_on is not None:
        return _ended(found.source, found.source.ended_on)
    if found.timeliness is Timeliness.ENDED:
        return _(
            "One set of figures, to {day}. No more are expected.", day=formats.day(found.vintage)
        )
    if found.timeliness is Timeliness.UNSCHEDULED:
        return _(
            "Sent when there is something new, on no set date: the newest figures are to {day}.",
            day=formats.day(found.vintage),
        )
    if found.due is None:
        return _("Computed here, whenever the figures it is made from are renewed.")
    blanks = {
        "often": cadence_word(found.source.cadence),
        "due": formats.day(found.due),
        "newest": formats.day(found.vintage),
    }
    if found.timeliness is Timeliness.LATE:
        return _(
            "Expected {often}, {late} late: the newest figures are to {newest}; "
            "newer ones were due by {due}.",
            late=formats.duration(found.days_late),
            **blanks,
        )
    return _(
        "Expected {often}: the newest figures are to {newest}; the next are due by {due}.",
        **blanks,
    )


def cadence_word(cadence: Cadence) -> str:
    """How often a new vintage is expected, in a word or three."""
    return {
        Cadence.DAY: _("daily"),
        Cadence.WEEK: _("weekly"),
        Cadence.TWO_WEEKS: _("every two weeks"),
        Cadence.MONTH: _("monthly"),
        Cadence.QUARTER: _("quarterly"),
        Cadence.HALF_YEAR: _("twice a year"),
        Cadence.YEAR: _("yearly"),
        Cadence.AS_NEEDED: _("on no set date"),
        Cadence.ONCE: _("once"),
    }[cadence]


def _ended(source: Source, ended_on: date) -> str:
    """When a source ended, and what of it goes on in another source's figures."""
    month = formats.month(ended_on)
    going_on = [_(each.title) for each in source.indicators if each.continued_with]
    if not going_on:
        return _("The series ended in {month}.", month=month)
    return _(
        "The publisher's files ended in {month}; these figures go on in another source: {what}.",
        month=month,
        what=formats.listed(going_on),
    )


def due_list(release: Release, today: date, most: int | None = None) -> html.Ol:
    """What is due next, and what is late, soonest or latest due first; at most `most` sources."""
    return html.Ol([_due_item(found) for found in _soonest(release, today)[:most]], className="due")


def due_sentences(release: Release, today: date) -> Iterable[str]:
    """The calendar as sentences, in the order of `due_list`."""
    for found in _soonest(release, today):
        yield f"{_(found.source.name)}: {timeliness(found)}"


def _soonest(release: Release, today: date) -> list[Freshness]:
    """What is still to come first, by day; then what is late, the latest due first."""
    found = due_next(release.catalog.sources, release.catalog.deliveries, today)
    coming = [each for each in found if each.timeliness is Timeliness.EXPECTED]
    late = [each for each in found if each.timeliness is Timeliness.LATE]
    return coming + late[::-1]


def _due_item(found: Freshness) -> html.Li:
    if found.due is None:
        raise ValueError(f"{found.source.id} has no day on which figures are due")
    when = (
        _("{late} late", late=formats.duration(found.days_late))
        if found.timeliness is Timeliness.LATE
        else _("by {day}", day=formats.day(found.due))
    )
    state = "late" if found.timeliness is Timeliness.LATE else "coming"
    name = html.A(_(found.source.name), href=f"/methodology/{found.source.id}")
    return html.Li([name, " ", html.Span(when, className=f"when-due {state}")])
