"""Every file of a mirror from which areas and their shapes are made."""

from __future__ import annotations

from pathlib import PurePath

from data_loaders.curate.geography import (
    area_names,
    boundaries,
    council_overlaps,
    h3_areas,
    tracts,
)

PARTS_OF_SHAPES = (".shp", ".shx", ".dbf", ".prj")


def files_read() -> frozenset[str]:
    """Paths in a mirror of boundaries, names, crosswalks and residents."""
    drawn = [*boundaries.OFFICIAL.values(), *boundaries.FALLBACK.values()]
    paths = (
        *area_names.FILES,
        tracts.POINTS_FILE,
        tracts.POVERTY_FILE,
        council_overlaps.DISTRICTS_FILE,
        h3_areas.TRACT_SHAPES,
        *(each.path for each in drawn),
    )
    return frozenset(part for path in paths for part in _parts(path))


def _parts(path: str) -> tuple[str, ...]:
    if not path.endswith(".shp"):
        return (path,)
    return tuple(str(PurePath(path).with_suffix(suffix)) for suffix in PARTS_OF_SHAPES)
