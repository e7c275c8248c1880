"""The open call: what is asked, what is sought against what is covered, and the contracts."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.gaps.reach import is_local
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.prose import Content, Contents, bullets, section
from components.markup.stacked import stacked
from components.partnership.claims import claims, ordered
from components.partnership.view import partners
from components.site import shell
from components.text.words import _, ngettext
from data_loaders.records.described import ENDING, TEMPLATE, described
from data_loaders.records.model import Criterion, Sought
from data_loaders.records.reading import Held
from data_loaders.released.endings import is_renewed
from data_loaders.released.release import Release
from data_loaders.released.topics import figures_on
from data_loaders.vocabulary.model import Indicator

PATH = addresses.SHARE
FILES = "/contracts"
MOST_NAMED = 5
CHECK = "python -m data_loaders check --contract FILE DATA"
PREVIEW = "python -m data_loaders preview SOURCE FILES"


def lead() -> str:
    """What the page is for."""
    return _(
        "Does your organization hold data that would show how New Yorkers are doing? Here is what "
        "is asked, what is missing, and how to check a file before anyone else sees it."
    )


def layout(held: Held, release: Release, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    return [
        html.P(html.A(_("About"), href=kept(addresses.ABOUT, query)), className="eyebrow"),
        html.H1(_("Share data")),
        Lead(lead()),
        _criteria(held),
        _sought(held, release, query),
        _try_it(),
        _contracts(held),
        *_contact(query),
    ]


def _criteria(held: Held) -> Component:
    body: list[Component] = [
        html.P(_("The City asked this of an organization that wanted to take part. So do we."))
    ]
    for number, each in enumerate(ordered(held, "criteria", Criterion), start=1):
        title = _("{number}. {name}", number=number, name=_(each.name))
        body += [
            html.H3(title),
            *claims(held, each.asked),
            html.P([html.Strong(_("Ask yourself: ")), _(each.check)]),
        ]
    return section(_("What is asked"), body, "criteria")


def _sought(held: Held, release: Release, query: Mapping[str, str]) -> Component:
    every = ordered(held, "sought", Sought)
    heads = [
        _("Sought"),
        _("Real figures here"),
        _("Renewed by publishers"),
        _("For areas smaller than a borough"),
    ]
    rows = [_sought_row(each, release, query) for each in every]
    body = [
        html.P(_("The City named eight categories. These are the public figures on each.")),
        stacked(
            _("Categories sought, and what covers them"),
            heads,
            rows,
            class_name="wordy",
            anchor="sought-rows",
        ),
        *claims(held, every[0].asked if every else ()),
    ]
    return section(_("What is sought"), body, "sought")


def covering(sought: Sought, release: Release) -> list[Indicator]:
    """Figures of the release under the topics sought, as Data and Coverage count them."""
    named = [each for name, each in release.indicators.items() if name in sought.figures]
    return [*figures_on(release, *sought.categories), *named]


def _sought_row(sought: Sought, release: Release, query: Mapping[str, str]) -> list[Contents]:
    indicators = covering(sought, release)
    small = [each for each in indicators if is_local(each)]
    if not indicators:
        return [_(sought.name), _("None."), _("None."), _("None.")]
    told = ngettext("{number} figure: ", "{number} figures: ", len(indicators))
    renewed = [each for each in indicators if is_renewed(release, each.id)]
    parts = [_of_them(len(renewed)), _of_them(len(small))]
    return [_(sought.name), html.Span([told, *_links(indicators, query)]), *parts]


def _of_them(count: int) -> str:
    return ngettext("{number} of them", "{number} of them", count) if count else _("None.")


def _links(indicators: list[Indicator], query: Mapping[str, str]) -> list[Content]:
    links: list[Content] = []
    for position, each in enumerate(indicators[:MOST_NAMED]):
        links += [", "] if position else []
        links.append(html.A(_(each.title), href=kept(addresses.figure(each.id), query)))
    more = len(indicators) - MOST_NAMED
    return [*links, _(" and {number} more", number=more)] if more > 0 else links


def _try_it() -> Component:
    steps: list[Contents] = [
        [
            html.A(_("Download the template"), href=f"{FILES}/{TEMPLATE}"),
            _(" and write down your columns: their names, what they hold, and which may be empty."),
        ],
        [
            _(
                "Check your file against it. The report names every column and row that does not "
                "fit: "
            ),
            html.Code(CHECK),
        ],
        [
            _(
                "If your file has the form of a source named below, look at its pages on your own "
                "computer. They show what would be shown, and what would be hidden. "
            ),
            html.Code(PREVIEW),
        ],
    ]
    safe = _(
        "Both run on your own computer. Nothing is sent, and nothing is kept: when you stop the "
        "preview, its copy is deleted."
    )
    return section(
        _("Try it safely"),
        [html.Ol([html.Li(step) for step in steps], className="bullets"), html.P(safe)],
        "try",
    )


def _contracts(held: Held) -> Component:
    """A contract for every source, partners' first."""
    of_partners = {name for _id, partner in partners(held) for name in partner.sources}
    body: list[Component] = [
        html.P(
            _(
                "A data contract says what a file holds, how often it comes and which rules it "
                "goes through. Each is written in the Open Data Contract Standard 3.1, from the "
                "code that reads the source."
            )
        )
    ]
    groups = ((_("In partners' formats"), True), (_("Public sources"), False))
    for title, wanted in groups:
        links = [
            html.A(
                _("{name}, {partner}", name=_(each.name), partner=each.partner),
                href=f"{FILES}/{name}{ENDING}",
            )
            for name, each in described().items()
            if (name in of_partners) is wanted
        ]
        body += [html.H3(title), bullets(links, are_short=True)]
    return section(_("Data contracts"), body, "contracts")


def _contact(query: Mapping[str, str]) -> list[Component]:
    """Where to write, and how data would be treated."""
    rules = html.P(html.A(_("How data would be treated"), href=kept(addresses.PRIVACY, query)))
    link = shell.contact_link(_("Write to us"))
    if not link:
        return [rules]
    words = _("There is no form here. Write to us first, and send no data with it. ")
    return [section(_("Talk to us"), [html.P([words, *link]), rules], "talk")]
