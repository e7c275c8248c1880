"""The area tables that ship with the project: every area of every geography.

Free of clocks and chance: the same files give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import msgspec

from data_loaders.curate.geography import area_names
from data_loaders.curate.geography.area_names import NamedArea
from data_loaders.curate.geography.boundaries import boundaries
from data_loaders.curate.geography.neighbors import neighbors
from data_loaders.curate.geography.tracts import area_counts, area_of_tract, poverty_thirds, tracts
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import Area, AreaKind, Geography

NAMED: dict[Geography, Callable[[Path], list[NamedArea]]] = {
    Geography.CD: area_names.community_districts,
    Geography.CDTA2020: area_names.district_tabulation_areas,
    Geography.PUMA2020: area_names.microdata_areas,
    Geography.NTA2010: area_names.neighborhoods_2010,
    Geography.NTA2020: area_names.neighborhoods_2020,
    Geography.MODZCTA: area_names.zip_tabulation_areas,
    Geography.UHF42: area_names.united_hospital_fund_areas,
}


def area_tables(mirror: Path) -> dict[Geography, tuple[Area, ...]]:
    """All area tables, areas sorted by id, from the published files in `mirror`.

    Residents are the 2020 census by tract, so each geography that covers the city sums to the
    city's count. ZIP Codes, StreetEasy areas, the market area, states and the country have none.
    """
    points = tracts(mirror)
    residents = int(points["population"].sum())
    return {
        Geography.CITY: (Area(CITY_ID, "New York City", Geography.CITY, population=residents),),
        Geography.BOROUGH: _measured(
            mirror, Geography.BOROUGH, area_names.boroughs(), points, with_thirds=False
        ),
        **{
            geography: _measured(mirror, geography, named(mirror), points)
            for geography, named in NAMED.items()
        },
        Geography.ZIP: _listed(Geography.ZIP, area_names.zip_codes(mirror)),
        Geography.STREETEASY: _listed(Geography.STREETEASY, area_names.streeteasy_areas(mirror)),
        Geography.MARKET: _listed(Geography.MARKET, area_names.markets()),
        Geography.STATE: _listed(Geography.STATE, area_names.states()),
        Geography.US: _listed(Geography.US, [NamedArea("US", "United States", None)]),
    }


def encoded(tables: dict[Geography, tuple[Area, ...]]) -> bytes:
    """The tables as JSON: one area a line, so that a change can be read line by line."""
    encoder = msgspec.json.Encoder()
    parts = [
        b'"%s":[\n%s\n]'
        % (geography.value.encode(), b",\n".join(encoder.encode(area) for area in areas))
        for geography, areas in tables.items()
    ]
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def _listed(geography: Geography, named: list[NamedArea]) -> tuple[Area, ...]:
    return tuple(
        Area(area.id, area.name, geography, area.borough_id, area.kind)
        for area in sorted(named, key=lambda area: area.id)
    )


def _measured(
    mirror: Path,
    geography: Geography,
    named: list[NamedArea],
    points: gpd.GeoDataFrame,
    *,
    with_thirds: bool = True,
) -> tuple[Area, ...]:
    shapes = boundaries(mirror, geography)
    _check_same_areas(geography, named, shapes)
    if geography is Geography.BOROUGH:
        area_id = points["boro_code"].astype("int64").map(area_names.BOROUGH_OF_DCP)
    else:
        area_id = area_of_tract(points, shapes, geography)
    counts = area_counts(points, area_id).reindex(shapes.index, fill_value=0)
    lived_in = [area.id for area in named if area.kind is AreaKind.RESIDENTIAL]
    thirds: dict[str, int] = poverty_thirds(counts.loc[lived_in]) if with_thirds else {}
    residents = {str(area_id): int(count) for area_id, count in counts["population"].items()}
    next_to = neighbors(shapes)
    return tuple(
        Area(
            area.id,
            area.name,
            geography,
            area.borough_id,
            area.kind,
            residents[area.id],
            next_to[area.id],
            thirds.get(area.id),
        )
        for area in sorted(named, key=lambda area: area.id)
    )


def _check_same_areas(
    geography: Geography, named: list[NamedArea], shapes: gpd.GeoDataFrame
) -> None:
    ids = [area.id for area in named]
    odd = sorted(set(ids) ^ set(shapes.index))
    if odd or len(ids) != len(set(ids)):
        raise DeliveryError(
            f"{geography} names and boundaries",
            f"{len(odd)} areas in one but not the other: {odd[:5]}",
            "the same areas in both, each once",
            "Use files of the same edition.",
        )
