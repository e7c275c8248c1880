"""The panel beside the map: the chosen areas, or the city, as a number and over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures import attribution, charts, events, place_colors, sentences, tables
from components.figures.scene import Scene
from components.figures.series import RECENT, aligned
from components.markup import addresses
from components.markup.attributes import marked
from components.markup.figure_words import FigureSentence, FigureTitle, FigureValue
from components.markup.first_view import Slot
from components.text import formats, how_to_read, reasons
from components.text.marks import DOT
from components.text.shortening import wrapped
from components.text.words import _
from components.text.zip_words import counted_with
from data_loaders.released.view import View
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import Area, Frequency, Geography, Status

CHART = "map-chart"
LABEL_LETTERS, LEAST_ROOM = 13, 74

AreaFrame = tuple[Area, Frame]


def panel(scene: Scene, path: str) -> list[Component]:
    """Number, comparison, chart and table of the chosen areas; of the city if none is chosen."""
    chosen = scene.view.areas
    series = _series(scene)
    if not series:
        return [html.P(_("Choose an area on the map or in the table."), className="hint")]
    heading = [_chosen(scene, area, frame, path) for area, frame in series[: max(1, len(chosen))]]
    hint = _("Choose an area on the map or in the table to compare it.") if not chosen else ""
    return [
        *heading,
        html.P(hint, className="hint") if hint else html.Div(className="choice-tools"),
        *_history(scene, series),
    ]


def _series(scene: Scene) -> list[AreaFrame]:
    """Chosen areas; a single one with its borough and city; the city if none is chosen."""
    chosen = [
        placed for area_id in scene.view.areas or (CITY_ID,) if (placed := scene.placed(area_id))
    ]
    return chosen + scene.around(chosen[0][0]) if len(chosen) == 1 else chosen


def _chosen(scene: Scene, area: Area, frame: Frame, path: str) -> Component:
    cell = sentences.at(frame, area.id, scene)
    compared = sentences.comparison(scene, area, frame)
    is_zip = area.geography in (Geography.MODZCTA, Geography.ZIP)
    together = counted_with(scene.release, area.id) if is_zip else ""
    return html.Div(
        [
            html.H2(_name(scene, area), className="place-name"),
            FigureValue(_big(scene, cell)),
            FigureSentence(compared) if compared else None,
            FigureSentence(together, "note") if together else None,
            _remove(scene, area, path),
        ],
        className="chosen",
    )


def _name(scene: Scene, area: Area) -> list[Component | str]:
    parts: list[Component | str] = [area.id if area.geography is Geography.MODZCTA else area.name]
    more = [area.name] if area.geography is Geography.MODZCTA and area.name != area.id else []
    if area.borough_id and area.geography is not Geography.BOROUGH:
        more.append(scene.release.area(Geography.BOROUGH, area.borough_id).name)
    if more:
        parts.append(html.Span(DOT.join(more)))
    return parts


def _big(scene: Scene, cell: Cell | None) -> list[Component | str]:
    if cell is None:
        return [html.Span(_("No figure for this period"), className="why")]
    if cell.value is None:
        reason = reasons.label(cell)
        return [
            html.Span(reason, className="why"),
            " ",
            html.A(_("Why?"), href=addresses.source(scene.source.id, "privacy")),
        ]
    parts: list[Component | str] = [html.Strong(formats.number(cell.value, scene.indicator))]
    unit = formats.with_unit(cell.value, scene.indicator)
    rest = unit.removeprefix(formats.number(cell.value, scene.indicator)).strip()
    parts.append(html.Span(rest))
    if cell.code != Status.NORMAL.code:
        parts.append(html.Span(reasons.label(cell), className="mark"))
    return parts


def _remove(scene: Scene, area: Area, path: str) -> Component | None:
    if area.id not in scene.view.areas:
        return None
    rest = tuple(area_id for area_id in scene.view.areas if area_id != area.id)
    link = html.A(_("Remove"), href=scene.view.address(path, areas=rest), className="remove")
    spoken = _("Remove {area}", area=formats.area(area))
    return marked(link, {"aria-label": spoken, "data-areas": "~".join(rest)})


def _history(scene: Scene, series: list[AreaFrame]) -> list[Component]:
    """The chart with its title and its table."""
    start, end = window(scene)
    when = formats.months(start, end)
    title = _("{what}, {when}", what=_(scene.indicator.title), when=when)
    table = _history_table(scene, series, title)
    chart = _chart(scene, series)
    return [
        FigureTitle(title),
        Slot(charts.line_chart(chart) if chart else Markup(""), CHART, "slot chart-slot"),
        *(attribution.cut_note(chart) if chart else []),
        *([attribution.how_to_read(how_to_read.LINES)] if chart else []),
        *(events.named([chart.span]) if chart else []),
        attribution.as_table(table, anchor="map-place-rows"),
        html.P(
            attribution.download(
                _charted(scene, series), scene.release, scene.source, attribution.Shows.CHART
            )
        ),
    ]


def _charted(scene: Scene, series: list[AreaFrame]) -> View:
    """The view whose download is exactly the chart's lines."""
    start, end = window(scene)
    ids = tuple(area.id for area, _frame in series)
    return replace(scene.view.of_first(), areas=ids, period=None, first=start, last=end)


def _chart(scene: Scene, series: list[AreaFrame]) -> charts.Chart | None:
    """The lines of these areas; None where there is no history."""
    start, end = window(scene)
    frame = series[0][1]
    kept = [i for i, (_first, last) in enumerate(frame.periods) if start <= last <= end]
    periods = [frame.periods[i] for i in kept]
    if len(periods) < 2:
        return None
    lines = [
        charts.Line(
            _short(area),
            aligned(other, area.id, periods),
            style,
            formats.area(area),
            tables.trace(
                scene.indicator,
                other.geography,
                area.id,
                periods[-1][1],
                scene.view.industry,
            ),
        )
        for (area, other), style in zip(series, _styles(scene, series), strict=True)
    ]
    label = _(
        "Line chart of {what} in {places}. The table below has its numbers.",
        what=_(scene.indicator.title),
        places=formats.listed([formats.area(area) for area, _frame in series]),
    )
    return charts.Chart(
        CHART,
        label,
        scene.indicator,
        periods,
        lines,
        scene.source.breaks_of(scene.indicator.id),
        room=max(charts.room_for([line.label for line in lines]), LEAST_ROOM),
        reads=charts.Reads.OWN,
        is_dated=True,
    )


def _styles(scene: Scene, series: list[AreaFrame]) -> list[str]:
    """The chosen areas stand out; what they are compared with is thinner."""
    chosen = max(len(scene.view.areas), 1)
    styles = place_colors.of_areas([area for area, _frame in series])
    return [style if i < chosen else place_colors.beside(style) for i, style in enumerate(styles)]


def _short(area: Area) -> str:
    """The whole name, on as many lines as it takes at the end of a line; a ZIP by its digits."""
    if area.geography is Geography.CITY:
        return _("City")
    if area.geography is Geography.MODZCTA:
        return area.id
    return wrapped(area.name, LABEL_LETTERS)


def _history_table(scene: Scene, series: list[AreaFrame], title: str) -> html.Table:
    start, end = window(scene)
    frame = series[0][1]
    kept = [i for i, (_first, last) in enumerate(frame.periods) if start <= last <= end]
    periods = [frame.periods[i] for i in kept]
    words = tables.labels(frame, scene.indicator)
    return tables.series_table(
        title,
        scene.indicator,
        periods,
        [(formats.area(area), aligned(other, area.id, periods)) for area, other in series],
        [words[i] for i in kept],
        lambda column, position: tables.trace(
            scene.indicator,
            series[column][1].geography,
            series[column][0].id,
            periods[position][1],
            scene.view.industry,
        ),
    )


def window(scene: Scene) -> tuple[date, date]:
    """First and last day of the chart: as asked, else the last three years of a weekly series."""
    frame = scene.frame
    first, last = frame.periods[0][0], frame.periods[-1][1]
    if scene.indicator.frequency in (Frequency.DAY, Frequency.WEEK):
        first = max(first, last - RECENT)
    return scene.view.first or first, scene.view.last or last
