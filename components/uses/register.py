"""The register of data uses: every use by its decision, filters, files, and how to read one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.figures import row_order
from components.figures.ordered import Cell, Column, ordered, text
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.prose import Contents, bullets, section
from components.partnership.claims import none_found
from components.text import formats
from components.text.words import _, ngettext
from components.uses.listing import PARAMETERS, UNDECIDED, Listing, decision, uses
from data_loaders.records.described import described
from data_loaders.records.model import Outcome, Use
from data_loaders.records.reading import Held

PATH = addresses.USES
FEEDS = "/feeds/uses"

# The parameters that name a column and which way it sorts.
SORTED_BY = ("by", "sort")


def lead(held: Held) -> str:
    """How many uses there are, or that there are none and why."""
    count = len(uses(held, examples=False))
    if count:
        return ngettext(
            "The register holds {number} use of data.",
            "The register holds {number} uses of data.",
            count,
        )
    if not held.of("history"):
        return _("No use of data is on record here.")
    return _("The City promised to publish how the data was used; we found no such list.")


def layout(held: Held, listing: Listing, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    return [
        html.P(html.A(_("About"), href=kept(addresses.ABOUT, query)), className="eyebrow"),
        html.H1(_("Register of data uses")),
        Lead(lead(held)),
        *_uses(held, listing, query),
        _files(listing, can_choose=bool(uses(held, examples=False))),
        _how_to_read(held, query),
        _rules(),
    ]


def _uses(held: Held, listing: Listing, query: Mapping[str, str]) -> list[Component]:
    if not uses(held, examples=False):
        words = _("So the register begins empty. A use is added as a file, and stays for good.")
        return [
            section(
                _("Uses"),
                [html.P(none_found(held, _("list of uses and their results"))), html.P(words)],
                "uses",
            )
        ]
    told = ngettext("{number} use is listed.", "{number} uses are listed.", len(listing.uses))
    body: list[Component] = [_filters(listing), html.P(told, role="status")]
    if listing.uses:
        columns = [
            Column("use", _("Use")),
            Column("agency", _("Agency")),
            Column("asked", _("Asked on"), is_number=True),
            Column("outcome", _("Decision")),
        ]
        rows = [_row(name, use, query) for name, use in listing.uses]
        order = row_order.of_query(query, PATH, "uses-rows", SORTED_BY, **listing.chosen)
        body.append(ordered(_("Uses"), columns, rows, order))
    return [section(_("Uses"), body, "uses")]


def _row(name: str, use: Use, query: Mapping[str, str]) -> list[Cell]:
    link = html.A(_(use.title), href=kept(f"{PATH}/{name}", query))
    return [
        ([link, html.Span(name, className="why block")], _(use.title)),
        text(use.requester.agency),
        (formats.day(use.asked_on), float(use.asked_on.toordinal())),
        text(decision_word(decision(use))),
    ]


def decision_word(outcome: str) -> str:
    """A decision as the page says it."""
    if outcome == UNDECIDED:
        return _("Not decided yet")
    return {
        Outcome.APPROVED: _("Approved"),
        Outcome.WITH_CONDITIONS: _("Approved with conditions"),
        Outcome.RETURNED: _("Returned for changes"),
        Outcome.DECLINED: _("Declined"),
        Outcome.WITHDRAWN: _("Withdrawn"),
        Outcome.EXPIRED: _("Expired"),
    }[Outcome(outcome)]


def _filters(listing: Listing) -> Component:
    """A form that changes the address and nothing else."""
    labels = {"agency": _("Agency"), "decision": _("Decision"), "source": _("Source")}
    fields = [
        html.Div(
            [
                html.Label(labels[name], htmlFor=f"uses-{name}"),
                dbc.Select(
                    id=f"uses-{name}",
                    name=name,
                    value=listing.chosen.get(name, ""),
                    options=[
                        {"label": _("All"), "value": ""},
                        *({"label": _choice(name, v), "value": v} for v in listing.choices[name]),
                    ],
                ),
            ],
            className="control",
        )
        for name in PARAMETERS
    ]
    button = html.Button(_("Show these"), type="submit")
    return html.Form([*fields, button], action=PATH, method="get", className="controls")


def _choice(name: str, value: str) -> str:
    if name == "decision":
        return decision_word(value)
    return _(described()[value].name) if name == "source" else value


def _files(listing: Listing, *, can_choose: bool) -> Component:
    asked = f"?{urlencode(listing.chosen)}" if listing.chosen else ""
    links = [
        (_("CSV, for a spreadsheet"), f"{FEEDS}.csv{asked}"),
        (_("JSON, for programs"), f"{FEEDS}.json{asked}"),
        (_("Atom, for a feed reader: told when a use changes"), f"{FEEDS}.atom{asked}"),
    ]
    held = _("They hold the uses chosen above, and no example.")
    told = held if can_choose else _("They hold every use, and no example.")
    note = html.P(told, className="source")
    return section(
        _("Take it with you"), [bullets(html.A(w, href=to) for w, to in links), note], "files"
    )


def _how_to_read(held: Held, query: Mapping[str, str]) -> Component:
    links: list[Contents] = [
        [
            html.A(_(use.title), href=kept(f"{PATH}/{name}", query)),
            html.Span(_(" (example {id})", id=name), className="why"),
        ]
        for name, use in uses(held, examples=True)
    ]
    words = _("An example, made up to show what a record holds. No agency asked for it.")
    return section(_("How to read a record"), [html.P(words), bullets(links)], "how-to-read")


def _rules() -> Component:
    rules = [
        _("Every use has a number that never changes, and none is taken out, whatever is decided."),
        _("Nobody reviews or decides a use they asked for."),
        _("A real use is listed only with the document that shows it."),
        _("A use is approved only after a review, and its result is told, also where it failed."),
    ]
    return section(_("Rules of the register"), [bullets(rules)], "rules")
