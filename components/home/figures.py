"""Figures of Home: the two unemployment rates, a small map, and the recovery index that ended."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.figures import (
    attribution,
    charts,
    events,
    legend,
    maps,
    place_colors,
    sentences,
    tables,
)
from components.figures.scene import Scene, scene
from components.markup import addresses
from components.markup.figure_words import FigureTitle
from components.markup.first_view import Slot
from components.text import formats, how_to_read
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import View, is_mapped
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import Geography

UNEMPLOYMENT, INDEX = "unemployment_rate", "recovery_index"
SIDES = ("BX", "MN")
# Drawn small, so that its words stay readable where a phone shrinks it.
WIDTH, ROOM = 380, 106
MAPPED = ("measles_vaccination", "covid_case_rate")


def unemployment(release: Release) -> list[Component]:
    """The rates of the Bronx and Manhattan, the gap between them filled."""
    view = View((UNEMPLOYMENT,), Geography.BOROUGH, SIDES)
    if not _has(release, view):
        return []
    shown = scene(release, view)
    lines = [
        charts.Line(
            _end_label(shown, area_id),
            shown.frame.series(area_id),
            style,
            shown.areas[area_id].name,
        )
        for area_id, style in zip(
            SIDES, place_colors.of_areas([shown.areas[each] for each in SIDES]), strict=True
        )
    ]
    title = _titled(shown, _("Unemployment rate in the Bronx and in Manhattan"))
    return _figure(shown, "home-unemployment", title, lines, is_gap=True)


def closed_chapter(release: Release) -> list[Component]:
    """The recovery index of 2020 to 2022, as a chapter that is closed."""
    view = View((INDEX,), Geography.CITY, (CITY_ID,))
    if not _has(release, view):
        return []
    shown = scene(release, view)
    cell = shown.frame.cell(CITY_ID, shown.position)
    if cell.value is None:
        return []
    number = formats.number(cell.value, shown.indicator)
    lead = _(
        "From 2020 to 2022 a recovery index summed up six measures in one number, where 100 is "
        "the city before the pandemic. It ended in the {period} at {number}, and nothing has "
        "replaced it. We compute it again from the published figures, after the index of NY1 and "
        "Investopedia.",
        period=sentences.period(shown),
        number=number,
    )
    lines = [
        charts.Line(
            _("Index {number}", number=number),
            shown.frame.series(CITY_ID),
            place_colors.CITY,
            trace=tables.trace_of_scene(shown, CITY_ID),
        )
    ]
    title = _titled(shown, _("Recovery index"))
    words = html.Div([html.H2(_("A closed chapter: the recovery index")), html.P(lead)])
    figure = html.Div(_figure(shown, "home-index", title, lines), className="home-index")
    return [html.Section([words, figure], className="section home-closed")]


def mapped(release: Release) -> Scene | None:
    """The newest of the first of a few indicators that the release can map."""
    for indicator_id in MAPPED:
        view = View((indicator_id,), Geography.MODZCTA)
        if _has(release, view) and is_mapped(release, Geography.MODZCTA):
            return scene(release, view)
    return None


def map_words(shown: Scene) -> list[Component]:
    """What the small map shows, in words that stand beside it."""
    return [FigureTitle(sentences.map_title(shown)), html.P(sentences.map_sentence(shown))]


def small_map(shown: Scene) -> html.Div:
    """A small map that leads to the Map page."""
    shapes = shown.release.shapes(shown.view.geography)
    if shapes is None:
        raise KeyError(f"{shown.view.geography} has no shapes")
    svg = maps.choropleth(shapes, shown, sentences.map_title(shown))
    return html.Div(
        [
            html.A(
                [
                    Slot(svg, "home-map", "slot home-map"),
                    html.Span(_("Open this map"), className="open"),
                ],
                href=shown.view.address(addresses.MAP),
                className="map-link",
            ),
            html.Div(legend.legend(shown, addresses.MAP), className="legend"),
            attribution.how_to_read(how_to_read.AREAS_SEEN, _("How to read this map")),
            attribution.source_line(shown),
        ],
        className="home-small-map",
    )


def _figure(
    shown: Scene,
    chart_id: str,
    title: str,
    lines: Sequence[charts.Line],
    *,
    is_gap: bool = False,
) -> list[Component]:
    label = _("Line chart: {title}. The table below has its numbers.", title=title)
    chart = charts.Chart(
        chart_id,
        label,
        shown.indicator,
        shown.frame.periods,
        lines,
        shown.source.breaks_of(shown.indicator.id),
        width=WIDTH,
        room=ROOM,
        is_gap=is_gap,
        reads=charts.Reads.OWN,
        is_dated=True,
    )
    return [
        FigureTitle(title),
        Slot(charts.line_chart(chart), chart_id, "slot chart-slot"),
        *attribution.cut_note(chart),
        # Once a page, beside the first chart.
        *([attribution.how_to_read(how_to_read.LINES)] if is_gap else []),
        *events.named([chart.span]),
        attribution.source_line(shown),
        _actions(shown),
        attribution.as_table(_table(shown, title), anchor=f"{chart_id}-rows"),
    ]


def _actions(shown: Scene) -> html.Ul:
    view, release = shown.view, shown.release
    return html.Ul(
        [
            html.Li(attribution.download(view, release, shown.source)),
            html.Li(attribution.copy_link(view.address(addresses.TRENDS))),
        ],
        className="actions",
    )


def _table(shown: Scene, title: str) -> html.Table:
    frame = shown.frame
    columns: list[tuple[str, list[Cell]]] = [
        (formats.area(shown.areas[area_id]), frame.series(area_id)) for area_id in shown.view.areas
    ]
    words = tables.labels(frame, shown.indicator)
    view = shown.view
    return tables.series_table(
        title,
        shown.indicator,
        frame.periods,
        columns,
        words,
        lambda column, position: tables.trace(
            shown.indicator,
            view.geography,
            view.areas[column],
            frame.periods[position][1],
            view.industry,
        ),
    )


def _titled(shown: Scene, what: str) -> str:
    first, last = shown.frame.periods[0][0], shown.frame.periods[-1][1]
    return _("{what}, {when}", what=what, when=formats.months(first, last))


def _end_label(shown: Scene, area_id: str) -> str:
    cell = shown.frame.cell(area_id, shown.position)
    name = shown.areas[area_id].name
    if cell.value is None:
        return name
    return _("{place} {number}", place=name, number=formats.number(cell.value, shown.indicator))


def _has(release: Release, view: View) -> bool:
    """Whether the release has figures of the view's areas."""
    if release.entry(view.indicator, view.geography) is None:
        return False
    frame = release.frame(view.indicator, view.geography)
    return set(view.areas) <= set(frame.areas)
