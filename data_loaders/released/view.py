"""View: what a page shows, and how it is written in the query string of an address."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from data_loaders.released.release import Release
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography

LATEST = "latest"
EARLIEST = "earliest"
RANGE = re.compile(r"\.\.|/")  # "2024..", "2024..2025", "2024/2025"
MOST_INDICATORS = 8
MOST_AREAS = 8
PARAMETERS = (
    "indicator",
    "geography",
    "areas",
    "industry",
    "period",
    "from",
    "to",
    "show",
    "baseline",
    "layout",
    "borough",
    "scale",
    "sort",
    "by",
    "release",
)
# A column of a table of a page: "trends-1-rows.unemployment_rate.BX".
COLUMN = re.compile(r"[\w.-]{1,120}", re.ASCII)
DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Show(StrEnum):
    LEVEL = "level"
    CHANGE = "change"
    INDEX = "index"


class MapLayout(StrEnum):
    MAP = "map"
    TILES = "tiles"
    TABLE = "table"


class ColorScale(StrEnum):
    """What a map's colors compare: the areas of one period, or all periods too."""

    PERIOD = "period"
    ALL = "all"


class Sort(StrEnum):
    """The order of a table; rows without a figure come last."""

    HIGHEST = "highest"
    LOWEST = "lowest"
    NAME = "name"
    BOROUGH = "borough"


class Problem(StrEnum):
    """Why a parameter was not taken as it came."""

    UNKNOWN = "unknown"
    NOT_HERE = "not_here"
    TOO_MANY = "too_many"
    NOT_A_DATE = "not_a_date"
    OUT_OF_RANGE = "out_of_range"
    REVERSED = "reversed"
    WITHDRAWN = "withdrawn"
    RENAMED = "renamed"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Notice:
    """`parameter` held `given`; the view uses `used` (empty: nothing) instead.

    Of too many, `given` is the first that is left out and `used` how many there may be.

    `why` is the reason of the operator, where there is one.
    """

    parameter: str
    given: str
    used: str
    problem: Problem
    why: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Indicators, geography, areas, industry, periods, display, and the release.

    Days are None for "latest" and otherwise as written: a period is the one that contains the
    day. `indicators` is never empty. `baseline` is a year, month or day as written, whose
    periods are averaged: "2019", "2020-01". `by` is the column that a page's table is sorted by,
    where that is not its own.
    """

    indicators: tuple[str, ...]
    geography: Geography
    areas: tuple[str, ...] = ()
    industry: str = ALL_INDUSTRIES
    period: date | None = None
    first: date | None = None
    last: date | None = None
    show: Show = Show.LEVEL
    baseline: str | None = None
    layout: MapLayout = MapLayout.MAP
    borough: str | None = None
    scale: ColorScale = ColorScale.PERIOD
    sort: Sort = Sort.HIGHEST
    by: str = ""
    release: str | None = None

    @property
    def indicator(self) -> str:
        return self.indicators[0]

    def of_first(self) -> View:
        """The view of its first figure alone, as a map draws it."""
        return replace(self, indicators=self.indicators[:1])

    def query(self) -> dict[str, str]:
        """Parameters that open exactly this view again, defaults of display left out."""
        parameters = {
            "indicator": "~".join(self.indicators),
            "geography": str(self.geography),
            "areas": "~".join(self.areas),
            "industry": "" if self.industry == ALL_INDUSTRIES else self.industry,
            "period": _written(self.period),
            "from": _written(self.first),
            "to": _written(self.last),
            "show": "" if self.show is Show.LEVEL else str(self.show),
            "baseline": self.baseline or "",
            "layout": "" if self.layout is MapLayout.MAP else str(self.layout),
            "borough": self.borough or "",
            "scale": "" if self.scale is ColorScale.PERIOD else str(self.scale),
            "sort": "" if self.sort is Sort.HIGHEST else str(self.sort),
            "by": self.by,
            "release": self.release or "",
        }
        return {name: value for name, value in parameters.items() if value}

    def address(self, path: str, **changes: object) -> str:
        """A link to `path` with this view, after `changes` to its fields."""
        changed = replace(self, **changes)  # pyright: ignore[reportArgumentType]
        return f"{path}?{urlencode(changed.query(), safe='~')}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A view read from an address, and what in the address could not be taken as it was."""

    view: View
    notices: tuple[Notice, ...]


def parse_day(text: str, *, start: bool) -> date | None:
    """A `YYYY[-MM[-DD]]` as its first (`start`) or last day; None where it is no date."""
    match = DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        month_number = int(month) if month else (1 if start else 12)
        last = calendar.monthrange(int(year), month_number)[1]
        return date(int(year), month_number, int(day) if day else (1 if start else last))
    except (ValueError, calendar.IllegalMonthError):
        return None


def is_mapped(release: Release, geography: Geography) -> bool:
    """Whether the release has outlines or tiles to draw this geography with."""
    return len(layouts(release, geography)) > 1


def layouts(release: Release, geography: Geography) -> tuple[MapLayout, ...]:
    """How this geography can be shown, best first; always as a table."""
    offered = [MapLayout.TABLE]
    if geography in release.index.tiles:
        offered.insert(0, MapLayout.TILES)
    if geography in release.index.shapes and geography is not Geography.CITY:
        offered.insert(0, MapLayout.MAP)
    return tuple(offered)


def _written(day: date | None) -> str:
    return "" if day is None else day.isoformat()
