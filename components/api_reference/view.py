"""The page that says what programs can ask for: written from the same types that answer them."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.api_reference.endpoints import ENDPOINTS, Endpoint, ProblemType
from components.api_reference.openapi import FAIR_USE, parameters
from components.data.programs import own_address
from components.figures import row_order
from components.figures.ordered import Cell, Column, ordered, text
from components.markup import addresses
from components.markup.figure_words import Lead
from components.markup.prose import Contents, bullets, quoted, section
from components.markup.stacked import stacked
from components.text.words import _
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Status

TITLE = "For programs: the API"


def lead() -> str:
    """What the API is, in a sentence."""
    return _("Every figure that can be passed on, and what is said of it, as JSON and CSV.")


def layout(query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    return [
        html.H1(_(TITLE)),
        Lead(lead()),
        section(_("How it works"), _rules(), "rules"),
        *(_endpoint(endpoint) for endpoint in ENDPOINTS),
        section(_("When something is wrong"), _problems(query), "problems"),
    ]


def _rules() -> list[Component]:
    pinned = _(
        "An answer with release=… never changes, and may be kept forever. Others carry an ETag: "
        "send it back as If-None-Match, and where nothing is new the answer is 304."
    )
    items: list[Contents] = [
        [
            _("The whole description, for tools: "),
            html.A("openapi.json", href=addresses.OPENAPI),
            _(" (OpenAPI 3.1)."),
        ],
        _("Only GET is answered. No key is needed, and pages of any site may read the answers."),
        pinned,
        _(
            "Long answers come in pages: “next” is the address of the next one, and stays on the "
            "release of the first. CSV has it in the header Link."
        ),
        _(
            "A figure without a value has null, never 0, and a status that says why: {statuses}. "
            "What is withheld has a public reason beside it.",
            statuses=", ".join(status for status in Status if not status.has_value),
        ),
        _(
            "Figures that are only shown here, and simulated figures of the demonstration, are "
            "not in it."
        ),
        _(FAIR_USE),
    ]
    return [bullets(items), *own_address()]


def _endpoint(endpoint: Endpoint) -> Component:
    heading = html.Code(f"GET {endpoint.path}")
    example = f"{endpoint.path}?{endpoint.example}" if endpoint.example else endpoint.path
    body: list[Component] = [html.P(heading)]
    if parameters(endpoint):
        body.append(_parameters(endpoint))
    needs_more = any(each.is_required for each in parameters(endpoint)) and not endpoint.example
    if not needs_more:
        body.append(html.P([_("Try it: "), html.A(example, href=example)]))
        body.append(html.Pre(html.Code(f"curl '{installation.site_address()}{example}'")))
    return section(_(endpoint.summary), body, endpoint.name or "entry")


def _parameters(endpoint: Endpoint) -> Component:
    heads = [_("Parameter"), _("What it does"), _("If left out")]
    rows = [
        [
            html.Code(each.name),
            quoted(_(each.description)),
            _("needed") if each.is_required else each.default,
        ]
        for each in parameters(endpoint)
    ]
    caption = _("Parameters of {path}", path=endpoint.path)
    return stacked(
        caption, heads, rows, class_name="wordy", anchor=f"{endpoint.name or 'entry'}-rows"
    )


def _problems(query: Mapping[str, str]) -> list[Component]:
    words = _(
        "The answer then is application/problem+json (RFC 9457) with a sentence for people in "
        "“detail”. Its “type” leads to a line of this table."
    )
    columns = [
        Column("status", _("Status"), is_number=True),
        Column("problem", _("Problem")),
        Column("means", _("What it means")),
    ]
    rows = [_problem_row(kind) for kind in ProblemType]
    order = row_order.of_query(query, addresses.API, "problems-rows")
    return [html.P(words), ordered(_("Problems"), columns, rows, order, "wordy")]


def _problem_row(kind: ProblemType) -> list[Cell]:
    status = html.Span(str(kind.status), id=f"problem-{kind.id}")
    return [(status, float(kind.status)), text(_(kind.title)), text(_(kind.meaning))]
