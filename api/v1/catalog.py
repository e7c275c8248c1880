"""What a release says of its indicators, sources, geographies and areas; no figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from api.v1.asked import cut, window
from components.api_reference import records
from components.api_reference.endpoints import AREAS, ENDPOINTS
from components.api_reference.queries import AreasQuery
from components.markup import addresses
from components.search.finding import find
from components.text import formats, terms_words
from components.text.care import care
from components.text.spelling import normalized
from data_loaders.released.release import Release
from data_loaders.released.serving import releases
from data_loaders.vocabulary.model import Area, Geography, Indicator, Publication, Source


def entry() -> records.Entry:
    """All addresses of the API."""
    listed = [records.EndpointRecord(each.path, each.summary) for each in ENDPOINTS]
    return records.Entry(listed, addresses.OPENAPI, addresses.API)


def indicators(release: Release) -> records.Indicators:
    """Every indicator with its dictionary."""
    return records.Indicators(
        release.id, [_indicator(release, each) for each in release.indicators.values()]
    )


def _indicator(release: Release, indicator: Indicator) -> records.IndicatorRecord:
    source = release.source_of[indicator.id]
    first, last = _span(release, indicator.id)
    return records.IndicatorRecord(
        id=indicator.id,
        family=indicator.family,
        title=indicator.title,
        description=indicator.description,
        processing=indicator.processing,
        unit=indicator.unit,
        measure=indicator.measure,
        decimals=indicator.decimals,
        frequency=indicator.frequency,
        geographies=list(indicator.geographies),
        industries=[
            records.IndustryRecord(each.id, each.name, each.is_group, each.naics)
            for each in indicator.industries
        ],
        direction=indicator.direction,
        category=indicator.category,
        baseline=indicator.baseline,
        caveats=care(release, indicator),
        source_id=source.id,
        publication=source.publication,
        why_no_figures=why_no_figures(source),
        first=first,
        last=last,
        page=addresses.figure(indicator.id),
    )


def _span(release: Release, indicator_id: str) -> tuple[date | None, date | None]:
    entries = [each for each in release.index.frames if each.indicator_id == indicator_id]
    return (
        min((each.first for each in entries), default=None),
        max((each.last for each in entries), default=None),
    )


def why_no_figures(source: Source) -> str:
    """Why figures of a source are not in the API; empty where they are."""
    if source.publication is not Publication.SHOW:
        return ""
    return f"{terms_words.publication(source)} They are at {source.publisher_url}"


def sources(release: Release) -> records.Sources:
    """Every source with its terms."""
    return records.Sources(release.id, [_source(release, each) for each in release.catalog.sources])


def _source(release: Release, source: Source) -> records.SourceRecord:
    delivery = next((d for d in release.catalog.deliveries if d.source_id == source.id), None)
    terms = source.terms_of_use
    return records.SourceRecord(
        id=source.id,
        name=source.name,
        partner=source.partner,
        publisher_url=source.publisher_url,
        publication=source.publication,
        why_no_figures=why_no_figures(source),
        terms=records.TermsRecord(
            terms.grant, terms.stated, terms.stated_in, terms_words.terms(source)
        ),
        citation=source.citation,
        description=source.description,
        covers=source.covers,
        category=source.category,
        cadence=source.cadence,
        privacy=source.policy.plain,
        known_errors=list(source.known_errors),
        indicators=[indicator.id for indicator in source.indicators],
        vintage=delivery.vintage if delivery else None,
        received_on=delivery.received_on if delivery else None,
        sha256=delivery.sha256 if delivery else "",
        page=addresses.source(source.id),
    )


def geographies(release: Release) -> records.Geographies:
    """Every geography that has areas."""
    held = [name for name in Geography if release.areas(name)]
    return records.Geographies(release.id, [_geography(release, name) for name in held])


def _geography(release: Release, name: Geography) -> records.GeographyRecord:
    return records.GeographyRecord(
        id=name,
        name=formats.boundaries(name),
        areas=len(release.areas(name)),
        has_boundaries=name in release.index.shapes,
        is_generalised=name in release.catalog.generalised,
    )


def areas(query: AreasQuery) -> records.Areas:
    """Areas of one geography or all, or those that match what was typed."""
    page = window(query.release, query.cursor, query.limit)
    areas = _found(page.release, query.geography or None, query.q)
    return records.Areas(
        page.release.id,
        len(areas),
        page.next_address(AREAS, query, len(areas)),
        [_area(area) for area in cut(areas, page)],
    )


@lru_cache(maxsize=32)
def _found(release: Release, asked: Geography | None, typed: str) -> tuple[Area, ...]:
    names = [asked] if asked else list(Geography)
    listed = [area for name in names for area in release.areas(name).values()]
    if not normalized(typed):
        return tuple(listed)
    return tuple(dict.fromkeys([*_called(listed, typed), *_around(release, names, typed)]))


def _called(areas: list[Area], typed: str) -> Iterator[Area]:
    """Areas of that id or with all the words in their name."""
    words = normalized(typed).split()
    for area in areas:
        name = normalized(f"{area.id} {area.name}")
        if all(word in name for word in words):
            yield area


def _around(release: Release, names: list[Geography], typed: str) -> Iterator[Area]:
    """Areas that places called so lie in, the likeliest place first."""
    for match in find(release, typed).matches:
        for name in names:
            own = match.place.areas.get(name, ())
            yield from (release.area(name, area_id) for area_id in own)


def _area(area: Area) -> records.AreaRecord:
    return records.AreaRecord(
        geography=area.geography,
        id=area.id,
        name=area.name,
        borough_id=area.borough_id,
        kind=area.kind,
        population=area.population,
        neighbors=list(area.neighbors),
    )


def held_releases() -> records.Releases:
    """Every release of the real side, newest first."""
    current = releases().current()
    return records.Releases(
        [
            records.ReleaseRecord(
                id=name,
                published_on=date.fromisoformat(name[:10]),
                is_current=name == current.id,
                manifest=f"/releases/{name}/manifest.json",
            )
            for name in releases().ids()
        ]
    )
