"""Who holds to an older release is told which of its values are other ones now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from dash import html
from dash.development.base_component import Component

from components.markup.stacked import stacked
from components.site.page import Asked
from components.text import formats, reasons
from components.text.words import _, ngettext
from data_loaders.released.release import Release, ReleaseError, release_order
from data_loaders.released.revisions import CellChange, Revision, revisions
from data_loaders.released.serving import held
from data_loaders.released.view import LATEST, parse_day
from data_loaders.released.view_reading import WIDER, own_industries
from data_loaders.vocabulary.frames import FrameEntry
from data_loaders.vocabulary.model import Geography, Indicator

BLOCK = "revised-since"
MOST_LISTED = 50


def revised_since(asked: Asked, query: Mapping[str, str]) -> list[Component] | None:
    """What was revised in the view of `query`; None where its release is the newest one."""
    newest = _newest(asked)
    if newest is None or not query.get("indicator"):
        return None
    old = asked.release
    if newest.catalog.digest != old.catalog.digest:
        words = _("Release {id} has periods of another length, so nothing is compared with it.")
        return [html.P(words.format(id=newest.id))]
    return _told(old, newest, list(_revisions(old, newest, query)))


def _newest(asked: Asked) -> Release | None:
    """The newest release of the same side where the address holds to an older one."""
    if not asked.query.get("release"):
        return None
    try:
        newest = held(is_demo=bool(asked.base)).current()
    except ReleaseError:
        return None
    is_older = release_order(asked.release.id) < release_order(newest.id)
    return newest if is_older else None


def _told(old: Release, newest: Release, revised: list[Revision]) -> list[Component]:
    release = _("Release {id} is the newest.", id=newest.id)
    if not revised:
        none = _("None of the values shown here was revised since release {id}.", id=old.id)
        return [html.P([none, " ", release])]
    words = ngettext(
        "{number} of the values shown here was revised since release {id}.",
        "{number} of the values shown here were revised since release {id}.",
        len(revised),
        id=old.id,
    )
    heads = [_("Figure"), _("Where"), _("When"), _("In {id}", id=old.id), _("Now")]
    rows = [_row(old, each) for each in revised[:MOST_LISTED]]
    listed = stacked(
        _("Values revised since"), heads, rows, numeric=(3, 4), anchor="revised-since-rows"
    )
    more = len(revised) - MOST_LISTED
    rest = ngettext("And {number} more.", "And {number} more.", more) if more > 0 else ""
    return [
        html.P([words, " ", release]),
        html.Details([html.Summary(_("Which, and what they are now")), listed, html.P(rest)]),
    ]


def _row(old: Release, each: Revision) -> list[str]:
    indicator = old.indicators[each.indicator_id]
    now = reasons.cell(each.new, indicator) if each.new else _("no longer given")
    was = reasons.cell(each.old, indicator) if each.old and each.old.value is not None else ""
    area = old.areas(each.geography).get(each.area_id)
    return [
        _(indicator.title),
        formats.area(area) if area else each.area_id,
        formats.short_period_of(each.first, each.last, indicator),
        was,
        now,
    ]


def _revisions(old: Release, newest: Release, query: Mapping[str, str]) -> Iterator[Revision]:
    areas = set(filter(None, query.get("areas", "").split("~")))
    first, last = _window(old, query)
    for entry in _entries(old, query):
        for each in revisions(old, newest, entry):
            is_shown = (first is None or each.last >= first) and (last is None or each.last <= last)
            is_chosen = not areas or each.area_id in areas
            if each.change is not CellChange.ADDED and is_shown and is_chosen:
                yield each


def _entries(old: Release, query: Mapping[str, str]) -> Iterator[FrameEntry]:
    for name in dict.fromkeys(query["indicator"].split("~")):
        indicator = old.indicators.get(name)
        if indicator is None:
            continue
        for geography in _geographies(indicator, query):
            for industry_id in own_industries(indicator, query.get("industry", "")):
                entry = old.entry(name, geography, industry_id)
                if entry is not None:
                    yield entry


def _geographies(indicator: Indicator, query: Mapping[str, str]) -> list[Geography]:
    """That of the view; where areas are chosen, boroughs and the city may stand beside it."""
    own = [str(name) for name in indicator.geographies]
    asked = query.get("geography", "")
    chosen = [Geography(asked)] if asked in own else [indicator.geographies[0]]
    wider = [name for name in WIDER if str(name) in own and name not in chosen]
    return [*chosen, *(wider if query.get("areas") else [])]


def _window(old: Release, query: Mapping[str, str]) -> tuple[date | None, date | None]:
    """First and last day of what is shown: one period, or from and to."""
    period = query.get("period", "")
    if period and period != LATEST:
        return _around(old, query, period)
    return parse_day(query.get("from", ""), start=True), parse_day(query.get("to", ""), start=False)


def _around(old: Release, query: Mapping[str, str], period: str) -> tuple[date | None, date | None]:
    """The days of the period that is shown for a day."""
    day = parse_day(period, start=False)
    entry = next(_entries(old, query), None)
    if day is None or entry is None:
        return None, None
    frame = old.frame(entry.indicator_id, entry.geography, entry.industry_id)
    return frame.periods[frame.nearest(day)]
