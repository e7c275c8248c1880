"""How fresh a source is, in a few words or in a sentence."""

from __future__ import annotations

from datetime import date

from components.text import formats
from components.text.words import _
from data_loaders.released.freshness import Freshness, Timeliness, freshness
from data_loaders.vocabulary.model import Cadence, Delivery, Source

WORTH_SAYING = 30  # days: below that, a late figure is a normal week
RULE = (
    "Figures are due when as much time has passed after a period as the period lasts. "
    "A week's figures are due within a week, a month's within a month. A publisher is called late "
    "only by what it did not have on the day it was asked. A copy here that is older says so."
)


def sentence(source: Source, delivery: Delivery, today: date) -> str:
    """When the next figures are due, how late they are, or that the series has ended.

    A feed that failed is said too.
    """
    words = timeliness(freshness(source, delivery, today))
    return f"{words} {_(delivery.note)}" if delivery.note else words


def phrase(source_freshness: Freshness) -> str:
    """In a few words: "expected weekly, 9 days late", "series ended December 2022"."""
    often = cadence_word(source_freshness.source.cadence)
    match source_freshness.timeliness:
        case Timeliness.LATE:
            late = formats.duration(source_freshness.days_late)
            return _("expected {often}, {late} late", often=often, late=late)
        case Timeliness.EXPECTED:
            return _("expected {often}, on time", often=often)
        case Timeliness.COPY:
            return _("published {often}; what is here ends earlier", often=often)
        case Timeliness.UNSCHEDULED:
            return _("sent when there is something new, on no set date")
        case Timeliness.COMPUTED:
            return _("computed here from other sources")
        case Timeliness.ENDED:
            month = formats.month(source_freshness.source.ended_on or source_freshness.vintage)
            return _("series ended {month}", month=month)


def timeliness(source_freshness: Freshness) -> str:
    """One sentence: "Expected weekly, 9 days late: newest figures to …, due by …"."""
    if source_freshness.source.ended_on is not None:
        return _ended(source_freshness.source, source_freshness.source.ended_on)
    if source_freshness.timeliness is Timeliness.ENDED:
        return _(
            "One set of figures, to {day}. No more are expected.",
            day=formats.day(source_freshness.vintage),
        )
    if source_freshness.timeliness is Timeliness.UNSCHEDULED:
        return _(
            "Sent when there is something new, on no set date: the newest figures are to {day}.",
            day=formats.day(source_freshness.vintage),
        )
    if source_freshness.timeliness is Timeliness.COPY:
        return _copy(source_freshness)
    if source_freshness.due is None:
        return _("Computed here, whenever the figures it is made from are renewed.")
    blanks = {
        "often": cadence_word(source_freshness.source.cadence),
        "due": formats.day(source_freshness.due),
        "newest": formats.day(source_freshness.vintage),
    }
    if source_freshness.timeliness is Timeliness.LATE:
        return _late(source_freshness, blanks)
    return _(
        "Expected {often}: the newest figures are to {newest}; the next are due by {due}.",
        **blanks,
    )


def _late(source_freshness: Freshness, blanks: dict[str, str]) -> str:
    """How late a publisher was on the day it was asked, or a partner is today."""
    said = _(
        "Expected {often}, {late} late: the newest figures are to {newest}; "
        "newer ones were due by {due}.",
        late=formats.duration(source_freshness.days_late),
        **blanks,
    )
    if source_freshness.asked_on is None:
        return said
    asked = _(
        "The publisher had none when it was asked on {day}.",
        day=formats.day(source_freshness.asked_on),
    )
    return f"{said} {asked}"


def _copy(source_freshness: Freshness) -> str:
    """Where what is here ends, and that the series goes on at its publisher."""
    blanks = {"newest": formats.day(source_freshness.vintage)}
    if source_freshness.asked_on is None:
        return _("This copy ends {newest}; the series goes on at the publisher.", **blanks)
    return _(
        "Figures here end {newest}. The publisher was last asked on {day} and may have newer ones.",
        day=formats.day(source_freshness.asked_on),
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
        return _("The publisher's files ended in {month}.", month=month)
    return _(
        "The publisher's files ended in {month}; these figures go on in another source: {what}.",
        month=month,
        what=formats.listed(going_on),
    )
