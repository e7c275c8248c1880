"""Changes and corrections: what changed in the figures and on the site, and what stands out."""

from __future__ import annotations

from components.changes import view
from components.changes.asking import PARAMETERS, asked_changes
from components.markup import addresses
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.released.release import Release


def build(asked: Asked) -> Page:
    """The log that the address asks for; narrowed lists are not indexed."""
    wanted = asked_changes(asked.query, asked.release)
    return Page(
        title=_(view.TITLE),
        description=view.lead(),
        body=view.layout(asked.release, wanted),
        is_indexed=not wanted.query,
        notices=wanted.notices,
    )


def _paths(_release: Release) -> tuple[str]:
    """The whole log is ready: it opens every earlier release."""
    return (addresses.CHANGES,)


# Simulated figures are in no log and no feed, so the demonstration has no such page.
PAGE = Route(addresses.CHANGES, build, sides=("",), takes=frozenset(PARAMETERS), ready=_paths)
