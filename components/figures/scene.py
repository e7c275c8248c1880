"""A view together with what the release has for it: all that a component needs to draw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data_loaders.released.release import Release
from data_loaders.released.view import ColorScale, View
from data_loaders.released.view_reading import geography_of
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import STATUS_OF_CODE, Area, Geography, Indicator, Source, Status


@dataclass(frozen=True, slots=True)
class Scene:
    """`position` is the period shown, counted in `frame.periods`."""

    release: Release
    view: View
    indicator: Indicator
    source: Source
    frame: Frame
    position: int

    @property
    def first(self) -> date:
        return self.frame.periods[self.position][0]

    @property
    def last(self) -> date:
        return self.frame.periods[self.position][1]

    @property
    def classes(self) -> tuple[float, ...]:
        """Upper bounds of the color classes of the period shown."""
        return self.frame.bounds(self.position, within=self.view.scale is ColorScale.PERIOD)

    @property
    def areas(self) -> dict[str, Area]:
        """Areas of the view's geography by id."""
        return self.release.areas(self.view.geography)

    def cells(self) -> dict[str, Cell]:
        """Observations of the period shown, by area id; of one borough if the view says so."""
        borough = self.view.borough
        return {
            area_id: cell
            for area_id, cell in self.frame.cells(self.position)
            if borough is None or self.areas[area_id].borough_id == borough
        }

    def has(self, status: Status) -> bool:
        """Whether any observation of the period shown has a status; reads no value."""
        borough, frame = self.view.borough, self.frame
        return any(
            STATUS_OF_CODE[codes[self.position]] is status
            for area_id, codes in zip(frame.areas, frame.statuses, strict=True)
            if borough is None or self.areas[area_id].borough_id == borough
        )

    def placed(self, area_id: str) -> tuple[Area, Frame] | None:
        """A chosen area with the frame it is in; None where the indicator has none there."""
        geography = geography_of(self.release, self.view, area_id)
        if not self.release.entry(self.indicator.id, geography, self.view.industry):
            return None
        frame = self.release.frame(self.indicator.id, geography, self.view.industry)
        return self.release.area(geography, area_id), frame

    def around(self, area: Area) -> list[tuple[Area, Frame]]:
        """The borough and the city of an area, where the indicator has figures for them."""
        areas: list[tuple[Area, Frame]] = []
        wider = [(Geography.BOROUGH, area.borough_id), (Geography.CITY, CITY_ID)]
        for geography, area_id in wider:
            if geography is area.geography or area_id is None:
                continue
            entry = self.release.entry(self.indicator.id, geography, self.view.industry)
            if entry is not None:
                frame = self.release.frame(self.indicator.id, geography, self.view.industry)
                areas.append((self.release.area(geography, area_id), frame))
        return areas


def scene(release: Release, view: View) -> Scene:
    """The view's first indicator in its geography; KeyError where the release has no frame."""
    frame = release.frame(view.indicator, view.geography, view.industry)
    position = frame.latest() if view.period is None else frame.nearest(view.period)
    indicator = release.indicators[view.indicator]
    return Scene(release, view, indicator, release.source_of[view.indicator], frame, position)
