"""Boroughs, the codes publishers use for them, and the shipped area tables.

Areas come from `data/geography/areas.json`, made by curation; the web process reads areas from
a release's catalog instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import msgspec

from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Area, Geography

GEOGRAPHY_DIR = installation.GEOGRAPHY
AREAS_FILE = GEOGRAPHY_DIR / "areas.json"

CITY_ID = "NYC"
# Stands for an area in any geography of parts: counted in the city, placed in none of them.
UNALLOCATED = "unallocated"
NEIGHBORHOODS = frozenset(
    {
        Geography.CD,
        Geography.CDTA2020,
        Geography.PUMA2020,
        Geography.NTA2010,
        Geography.NTA2020,
        Geography.MODZCTA,
        Geography.UHF42,
        Geography.ZIP,
        Geography.STREETEASY,
    }
)


@dataclass(frozen=True, slots=True)
class Borough:
    """A borough and the names publishers give it. `dcp` is City Planning's number."""

    id: str
    name: str
    county: str
    fips: str
    dcp: int
    ehdp: int


BOROUGHS = (
    Borough("BX", "Bronx", county="Bronx", fips="36005", dcp=2, ehdp=1),
    Borough("BK", "Brooklyn", county="Kings", fips="36047", dcp=3, ehdp=2),
    Borough("MN", "Manhattan", county="New York", fips="36061", dcp=1, ehdp=3),
    Borough("QN", "Queens", county="Queens", fips="36081", dcp=4, ehdp=4),
    Borough("SI", "Staten Island", county="Richmond", fips="36085", dcp=5, ehdp=5),
)
BOROUGH_IDS = tuple(borough.id for borough in BOROUGHS)
BOROUGH_OF_NAME = {borough.name: borough.id for borough in BOROUGHS}
BOROUGH_OF_COUNTY = {borough.county: borough.id for borough in BOROUGHS}
# Counties as publishers write them: "Kings(Brooklyn)", "Richmond (Staten Island)", "Bronx County".
BOROUGH_OF_COUNTY_SPELLING = {
    spelling: borough.id
    for borough in BOROUGHS
    for spelling in (
        borough.county,
        f"{borough.county} County",
        f"{borough.county}({borough.name})",
        f"{borough.county} ({borough.name})",
    )
}
BOROUGH_OF_FIPS = {borough.fips: borough.id for borough in BOROUGHS}
BOROUGH_OF_DCP = {borough.dcp: borough.id for borough in BOROUGHS}
BOROUGH_OF_EHDP = {borough.ehdp: borough.id for borough in BOROUGHS}


@cache
def areas() -> dict[Geography, tuple[Area, ...]]:
    """The shipped area tables, by geography."""
    return msgspec.json.decode(AREAS_FILE.read_bytes(), type=dict[Geography, tuple[Area, ...]])


def area_ids(geography: Geography) -> frozenset[str]:
    """Ids of all areas of a geography."""
    return frozenset(area.id for area in areas()[geography])
