"""The partnership: its history and principles, who took part, and what this site is and is not."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.prose import Contents, bullets, section
from components.partnership.claims import claims, ordered
from components.text.words import _
from data_loaders.records.model import Chapter, Named, Organization, Part, Partner, Principle
from data_loaders.records.reading import Held

PATH = addresses.PARTNERSHIP


def is_on_record(held: Held) -> bool:
    """Whether this city had a partnership: a city that had none tells nobody's history."""
    return bool(held.of("history"))


def title(held: Held) -> str:
    """The name of the partnership; of none, what the page would tell of."""
    return _("The NYC Recovery Data Partnership") if is_on_record(held) else _("Who shared data")


def lead(held: Held) -> str:
    """What the page tells, in a sentence."""
    if not is_on_record(held):
        return _("No partnership is on record here.")
    return _(
        "From July 2020 to December 2021, companies, non-profits and community groups shared data "
        "with New York City to help it recover."
    )


def layout(held: Held, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    opening = [
        html.P(html.A(_("About"), href=kept(addresses.ABOUT, query)), className="eyebrow"),
        html.H1(title(held)),
        Lead(lead(held)),
    ]
    if not is_on_record(held):
        return opening
    return [
        *opening,
        _this_site(query),
        _history(held),
        _principles(held, query),
        _partners(held, query),
        _others(held),
    ]


def _this_site(query: Mapping[str, str]) -> Component:
    """What this site is, and what it is not."""
    body = [
        html.P(
            _(
                "This site is a public view of the city's recovery, made from figures that are "
                "already public. It shows how partners' data could be shown safely."
            )
        ),
        html.P(
            _(
                "It is not the partnership, and not a continuation of it. It holds no data that "
                "partners gave to the City. Figures in partners' formats are simulated: they stand "
                "apart, in the demonstration, and no partner supplied any of them."
            )
        ),
        html.P(html.A(_("Who is not measured"), href=kept(addresses.COVERAGE, query))),
    ]
    return section(_("What this site is, and is not"), body, "this-site")


def _history(held: Held) -> Component:
    body: list[Component] = []
    for chapter in ordered(held, "history", Chapter):
        body += [html.H3(_(chapter.title)), *claims(held, chapter.claims)]
    return section(_("History"), body, "history")


def _principles(held: Held, query: Mapping[str, str]) -> Component:
    body: list[Component] = []
    for principle in ordered(held, "principles", Principle):
        link = html.A(_(principle.link_text), href=kept(principle.link, query))
        body += [
            html.H3(_(principle.name)),
            html.H4(_("What it asked for")),
            *claims(held, principle.asked),
            html.H4(_("What this site does for it")),
            html.P([_(principle.here), " ", link]),
        ]
    return section(_("Four principles"), body, "principles")


def _partners(held: Held, query: Mapping[str, str]) -> Component:
    groups = {
        Named.LAUNCH: _("Named or heard at the launch"),
        Named.LATER: _("Named later, or in the City's code"),
        Named.OPEN_DATA: _("Open data, not a partner"),
    }
    body: list[Component] = []
    for named, title in groups.items():
        links = [
            _partner(name, each, query) for name, each in partners(held) if each.named is named
        ]
        body += [html.H3(title), bullets(links)]
    return section(_("Who shared data"), body, "partners")


def _partner(name: str, partner: Partner, query: Mapping[str, str]) -> Contents:
    return html.A(_(partner.name), href=kept(f"{PATH}/{name}", query))


def partners(held: Held) -> list[tuple[str, Partner]]:
    """Partners by id, in the order told."""
    records = [(n, each) for n, each in held.of("partners").items() if isinstance(each, Partner)]
    return sorted(records, key=lambda pair: pair[1].order)


def _others(held: Held) -> Component:
    groups = {
        Part.ADVISOR: _("Called advisors in the announcement"),
        Part.SPEAKER: _("Other organizations that spoke at the launch"),
        Part.OFFICE: _("City offices"),
    }
    every = ordered(held, "organizations", Organization)
    body: list[Component] = [
        html.P(_("Organizations and offices are named here. Private persons are not."))
    ]
    for part, title in groups.items():
        body.append(html.H3(title))
        for each in every:
            if each.part is part:
                body += [html.H4(_(each.name)), *claims(held, each.claims)]
    return section(_("Others named at the launch"), body, "others")
