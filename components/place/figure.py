"""One figure of a place: sentence, trend, chart, every overlapping area in a table, source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from components.figures import (
    attribution,
    care_notes,
    charts,
    events,
    place_colors,
    row_order,
    sentences,
    tables,
)
from components.figures.scales import axis_start
from components.figures.series import RECENT, aligned
from components.markup import addresses
from components.markup.figure_words import FigureSentence
from components.markup.first_view import Slot
from components.place import words as place_words
from components.place.gathering import Gathered, around, compared, is_series
from components.place.orders import FIGURE_ORDER, NEXT_DOOR_ORDER, carried
from components.place.trend import SEASONAL, frame_of, indicator_of, trends
from components.text import formats
from components.text.shortening import wrapped
from components.text.words import _
from data_loaders.released.view import View, is_mapped
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Area, Category, Frequency, Geography, Indicator

MOST_OWN_LINES = 2
LABEL_LETTERS, LEAST_ROOM = 13, 84
# The columns of a table, as an address names them, and how few rows need no order.
NAME, COLUMNS = "name", ("then", "now")
WORTH_SORTING = 3
NO_QUERY: Mapping[str, str] = MappingProxyType({})
Period = tuple[date, date]


def figure(each: Gathered, address: str, query: Mapping[str, str] = NO_QUERY) -> html.Article:
    """The whole figure; `address` is the page's, whose fragment the figure is; `query` says how
    its table is sorted."""
    indicator = each.indicator
    words = html.Div(
        [
            html.H4(place_words.heading(each)),
            FigureSentence(place_words.answer(each), "said"),
            *[FigureSentence(place_words.trend(trend, indicator)) for trend in trends(each)],
        ],
        className="place-words",
    )
    slot_id = f"place-{indicator.id}"
    drawn = chart(each, slot_id) if is_drawn(each) else None
    table = html.Div(_table(each, address, query), className="scroll place-table")
    foot = html.Div(
        [
            *(attribution.cut_note(drawn) if drawn else []),
            *(_not_drawn(each) if drawn else []),
            *care_notes.notes(each.scene.release, [_cared(each)]),
            attribution.source_line(each.scene),
            _actions(each, address),
        ],
        className="place-foot",
    )
    evidence = html.Div(
        [Slot(charts.line_chart(drawn), slot_id, "slot place-chart"), table] if drawn else table,
        className="place-evidence",
    )
    return html.Article([words, evidence, foot], className="place-figure", id=_anchor(indicator))


def _not_drawn(each: Gathered) -> list[Component]:
    """That the chart leaves areas out that the table has."""
    if len(each.areas) <= MOST_OWN_LINES:
        return []
    said = _("The chart leaves out areas with less overlap; the table has them all.")
    return [html.P(said, className="note")]


def _anchor(indicator: Indicator) -> str:
    """Where the figure stands on the page: its id, unless a theme is called so."""
    return f"{indicator.id}-figure" if indicator.id in {*Category} else indicator.id


def _cared(each: Gathered) -> care_notes.Cared:
    return each.indicator, each.scene.view.geography, each.scene.view.industry


def _actions(each: Gathered, address: str) -> html.Ul:
    scene = each.scene
    items: list[Component] = [attribution.download(shown_view(each), scene.release, scene.source)]
    if is_mapped(scene.release, scene.view.geography):
        items.append(html.A(_("See it on the map"), href=_on_map(each)))
    items.append(attribution.copy_link(f"{address}#{_anchor(each.indicator)}"))
    return html.Ul([html.Li(item) for item in items], className="actions")


def shown_view(each: Gathered) -> View:
    """The view whose download is what the figure shows."""
    wider = [one.area for one in around(each) if one.indicator is each.indicator]
    ids = [area.id for area in [*each.areas, *(wider if compared(each) else [])]]
    view = replace(each.scene.view, areas=tuple(ids), period=None)
    if not is_drawn(each):
        # Spans of years overlap: from the first day of one there are several.
        return replace(view, period=each.scene.last)
    # From its first to its last period, also where the view is of one before the newest.
    shown = shown_periods(each)
    return replace(view, first=shown[0][0], last=None if _is_newest(each) else shown[-1][1])


def _is_newest(each: Gathered) -> bool:
    return each.scene.position == len(each.scene.frame.periods) - 1


def _on_map(each: Gathered) -> str:
    return each.scene.view.address(addresses.MAP)


def shown_periods(each: Gathered) -> list[Period]:
    """The periods of the chart: all to the newest with a value, three years of a weekly series."""
    periods = each.scene.frame.periods[: each.scene.position + 1]
    if each.indicator.frequency not in (Frequency.DAY, Frequency.WEEK):
        return list(periods)
    return [period for period in periods if period[1] >= periods[-1][1] - RECENT]


def span(each: Gathered) -> events.Span:
    """First and last day of the time axis of the chart."""
    periods = shown_periods(each)
    return axis_start(periods[0]), periods[-1][1]


def is_drawn(each: Gathered) -> bool:
    """Whether there is a history to draw."""
    return is_series(each)


def lead_chart(each: Gathered, chart_id: str, here: str) -> charts.Chart:
    """The figure that leads the page: `here`, or its area by name, the borough and the city."""
    return _drawing(each, chart_id, [each.areas[0]], here)


def chart(each: Gathered, chart_id: str) -> charts.Chart:
    """The area of the largest overlap and the next, against the borough and the city."""
    return _drawing(each, chart_id, list(each.areas[:MOST_OWN_LINES]))


def _drawing(each: Gathered, chart_id: str, own: list[Area], here: str = "") -> charts.Chart:
    periods = shown_periods(each)
    wider = compared(each)
    colors = place_colors.of_areas([*own, *wider])
    styles = [*colors[: len(own)], *map(place_colors.beside, colors[len(own) :])]
    lines = [
        charts.Line(
            (here if area in own else "") or _label(area),
            aligned(frame_of(each, area), area.id, periods),
            style,
            formats.first_upper(place_words.boundary(area)),
            tables.trace(
                each.indicator,
                area.geography,
                area.id,
                periods[-1][1],
                each.scene.view.industry,
            ),
        )
        for area, style in zip([*own, *wider], styles, strict=True)
    ]
    label = _(
        "Line chart of {what} in {places}. The table has the newest numbers.",
        what=place_words.name(each),
        places=formats.listed([place_words.boundary(area) for area in [*own, *wider]]),
    )
    return charts.Chart(
        chart_id,
        label,
        each.indicator,
        periods,
        lines,
        each.scene.source.breaks_of(each.indicator.id),
        height=200,
        room=max(charts.room_for([line.label for line in lines]), LEAST_ROOM),
        reads=charts.Reads.OWN,
        is_dated=True,
    )


def _label(area: Area) -> str:
    """The whole name, on as many lines as it takes at the end of a line."""
    if area.geography is Geography.CITY:
        return _("City")
    return wrapped(place_words.short(area), LABEL_LETTERS)


def _table(each: Gathered, address: str, query: Mapping[str, str]) -> html.Table:
    """Every overlapping area, then the borough and the city, or as asked: a year before, and
    now."""
    indicator, scene = each.indicator, each.scene
    periods = _table_periods(each)
    written = [formats.short_period_of(*period, indicator) for period in periods]
    shown = [(area, _cells(each, area, periods)) for area in [*each.areas, *compared(each)]]
    path = address.partition("?")[0]
    beside = carried(query, NEXT_DOOR_ORDER)
    order = row_order.of_query(query, path, f"{indicator.id}-rows", FIGURE_ORDER, **beside)
    rows: list[Sequence[tables.Content]] = [
        [
            _row_name(area),
            *(
                tables.value_cell(
                    cell,
                    indicator,
                    tables.trace(
                        indicator_of(each, area),
                        area.geography,
                        area.id,
                        last,
                        scene.view.industry,
                    ),
                )
                for cell, (_first, last) in zip(cells, periods, strict=True)
            ),
        ]
        for area, cells in order.rows(shown, _keys)
    ]
    what = place_words.of_part(formats.quantity(indicator), each)
    caption = _("{what}. Largest overlap first.", what=what)
    if len(each.areas) == 1 or order.is_asked:
        caption = _("{what}.", what=what)
    heads: list[str | Component] = [_("Area"), *written]
    if len(rows) >= WORTH_SORTING:
        columns = COLUMNS[-len(written) :]
        numbers = [order.head(*each) for each in zip(columns, written, strict=True)]
        heads = [order.head(NAME, _("Area"), is_text=True), *numbers]
    return tables.table(caption, heads, rows, range(1, len(heads)), order.anchor)


def _table_periods(each: Gathered) -> list[Period]:
    """The periods of the table: a year before, and now."""
    return [*_year_before(each), (each.scene.first, each.scene.last)]


def _cells(each: Gathered, area: Area, periods: Sequence[Period]) -> list[Cell]:
    """An area's observations in these periods; in another series' that end on the same day."""
    frame = frame_of(each, area)
    if indicator_of(each, area) is each.indicator:
        return aligned(frame, area.id, periods)
    cell = sentences.at(frame, area.id, each.scene)
    return [cell or frame.lacking(area.id, period) for period in periods]


def _keys(row: tuple[Area, Sequence[Cell]]) -> dict[str, row_order.Key]:
    """What a row is sorted by, column by column."""
    area, cells = row
    values = [cell.value for cell in cells]
    return {NAME: _row_name(area), **dict(zip(COLUMNS[-len(cells) :], values, strict=True))}


def _row_name(area: Area) -> str:
    if area.geography in (Geography.MODZCTA, Geography.ZIP, Geography.STREETEASY):
        return formats.area(area)
    return area.name


def _year_before(each: Gathered) -> list[Period]:
    """The same season a year before the newest period; none for a series without seasons."""
    if each.indicator.frequency not in SEASONAL:
        return []
    newest = each.scene.last
    return [
        period
        for period in each.scene.frame.periods
        if period[1].month == newest.month and period[1].year == newest.year - 1
    ]
