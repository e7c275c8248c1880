"""About: where to read who shares, who uses, who is missing and how numbers are made."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.text.words import _

PATH = addresses.ABOUT


def topics() -> tuple[tuple[str, str, str], ...]:
    """Every page about the site: its address, its name, and what is there."""
    return *_partners_and_uses(), *_of_the_site()


def _partners_and_uses() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            addresses.PARTNERSHIP,
            _("The partnership"),
            _("Its history, its principles, and a page for each partner."),
        ),
        (addresses.USES, _("Uses of data"), _("The register: who used which data, for what.")),
        (
            addresses.SHARE,
            _("Share data"),
            _("The open call: what is asked, what is sought, and how to check a file."),
        ),
        (
            addresses.COVERAGE,
            _("Who is not measured"),
            _("Topics, neighborhoods and people without figures."),
        ),
        (
            addresses.IMPACT,
            _("Impact"),
            _("Projects that turn data into change for residents, worked through as examples."),
        ),
    )


def _of_the_site() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            addresses.PRACTICE,
            _("Data practice"),
            _("A city's checklist, answered where it can be."),
        ),
        (
            addresses.API,
            _("For programs"),
            _("The API: figures and their catalog as JSON and CSV."),
        ),
        (
            addresses.PERFORMANCE,
            _("How fast this site is"),
            _("What was last measured, against what is promised."),
        ),
        (addresses.METHODS, _("Methods"), _("Every source, and how a figure comes to be shown.")),
        (addresses.PRIVACY, _("Privacy"), _("What is hidden, why, and what stays possible.")),
        (addresses.WORDS, _("Words"), _("What the terms and short names here mean.")),
    )


def layout(query: Mapping[str, str], *, has_partnership: bool) -> list[Component]:
    """The whole page."""
    items = [
        html.Li([html.A(name, href=kept(path, query)), html.P(what, className="note")])
        for path, name, what in topics()
        if has_partnership or path != addresses.PARTNERSHIP
    ]
    lead = _(
        "NYC Recovery Data shows how New York City is coming back, from figures anyone may check."
    )
    return [
        html.H1(_("About")),
        Lead(lead),
        html.Ul(items, className="plain"),
    ]
