"""Shapes for a release: official boundaries where their files are at hand, else generalized."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from data_loaders.curate.geography.boundaries import DRAWN, FALLBACK, TOPOJSON, NoBoundariesError
from data_loaders.curate.geography.h3_areas import read_h3_areas
from data_loaders.curate.geography.kept_shapes import deciding, kept, kept_record
from data_loaders.curate.geography.places import Overlaps, places, zips_of_modzcta
from data_loaders.curate.geography.shapes import generalised_shapes, official_shapes
from data_loaders.curate.geography.tiles import tile_shapes
from data_loaders.vocabulary.model import Feed, FeedFile, Geography, Place
from data_loaders.vocabulary.progress import Progress
from data_loaders.vocabulary.shapes import Shapes

# The Health Department publishes all boundaries it uses as direct downloads.
URL = "https://raw.githubusercontent.com/nychealth/EHDP-data/production/geography/"
TILED = (
    Geography.CD,
    Geography.CDTA2020,
    Geography.PUMA2020,
    Geography.NTA2010,
    Geography.NTA2020,
    Geography.MODZCTA,
    Geography.UHF42,
    Geography.STREETEASY,
)
OUTLINES, GENERALISED = "outlines", "generalised"
Places = tuple[Place, ...]
BOUNDARY_FEED = Feed(
    "",
    tuple(
        FeedFile(file.path, URL + file.path.removeprefix(f"{TOPOJSON}/"))
        for file in FALLBACK.values()
    ),
)


def outlines(boundary_files: Path | None, progress: Progress) -> dict[Geography, Shapes]:
    """Shapes of every geography that is drawn; `boundary_files` is a mirror, or a boundary feed."""
    shapes: dict[Geography, Shapes] = {}
    # Each kind is kept: a preview, without the files, must not undo what a release made of them.
    kind = GENERALISED if boundary_files is None else OUTLINES
    decides = deciding(boundary_files)
    for done, geography in enumerate(DRAWN, start=1):
        progress.count("drawing", done, len(DRAWN))
        make = partial(_outline, boundary_files, geography)
        shapes[geography] = kept(kind, geography, decides, make)
    shapes[Geography.ZIP] = _drawn_together(shapes[Geography.MODZCTA])
    return shapes


def tiles(progress: Progress) -> dict[Geography, Shapes]:
    """Hexagons of equal size of every neighborhood geography; the only shapes StreetEasy has."""
    made: dict[Geography, Shapes] = {}
    decides = deciding(None)
    for done, geography in enumerate(TILED, start=1):
        progress.count("placing hexagons", done, len(TILED))
        made[geography] = kept("tiles", geography, decides, partial(tile_shapes, geography))
    made[Geography.ZIP] = _drawn_together(made[Geography.MODZCTA])
    return made


def _drawn_together(modzctas: Shapes) -> Shapes:
    """ZIP codes on the shapes of MODZCTAs: they have no boundaries of their own."""
    zips = _zips()
    groups = {modzcta: zips[modzcta] for modzcta in modzctas.paths}
    return replace(modzctas, geography=Geography.ZIP, groups=groups)


@cache
def _zips() -> Overlaps:
    return zips_of_modzcta(read_h3_areas())


def known_places() -> tuple[Place, ...]:
    """What a reader may look for; the same as long as the area tables are."""
    return kept_record("places", deciding(None), Places, places)


def _outline(boundary_files: Path | None, geography: Geography) -> Shapes:
    if boundary_files is None:
        return generalised_shapes(geography)
    try:
        return official_shapes(boundary_files, geography)
    except NoBoundariesError:
        return generalised_shapes(geography)
