"""The ledger: a row a measure, with its shape since 2019, its number, and its date."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component

from components.figures import corrected, strokes, tables
from components.home import words as home_words
from components.home.measures import LedgerRow, note
from components.markup import addresses
from components.markup.first_view import Slot
from components.text import formats, freshness
from components.text.words import _
from data_loaders.released.freshness import Freshness, Timeliness
from data_loaders.released.freshness import freshness as fresh
from data_loaders.released.recovery import (
    BEFORE,
    OLDEST_MONTHS,
    Outcome,
    Recovery,
    by_month,
    valued,
)
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Source

SPARK_WIDTH, SPARK_HEIGHT = 132, 34
COLUMNS = 5
ANCHOR = "measures"


def ledger(release: Release, rows: list[LedgerRow], today: date) -> html.Table:
    """All rows as a table that stacks on a phone."""
    heads = [
        (_("Measure"), "name"),
        (_("Since {year}", year=str(BEFORE)), "shape"),
        (_("Latest"), "number"),
        (_("Against {year}", year=str(BEFORE)), "against"),
        (_("As of"), "date"),
    ]
    return html.Table(
        [
            html.Caption(
                _("Measures of recovery, each with its newest figure"), className="visually-hidden"
            ),
            html.Thead(
                html.Tr([_head(words, name) for words, name in heads], role="row"), role="rowgroup"
            ),
            *_bodies(release, rows, today),
        ],
        className="measures",
        id=ANCHOR,
        role="table",
    )


def _bodies(release: Release, rows: list[LedgerRow], today: date) -> list[html.Tbody]:
    """The rows of today, and under a heading of their own those that are last known."""
    newest = [row for row in rows if not row.is_last_known]
    old = [row for row in rows if row.is_last_known]
    bodies = [html.Tbody([_row(release, row, today) for row in newest], role="rowgroup")]
    if not old:
        return bodies
    words = _("Last known, more than {months} months ago", months=OLDEST_MONTHS)
    cell = html.Th(words, colSpan=COLUMNS, scope="rowgroup", role="rowheader", className="known")
    heading = html.Tr([cell], role="row", className="known")
    rest = [heading, *(_row(release, row, today) for row in old)]
    return [*bodies, html.Tbody(rest, role="rowgroup", className="last-known")]


def _head(words: str, name: str) -> html.Th:
    return html.Th(words, scope="col", className=name, role="columnheader")


def _row(release: Release, row: LedgerRow, today: date) -> html.Tr:
    stands = row.standing
    return html.Tr(
        [
            html.Th(_name(release, row), scope="row", className="name", role="rowheader"),
            html.Td(_shape(release, row), className="shape", role="cell"),
            html.Td(_number(release, row), className="number", role="cell"),
            html.Td(_against(row), className="against", role="cell"),
            html.Td(_date(release, stands, today), className="date", role="cell"),
        ],
        role="row",
    )


def _name(release: Release, row: LedgerRow) -> list[Component]:
    stands = row.standing
    industry = row.measure.industry_id
    view = View((stands.indicator.id,), stands.geography, (stands.area_id,), industry=industry)
    said = note(row)
    parts: list[Component] = [html.A(_(row.measure.name), href=view.address(addresses.TRENDS))]
    parts += [html.Span(said, className="note")] if said else []
    links = corrected.links(release, stands.indicator.id)
    return [*parts, *(html.Span(link, className="note apart") for link in links)]


def _shape(release: Release, row: LedgerRow) -> Slot:
    """The shape on one time axis for all rows: it starts and stops where the figures do."""
    stands, industry = row.standing, row.measure.industry_id
    frame = release.frame(stands.indicator.id, stands.geography, industry)
    end = release.manifest.published_on
    cells = by_month(valued(frame, stands.area_id), date(BEFORE, 1, 1), end)
    drawn = strokes.sparkline(cells, SPARK_WIDTH, SPARK_HEIGHT)
    part = "" if industry == ALL_INDUSTRIES else f"-{industry}"
    return Slot(drawn, f"home-shape-{stands.indicator.id}{part}", "slot spark-slot")


def _number(release: Release, row: LedgerRow) -> list[Component]:
    stands = row.standing
    spoken = _(
        "{value}, {period}",
        value=formats.with_unit(stands.figure, stands.indicator),
        period=home_words.value_period(stands),
    )
    shown = formats.number(stands.figure, stands.indicator)
    known = _("middle of 12 months") if stands.is_middle else formats.mark(stands.status).strip()
    mark = ", ".join(filter(None, [home_words.unit(row), known]))
    number = html.Strong(html.A(shown, href=_trace(release, row), className="trace"), title=spoken)
    return [number, *([html.Span(mark, className="note")] if mark else [])]


def _trace(release: Release, row: LedgerRow) -> str:
    """Where the number comes from: one published figure, or all of the time it is of."""
    stands, industry = row.standing, row.measure.industry_id
    frame = release.frame(stands.indicator.id, stands.geography, industry)
    series = (stands.indicator, stands.geography, stands.area_id)
    if stands.window in frame.periods:
        return tables.trace(*series, stands.window[1], industry)
    return tables.trace_of_span(*series, stands.window, industry)


def _against(row: LedgerRow) -> list[Component]:
    words = home_words.was(row) if row.is_last_known else home_words.beside_number(row)
    if not words:
        return [html.Span(_("not compared"), className="why")]
    verdict = home_words.outcome(row)
    style = {Outcome.BACK: "better", Outcome.NOT_BACK: "worse", Outcome.NOT_JUDGED: ""}
    parts: list[Component] = [html.Span(words, className=f"words {style[row.outcome]}")]
    return [*parts, html.Span(verdict, className="verdict")] if verdict else parts


def _date(release: Release, stands: Recovery, today: date) -> list[Component]:
    return [
        html.Time(formats.short_month(stands.last), dateTime=stands.last.isoformat()),
        html.Span(_age(release, stands, today), className="note"),
    ]


def _age(release: Release, stands: Recovery, today: date) -> str:
    """Whether the series has ended, or how late its publisher was when it was asked; empty where
    on time, and of a copy, of which one sentence below tells."""
    if stands.has_ended:
        return _("ended")
    source_freshness = _freshness(release, stands, today)
    if (
        source_freshness.timeliness is not Timeliness.LATE
        or source_freshness.days_late < freshness.WORTH_SAYING
    ):
        return ""
    return _("{late} late", late=formats.duration(source_freshness.days_late))


def copies(release: Release, rows: list[LedgerRow], today: date) -> str:
    """That the copies of most rows end before their series do; empty where none does."""
    named = [
        _(row.measure.name)
        for row in rows
        if not row.standing.has_ended
        and _freshness(release, row.standing, today).timeliness is not Timeliness.COPY
    ]
    if len(named) == len([row for row in rows if not row.standing.has_ended]):
        return ""
    told = _(
        "The files read here are copies: each ends in the month beside it, and its publisher may "
        "have newer figures."
    )
    if not named:
        return told
    return " ".join([told, _("Not so: {names}.", names=formats.listed(named))])


def _freshness(release: Release, stands: Recovery, today: date) -> Freshness:
    deliveries = {each.source_id: each for each in release.catalog.deliveries}
    source = _living_source(release, stands)
    return fresh(source, deliveries[source.id], today)


def _living_source(release: Release, stands: Recovery) -> Source:
    """The source whose next figures continue the series: its own, or the one it goes on in."""
    names = [name.partition(":")[0] for name in stands.indicator.continued_with]
    going_on = [release.sources[name] for name in names if name in release.sources]
    return going_on[0] if going_on and stands.source.ended_on else stands.source
