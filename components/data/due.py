"""What is due and when: a short list, and a calendar by month with what is late apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from components.data.source import PATH
from components.markup.addresses import kept
from components.markup.folding import on_phones
from components.markup.prose import Content, section
from components.text import formats, freshness
from components.text.words import _, ngettext
from data_loaders.released.freshness import Freshness, Timeliness, due_next, of_sources
from data_loaders.released.release import Release

ANCHOR = "due"
FEED = "/feeds/due.ics"
FEW = 3  # so many sources are not folded
FEED_FILE = "nyc-recovery-figures-due.ics"
NOTHING_SET = (
    Timeliness.COPY,
    Timeliness.UNSCHEDULED,
    Timeliness.COMPUTED,
    Timeliness.ENDED,
)


def soonest(release: Release, today: date) -> list[Freshness]:
    """What is still to come first, by day; then what is late, the latest due first."""
    freshness_of_sources = due_next(release.catalog.sources, release.catalog.deliveries, today)
    coming = [each for each in freshness_of_sources if each.timeliness is Timeliness.EXPECTED]
    late = [each for each in freshness_of_sources if each.timeliness is Timeliness.LATE]
    return coming + late[::-1]


def short_list(
    release: Release, today: date, query: Mapping[str, str], most: int
) -> list[Component]:
    """The `most` sources due next or last; the others fold away, so that all can be read."""
    first = soonest(release, today)[:most]
    sources, deliveries = release.catalog.sources, release.catalog.deliveries
    others = [each for each in of_sources(sources, deliveries, today) if each not in first]
    shown: list[Component] = [_dated(first, query)]
    if others:
        words = ngettext("{number} other source", "{number} other sources", len(others))
        shown.append(html.Details([html.Summary(words), _undated(others, query)]))
    return shown


def calendar(release: Release, today: date, query: Mapping[str, str]) -> html.Section:
    """Every source: by the month its figures are due, then what is late, then all others."""
    freshness_of_sources = of_sources(release.catalog.sources, release.catalog.deliveries, today)
    coming = [each for each in soonest(release, today) if each.timeliness is Timeliness.EXPECTED]
    late = [each for each in soonest(release, today) if each.timeliness is Timeliness.LATE]
    body: list[Content] = [
        html.P(_(freshness.RULE)),
        html.P([html.A(_("Add these days to your calendar"), href=FEED, download=FEED_FILE)]),
        *_months(coming, query),
    ]
    if not coming:
        body.append(html.P(_("Nothing is due on a day still to come.")))
    if late:
        body += [html.H3(_("Late")), html.P(_(LATE), className="note"), _dated(late, query)]
    for each in NOTHING_SET:
        body += _group(each, freshness_of_sources, query)
    return section(_("When figures are due"), body, ANCHOR)


LATE = (
    "Late means that the publisher had no newer figures when it was last asked; it may have "
    "stopped without saying so."
)


def _months(coming: Iterable[Freshness], query: Mapping[str, str]) -> Iterable[Component]:
    """One list a month, the soonest first."""
    for _key, due_in_month in groupby(coming, key=lambda each: _due(each).replace(day=1)):
        inside = list(due_in_month)
        yield html.H3(formats.month(_due(inside[0])))
        yield _dated(inside, query)


def _dated(freshness_of_sources: Iterable[Freshness], query: Mapping[str, str]) -> html.Ol:
    return html.Ol([_item(each, query) for each in freshness_of_sources], className="due dated")


def _group(
    timeliness: Timeliness, freshness_of_sources: Iterable[Freshness], query: Mapping[str, str]
) -> list[Component]:
    """Sources without a day under their own heading; nothing where there are none."""
    heading = {
        Timeliness.COPY: _("Here as an older copy: the series goes on at the publisher"),
        Timeliness.UNSCHEDULED: _("On no set date"),
        Timeliness.COMPUTED: _("Computed here"),
        Timeliness.ENDED: _("Ended"),
    }[timeliness]
    inside = [each for each in freshness_of_sources if each.timeliness is timeliness]
    if not inside:
        return []
    listed = _undated(inside, query)
    if len(inside) < FEW:
        return [html.H3(heading), listed]
    words = ngettext("{number} source", "{number} sources", len(inside))
    return [html.H3(heading), on_phones(words, listed)]


def _undated(freshness_of_sources: Iterable[Freshness], query: Mapping[str, str]) -> html.Ul:
    return html.Ul([_item(each, query) for each in freshness_of_sources], className="due dated")


def _item(source_freshness: Freshness, query: Mapping[str, str]) -> html.Li:
    """A source and how fresh it is; the day its next figures are, or were, due."""
    what = html.Div(
        [
            html.A(
                _(source_freshness.source.name),
                href=kept(f"{PATH}/{source_freshness.source.id}", query),
            ),
            html.Span(
                freshness.phrase(source_freshness),
                className=f"meta block {source_freshness.timeliness}",
            ),
        ]
    )
    if source_freshness.due is None:
        return html.Li(what)
    day = formats.day(source_freshness.due)
    is_late = source_freshness.timeliness is Timeliness.LATE
    words = _("was due by {day}", day=day) if is_late else _("by {day}", day=day)
    when = html.Time(words, dateTime=source_freshness.due.isoformat(), className="when-due")
    return html.Li([what, when])


def _due(source_freshness: Freshness) -> date:
    if source_freshness.due is None:
        raise ValueError(f"{source_freshness.source.id} has no day on which figures are due")
    return source_freshness.due
