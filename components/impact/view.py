"""All projects, and what a good one is."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.impact.words import criterion_names, phase_word
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.prose import bullets, section
from components.partnership.claims import claims
from components.text.words import _, ngettext
from data_loaders.records.model import Chapter, Project
from data_loaders.records.reading import Held

PATH = addresses.IMPACT


def lead(held: Held) -> str:
    """How many projects there are, examples apart."""
    real = [each for _name, each in projects(held) if not each.is_example]
    if not real:
        return _(
            "No Resident Impact Data Project has been begun here. What stands here is worked "
            "through on real figures, to show how one goes."
        )
    return ngettext(
        "{number} project has been begun.", "{number} projects have been begun.", len(real)
    )


def projects(held: Held) -> list[tuple[str, Project]]:
    """Projects by id, in the order told."""
    records = [(n, each) for n, each in held.of("projects").items() if isinstance(each, Project)]
    return sorted(records, key=lambda pair: pair[1].order)


def layout(held: Held, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    return [
        html.P(html.A(_("About"), href=kept(addresses.ABOUT, query)), className="eyebrow"),
        html.H1(_("Impact for residents")),
        Lead(lead(held)),
        _list(held, query),
        _what(held),
    ]


def _list(held: Held, query: Mapping[str, str]) -> Component:
    items = [
        html.Li(
            [
                html.H3(html.A(_(each.title), href=kept(f"{PATH}/{name}", query))),
                html.P(_(each.challenge)),
                html.P(
                    _("Worked example, in words of ours. Nobody has been asked.")
                    if each.is_example
                    else phase_word(each.phase),
                    className="source",
                ),
            ]
        )
        for name, each in projects(held)
    ]
    return section(_("Projects"), [html.Ul(items, className="plain")], "projects")


def _what(held: Held) -> Component:
    chapter = held.of("history").get("successors")
    told = claims(held, chapter.claims) if isinstance(chapter, Chapter) else []
    body = [
        *told,
        html.P(_("A project is judged by five criteria:")),
        bullets(list(criterion_names().values())),
    ]
    return section(_("What such a project is"), body, "what")
