"""Scenes of one period, made from a few values and no release folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from components.figures.scene import Scene
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary import geography as shipped
from data_loaders.vocabulary.frames import Cell, Frame, FrameEntry
from data_loaders.vocabulary.model import Area, Geography, Measure, Status
from tests.support.tiny import COURTS, FILINGS

JANUARY = (date(2025, 1, 1), date(2025, 1, 31))
Values = Mapping[str, float | None]
Statuses = Mapping[str, Status]


class FramesOnly:
    """What a component asks of a release: frames and areas."""

    def __init__(self, frames: Mapping[Geography, Frame]) -> None:
        self.frames = frames
        self.shipped = {
            name: {area.id: area for area in areas} for name, areas in shipped.areas().items()
        }

    def entry(self, indicator_id: str, name: Geography, industry_id: str) -> FrameEntry | None:
        """Whether there is a frame."""
        if name not in self.frames:
            return None
        return FrameEntry(indicator_id, name, industry_id, "frame.json", *JANUARY)

    def frame(self, _indicator_id: str, name: Geography, _industry_id: str) -> Frame:
        """The frame of a geography."""
        return self.frames[name]

    def areas(self, name: Geography) -> dict[str, Area]:
        """Areas with their real names, boroughs and populations."""
        return self.shipped[name]

    def area(self, name: Geography, area_id: str) -> Area:
        """One area."""
        return self.shipped[name][area_id]


def scene_of(
    values: Values,
    statuses: Statuses | None = None,
    name: Geography = Geography.BOROUGH,
    decimals: int = 0,
) -> Scene:
    """A map of one geography in January 2025; without any value or status, of nothing."""
    frame = _frame(name, values, statuses or {})
    indicator = replace(FILINGS, decimals=decimals, geographies=(name,))
    release = cast("Release", FramesOnly({name: frame}))
    return Scene(release, View(("filings",), name), indicator, COURTS, frame, 0)


def frame_of(values: Values, decimals: int = 0) -> Scene:
    """A map of ZIP areas with the borough and the city they are compared with."""
    of = {
        Geography.MODZCTA: {key: value for key, value in values.items() if key.isdigit()},
        Geography.BOROUGH: {key: values[key] for key in values if key == "BX"},
        Geography.CITY: {key: values[key] for key in values if key == "NYC"},
    }
    frames = {name: _frame(name, found, {}) for name, found in of.items()}
    indicator = replace(FILINGS, measure=Measure.RATE, decimals=decimals, geographies=tuple(frames))
    view = View(("filings",), Geography.MODZCTA)
    release = cast("Release", FramesOnly(frames))
    return Scene(release, view, indicator, COURTS, frames[Geography.MODZCTA], 0)


def _frame(name: Geography, values: Values, statuses: Statuses) -> Frame:
    """A value of None, and an area with a status only, has no value."""
    cells = {
        **{key: Cell(value, _status(value)) for key, value in values.items()},
        **{key: Cell(None, status) for key, status in statuses.items()},
    }
    return Frame(
        "filings",
        name,
        "all",
        (JANUARY,),
        tuple(cells),
        tuple((cell.value,) for cell in cells.values()),
        tuple(cell.status.code for cell in cells.values()),
    )


def _status(value: float | None) -> Status:
    return Status.WITHHELD if value is None else Status.NORMAL
