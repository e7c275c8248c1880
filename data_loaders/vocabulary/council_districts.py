"""What each City Council district overlaps: the areas that figures are counted by in it.

No figure is counted by council district, and none is converted to one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.name_files import filled_rows

DISTRICTS_FILE = installation.GEOGRAPHY / "council_districts.csv"
COLUMNS = ("district", "geography", "area", "percent")
NUMBERS = range(1, 52)
OVERLAPPED = (Geography.CD, Geography.MODZCTA, Geography.NTA2020)
# Of a district's residents; tracts cross the lines of areas, so a smaller part may be none.
LEAST_PERCENT = 1


@dataclass(frozen=True, slots=True)
class Overlap:
    """An area, and the percent of a district's residents of 2020 who live in it."""

    geography: Geography
    area: str
    percent: int


@cache
def council_districts() -> Mapping[int, tuple[Overlap, ...]]:
    """Overlaps by number of the district, the largest of each geography first; empty for a city
    without the file."""
    if not DISTRICTS_FILE.exists():
        return {}
    found: dict[int, list[Overlap]] = {}
    for row in filled_rows(DISTRICTS_FILE, COLUMNS):
        overlap = Overlap(Geography(row["geography"]), row["area"], int(row["percent"]))
        found.setdefault(int(row["district"]), []).append(overlap)
    return {number: tuple(overlaps) for number, overlaps in found.items()}
