"""Where a published value comes from, or why it is hidden, from a release alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Delivery,
    Geography,
    Indicator,
    Source,
)
from data_loaders.vocabulary.policy import Treatment
from data_loaders.vocabulary.reason_words import because

Lines = Iterator[tuple[str, str]]


class NotPublishedError(Exception):
    """The release has no such figure; says what it has."""


def frame_of(
    release: Release, indicator_id: str, geography: str, industry_id: str = ALL_INDUSTRIES
) -> Frame:
    """The frame asked for, by the indicator's first geography where none is given.

    Raises NotPublishedError where the release has none.
    """
    indicator = release.indicators.get(indicator_id)
    if indicator is None:
        raise NotPublishedError(f"release {release.id} has no indicator {indicator_id}")
    chosen = geography or indicator.geographies[0].value
    if chosen not in list(Geography):
        raise NotPublishedError(f"no geography is called {chosen}: {_listed(list(Geography))}")
    if release.entry(indicator_id, Geography(chosen), industry_id) is None:
        having = [
            f"{one.geography} of {one.industry_id}"
            for one in release.index.frames
            if one.indicator_id == indicator_id
        ]
        raise NotPublishedError(
            f"{indicator_id} has no figures by {chosen} of {industry_id}, but by {_listed(having)}"
        )
    return release.frame(indicator_id, Geography(chosen), industry_id)


def position_of(frame: Frame, area_id: str, day: date) -> int:
    """The position of the period that holds `day`, of an area that the frame has.

    Raises NotPublishedError where there is no such area or period.
    """
    if area_id not in frame.areas:
        raise NotPublishedError(
            f"{frame.indicator_id} by {frame.geography} has no area {area_id}: "
            f"{_listed(frame.areas)}"
        )
    for position, (first, last) in enumerate(frame.periods):
        if first <= day <= last:
            return position
    first, last = frame.periods[0][0], frame.periods[-1][1]
    raise NotPublishedError(f"no period holds {day}; figures go from {first} to {last}")


def explained(release: Release, frame: Frame, area_id: str, position: int) -> Lines:
    """What the release says of one cell, as pairs of a word and a sentence."""
    indicator = release.indicators[frame.indicator_id]
    source = release.source_of[frame.indicator_id]
    area = release.area(frame.geography, area_id)
    first, last = frame.periods[position]
    yield "figure", f"{indicator.title}, {area.name} ({area_id}), {first} to {last}"
    if frame.industry_id != ALL_INDUSTRIES:
        yield "industry", indicator.industry_names[frame.industry_id]
    yield from _value(frame.cell(area_id, position), indicator, source)
    yield "measures", indicator.description
    yield "processing", indicator.processing
    yield from _origin(release, indicator, source)
    made = release.manifest
    kind = "simulated" if made.is_simulated else "real"
    yield "release", f"{release.id}, {kind}, published {made.published_on}"


def _value(cell: Cell, indicator: Indicator, source: Source) -> Lines:
    shown = "none" if cell.value is None else f"{cell.value:g} {indicator.unit}"
    yield "value", f"{shown} ({cell.status})"
    why = because(cell.status, cell.reason)
    if why:
        yield "reason", why
    if cell.status.is_hidden:
        policy = source.policy
        ours = policy.treatment is Treatment.OURS
        yield "hidden by", "this site" if ours else f"the publisher, {source.partner}"
        yield "policy", rule_that_hides(source)


def rule_that_hides(source: Source) -> str:
    """The public rule by which figures of a source are hidden."""
    return source.policy.publisher_rule or source.policy.plain


def _origin(release: Release, indicator: Indicator, source: Source) -> Lines:
    yield "source", f"{source.name} ({source.id})"
    yield "publisher", f"{source.partner}, {source.publisher_url}"
    for each in release.catalog.deliveries:
        if each.source_id == source.id:
            yield from _received(each)
    if indicator.derived_from:
        yield "computed from", ", ".join(indicator.derived_from)
    names = [] if source.feed is None else [file.name for file in source.feed.files]
    if names:
        yield "files", _listed(names)


def _received(delivery: Delivery) -> Lines:
    yield "received", f"{delivery.received_on}, data as of {delivery.vintage}"
    yield "hash of its files", delivery.sha256
    if delivery.note:
        yield "note", delivery.note


def _listed(names: object, most: int = 12) -> str:
    texts = [str(name) for name in names] if isinstance(names, list | tuple) else [str(names)]
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more
