"""One use of data: why, which data, risks, review, decision, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.prose import Content, Contents, bullets, definitions, section
from components.markup.stacked import stacked
from components.partnership.claims import claims, dated
from components.text import formats
from components.text.words import _
from components.uses.listing import decision
from components.uses.register import PATH, decision_word
from data_loaders.records.described import described
from data_loaders.records.model import DataUsed, Office, Use
from data_loaders.records.reading import Held
from data_loaders.released.release import Release


def layout(
    held: Held, name: str, use: Use, release: Release, query: Mapping[str, str]
) -> list[Component]:
    """The whole page."""
    return [
        html.P(html.A(_("Register of data uses"), href=kept(PATH, query)), className="eyebrow"),
        html.H1(_(use.title)),
        Lead(lead(name, use)),
        *([_example()] if use.is_example else []),
        _why(use),
        _data(use, release, query),
        _care(use),
        _review(use),
        _result(use),
        *(
            [section(_("Where this is shown"), claims(held, use.shown_by), "shown")]
            if use.shown_by
            else []
        ),
    ]


def lead(name: str, use: Use) -> str:
    """Who asked, when, and what was decided."""
    return _(
        "Use {id}, asked for by {agency} on {day}. {decision}.",
        id=name,
        agency=use.requester.agency,
        day=formats.day(use.asked_on),
        decision=decision_word(decision(use)),
    )


def _example() -> Component:
    words = _("This is an example. No agency asked for it, and nothing in it happened.")
    return html.P(words, className="notice")


def _why(use: Use) -> Component:
    rows = [
        (_("Asked for by"), _office(use.requester)),
        (_("Purpose"), _(use.purpose)),
        (_("Benefit for the public"), _(use.public_benefit)),
        (_("Decision it informs"), _(use.decision_informed)),
        (_("Why it is needed"), _(use.necessity)),
        (_("Why no less will do"), _(use.proportionality)),
    ]
    return section(_("Why"), [definitions(rows)], "why")


def _office(office: Office) -> str:
    return _("{role}, {agency}", role=office.role, agency=office.agency)


def _data(use: Use, release: Release, query: Mapping[str, str]) -> Component:
    heads = [_("Source"), _("Figures"), _("Fields"), _("Boundaries"), _("Period")]
    rows = [_data_row(each, release, query) for each in use.data]
    return section(
        _("Which data"), [stacked(_("Data asked for"), heads, rows, anchor="data-rows")], "data"
    )


def _data_row(used: DataUsed, release: Release, query: Mapping[str, str]) -> list[Contents]:
    """The source leads to its privacy treatment, each figure to its own page."""
    name = _(described()[used.source].name)
    is_here = used.source in release.sources
    address = kept(addresses.source(used.source, "privacy"), query)
    return [
        html.A(name, href=address) if is_here else name,
        html.Span(list(_figures(used, release, query))),
        formats.listed(list(used.fields)),
        formats.boundaries(used.geography),
        _("{first} to {last}", first=dated(used.first), last=dated(used.last)),
    ]


def _figures(used: DataUsed, release: Release, query: Mapping[str, str]) -> Iterable[Content]:
    for position, name in enumerate(used.figures):
        indicator = release.indicators.get(name)
        yield ", " if position else ""
        yield (
            html.A(_(indicator.title), href=kept(addresses.figure(name), query))
            if indicator
            else name
        )


def _care(use: Use) -> Component:
    heads = [_("What could go wrong"), _("What is done about it")]
    rows = [[_(each.risk), _(each.mitigation)] for each in use.risks]
    body = [
        html.H3(_("Is it fair?")),
        html.P(_(use.equity)),
        html.H3(_("Risks")),
        stacked(
            _("Risks, and what is done about each"),
            heads,
            rows,
            class_name="wordy",
            anchor="risks-rows",
        ),
    ]
    return section(_("Fairness and risks"), body, "care")


def _review(use: Use) -> Component:
    rows: list[tuple[str, Contents]] = [
        (
            _("{when}, as {role}", when=formats.day(each.on), role=each.reviewed_as),
            [html.P(_(each.found)), html.P(_office(each.by), className="source")],
        )
        for each in use.reviews
    ]
    body: list[Component] = [
        definitions(rows) if rows else html.P(_("Nobody has reviewed it yet."))
    ]
    if use.decision:
        decided = use.decision
        body += [
            html.H3(decision_word(decided.outcome)),
            html.P(_(decided.reason)),
            html.P(
                _(
                    "Decided on {day} by {who}.",
                    day=formats.day(decided.on),
                    who=_office(decided.by),
                ),
                className="source",
            ),
        ]
        if decided.conditions:
            body += [html.H3(_("Conditions")), bullets([_(each) for each in decided.conditions])]
    if use.timeline:
        steps = sorted(use.timeline, key=lambda step: step.on)
        body += [
            html.H3(_("Timeline")),
            definitions([(formats.day(step.on), _(step.what)) for step in steps]),
        ]
    return section(_("Review and decision"), body, "review")


def _result(use: Use) -> Component:
    if use.result is None:
        body: list[Component] = [html.P(_("No result has been filed."))]
    else:
        rows = [
            (_("What came of it"), _(use.result.found)),
            (_("What did not work"), _(use.result.did_not_work)),
            (_("Filed on"), formats.day(use.result.on)),
        ]
        body = [definitions(rows)]
    if use.closure is not None:
        closed = [
            (_("Closed on"), formats.day(use.closure.on)),
            (_("What was done with the data"), _(use.closure.disposal)),
        ]
        body.append(definitions(closed))
    return section(_("What came of it"), body, "result")
