"""The one writer of Atom feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from components.text.words import _

# Names what has no whole address, as the site's own is not known: an id must stand by itself.
OF_THE_SITE = "urn:nyc-recovery-data:"
EMPTY_SINCE = datetime(2020, 7, 23, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its address is its id, so that it stays the same entry when it changes."""

    address: str
    title: str
    summary: str
    updated: datetime
    author: str


def atom(page: str, own: str, title: str, entries: Sequence[Entry]) -> str:
    """A feed as Atom 1.0 (RFC 4287), the newest entry first."""
    # Imported where it is used: with lxml it adds 7 MB to a worker that is asked for a feed.
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.id(_id(page))
    feed.title(title)
    feed.link(href=page, rel="alternate")
    feed.link(href=own, rel="self")
    feed.author(name=_("NYC Recovery Data"))
    feed.updated(max((each.updated for each in entries), default=EMPTY_SINCE))
    for each in sorted(entries, key=lambda item: item.updated):
        entry = feed.add_entry()
        entry.id(_id(each.address))
        entry.title(each.title)
        entry.link(href=each.address)
        entry.summary(each.summary)
        entry.author(name=each.author)
        entry.updated(each.updated)
    return feed.atom_str(pretty=True).decode()


def _id(address: str) -> str:
    return address if "://" in address else f"{OF_THE_SITE}{address}"
