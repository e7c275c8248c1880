"""Shapes of a geography as a release ships them: planar, in pixels, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass

from data_loaders.model import Geography


@dataclass(frozen=True, slots=True)
class Shapes:
    """Outlines of all areas of a geography in one planar pixel space.

    `paths` is SVG path data by area id in `0 0 width height`, y down; `centers` a point inside
    each area; `outline` the borough boundaries, for context lines. `generalised` marks
    boundaries dissolved from hexagonal cells instead of official ones; `credit` names whose.
    """

    geography: Geography
    width: int
    height: int
    generalised: bool
    credit: str
    paths: dict[str, str]
    centers: dict[str, tuple[float, float]]
    outline: str = ""
