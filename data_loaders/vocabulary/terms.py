"""What a source's terms let leave curation, decided in one place for every file we write."""

from __future__ import annotations

from dataclasses import replace

from data_loaders.vocabulary.model import Indicator, Publication, Source
from data_loaders.vocabulary.policy import public_record


def is_passed_on(source: Source) -> bool:
    """Whether figures may be downloaded: everything but `show` sources."""
    return source.publication is not Publication.SHOW


def published_indicators(source: Source) -> tuple[Indicator, ...]:
    """Indicators that may leave curation: of a `derived` source only what we computed."""
    if source.publication is Publication.DERIVED:
        return tuple(indicator for indicator in source.indicators if indicator.derived_from)
    return source.indicators


def as_published(source: Source) -> Source:
    """The source as a release describes it, without what would help an attacker."""
    return replace(
        source, indicators=published_indicators(source), policy=public_record(source.policy)
    )
