"""The data of one map, taken from a release and written as each contender would have it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import shapely
from shapely.geometry.polygon import orient

from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography
from data_loaders.vocabulary.shapes import Shapes

FIRST_INDICATOR = "covid_case_rate"
INDICATORS = 3
RING = re.compile(r"M([^Mlz]*)(?:l([^Mz]*))?z")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
# Where the map's frame lies on the globe: near enough for a library that wants degrees.
WEST, NORTH, DEGREES_WIDE, DEGREES_HIGH = -74.27, 40.92, 0.56, 0.42
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapData:
    """Everything one map shows: outlines, names, and one frame an indicator."""

    shapes: Shapes
    names: dict[str, str]
    titles: dict[str, str]
    frames: tuple[Frame, ...]

    @property
    def colored_areas(self) -> int:
        """Areas every contender colors at first: those with a value in the newest period."""
        frame = self.frames[0]
        newest = frame.cells(frame.latest())
        return sum(cell.value is not None and area in self.shapes.paths for area, cell in newest)


def map_data(release: Release) -> MapData:
    """Case rates and two more indicators by MODZCTA.

    Raises LookupError where the release has no such map.
    """
    geography = Geography.MODZCTA
    shapes = release.shapes(geography)
    ids = [
        entry.indicator_id
        for entry in release.index.frames
        if entry.geography is geography and entry.industry_id == ALL_INDUSTRIES
    ]
    if shapes is None or FIRST_INDICATOR not in ids:
        raise LookupError(f"release {release.id} has no map of {FIRST_INDICATOR} by {geography}")
    chosen = sorted(ids, key=lambda indicator_id: indicator_id != FIRST_INDICATOR)[:INDICATORS]
    return MapData(
        shapes=shapes,
        names={area.id: area.name for area in release.areas(geography).values()},
        titles={indicator_id: release.indicators[indicator_id].title for indicator_id in chosen},
        frames=tuple(release.frame(indicator_id, geography) for indicator_id in chosen),
    )


def write_for_d3(data: MapData, folder: Path) -> None:
    """`areas.json`: name and path by area. `<indicator>.json`: periods, and values by area."""
    folder.mkdir(parents=True, exist_ok=True)
    areas = [
        {"id": area_id, "name": data.names[area_id], "path": path}
        for area_id, path in data.shapes.paths.items()
    ]
    (folder / "areas.json").write_text(_dumped(areas))
    for frame in data.frames:
        content = {
            "periods": [first.isoformat() for first, _ in frame.periods],
            "classes": frame.classes,
            "latest": frame.latest(),
            "values": dict(zip(frame.areas, frame.values, strict=True)),
        }
        (folder / f"{frame.indicator_id}.json").write_text(_dumped(content))
    titles = [{"id": key, "title": title} for key, title in data.titles.items()]
    (folder / "indicators.json").write_text(_dumped(titles))


def write_for_tutorial(data: MapData, folder: Path) -> None:
    """`areas.geojson` in degrees, and `observations.csv`, one row an observation."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "areas.geojson").write_text(_dumped(_features(data)))
    with (folder / "observations.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["indicator", "area", "name", "period", "value"])
        for frame in data.frames:
            writer.writerows(_rows(data, frame))


def _rows(data: MapData, frame: Frame) -> Iterator[tuple[str, str, str, str, float | None]]:
    title = data.titles[frame.indicator_id]
    for area_id, values in zip(frame.areas, frame.values, strict=True):
        for (first, _), value in zip(frame.periods, values, strict=True):
            yield title, area_id, data.names[area_id], first.isoformat(), value


def _features(data: MapData) -> dict[str, object]:
    def placed(points: list[Point]) -> list[Point]:
        return [_in_degrees(x, y, data.shapes) for x, y in points]

    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": area_id, "name": data.names[area_id]},
                "geometry": polygon([placed(r) for r in rings(path)]).__geo_interface__,
            }
            for area_id, path in data.shapes.paths.items()
        ],
    }


def rings(path: str) -> list[list[Point]]:
    """Corners of each ring of SVG path data: an absolute start, then steps."""
    return [list(_corners(start, steps)) for start, steps in RING.findall(path)]


def polygon(corners: list[list[Point]]) -> shapely.MultiPolygon:
    """A ring inside another is a hole. Outer rings run clockwise, as plotly.js needs them."""
    parts = [shapely.make_valid(shapely.Polygon(ring)) for ring in corners if len(ring) > 2]
    shape = reduce(shapely.symmetric_difference, parts)
    whole = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    return shapely.MultiPolygon([orient(part, sign=-1.0) for part in whole])


def _corners(start: str, steps: str) -> Iterator[Point]:
    x, y = (float(number) for number in NUMBER.findall(start))
    yield x, y
    numbers = [float(number) for number in NUMBER.findall(steps)]
    for right, down in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + right, y + down
        yield x, y


def _in_degrees(x: float, y: float, shapes: Shapes) -> Point:
    longitude = WEST + x / shapes.width * DEGREES_WIDE
    return round(longitude, 5), round(NORTH - y / shapes.height * DEGREES_HIGH, 5)


def _dumped(content: object) -> str:
    return json.dumps(content, separators=(",", ":"))
