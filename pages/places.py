"""Places: every place that has a page, and how to find one."""

from __future__ import annotations

from components.markup import addresses
from components.search import listing
from components.site.page import Asked, Page, Route
from data_loaders.released.release import Release


def build(asked: Asked) -> Page:
    """All places of the release."""
    return Page(
        title=listing.title(),
        description=listing.lead(asked.release),
        body=listing.layout(asked.release),
    )


def _paths(_release: Release) -> tuple[str]:
    return (addresses.PLACES,)


PAGE = Route(addresses.PLACES, build, ready=_paths)
