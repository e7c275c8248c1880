"""Which frames, areas and periods a query asks for; Refused says what a release lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from api.v1.catalog import why_no_figures
from api.v1.problems import Refused
from components.api_reference.endpoints import ProblemType
from components.api_reference.queries import ObservationsQuery, RevisionsQuery
from components.markup import addresses
from data_loaders.released.release import Release
from data_loaders.released.view import LATEST, parse_day
from data_loaders.released.view_reading import EACH, WIDER, opening_industry
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import Geography, Indicator, Publication
from data_loaders.vocabulary.moved import INDICATOR, moved


@dataclass(frozen=True, slots=True)
class Wanted:
    """A frame by its key, and the areas wanted of it; None for all of them."""

    indicator_id: str
    geography: Geography
    industry_id: str
    areas: frozenset[str] | None


def wanted(release: Release, query: ObservationsQuery | RevisionsQuery) -> list[Wanted]:
    """The frames a query asks for, in the order it names them."""
    return [
        each
        for name in dict.fromkeys(query.indicator.split("~"))
        for each in _of_indicator(release, _indicator(release, name), query)
    ]


def _indicator(release: Release, name: str) -> Indicator:
    indicator = release.indicators.get(name)
    rule = moved(INDICATOR, name)
    if indicator is None and rule is not None:
        raise _absent(f"“{name}” is gone. {rule.why} See {rule.new or addresses.DATA}.")
    if indicator is None:
        near = get_close_matches(name, release.indicators, n=3)
        maybe = f" Near it: {', '.join(near)}." if near else ""
        raise _absent(f"There is no indicator “{name}” in release {release.id}.{maybe}")
    source = release.source_of[name]
    if source.publication is Publication.SHOW:
        raise Refused(ProblemType.SHOWN_ONLY, f"{name}: {why_no_figures(source)}")
    return indicator


def _of_indicator(
    release: Release, indicator: Indicator, query: ObservationsQuery | RevisionsQuery
) -> Iterator[Wanted]:
    geography = query.geography or indicator.geographies[0]
    chosen = _areas(release, indicator, geography, query.areas)
    if not chosen:
        _require_geography(indicator, geography)
        chosen = {geography: None}
    for name, area_ids in chosen.items():
        for industry_id in _industries(release, indicator, query.industry):
            if release.entry(indicator.id, name, industry_id) is not None:
                yield Wanted(indicator.id, name, industry_id, area_ids)


def _require_geography(indicator: Indicator, geography: Geography) -> None:
    if geography not in indicator.geographies:
        having = ", ".join(indicator.geographies)
        raise _absent(f"{indicator.id} has no figures by {geography}, but by {having}.")


def _areas(
    release: Release, indicator: Indicator, geography: Geography, asked: str
) -> dict[Geography, frozenset[str] | None]:
    """Areas by the geography they are of: the one asked for, else borough or city."""
    by_geography: dict[Geography, set[str]] = {}
    for area_id in filter(None, asked.split("~")):
        candidates = [
            name
            for name in dict.fromkeys((geography, *WIDER))
            if area_id in release.areas(name) and name in indicator.geographies
        ]
        if not candidates:
            raise _absent(f"{indicator.id} has no area “{area_id}” by {geography}.")
        by_geography.setdefault(candidates[0], set()).add(area_id)
    return {name: frozenset(area_ids) for name, area_ids in by_geography.items()}


def _industries(release: Release, indicator: Indicator, asked: str) -> Sequence[str]:
    own = [industry.id for industry in indicator.industries]
    if asked == EACH:
        return own
    if asked and asked not in own:
        raise _absent(f"{indicator.id} has no industry “{asked}”, but {', '.join(own[:40])}.")
    return [asked or opening_industry(release, indicator)]


def _absent(detail: str) -> Refused:
    return Refused(ProblemType.NOT_FOUND, detail)


def positions(frame: Frame, query: ObservationsQuery) -> list[int]:
    """Positions of the periods asked for, oldest first."""
    first, last = _day("from", query.first, start=True), _day("to", query.last, start=False)
    within = [
        position
        for position, (_, end) in enumerate(frame.periods)
        if (first is None or end >= first) and (last is None or end <= last)
    ]
    if query.period == LATEST:
        return [position for position in within if position == frame.latest()]
    day = _day("period", query.period, start=False)
    if day is None:
        return within
    return [at for at in within if frame.periods[at][0] <= day <= frame.periods[at][1]]


def _day(name: str, written: str, *, start: bool) -> date | None:
    if written in ("", LATEST):
        return None
    day = parse_day(written, start=start)
    if day is None:
        raise Refused(
            ProblemType.PARAMETERS,
            f"“{name}” is no date: write YYYY-MM-DD, YYYY-MM, YYYY or {LATEST}.",
        )
    return day
