"""How a place's page opens: the answer, its few lines, the chart of the first, and a locator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dash import html
from dash.development.base_component import Component

from components.figures import attribution, charts, events, maps, sentences, strokes
from components.markup import addresses
from components.markup.figure_words import FigureTitle
from components.markup.first_view import Slot
from components.place import figure as place_figure
from components.place import verdict
from components.place import words as place_words
from components.place.gathering import Need
from components.place.verdict import Change, VerdictLine
from components.text import formats, headlines, how_to_read, reasons
from components.text.words import _
from components.text.zip_words import counted_with
from data_loaders.released.place_pages import BOROUGH, own_geography
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import (
    Area,
    Direction,
    Geography,
    Measure,
    Place,
)
from data_loaders.vocabulary.shapes import Shapes

SPARK = (96, 30)
VERDICT = "verdict"
# Where the events are named that all charts of the page mark.
NUMBERED = "numbered-lines"


def has_lead(lines: Sequence[VerdictLine]) -> bool:
    """Whether the first line has a chart to lead the page with."""
    is_known = bool(lines) and lines[0].cell.value is not None
    return is_known and place_figure.is_drawn(lines[0].gathered)


def opening(
    release: Release, place: Place, needs: list[Need], lines: list[VerdictLine]
) -> Component:
    """The question and its answer, the lines, and beside them the chart of the first."""
    end = release.manifest.published_on
    together = counted_with(release, place.id)
    words: list[Component | None] = [
        html.P(place_words.residents(release, place), className="eyebrow"),
        html.H1(_heading(release, place, lines)),
        html.P(together, className="note") if together else None,
        html.Ul([_line(needs, each, end) for each in lines], className="verdict", id=VERDICT),
        html.P(
            html.A(_("Hard times? Get help: rent, food, work, health."), href="#help"),
            className="help-line",
        ),  # fmt: skip
    ]
    picture = _locator(release, place)
    beside: list[Component] = []
    style = "place-beside"
    if has_lead(lines):
        drawn = [each for need in needs for each in need.drawn if place_figure.is_drawn(each)]
        spans = [place_figure.span(each) for each in (lines[0].gathered, *drawn)]
        beside.append(_chart(lines[0], events.named(spans, NUMBERED)))
        style += " with-lead"
    if picture is not None:
        locator = maps.locator(picture, place.id)
        beside.append(Slot(locator, "place-locator", "slot place-locator"))
    return html.Div([html.Div(words), html.Div(beside, className=style)], className="place-opening")


def _heading(
    release: Release, place: Place, verdicts: Sequence[VerdictLine]
) -> list[Component | str]:
    """The question with its answer; the name alone where nothing real can answer it."""
    if release.manifest.is_simulated or not any(line.is_back is not None for line in verdicts):
        return [place_words.title(release, place)]
    asked = _("Is {place} back?", place=place_words.called(place))
    return [asked, " ", html.Span(verdict.answer(list(verdicts)), className="verdict-word")]


def _line(needs: list[Need], line: VerdictLine, end: date) -> html.Li:
    each = line.gathered
    drawn = any(each in need.drawn for need in needs)
    anchor = f"#{each.indicator.id}"
    address = anchor if drawn else addresses.figure(each.indicator.id)
    about: list[Component | str] = [
        html.Strong(html.A(_title(line), href=address)),
        html.Span(_dated(line), className="note"),
    ]
    wider = _wider(line)
    if wider:
        about.append(html.Span(wider, className="note"))
    shape = strokes.sparkline(verdict.shape(each, each.areas[0], end), *SPARK)
    return html.Li(
        [
            html.Div(about, className="what"),
            Slot(shape, f"verdict-{each.indicator.id}", "slot spark-slot"),
            html.Div(_outcome(line), className="outcome"),
        ]
    )


def _title(line: VerdictLine) -> str:
    """The figure; and its area, as large, where that is not the place."""
    name, where = place_words.name(line.gathered), line.gathered.areas[0]
    if line.is_own:
        return name
    return _("{what} in {where}", what=name, where=place_words.boundary(where))


def _dated(line: VerdictLine) -> str:
    """When, and what it is set against."""
    each = line.gathered
    when = formats.first_upper(line.now)
    if verdict.is_old(each):
        when = _("Last known: {when}", when=line.now)
    if line.own is None or not line.then:
        return _("{when}.", when=when)
    before = _at_least(formats.number(line.own.then, each.indicator), line.own.then_is_cut_off)
    then = formats.first_upper(line.then)
    return _("{when}. {then}: {before}.", when=when, then=then, before=before)


def _outcome(line: VerdictLine) -> list[Component]:
    indicator, cell = line.gathered.indicator, line.cell
    if cell.value is None:
        return [html.Span(formats.status(cell.status), className="why")]
    own = line.own
    shown = own.now if own is not None and line.then else cell.value
    is_cut_off = own.now_is_cut_off if own is not None else cell.is_cut_off
    number = _at_least(formats.number(shown, indicator), is_cut_off)
    mark = (formats.mark(cell.status) if is_cut_off else reasons.mark(cell)).strip()
    parts: list[Component] = [html.Strong(number)]
    if mark:
        parts.append(html.Span(mark, className="why"))
    # A simulated figure is no finding: it stands without a judgment.
    if own is not None and not line.gathered.scene.release.manifest.is_simulated:
        words = change_words(own, line)
        parts += [html.Span(words, className=_style(line, own))] if words else []
    return parts


def _at_least(number: str, is_cut_off: bool) -> str:
    return _("{number} or more", number=number) if is_cut_off else number


def change_words(change: Change, line: VerdictLine) -> str:
    """Then to now in words: "not back", "11% more", "down 5 points"."""
    if line.is_back is not None:
        return _("back") if line.is_back else _("not back")
    indicator = line.gathered.indicator
    if change.then_is_cut_off and change.now_is_cut_off:
        return ""  # either may be the higher one
    then, now = (formats.rounded(value, indicator.decimals) for value in (change.then, change.now))
    if then == now:
        is_cut_off = change.then_is_cut_off or change.now_is_cut_off
        return "" if is_cut_off else _("the same")
    if indicator.measure is Measure.PERCENT:
        size = formats.number(abs(change.now - change.then), indicator).rstrip("%")
        said = (
            _("up {size} points", size=size) if now > then else _("down {size} points", size=size)
        )
        return _at_least(said, change.then_is_cut_off or change.now_is_cut_off)
    ratio = change.ratio()
    if ratio is None:
        return ""
    size = headlines.share(abs(ratio - 1))
    return _("{size} more", size=size) if ratio > 1 else _("{size} less", size=size)


def _style(line: VerdictLine, change: Change) -> str:
    """Green or rust only where the figure says which way is better."""
    direction = line.gathered.indicator.direction
    if line.is_back is not None:
        return "better" if line.is_back else "worse"
    if direction is Direction.NONE or change.now == change.then:
        return ""
    is_lower = change.now < change.then
    wants_lower = direction is Direction.LOWER_IS_BETTER
    return "better" if is_lower is wants_lower else "worse"


def _wider(line: VerdictLine) -> str:
    """The borough and the city beside it: how much they changed, or where they stand."""
    if line.cell.value is None:
        return _known_around(line)
    if line.gathered.scene.release.manifest.is_simulated and sentences.adds_up(line.gathered.scene):
        return ""  # a level, of which the city has more for being larger
    own = line.gathered.areas[0].id
    wider = [change for change in line.changes if change.area.id != own]
    said = [_beside(change, line) for change in wider]
    return f"{formats.first_upper(formats.listed(said))}." if said else ""


def _known_around(line: VerdictLine) -> str:
    """The newest figures of the borough and the city, where the place itself has none."""
    each = line.gathered
    said = []
    for area, frame in each.scene.around(each.areas[0]):
        cell = sentences.at(frame, area.id, each.scene)
        if cell is not None and cell.value is not None:
            number = formats.with_unit(cell.value, each.indicator)
            said.append(_("{place} {number}", place=_named(area), number=number))
    return f"{formats.first_upper(formats.listed(said))}." if said else ""


def _beside(change: Change, line: VerdictLine) -> str:
    indicator = line.gathered.indicator
    name = _named(change.area)
    # A change beside a number that stands without its own would read as one of levels.
    is_level = line.gathered.scene.release.manifest.is_simulated
    if not line.then or is_level or indicator.measure is Measure.PERCENT:
        number = _at_least(formats.number(change.now, indicator), change.now_is_cut_off)
        return _("{place} {number}", place=name, number=number)
    return _(
        "{place} {change}", place=name, change=change_words(change, replace(line, is_back=None))
    )


def _named(area: Area) -> str:
    return place_words.boundary(area)


def _chart(line: VerdictLine, numbered: list[html.Details]) -> Component:
    each = line.gathered
    here = _("Here") if line.is_own else ""
    chart = place_figure.lead_chart(each, "place-lead", here)
    title = _("{what}, {where}", what=place_words.name(each),
              where=place_words.boundary(each.areas[0]))  # fmt: skip
    return html.Div(
        [
            FigureTitle(title, level=2),
            Slot(charts.line_chart(chart), "place-lead", "slot place-chart"),
            *attribution.cut_note(chart),
            attribution.how_to_read(how_to_read.LINES),
            *numbered,
        ],
        className="place-lead",
    )


def _locator(release: Release, place: Place) -> Shapes | None:
    """The five boroughs, and the place on top of its own."""
    boroughs = release.shapes(Geography.BOROUGH)
    own = boroughs if place.kind == BOROUGH else release.shapes(own_geography(place))
    if boroughs is None or own is None or place.id not in own.paths:
        return None
    return replace(boroughs, paths={**boroughs.paths, place.id: own.paths[place.id]})
