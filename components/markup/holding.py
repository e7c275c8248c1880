"""Which release an address holds, and the one link that changes it: the same words everywhere."""

from __future__ import annotations

from dash import html

from components.markup.addresses import with_release
from components.markup.attributes import marked
from components.text.words import _

# Links that change the release on purpose: away from the chosen one, and to a chosen one.
NEWEST = "data-newest"
HOLDS = "data-holds"


def to_newest(words: str, address: str) -> html.A:
    """A link that leaves the chosen release."""
    return marked(html.A(words, href=address), {NEWEST: ""})


def to_release(words: str, address: str, release_id: str) -> html.A:
    """A link that holds to a release."""
    link = html.A(words, href=with_release(address, release_id))
    return marked(link, {HOLDS: release_id})


def which_release(address: str, release_id: str, *, is_held: bool) -> list[str | html.A]:
    """What the reader's address holds now, and the link that changes it.

    `address` is the reader's own, without a release.
    """
    if is_held:
        held = _("This address keeps release {id}.", id=release_id)
        return [held, " ", to_newest(_("Always newest"), address)]
    shown = _("This page shows the newest release.")
    return [shown, " ", to_release(_("Keep exactly these numbers"), address, release_id)]
