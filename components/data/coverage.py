"""How much of a source is hidden, and where: by borough and by poverty of the area.

Counted in published frames alone. Hiding falls on small and poor areas, and readers should see
it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.geography import NEIGHBORHOODS
from data_loaders.vocabulary.model import (
    REASON_OF_CODE,
    STATUS_OF_CODE,
    Area,
    Geography,
    Indicator,
    Measure,
    Reason,
    Source,
    Status,
)
from data_loaders.vocabulary.policy import Treatment

LOCAL = NEIGHBORHOODS | {Geography.BOROUGH}
Why = tuple[Status, Reason | None]
# Where there can be no figure, as where no station is: none is missing, hidden or shown.
NO_FIGURE_CODES = frozenset(
    code for code, status in STATUS_OF_CODE.items() if status is Status.NOT_APPLICABLE
)
HIDDEN_CODES = frozenset(code for code, status in STATUS_OF_CODE.items() if status.is_hidden)
OR_NONE_CODES = frozenset(
    code for code, status in STATUS_OF_CODE.items() if status is Status.WITHHELD_OR_NONE
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Cells of a group of areas in which there can be a figure, and how many are hidden.

    `or_none` counts those hidden cells that may stand for none at all.
    `residents` counts the residents of each cell's area, once a period; `residents_hidden` those
    whose area is hidden. `volume_total` and `volume_hidden` are in the unit of the indicators,
    and 0 where the published figures do not tell them.
    """

    cells: int = 0
    hidden: int = 0
    or_none: int = 0
    residents: int = 0
    residents_hidden: int = 0
    volume_total: float = 0.0
    volume_hidden: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.cells + other.cells,
            self.hidden + other.hidden,
            self.or_none + other.or_none,
            self.residents + other.residents,
            self.residents_hidden + other.residents_hidden,
            self.volume_total + other.volume_total,
            self.volume_hidden + other.volume_hidden,
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is hidden, by borough id and by poverty third of the area (1 is the least poor).

    `is_small`: only areas smaller than a borough are counted, as that is where hiding falls.
    """

    is_small: bool
    all: Tally
    boroughs: Mapping[str, Tally]
    thirds: Mapping[int, Tally]


def reasons(release: Release, indicator: Indicator) -> dict[Geography, Counter[Why]]:
    """Observations of an indicator by status and reason, for each geography it has."""
    counts: dict[Geography, Counter[Why]] = defaultdict(Counter)
    for frame in frames(release, indicator):
        codes = Counter("".join(frame.statuses))
        for code, count in codes.items():
            counts[frame.geography][STATUS_OF_CODE[code], REASON_OF_CODE.get(code)] += count
    return counts


def frames(release: Release, indicator: Indicator) -> Iterator[Frame]:
    """All frames of an indicator: each geography, each industry."""
    for geography in indicator.geographies:
        for industry_id, *_ in indicator.industries:
            if release.entry(indicator.id, geography, industry_id):
                yield release.frame(indicator.id, geography, industry_id)


def of_source(release: Release, source: Source) -> Coverage:
    """What is hidden in areas smaller than a borough; where nothing is, in boroughs as well."""
    everything = [frame for indicator in source.indicators for frame in frames(release, indicator)]
    small = [frame for frame in everything if frame.geography in NEIGHBORHOODS]
    is_small = any(HIDDEN_CODES & set(codes) for frame in small for codes in frame.statuses)
    local = small if is_small else [each for each in everything if each.geography in LOCAL]
    boroughs: dict[str, Tally] = defaultdict(Tally)
    thirds: dict[int, Tally] = defaultdict(Tally)
    total = Tally()
    for frame in local:
        for area, tally in _by_area(frame, release.areas(frame.geography)):
            total += tally
            if area.borough_id:
                boroughs[area.borough_id] += tally
            if area.poverty_third:
                thirds[area.poverty_third] += tally
    # A publisher's areas need not add up to its boroughs; those of a source we treat do.
    if source.policy.treatment is Treatment.OURS:
        for borough_id, tally in _volumes(release, local):
            boroughs[borough_id] += tally
            total += tally
    return Coverage(is_small, total, dict(boroughs), dict(sorted(thirds.items())))


def _by_area(frame: Frame, areas: Mapping[str, Area]) -> Iterator[tuple[Area, Tally]]:
    for area_id, codes in zip(frame.areas, frame.statuses, strict=True):
        area = areas[area_id]
        if frame.geography is Geography.BOROUGH:
            area = Area(area.id, area.name, area.geography, borough_id=area.id)
        cells = sum(code not in NO_FIGURE_CODES for code in codes)
        hidden = sum(code in HIDDEN_CODES for code in codes)
        or_none = sum(code in OR_NONE_CODES for code in codes)
        people = area.population or 0
        yield area, Tally(cells, hidden, or_none, people * cells, people * hidden)


def _volumes(release: Release, local: Iterable[Frame]) -> Iterator[tuple[str, Tally]]:
    """By borough, how much of a published count lies in its hidden areas."""
    for frame in local:
        entry = release.entry(frame.indicator_id, Geography.BOROUGH, frame.industry_id)
        is_count = release.indicators[frame.indicator_id].measure is Measure.COUNT
        if entry is None or not is_count or frame.geography is Geography.BOROUGH:
            continue
        boroughs = release.frame(frame.indicator_id, Geography.BOROUGH, frame.industry_id)
        areas = release.areas(frame.geography)
        for borough_id in boroughs.areas:
            inside = [a for a in frame.areas if areas[a].borough_id == borough_id]
            yield borough_id, _volume(frame, inside, boroughs, borough_id)


def _volume(frame: Frame, inside: list[str], boroughs: Frame, borough_id: str) -> Tally:
    """Over the periods both have; one in which an area is not reported is left out."""
    columns = [frame.series(area_id) for area_id in inside]
    wholes = dict(zip(boroughs.periods, boroughs.series(borough_id), strict=True))
    total = shown = 0.0
    for position, period in enumerate(frame.periods):
        cells = [column[position] for column in columns]
        whole = wholes.get(period)
        if whole is None or whole.value is None:
            continue
        if any(cell.value is None and not cell.status.is_hidden for cell in cells):
            continue
        total += whole.value
        shown += sum(cell.value or 0.0 for cell in cells)
    return Tally(volume_total=total, volume_hidden=max(total - shown, 0.0))
