"""One number back to its publisher: the files, the rules applied on the way, its earlier values.

Of a hidden figure the page says that it is hidden and the public reason, and nothing else. A
partner's delivery is not public: there the way ends at the treated table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from components.figures import care_notes, tables
from components.markup import addresses
from components.markup.figure_words import Lead
from components.markup.prose import Content, Contents, bullets, definitions, section
from components.markup.stacked import stacked
from components.site import demonstration
from components.text import formats, reasons, terms_words
from components.text.words import _, ngettext
from data_loaders.released.coarser import without_overlap
from data_loaders.released.earlier import earlier_cells
from data_loaders.released.provenance import (
    NotPublishedError,
    frame_of,
    position_of,
    rule_that_hides,
)
from data_loaders.released.release import Release
from data_loaders.released.serving import file_base
from data_loaders.released.view import LATEST, parse_day
from data_loaders.released.view_reading import opening_industry
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Area,
    Delivery,
    Indicator,
    Publication,
    Source,
)
from data_loaders.vocabulary.policy import Treatment

TITLE = "Where this number comes from"
MOST_FILES = 40
MOST_PARTS = 366


@dataclass(frozen=True, slots=True)
class Traced:
    """One cell of a release."""

    release: Release
    frame: Frame
    area_id: str
    position: int

    @property
    def cell(self) -> Cell:
        return self.frame.cell(self.area_id, self.position)

    @property
    def indicator(self) -> Indicator:
        return self.release.indicators[self.frame.indicator_id]

    @property
    def source(self) -> Source:
        return self.release.source_of[self.frame.indicator_id]

    @property
    def area(self) -> Area:
        return self.release.area(self.frame.geography, self.area_id)


def traced(release: Release, query: Mapping[str, str]) -> Traced:
    """The cell an address asks for; NotPublishedError says what the release lacks."""
    name = query.get("indicator", "").partition("~")[0]
    indicator = release.indicators.get(name)
    if indicator is None:
        raise NotPublishedError(_("Release {id} has no figure “{name}”.", id=release.id, name=name))
    default = opening_industry(release, indicator)
    frame = frame_of(
        release, name, query.get("geography", ""), query.get("industry", "") or default
    )
    area_id = query.get("areas", "").partition("~")[0] or frame.areas[0]
    written = query.get("period", "") or LATEST
    day = frame.periods[frame.latest()][1] if written == LATEST else parse_day(written, start=False)
    if day is None:
        raise NotPublishedError(_("“{given}” is no date like 2021-03.", given=written[:40]))
    return Traced(release, frame, area_id, position_of(frame, area_id, day))


@dataclass(frozen=True, slots=True)
class TracedSpan:
    """Published figures of one series that a number shown is made of, oldest first."""

    parts: tuple[Traced, ...]

    @property
    def whole(self) -> Traced:
        """Any of them, for what they have in common."""
        return self.parts[-1]


def traced_span(release: Release, query: Mapping[str, str]) -> TracedSpan | None:
    """The figures between two days; None where an address does not ask for several."""
    first, last = (parse_day(query.get(name, ""), start=name == "from") for name in ("from", "to"))
    if first is None or last is None or query.get("period"):
        return None
    of = traced(release, {**query, "period": ""})
    periods = of.frame.periods
    # As on charts, a week counts to the month its last day is in, and no day counts twice.
    inside = [position for position, (_start, end) in enumerate(periods) if first <= end <= last]
    inside = without_overlap(periods, inside, of.indicator.smoothed_over)
    if not inside:
        words = _("No figure lies between {first} and {last}.", first=first, last=last)
        raise NotPublishedError(words)
    return TracedSpan(tuple(replace(of, position=each) for each in inside[-MOST_PARTS:]))


def layout_of_span(of: TracedSpan) -> list[Component]:
    """The figures behind a number that is computed from several, each a link to its own way."""
    some = of.whole
    indicator = some.indicator
    rows = [
        [
            formats.short_period_of(*one.frame.periods[one.position], indicator),
            tables.value_cell(
                one.cell,
                indicator,
                tables.trace(
                    indicator,
                    one.frame.geography,
                    one.area_id,
                    one.frame.periods[one.position][1],
                    one.frame.industry_id,
                ),
            ),
        ]
        for one in of.parts
    ]
    count = ngettext("{number} published figure", "{number} published figures", len(rows))
    said = _("This number is computed from {count}, {where}.", count=count, where=some.area.name)
    caption = formats.in_unit(_(indicator.title), indicator)
    return [
        html.H1(_(TITLE)),
        html.P(html.A(_title(some), href=addresses.figure(indicator.id)), className="eyebrow"),
        Lead(said),
        *_care(some),
        stacked(caption, [_("Period"), _("Figure")], rows, numeric=(1,), anchor="rows"),
        html.P(_("Each figure leads on to its publisher's files.")),
    ]


def _care(of: Traced) -> list[Component]:
    figure = (of.indicator, of.frame.geography, of.frame.industry_id)
    return care_notes.notes(of.release, [figure])


def _title(of: Traced) -> str:
    name = _(of.indicator.title)
    return demonstration.titled(name) if of.release.manifest.is_simulated else name


def lead() -> str:
    """What the page holds, in a sentence."""
    return _("The publisher's files, what was done to them, and earlier values of one number.")


def layout(of: Traced) -> list[Component]:
    """The whole page."""
    opening = [
        html.H1(_(TITLE)),
        html.P(html.A(_title(of), href=addresses.figure(of.indicator.id)), className="eyebrow"),
        Lead(_answer(of)),
    ]
    if of.cell.status.is_hidden:
        return [*opening, *_care(of), section(_("Why it is hidden"), _hidden(of), "hidden")]
    return [
        *opening,
        *_care(of),
        section(_("Where it was published"), _origin(of), "origin"),
        section(_("What was done to it"), [definitions(_rules(of))], "rules"),
        section(_("Where it stands"), _place_in_release(of), "release"),
        section(_("Its earlier values"), _earlier(of), "earlier"),
    ]


def _answer(of: Traced) -> str:
    """The number with where and when it is of, in one sentence."""
    first, last = of.frame.periods[of.position]
    industry = of.frame.industry_id
    where = formats.area(of.area)
    if industry != ALL_INDUSTRIES:
        where = _(
            "{industry}, {area}", industry=_(of.indicator.industry_names[industry]), area=where
        )
    shown = reasons.cell(of.cell, of.indicator)
    if of.cell.value is not None:
        shown = formats.with_unit(of.cell.value, of.indicator)
    when = formats.period_of(first, last, of.indicator)
    said = _("{where}, {when}: {value}.", where=where, when=when, value=shown)
    mark = reasons.mark(of.cell).strip() if of.cell.value is not None else ""
    return f"{said} {reasons.label(of.cell)}." if mark else said


def _hidden(of: Traced) -> list[Component]:
    ours = of.source.policy.treatment is Treatment.OURS
    who = (
        _("This site hides it.")
        if ours
        else _("Its publisher, {partner}, hides it.", partner=of.source.partner)
    )
    why = [html.P(f"{reasons.label(of.cell)}."), html.P(_(rule_that_hides(of.source)))]
    more = html.A(_("How this source is kept private"), href=_method(of, "privacy"))
    return [html.P(who), *why, html.P(more)]


def _method(of: Traced, anchor: str = "") -> str:
    return addresses.source(of.source.id, anchor)


def _origin(of: Traced) -> list[Component]:
    source = of.source
    if of.indicator.derived_from:
        return _inputs(of)
    published = [html.A(_(source.name), href=_method(of)), f", {source.partner}. "]
    address = html.A(source.publisher_url, href=source.publisher_url)
    deliveries = [each for each in of.release.catalog.deliveries if each.source_id == source.id]
    if source.feed is None:
        return [html.P(published), *_treated(of)]
    return [
        html.P([*published, address]),
        *(part for each in deliveries for part in _received(each, source)),
        html.P(terms_words.terms(source), className="note"),
    ]


def _treated(of: Traced) -> list[Component]:
    """Of a partner's figures only the table that was treated is public."""
    name = f"observations/{of.source.id}.parquet"
    entry = of.release.manifest.files.get(name)
    words = _(
        "What the partner delivered is not public. The way back ends at the table after treatment."
    )
    if entry is None:
        return [html.P(words)]
    link = html.A(name, href=f"{file_base(of.release)}/{name}")
    return [html.P([words, " ", link, ", SHA-256 ", html.Code(entry.sha256, className="hash")])]


def _received(each: Delivery, source: Source) -> Iterator[Component]:
    rows = ngettext("{number} observation was read", "{number} observations were read", each.rows)
    yield html.P(
        _(
            "Received on {day}, with figures to {vintage}; {rows} from it.",
            day=formats.day(each.received_on),
            vintage=formats.day(each.vintage),
            rows=rows,
        )
    )
    if each.note:
        yield html.P(_(each.note))
    addresses_of = {file.name: file.url for file in source.feed.files} if source.feed else {}
    if not each.files:
        yield html.P([_("All files together, SHA-256 "), html.Code(each.sha256, className="hash")])
        names = [html.A(name, href=url) for name, url in list(addresses_of.items())[:MOST_FILES]]
        yield bullets([[name] for name in names])
        return
    rows_of = [
        [_file(file.name, addresses_of), html.Code(file.sha256, className="hash")]
        for file in each.files[:MOST_FILES]
    ]
    yield stacked(
        _("Files received"),
        [_("File"), _("SHA-256")],
        rows_of,
        class_name="wordy",
        anchor="files-rows",
    )


def _file(name: str, addresses_of: Mapping[str, str]) -> Content:
    return html.A(name, href=addresses_of[name]) if name in addresses_of else name


def _inputs(of: Traced) -> list[Component]:
    """A computed figure leads to what it was computed from, at the same place and time where that
    is there."""
    day = of.frame.periods[of.position][1].isoformat()
    items: list[Contents] = []
    for reference in of.indicator.derived_from:
        name = reference.rpartition(":")[2]
        indicator = of.release.indicators.get(name)
        if indicator is None:
            items.append(_("{name}, not published here", name=name))
            continue
        link = html.A(_(indicator.title), href=addresses.figure(name))
        entry = of.release.entry(name, of.frame.geography)
        if entry is None or of.area_id not in of.release.frame(name, of.frame.geography).areas:
            items.append([link])
            continue
        at = addresses.trace(name, of.frame.geography, of.area_id, day, ALL_INDUSTRIES, "")
        items.append([link, ": ", html.A(_("its own way"), href=at)])
    return [html.P(_("It was computed here from:")), bullets(items)]


def _rules(of: Traced) -> Iterator[tuple[str, Contents]]:
    policy = of.source.policy
    yield _("What is measured"), _(of.indicator.description)
    yield _("What we did"), _(of.indicator.processing)
    yield _("Privacy rule"), _(policy.plain)
    if policy.publisher_rule:
        yield _("The publisher's own rule"), _(policy.publisher_rule)
    first, last = of.frame.periods[of.position]
    breaks = [each for each in of.source.breaks_of(of.indicator.id) if first <= each.on <= last]
    yield _("Change of method in this period"), [html.P(_(each.text)) for each in breaks]
    if of.source.known_errors:
        link = html.A(_("What is wrong in its files, and what we do"), href=_method(of, "faults"))
        yield _("Known faults"), link
    yield _("How sure it is"), f"{reasons.label(of.cell)}."


def _place_in_release(of: Traced) -> list[Component]:
    """The release, and the file of it that holds the number where anyone may have it."""
    made = of.release.manifest
    words = _("Release {id}, made on {day}.", id=of.release.id, day=formats.day(made.published_on))
    sentence = html.P(words)
    if of.source.publication is Publication.SHOW:
        return [sentence, html.P(terms_words.publication(of.source))]
    query = {
        "indicator": of.indicator.id,
        "geography": str(of.frame.geography),
        "areas": of.area_id,
        "industry": "" if of.frame.industry_id == ALL_INDUSTRIES else of.frame.industry_id,
        "release": of.release.id,
    }
    file = addresses.download({name: value for name, value in query.items() if value})
    return [sentence, html.P(html.A(_("Its series as CSV"), href=file))]


def _earlier(of: Traced) -> list[Component]:
    if of.cell.value is None:
        return [html.P(_("It has no value now, so none of before is repeated here."))]
    period = of.frame.periods[of.position]
    rows = [
        [release.id, reasons.cell(cell, of.indicator) if cell else _("not there yet")]
        for release, cell in earlier_cells(of.release, of.frame, of.area_id, period)
    ]
    if not rows:
        return [html.P(_("No earlier release with such figures is held here."))]
    return [
        stacked(
            _("In releases before"),
            [_("Release"), _("Value")],
            rows,
            numeric=(1,),
            anchor="before-rows",
        )
    ]
