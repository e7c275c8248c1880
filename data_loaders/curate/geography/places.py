"""The search index: what a reader may type, and the areas each place overlaps.

Made from the shipped area tables and H3 table alone. An overlap is measured in residents of
2020; where nobody lives, in cells.
"""

from __future__ import annotations

import pandas as pd

from data_loaders.curate.geography.h3_areas import H3_FILE, MAPPED, read_h3_areas
from data_loaders.curate.geography.streeteasy_places import name_parts, streeteasy_of_neighborhood
from data_loaders.vocabulary.geography import BOROUGHS, CITY_ID, areas
from data_loaders.vocabulary.model import Area, AreaKind, Geography, Place

LEAST_SHARE_OF_PLACE = 0.03
MOST_OF_AN_AREA = 0.5
RESIDENTS_PER_EMPTY_CELL = 0.001
Overlaps = dict[str, tuple[str, ...]]
OTHER_BOROUGH_NAMES = {"BX": ("The Bronx",), "MN": (), "BK": (), "QN": (), "SI": ()}


def places() -> tuple[Place, ...]:
    """Boroughs, residential neighborhoods, community districts and ZIP Codes, in this order."""
    table = read_h3_areas(H3_FILE)
    table["weight"] = table["population"] + RESIDENTS_PER_EMPTY_CELL
    return (*_boroughs(table), *_neighborhoods(table), *_districts(table), *_zip_codes(table))


def overlaps(table: pd.DataFrame, of: Geography, onto: Geography) -> Overlaps:
    """Areas of `onto` by area of `of`, largest overlap first.

    Kept are overlaps of at least 3 % of the place, and areas that are mostly inside it.
    """
    shared = table[(table[of.value] != "") & (table[onto.value] != "")]
    keys = [shared[of.value].rename("place"), shared[onto.value].rename("area")]
    pairs = shared["weight"].groupby(keys).sum().reset_index()
    of_place = pairs["weight"] / pairs["place"].map(table.groupby(of.value)["weight"].sum())
    of_area = pairs["weight"] / pairs["area"].map(table.groupby(onto.value)["weight"].sum())
    kept = pairs[(of_place >= LEAST_SHARE_OF_PLACE) | (of_area >= MOST_OF_AN_AREA)]
    ordered = kept.sort_values(["place", "weight", "area"], ascending=[True, False, True])
    return {str(place): tuple(group) for place, group in ordered.groupby("place")["area"]}


def _areas_of_places(
    table: pd.DataFrame, of: Geography
) -> dict[str, dict[Geography, tuple[str, ...]]]:
    """Overlapping areas by place and geography; the city first, ZIP Codes with their MODZCTA."""
    areas_of_place: dict[str, dict[Geography, tuple[str, ...]]] = {}
    by_geography = {onto: overlaps(table, of, onto) for onto in MAPPED}
    zips = zips_of_modzcta(table)
    for place in by_geography[of]:
        overlapping: dict[Geography, tuple[str, ...]] = {Geography.CITY: (CITY_ID,)}
        for onto, by_place in by_geography.items():
            if place in by_place:
                overlapping[onto] = by_place[place]
        modzctas = overlapping.get(Geography.MODZCTA, ())
        if modzctas:
            overlapping[Geography.ZIP] = tuple(z for m in modzctas for z in zips[m])
        areas_of_place[place] = overlapping
    return areas_of_place


def zips_of_modzcta(table: pd.DataFrame) -> Overlaps:
    """ZIP Codes drawn on each MODZCTA, its own first."""
    pairs = table.loc[table["modzcta"] != "", ["modzcta", "zip"]].drop_duplicates()
    return {
        str(modzcta): tuple(sorted(str(zips).split(), key=lambda z: (z != modzcta, z)))
        for modzcta, zips in pairs.itertuples(index=False)
    }


def _boroughs(table: pd.DataFrame) -> list[Place]:
    areas_of_place = _areas_of_places(table, Geography.BOROUGH)
    for area in _residential(Geography.STREETEASY):
        overlapping = areas_of_place[str(area.borough_id)]
        known = overlapping.get(Geography.STREETEASY, ())
        overlapping[Geography.STREETEASY] = (*known, area.id)
    return [
        Place(
            borough.id,
            borough.name,
            "borough",
            borough.id,
            _terms(f"{borough.county} County", *OTHER_BOROUGH_NAMES[borough.id]),
            areas_of_place[borough.id],
        )
        for borough in BOROUGHS
    ]


def _neighborhoods(table: pd.DataFrame) -> list[Place]:
    areas_of_place = _areas_of_places(table, Geography.NTA2020)
    residential = _residential(Geography.NTA2020)
    by_name = streeteasy_of_neighborhood(areas()[Geography.STREETEASY], residential)
    names_2010 = {area.id: area.name for area in areas()[Geography.NTA2010]}
    streeteasy_names = {area.id: area.name for area in areas()[Geography.STREETEASY]}
    made = []
    for area in residential:
        overlapping = areas_of_place[area.id]
        if area.id in by_name:
            overlapping[Geography.STREETEASY] = by_name[area.id]
        other_names = [streeteasy_names[id_] for id_ in by_name.get(area.id, ())]
        # The neighborhood most of its residents were counted in before 2020 lends its names.
        older = names_2010[overlapping[Geography.NTA2010][0]]
        terms = _terms(area.id, *name_parts(area.name), *other_names, *name_parts(older))
        made.append(Place(area.id, area.name, "neighborhood", area.borough_id, terms, overlapping))
    return made


def _districts(table: pd.DataFrame) -> list[Place]:
    areas_of_place = _areas_of_places(table, Geography.CD)
    borough_names = {borough.id: borough.name for borough in BOROUGHS}
    made = []
    for area in _residential(Geography.CD):
        borough = borough_names[str(area.borough_id)]
        number = int(area.id[1:])
        terms = _terms(
            *name_parts(area.name),
            f"{borough} CD {number}",
            f"{borough} CB {number}",
            f"{borough} Community Board {number}",
            area.id,
        )
        name = f"{borough} Community District {number}: {area.name}"
        made.append(
            Place(
                area.id, name, "community district", area.borough_id, terms, areas_of_place[area.id]
            )
        )
    return made


def _zip_codes(table: pd.DataFrame) -> list[Place]:
    """ZIP Codes with the areas their MODZCTA overlaps; one that is on no map has no overlap."""
    areas_of_place = _areas_of_places(table, Geography.MODZCTA)
    modzcta_of = {z: modzcta for modzcta, zips in zips_of_modzcta(table).items() for z in zips}
    made = []
    for area in areas()[Geography.ZIP]:
        unplaced = {Geography.CITY: (CITY_ID,), Geography.BOROUGH: (str(area.borough_id),)}
        overlapping = areas_of_place[modzcta_of[area.id]] if area.id in modzcta_of else unplaced
        own = overlapping | {Geography.ZIP: (area.id,)}
        terms = _terms(*name_parts(area.name))
        made.append(
            Place(area.id, f"{area.id} {area.name}", "ZIP Code", area.borough_id, terms, own)
        )
    return made


def _residential(geography: Geography) -> tuple[Area, ...]:
    return tuple(area for area in areas()[geography] if area.kind is AreaKind.RESIDENTIAL)


def _terms(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
