"""What a source's terms let leave curation, decided in one place for every file we write."""

from __future__ import annotations

from dataclasses import replace

from data_loaders.vocabulary.model import Grant, Indicator, Publication, Source
from data_loaders.vocabulary.policy import public_record

NO_LICENSE = "No license to pass copies on is given."


def is_passed_on(source: Source) -> bool:
    """Whether figures may be downloaded: everything but `show` sources."""
    return source.publication is not Publication.SHOW


def published_indicators(source: Source) -> tuple[Indicator, ...]:
    """Indicators that may leave curation: of a `derived` source only what we computed."""
    if source.publication is Publication.DERIVED:
        return tuple(indicator for indicator in source.indicators if indicator.derived_from)
    return source.indicators


def license_stated(source: Source) -> str:
    """What is stated of the use of a source's figures, with the place: for a cell of a file."""
    stated = source.terms_of_use
    if stated.grant is Grant.OURS:
        return f"{source.partner}: {stated.available}"
    if not stated.stated:
        return f"{source.partner}: {NO_LICENSE}"
    return f"{source.partner}: {stated.stated} ({stated.stated_in})"


def as_published(source: Source) -> Source:
    """The source as a release describes it, without what would help an attacker."""
    return replace(
        source, indicators=published_indicators(source), policy=public_record(source.policy)
    )
