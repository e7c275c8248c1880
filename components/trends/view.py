"""The Trends page in parts: controls, words, a section a panel, events, source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures import attribution, care_notes, charts, events, row_order, tables
from components.figures.row_order import RowOrder
from components.markup import addresses, native
from components.markup.attributes import marked
from components.markup.figure_words import FigureTitle, Lead
from components.markup.first_view import AsHtml, Island, Slot
from components.site import get_help
from components.site.interactive import Interactive
from components.text import formats, how_to_read, reasons
from components.text.care import described
from components.text.marks import DOT
from components.text.place_of_count import place_note
from components.text.words import _, ngettext
from components.trends import words as trends_words
from components.trends.chart import SIZES, WIDE, LineChartSize, breaks, chart, drawing, trace
from components.trends.controls import PATH, control_bar
from components.trends.panels import FIRST_PANEL, YEAR, Panel, PanelLine, cared, panels
from data_loaders.released.release import Release
from data_loaders.released.view import Show, Sort, View
from data_loaders.released.view_rows import has_all
from data_loaders.vocabulary.model import Category, Frequency, Publication, Reason, Status

STATE = "trends-state"
CONTROLS, WORDS, PANELS, FOOT = "trends-controls", "trends-words", "trends-panels", "trends-foot"


@dataclass(frozen=True, slots=True)
class TrendsContent:
    """What the page shows; `svgs` holds every drawing by the id of its slot."""

    release: Release
    view: View
    panels: Sequence[Panel]
    svgs: Mapping[str, Markup]


def shown(release: Release, view: View) -> Interactive:
    """The page for a view."""
    page = _content(release, view)
    bar = control_bar(release, view, page.panels[0].window)
    parts, told = _parts(page), _state(page)
    return Interactive(
        title=trends_words.title(page.panels),
        description=described(
            trends_words.sentence(page.panels[0]),
            page.panels[0].release,
            cared(page.panels[0]),
        ),
        layout=_layout(bar, parts, told),
        parts={CONTROLS: bar, **parts},
        state=told,
        card=_card(page),
        follows=addresses.followed(view.query()),
    )


def _card(page: TrendsContent) -> str:
    sources = [panel.source for panel in page.panels]
    view = replace(page.view, period=None)
    return attribution.card(view, page.release, sources, addresses.TRENDS_FIGURE)


def _content(release: Release, view: View) -> TrendsContent:
    all_panels = panels(release, view)
    svgs = {
        slot_id(panel, size): drawing(panel, size, all_panels)
        for panel in all_panels
        for size in SIZES
    }
    return TrendsContent(release, view, all_panels, svgs)


def _parts(page: TrendsContent) -> Mapping[str, AsHtml]:
    """Content of each part of the page beside its controls, all of which change with the view."""
    return {
        WORDS: AsHtml(words(page)),
        PANELS: AsHtml([section(panel, page) for panel in page.panels]),
        FOOT: AsHtml([*foot(page), *get_help.ending(_needs(page))]),
    }


def _needs(page: TrendsContent) -> frozenset[Category]:
    known = page.release.indicators
    return frozenset(known[name].category for name in page.view.indicators)


def _layout(
    bar: list[Component], parts: Mapping[str, AsHtml], told: dict[str, object]
) -> list[Component]:
    """The whole page, from its controls and its parts."""
    return [
        Island([html.Div(bar, id=CONTROLS), native.State(id=STATE, data=told)], "trends.js"),
        marked(Slot(parts[WORDS], WORDS, "part"), {"aria-live": "polite"}),
        Slot(parts[PANELS], PANELS, "part"),
        Slot(parts[FOOT], FOOT, "part"),
    ]


def words(page: TrendsContent) -> list[Component]:
    """The title, which release it holds, and what several panels must not be read as."""
    panels = page.panels
    paragraphs: list[Component] = [
        html.H1(trends_words.title(panels)),
        html.P(attribution.hold(page.view, page.release, PATH), className="note hold"),
    ]
    if len(panels) == 1:
        paragraphs.append(Lead(trends_words.sentence(panels[0])))
    ends = [panel.end for panel in panels if panel.end is not None]
    if ends and max(ends) - min(ends) > YEAR:
        paragraphs.append(
            html.P(
                _(
                    "These figures end at different times, over a year apart, so no sentence here "
                    "compares them. A gray band marks where one has ended."
                ),
                className="hint",
            )
        )
    counted = place_note(line.indicator for panel in panels for line in panel.series)
    if counted:
        paragraphs.append(html.P(counted, className="hint"))
    return paragraphs


def section(panel: Panel, page: TrendsContent) -> html.Section:
    """A panel: title, sentence, chart, notes, source, downloads, table."""
    is_one_of_several = len(page.panels) > 1
    heading = FigureTitle(
        trends_words.panel_title(panel),
        level=2,
        class_name="" if is_one_of_several else "chart-title",
        anchor=f"{panel.id}-title",
    )
    lead = [Lead(trends_words.sentence(panel))] if is_one_of_several else []
    tools = [] if is_one_of_several else _tools(page)
    content = [
        heading,
        *lead,
        html.Div(
            [
                html.Div(_figure(panel, page.svgs), className="figure-side"),
                html.Div(_beside(panel, tools), className="notes-side"),
            ],
            className="trend-pair",
        ),
        attribution.as_table(_table(panel, page.view), anchor=rows_anchor(panel)),
    ]
    return marked(
        html.Section(content, className="trend"), {"aria-labelledby": f"{panel.id}-title"}
    )


def _figure(panel: Panel, svgs: Mapping[str, Markup]) -> list[Component]:
    """Both drawings, of which the style sheet shows one."""
    if not svgs[slot_id(panel, SIZES[0])]:
        return [html.P(_("There is no line to draw. The table has what is published."))]
    slots = [
        Slot(svgs[slot_id(panel, size)], slot_id(panel, size), f"slot trend-slot {size.name}")
        for size in SIZES
    ]
    return [html.Div(slots, id=f"{panel.id}-figure", className="figure")]


def slot_id(panel: Panel, size: LineChartSize) -> str:
    """Where a drawing stands."""
    return f"{panel.id}-{size.name}"


def _beside(panel: Panel, tools: Sequence[Component]) -> list[Component]:
    """What must be known to read the chart, its source, and what can be taken away."""
    notes = [html.Li(note) for note in (*panel.notes, *reading_notes(panel))]
    marks = [
        html.Li([html.B(letter), f" {formats.day(mark.on)}: {_(mark.text)}"])
        for letter, mark in breaks(panel)
    ]
    notes_beside: list[Component] = [html.Ul(notes, className="plain note")] if notes else []
    if marks:
        times = ngettext(
            "The method changed {number} time", "The method changed {number} times", len(marks)
        )
        notes_beside.append(
            html.Details([html.Summary(times), html.Ul(marks, className="plain note")])
        )
    source = attribution.source_paragraph(panel.source, panel.end, panel.indicator, panel.others)
    notes_beside += care_notes.notes(panel.release, cared(panel))
    # Once a page, beside the first chart.
    how = [attribution.how_to_read(how_to_read.LINES)] if panel.id == FIRST_PANEL else []
    return [*notes_beside, *how, source, _actions(panel, tools), _cite(panel), *_embed(panel)]


def reading_notes(panel: Panel) -> list[str]:
    """What the marks inside this chart mean."""
    cells = [cell for line in panel.series for cell in line.cells]
    hidden = sorted({reasons.label(cell) for cell in cells if cell.status.is_hidden})
    drawn = chart(panel, WIDE)
    notes = [words] if drawn and (words := charts.cut_words(drawn)) else []
    if panel.is_cut_short and panel.end is not None:
        notes.append(_("No data after {day}: the gray band.", day=formats.day(panel.end)))
    notes += [_("Hatched, for one line at least: {reason}.", reason=reason) for reason in hidden]
    if any(cell.status is Status.PROVISIONAL for cell in cells):
        notes.append(_("Dashed: early figures, no final ones here."))
    if any(cell.reason is Reason.NOISY for cell in cells):
        notes.append(reasons.noisy_bars())
    return notes + _early_ends(panel)


def _early_ends(panel: Panel) -> list[str]:
    """Lines that end before the others: after which period, and why."""
    names = trends_words.line_names(panel)
    ended: dict[tuple[int, str], list[str]] = {}
    for name, line in zip(names, panel.series, strict=True):
        known = [i for i, cell in enumerate(line.cells) if cell.value is not None]
        after = known[-1] + 1 if known else len(line.cells)
        is_early = after < len(line.cells) and line.end(panel.periods) != panel.end
        if is_early and not line.cells[after].status.is_hidden:
            ended.setdefault((after - 1, reasons.label(line.cells[after])), []).append(name)
    return [
        _(
            "{lines}: only to {period}. {why}.",
            lines=formats.listed(lines),
            period=formats.short_period_of(*panel.periods[last], panel.indicator),
            why=why,
        )
        for (last, why), lines in ended.items()
    ]


def _actions(panel: Panel, tools: Sequence[Component]) -> html.Ul:
    """The CSV of this panel, and its picture unless figures are only shown; `tools` are those of
    the whole page where it is all there is."""
    items = [*(html.Li(link) for link in _files(panel.view, panel)), *tools]
    if panel.end is not None:
        items += [html.Li(link) for link in _pictures(panel.view, panel)]
    return html.Ul(items, className="actions")


def _files(view: View, panel: Panel) -> list[Component]:
    """The CSVs of a view that is drawn as the panel is."""
    drawn = panel.indicator.frequency
    frequency = None if drawn is Frequency.TOTAL else drawn
    return attribution.downloads(
        replace(view, period=None), panel.release, panel.source, addresses.TRENDS_FIGURE, frequency
    )


def _pictures(view: View, panel: Panel) -> list[Component]:
    drawn = panel.indicator.frequency
    asked = {} if drawn is Frequency.TOTAL else {"periods": drawn.value}
    return attribution.pictures(
        replace(view, period=None),
        panel.release,
        panel.source,
        figure=addresses.TRENDS_FIGURE,
        **asked,
    )


def _embed(panel: Panel) -> list[Component]:
    view = replace(panel.view, period=None)
    title = trends_words.panel_title(panel)
    return attribution.embed_box(view, panel.release, panel.source, addresses.TRENDS_FIGURE, title)


def _cite(panel: Panel) -> Component:
    address = panel.view.address(PATH, release=panel.release.id)
    return attribution.cite(trends_words.citation(panel, attribution.public_address(address)))


def _table(panel: Panel, view: View) -> html.Table:
    indicator = panel.indicator
    labels = [formats.short_period_of(*period, indicator) for period in panel.periods]
    names = trends_words.line_names(panel)
    order = row_order.of_view(view, PATH, rows_anchor(panel))
    heads = [order.head(_column(line), name) for line, name in _named(panel, names)]
    return tables.series_table(
        trends_words.panel_title(panel),
        indicator,
        panel.periods,
        [(name, line.cells) for name, line in zip(names, panel.series, strict=True)],
        labels,
        lambda column, position: trace(panel, panel.series[column], panel.periods[position]),
        [_period_head(panel, view, order), *heads],
        _row_order(panel, view, order),
    )


def rows_anchor(panel: Panel) -> str:
    """Where the table of a panel has its address."""
    return f"{panel.id}-rows"


def _named(panel: Panel, names: Sequence[str]) -> list[tuple[PanelLine, str]]:
    return list(zip(panel.series, names, strict=True))


def _column(line: PanelLine) -> str:
    """A line as an address names its column, whatever stands beside it."""
    return f"{line.indicator.id}.{line.area.id}"


def _row_order(panel: Panel, view: View, order: RowOrder) -> list[int]:
    """The periods in the order asked for: of time, or of what one line shows."""
    newest_first = list(reversed(range(len(panel.periods))))
    is_oldest_first = view.sort is Sort.NAME and not order.is_asked
    in_time = newest_first[::-1] if is_oldest_first else newest_first
    return order.rows(
        in_time, lambda i: {_column(line): line.cells[i].value for line in panel.series}
    )


def _period_head(panel: Panel, view: View, order: RowOrder) -> html.Th:
    """Over the periods, which are newest first: a link that turns their order around, or back to
    the order of time."""
    is_oldest_first = view.sort is Sort.NAME
    other = Sort.HIGHEST if is_oldest_first or order.is_asked else Sort.NAME
    words = _("Period, oldest first") if is_oldest_first else _("Period, newest first")
    words = _("Period") if order.is_asked else words
    link = html.A(words, href=f"{view.address(PATH, sort=other, by='')}#{rows_anchor(panel)}")
    head = html.Th(marked(link, {"data-replaces": "true"}), scope="col")
    direction = "ascending" if is_oldest_first else "descending"
    return marked(head, {"aria-sort": "none" if order.is_asked else direction})


def foot(page: TrendsContent) -> list[Component]:
    """The dated events, and what can be done with the whole view."""
    view, panels = page.view, page.panels
    shown = events.numbered(*panels[0].window)
    heading = html.H2(_("What the numbered lines mark"), id="trends-events")
    listed = html.Section([heading, events.listed(shown)], className="section events-section")
    tools = _tools(page) if len(panels) > 1 else []
    can_join = all(panel.source.publication is not Publication.SHOW for panel in panels)
    is_of_one = len({panel.view.geography for panel in panels}) == 1
    if len(panels) > 1 and can_join and is_of_one and has_all(page.release, view):
        as_asked = all(panel.view.show is view.show for panel in panels)
        levels = view if as_asked else replace(view, show=Show.LEVEL, baseline=None)
        all_charts = _("All charts together")
        files = [*_files(levels, panels[0]), *_pictures(view, panels[0])]
        links = [each for link in files for each in (DOT, link)][1:]
        tools.insert(0, html.Li([all_charts, ": ", *links]))
    ends = [html.Ul(tools, className="actions")] if tools else []
    return [*([listed] if shown else []), *ends]


def _tools(page: TrendsContent) -> list[Component]:
    """The address of the whole view, and what changes in its figures."""
    return [
        html.Li(attribution.copy_link(page.view.address(PATH))),
        *attribution.follow(page.view.query(), page.release),
    ]


def _state(page: TrendsContent) -> dict[str, object]:
    """What the page's script needs to repaint this view and to reach the next."""
    return {
        "path": PATH,
        "query": page.view.query(),
        "window": formats.window_title(trends_words.title(page.panels)),
    }
