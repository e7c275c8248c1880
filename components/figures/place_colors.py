"""The color of a place: the same on every chart of the site, as a style class of its line.

Boroughs and the city have colors of their own; any other area prefers one color of a few, which
follows from its id, and takes the next that is free in a chart. No color of a place is the green
or the rust of better and worse. The colors themselves are in the style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from data_loaders.vocabulary.model import Area, Geography

CITY, OTHER = "city", "other"
# Lines of one place, a figure each, and areas smaller than a borough.
IN_TURN = ("first", "second", "third", "fourth")
# Colors near that of a borough, which stands beside its areas: they take another.
NEAR = {"BX": "third", "BK": "second", "MN": "first", "QN": "fourth", "SI": "third"}
# A place that is there to be compared with is drawn thinner, in its own color.
BESIDE = "beside"


def of_areas(areas: Sequence[Area]) -> list[str]:
    """The style of each of these areas in one chart; of more than a few small ones, gray."""
    styles: list[str] = []
    for area in areas:
        styles.append(_own(area) or _free(area, styles))
    return styles


def of_figures(count: int) -> list[str]:
    """The styles of several figures of one place."""
    return [*IN_TURN, *[OTHER] * count][:count]


def beside(style: str) -> str:
    """The style of a place that others are compared with."""
    return style if style == OTHER else f"{style} {BESIDE}"


def _own(area: Area) -> str:
    if area.geography is Geography.CITY:
        return CITY
    if area.geography is Geography.BOROUGH:
        return area.id.lower()
    return ""


def _free(area: Area, taken: Sequence[str]) -> str:
    colors = [style for style in IN_TURN if style != NEAR.get(area.borough_id or "")]
    start = crc32(area.id.encode()) % len(colors)
    turned = (*colors[start:], *colors[:start])
    return next((style for style in turned if style not in taken), OTHER)
