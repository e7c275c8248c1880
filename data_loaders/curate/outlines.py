"""Shapes for a release: official boundaries where their files are at hand, else generalised."""

from __future__ import annotations

from pathlib import Path

from data_loaders.curate.boundaries import DRAWN, FALLBACK, TOPOJSON, NoBoundariesError
from data_loaders.curate.progress import Progress
from data_loaders.curate.shapes import generalised_shapes, official_shapes
from data_loaders.model import Feed, FeedFile, Geography
from data_loaders.shapes import Shapes

# The Health Department publishes all boundaries it uses as direct downloads.
URL = "https://raw.githubusercontent.com/nychealth/EHDP-data/production/geography/"
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
    for done, geography in enumerate(DRAWN, start=1):
        progress.count("drawing", done, len(DRAWN))
        shapes[geography] = _outline(boundary_files, geography)
    return shapes


def _outline(boundary_files: Path | None, geography: Geography) -> Shapes:
    if boundary_files is None:
        return generalised_shapes(geography)
    try:
        return official_shapes(boundary_files, geography)
    except NoBoundariesError:
        return generalised_shapes(geography)
