"""The days figures are due as an iCalendar file (RFC 5545), for a reader's own calendar.

It tells the day and not how late a source is: a calendar keeps what it fetched for days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from flask import Response, abort, request

from api import answers
from api.search_engines import site
from components.data.due import FEED_FILE
from components.data.source import PATH
from components.text import formats, freshness
from components.text.words import _
from data_loaders.released.freshness import Freshness, due_next
from data_loaders.released.release import Release
from data_loaders.released.serving import releases

MOST_OCTETS = 75  # of a line, its end not counted; a longer one is folded
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
PRODUCT = "-//NYC Recovery Data//Figures due//EN"


def due_ics() -> Response:
    """The calendar of the newest release; 404 where its figures are simulated."""
    current = releases().current()
    if current.manifest.is_simulated:
        abort(404, _("These figures are simulated: none are due."))
    address = site()
    body = answers.Body(
        "".join(map(folded, lines(current, address))).encode(),
        "text/calendar",
        headers=(("Content-Disposition", f'attachment; filename="{FEED_FILE}"'),),
    )
    return answers.answer(request, body, answers.tag_of("due.ics", current.id, address))


def lines(release: Release, address: str) -> Iterator[str]:
    """The file line by line, not yet folded: an event for each source of which more is expected."""
    made_on = release.manifest.published_on
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
    yield f"X-WR-CALNAME:{escaped(_('NYC Recovery Data: when figures are due'))}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
    for source_freshness in due_next(release.catalog.sources, release.catalog.deliveries, made_on):
        if source_freshness.due is not None:
            yield from _event(
                source_freshness,
                source_freshness.due,
                made_on,
                f"{address}{PATH}/{source_freshness.source.id}" if address else "",
            )
    yield "END:VCALENDAR"


def _event(source_freshness: Freshness, due: date, made_on: date, address: str) -> Iterator[str]:
    """One whole day. The source alone names it, so that newer figures move it to a later day.

    `address` is that of its page, empty where the site's own is not known.
    """
    what = _(
        "Figures due: {name}, {partner}",
        name=_(source_freshness.source.name),
        partner=source_freshness.source.partner,
    )
    told = _(
        "Expected {often}. The newest figures are to {newest}; newer ones are due by {due}.",
        often=freshness.cadence_word(source_freshness.source.cadence),
        newest=formats.day(source_freshness.vintage),
        due=formats.day(due),
    )
    yield "BEGIN:VEVENT"
    yield f"UID:due-{source_freshness.source.id}@nyc-recovery-data"
    yield f"DTSTAMP:{datetime.combine(made_on, time()):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(what)}"
    yield f"DESCRIPTION:{escaped(told)}"
    if address:
        yield f"URL:{address}"
    yield from ("TRANSP:TRANSPARENT", "END:VEVENT")


def escaped(text: str) -> str:
    """Text as a value: what would end it or split it is escaped."""
    return text.translate(ESCAPED)


def folded(line: str) -> str:
    """A line with its end; one of over 75 octets goes on after a blank, never within a letter."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > MOST_OCTETS:
            parts.append(part)
            part = " "
        part += letter
    return "\r\n".join([*parts, part]) + "\r\n"
