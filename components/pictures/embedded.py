"""A figure alone, to stand in a page of somebody else: title, drawing, and its source line.

It needs no script. Its drawings are those of the first response, wide and narrow, of which the
style sheet shows one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures import attribution, legend, maps, sentences, shared_shapes, tables
from components.figures.scene import Scene, scene
from components.industries import chart as industries_chart
from components.industries import ranks, reading
from components.industries import words as industries_words
from components.markup import addresses
from components.markup.attributes import marked
from components.markup.figure_words import FigureTitle, Lead
from components.markup.first_view import Slot
from components.pictures.trends_figure import marks
from components.text import formats
from components.text.care import care, of_all
from components.text.words import _
from components.trends import chart as trends_chart
from components.trends import words as trends_words
from components.trends.panels import Panel, cared, panels
from data_loaders.released.release import Release
from data_loaders.released.view import View


@dataclass(frozen=True, slots=True)
class Embedded:
    """A figure alone: `address` opens it on this site."""

    title: str
    description: str
    body: list[Component]
    address: str


def embedded(release: Release, view: View, figure: str) -> Embedded:
    """The figure of a page for a view; keeps to the release that the view names, if it does."""
    return EMBEDDED[figure](release, view)


def _map(release: Release, view: View) -> Embedded:
    shown = scene(release, view)
    title, said = sentences.map_title(shown), sentences.map_sentence(shown)
    hidden = sentences.hidden_sentence(shown)
    body = [
        html.H1(title),
        Lead(f"{said} {hidden}".strip()),
        *_drawn_map(shown),
        *_care(care(release, shown.indicator, view.geography, view.industry)),
        attribution.source_line(shown),
    ]
    return Embedded(title, said, body, view.address(addresses.MAP))


def _drawn_map(shown: Scene) -> list[Component]:
    """The map with its legend; the table where the view asks for that."""
    shapes = shared_shapes.shapes_of(shown)
    if shapes is None:
        return [tables.map_table(shown, lambda area_id: addresses.MAP)]
    label = _("Map: {title}", title=sentences.map_title(shown))
    reasons = [html.Li([*legend.swatch(name), words]) for name, words in legend.lines(shown)]
    return [
        Slot(maps.choropleth(shapes, shown, label), "map-figure", "slot map-slot"),
        html.P(formats.quantity(shown.indicator), className="legend-title"),
        html.Ul(reasons, className="reasons"),
    ]


def _trends(release: Release, view: View) -> Embedded:
    every = panels(release, view)
    title, said = trends_words.title(every), trends_words.sentence(every[0])
    body: list[Component] = [html.H1(title)]
    for panel in every:
        body += _panel(panel, every)
    return Embedded(title, said, body, view.address(addresses.TRENDS))


def _panel(panel: Panel, every: Sequence[Panel]) -> list[Component]:
    heading = [] if len(every) == 1 else [html.H2(trends_words.panel_title(panel))]
    slots = {size.name: trends_chart.drawing(panel, size, every) for size in trends_chart.SIZES}
    none = _("There is no line to draw.")
    return [
        *heading,
        Lead(trends_words.sentence(panel)),
        _drawings(panel.id, slots, "trend-slot") if slots["wide"] else html.P(none),
        *[html.P(note, className="note") for note in panel.notes],
        html.P(" ".join(marks([panel])), className="source"),
        *_care(of_all(care(panel.release, *each) for each in cared(panel))),
        attribution.source_paragraph(panel.source, panel.end, panel.indicator, panel.others),
    ]


def _industries(release: Release, view: View) -> Embedded:
    compared = ranks.comparison(release, view, reading.geography(release, view))
    missing = reading.missing(view, compared)
    title, said = industries_words.title(compared), industries_words.sentence(compared)
    first = [html.P(industries_words.no_figures(missing, compared))] if missing else []
    sizes = (industries_chart.WIDE, industries_chart.NARROW)
    slots = {size.name: industries_chart.bars(compared, size) for size in sizes}
    axis = industries_chart.AXIS if industries_chart.is_dotted(compared) else 0
    drawn = _drawings("industries", slots, "bars", rows=len(compared.listed), axis=axis)
    body = [
        *first,
        html.H1(title),
        Lead(said),
        FigureTitle(industries_words.figure_title(compared), level=2),
        drawn if compared.listed else html.P(industries_words.none_exists(compared)),
        html.P(industries_words.ranking_rule(compared), className="note"),
        *_care(care(release, compared.indicator, compared.area.geography)),
        attribution.source_paragraph(compared.source, compared.last_day, compared.indicator),
    ]
    return Embedded(title, said, body, view.address(addresses.INDUSTRIES))


def _drawings(
    name: str, slots: Mapping[str, Markup], kind: str, rows: int | None = None, axis: int = 0
) -> html.Div:
    places = [Slot(drawn, f"{name}-{size}", f"slot {kind} {size}") for size, drawn in slots.items()]
    style = {"--rows": str(rows), "--axis": str(axis)} if rows is not None else None
    return html.Div(html.Div(places, className="figure", style=style), className="figure-side")


def _care(sentences: list[str]) -> list[Component]:
    """What must be known to read the figure."""
    if not sentences:
        return []
    return [html.Ul([html.Li(sentence) for sentence in sentences], className="plain note")]


EMBEDDED: Mapping[str, Callable[[Release, View], Embedded]] = {
    addresses.MAP_FIGURE: _map,
    addresses.TRENDS_FIGURE: _trends,
    addresses.INDUSTRIES_FIGURE: _industries,
}


def leads_back(content: Embedded, release: Release) -> html.P:
    """The last line: which release, and the way to the figure where it can be asked more."""
    link = html.A(
        _("See it at NYC Recovery Data"), href=attribution.public_address(content.address)
    )
    whole = marked(link, {"target": "_blank", "rel": "noopener"})
    return html.P([_("Release {id}.", id=release.id), " ", whole], className="source")
