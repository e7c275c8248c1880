"""The same industry in the five boroughs: small multiples, and a table of the same numbers.

Each borough is drawn among the others, on one scale. A period without a figure is a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from dash import html
from dash.development.base_component import Component

from components.figures import attribution, charts, place_colors, row_order, tables
from components.industries import ranks
from components.industries.profile import AT_WORK, SURVEYED
from components.industries.ranks import IndustryComparison
from components.markup import addresses
from components.markup.figure_words import FigureTitle
from components.markup.first_view import Slot
from components.markup.stacked import stacked
from components.markup.svg import tag
from components.text import formats, how_to_read
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.released.view_reading import own_industry
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.geography import BOROUGH_IDS
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Indicator, Source

ANCHOR = "borough-rows"
# Its columns, as an address names them.
NAME, BEFORE, NOW, CHANGE = "name", "before", "now", "change"
WIDTH, HEIGHT, ROOM = 210, 140, 44


@dataclass(frozen=True, slots=True)
class Boroughs:
    """One industry in each borough: `lines` are what is drawn, by area, a cell a period.
    `position` and `base` are the periods of the table; `base` is None without a comparison."""

    release: Release
    source: Source
    indicator: Indicator
    drawn: Indicator
    industry_id: str
    frame: Frame
    lines: dict[str, Sequence[Cell]]
    position: int
    base: int | None
    year: int | None

    @property
    def name(self) -> str:
        """The industry, as it stands in a title."""
        name = _(self.indicator.industry_names[self.industry_id])
        return f"{name[:1].lower()}{name[1:]}"

    @property
    def view(self) -> View:
        """The view of Trends, and of the download, that holds these figures."""
        return View(
            (self.indicator.id,), Geography.BOROUGH, tuple(self.lines), industry=self.industry_id
        )


def boroughs(comparison: IndustryComparison) -> Boroughs | None:
    """The industry of the view in the boroughs; None where no such figure is by borough."""
    release, asked = comparison.release, comparison.view.industry
    options = [
        (held, each.id)
        for each in release.indicators.values()
        if _is_alike(each, comparison.indicator) and (held := _held(release, each, asked))
    ]
    if not options:
        return None
    indicator = release.indicators[max(options)[1]]
    frame = release.frame(indicator.id, Geography.BOROUGH, own_industry(indicator, asked))
    years = sorted({year for area_id in BOROUGH_IDS for year in _years(frame, area_id)})
    year = ranks.base_year(indicator, comparison.view, years)
    position, bases = frame.latest(), ranks.base_positions(frame, year)
    drawn = ranks.as_drawn(indicator, year)
    return Boroughs(
        release,
        release.source_of[indicator.id],
        indicator,
        drawn,
        frame.industry_id,
        frame,
        {name: ranks.line(frame, name, bases) for name in BOROUGH_IDS if name in frame.areas},
        position,
        bases[position] if year else None,
        year,
    )


def _is_alike(one: Indicator, other: Indicator) -> bool:
    """Whether a figure is of the same kind, and by borough; jobs of the city's survey are like
    those counted at the place of work."""
    families = {SURVEYED: (SURVEYED, AT_WORK)}.get(other.family, (other.family,))
    return one.family in families and Geography.BOROUGH in one.geographies


def _held(release: Release, indicator: Indicator, asked: str) -> tuple[bool, bool, date] | None:
    """How well a figure serves: of the industry itself, with a year to compare with, and to when.
    None where it has nothing of the industry."""
    industry_id = own_industry(indicator, asked)
    if industry_id != asked and asked != ALL_INDUSTRIES:
        return None
    if release.entry(indicator.id, Geography.BOROUGH, industry_id) is None:
        return None
    frame = release.frame(indicator.id, Geography.BOROUGH, industry_id)
    years = _years(frame, frame.areas[0])
    return industry_id == asked, ranks.BASES[0] in years[:-1], frame.periods[frame.latest()][1]


def _years(frame: Frame, area_id: str) -> list[int]:
    return ranks.held_years({frame.industry_id: frame}, area_id)


def title(of: Boroughs) -> str:
    """What, where, from when to when, and against when."""
    first, last = of.frame.periods[0][1], of.frame.periods[of.position][1]
    blanks = {
        "what": _(of.indicator.title),
        "industry": of.name,
        "first": str(first.year),
        "last": str(last.year),
    }
    if of.year is None:
        return _("{what}, {industry}, in the five boroughs, {first} to {last}", **blanks)
    return _(
        "{what}, {industry}, in the five boroughs: percent change from the same {period} of "
        "{base}, {first} to {last}",
        period=formats.one_period_word(of.indicator.frequency),
        base=str(of.year),
        **blanks,
    )


def section(of: Boroughs, page: View | None = None) -> list[Component]:
    """Small multiples, the table as the page's view asks for it, and where it is from."""
    small = [_small(of, name) for name in of.lines]
    view = of.view
    return [
        html.H2(_("The same industry in the five boroughs")),
        FigureTitle(title(of)),
        html.Div([each for each in small if each], className="small-multiples"),
        attribution.how_to_read(how_to_read.LINES, _("How to read these charts")),
        _table(of, page or view),
        attribution.source_paragraph(of.source, of.frame.periods[of.position][1], of.indicator),
        html.Ul(
            [
                html.Li(attribution.download(view, of.release, of.source)),
                html.Li(html.A(_("Open in Trends"), href=view.address(addresses.TRENDS))),
            ],
            className="actions",
        ),
    ]


def _small(of: Boroughs, area_id: str) -> Component | None:
    name = _name(of, area_id)
    others = [key for key in of.lines if key != area_id]
    (style,) = place_colors.of_areas([of.release.area(Geography.BOROUGH, area_id)])
    lines = [
        charts.Line(_end(of, area_id), of.lines[area_id], style, name, _trace(of, area_id, -1)),
        *(
            charts.Line(
                "", of.lines[other], place_colors.OTHER, _name(of, other), _trace(of, other, -1)
            )
            for other in others
        ),
    ]
    chart_id = f"industries-borough-{area_id}"
    label = _(
        "Line chart: {place}, {title}. The table below has its numbers.",
        place=name,
        title=title(of),
    )
    chart = charts.Chart(
        chart_id,
        label,
        of.drawn,
        of.frame.periods,
        lines,
        of.source.breaks_of(of.drawn.id),
        width=WIDTH,
        height=HEIGHT,
        room=ROOM,
        reads=charts.Reads.OWN,
    )
    drawn = charts.line_chart(chart)
    if not drawn:
        return None
    return html.Div([html.H4(name), Slot(drawn, chart_id, "slot chart-slot")])


def _name(of: Boroughs, area_id: str) -> str:
    return of.release.area(Geography.BOROUGH, area_id).name


def _end(of: Boroughs, area_id: str) -> str:
    """The newest figure of a borough, beside the end of its line."""
    value = of.lines[area_id][of.position].value
    return "" if value is None else formats.number(value, of.drawn)


def _table(of: Boroughs, page: View) -> html.Table:
    frequency = of.indicator.frequency
    now = formats.short_period(*of.frame.periods[of.position], frequency)
    heads, columns = [_("Borough"), now], [NAME, NOW]
    if of.base is not None:
        before = formats.short_period(*of.frame.periods[of.base], frequency)
        heads = [_("Borough"), before, now, _("Change")]
        columns = [NAME, BEFORE, NOW, CHANGE]
    order = row_order.of_view(page, addresses.INDUSTRIES, ANCHOR)
    return stacked(
        _caption(of, now, heads),
        heads,
        [_row(of, area_id) for area_id in order.rows(list(of.lines), partial(_keys, of))],
        numeric=range(1, len(heads)),
        anchor=ANCHOR,
        sorting=[
            order.head(column, text, is_text=column == NAME)
            for column, text in zip(columns, heads, strict=True)
        ],
    )


def _keys(of: Boroughs, area_id: str) -> dict[str, row_order.Key]:
    """What a row is sorted by, column by column."""
    return {
        NAME: _name(of, area_id),
        NOW: of.frame.cell(area_id, of.position).value,
        BEFORE: None if of.base is None else of.frame.cell(area_id, of.base).value,
        CHANGE: of.lines[area_id][of.position].value,
    }


def _caption(of: Boroughs, now: str, heads: Sequence[str]) -> str:
    blanks = {"what": _(of.indicator.title), "industry": of.name, "now": now}
    if of.base is None:
        return _("{what}, {industry}, {now}", **blanks)
    return _("{what}, {industry}, {now} against {before}", before=heads[1], **blanks)


def _row(of: Boroughs, area_id: str) -> list[tables.Content]:
    name = of.release.area(Geography.BOROUGH, area_id).name
    now = _cell(of, area_id, of.position)
    if of.base is None:
        return [name, now]
    change = of.lines[area_id][of.position]
    shown = (
        formats.number(change.value, of.drawn)
        if change.value is not None
        else tag("span", _("no figure"), class_="why")
    )
    return [name, _cell(of, area_id, of.base), now, shown]


def _cell(of: Boroughs, area_id: str, position: int) -> tables.Content:
    frame = of.frame
    return tables.value_cell(
        frame.cell(area_id, position), of.indicator, _trace(of, area_id, position)
    )


def _trace(of: Boroughs, area_id: str, position: int) -> str:
    frame = of.frame
    last = frame.periods[position][1]
    return tables.trace(of.indicator, frame.geography, area_id, last, frame.industry_id)


def options(comparison: IndustryComparison) -> list[tuple[str, str]]:
    """Industries that some figure of this kind has by borough, in the order of the first."""
    release = comparison.release
    named: dict[str, str] = {}
    for each in release.indicators.values():
        if _is_alike(each, comparison.indicator):
            for industry in each.industries:
                if release.entry(each.id, Geography.BOROUGH, industry.id):
                    named.setdefault(industry.id, _(industry.name))
    return list(named.items())
