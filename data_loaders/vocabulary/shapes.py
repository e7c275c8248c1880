"""Shapes of a geography as drawn: planar, ready for SVG. Pure; read by the web process too."""

from __future__ import annotations

from dataclasses import dataclass, field

from data_loaders.vocabulary.model import Geography


@dataclass(frozen=True, slots=True)
class Shapes:
    """Outlines of areas in pixels of one frame that all geographies share, y down.

    Draw with `viewBox="0 0 {width} {height}"` and `fill-rule="evenodd"`. `paths` is SVG path
    data by area id; `centers` a point inside each area, for labels and hit targets; `outline`
    the borough boundaries. `generalised` is true when official boundaries were not at hand.
    `groups` lists the areas that are drawn as one shape, by its id; empty where each area has a
    shape of its own.
    """

    geography: Geography
    width: int
    height: int
    generalised: bool
    credit: str
    paths: dict[str, str]
    centers: dict[str, tuple[float, float]]
    outline: str = ""
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
