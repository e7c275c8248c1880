"""The chosen area in one strip at the foot of a phone's map: its value, and where to go on."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.figures import sentences
from components.figures.scene import Scene
from components.markup import addresses
from components.markup.figure_words import FigureSentence
from components.text import formats, reasons
from components.text.marks import DOT
from components.text.words import _
from data_loaders.released.place_pages import OWN_GEOGRAPHY, has_page
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import Area

STRIP = "map-strip"


def strip(scene: Scene) -> list[Component]:
    """The first chosen area; how to choose one where none is."""
    placed = scene.placed(scene.view.areas[0]) if scene.view.areas else None
    if placed is None:
        return [html.P(_("Tap an area to see its figure."), className="hint")]
    area, frame = placed
    cell = sentences.at(frame, area.id, scene)
    shown = reasons.told(cell, scene.indicator) if cell else _("No figure for this period")
    label = [html.Strong(formats.area(area)), DOT, html.Span(shown)]
    links = [html.A(text, href=address) for text, address in _links(scene, area)]
    return [
        FigureSentence(label, "strip-value"),
        html.Ul([html.Li(link) for link in links], className="actions"),
    ]


def _links(scene: Scene, area: Area) -> list[tuple[str, str]]:
    """Next door and all figures where the area has a page, and its line over time."""
    links: list[tuple[str, str]] = []
    own = area.geography in OWN_GEOGRAPHY.values()
    if own and any(place.id == area.id and has_page(place) for place in scene.release.places):
        page = addresses.place(area.id)
        name = area.id if area.id.isdigit() and len(area.id) == len("10001") else area.name
        links.append((_("Next door"), f"{page}#{addresses.NEXT_DOOR}"))
        links.append((_("All of {place}", place=name), page))
    beside = [area.id, *([area.borough_id] if area.borough_id else []), CITY_ID]
    compared = tuple(dict.fromkeys(beside))
    links.append(
        (_("Over time"), scene.view.address(addresses.TRENDS, areas=compared, borough=None))
    )
    return links
