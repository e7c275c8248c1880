"""Reading a View from the query string of an address.

The same parameters serve every page, download and API route. Unknown parameters are ignored;
a value this release does not have opens the nearest sensible view, and a Notice says what was
changed. A reader's strings come back only inside a Notice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from threading import Lock

from cachetools import LRUCache, cached

from data_loaders.released.release import Release
from data_loaders.released.view import (
    COLUMN,
    EARLIEST,
    LATEST,
    MOST_AREAS,
    MOST_INDICATORS,
    RANGE,
    ColorScale,
    MapLayout,
    Notice,
    Problem,
    Reading,
    Show,
    Sort,
    View,
    is_mapped,
    layouts,
    parse_day,
)
from data_loaders.vocabulary.frames import FrameEntry
from data_loaders.vocabulary.likeness import likest
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Indicator
from data_loaders.vocabulary.moved import moved

Span = tuple[date, date]
EACH = "each"
MOST_INDUSTRIES_KEPT = 1024
WIDER = (Geography.BOROUGH, Geography.CITY)


def read_view(
    query: Mapping[str, str],
    release: Release,
    default_indicator: str,
    *,
    mapped: bool = False,
    each: bool = False,
    widest: bool = False,
) -> Reading:
    """The view in a query string. With `mapped`, geographies without shapes are passed over;
    with `each`, `industry=each` stands for every industry of an indicator; with `widest`, boroughs
    or the city come first where neither boundaries nor areas are asked for."""
    reader = _Reader(query, release, mapped, each, widest)
    indicators = reader.indicators(default_indicator)
    # A map draws the first alone; elsewhere several stand side by side, each with what it has.
    deciding = [release.indicators[name] for name in (indicators[:1] if mapped else indicators)]
    geography = reader.geography(deciding)
    industry = reader.industry(deciding)
    entries = _entries(release, deciding, geography, industry)
    span = _span(entries)
    view = View(
        indicators=indicators,
        geography=geography,
        areas=reader.areas(geography, deciding),
        industry=industry,
        period=reader.day("period", span),
        first=reader.first_day(span),
        last=reader.last_day(span, entries),
        show=Show(reader.choice("show", [str(show) for show in Show])),
        baseline=reader.baseline(span),
        layout=reader.layout(geography),
        borough=reader.choice("borough", ["", *release.areas(Geography.BOROUGH)]) or None,
        scale=ColorScale(reader.choice("scale", [str(scale) for scale in ColorScale])),
        sort=Sort(reader.choice("sort", [str(sort) for sort in Sort])),
        by=reader.column(),
        release=query.get("release") or None,
    )
    return Reading(view, tuple(reader.notices))


def _entries(
    release: Release, indicators: Sequence[Indicator], geography: Geography, industry: str
) -> list[FrameEntry]:
    """The frames of what the view can show."""
    return [
        entry
        for indicator in indicators
        for name in indicator.geographies
        if (name is geography or geography not in indicator.geographies)
        and (entry := release.entry(indicator.id, name, own_industry(indicator, industry)))
    ]


def _span(entries: Sequence[FrameEntry]) -> Span | None:
    """First and last day of what the view can show; None where it has no figures at all."""
    if not entries:
        return None
    return min(entry.first for entry in entries), max(entry.last for entry in entries)


def own_industries(indicator: Indicator, asked: str) -> list[str]:
    """Industries of an indicator that a view asks for: each of them, or one."""
    if asked == EACH:
        return [industry_id for industry_id, *_ in indicator.industries]
    return [own_industry(indicator, asked)]


def opening_industry(release: Release, indicator: Indicator) -> str:
    """The industry a figure opens with: all of them, else its first whose newest values are all
    shown, else its first of which any is. Farming, first of a list, is hidden in a city."""
    own = [each.id for each in indicator.industries]
    if ALL_INDUSTRIES in own:
        return ALL_INDUSTRIES
    for enough in (all, any):
        for each in own:
            shown = _newest_shown(release, indicator.id, each)
            if shown and enough(shown):
                return each
    return own[0]


def _newest_shown(release: Release, indicator_id: str, industry_id: str) -> list[bool]:
    """Of each area of the newest period, by all boundaries, whether it has a value."""
    entries = [e for e in release.entries_of(indicator_id) if e.industry_id == industry_id]
    frames = [release.frame(indicator_id, each.geography, industry_id) for each in entries]
    return [row[frame.latest()] is not None for frame in frames for row in frame.values]


def own_industry(indicator: Indicator, asked: str) -> str:
    """The industry asked for where an indicator has it, else all of them, else its first."""
    return _own_industry(indicator, asked)[1]


# Asked for beside each number of a table. By the object: its hash is taken of all it says, and the
# answer holds it, so that no other comes to its place.
@cached(
    LRUCache(MOST_INDUSTRIES_KEPT),
    key=lambda indicator, asked: (id(indicator), asked),
    lock=Lock(),
)
def _own_industry(indicator: Indicator, asked: str) -> tuple[Indicator, str]:
    if any(each.id == asked for each in indicator.industries):
        return indicator, asked
    own = indicator.present_ids
    present = own.get(asked, ALL_INDUSTRIES)
    return indicator, present if present in own else indicator.industries[0].id


def geography_of(release: Release, view: View, area_id: str) -> Geography:
    """Where an area of a view belongs: its own geography, else its borough or the city.

    Those two have ids that no other geography uses, so a neighborhood can stand beside them.
    """
    candidates = (view.geography, *WIDER)
    return next(name for name in candidates if area_id in release.areas(name))


class _Reader:
    """Reads one parameter after another and collects notices."""

    def __init__(
        self, query: Mapping[str, str], release: Release, mapped: bool, each: bool, widest: bool
    ) -> None:
        self.query = query
        self.release = release
        self.mapped = mapped
        self.each = each
        self.widest = widest and not query.get("areas")
        self.notices: list[Notice] = []

    def indicators(self, default: str) -> tuple[str, ...]:
        if not self._usable(default):  # a release may be made without the source of the default
            default = next(filter(self._usable, self.release.indicators))
        usable = [name for name in self.release.indicators if self._usable(name)]
        asked = _listed(self.query.get("indicator", ""))
        given = [self._present("indicator", name, usable) for name in asked]
        known = [name for name in given if self._usable(name)]
        for name in given:
            if name not in known:
                close = likest(name, filter(self._usable, self.release.indicators), 1)
                used = close[0] if close else default
                self._note("indicator", name, used, Problem.UNKNOWN)
                known.append(used)
        unique = tuple(dict.fromkeys(known))
        return self._within("indicator", unique, MOST_INDICATORS) or (default,)

    def _usable(self, indicator_id: str) -> bool:
        indicator = self.release.indicators.get(indicator_id)
        return indicator is not None and bool(self._geographies(indicator))

    def _geographies(self, indicator: Indicator) -> list[Geography]:
        return [
            geography
            for geography in indicator.geographies
            if not self.mapped or is_mapped(self.release, geography)
        ]

    def geography(self, indicators: Sequence[Indicator]) -> Geography:
        allowed = [name for indicator in indicators for name in self._geographies(indicator)]
        given = self.query.get("geography", "")
        if given in allowed:
            return Geography(given)
        first = self._first(allowed)
        if given:
            known = given in list(Geography)
            problem = Problem.NOT_HERE if known else Problem.UNKNOWN
            self._note("geography", given, str(first), problem)
        return first

    def _first(self, allowed: Sequence[Geography]) -> Geography:
        """The boundaries that nobody asked for: one area of many would stand for the city."""
        if not self.widest or allowed[0] in WIDER:
            return allowed[0]
        return next((wider for wider in WIDER if wider in allowed), allowed[0])

    def industry(self, indicators: Sequence[Indicator]) -> str:
        own = [industry_id for industry_id, *_ in indicators[0].industries]
        allowed: dict[str, str] = {}
        for indicator in reversed(indicators):
            allowed |= indicator.present_ids
        given = self.query.get("industry", "")
        default = opening_industry(self.release, indicators[0])
        if given == EACH and self.each and len(own) > 1:
            return EACH
        if given and given not in allowed:
            self._note("industry", given, default, Problem.UNKNOWN)
        present = allowed.get(given, default)
        if given in allowed and present != given:
            self._note("industry", given, present, Problem.RENAMED)
        return present

    def areas(self, geography: Geography, indicators: Sequence[Indicator]) -> tuple[str, ...]:
        known = {*self.release.areas(geography)}
        for wider in WIDER:
            has_wider = any(wider in indicator.geographies for indicator in indicators)
            known.update(self.release.areas(wider) if has_wider else ())
        taken: list[str] = []
        listed = _listed(self.query.get("areas", ""))
        for area_id in dict.fromkeys(self._present("areas", each, known) for each in listed):
            if area_id not in known:
                self._note("areas", area_id, "", Problem.NOT_HERE)
            else:
                taken.append(area_id)
        return self._within("areas", taken, MOST_AREAS)

    def _within(self, parameter: str, ids: Sequence[str], most: int) -> tuple[str, ...]:
        """As many as a view may hold; a notice names the first that is left out, and the limit."""
        if len(ids) > most:
            self._note(parameter, ids[most], str(most), Problem.TOO_MANY)
        return tuple(ids[:most])

    def choice(self, parameter: str, allowed: list[str]) -> str:
        given = self.query.get(parameter, "")
        if given and given not in allowed:
            self._note(parameter, given, allowed[0], Problem.UNKNOWN)
        return given if given in allowed else allowed[0]

    def column(self) -> str:
        """The column a table is sorted by; a page passes over one that it does not have."""
        given = self.query.get("by", "")
        if not given or COLUMN.fullmatch(given):
            return given
        self._note("by", given, "", Problem.NOT_HERE)
        return ""

    def layout(self, geography: Geography) -> MapLayout:
        allowed = layouts(self.release, geography) if self.mapped else tuple(MapLayout)
        return MapLayout(self.choice("layout", [str(layout) for layout in allowed]))

    def written(self, parameter: str) -> str:
        """A day as written: of a range like "2024..2025" the start, or for the end its end."""
        parts = [part for part in RANGE.split(self.query.get(parameter, "")) if part]
        return (parts[0] if parameter == "from" else parts[-1]) if parts else ""

    def first_day(self, span: Span | None) -> date | None:
        """The start, unless it lies after the end: nothing could be shown between the two."""
        given = self.written("from")
        if given in ("", EARLIEST):
            return None
        newest = span[1] if span and given == LATEST else None
        first, last = newest or parse_day(given, start=True), self._end_asked(span)
        if first is None or last is None or first <= last:
            return newest or self.day("from", span, start=True)
        self._note("from", given, "", Problem.REVERSED)
        return None

    def _end_asked(self, span: Span | None) -> date | None:
        """The end as it is asked for; None for the newest figures."""
        given = self.written("to")
        return span[0] if span and given == EARLIEST else parse_day(given, start=False)

    def last_day(self, span: Span | None, entries: Sequence[FrameEntry]) -> date | None:
        """The end; of a range that ends before the data, the end of the first period there is."""
        given, asked = self.written("to"), self._end_asked(span)
        if asked is None or span is None or asked > span[0]:
            return self.day("to", span)
        frames = (self.release.frame(e.indicator_id, e.geography, e.industry_id) for e in entries)
        nearest = min(frame.periods[0][1] for frame in frames)
        if asked < span[0] and not self._is_said(span[0]):
            self._note("to", given, nearest.isoformat(), Problem.OUT_OF_RANGE)
        return nearest

    def day(self, parameter: str, span: Span | None, start: bool = False) -> date | None:
        given = self.written(parameter)
        if given in ("", LATEST):
            return None
        if given == EARLIEST:
            return span[0] if span else None
        first, last = parse_day(given, start=True), parse_day(given, start=False)
        if first is None or last is None:
            self._note(parameter, given, LATEST, Problem.NOT_A_DATE)
            return None
        day = first if start else last
        if span is None:
            return day
        nearest = min(max(day, span[0]), span[1])
        if (last < span[0] or first > span[1]) and not self._is_said(nearest):
            self._note(parameter, given, nearest.isoformat(), Problem.OUT_OF_RANGE)
        return nearest

    def _is_said(self, nearest: date) -> bool:
        """Whether the other end of a range was already cut to this day: it is said once."""
        return any(
            (note.parameter, note.problem, note.used)
            == ("from", Problem.OUT_OF_RANGE, nearest.isoformat())
            for note in self.notices
        )

    def baseline(self, span: Span | None) -> str | None:
        given = self.query.get("baseline", "")
        first, last = parse_day(given, start=True), parse_day(given, start=False)
        if first is None or last is None:
            if given:
                self._note("baseline", given, "", Problem.UNKNOWN)
            return None
        if span is None or (last >= span[0] and first <= span[1]):
            return given
        nearest = min(max(first, span[0]), span[1]).isoformat()
        self._note("baseline", given, nearest, Problem.OUT_OF_RANGE)
        return nearest

    def _present(self, parameter: str, given: str, known: Collection[str]) -> str:
        """What an id is called now, with a notice where it was called otherwise."""
        rule = None if given in known else moved(parameter, given)
        if rule is None or rule.new not in known:
            return given
        problem = Problem.RETIRED if rule.why else Problem.RENAMED
        self.notices.append(Notice(parameter, given[:80], rule.new, problem, rule.why))
        return rule.new

    def _note(self, parameter: str, given: str, used: str, problem: Problem) -> None:
        self.notices.append(Notice(parameter, given[:80], used, problem))


def _listed(text: str) -> list[str]:
    return [part for part in text.split("~") if part]
