"""Which figures a place has, and in whose boundaries: nothing is converted from one to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from components.figures import sentences
from components.figures.scene import Scene, scene
from data_loaders.released import recovery
from data_loaders.released.place_pages import BOROUGH, has_page, own_geography
from data_loaders.released.release import Release
from data_loaders.released.view import View, is_mapped
from data_loaders.released.view_reading import opening_industry
from data_loaders.released.zip_areas import ZIP_KIND
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import (
    Area,
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Place,
    Reason,
    Status,
)

# Boundaries smaller than a borough, the ones closest to a neighborhood first.
LOCAL = (
    Geography.NTA2020,
    Geography.CDTA2020,
    Geography.MODZCTA,
    Geography.ZIP,
    Geography.STREETEASY,
    Geography.UHF42,
    Geography.CD,
    Geography.PUMA2020,
    Geography.NTA2010,
)
ORDER = (
    Category.HOUSING,
    Category.HEALTH,
    Category.CHILDREN,
    Category.OLDER_ADULTS,
    Category.EMPLOYMENT,
    Category.FINANCIAL_DISTRESS,
    Category.FOOD,
    Category.SPENDING,
    Category.FOOT_TRAFFIC,
    Category.TRANSPORTATION,
    Category.COMMUNITY,
    Category.PUBLIC_SAFETY,
)
MOST_DRAWN = 4


@dataclass(frozen=True, slots=True)
class Gathered:
    """One indicator in the boundaries in which it comes closest to a place.

    `areas` are the ones that overlap the place, largest overlap first; never empty.
    """

    scene: Scene
    areas: tuple[Area, ...]

    @property
    def indicator(self) -> Indicator:
        return self.scene.indicator


@dataclass(frozen=True, slots=True)
class Wider:
    """The borough or the city of a figure's area, with the series that has its figure."""

    area: Area
    frame: Frame
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class _At:
    """A place in a release; `pinned` where the address holds to it."""

    release: Release
    place: Place
    pinned: str | None


@dataclass(frozen=True, slots=True)
class Need:
    """A category of need at a place.

    `drawn` are figures of the place shown in full, `listed` its other ones as numbers; `wider`
    those that exist for no area smaller than the borough; `citywide` for none but the city.
    `finer`, of a borough, are indicators with the boundaries inside it that have figures.
    """

    category: Category
    drawn: tuple[Gathered, ...]
    listed: tuple[Gathered, ...]
    wider: tuple[Gathered, ...]
    citywide: tuple[Indicator, ...]
    finer: tuple[tuple[Indicator, Geography], ...]

    @property
    def has_own(self) -> bool:
        return bool(self.drawn or self.listed)


def page_places(release: Release) -> list[Place]:
    """The places that have a page: boroughs, residential neighborhoods, community districts and
    ZIP areas. A ZIP Code counted with another has that one's page."""
    return [place for place in release.places if has_page(place)]


def needs(release: Release, place: Place, pinned: str | None = None) -> list[Need]:
    """Every category of need, with what the release has for the place; all categories, always."""
    indicators_of: dict[Category, list[Indicator]] = {category: [] for category in ORDER}
    for indicator in release.indicators.values():
        indicators_of[indicator.category].append(indicator)
    return [
        _need(_At(release, place, pinned), category, indicators_of[category]) for category in ORDER
    ]


def _need(at: _At, category: Category, indicators: list[Indicator]) -> Need:
    own = _gathered(at, indicators, _own_boundaries(at.place))
    here = {each.indicator.id for each in own}
    told = {_told(each.indicator) for each in own}
    # One figure may be a series of its own for smaller areas: it is not known twice.
    rest = [each for each in indicators if each.id not in here and _told(each) not in told]
    wider = _gathered(at, rest, (Geography.BOROUGH,))
    named = here | {each.indicator.id for each in wider}
    drawn = _most_telling(own)
    return Need(
        category,
        tuple(drawn),
        tuple(each for each in own if each not in drawn),
        tuple(wider),
        tuple(
            indicator
            for indicator in rest
            if indicator.id not in named and Geography.CITY in indicator.geographies
        ),
        _finer(at.release, indicators) if at.place.kind == BOROUGH else (),
    )


def _finer(
    release: Release, indicators: list[Indicator]
) -> tuple[tuple[Indicator, Geography], ...]:
    """One indicator of each family in the smaller boundaries the map can show it in."""
    families: dict[str, tuple[Indicator, Geography]] = {}
    for indicator in indicators:
        for geography in indicator.geographies:
            if geography in LOCAL and is_mapped(release, geography):
                families.setdefault(indicator.family, (indicator, geography))
    return tuple(families.values())


def _own_boundaries(place: Place) -> tuple[Geography, ...]:
    if place.kind == BOROUGH:
        return (Geography.BOROUGH,)
    own = (Geography.MODZCTA, Geography.ZIP) if place.kind == ZIP_KIND else (own_geography(place),)
    return (*own, *(name for name in LOCAL if name not in own))


def _gathered(
    at: _At, indicators: Iterable[Indicator], boundaries: tuple[Geography, ...]
) -> list[Gathered]:
    closest = [_closest(at, indicator, boundaries) for indicator in indicators]
    return [each for each in closest if each is not None]


def _closest(at: _At, indicator: Indicator, boundaries: tuple[Geography, ...]) -> Gathered | None:
    """The indicator in the first of the boundaries that has figures of areas at the place."""
    release, industry = at.release, opening_industry(at.release, indicator)
    for geography in boundaries:
        entry = release.entry(indicator.id, geography, industry)
        overlapping = at.place.areas.get(geography, ())
        if entry is None or not overlapping:
            continue
        figured = release.figured_areas(entry)
        ids = [area_id for area_id in overlapping if area_id in figured]
        if ids:
            view = View(
                (indicator.id,), geography, tuple(ids[:1]), industry=industry, release=at.pinned
            )
            areas = tuple(release.area(geography, area_id) for area_id in ids)
            return Gathered(_at_hand(scene(release, view), areas[0]), areas)
    return None


def _at_hand(scene_of_all: Scene, area: Area) -> Scene:
    """The scene; at the area's own newest figure where only newer files of it are not at hand, and
    at its newest whole one where the series ended with figures that nobody will complete."""
    frame, newest = scene_of_all.frame, scene_of_all.position
    cell = frame.cell(area.id, newest)
    has_ended = recovery.has_ended(scene_of_all.source, frame.periods[newest][1])
    is_incomplete = has_ended and cell.status is Status.PROVISIONAL
    if cell.reason is not Reason.NOT_RECEIVED and not is_incomplete:
        return scene_of_all
    cells = enumerate(frame.series(area.id)[:newest])
    known = [
        at
        for at, each in cells
        if each.value is not None and not (is_incomplete and each.status is Status.PROVISIONAL)
    ]
    if not known:
        return scene_of_all
    view = replace(scene_of_all.view, period=frame.periods[known[-1]][1])
    return scene(scene_of_all.release, view)


def _most_telling(own: list[Gathered]) -> list[Gathered]:
    """What is drawn: one of each family; shown before hidden, rates before counts, and what can
    be better or worse before what cannot."""
    ordered = sorted(own, key=_weight)
    families: dict[str, Gathered] = {}
    for each in ordered:
        families.setdefault(each.indicator.family, each)
    return list(families.values())[:MOST_DRAWN]


def _weight(each: Gathered) -> tuple[bool, bool, bool]:
    indicator = each.indicator
    newest = each.scene.frame.cell(each.areas[0].id, each.scene.position)
    is_hidden = newest.value is None
    return is_hidden, indicator.measure is Measure.COUNT, indicator.direction is Direction.NONE


def compared(each: Gathered) -> list[Area]:
    """The borough and the city, where a figure of the place can be set against theirs.

    What adds up cannot: a larger area has more of everything.
    """
    if sentences.adds_up(each.scene):
        return []
    return [wider.area for wider in around(each)]


def around(each: Gathered) -> list[Wider]:
    """The borough and the city of a figure's area, in the series that has their figure: its own,
    or one told in the same words."""
    scene_of, area = each.scene, each.areas[0]
    own = scene_of.around(area)
    if own:
        return [Wider(wider, frame, each.indicator) for wider, frame in own]
    for twin in scene_of.release.indicators.values():
        if twin.id != each.indicator.id and _told(twin) == _told(each.indicator):
            beside = replace(scene_of, indicator=twin).around(area)
            return [Wider(wider, frame, twin) for wider, frame in beside]
    return []


def _told(indicator: Indicator) -> tuple[str, str, str]:
    """What a reader knows a figure by: two series of which it is the same are one figure."""
    return indicator.family, indicator.title, indicator.unit


def is_series(each: Gathered) -> bool:
    """Whether the indicator has a history, not one total."""
    return each.indicator.frequency is not Frequency.TOTAL and len(each.scene.frame.periods) > 1
