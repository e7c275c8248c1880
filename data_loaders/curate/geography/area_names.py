"""Names, boroughs and kinds of areas, each from the file of the agency that named them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data_loaders.curate.geography.boundaries import CORONAVIRUS, OFFICIAL, TOPOJSON
from data_loaders.observations.feed_files import DeliveryError, read_csv
from data_loaders.vocabulary.geography import (
    BOROUGH_OF_DCP,
    BOROUGH_OF_EHDP,
    BOROUGH_OF_NAME,
    BOROUGHS,
)
from data_loaders.vocabulary.model import AreaKind, Geography

ZIP_FILE = "moda-rdp-crosswalks/city_zip_boro.csv"
ZCTA_FILE = f"{CORONAVIRUS}/ZCTA-to-MODZCTA.csv"
MODZCTA_NAMES = "nychealth-coronavirus-data/totals/data-by-modzcta.csv"
STREETEASY_FILE = "streeteasy-data-dashboard/rentalInventory_All.csv"
PUMA_FILE = f"{TOPOJSON}/puma_2020_names.csv"
CD_FILE = f"{TOPOJSON}/cd_names.csv"
LOOKUP_FILE = f"{TOPOJSON}/GeoLookup.csv"
FILES = (
    ZIP_FILE,
    ZCTA_FILE,
    MODZCTA_NAMES,
    STREETEASY_FILE,
    PUMA_FILE,
    CD_FILE,
    LOOKUP_FILE,
)
NTA2020_KINDS = {
    "0": AreaKind.RESIDENTIAL,
    "5": AreaKind.OTHER,  # Rikers Island
    "6": AreaKind.OTHER,  # barracks, rail yards, office parks
    "7": AreaKind.CEMETERY,
    "8": AreaKind.AIRPORT,
    "9": AreaKind.PARK,
}
NTA2010_KINDS = {"98": AreaKind.AIRPORT, "99": AreaKind.PARK}
RIKERS_2010 = "BX98"
ZIP_NAMES = {"11371": "LaGuardia Airport", "11430": "John F. Kennedy International Airport"}
ZIP_KINDS = {"00083": AreaKind.PARK, "11371": AreaKind.AIRPORT, "11430": AreaKind.AIRPORT}


@dataclass(frozen=True, slots=True)
class NamedArea:
    """What an agency says about an area, its shape apart."""

    id: str
    name: str
    borough_id: str | None
    kind: AreaKind = AreaKind.RESIDENTIAL


def slug(name: str) -> str:
    """An area id from a name: "St. Albans" is "st-albans"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def boroughs() -> list[NamedArea]:
    return [NamedArea(borough.id, borough.name, borough.id) for borough in BOROUGHS]


def neighborhoods_2020(mirror: Path) -> list[NamedArea]:
    """NTAs 2020. The borough is the file's own: Rikers Island, QN0151, is in the Bronx."""
    return [
        NamedArea(row["NTA2020"], row["NTAName"], _dcp(row), NTA2020_KINDS[row["NTAType"]])
        for row in _attributes(mirror, Geography.NTA2020)
    ]


def neighborhoods_2010(mirror: Path) -> list[NamedArea]:
    """NTAs 2010, with the file's "park-cemetery-etc" entries named for readers."""
    return [
        NamedArea(row["NTACode"], _name_2010(row["NTAName"]), _dcp(row), _kind_2010(row["NTACode"]))
        for row in _attributes(mirror, Geography.NTA2010)
    ]


def _name_2010(name: str) -> str:
    return name.replace("park-cemetery-etc-", "Parks and cemeteries, ").replace(
        "Airport", "Airports"
    )


def _kind_2010(code: str) -> AreaKind:
    if code == RIKERS_2010:
        return AreaKind.OTHER
    return NTA2010_KINDS.get(code[-2:], AreaKind.RESIDENTIAL)


def district_tabulation_areas(mirror: Path) -> list[NamedArea]:
    """CDTAs 2020, without code and "(CD 1 Equivalent)" in their names."""
    return [
        NamedArea(row["CDTA2020"], _cdta_name(row["CDTAName"]), _dcp(row), _cdta_kind(row))
        for row in _attributes(mirror, Geography.CDTA2020)
    ]


def microdata_areas(mirror: Path) -> list[NamedArea]:
    """PUMAs 2020 as the Health Department names them. The second digit says the borough."""
    path = mirror / PUMA_FILE
    return [
        NamedArea(row["PUMA2020"], row["GEONAME"], BOROUGH_OF_DCP[int(row["PUMA2020"][1])])
        for row in _rows(path, ["PUMA2020", "GEONAME"])
    ]


def _cdta_name(name: str) -> str:
    return re.sub(r" \((?:CD|JIA) \d+ \w+\)$", "", name.split(" ", maxsplit=1)[1])


def _cdta_kind(row: dict[str, str]) -> AreaKind:
    return AreaKind.JOINT_INTEREST if row["CDTAType"] == "1" else AreaKind.RESIDENTIAL


def community_districts(mirror: Path) -> list[NamedArea]:
    """The 59 districts, and joint interest areas: parks and airports no district governs.

    Joint interest areas have no name in their own file; the tabulation area drawn after each
    has the same number (164 is MN64).
    """
    path = mirror / CD_FILE
    named = [
        NamedArea(
            row["geo_entity_id"],
            re.sub(r" \(CD\d+\)$", "", row["name"]),
            BOROUGH_OF_EHDP[int(row["borough_id"])],
        )
        for row in _rows(path, ["geo_entity_id", "name", "borough_id"])
    ]
    dcp_number = {borough.id: borough.dcp for borough in BOROUGHS}
    joint = [
        NamedArea(
            f"{dcp_number[area.borough_id]}{area.id[-2:]}", area.name, area.borough_id, area.kind
        )
        for area in district_tabulation_areas(mirror)
        if area.kind is AreaKind.JOINT_INTEREST and area.borough_id is not None
    ]
    return named + joint


def zip_tabulation_areas(mirror: Path) -> list[NamedArea]:
    """MODZCTAs: named after their neighborhoods; several may share a name, the id tells them."""
    path = mirror / MODZCTA_NAMES
    return [
        NamedArea(
            row["MODIFIED_ZCTA"],
            row["NEIGHBORHOOD_NAME"].replace("/", ", "),
            BOROUGH_OF_NAME[row["BOROUGH_GROUP"]],
        )
        for row in _rows(path, ["MODIFIED_ZCTA", "NEIGHBORHOOD_NAME", "BOROUGH_GROUP"])
    ]


def united_hospital_fund_areas(mirror: Path) -> list[NamedArea]:
    path = mirror / LOOKUP_FILE
    return [
        NamedArea(
            row["GeoID"],
            re.sub(r"\s*-\s*", " - ", row["Name"]),
            BOROUGH_OF_EHDP[int(row["BoroID"])],
        )
        for row in _rows(path, ["GeoType", "GeoID", "Name", "BoroID"])
        if row["GeoType"] == "UHF42"
    ]


def zip_codes(mirror: Path) -> list[NamedArea]:
    """The City's list of ZIP Codes, named after the MODZCTA they are drawn on.

    `kind` is other where the tables of ZIP areas do not count a ZIP as an area of its own:
    a single building, a campus, P.O. boxes.
    """
    area_of_zip = modzcta_of_zip(mirror)
    names = {area.id: area.name for area in zip_tabulation_areas(mirror)}
    named = []
    for row in _rows(mirror / ZIP_FILE, ["zipcode", "city", "boro"]):
        modzcta = area_of_zip.get(row["zipcode"])
        own = row["zipcode"] == modzcta or row["zipcode"] in RESIDENTIAL_PARTS
        kind = AreaKind.RESIDENTIAL if own else ZIP_KINDS.get(row["zipcode"], AreaKind.OTHER)
        drawn_on = names[modzcta] if modzcta else row["city"].title()
        name = ZIP_NAMES.get(row["zipcode"], drawn_on)
        named.append(NamedArea(row["zipcode"], name, row["boro"], kind))
    return named


# 11249 was split from Williamsburg's 11211 after the ZIP areas of 2010 were drawn.
RESIDENTIAL_PARTS = frozenset({"11249"})


def modzcta_of_zip(mirror: Path) -> dict[str, str]:
    """The MODZCTA each ZIP is drawn on: by the City's table, then by the areas' own labels.

    Labels add ZIPs that the table, which lists census areas only, leaves out (11249).
    """
    table = _rows(mirror / ZCTA_FILE, ["ZCTA", "MODZCTA"])
    labels = _rows(mirror / MODZCTA_NAMES, ["MODIFIED_ZCTA", "label"])
    by_label = {
        zip_code.strip(): row["MODIFIED_ZCTA"]
        for row in labels
        for zip_code in row["label"].split(",")
    }
    by_table = {row["ZCTA"]: row["MODZCTA"] for row in table if row["MODZCTA"] != "99999"}
    return by_label | by_table


def streeteasy_areas(mirror: Path) -> list[NamedArea]:
    """StreetEasy's neighborhoods, and the submarkets (kind other) of its older files."""
    path = mirror / STREETEASY_FILE
    rows = _rows(path, ["areaName", "Borough", "areaType"])
    named_rows = [row for row in rows if row["areaType"] in STREETEASY_KINDS]
    return [
        NamedArea(
            slug(row["areaName"]),
            row["areaName"],
            BOROUGH_OF_NAME[row["Borough"]],
            STREETEASY_KINDS[row["areaType"]],
        )
        for row in named_rows
    ]


STREETEASY_KINDS = {"neighborhood": AreaKind.RESIDENTIAL, "submarket": AreaKind.OTHER}


def markets() -> list[NamedArea]:
    """Media markets, by the number that advertisers know them by."""
    return [NamedArea("501", "New York market area", None)]


def states() -> list[NamedArea]:
    names = {"NY": "New York State", "NJ": "New Jersey", "CT": "Connecticut"}
    return [NamedArea(code, name, None) for code, name in names.items()]


def _rows(path: Path, columns: list[str]) -> list[dict[str, str]]:
    table = read_csv(path, columns)[columns]
    return [{str(k): str(v) for k, v in row.items()} for row in table.to_dict("records")]


def _attributes(mirror: Path, geography: Geography) -> list[dict[str, str]]:
    path = mirror / OFFICIAL[geography].path
    if not path.is_file():
        raise DeliveryError(path, "not found", "City Planning's file", "Download it again.")
    table = pd.DataFrame(gpd.read_file(path, ignore_geometry=True))
    return [{str(k): str(v) for k, v in row.items()} for row in table.to_dict("records")]


def _dcp(row: dict[str, str]) -> str:
    return BOROUGH_OF_DCP[int(row["BoroCode"])]
