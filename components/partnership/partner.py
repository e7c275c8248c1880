"""The page of one partner: what it shared, why it matters, who is missing, and what is public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from components.data import policy_words
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.prose import Content, bullets, definitions, section
from components.partnership.claims import claims
from components.partnership.view import PATH
from components.text.words import _
from data_loaders.records.described import described
from data_loaders.records.model import Named, Partner
from data_loaders.records.reading import Held
from data_loaders.released.release import Release
from data_loaders.released.serving import demo_releases
from data_loaders.vocabulary.model import Category, Source
from data_loaders.vocabulary.naming import BASE


def layout(
    held: Held,
    partner: Partner,
    release: Release,
    query: Mapping[str, str],
    demo: frozenset[Category],
) -> list[Component]:
    """The whole page."""
    sources = [described()[name] for name in partner.sources]
    return [
        html.P(html.A(_("Partnership"), href=kept(PATH, query)), className="eyebrow"),
        html.H1(_(partner.name)),
        Lead(standing(partner, release)),
        section(_("What it shared"), claims(held, partner.shared), "shared"),
        section(_("Why it matters for the recovery"), claims(held, partner.why), "why"),
        _who(held, partner, sources),
        *([_treatment(sources, query)] if sources else []),
        _nearest(partner, release, query),
        *([_demonstration(sources, demo)] if sources else []),
    ]


def real_sources(partner: Partner, release: Release) -> list[Source]:
    """Sources of the release whose figures this organization itself publishes."""
    return [
        source
        for source in release.catalog.sources
        if source.partner == partner.name or source.partner.startswith(f"{partner.name} ")
    ]


def standing(partner: Partner, release: Release) -> str:
    """Whether any real figure of it is here, in a sentence."""
    if real_sources(partner, release):
        return _(
            "{name} also publishes figures for everyone. Those are shown here as real figures; "
            "what it may have given to the City is not here.",
            name=_(partner.name),
        )
    if partner.named is Named.OPEN_DATA:
        return _("Open data that anyone may use, and not a partner of the program.")
    return _("No real figure of this partner is here.")


def _who(held: Held, partner: Partner, sources: list[Source]) -> Component:
    """What one row is and who it leaves out: from the source, else from the record."""
    body: list[Component] = []
    for source in sources:
        rows = [
            (_("What one record tells of"), _(source.policy.unit_of_observation)),
            (_("Who is in it, and who is missing"), _(source.covers)),
        ]
        body += [html.H3(_(source.name)), definitions(rows)]
    if partner.unit:
        body += [html.H3(_("What one record told of, by documents")), *claims(held, partner.unit)]
    if partner.leaves_out:
        body += [html.H3(_("Who is missing")), *claims(held, partner.leaves_out)]
    return section(_("Who is in it, and who is missing"), body, "who")


def _treatment(sources: list[Source], query: Mapping[str, str]) -> Component:
    """Every rule with its number, from the record the treatment follows."""
    body: list[Component] = [
        html.P(
            _(
                "This is how this site would treat a real delivery. The rules have run on made-up "
                "deliveries only."
            )
        )
    ]
    for source in sources:
        rules = [(rule.label, rule.contents) for rule in policy_words.rules(source)]
        contract = html.A(
            _("Data contract of this source"), href=f"/contracts/{source.id}.odcs.yaml"
        )
        body += [html.H3(_(source.name)), definitions(rules), html.P(contract)]
    body.append(html.P(html.A(_("What hidden means"), href=kept(addresses.PRIVACY, query))))
    return section(_("How it would be treated, in numbers"), body, "treatment")


def _nearest(partner: Partner, release: Release, query: Mapping[str, str]) -> Component:
    links: list[Content] = [
        html.A(_(release.indicators[name].title), href=kept(addresses.figure(name), query))
        for name in partner.nearest
        if name in release.indicators
    ]
    title = _("Public figures that come nearest")
    if not links:
        return section(
            title, [html.P(_("No public figure in this release comes near it."))], "nearest"
        )
    note = _("They measure something else, in another way. They do not stand in for it.")
    return section(title, [bullets(links), html.P(note)], "nearest")


def _demonstration(sources: list[Source], demo: frozenset[Category]) -> Component:
    shown = list(_simulated(sources)) if demo else []
    if not demo:
        body: list[Component] = [html.P(_("This installation has no demonstration."))]
    elif not shown:
        body = [html.P(_("It has no simulated figure in this partner's format."))]
    else:
        link = html.A(_("Demonstration: what partner data would show"), href=BASE)
        body = [bullets(shown), html.P(link)]
    return section(_("What the demonstration shows"), body, "demonstration")


def _simulated(sources: list[Source]) -> Iterator[str]:
    """Names of the figures in these formats that the demonstration has; none of their numbers."""
    held = demo_releases().current().sources
    for source in sources:
        if source.id in held:
            for indicator in source.indicators:
                yield _("{title}, simulated", title=_(indicator.title))
