"""Official boundaries of each geography as published, in State Plane feet.

City Planning's shapefiles and the Health Department's are the sharpest. Where they are not at
hand, the Health Department's TopoJSON (a direct download) stands in; it leaves out the joint
interest areas of community districts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.vocabulary.geography import BOROUGH_OF_DCP, BOROUGH_OF_EHDP, CITY_ID
from data_loaders.vocabulary.model import Geography

FEET = "EPSG:2263"
DEGREES = "EPSG:4326"
TOPOJSON = "nychealth-ehdp-data/geography"
CORONAVIRUS = "nychealth-coronavirus-data/Geography-resources"
NOWHERE = ""
NO_SUCH_CODE = "none"
DCP_CREDIT = "NYC Department of City Planning"
HEALTH_CREDIT = "NYC Department of Health and Mental Hygiene"


def _as_published(code: object) -> str:
    return str(code)


def _whole_number(code: object) -> str:
    return str(int(float(str(code))))


def _dcp_borough(code: object) -> str:
    return BOROUGH_OF_DCP[int(str(code))]


def _ehdp_borough(code: object) -> str:
    return BOROUGH_OF_EHDP[int(str(code))]


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """One publisher's file: `column` holds codes that `area_id` turns into area ids.

    `nowhere` is the code of land the publisher put in no area (parks, airports).
    """

    path: str
    column: str
    count: int
    credit: str
    area_id: Callable[[object], str] = _as_published
    nowhere: str = NO_SUCH_CODE


OFFICIAL = {
    Geography.BOROUGH: BoundaryFile(
        "dcp-boundaries/nybb_24c/nybb.shp", "BoroCode", 5, DCP_CREDIT, _dcp_borough
    ),
    Geography.CD: BoundaryFile(
        "dcp-boundaries/nycd_24c/nycd.shp", "BoroCD", 71, DCP_CREDIT, _whole_number
    ),
    Geography.CDTA2020: BoundaryFile(
        "dcp-boundaries/nycdta2020_24c/nycdta2020.shp", "CDTA2020", 71, DCP_CREDIT
    ),
    Geography.PUMA2020: BoundaryFile(
        "dcp-boundaries/nypuma2020_24c/nypuma2020.shp", "PUMA", 55, DCP_CREDIT
    ),
    Geography.NTA2010: BoundaryFile(
        "dcp-boundaries/nynta2010_24c/nynta2010.shp", "NTACode", 195, DCP_CREDIT
    ),
    Geography.NTA2020: BoundaryFile(
        "dcp-boundaries/nynta2020_24c/nynta2020.shp", "NTA2020", 262, DCP_CREDIT
    ),
    Geography.MODZCTA: BoundaryFile(
        f"{CORONAVIRUS}/MODZCTA_2010.shp", "MODZCTA", 177, HEALTH_CREDIT, nowhere="99999"
    ),
    Geography.UHF42: BoundaryFile(
        f"{CORONAVIRUS}/UHF_resources/uhf42_shapefiles/UHF42.shp",
        "id",
        42,
        HEALTH_CREDIT,
        nowhere="0",
    ),
}
FALLBACK = {
    Geography.BOROUGH: BoundaryFile(
        f"{TOPOJSON}/borough.topo.json", "GEOCODE", 5, HEALTH_CREDIT, _ehdp_borough
    ),
    Geography.CD: BoundaryFile(
        f"{TOPOJSON}/CD.topo.json", "GEOCODE", 59, HEALTH_CREDIT, _whole_number
    ),
    Geography.CDTA2020: BoundaryFile(
        f"{TOPOJSON}/CDTA2020.topo.json", "CDTA2020", 71, HEALTH_CREDIT
    ),
    Geography.PUMA2020: BoundaryFile(
        f"{TOPOJSON}/PUMA2020.topo.json", "GEOCODE", 55, HEALTH_CREDIT, _whole_number
    ),
    Geography.NTA2010: BoundaryFile(f"{TOPOJSON}/NTA2010.topo.json", "NTACode", 195, HEALTH_CREDIT),
    Geography.NTA2020: BoundaryFile(f"{TOPOJSON}/NTA2020.topo.json", "NTACode", 262, HEALTH_CREDIT),
    Geography.MODZCTA: BoundaryFile(
        f"{TOPOJSON}/MODZCTA.topo.json",
        "GEOCODE",
        177,
        HEALTH_CREDIT,
        _whole_number,
        nowhere="99999",
    ),
    Geography.UHF42: BoundaryFile(
        f"{TOPOJSON}/UHF42.topo.json", "GEOCODE", 42, HEALTH_CREDIT, _whole_number, nowhere="0"
    ),
}
DRAWN = (Geography.CITY, *OFFICIAL)


class NoBoundariesError(LookupError):
    """A geography that nobody publishes boundaries for, or whose files are not at hand."""


def boundary_file(mirror: Path, geography: Geography) -> BoundaryFile:
    """The sharpest file at hand for a geography. Raises NoBoundariesError when there is none."""
    if geography is Geography.CITY:
        return boundary_file(mirror, Geography.BOROUGH)
    if geography not in OFFICIAL:
        drawn_instead = " ZIP Codes are drawn on modzcta." if geography is Geography.ZIP else ""
        raise NoBoundariesError(f"{geography} has no boundaries of its own.{drawn_instead}")
    for candidate in (OFFICIAL[geography], FALLBACK[geography]):
        if (mirror / candidate.path).is_file():
            return candidate
    raise NoBoundariesError(
        f"no boundaries of {geography} in {mirror}: expected {OFFICIAL[geography].path} or "
        f"{FALLBACK[geography].path}. Download the geography feed."
    )


def boundaries(
    mirror: Path, geography: Geography, *, with_nowhere: bool = False
) -> gpd.GeoDataFrame:
    """Polygons by `area_id` (the index, sorted), valid, in EPSG:2263 feet.

    The city is the union of its boroughs. `with_nowhere` adds, under the id "", the land that
    the publisher put in no area. Raises DeliveryError where a file has other areas than expected.
    """
    file = boundary_file(mirror, geography)
    shapes = _read(mirror / file.path, file)
    if not with_nowhere:
        shapes = shapes[shapes.index != NOWHERE]
    if geography is Geography.CITY:
        whole = [shapely.union_all(shapes.geometry.to_numpy())]
        return gpd.GeoDataFrame(geometry=whole, index=pd.Index([CITY_ID], name="area_id"), crs=FEET)
    return shapes


def _read(path: Path, file: BoundaryFile) -> gpd.GeoDataFrame:
    published = gpd.read_file(path)
    if file.column not in published.columns:
        raise DeliveryError(
            path, f"columns {list(published.columns)}", file.column, "Map the new name in OFFICIAL."
        )
    published["area_id"] = published[file.column].map(file.area_id).replace({file.nowhere: NOWHERE})
    area_ids = published["area_id"][published["area_id"] != NOWHERE]
    if area_ids.nunique() != file.count or len(area_ids) != file.count:
        problem = f"{len(area_ids)} shapes of {area_ids.nunique()} areas"
        raise DeliveryError(path, problem, f"{file.count} areas", "Fetch the file again.")
    if published.crs is None:
        published = published.set_crs(DEGREES)
    planar = published.to_crs(FEET).set_index("area_id")[["geometry"]].sort_index()
    planar["geometry"] = polygons_only(planar.geometry)
    return planar


def polygons_only(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Valid polygons: self-crossings mended, the lines and points that mending leaves dropped.

    ZIP area 10032 crosses itself in one file and is a mix of polygons and lines in another.
    """
    valid = shapely.make_valid(shapes.to_numpy(), method="structure", keep_collapsed=False)
    parts, owner = shapely.get_parts(valid, return_index=True)
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    kept = shapely.multipolygons(parts[is_polygon], indices=owner[is_polygon])
    return gpd.GeoSeries(kept, index=shapes.index, crs=shapes.crs)
