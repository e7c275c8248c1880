"""Changes as an Atom feed, for everything or for what an address asks for; standouts as CSV."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from flask import Response, abort, request

from api import answers
from api.feeds import Entry, atom
from api.search_engines import site
from components.changes import standouts
from components.changes.asking import AskedChanges, asked_changes
from components.changes.log import LogEntry, entries
from components.markup import addresses
from components.site import notices
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.serving import asked_release, releases

MOST_ENTRIES = 100


def changes_atom() -> Response:
    """An entry for each change that was asked for; 400 in words for what is not there."""
    current = releases().current()
    asked = asked_changes(request.args.to_dict(), current)
    if asked.notices:
        abort(400, " ".join(notices.words(each) for each in asked.notices))
    listed = [each for each in entries(asked.scope) if asked.kind in (None, each.kind)]
    page = f"{site()}{addresses.changes(asked.query)}"
    own = f"{site()}{addresses.feed_of_changes(asked.query)}"
    text = atom(page, own, _title(asked), [_entry(each) for each in listed[:MOST_ENTRIES]])
    body = answers.Body(
        text.encode(), "application/atom+xml", headers=(("X-Robots-Tag", "noindex"),)
    )
    return answers.answer(request, body, answers.tag_of("changes", site(), text))


def _title(asked: AskedChanges) -> str:
    if not asked.words:
        return _("NYC Recovery Data: changes")
    return _("NYC Recovery Data: changes, {what}", what=asked.words)


def _entry(each: LogEntry) -> Entry:
    """Its place in the log names it, so that it stays one entry whatever it leads to."""
    address = f"{site()}{addresses.CHANGES}#{each.id}"
    return Entry(address, each.title, each.told, _noon(each.on), _("NYC Recovery Data"))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def standouts_csv() -> Response:
    """What stands out in a release; only the header where nothing does."""
    release = _release(request.args.get("release"))
    name = f"nyc-recovery_standouts_r{release.id}.csv"
    body = answers.Body(
        "".join(standouts.csv(release)).encode(),
        "text/csv",
        headers=(
            ("Content-Disposition", f'attachment; filename="{name}"'),
            ("X-Robots-Tag", "noindex"),
        ),
    )
    return answers.answer(request, body, answers.tag_of("standouts", release.id))


def _release(asked: str | None) -> Release:
    release, notice = asked_release(asked)
    if notice is not None:
        abort(404, notices.words(notice))
    return release


VIEWS: dict[str, Callable[[], Response]] = {
    addresses.CHANGES_FEED: changes_atom,
    addresses.STANDOUTS_FILE: standouts_csv,
}
