"""The register of uses as CSV, JSON and Atom, with the filters of the page's address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import msgspec
from flask import Response, abort, request

from api import answers
from api.feeds import Entry, atom
from api.search_engines import site
from components.site import notices
from components.text.words import _
from components.uses.listing import COLUMNS, Listing, decision, listing, row
from components.uses.register import FEEDS, PATH, decision_word
from data_loaders.records.held import records
from data_loaders.records.model import Use
from data_loaders.released.csv_rows import END, text_cell


def _found() -> Listing:
    """The uses asked for; 400 in words for a filter that is not there."""
    use_listing = listing(records().current(), request.args.to_dict())
    if use_listing.notices:
        abort(400, " ".join(notices.words(each) for each in use_listing.notices))
    return use_listing


def _sent(content: str, mimetype: str, ending: str) -> Response:
    headers = (("X-Robots-Tag", "noindex"),)
    if ending == "csv":
        headers += (("Content-Disposition", 'attachment; filename="nyc-recovery_uses.csv"'),)
    body = answers.Body(content.encode(), mimetype, headers=headers)
    tag = answers.tag_of(FEEDS, ending, site(), content)
    return answers.answer(request, body, tag)


def uses_csv() -> Response:
    """RFC 4180, one row a use; only the header while there are none."""
    rows = [row(name, use) for name, use in _found().uses]
    lines = [",".join(COLUMNS), *(",".join(map(text_cell, each.values())) for each in rows)]
    return _sent(END.join(lines) + END, "text/csv", "csv")


def uses_json() -> Response:
    """Whole records, as their files hold them, with their addresses."""
    uses = [
        {"id": name, "address": f"{site()}{PATH}/{name}", **msgspec.to_builtins(use)}
        for name, use in _found().uses
    ]
    return _sent(msgspec.json.encode({"uses": uses}).decode(), "application/json", "json")


def uses_atom() -> Response:
    """An entry a use, updated whenever something happened to it."""
    use_listing = _found()
    entries = [_entry(name, use) for name, use in use_listing.uses]
    title = _("NYC Recovery Data: uses of data")
    text = atom(f"{site()}{PATH}", f"{site()}{FEEDS}.atom", title, entries)
    return _sent(text, "application/atom+xml", "atom")


def _entry(name: str, use: Use) -> Entry:
    told = f"{decision_word(decision(use))}. {_(use.purpose)}"
    return Entry(
        f"{site()}{PATH}/{name}", _(use.title), told, _noon(_last(use)), use.requester.agency
    )


def _last(use: Use) -> date:
    """The last day on which something happened."""
    days = [use.asked_on, *(each.on for each in (*use.reviews, *use.timeline))]
    days += [each.on for each in (use.decision, use.result, use.closure) if each is not None]
    return max(days)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


VIEWS: dict[str, Callable[[], Response]] = {
    f"{FEEDS}.csv": uses_csv,
    f"{FEEDS}.json": uses_json,
    f"{FEEDS}.atom": uses_atom,
}
