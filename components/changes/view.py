"""The page of changes: what stands out in the release, the log, and corrections in full."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.changes import standouts
from components.changes.asking import AskedChanges
from components.changes.log import ChangeKind, LogEntry, entries, kind_word
from components.markup import addresses, native
from components.markup.figure_words import Lead
from components.markup.prose import bullets, section
from components.markup.stacked import stacked
from components.text import formats
from components.text.marks import DOT
from components.text.words import _, ngettext
from data_loaders.records.corrections import CorrectedValue, Correction, corrections
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Indicator, Status

TITLE = "Changes and corrections"


def lead() -> str:
    """What the page holds, in a sentence."""
    return _("What changed in the figures and on the site, what was wrong, and what stands out.")


def layout(release: Release, asked: AskedChanges) -> list[Component]:
    """The whole page."""
    asked_for = [entry for entry in entries(asked.scope) if asked.kind in (None, entry.kind)]
    return [
        html.H1(_(TITLE)),
        Lead(lead()),
        html.P(html.A(_corrected(), href=addresses.CORRECTIONS)),
        section(_("What stands out"), _standouts(release), "standouts"),
        section(_("All changes"), [*_asked(asked), *_log(asked_for)], "log"),
        section(_("Corrections"), _corrections(release), "corrections"),
    ]


def _corrected() -> str:
    """How many figures were wrong, for the link to what is said of them."""
    count = sum(not each.is_simulated for each in corrections())
    if not count:
        return _("Corrections: none so far")
    return ngettext("{number} correction, in full", "{number} corrections, in full", count)


def _standouts(release: Release) -> list[Component]:
    told = standouts.told(release)
    if told is None:
        return [html.P(_("Nobody looked for what stands out in this release."))]
    rule = _(
        "Areas and industries whose change in a year is at least two and a half times as far out "
        "as is usual for them. Early and unreliable figures, changes that several areas share, "
        "and values at the end of a scale are left out."
    )
    if not told:
        none = _("Nothing stands out in release {id}.", id=release.id)
        return [html.P(none), html.P(rule, className="note")]
    items = [
        [
            html.A(standouts.subject(release, each), href=standouts.on_map(each, "")),
            f": {standouts.movement(release, each)} ",
            html.A(_("Where this comes from"), href=standouts.trace(release, each)),
        ]
        for each in told
    ]
    file = f"{addresses.STANDOUTS_FILE}?{urlencode({'release': release.id})}"
    rows = ngettext("CSV, {number} row", "CSV, {number} rows", len(told))
    return [bullets(items), html.P(html.A(rows, href=file)), html.P(rule, className="note")]


def _asked(asked: AskedChanges) -> list[Component]:
    """What is listed, a choice of the kind, and the feed of the same."""
    feed = addresses.feed_of_changes(asked.query)
    about = [html.P(_("About {what}.", what=asked.words))] if asked.words else []
    follow = html.A(_("Follow these changes (Atom feed)"), href=feed)
    every = [html.A(_("All changes"), href=addresses.CHANGES)] if asked.query else []
    return [*about, _form(asked), html.P([follow, *([DOT, *every] if every else [])])]


def _form(asked: AskedChanges) -> html.Form:
    """Native: it is answered by the server."""
    kept = [
        native.Input(type="hidden", name=name, value=value)
        for name, value in asked.query.items()
        if name != "kind"
    ]
    options = [("", _("all kinds")), *((str(kind), kind_word(kind)) for kind in ChangeKind)]
    choice = native.Select(
        id="changes-kind",
        name="kind",
        value=str(asked.kind or ""),
        options=[{"value": value, "label": words} for value, words in options],
    )
    label = html.Label(_("Show"), htmlFor="changes-kind")
    button = html.Button(_("Filter"), type="submit")
    control = html.Div([label, choice], className="control")
    return html.Form(
        [control, *kept, button],
        action=f"{addresses.CHANGES}#log",
        method="get",
        className="filter",
    )


def _log(listed_entries: Iterable[LogEntry]) -> list[Component]:
    parts: list[Component] = []
    for on, listed in groupby(listed_entries, key=lambda entry: entry.on):
        parts.append(html.H3(formats.day(on)))
        parts.append(html.Ul([_item(entry) for entry in listed], className="bullets"))
    return parts or [html.P(_("No change of this kind is on record."))]


def _item(entry: LogEntry) -> html.Li:
    told = entry.told
    said = [html.A(entry.title, href=entry.address), ". ", told]
    # A correction stands below under its name.
    if entry.kind is ChangeKind.CORRECTED:
        return html.Li(said)
    return html.Li(said, id=entry.id)


def _corrections(release: Release) -> list[Component]:
    intro = _(
        "Numbers shown here that were wrong. A publisher's own newer figures are no correction: "
        "they count as revised."
    )
    return [html.P(intro), *(_correction(release, each) for each in corrections())]


def _correction(release: Release, each: Correction) -> Component:
    when = _(
        "Corrected on {day}, noticed by {who}.",
        day=formats.day(each.corrected_on),
        who=_(str(each.noticed_by)),
    )
    simulated = [html.P(_("In simulated figures."))] if each.is_simulated else []
    count = []
    if each.count is not None:
        words = ngettext("{number} value changed.", "{number} values changed.", each.count)
        count = [html.P(words)]
    return html.Div(
        [
            html.H3(_(each.title), id=f"correction-{each.id}-title"),
            html.P(when, className="note"),
            *simulated,
            html.P(_(each.what_was_wrong)),
            html.P(_(each.what_is_right)),
            *count,
            *([_values(release, each)] if each.changes else []),
        ],
        id=f"correction-{each.id}",
    )


def _values(release: Release, each: Correction) -> Component:
    heads = [_("Figure"), _("Where"), _("When"), _("It was"), _("It is")]
    rows = [
        [
            _title(release, value.figure),
            _where(release, value),
            _when(release, value),
            *both_shown(release.indicators.get(value.figure), value),
        ]
        for value in each.changes
    ]
    caption = _("Some of the values: {correction}", correction=_(each.title))
    return stacked(caption, heads, rows, numeric=(3, 4), anchor=f"correction-{each.id}-rows")


def _title(release: Release, figure: str) -> Component | str:
    indicator = release.indicators.get(figure)
    if indicator is None:
        return figure
    return html.A(_(indicator.title), href=addresses.figure(figure))


def _where(release: Release, value: CorrectedValue) -> str:
    area = release.areas(value.geography).get(value.area)
    return formats.area(area) if area else value.area


def _when(release: Release, value: CorrectedValue) -> str:
    """The time in the words of the figure, "April 2020"; in days where the release has none."""
    first, last = value.first, value.last
    indicator = release.indicators.get(value.figure)
    if indicator is not None:
        return formats.short_period_of(first, last, indicator)
    if first == last:
        return formats.day(first)
    return _("{first} to {last}", first=formats.day(first), last=formats.day(last))


def both_shown(indicator: Indicator | None, changed: CorrectedValue) -> list[str]:
    """The old value and the new, in the unit and both with as many decimals as either has."""
    both = (changed.old, changed.new)
    numbers = [f"{value:g}" for value in both if not isinstance(value, Status)]
    decimals = max((len(number.partition(".")[2]) for number in numbers), default=0)
    return [_one_shown(indicator, value, decimals) for value in both]


def _one_shown(indicator: Indicator | None, value: float | Status, decimals: int) -> str:
    if isinstance(value, Status):
        return formats.status(value)
    if indicator is None:
        return f"{value:,.{decimals}f}"
    return formats.tick(value, indicator, decimals)
