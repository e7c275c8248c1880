"""How far real sources reach: by topic, by neighborhood, and how much of them is hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from components.data import coverage
from components.data.coverage import Tally
from data_loaders.released.endings import is_renewed
from data_loaders.released.release import Release
from data_loaders.released.topics import figures_on
from data_loaders.vocabulary.geography import NEIGHBORHOODS
from data_loaders.vocabulary.model import Category, Geography, Indicator, Place, Source

NEIGHBORHOOD = "neighborhood"
Areas = Mapping[Geography, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Topic:
    """A category of need: its figures, those their publishers renew, those for small areas."""

    category: Category
    figures: tuple[Indicator, ...]
    living: tuple[Indicator, ...]
    local: tuple[Indicator, ...]
    newest: date | None


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """A neighborhood with the sources that show a figure there, and those that hide theirs."""

    place: Place
    shown: tuple[Source, ...]
    hidden: tuple[Source, ...]


def is_local(indicator: Indicator) -> bool:
    """Whether it has figures for areas smaller than a borough."""
    return bool(NEIGHBORHOODS & set(indicator.geographies))


def topics(release: Release) -> list[Topic]:
    """Every category of need, in the order the partnership's words have here."""
    return [_topic(release, each) for each in Category]


def _topic(release: Release, category: Category) -> Topic:
    figures = figures_on(release, category)
    ids = {each.id for each in figures}
    ends = [each.last for each in release.index.frames if each.indicator_id in ids]
    return Topic(
        category,
        figures,
        tuple(each for each in figures if is_renewed(release, each.id)),
        tuple(each for each in figures if is_local(each)),
        max(ends, default=None),
    )


def local_sources(release: Release) -> list[Source]:
    """Sources with figures for areas smaller than a borough."""
    return [each for each in release.catalog.sources if any(map(is_local, each.indicators))]


@lru_cache(maxsize=2)
def neighborhoods(release: Release) -> tuple[Neighborhood, ...]:
    """Every neighborhood with what each source has for an area it overlaps."""
    reached = [(source, *_reached(release, source)) for source in local_sources(release)]
    neighborhoods_reached = []
    for place in release.places:
        if place.kind == NEIGHBORHOOD:
            shown = tuple(source for source, with_value, _h in reached if _at(place, with_value))
            hidden = tuple(
                source for source, _v, hid in reached if source not in shown and _at(place, hid)
            )
            neighborhoods_reached.append(Neighborhood(place, shown, hidden))
    return tuple(neighborhoods_reached)


def _at(place: Place, areas: Areas) -> bool:
    return any(set(place.areas.get(name, ())) & ids for name, ids in areas.items())


def _reached(release: Release, source: Source) -> tuple[Areas, Areas]:
    """Areas with a value in the newest period of a figure of the source, and with a hidden one."""
    shown: dict[Geography, set[str]] = defaultdict(set)
    hidden: dict[Geography, set[str]] = defaultdict(set)
    for indicator in filter(is_local, source.indicators):
        for frame in coverage.frames(release, indicator):
            if frame.geography not in NEIGHBORHOODS:
                continue
            for area_id, cell in frame.cells(frame.latest()):
                if cell.value is not None:
                    shown[frame.geography].add(area_id)
                elif cell.status.is_hidden:
                    hidden[frame.geography].add(area_id)
    return _frozen(shown), _frozen(hidden)


def _frozen(areas: Mapping[Geography, set[str]]) -> Areas:
    return {name: frozenset(ids) for name, ids in areas.items()}


@dataclass(frozen=True, slots=True)
class Hidden:
    """Cells and hidden ones over all sources, by borough id and by poverty third."""

    boroughs: Mapping[str, Tally]
    thirds: Mapping[int, Tally]


@lru_cache(maxsize=2)
def hidden(release: Release) -> Hidden:
    """What is hidden of every source together, in areas smaller than a borough where any is."""
    boroughs: dict[str, Tally] = defaultdict(Tally)
    thirds: dict[int, Tally] = defaultdict(Tally)
    for source in release.catalog.sources:
        source_coverage = coverage.of_source(release, source)
        if not source_coverage.all.hidden:
            continue
        for key, tally in source_coverage.boroughs.items():
            boroughs[key] += tally
        for third, tally in source_coverage.thirds.items():
            thirds[third] += tally
    return Hidden(dict(boroughs), dict(sorted(thirds.items())))
