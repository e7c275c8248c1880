"""Methods: one table of all sources, and how a figure comes to be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from dash import html
from dash.development.base_component import Component

from components.data import policy_words
from components.data.coverage_panel import totals
from components.data.source import PATH
from components.figures import row_order
from components.figures.ordered import Cell, Column, ordered, text
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.folding import on_phones
from components.markup.prose import Content, Contents, bullets, contents, section
from components.text import formats, freshness
from components.text.vocabulary import share
from components.text.words import _, ngettext
from data_loaders.released.freshness import Freshness, of_sources
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.naming import disowned_by

END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def layout(release: Release, query: Mapping[str, str], today: date) -> list[Component]:
    """The whole page."""
    parts = [_sources(release, query, today), _privacy(release, query), _steps(query)]
    return [html.H1(_("How numbers are made")), Lead(lead(release)), contents(parts), *parts]


def lead(release: Release) -> str:
    """How many sources, who treats them, and how much is hidden in all."""
    count = len(release.catalog.sources)
    cells = sum(source_audit.cells for source_audit in release.audit.sources)
    hidden = sum(source_audit.withheld for source_audit in release.audit.sources)
    made = ngettext(
        "Everything here comes from {number} source.",
        "Everything here comes from {number} sources.",
        count,
    )
    kept_back = _(
        "Of {cells} figures, {share} are hidden to protect people, or stand for none where the "
        "publisher does not say which.",
        cells=formats.integer(cells),
        share=share(hidden, cells),
    )
    return f"{made} {kept_back}"


def _sources(release: Release, query: Mapping[str, str], today: date) -> Component:
    columns = [
        Column("source", _("Source")),
        Column("measures", _("What it measures"), is_folded=True),
        Column("covers", _("Who is in it, who is not"), is_folded=True),
        Column("minimum", _("Smallest group shown"), is_folded=True),
        Column("treatment", _("What we did"), is_folded=True),
        Column("hidden", _("Share hidden"), is_number=True),
        Column("newest", _("Figures to"), is_number=True),
    ]
    fresh = of_sources(release.catalog.sources, release.catalog.deliveries, today)
    by_id = {each.source.id: each for each in fresh}
    rows = [_row(release, each, by_id.get(each.id), query) for each in release.catalog.sources]
    caption = _("All sources. Each name opens the page of its source.")
    order = row_order.of_query(query, PATH, "sources-rows")
    table = ordered(caption, columns, rows, order, "wordy")
    link = html.A(_("When figures are due"), href=kept(addresses.DUE, query))
    return section(_("Sources"), [table, html.P(link)], "sources")


def _row(
    release: Release, source: Source, fresh: Freshness | None, query: Mapping[str, str]
) -> list[Cell]:
    cells, hidden = totals(release, source.id)
    name = [
        html.A(_(source.name), href=kept(f"{PATH}/{source.id}", query)),
        html.Span(source.partner, className="why block"),
    ]
    return [
        (name, _(source.name)),
        text(measures(source)),
        text(_(source.covers)),
        text(policy_words.minimum(source)),
        text(_(source.policy.plain)),
        (share(hidden, cells), hidden / cells if cells else None),
        (_newest(release, fresh), float(fresh.vintage.toordinal()) if fresh else None),
    ]


def measures(source: Source) -> str:
    """What a source measures in one sentence: of a simulated one, the first that tells of it, as
    its name says already that it is simulated."""
    told, disowned = _(source.description), disowned_by(source)
    _simulated, found, rest = told.partition(disowned) if disowned else ("", "", "")
    return END_OF_SENTENCE.split(rest.strip() if found else told)[0]


def _newest(release: Release, source_freshness: Freshness | None) -> Contents:
    """The last day of the newest figures, and how fresh they are; simulated ones are never late."""
    if source_freshness is None:
        return _("not said")
    if release.manifest.is_simulated:
        return formats.day(source_freshness.vintage)
    return [
        formats.day(source_freshness.vintage),
        html.Span(
            freshness.phrase(source_freshness), className=f"why block {source_freshness.timeliness}"
        ),
    ]


def _privacy(release: Release, query: Mapping[str, str]) -> Component:
    ours = [
        source
        for source in release.catalog.sources
        if source.policy.primary is not None or source.policy.noise is not None
    ]
    links = [
        [
            html.Div(html.A(_(source.name), href=kept(f"{PATH}/{source.id}#privacy", query))),
            _(source.policy.plain),
        ]
        for source in ours
    ]
    whose = policy_words.whose(release.catalog.sources)
    body: list[Component] = [html.P(whose)] if whose else []
    if links:
        body += [html.P(_("What we hide ourselves:"))]
        words = ngettext("{number} source", "{number} sources", len(links))
        body.append(on_phones(words, bullets(links)))
    body.append(
        html.P(
            html.A(
                _("Privacy: every rule, and what it cannot do"), href=kept(addresses.PRIVACY, query)
            )
        )
    )
    return section(_("Privacy"), body, "privacy")


def _steps(query: Mapping[str, str]) -> Component:
    steps: list[Content | list[Content]] = [
        _("The publisher's files are fetched, and a fingerprint (SHA-256) of each is kept."),
        _("A reader checks them: an unknown area, column, unit or date stops it."),
        _("Small groups are hidden, and the files are checked: nothing hidden may stand in one."),
        _("Figures stay in the boundaries they were published in. None is converted."),
        [
            _("Everything is written as one release, which is never changed afterwards. "),
            html.A(_("What is in this release"), href=kept(addresses.RELEASE, query)),
        ],
    ]
    return section(_("From file to figure"), [html.Ol([html.Li(step) for step in steps])], "steps")
